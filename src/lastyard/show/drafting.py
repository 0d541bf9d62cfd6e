"""How a :class:`~lastyard.drafting.drafts.Drafting` and a :class:`~lastyard.drafting.adding.Coded` look."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from lastyard.drafting.adding import Coded
from lastyard.drafting.drafts import Draft, Drafting
from lastyard.results import AsOf, Chance, Count, Head, Plain
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.shared import title_of
from lastyard.show.words import count_of, day_in_words, says_in_words, statement_in_words

__all__ = [
    "Anchor",
    "BallotFound",
    "DateFound",
    "DocumentRead",
    "FoundEvent",
    "FoundStatement",
    "Proposed",
    "Quotation",
    "Read",
    "SourceRead",
    "Stretch",
    "TallyFound",
    "coded_blocks",
    "drafting_blocks",
    "drafting_published",
]

_LONGEST_QUOTE = 70


def drafting_blocks(result: Drafting) -> Iterator[Block]:
    """Describe what was found."""
    yield Title(result.reading.document.name, day_in_words(result.day))
    yield Paragraph(
        f"{count_of(len(result.drafts), 'statement')} found; drafts, nothing is decided."
    )
    if result.drafts:
        rows = [_row(draft) for draft in result.drafts]
        yield Table(("draft", "by", "party", "said", "proposed"), rows, "The drafts")
    if result.notes:
        yield Items([[note] for note in result.notes])


def _row(draft: Draft) -> tuple[str, ...]:
    said = " ".join(draft.statement.quote.exact.split())
    short = said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 3] + "..."
    proposed = draft.proposals[0].as_yaml() if draft.proposals else "-"
    return draft.id, draft.statement.speaker or "-", draft.party or "-", short, proposed


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of the document.

    Attributes:
        start: Its first character, from 0.
        end: The character after its last.
        exact: Its text.
    """

    start: Count
    end: Count
    exact: str


@dataclass(frozen=True, slots=True)
class Quotation(Stretch):
    """A stretch in quotation marks.

    Attributes:
        speech: Whether somebody is quoted (else a title, a term, irony).
        speaker: Who, if known.
        statement: The statement it belongs to, if any.
        confidence: How sure the reader is.
    """

    speech: bool
    speaker: str | None
    statement: str | None
    confidence: Chance


@dataclass(frozen=True, slots=True)
class DateFound(Stretch):
    """An expression of time.

    Attributes:
        value: What it means.
    """

    value: str


@dataclass(frozen=True, slots=True)
class BallotFound:
    """How one voter voted.

    Attributes:
        voter: The voter, as written.
        party: The case's party, or null.
        ballot: How it voted.
    """

    voter: str
    party: str | None
    ballot: Literal["yes", "no", "abstain", "absent"]


@dataclass(frozen=True, slots=True)
class TallyFound(Stretch):
    """Who voted how on one thing.

    Attributes:
        whole: Whether as many are named everywhere as are counted.
        ballots: The ballots, in the order of the text.
    """

    whole: bool
    ballots: tuple[BallotFound, ...]


@dataclass(frozen=True, slots=True)
class Anchor:
    """The words of a statement, so that they are found again.

    Attributes:
        exact: The words.
        prefix: Text before them.
        suffix: Text after them.
        start: Their first character, from 0.
        end: The character after their last.
    """

    exact: str
    prefix: str
    suffix: str
    start: Count
    end: Count


