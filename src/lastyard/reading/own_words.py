"""Statements whose sentences do not say whose they are: in letters, lists and records of sittings.

A letter, a position paper, an e-mail with what it answers below it is one party's; a list may have
a heading that says whose its points are; in a record, sentences go on with the speaker before them.

Example:
    >>> from lastyard.reading.reader import read
    >>> letter = Document.from_text("Dear Kai,\\n\\nwe reject the toll. The port must open.\\n\\nRegards,\\nAda")
    >>> found = in_own_words(read(letter), PartyNames("west", ("Westland",)), ())
    >>> [(s.speaker, s.party, s.quote.exact) for s in found.statements]
    [('Westland', 'west', 'the toll'), ('Westland', 'west', 'The port must open.')]
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import merge
from itertools import accumulate, takewhile
from operator import itemgetter
from typing import NamedTuple

from lastyard.reading.anchors import make_anchor
from lastyard.reading.conditions import condition_in, with_conditions
from lastyard.reading.deeds import find_deeds
from lastyard.reading.entities import PartyNames, party_in, without_article
from lastyard.reading.segments import Segments, segment
from lastyard.reading.statements import DateMention, Reading, Span, Statement
from lastyard.reading.text import Document
from lastyard.reading.wording import wording_of

__all__ = [
    "in_own_words",
    "is_own_heading",
    "renumbered",
    "with_lists",
    "with_what_follows",
    "writer_of",
]

_Told = tuple[int, int, str | None, bool, str | None]
"""Where something is told, by which deed, whether denied, and under what condition."""
_HEADING = re.compile(
    r"(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Attachments?):\s*(?P<value>.*)", re.I
)
_WROTE = re.compile(r"On\b.*?(?:,|\d)\s+(?P<who>[^,\d<>]+?)\s*(?:<[^>]*>\s*)?wrote:\s*", re.I)
_ORIGINAL = re.compile(r"-{2,}\s*(?:Original|Forwarded) message\s*-{2,}\s*", re.I)
_CLOSING = re.compile(
    r"(?:--|(?:yours|with|best|kind|warm)?\s*(?:sincerely|faithfully|truly|regards|wishes|respectfully)"
    r"(?: yours)?|yours|best|respectfully),?\s*",
    re.I,
)
_GREETING = re.compile(
    r"(?:dear|hi|hello|to whom)\b.*|(?:[^\W\d_][\w.'\u2019-]*\s?){1,3},\s*", re.I
)
_BULLET = re.compile(r"(?:[-*\u2022\u2013\u2014]|\(?\d{1,2}[.)]|\(?[a-z][.)])\s+(?P<said>\S.*)")
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Uu]s|[Oo]urs)\b")
_SMALL_TALK = re.compile(
    r"\W*(?:(?:I|we) (?:\w+ )?(?:thank|write|refer|look forward|remain|hope (?:this|you)|am writing|are writing"
    r"|enclose|attach|acknowledge)|thank|many thanks|please find)\b",
    re.I,
)
_TELLING = ("words of rejection", "words of need", "words of acceptance", "words of offer",
            "words of what is sought", "words of denial", "whole phrase")  # fmt: skip
_SURE = 0.6
_LESS_SURE = 0.5
_IN_RECORDS = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr)\.? )?(?:[A-Z][\w.'\u2019-]* )*[A-Z]{3,}\b|.*\b(?:representative|delegate"
    r"|delegation|observer|member|ambassador)s?\b|[^,.]{3,60} \([A-Z][^)]{2,40}\)"
)
_NEAR_THE_HEAD, _LINES_OF_A_SIGNATURE = 6, 4
# In letters; what is longer is no head and no greeting.
_LONGEST_MAIL, _LONGEST_HEADING = 100_000, 200
_FARTHEST = 12
_FEWEST_SPEAKERS = 2
_FEWEST_WORDS = 6
_ITS_OWN = re.compile(r"(?:he|she|it|they|his|her|its|their)\b", re.I)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the document: where it is, and what it is.

    ``kind`` is ``own``, ``other`` (a quoted reply), ``bullet`` or ``frame`` (a heading, a greeting, a
    signature); ``who`` is the writer of a quoted reply, where that is told.
    """

    start: int
    end: int
    kind: str
    who: str | None
    lead: tuple[int, int] | None


