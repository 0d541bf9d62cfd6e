"""Which states last: Nash, general and symmetric metarationality, sequential stability.

A decision maker stays at a state if every move that would improve its lot is deterred:

- *Nash* [Nash 1950]: there is no such move.
- *GMR*, general metarational [Howard 1971]: each is met by some response of the others
  that leaves it no better off than where it started.
- *SMR*, symmetric metarational [Howard 1971]: the same, and it cannot escape the response
  by another move of its own.
- *SEQ*, sequentially stable [Fraser & Hipel 1979]: as GMR, but the others only respond by
  moves that improve their own lot.

A state stable for all is an equilibrium. Definitions for several decision makers as in
Fang, Hipel & Kilgour 1993, chapter 3; which sequences of responses count is the
`Reading`. Preferences must be fully known here; see
`lastyard.conflict.further` otherwise.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend
from lastyard.conflict.arcs import NOTHING, Ranks, Reach
from lastyard.conflict.errors import PreferenceError, StateError
from lastyard.records import record

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict

Reading: TypeAlias = Literal["legal sequences", "each once", "single move"]
"""What opponents may do together by way of a sanction.

- ``legal sequences``: any sequence of their moves in which nobody moves twice in a row
  [Fang, Hipel & Kilgour 1993]. The default.
- ``each once``: any sequence in which every opponent moves at most once.
- ``single move``: one move of one opponent.
"""

READINGS: tuple[Reading, ...] = ("legal sequences", "each once", "single move")


def most_over(moves: Reach, values: Ranks) -> Ranks:
    """The largest value one move leads to; ``-NOTHING`` without a move."""
    return -moves.least(-values)


def least_reachable(arcs: Sequence[Reach], values: Ranks, reading: Reading) -> Ranks:
    """The least value the opponents can lead to from each state, moving at least once.

    All sanctions of the graph model come down to one question: over the states that the
    opponents can lead to from here, what is the least value? Value is the decision maker's
    own rank (general metarationality), the best rank it could still escape to (symmetric
    metarationality), or its rank again with opponents limited to moves that improve their
    own lot (sequential stability). The least value spreads over the moves until nothing
    changes, so no list of reachable states is ever stored: memory grows with the moves, not
    with the square of the states.

    Args:
        arcs: The moves each opponent may use (all its moves, or only improvements).
        values: What each state is worth to whoever fears the sanction.
        reading: Which sequences of moves count.

    Returns:
        For each state the least value; `NOTHING` where no opponent can move.
    """
    if reading == "single move":
        return _least([a.least(values) for a in arcs], values.size)
    if reading == "each once":
        return _each_once(arcs, values)
    return _legal(arcs, values)


def _legal(arcs: Sequence[Reach], values: Ranks) -> Ranks:
    """Fixed point of: by[j](s) = least over moves of j to t of min(value(t), by[k](t), k != j)."""
    by = [np.full(values.size, NOTHING, np.int32) for _ in arcs]
    stale = [True] * len(arcs)
    while any(stale):
        for j, moves in enumerate(arcs):
            if not stale[j]:
                continue
            stale[j] = False
            onward = values.copy()
            for k, other in enumerate(by):
                if k != j:
                    np.minimum(onward, other, out=onward)
            new = moves.least(onward)
            if not np.array_equal(new, by[j]):
                by[j] = new
                stale = [old or k != j for k, old in enumerate(stale)]
    return _least(by, values.size)


def _each_once(arcs: Sequence[Reach], values: Ranks) -> Ranks:
    """Over sets of opponents still to move, smallest sets first."""
    least: dict[int, Ranks] = {0: np.full(values.size, NOTHING, np.int32)}
    for left in range(1, 1 << len(arcs)):
        parts = []
        for j, moves in enumerate(arcs):
            if left >> j & 1:
                onward = np.minimum(values, least[left & ~(1 << j)])
                parts.append(moves.least(onward))
        least[left] = _least(parts, values.size)
    return least[(1 << len(arcs)) - 1]


def _least(parts: Sequence[Ranks], size: int) -> Ranks:
    result = np.full(size, NOTHING, np.int32)
    for part in parts:
        np.minimum(result, part, out=result)
    return result


Concept: TypeAlias = Literal["nash", "gmr", "smr", "seq"]

CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """Which states are stable for whom.

    Attributes:
        individual: For each concept, shape (decision makers, states).
        reading: Which sequences of responses count as sanctions.
    """

    individual: dict[Concept, NDArray[np.bool_]]
    reading: Reading

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The states that are stable for every decision maker."""
        return tuple(int(s) for s in np.flatnonzero(self.individual[concept].all(axis=0)))


def stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    reading: Reading = "legal sequences",
) -> Stability:
    """Stability of every state for every decision maker.

    Args:
        conflict: The conflict, with fully known preferences.
        concepts: Which concepts to compute.
        reading: Which sequences of responses count as sanctions.

    Raises:
        PreferenceError: Some comparisons are unknown.
    """
    for name, preference in zip(conflict.decision_makers, conflict.preferences, strict=True):
        if preference.unknown:
            raise PreferenceError(
                f"{len(preference.unknown)} comparisons of {name} are unknown",
                help="use uncertain_stability, which has an answer for each reading of them",
            )
    improving: list[Reach] = [
        moves.improving(preference.ranks)
        for moves, preference in zip(conflict.moves, conflict.preferences, strict=True)
    ]
    rows: dict[Concept, list[NDArray[np.bool_]]] = {c: [] for c in concepts}
    for i in range(len(conflict.decision_makers)):
        for concept in concepts:
            rows[concept].append(_stable(conflict, i, concept, reading, improving))
    return Stability({c: np.stack(r) for c, r in rows.items()}, reading)