@dataclass(frozen=True, slots=True)
class Proposed:
    """What a statement may mean for the case.

    Attributes:
        verb: Verb of the case file.
        issue: The issue.
        option: The option; None when only the issue is named.
        says: What the case file would hold; None when that takes a choice of the analyst's.
        confidence: That it is what a coder would write: a product of shares, not a measured probability,
            until decisions move it. None where the words of a cell leave it undecided.
        rule: The rule that gave the verb.
        words: The words that gave issue and option.
    """

    verb: str
    issue: str
    option: str | None
    says: Mapping[str, Any] | None
    confidence: Chance | None
    rule: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FoundStatement:
    """A statement found in a document.

    Attributes:
        id: Name within the document.
        kind: ``direct`` (in quotation marks), ``mixed`` (partly), ``indirect`` (reported), ``act``
            or ``cell`` (of a table).
        speaker: Fullest name of the speaker, or the words used.
        party: The party; without a case, the country that the text names.
        date: When it was said, as found.
        date_basis: Where that is from.
        quote: What was said.
        source: Where the speaker is named.
        cue: Where the verb of saying stands.
        verb: That verb.
        group: ``speech``, ``attitude``, ``act`` or ``question``.
        addressee: Whom it was said to.
        on_behalf_of: Whom it was said for.
        written: Whether it comes from something written.
        negated: Whether the speaker is said *not* to have said it.
        verbatim: The stretches in quotation marks.
        continues: The statement that it goes on from.
        within: The statement inside which it is reported.
        repeats: The earlier statement that says the same.
        confidence: That this was said, and by whom, as a share of such statements; `read --least` goes by
            it. None for a cell whose words leave open what is said.
        left_open: Whether it stays open if the speaker did so, or words that are not known may turn it.
        condition: The words beside it, in its sentence, that put a condition to it.
        answers: The statement of somebody else that *the offer* or *the plan* in it stands for.
        draft: The name it would have in the case.
        on: The day, when one single day is known.
        proposals: What it may mean for the case, likeliest first.
        same_as: The statement of the case, or the earlier draft, that says the same.
    """

    id: str
    kind: Literal["direct", "mixed", "indirect", "act", "cell"]
    speaker: str
    party: str | None
    date: str | None
    date_basis: str
    quote: Anchor
    source: Stretch | None
    cue: Stretch | None
    verb: str | None
    group: str
    addressee: str | None
    on_behalf_of: str | None
    written: bool
    negated: bool
    verbatim: tuple[Stretch, ...]
    continues: str | None
    within: str | None
    repeats: str | None
    confidence: Chance | None
    left_open: bool
    condition: str | None
    answers: str | None
    draft: str
    on: datetime.date | None
    proposals: tuple[Proposed, ...]
    same_as: str | None


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """A meeting, vote, visit, announcement or deed.

    Attributes:
        id: Name within the document.
        type: What it is.
        plover: Its category in the PLOVER ontology.
        anchor: The words that name it.
        participants: Who takes part, doers first.
        target: Whom it is directed at.
        place: Where.
        date: When.
        status: ``occurred``, ``expected`` or ``denied``.
        same_as: The earlier mention of the same event.
    """

    id: str
    type: str
    plover: str | None
    anchor: Stretch
    participants: tuple[str, ...]
    target: tuple[str, ...]
    place: str | None
    date: str | None
    status: str
    same_as: str | None


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """The document.

    Attributes:
        name: Its name.
        title: Its title, if it has one.
        date: Its own day, if known.
        sha256: Its fingerprint.
        characters: How long it is.
    """

    name: str
    title: str | None
    date: datetime.date | None
    sha256: str
    characters: Count


@dataclass(frozen=True, slots=True)
class SourceRead:
    """The document as a source of the case.

    Attributes:
        id: Its name in the case.
        file: Its file.
    """

    id: str
    file: str | None


@dataclass(frozen=True, slots=True)
class Read:
    """The statements found in a document, as drafts to review.

    Attributes:
        case: The case; None without one.
        day: The document's day.
        statements: The statements, in the order of the text.
        document: The document.
        method: How speakers were chosen.
        events: The events.
        quotations: All stretches in quotation marks, speech or not.
        dates: The expressions of time.
        tallies: The votes of which the text tells who voted how.
        source: The document as a source of the case.
        notes: What the user should know about the document.
    """

    case: Head[str | None]
    day: AsOf
    statements: tuple[Annotated[Mapping[str, Any], Plain(FoundStatement)], ...]
    document: Annotated[Mapping[str, Any], Plain(DocumentRead)]
    method: str
    events: tuple[Annotated[Mapping[str, Any], Plain(FoundEvent)], ...]
    quotations: tuple[Annotated[Mapping[str, Any], Plain(Quotation)], ...]
    dates: tuple[Annotated[Mapping[str, Any], Plain(DateFound)], ...]
    tallies: tuple[Annotated[Mapping[str, Any], Plain(TallyFound)], ...]
    source: SourceRead
    notes: tuple[str, ...]


def drafting_published(result: Drafting) -> Read:
    """Return what was found; ``date`` of a statement is what the reader found."""
    content = result.reading.to_json()
    statements = [
        {
            **statement,
            "draft": draft.id,
            "party": draft.party,
            "on": draft.on.isoformat() if draft.on else None,
            "proposals": [coding.as_json() for coding in draft.proposals],
            "same_as": draft.repeats,
        }
        for statement, draft in zip(content.pop("statements"), result.drafts, strict=True)
    ]
    return Read(
        case=result.case.title if result.case else None,
        day=result.day,
        statements=tuple(statements),
        source=SourceRead(result.source.id, result.source.file),
        notes=result.notes,
        **content,
    )


def coded_blocks(result: Coded) -> Iterator[Block]:
    """Describe what was added, and what is left."""
    case = result.case
    yield title_of(case, result.day)
    others = {
        "there already": result.already,
        "dropped": result.dropped,
        "undecided": result.undecided,
    }
    if result.added or any(others.values()):
        told = [f"{len(found)} {what}" for what, found in others.items() if found]
        yield Paragraph(
            ", ".join([f"{count_of(len(result.added), 'statement')} added", *told]) + "."
        )
    elif not result.rules:
        yield Paragraph("No proposal was judged in this case yet.")
    if result.added:
        added = map(case.statement, result.added)
        yield Items([(statement_in_words(case, s), says_in_words(case, s)) for s in added])
    if result.rules:
        rows = [
            (
                rule.rule,
                *map(str, (rule.proposed, rule.accepted, rule.corrected, rule.dropped)),
                f"{rule.accepted / rule.proposed:.2f}, {rule.low:.2f} to {rule.high:.2f}",
            )
            for rule in result.rules
        ]
        yield Heading("Which rules to trust")
        header = ("rule", "proposed", "taken", "corrected", "dropped", "share, 95 % interval")
        yield Table(header, rows, "What became of each rule's proposals")
