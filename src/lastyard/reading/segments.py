# ruff: noqa: RUF001 - typographic marks are what this code is about
"""A text cut into paragraphs, sentences and words, with quotations as single words.

Everything that reads a sentence sees the words *around* its quotations; each outermost
quotation is one word of kind ``QUOTE``. So ``“We agree,” Moor said.`` reads as
``QUOTE Moor said .``, however long the quotation is.

Example:
    >>> parts = segment('“We agree,” Moor said. Talks go on.')
    >>> parts.words[:4], len(parts.sentences)
    (['“', 'Moor', 'said', '.'], 2)
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add

from lastyard.reading.document import normalised
from lastyard.reading.paragraphs import cut_at_labels, find_paragraphs
from lastyard.reading.quotes import Quote, find_quotes
from lastyard.reading.turn_labels import Label, find_labels
from lastyard.reading.unmarked_turns import find_unmarked
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ABBREVIATIONS,
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CONJUNCTION,
    CUE,
    CUES,
    DETERMINER,
    KIND,
    NUMBER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SENTENCE_STARTERS,
    SUBORDINATOR,
    TIME,
)

# The white space after a word is taken with it, so that lengths alone give the offsets.
_TOKEN = re.compile(
    # Most words and stops; what follows would read them the same, slower.
    r"(?:[A-Za-z]{2,}+(?=[ ,.])|[,.](?= )|[A-Za-z](?= )"
    r"|(?:[^\W\d_]\.){2,}(?:[^\W\d_](?![^\W_]))?"  # U.S. and the like
    r"|['’][sS](?![^\W_])"
    r"|[$€£¥]?\d+(?:[.,:]\d+)*[^\W\d_]{0,3}(?:-[^\W_]+)*"
    r"|[^\W_]+(?:-[^\W_]+|['’](?![sS](?![^\W_]))[^\W_]+|&(?=[^\W_])[^\W_]+)*"
    r"|[@#$€£]?[^\s])\s*+"
)
_CAPITAL_FUNCTION = frozenset(
    {
        DETERMINER,
        PRONOUN,
        PREPOSITION,
        CONJUNCTION,
        SUBORDINATOR,
        AUXILIARY,
        ADVERB,
        TIME,
        POSSESSIVE,
    }
)
_NEVER_NAME = word_set("may will march so plus can might per mine")
_NAME_WITH_PARTICLE = re.compile(
    r"(?!(?:anti|pro|mid|non|pre|post|ex|inter|trans|un)-)[a-z]{1,5}-[A-Z]"
)
_TAKES_IS = word_set("that there it he she what who here this where how let")
_MONEY = frozenset("$€£¥")
_ENDINGS = frozenset(".!?…•●▪|")
_LONGEST_SENTENCE = 200


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words ``first`` to ``last`` (not included) of paragraph number ``paragraph``."""

    first: int
    last: int
    paragraph: int


@dataclass(slots=True)
class Segments:
    """The words of a text as parallel lists, its sentences, paragraphs and quotations.

    Attributes:
        text: The text, with odd spaces made plain (same offsets).
        words: Each word as written; a quotation's word is its opening mark.
        lowers: The same in lower case.
        starts: Offset of each word.
        ends: Offset after each word.
        kinds: Kind of each word (``lastyard.reading.words``).
        quote_of: Number of the quotation that a word of kind ``QUOTE`` stands for.
        sentences: The sentences in order.
        sentence_firsts: The first word of each.
        paragraphs: The paragraphs as pairs of offsets.
        quotes: The outermost quotations.
        nested: The quotations inside them.
        labels: Where the turns of a conversation begin; none in ordinary text.
    """

    text: str
    words: list[str] = field(default_factory=list)
    lowers: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    kinds: list[int] = field(default_factory=list)
    quote_of: dict[int, int] = field(default_factory=dict)
    sentences: list[Sentence] = field(default_factory=list)
    sentence_firsts: list[int] = field(default_factory=list)
    paragraphs: list[tuple[int, int]] = field(default_factory=list)
    quotes: tuple[Quote, ...] = ()
    nested: tuple[Quote, ...] = ()
    labels: tuple[Label, ...] = ()

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Give the offsets of words ``first`` to ``last`` (not included)."""
        return self.starts[first], self.ends[last - 1]

    def slice(self, first: int, last: int) -> str:
        """Give the text of words ``first`` to ``last`` (not included)."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def sentence_at(self, word: int) -> int:
        """Give the number of the sentence that holds a word."""
        return bisect_right(self.sentence_firsts, word) - 1


