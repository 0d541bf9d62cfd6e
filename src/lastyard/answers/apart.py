"""Where parties ask for different things although nothing blocks there.

Disputes (:mod:`lastyard.blocking.disputes`) are made of demands. But parties are apart, too,
where they ask for different things and nobody has made it a demand, or where one asks for what
another refuses and a third way is open. A mediator has to know these beside the disputes.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Inspections
    ... parties: {north: {}, south: {}}
    ... issues: {visits: {options: [none, announced, at any time], ordered: true}}
    ... statements:
    ...   - {id: ask, party: north, on: 2024-01-05, position: {visits: at any time}}
    ...   - {id: no, party: south, on: 2024-01-09, rejects: "visits == 'at any time'"}
    ... ''')
    >>> (found,) = apart(ly.standing(case), ())
    >>> found.issue.id, found.gap, found.refusals[0].refused_by
    ('visits', Fraction(1, 2), 'south')
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from fractions import Fraction

from lastyard.answers.standing import IssueStanding, Refusal, Standing
from lastyard.case.model import Accepts, Issue, Statement
from lastyard.fields import Choice, Count, ExactChance
from lastyard.records import record

__all__ = ["Apart", "AskedFor", "apart"]


@record(frozen=True, slots=True)
class AskedFor:
    """What some parties ask for on an issue.

    Attributes:
        option: The option.
        parties: Who asks for it.
    """

    option: Choice
    parties: tuple[str, ...]


@record(frozen=True, slots=True)
class Apart:
    """An issue on which parties are apart although nothing blocks there.

    Attributes:
        issue: The issue.
        asks: What is asked for, and by whom, in the order of the options.
        refusals: What is asked for and refused.
        gap: The widest gap between two parties, by position or by refusal, as a share of the
            issue's range.
        steps: The same in steps, on an ordered or numeric issue; else None.
    """

    issue: Issue
    asks: tuple[AskedFor, ...]
    refusals: tuple[Refusal, ...]
    gap: ExactChance
    steps: Count | None


def apart(
    talks: Standing, disputed: Collection[str], statements: Sequence[Statement] = ()
) -> tuple[Apart, ...]:
    """Return where parties that have a part in the agreement are apart besides the disputes, the widest gap first.

    They are not where all others that ask for something have accepted, not before they asked, what one of them
    asks for, and nobody refuses it: on this issue alone, or in a package of which the others ask for every part.

    Args:
        talks: Where the talks stand.
        disputed: Identifiers of the issues that the disputes are about.
        statements: The statements in force.
    """
    found = []
    taken = _taken(talks, statements)
    rule = talks.case.agreement
    count = {p.id for p in talks.case.deciders if rule is None or p.id in rule.parties}
    for each in talks.issues:
        issue = each.issue
        gaps = [g.widest for g in each.gaps if g.widest is not None and count.issuperset(g.between)]
        gap = max(gaps, default=Fraction())
        if not gap or issue.id in disputed or _is_met(each, taken):
            continue
        asked: dict[int, list[str]] = {}
        for held in each.positions:
            if held.party in count:
                asked.setdefault(held.option, []).append(held.party)
        asks = tuple(AskedFor(option, tuple(asked[option])) for option in sorted(asked))
        steps = int(gap * (issue.size - 1)) if issue.has_order else None
        refusals = (r for r in each.refusals if count.issuperset((r.asked_by, r.refused_by)))
        found.append(Apart(issue, asks, tuple(refusals), gap, steps))
    return tuple(sorted(found, key=lambda each: -each.gap))


def _taken(talks: Standing, statements: Sequence[Statement]) -> dict[tuple[str, str, int], date]:
    """Return by party, issue and option when it was last accepted, as far as that is a yes to the option.

    What a party would take as a part of a package is no yes to the part alone, unless the others ask for all of it.
    """
    found: dict[tuple[str, str, int], date] = {}
    for statement in statements:
        if not isinstance(statement.says, Accepts):
            continue
        package = statement.says.package
        if len(package) == 1 or all(
            _is_asked(talks.issue(issue), option, statement.party) for issue, option in package
        ):
            found |= {(statement.party, *part): statement.on for part in package}
    return found


def _is_asked(found: IssueStanding, option: int, taker: str) -> bool:
    """Whether all others that ask for something on an issue ask for an option, and nobody refuses it."""
    asked = {held.option for held in found.positions if held.party != taker}
    return asked == {option} and all(refusal.option != option for refusal in found.refusals)


def _is_met(found: IssueStanding, taken: Mapping[tuple[str, str, int], date]) -> bool:
    """Whether all that ask for something on an issue ask for one option or have accepted it since."""
    issue = found.issue.id
    refused = {refusal.option for refusal in found.refusals}

    def meets(option: int) -> bool:
        return all(
            held.option == option
            or taken.get((held.party, issue, option), date.min) >= held.statement.on
            for held in found.positions
        )

    return any(meets(held.option) for held in found.positions if held.option not in refused)