def _stable(
    conflict: Conflict, i: int, concept: Concept, reading: Reading, improving: Sequence[Reach]
) -> NDArray[np.bool_]:
    if concept == "nash":
        return ~improving[i].movable()
    ranks = conflict.preferences[i].ranks
    others: list[Reach] = [arcs for k, arcs in enumerate(conflict.moves) if k != i]
    feared: Ranks = ranks
    if concept == "seq":
        others = [arcs for k, arcs in enumerate(improving) if k != i]
    elif concept == "smr":
        feared = np.maximum(ranks, most_over(conflict.moves[i], ranks))
    worst = least_reachable(others, feared, reading)
    # Stable if even the least dangerous improvement can end no better than staying.
    return np.asarray(most_over(improving[i], worst) <= ranks)


Allowed: TypeAlias = Callable[[int, int, int], bool]
"""Whether a mover may go from one state to another: (mover, from, to)."""


@record(frozen=True, slots=True)
class Step:
    """One move: who moves, and to which state."""

    mover: int
    state: int


def anything(mover: int, origin: int, target: int) -> bool:
    """Every move is allowed."""
    return True


def improving(conflict: Conflict, *, unknown: bool = False) -> Allowed:
    """Only moves to states that the mover prefers to where it stands.

    Args:
        conflict: The conflict.
        unknown: Allow moves to states whose comparison is unknown, too.
    """

    def allowed(mover: int, origin: int, target: int) -> bool:
        compared = conflict.preferences[mover].compare(target, origin)
        return unknown if compared is None else compared > 0

    return allowed


def sequences(
    conflict: Conflict,
    movers: Sequence[int],
    start: int,
    *,
    allowed: Allowed = anything,
    reading: Reading = "legal sequences",
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Every state that the movers can lead to from a start, each once, nearest first.

    Shortest first. Whoever moved last may not move next; a single mover therefore has one
    move only.

    Args:
        conflict: The conflict.
        movers: Decision makers who may move.
        start: Where they start; yielded too if they can come back to it.
        allowed: Which single moves they may use.
        reading: Which sequences count.

    Yields:
        The state, and the shortest path of moves to it.
    """
    seen_states: set[int] = set()
    seen: set[tuple[int, int]] = set()
    queue: deque[tuple[int, int, tuple[Step, ...]]] = deque([(start, 0, ())])
    while queue:
        state, barred, path = queue.popleft()
        for mover in movers:
            if barred >> mover & 1:
                continue
            following = _following(mover, barred, movers, reading)
            for target in _targets(conflict, mover, state, allowed):
                if (target, following) in seen:
                    continue
                seen.add((target, following))
                onward = (*path, Step(mover, target))
                if target not in seen_states:
                    seen_states.add(target)
                    yield target, onward
                queue.append((target, following, onward))


def _following(mover: int, barred: int, movers: Sequence[int], reading: Reading) -> int:
    """Who may not move next, as bits."""
    if reading == "single move":
        return sum(1 << m for m in movers)
    if reading == "each once":
        return barred | 1 << mover
    return 1 << mover


def _targets(conflict: Conflict, mover: int, state: int, allowed: Allowed) -> Iterable[int]:
    targets = conflict.moves[mover].of(state)
    spend(1 + targets.size)
    for target in targets:
        if allowed(mover, state, int(target)):
            yield int(target)


@record(frozen=True, slots=True)
class StatusQuo:
    """What can become of a state.

    Attributes:
        start: The state things are in now.
        by_moves: For each state that legal sequences of moves reach, a shortest path.
        by_improvements: The same where every move improves the mover's own lot.
        unreachable: The states that no legal sequence of moves reaches.
    """

    start: int
    by_moves: dict[int, tuple[Step, ...]]
    by_improvements: dict[int, tuple[Step, ...]]
    unreachable: tuple[int, ...]


def status_quo(conflict: Conflict, start: int) -> StatusQuo:
    """Find what can be reached from a state.

    A state may be an equilibrium and yet out of reach, or in reach only if someone moves
    against its own interest [Li, Kilgour & Hipel 2005, Information and Decision Technologies;
    Li, Hipel, Kilgour & Noakes 2005, IEEE Trans. SMC].

    Args:
        conflict: The conflict; a move to a state of unknown comparison is no improvement.
        start: Index of the state things are in now.

    Raises:
        StateError: There is no such state.
    """
    if not 0 <= start < conflict.size:
        raise StateError(f"there is no state {start}", help=f"states are 0 to {conflict.size - 1}")
    everyone = range(len(conflict.decision_makers))
    moves = dict(sequences(conflict, everyone, start, allowed=anything))
    better = dict(sequences(conflict, everyone, start, allowed=improving(conflict)))
    for reached in (moves, better):
        reached[start] = ()
    unreachable = tuple(s for s in range(conflict.size) if s not in moves)
    return StatusQuo(start, moves, better, unreachable)
