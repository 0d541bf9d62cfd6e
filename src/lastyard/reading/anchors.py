# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Where a quotation stands in a text, how to find it again, and which statements repeat earlier ones.

Example:
    >>> text = "He said that talks would resume soon."
    >>> anchor = make_anchor(text, 13, 31)
    >>> refind(anchor, "New line. " + text).start
    23
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from lastyard.reading.deedtable import deed_table
from lastyard.reading.lexicon import NUMBER_NAMES, denies
from lastyard.reading.text import ReadingError
from lastyard.reading.wordlists import word_set

CONTEXT = 32
"""Characters kept on each side of a quotation."""
_MARKS = str.maketrans("“”„«»‘’–—\u00a0", '"""""\'\'-- ')
_SPACES = re.compile(r"\s+")


class AnchorError(ReadingError):
    """A quotation that cannot be found in a document, or not uniquely."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a text.

    The form is that of the W3C Web Annotation Data Model (TextQuoteSelector with 32 characters on
    each side, TextPositionSelector with [start, end) in code points).

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
        """Return the anchor as plain JSON values."""
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


_WORD = re.compile(r"\w+")
_STOP = word_set("""the a an of to in on at and or that is are was were be by for with as it its""")
_ALIKE = 0.6
_FEWEST = 2
_MOST_COMPARED = 30


def link_repeats(statements: Sequence[tuple[str, str]]) -> list[int | None]:
    """Link each statement to the first earlier one that it repeats.

    Said again are the same words, or nearly, by the same speaker, within a report and across
    reports; a repeat is linked to the first, never counted twice. Likeness is the share of words in
    common (Jaccard) over words and pairs of words, found through an index of rare words, so the
    cost stays near linear.

    Args:
        statements: Pairs of speaker and words said, in order (of one report or of many).

    Returns:
        For each statement the number of the statement it repeats, or None.

    Example:
        >>> link_repeats([("Moor", "talks will resume on Monday"), ("Moor", "Talks will resume Monday")])
        [None, 0]
    """
    index: dict[tuple[str, str], list[int]] = {}
    bags: list[frozenset[str]] = []
    first: list[int | None] = []
    for number, (speaker, words) in enumerate(statements):
        bag = frozenset(_WORD.findall(words.lower())) - _STOP
        bags.append(bag)
        key = speaker.lower()
        rivals: dict[int, int] = {}
        rare = sorted(bag, key=lambda w: (len(index.get((key, w), ())), w))[
            : max(3, len(bag) // 2 + 1)
        ]
        for word in rare:
            for other in index.get((key, word), ())[-_MOST_COMPARED:]:
                rivals[other] = rivals.get(other, 0) + 1
        match: int | None = None
        if len(bag) >= _FEWEST:
            for other in sorted(rivals):
                if _alike(bag, bags[other]):
                    match = other
                    break
        first.append(match if match is None or first[match] is None else first[match])
        for word in bag:
            index.setdefault((key, word), []).append(number)
    return first


def speakers_apart(
    told: Sequence[tuple[str, str | None]], stretches: Sequence[tuple[int, int]]
) -> list[str]:
    """Return who is taken to have said each statement, so that *both sides* are two, and repeat nobody but themselves.

    Args:
        told: The speaker and the party of each statement; those of earlier reports come first.
        stretches: Where the last of them stand, the statements of this report.

    Example:
        >>> speakers_apart([("Both", "a"), ("Both", "b"), ("Moor", "a")], [(0, 9), (0, 9), (12, 20)])
        ['Both, for a', 'Both, for b', 'Moor']
    """
    parties: dict[tuple[str, tuple[int, int]], set[str | None]] = {}
    here = told[len(told) - len(stretches) :]
    for (speaker, party), stretch in zip(here, stretches, strict=True):
        parties.setdefault((speaker, stretch), set()).add(party)
    several = {speaker for (speaker, _), each in parties.items() if len(each) > 1}
    return [f"{who}, for {party}" if who in several else who for who, party in told]


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    if common < _FEWEST or common < _ALIKE * len(one | other):
        return False
    # "Accepts 5 percent" says neither "accepts 6 percent" nor "rejects 5 percent" again.
    return not any(map(_makes_another, one ^ other))


def _makes_another(word: str) -> bool:
    """Whether a word that only one of two has makes another statement of it: a denial, a deed, a count."""
    counts = word[0].isdigit() or word in NUMBER_NAMES
    return counts or denies(word) or word == "t" or word in deed_table().heads  # "won't": won, t
