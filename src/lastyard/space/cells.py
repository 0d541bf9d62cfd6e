"""Options of an issue that no condition tells apart, merged into cells.

A range of 10,000 steps under ten comparisons falls into at most eleven cells; search
then branches over cells and counts each with its number of options.

Example:
    >>> from lastyard.case.conditions.tree import OneOf
    >>> cells_of({"truce": 6}, [OneOf("truce", 0b110000)])["truce"]
    (15, 48)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lastyard.budget import spend
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

__all__ = ["cells_of", "leaves_of"]


def leaves_of(conditions: Iterable[Condition]) -> tuple[OneOf | Total, ...]:
    """Return the distinct leaves of the conditions, in the order of first mention."""
    found: dict[OneOf | Total, None] = {}
    waiting = list(conditions)[::-1]
    looked = 0
    while waiting:
        node = waiting.pop()
        looked += 1
        match node:
            case OneOf() | Total():
                found[node] = None
            case All(parts) | Any(parts) | AtLeast(_, _, parts):
                waiting.extend(reversed(parts))
            case Not(part):
                waiting.append(part)
            case Same(left, right):
                waiting += (right, left)
    spend(looked)
    return tuple(found)


def cells_of(
    sizes: Mapping[str, int], conditions: Iterable[Condition]
) -> dict[str, tuple[int, ...]]:
    """Split the options of every issue into cells that no leaf tells apart.

    Args:
        sizes: Number of options per issue.
        conditions: The conditions whose leaves count.

    Returns:
        Per issue, bit masks of options that together hold every option once, ordered
        by their lowest option.
    """
    masks: dict[str, dict[int, None]] = {issue: {} for issue in sizes}
    weights: dict[str, dict[tuple[int, ...], None]] = {issue: {} for issue in sizes}
    for leaf in leaves_of(conditions):
        if isinstance(leaf, OneOf):
            masks[leaf.issue][leaf.options] = None
        else:
            for issue, values in leaf.terms:
                weights[issue][values] = None
    result = {}
    for issue, size in sizes.items():
        cells = _split_by_masks(size, masks[issue])
        for values in weights[issue]:
            cells = _split_by_weights(cells, values)
        result[issue] = tuple(sorted(cells, key=lambda cell: cell & -cell))
    return result


def _split_by_masks(size: int, masks: Iterable[int]) -> list[int]:
    cells = [(1 << size) - 1]
    for mask in masks:
        spend(1 + len(cells) // 4)
        cells = [part for cell in cells for part in (cell & mask, cell & ~mask) if part]
    return cells


def _split_by_weights(cells: list[int], values: tuple[int, ...]) -> list[int]:
    if len(cells) == len(values):
        return cells
    spend(len(values))
    where = {}
    for number, cell in enumerate(cells):
        for option in _positions(cell):
            where[option] = number
    groups: dict[tuple[int, int], int] = {}
    for option, value in enumerate(values):
        key = (where[option], value)
        groups[key] = groups.get(key, 0) | 1 << option
    return list(groups.values())


def _positions(mask: int) -> Iterable[int]:
    """Positions of the set bits; on text, because long masks make bit tricks slow."""
    return [k for k, digit in enumerate(reversed(bin(mask)[2:])) if digit == "1"]
