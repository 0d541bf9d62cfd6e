"""Whether a text is English, the one language whose verbs and names the reader knows.

Example:
    >>> looks_english("Der Minister sagte, er werde die Gespräche am Montag in der Stadt fortsetzen, "
    ...               "und nannte dabei keine weiteren Bedingungen für den Fortgang.")
    False
"""

from __future__ import annotations

import re
from collections import Counter

from lastyard.reading.wordlists import word_list

__all__ = ["looks_english"]

_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = word_list("small words of English")
_FEWEST_WORDS = 15
_FEWEST_DIFFERENT = 12
_LEAST_SHARE = 0.15
_SAMPLE = 20_000
_BEGINNING = 1_000


def looks_english(text: str) -> bool:
    """Return whether enough of a text's words are small English ones; short texts count as English.

    Args:
        text: The text; 20,000 characters at its beginning, middle and end are looked at, and one of
            them that is English is enough (a report may stand behind something else).
    """
    beginning = text[:_BEGINNING].lower().split()
    if sum(word in _SMALL_WORDS for word in beginning) >= _LEAST_SHARE * max(1, len(beginning)):
        return True
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    starts = dict.fromkeys((0, middle, max(0, len(text) - _SAMPLE)))
    return any(_is_english(text[start : start + _SAMPLE]) for start in starts)


def _is_english(sample: str) -> bool:
    counted = Counter(word.lower() for word in _WORD.findall(sample))
    # No language uses one word for a sixth of all: what does so is rubbish in front of a text.
    most = counted.total() / 6
    told = {word: n for word, n in counted.items() if n <= most or n < _FEWEST_DIFFERENT}
    total = sum(told.values())
    small = sum(n for word, n in told.items() if word in _SMALL_WORDS)
    few = total < _FEWEST_WORDS or len(told) < _FEWEST_DIFFERENT
    return few or small >= _LEAST_SHARE * total
