# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Noun phrases around a given word, found by the kinds of the words beside it.

There is no parser: a phrase is walked out word by word from the place where one is
expected (before a speech verb, after it, at the start of a clause), so the cost is
the length of the phrase.

Example:
    >>> from lastyard.reading.segments import segment
    >>> parts = segment("Foreign Minister Ada Moor said talks would resume.")
    >>> parts.slice(*phrase_before(parts, 4, 0))
    'Foreign Minister Ada Moor'
"""

from __future__ import annotations

from functools import lru_cache

from lastyard.reading.roles import TITLES, is_body_role, is_person_role, is_writing
from lastyard.reading.segments import Segments
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
    NOMINAL,
    NUMBER,
    PLAIN,
    POSSESSIVE,
    PREPOSITION,
    PRONOUN,
    PUNCTUATION,
    TIME,
    VERB,
)

SUBJECTS = word_set("he she they it we i you who someone everyone")
_STANDALONE = word_set(
    """this both many some others one another other most several two three each few all"""
)
_TENS = word_set("three four five ten twenty hundred 3 4 5 10 20 100")
_SHARES = word_set("half majority minority none percent third quarter")
_LONGEST_PHRASE = 24
_PARTICLES = word_set("bin al el de la le du da di dos van von der den abu ibn ben st ter y")
_AFTER_WRITING = frozenset({CUE, PREPOSITION, AUXILIARY, CAPITAL, PUNCTUATION})
_NOUN_ENDINGS = ("tion", "ment", "ness", "ity", "ship", "ism", "ance", "ence")


@lru_cache(maxsize=20_000)
def is_head(word: str) -> bool:
    """Say whether a lower-case noun can name a speaker: a person, a body or a text."""
    return is_person_role(word) or is_body_role(word) or is_writing(word)


def looks_like_verb(lower: str) -> bool:
    """Say whether a plain word has the ending of a past tense or participle."""
    return len(lower) > 4 and lower.endswith("ed") and lower not in ("united", "armed", "hundred")


def phrase_before(parts: Segments, last: int, floor: int) -> tuple[int, int] | None:
    """Find the noun phrase that ends before word ``last``, not reaching before ``floor``."""
    i = last - 1
    if i < floor:
        return None
    kinds, lowers = parts.kinds, parts.lowers
    if kinds[i] == PRONOUN:
        if lowers[i] in ("them", "us") and i - 2 >= floor and lowers[i - 1] == "of":
            many = kinds[i - 2] in (DETERMINER, NUMBER) or lowers[i - 2] in _SHARES
            return (i - 2, last) if many else None  # "most of them"
        return (i, last) if lowers[i] in SUBJECTS else None
    if lowers[i] in ("both", "all", "each") and i > floor and kinds[i - 1] in (CAPITAL, PLAIN):
        return phrase_before(parts, i, floor)  # "Moor and Bell both said"
    if kinds[i] == DETERMINER and lowers[i] in _STANDALONE:
        return (i - 1 if i > floor and kinds[i - 1] == DETERMINER else i), last
    if kinds[i] not in (NUMBER, CAPITAL, PLAIN) and not _noun_cue(parts, i, floor):
        return None
    while i > floor and last - i < _LONGEST_PHRASE:
        step = _step_back(parts, i, floor)
        if step == 0:
            break
        i -= step
        if kinds[i] == DETERMINER and not _belongs_back(parts, i, floor):
            break
    while i < last - 1 and (kinds[i] == POSSESSIVE or lowers[i] == "."):
        i += 1
    return i, last


def _belongs_back(parts: Segments, i: int, floor: int) -> bool:
    """Say whether a phrase goes on before its determiner: *all the members*, *chair of the panel*."""
    if i <= floor:
        return False
    if parts.kinds[i - 1] == DETERMINER:
        return True
    if parts.lowers[i - 1] == "in" and i - 2 >= floor and parts.lowers[i] in _TENS:
        return parts.kinds[i - 2] in (DETERMINER, NUMBER)  # "six in ten voters"
    return (
        i - 1 > floor
        and parts.lowers[i - 1] == "of"
        and parts.kinds[i - 2] in (*NOMINAL, DETERMINER)
    )


def _noun_cue(parts: Segments, i: int, floor: int) -> bool:
    """Say whether a form that may be verb or noun is a noun here (*the report*, *its demands*)."""
    if parts.kinds[i] != CUE or not CUES[parts.lowers[i]].noun:
        return False
    return i > floor and parts.kinds[i - 1] in (DETERMINER, POSSESSIVE, PLAIN, CAPITAL, NUMBER)


def _step_back(parts: Segments, i: int, floor: int) -> int:
    """How many words a phrase that now begins at ``i`` grows to the left by (0: it is complete)."""
    kinds, lowers = parts.kinds, parts.lowers
    k = i - 1
    kind, lower = kinds[k], lowers[k]
    if kind in NOMINAL:
        verb = kind == PLAIN and looks_like_verb(lower)
        return 0 if verb and kinds[i] in (CAPITAL, DETERMINER, PRONOUN) else 1
    if kind == DETERMINER or (kind == CUE and _noun_cue(parts, k, floor)):
        return 1
    if (
        kind == TIME
        and kinds[i] in (PLAIN, CAPITAL)
        and k > floor
        and kinds[k - 1] in (POSSESSIVE, CAPITAL)
    ):
        return 1
    if k - 1 < floor:
        return 0
    before = kinds[k - 1]
    joined = lower in ("-", "–", "&", "/") and before == CAPITAL
    if kinds[i] == CAPITAL and (joined or (lower == "." and lowers[k - 1] in ABBREVIATIONS)):
        return 2
    if lower in ("'", "’"):
        return 2 if lowers[k - 1].endswith("s") and before in NOMINAL else 0
    if lower == "of" and (before in NOMINAL or (before == DETERMINER and kinds[i] == DETERMINER)):
        return 2
    if lower == "in" and lowers[i] in _TENS:
        return 2 if before in (DETERMINER, NUMBER) else 0
    if lower in ("for", "on") and kinds[i] in (CAPITAL, DETERMINER) and before in (CAPITAL, PLAIN):
        named = before == CAPITAL or is_person_role(lowers[k - 1]) or lowers[k - 1] == "chapter"
        return 2 if named and (lower != "on" or before == CAPITAL) else 0
    if lower == "and" and before == CAPITAL and kinds[i] == CAPITAL and _is_office(parts, i):
        return 2
    if lower == "and" and before == PLAIN and is_person_role(lowers[k - 1]) and kinds[i] == PLAIN:
        return 2 if is_person_role(lowers[i]) else 0
    return 0


def _is_office(parts: Segments, i: int) -> bool:
    """Say whether the capitals from ``i`` on are part of an office's name, not a new name."""
    lower = parts.lowers[i]
    return (
        lower in TITLES
        or is_body_role(lower)
        or (
            i + 1 < len(parts.words)
            and parts.kinds[i + 1] == CAPITAL
            and is_head(parts.lowers[i + 1])
        )
    )


