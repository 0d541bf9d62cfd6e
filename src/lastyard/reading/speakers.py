# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Who said a quotation: the candidates that its text offers, and the choice among them.

Features say how each candidate stands to the quotation; a ranker weighs them.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment('"We agree," Moor said.')
    >>> board = Board(parts)
    >>> [c.kind for c in candidates(board, 0, [])]
    ['nobody', 'after']
"""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lastyard.reading.cues import find_cues
from lastyard.reading.lexicon import CONTRACTED, CUES, is_person_role, is_writing
from lastyard.reading.phrases import is_speaker_like, named_apposition, phrase_after
from lastyard.reading.segments import Segments, Sentence, Words
from lastyard.reading.subjects import first_subject
from lastyard.reading.tags import SpeechCue
from lastyard.reading.wordlists import word_list


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
    phrase: Words | None
    same_as: int | None
    features: tuple[str, ...]


class Board:
    """A text's sentences with their cues and the places of its quotations.

    So a text is laid out for choosing speakers.

    Example:
        >>> from lastyard.reading.segments import segment
        >>> board = Board(segment('"We agree," Moor said.'))
        >>> board.words_of, board.sentence_of, board.cues[0][0].verb
        ([0], [0], 'say')
    """

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


def about_phrase(parts: Segments, phrase: Words) -> tuple[str, ...]:
    """Name the features of the words for a speaker: a name, a role, a pronoun, a text."""
    first, last = phrase
    head = parts.lowers[last - 1]
    if parts.kinds[first] == "pronoun":
        return (
            "who:i" if head in ("i", "we", "you") else "who:it" if head == "it" else "who:pronoun",
        )
    if parts.kinds[last - 1] == "capital":
        return ("who:name",)
    if is_person_role(head):
        return ("who:role",)
    return ("who:text",) if is_writing(head) else ("who:other",)


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


def _opening_subject(parts: Segments, sentence: Sentence) -> Words | None:
    """Find what a sentence begins with, after *Asked whether ...,* and the like."""
    first = sentence.first
    participle = CUES.get(parts.lowers[first])
    if participle is not None and participle.form in ("past", "ing"):
        comma = next(
            (k for k in range(first, sentence.last) if parts.words[k] == ","), sentence.last
        )
        if comma < sentence.last:
            first = comma + 1
    while first < sentence.last and parts.kinds[first] in (
        "adverb",
        "time",
        "punctuation",
        "quote",
    ):
        first += 1
    if first < sentence.last and parts.kinds[first] in ("preposition", "subordinator"):
        phrase = first_subject(parts, first, sentence.last)
        return phrase if phrase is not None and _may_speak(parts, phrase) else None
    if first >= sentence.last or parts.kinds[first] not in ("capital", "pronoun", "determiner"):
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
    if not _may_speak(parts, phrase) or all(kind == "preposition" for kind in between):
        return []  # "Statement of “...”"
    features = ["subject", *(f"subject:{name}" for name in about), *about_phrase(parts, phrase)]
    before = parts.lowers[word - 1]
    if before == "as":
        features.append("subject:as")
    elif before in _REASONS:
        features.append("subject:reason")
    elif parts.words[word - 1] == ":":
        return []  # a candidate already
    elif parts.kinds[word - 1] == "preposition":
        features.append("subject:of")
    if parts.kinds[phrase[1]] == "quote":
        features.append("subject:quoted")
    return [Candidate("subject", None, phrase, None, tuple(features))]


def _may_speak(parts: Segments, phrase: Words) -> bool:
    """Return whether a phrase means somebody or a body that the report may let speak."""
    if parts.kinds[phrase[0]] == "pronoun":
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
                    quoted = parts.kinds[after.first] == "quote"
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
    if quote == 0 or not speakers[quote - 1]:
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
    """Return whether the sentence before is about a person whom the earlier speaker's is not."""
    parts = board.parts
    number, there = board.sentence_of[quote] - 1, board.sentence_of[quote - 1]
    phrase = _opening_subject(parts, parts.sentences[number])
    if phrase is None or parts.kinds[phrase[1] - 1] != "capital":
        return False
    name = parts.lowers[phrase[1] - 1]
    earlier = range(parts.sentences[max(0, there - 1)].first, parts.sentences[there].last)
    return all(parts.lowers[k] != name for k in earlier)


_CORE = word_list("plain verbs of speech") | {"according to"}
_NAMING = word_list("naming")
_FARTHEST_CUE = 80


