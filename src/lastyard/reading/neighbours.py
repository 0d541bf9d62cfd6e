"""Candidates for a quotation's speaker outside its own clause.

What introduces it with a colon, the sentences before and after it, and the quotation
before it, each with the features that the ranker weighs.
"""

from __future__ import annotations

from lastyard.reading.board import Board, Candidate, about_phrase
from lastyard.reading.phrases import phrase_after
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.subjects import first_subject
from lastyard.reading.whole_phrases import is_speaker_like, named_apposition
from lastyard.reading.words import (
    ADVERB,
    CAPITAL,
    CONTRACTED,
    CUES,
    DETERMINER,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    TIME,
)

_REASONS = frozenset({"grounds", "because", "basis", "that"})


def introduced(board: Board, quote: int, about: tuple[str, ...]) -> list[Candidate]:
    """Find what introduces a quotation with a colon: *Ada Moor: “...”*, *... in a letter: “...”*."""
    parts = board.parts
    number, word = board.sentence_of[quote], board.words_of[quote]
    sentence = parts.sentences[number]
    spoken = any(c.group == "speech" and c.subject is not None for c in board.cues[number])
    if word > sentence.first and parts.words[word - 1] == ":" and not spoken:
        phrase = _opening_subject(parts, sentence)
        if phrase is not None and phrase[1] < word:
            bare = "label" if phrase[1] == word - 1 else "clause"
            return [
                Candidate(
                    "colon",
                    None,
                    phrase,
                    None,
                    ("colon", f"colon:{bare}", *about_phrase(parts, phrase)),
                )
            ]
    if word == sentence.first and number > 0:
        before = parts.sentences[number - 1]
        if parts.words[before.last - 1] == ":":
            return _from_sentence(board, number - 1, "colon", ("colon", "colon:previous"))
    return []


def _from_sentence(
    board: Board, number: int, kind: str, features: tuple[str, ...]
) -> list[Candidate]:
    """Take the speaker of another sentence's last cue, or else its subject."""
    parts = board.parts
    sentence = parts.sentences[number]
    cues = [c for c in board.cues[number] if c.subject is not None and c.group == "speech"]
    if cues:
        cue = cues[0]
        assert cue.subject is not None  # noqa: S101 - filtered above
        return [
            Candidate(
                kind,
                cue,
                cue.subject,
                None,
                (*features, f"{kind}:cue", *about_phrase(parts, cue.subject)),
            )
        ]
    phrase = _opening_subject(parts, sentence)
    if phrase is None:
        return []
    return [
        Candidate(
            kind, None, phrase, None, (*features, f"{kind}:subject", *about_phrase(parts, phrase))
        )
    ]


def _opening_subject(parts: Segments, sentence: Sentence) -> tuple[int, int] | None:
    """Find what a sentence begins with, after *Asked whether ...,* and the like."""
    first = sentence.first
    participle = CUES.get(parts.lowers[first])
    if participle is not None and participle.form in ("past", "ing"):
        comma = next(
            (k for k in range(first, sentence.last) if parts.words[k] == ","), sentence.last
        )
        if comma < sentence.last:
            first = comma + 1
    while first < sentence.last and parts.kinds[first] in (ADVERB, TIME, PUNCTUATION, QUOTE):
        first += 1
    if first < sentence.last and parts.kinds[first] in (PREPOSITION, SUBORDINATOR):
        phrase = first_subject(parts, first, sentence.last)
        return phrase if phrase is not None and _may_speak(parts, phrase) else None
    if first >= sentence.last or parts.kinds[first] not in (CAPITAL, PRONOUN, DETERMINER):
        return None
    phrase = phrase_after(parts, first, sentence.last)
    return None if phrase is None else named_apposition(parts, phrase, sentence.last)


