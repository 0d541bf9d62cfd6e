"""Conditions on many packages at once.

Kept apart from the tree because it needs numpy, which quick commands do not import.

Example:
    >>> from lastyard.conditions.tree import Any, OneOf
    >>> import numpy as np
    >>> holds_on(Any((OneOf("a", 0b01), OneOf("b", 0b10))), {"a": np.array([0, 1]), "b": np.array([0, 0])})
    array([ True, False])
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any as Any_

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend
from lastyard.conditions.tree import All, Any, AtLeast, Condition, Not, OneOf, Same, Total

__all__ = ["holds_on"]

_LARGEST_SUM = 2**62


def holds_on(
    condition: Condition, packages: Mapping[str, NDArray[np.integer]]
) -> NDArray[np.bool_]:
    """Return for each of n packages whether it satisfies the condition.

    Args:
        condition: The condition.
        packages: Per issue mentioned, the n indices of the chosen options (shape (n,)).

    Returns:
        Truth values, shape (n,).

    Raises:
        ValueError: If no issue is given, so that n is not known.
    """
    if not packages:
        raise ValueError("the number of packages is not known without an issue")
    number = len(next(iter(packages.values())))
    return _holds_on(condition, packages, number)


def _holds_on(
    condition: Condition, packages: Mapping[str, NDArray[np.integer]], number: int
) -> NDArray[np.bool_]:
    spend(6 + number // 300)
    match condition:
        case OneOf(issue, options):
            chosen = packages[issue]
            # Looked up in a table of the options, as large as the largest one needs.
            size = max(int(chosen.max(initial=0)), options.bit_length()) + 1
            packed = np.frombuffer(options.to_bytes((size + 7) // 8, "little"), np.uint8)
            table = np.unpackbits(packed, bitorder="little").view(np.bool_)
            return np.asarray(table[chosen])
        case Total(terms, low, high):
            kind = _type_for(condition)
            total: NDArray[Any_] = np.zeros(number, dtype=kind)
            for issue, weights in terms:
                total = total + np.array(weights, dtype=kind)[packages[issue]]
            result = np.ones(number, dtype=bool)
            if low is not None:
                result &= (total >= low).astype(bool)
            if high is not None:
                result &= (total <= high).astype(bool)
            return result
        case All(parts):
            result = np.ones(number, dtype=bool)
            for part in parts:
                result &= _holds_on(part, packages, number)
            return result
        case Any(parts):
            result = np.zeros(number, dtype=bool)
            for part in parts:
                result |= _holds_on(part, packages, number)
            return result
        case Not(part):
            return ~_holds_on(part, packages, number)
        case Same(left, right):
            return ~(_holds_on(left, packages, number) ^ _holds_on(right, packages, number))
        case AtLeast(quota, weights, parts):
            reached = np.zeros(number, dtype=np.int64 if sum(weights) < _LARGEST_SUM else object)
            for weight, part in zip(weights, parts, strict=True):
                reached = reached + _holds_on(part, packages, number).astype(reached.dtype) * weight
            return np.asarray(reached >= quota, dtype=np.bool_)


def _type_for(total: Total) -> type:
    """Whole numbers of the machine where they suffice, else Python's, which never overflow."""
    largest = sum(max(map(abs, weights)) for _, weights in total.terms)
    bounds = max(abs(bound) for bound in (total.low or 0, total.high or 0))
    return np.int64 if max(largest, bounds) < _LARGEST_SUM else object
