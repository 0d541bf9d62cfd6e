"""A statement on its way from a cue or quotation to its finished form."""

from __future__ import annotations

from dataclasses import dataclass

from lastyard.reading.entity import Entity
from lastyard.reading.segments import Segments
from lastyard.reading.speech_cue import SpeechCue


@dataclass(slots=True)
class Draft:
    """A statement before it is finished.

    Attributes:
        kind: ``direct``, ``mixed``, ``indirect`` or ``act``.
        entity: The speaker.
        start: Offset of the first character of what was said.
        end: Offset after its last.
        sentence: Number of the sentence.
        cue: The cue, or None.
        source: Words that name the speaker, or None.
        quotes: Numbers of the quotations in it.
        continues: Number of the draft it goes on from, or None.
        confidence: 0 to 1.
        speaker: Who speaks through ``entity`` when that is a text.
        turn: Whether it is a turn of a conversation, or a paragraph of one.
        asks: Whether an interviewer says it.
        goes_on: The paragraph of the same turn before it, or None.
        inside: The quotation inside which it is reported, or None.
        words: The words that ``cue`` and ``source`` count in, when not the text's own.
    """

    kind: str
    entity: Entity
    start: int
    end: int
    sentence: int
    cue: SpeechCue | None
    source: tuple[int, int] | None
    quotes: tuple[int, ...]
    continues: int | None
    confidence: float
    speaker: Entity | None = None
    turn: bool = False
    asks: bool = False
    goes_on: Draft | None = None
    inside: Draft | None = None
    words: Segments | None = None
