"""The moves of one decision maker: listed one by one, or free within groups of states.

Who can change any of its own options, whatever they stand at, can go from each state to every
other in which the others' options are the same. Such moves need no list: the groups of states tell
them, and the least value that a move leads to is found group by group. A model of 2^20 states has 79
million moves, and a group of 16 states is looked at once, not 16 times.

Example:
    >>> free = FreeMoves.within(np.array([7, 9, 7, 7]))
    >>> free.of(0).tolist(), free.least(np.array([1, 2, 3, 1], np.int32)).tolist()[2:]
    ([2, 3], [1, 1])
    >>> better = free.improving(np.array([0, 0, 2, 1], np.int32))
    >>> [better.of(state).tolist() for state in range(4)]
    [[2, 3], [], [], [2]]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend

__all__ = ["NOTHING", "Arcs", "FreeMoves", "Improvements", "Moves", "Ranks", "Reach"]

Ranks: TypeAlias = NDArray[np.int32]

NOTHING = np.iinfo(np.int32).max
"""The least value where no move is possible."""


class Reach(Protocol):
    """Which states one decision maker can go to in one move: any, or those that it prefers."""

    @property
    def states(self) -> int:
        """How many states there are."""

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states that one move leads to, in rising order."""

    def movable(self) -> NDArray[np.bool_]:
        """Return from which states there is a move."""

    def least(self, values: Ranks) -> Ranks:
        """Return the least value one move leads to from each state; `NOTHING` without a move."""


class Moves(Reach, Protocol):
    """The moves of one decision maker."""

    def improving(self, ranks: Ranks) -> Reach:
        """Return the moves to states of a higher rank than that which they leave."""


