"""What each finding rests on: its statements with their sources, its rules and parameters.

Every statement with who, when, its words and its source; and every source.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lastyard.answers.evidence import Finding, Provenance, Run, Use, why
from lastyard.answers.report import Report
from lastyard.case.model import Case, Source, Statement
from lastyard.case.said import why_not_in_force
from lastyard.show.evidence import HEADINGS, finding_in_words, reference_in_words
from lastyard.show.report.content import (
    Block,
    Cite,
    Entry,
    FindingCite,
    Items,
    Link,
    Name,
    Paragraph,
    Piece,
    Section,
    SourceCite,
    Text,
)
from lastyard.show.report.phrases import is_as_written, listed, says_text, told
from lastyard.show.words import day_in_words, joined, says_in_words, statements_in_words

__all__ = [
    "explained",
    "reasons_section",
    "rests_on_finding",
    "sources_section",
    "statements_section",
]

# Positions and gaps name their statements where they are drawn; the rest is in the data.
_KINDS = (
    "verdict",
    "blocking set",
    "opening",
    "trend",
    "package",
    "fair package",
    "hinge",
    "contradiction",
    "question",
    "solution",
    "vote",
    "equilibrium",
)

_MOST_OF_A_KIND, _MOST_NAMED = 25, 20


def explained(whole: Provenance) -> list[Finding]:
    """Return the findings of a report that have an entry: of each kind the first, as they are shown."""
    counts = dict.fromkeys(_KINDS, 0)
    found = []
    for finding in whole.findings:
        if finding.kind in counts and counts[finding.kind] < _MOST_OF_A_KIND:
            counts[finding.kind] += 1
            found.append(finding)
    return found


def rests_on_finding(ids: Sequence[str]) -> list[Piece]:
    """Lead from a claim to the entries of its findings."""
    return ["What it rests on: ", *listed([[FindingCite(id)] for id in ids]), "."]


def reasons_section(report: Report) -> Section:
    """Return an entry a finding, with links to the statements, sources and findings behind it."""
    whole = report.provenance
    shown = explained(whole)
    ids = {finding.id: False for finding in whole.findings}
    ids |= {finding.id: True for finding in shown}
    told_first = (
        "Behind each finding: the statements, and their sources, that it was drawn from. Findings "
        "on positions and gaps name theirs where they are drawn."
    )
    runs = {finding.run for finding in shown}
    blocks: list[Block] = [
        Paragraph([told_first]),
        Items([[[_run_in_words(run)]] for run in whole.runs if run.id in runs]),
    ]
    blocks += [_entry(report.case, whole, finding, ids) for finding in shown]
    return Section("reasons", "What each finding rests on", blocks)


def _run_in_words(run: Run) -> str:
    chosen = joined(f"{each.id} {each.value}" for each in run.parameters)
    return f"{run.id}: {run.exactness}" + (f" ({chosen})." if chosen else ".")


def _entry(case: Case, whole: Provenance, finding: Finding, ids: Mapping[str, bool]) -> Entry:
    lines: list[Text] = [told(case, f"{finding_in_words(case, finding)}.")]
    # Seeds and the like stand above, once an analysis.
    general = {f"parameter:{each.id}" for each in whole.run(finding.run).parameters}
    for role, heading in HEADINGS.items():
        uses = [use for use in finding.uses if use.role == role and use.id not in general]
        if uses:
            lines.append([f"{heading}: ", *_named(whole, uses, ids), "."])
    sources = [id.partition(":")[2] for id in why(whole, finding.id).reached
               if id.startswith("source:")]  # fmt: skip
    if sources and not any(use.role == "source" for use in finding.uses):
        lines.append(["Sources: ", *_some([[SourceCite(id)] for id in sources]), "."])
    return Entry("finding", finding.id, lines)


def _named(whole: Provenance, uses: Iterable[Use], ids: Mapping[str, bool]) -> list[Piece]:
    return _some([_thing(whole, use.id, ids) for use in uses])


def _some(parts: list[list[Piece]]) -> list[Piece]:
    """List things, the first twenty of them."""
    more = len(parts) - _MOST_NAMED
    if more > 0:
        parts = [*parts[:_MOST_NAMED], [f"{more:,} more"]]
    return listed(parts)


def _thing(whole: Provenance, id: str, ids: Mapping[str, bool]) -> list[Piece]:
    kind, _, name = id.partition(":")
    if kind == "statement":
        return [Cite(name)]
    if kind == "source":
        return [SourceCite(name)]
    if id in ids:
        return [FindingCite(id) if ids[id] else Name(id)]
    return [Name(reference_in_words(whole, id))]


def statements_section(report: Report) -> Section:
    """Return all statements, in the order of the case, ended ones marked."""
    case = report.case
    holding, day = report.analysis.impasse.in_force, report.analysis.day
    in_force = {statement.id for statement in holding}
    entries: list[Block] = [_entry_statements(report, s, s.id in in_force) for s in case.statements]
    if not entries:
        entries = [Paragraph(["Nothing that was said has been written down yet."])]
    remark = statements_in_words(case, day, holding, with_later=True)
    return Section("statements", "What was said", entries, remark)


def _entry_statements(report: Report, statement: Statement, in_force: bool) -> Entry:
    case = report.case
    who: list[Piece] = [Name(case.party(statement.party).name)]
    if statement.by:
        who += [", by ", Name(statement.by)]
    who.append(f", {day_in_words(statement.on)}")
    figures = []
    judged = report.audience.is_mediator
    if judged and statement.verb in ("requires", "rejects", "refuses"):
        figures.append(f"firmness {float(statement.firmness):.2f}")
    if judged and statement.confidence != 1:
        figures.append(f"confidence {float(statement.confidence):.2f}")
    says = says_text(case, statement)
    if figures:
        says.append(f" ({', '.join(figures)})")
    lines: list[Text] = [who, says]
    if statement.confidential:
        lines.append(["Said to the mediator alone."])
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
