# ruff: noqa: RUF001, RUF002 - typographic marks are what this code is about
r"""Quoted stretches of a text: curly, straight, guillemet and single quotation marks.

One pass over the quotation marks of each paragraph, with a look at the next paragraph
only where a quotation is left open, so the time is linear in the text. Marks of other
pairs are accepted as closing ones where their spacing says so (``“...”``, ``“..."``,
``„...“``), since reports mix them. A stretch left open ends with its paragraph, unless
the quotation plainly runs on.

Example:
    >>> text = 'She said: “We will ‘not’ go.”'
    >>> [(text[q.start : q.end], q.depth) for q in find_quotes(text, [(0, len(text))])]
    [('“We will ‘not’ go.”', 0), ('‘not’', 1)]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.reading.wordlists import word_set

MARKS: dict[str, tuple[str, ...]] = {
    "“": ("”", "“", '"', "''"),
    "„": ("“", "”", '"', "''"),
    "‟": ("”", "“"),
    "«": ("»",),
    "»": ("«", "»"),
    "”": ("”",),
    '"': ('"', "”"),
    "``": ("''", '"', "”"),
    "「": ("」",),
    "『": ("』",),
    "''": ("''",),
    '""': ('""',),
    "‘‘": ("’’", "‘‘"),
    "’’": ("’’",),
    "´´": ("´´",),
    ",,": ("''", "“", "’’", "‘‘", ",,"),
    "&quot;": ("&quot;",),
    "&#34;": ("&#34;",),
    "&ldquo;": ("&rdquo;",),
    "&#8220;": ("&#8221;",),
    "&laquo;": ("&raquo;",),
}
"""The marks that open a quotation, each with those that close it. Besides, the marks of typesetters
close whatever they themselves opened (people mix them); the doubled ones close only their own."""
# Written as single marks, not as a set: re then skips ahead to the next first character.
_EVERY_MARK = sorted(
    {mark for opens, ends in MARKS.items() for mark in (opens, *ends)},
    key=lambda mark: (-len(mark), mark),
)
_NO_MARK = re.compile(r"(?!)")
_DOUBLE = re.compile("|".join(map(re.escape, _EVERY_MARK)))
_OF_ONE = re.compile("|".join(re.escape(mark) for mark in _EVERY_MARK if len(mark) == 1))
_OF_SEVERAL = re.compile("|".join(re.escape(mark) for mark in _EVERY_MARK if len(mark) > 1))


def _marks_of(text: str) -> re.Pattern[str]:
    """Return what finds the marks of a text; the longest is read first."""
    if _OF_SEVERAL.search(text) is not None:
        return _DOUBLE
    return _OF_ONE if _OF_ONE.search(text) is not None else _NO_MARK


# Marks that look the same at both ends, or that other things look like: they open only where a
# word begins, and close only what their own kind has opened.
_DOUBLED = frozenset(
    ["''", '""', "‘‘", "’’", "´´", ",,", "&quot;", "&#34;", "&ldquo;", "&rdquo;", "&#8220;",
     "&#8221;", "&laquo;", "&raquo;"]
)  # fmt: skip

# A quotation mark that was lost on the way, and became a question mark.
_LOST = re.compile(r"(?:(?<=\s)|^)\?(?=[^\W\d_])", re.M)
_LOST_END = re.compile(r"(?<=[,.!?…])\?(?![\w?])")
_LOST_END_OF_WORD = re.compile(r"(?<=\w)\?(?=[\s,.;)])")

# — We agree, — said Moor.
_DASHES = ("— ", "– ", "- ")
_DIALOGUE_DASH = re.compile(r"(?<=[,.!?…]) ?[—–-] (?=[^\W\d_])")
_SINGLE = re.compile("[‘’‚‹›'`´]")
_OPENING = word_set("“ „ « `` 「 『 ‟")
_CLOSING = frozenset(["”", "»", "''", "」", "』"])
_ELISIONS = re.compile(r"(?:em|tis|twas|til|cause|n|bout|s|t|re|ve|ll|d|m)\b|\d\ds?\b", re.I)
_LONGEST_SINGLE = 1500
_LONGEST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch.

    Attributes:
        start: Offset of the opening mark.
        end: Offset after the closing mark, or after the last character where none is.
        inner_start: Offset of the first quoted character.
        inner_end: Offset after the last quoted character.
        depth: 0 for a stretch of its own, 1 for one inside another.
        closed: Whether it has a closing mark.
        continues: Whether it goes on from a stretch left open in the paragraph before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool
    continues: bool


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Quote, ...]:
    """Find the quoted stretches of a text, in order of their beginnings.

    Args:
        text: The text.
        paragraphs: Its paragraphs as pairs of offsets, in order.
    """
    double = _marks_of(text)
    found: list[Quote] = _spoken_after_dashes(text, paragraphs, double)
    if double is _NO_MARK:
        found += _between_lost_marks(text, paragraphs)
    open_since: int | None = None
    open_after = 0
    opened_by = ""
    carried = False
    for number, (start, end) in enumerate(paragraphs):
        marks = [m for m in double.finditer(text, start, end) if not _is_measure(text, m.start())]
        if open_since is not None and not _runs_on(marks):
            open_since = None
        left = None
        for position, mark in enumerate(marks):
            at, after = mark.span()
            if open_since is None:
                if _opens(text, mark, start, position + 1 < len(marks)):
                    left = (at, after)
                    open_since, open_after, opened_by = at, after, mark.group()
                continue
            if _closes(text, mark, end, opened_by):
                found.append(Quote(open_since, after, open_after, at, 0, True, carried))
                open_since, carried = None, False
        carried = False
        if open_since is None:
            continue
        ahead = paragraphs[number + 1 : number + 1 + _LONGEST_OPEN]
        if _continued_without_mark(text, ahead, double):
            continue
        begin = left[0] if left else open_since
        found.append(Quote(begin, end, open_after, end, 0, False, False))
        carried = bool(ahead) and double.match(text, ahead[0][0]) is not None
        open_since = None
    found.sort(key=lambda quote: quote.start)
    found.extend(_single_quotes(text, paragraphs, found))
    found.sort(key=lambda quote: (quote.start, -quote.end))
    return tuple(found)


def _is_measure(text: str, at: int) -> bool:
    """Return whether a straight mark stands for inches or seconds, as in 5'10."""
    return (
        text[at] in "\"'"
        and text[at - 3 : at - 1].strip("0123456789") == "'"
        and text[at - 1].isdigit()
    )


