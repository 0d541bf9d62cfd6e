"""Reading a document: the way from its text to statements, quotations, events and dates.

Example:
    >>> from datetime import date
    >>> from lastyard.reading.document import Document
    >>> text = "“We agree,” Ada Moor told reporters on Friday."
    >>> reading = read(Document.from_text(text, date=date(2024, 3, 22)))
    >>> [(s.speaker, s.kind, s.date, s.quote.exact) for s in reading.statements]
    [('Ada Moor', 'direct', '2024-03-22', '“We agree,”')]
"""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.reading.attribution import draft_statements
from lastyard.reading.board import Board
from lastyard.reading.conversation import Conversation
from lastyard.reading.dates import dateline, find_dates
from lastyard.reading.document import Document, ReadingError
from lastyard.reading.draft import Draft
from lastyard.reading.entities import Register
from lastyard.reading.events import find_events
from lastyard.reading.finishing import finish
from lastyard.reading.parties import PartyNames, PartyTable
from lastyard.reading.ranker import HAND_SET, learned_weights
from lastyard.reading.segments import segment
from lastyard.reading.statements import Quotation, Reading, Span

METHODS = ("rules+ranker", "rules", "spacy+ranker")


def read(
    document: Document, *, parties: Sequence[PartyNames] = (), method: str = "rules+ranker"
) -> Reading:
    """Find who said what, when and on whose behalf, and what happened, in a document.

    Deterministic, offline, in time linear in the length of the text.

    Args:
        document: The document.
        parties: The case's parties with the words that stand for them; without them a
            speaker's party is the country that the text itself puts beside the speaker.
        method: ``rules+ranker`` (weights fitted on labelled news), ``rules`` (weights set
            by hand), or ``spacy+ranker`` (fitted weights, sentences cut by spaCy's blank
            English pipeline; needs the extra ``lastyard[spacy]``).

    Returns:
        The reading; every statement is anchored verbatim in ``document.text``.

    Raises:
        ReadingError: If the method is unknown, or spaCy is wanted and not installed.
    """
    if method not in METHODS:
        raise ReadingError(f"unknown method {method!r}; choose one of {', '.join(METHODS)}")
    weights = HAND_SET if method == "rules" else learned_weights()
    starts = None
    if method == "spacy+ranker":
        from lastyard.reading.spacy_sentences import sentence_starts  # noqa: PLC0415  (an extra)

        starts = sentence_starts(document.text)
    parts = segment(document.text, starts)
    board = Board(parts)
    register = Register(parts)
    report = document.date or dateline(document.text)
    dates = find_dates(parts.text, report)
    drafts, choices = draft_statements(board, register, weights, Conversation(parts, register))
    table = PartyTable(parties)
    statements = finish(document, parts, drafts, dates, report, table)
    events = find_events(board, register, dates)
    return Reading(
        document, statements, _quotations(parts.quotes, drafts, choices), events, dates, method
    )


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
