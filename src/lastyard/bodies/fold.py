"""Fold member lines into a distribution over form values, forwards and backwards.

Forwards, ``add`` turns the distribution of the sums so far into that with one more line.
Backwards, ``expect`` turns "the value of ending at these sums" into "the value of being
at these sums with this line still to vote". One line needs a handful of array shifts; a
class of many equal members is a convolution with the distribution of its own sum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.bodies.grid import Array, Grid, Shift, shifted
from lastyard.bodies.kernels import binomial, power_of_steps, trinomial_rows

if TYPE_CHECKING:
    from lastyard.bodies.forms import CompiledRule

_ONE_BY_ONE = 4  # classes up to this size are folded member by member
_NOTHING = 1e-100  # weights below it are left out of a convolution
_LARGEST_TRINOMIAL = 2_500  # beyond, yes and abstain together have too many splits


class TooLargeError(Exception):
    """The exact computation would need too much memory or time."""


@dataclass(frozen=True, slots=True)
class Line:
    """Equal members with equal ballot probabilities.

    Attributes:
        count: How many of them vote.
        chances: Probability of yes, abstain and no, for each of them.
        shifts: What a yes, an abstention and a no add to each form.
    """

    count: int
    chances: tuple[float, float, float]
    shifts: tuple[Shift, Shift, Shift]

    @classmethod
    def of(
        cls, rule: CompiledRule, grid: Grid, member: int, chances: tuple[float, float, float]
    ) -> Line:
        """The line of one member (or class) of a body on a grid."""
        yes, abstain, no = (grid.shift(rule, member, ballot) for ballot in range(3))
        return cls(rule.counts[member], chances, (yes, abstain, no))

    def less(self, fewer: int) -> Line:
        """The same line with fewer members."""
        return Line(self.count - fewer, self.chances, self.shifts)


def add(sums: Array, line: Line) -> Array:
    """The distribution of the sums once a line has voted too."""
    if line.count <= _ONE_BY_ONE:
        return _one_by_one(sums, line, back=False)
    kernel, low = _kernel(line)
    return _convolve(sums, kernel, low)


def expect(value: Array, line: Line) -> Array:
    """The expected value at each sum, before a line votes, of the value after it."""
    if line.count <= _ONE_BY_ONE:
        return _one_by_one(value, line, back=True)
    kernel, low = _kernel(line)
    reverse = tuple(slice(None, None, -1) for _ in low)
    high = tuple(-(start + length - 1) for start, length in zip(low, kernel.shape, strict=True))
    return _convolve(value, kernel[reverse], high)


def _one_by_one(cells: Array, line: Line, *, back: bool) -> Array:
    """Move what is in each cell to where each member's ballots lead, or back from there."""
    for _ in range(line.count):
        result = np.zeros_like(cells)
        for chance, shift in zip(line.chances, line.shifts, strict=True):
            if chance:
                after, before = shifted(cells, shift)
                target, source = (before, after) if back else (after, before)
                result[target] += chance * cells[source]
        cells = result
    return cells


def _kernel(line: Line) -> tuple[Array, Shift]:
    """The distribution of a line's own sum, and the sum at its first cell."""
    n = line.count
    merged: dict[Shift, float] = {}
    for chance, shift in zip(line.chances, line.shifts, strict=True):
        if chance:
            merged[shift] = merged.get(shift, 0.0) + chance
    shifts = list(merged)
    low = tuple(min(n * s[j] for s in shifts) for j in range(len(shifts[0])))
    high = tuple(max(n * s[j] for s in shifts) for j in range(len(shifts[0])))
    kernel = np.zeros(tuple(h - start + 1 for h, start in zip(high, low, strict=True)))
    if len(shifts) == 1:
        kernel[(0,) * len(low)] = 1.0
    elif len(shifts) == 2:
        counts = np.arange(n + 1)
        cells = [
            counts * b + (n - counts) * a - start for a, b, start in zip(*shifts, low, strict=True)
        ]
        kernel[tuple(cells)] = binomial(n, merged[shifts[1]])
    elif len(low) == 1 and n > _LARGEST_TRINOMIAL:
        pmf, first = power_of_steps(n, list(merged.values()), [s[0] for s in shifts])
        return pmf, (first,)
    elif n > _LARGEST_TRINOMIAL:
        raise TooLargeError
    else:
        chances = list(merged.values())
        for yes, row in trinomial_rows(n, chances[0], chances[1]):
            rest = np.arange(row.size)
            cells = [
                yes * y + rest * a + (n - yes - rest) * no - start
                for y, a, no, start in zip(*shifts, low, strict=True)
            ]
            np.add.at(kernel, tuple(cells), row)
    return kernel, low


def _convolve(array: Array, kernel: Array, low: Shift) -> Array:
    """Convolve, then keep the cells of the grid (a kernel's first cell means ``low``)."""
    kernel, offset = _trimmed(kernel)
    low = tuple(a + b for a, b in zip(low, offset, strict=True))
    trimmed, offset = _trimmed(array)
    first = tuple(a + b for a, b in zip(low, offset, strict=True))
    axes = tuple(range(array.ndim))
    full = tuple(a + k - 1 for a, k in zip(trimmed.shape, kernel.shape, strict=True))
    sizes = tuple(1 << (length - 1).bit_length() for length in full)
    spectrum = np.fft.rfftn(trimmed, sizes, axes) * np.fft.rfftn(kernel, sizes, axes)
    whole = np.clip(np.fft.irfftn(spectrum, sizes, axes), 0.0, None)
    result = np.zeros_like(array)
    target, source = [], []
    for length, available, start in zip(array.shape, full, first, strict=True):
        begin = max(start, 0)
        end = max(min(length, available + start), begin)
        target.append(slice(begin, end))
        source.append(slice(begin - start, end - start))
    result[tuple(target)] = whole[tuple(source)]
    return result


def _trimmed(array: Array) -> tuple[Array, Shift]:
    """The box of an array outside which everything is nothing, and where it starts."""
    box = []
    for axis in range(array.ndim):
        others = tuple(a for a in range(array.ndim) if a != axis)
        kept = np.flatnonzero(array.max(axis=others) > _NOTHING)
        box.append(slice(int(kept[0]), int(kept[-1]) + 1) if kept.size else slice(0, 1))
    return array[tuple(box)], tuple(s.start for s in box)