def _between_lost_marks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quote]:
    """Find what stands between marks that were lost and became question marks: *?We agree,? she said*."""
    found: list[Quote] = []
    for start, end in paragraphs:
        done = start
        openers = [m.start() for m in _LOST.finditer(text, start, end)]
        for number, at in enumerate(openers):
            if at < done:
                continue
            limit = openers[number + 1] if number + 1 < len(openers) else end
            close = _LOST_END.search(text, at + 1, limit) or _LOST_END_OF_WORD.search(
                text, at + 1, limit
            )
            if close is not None:
                done = close.end()
                found.append(Quote(at, done, at + 1, close.start(), 0, True, False))
    return found


def _spoken_after_dashes(
    text: str, paragraphs: Sequence[tuple[int, int]], double: re.Pattern[str]
) -> list[Quote]:
    """Find what is spoken in a dialogue with dashes (*— We agree, — said Moor*)."""
    found: list[Quote] = []
    if not any(dash in text for dash in _DASHES):
        return found
    for start, end in paragraphs:
        if text[max(0, start - 2) : start] not in _DASHES:
            continue
        dashes = list(_DIALOGUE_DASH.finditer(text, start, end))
        if not dashes or not text[dashes[0].end()].islower() or double.search(text, start, end):
            continue  # a list, not speech
        begin: int | None = start
        for dash in dashes:
            if begin is None:
                begin = dash.end()
                continue
            found.append(Quote(begin, dash.start(), begin, dash.start(), 0, True, False))
            begin = None
        if begin is not None:
            found.append(Quote(begin, end, begin, end, 0, False, False))
    return found


