# ruff: noqa: RUF001 - typographic marks are what this code is about
"""The subject of a verb, found without a parser: before it, across parentheses, at the clause's start.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("In a letter, the envoy, Ada Moor, later said that talks would resume.")
    >>> span, how = find_subject(parts, parts.sentences[0], 11)
    >>> parts.slice(*span), how
    ('the envoy, Ada Moor', 'parenthesis')
"""

from __future__ import annotations

from lastyard.reading.phrases import (
    clause_start,
    is_head,
    looks_like_verb,
    phrase_after,
    phrase_before,
    skip_back,
)
from lastyard.reading.roles import is_person_role, is_writing
from lastyard.reading.segments import Segments, Sentence
from lastyard.reading.whole_phrases import goes_on, is_speaker_like, named_apposition, whole_phrase
from lastyard.reading.wordlists import word_set
from lastyard.reading.words import (
    ADVERB,
    AUXILIARY,
    CAPITAL,
    CONJUNCTION,
    CUE,
    CUES,
    DETERMINER,
    NUMBER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    QUOTE,
    SUBORDINATOR,
    TIME,
    VERB,
)

_FARTHEST_SUBJECT = 60
_ASKED = word_set("if whether about by why how what when where to for")
_PLACING = word_set("by in at from with near to on")
_RELATED = word_set("close familiar involved present briefed opposed loyal allied based")
_WORDED = word_set("say read state warn")


def find_subject(parts: Segments, sentence: Sentence, k: int) -> tuple[tuple[int, int] | None, str]:
    """Find the subject before the verb at word ``k`` and say how it was found."""
    floor = max(sentence.first, k - _FARTHEST_SUBJECT)
    j = skip_back(parts, k - 1, floor)
    named = _before_brackets(parts, j, floor)
    if named is not None:
        k, j = named + 1, named
    if j < floor:
        return None, "none"
    linked = _by_link(parts, j, k, floor)
    if linked is not None:
        return linked
    start = clause_start(parts, k, floor)
    if parts.kinds[j] == QUOTE or j < start:
        return None, "none"
    if parts.lowers[j] not in (",", "to") and parts.kinds[j] != CONJUNCTION:
        phrase = _right_before(parts, j, k, start)
        if phrase is not None:
            return phrase, "before"
    phrase = _before_relative(parts, sentence, start, j + 1)
    if phrase is not None:
        return phrase, "clause"
    phrase = first_subject(parts, start, j + 1)
    if phrase is None and start > sentence.first:
        phrase = first_subject(parts, sentence.first, j + 1)
    return phrase, "parenthesis" if parts.lowers[j] in (",", ")") else "clause"


def _before_brackets(parts: Segments, j: int, floor: int) -> int | None:
    """Find the last word of the name in *Moor (Westland) said*."""
    if j <= floor or parts.words[j] != ")":
        return None
    for i in range(j - 1, max(floor, j - 12), -1):
        if parts.words[i] == "(":
            return i - 1 if parts.kinds[i - 1] == CAPITAL else None
    return None


def _by_link(
    parts: Segments, j: int, k: int, floor: int
) -> tuple[tuple[int, int] | None, str] | None:
    """Find the subject before *who*, *which*, *that* or a comma at word ``j``."""
    lower = parts.lowers[j]
    if lower == "who" and parts.kinds[j] != CAPITAL:
        phrase = phrase_before(parts, j - 1 if parts.lowers[j - 1] == "," else j, floor)
        return phrase, "relative"
    if lower in ("which", "that") and parts.kinds[j] == SUBORDINATOR:
        phrase = _antecedent(parts, j, k, floor)
        return None if phrase is None else (phrase, "relative")
    if lower in ("–", "—"):
        opening = next((i for i in range(j - 1, floor, -1) if parts.words[i] in ("–", "—")), floor)
        phrase = phrase_before(parts, opening, floor) if opening > floor else None
        if phrase is not None and is_speaker_like(parts, phrase):
            return phrase, "parenthesis"  # with dashes: "Moor, who denies it, said"
    if lower == ",":
        phrase = _before_parenthesis(parts, j, floor)
        return None if phrase is None else (phrase, "parenthesis")
    return None


