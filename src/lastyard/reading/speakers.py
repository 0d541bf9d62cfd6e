# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Candidates for the speaker of a quotation, described by features for the ranker.

For each quotation the candidates are: every cue of its sentence, what introduces it
with a colon, the sentences beside it, the quotations before it, and *nobody* (the marks
are there for irony, a title or a term). The features say how each stands to the
quotation; ``lastyard.reading.ranker`` weighs them.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment('"We agree," Moor said.')
    >>> board = Board(parts)
    >>> [c.kind for c in candidates(board, 0, [])]
    ['nobody', 'after']
"""

from __future__ import annotations

from collections import Counter

from lastyard.reading.board import Board, Candidate, about_phrase
from lastyard.reading.neighbours import clause_subject, earlier, introduced, neighbours
from lastyard.reading.phrases import phrase_after
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.speech_cue import SpeechCue
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    AUXILIARY,
    CAPITAL,
    CONJUNCTION,
    CUE,
    DETERMINER,
    NUMBER,
    PLAIN,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    TIME,
    VERB,
)

_CORE = word_set(
    """say tell add write reply answer ask note announce explain state warn declare tweet
    comment insist argue"""
) | {"according to"}
_NAMING = word_set(
    """called dubbed labelled labeled named titled entitled known so-called nicknamed term
    termed word words phrase slogan motto branded song film book album headline"""
)
_FARTHEST_CUE = 80


def candidates(board: Board, quote: int, speakers: list[bool]) -> list[Candidate]:
    """List the possible speakers of a quotation.

    Args:
        board: The text.
        quote: Number of the quotation.
        speakers: For each quotation before it: whether a speaker was found.
    """
    parts = board.parts
    number = board.sentence_of[quote]
    about = _about_quote(board, quote)
    found = [_nobody(board, quote, about)]
    word = board.words_of[quote]
    for cue in board.cues[number]:
        if cue.subject is not None and abs(cue.first - word) <= _FARTHEST_CUE:
            found.append(_in_sentence(board, quote, cue, about))
    found += introduced(board, quote, about)
    found += clause_subject(board, quote, about)
    found += neighbours(board, quote, about)
    found += earlier(board, quote, about, speakers)
    if word + 2 < parts.sentences[number].last and parts.words[word + 1] in ("—", "–", "-", "―"):
        name = phrase_after(parts, word + 2, parts.sentences[number].last)
        if name and parts.kinds[word + 2] == CAPITAL and "cited" not in about:
            found.append(Candidate("dash", None, name, None, ("dash", *about_phrase(parts, name))))
    return found


def _about_quote(board: Board, quote: int) -> tuple[str, ...]:
    """Describe the quotation itself."""
    parts = board.parts
    span = parts.quotes[quote]
    inner = parts.text[span.inner_start : span.inner_end].strip()
    words = inner.count(" ") + 1
    found = ["short" if words <= 3 else "middling" if words <= 7 else "long"]
    if inner[-1:] in (",", ".", "!", "?", "…"):
        found.append("stopped")
    if inner[-1:] == ",":
        found.append("comma")
    if (
        inner[:1].isupper()
        and words > 1
        and sum(w[:1].isupper() for w in inner.split()) * 2 > words
    ):
        found.append("titled")
    if inner[:1].islower():
        found.append("small")
    if parts.text[span.start] in "'‘‚":
        found.append("single")
    number = board.sentence_of[quote]
    sentence = parts.sentences[number]
    others = any(
        parts.kinds[k] not in (QUOTE, PUNCTUATION) for k in range(sentence.first, sentence.last)
    )
    if not others:
        found.append("alone")
    last = parts.words[sentence.last - 1]
    if parts.kinds[sentence.last - 1] != QUOTE and last not in ".!?:;,)" and others:
        found.append("headline")
    word = board.words_of[quote]
    reach = 6 if word > sentence.first and parts.lowers[word - 1] == "as" else 3
    near = parts.lowers[max(sentence.first, word - reach) : word]
    naming = [k for k in range(word - len(near), word) if parts.lowers[k] in _NAMING]
    if naming and not any(
        cue.subject is not None and cue.first <= naming[-1] < cue.last for cue in board.cues[number]
    ):
        found.append("naming")
    return (*found, *_about_place(parts, word, sentence))


def _about_place(parts: Segments, word: int, sentence: Sentence) -> list[str]:
    """Describe how a quotation stands in its sentence: as a noun's attribute, a topic, a source."""
    found: list[str] = []
    begin = word
    while begin > sentence.first and parts.kinds[begin - 1] == PLAIN and word - begin < 2:
        begin -= 1
    noun = word + 1 < sentence.last and parts.kinds[word + 1] in (PLAIN, CAPITAL)
    if begin > sentence.first and parts.kinds[begin - 1] == DETERMINER:
        if begin == word:
            found.append("determined")
        if noun:
            found.append("embedded" if begin == word else "modifying")
    if word + 1 < sentence.last and parts.kinds[word + 1] in (AUXILIARY, VERB):
        found.append("topic")
    if _is_cited(parts, word, sentence.last):
        found.append("cited")
    return found


