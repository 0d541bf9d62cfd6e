"""Between scenarios of the exchange formats and case files.

A profile becomes a party with one ``values`` statement: points are weight x evaluation,
exactly. What a case has no place for (discount factors, weights) is kept in the
statement's note in a form that :func:`case_to_scenario` reads back.

Example:
    >>> from fractions import Fraction
    >>> from datetime import date
    >>> from lastyard.interop.scenario import Issue, Profile, Scenario
    >>> seller = Profile(
    ...     "Seller", (Fraction(1, 2),), ((Fraction(0), Fraction(1)),), discount=Fraction(9, 10)
    ... )
    >>> scenario = Scenario("Sale", (Issue("Unit price", ("low", "high")),), (seller,), "by hand")
    >>> case, notes = scenario_to_case(scenario, date(2024, 1, 1))
    >>> case.issues[0].id, case.statements[0].says.points, case.statements[0].note
    ('unit_price', (('unit_price', (Fraction(0, 1), Fraction(1, 2))),), 'discount 0.9; weights 0.5')
    >>> case_to_scenario(case)[0].profiles == scenario.profiles
    True
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise

from lastyard.case.model import (
    MOST_STEPS,
    Case,
    NumericRange,
    Party,
    Source,
    Statement,
    Values,
    format_number,
    parse_number,
)
from lastyard.case.model import Issue as CaseIssue
from lastyard.case.said import in_force
from lastyard.conditions.language import AGREEMENT_WORDS
from lastyard.interop.scenario import FormatError, Issue, Profile, Scenario

__all__ = ["case_to_scenario", "scenario_to_case"]

_LONGEST_ID = 60
_NOTE = re.compile(r"(?:^|; )(discount|weights) ([^;]+)")


def scenario_to_case(
    scenario: Scenario, on: date, *, origin: str = ""
) -> tuple[Case, tuple[str, ...]]:
    """Return a scenario as a case, and notes on what a case has no place for.

    The formats state no day, so one is given; `origin` is where it was read from, for the
    source.

    Raises:
        FormatError: There are no profiles, or it holds what a case cannot say.
    """
    if not scenario.profiles:
        raise FormatError(
            "there are no profiles: a case needs at least one party, so give their files too",
            scenario.name,
        )
    issues = _case_issues(scenario)
    ids = _ids([profile.name for profile in scenario.profiles])
    parties = tuple(
        Party(id, profile.name) for id, profile in zip(ids, scenario.profiles, strict=True)
    )
    notes = list(scenario.notes)
    statements = []
    for id, profile in zip(ids, scenario.profiles, strict=True):
        _sayable(scenario, profile)
        points = tuple((issue.id, own) for issue, own in zip(issues, profile.values, strict=True))
        statements.append(
            Statement(
                f"{id}-points", id, Values(points, profile.reservation), on, source="domain",
                note=_note(profile),
            )
        )  # fmt: skip
        if profile.discount not in (None, 1):
            notes.append(
                f"{profile.name}: the discount factor {format_number(profile.discount or 0)} is kept in "
                "the note of its statement; no analysis uses it"
            )
        if profile.reservation is None:
            notes.append(f"{profile.name}: the file states no reservation value, so none is given")
    if any(weight != 1 for profile in scenario.profiles for weight in profile.weights):
        notes.append(
            "weights are multiplied into the points, and kept in the notes of the statements"
        )
    source = Source(
        "domain",
        title=f"Domain {scenario.name}",
        note=f"Read from {scenario.source_format}{f': {origin}' if origin else ''}. Points are "
        "weight x evaluation.",
    )
    title = scenario.name.strip() or "Imported domain"
    case = Case(title, parties, issues, sources=(source,), statements=tuple(statements), as_of=on)
    return case, tuple(notes)


def _sayable(scenario: Scenario, profile: Profile) -> None:
    if profile.pairs:
        first = profile.pairs[0]
        names = [scenario.issues[i].name for i in (first.first, first.second)]
        raise FormatError(
            f"{profile.name!r} values options of {names[0]!r} and {names[1]!r} together; the "
            "points of a case are given option by option",
            scenario.name,
        )
    for issue, own in zip(scenario.issues, profile.values, strict=True):
        for option, value in zip(issue.options, own, strict=True):
            if parse_number(format_number(value)) != value:
                raise FormatError(
                    f"{profile.name!r} gives option {option!r} of {issue.name!r} a value whose "
                    "exact form has more digits than a case file takes: round the file's numbers",
                    scenario.name,
                )


def _case_issues(scenario: Scenario) -> tuple[CaseIssue, ...]:
    ids = _ids([issue.name for issue in scenario.issues])
    found = []
    for id, issue in zip(ids, scenario.issues, strict=True):
        if len(issue.options) > MOST_STEPS:
            raise FormatError(
                f"issue {issue.name!r} has {len(issue.options):,} options; a case takes "
                f"{MOST_STEPS:,}",
                scenario.name,
            )
        if any(not option.strip() for option in issue.options):
            raise FormatError(f"issue {issue.name!r} has an option without a name", scenario.name)
        found.append(CaseIssue(id, issue.name, _scale(issue), ordered=bool(issue.numbers)))
    return tuple(found)


def _scale(issue: Issue) -> tuple[str, ...] | NumericRange:
    """Return equally spaced rising numbers as a range, anything else as a list."""
    numbers = issue.numbers
    if len(numbers) > 1:
        step = numbers[1] - numbers[0]
        even = all(b - a == step for a, b in pairwise(numbers))
        short = all("/" not in format_number(x) for x in (numbers[0], step))
        if step > 0 and even and short:
            return NumericRange(numbers[0], numbers[-1], step)
    return issue.options


def _ids(names: Iterable[str]) -> list[str]:
    """Make names that conditions can use, each once."""
    found: list[str] = []
    for name in names:
        plain = unicodedata.normalize("NFKC", name).lower()
        base = re.sub(r"\W+", "_", plain).strip("_")[:_LONGEST_ID] or "unnamed"
        if not base.isidentifier() or base in AGREEMENT_WORDS:
            base = f"n_{base}"
        id, number = base, 2
        while id in found:
            id, number = f"{base}_{number}", number + 1
        found.append(id)
    return found


def _note(profile: Profile) -> str:
    weights = ", ".join(format_number(weight) for weight in profile.weights)
    discount = "" if profile.discount is None else f"discount {format_number(profile.discount)}; "
    return f"{discount}weights {weights}"


def case_to_scenario(
    case: Case, day: date | None = None, *, leave_out: bool = False
) -> tuple[Scenario, tuple[str, ...]]:
    """Return the points of a case as a scenario, and notes on what is not in it.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        leave_out: Leave out what the formats cannot say, with a note, instead of raising.

    Raises:
        FormatError: A party that decides gave no points, or the case says what none of
            the formats can: rules, an agreement rule, statements other than points.
    """
    points: dict[str, Statement] = {}
    others = []
    for statement in sorted(in_force(case, day), key=lambda each: each.on):
        if isinstance(statement.says, Values) and case.party(statement.party).decides:
            points[statement.party] = statement
        else:
            others.append(statement.id)
    silent = [party.name for party in case.deciders if party.id not in points]
    if silent:
        raise FormatError(
            f"no points in force from {', '.join(silent)}; every party that decides needs a "
            "`values` statement to be written as a profile",
            case.title,
        )
    beyond = _beyond(case, others)
    paired = [s.id for s in points.values() if isinstance(s.says, Values) and s.says.together]
    if paired:
        beyond.append(f"points of pairs of options ({', '.join(paired)})")
    if beyond and not leave_out:
        raise FormatError(
            f"none of the formats can say {'; '.join(beyond)}: leave them out on purpose with "
            "--leave-out",
            case.title,
        )
    notes = [f"left out: {each}" for each in beyond]
    profiles = []
    for party in case.deciders:
        values = points[party.id].says
        assert isinstance(values, Values)  # noqa: S101 - only such were collected
        if values.reservation == "none":
            notes.append(
                f"{party.name}: every package is better than no deal, so no reservation value is "
                "written"
            )
        profiles.append(_profile(party.name, values, points[party.id].note))
    names = _unlike([issue.name for issue in case.issues], [issue.id for issue in case.issues])
    issues = tuple(_issue(issue, name) for issue, name in zip(case.issues, names, strict=True))
    called = _unlike([p.name for p in case.deciders], [p.id for p in case.deciders])
    renamed = tuple(
        Profile(name, p.weights, p.evaluations, p.reservation, p.discount)
        for name, p in zip(called, profiles, strict=True)
    )
    return Scenario(case.title, issues, renamed, "case file"), tuple(notes)


def _beyond(case: Case, others: Sequence[str]) -> list[str]:
    """Name what a case says and a domain file cannot."""
    found = []
    if case.rules:
        found.append(f"rules between issues ({', '.join(rule.id for rule in case.rules)})")
    if case.agreement is not None:
        found.append(f"an agreement rule ({case.agreement.text})")
    if case.status_quo is not None:
        found.append("a status quo")
    if others:
        some = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if others[5:] else "")
        found.append(f"statements other than points ({some})")
    if len(case.deciders) < len(case.parties):
        names = ", ".join(party.id for party in case.parties if not party.decides)
        found.append(f"parties that do not decide ({names})")
    return found


def _profile(name: str, values: Values, note: str | None) -> Profile:
    own = tuple(points for _, points in values.points)
    said = dict(_NOTE.findall(note or ""))
    discount = parse_number(said.get("discount", ""))
    weights = [parse_number(text) for text in said.get("weights", "").split(",")]
    reservation = values.reservation if isinstance(values.reservation, Fraction) else None
    exact = tuple(weight for weight in weights if weight is not None and weight >= 0)
    fits = len(exact) == len(weights) == len(own) and all(
        weight > 0 or not any(points) for weight, points in zip(exact, own, strict=True)
    )
    if not fits:
        return Profile(name, (Fraction(1),) * len(own), own, reservation, discount)
    evaluations = tuple(
        tuple(x / weight if weight else x for x in points)
        for weight, points in zip(exact, own, strict=True)
    )
    return Profile(name, exact, evaluations, reservation, discount)


def _issue(issue: CaseIssue, name: str) -> Issue:
    labels = tuple(issue.label(k) for k in range(issue.size))
    if isinstance(issue.scale, NumericRange):
        return Issue(name, labels, tuple(issue.scale.number(k) for k in range(issue.size)))
    return Issue(name, labels)


def _unlike(names: list[str], ids: list[str]) -> list[str]:
    """Return the names, or the identifiers where two names are alike."""
    return names if len(set(names)) == len(names) else ids