def phrase_after(parts: Segments, first: int, ceiling: int) -> tuple[int, int] | None:
    """Find the noun phrase that begins at word ``first`` and stays before ``ceiling``."""
    if first >= ceiling:
        return None
    kinds, lowers = parts.kinds, parts.lowers
    if kinds[first] == PRONOUN:
        return first, first + 1
    i = first
    while i < ceiling and kinds[i] == DETERMINER:
        i += 1
    begin = i
    while i < ceiling and i - first < _LONGEST_PHRASE:
        step = _step_on(parts, i, begin, ceiling)
        if step == 0:
            break
        i += step
    if i == begin:
        if i == first or lowers[i - 1] not in _STANDALONE:
            return None
        of_them = lowers[i : i + 2] in (["of", "them"], ["of", "us"]) and i + 2 <= ceiling
        return (first, i + 2) if of_them else (first, i)
    if kinds[i - 1] == POSSESSIVE:
        i -= 1
    return (first, i) if i > first else None


def _step_on(parts: Segments, i: int, begin: int, ceiling: int) -> int:
    """How many words a phrase that now ends before ``i`` grows to the right by."""
    kinds, lowers = parts.kinds, parts.lowers
    kind, lower = kinds[i], lowers[i]
    previous = kinds[i - 1] if i > begin else DETERMINER
    if kind in (CAPITAL, NUMBER, POSSESSIVE):
        return 1
    if kind == TIME and previous in (CAPITAL, POSSESSIVE) and i + 1 < ceiling:
        return 1 if kinds[i + 1] in (CAPITAL, PLAIN) and parts.words[i][0].isupper() else 0
    if kind == CUE and CUES[lower].noun and is_writing(lower) and previous != PRONOUN:
        following = kinds[i + 1] if i + 1 < ceiling else CUE
        return 1 if i == begin or following in _AFTER_WRITING else 0
    if kind == PLAIN:
        return 1 if _noun_goes_on(parts, i, begin, ceiling) else 0
    following = kinds[i + 1] if i + 1 < ceiling else CUE
    if lower in _PARTICLES and previous == CAPITAL and following == CAPITAL:
        return 1
    if lower == "." and lowers[i - 1] in ABBREVIATIONS and following == CAPITAL and i > begin:
        return 1
    if lower in ("-", "–", "&", "/") and previous == CAPITAL and following == CAPITAL:
        return 1
    if lower in ("'", "’") and i > begin and lowers[i - 1].endswith("s"):
        owns = parts.ends[i - 1] == parts.starts[i] and following in (PLAIN, CAPITAL)
        return 1 if owns else 0  # the dockers' union
    if lower in ("of", "for", "on") and previous == CAPITAL and following in (CAPITAL, DETERMINER):
        titled = lower == "of" and (following == CAPITAL or is_head(lowers[i - 1]))
        return 1 if titled or (i > begin and is_head(lowers[i - 1]) and lower == "for") else 0
    if lower in ("the",) and lowers[i - 1] in ("of", "for", "on"):
        return 1
    return 0