def _is_cited(parts: Segments, word: int, ceiling: int) -> bool:
    """Say whether a quotation is a title in a list of sources: *“Rains fail” - The Post, May 3*."""
    if word + 4 >= ceiling or parts.words[word + 1] not in ("—", "–", "-", "―"):
        return False
    comma = next((k for k in range(word + 2, ceiling) if parts.words[k] == ","), ceiling)
    dated = parts.kinds[comma + 1 : comma + 3]
    return comma + 1 < ceiling and (TIME in dated or NUMBER in dated)


def _nobody(board: Board, quote: int, about: tuple[str, ...]) -> Candidate:
    cues = board.cues[board.sentence_of[quote]]
    has_cue = any(cue.subject is not None for cue in cues)
    features = [f"nobody:{name}" for name in about]
    features.append("nobody:cue" if has_cue else "nobody:no-cue")
    return Candidate("nobody", None, None, None, ("nobody", *features))


def _in_sentence(board: Board, quote: int, cue: SpeechCue, about: tuple[str, ...]) -> Candidate:
    """Describe a cue in the quotation's own sentence."""
    parts = board.parts
    word = board.words_of[quote]
    assert cue.subject is not None  # noqa: S101 - the caller has looked
    features = [f"group:{cue.group}", f"order:{cue.order}"]
    if cue.verb in _CORE:
        features.append("core")
    if cue.negated:
        features.append("negated")
    if cue.last <= word:
        kind = "before"
        begin = cue.last
        if cue.addressee is not None and begin <= cue.addressee[0] < cue.addressee[1] <= word:
            begin = cue.addressee[1]
        features += _between(parts, begin, word, "before")
    else:
        kind = "after"
        begin = min(cue.subject[0], cue.first) if cue.subject[0] > word else cue.first
        features += _between(parts, word + 1, begin, "after")
        features += [f"after:{name}" for name in about if name in ("comma", "stopped", "long")]
        if cue.subject[0] < word:
            features.append("after:subject-before")
        elif _new_clause(parts, word + 1, begin):
            features.append("after:new-clause")
    features += about_phrase(parts, cue.subject)
    return Candidate(kind, cue, cue.subject, None, tuple(features))


def _new_clause(parts: Segments, first: int, last: int) -> bool:
    """Say whether *, and*, *but* or *while* parts a quotation from the subject after it."""
    return any(parts.lowers[k] in ("and", "but", "while", "whereas") for k in range(first, last))


def _between(parts: Segments, first: int, last: int, side: str) -> list[str]:
    """Describe the words between a cue and a quotation."""
    count = Counter(parts.kinds[first:last])
    heavy = count[PLAIN] + count[CAPITAL] + count[PRONOUN]
    verbs, cues, quotes = count[VERB] + count[AUXILIARY], count[CUE], count[QUOTE]
    found = [side]
    if heavy + verbs + cues + quotes == 0:
        found.append(f"{side}:touching")
    elif heavy <= 3 and not verbs and not cues:
        found.append(f"{side}:near")
    elif heavy > 10:
        found.append(f"{side}:far")
    told = {
        "turns": count[SUBORDINATOR] + count[CONJUNCTION] > 0,
        "verbs": verbs > 0,
        "cues": cues > 0,
        "quotes": quotes > 0,
        "colon": ":" in parts.words[max(first, last - 2) : last],
        "semicolon": ";" in parts.words[first:last],
    }
    return found + [f"{side}:{name}" for name, holds in told.items() if holds]
