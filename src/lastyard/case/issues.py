"""Issues: what is negotiated, each with a finite list of options.

A numeric issue is the list of its steps. Numbers are kept as exact fractions, so that
``0.1 + 0.2`` in a case file is ``0.3``.

Example:
    >>> truce = Issue("truce", "Length of the cease-fire", NumericRange.parse("0", "180", "30"), unit="days")
    >>> truce.size, truce.label(2), truce.find("90"), truce.describe(2)
    (7, '60', 3, '60 days')
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import lru_cache

from lastyard.case.diagnostics import Place
from lastyard.records import record

__all__ = [
    "MOST_STEPS",
    "Issue",
    "NumericRange",
    "format_number",
    "labels_of",
    "parse_date",
    "parse_number",
]

MOST_STEPS = 10_000
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
        return int((self.high - self.low) / self.step) + 1

    def number(self, index: int) -> Fraction:
        """Return the number at an index from 0."""
        return self.low + index * self.step

    def index(self, number: Fraction) -> int | None:
        """Return the index of a number, or None when it is not one of the steps."""
        if not self.low <= number <= self.high or (number - self.low) % self.step:
            return None
        return int((number - self.low) / self.step)


@record(frozen=True, slots=True)
class Issue:
    """One thing that the parties negotiate about.

    Attributes:
        id: Name used in conditions and packages.
        name: Name shown to people.
        scale: The options: labels, or a numeric range.
        ordered: Whether the order of the options means something (always for numbers).
        unit: Unit of a numeric issue, as ``days``.
        words: Other words for the issue, for the reader of documents.
        option_words: Options with other words for them, likewise.
        note: Free text.
        place: Where the case file defines it.
    """

    id: str
    name: str
    scale: tuple[str, ...] | NumericRange
    ordered: bool = False
    unit: str | None = None
    words: tuple[str, ...] = ()
    option_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def is_numeric(self) -> bool:
        """Whether the options are numbers."""
        return isinstance(self.scale, NumericRange)

    @property
    def has_order(self) -> bool:
        """Whether ``<`` means something between its options."""
        return self.ordered or self.is_numeric

    @property
    def size(self) -> int:
        """How many options there are."""
        return self.scale.steps if isinstance(self.scale, NumericRange) else len(self.scale)

    @property
    def everything(self) -> int:
        """Bit mask of all options."""
        return (1 << self.size) - 1

    def label(self, index: int) -> str:
        """Return the option at an index as the case file writes it."""
        if isinstance(self.scale, NumericRange):
            return format_number(self.scale.number(index))
        return self.scale[index]

    def describe(self, index: int) -> str:
        """Return the option with its unit."""
        return f"{self.label(index)} {self.unit}" if self.unit else self.label(index)

    def find(self, text: str) -> int | None:
        """Return the index of an option as written, or None when there is none such."""
        if isinstance(self.scale, NumericRange):
            number = parse_number(text)
            return None if number is None else self.scale.index(number)
        return self.scale.index(text) if text in self.scale else None

    def distance(self, one: int, other: int) -> Fraction:
        """Return how far apart two options are, as a share of the issue's range.

        Steps over the number of steps on an ordered or numeric issue; 0 or 1 otherwise
        (docs/model.md, section 7, *gap*).
        """
        if one == other:
            return Fraction(0)
        if not self.has_order:
            return Fraction(1)
        return Fraction(abs(one - other), self.size - 1)


def labels_of(issues: Iterable[Issue], package: Mapping[str, int]) -> dict[str, str]:
    """Return the labels of a complete package's options, by issue."""
    return {issue.id: issue.label(package[issue.id]) for issue in issues}