def _right_before(parts: Segments, j: int, k: int, start: int) -> tuple[int, int] | None:
    """Find the subject that ends at word ``j``, right before its verb ``k``."""
    phrase = phrase_before(parts, j + 1, start)
    if phrase is None:
        return None
    participle = parts.lowers[k] == "reading" or (
        parts.lowers[k].endswith("ing")
        and parts.kinds[j] == PLAIN
        and (is_writing(parts.lowers[j]) or is_person_role(parts.lowers[j]))
    )
    absolute = parts.lowers[k].endswith("ing") and parts.lowers[phrase[0] - 1] == "with"
    if participle or absolute or _is_subject(parts, phrase, start):
        return _widen(parts, phrase, start)
    return _with_place(parts, phrase, start)


def _with_place(parts: Segments, phrase: tuple[int, int], floor: int) -> tuple[int, int] | None:
    """Read *..., a poll by Kestrel Research* before its verb: the phrase with what goes on from it."""
    link = phrase[0] - 1
    if link <= floor or parts.lowers[link] not in _PLACING:
        return None
    if parts.lowers[link - 1] in _RELATED and link - 2 > floor:
        link -= 1  # "a source close to the talks"
    head = phrase_before(parts, link, floor)
    some = head is not None and parts.kinds[link - 1] == DETERMINER
    if head is None or parts.kinds[head[0]] != DETERMINER:
        return None
    if not some and not is_head(parts.lowers[link - 1]):
        return None
    before = parts.words[head[0] - 1] if head[0] > floor else ""
    return (head[0], phrase[1]) if some or before in (",", "—", "–") else None


def _antecedent(parts: Segments, j: int, k: int, floor: int) -> tuple[int, int] | None:
    """Find what *which* or *that* at word ``j`` stands for (*a survey which found that ...*)."""
    cue = CUES.get(parts.lowers[k]) or CUES.get(parts.lowers[min(k + 1, len(parts.lowers) - 1)])
    if cue is None or cue.group != "speech" or cue.form not in ("past", "s") or j <= floor:
        return None
    comma = parts.words[j - 1] == ","
    if comma and parts.lowers[j] == "that":
        return None
    phrase = phrase_before(parts, j - 1 if comma else j, floor)
    if phrase is None or parts.kinds[phrase[0]] == PRONOUN:
        return None
    if is_speaker_like(parts, phrase):
        return phrase
    worded = cue.verb in _WORDED and parts.kinds[phrase[1] - 1] == PLAIN
    return phrase if worded and phrase[1] - phrase[0] > 1 else None


