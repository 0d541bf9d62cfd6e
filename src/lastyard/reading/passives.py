# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Past participles of speech verbs: *was quoted as saying*, *announced by Moor*, *asked if*.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Moor was quoted as saying that talks would resume.")
    >>> parts.slice(*passive(parts, parts.sentences[0], 1, 2).subject)
    'Moor'
"""

from __future__ import annotations

from lastyard.reading.phrases import phrase_after
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.subjects import find_subject
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import ADVERB, CUE, CUES, PUNCTUATION, QUOTE, SUBORDINATOR, VERB

BE = word_set("is are was were be been being isn't aren't wasn't weren't get got")


def passive(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *was quoted as saying* (its subject speaks) and *was announced by Moor*."""
    j = k + 1
    while j < sentence.last and j < k + 8:
        lower = parts.lowers[j]
        if lower in ("saying", "telling", "stating") and parts.lowers[k] in (
            "quoted",
            "cited",
            "reported",
        ):
            subject, order = find_subject(parts, sentence, first)
            cue = CUES[lower]
            return SpeechCue(first, j + 1, cue.verb, "speech", "ing", subject, None, order, False)
        if lower == "by":
            phrase = phrase_after(parts, j + 1, sentence.last)
            if phrase is None or CUES[parts.lowers[k]].group != "speech":
                return None
            cue = CUES[parts.lowers[k]]
            return SpeechCue(
                first, k + 1, cue.verb, cue.group, "past", phrase, None, "passive", False
            )
        if parts.kinds[j] in (PUNCTUATION, QUOTE, SUBORDINATOR) and lower != "as":
            return None
        j += 1
    return None


def quoted_as_saying(parts: Segments, sentence: Sentence, first: int, k: int) -> SpeechCue | None:
    """Read *the agency quoted an officer as saying*: the officer speaks."""
    if CUES[parts.lowers[k]].verb not in ("quote", "cite"):
        return None
    for j in range(k + 2, min(sentence.last - 1, k + 14)):
        if parts.lowers[j] == "as" and parts.lowers[j + 1] in ("saying", "telling", "stating"):
            phrase = phrase_after(parts, k + 1, j)
            if phrase is not None:
                return SpeechCue(
                    first, j + 2, "say", "speech", "ing", phrase, None, "before", False
                )
    return None


def is_asked(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether it is the one asked who is spoken of: *Moor, asked if it would hold, said*."""
    if parts.lowers[k] not in ("asked", "pressed", "questioned") or k + 2 >= sentence.last:
        return False
    if k == sentence.first or parts.words[k - 1] != ",":
        return k == sentence.first
    closing = next(
        (j for j in range(k + 1, min(sentence.last, k + 30)) if parts.words[j] == ","), 0
    )
    return (
        bool(closing) and closing + 1 < sentence.last and parts.kinds[closing + 1] in (CUE, ADVERB)
    )


def is_participle(parts: Segments, sentence: Sentence, k: int) -> bool:
    """Say whether a past form only describes a noun: *known as*, *talks expected to open*."""
    if CUES[parts.lowers[k]].form != "past" or k + 1 >= sentence.last:
        return False
    after = parts.lowers[k + 1]
    if after in ("by", "as"):
        return parts.lowers[k] not in (
            "described",
            "dismissed",
            "denounced",
            "condemned",
            "praised",
            "hailed",
            "welcomed",
            "criticized",
            "criticised",
        )
    before = parts.words[k - 1] if k > sentence.first else ""
    if after == "to" and parts.lowers[k] in ("known", "believed", "thought", "considered"):
        return True
    return after == "to" and before in (",", "–", "—") and CUES[parts.lowers[k]].group == "attitude"


def in_passive_pair(parts: Segments, begin: int, first: int) -> bool:
    """Say whether a past form goes on a passive (*was taken in and told that*)."""
    return (
        parts.lowers[first - 1] in ("and", "or")
        and any(parts.lowers[j] in BE for j in range(begin, first - 1))
        and not any(parts.kinds[j] in (CUE, VERB) for j in range(begin, first - 1))
    )
