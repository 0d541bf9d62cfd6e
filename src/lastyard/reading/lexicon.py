"""The words that the reader knows, by kind, and what is told by rule from a word's form.

A word's kind is found by one look-up: ``KIND[word]`` for a lower-case word, ``CUES[word]`` for the verb of
which it is a form. The lists are data (``words.txt``); nothing here depends on a document.

Example:
    >>> KIND["according"], CUES["told"].verb
    ('preposition', 'tell')
    >>> GENDER_OF["maria"], COUNTRY_OF["qatari"], COUNTRY_OF["u.s."]
    ('f', 'Qatar', 'United States')
    >>> "spokeswoman" in PERSON_ROLES, "ministry" in BODY_ROLES, "mr" in TITLES
    (True, True, True)
    >>> VERBS["vetoed"].type, NOUNS["talks"].plover
    ('veto', 'CONSULT')
    >>> stem("operations") == stem("operation"), stem("opened") == stem("open")
    (True, True)
    >>> sorted(content_stems("Plan to protect civilians"))
    ['civilian', 'plan', 'protect']
    >>> text = "The talks will go on on Friday."
    >>> looks_ahead(text, text.index("Friday"), len(text) - 1)
    True
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, cast

from lastyard.reading.wordlists import sections, word_list, word_table

__all__ = [
    "NUMBER_NAMES",
    "SMALL_WORDS",
    "WORD",
    "Cue",
    "Trigger",
    "content_stems",
    "denies",
    "forms_of",
    "in_no_case",
    "is_body_role",
    "is_person_role",
    "is_writing",
    "looks_ahead",
    "stem",
]

NUMBER_NAMES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
"""Words for the numbers from 0 to 19, in their order."""


def denies(word: str) -> bool:
    """Return whether a word denies the verb beside it: *not*, *never*, *cannot*, *hasn't*.

    Args:
        word: The word in lower case.
    """
    return word in ("not", "never", "cannot") or word.endswith(("n't", "n\u2019t"))


_IN_NO_CASE = word_list("in no case")


def in_no_case(words: Sequence[str], k: int) -> bool:
    """Return whether the word at ``k`` is the *no* of *under no circumstances* and the like."""
    return words[k] == "no" and "_".join(words[k - 1 : k + 2]) in _IN_NO_CASE


Kind = Literal[
    "punctuation", "quote", "number", "capital", "plain", "determiner", "pronoun", "preposition",
    "conjunction", "subordinator", "auxiliary", "adverb", "cue", "verb", "possessive", "time",
]  # fmt: skip
"""What a word is to the reader; ``plain`` is a noun or adjective, ``cue`` a form of a verb of speech."""
NOMINAL: frozenset[Kind] = frozenset({"number", "capital", "plain", "possessive"})
"""Kinds that can stand inside a noun phrase."""


@dataclass(frozen=True, slots=True)
class Cue:
    """A form of a verb that reports what somebody said, thought or undertook.

    Attributes:
        verb: Dictionary form.
        group: ``speech`` (says so in words), ``attitude`` (believes, hopes) or
            ``act`` (takes an object or an infinitive: demands, offers to).
        form: ``base``, ``s``, ``past`` or ``ing``.
        noun: Whether the same form is also a common noun (``claims``).
    """

    verb: str
    group: str
    form: str
    noun: bool


_IRREGULAR = {verb: past for verb, (past,) in word_table("irregular past").items()}
_DOUBLED = word_list("doubled")


def forms_of(verb: str) -> dict[str, str]:
    """Return the inflected forms of a verb with the name of each form."""
    stem = verb[:-1] if verb.endswith("e") and not verb.endswith("ee") else verb
    if verb in _DOUBLED:
        stem += verb[-1]
    past = verb + "d" if verb.endswith("e") else stem + "ed"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("y") and verb[-2] not in "aeiou":
        third, past = verb[:-1] + "ies", verb[:-1] + "ied"
    return {verb: "base", third: "s", stem + "ing": "ing", _IRREGULAR.get(verb, past): "past"}


def _build_cues() -> dict[str, Cue]:
    """Build the table of every form of every cue verb."""
    nouns = word_list("verbs that are nouns")
    mostly_nouns = word_list("verbs that are mostly nouns")
    table: dict[str, Cue] = {}
    for group, name in (("act", "acts"), ("attitude", "attitude"), ("speech", "speech")):
        for verb in sorted(word_list(f"verbs of {name}")):
            for form, which in forms_of(verb).items():
                if verb in mostly_nouns and which == "base":
                    continue
                table[form] = Cue(verb, group, which, verb in nouns and which in ("base", "s"))
    for verb, forms in word_table("further forms").items():
        for form in forms:
            table[form] = Cue(verb, table[verb].group, "past", False)
    table["read"] = Cue("read", "speech", "past", False)
    table["meaning"] = Cue("mean", "attitude", "ing", True)
    return table


CUES: dict[str, Cue] = _build_cues()
SEEKING = word_list("verbs of seeking")
KIND: dict[str, Kind] = {
    word: cast(Kind, kind) for kind, words in word_table("kinds of word").items() for word in words
}
KIND |= dict.fromkeys(CUES, "cue")
"""Kind of each lower-case word that is not simply a noun, adjective or name."""
CONTRACTED = word_list("contracted")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
    "november", "december",
)  # fmt: skip
ABBREVIATIONS = word_list("abbreviations")
SENTENCE_STARTERS = word_list("starters of sentences")
WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
SMALL_WORDS = word_list("small words")
_PERCENT = re.compile(r"\bper cent\b|%", re.I)
_DOUBLING = ("ing", "ed")
_ENDINGS = ("ations", "ation", "ments", "ment", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y")  # fmt: skip


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """Cut common endings off a word, leaving at least four letters."""
    lower = word.lower().replace("\u2019", "'").removesuffix("'s")
    for ending in _ENDINGS:
        if lower.endswith(ending) and len(lower) - len(ending) >= 4:
            cut = lower[: -len(ending)]
            doubled = ending in _DOUBLING and cut[-1] == cut[-2] and cut[-1] in "bdgmnprt"
            return cut[:-1] if doubled else cut  # "scrapping" as "scrap"
    if lower.endswith("s") and len(lower) == 4 and not lower.endswith("ss"):
        return lower[:-1]
    return lower


@lru_cache(maxsize=2_000)
def content_stems(phrase: str) -> frozenset[str]:
    """Return the stems of a phrase's words, small words left out; *per cent* and *%* are one word."""
    plain = _PERCENT.sub("percent", phrase)
    return frozenset(stem(w) for w in WORD.findall(plain) if w.lower() not in SMALL_WORDS)


