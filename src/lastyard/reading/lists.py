"""Lists under a heading that says whose they are: *The union's offer of 12 March:*, then a point a line.

Each point is a deed of the one whom the heading names: what is offered, demanded, asked for.

Example:
    >>> from lastyard.reading.reader import read
    >>> text = "Demands of the nurses:\\n- a raise of 6 percent\\n- no split shifts\\n"
    >>> [(s.speaker, s.verb, s.quote.exact) for s in read(Document.from_text(text)).statements]
    [('the nurses', 'demand', 'a raise of 6 percent'), ('the nurses', 'demand', 'no split shifts')]
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lastyard.reading.anchors import make_anchor
from lastyard.reading.conditions import condition_in
from lastyard.reading.entities import PartyNames, party_in
from lastyard.reading.statements import DateMention, Reading, Span, Statement
from lastyard.reading.text import Document

__all__ = ["listed_deeds"]

_NOUN = r"(?:\w+ ){0,2}?(?P<noun>counter-?offers?|offers?|bid|proposals?|terms|reply|response|answer|demands?|claims?|conditions?|requests?|position)"
# Whose it is: no verb, no denial, nobody else stands within ("the crew rejected the line's offer:").
_WORD = (
    r"(?!(?:not|never|no|will|would|can|cannot|could|do|does|did|is|are|was|were|has|have|had|to|on|about|against"
    r"|what|\w+n['\u2019]t|(?:reject|accept|refus|receiv|welcom|drop|discuss|oppos|answer|declin)\w*)\b)[^\s:,(]+?"
)
_WHO = rf"(?P<who>(?:{_WORD} ){{0,7}}?{_WORD})"
_MAY = (
    r"(?:(?P<denied>cannot|never|no longer|(?:do|does|did|will|would|could|has|have)(?: not| never|n['\u2019]t)"
    r"|(?:can|won)['\u2019]t|(?:is|are) not (?:ready|willing|prepared|able) to)"
    r"|will|would|can|could|has|have|(?:is|are) (?:ready|willing|prepared|able) to) "
)
_HEADINGS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_WHO}(?:['\u2019]s|(?<=s)['\u2019]) {_NOUN}\b[^:\n]{{0,60}}:",
        rf"{_NOUN} (?:made )?(?:of|by|from) {_WHO}(?: to [^:\n]{{0,40}}|[ ]?[,(][^:\n]{{0,40}})?:",
        rf"(?:what )?{_WHO} (?:{_MAY})?(?P<noun>offer|propose|demand|want|reject|refuse|accept|live with|agree to"
        r"|insist on|ask for)(?:s|d|ed|es)?(?: the following| these| on the following)?(?: \w+)?:",
    )
)
# What each noun of a heading makes of the points below it, as a verb of the table of deeds.
_DEEDS = {
    "demand": "demand", "claim": "demand", "condition": "demand", "request": "ask for", "position": "want",
    "want": "want", "reject": "reject", "refuse": "reject", "accept": "accept", "live with": "accept",
    "agree to": "accept", "insist on": "insist on", "ask for": "ask for",
}  # fmt: skip
_GONE = re.compile(r"\b(?:withdrawn|dropped|abandoned|former|rejected|refused|lapsed)\b", re.I)
_POINT = re.compile(
    r"[ \t]*(?:[-*\u2022\u2013\u2014\u25aa\u00b7]|\(?\d{1,2}[.)]|\(?[a-z][.)])[ \t]+(?P<said>\S[^\n]*)"
)
_MARKED = re.compile(r"\#{1,6}[ ]+(?P<hash>.+?)[ #]*|\*\*(?P<bold>[^*]+)\*\*:?")
_BEGINNING = re.compile(rf"(?::|\*\*|^\#[^\n]*)[ \t]*\n\s*{_POINT.pattern}", re.M)
_END = re.compile(r"[\s;,.]*(?:\band)?[\s;,.]*$")
_OPEN = re.compile(
    r"\b(?:the|an?|of|its|their|our|his|her|this|to|for|and)$", re.I
)  # a noun follows
_SURE, _MOST_WORDS = 0.7, 60
_PRONOUNS = frozenset({"we", "i", "they", "he", "she", "it", "you", "who", "this", "that"})


class _Heading(NamedTuple):
    """A heading: whose the points below it are, what they are, and where it stands."""

    who: tuple[int, int]
    verb: str
    start: int
    end: int


def listed_deeds(reading: Reading, parties: Sequence[PartyNames]) -> list[Statement]:
    """Return the points of lists whose headings say whose they are, but for those found already.

    Args:
        reading: What was found in a document.
        parties: The case's parties with the words that stand for them.
    """
    document, starts = reading.document, sorted(one.quote.start for one in reading.statements)
    made = []
    for heading, points in _lists(document.text):
        who = document.text[slice(*heading.who)]
        day = _day_in(heading, reading.dates)
        for start, end in points:
            at = bisect_left(starts, start)
            inside = at < len(starts) and starts[at] < end
            if not inside:
                made.append(
                    _statement(document, (start, end), heading, day, party_in(who, parties))
                )
    return made


def _lists(text: str) -> Iterator[tuple[_Heading, list[tuple[int, int]]]]:
    """Yield each heading that names an owner with the points right below it."""
    if _BEGINNING.search(text) is None:
        return
    heading: _Heading | None = None
    points: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        start, at = at, at + len(line)
        if not line.strip():
            continue
        point = _POINT.match(line) if heading is not None else None
        if point is not None:
            said = _END.sub("", point["said"])
            if said and len(said.split()) <= _MOST_WORDS:
                begin = start + point.start("said")
                points.append((begin, begin + len(said)))
            continue
        if heading is not None and points and line[0] in " \t":
            end = start + len(_END.sub("", line))
            points[-1] = (points[-1][0], max(end, points[-1][1]))
            continue  # a point goes on
        if heading is not None and points:
            yield heading, points
        heading, points = _heading(line, start), []
    if heading is not None and points:
        yield heading, points


def _heading(line: str, start: int) -> _Heading | None:
    words = line.strip()
    marked = _MARKED.fullmatch(words)
    if marked is not None:
        words = (marked["hash"] or marked["bold"]).strip().removesuffix(":") + ":"
    if not words.endswith(":") or len(words) > 160 or _GONE.search(words) is not None:
        return None
    indent = line.index(words[:-1])
    for pattern in _HEADINGS:
        found = pattern.fullmatch(words)
        if found is None or _OPEN.search(found["who"]) is not None:
            continue
        if found["who"].lower() not in _PRONOUNS:
            noun = found["noun"].lower()
            verb = _DEEDS.get(noun) or _DEEDS.get(noun.removesuffix("s")) or "offer"
            if found.groupdict().get("denied"):
                if verb != "accept":
                    return None  # what was not demanded or offered is nobody's
                verb = "reject"
            low, high = (start + indent + edge for edge in found.span("who"))
            return _Heading((low, high), verb, start, start + len(line))
    return None


def _day_in(heading: _Heading, dates: Sequence[DateMention]) -> str | None:
    return next(
        (each.value for each in dates if heading.start <= each.span.start < heading.end), None
    )


def _statement(
    document: Document, span: tuple[int, int], heading: _Heading, day: str | None, party: str | None
) -> Statement:
    report = document.date.isoformat() if document.date else None
    return Statement(
        id="",
        kind="act",
        speaker=document.text[slice(*heading.who)],
        party=party,
        date=day or report,
        date_basis="stated" if day else "report" if report else "unknown",
        quote=make_anchor(document.text, *span),
        source=Span(*heading.who),
        verb=heading.verb,
        group="act",
        written=True,
        confidence=_SURE,
        condition=condition_in(document.text[heading.start : heading.end]),
    )
