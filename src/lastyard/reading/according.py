"""What stands beside *according to*, or before a tag such as *..., Moor said*.

Example:
    >>> from lastyard.reading.cues import find_cues
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("According to Ada Moor, the envoy, the ships left early.")
    >>> cue = find_cues(parts, parts.sentences[0])[0]
    >>> found = beside_according(parts, parts.sentences[0], cue, parts.sentences[0].last)
    >>> [parts.slice(*piece) for piece in found.pieces]
    ['the ships left early']
"""

from __future__ import annotations

from lastyard.reading.complements import LEAST_WORDS, Complement, has_quote, trimmed
from lastyard.reading.phrases import looks_like_verb
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.words import (
    AUXILIARY,
    CAPITAL,
    CUE,
    DETERMINER,
    PLAIN,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    VERB,
)


def before_tag(parts: Segments, sentence: Sentence, first: int) -> Complement | None:
    """Take what stands before a late tag: its sentence, or its brackets."""
    begin, last = trimmed(parts, _opening_bracket(parts, sentence.first, first), first)
    words = sum(parts.kinds[k] != PUNCTUATION for k in range(begin, last))
    if words >= LEAST_WORDS or has_quote(parts, begin, last):
        return Complement("clause", ((begin, last),))
    return None


def _opening_bracket(parts: Segments, floor: int, first: int) -> int:
    """Find the beginning of the brackets that word ``first`` stands in, else ``floor``."""
    closed = 0
    for k in range(first - 1, max(floor, first - 60) - 1, -1):
        if parts.words[k] == ")":
            closed += 1
        elif parts.words[k] == "(":
            if not closed:
                return k + 1
            closed -= 1
    return floor


def beside_according(
    parts: Segments, sentence: Sentence, cue: SpeechCue, end: int
) -> Complement | None:
    """Take the clause before or after *according to Moor*, or both halves of one around it."""
    assert cue.subject is not None  # noqa: S101 - always found with its phrase
    if parts.words[cue.first - 1] != "," and cue.verb == "according to":
        relative_clause = _last_relative(parts, sentence, cue.first)
        if relative_clause is not None:
            return Complement("clause", (relative_clause,))
    before = before_tag(parts, sentence, cue.first)
    k = cue.subject[1]
    while k < end and parts.words[k] != "," and k - cue.subject[1] < 25:
        k += 1
    k = _after_parenthesis(parts, k, end)
    after: tuple[int, int] | None = None
    if k < end - LEAST_WORDS:
        after = trimmed(parts, k + 1, end)
        if after[1] - after[0] < LEAST_WORDS:
            after = None
    relative = cue.first - 2 >= sentence.first and parts.kinds[cue.first - 2] == SUBORDINATOR
    if after is not None and relative:
        return Complement("clause", (after,))
    if before is not None and not _is_introduction(parts, sentence, cue):
        return (
            Complement("clause", (*before.pieces, after))
            if after and parts.kinds[after[0]] != SUBORDINATOR
            else before
        )
    return Complement("clause", (after,)) if after else before


def _last_relative(parts: Segments, sentence: Sentence, first: int) -> tuple[int, int] | None:
    """Find the *, which ...* that *according to*, without a comma before it, closes."""
    for k in range(first - 1, max(sentence.first, first - 25), -1):
        if parts.words[k] == "," or parts.kinds[k] == QUOTE:
            opens = parts.words[k] == "," and parts.lowers[k + 1] == "which"
            return trimmed(parts, k + 1, first) if opens and first - k > LEAST_WORDS else None
    return None


def _after_parenthesis(parts: Segments, comma: int, end: int) -> int:
    """Step over *, quoting the agency,* and *, the envoy,* to the comma before the clause."""
    following = next(
        (j for j in range(comma + 1, min(end, comma + 26)) if parts.words[j] == ","), end
    )
    if following >= end - LEAST_WORDS:
        return comma
    first = parts.lowers[comma + 1]
    relative = first in ("who", "which", "whose")
    if relative or first in ("quoting", "citing") or first.endswith("ing"):
        return following
    named = parts.kinds[comma + 1] in (DETERMINER, CAPITAL, PLAIN)
    finite = any(
        parts.kinds[j] in (AUXILIARY, VERB, CUE, PRONOUN) or looks_like_verb(parts.lowers[j])
        for j in range(comma + 1, following)
    )
    return following if named and not finite else comma


def _is_introduction(parts: Segments, sentence: Sentence, cue: SpeechCue) -> bool:
    return cue.first - sentence.first <= 2