def candidates(board: Board, quote: int, speakers: list[bool]) -> list[Candidate]:
    """List the possible speakers of a quotation.

    They are: every cue of its sentence, what introduces it with a colon, the sentences beside it
    (before and after), the quotations before it, and *nobody* (the marks are there for irony, a title
    or a term).

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
        if name and parts.kinds[word + 2] == "capital" and "cited" not in about:
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
        parts.kinds[k] not in ("quote", "punctuation") for k in range(sentence.first, sentence.last)
    )
    if not others:
        found.append("alone")
    last = parts.words[sentence.last - 1]
    if parts.kinds[sentence.last - 1] != "quote" and last not in ".!?:;,)" and others:
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
    while begin > sentence.first and parts.kinds[begin - 1] == "plain" and word - begin < 2:
        begin -= 1
    noun = word + 1 < sentence.last and parts.kinds[word + 1] in ("plain", "capital")
    if begin > sentence.first and parts.kinds[begin - 1] == "determiner":
        if begin == word:
            found.append("determined")
        if noun:
            found.append("embedded" if begin == word else "modifying")
    if word + 1 < sentence.last and parts.kinds[word + 1] in ("auxiliary", "verb"):
        found.append("topic")
    if _is_cited(parts, word, sentence.last):
        found.append("cited")
    return found


def _is_cited(parts: Segments, word: int, ceiling: int) -> bool:
    """Return whether a quotation is a title in a list of sources: *“Rains fail” - The Post, May 3*."""
    if word + 4 >= ceiling or parts.words[word + 1] not in ("—", "–", "-", "―"):
        return False
    comma = next((k for k in range(word + 2, ceiling) if parts.words[k] == ","), ceiling)
    dated = parts.kinds[comma + 1 : comma + 3]
    return comma + 1 < ceiling and "number" in dated


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
    """Return whether *, and*, *but* or *while* parts a quotation from the subject after it."""
    return any(parts.lowers[k] in ("and", "but", "while", "whereas") for k in range(first, last))


def _between(parts: Segments, first: int, last: int, side: str) -> list[str]:
    """Describe the words between a cue and a quotation."""
    count = Counter(parts.kinds[first:last])
    heavy = count["plain"] + count["capital"] + count["pronoun"]
    verbs, cues, quotes = count["verb"] + count["auxiliary"], count["cue"], count["quote"]
    found = [side]
    if heavy + verbs + cues + quotes == 0:
        found.append(f"{side}:touching")
    elif heavy <= 3 and not verbs and not cues:
        found.append(f"{side}:near")
    elif heavy > 10:
        found.append(f"{side}:far")
    told = {
        "turns": count["subordinator"] + count["conjunction"] > 0,
        "verbs": verbs > 0,
        "cues": cues > 0,
        "quotes": quotes > 0,
        "colon": ":" in parts.words[max(first, last - 2) : last],
        "semicolon": ";" in parts.words[first:last],
    }
    return found + [f"{side}:{name}" for name, holds in told.items() if holds]


HAND_SET = {
    name: float(weight)
    for name, _, weight in (pair.partition("=") for pair in word_list("weights by hand"))
}
"""Weights set by hand: the centre of the prior, and the reader without a trained ranker."""


@cache
def learned_weights() -> Mapping[str, float]:
    """Load the weights shipped with the package.

    They are data (``ranker.json``), fitted by ``benchmarks/reading/train_ranker.py`` as a conditional
    logit [McFadden 1974] with a normal prior around weights set by hand; without the file's learned
    part the hand-set weights alone are used.
    """
    text = Path(__file__).with_name("ranker.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return HAND_SET | weights


def scores(candidates: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """Sum the weights of each candidate's features."""
    return [sum(weights.get(name, 0.0) for name in features) for features in candidates]


def best(candidates: Sequence[Sequence[str]], weights: Mapping[str, float]) -> tuple[int, float]:
    """Choose a candidate.

    The score is linear in the features: the candidate with the highest sum of weights is taken, and a
    softmax over the scores gives the confidence.

    Args:
        candidates: The features of each candidate, at least one.
        weights: Weight of each feature; features without one count nothing.

    Returns:
        The number of the best candidate (the first of equals) and its softmax probability.

    Example:
        >>> chosen, confidence = best([("nobody",), ("after", "after:touching")], HAND_SET)
        >>> chosen, confidence > 0.9
        (1, True)
    """
    summed = scores(candidates, weights)
    top = max(range(len(summed)), key=summed.__getitem__)
    return top, 1.0 / sum(math.exp(score - summed[top]) for score in summed)