def writer_of(text: str, parties: Sequence[PartyNames]) -> PartyNames | None:
    """Return the party that a mail names as its sender, that a letter is signed for, or that a paper's first line names.

    *Crew League: our position* is such a line. None where nothing tells.

    Example:
        >>> crew = PartyNames("crew", ("Crew League", "Ada Moor"))
        >>> writer_of("From: Ada Moor <moor@crew.example>\\nTo: Otto\\n\\nWe accept it.", [crew]) == crew
        True
        >>> writer_of("Dear Otto,\\n\\nWe accept it.\\n\\nRegards,\\nAda Moor", [crew]) == crew
        True
    """
    lines = [line.strip() for line in text[:_LONGEST_MAIL].strip().splitlines()]
    lines = [line if len(line) <= _LONGEST_HEADING else "" for line in lines]
    head = list(takewhile(_HEADING.fullmatch, lines))
    named = [_HEADING.fullmatch(line) for line in head if line.lower().startswith("from:")]
    told = [found["value"] for found in named if found is not None]
    if not told and any(_GREETING.fullmatch(line) for line in lines[:_NEAR_THE_HEAD]):
        own = list(takewhile(lambda line: not line.startswith(">"), lines))
        ends = [k for k, line in enumerate(own) if _CLOSING.fullmatch(line)]
        told = own[ends[-1] + 1 : ends[-1] + 1 + _LINES_OF_A_SIGNATURE] if ends else []
    headed = _OURS.fullmatch(lines[0]) if lines else None
    if headed is not None:
        told = [headed["who"]]  # "HARROW MILL: OUR POSITION"
    party = party_in(" ".join(told), parties) if told else None
    return next((one for one in parties if one.id == party), None)


def in_own_words(reading: Reading, writer: PartyNames, parties: Sequence[PartyNames]) -> Reading:
    """Return a reading with what the writer of the document says of itself.

    *I* and *we* are the writer, in the writer's own lines; in quoted replies they are whoever is said
    to have written them. Sentences that ask, offer, accept or reject are statements of the writer,
    too, though nothing says so, and so is each line of a list after *We are prepared to:*. Headings
    of a mail, greetings, thanks, questions and signatures are no statements.

    Args:
        reading: What was found as in a report.
        writer: The party that wrote the document; its first word is the speaker's name.
        parties: All parties, for those who wrote quoted replies.
    """
    text = reading.document.text
    lines = list(_lines(text))
    kept = [
        one
        for statement in reading.statements
        if (one := _spoken(statement, _line_at(lines, statement), writer, parties, text))
        is not None
    ]
    kept = [_cut(one, lines, reading.document) for one in kept]
    leads = {line.lead for line in lines if line.lead is not None}
    kept = [one for one in kept if not _is_led(one, lines, leads)]
    taken = sorted((one.quote.start, one.quote.end) for one in kept)
    reach = list(accumulate((end for _, end in taken), max))
    done = 0
    for start, end, verb, negated, condition in merge(
        _items(text, lines), _sentences(text, lines), key=itemgetter(0, 1)
    ):
        k = bisect_left(taken, (end,))  # those before k begin before the end
        if start >= done and (k == 0 or reach[k - 1] <= start):
            said = _statement(reading.document, start, end, verb, negated, writer)
            kept.append(replace(said, condition=condition))
            done = end
    return with_conditions(renumbered(reading, kept), segment(text))