@dataclass(frozen=True, slots=True, eq=False)
class Arcs:
    """The moves of one decision maker, as compressed sparse rows.

    Attributes:
        starts: ``targets[starts[s]:starts[s + 1]]`` are the states reachable from s in
            one move, in rising order. Shape (states + 1,), int64.
        targets: States moved to, int32.
    """

    starts: NDArray[np.int64]
    targets: NDArray[np.int32]

    @property
    def states(self) -> int:
        """How many states there are."""
        return self.starts.size - 1

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states that one move leads to."""
        return self.targets[self.starts[state] : self.starts[state + 1]]

    def movable(self) -> NDArray[np.bool_]:
        """Return from which states there is a move."""
        return np.asarray(np.diff(self.starts) > 0)

    def least(self, values: Ranks) -> Ranks:
        """Return the least value one move leads to from each state; `NOTHING` without a move."""
        spend(1 + (self.targets.size + values.size) // 200)
        result = np.full(values.size, NOTHING, np.int32)
        movable = np.flatnonzero(np.diff(self.starts))
        if movable.size:
            result[movable] = np.minimum.reduceat(values[self.targets], self.starts[movable])
        return result

    def improving(self, ranks: Ranks) -> Arcs:
        """Return the moves to states of a higher rank than that which they leave."""
        spend(1 + self.targets.size // 100)
        better = ranks[self.targets] > np.repeat(ranks, np.diff(self.starts))
        before = np.concatenate([[0], np.cumsum(better)])
        return Arcs(before[self.starts].astype(np.int64), self.targets[better])

    @classmethod
    def from_pairs(cls, states: int, pairs: NDArray[np.int64]) -> Arcs:
        """Return moves from (origin, target) rows; repeats and moves to the same state are dropped.

        Args:
            states: How many states there are.
            pairs: Shape (arcs, 2).
        """
        pairs = pairs[pairs[:, 0] != pairs[:, 1]]
        keys = np.unique(pairs[:, 0] * states + pairs[:, 1])
        starts = np.searchsorted(keys, np.arange(states + 1) * states)
        return cls(starts.astype(np.int64), (keys % states).astype(np.int32))


@dataclass(frozen=True, slots=True, eq=False)
class FreeMoves:
    """Moves from each state of a group to every other of it.

    Attributes:
        order: The states, group by group, in rising order within each, int32.
        starts: Where each group begins in it, and where the last ends, int32.
        place: Where each state stands in it, int32.
    """

    order: NDArray[np.int32]
    starts: NDArray[np.int32]
    place: NDArray[np.int32]

    @classmethod
    def within(cls, groups: NDArray[np.integer]) -> FreeMoves:
        """Return the free moves within groups.

        Args:
            groups: The group of each state, by any number.
        """
        order = np.argsort(groups, kind="stable").astype(np.int32)
        ordered = groups[order]
        starts = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1], [True]]))
        place = np.empty_like(order)
        place[order] = np.arange(order.size, dtype=np.int32)
        return cls(order, starts.astype(np.int32), place)

    @property
    def states(self) -> int:
        """How many states there are."""
        return self.order.size

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states that one move leads to."""
        group = int(np.searchsorted(self.starts, self.place[state], "right"))
        own = self.order[self.starts[group - 1] : self.starts[group]]
        return np.asarray(own[own != state])

    def movable(self) -> NDArray[np.bool_]:
        """Return from which states there is a move."""
        sizes = np.diff(self.starts)
        return np.asarray(np.repeat(sizes, sizes)[self.place] > 1)

    def least(self, values: Ranks) -> Ranks:
        """Return the least value one move leads to from each state; `NOTHING` without a move."""
        spend(1 + values.size // 50)
        starts, sizes = self.starts[:-1], np.diff(self.starts)
        ordered = values[self.order]
        found: Ranks = np.repeat(np.minimum.reduceat(ordered, starts), sizes)
        # The one state of the least value, where there is but one, has the next to go to.
        lowest = ordered == found
        single = np.add.reduceat(lowest, starts, dtype=np.int32) == 1
        ordered[lowest] = NOTHING
        lowest &= np.repeat(single, sizes)
        found[lowest] = np.minimum.reduceat(ordered, starts)[single]
        return np.asarray(found[self.place])

    def improving(self, ranks: Ranks) -> Improvements:
        """Return the moves to states of a higher rank than that which they leave."""
        spend(1 + ranks.size // 20)
        group = np.repeat(np.arange(self.starts.size - 1), np.diff(self.starts))
        order = self.order[np.lexsort((ranks[self.order], group))]
        ordered = ranks[order]
        ends = self.starts[1:][group]
        steps = np.ones(order.size + 1, bool)
        steps[1:-1] = (ordered[1:] != ordered[:-1]) | (group[1:] != group[:-1])
        # Where the run of equal ranks that each state is in ends.
        runs = np.flatnonzero(steps).astype(np.int32)
        after = np.repeat(runs[1:], np.diff(runs))
        after[after == ends] = order.size
        place = np.empty_like(order)
        place[order] = np.arange(order.size, dtype=np.int32)
        return Improvements(order, place, after, ends)


@dataclass(frozen=True, slots=True, eq=False)
class Improvements:
    """Those of free moves that lead to a state of a higher rank.

    Attributes:
        order: The states, group by group, those of a lower rank first, int32.
        place: Where each state stands in it, int32.
        after: Per place, the first place of a higher rank in the group; past all where there is
            none, int32.
        ends: Per place, where its group ends, int32.
    """

    order: NDArray[np.int32]
    place: NDArray[np.int32]
    after: NDArray[np.int32]
    ends: NDArray[np.int32]

    @property
    def states(self) -> int:
        """How many states there are."""
        return self.order.size

    def of(self, state: int) -> NDArray[np.int32]:
        """Return the states that one move leads to."""
        place = self.place[state]
        return np.sort(self.order[self.after[place] : self.ends[place]])

    def movable(self) -> NDArray[np.bool_]:
        """Return from which states there is a move."""
        return np.asarray(self.after[self.place] < self.states)

    def least(self, values: Ranks) -> Ranks:
        """Return the least value one move leads to from each state; `NOTHING` without a move."""
        spend(1 + values.size // 50)
        # From each place to the end of its group: over two places, over four, and so on.
        least = np.empty(self.states + 1, np.int32)
        least[:-1], least[-1] = values[self.order], NOTHING
        left = self.ends - np.arange(self.states, dtype=np.int32)
        step, longest = 1, int(left.max(initial=0))
        while step < longest:
            further = np.where(left[:-step] > step, least[step:-1], NOTHING)
            np.minimum(least[: -step - 1], further, out=least[: -step - 1])
            step *= 2
        return np.asarray(least[self.after][self.place])
