"""Every statement with who, when, its words and its source; and every source."""

from __future__ import annotations

from lastyard.analyses.report import Report
from lastyard.case.history import why_not_in_force
from lastyard.case.model import Case, Source, Statement
from lastyard.views.counts import statements_in_words
from lastyard.views.report.content import (
    Block,
    Cite,
    Entry,
    Link,
    Name,
    Paragraph,
    Piece,
    Section,
    SourceCite,
    Text,
)
from lastyard.views.report.saying import is_as_written, says_text
from lastyard.views.wording import day_in_words, says_in_words

__all__ = ["sources_section", "statements_section"]


def statements_section(report: Report) -> Section:
    """Return all statements, in the order of the case, ended ones marked."""
    case = report.case
    holding, day = report.analysis.impasse.in_force, report.analysis.day
    in_force = {statement.id for statement in holding}
    entries: list[Block] = [_entry(report, s, s.id in in_force) for s in case.statements]
    if not entries:
        entries = [Paragraph(["Nothing that was said has been written down yet."])]
    remark = statements_in_words(case, day, holding, with_later=True)
    return Section("statements", "What was said", entries, remark)


def _entry(report: Report, statement: Statement, in_force: bool) -> Entry:
    case = report.case
    who: list[Piece] = [Name(case.party(statement.party).name)]
    if statement.by:
        who += [", by ", Name(statement.by)]
    who.append(f", {day_in_words(statement.on)}")
    figures = []
    if statement.verb in ("requires", "rejects", "refuses"):
        figures.append(f"firmness {float(statement.firmness):.2f}")
    if statement.confidence != 1:
        figures.append(f"confidence {float(statement.confidence):.2f}")
    says = says_text(case, statement)
    if figures:
        says.append(f" ({', '.join(figures)})")
    lines: list[Text] = [who, says]
    if not is_as_written(case, statement):
        lines.append(["As coded: ", Name(says_in_words(case, statement))])
    if statement.source is not None:
        line = statement.quote.line if statement.quote else None
        place = [f", line {line} of its text"] if line else []
        lines.append(["Source: ", *_source_name(case.source(statement.source)), *place])
    else:
        lines.append(["No source given."])
    if statement.note:
        lines.append(["Note: ", Name(" ".join(statement.note.split()))])
    quote = statement.quote.exact if statement.quote else ""
    return Entry(
        "statement",
        statement.id,
        lines,
        quote,
        "" if in_force else why_not_in_force(case, statement, report.day),
    )


def _source_name(source: Source) -> list[Piece]:
    name: list[Piece] = [SourceCite(source.id)]
    if source.title:
        name += [", ", Name(source.title)]
    return name


def sources_section(report: Report) -> Section:
    """Return all sources with their addresses and the statements that rest on them."""
    case = report.case
    return Section("sources", "Sources", [_source(case, source) for source in case.sources])


def _source(case: Case, source: Source) -> Entry:
    day = day_in_words(source.date) if source.date else None
    lines: list[Text] = []
    if source.title:
        lines.append([Name(source.title)])
    told: list[Piece] = [Name(source.publisher)] if source.publisher else []
    if day:
        told += [f", {day}" if told else day]
    if told:
        lines.append(told)
    if source.url:
        lines.append([Link(source.url)])
    if source.note:
        lines.append([Name(" ".join(source.note.split()))])
    citing: list[Piece] = []
    for statement in case.statements:
        if statement.source == source.id:
            citing += [", " if citing else "Statements: ", Cite(statement.id)]
    return Entry("source", source.id, [*lines, *([citing] if citing else [])])