def _lines(text: str) -> Iterator[_Line]:
    """Tell the lines of a document apart."""
    who, signed, opened, at = None, False, False, 0
    replied = heading = False
    lead: tuple[int, int] | None = None
    for raw in text.splitlines(keepends=True):
        start, line, at = at, raw.strip(), at + len(raw)
        if not line:
            heading = False
            continue
        start += raw.index(line)
        end = start + len(line)
        wrote, headed = _WROTE.fullmatch(line.lstrip("> ")), _HEADING.fullmatch(line)
        bullet = _BULLET.fullmatch(line)
        if wrote or _ORIGINAL.fullmatch(line) or (headed and opened and not heading):
            who, signed = (wrote["who"] if wrote else None), False
            replied = wrote is None
            kind = "frame"
        elif headed and (heading or not opened):
            kind = "frame"
        elif line.startswith(">"):
            kind, signed = "other", False
        elif replied:
            kind = "other"
        elif signed or _CLOSING.fullmatch(line):
            kind, signed = "frame", True
        elif _GREETING.fullmatch(line) and not bullet:
            kind = "frame"
        elif bullet:
            kind, start = "bullet", start + bullet.start("said")
        else:
            kind = "own"
        if headed and (heading or not opened or replied):
            heading = True
            if replied and line.lower().startswith("from:"):
                who = headed["value"]
        opened = opened or kind != "frame" or not headed
        if kind != "bullet":
            lead = (start, end) if kind == "own" and line.endswith(":") else None
        yield _Line(start, end, kind, who if kind == "other" else None,
                    lead if kind == "bullet" else None)  # fmt: skip


def _cut(statement: Statement, lines: Sequence[_Line], document: Document) -> Statement:
    """End a statement where a line of a list or of somebody else begins."""
    place = statement.quote
    for k in range(bisect_right(lines, place.start, key=_start), len(lines)):
        if lines[k].start >= place.end:
            break
        if lines[k].kind != "own":
            end = max(place.start + 1, lines[k - 1].end) if k else place.end
            return replace(statement, quote=make_anchor(document.text, place.start, end))
    return statement


def _is_led(
    statement: Statement, lines: Sequence[_Line], leads: Collection[tuple[int, int]]
) -> bool:
    """Whether a statement is told by the line before a list, whose own lines say it better."""
    line = _line_at(lines, statement)
    return line is not None and (line.start, line.end) in leads


def _start(line: _Line) -> int:
    return line.start


def _line_at(lines: Sequence[_Line], statement: Statement) -> _Line | None:
    at = _place(statement)
    k = bisect_right(lines, at, key=_start) - 1
    return lines[k] if k >= 0 and at < lines[k].end else None


def _spoken(
    statement: Statement,
    line: _Line | None,
    writer: PartyNames,
    parties: Sequence[PartyNames],
    text: str,
) -> Statement | None:
    """Return a statement its speaker where that is *I* or *we*; None for one in a heading."""
    if line is None or line.kind == "frame":
        return None
    place = statement.source
    words = text[place.start : place.end] if place is not None else statement.speaker
    if _OWN.match(words) is None or statement.within is not None:
        return statement
    if line.kind != "other":
        return replace(statement, speaker=writer.words[0], party=writer.id)
    if line.who is None:
        return statement
    party = next(
        (
            one.id
            for one in parties
            if any(re.search(rf"\b{re.escape(word)}\b", line.who) for word in one.words)
        ),
        None,
    )
    return replace(statement, speaker=line.who, party=party)


def _items(text: str, lines: Sequence[_Line]) -> Iterator[_Told]:
    """Find the lines of lists, with the deed that the line before the list tells."""
    for line in lines:
        if line.kind == "bullet" and line.lead is not None:
            told = text[slice(*line.lead)].rstrip(": ")
            end = line.start + len(text[line.start : line.end].rstrip(" ;,."))
            for tail in ("this plan.", "take this plan."):
                parts = segment(f"{told} {tail}")
                found = find_deeds(parts, parts.sentences[-1])
                if found:
                    deed = found[-1]
                    yield line.start, end, deed.verb, deed.cue.negated, condition_in(told)
                    break


