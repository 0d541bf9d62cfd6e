"""Weights of the cells of an issue: extremes, and which cells lie in a range.

Example:
    >>> store = Weights()
    >>> ref = store.add((10, 20, 30))
    >>> store.extremes(ref, 0b110), store.between(ref, 15, None)
    ((20, 30), 6)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable
from itertools import accumulate, pairwise

from lastyard.case.conditions.tree import bits

__all__ = ["Weights"]


class Weights:
    """Rows of weights, each stored once and known by its number.

    Args:
        charge: Called with the work of a look at many cells.
    """

    def __init__(self, charge: Callable[[int], None] = lambda _: None) -> None:
        self._charge = charge
        self._ascending: set[int] = set()
        self.rows: list[tuple[int, ...]] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._extremes: dict[tuple[int, int], tuple[int, int]] = {}
        self._sorted: dict[int, tuple[list[int], list[int] | None]] = {}

    def add(self, row: tuple[int, ...]) -> int:
        """Return the number of a row of weights, one per cell."""
        if row not in self._number:
            self._number[row] = len(self.rows)
            if all(one <= other for one, other in pairwise(row)):
                self._ascending.add(len(self.rows))
            self.rows.append(row)
        return self._number[row]

    def extremes(self, ref: int, mask: int) -> tuple[int, int]:
        """Return the least and the greatest weight of the cells in the mask."""
        key = (ref, mask)
        known = self._extremes.get(key)
        if known is None:
            row = self.rows[ref]
            if ref in self._ascending:
                return row[(mask & -mask).bit_length() - 1], row[mask.bit_length() - 1]
            self._charge(mask.bit_count())
            values = row if mask.bit_count() == len(row) else [row[k] for k in bits(mask)]
            known = self._extremes[key] = (min(values), max(values))
        return known

    def between(self, ref: int, low: int | None, high: int | None) -> int:
        """Return the mask of the cells whose weight lies from low to high."""
        if ref not in self._sorted:
            self._sorted[ref] = self._sort(self.rows[ref])
        ordered, prefixes = self._sorted[ref]
        first = 0 if low is None else bisect_left(ordered, low)
        last = len(ordered) if high is None else bisect_right(ordered, high)
        if first >= last:
            return 0
        if prefixes is None:
            return (1 << last) - (1 << first)
        return prefixes[last] & ~prefixes[first]

    @staticmethod
    def _sort(row: tuple[int, ...]) -> tuple[list[int], list[int] | None]:
        """Sort the weights; masks of the first cells are kept only when not in order."""
        order = sorted(range(len(row)), key=row.__getitem__)
        ordered = [row[k] for k in order]
        if order == list(range(len(row))):
            return ordered, None
        return ordered, list(accumulate((1 << k for k in order), int.__or__, initial=0))
