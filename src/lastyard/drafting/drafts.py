"""Drafts: the statements of a document in the terms of a case, for the analyst to decide.

What the reader found stands under ``found`` in a file of drafts; what it proposes stands in comments,
so that nothing is in the case until somebody has decided.

Example:
    >>> drafting = draft(Document.from_text("“We agree,” Ada Moor said.", name="talks.txt"))
    >>> [(d.id, d.statement.speaker, d.statement.quote.exact) for d in drafting.drafts]
    [('talks-1', 'Ada Moor', '“We agree,”')]
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import count, islice
from pathlib import Path, PurePath
from typing import Any

from lastyard.case.model import SOURCE, Case, Source, parse_date
from lastyard.case.quotes import is_within_reach
from lastyard.case.shapes import EscapedText
from lastyard.case.writing import as_yaml, flat_as_yaml
from lastyard.drafting.opening import Opened, open_document
from lastyard.drafting.proposals import CELL, Coding, party_of_surname, party_words, proposals_for
from lastyard.drafting.record import known_trust
from lastyard.drafting.repetition import told_once, with_only
from lastyard.drafting.tables import positions_in
from lastyard.errors import RequestError, did_you_mean
from lastyard.files import real_path, safe_name, write_whole
from lastyard.reading.anchors import link_repeats, speakers_apart
from lastyard.reading.coding import LEFT_OPEN
from lastyard.reading.dates import dateline
from lastyard.reading.entities import PartyNames
from lastyard.reading.foreign import language_of, looks_english
from lastyard.reading.own_words import in_own_words, renumbered, writer_of
from lastyard.reading.reader import read as read_document
from lastyard.reading.statements import Reading, Statement
from lastyard.reading.text import Document, ReadingError
from lastyard.results import Result
from lastyard.showing import one_line

__all__ = [
    "Draft",
    "Drafting",
    "day_in_name",
    "draft",
    "drafts_as_yaml",
    "free_name",
    "notes_on",
    "read",
    "sure_enough",
]

_MARK = re.compile("[\"\u201c\u201d\u201e\u00ab\u00bb\u2018]|''|(?<!\\w)'\\w")

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?!\d)")

_SAMPLE = 20_000


def day_in_name(name: str) -> date | None:
    """Return the day that the name of a file holds, as ``2026-03-18-halm.txt``, if it holds one.

    Example:
        >>> day_in_name("reports/2026-03-18-halm.txt"), day_in_name("report-12.txt")
        (datetime.date(2026, 3, 18), None)
    """
    found = _DAY.findall(PurePath(name).name)
    try:
        return date(*map(int, found[0])) if len(found) == 1 else None
    except ValueError:
        return None


def notes_on(text: str, day: date | None, *, quoted: bool = False) -> tuple[str, ...]:
    """Return what stands in the way of reading a text, in sentences.

    Example:
        >>> notes_on("Der Minister sagte, er werde die Gespräche am Montag in der Stadt fortsetzen, "
        ...          "und nannte dabei keine weiteren Bedingungen für den Fortgang.", None)[0][:32]
        'this does not look like English:'
    """
    sample = text[:_SAMPLE]
    notes = []
    language = None if looks_english(text) else language_of(text)
    if language is not None:
        notes.append(
            f"this is {language.capitalize()}, read by a table of its words: plain sentences only, no dates; no code "
            "is proposed; look at every draft"
        )
    elif not looks_english(text):
        notes.append(
            "this does not look like English: only what stands in quotation marks is found, and no "
            "speaker is guessed; add who said it, or translate the document first"
        )
    if not quoted and not _MARK.search(text):
        notes.append("nothing stands in quotation marks: only reported speech can be found")
    letters = [c for c in sample if c.isalpha()]
    if len(letters) > 100 and sum(map(str.isupper, letters)) > 0.9 * len(letters):
        notes.append("the text is in capitals throughout: most names cannot be told from words")
    if day is None:
        notes.append(_UNDATED)
    return tuple(notes)


_UNDATED = "the document's day is not known: give it with --date; drafts have no date"
_OVERLAP = 0.7

_DAY_FROM_NAME = "the document's day, {}, is taken from its name; --date gives another"

_NO_FILE = (
    "quotes refer to the text that was read, not to the file as it is: give --keep-text FILE to "
    "keep it, or `check` cannot look for them"
)

_BY_ITS_HEAD = "read as the words of {}, who is named as its sender, heads or signs it: its I and we are theirs; --by says otherwise"
_OUTSIDE = (
    "the document lies outside the folder of the case, where files are not opened unasked: to look "
    "for its quotes, give `check` and the others --files-root DIR"
)


@dataclass(frozen=True, slots=True)
class Draft:
    """One statement found, as far as it can be drafted without deciding.

    Attributes:
        id: The name it would have in the case.
        statement: What the reader found.
        party: The party; without a case, the country the text names; None when unknown.
        on: The day, when one single day is known.
        proposals: What it may mean for the case, likeliest first.
        repeats: The statement of the case, or the earlier draft, that says the same.
    """

    id: str
    statement: Statement
    party: str | None
    on: date | None
    proposals: tuple[Coding, ...]
    repeats: str | None


@dataclass(frozen=True, slots=True)
class Drafting(Result):
    """All drafts from one document.

    Attributes:
        reading: What the reader found.
        case: The case they are for, or None.
        source: The document as a source of the case.
        day: The document's day, given or found.
        drafts: The drafts, in the order of the text.
        notes: What the user should know about the document.
    """

    reading: Reading
    case: Case | None
    source: Source
    day: date | None
    drafts: tuple[Draft, ...]
    notes: tuple[str, ...]


def read(
    path: str,
    case: Case | None = None,
    day: date | None = None,
    *,
    method: str = "rules+ranker",
    page: str = "own",
    keep_text: str | None = None,
    by: str | None = None,
    reader: Callable[[Document], Reading] | None = None,
) -> Drafting:
    """Read a document and draft its statements for a case.

    Args:
        path: The document: text, page (HTML) or PDF; ``-`` is standard input.
        case: The case; None finds statements without parties and issues to look for.
        day: The document's day, when it is known.
        method: ``rules+ranker`` or ``rules`` (:func:`lastyard.reading.read`).
        page: How the text of a page is taken out: ``own`` or ``trafilatura`` (an extra).
        keep_text: Where to write the text that was read. Quotes from a page, a PDF or
            standard input can be checked only if it is kept.
        by: The party that wrote the document, a letter or a position paper: its *I* and *we*.
        reader: Reads the document instead, when given.

    Raises:
        RequestError: If the document cannot be read, its text not be written, the method is
            unknown or not installed, or the case has no such party.
    """
    opened = open_document(path, day or _day_of_source(path, case), page)
    file = path if opened.is_plain and path != "-" else None
    if keep_text is not None:
        write_whole(keep_text, opened.document.text, like=[path, case.file if case else None])
        file = keep_text
    drafting = draft(opened, case, file=file, method=method, by=by, reader=reader)
    if file is None and case is not None:
        drafting = replace(drafting, notes=(*drafting.notes, _NO_FILE))
    return drafting


def sure_enough(drafting: Drafting, least: float) -> Drafting:
    """Return the drafts without those of a confidence below the least, and a note of how many these are.

    The confidence is that of the statement: that this was said, and by whom. What a proposal says of
    itself is not looked at, and drafts that leave it undecided stay.
    """
    both = zip(drafting.reading.statements, drafting.drafts, strict=True)
    kept = [
        (said, made) for said, made in both if said.confidence is None or said.confidence >= least
    ]
    gone = len(drafting.drafts) - len(kept)
    if not gone:
        return drafting
    names = {made.id for _, made in kept}
    reading = with_only(drafting.reading, [said for said, _ in kept])
    note = f"{gone} {'statement' if gone == 1 else 'statements'} left out, less sure than {least:g} to have been said so"
    every = {made.id for made in drafting.drafts}
    drafts = tuple(
        replace(made, repeats=None if made.repeats in every - names else made.repeats)
        for _, made in kept
    )
    return replace(drafting, reading=reading, drafts=drafts, notes=(*drafting.notes, note))


def draft(
    document: Document | Opened,
    case: Case | None = None,
    *,
    file: str | None = None,
    name: str | None = None,
    taken: Collection[str] = (),
    method: str = "rules+ranker",
    by: str | None = None,
    reader: Callable[[Document], Reading] | None = None,
) -> Drafting:
    """Draft the statements of a document for a case.

    Args:
        document: The document, or one as it was opened, with its tables.
        case: The case, or None.
        file: Path of the document; named in the source when quotes stand in it as read.
        name: What to call it as a source; None takes the name of its file.
        taken: Names of sources that are in use elsewhere.
        method: ``rules+ranker`` or ``rules``.
        by: The party that wrote the document: an id or a name of the case, without one any name.
        reader: Reads the document instead, when given.

    Raises:
        RequestError: If the method is unknown or not installed, the case has no such party, or tables
            are to be read without a case.
    """
    opened = document if isinstance(document, Opened) else Opened(document, True)
    document = opened.document
    writer = None if by is None else _writer(by, case)
    if writer is not None and not opened.is_prose:
        raise RequestError(
            f"{document.name}: a table names its parties itself; --by goes with letters and papers"
        )
    by_head = None
    if writer is None and case is not None and opened.is_prose:
        writer = by_head = writer_of(document.text, party_words(case))
    named = None
    if document.date is None:
        stated = dateline(document.text) if opened.is_prose else None
        named = day_in_name(document.name) if stated is None else None
        document = replace(document, date=stated or named)
        opened = opened._replace(document=document)
    if not opened.is_prose:
        reading = Reading(document, (), (), (), (), "table")
    else:
        reading = _prose(opened, case, method, reader)
    if writer is not None and opened.is_prose:
        reading = in_own_words(reading, writer, () if case is None else party_words(case))
    # "Do you think ...?" is speech of nobody that a case could name; interviewers only ask.
    told = tuple(
        s for s in reading.statements if s.speaker.lower() != "you" and s.group != "question"
    )
    reading = replace(reading, statements=told)
    if case is not None:
        reading = told_once(reading, case)
    day = document.date
    reading, cells, told_of_tables = _with_tables(reading, opened, day, case)
    source = _source(document, day, case, file, taken)
    if name is not None and _source_with(file, case) is None:
        source = replace(source, id=name)
    quoted = any(statement.verbatim for statement in reading.statements)
    return Drafting(
        reading,
        case,
        source,
        day,
        _drafts(reading, case, source, cells),
        (
            *opened.notes,
            *told_of_tables,
            *([_DAY_FROM_NAME.format(named)] if named else []),
            *([_BY_ITS_HEAD.format(by_head.words[0])] if by_head else []),
            *(
                notes_on(document.text, day, quoted=quoted or writer is not None)
                if opened.is_prose
                else ()
            ),
            *([_OUTSIDE] if _is_outside(source, case) else []),
        ),
    )


def _prose(
    opened: Opened, case: Case | None, method: str, reader: Callable[[Document], Reading] | None
) -> Reading:
    """Read a document; what stands in its tables is no sentence."""
    document, text = opened.document, opened.document.text
    for table in opened.tables:
        cells = [cell for row in table.rows for cell in row]
        if cells:
            first, last = cells[0].start, cells[-1].end
            text = text[:first] + " " * (last - first) + text[last:]
    if reader is not None:
        reading = reader(replace(document, text=text))
    else:
        parties = () if case is None else party_words(case)
        try:
            reading = read_document(replace(document, text=text), parties=parties, method=method)
        except ReadingError as problem:
            raise RequestError(str(problem)) from None
    return reading if text == document.text else reading.of(document)


def _with_tables(
    reading: Reading, opened: Opened, day: date | None, case: Case | None
) -> tuple[Reading, dict[int, Coding], tuple[str, ...]]:
    """Return a reading with the positions in the tables of its document.

    Returns:
        The reading; the codings of cells by their places; and what the user should know.
    """
    if not opened.tables:
        return reading, {}, ()
    if case is None:
        if not opened.is_prose:
            raise RequestError(
                f"{opened.document.name}: a table is read for a case, whose parties, issues and options its "
                "cells name; give --case CASE"
            )
        return reading, {}, ("tables are read only with --case CASE",)
    found = positions_in(opened.tables, opened.document.text, day, case)
    reading = renumbered(reading, [*reading.statements, *(said for said, _ in found.positions)])
    codings = {said.quote.start: coding for said, coding in found.positions}
    # Cells that name no day are told one by one; the document is undated only where it has none.
    undated = day is None and any(said.date is None for said, _ in found.positions)
    notes = (_UNDATED,) if undated and not opened.is_prose else ()
    return reading, codings, (*found.notes, *notes)


def _writer(by: str, case: Case | None) -> PartyNames:
    """Return the party that wrote a document, by its id or name."""
    if case is None:
        return PartyNames(by, (by,))
    ids = {party.name: party.id for party in case.parties} | {p.id: p.id for p in case.parties}
    found = next((one for one in party_words(case) if one.id == ids.get(by)), None)
    if found is None:
        raise RequestError(f"no party is called {by[:60]!r}: {did_you_mean(by, list(ids))}")
    return found


def _drafts(
    reading: Reading, case: Case | None, source: Source, cells: Mapping[int, Coding]
) -> tuple[Draft, ...]:
    coded = [] if case is None else [s for s in case.statements if s.by and s.quote]
    taken = set() if case is None else {statement.id for statement in case.statements}
    free = (name for k in count(1) if (name := f"{source.id}-{k}") not in taken)
    names = list(islice(free, len(reading.statements)))
    parties = [_party_of(statement, case) for statement in reading.statements]
    who = speakers_apart(
        [
            *((s.by or "", s.party) for s in coded),
            *((s.speaker, party) for s, party in zip(reading.statements, parties, strict=True)),
        ],
        [(s.quote.start, s.quote.end) for s in reading.statements],
    )
    said = [s.quote.exact if s.quote else "" for s in coded]
    said += [s.quote.exact for s in reading.statements]
    told = list(zip(who, said, strict=True))
    ids = [s.id for s in coded] + names
    repeats = _with_overlaps(
        link_repeats(told)[len(coded) :], reading.statements, parties, len(coded)
    )
    trust = {} if case is None else known_trust(case.file)

    def proposed(statement: Statement) -> tuple[Coding, ...]:
        if statement.kind == CELL:
            return (cells[statement.quote.start],)
        return proposals_for(statement, case, trust) if case and statement.speaker else ()

    return tuple(
        Draft(
            name,
            statement,
            party,
            parse_date(statement.date or ""),  # none of months, years and ranges
            proposed(statement),
            None if repeat is None else ids[repeat],
        )
        for name, statement, party, repeat in zip(
            names, reading.statements, parties, repeats, strict=True
        )
    )


def _with_overlaps(
    repeats: Sequence[int | None],
    statements: Sequence[Statement],
    parties: Sequence[str | None],
    shift: int,
) -> list[int | None]:
    """Count a statement, too, as a repeat of the one before it that holds its words.

    *Beck said the company could offer 3 percent* has two: what Beck said, and the offer. They are one
    where Beck speaks for the company, or where it is not known for whom.
    """
    found = list(repeats)
    for number in range(1, len(statements)):
        before, this = statements[number - 1].quote, statements[number].quote
        shared = min(before.end, this.end) - max(before.start, this.start)
        speak = {parties[number - 1], parties[number]}
        of_two = len(speak) == 2 and None not in speak
        if found[number] is None and not of_two and shared >= _OVERLAP * (this.end - this.start):
            found[number] = shift + number - 1
    return found


def _party_of(statement: Statement, case: Case | None) -> str | None:
    party = statement.party or _party_named(statement.on_behalf_of, case)
    if party is not None or case is None:
        return party
    return party_of_surname(statement.speaker, case)


def _party_named(name: str | None, case: Case | None) -> str | None:
    """Return the party that a spokesperson's principal is called by, letter by letter."""
    if name is None or case is None:
        return None
    plain = name.lower().removeprefix("the ")
    for party in party_words(case):
        if plain in (word.lower().removeprefix("the ") for word in party.words):
            return party.id
    return None