def _sentences(text: str, lines: Sequence[_Line]) -> Iterator[_Told]:
    """Find the writer's own sentences that say what it wants."""
    for begin, stop in _blocks(text, lines):
        parts = segment(text[begin:stop])
        for sentence in parts.sentences:
            start, end = (begin + at for at in parts.span(sentence.first, sentence.last))
            said = text[start:end]
            if said.endswith(("?", ":")) or _SMALL_TALK.match(said) or len(said.split()) < 3:
                continue
            wording = wording_of(said, None, negated=False)
            if _OWN.search(said) or (wording is not None and wording.rule.startswith(_TELLING)):
                yield start, end, None, False, None


def _blocks(text: str, lines: Sequence[_Line]) -> Iterator[tuple[int, int]]:
    """Join the writer's lines that run on; a line of a list begins anew."""
    block: tuple[int, int] | None = None
    for line in lines:
        own = line.kind in ("own", "bullet")
        runs_on = (
            block is not None and line.kind == "own" and text.count("\n", block[1], line.start) == 1
        )
        if block is not None and not runs_on:
            yield block
            block = None
        if own:
            block = (block[0] if block is not None else line.start, line.end)
    if block is not None:
        yield block


def with_what_follows(reading: Reading, parts: Segments) -> Reading:
    """Return a reading with the sentences that follow in the record of a sitting; else as it is.

    A record is a document in which most paragraphs open with a delegate who speaks, named as records do
    it: *JO PARK (Fland) said*, *The representative of Fland said*.

    In a record in reported speech they belong to the same speaker until the next.

    Args:
        reading: What was found.
        parts: The document's text, cut.
    """
    text = reading.document.text
    told = sorted(reading.statements, key=_place)
    starts = [_place(one) for one in told]
    opened: list[tuple[tuple[int, int], Statement]] = []
    others = 0
    for begin, end in parts.paragraphs:
        k = bisect_left(starts, begin)
        opening = told[k] if k < len(told) and starts[k] < end else None
        if opening is not None and _opens(opening, text, begin):
            opened.append(((begin, end), opening))
        else:
            others += len(text[begin:end].split()) >= _FEWEST_WORDS
    if len(opened) < _FEWEST_SPEAKERS or others > len(opened):
        return reading
    more = []
    for paragraph, opening in opened:
        more += _rest_of(paragraph, opening, reading.document, parts, (told, starts))
    return renumbered(reading, [*told, *more])


def _place(statement: Statement) -> int:
    return (statement.source or statement.quote).start


def _opens(statement: Statement, text: str, begin: int) -> bool:
    """Whether a paragraph opens with a delegate, the speaker of its first statement."""
    if statement.within is not None or statement.cue is None or statement.source is None:
        return False
    if text.startswith(statement.speaker, begin):
        return (
            _IN_RECORDS.match(statement.speaker + text[begin + len(statement.speaker) :][:45])
            is not None
        )
    named = text[begin : statement.cue.start]
    return statement.source.start - begin <= _FARTHEST and _IN_RECORDS.match(named) is not None


def _rest_of(
    paragraph: tuple[int, int],
    opening: Statement,
    document: Document,
    parts: Segments,
    found: tuple[list[Statement], list[int]],
) -> list[Statement]:
    """Return the sentences of a paragraph to the one who opens it, until somebody else speaks.

    What is there already gets its speaker in place (*His delegation would ...*).
    """
    told, starts = found
    more: list[Statement] = []
    first = parts.sentence_at(bisect_left(parts.starts, paragraph[0])) + 1
    for number in range(first, len(parts.sentences)):
        sentence = parts.sentences[number]
        start, end = parts.span(sentence.first, sentence.last)
        if start >= paragraph[1]:
            break
        low, high = bisect_left(starts, start), bisect_left(starts, end)
        if any(one.party not in (None, opening.party) for one in told[low:high]):
            break
        for k in range(low, high):
            if told[k].party is None and _ITS_OWN.match(told[k].speaker):
                told[k] = replace(told[k], speaker=opening.speaker, party=opening.party)
        wording = None if low < high else wording_of(document.text[start:end], None, negated=False)
        if wording is not None and wording.rule.startswith(_TELLING):
            more.append(
                replace(
                    opening,
                    id="",
                    kind="indirect",
                    quote=make_anchor(document.text, start, end),
                    source=None,
                    cue=None,
                    verb=None,
                    group="speech",
                    negated=False,
                    verbatim=(),
                    continues=opening.id,
                    repeats=None,
                    confidence=_LESS_SURE,
                    left_open=False,
                )
            )
    return more


