"""Counting choices whose weights add up to a total, without listing them.

One choice of an issue is a polynomial with a term per distinct weight; the product over
issues has as coefficient of x**s the number of ways to reach the sum s. The product is
taken on big integers with a fixed number of bits per coefficient (Kronecker's
substitution), so three issues of 10,000 steps take milliseconds.

Example, two dice that show at least 11:
    >>> die = tuple((value, 1) for value in range(1, 7))
    >>> ways([die, die], 11, None)
    3
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from math import gcd, prod

__all__ = ["reaches", "span_of", "ways", "work_of"]

Choice = Sequence[tuple[int, int]]


def span_of(choices: Sequence[Choice]) -> int:
    """Return how many sums lie between the least and the greatest, in common steps."""
    step = _common_step(choices)
    return sum(max(w for w, _ in c) - min(w for w, _ in c) for c in choices) // step + 1


def work_of(choices: Sequence[Choice]) -> int:
    """Return about how many units of work :func:`ways` takes.

    Python multiplies long integers in about n**1.58 steps, n their digits of 30 bits.
    """
    span = span_of(choices)
    width = prod(sum(n for _, n in choice) for choice in choices).bit_length()
    digits = span * width / 30
    return int(len(choices) * span / 2 + digits**1.585 / 200)


def ways(choices: Sequence[Choice], low: int | None, high: int | None) -> int:
    """Count the ways to choose one entry per choice with a sum from low to high.

    Args:
        choices: Per issue, pairs of a weight and the number of options that have it.
        low: Least allowed sum, or None.
        high: Greatest allowed sum, or None.

    Returns:
        The number of ways, exactly. Time and memory grow with :func:`span_of`.
    """
    step = _common_step(choices)
    least = sum(min(w for w, _ in choice) for choice in choices)
    span = span_of(choices)
    first = 0 if low is None else max(0, -((least - low) // step))
    last = span - 1 if high is None else min(span - 1, (high - least) // step)
    if first > last:
        return 0
    width = prod(sum(n for _, n in choice) for choice in choices).bit_length()
    product = 1
    for choice in choices:
        base = min(w for w, _ in choice)
        product *= _polynomial([((w - base) // step, n) for w, n in choice], width)
    wanted = (product >> first * width) & ((1 << (last - first + 1) * width) - 1)
    return _sum_of_digits(wanted, last - first + 1, width)


def reaches(
    choices: Sequence[Choice],
    low: int | None,
    high: int | None,
    charge: Callable[[int], None] = lambda _: None,
) -> bool:
    """Say whether :func:`ways` is positive, mostly without computing it.

    Sums without a gap stay without a gap when a choice is added whose own gaps are no
    longer than the span so far; then only the ends matter.
    """
    step = _common_step(choices)
    rows = [sorted({w for w, _ in choice}) for choice in choices]
    gaps = [max((b - a for a, b in pairwise(r)), default=0) for r in rows]
    span = 0
    for gap, row in sorted(zip(gaps, rows, strict=True)):
        if gap > span + step:
            charge(work_of(choices))
            return ways(choices, low, high) > 0
        span += row[-1] - row[0]
    least = sum(row[0] for row in rows)
    first = 0 if low is None else max(0, -((least - low) // step))
    last = span // step if high is None else min(span // step, (high - least) // step)
    return first <= last


def _common_step(choices: Sequence[Choice]) -> int:
    return gcd(*(w - choice[0][0] for choice in choices for w, _ in choice)) or 1


def _polynomial(terms: list[tuple[int, int]], width: int) -> int:
    """Pack coefficients into one integer, through text to stay linear in its length."""
    coefficients: dict[int, int] = {}
    for exponent, number in terms:
        coefficients[exponent] = coefficients.get(exponent, 0) + number
    top = max(coefficients)
    digits = "".join(format(coefficients.get(k, 0), f"0{width}b") for k in range(top, -1, -1))
    return int(digits, 2)


def _sum_of_digits(number: int, digits: int, width: int) -> int:
    """Add up the coefficients, halving the number of digits at each step.

    Carries cannot occur: ``width`` bits hold the number of all ways.
    """
    while digits > 1:
        half = (digits + 1) // 2
        number = (number >> half * width) + (number & ((1 << half * width) - 1))
        digits = half
    return number
