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
_CAPITAL = r"(?<![^\W\d_])[^\W\d_a-zà-öø-ÿœ][\w\u2019'-]*"
_JOINED = rf"(?:\s+(?:(?:de|del|la|las|los|le|les|du|des|von)\s+){{0,2}}{_CAPITAL})"
_NAMES = re.compile(rf"{_CAPITAL}{_JOINED}+|(?<=\s)(?<!^\s){_CAPITAL}")
_LEAST_FOREIGN = 0.25
_FEWEST_FOREIGN = 2
_QUOTED = re.compile(r"“[^“”]*”|«[^«»]*»|\"[^\"\n]*\"")
_FEWEST_OUTSIDE = 3


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
    total = in_english = 0
    sample = " ".join(_samples(text))
    outside = _QUOTED.sub(" ", sample)  # a report may quote another language
    enough = len(_WORD.findall(_NAMES.sub(" ", outside))) >= _FEWEST_OUTSIDE
    for sentence in _SENTENCE.findall(outside if enough else sample):
        told = _WORD.findall(_NAMES.sub(" ", sentence))
        told = [word.lower() for word in told if word.islower() or word == told[0]]
        total += len(told)
        english = sum(word in _SMALL_WORDS for word in told)
        most = english
        for name, (small, others) in words.items():
            own = sum((word in small) - 2 * (word in others) for word in told)
            most = max(most, own)
            if own > english and own >= _LEAST_FOREIGN * len(told):
                won[name] += own - english
                different[name].update(w for w in small.intersection(told) if len(w) > 1)
            elif own < 0:
                won[name] += own
        in_english += english if english == most else 0
    best = max(LANGUAGES, key=lambda name: won[name])
    sure = won[best] >= max(_FEWEST_FOREIGN, in_english, _LEAST_FOREIGN / 2 * total)
    return best if sure and len(different[best]) >= _FEWEST_FOREIGN else None


def _samples(text: str) -> list[str]:
    middle = max(0, len(text) // 2 - _SAMPLE // 2)
    starts = dict.fromkeys((0, middle, max(0, len(text) - _SAMPLE)))
    return [text[start : start + _SAMPLE] for start in starts]


def _is_english(sample: str) -> bool:
    words = _WORD.findall(sample)
    counted = Counter(word.lower() for word in words)
    # No language uses one word for a sixth of all: what does so is rubbish in front of a text.
    most = counted.total() / 6
    told = {word: n for word, n in counted.items() if n <= most or n < _FEWEST_DIFFERENT}
    total = sum(told.values())
    small = sum(n for word, n in told.items() if word in _SMALL_WORDS)
    few = total < _FEWEST_WORDS or len(told) < _FEWEST_DIFFERENT
    if few or small >= _LEAST_SHARE * total:
        return True
    plain = [word.lower() for word in _WORD.findall(_NAMES.sub(" ", sample))]
    named = len(plain) <= len(words) / 2  # little but names: the words between them tell
    return named and sum(word in _SMALL_WORDS for word in plain) >= _LEAST_SHARE * max(
        1, len(plain)
    )