def _statement(
    document: Document, start: int, end: int, verb: str | None, negated: bool, writer: PartyNames
) -> Statement:
    return Statement(
        id="",
        kind="act" if verb else "direct",
        speaker=writer.words[0],
        party=writer.id,
        date=document.date.isoformat() if document.date else None,
        date_basis="report" if document.date else "unknown",
        quote=make_anchor(document.text, start, end),
        verb=verb,
        group="act" if verb else "speech",
        written=True,
        negated=negated,
        confidence=_SURE,
    )


def renumbered(reading: Reading, statements: list[Statement]) -> Reading:
    """Return a reading with these statements, in the order of the text and named anew."""
    ordered = sorted(statements, key=lambda one: (one.quote.start, -one.quote.end))
    names = {one.id: f"s{k}" for k, one in enumerate(ordered, 1) if one.id}

    def renamed(name: str | None) -> str | None:
        return None if name is None else names.get(name)

    told = tuple(
        replace(
            one,
            id=f"s{k}",
            continues=renamed(one.continues),
            within=renamed(one.within),
            answers=renamed(one.answers),
            repeats=renamed(one.repeats),
        )
        for k, one in enumerate(ordered, 1)
    )
    quotations = tuple(replace(q, statement=renamed(q.statement)) for q in reading.quotations)
    return replace(reading, statements=told, quotations=quotations)


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
_OURS = re.compile(rf"{_WHO}[ ]?[:\u2013\u2014-][ ]?our {_NOUN}:?", re.I)
_HEADINGS = tuple(
    re.compile(pattern, re.I)
    for pattern in (
        rf"{_WHO}(?:['\u2019]s|(?<=s)['\u2019]) {_NOUN}\b[^:\n]{{0,60}}:",
        rf"{_WHO}[ ]?[:\u2013\u2014-][ ]?our {_NOUN}:",
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
_BEGINNING = re.compile(
    rf"(?::|\*\*|^\#[^\n]*|\b(?i:our)\b[^\n]{{0,60}})[ \t]*\n\s*{_POINT.pattern}", re.M
)
_END = re.compile(r"[\s;,.]*(?:\band)?[\s;,.]*$")
_OPEN = re.compile(
    r"\b(?:the|an?|of|its|their|our|his|her|this|to|for|and)$", re.I
)  # a noun follows
_SURE_OF_LISTS, _MOST_WORDS = 0.7, 60
_GOING_BACK = frozenset({"they", "it"})
_SENTENCE_END = re.compile(r"[.!?][\"\u201d\u2019]?\s+")
_PRONOUNS = frozenset({"we", "i", "they", "he", "she", "it", "you", "who", "this", "that"})


class _Heading(NamedTuple):
    """A heading: whose the points below it are, what they are, where it stands, and the line before it."""

    who: tuple[int, int]
    verb: str
    start: int
    end: int
    by_party: bool
    before: tuple[int, int] | None


def with_lists(reading: Reading, parties: Sequence[PartyNames]) -> Reading:
    """Add the points of lists whose headings say whose they are, but for those found already.

    After *The union's offer of 12 March:*, a point a line, each point is a deed of the one whom the
    heading names: what is offered, demanded, asked for. The heading is none of itself.

    Args:
        reading: What was found in a document.
        parties: The case's parties with the words that stand for them.

    Example:
        >>> from lastyard.reading.reader import read
        >>> text = "Demands of the nurses:\\n- a raise of 6 percent\\n- no split shifts\\n"
        >>> [(s.speaker, s.verb, s.quote.exact) for s in read(Document.from_text(text)).statements]
        [('the nurses', 'demand', 'a raise of 6 percent'), ('the nurses', 'demand', 'no split shifts')]
    """
    document, starts = reading.document, sorted(one.quote.start for one in reading.statements)
    made, headings = [], []
    for each, points in _lists(document.text):
        heading = _with_owner(each, document.text, parties)
        if heading is None:
            continue
        headings.append((each.who[0], points[0][0]))
        who = document.text[slice(*heading.who)]
        day = _day_in(heading, reading.dates)
        for start, end in points:
            at = bisect_left(starts, start)
            inside = at < len(starts) and starts[at] < end
            if not inside:
                made.append(
                    _statement_of_lists(
                        document, (start, end), heading, day, party_in(who, parties)
                    )
                )
    if not made:
        return reading
    kept = [
        one
        for one in reading.statements
        if not any(low <= one.quote.start < high for low, high in headings)
    ]
    return renumbered(reading, [*kept, *made])


def is_own_heading(line: str) -> bool:
    """Return whether a line only says whose words follow: *Harrow Mill: our position*."""
    return _OURS.fullmatch(line.strip()) is not None


def _with_owner(heading: _Heading, text: str, parties: Sequence[PartyNames]) -> _Heading | None:
    """Return a heading with whom it means; None where it should name a party and names none.

    *They* is the party that alone is named in the sentence before, at its beginning.
    """
    who = text[slice(*heading.who)]
    if who.lower() not in _GOING_BACK:
        return heading if not heading.by_party or party_in(who, parties) else None
    if heading.before is None:
        return None
    low, high = heading.before
    begin = low + max((m.end() for m in _SENTENCE_END.finditer(text[low:high])), default=0)
    party = party_in(text[begin:high], parties)
    words = [word for one in parties if one.id == party for word in one.words]
    opened = [
        found
        for word in sorted(words, key=len, reverse=True)
        if (
            found := re.compile(rf"(?:the )?{re.escape(without_article(word))}\b", re.I).match(
                text, begin
            )
        )
    ]
    return heading._replace(who=opened[0].span()) if opened else None


def _lists(text: str) -> Iterator[tuple[_Heading, list[tuple[int, int]]]]:
    """Yield each heading that names an owner with the points right below it."""
    if _BEGINNING.search(text) is None:
        return
    heading: _Heading | None = None
    points: list[tuple[int, int]] = []
    before: tuple[int, int] | None = None
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
        heading, points = _heading(line, start, before), []
        before = start, start + len(line.rstrip())
    if heading is not None and points:
        yield heading, points


def _heading(line: str, start: int, before: tuple[int, int] | None) -> _Heading | None:
    words = line.strip()
    marked = _MARKED.fullmatch(words)
    if marked is not None:
        words = (marked["hash"] or marked["bold"]).strip().removesuffix(":") + ":"
    ours = _OURS.fullmatch(words)
    if ours is not None and not words.endswith(":"):
        words += ":"
    if not words.endswith(":") or len(words) > 160 or _GONE.search(words) is not None:
        return None
    indent = line.index(words[:-1])
    for pattern in _HEADINGS:
        found = pattern.fullmatch(words)
        if found is None or _OPEN.search(found["who"]) is not None:
            continue
        back = found["who"].lower() in _GOING_BACK
        if back or found["who"].lower() not in _PRONOUNS:
            noun = found["noun"].lower()
            verb = _DEEDS.get(noun) or _DEEDS.get(noun.removesuffix("s")) or "offer"
            if found.groupdict().get("denied"):
                if verb != "accept":
                    return None  # what was not demanded or offered is nobody's
                verb = "reject"
            low, high = (start + indent + edge for edge in found.span("who"))
            party = back or ours is not None
            return _Heading((low, high), verb, start, start + len(line), party, before)
    return None


def _day_in(heading: _Heading, dates: Sequence[DateMention]) -> str | None:
    return next(
        (each.value for each in dates if heading.start <= each.span.start < heading.end), None
    )


def _statement_of_lists(
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
        confidence=_SURE_OF_LISTS,
        condition=condition_in(document.text[heading.start : heading.end]),
    )
