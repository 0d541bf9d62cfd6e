# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Whether the words around a date look ahead in time or back.

Example:
    >>> text = "The talks will go on on Friday."
    >>> looks_ahead(text, text.index("Friday"), len(text) - 1)
    True
"""

from __future__ import annotations

import re

from lastyard.reading.wordlists import word_set

WINDOW = 90
_AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|set to|due to|due on|expected|scheduled|plans? to|planned|upcoming"
    r"|to be held|to take place|going to|launches|opens|begins|starts|next|would)\b"
)
_BACK = word_set(
    """was were had did after since following came met said told held took
    began went left spoke won lost fell rose gave made became got saw kept brought sent broke led"""
)
_WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[\"”’)]*\s+(?=[A-Z“\"]))")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Find the last match of a pattern."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _looks_back(word: str) -> bool:
    return word in _BACK or (
        word.endswith("ed")
        and len(word) > 2
        and word.isascii()
        and word.isalpha()
        and word.islower()
    )


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Say whether the words of the sentence around an expression look ahead in time."""
    before = text[max(0, start - WINDOW) : start]
    cut = _last(SENTENCE_END, before)
    if cut is not None:
        before = before[cut.end() :]
    ahead_before = _last(_AHEAD, before)
    if ahead_before is not None:
        back_after = [w for w in _WORD.findall(before, ahead_before.start()) if _looks_back(w)]
        return not back_after or back_after[-1] == "held"
    if any(map(_looks_back, _WORD.findall(before))):
        return False
    after = text[end : end + WINDOW]
    stop = SENTENCE_END.search(after)
    ahead_after = _AHEAD.search(after, 0, stop.start() if stop else len(after))
    if ahead_after is None or ahead_after.group() == "would":
        return False
    told = _WORD.findall(after, 0, ahead_after.start()) + ahead_after.group().split()[:1]
    return not any(map(_looks_back, told))
