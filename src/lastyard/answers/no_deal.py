"""What no deal is worth: where moves come to rest, on the issues of the case.

The `outcomes` of a case's moves say what a state without a deal means on its issues. A
state can then be held against packages: by linear programs over all values that fit a
party's sure statements (docs/model.md, section 3), and by the draws of what is likely (section
4). What states leave open is read against the package where something is to be certain,
and for it where it is to be possible.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Water
    ... parties: {north: {name: North}, south: {name: South}}
    ... issues:
    ...   water: {options: [held, shared, released]}
    ...   raids: {options: [none, some]}
    ... statements:
    ...   - {id: calm, party: north, on: 2024-01-05, position: {raids: none}}
    ...   - {id: thirst, party: south, on: 2024-01-05, position: {water: released}}
    ...   - {id: peace, party: south, on: 2024-01-05, prefers: {raids: none}, to: {raids: some}}
    ... moves:
    ...   options: {hold: {owner: north}, raid: {owner: south}}
    ...   preferences:
    ...     north: {ranking: [YN, YY, NN, NY]}
    ...     south: {ranking: [NN, NY, YY, YN]}
    ...   outcomes:
    ...     hold: {water: held}
    ...     not hold: {water: released}
    ...     raid: {raids: some}
    ...     not raid: {raids: none}
    ... ''')
    >>> found = ly.moves(case).no_deal
    >>> [(each.state, dict(each.outcome)) for each in found.states]
    [('YY', {'water': 'held', 'raids': 'some'})]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.moves import NoDeal, NoDealState
from lastyard.case.model import Case, Package, Statement
from lastyard.case.moves_graph import MovesGraph
from lastyard.case.said import in_force
from lastyard.conflict import Concept, Preference, from_pairs
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import Amount, Chance, Inline
from lastyard.values import Constraint, Layout, ValueProblem, share_error
from lastyard.values.certainty import ContradictionError, Status, judge_goals
from lastyard.values.region import program

if TYPE_CHECKING:
    from lastyard.answers.packages.parties import PartyValues

__all__ = [
    "Against",
    "Alternative",
    "hold_against",
    "no_deal",
    "outcomes_of",
    "with_stated_preferences",
]

_MOST_OUTCOMES = 150

# A point that the solver finds may miss a row by so much.
_MISS = 1e-7

Outcome = Mapping[str, int]
"""Options of the issues that a state settles; the others are open."""


@record(frozen=True, slots=True)
class Against:
    """How a package stands for a party against every stable state without a deal.

    Attributes:
        status: Whether it is worth at least as much as each of them under all, some or no
            values that fit the party's sure statements.
        least: Probability of it if open issues turn out as the party likes; None when it
            cannot be told.
        most: The same if they turn out as it does not like.
        error: The larger Monte-Carlo error of the two; None when it cannot be told.
    """

    status: Status
    least: Chance | None
    most: Chance | None
    error: Amount | None


@record(frozen=True, slots=True)
class Alternative:
    """Packages held against what no deal is worth.

    Attributes:
        no_deal: The stable states.
        packages: Per package, in the order given, and party, how it stands.
    """

    no_deal: Inline[NoDeal]
    packages: tuple[Mapping[str, Against], ...]


def outcomes_of(case: Case, found: MovesGraph) -> tuple[Outcome, ...]:
    """Return what each state means: what the case says of it, else its status quo."""
    now = dict(case.status_quo or ())
    return tuple({**now, **dict(package)} for package in found.outcomes)


def with_stated_preferences(case: Case, day: date | None, found: MovesGraph) -> list[Preference]:
    """Return the preferences, those `from: statements` worked out.

    A state is preferred to another if it is worth at least as much under every value
    function that fits the party's sure statements, and the other is not (the strict part of
    the necessary relation of Greco, Mousseau & Slowinski 2008). What is only possible is
    unknown.

    Raises:
        RequestError: The states have too many different outcomes.
    """
    assert case.moves is not None  # noqa: S101  (found was made of them)
    preferences = list(found.conflict.preferences)
    users = {each.party for each in case.moves.preferences if each.from_statements}
    if not users:
        return preferences
    outcomes = [tuple(sorted(each.items())) for each in outcomes_of(case, found)]
    distinct = sorted(set(outcomes))
    if len(distinct) > _MOST_OUTCOMES:
        raise RequestError(
            f"the states have {len(distinct):,} different outcomes; preferences from statements "
            f"are for at most {_MOST_OUTCOMES}"
        )
    place = {outcome: k for k, outcome in enumerate(distinct)}
    group = [place[outcome] for outcome in outcomes]
    for k, party in enumerate(found.conflict.decision_makers):
        if party in users:
            weak = _at_least(_sure(case, party, in_force(case, day)), case, distinct)
            preferences[k] = _preference(weak, group, list(found.conflict.states))
    return preferences


def no_deal(
    case: Case,
    day: date | None,
    found: MovesGraph,
    stable: Mapping[int, tuple[tuple[Concept, ...], bool]],
    reachable: frozenset[int] | None,
) -> NoDeal | None:
    """Return what the stable states mean, and what they are worth to each party.

    Args:
        case: The case.
        day: The day to look at.
        found: Its moves.
        stable: Per stable state its kinds of stability, and whether that is certain.
        reachable: The states that can still be reached; None when that is not known.

    Returns:
        None when the case does not say what states mean on the issues.
    """
    if not found.outcomes:
        return None
    outcomes, said = outcomes_of(case, found), in_force(case, day)
    kept = [s for s in sorted(stable) if reachable is None or s in reachable]
    worth = {p.id: _worth(_sure(case, p.id, said), case, outcomes, kept) for p in case.deciders}
    states = tuple(
        NoDealState(
            state=found.conflict.states[state],
            outcome=case.terms(outcomes[state]),
            open_issues=tuple(i.id for i in case.issues if i.id not in outcomes[state]),
            stable=stable[state][0],
            certain=stable[state][1],
            worth={id: None if values is None else values[place] for id, values in worth.items()},
        )
        for place, state in enumerate(kept)
    )
    gone = tuple(found.conflict.states[s] for s in sorted(stable) if s not in kept)
    deciders = {party.id for party in case.deciders}
    return NoDeal(case, states, gone, tuple(s for s in said if s.party in deciders))


def hold_against(
    found: NoDeal, everyone: Sequence[PartyValues], packages: NDArray[np.integer]
) -> Alternative:
    """Hold packages against every stable state.

    Packages are option indices, of shape (packages, issues).
    """
    outcomes = [tuple(state.outcome.positions.items()) for state in found.states]
    held: list[dict[str, Against]] = [{} for _ in packages]
    for wants in everyone:
        statuses = _statuses(wants.sure, found.case, packages, outcomes)
        likely = _likely(wants, found.case, packages, outcomes)
        for k, status in enumerate(statuses):
            least, most, error = likely[k] if likely else (None, None, None)
            if status != "possible":
                least, most, error = (*[1.0 if status == "certain" else 0.0] * 2, 0.0)
            held[k][wants.party.id] = Against(status, least, most, error)
    return Alternative(found, tuple(held))


def _sure(case: Case, party: str, said: Sequence[Statement]) -> ValueProblem | None:
    """Return what the party's sure statements leave possible; None if they contradict."""
    from lastyard.answers.packages.parties import sayings_of, scales_of  # noqa: PLC0415
    from lastyard.values import find_contradiction, translate  # noqa: PLC0415

    own = [s for s in said if s.party == party]
    sayings = [each for each in sayings_of(case, own) if each.confidence >= 1.0]
    problem = translate(scales_of(case, own), sayings)
    return None if find_contradiction(problem) is not None else problem