def segment(text: str, sentence_starts: frozenset[int] | None = None) -> Segments:
    """Cut a text into paragraphs, sentences and words.

    Args:
        text: The text.
        sentence_starts: Offsets at which sentences begin, found by other means; None cuts
            by the rules here. Paragraphs and quotations are never cut differently.
    """
    text = normalised(text)
    labels = find_labels(text)
    paragraphs = find_paragraphs(text)
    if labels:
        paragraphs = cut_at_labels(text, paragraphs, labels)
    else:
        labels = find_unmarked(text, paragraphs)
    parts = Segments(text, paragraphs=paragraphs, labels=labels)
    quotes = find_quotes(text, parts.paragraphs)
    parts.nested = tuple(q for q in quotes if q.depth)
    parts.quotes = _outermost(quotes)
    at_quote = 0
    firsts: list[int] = []
    for start, end in parts.paragraphs:
        firsts.append(len(parts.words))
        at = start
        while at_quote < len(parts.quotes) and parts.quotes[at_quote].start < end:
            quote = parts.quotes[at_quote]
            if quote.start < at:
                at_quote += 1
                continue
            _add_words(parts, at, quote.start)
            _add_quote(parts, at_quote)
            at = quote.end
            at_quote += 1
        if at < end:
            _add_words(parts, at, end)
    _add_kinds(parts)
    _cut_sentences(parts, firsts, sentence_starts)
    return parts


def segment_stretch(text: str, start: int, end: int) -> Segments:
    """Cut a stretch of a text into sentences and words, marks in it taken for punctuation."""
    parts = Segments(text, paragraphs=[(start, end)])
    _add_words(parts, start, end)
    _add_kinds(parts)
    _cut_sentences(parts, [0], None)
    return parts


def _cut_sentences(
    parts: Segments, firsts: list[int], sentence_starts: frozenset[int] | None
) -> None:
    """Cut each paragraph, told by the number of its first word, into sentences."""
    stops = [k for k, word in enumerate(parts.words) if word[-1] in _ENDINGS]
    stops = sorted([*stops, *parts.quote_of])
    for number, (first, last) in enumerate(pairwise([*firsts, len(parts.words)])):
        if sentence_starts is None:
            within = stops[bisect_left(stops, first) : bisect_left(stops, last - 1)]
            _add_sentences(parts, first, last, number, within)
        else:
            _add_given_sentences(parts, first, last, number, sentence_starts)
    parts.sentence_firsts = [sentence.first for sentence in parts.sentences]


def _outermost(quotes: tuple[Quote, ...]) -> tuple[Quote, ...]:
    kept: list[Quote] = []
    for quote in quotes:
        if quote.depth == 0 and (not kept or quote.start >= kept[-1].end):
            kept.append(quote)
    return tuple(kept)


def _is_shouting(text: str) -> bool:
    """Say whether a text is all capitals, so that capitals tell nothing."""
    sample = text[:2000]
    if sum(map(sample.count, "etaoin")) * 4 >= len(sample):
        return False  # plain English: no need to look at every character
    upper = sum(map(str.isupper, sample))
    lower = sum(map(str.islower, sample))
    return upper > 20 and lower * 4 < upper


@lru_cache(maxsize=20_000)
def _kind(word: str, shouting: bool) -> tuple[str, int]:
    """Give a word's lower-case form and its kind."""
    lower = word.lower().replace("’", "'")
    first = word[1] if word[0] in _MONEY and len(word) > 1 else word[0]
    if not (first.isalnum() or lower == "'s"):
        return lower, PUNCTUATION
    if first.isdigit():
        return lower, NUMBER
    kind = KIND.get(lower)
    if not first.isupper() or shouting:
        if kind is None and not shouting and _NAME_WITH_PARTICLE.match(word):
            return lower, CAPITAL
        return lower, PLAIN if kind is None else kind
    if (
        kind in _CAPITAL_FUNCTION
        and lower not in _NEVER_NAME
        and not (len(word) > 1 and word.isupper())
    ):
        return lower, kind
    return lower, CAPITAL


def _add_words(parts: Segments, start: int, end: int) -> None:
    stretch = parts.text[start:end].lstrip()
    spaced = _TOKEN.findall(stretch)
    words = list(map(str.rstrip, spaced))
    starts = list(accumulate(map(len, spaced), initial=end - len(stretch)))
    starts.pop()
    parts.words += words
    parts.starts += starts
    parts.ends += map(add, starts, map(len, words))


