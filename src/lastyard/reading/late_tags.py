# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Who speaks, where that is told after what was said (*..., its leader, Ada Moor, said*).

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("The town will pay, its leader, Ada Moor, said in an interview.")
    >>> parts.slice(*late_subject(parts, parts.sentences[0], 11))
    'its leader, Ada Moor'
    >>> closes(parts, parts.sentences[0], 12)
    True
"""

from __future__ import annotations

from lastyard.reading.finite import verb_ahead
from lastyard.reading.phrases import is_head, looks_like_verb
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CUE,
    CUES,
    DETERMINER,
    NUMBER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    QUOTE,
    SUBORDINATOR,
    TIME,
    VERB,
)

_LONGEST = 12
_STOPS = frozenset({",", ";", ".", "?", "!", ")", "—", "–"})
_NO_OCCASION = frozenset({"that", "about", "of"})
_OPENERS = (DETERMINER, NUMBER, CAPITAL, PLAIN, POSSESSIVE)
_CLAUSAL = (VERB, AUXILIARY, PRONOUN, SUBORDINATOR, QUOTE)


def closes(parts: Segments, sentence: Sentence, last: int, *, told: bool = False) -> bool:
    """Say whether nothing but an occasion follows a verb of speech: *said in an interview on Friday*.

    Args:
        parts: The text.
        sentence: The verb's sentence.
        last: The word after the verb, or after the one spoken to.
        told: Whether the verb takes somebody spoken to (*told the plenary*).
    """
    k = last
    while k < sentence.last and parts.kinds[k] in (TIME, ADVERB):
        k += 1
    if k >= sentence.last or parts.words[k] in _STOPS:
        return True
    if told and parts.kinds[k] in _OPENERS:
        return not verb_ahead(parts, k, sentence.last)
    if parts.kinds[k] not in (PREPOSITION, SUBORDINATOR) or parts.lowers[k] in _NO_OCCASION:
        return False
    stop = next((j for j in range(k, sentence.last) if parts.words[j] in _STOPS), sentence.last)
    if any(parts.lowers[j] == "that" or parts.kinds[j] == QUOTE for j in range(k, stop)):
        return False
    return parts.kinds[k] == SUBORDINATOR or not verb_ahead(parts, k, stop)


def late_subject(parts: Segments, sentence: Sentence, k: int) -> tuple[int, int] | None:
    """Find the subject that stands between what was said and the verb of speech at word ``k``.

    It is what follows the last comma (*three people in the room*), or a name beside what somebody
    is (*its leader, Ada Moor,* and *Ada Moor, its leader,*); a clause must come before it.
    """
    last = k
    while last > sentence.first and parts.kinds[last - 1] == ADVERB:
        last -= 1
    beside = last > sentence.first and parts.words[last - 1] == ","
    end = last - 1 if beside else last
    first = _after_comma(parts, sentence, end)
    if first is None or not _is_noun_phrase(parts, first, end):
        return None
    if beside:
        other = _after_comma(parts, sentence, first - 1)
        if other is None or not _is_noun_phrase(parts, other, first - 1):
            return None
        named, role = parts.kinds[first] == CAPITAL, parts.kinds[other] == CAPITAL
        if named == role:
            return None
        subject = (other, end) if named else (other, first - 1)
        first = other
    else:
        subject = (first, end)
    return subject if _has_verb(parts, sentence.first, first - 1) else None


def _after_comma(parts: Segments, sentence: Sentence, end: int) -> int | None:
    """Give the word after the last comma before a place, if it is near."""
    for j in range(end - 1, max(sentence.first, end - _LONGEST) - 1, -1):
        if parts.words[j] in (",", "—", "–"):
            return j + 1
    return None


def _is_noun_phrase(parts: Segments, first: int, last: int) -> bool:
    """Say whether a stretch can be somebody: it opens like a noun phrase and holds no verb."""
    if not first < last or parts.kinds[first] not in _OPENERS:
        return False
    for j in range(first, last):
        kind, lower = parts.kinds[j], parts.lowers[j]
        own = kind == PRONOUN and j == first
        if (kind in _CLAUSAL and not own) or parts.words[j] in _STOPS:
            return False
        if kind == CUE and not CUES[lower].noun:
            return False
        if kind == PLAIN and looks_like_verb(lower) and not is_head(lower) and j > first:
            return False
    somebody = range(first, last)
    return any(is_head(parts.lowers[j]) or parts.kinds[j] == CAPITAL for j in somebody) or (
        parts.kinds[first] == DETERMINER
    )


def _has_verb(parts: Segments, first: int, last: int) -> bool:
    return verb_ahead(parts, first, last) or any(
        parts.kinds[j] in (VERB, AUXILIARY) for j in range(first, last)
    )
