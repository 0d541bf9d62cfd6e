"""What a reading gives: statements, quotations, events, dates and votes, frozen, with a JSON form.

With each statement goes how often such statements are right, measured on labelled text.

Example:
    >>> span = Span(0, 3)
    >>> span.to_json("The talks")
    {'start': 0, 'end': 3, 'exact': 'The'}
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import pairwise
from typing import Any, Literal

from lastyard.reading.anchors import Anchor, make_anchor
from lastyard.reading.names import Entity
from lastyard.reading.segments import Segments
from lastyard.reading.tags import SpeechCue
from lastyard.reading.text import Document
from lastyard.reading.wordlists import word_table

__all__ = [
    "Ballot",
    "BallotWord",
    "DateMention",
    "Draft",
    "Event",
    "Quotation",
    "Reading",
    "Span",
    "Statement",
    "Tally",
    "along",
    "calibrated",
    "key_of",
]


@dataclass(frozen=True, slots=True)
class Span:
    """Offsets [start, end) into the document's text, in Unicode code points."""

    start: int
    end: int

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the span with its text."""
        return {"start": self.start, "end": self.end, "exact": text[self.start : self.end]}


@dataclass(frozen=True, slots=True)
class Statement:
    """Something attributed to somebody.

    Attributes:
        id: Name within the reading: ``s1``, ``s2`` ...
        kind: ``direct`` (in quotation marks), ``mixed`` (partly), ``indirect`` (reported),
            ``act`` (an undertaking told as a deed: *agreed to ...*, *rejected ...*) or ``cell``
            (a position in a table).
        speaker: Fullest name of the speaker in the document, or the words used for it; empty where
            none is guessed (a text that is not English).
        party: The case's party, or the country the text puts beside the speaker, or None.
        date: When it was said, ISO 8601, or None; ``date_basis`` says whence.
        date_basis: ``stated``, ``report`` (the report's own date) or ``unknown``.
        quote: The anchor of what was said.
        source: Place of the words that name the speaker, or None when taken over from
            another sentence.
        cue: Place of the speech verb, or None.
        verb: The speech verb's dictionary form, or None.
        group: ``speech``, ``attitude``, ``act``, or ``question`` (an interviewer's turn).
        addressee: Whom it was said to, or None.
        on_behalf_of: Whom a spokesperson speaks for, or the owner of an office or text.
        written: Whether it comes from a written statement, letter, post or the like.
        negated: Whether the speaker is said *not* to have said or thought it.
        verbatim: Places of the stretches in quotation marks.
        continues: The statement of the same speaker that this quotation goes on from.
        within: The statement inside which this one is reported.
        repeats: The earlier statement of the same speaker that says the same.
        confidence: 0 to 1: which share of such statements is right in who said what (docs/reading.md);
            None for a cell of a table whose words leave open what is said.
        left_open: Whether it stays open if the speaker did so (*has yet to accept*, *stopped
            short of rejecting*), or words of its sentence that are not known may turn it.
        condition: The words beside it, in its sentence, that put a condition to it (*unless he goes*),
            or None; one inside of what was said stands there.
        answers: The statement of somebody else that *the offer* or *the plan* in it stands for, or None.
        before: The words before it, of its sentence and of the one before that in the paragraph: a number goes on
            from the unit that stands there.
        meant: The words of that other statement.
    """

    id: str
    kind: str
    speaker: str
    party: str | None
    date: str | None
    date_basis: str
    quote: Anchor
    source: Span | None = None
    cue: Span | None = None
    verb: str | None = None
    group: str = "speech"
    addressee: str | None = None
    on_behalf_of: str | None = None
    written: bool = False
    negated: bool = False
    verbatim: tuple[Span, ...] = ()
    continues: str | None = None
    within: str | None = None
    repeats: str | None = None
    confidence: float | None = 0.0
    left_open: bool = False
    condition: str | None = None
    answers: str | None = None
    before: str = ""
    meant: str = ""

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the statement as plain JSON values."""
        return {
            "id": self.id,
            "kind": self.kind,
            "speaker": self.speaker,
            "party": self.party,
            "date": self.date,
            "date_basis": self.date_basis,
            "quote": self.quote.to_json(),
            "source": self.source.to_json(text) if self.source else None,
            "cue": self.cue.to_json(text) if self.cue else None,
            "verb": self.verb,
            "group": self.group,
            "addressee": self.addressee,
            "on_behalf_of": self.on_behalf_of,
            "written": self.written,
            "negated": self.negated,
            "verbatim": [span.to_json(text) for span in self.verbatim],
            "continues": self.continues,
            "within": self.within,
            "repeats": self.repeats,
            "confidence": None if self.confidence is None else round(self.confidence, 3),
            "left_open": self.left_open,
            "condition": self.condition,
            "answers": self.answers,
        }


@dataclass(frozen=True, slots=True)
class Quotation:
    """A stretch in quotation marks.

    Attributes:
        span: Its place, marks included.
        speech: Whether somebody is quoted (else a title, a term, irony).
        speaker: Who, or None.
        statement: The statement it belongs to, or None.
        confidence: 0 to 1: how sure the reader is.
    """

    span: Span
    speech: bool
    speaker: str | None
    statement: str | None
    confidence: float

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the quotation as plain JSON values."""
        return self.span.to_json(text) | {
            "speech": self.speech,
            "speaker": self.speaker,
            "statement": self.statement,
            "confidence": round(self.confidence, 3),
        }


@dataclass(frozen=True, slots=True)
class Event:
    """A meeting, talks, vote, veto, visit, announcement or deed between parties.

    Attributes:
        id: Name within the reading: ``e1``, ``e2`` ...
        type: ``meeting``, ``talks``, ``call``, ``visit``, ``vote``, ``veto``,
            ``announcement``, ``proposal``, ``agreement``, ``refusal``, ``demand``,
            ``threat``, ``protest``, ``sanction``, ``aid``, ``attack`` or ``withdrawal``.
        plover: Category of the PLOVER ontology, or None.
        span: Place of the words that name it.
        participants: Who takes part, by fullest name, doers first.
        target: Whom it is directed at, where that can be told.
        place: Where, or None.
        date: When, ISO 8601, or None.
        status: ``occurred``, ``expected`` or ``denied``.
        same_as: The earlier mention of the same event.
    """

    id: str
    type: str
    plover: str | None
    span: Span
    participants: tuple[str, ...]
    target: tuple[str, ...]
    place: str | None
    date: str | None
    status: str
    same_as: str | None

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the event as plain JSON values."""
        return {
            "id": self.id,
            "type": self.type,
            "plover": self.plover,
            "anchor": self.span.to_json(text),
            "participants": list(self.participants),
            "target": list(self.target),
            "place": self.place,
            "date": self.date,
            "status": self.status,
            "same_as": self.same_as,
        }


@dataclass(frozen=True, slots=True)
class DateMention:
    """An expression of time with its value (``lastyard.reading.dates``)."""

    span: Span
    value: str

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the mention as plain JSON values."""
        return self.span.to_json(text) | {"value": self.value}


BallotWord = Literal["yes", "no", "abstain", "absent"]


@dataclass(frozen=True, slots=True)
class Ballot:
    """How one voter voted.

    Attributes:
        voter: The voter, as written.
        party: The case's party, or None.
        ballot: ``yes``, ``no``, ``abstain`` or ``absent``.
    """

    voter: str
    party: str | None
    ballot: BallotWord


@dataclass(frozen=True, slots=True)
class Tally:
    """Who voted how on one thing.

    Attributes:
        span: The place of it in the text.
        ballots: The ballots, in the order of the text.
        whole: Whether as many are named everywhere as are counted.
    """

    span: Span
    ballots: tuple[Ballot, ...]
    whole: bool

    def to_json(self, text: str) -> dict[str, Any]:
        """Return the tally as plain JSON values."""
        return {
            **self.span.to_json(text),
            "whole": self.whole,
            "ballots": [
                {"voter": each.voter, "party": each.party, "ballot": each.ballot}
                for each in self.ballots
            ],
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything found in one document.

    Attributes:
        document: The document.
        statements: The statements, in the order of the text.
        quotations: All stretches in quotation marks, speech or not.
        events: The events.
        dates: The expressions of time.
        method: How speakers were chosen: ``rules`` or ``rules+ranker``; ``french`` or ``spanish``: by the table of
            that language; ``marks``: none were;
            ``table``: there is nothing but tables.
        tallies: The votes of which the text tells who voted how.
    """

    document: Document
    statements: tuple[Statement, ...]
    quotations: tuple[Quotation, ...]
    events: tuple[Event, ...]
    dates: tuple[DateMention, ...]
    method: str
    tallies: tuple[Tally, ...] = ()

    def of(self, document: Document) -> Reading:
        """Return what was read in a text as read in a document that has other letters in the same places."""
        return replace(
            self,
            document=document,
            statements=tuple(
                replace(said, quote=make_anchor(document.text, said.quote.start, said.quote.end))
                for said in self.statements
            ),
        )

    def to_json(self) -> dict[str, Any]:
        """Return the reading as plain JSON values, with the keys named in CASE.md."""
        document, text = self.document, self.document.text
        return {
            "document": {
                "name": document.name,
                "title": document.title,
                "date": document.date.isoformat() if document.date else None,
                "sha256": document.fingerprint,
                "characters": len(text),
            },
            "method": self.method,
            "statements": [statement.to_json(text) for statement in self.statements],
            "events": [event.to_json(text) for event in self.events],
            "quotations": [quotation.to_json(text) for quotation in self.quotations],
            "dates": [mention.to_json(text) for mention in self.dates],
            "tallies": [tally.to_json(text) for tally in self.tallies],
        }


@dataclass(slots=True)
class Draft:
    """A statement before it is finished.

    On its way from a cue or quotation to its finished form.

    Attributes:
        kind: ``direct``, ``mixed``, ``indirect`` or ``act``.
        entity: The speaker.
        start: Offset of the first character of what was said.
        end: Offset after its last.
        sentence: Number of the sentence.
        cue: The cue, or None.
        source: Words that name the speaker, or None.
        quotes: Numbers of the quotations in it.
        continues: Number of the draft it goes on from, or None.
        confidence: 0 to 1.
        speaker: Who speaks through ``entity`` when that is a text.
        turn: Whether it is a turn of a conversation, or a paragraph of one.
        asks: Whether an interviewer says it.
        goes_on: The paragraph of the same turn before it, or None.
        inside: The quotation inside which it is reported, or None.
        words: The words that ``cue`` and ``source`` count in, when not the text's own.
        left_open: Whether it stays open if the speaker did so.
    """

    kind: str
    entity: Entity
    start: int
    end: int
    sentence: int
    cue: SpeechCue | None
    source: tuple[int, int] | None
    quotes: tuple[int, ...]
    continues: int | None
    confidence: float
    speaker: Entity | None = None
    turn: bool = False
    asks: bool = False
    goes_on: Draft | None = None
    inside: Draft | None = None
    words: Segments | None = None
    left_open: bool = False


def key_of(group: str, kind: str) -> str:
    """Return the row of the table for a statement: its group, and the kind of speech.

    Example:
        >>> key_of("speech", "direct"), key_of("act", "act")
        ('speech direct', 'act')
    """
    return f"{group} {kind}" if group == "speech" else group


def calibrated(group: str, kind: str, stated: float) -> float:
    """Return the share of statements that is right among those of a group, kind and stated confidence.

    The rules state a confidence; a table (``[confidences]`` in ``words.txt``) says for each kind of
    statement which share of those with that confidence was right on labelled text that no rule was
    written on. It never falls: what the rules are surer of stays surer.
    ``benchmarks/reading/calibration.py`` fits it.
    """
    knots = _table().get(key_of(group, kind))
    return stated if knots is None else round(along(knots, stated), 3)


def along(knots: Sequence[tuple[float, float]], stated: float) -> float:
    """Return the value of a line through 0 and the knots; it goes on level after the last.

    Example:
        >>> along([(0.5, 0.4), (1.0, 0.8)], 0.75), along([(0.5, 0.4)], 0.25), along([(0.5, 0.4)], 0.9)
        (0.6000000000000001, 0.2, 0.4)
    """
    for (first, low), (last, high) in pairwise([(0.0, 0.0), *knots]):
        if stated <= last:
            return low + (high - low) * (stated - first) / (last - first)
    return knots[-1][1] if knots else stated


@cache
def _table() -> dict[str, list[tuple[float, float]]]:
    return {
        key: [(float(x), float(y)) for x, _, y in (knot.partition("=") for knot in knots)]
        for key, knots in word_table("confidences").items()
    }