def _opens(text: str, mark: re.Match[str], start: int, more: bool) -> bool:
    """Return whether a mark met outside quotations opens one."""
    kind = mark.group()
    at, after = mark.span()
    if kind in _DOUBLED:
        return kind in MARKS and _space_before(text, at, start) and not _space_after(text, after)
    if kind in _OPENING:
        return True
    if kind in _CLOSING:
        return kind in "»”" and _space_before(text, at, start) and not _space_after(text, after)
    return more or (_space_before(text, at, start) and not _space_after(text, after))


def _closes(text: str, mark: re.Match[str], end: int, opened_by: str) -> bool:
    """Return whether a mark met inside a quotation closes it."""
    kind = mark.group()
    at, after = mark.span()
    if opened_by in _DOUBLED or kind in _DOUBLED - {"''"}:
        return kind in MARKS[opened_by]
    if kind in _CLOSING:
        return True
    if kind == '"':
        return True
    return after >= end or (not text[at - 1].isspace() and not text[after].isalnum())


def _space_before(text: str, at: int, start: int) -> bool:
    return at <= start or text[at - 1].isspace() or text[at - 1] in "([{—–-/"


def _space_after(text: str, after: int) -> bool:
    return after >= len(text) or text[after].isspace()


def _runs_on(marks: list[re.Match[str]]) -> bool:
    """Return whether a quotation left open ends at or runs through a paragraph with these marks."""
    return not marks or marks[0].group() not in _OPENING


def _continued_without_mark(
    text: str, ahead: Sequence[tuple[int, int]], double: re.Pattern[str]
) -> bool:
    """Return whether one of the next paragraphs closes a quotation before any opens one."""
    for start, end in ahead:
        mark = double.search(text, start, end)
        if mark is None:
            continue
        if mark.start() == start or mark.group() in _OPENING:
            return False
        if mark.group() in _CLOSING:
            return True
        return not _space_before(text, mark.start(), start)
    return False


def _single_quotes(
    text: str, paragraphs: Sequence[tuple[int, int]], double: Sequence[Quote]
) -> list[Quote]:
    """Find stretches between single marks, which apostrophes also look like."""
    found: list[Quote] = []
    starts = [quote.start for quote in double]
    for start, end in paragraphs:
        marks = [m.start() for m in _SINGLE.finditer(text, start, end)]
        closers = [at for at in marks if _may_close_single(text, at, end)]
        if not closers:
            continue
        done = start
        for at in marks:
            if at < done or not _may_open_single(text, at, start):
                continue
            limit = end
            around = bisect_left(starts, at + 1) - 1
            depth = 0
            if around >= 0 and double[around].end > at:
                depth, limit = 1, double[around].end
            close = _closer(text, closers, at, limit)
            if close is None:
                continue
            found.append(Quote(at, close + 1, at + 1, close, depth, True, False))
            done = close + 1
    return found


def _may_open_single(text: str, at: int, start: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if not (before.isspace() or before in '([{—–-“"«:') or not (
        after.isalnum() or after in '“"[$£€'
    ):
        return False
    return text[at] in "‘‚‹" or _ELISIONS.match(text, at + 1) is None


def _may_close_single(text: str, at: int, end: int) -> bool:
    if text[at] in "‘‚‹" or at == 0 or text[at - 1].isspace():
        return False
    return at + 1 >= end or not (text[at + 1].isalnum())


def _closer(text: str, closers: list[int], at: int, limit: int) -> int | None:
    """Choose the mark that closes a single quotation opened at ``at``."""
    first: int | None = None
    for k in range(
        bisect_left(closers, at + 2), min(len(closers), bisect_left(closers, at + 2) + 12)
    ):
        close = closers[k]
        if close >= limit or close - at > _LONGEST_SINGLE:
            break
        if text[close - 1] in ".,?!…":
            return close if first is None or text[first - 1] == "s" else first
        if first is None or text[first - 1] == "s":
            first = close if first is None or text[close - 1] != "s" else first
        if text[close - 1] != "s":
            return first
    return first