def _before_parenthesis(parts: Segments, comma: int, floor: int) -> tuple[int, int] | None:
    """Find the subject in *a diplomat close to the talks, who had asked not to be named, said*.

    A parenthesis that opens with a relative, a participle, *among* or an article may hold
    clauses of its own; the subject stands at the start of the sentence, or after its last
    quotation, or after *, and*.
    """
    for i in range(comma - 1, max(floor, comma - 40) - 1, -1):
        if parts.kinds[i] == QUOTE or parts.words[i] in (";", ":", "—", "–"):
            return None
        if parts.words[i] != "," or i + 1 >= comma:
            continue
        after = i + 1
        opens = (
            parts.lowers[after] in _PARENTHESIS_OPENERS
            or (parts.lowers[after].endswith("ing") and parts.kinds[after] in (PLAIN, CUE, VERB))
            or (
                parts.kinds[after] in (PLAIN, CUE)
                and looks_like_verb(parts.lowers[after])
                and (parts.kinds[after] == PLAIN or parts.lowers[after + 1] in _ASKED)
            )
        )
        if not opens:
            continue
        begin = i
        while begin > floor:
            k = begin - 1
            if parts.kinds[k] == QUOTE or parts.words[k] in (",", ";", ":", "—", "–"):
                break
            begin = k
        while begin < i and (
            parts.kinds[begin] in (CONJUNCTION, PUNCTUATION) or parts.lowers[begin] == "that"
        ):
            begin += 1
        if parts.kinds[begin] not in (CAPITAL, DETERMINER) or parts.lowers[begin].endswith("ing"):
            return None
        phrase = phrase_after(parts, begin, i)
        if phrase is None or not is_speaker_like(parts, phrase):
            return None
        phrase = whole_phrase(parts, phrase, i)
        # What stands between the phrase and its parenthesis must not be a verb of its own.
        for m in range(phrase[1], i):
            if parts.kinds[m] in (VERB, AUXILIARY, CUE, PRONOUN):
                return None
        if phrase[1] < i and not (
            parts.kinds[phrase[1]] == PREPOSITION or looks_like_verb(parts.lowers[phrase[1]])
        ):
            return None
        return phrase
    return None


_PARENTHESIS_OPENERS = word_set("who whose which whom among a an the one himself herself")


def _is_subject(parts: Segments, phrase: tuple[int, int], floor: int) -> bool:
    """Say whether a phrase right before the verb is no object of a preposition or verb."""
    before = phrase[0] - 1
    if before < floor:
        return True
    kind, lower = parts.kinds[before], parts.lowers[before]
    if kind == AUXILIARY and lower != "to" and parts.kinds[phrase[0]] == PRONOUN:
        return True  # "Do you think ...?"
    if lower in ("after", "before", "since", "until"):
        # "fell after the bank said ...": a clause of its own, if a verb has come before it.
        return any(
            parts.kinds[j] == VERB or looks_like_verb(parts.lowers[j]) for j in range(floor, before)
        )
    if kind in (PREPOSITION, VERB, CUE, AUXILIARY) or (kind == PLAIN and looks_like_verb(lower)):
        return False
    if lower == "as":  # "..., as one mediator put it"
        return before == floor or parts.kinds[before - 1] in (PUNCTUATION, QUOTE)
    return lower != "than"


def _widen(parts: Segments, phrase: tuple[int, int], floor: int) -> tuple[int, int]:
    """Add the first half of a pair: *Ada Moor and the ministry* said."""
    k = phrase[0] - 1
    if (
        k - 1 >= floor
        and parts.lowers[k] == "and"
        and parts.kinds[phrase[0]] in (CAPITAL, DETERMINER)
    ):
        other = phrase_before(parts, k, floor)
        if other is not None:
            first = other[0]
            while first > floor and parts.kinds[first - 1] == DETERMINER:
                first -= 1
            if first == floor or parts.kinds[first - 1] == PUNCTUATION:
                return first, phrase[1]
    return phrase


