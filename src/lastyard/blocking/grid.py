"""All packages over a few small issues, as places in one row, and sets of them as masks.

Example:
    >>> from lastyard.case.conditions.tree import OneOf
    >>> grid = Grid({"days": 2, "border": 3})
    >>> bin(grid.where(OneOf("border", 0b100)))
    '0b100100'
    >>> grid.package(5)
    {'days': 1, 'border': 2}
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import prod

from lastyard.case.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
)

__all__ = ["Grid"]


class Grid:
    """The packages over some issues, the first issue slowest.

    Args:
        sizes: Number of options per issue; their product is the length of every list made.
    """

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self.number = prod(sizes.values())
        self._every = (1 << self.number) - 1

    def package(self, place: int) -> dict[str, int]:
        """Return the package at a place."""
        options = []
        for size in reversed(self.sizes.values()):
            place, option = divmod(place, size)
            options.append(option)
        return dict(zip(self.sizes, reversed(options), strict=True))

    def lines(self, issue: str) -> Iterator[slice]:
        """Yield the places that differ on this issue only, as slices."""
        names = list(self.sizes)
        stride = prod(self.sizes[name] for name in names[names.index(issue) + 1 :])
        length = stride * self.sizes[issue]
        for block in range(0, self.number, length):
            for start in range(block, block + stride):
                yield slice(start, block + length, stride)

    def where(self, condition: Condition) -> int:
        """Return the mask of the places whose packages satisfy a condition."""
        match condition:
            case OneOf(issue, options):
                row = [options >> k & 1 for k in range(self.sizes[issue])]
                return _mask(self._sums({issue: row}), 1, None)
            case Total(terms, low, high):
                return _mask(self._sums(dict(terms)), low, high)
            case All(parts):
                result = self._every
                for part in parts:
                    result &= self.where(part)
                return result
            case Any(parts):
                result = 0
                for part in parts:
                    result |= self.where(part)
                return result
            case Not(part):
                return self._every & ~self.where(part)
            case Same(left, right):
                return self._every & ~(self.where(left) ^ self.where(right))
            case AtLeast(quota, weights, parts):
                reached = [0] * self.number
                for weight, part in zip(weights, parts, strict=True):
                    held = self.where(part)
                    reached = [r + weight * (held >> k & 1) for k, r in enumerate(reached)]
                return _mask(reached, quota, None)

    def _sums(self, terms: Mapping[str, Sequence[int]]) -> list[int]:
        sums = [0]
        for issue, size in self.sizes.items():
            row = terms.get(issue)
            if row is None:
                sums = [value for value in sums for _ in range(size)]
            else:
                sums = [value + weight for value in sums for weight in row]
        return sums


def _mask(values: Sequence[int], low: int | None, high: int | None) -> int:
    digits = "".join(
        "1" if (low is None or value >= low) and (high is None or value <= high) else "0"
        for value in reversed(values)
    )
    return int(digits, 2)
