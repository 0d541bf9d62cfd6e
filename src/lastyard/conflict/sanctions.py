"""The worst that opponents can do after a move.

All sanctions of the graph model come down to one question: over the states that the
opponents can lead to from here, what is the least value? Value is the decision maker's
own rank (general metarationality), the best rank it could still escape to (symmetric
metarationality), or its rank again with opponents limited to moves that improve their
own lot (sequential stability). The least value spreads over the moves until nothing
changes, so no list of reachable states is ever stored: memory grows with the moves, not
with the square of the states.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Arcs

Reading: TypeAlias = Literal["legal sequences", "each once", "single move"]
"""What opponents may do together by way of a sanction.

- ``legal sequences``: any sequence of their moves in which nobody moves twice in a row
  [Fang, Hipel & Kilgour 1993]. The default.
- ``each once``: any sequence in which every opponent moves at most once.
- ``single move``: one move of one opponent.
"""
READINGS: tuple[Reading, ...] = ("legal sequences", "each once", "single move")

Ranks: TypeAlias = NDArray[np.int32]
NOTHING = np.iinfo(np.int32).max
"""The least value where opponents cannot move at all: no sanction."""


def least_over(arcs: Arcs, values: Ranks) -> Ranks:
    """The least value one move leads to from each state; `NOTHING` without a move."""
    spend(1 + (arcs.targets.size + values.size) // 200)
    result = np.full(values.size, NOTHING, np.int32)
    movable = np.flatnonzero(np.diff(arcs.starts))
    if movable.size:
        result[movable] = np.minimum.reduceat(values[arcs.targets], arcs.starts[movable])
    return result


def most_over(arcs: Arcs, values: Ranks) -> Ranks:
    """The largest value one move leads to; ``-NOTHING`` without a move."""
    return -least_over(arcs, -values)


def least_reachable(arcs: Sequence[Arcs], values: Ranks, reading: Reading) -> Ranks:
    """The least value the opponents can lead to from each state, moving at least once.

    Args:
        arcs: The moves each opponent may use (all its moves, or only improvements).
        values: What each state is worth to whoever fears the sanction.
        reading: Which sequences of moves count.

    Returns:
        For each state the least value; `NOTHING` where no opponent can move.
    """
    if reading == "single move":
        return _least([least_over(a, values) for a in arcs], values.size)
    if reading == "each once":
        return _each_once(arcs, values)
    return _legal(arcs, values)


def _legal(arcs: Sequence[Arcs], values: Ranks) -> Ranks:
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
            new = least_over(moves, onward)
            if not np.array_equal(new, by[j]):
                by[j] = new
                stale = [old or k != j for k, old in enumerate(stale)]
    return _least(by, values.size)


def _each_once(arcs: Sequence[Arcs], values: Ranks) -> Ranks:
    """Over sets of opponents still to move, smallest sets first."""
    least: dict[int, Ranks] = {0: np.full(values.size, NOTHING, np.int32)}
    for left in range(1, 1 << len(arcs)):
        parts = []
        for j, moves in enumerate(arcs):
            if left >> j & 1:
                onward = np.minimum(values, least[left & ~(1 << j)])
                parts.append(least_over(moves, onward))
        least[left] = _least(parts, values.size)
    return least[(1 << len(arcs)) - 1]


def _least(parts: Sequence[Ranks], size: int) -> Ranks:
    result = np.full(size, NOTHING, np.int32)
    for part in parts:
        np.minimum(result, part, out=result)
    return result