def first_subject(parts: Segments, start: int, ceiling: int) -> tuple[int, int] | None:
    """Find the first phrase of a clause that no introduction (*In a statement,*) swallows."""
    i = start
    while i < ceiling:
        kind, lower = parts.kinds[i], parts.lowers[i]
        after = _after_setting(parts, i, ceiling)
        if after == i and kind == CAPITAL and i == start:
            after = _after_opening(parts, i, ceiling)
        if after > i:
            i = after
            continue
        if kind in (PREPOSITION, SUBORDINATOR) or (
            lower.endswith("ing")
            and (kind in (CUE, VERB) or i == start)
            and lower not in ("king", "ring")
        ):
            comma = _next_comma(parts, i, ceiling)
            if comma is None:
                return None
            i = comma + 1
            continue
        if kind in (ADVERB, PUNCTUATION, CONJUNCTION, TIME, QUOTE, AUXILIARY):
            i += 1
            continue
        if kind == PLAIN and i > start and parts.words[i - 1] == "," and looks_like_verb(lower):
            comma = _next_comma(parts, i, ceiling)  # "..., obtained by the paper, ..."
            if comma is None:
                return None
            i = comma + 1
            continue
        if lower in ("may", "march") and i + 1 < ceiling and parts.kinds[i + 1] == NUMBER:
            i += 2
            continue
        if lower in ("last", "earlier", "late", "early") or (kind == NUMBER and i == start):
            comma = _next_comma(parts, i, ceiling)
            i = i + 1 if comma is None else comma + 1
            continue
        phrase = phrase_after(parts, i, ceiling)
        if phrase is None:
            return None
        if phrase[1] < ceiling and goes_on(parts, phrase):
            named = named_apposition(parts, phrase, ceiling)
            return named if named != phrase else whole_phrase(parts, phrase, ceiling)
        if parts.kinds[i] == DETERMINER or parts.kinds[phrase[1] - 1] == PLAIN:
            return named_apposition(parts, phrase, ceiling)
        return phrase
    return None


def _after_opening(parts: Segments, i: int, ceiling: int) -> int:
    """Step over *Asked about the offer,* and *Eventually,* at the start of a sentence."""
    comma = _next_comma(parts, i, ceiling)
    if comma is None:
        return i
    if comma == i + 1:
        return comma + 1 if parts.lowers[i].endswith("ly") else i
    cue = CUES.get(parts.lowers[i])
    participle = cue is not None and cue.form in ("past", "ing") and not cue.noun
    return comma + 1 if participle and parts.kinds[i + 1] != CAPITAL else i


def _after_setting(parts: Segments, i: int, ceiling: int) -> int:
    """Step over *The next day*, *On Twitter* and *In a statement* where no comma follows."""
    lowers, kinds = parts.lowers, parts.kinds
    if kinds[i] == DETERMINER:
        j = i + 1
        while j < min(ceiling, i + 3) and kinds[j] == PLAIN and lowers[j] not in _PERIODS:
            j += 1
        timed = j < ceiling and (kinds[j] == TIME or lowers[j] in _PERIODS)
        return j + 1 if timed and j + 1 < ceiling and kinds[j + 1] != POSSESSIVE else i
    if kinds[i] != PREPOSITION or i + 2 >= ceiling or _next_comma(parts, i, ceiling) is not None:
        return i
    if lowers[i + 1] in _PLATFORMS:
        return i + 2
    inner = phrase_after(parts, i + 1, ceiling)
    if inner is None or inner[1] >= ceiling or kinds[i + 1] != DETERMINER:
        return i
    return inner[1] if kinds[inner[1]] in (DETERMINER, PRONOUN) else i


_PERIODS = word_set("day hour moment minute decade century")
_PLATFORMS = word_set("twitter facebook instagram telegram weibo tiktok youtube linkedin reddit x")


def _before_relative(
    parts: Segments, sentence: Sentence, start: int, ceiling: int
) -> tuple[int, int] | None:
    """Find the subject in *A walker who was there when the snow broke said ...*.

    The clause right before the verb has a verb of its own and stands inside a relative
    clause that the sentence's subject opens.
    """
    first = sentence.first
    if start <= first or parts.kinds[first] not in (DETERMINER, CAPITAL):
        return None
    head = phrase_after(parts, first, start)
    if head is None or parts.lowers[head[1] : head[1] + 1] != ["who"]:
        return None
    if "," in parts.words[head[1] : ceiling]:
        return None
    verbs = (VERB, AUXILIARY)
    inner = any(
        parts.kinds[k] in verbs or looks_like_verb(parts.lowers[k]) for k in range(start, ceiling)
    )
    return head if inner else None


def _next_comma(parts: Segments, i: int, ceiling: int) -> int | None:
    for j in range(i, ceiling):
        if parts.words[j] in (",", "–", "—"):
            return j
    return None
