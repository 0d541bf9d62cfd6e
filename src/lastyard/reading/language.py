"""In which language a text is written: English, one that has a table of its words, or another.

Function words tell it, sentence by sentence; what begins with a capital within a sentence is a name and does
not count.

Example:
    >>> looks_english("Der Minister sagte, er werde die Gespräche am Montag in der Stadt fortsetzen, "
    ...               "und nannte dabei keine weiteren Bedingungen für den Fortgang.")
    False
"""

from __future__ import annotations

import re
from collections import Counter

from lastyard.reading.wordlists import sections, word_list, word_set

__all__ = ["LANGUAGES", "language_of", "looks_english"]

LANGUAGES = ("french", "spanish")
"""The languages that have a table."""

_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = word_list("small words of English")
_FEWEST_WORDS = 15
_FEWEST_DIFFERENT = 12
_LEAST_SHARE = 0.15
_SAMPLE = 20_000
_BEGINNING = 1_000
_SENTENCE = re.compile(r"[^.!?…:\n«»“”]+")
_LEAST_FOREIGN = 0.25
_FEWEST_FOREIGN = 2


def looks_english(text: str) -> bool:
    """Return whether enough of a text's words are small English ones; short texts count as English.

    Args:
        text: The text; 20,000 characters at its beginning, middle and end are looked at, and one of
            them that is English is enough (a report may stand behind something else).
    """
    if language_of(text) is not None:
        return False
    beginning = text[:_BEGINNING].lower().split()
    if sum(word in _SMALL_WORDS for word in beginning) >= _LEAST_SHARE * max(1, len(beginning)):
        return True
    return any(map(_is_english, _samples(text)))


def language_of(text: str) -> str | None:
    """Return the language with a table in which most of a text's sentences are written, or None.

    Example:
        >>> language_of("Old Harbour Board accepte la hausse de 4 %, Red Dock Guild refuse la clause.")
        'french'
    """
    words = {
        name: tuple(
            word_set(" ".join(line for each in kinds for line in sections(f"{name}.txt")[each]))
            for kinds in (("small words", "known by"), ("small words of neighbours",))
        )
        for name in LANGUAGES
    }
    different: dict[str, set[str]] = {name: set() for name in LANGUAGES}
    won: Counter[str] = Counter()
    total = 0
    for sentence in _SENTENCE.findall(" ".join(_samples(text))):
        told = _WORD.findall(sentence)
        told = [word.lower() for word in told[:1]] + [word for word in told[1:] if word.islower()]
        total += len(told)
        english = sum(word in _SMALL_WORDS for word in told)
        for name, (small, others) in words.items():
            own = sum((word in small) - 2 * (word in others) for word in told)
            if own > english and own >= _LEAST_FOREIGN * len(told):
                won[name] += own - english
                different[name].update(small.intersection(told))
    best = max(LANGUAGES, key=lambda name: won[name])
    enough = won[best] >= max(_FEWEST_FOREIGN, _LEAST_FOREIGN / 2 * total)
    return best if enough and len(different[best]) >= _FEWEST_FOREIGN else None


def _samples(text: str) -> list[str]:
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    starts = dict.fromkeys((0, middle, max(0, len(text) - _SAMPLE)))
    return [text[start : start + _SAMPLE] for start in starts]


def _is_english(sample: str) -> bool:
    counted = Counter(word.lower() for word in _WORD.findall(sample))
    # No language uses one word for a sixth of all: what does so is rubbish in front of a text.
    most = counted.total() / 6
    told = {word: n for word, n in counted.items() if n <= most or n < _FEWEST_DIFFERENT}
    total = sum(told.values())
    small = sum(n for word, n in told.items() if word in _SMALL_WORDS)
    few = total < _FEWEST_WORDS or len(told) < _FEWEST_DIFFERENT
    return few or small >= _LEAST_SHARE * total
