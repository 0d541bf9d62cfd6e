"""Whether a case is right beyond its form: rules and parties that contradict themselves.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: A party that contradicts itself
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements:
    ...   - {id: never, party: union, on: 2024-01-05, rejects: "wage == 'raised'"}
    ...   - {id: must, party: union, on: 2024-01-06, requires: "wage == 'raised'"}
    ... ''')
    >>> [statement.id for statement in check(case).contradictions[0].statements]
    ['never', 'must']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from math import prod
from os import PathLike, fspath
from typing import Annotated, Literal, NamedTuple, TypeVar

from lastyard.answers.contradictions import (
    BrokenCommitment,
    ContradictoryPreferences,
    broken_commitments,
    contradictory_preferences,
    warning_of,
)
from lastyard.budget import budgeted, current
from lastyard.case.diagnostics import CaseError, Diagnostic
from lastyard.case.load import load_text as load_form
from lastyard.case.load import load_with_warnings as load_form_with_warnings
from lastyard.case.model import (
    FIRMNESS_WORDS,
    Case,
    Issue,
    NumericRange,
    Party,
    Refuses,
    Rejects,
    Requires,
    Rule,
    Statement,
    Values,
)
from lastyard.case.quotes import reaching
from lastyard.case.readings import Leaning, bounds_of, leanings, no_better, unread
from lastyard.case.said import (
    Commitment,
    Day,
    asked_for,
    commitments,
    day_of,
    having,
    in_force,
    rules_of,
    sizes_of,
)
from lastyard.conditions.tree import All, Condition, Not, OneOf
from lastyard.errors import need
from lastyard.records import record
from lastyard.results import As, AsOf, Count, Result
from lastyard.space import repaired

__all__ = [
    "Check",
    "Contradiction",
    "FoundQuote",
    "Location",
    "Problem",
    "Problems",
    "check",
    "load",
    "load_text",
    "load_with_warnings",
    "problem_of",
]

# Rules named where those that are needed were not told from the others.
_MOST_NAMED = 12
# Words in the name of an option under which much or little may fall.
_BROAD = frozenset(
    [
        "any",
        "certain",
        "few",
        "less",
        "limited",
        "many",
        "mixed",
        "more",
        "other",
        "part",
        "partial",
        "partly",
        "several",
        "some",
    ]
)


@record(frozen=True, slots=True)
class Contradiction:
    """Statements of one party that no package satisfies together.

    Attributes:
        party: The party.
        statements: Two statements or more; leaving out any one of them leaves a package.
        absolute: Whether the party has called every one of them absolute (firmness 1), so
            that it cannot accept anything at all.
    """

    party: Party
    statements: tuple[Statement, ...]
    absolute: bool


@record(frozen=True, slots=True)
class FoundQuote:
    """A quote that was found in the file of its source.

    Attributes:
        statement: The statement.
        file: The file.
        line: The line on which it begins, from 1.
        start: The character at which it begins, from 0.
        moved: Whether it stands elsewhere than where the case says.
    """

    statement: Statement
    file: str | None
    line: Count
    start: Count
    moved: bool


@record(frozen=True, slots=True)
class Location:
    """Where in a file a problem is.

    Attributes:
        file: Name of the file.
        line: Line, from 1.
        column: Column in characters, from 1.
    """

    file: str
    line: Count
    column: Count


@record(frozen=True, slots=True)
class Problem:
    """A problem as it is published.

    Attributes:
        code: Stable short name of the kind of problem; ``lastyard explain CODE`` tells more.
        severity: An ``error`` makes the case unusable, a ``warning`` does not.
        message: What is wrong.
        location: Where, when it can be said.
        help: What to do, when it can be said.
    """

    code: str
    severity: Literal["error", "warning"]
    message: str
    location: Location | None
    help: str | None


@record(frozen=True, slots=True)
class Problems:
    """Why there is no answer.

    Attributes:
        errors: Every problem that was found.
    """

    errors: tuple[Problem, ...]


def problem_of(found: Diagnostic) -> Problem:
    """Return a problem of a case as it is published."""
    place = found.place
    where = None if place is None else Location(place.file, place.line, place.column)
    return Problem(found.code, found.severity, found.message, where, found.help)


@record(frozen=True, slots=True)
class Check(Result):
    """What is to be known about a case before it is used.

    Attributes:
        case: The case.
        day: The day whose statements were checked; None when nothing was said.
        contradictions: One per party whose commitments in force contradict one another.
        preferences: One per party whose statements of what it likes do.
        broken_commitments: Commitments that the party's own offers, acceptances or positions break, and demands beside which it
            later asked for less.
        leanings: Where neither a position nor a direction says more than a demand on an issue with an
            order, so that the party is taken to lean its way; `wants` would say it outright.
        unread: Demands over several issues that favour no direction, so that nothing of what the party
            likes is read from them.
        quotes: The quotes found in their sources' files.
        warnings: What the user should know; nothing here makes the case unusable.
    """

    case: Case
    day: AsOf
    contradictions: tuple[Contradiction, ...]
    preferences: tuple[ContradictoryPreferences, ...]
    broken_commitments: tuple[BrokenCommitment, ...]
    leanings: tuple[Leaning, ...]
    unread: tuple[Statement, ...]
    quotes: tuple[FoundQuote, ...]
    warnings: tuple[Annotated[Diagnostic, As(problem_of)], ...]

    @property
    def is_consistent(self) -> bool:
        """Whether no party contradicts itself.

        An offer that an older statement made and a newer demand excludes is no contradiction:
        parties move both ways.
        """
        own = any(each.is_outbid and each.how == "breaks" for each in self.broken_commitments)
        return not (self.contradictions or self.preferences or own)


def load(
    path: str | PathLike[str],
    *,
    files_root: str | Sequence[str] = (),
    allow_files_outside: bool = False,
) -> Case:
    """Load a case file.

    Args:
        path: Its path, or ``-`` for standard input.
        files_root: A folder, or several, below which the case may name files, besides its own.
        allow_files_outside: Whether it may name any file. A case may come from anybody, so that
            its files are opened only below its own folder otherwise.

    Raises:
        CaseError: With every problem and its place, if the case cannot be used.
    """
    if not isinstance(path, str | PathLike):
        need(path, "str", "load: path", "the path of a case file")
    roots = [files_root] if isinstance(files_root, str) else list(files_root)
    with reaching(roots, anywhere=allow_files_outside):
        return load_with_warnings(fspath(path))[0]


def load_with_warnings(path: str) -> tuple[Case, tuple[Diagnostic, ...]]:
    """Load a case file, and return what the user should know about it besides.

    Args:
        path: Its path, or ``-`` for standard input.

    Raises:
        CaseError: With every problem and its place, if the case cannot be used.
    """
    case, warnings = load_form_with_warnings(path)
    _require_packages(case)
    return case, warnings


def load_text(
    text: str,
    file: str = "case.yaml",
    *,
    files_root: str | Sequence[str] = (),
    allow_files_outside: bool = False,
) -> Case:
    """Load a case from text.

    Args:
        text: The YAML text.
        file: The name to give in problems; sources' files are looked for beside it.
        files_root: As for :func:`load`.
        allow_files_outside: As for :func:`load`.

    Raises:
        CaseError: With every problem and its place, if the case cannot be used.
    """
    need(text, "str", "load_text: text", "the text of a case file")
    roots = [files_root] if isinstance(files_root, str) else list(files_root)
    with reaching(roots, anywhere=allow_files_outside):
        case = load_form(text, file)
    _require_packages(case)
    return case


@budgeted
def check(case: Case, day: Day = None, warnings: Sequence[Diagnostic] = ()) -> Check:
    """Check a case beyond its form.

    Args:
        case: The case.
        day: The day whose statements are checked; default as in
            :func:`~lastyard.case.said.day_of`.
        warnings: Warnings already found when the case was loaded.
    """
    statements = in_force(case, day)
    bound = commitments(case, statements)
    contradictions = []
    budget = current()
    for party in case.deciders:
        own = [c for c in bound if c.statement.party == party.id]
        # Absolute ones first: if these alone contradict one another, that is the news.
        firm = [c for c in own if c.firmness == 1]
        found = budget.attempt(
            f"whether {party.name} contradicts itself",
            partial(_first_contradiction, case, firm, own),
            share=0.3,
        )
        # One statement that excludes every package is a refusal of all, not a contradiction.
        if found is not None and len(found) > 1:
            absolute = all(commitment.firmness == 1 for commitment in found)
            told = tuple(commitment.statement for commitment in found)
            contradictions.append(Contradiction(party, told, absolute))
    liked = contradictory_preferences(case, statements)
    broken: tuple[BrokenCommitment, ...] = budget.attempt(
        "which commitments are broken", lambda: broken_commitments(case, statements), (), 0.5
    )
    lone: tuple[Diagnostic, ...] = budget.attempt(
        "which refused packages leave worse ones open",
        lambda: (
            *_lone_refusals(case, statements, bound),
            *_lone_rejections(case, statements, bound),
        ),
        (),
        share=0.3,
    )
    impossible: tuple[Diagnostic, ...] = budget.attempt(
        "which demands no package satisfies", lambda: tuple(_impossible(case, bound)), (), share=0.3
    )
    read: _Read = budget.attempt(
        "what demands say of what their parties like",
        lambda: _read(case, statements, bound),
        _Read((), (), ()),
        share=0.8,
    )
    all_warnings = (
        *warnings,
        *impossible,
        *_partial_refusals(case, statements),
        *lone,
        *_alone_against(case, bound),
        *read.broad,
        *map(_warned, liked),
        *map(warning_of, broken),
    )
    return Check(
        case=case,
        day=day_of(case, day),
        contradictions=tuple(contradictions),
        preferences=liked,
        broken_commitments=broken,
        leanings=read.leanings,
        unread=read.unread,
        quotes=_found_quotes(case),
        warnings=all_warnings,
    )


class _Read(NamedTuple):
    """What demands say of what their parties like: which way they lean, of which nothing is read, and what is vague."""

    leanings: tuple[Leaning, ...]
    unread: tuple[Statement, ...]
    broad: tuple[Diagnostic, ...]


def _read(case: Case, statements: Sequence[Statement], bound: Sequence[Commitment]) -> _Read:
    deciding = {party.id for party in case.deciders}
    return _Read(
        leanings(case, statements),
        tuple(s for s in statements if s.party in deciding and unread(case, s)),
        tuple(_broad_ends(case, bound)),
    )


def _broad_ends(case: Case, bound: Sequence[Commitment]) -> Iterator[Diagnostic]:
    """Warn of firm demands whose last allowed option is as broad as "some" or "any"."""
    for each in bound:
        if each.firmness < FIRMNESS_WORDS["firm"]:
            continue
        for own in bounds_of(case, each.statement):
            issue = case.issue(own.issue)
            inside = [k for k in range(issue.size) if own.allowed >> k & 1]
            near = {j for k in inside for j in (k - 1, k + 1)} - set(inside)
            ends = [k for k in inside if not near.isdisjoint((k - 1, k + 1))]
            broad = next((issue.label(k) for k in ends if _is_broad(issue, k)), None)
            if broad is not None:
                yield Diagnostic(
                    "broad-option",
                    f"{each.statement.id!r} is firm, and what it allows on {issue.name} ends at "
                    f"{broad!r}, which may hold much or little",
                    each.statement.place,
                    "if the parties mean different things by it, write the options that they mean, "
                    "and say which of them each would take",
                    "warning",
                )
                break


def _is_broad(issue: Issue, option: int) -> bool:
    if isinstance(issue.scale, NumericRange) or not issue.has_order:
        return False
    return not _BROAD.isdisjoint(issue.label(option).lower().replace("-", " ").split())


def _alone_against(case: Case, bound: Sequence[Commitment]) -> list[Diagnostic]:
    """Warn of statements that never give way and stand alone against what all others leave."""
    final = [c for c in bound if c.firmness == 1 and not isinstance(c.statement.says, Values)]
    if not final or case.agreement is not None:
        return []
    found: list[Commitment] = current().attempt(
        "whether one statement alone stands against a deal",
        lambda: _closing(case, bound, final),
        [],
        share=0.3,
    )
    return [
        Diagnostic(
            "closed-by-one",
            f"{each.statement.id!r} alone stands against a deal: everything else that was said could "
            "be kept, and with firmness 1 it never gives way",
            each.statement.place,
            "1 is for what is certain; for firm words write `absolute` (0.97) or a number below 1",
            "warning",
        )
        for each in found
    ]


def _impossible(case: Case, bound: Sequence[Commitment]) -> Iterator[Diagnostic]:
    """Warn of demands and red lines that leave no package, by themselves or under the rules."""
    rules = rules_of(case)
    if repaired(sizes_of(case), [rules, *(c.condition for c in bound)]) is not None:
        return
    for each in bound:
        says = each.statement.says
        if not isinstance(says, Requires | Rejects) or _possible(case, [rules, each.condition]):
            continue
        alone = not _possible(case, [each.condition])
        if not alone and _is_put_to_the_vote(case):
            continue
        left = "no package" if alone else "no package that the rules allow"
        is_demand = isinstance(says, Requires)
        told = f"{left} satisfies this demand" if is_demand else f"this red line leaves {left}"
        yield Diagnostic(
            "impossible-demand",
            f"{told}: {says.condition.text}",
            each.statement.place,
            "correct it, or give the issue the options that were meant"
            if alone
            else "correct it, or the rules: they are what no package may break, whoever proposes it",
            "warning",
        )


def _is_put_to_the_vote(case: Case) -> bool:
    """Return whether the rules leave one package alone, which each party may refuse outright."""
    sizes, rules = sizes_of(case), rules_of(case)
    package = repaired(sizes, [rules])
    if package is None:
        return False
    return not _possible(case, [rules, Not(having(package.items()))])


def _possible(case: Case, conditions: Sequence[Condition]) -> bool:
    """Return whether some package satisfies all of some conditions."""
    sizes = sizes_of(case)
    if repaired(sizes, conditions) is not None:
        return True
    from lastyard.space import Space  # noqa: PLC0415  (most cases do without the exact search)

    together = All(tuple(conditions))
    quick = current().quietly(lambda: Space(sizes, together, budget=_STEPS).exists(), 0.2)
    if quick is not None:
        return quick
    from lastyard.blocking.feasible import feasible  # noqa: PLC0415  (seldom needed)

    return feasible(sizes, conditions)


def _closing(
    case: Case, bound: Sequence[Commitment], final: Sequence[Commitment]
) -> list[Commitment]:
    """Return those of some commitments without which all others could be kept."""
    rules = rules_of(case)
    if repaired(sizes_of(case), [rules, *(c.condition for c in bound)]) is not None:
        return []

    def possible(kept: Sequence[Commitment]) -> bool:
        return _possible(case, [rules, *(c.condition for c in kept)])

    if possible(bound):
        return []
    return [each for each in final if possible([other for other in bound if other is not each])]


def _found_quotes(case: Case) -> tuple[FoundQuote, ...]:
    return tuple(
        FoundQuote(
            statement,
            None if statement.source is None else case.source(statement.source).file,
            quote.line,
            quote.start,
            quote.has_moved,
        )
        for statement in case.statements
        if (quote := statement.quote) and quote.start is not None and quote.line is not None
    )


def _warned(found: ContradictoryPreferences) -> Diagnostic:
    ids = ", ".join(repr(s.id) for s in found.statements)
    return Diagnostic(
        "preference-contradiction",
        f"no value function fits what {found.party.name} says it likes in {ids} together",
        found.statements[-1].place,
        "if one has replaced the other, say so by `replaces`; if one is in doubt, give it a "
        "`confidence` below 1",
        "warning",
    )


def _first_contradiction(
    case: Case, firm: Sequence[Commitment], own: Sequence[Commitment]
) -> tuple[Commitment, ...] | None:
    return _contradictory(case, firm) or _contradictory(case, own)


def _contradictory(case: Case, own: Sequence[Commitment]) -> tuple[Commitment, ...] | None:
    """Return a minimal set of commitments that leave no package, or None."""
    if len(own) < 2:
        return None
    conditions = [c.condition for c in own]
    if repaired(sizes_of(case), [rules_of(case), *conditions]) is not None:
        return None
    from lastyard.space import Space  # noqa: PLC0415  (most cases do without the exact search)

    space = Space(sizes_of(case), rules_of(case), also=conditions)
    budget = current()

    def possible(kept: Sequence[Commitment]) -> bool:
        chosen = [c.condition for c in kept]
        quick = budget.quietly(space.where(*chosen).exists, 0.2)
        if quick is not None:
            return quick
        from lastyard.blocking.feasible import feasible  # noqa: PLC0415  (seldom needed)

        return feasible(sizes_of(case), [rules_of(case), *chosen])

    return _minimal(own, possible)


# Steps of the exact search after which a solver is asked.
_STEPS = 20_000

_Thing = TypeVar("_Thing")


def _minimal(
    things: Sequence[_Thing], possible: Callable[[Sequence[_Thing]], bool]
) -> tuple[_Thing, ...] | None:
    """Return a minimal impossible subset by deletion, or None when all are possible.

    Bakker, Dikker, Tempelman and Wognum (1993), "Diagnosing and solving over-determined
    constraint satisfaction problems", IJCAI: drop each element in turn if the rest stays
    impossible without it. Where the budget runs out the subset is impossible, but not minimal.
    """
    if possible(things):
        return None
    kept = list(things)

    def shrink() -> None:
        nonlocal kept
        for done, thing in enumerate(things):
            budget.progress(done, len(things))
            without = [other for other in kept if other is not thing]
            if not possible(without):
                kept = without

    budget = current()
    budget.attempt("which of what contradicts itself are needed for that (named are more)", shrink)
    return tuple(kept)


def _require_packages(case: Case) -> None:
    """Raise CaseError when the rules leave no package, naming a minimal set of rules."""
    if repaired(sizes_of(case), [rules_of(case)]) is not None:
        return
    from lastyard.blocking.feasible import feasible  # noqa: PLC0415

    def possible(rules: Sequence[Rule]) -> bool:
        return feasible(sizes_of(case), [rules_of(replace(case, rules=tuple(rules)))])

    # Undecided, the case is used as it is: what needs a package will not find one.
    budget = current()
    found = budget.attempt(
        "whether the rules leave a package", lambda: _minimal(case.rules, possible), share=0.45
    )
    if found is None:
        return
    named, more = found, ""
    if budget.stopped and len(found) > _MOST_NAMED:
        named, more = found[:_MOST_NAMED], f" and {len(found) - _MOST_NAMED} more"
    names = ", ".join(rule.id for rule in named) + more
    what = "this rule" if len(found) == 1 else "these rules together"
    raise CaseError(
        [
            Diagnostic(
                "no-package",
                f"no package satisfies {what}: {names}"
                + (" (not all of them may be needed)" if budget.stopped else ""),
                found[0].place,
                "a rule is what no package may break; a party's demand is a statement",
            )
        ]
    )


def _partial_refusals(case: Case, statements: Sequence[Statement]) -> list[Diagnostic]:
    return [
        Diagnostic(
            "partial-refusal",
            f"{statement.id!r} refuses a package that leaves issues open: it is read as refused "
            "at least with the party's own worst there, so it rules out nothing by itself",
            statement.place,
            "if the party refuses every such package, write it as `rejects`",
            "warning",
        )
        for statement in statements
        if isinstance(statement.says, Refuses) and len(statement.says.package) < len(case.issues)
    ]


def _lone_refusals(
    case: Case, statements: Sequence[Statement], bound: Sequence[Commitment]
) -> Iterator[Diagnostic]:
    """Warn of refused packages that others are no better than: those that stay open."""
    for statement in statements:
        says = statement.says
        if not isinstance(says, Refuses) or len(says.package) < len(case.issues):
            continue
        worse = no_better(case, statements, statement)
        told = " and ".join(filter(None, (_term(case.issue(id), m) for id, m in worse.items())))
        if not told or prod(mask.bit_count() for mask in worse.values()) == 1:
            continue
        own = [c.condition for c in bound if c.statement.party == statement.party]
        from lastyard.space import Space  # noqa: PLC0415  (few cases have such a refusal)

        within = [OneOf(id, mask) for id, mask in worse.items()]
        number = Space(sizes_of(case), All((rules_of(case), *own, *within))).count()
        if number:
            others = "another one stays" if number == 1 else f"{number} others stay"
            yield Diagnostic(
                "lone-refusal",
                f"{statement.id!r} refuses one package; {others} open that for certain "
                f"{'is' if number == 1 else 'are'} no better for the party",
                statement.place,
                f'if it was turned down as not enough, write `rejects: "{told}"`',
                "warning",
            )


def _lone_rejections(
    case: Case, statements: Sequence[Statement], bound: Sequence[Commitment]
) -> Iterator[Diagnostic]:
    """Warn of a step that a party rejects alone, though it asks for more, or for less, than that step."""
    for commitment in bound:
        statement, condition = commitment.statement, commitment.condition
        match condition:
            case Not(OneOf(id, options)) if options.bit_count() == 1:
                issue, step = case.issue(id), options.bit_length() - 1
            case _:
                continue
        asked = [
            option
            for other in statements
            if other.party == statement.party and other.id != statement.id
            for option in _asked(case, other, id)
        ]
        if not issue.has_order or not asked:
            continue
        below, above = step > 0 and min(asked) > step, step < issue.size - 1 and max(asked) < step
        if below or above:
            sign = "<=" if below else ">="
            yield Diagnostic(
                "lone-rejection",
                f"{statement.id!r} rejects {issue.label(step)} alone; "
                f"{'less' if below else 'more'} than that stays open, though "
                f"{case.party(statement.party).name} asks for {'more' if below else 'less'}",
                statement.place,
                f"if it was turned down as not {'enough' if below else 'low enough'}, write "
                f'`rejects: "{id} {sign} {issue.in_condition(issue.label(step))}"`',
                "warning",
            )


def _asked(case: Case, statement: Statement, issue: str) -> Iterator[int]:
    """Yield the options at which what a statement asks for on an issue, or demands of it, begins and ends."""
    option = asked_for(statement, issue)
    if option is not None:
        yield option
    for bound in bounds_of(case, statement) if isinstance(statement.says, Requires) else ():
        if bound.issue == issue and bound.allowed:
            yield (bound.allowed & -bound.allowed).bit_length() - 1
            yield bound.allowed.bit_length() - 1


def _term(issue: Issue, options: int) -> str:
    """Return the condition that an issue has one of the options at an end of it; empty for all."""
    if options == issue.everything:
        return ""
    first, last = (options & -options).bit_length() - 1, options.bit_length() - 1
    sign, option = ("==", first) if first == last else ("<=", last) if first == 0 else (">=", first)
    return f"{issue.id} {sign} {issue.in_condition(issue.label(option))}"
