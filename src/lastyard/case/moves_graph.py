"""The states, moves and preferences that the `moves` of a case describe.

Example:
    >>> from lastyard.case.moves import MoveOption, MovePreference, Moves
    >>> found = graph_of(Moves(
    ...     options=(MoveOption("attack", "a", "Attack"), MoveOption("arm", "b", "Arm")),
    ...     infeasible=("attack and arm",),
    ...     preferences=(MovePreference("a", ranking=(("YN",), ("NN",), ("NY",))),),
    ... ))
    >>> list(found.conflict.states), found.unknown
    (['NN', 'YN', 'NY'], ('b',))
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lastyard.budget import current, spend
from lastyard.case.model import Package
from lastyard.case.moves import MovePreference, Moves
from lastyard.conflict import (
    Conflict,
    ConflictError,
    Option,
    OptionGraph,
    OptionModel,
    Preference,
    StatementError,
    from_pairs,
    from_payoffs,
    from_priorities,
)
from lastyard.conflict.arcs import Arcs
from lastyard.conflict.options import Direction, looks_like_pattern, truth

__all__ = ["MovesError", "MovesGraph", "check_moves", "graph_of"]

_DIRECTIONS: dict[str | None, Direction] = {None: "both", "taken": "forward", "left": "back"}
_MOST_STATES_UNKNOWN = 1_000
_NAMED_BYTES = 150

Path = tuple[str | int, ...]


class MovesError(ConflictError):
    """Something is wrong with the moves of a case.

    Attributes:
        at: The keys and list indices below `moves` that lead to it.
        column: Where in the text there, from 1; None when it is all of it.
    """

    def __init__(
        self, problem: str, at: Path, *, help: str = "", column: int | None = None
    ) -> None:
        self.at = at
        self.column = column
        super().__init__(problem, help=help)


@dataclass(frozen=True, slots=True, eq=False)
class MovesGraph:
    """The moves of a case, ready to be analysed.

    Attributes:
        conflict: Decision makers (parties), states, moves and preferences.
        graph: Which options each state takes.
        status_quo: Index of the state that holds now, if it was given.
        unknown: Decision makers some of whose comparisons are unknown.
        outcomes: What each state means on the issues, as far as the case says; empty when
            it says nothing of any.
    """

    conflict: Conflict
    graph: OptionGraph
    status_quo: int | None
    unknown: tuple[str, ...]
    outcomes: tuple[Package, ...] = ()


def check_moves(moves: Moves) -> None:
    """Check that states and preferences can be worked out.

    Raises:
        MovesError: With what is wrong and where.
        OutOfBudget: There are too many states for the budget.
    """
    _finished(moves, _graph(moves, arcs=False))


def graph_of(moves: Moves) -> MovesGraph:
    """Work out states, moves and preferences.

    Raises:
        MovesError: With what is wrong and where.
        OutOfBudget: There are too many states or moves for the budget.
    """
    return _finished(moves, _graph(moves, arcs=True))


def _finished(moves: Moves, graph: OptionGraph) -> MovesGraph:
    finder = _States(moves, graph)
    preferences = []
    given = {preference.party: preference for preference in moves.preferences}
    for party in moves.decision_makers:
        preferences.append(_preference(given.get(party, MovePreference(party)), finder, graph))
    arcs = graph.moves or (_no_moves(finder.count),) * len(moves.decision_makers)
    conflict = Conflict(moves.decision_makers, finder.labels, arcs, tuple(preferences))
    now = None
    if moves.status_quo is not None:
        now = finder.one(moves.status_quo, ("status_quo",))
    unknown = [
        party
        for party, preference in zip(moves.decision_makers, preferences, strict=True)
        if preference.unknown
    ]
    return MovesGraph(conflict, graph, now, tuple(unknown), _outcomes(moves, finder))


def _no_moves(states: int) -> Arcs:
    return Arcs(np.zeros(states + 1, np.int64), np.zeros(0, np.int32))


def _outcomes(moves: Moves, states: _States) -> tuple[Package, ...]:
    """Put together all that is said of each state; two outcomes may not contradict."""
    if not moves.outcomes:
        return ()
    if states.count > _MOST_STATES_UNKNOWN:
        raise MovesError(
            f"there are {states.count:,} states",
            ("outcomes",),
            help=f"outcomes are for at most {_MOST_STATES_UNKNOWN:,} states",
        )
    found: list[dict[str, int]] = [{} for _ in range(states.count)]
    said: list[dict[str, str]] = [{} for _ in range(states.count)]
    for outcome in moves.outcomes:
        at: Path = ("outcomes", outcome.state)
        for state in states.some(outcome.state, at):
            for issue, option in outcome.package:
                if found[state].setdefault(issue, option) != option:
                    raise MovesError(
                        f"the state {states.labels[state]!r} has two outcomes on {issue!r}: "
                        f"{said[state][issue]!r} says another",
                        (*at, issue),
                        help="say which states each is for, so that they do not overlap",
                    )
                said[state].setdefault(issue, outcome.state)
    return tuple(tuple(sorted(each.items())) for each in found)


@contextmanager
def _placed(at: Path) -> Iterator[None]:
    """Return where a problem of the kernel stands in the case."""
    try:
        yield
    except MovesError:
        raise
    except StatementError as problem:
        message = problem.problem.partition(": ")[2]
        raise MovesError(message, at, help=problem.help, column=problem.column) from problem
    except ConflictError as problem:
        raise MovesError(problem.problem, at, help=problem.help) from problem


def _graph(moves: Moves, *, arcs: bool) -> OptionGraph:
    names = tuple(option.id for option in moves.options)
    nothing_taken = np.zeros((1, len(names)), bool)
    for key, texts in (("infeasible", moves.infeasible), ("same", moves.same)):
        for k, text in enumerate(texts):
            with _placed((key, k)):
                truth(text, names, nothing_taken)
    options = tuple(Option(o.id, o.owner, _DIRECTIONS[o.irreversible]) for o in moves.options)
    with _placed(("same",) if moves.same else ("options",)):
        model = OptionModel(moves.decision_makers, options, moves.infeasible, moves.same)
        return model.graph(moves=arcs)


class _States:
    """Finds states by name, pattern or statement."""

    def __init__(self, moves: Moves, graph: OptionGraph) -> None:
        self._graph = graph
        self._named: dict[str, int] = {}
        if moves.states or any(each.ranking or each.payoffs for each in moves.preferences):
            # Every state gets its label, or its place, in Python.
            current().hold(len(graph.labels) * _NAMED_BYTES)
            spend(len(graph.labels))
        labels = list(graph.labels) if moves.states else graph.labels
        self._options = [option.id for option in moves.options]
        for name, text in moves.states:
            state = self.one(text, ("states", name))
            self._check_name(name, text, state)
            if state in self._named.values():
                raise MovesError(
                    f"the state {name!r} has another name already",
                    ("states", name),
                    help="name it once",
                )
            self._named[name] = state
        for name, state in self._named.items():
            assert isinstance(labels, list)  # noqa: S101  (states were named)
            labels[state] = name
        self.labels = labels

    def _check_name(self, name: str, text: str, state: int) -> None:
        """Refuse a name that would hide an option, or another state."""
        other = None
        if name in self._options:
            other = "is an option"
        elif looks_like_pattern(name, len(self._options)) and name != self._graph.labels[state]:
            other = "reads as a pattern of other states"
        if other is not None:
            raise MovesError(
                f"{name!r} {other}, so it cannot name the state {text!r}",
                ("states", name),
                help="give the state another name",
            )

    def some(self, text: str, at: Path) -> list[int]:
        """The states that a name, pattern or statement stands for; at least one."""
        if text in self._named:
            return [self._named[text]]
        spend(1 + self.count * (1 + len(text) // 8) // 500)
        if text in self._options and looks_like_pattern(text, len(self._options)):
            raise MovesError(
                f"{text!r} is an option, and reads as a pattern of states, too",
                at,
                help="write the state as a statement, as in 'one and not other', or name it",
            )
        with _placed(at):
            states = np.flatnonzero(self._graph.truth(text)).tolist()
        if not states:
            raise MovesError(f"{text!r} holds in no feasible state", at, help=self._known())
        return [int(state) for state in states]

    def one(self, text: str, at: Path) -> int:
        """The one state that a text stands for."""
        states = self.some(text, at)
        if len(states) > 1:
            raise MovesError(
                f"{text!r} holds in {len(states)} states", at, help="say which one is meant"
            )
        return states[0]

    def _known(self) -> str:
        names = list(self._named) or [self._graph.labels[k] for k in range(min(8, self.count))]
        return "states: " + ", ".join(names[:8]) + (", ..." if self.count > 8 else "")

    @property
    def count(self) -> int:
        return len(self._graph.labels)


def _preference(given: MovePreference, states: _States, graph: OptionGraph) -> Preference:
    at: Path = ("preferences", given.party)
    if given.priorities:
        truths = []
        for k, text in enumerate(given.priorities):
            spend(1 + states.count * (1 + len(text) // 8) // 500)
            with _placed((*at, "priorities", k)):
                truths.append(graph.truth(text))
        return from_priorities(truths)
    if given.ranking:
        places = [
            (text, Fraction(-place), (*at, "ranking", place))
            for place, group in enumerate(given.ranking)
            for text in group
        ]
        return _from_points(places, states, (*at, "ranking"))
    if given.payoffs:
        points = [(text, number, (*at, "payoffs", text)) for text, number in given.payoffs]
        return _from_points(points, states, (*at, "payoffs"))
    if states.count > _MOST_STATES_UNKNOWN:
        raise MovesError(
            f"the preferences of {given.party!r} are not fully given over {states.count:,} states",
            at if given.prefers else ("preferences",),
            help=f"unknown preferences are for at most {_MOST_STATES_UNKNOWN:,} states",
        )
    pairs = [
        (states.one(better, (*at, "prefers", k, 0)), states.one(worse, (*at, "prefers", k, 1)))
        for k, (better, worse) in enumerate(given.prefers)
    ]
    with _placed((*at, "prefers")):
        return from_pairs(pairs, list(states.labels))


def _from_points(
    given: list[tuple[str, Fraction, Path]], states: _States, whole: Path
) -> Preference:
    points: dict[int, Fraction] = {}
    spend(states.count)
    for text, number, at in given:
        for state in states.some(text, at):
            if state in points:
                raise MovesError(f"the state {states.labels[state]!r} is named twice", at)
            points[state] = number
    missing = [states.labels[k] for k in range(states.count) if k not in points]
    if missing:
        some = ", ".join(missing[:5]) + (", ..." if len(missing) > 5 else "")
        raise MovesError(
            f"nothing is said of {some}", whole, help="every feasible state needs its place"
        )
    order = {number: rank for rank, number in enumerate(sorted(set(points.values())))}
    return from_payoffs([order[points[k]] for k in range(states.count)])
