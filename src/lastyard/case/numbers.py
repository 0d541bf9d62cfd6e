"""Days and exact numbers as a case file writes them, and ranges of numbers.

Example:
    >>> parse_number("1/3") + parse_number("0.5"), format_number(Fraction(5, 2)), parse_date("2024-3-22")
    (Fraction(5, 6), '2.5', None)
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from functools import lru_cache

from lastyard.records import record

__all__ = ["NumericRange", "format_number", "parse_date", "parse_number"]

_LONGEST_NUMBER = 100

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(text: str) -> date | None:
    """Read a day written as ``2024-03-22``; None when it is not one."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def parse_number(text: str) -> Fraction | None:
    """Read a number (``12``, ``-0.5``, ``1e6``, ``1/3``) exactly; None when it is not one.

    Longer than 100 characters, or an exponent beyond 30, is not taken for a number: it
    could only be there to exhaust memory.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_NUMBER or not text.isascii():
        return None
    return _number_from(text)


@lru_cache(maxsize=1_000)  # the same few probabilities and steps are written again and again
def _number_from(text: str) -> Fraction | None:
    _, _, exponent = text.lower().partition("e")
    if exponent and not (exponent.lstrip("+-").isdigit() and abs(int(exponent)) <= 30):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def format_number(number: Fraction | int) -> str:
    """Write an exact number as a decimal where that is exact, else as a fraction."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    twos_and_fives = number.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{number.numerator}/{number.denominator}"
    places = 0
    scaled = number
    while scaled.denominator != 1:
        scaled *= 10
        places += 1
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


@record(frozen=True, slots=True)
class NumericRange:
    """The numbers ``low, low + step, ..., high``.

    Attributes:
        low: First number.
        high: Last number; ``high - low`` is a whole number of steps.
        step: Distance between neighbours, above zero.
    """

    low: Fraction
    high: Fraction
    step: Fraction

    @classmethod
    def parse(cls, low: str, high: str, step: str) -> NumericRange:
        """Build a range from decimal texts.

        Raises:
            ValueError: If a text is not a number or the three do not make a range.
        """
        numbers = [parse_number(text) for text in (low, high, step)]
        if any(number is None for number in numbers):
            raise ValueError("a range needs three numbers")
        first, last, width = (number for number in numbers if number is not None)
        if width <= 0 or last <= first or (last - first) % width:
            raise ValueError("the step must be above zero and divide the range")
        return cls(first, last, width)

    @property
    def steps(self) -> int:
        """How many numbers there are."""
        # In whole numbers: this is asked millions of times of cases with many issues.
        low, high, step = self.low, self.high, self.step
        span = high.numerator * low.denominator - low.numerator * high.denominator
        return span * step.denominator // (high.denominator * low.denominator * step.numerator) + 1

    def number(self, index: int) -> Fraction:
        """Return the number at an index from 0."""
        return self.low + index * self.step

    def index(self, number: Fraction) -> int | None:
        """Return the index of a number, or None when it is not one of the steps."""
        if not self.low <= number <= self.high or (number - self.low) % self.step:
            return None
        return int((number - self.low) / self.step)
