"""The words a cue attributes, as spans of words.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment(", talks failed, and")
    >>> parts.slice(*trimmed(parts, 0, 5))
    'talks failed'
"""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.segments import Segments
from lastyard.reading.words import CONJUNCTION, PUNCTUATION, QUOTE

LEAST_WORDS = 3


@dataclass(frozen=True, slots=True)
class Complement:
    """The words a cue attributes.

    Attributes:
        kind: ``clause`` (what was said) or ``object`` (what was demanded, rejected ...).
        pieces: Word spans, in order; two when the cue stands in the middle.
    """

    kind: str
    pieces: tuple[tuple[int, int], ...]


def has_quote(parts: Segments, first: int, last: int) -> bool:
    """Say whether a quotation is among words ``first`` to ``last`` (not included)."""
    return any(parts.kinds[k] == QUOTE for k in range(first, last))


def trimmed(parts: Segments, first: int, last: int) -> tuple[int, int]:
    """Drop punctuation and loose conjunctions at both ends."""
    while last > first and (
        (parts.kinds[last - 1] == PUNCTUATION and parts.words[last - 1] not in ")%]")
        or parts.kinds[last - 1] == CONJUNCTION
    ):
        last -= 1
    while (
        first < last and parts.kinds[first] == PUNCTUATION and parts.words[first] not in "([$€£#@"
    ):
        first += 1
    return first, last