def _add_quote(parts: Segments, number: int) -> None:
    quote = parts.quotes[number]
    parts.quote_of[len(parts.words)] = number
    parts.words.append(parts.text[quote.start])
    parts.starts.append(quote.start)
    parts.ends.append(quote.end)


def _add_kinds(parts: Segments) -> None:
    """Add the lower-case form and the kind of all words, each different word looked up once."""
    words = parts.words
    shouting = _is_shouting(parts.text)
    known = {word: _kind(word, shouting) for word in set(words)}
    read = [known[word] for word in words]
    lowers = parts.lowers = [lower for lower, _ in read]
    kinds = parts.kinds = [kind for _, kind in read]
    for k in parts.quote_of:
        lowers[k], kinds[k] = '"', QUOTE
    for k in [k for k, kind in enumerate(kinds) if k and kind in (POSSESSIVE, ADVERB)]:
        if kinds[k] == POSSESSIVE and lowers[k - 1] in _TAKES_IS:
            kinds[k] = AUXILIARY  # that's, it's: the verb, not the case ending
        elif kinds[k] == ADVERB and kinds[k - 1] == CAPITAL and words[k][0].isupper():
            kinds[k] = CAPITAL  # Human Rights First


def _add_given_sentences(
    parts: Segments, first: int, last: int, paragraph: int, given: frozenset[int]
) -> None:
    begin = first
    for k in range(first + 1, last):
        if parts.starts[k] in given or k - begin > _LONGEST_SENTENCE:
            parts.sentences.append(Sentence(begin, k, paragraph))
            begin = k
    if begin < last:
        parts.sentences.append(Sentence(begin, last, paragraph))


def _add_sentences(
    parts: Segments, first: int, last: int, paragraph: int, stops: list[int]
) -> None:
    """Cut a paragraph at those of its words that can end a sentence, and do so here."""
    begin = first
    for k in (*stops, last - 1):
        while k - begin > _LONGEST_SENTENCE:
            parts.sentences.append(Sentence(begin, begin + _LONGEST_SENTENCE + 1, paragraph))
            begin += _LONGEST_SENTENCE + 1
        if k < last - 1 and (k - begin == _LONGEST_SENTENCE or _ends_sentence(parts, k, last)):
            parts.sentences.append(Sentence(begin, k + 1, paragraph))
            begin = k + 1
    if begin < last:
        parts.sentences.append(Sentence(begin, last, paragraph))


def _ends_sentence(parts: Segments, k: int, last: int) -> bool:
    """Say whether a sentence ends after word ``k``, which is not the paragraph's last."""
    kind = parts.kinds[k]
    word = parts.words[k]
    following = parts.words[k + 1]
    starts_new = following[0].isupper() or parts.kinds[k + 1] == QUOTE or not following[0].isalnum()
    if kind == QUOTE:
        return _quote_ends_sentence(parts, k, last)
    if kind == PUNCTUATION:
        if word in "!?…":
            return following[0].isupper() or parts.kinds[k + 1] == QUOTE
        if word != ".":
            return word in "•●▪|"
        if following in ".,;:)!?" or not (starts_new or following[0].isdigit()):
            return False
        if k and parts.lowers[k - 1] in ABBREVIATIONS and parts.ends[k - 1] == parts.starts[k]:
            return False
        return not (k and len(parts.words[k - 1]) == 1 and parts.words[k - 1].isupper())
    if word[-1] == "." and len(word) > 1:
        return following[0].isupper() and parts.lowers[k + 1] in SENTENCE_STARTERS
    return False


def _quote_ends_sentence(parts: Segments, k: int, last: int) -> bool:
    quote = parts.quotes[parts.quote_of[k]]
    inner = parts.text[max(quote.inner_start, quote.inner_end - 3) : quote.inner_end].rstrip()
    following = parts.words[k + 1]
    if not inner or inner[-1] not in ".!?…":
        return False
    if parts.kinds[k + 1] == QUOTE:
        return True
    if not following[0].isupper():
        return False
    if inner[-1] == ".":
        return True
    # “Why?” Moor asked. The tag belongs to the question, however it is capitalised.
    for j in range(k + 1, min(last, k + 8)):
        if parts.kinds[j] == CUE and CUES[parts.lowers[j]].form in ("past", "s"):
            return j + 1 < last and parts.kinds[j + 1] not in (
                PUNCTUATION,
                QUOTE,
                PREPOSITION,
                TIME,
            )
        if parts.kinds[j] in (PUNCTUATION, AUXILIARY, SUBORDINATOR):
            return True
    return True
