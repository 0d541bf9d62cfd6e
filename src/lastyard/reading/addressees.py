"""Whom something was said to: *told reporters*, *said to the crowd*, *asked Moor*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Moor told reporters that talks would resume.")
    >>> parts.slice(*find_addressee(parts, parts.sentences[0], 2, "tell"))
    'reporters'
"""

from __future__ import annotations

from lastyard.reading.phrases import is_head, phrase_after
from lastyard.reading.roles import ADDRESSEES
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import CAPITAL, DETERMINER, PLAIN, QUOTE, SUBORDINATOR

_BARE_ADDRESSEE = word_set(
    "tell inform remind assure notify advise warn urge ask beg promise guarantee"
)


def find_addressee(
    parts: Segments, sentence: Sentence, at: int, verb: str
) -> tuple[int, int] | None:
    """Find the one spoken to: *told reporters*, *said to the crowd*, *asked Moor*."""
    if at >= sentence.last:
        return None
    if verb in _BARE_ADDRESSEE:
        bare = parts.kinds[at] == PLAIN and (
            is_head(parts.lowers[at]) or (verb == "tell" and parts.lowers[at].endswith("s"))
        )
        if bare or parts.kinds[at] in (CAPITAL, DETERMINER) or parts.lowers[at] in ADDRESSEES:
            phrase = phrase_after(parts, at, sentence.last)
            if phrase is not None and (
                verb == "tell" or _followed_by_clause(parts, sentence, phrase[1])
            ):
                return phrase
        return None
    if parts.lowers[at] == "to" and verb in (
        "say",
        "write",
        "reply",
        "explain",
        "announce",
        "respond",
    ):
        phrase = phrase_after(parts, at + 1, sentence.last)
        if phrase is not None:
            return phrase
    return None


def _followed_by_clause(parts: Segments, sentence: Sentence, at: int) -> bool:
    return at < sentence.last and (
        parts.lowers[at] in ("that", "to", ",", ":", "not", "against", "whether", "if")
        or parts.kinds[at] in (QUOTE, SUBORDINATOR)
    )
