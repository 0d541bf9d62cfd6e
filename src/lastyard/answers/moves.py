"""What each party can do alone, and in which states things could come to rest.

Example, a quarrel over water (Syria and Iraq, 1975):
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Water
    ... parties: {syria: {name: Syria}, iraq: {name: Iraq}}
    ... issues: {flow: {options: [held back, released]}}
    ... moves:
    ...   options: {release: {owner: syria}, escalate: {owner: syria}, attack: {owner: iraq}}
    ...   infeasible: [release and escalate]
    ...   preferences:
    ...     syria: {ranking: [NNN, NYN, NYY, YNN, NNY, YNY]}
    ...     iraq: {ranking: [YNN, NNY, NYY, NNN, YNY, NYN]}
    ... ''')
    >>> found = moves(case)
    >>> [found.conflict.states[s] for s in found.equilibria["nash"]]
    ['NYY']
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import combinations
from pathlib import Path
from typing import Annotated

from lastyard.budget import budgeted, current
from lastyard.case.model import Case, Statement
from lastyard.case.moves_graph import MovesGraph, graph_of
from lastyard.case.said import Day, as_date, day_of
from lastyard.conflict import (
    CONCEPTS,
    EXTENSIONS,
    READINGS,
    Concept,
    Conflict,
    ConflictError,
    Explanation,
    OptionGraph,
    Preference,
    Reading,
    Rise,
    StabilisingRankings,
    StatusQuo,
    Step,
    Temptation,
    coalitional_stability,
    explain,
    joint_temptations,
    least_rise,
    rankings_that_stabilise,
    read_gmcr,
    stability,
    status_quo,
    uncertain_stability,
)
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import Amount, AsOf, Chance, Count, Head, Key, Options, Result, Unpublished

__all__ = [
    "Account",
    "AgainstCoalitions",
    "BrokenEquilibrium",
    "FromNow",
    "JointMoves",
    "Lacks",
    "Moves",
    "NamedAccount",
    "NamedBroken",
    "NamedNeed",
    "NamedRankings",
    "NamedStep",
    "NamedTemptation",
    "Need",
    "NoDeal",
    "NoDealState",
    "StableStates",
    "WantedState",
    "joint_moves",
    "moves",
    "wanted_state",
]

_MOST_STATES_EXPLAINED = 5_000

_MOST_ACCOUNTS = 30


@record(frozen=True, slots=True)
class Account:
    """Why a state is an equilibrium.

    Attributes:
        state: Index of the state.
        concept: The most demanding concept under which it is one: nash, else seq, else
            smr, else gmr.
        explanations: One a decision maker: its temptations, and what deters each.
    """

    state: int
    concept: Concept
    explanations: tuple[Explanation, ...]


@record(frozen=True, slots=True)
class NoDealState:
    """A state in which things could come to rest without a deal.

    Attributes:
        state: Its name or pattern.
        outcome: What it means on the issues.
        open_issues: The issues of which nothing is known there.
        stable: The kinds of stability it has.
        certain: Whether it has them however unknown preferences are taken.
        worth: Per party, the least and the greatest value it can have, from 0 (the worst
            that can be) to 1 (the best); None where its statements contradict one another.
    """

    state: str
    outcome: Options
    open_issues: tuple[str, ...]
    stable: tuple[Concept, ...]
    certain: bool
    worth: Mapping[str, tuple[Chance, Chance] | None]


@record(frozen=True, slots=True)
class NoDeal:
    """What the parties are left with if they do not agree.

    Attributes:
        case: The case.
        states: The stable states that can still be reached, in the order of the states.
        out_of_reach: Names of stable states that cannot be reached from the one that holds now.
        statements: The statements that values rest on.
    """

    case: Case
    states: tuple[NoDealState, ...]
    out_of_reach: tuple[str, ...]
    statements: Unpublished[tuple[Statement, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Moves(Result):
    """The stable states of a conflict.

    Attributes:
        title: What the case or file is called.
        case: The case; None for a ``.gmcr`` file.
        day: The day; None for a file, or when nothing was said.
        conflict: Decision makers, states, moves and preferences.
        graph: Which options each state takes.
        names: Names of decision makers for people, and of options.
        reading: Which responses of the others count as sanctions.
        equilibria: Per concept, the states at which nobody would leave; where preferences
            are partly unknown, those for which this holds whatever they are taken to be.
        possible: Per concept, the states for which it holds under some of the four ways
            of taking unknown preferences; the same as ``equilibria`` when all are known.
        unknown: Decision makers some of whose comparisons are unknown.
        accounts: Why each equilibrium is stable, as far as they were worked out.
        status_quo: What can become of the state that holds now, if it was given (and there
            are at most 5,000 states).
        no_deal: What the stable states mean on the issues and are worth to each party,
            where the case says what states mean.
        joint: What is stable against coalitions, when it was asked for.
        wanted: What a state lacks to be stable, when it was asked for.
        seed: Of rankings drawn for that.
        notes: What a ``.gmcr`` file says that was left out.
    """

    title: str
    case: Case | None
    day: date | None
    conflict: Conflict
    graph: OptionGraph
    names: Mapping[str, str]
    reading: Reading
    equilibria: Mapping[Concept, tuple[int, ...]]
    possible: Mapping[Concept, tuple[int, ...]]
    unknown: tuple[str, ...]
    accounts: tuple[Account, ...]
    status_quo: StatusQuo | None
    no_deal: NoDeal | None = None
    joint: JointMoves | None = None
    wanted: WantedState | None = None
    seed: int = 0
    notes: tuple[str, ...] = ()

    def published(self) -> StableStates:
        """Return the answer in the names of states and decision makers."""
        return _published(self)

    @property
    def any_equilibria(self) -> tuple[int, ...]:
        """The states that are an equilibrium under some concept."""
        return tuple(sorted({s for states in self.equilibria.values() for s in states}))


@budgeted
def moves(
    of: Case | str | Path,
    day: Day = None,
    *,
    reading: Reading = "legal sequences",
    coalitions: bool = False,
    stable: str | None = None,
    seed: int = 0,
) -> Moves:
    """Find the stable states of a conflict, and why they are stable.

    Args:
        of: A case with ``moves``, or the path of a ``.gmcr`` file.
        day: The day to look at; default: the case's.
        reading: Which responses of the others count as sanctions.
        coalitions: Find out, too, what is stable against parties that move together.
        stable: A state, by name, pattern or statement: find out what would have to change
            for it to become stable.
        seed: Of rankings drawn for that, where there are too many to try all.

    Raises:
        RequestError: If the case has no moves, or the file, the reading or the state is not
            right, or there are too many states for what was asked.
    """
    day = as_date(day)
    if reading not in READINGS:
        raise RequestError(f"no reading is called {reading!r}; there are {', '.join(READINGS)}")
    try:
        found = _of_case(of, day, reading) if isinstance(of, Case) else _of_file(Path(of), reading)
        return _further(found, coalitions, stable, seed)
    except ConflictError as problem:
        raise RequestError(str(problem)) from problem


def _further(found: Moves, coalitions: bool, stable: str | None, seed: int) -> Moves:
    """Add the answers that are given when they are asked for."""
    budget = current()
    if coalitions:
        strongest = _strongest(found.equilibria)
        joint = budget.attempt(
            "what holds against parties that join up",
            lambda: joint_moves(found.conflict, strongest, found.reading),
            share=0.8 if stable is None else 0.5,
        )
        found = replace(found, joint=joint)
    if stable is not None:
        state = _state_of(found, stable)
        wanted = budget.attempt(
            "what would make the state stable",
            lambda: wanted_state(found.conflict, state, found.reading, seed=seed),
        )
        found = replace(found, wanted=wanted, seed=seed)
    return found


def _state_of(found: Moves, text: str) -> int:
    if text in found.conflict.states and text not in found.graph.options:
        return found.conflict.state(text)
    states = [s for s, holds in enumerate(found.graph.truth(text).tolist()) if holds]
    if len(states) != 1:
        known = ", ".join(list(found.conflict.states)[:8])
        raise RequestError(
            f"{text!r} holds in {len(states)} states; name one ({known}"
            f"{', ...' if found.conflict.size > 8 else ''})"
        )
    return states[0]


def _of_case(case: Case, day: date | None, reading: Reading) -> Moves:
    if case.moves is None:
        raise RequestError(
            "the case has no `moves`; add what each party can do alone (docs/case-file.md, Moves)"
        )
    when = day_of(case, day)
    found = graph_of(case.moves)
    if not found.outcomes:
        return _analysed(found, reading, case.title, case, when)
    from lastyard.answers.no_deal import no_deal, with_stated_preferences  # noqa: PLC0415

    found = _preferring(found, with_stated_preferences(case, when, found))
    result = _analysed(found, reading, case.title, case, when)
    reachable = None if result.status_quo is None else frozenset(result.status_quo.by_moves)
    return replace(result, no_deal=no_deal(case, when, found, _stable(result), reachable))


def _preferring(found: MovesGraph, preferences: list[Preference]) -> MovesGraph:
    makers = found.conflict.decision_makers
    unknown = [m for m, each in zip(makers, preferences, strict=True) if each.unknown]
    conflict = replace(found.conflict, preferences=tuple(preferences))
    return replace(found, conflict=conflict, unknown=tuple(unknown))


def _stable(result: Moves) -> dict[int, tuple[tuple[Concept, ...], bool]]:
    """Return of each stable state how it is stable, and whether that is certain."""
    found = {}
    for state in sorted({s for states in result.possible.values() for s in states}):
        sure = tuple(c for c in CONCEPTS if state in result.equilibria[c])
        may = tuple(c for c in CONCEPTS if state in result.possible[c])
        found[state] = (sure or may, bool(sure))
    return found


def _of_file(path: Path, reading: Reading) -> Moves:
    file = read_gmcr(path)
    if file.without_preferences:
        names = ", ".join(file.without_preferences)
        raise RequestError(
            f"{path} says nothing of what {names} prefer; give preferences there, or write the "
            "moves in a case file, where unknown preferences are allowed"
        )
    found = MovesGraph(file.conflict, file.graph, None, ())
    return replace(_analysed(found, reading, path.stem), notes=file.notes)


def _analysed(
    found: MovesGraph,
    reading: Reading,
    title: str,
    case: Case | None = None,
    day: date | None = None,
) -> Moves:
    conflict, now = found.conflict, found.status_quo
    if found.unknown:
        uncertain = uncertain_stability(conflict, reading=reading)
        under = {
            c: [set(uncertain.equilibria(c, extension)) for extension in EXTENSIONS]
            for c in CONCEPTS
        }
        equilibria = {c: tuple(sorted(set.intersection(*sets))) for c, sets in under.items()}
        possible = {c: tuple(sorted(set.union(*sets))) for c, sets in under.items()}
    else:
        known = stability(conflict, reading=reading)
        equilibria = {c: known.equilibria(c) for c in CONCEPTS}
        possible = equilibria
    budget = current()
    accounts: list[Account] = []

    def tell() -> None:
        for account in _accounts(conflict, equilibria, reading):
            accounts.append(account)
            budget.progress(len(accounts), unit="states")

    budget.attempt("why each stable state is stable", tell, share=0.5)
    return Moves(
        title=title,
        case=case,
        day=day,
        conflict=conflict,
        graph=found.graph,
        names=_names(case),
        reading=reading,
        equilibria=equilibria,
        possible=possible,
        unknown=found.unknown,
        accounts=tuple(accounts),
        status_quo=None
        if now is None or conflict.size > _MOST_STATES_EXPLAINED
        else budget.attempt(
            "what can become of the status quo", lambda: status_quo(conflict, now), share=0.5
        ),
    )


def _names(case: Case | None) -> dict[str, str]:
    if case is None or case.moves is None:
        return {}
    parties = {party.id: party.name for party in case.parties}
    return parties | {option.id: option.name for option in case.moves.options}


def _accounts(
    conflict: Conflict, equilibria: Mapping[Concept, tuple[int, ...]], reading: Reading
) -> Iterable[Account]:
    if conflict.size > _MOST_STATES_EXPLAINED:
        return
    strongest = _strongest(equilibria)
    for state in list(strongest)[:_MOST_ACCOUNTS]:
        concept = strongest[state]
        makers = range(len(conflict.decision_makers))
        told = (explain(conflict, state, i, concept, reading=reading) for i in makers)
        yield Account(state, concept, tuple(told))


def _strongest(equilibria: Mapping[Concept, tuple[int, ...]]) -> dict[int, Concept]:
    """Return each equilibrium with the most demanding kind that it is of."""
    order: tuple[Concept, ...] = ("nash", "seq", "smr", "gmr")
    strongest: dict[int, Concept] = {}
    for concept in order:
        for state in equilibria[concept]:
            strongest.setdefault(state, concept)
    return strongest


_MOST_STATES = 1_000

_MOST_DECISION_MAKERS = 8


@record(frozen=True, slots=True)
class BrokenEquilibrium:
    """An equilibrium that a coalition would leave.

    Attributes:
        state: Index of the state.
        concept: The most demanding kind of equilibrium that it is for single movers.
        coalition: A smallest coalition that would leave it, as indices.
        target: Where it would go, which all its members prefer.
        path: Its moves to there.
    """

    state: int
    concept: Concept
    coalition: tuple[int, ...]
    target: int
    path: tuple[Step, ...]


@record(frozen=True, slots=True)
class JointMoves:
    """What is stable against coalitions.

    Attributes:
        equilibria: Per kind of stability, the states that no coalition, single parties
            included, would leave.
        broken: The equilibria of single movers that a coalition would leave.
    """

    equilibria: Mapping[Concept, tuple[int, ...]]
    broken: tuple[BrokenEquilibrium, ...]


def joint_moves(
    conflict: Conflict, strongest: Mapping[int, Concept], reading: Reading = "legal sequences"
) -> JointMoves:
    """Find the states that no coalition would leave.

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        strongest: Per equilibrium of single movers, its most demanding kind.
        reading: Which responses of the others count as sanctions.

    Raises:
        RequestError: There are too many states or decision makers.

    Example:
        >>> from lastyard.conflict import conflict_from_lists
        >>> tale = conflict_from_lists(
        ...     ["Row", "Col"], ["trust", "row tells", "col tells", "both tell"],
        ...     moves={
        ...         "Row": {"trust": ["row tells"], "row tells": ["trust"],
        ...                 "col tells": ["both tell"], "both tell": ["col tells"]},
        ...         "Col": {"trust": ["col tells"], "col tells": ["trust"],
        ...                 "row tells": ["both tell"], "both tell": ["row tells"]},
        ...     },
        ...     rankings={
        ...         "Row": [["row tells"], ["trust"], ["both tell"], ["col tells"]],
        ...         "Col": [["col tells"], ["trust"], ["both tell"], ["row tells"]],
        ...     },
        ... )
        >>> found = joint_moves(tale, {3: "nash"})
        >>> found.equilibria["seq"], found.broken[0].coalition, found.broken[0].target
        ((0,), (0, 1), 0)
    """
    people = len(conflict.decision_makers)
    if conflict.size > _MOST_STATES or people > _MOST_DECISION_MAKERS:
        raise RequestError(
            f"coalitions are for at most {_MOST_STATES:,} states and {_MOST_DECISION_MAKERS} "
            f"parties; there are {conflict.size:,} and {people}"
        )
    found = coalitional_stability(conflict, reading=reading)
    equilibria = {concept: found.equilibria(concept) for concept in CONCEPTS}
    return JointMoves(equilibria, tuple(_broken(conflict, strongest, equilibria, reading)))


def _broken(
    conflict: Conflict,
    strongest: Mapping[int, Concept],
    equilibria: Mapping[Concept, tuple[int, ...]],
    reading: Reading,
) -> Iterator[BrokenEquilibrium]:
    people = range(len(conflict.decision_makers))
    coalitions = [c for size in range(1, len(people) + 1) for c in combinations(people, size)]
    for state, concept in sorted(strongest.items()):
        if state in equilibria[concept]:
            continue
        for coalition in coalitions:
            tempted = joint_temptations(conflict, coalition, state, concept, reading=reading)
            if tempted:
                yield BrokenEquilibrium(state, concept, coalition, *tempted[0])
                break


_MOST_STATES_JUDGED = 5_000

_MOST_STATES_RANKED = 200

_RANKINGS = 1_000


@record(frozen=True, slots=True)
class Need:
    """What would have to be so for one party to stay.

    Attributes:
        decision_maker: Index of the party.
        stable: Whether it stays as things are.
        temptations: The moves that would improve its lot and that nothing deters.
        rise: Past which states the wanted one would have to rise in its order; None when
            it stays, or when its preferences are not fully known.
        rankings: How many of its rankings of all states would make the state an
            equilibrium; None when it stays, when another party would leave too, or there
            are more than 200 states.
    """

    decision_maker: int
    stable: bool
    temptations: tuple[Temptation, ...]
    rise: Rise | None
    rankings: StabilisingRankings | None


@record(frozen=True, slots=True)
class WantedState:
    """What a state lacks to be stable.

    Attributes:
        state: Index of the state.
        needs: Per kind of stability, one need a party.
    """

    state: int
    needs: Mapping[Concept, tuple[Need, ...]]

    def stable(self, concept: Concept) -> bool:
        """Whether every party stays as things are."""
        return all(need.stable for need in self.needs[concept])


def wanted_state(
    conflict: Conflict, state: int, reading: Reading = "legal sequences", *, seed: int = 0
) -> WantedState:
    """Find out what a state lacks to be stable.

    Args:
        conflict: The conflict; a state of unknown worth counts as tempting, and deters nobody.
        state: Index of the state.
        reading: Which responses of the others count as sanctions.
        seed: Of the rankings drawn where there are too many to try all.

    Raises:
        RequestError: There are too many states.

    Example:
        >>> from lastyard.conflict import conflict_from_lists
        >>> pair = conflict_from_lists(
        ...     ["A"], ["calm", "war"], moves={"A": {"calm": ["war"]}},
        ...     rankings={"A": [["war"], ["calm"]]},
        ... )
        >>> found = wanted_state(pair, 0)
        >>> found.needs["nash"][0].stable, found.needs["nash"][0].rise.past
        (False, (1,))
    """
    if conflict.size > _MOST_STATES_JUDGED:
        raise RequestError(
            f"this question is for at most {_MOST_STATES_JUDGED:,} states; there are {conflict.size:,}"
        )
    return WantedState(state, {c: _needs(conflict, state, c, reading, seed) for c in CONCEPTS})


def _needs(
    conflict: Conflict, state: int, concept: Concept, reading: Reading, seed: int
) -> tuple[Need, ...]:
    people = range(len(conflict.decision_makers))
    told = [explain(conflict, state, i, concept, reading=reading) for i in people]
    leaving = [i for i in people if not told[i].stable]
    known = not any(preference.unknown for preference in conflict.preferences)
    needs = []
    for i in people:
        rise = rankings = None
        if i in leaving and not conflict.preferences[i].unknown:
            rise = least_rise(conflict, state, i, concept, reading=reading)
        if leaving == [i] and known and conflict.size <= _MOST_STATES_RANKED:
            rankings = rankings_that_stabilise(
                conflict, state, i, concept, reading=reading, most=_RANKINGS, seed=seed
            )
        undeterred = tuple(t for t in told[i].temptations if t.sanction is None)
        needs.append(Need(i, told[i].stable, undeterred, rise, rankings))
    return tuple(needs)


# Of very large models only the equilibria's states are published.
_MOST_STATES_PUBLISHED = 100_000


@record(frozen=True, slots=True)
class NamedStep:
    """One move on a path.

    Attributes:
        by: Who moves.
        to: The state that it leads to.
    """

    by: str
    to: str


@record(frozen=True, slots=True)
class NamedTemptation:
    """A move that would improve somebody's own lot.

    Attributes:
        decision_maker: Whose.
        to: The state that it leads to.
        sanction: The state in which the others' response ends; None where the move is not deterred.
        path: The moves of that response.
    """

    decision_maker: str
    to: str
    sanction: str | None
    path: tuple[NamedStep, ...]


@record(frozen=True, slots=True)
class NamedAccount:
    """Why a state is an equilibrium.

    Attributes:
        state: The state.
        concept: The most demanding concept under which it is one.
        temptations: The moves that would improve somebody's lot, and what deters each.
    """

    state: str
    concept: Concept
    temptations: tuple[NamedTemptation, ...]


@record(frozen=True, slots=True)
class FromNow:
    """What can become of the state that holds now.

    Attributes:
        state: That state.
        by_improvements: Per equilibrium that improvements alone lead to, the moves.
        by_moves: Per equilibrium that any moves lead to, the moves.
        unreachable: The equilibria that cannot be reached.
    """

    state: str
    by_improvements: Mapping[str, tuple[NamedStep, ...]]
    by_moves: Mapping[str, tuple[NamedStep, ...]]
    unreachable: tuple[str, ...]


@record(frozen=True, slots=True)
class NamedBroken:
    """An equilibrium that a coalition would leave.

    Attributes:
        state: The state.
        concept: The most demanding kind of equilibrium that it is for single movers.
        coalition: A smallest coalition that would leave it.
        to: Where it would go, which all its members prefer.
        path: Its moves to there.
    """

    state: str
    concept: Concept
    coalition: tuple[str, ...]
    to: str
    path: tuple[NamedStep, ...]


@record(frozen=True, slots=True)
class AgainstCoalitions:
    """What is stable against coalitions.

    Attributes:
        equilibria: Per kind of stability, the states that no coalition would leave.
        broken: The equilibria of single movers that a coalition would leave.
    """

    equilibria: Mapping[Concept, tuple[str, ...]]
    broken: tuple[NamedBroken, ...]


@record(frozen=True, slots=True)
class NamedRankings:
    """How many rankings of a party would make a state an equilibrium.

    Attributes:
        stabilising: How many would.
        tried: How many were tried.
        exact: Whether all strict rankings were tried.
        standard_error: Of the share; 0 when exact.
        always: Pairs (better, worse) that hold in all of these, but not in all rankings.
    """

    stabilising: Count
    tried: Count
    exact: bool
    standard_error: Amount
    always: tuple[tuple[str, ...], ...]


@record(frozen=True, slots=True)
class NamedNeed:
    """What would have to be so for one party to stay.

    Attributes:
        decision_maker: The party.
        stable: Whether it stays as things are.
        leaves_for: The states for which it would leave, undeterred.
        past: The states past which the wanted one would have to rise in its order; None when no
            rise suffices, or that is not known.
        can: Whether some rise suffices; None when it stays, or that is not known.
        others_stay: Whether all others would stay then; None when that is not known.
        rankings: How many of its rankings would do; None when not counted.
    """

    decision_maker: str
    stable: bool
    leaves_for: tuple[str, ...]
    past: tuple[str, ...] | None
    can: bool | None
    others_stay: bool | None
    rankings: NamedRankings | None


@record(frozen=True, slots=True)
class Lacks:
    """What a state lacks to be stable.

    Attributes:
        state: The state.
        seed: Of rankings drawn.
        needs: Per kind of stability, one need a party.
    """

    state: str
    seed: Count
    needs: Mapping[Concept, tuple[NamedNeed, ...]]


@record(frozen=True, slots=True)
class StableStates:
    """The stable states of a conflict.

    Attributes:
        title: What the case or file is called.
        day: The day; None for a file, or when nothing was said.
        decision_makers: Who moves.
        options: What can be done, in the order of the patterns.
        reading: Which responses of the others count as sanctions.
        states: Per state its pattern: Y where an option is taken, N where not; of very large
            models only the equilibria.
        states_complete: Whether these are all states.
        equilibria: Per concept, the states at which nobody would leave; where preferences
            are partly unknown, those for which this holds whatever they are taken to be.
        possible: Per concept, the states for which it holds under some way of taking unknown
            preferences.
        unknown_preferences: Decision makers some of whose comparisons are unknown.
        accounts: Why each equilibrium is stable, as far as they were worked out.
        status_quo: What can become of the state that holds now, if it was given.
        notes: What a ``.gmcr`` file says that was left out.
        coalitions: What is stable against coalitions; None unless it was asked for.
        wanted: What a state lacks to be stable; None unless it was asked for.
        no_deal: What the stable states mean on the issues and are worth to each party; None where
            the case does not say what states mean.
    """

    title: Head[Annotated[str, Key("case")]]
    day: AsOf
    decision_makers: tuple[str, ...]
    options: tuple[str, ...]
    reading: Reading
    states: Mapping[str, str]
    states_complete: bool
    equilibria: Mapping[Concept, tuple[str, ...]]
    possible: Mapping[Concept, tuple[str, ...]]
    unknown_preferences: tuple[str, ...]
    accounts: tuple[NamedAccount, ...]
    status_quo: FromNow | None
    notes: tuple[str, ...]
    coalitions: AgainstCoalitions | None
    wanted: Lacks | None
    no_deal: NoDeal | None


def _published(result: Moves) -> StableStates:
    conflict, names = result.conflict, _Names(result.conflict)
    all_of_them = conflict.size <= _MOST_STATES_PUBLISHED
    listed = range(conflict.size) if all_of_them else result.any_equilibria
    return StableStates(
        title=result.title,
        day=result.day,
        decision_makers=conflict.decision_makers,
        options=result.graph.options,
        reading=result.reading,
        states={conflict.states[s]: result.graph.labels[s] for s in listed},
        states_complete=all_of_them,
        equilibria=names.by_concept(result.equilibria),
        possible=names.by_concept(result.possible),
        unknown_preferences=result.unknown,
        accounts=tuple(map(names.account, result.accounts)),
        status_quo=None if result.status_quo is None else names.from_now(result.status_quo),
        notes=result.notes,
        coalitions=None if result.joint is None else names.coalitions(result.joint),
        wanted=None if result.wanted is None else names.lacks(result.wanted, result.seed),
        no_deal=result.no_deal,
    )


class _Names:
    """Writes what was found in the names of states and decision makers."""

    def __init__(self, conflict: Conflict) -> None:
        self._names, self._makers = conflict.states, conflict.decision_makers

    def _states(self, states: Iterable[int]) -> tuple[str, ...]:
        return tuple(self._names[s] for s in states)

    def by_concept(
        self, found: Mapping[Concept, tuple[int, ...]]
    ) -> Mapping[Concept, tuple[str, ...]]:
        return {concept: self._states(found[concept]) for concept in CONCEPTS}

    def _path(self, path: Iterable[Step]) -> tuple[NamedStep, ...]:
        return tuple(NamedStep(self._makers[s.mover], self._names[s.state]) for s in path)

    def account(self, found: Account) -> NamedAccount:
        tempting = tuple(
            NamedTemptation(
                self._makers[explanation.decision_maker],
                self._names[each.target],
                None if each.sanction is None else self._names[each.sanction],
                self._path(each.path),
            )
            for explanation in found.explanations
            for each in explanation.temptations
        )
        return NamedAccount(self._names[found.state], found.concept, tempting)

    def from_now(self, found: StatusQuo) -> FromNow:
        def named(paths: Mapping[int, tuple[Step, ...]]) -> dict[str, tuple[NamedStep, ...]]:
            return {self._names[s]: self._path(path) for s, path in sorted(paths.items())}

        return FromNow(
            self._names[found.start],
            named(found.by_improvements),
            named(found.by_moves),
            self._states(found.unreachable),
        )

    def coalitions(self, found: JointMoves) -> AgainstCoalitions:
        broken = tuple(
            NamedBroken(
                self._names[each.state],
                each.concept,
                tuple(self._makers[i] for i in each.coalition),
                self._names[each.target],
                self._path(each.path),
            )
            for each in found.broken
        )
        return AgainstCoalitions(self.by_concept(found.equilibria), broken)

    def lacks(self, found: WantedState, seed: int) -> Lacks:
        needs = {c: tuple(map(self._need, found.needs[c])) for c in CONCEPTS}
        return Lacks(self._names[found.state], seed, needs)

    def _need(self, need: Need) -> NamedNeed:
        rise, rankings = need.rise, need.rankings
        return NamedNeed(
            decision_maker=self._makers[need.decision_maker],
            stable=need.stable,
            leaves_for=self._states(t.target for t in need.temptations),
            past=None if rise is None or rise.past is None else self._states(rise.past),
            can=None if need.stable or rise is None else rise.past is not None,
            others_stay=None if rise is None else rise.stable_for_others,
            rankings=None
            if rankings is None
            else NamedRankings(
                rankings.stabilising,
                rankings.tried,
                rankings.exact,
                rankings.standard_error,
                tuple(self._states(pair) for pair in rankings.always),
            ),
        )
