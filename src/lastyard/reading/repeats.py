"""Statements said again: the same words, or nearly, by the same speaker.

Within a report and across reports; a repeat is linked to the first, never counted twice.
Likeness is the share of words in common (Jaccard) over words and pairs of words, found
through an index of rare words, so the cost stays near linear.

Example:
    >>> link_repeats([("Moor", "talks will resume on Monday"), ("Moor", "Talks will resume Monday")])
    [None, 0]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lastyard.reading.wordlists import word_set

_WORD = re.compile(r"\w+")
_STOP = word_set("""the a an of to in on at and or that is are was were be by for with as it its""")
_ALIKE = 0.6
_FEWEST = 2
_MOST_COMPARED = 30


def link_repeats(statements: Sequence[tuple[str, str]]) -> list[int | None]:
    """Link each statement to the first earlier one that it repeats.

    Args:
        statements: Pairs of speaker and words said, in order (of one report or of many).

    Returns:
        For each statement the number of the statement it repeats, or None.
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


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= _FEWEST and common >= _ALIKE * len(one | other)
