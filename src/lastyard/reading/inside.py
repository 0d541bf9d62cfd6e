"""What is reported inside a quotation: *“I think the deal is dead”*, *“the envoy told us that ...”*.

The words of a quotation are read once more where a verb of speech or thought stands in
them. *I* and *we* are the one quoted; a name or description is whom it names; *he*,
*they* and the like are left, since what they mean often stands in words not quoted.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("“I think the deal is dead,” Moor said.")
    >>> [(told.own, parts.text[told.start : told.end]) for told in told_inside(parts, 0)]
    [(True, 'the deal is dead')]
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lastyard.reading.clause_ends import parted_at
from lastyard.reading.clauses import complement
from lastyard.reading.cues import find_cues
from lastyard.reading.entities import Register
from lastyard.reading.entity import Entity
from lastyard.reading.segments import Segments, Sentence, segment_stretch
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.words import CAPITAL, CONTRACTED, DETERMINER, PRONOUN

_VERBS = re.compile(
    r"\b(?:think|believe|hope|fear|expect|feel|felt|suspect|doubt|know|knew|wish|guess|"
    r"understand|sure|certain|convinced|confident|afraid|worried|concerned|disappointed|"
    r"sa(?:y|ys|id)|tell|tells|told|claims?|claimed|insist(?:s|ed)?|promised|announced|"
    r"warned|admitted|denied|agreed|thought|believed|hoped)\b"
)
_OWN = frozenset({"i", "we"})


@dataclass(frozen=True, slots=True)
class Told:
    """A clause attributed inside a quotation.

    Attributes:
        words: The quotation's own words, with offsets into the whole text.
        cue: The cue among these words.
        own: Whether the one quoted says so of themselves (*I*, *we*).
        start: Offset of the first character of the clause.
        end: Offset after its last.
    """

    words: Segments
    cue: SpeechCue
    own: bool
    start: int
    end: int


def told_inside(parts: Segments, quote: int) -> Iterator[Told]:
    """Find the clauses attributed inside a quotation, in order."""
    span = parts.quotes[quote]
    if _VERBS.search(parts.text, span.inner_start, span.inner_end) is None:
        return
    words = segment_stretch(parts.text, span.inner_start, span.inner_end)
    for sentence in words.sentences:
        cues = find_cues(words, sentence)
        for position in range(len(cues)):
            told = _told(words, sentence, cues, position)
            if told is not None:
                yield told


def _told(words: Segments, sentence: Sentence, cues: list[SpeechCue], position: int) -> Told | None:
    cue = cues[position]
    if cue.subject is None or cue.group == "act":
        return None
    first = cue.subject[0]
    head = words.lowers[first].partition("'")[0]
    own = words.kinds[first] == PRONOUN or words.lowers[first] in CONTRACTED
    if own and head not in _OWN:
        return None
    if not own and (cue.group != "speech" or words.kinds[first] not in (CAPITAL, DETERMINER)):
        return None
    following = (parted_at(words, cue, later) for later in cues[position + 1 : position + 9])
    limit = next((at for at in following if at is not None), None)
    found = complement(words, sentence, cue, limit)
    if found is None or found.kind != "clause":
        return None
    start, end = words.span(found.pieces[0][0], found.pieces[-1][1])
    return Told(words, cue, own, start, end)


def named_inside(told: Told, register: Register) -> Entity:
    """Say who is named as speaking inside a quotation."""
    assert told.cue.subject is not None  # noqa: S101 - found with its subject
    first, last = told.cue.subject
    tokens = [told.words.lowers[k] for k in range(first, last) if told.words.kinds[k] == CAPITAL]
    known = register.known(tokens) if tokens else None
    return known or Entity(told.words.slice(first, last), "unknown")
