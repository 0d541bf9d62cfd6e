"""Parties whose statements of what they like contradict each other.

Taken at their word, the preference statements of a party leave a set of value functions
(docs/model.md, section 3). Where that set is empty, a minimal contradictory subset is found, and
the ways to repair it. Most parties cannot contradict themselves so, which is seen from their
statements alone, without numpy or a solver: :func:`may_contradict`.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: A party of two minds
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements:
    ...   - {id: like, party: union, on: 2024-01-05, prefers: {wage: raised}, to: {wage: frozen}}
    ...   - {id: turn, party: union, on: 2024-01-06, prefers: {wage: frozen}, to: {wage: raised}}
    ... ''')
    >>> (found,) = contradictory_preferences(case, case.statements)
    >>> [s.id for s in found.statements], [[s.id for s in repair] for repair in found.repairs]
    (['like', 'turn'], [['like'], ['turn']])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import combinations

from lastyard.budget import current
from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    Offers,
    Party,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Statement,
    Values,
    Verb,
    Wants,
)
from lastyard.case.readings import Bound, bounds_of
from lastyard.records import record

__all__ = ["ContradictoryPreferences", "contradictory_preferences", "may_contradict"]

_PREFERENCES = (Offers, Accepts, Refuses, Position, Wants, Prefers, Ranks, Values)


@record(frozen=True, slots=True)
class ContradictoryPreferences:
    """Preference statements of one party that no value function fits together.

    Attributes:
        party: The party.
        statements: A minimal contradictory set: without any one of them the others fit.
        repairs: Minimal sets of statements without which all others of the party fit.
    """

    party: Party
    statements: tuple[Statement, ...]
    repairs: tuple[tuple[Statement, ...], ...]


def contradictory_preferences(
    case: Case, statements: Sequence[Statement]
) -> tuple[ContradictoryPreferences, ...]:
    """Find the parties whose preference statements contradict each other.

    Args:
        case: The case.
        statements: The statements in force.
    """
    found = []
    for party in case.deciders:
        own = [s for s in statements if s.party == party.id and isinstance(s.says, _PREFERENCES)]
        bounds: dict[str, tuple[Bound, ...]] = {}
        # Of a party that gave points nothing is read from its demands.
        if not any(isinstance(s.says, Values) for s in own):
            demands = [s for s in statements if s.party == party.id and bounds_of(case, s)]
            bounds = {s.id: bounds_of(case, s) for s in demands}
            liking = {s.id for s in own}
            own = [s for s in statements if s.id in liking or s.id in bounds]
        if may_contradict(own) or _may_exclude(case, own, bounds):
            contradiction = current().attempt(
                f"whether what {party.name} likes fits together",
                partial(_solved, case, party, own),
                share=0.3,
            )
            # Demands that exclude one another are told as a contradiction of commitments.
            if contradiction is not None and any(
                isinstance(s.says, _PREFERENCES) for s in contradiction.statements
            ):
                found.append(contradiction)
    return tuple(found)


def may_contradict(own: Sequence[Statement]) -> bool:
    """Return whether some preference statements of one party could contradict each other.

    False is certain. Without refusals everything offered or accepted fits a reservation
    value of 0; without offers every refusal fits one of 1, unless values are bound to be
    high; and one preference fits any order of stakes.

    Args:
        own: Preference statements of one party.
    """
    if any(isinstance(s.says, Values) and s.says.together for s in own):
        return False  # such points are no additive value function: nothing is compared with them
    kinds = [type(s.says) for s in own]
    if Values in kinds:
        return len(own) > 1
    if Refuses in kinds and (Offers in kinds or Accepts in kinds):
        return True
    ranked = [set(s.says.issues) for s in own if isinstance(s.says, Ranks)]
    if any(len(one & other) > 1 for one, other in combinations(ranked, 2)):
        return True
    # Per issue, what was said before: few different things, however many statements.
    before: dict[str, set[tuple[type[Verb], object]]] = {}
    for statement in own:
        says = statement.says
        for issue in _shaped(says):
            others = before.setdefault(issue, set())
            this = type(says), _told(says, issue)
            if any(_may_clash(this, other) for other in others):
                return True
            others.add(this)
    return False


def _may_exclude(
    case: Case, own: Sequence[Statement], bounds: Mapping[str, Sequence[Bound]]
) -> bool:
    """Return whether what demands say of likes could exclude other statements, or one another.

    False is certain: on each issue, worth 1 within all bounds and 0 outside fits the demands, and
    positions and directions that lie so.
    """
    issues = {issue.id: issue for issue in case.issues}
    kept: dict[str, int] = {}
    for each in bounds.values():
        for bound in each:
            before = kept.get(bound.issue, issues[bound.issue].everything)
            kept[bound.issue] = before & bound.allowed
    told = [s.says for s in own if isinstance(s.says, _PREFERENCES)]
    return any(
        not mask or any(_may_miss(issues[id], mask, says) for says in told)
        for id, mask in kept.items()
    )


def _may_miss(issue: Issue, mask: int, says: Verb) -> bool:
    """Return whether worth 1 on some options of an issue and 0 elsewhere may not fit a statement."""
    size = issue.size
    whole = not (mask // (mask & -mask)) & (mask // (mask & -mask)) + 1
    match says:
        case Position(package):
            option = dict(package).get(issue.id)
            if option is None:
                return False
            ends = option in (0, size - 1) and (issue.has_order or size == 2)
            far = size - 1 - option
            return bool(
                not mask >> option & 1
                or (issue.has_order and not whole)
                or (ends and mask >> far & 1)
            )
        case Wants(directions):
            way = dict(directions).get(issue.id)
            top = size - 1 if way == "more" else 0
            end = size - 1 - top
            return way is not None and not (whole and mask >> top & 1 and not mask >> end & 1)
        case Prefers() | Refuses():
            return issue.id in _shaped(says)
        case _:
            return False


def _told(says: Verb, issue: str) -> object:
    """Return what a position or a direction says on an issue; None of any other statement."""
    match says:
        case Position(package):
            return dict(package)[issue]
        case Wants(directions):
            return dict(directions)[issue]
        case _:
            return None


def _may_clash(one: tuple[type[Verb], object], other: tuple[type[Verb], object]) -> bool:
    """Return whether what two statements say on one issue may clash: their kinds, and what each told."""
    if one[0] is other[0] and one[0] in (Refuses, Position, Wants):
        return one[1] != other[1]
    return True


def _shaped(says: Verb) -> set[str]:
    """Return the issues on which a statement bears on the worth of single options."""
    match says:
        case Refuses(package) | Position(package):
            return {issue for issue, _ in package}
        case Wants(directions):
            return {issue for issue, _ in directions}
        case Prefers(better, worse):
            less = dict(worse)
            return {issue for issue, option in better if less.get(issue) != option}
        case _:
            return set()


def _solved(case: Case, party: Party, own: Sequence[Statement]) -> ContradictoryPreferences | None:
    # Only here are numbers needed: most cases are checked without loading numpy.
    from lastyard.answers.packages.parties import sayings_of, scales_of  # noqa: PLC0415
    from lastyard.values import ValuesError, find_contradiction, translate  # noqa: PLC0415

    try:
        found = find_contradiction(translate(scales_of(case, own), sayings_of(case, own)))
    except ValuesError:
        return None  # statements that cannot be used are told by the analyses that use them
    if found is None:
        return None
    by_id = {s.id: s for s in own}
    return ContradictoryPreferences(
        party,
        tuple(by_id[id] for id in found.statements),
        tuple(tuple(by_id[id] for id in repair) for repair in found.repairs),
    )
