"""A text laid out for choosing speakers: its sentences' cues, its quotations' places, candidates.

Example:
    >>> from lastyard.reading.segments import segment
    >>> board = Board(segment('"We agree," Moor said.'))
    >>> board.words_of, board.sentence_of, board.cues[0][0].verb
    ([0], [0], 'say')
"""

from __future__ import annotations

from typing import NamedTuple

from lastyard.reading.cues import find_cues
from lastyard.reading.roles import is_person_role, is_writing
from lastyard.reading.segments import Segments
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.words import CAPITAL, PRONOUN


class Candidate(NamedTuple):
    """A possible speaker of a quotation.

    Attributes:
        kind: Where it was found: ``before``, ``after``, ``colon``, ``next``, ``previous``,
            ``continued``, ``carried``, ``dash``, ``subject`` or ``nobody``.
        cue: The cue, where there is one.
        phrase: Words of the speaker, where named.
        same_as: Number of the earlier quotation whose speaker it is, or None.
        features: Names of the features that hold.
    """

    kind: str
    cue: SpeechCue | None
    phrase: tuple[int, int] | None
    same_as: int | None
    features: tuple[str, ...]


class Board:
    """A text's sentences with their cues and the places of its quotations."""

    def __init__(self, parts: Segments) -> None:
        """Find the cues of all sentences."""
        self.parts = parts
        self.cues = [find_cues(parts, sentence) for sentence in parts.sentences]
        self.words_of = [0] * len(parts.quotes)
        self.sentence_of = [0] * len(parts.quotes)
        number = 0
        for word, quote in sorted(parts.quote_of.items()):
            while number + 1 < len(parts.sentences) and parts.sentences[number].last <= word:
                number += 1
            self.words_of[quote] = word
            self.sentence_of[quote] = number


def about_phrase(parts: Segments, phrase: tuple[int, int]) -> tuple[str, ...]:
    """Name the features of the words for a speaker: a name, a role, a pronoun, a text."""
    first, last = phrase
    head = parts.lowers[last - 1]
    if parts.kinds[first] == PRONOUN:
        return (
            "who:i" if head in ("i", "we", "you") else "who:it" if head == "it" else "who:pronoun",
        )
    if parts.kinds[last - 1] == CAPITAL:
        return ("who:name",)
    if is_person_role(head):
        return ("who:role",)
    return ("who:text",) if is_writing(head) else ("who:other",)