def _by_word(table: str) -> dict[str, str]:
    return {word: key for key, words in word_table(table).items() for word in words}


GENDER_OF = _by_word("given names")
"""How the bearers of a given name are usually referred to: ``m`` or ``f``."""
COUNTRY_OF = {
    name.lower(): country
    for country, _, names in (line.partition(": ") for line in sections("words.txt")["countries"])
    for name in (country, *names.split(", "))
}
"""Country (or union of countries) by lower-case name, adjective or short name."""
COUNTRY_STARTS = frozenset(name.split()[0] for name in COUNTRY_OF)
"""The first words of those, to see at once where none is named."""
PERSON_ROLES = word_list("roles of people")
BODY_ROLES = word_list("kinds of body")
WRITINGS = word_list("kinds of text")
TITLES = word_list("titles")
HONORIFICS = _by_word("honorifics")
GENDERED_ROLES = _by_word("roles of men and women")
CALLINGS = word_list("callings")
SPOKESPEOPLE = frozenset(["spokesman", "spokeswoman", "spokesperson", "spokespeople", "spokesmen"])
ADDRESSEES = word_list("addressees")


@lru_cache(maxsize=20_000)
def is_person_role(word: str) -> bool:
    """Return whether a lower-case noun, singular or plural, is a role of people."""
    if word.startswith(("co-", "vice-", "ex-", "sub-")):
        return is_person_role(word.partition("-")[2])
    singular = _singular(word)
    return (
        singular in PERSON_ROLES
        or word in PERSON_ROLES
        or (len(singular) > 6 and singular.endswith(("ologist", "nomist", "alist", "crat", "yist")))
    )