def _rows(layout: Layout, case: Case, outcome: Package) -> tuple[NDArray[np.float64], ...]:
    """Return the rows of an outcome's least and greatest worth, open issues taken so."""
    place = {issue.id: k for k, issue in enumerate(case.issues)}
    pairs = tuple((place[id], option) for id, option in outcome)
    least = layout.worth(pairs)
    return least, least + layout.best_of_others(pairs)


def _at_least(
    problem: ValueProblem | None, case: Case, outcomes: Sequence[Package]
) -> NDArray[np.bool_]:
    """Return which outcomes are certainly worth at least as much as which."""
    count = len(outcomes)
    if problem is None:
        return np.diag([len(each) == len(case.issues) for each in outcomes])
    rows = [_rows(problem.layout, case, each) for each in outcomes]
    goals = np.array([low - high for low, _ in rows for _, high in rows])
    codes = judge_goals(problem, goals).codes.reshape(count, count)
    return np.asarray(codes == 1)


def _preference(weak: NDArray[np.bool_], group: Sequence[int], names: Sequence[str]) -> Preference:
    states = range(len(group))
    pairs = [(a, b) for a in states for b in states if weak[group[a], group[b]] and a != b]
    both = {(a, b) for a, b in pairs if weak[group[b], group[a]]}
    return from_pairs([pair for pair in pairs if pair not in both], names, ties=sorted(both))


