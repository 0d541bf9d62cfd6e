"""Under what condition something is said: *would accept it if he resigns*, *unless he goes, they will not*.

The words that open a condition are lists in ``words.txt``. What a condition means for the coding of a
statement is told in :mod:`~lastyard.reading.coding`.

Example:
    >>> text = "Unless the captain goes, the crew will not accept 6 percent."
    >>> at = text.index("6")
    >>> condition_beside(text, (0, len(text)), (at, len(text) - 1), doer=text.index("the crew"))
    'Unless the captain goes'
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from lastyard.reading.segments import Segments
from lastyard.reading.statements import Reading, Statement
from lastyard.reading.wordlists import word_alternatives, word_pattern

__all__ = [
    "CONCESSION",
    "CONDITION",
    "TIMED",
    "condition_beside",
    "condition_in",
    "is_to_be_done",
    "opens_none",
    "with_conditions",
]

_AT_FIRST = r"^\W*(?:should|had|were|given)\b(?= \w+.*,)"
CONDITION = rf"\b(?:{word_alternatives('words of condition')})\b|{_AT_FIRST}"
"""What opens a condition, as a pattern."""
TIMED = rf"\b(?:{word_alternatives('words of condition in time')})"
"""What opens one beside a deed that is still to be done."""
CONCESSION = rf"\b(?:{word_alternatives('words of concession')})\b"
"""What opens words that change nothing, as *even if*."""

_NONE = word_pattern("words of no condition")
_OPENER = re.compile(rf"(?P<but>{CONCESSION})|(?P<plain>{CONDITION})|(?P<timed>{TIMED})", re.I)
_TO_BE_DONE = re.compile(
    r"\b(?:would|will|can|could|may|might|ready|prepared|willing|open|happy)\b|['\u2019](?:ll|d)\b",
    re.I,
)
# A clause begins at the start, after a mark, and after the small words that join clauses.
_CLAUSE = re.compile(
    r"(?:^|[,;:(\"\u201c\u2018'\u2013\u2014-]|\b(?:that|and|but|or|said|says|say|only))\W*$", re.I
)
_END = re.compile(r",(?!\d)|[;:!?)\u201d\"\n]|\.(?!\d)")
_TURN = re.compile(r";|\b(?:but|while|although|whereas|yet)\b", re.I)
_IN_RETURN = re.compile(r"in (?:return|exchange)", re.I)
_BEFORE, _AFTER = 16, 30


def is_to_be_done(words: str) -> bool:
    """Return whether words speak of what is still to be done (*would accept*), not of what was."""
    return _TO_BE_DONE.search(words) is not None


def opens_none(text: str, at: int) -> bool:
    """Return whether the words at a place, such as *if necessary*, open no condition after all."""
    around = _NONE.finditer(text, max(0, at - _BEFORE), at + _AFTER)
    return any(one.start() <= at < one.end() for one in around)


def condition_beside(
    text: str,
    sentence: tuple[int, int],
    said: tuple[int, int],
    doer: int | None = None,
    verb: int | None = None,
    until: int | None = None,
) -> str | None:
    """Return the words of a sentence, outside of what was said in it, that put a condition to that.

    Args:
        text: The text.
        sentence: Where the sentence begins and ends.
        said: Where what was said begins and ends.
        doer: Where the words begin that name who said it; None if unknown.
        verb: Where its verb begins; None if unknown.
        until: Where the words of another statement begin, behind which nothing is looked for.
    """
    ahead = is_to_be_done(text[sentence[0] : said[1]])
    for found in _OPENER.finditer(text, *sentence):
        at, kind = found.start(), found.lastgroup
        if said[0] <= at < said[1] or kind == "but" or (kind == "timed" and not ahead):
            continue
        if opens_none(text, at) or found.group().lower().startswith("without"):
            continue
        if at >= said[1]:
            if until is None or at < until or _IN_RETURN.fullmatch(found.group()):
                return _clause(text, at, sentence[1])
            continue
        # Without a comma, a condition ends where the doer is named, or at the verb if that is not sure.
        ends = [end for end in (doer, verb) if end is not None and found.end() + 1 < end < said[0]]
        last = min(ends, default=said[0])
        told = _clause(text, at, last)
        turn = _TURN.search(text, at + len(told), said[0])
        other = turn is not None and doer is not None and doer >= turn.end()
        if not other and _CLAUSE.search(text[max(sentence[0], at - _BEFORE) : at]):
            return f"{told} \u2026" if last == verb and at + len(told) >= verb - 1 else told
    return None


def condition_in(line: str) -> str | None:
    """Return the first condition in a line that leads to others, such as the heading of a list.

    Example:
        >>> condition_in("What the crew would accept, if the captain goes:")
        'if the captain goes'
    """
    return condition_beside(line, (0, len(line)), (0, 0))


def _clause(text: str, first: int, last: int) -> str:
    """Return the words of a clause, up to a mark or to where something else begins."""
    end = _END.search(text, first, last)
    return text[first : end.start() if end else last].rstrip()


def with_conditions(reading: Reading, parts: Segments) -> Reading:
    """Return a reading whose statements tell the conditions that stand beside them in their sentences."""
    told = list(_with_conditions(reading.statements, parts))
    return replace(reading, statements=tuple(told)) if told != list(reading.statements) else reading


def _with_conditions(statements: tuple[Statement, ...], parts: Segments) -> Iterator[Statement]:
    def number(said: Statement) -> int:
        return parts.sentence_at(max(0, bisect_right(parts.starts, said.quote.start) - 1))

    for sentence, group in groupby(statements, key=number):
        several = list(group)
        words = parts.sentences[sentence] if parts.sentences else None
        span = parts.span(words.first, words.last) if words else (0, 0)
        if _OPENER.search(parts.text, *span) is None:
            yield from several
            continue
        cues = sorted(one.cue.start for one in several if one.cue)
        for one in several:
            start, end = one.quote.start, one.quote.end
            doer, verb = (each.start if each else None for each in (one.source, one.cue))
            until = next((at for at in cues if at >= end and at != verb), None)
            found = condition_beside(parts.text, span, (start, end), doer, verb, until)
            yield one if found is None else replace(one, condition=found)
