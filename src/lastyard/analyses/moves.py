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

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from lastyard.budget import budgeted, current
from lastyard.case.diagnostics import RequestError
from lastyard.case.history import day_of
from lastyard.case.model import Case
from lastyard.case.moves_graph import MovesGraph, graph_of
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
    StatusQuo,
    explain,
    read_gmcr,
    stability,
    status_quo,
    uncertain_stability,
)
from lastyard.results import Result

if TYPE_CHECKING:  # it brings the values of parties, which few models of moves need
    from lastyard.analyses.joint_moves import JointMoves
    from lastyard.analyses.no_deal import NoDeal
    from lastyard.analyses.wanted_state import WantedState

__all__ = ["Account", "Moves", "moves"]

_MOST_STATES_EXPLAINED = 5_000
_MOST_ACCOUNTS = 30


@dataclass(frozen=True, slots=True)
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

    @property
    def any_equilibria(self) -> tuple[int, ...]:
        """The states that are an equilibrium under some concept."""
        return tuple(sorted({s for states in self.equilibria.values() for s in states}))


@budgeted
def moves(
    of: Case | str | Path,
    day: date | None = None,
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
    if reading not in READINGS:
        raise RequestError(f"no reading is called {reading!r}; there are {', '.join(READINGS)}")
    try:
        found = _of_case(of, day, reading) if isinstance(of, Case) else _of_file(Path(of), reading)
        return _further(found, coalitions, stable, seed)
    except ConflictError as problem:
        raise RequestError(str(problem)) from problem


def _further(found: Moves, coalitions: bool, stable: str | None, seed: int) -> Moves:
    """Add the answers that are given when they are asked for."""
    if coalitions:
        from lastyard.analyses.joint_moves import joint_moves  # noqa: PLC0415

        strongest = _strongest(found.equilibria)
        found = replace(found, joint=joint_moves(found.conflict, strongest, found.reading))
    if stable is not None:
        from lastyard.analyses.wanted_state import wanted_state  # noqa: PLC0415

        state = _state_of(found, stable)
        wanted = wanted_state(found.conflict, state, found.reading, seed=seed)
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
    from lastyard.analyses.no_deal import no_deal, with_stated_preferences  # noqa: PLC0415

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
    """Say of each stable state how it is stable, and whether that is certain."""
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
