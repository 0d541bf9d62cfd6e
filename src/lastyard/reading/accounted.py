"""Whether every word that could turn the sign of what is said is one that the reader knows.

A sign is read only where nothing unknown governs it. *The crews will accept it* is read; *the crews were tricked
into accepting it* is not, as the reader does not know what *tricked* does to a yes. So the words before a
sign must be of kinds that turn nothing: small words, names, people and bodies, days, a list of adverbs.
Behind it no second verb may follow: *accepted it in a dream that went wrong*.

Example:
    >>> could_turn("The growers' delegates have unanimously"), could_turn("Only a fool would")
    (None, 'fool')
    >>> could_turn_behind("by a large majority"), could_turn_behind("was a slip of the tongue")
    (None, 'was')
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from lastyard.reading.deedtable import deed_table
from lastyard.reading.lexicon import KIND
from lastyard.reading.phrases import is_head, looks_like_verb
from lastyard.reading.wordlists import word_list, word_pattern

__all__ = ["HEDGES", "could_turn", "could_turn_behind", "words_in"]

_WORD = re.compile(r"[^\W_]+(?:['\u2019-][^\W_]+)*")
_OWNER = re.compile(r"['\u2019]s?$")
_SHORT = re.compile(r"\w+(?:n['\u2019]t|['\u2019](?:ll|d|re|ve|m))")
_SMALL = frozenset(
    {"determiner", "pronoun", "auxiliary", "preposition", "conjunction", "time", "possessive"}
)
_PEOPLE = re.compile(r"\w{3,}(?:ers|ors|ists|ians|men|ees)")
_HARMLESS = word_list("words that turn nothing")
_DENIAL = word_pattern("words of denial")
HEDGES = word_list("words that leave open")
"""Small words after which nobody knows whether a thing is done."""
_COMMENTING = word_list("words that comment")
_FINITE = frozenset({"verb", "auxiliary", "cue"})
_LINKING = word_list("words that link another clause")


def words_in(text: str) -> list[str]:
    """Return the words of a text, with what is joined to them by a hyphen or an apostrophe."""
    return _WORD.findall(text)


def could_turn(words: str | Iterable[str], *, opens: bool = True) -> str | None:
    """Return the first word before a sign of which the reader cannot say that it turns nothing.

    Args:
        words: The words before the sign.
        opens: Whether the first one opens a sentence, so that its capital proves no name.
    """
    counted = False
    for word in words_in(words) if isinstance(words, str) else words:
        if not (counted or _turns_nothing(word, opens=opens)):
            return word
        opens, counted = False, word[0].isdigit()  # "6 crowns"
    return None


def _turns_nothing(word: str, *, opens: bool) -> bool:
    lower = _OWNER.sub("", word.lower())
    if not lower:
        return True
    if lower in HEDGES:
        return False
    if KIND.get(lower) in _SMALL or lower in _HARMLESS or _SHORT.fullmatch(lower):
        return True
    if _DENIAL.fullmatch(lower):
        return True  # what it denies is looked at by itself
    table = deed_table()
    if lower in table.between or lower in table.leading_to:
        return True
    if lower in table.doers or lower in table.talks or is_head(lower) or _PEOPLE.fullmatch(lower):
        return True
    return word[:1].isdigit() or (word[:1].isupper() and not (opens and _may_be_plain(lower)))


def _may_be_plain(lower: str) -> bool:
    """Whether a word at the start of a sentence may be no name."""
    return lower in KIND or looks_like_verb(lower)


def could_turn_behind(words: str | Iterable[str]) -> str | None:
    """Return the first word behind a sign with which another clause says something of it, or None."""
    before: str | None = None  # the kind of the word before
    for word in words_in(words) if isinstance(words, str) else words:
        lower = _OWNER.sub("", word.lower())
        kind = KIND.get(lower)
        noun = before == "determiner" and kind != "auxiliary"  # "by a vote of 12 to 4"
        if lower in _COMMENTING:
            return None
        if lower in _LINKING or lower in HEDGES:
            return word
        if not noun and lower not in _HARMLESS and (kind in _FINITE or looks_like_verb(lower)):
            return word
        before = kind
    return None