def clause_subject(board: Board, quote: int, about: tuple[str, ...]) -> list[Candidate]:
    """Take the subject of a sentence without a verb of speech: *justified it as “...”*."""
    parts, word = board.parts, board.words_of[quote]
    number = board.sentence_of[quote]
    sentence = parts.sentences[number]
    if any(cue.subject is not None for cue in board.cues[number]):
        return []
    phrase = first_subject(parts, sentence.first, word)
    if phrase is None or phrase[1] >= word:
        return []
    between = parts.kinds[phrase[1] : word]
    if not _may_speak(parts, phrase) or all(kind == PREPOSITION for kind in between):
        return []  # "Statement of “...”"
    features = ["subject", *(f"subject:{name}" for name in about), *about_phrase(parts, phrase)]
    before = parts.lowers[word - 1]
    if before == "as":
        features.append("subject:as")
    elif before in _REASONS:
        features.append("subject:reason")
    elif parts.words[word - 1] == ":":
        return []  # a candidate already
    elif parts.kinds[word - 1] == PREPOSITION:
        features.append("subject:of")
    if parts.kinds[phrase[1]] == QUOTE:
        features.append("subject:quoted")
    return [Candidate("subject", None, phrase, None, tuple(features))]


def _may_speak(parts: Segments, phrase: tuple[int, int]) -> bool:
    """Say whether a phrase means somebody or a body that the report may let speak."""
    if parts.kinds[phrase[0]] == PRONOUN:
        return parts.lowers[phrase[0]] in ("he", "she", "they")
    return parts.lowers[phrase[1] - 1] not in CONTRACTED and is_speaker_like(parts, phrase)


def neighbours(board: Board, quote: int, about: tuple[str, ...]) -> list[Candidate]:
    """Look at the sentences before and after a quotation that stands alone."""
    parts = board.parts
    number = board.sentence_of[quote]
    sentence = parts.sentences[number]
    alone = "alone" in about
    found: list[Candidate] = []
    tag = "alone" if alone else "inside"
    if number > 0 and (alone or not board.cues[number]):
        before = parts.sentences[number - 1]
        same = before.paragraph == sentence.paragraph
        place = "same" if same else "other"
        if parts.words[before.last - 1] != ":":
            found += _from_sentence(
                board, number - 1, "previous", ("previous", f"previous:{place}", f"previous:{tag}")
            )
    if alone and number + 1 < len(parts.sentences):
        after = parts.sentences[number + 1]
        if after.paragraph == sentence.paragraph:
            for cue in board.cues[number + 1][:1]:
                if cue.subject is not None:
                    features = ("next", f"next:{cue.group}", *about_phrase(parts, cue.subject))
                    quoted = parts.kinds[after.first] == QUOTE
                    found.append(
                        Candidate(
                            "next",
                            cue,
                            cue.subject,
                            None,
                            (*features, "next:quoted" if quoted else "next:plain"),
                        )
                    )
    return found


def earlier(
    board: Board, quote: int, about: tuple[str, ...], speakers: list[bool]
) -> list[Candidate]:
    """Take the speaker of the quotation before, in this paragraph or the last."""
    if quote == 0 or len(speakers) < quote or not speakers[quote - 1]:
        return []
    parts = board.parts
    here = parts.sentences[board.sentence_of[quote]]
    there = parts.sentences[board.sentence_of[quote - 1]]
    tag = "alone" if "alone" in about else "inside"
    if parts.quotes[quote].continues:
        return [Candidate("carried", None, None, quote - 1, ("carried",))]
    distance = board.sentence_of[quote] - board.sentence_of[quote - 1]
    if here.paragraph == there.paragraph:
        near = "same" if distance == 0 else "next" if distance == 1 else "later"
        features = (
            "continued",
            f"continued:{near}",
            f"continued:{tag}",
            *(f"continued:{a}" for a in about if a in ("short", "long")),
            *(("continued:other",) if distance > 1 and _another_speaks(board, quote) else ()),
        )
        return [Candidate("continued", None, None, quote - 1, features)]
    if here.paragraph - there.paragraph <= 2:
        gap = "gap1" if here.paragraph - there.paragraph == 1 else "gap2"
        return [
            Candidate(
                "carried",
                None,
                None,
                quote - 1,
                ("carried-over", f"carried-over:{gap}", f"carried-over:{tag}"),
            )
        ]
    return []


def _another_speaks(board: Board, quote: int) -> bool:
    """Say whether the sentence before is about a person whom the earlier speaker's is not."""
    parts = board.parts
    number, there = board.sentence_of[quote] - 1, board.sentence_of[quote - 1]
    phrase = _opening_subject(parts, parts.sentences[number])
    if phrase is None or parts.kinds[phrase[1] - 1] != CAPITAL:
        return False
    name = parts.lowers[phrase[1] - 1]
    earlier = range(parts.sentences[max(0, there - 1)].first, parts.sentences[there].last)
    return all(parts.lowers[k] != name for k in earlier)
