# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Anchors: a quotation's exact text with its surroundings and offsets, and finding it again.

The form is that of the W3C Web Annotation Data Model (TextQuoteSelector with 32
characters on each side, TextPositionSelector with [start, end) in code points).

Example:
    >>> text = "He said that talks would resume soon."
    >>> anchor = make_anchor(text, 13, 31)
    >>> refind(anchor, "New line. " + text).start
    23
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from lastyard.reading.document import ReadingError

CONTEXT = 32
"""Characters kept on each side of a quotation."""

_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
    }
)
_SPACES = re.compile(r"\s+")


class AnchorError(ReadingError):
    """A quotation that cannot be found in a document, or not uniquely."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a text.

    Attributes:
        exact: The text itself.
        prefix: Up to 32 characters before it.
        suffix: Up to 32 characters after it.
        start: Offset of its first character, in code points.
        end: Offset after its last.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """Give the anchor as plain JSON values."""
        return {
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "start": self.start,
            "end": self.end,
        }


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Anchor the characters [start, end) of a text.

    Raises:
        AnchorError: If the offsets do not lie within the text.
    """
    if not 0 <= start < end <= len(text):
        raise AnchorError(
            f"offsets {start} to {end} do not lie in a text of {len(text)} characters"
        )
    return Anchor(
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        start,
        end,
    )


def refind(anchor: Anchor, text: str) -> Anchor:
    """Find an anchor again in a text that may have been saved anew.

    First at its offsets; then every place with the exact text, the one whose surroundings
    agree best (the nearest of equals); then the same with white space joined and
    quotation marks and dashes made alike.

    Raises:
        AnchorError: If the text does not hold the quotation, or holds it at several places
            that fit equally well.
    """
    if not anchor.exact.strip():
        raise AnchorError("the anchor has no text")
    if text[anchor.start : anchor.end] == anchor.exact:
        return make_anchor(text, anchor.start, anchor.end)
    found = _best_place(anchor, text)
    if found is not None:
        return make_anchor(text, found, found + len(anchor.exact))
    plain, offsets = _plain(text)
    wanted = _plain(anchor.exact)[0].strip()
    relaxed = replace(
        anchor, exact=wanted, prefix=_plain(anchor.prefix)[0], suffix=_plain(anchor.suffix)[0]
    )
    found = _best_place(relaxed, plain) if wanted else None
    if found is None:
        raise AnchorError(f"the document does not contain {_shortened(anchor.exact)}")
    return make_anchor(text, offsets[found], offsets[found + len(wanted) - 1] + 1)


def _best_place(anchor: Anchor, text: str) -> int | None:
    """Find the place of the exact text whose surroundings agree best."""
    best: tuple[int, int] | None = None
    tied = False
    place = -1
    at = text.find(anchor.exact)
    while at >= 0:
        before = text[max(0, at - CONTEXT) : at]
        end = at + len(anchor.exact)
        after = text[end : end + CONTEXT]
        agreement = _common_end(before, anchor.prefix) + _common_start(after, anchor.suffix)
        score = (agreement, -abs(at - anchor.start))
        if best is None or score > best:
            tied = False
            best, place = score, at
        elif score == best:
            tied = True
        at = text.find(anchor.exact, at + max(1, len(anchor.exact)))
    if tied:
        raise AnchorError(
            f"the document contains {_shortened(anchor.exact)} at several places that fit equally"
        )
    return place if best is not None else None


def _common_end(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _common_start(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _plain(text: str) -> tuple[str, list[int]]:
    """Join white space and make marks alike; also give each character's offset in the text."""
    characters: list[str] = []
    offsets: list[int] = []
    for match in re.finditer(r"\s+|\S+", text):
        found = match.group()
        if found[0].isspace():
            characters.append(" ")
            offsets.append(match.start())
        else:
            characters.append(found.translate(_MARKS))
            offsets.extend(range(match.start(), match.end()))
    return "".join(characters), offsets


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