def _day_of_source(path: str, case: Case | None) -> date | None:
    known = _source_with(path, case)
    return known.date if known else None


def _source_with(path: str | None, case: Case | None) -> Source | None:
    """Return the case's source whose file is the one at a path."""
    if path is None or path == "-" or case is None:
        return None
    base = Path(case.file).parent if case.file and case.file != "-" else Path()
    wanted = real_path(path)
    matching = (s for s in case.sources if s.file and real_path(str(base / s.file)) == wanted)
    return next(matching, None)


def _source(
    document: Document,
    day: date | None,
    case: Case | None,
    file: str | None,
    taken: Collection[str],
) -> Source:
    """Return the document as a source: the case's own where it has it already."""
    known = _source_with(file, case)
    if known is not None:
        return known
    used = {*taken, *(source.id for source in case.sources)} if case else set(taken)
    name = free_name(Path(file).stem if file else Path(document.name).stem, used)
    return Source(name, document.title, date=day, file=_file_for(case, file))


def free_name(wanted: str, used: Collection[str]) -> str:
    """Return a name for a source like the wanted one, and not yet used."""
    return safe_name(wanted, used, gap="-", empty="document")


def _is_outside(source: Source, case: Case | None) -> bool:
    if source.file is None or case is None or case.file in (None, "-"):
        return False
    return not is_within_reach(source.file, case.file)


