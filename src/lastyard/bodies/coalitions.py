"""Count coalitions, exactly, by size and by what they achieve.

For one component of a rule in which every member votes yes or no, the table holds the
number of sets of yes-voters for each size and each value of the forms. Removing one
member again is exact integer subtraction, so one table serves all members. Counts
beyond 63 bits are kept in limbs of 30 bits whose carries are put off.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.forms import holds_on
from lastyard.bodies.grid import Grid, Shift, shifted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from lastyard.bodies.forms import CompiledRule, Component

_LIMB = 30
_FOLDS_BETWEEN_CARRIES = 30

Sizes: TypeAlias = list[int]
"""Numbers of coalitions by size, from 0."""


@dataclass(frozen=True, slots=True)
class CoalitionTable:
    """All coalitions of a component's members.

    Attributes:
        table: Axes limb, size, then each form that is not simply the size.
        labels: What each cell achieves, by size and form values: an index of ``meanings``.
        steps: What each member line's yes adds to the forms kept.
        meanings: For each label a pattern of true atoms (bits by atom number). Cells that
            cannot differ in the outcome may share one.
        prefix: With one form, the table summed along it up to before each value; the
            coalitions with values in a range are then a difference of two cells.
    """

    table: NDArray[np.int64]
    labels: NDArray[np.int64]
    steps: dict[int, Shift]
    meanings: tuple[int, ...]
    prefix: NDArray[np.int64] | None

    @classmethod
    def of(cls, rule: CompiledRule, component: Component) -> CoalitionTable:
        """Count the coalitions of a component of a yes-or-no rule."""
        grid = Grid.of(rule, component)
        head = _size_axis(rule, component)
        kept = [axis for axis in range(len(grid.shape)) if axis != head]
        members = sum(rule.counts[i] for i in component.members)
        shape = tuple(grid.shape[axis] for axis in kept)
        limbs = limbs_for(members)
        table = np.zeros((limbs, members + 1, *shape), np.int64)
        table[(0, 0, *(grid.origin[axis] for axis in kept))] = 1
        steps = {}
        folded = 0
        box = [(grid.origin[axis], grid.origin[axis] + 1) for axis in kept]
        for i in component.members:
            step = grid.shift(rule, i, 0)
            steps[i] = tuple(step[axis] for axis in kept)
            for _ in range(rule.counts[i]):
                folded += 1
                box = _fold(table, steps[i], folded, box)
                if limbs > 1 and folded % _FOLDS_BETWEEN_CARRIES == 0:
                    _carry(table)
        if limbs > 1:
            _carry(table)
        labels, meanings = _labels(rule, grid)
        if head is None:
            labels = np.broadcast_to(labels, (members + 1, *labels.shape))
        else:
            labels = np.moveaxis(labels, head, 0)
        return cls(table, labels, steps, meanings, _prefix(table))

    def by_pattern(self) -> dict[int, Sizes]:
        """Numbers of coalitions by size, for each pattern of atoms (global bits)."""
        return {
            self.meanings[int(label)]: _sizes(self.table, self.labels == label)
            for label in np.unique(self.labels)
        }

    def swings(self, member: int) -> dict[tuple[int, int], Sizes]:
        """Coalitions of the others whose pattern changes when one member joins.

        Args:
            member: A member line; of a class, one member of it.

        Returns:
            For each (pattern without it, pattern with it) that differ, numbers of
            coalitions by size without it.
        """
        step = self.steps[member]
        target, source = shifted(self.labels, step)
        before = self.labels[:-1][(slice(None), *source)]
        after = self.labels[1:][(slice(None), *target)]
        inside: NDArray[np.int64] | None = None
        result = {}
        for old, new in itertools.permutations(range(len(self.meanings)), 2):
            changed = (before == old) & (after == new)
            if not changed.any():
                continue
            sizes = self._in_ranges(changed, step)
            if sizes is None:
                if inside is None:
                    inside = self._without(step)[(slice(None), slice(None), *source)]
                sizes = _sizes(inside, changed)
            result[self.meanings[old], self.meanings[new]] = sizes
        return result

    def _in_ranges(self, changed: NDArray[np.bool_], step: Shift) -> Sizes | None:
        """Coalitions of the others whose value lies in one range a size.

        Leaving one member out undoes its fold, so the coalitions of the others of size s
        and value x are f(s, x) - f(s - 1, x - step) + f(s - 2, x - 2 step) - ...; over a
        range of values each term is a difference of two prefix sums.

        Returns:
            Numbers by size, or ``None`` if the cells are no ranges of a single form.
        """
        if self.prefix is None or step[0] < 0:
            return None
        sizes = np.flatnonzero(changed.any(axis=1))
        first = changed[sizes].argmax(axis=1)
        last = changed.shape[1] - 1 - changed[sizes, ::-1].argmax(axis=1)
        if (changed[sizes].sum(axis=1) != last - first + 1).any():
            return None
        left_out = np.arange(changed.shape[0])
        row = np.maximum(sizes[:, None] - left_out, 0)
        high = np.maximum(last[:, None] + 1 - left_out * step[0], 0)
        low = np.maximum(first[:, None] - left_out * step[0], 0)
        sign = np.where(left_out > sizes[:, None], 0, 1 - 2 * (left_out % 2))
        sums = ((self.prefix[:, row, high] - self.prefix[:, row, low]) * sign).sum(axis=2)
        result = [0] * changed.shape[0]
        for place, size in enumerate(sizes):
            result[int(size)] = _whole(sums[:, place])
        return result

    def _without(self, step: Shift) -> NDArray[np.int64]:
        """Coalitions of the others: undo one fold, smallest size first."""
        others = self.table[:, :-1].copy()
        target, source = shifted(others, step)
        for size in range(1, others.shape[1]):
            others[:, size][(slice(None), *target)] -= others[:, size - 1][(slice(None), *source)]
        return others


def limbs_for(members: int) -> int:
    """How many limbs hold the number of coalitions of so many members."""
    return 1 if members <= 61 else members // _LIMB + 1


def table_cells(rule: CompiledRule, component: Component) -> int:
    """How many cells the table of a component would have, over all limbs."""
    members = sum(rule.counts[i] for i in component.members)
    grid = Grid.of(rule, component)
    head = _size_axis(rule, component)
    cells = limbs_for(members) * (members + 1) * grid.cells
    return cells // grid.shape[head] if head is not None else cells


def _size_axis(rule: CompiledRule, component: Component) -> int | None:
    """The axis whose form merely counts the yes-voters of the component, if any."""
    for axis, number in enumerate(component.forms):
        if all(rule.forms[number].yes[i] == 1 for i in component.members):
            return axis
    return None


def _labels(rule: CompiledRule, grid: Grid) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """Label each cell of the grid; a rule of one component needs only won and lost."""
    atoms = grid.component.atoms
    local, labels = np.unique(grid.patterns(rule), return_inverse=True)
    meanings = [sum(1 << a for k, a in enumerate(atoms) if int(p) >> k & 1) for p in local]
    labels = labels.reshape(grid.shape).astype(np.int64)
    if len(rule.components) > 1:
        return labels, tuple(meanings)
    won = [holds_on(rule.formula, meaning) for meaning in meanings]
    kinds = sorted(set(won))
    labels = np.array([kinds.index(w) for w in won])[labels]
    return labels, tuple(meanings[won.index(kind)] for kind in kinds)


def _prefix(table: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Sums along the only form; ``None`` with several, or where sums of limbs might wrap."""
    if table.ndim != 3 or (table.shape[0] > 1 and table[0].size >= 1 << (62 - _LIMB)):
        return None
    prefix = np.zeros((*table.shape[:2], table.shape[2] + 1), np.int64)
    np.cumsum(table, axis=2, out=prefix[:, :, 1:])
    return prefix


def _fold(
    table: NDArray[np.int64], step: Shift, folded: int, box: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add one member; ``box`` is where the table is not zero, returned as it is after."""
    source = tuple(slice(low, high) for low, high in box)
    target = tuple(slice(low + d, high + d) for (low, high), d in zip(box, step, strict=True))
    table[(slice(None), slice(1, folded + 1), *target)] += table[
        (slice(None), slice(0, folded), *source)
    ]
    return [
        (min(low, low + d), max(high, high + d)) for (low, high), d in zip(box, step, strict=True)
    ]


def _carry(table: NDArray[np.int64]) -> None:
    for limb in range(table.shape[0] - 1):
        table[limb + 1] += table[limb] >> _LIMB
        table[limb] &= (1 << _LIMB) - 1


def _sizes(table: NDArray[np.int64], mask: NDArray[np.bool_]) -> Sizes:
    axes = tuple(range(2, table.ndim))
    sums: NDArray[np.int64] = np.asarray(np.sum(table, axis=axes, where=mask, dtype=np.int64))
    return [_whole(column) for column in sums.T]


def _whole(limbs: Iterable[np.int64]) -> int:
    return sum(int(value) << (_LIMB * place) for place, value in enumerate(limbs))
