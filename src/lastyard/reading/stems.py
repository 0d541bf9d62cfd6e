"""Words with their common endings cut, to compare the words of a case with those of a report.

Example:
    >>> stem("operations") == stem("operation"), stem("opened") == stem("open")
    (True, True)
    >>> sorted(content_stems("Plan to protect civilians"))
    ['civilian', 'plan', 'protect']
"""

from __future__ import annotations

import re
from functools import lru_cache

from lastyard.reading.wordlists import word_set

__all__ = ["SMALL_WORDS", "WORD", "content_stems", "stem"]

WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
SMALL_WORDS = word_set(
    "the a an of to in on at and or for with as is it its be by no not from that this any all"
)
_PERCENT = re.compile(r"\bper cent\b|%", re.I)
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut common endings off a word, leaving at least four letters."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            return lower[: -len(ending)]
    if lower.endswith("s") and len(lower) == 4 and not lower.endswith("ss"):
        return lower[:-1]
    return lower


@lru_cache(maxsize=2_000)
def content_stems(phrase: str) -> frozenset[str]:
    """Give the stems of a phrase's words, small words left out; *per cent* and *%* are one word."""
    plain = _PERCENT.sub("percent", phrase)
    return frozenset(stem(w) for w in WORD.findall(plain) if w.lower() not in SMALL_WORDS)