def _file_for(case: Case | None, file: str | None) -> str | None:
    """Return a path as the case file would name it: relative to it, where that is possible."""
    if file is None:
        return None
    path = Path(real_path(file))
    if case is None or case.file is None or case.file == "-":
        return path.as_posix()
    try:
        return Path(os.path.relpath(path, Path(real_path(case.file)).parent)).as_posix()
    except ValueError:  # another drive
        return path.as_posix()


_HEAD = """\
# Drafts from {name}. Nothing here is in the case until you decide.
# {count}
#   lastyard code CASE THIS_FILE           goes through them one by one
# or, in an editor: give each statement you want one verb (take the # from a proposal, or write
# your own), complete what is missing, set `accept: true`; or `drop: true`. Then
#   lastyard code CASE THIS_FILE --batch   adds all with `accept: true`, or none
# The confidence under `found:` is the statement's, that this was said and by whom (`read --least` goes by it); a
# proposal has one of its own, that it is what a coder would write.
"""


def drafts_as_yaml(drafting: Drafting) -> str:
    """Return the file of drafts."""
    document = drafting.reading.document
    proposed = sum(bool(draft.proposals) for draft in drafting.drafts)
    found = len(drafting.drafts)
    count = f"{found} statement{'' if found == 1 else 's'} found"
    if drafting.case is not None:
        count += f"; {proposed} with words of an issue of {drafting.case.title!r}"
    head = {
        "document": {
            "name": document.name,
            "sha256": document.fingerprint,
            "characters": len(document.text),
            "method": drafting.reading.method,
        },
        "source": {"id": drafting.source.id, **SOURCE.write(drafting.source, drafting.case)},
    }
    text = _HEAD.format(name=one_line(document.name), count=one_line(count)) + as_yaml(head)
    text += "".join(f"# note: {one_line(note)}\n" for note in drafting.notes)
    for tally in drafting.reading.tallies:
        ballots = ", ".join(
            f"{one_line(each.party or each.voter)}: {each.ballot}" for each in tally.ballots
        )
        missing = "" if tally.whole else " (not all who are counted are named)"
        text += f"# a vote is told; as ballots of a vote of the case{missing}:\n#   ballots: {{{ballots}}}\n"
    if not drafting.drafts:
        return text + "drafts: []\n"
    return (
        text
        + "drafts:\n"
        + "".join(
            _draft(draft, drafting.source.id, document.text, with_case=drafting.case is not None)
            for draft in drafting.drafts
        )
    )