def _noun_goes_on(parts: Segments, i: int, begin: int, ceiling: int) -> bool:
    """Say whether the plain word ``i`` still belongs to the phrase that began at ``begin``."""
    kinds, lowers = parts.kinds, parts.lowers
    lower = lowers[i]
    if i == begin:
        return True
    following = kinds[i + 1] if i + 1 < ceiling else CUE
    previous, before = kinds[i - 1], lowers[i - 1]
    if is_head(lower):
        return not (is_person_role(before) and previous == PLAIN and lower.endswith("s"))
    if previous in (CAPITAL, POSSESSIVE):
        if looks_like_verb(lower):
            return False
        return (
            any(
                i + k < ceiling
                and kinds[i + k - 1] == PLAIN
                and kinds[i + k] == PLAIN
                and is_head(lowers[i + k])
                for k in (1, 2)
            )
            or (previous == POSSESSIVE)
            or lower.endswith(_NOUN_ENDINGS)
        )
    if previous == PLAIN and is_head(before):
        return lower.endswith(_NOUN_ENDINGS)
    if looks_like_verb(lower):
        return following == PLAIN and i - begin < 2
    return i - begin < 6


def clause_start(parts: Segments, at: int, floor: int) -> int:
    """Find where the clause of word ``at`` begins: after ``;``, a quotation, *that*, *when* ..."""
    i = at
    while i > floor:
        k = i - 1
        kind, lower = parts.kinds[k], parts.lowers[k]
        if lower in (";", ":", "—", "–"):
            return i
        if lower in _CLAUSE_OPENERS and not (lower == "that" and _is_demonstrative(parts, i, at)):
            return i
        if kind == CONJUNCTION and _starts_clause(parts, i, at) and _has_verb(parts, floor, k):
            return i
        i -= 1
    return floor


_CLAUSE_OPENERS = word_set("that when while because although though whereas if unless")


def _is_demonstrative(parts: Segments, i: int, at: int) -> bool:
    """Say whether the *that* before word ``i`` points (*repeated that point, adding*)."""
    return i + 1 < at and parts.kinds[i] == PLAIN and parts.words[i + 1] in (",", ".")


def _has_verb(parts: Segments, first: int, last: int) -> bool:
    return any(
        parts.kinds[j] in (CUE, VERB, AUXILIARY) or looks_like_verb(parts.lowers[j])
        for j in range(first, last)
    )


def _starts_clause(parts: Segments, i: int, at: int) -> bool:
    """Say whether a subject, not a verb or a second noun, follows the conjunction before ``i``."""
    if parts.kinds[i] == PRONOUN and parts.lowers[i] in SUBJECTS:
        return True
    headed = parts.kinds[i] == PLAIN and is_head(parts.lowers[i])
    if parts.kinds[i] not in (CAPITAL, DETERMINER) and not headed:
        return False
    phrase = phrase_after(parts, i, at + 1)
    if phrase is None:
        return False
    following = phrase[1]
    if headed and parts.kinds[following] == PREPOSITION:
        return True
    return following <= at and parts.kinds[following] in (CUE, VERB, AUXILIARY, ADVERB)


def skip_back(parts: Segments, k: int, floor: int) -> int:
    """Step back from ``k`` over auxiliaries, adverbs and expressions of time and occasion."""
    kinds, lowers = parts.kinds, parts.lowers
    while k >= floor:
        if (kinds[k] in (AUXILIARY, ADVERB) and lowers[k] != "to") or (
            kinds[k] == PLAIN
            and lowers[k].endswith("ly")
            and len(lowers[k]) > 4
            and lowers[k] not in _NOT_ADVERBS
        ):
            k -= 1
        elif kinds[k] == TIME or (kinds[k] == CAPITAL and lowers[k] in _DAYS):
            k -= 1
            while k >= floor and (
                kinds[k] in (DETERMINER, NUMBER) or lowers[k] in ("last", "late", "early", "next")
            ):
                k -= 1
            if k >= floor and lowers[k] in ("on", "in", "at", "late", "early", "by"):
                k -= 1
        else:
            break
    return k


_DAYS = word_set("mon tue wed thu fri sat sun")
_NOT_ADVERBS = word_set("assembly family rally reply supply monopoly anomaly bully homily ally")
