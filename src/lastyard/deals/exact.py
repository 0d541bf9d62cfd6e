"""Exact numbers in numpy arrays: decimals, fractions and floats as whole multiples of a unit.

Sums of floats depend on their order, so two packages that are worth the same on paper
can differ in the last bit; a filter of dominated packages would then keep or drop one of
them by chance. Here every number of a party becomes a whole multiple of one unit:

* ``int``, ``Fraction`` and ``Decimal`` are taken as they are;
* floats are read as the decimals of at most 15 significant digits that they denote, if
  all floats of the party do (15 digits survive the way through a float unharmed), and as
  the binary numbers that they are otherwise.

Either way nothing is rounded. Whole numbers below 2**62 stand in one 64-bit *limb*,
larger ones in several limbs of 56 bits, the most significant first; only that one is
signed. Addition of limbs is exact after :func:`carried`.

Example:
    >>> unit, (whole,) = whole_multiples([[0.1, 0.2, 0.3]])
    >>> unit, whole
    (Fraction(1, 10), [1, 2, 3])
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction
from numbers import Rational

import numpy as np
from numpy.typing import NDArray

__all__ = [
    "Limbs",
    "Number",
    "at_least",
    "carried",
    "from_limbs",
    "limbs_needed",
    "ordinals",
    "to_limbs",
    "whole_multiples",
]

Number = int | float | Fraction | Decimal
Limbs = NDArray[np.int64]

_LIMB_BITS = 56
_LIMB_MASK = (1 << _LIMB_BITS) - 1
_ONE_LIMB_LIMIT = 1 << 62
_DECIMAL_DIGITS = 15


def whole_multiples(groups: Sequence[Sequence[Number]]) -> tuple[Fraction, list[list[int]]]:
    """Write numbers as whole multiples of their largest common unit of the form 1/n.

    Args:
        groups: Sequences of finite numbers; all share one unit.

    Returns:
        The unit and, group by group, the whole numbers.

    Raises:
        ValueError: A number is not finite.
    """
    decimals = _float_decimals([float(x) for group in groups for x in group if _is_float(x)])
    ratios = [[_ratio(x, decimals) for x in group] for group in groups]
    denominator = math.lcm(*(bottom for group in ratios for _, bottom in group))
    whole = [[top * (denominator // bottom) for top, bottom in group] for group in ratios]
    return Fraction(1, denominator), whole


def _is_float(number: Number) -> bool:
    return isinstance(number, float | np.floating)


def _float_decimals(floats: list[float]) -> int | None:
    """Return how many decimals write all floats with 15 significant digits at most, or None."""
    if not floats:
        return None
    array = np.array(floats)
    if not np.isfinite(array).all():
        raise ValueError("values must be finite numbers, not NaN or infinite")
    largest = float(np.abs(array).max())
    digits_before = max(0, math.ceil(math.log10(largest))) if largest > 0 else 0
    for decimals in range(max(0, _DECIMAL_DIGITS - digits_before) + 1):
        # Dividing whole numbers below 2**53 by powers of ten up to 10**22 rounds
        # correctly, so equality proves that the float denotes this very decimal.
        if (np.rint(array * 10.0**decimals) / 10.0**decimals == array).all():
            return decimals
    return None


def _ratio(number: Number, decimals: int | None) -> tuple[int, int]:
    if _is_float(number):
        if decimals is not None:
            return round(float(number) * 10.0**decimals), 10**decimals
        return float(number).as_integer_ratio()
    if isinstance(number, Decimal):
        if not number.is_finite():
            raise ValueError("values must be finite numbers, not NaN or infinite")
        return number.as_integer_ratio()
    if isinstance(number, Rational):
        return int(number.numerator), int(number.denominator)
    return int(number), 1


def limbs_needed(magnitude: int) -> int:
    """Return how many limbs hold every whole number up to ``magnitude`` either side of 0."""
    if magnitude < _ONE_LIMB_LIMIT:
        return 1
    return 1 + -(-(magnitude.bit_length() - 60) // _LIMB_BITS)


def to_limbs(numbers: Iterable[int], limbs: int) -> Limbs:
    """Write whole numbers as limbs.

    Args:
        numbers: n whole numbers.
        limbs: Limbs per number, as :func:`limbs_needed` says.

    Returns:
        Array of shape (n, limbs), most significant limb first.
    """
    if limbs == 1:
        return np.array(list(numbers), dtype=np.int64).reshape(-1, 1)
    rows = []
    for number in numbers:
        lower = [(number >> (_LIMB_BITS * j)) & _LIMB_MASK for j in range(limbs - 2, -1, -1)]
        rows.append([number >> (_LIMB_BITS * (limbs - 1)), *lower])
    return np.array(rows, dtype=np.int64).reshape(-1, limbs)


def from_limbs(limbs: Sequence[int] | Limbs) -> int:
    """Return the whole number that the limbs stand for."""
    number = 0
    for limb in limbs:
        number = (number << _LIMB_BITS) + int(limb)
    return number


def carried(sums: Limbs) -> Limbs:
    """Carry over-full lower limbs into the next one, in place; the last axis holds the limbs."""
    for j in range(sums.shape[-1] - 1, 0, -1):
        sums[..., j - 1] += sums[..., j] >> _LIMB_BITS
        sums[..., j] &= _LIMB_MASK
    return sums


def at_least(values: Limbs, bound: Limbs) -> NDArray[np.bool_]:
    """Compare exactly: ``values >= bound`` along the last axis of limbs (broadcasting)."""
    result = values[..., -1] >= bound[..., -1]
    for j in range(values.shape[-1] - 2, -1, -1):
        higher, equal = values[..., j] > bound[..., j], values[..., j] == bound[..., j]
        result = higher | (equal & result)
    return result


def ordinals(values: Limbs) -> NDArray[np.int64]:
    """Return one 64-bit number per value that orders and equates them as their limbs do.

    Args:
        values: Array of shape (n, parties, limbs).

    Returns:
        Array of shape (n, parties): the values themselves if they have one limb, else
        their dense ranks.
    """
    if values.shape[-1] == 1:
        return values[..., 0]
    ranks = np.empty(values.shape[:2], dtype=np.int64)
    for p in range(values.shape[1]):
        column = values[:, p]
        order = np.lexsort(column.T[::-1])
        in_order = column[order]
        steps = np.empty(len(order), dtype=np.int64)
        steps[:1] = 0
        steps[1:] = np.cumsum((in_order[1:] != in_order[:-1]).any(axis=1))
        ranks[order, p] = steps
    return ranks