def _around(statement: Statement, text: str) -> str:
    """Return the sentence around a quotation, by the marks that end sentences in most languages."""
    first, last = statement.quote.start, statement.quote.end
    before = [found.end() for found in _SENTENCE_END.finditer(text, max(0, first - 300), first)]
    after = _SENTENCE_END.search(text, last - 2, min(len(text), last + 300))
    begin = before[-1] if before else max(0, first - 300)
    return " ".join(text[begin : after.end() if after else min(len(text), last + 300)].split())


_SENTENCE_END = re.compile(r"[.!?\u2026]\s?[\"\u201c\u201d\u00bb]?(?=\s|$)\s*|\n\s*\n")


def _draft(draft: Draft, source: str, text: str, *, with_case: bool) -> str:
    statement = draft.statement
    fields: dict[str, Any] = {"id": draft.id, "accept": False}
    remarks = []
    if draft.party is not None:
        fields["party"] = draft.party
    else:
        remarks.append("party: not known; say for whom this was said")
    cell = draft.proposals[0] if statement.kind == CELL else None
    if statement.speaker:
        fields["by"] = statement.speaker
    elif cell is None:
        remarks.append(f"in: {_around(draft.statement, text)}")
    if draft.on is not None:
        fields["on"] = draft.on
    elif statement.date:
        remarks.append(f"on: the text says {statement.date}; give the day")
    else:
        remarks.append("on: not known; give the day as 2024-03-22")
    fields["source"] = source
    fields["quote"] = statement.quote.exact
    if draft.repeats:
        remarks.append(f"says the same as {draft.repeats}")
    if statement.meant:
        remarks.append(f"taken for what was put forward just before: {statement.meant}")
    if cell is not None:
        fields["note"] = cell.rule.removeprefix(f"{CELL}: ")
        if cell.says is None:
            remarks += [
                f"{cell.issue}: the cell names no option of it; say what it means",
                *cell.as_lines(),
            ]
    for coding in draft.proposals if cell is None else ():
        remarks += _remarks(coding)
    if with_case and not draft.proposals:
        remarks.append("nothing proposed: the words of the case do not tell what it means")
    lines = flat_as_yaml(fields).split("\n")[:-1]
    lines += cell.as_lines() if cell is not None and cell.says is not None else ()
    lines += [f"# {one_line(remark)}" for remark in remarks]
    lines += flat_as_yaml({"found": _found(draft)}).split("\n")[:-1]
    return "".join(f"  {'- ' if k == 0 else '  '}{line}\n" for k, line in enumerate(lines)) + "\n"


