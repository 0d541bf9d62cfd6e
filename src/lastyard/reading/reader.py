"""Reading a document: the way from its text to statements, quotations, events and dates.

Example:
    >>> from datetime import date
    >>> from lastyard.reading.text import Document
    >>> text = "“We agree,” Ada Moor told reporters on Friday."
    >>> reading = read(Document.from_text(text, date=date(2024, 3, 22)))
    >>> [(s.speaker, s.kind, s.date, s.quote.exact) for s in reading.statements]
    [('Ada Moor', 'direct', '2024-03-22', '“We agree,”')]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from lastyard.reading.anchors import make_anchor
from lastyard.reading.attributions import draft_statements
from lastyard.reading.completion import finish
from lastyard.reading.conditions import with_conditions
from lastyard.reading.conversation import Conversation
from lastyard.reading.dates import dateline, find_dates
from lastyard.reading.entities import PartyNames, PartyTable, Register
from lastyard.reading.events import find_events
from lastyard.reading.foreign import dates_in, language_of, looks_english, statements_in
from lastyard.reading.lexicon import is_body_role
from lastyard.reading.notes import with_notes
from lastyard.reading.own_words import renumbered, with_lists, with_what_follows
from lastyard.reading.segments import Segments, segment
from lastyard.reading.speakers import HAND_SET, Board, learned_weights
from lastyard.reading.statements import (
    DateMention,
    Draft,
    Quotation,
    Reading,
    Span,
    Statement,
)
from lastyard.reading.tallies import find_tallies
from lastyard.reading.text import Document, ReadingError, plain_digits

__all__ = ["METHODS", "read"]


METHODS = ("rules+ranker", "rules")


def read(
    document: Document, *, parties: Sequence[PartyNames] = (), method: str = "rules+ranker"
) -> Reading:
    """Find who said what, when and on whose behalf, and what happened, in a document.

    Deterministic, offline, in time linear in the length of the text.

    Args:
        document: The document.
        parties: The case's parties with the words that stand for them; without them a
            speaker's party is the country that the text itself puts beside the speaker.
        method: ``rules+ranker`` (weights fitted on labelled news), or ``rules`` (weights set
            by hand).

    Returns:
        The reading; every statement is anchored verbatim in ``document.text``. For a text that is
        not English its ``method`` is ``french`` or ``spanish``, which are read by a table of their words, or
        else ``marks``: the quotations, with the speaker left empty.

    Raises:
        ReadingError: If the method is unknown.
    """
    if method not in METHODS:
        raise ReadingError(f"unknown method {method!r}; choose one of {', '.join(METHODS)}")
    plain = plain_digits(document.text)
    if plain != document.text:
        found = read(replace(document, text=plain), parties=parties, method=method)
        return found.of(document)
    weights = HAND_SET if method == "rules" else learned_weights()
    parts = segment(document.text)
    heads = [
        {word.split()[-1].lower() for word in party.words if word.split()} for party in parties
    ]
    parts.doers = frozenset().union(*heads)
    parts.bodies = frozenset().union(*(one for one in heads if any(map(is_body_role, one))))
    if not looks_english(document.text):
        language = language_of(document.text)
        found = _by_marks(document, parts)
        return found if language is None else _by_table(found, language, parties, parts)
    board = Board(parts)
    register = Register(parts)
    report = document.date or dateline(document.text)
    dates = find_dates(parts.text, report, own=False)
    talk = Conversation(parts, register)
    drafts, choices = draft_statements(board, register, weights, talk)
    table = PartyTable(parties)
    statements = finish(document, parts, drafts, dates, report, table, talk)
    events = find_events(board, register, dates)
    reading = Reading(
        document,
        statements,
        _quotations(parts.quotes, drafts, choices),
        events,
        dates,
        method,
        find_tallies(document.text, parties),
    )
    reading = with_what_follows(reading, parts)
    reading = with_notes(with_lists(reading, parties), parties)
    return with_conditions(reading, parts)


def _by_marks(document: Document, parts: Segments) -> Reading:
    """Read a text of another language: what stands in quotation marks, said by nobody known."""
    day = document.date.isoformat() if document.date else None
    told: list[Statement] = []
    quotations: list[Quotation] = []
    for quote in parts.quotes:
        said = len(document.text[quote.start : quote.end].split()) >= _FEWEST_QUOTED
        name = f"s{len(told) + 1}" if said else None
        span = Span(quote.start, quote.end)
        quotations.append(Quotation(span, said, None, name, _BY_MARKS))
        if name is not None:
            anchor = make_anchor(document.text, quote.start, quote.end)
            told.append(
                Statement(
                    name, "direct", "", None, day, "report" if day else "unknown", anchor, None, None,
                    None, "speech", None, None, False, False, (span,), None, None, None, _BY_MARKS,
                )
            )  # fmt: skip
    return Reading(document, tuple(told), tuple(quotations), (), (), "marks")


def _by_table(
    found: Reading, language: str, parties: Sequence[PartyNames], parts: Segments
) -> Reading:
    """Return a reading by marks with what the table of its language finds in its sentences."""
    document = found.document
    day = document.date.isoformat() if document.date else None
    dates = dates_in(document.text, language, document.date)
    told = [
        _dated(one, dates, parts) for one in statements_in(document.text, language, parties, day)
    ]
    known = {one.quote.start for one in told}
    others = [one for one in found.statements if one.quote.start not in known]
    reading = renumbered(replace(found, method=language), [*told, *others])
    by_start = {one.quote.start: one for one in reading.statements}
    quotations = []
    for each in found.quotations:
        one = by_start.get(each.span.start)
        speaker = one.speaker or None if one else None
        quotations.append(
            Quotation(each.span, one is not None, speaker, one.id if one else None, each.confidence)
        )
    return replace(reading, quotations=tuple(quotations), dates=dates)


def _dated(said: Statement, dates: Sequence[DateMention], parts: Segments) -> Statement:
    """Return a statement with the day that its sentence names outside of what was said."""
    quote = said.quote.start, said.quote.end
    sentence = parts.sentences[parts.sentence_at(bisect_left(parts.starts, quote[0]))]
    low, high = parts.span(sentence.first, sentence.last)
    near = [
        one.value
        for one in dates
        if low <= one.span.start < high and not quote[0] <= one.span.start < quote[1]
    ]
    return replace(said, date=near[0], date_basis="stated") if len(near) == 1 else said


_FEWEST_QUOTED = 4
_BY_MARKS = 0.3


def _quotations(
    quotes: Sequence[object],
    drafts: Sequence[Draft],
    choices: Sequence[tuple[bool, str | None, float]],
) -> tuple[Quotation, ...]:
    """Say of each stretch in quotation marks whose it is."""
    statement_of = {number: f"s{k}" for k, draft in enumerate(drafts, 1) for number in draft.quotes}
    found = []
    for number, (quote, (speech, speaker, confidence)) in enumerate(
        zip(quotes, choices, strict=True)
    ):
        span = Span(quote.start, quote.end)  # type: ignore[attr-defined]
        found.append(Quotation(span, speech, speaker, statement_of.get(number), confidence))
    return tuple(found)
