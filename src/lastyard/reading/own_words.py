"""Sentences that are somebody's though nobody is named in them: in letters, and in records of sittings.

A letter, a position paper, an e-mail with what it answers below it: the document is one party's.

*I* and *we* are the writer, in the writer's own lines; in quoted replies they are whoever is said to
have written them. Sentences that ask, offer, accept or reject are statements of the writer, too, though
nothing says so, and so is each line of a list after *We are prepared to:*. Headings of a mail, greetings,
thanks, questions and signatures are no statements. In the record of a sitting in reported speech the
sentences that follow belong to the same speaker until the next.

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
from itertools import accumulate
from operator import itemgetter

from lastyard.reading.anchors import make_anchor
from lastyard.reading.conditions import condition_in, with_conditions
from lastyard.reading.deeds import find_deeds
from lastyard.reading.entities import PartyNames
from lastyard.reading.segments import Segments, segment
from lastyard.reading.statements import Reading, Statement
from lastyard.reading.text import Document
from lastyard.reading.wording import wording_of

__all__ = ["in_own_words", "renumbered", "with_what_follows"]

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


def in_own_words(reading: Reading, writer: PartyNames, parties: Sequence[PartyNames]) -> Reading:
    """Return a reading with what the writer of the document says of itself.

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
        wrote, headed = _WROTE.fullmatch(line), _HEADING.fullmatch(line)
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
            repeats=renamed(one.repeats),
        )
        for k, one in enumerate(ordered, 1)
    )
    quotations = tuple(replace(q, statement=renamed(q.statement)) for q in reading.quotations)
    return replace(reading, statements=told, quotations=quotations)