def _remarks(coding: Coding) -> list[str]:
    """Return why a coding is proposed, and the line to take over."""
    if coding.rule.startswith(LEFT_OPEN):
        condition = coding.rule.removeprefix(LEFT_OPEN)
        return [
            f"{coding.verb}, on {coding.issue}, by the words {', '.join(coding.words)}, but only under a condition that "
            f"the case does not name:{condition}; say what holds",
            *coding.as_lines(),
        ]
    if coding.is_undecided:
        words = ", ".join(coding.words)
        return [
            f"about {coding.issue}, by the words {words}; whether for or against is not sure: write what it says"
        ]
    about = (
        f"proposed: {coding.verb}, on {coding.issue}; {coding.why_so_sure}, "
        f"by {coding.rule!r} on the words {', '.join(coding.words)}"
    )
    return [about, *coding.as_lines()]


def _found(draft: Draft) -> dict[str, Any]:
    """Return what the reader found and the case has no key for."""
    said = draft.statement
    sure = said.confidence
    found = {
        "kind": said.kind,
        "verb": said.verb,
        "negated": said.negated or None,
        "left_open": said.left_open or None,
        "condition": said.condition and EscapedText(said.condition),
        "confidence": None if sure is None else Fraction(round(sure * 1000), 1000),
        "date_basis": said.date_basis,
        "addressee": said.addressee,
        "on_behalf_of": said.on_behalf_of,
        "written": said.written or None,
        "repeats": draft.repeats,
        "prefix": EscapedText(said.quote.prefix) or None,
        "suffix": EscapedText(said.quote.suffix) or None,
        "start": said.quote.start,
        "end": said.quote.end,
    }
    return {key: value for key, value in found.items() if value is not None}