@lru_cache(maxsize=20_000)
def is_body_role(word: str) -> bool:
    """Return whether a lower-case noun, singular or plural, is a kind of body."""
    return word in BODY_ROLES or _singular(word) in BODY_ROLES


@lru_cache(maxsize=20_000)
def is_writing(word: str) -> bool:
    """Return whether a lower-case noun, singular or plural, is a kind of text."""
    return word in WRITINGS or _singular(word) in WRITINGS


def _singular(word: str) -> str:
    if word.endswith("men"):
        return word[:-2] + "an"
    if word.endswith("ies"):
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith("ss"):
        return word[:-1]
    return word


@dataclass(frozen=True, slots=True)
class Trigger:
    """A kind of event: its type, its PLOVER category and whether it needs a named actor."""

    type: str
    plover: str | None
    needs_actor: bool = True


def _triggers(table: str) -> Iterable[tuple[Trigger, tuple[str, ...]]]:
    """Return the rows of a table of events with what they tell of."""
    for key, words in word_table(table).items():
        kind, _, plover = key.partition(", ")
        yield Trigger(kind, plover or None, kind != "press conference"), words


_EVENT_FORMS = word_table("forms of verbs of events")


def _event_forms(verb: str) -> tuple[str, ...]:
    if verb in _EVENT_FORMS:
        return _EVENT_FORMS[verb]
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return verb, verb[:-1] + "ies", verb[:-1] + "ied", verb + "ing"
    if verb.endswith("e"):
        return verb, verb + "s", verb + "d", verb[:-1] + "ing"
    third = verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) else "s")
    return verb, third, verb + "ed", verb + "ing"


VERBS: dict[str, Trigger] = {}
for _trigger, _listed in _triggers("verbs of events"):
    for _verb in _listed:
        for _form in _event_forms(_verb):
            VERBS.setdefault(_form, _trigger)


NOUNS = {noun: trigger for trigger, nouns in _triggers("nouns of events") for noun in nouns}
BOUND: dict[str, tuple[tuple[frozenset[str], Trigger], ...]] = {}
"""Verbs that name an event only with one of these words soon after them."""
for _trigger, _listed in _triggers("bound verbs of events"):
    _bar = _listed.index("|")
    for _verb in _listed[:_bar]:
        _pair = (frozenset(_listed[_bar + 1 :]), _trigger)
        BOUND[_verb] = (*BOUND.get(_verb, ()), _pair)


WINDOW = 90
_AHEAD = re.compile(
    r"\b(?:will|shall|is to|are to|set to|due to|due on|expected|scheduled|plans? to|planned|upcoming"
    r"|to be held|to take place|going to|launches|opens|begins|starts|next|would)\b"
)
_BACK = word_list("looking back")
_WORD = re.compile(r"\w+")
SENTENCE_END = re.compile(r"[.!?\n](?:(?<=\n)|[\"\u201d\u2019)]*\s+(?=[A-Z\u201c\"]))")


def _last(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """Find the last match of a pattern."""
    found = None
    for match in pattern.finditer(text):
        found = match
    return found


def _looks_back(word: str) -> bool:
    return word in _BACK or (
        word.endswith("ed")
        and len(word) > 2
        and word.isascii()
        and word.isalpha()
        and word.islower()
    )


def looks_ahead(text: str, start: int, end: int) -> bool:
    """Return whether the words of the sentence around an expression look ahead in time."""
    before = text[max(0, start - WINDOW) : start]
    cut = _last(SENTENCE_END, before)
    if cut is not None:
        before = before[cut.end() :]
    ahead_before = _last(_AHEAD, before)
    if ahead_before is not None:
        back_after = [w for w in _WORD.findall(before, ahead_before.start()) if _looks_back(w)]
        return not back_after or back_after[-1] == "held"
    if any(map(_looks_back, _WORD.findall(before))):
        return False
    after = text[end : end + WINDOW]
    stop = SENTENCE_END.search(after)
    ahead_after = _AHEAD.search(after, 0, stop.start() if stop else len(after))
    if ahead_after is None or ahead_after.group() == "would":
        return False
    told = _WORD.findall(after, 0, ahead_after.start()) + ahead_after.group().split()[:1]
    return not any(map(_looks_back, told))