def _worth(
    problem: ValueProblem | None, case: Case, outcomes: Sequence[Outcome], states: Sequence[int]
) -> list[tuple[float, float]] | None:
    if problem is None:
        return None
    solver = program(list(problem.constraints), problem.layout.size)
    found = []
    for state in states:
        least, most = _rows(problem.layout, case, tuple(outcomes[state].items()))
        low, high = solver.minimise(least), solver.minimise(-most)
        if low is None or high is None:
            return None
        found.append((max(0.0, low.value), min(1.0, -high.value)))
    return found


def _statuses(
    problem: ValueProblem | None,
    case: Case,
    packages: NDArray[np.integer],
    outcomes: Sequence[Package],
) -> list[Status]:
    if problem is None or not outcomes:
        return ["possible"] * len(packages)
    worth = problem.layout.rows(packages)
    rows = [_rows(problem.layout, case, outcome) for outcome in outcomes]
    shape = (len(packages), len(outcomes))
    hard = np.array([row - high for row in worth for _, high in rows])
    easy = np.array([row - low for row in worth for low, _ in rows])
    try:
        always = (judge_goals(problem, hard).codes == 1).reshape(shape).all(axis=1)
        never = (judge_goals(problem, easy).codes == 2).reshape(shape).any(axis=1)
    except ContradictionError:
        return ["possible"] * len(packages)
    found: list[Status] = []
    for k, goals in enumerate(easy.reshape(*shape, -1)):
        if always[k]:
            found.append("certain")
        elif never[k] or not _together(problem, goals):
            found.append("impossible")
        else:
            found.append("possible")
    return found


def _together(problem: ValueProblem, goals: NDArray[np.float64]) -> bool:
    """Return whether one value function satisfies all goals, up to rounding."""
    more = [Constraint(goal, -_MISS, source="no deal") for goal in goals]
    solver = program([*problem.constraints, *more], problem.layout.size)
    return solver.minimise(np.zeros(problem.layout.size)) is not None


def _likely(
    wants: PartyValues, case: Case, packages: NDArray[np.integer], outcomes: Sequence[Package]
) -> list[tuple[float, float, float]] | None:
    if wants.posterior is None or not outcomes:
        return None
    posterior = wants.posterior
    layout, draws = posterior.layout, posterior.draws
    rows = [_rows(layout, case, outcome) for outcome in outcomes]
    values = posterior.worth(packages)
    found = []
    bounds = [np.max(np.einsum("ij,kj->ik", draws, np.array(side), optimize=False), axis=1)
              for side in zip(*rows, strict=True)]  # fmt: skip
    size = np.array([max(posterior.effective, 1.0)])
    for column in values.T:
        shares = [float((column >= bound - _MISS).mean()) for bound in bounds]
        errors = [
            0.0 if posterior.known else float(share_error(np.array([share]), size)[0][0])
            for share in shares
        ]
        easy, hard = shares
        found.append((hard, easy, max(errors)))
    return found
