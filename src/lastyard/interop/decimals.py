"""Fractions as decimal text: exact where that is short, else the nearest float.

Example:
    >>> decimal_text(Fraction(1, 8)), decimal_text(Fraction(1, 3))
    ('0.125', '0.3333333333333333')
"""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

__all__ = ["decimal_text"]

_LONGEST = 34


def decimal_text(number: Fraction) -> str:
    """Write a number as a decimal that any of the formats can read."""
    if number.denominator == 1:
        return str(number.numerator)
    with localcontext() as context:
        context.prec = _LONGEST
        quotient = Decimal(number.numerator) / Decimal(number.denominator)
        if Fraction(quotient) == number:
            return format(quotient.normalize(), "f")
    return repr(float(number))
