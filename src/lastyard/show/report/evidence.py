"""What each finding rests on: its statements with their sources, its rules and parameters.

Every statement with who, when, its words and its source; every source; and on whose word each position on the map is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from lastyard.answers.evidence import Finding, Provenance, Run, why
from lastyard.answers.report import Report
from lastyard.answers.standing import HeldPosition, IssueStanding
from lastyard.case.model import Case, Source, Statement, Values
from lastyard.case.said import why_not_in_force
from lastyard.case.statement import BINDING_VERBS
from lastyard.show.blocks import Entry, Items, Paragraph, Part, Section
from lastyard.show.evidence import HEADINGS, finding_in_words, reference_in_words
from lastyard.show.marks import cite, cite_all, cite_finding, cite_source, link, name
from lastyard.show.words import (
    day_in_words,
    is_as_written,
    joined,
    says_by_names,
    says_in_words,
    statements_in_words,
)

__all__ = [
    "explained",
    "reasons_section",
    "rests_on",
    "rests_on_finding",
    "sources_section",
    "statements_section",
    "words_section",
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


def rests_on_finding(ids: Iterable[str]) -> str:
    """Lead from a claim to the entries of its findings."""
    return f"What it rests on: {joined(map(cite_finding, ids))}."


def rests_on(statements: Iterable[Statement]) -> list[Part]:
    """Name the statements that a section rests on, each once."""
    once = dict.fromkeys(cite_all(statements))
    return [Paragraph(f"Rests on {joined(once)}.")] if once else []


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
    blocks: list[Part] = [
        Paragraph(told_first),
        Items([[_run_in_words(run)] for run in whole.runs if run.id in runs]),
    ]
    blocks += [_entry(report.case, whole, finding, ids) for finding in shown]
    return Section("reasons", "What each finding rests on", blocks)


def _run_in_words(run: Run) -> str:
    chosen = joined(f"{each.id} {each.value}" for each in run.parameters)
    return f"{run.id}: {run.exactness}" + (f" ({chosen})." if chosen else ".")


def _entry(case: Case, whole: Provenance, finding: Finding, ids: Mapping[str, bool]) -> Entry:
    lines = [f"{finding_in_words(case, finding)}."]
    # Seeds and the like stand above, once an analysis.
    general = {f"parameter:{each.id}" for each in whole.run(finding.run).parameters}
    for role, heading in HEADINGS.items():
        uses = [use for use in finding.uses if use.role == role and use.id not in general]
        if uses:
            lines.append(f"{heading}: {_some([_thing(whole, use.id, ids) for use in uses])}.")
    sources = [id.partition(":")[2] for id in why(whole, finding.id).reached
               if id.startswith("source:")]  # fmt: skip
    if sources and not any(use.role == "source" for use in finding.uses):
        lines.append(f"Sources: {_some(list(map(cite_source, sources)))}.")
    return Entry("finding", finding.id, lines)


def _some(parts: Sequence[str]) -> str:
    """List things, the first twenty of them."""
    more = len(parts) - _MOST_NAMED
    return joined([*parts[:_MOST_NAMED], f"{more:,} more"] if more > 0 else parts)


def _thing(whole: Provenance, id: str, ids: Mapping[str, bool]) -> str:
    kind, _, known_as = id.partition(":")
    if kind == "statement":
        return cite(known_as)
    if kind == "source":
        return cite_source(known_as)
    if id in ids:
        return cite_finding(id) if ids[id] else name(id)
    return name(reference_in_words(whole, id))


def statements_section(report: Report) -> Section:
    """Return all statements, in the order of the case, ended ones marked."""
    case = report.case
    holding, day = report.analysis.impasse.in_force, report.analysis.day
    in_force = {statement.id for statement in holding}
    entries: list[Part] = [_entry_statements(report, s, s.id in in_force) for s in case.statements]
    if not entries:
        entries = [Paragraph("Nothing that was said has been written down yet.")]
    remark = statements_in_words(case, day, holding, with_later=True)
    return Section("statements", "What was said", entries, remark)


def _entry_statements(report: Report, statement: Statement, in_force: bool) -> Entry:
    case = report.case
    by = f", by {name(statement.by)}" if statement.by else ""
    figures = []
    judged = report.audience.is_mediator
    if judged and statement.verb in BINDING_VERBS:
        figures.append(f"firmness {float(statement.firmness):.2f}")
    if judged and statement.confidence != 1:
        figures.append(f"confidence {float(statement.confidence):.2f}")
    lines = [
        f"{name(case.party(statement.party).name)}{by}, {day_in_words(statement.on)}",
        says_by_names(case, statement) + (f" ({', '.join(figures)})" if figures else ""),
    ]
    if statement.confidential:
        lines.append("Said to the mediator alone.")
    if not is_as_written(case, statement):
        lines.append(f"As coded: {name(says_in_words(case, statement))}")
    if statement.source is not None:
        source, line = case.source(statement.source), statement.quote and statement.quote.line
        title = f", {name(source.title)}" if source.title else ""
        place = f", line {line} of its text" if line else ""
        lines.append(f"Source: {cite_source(source.id)}{title}{place}")
    else:
        lines.append("No source given.")
    if statement.note:
        lines.append(f"Note: {name(' '.join(statement.note.split()))}")
    quote = statement.quote.exact if statement.quote else ""
    return Entry(
        "statement",
        statement.id,
        lines,
        quote,
        "" if in_force else why_not_in_force(case, statement, report.day),
    )


def sources_section(report: Report) -> Section:
    """Return all sources with their addresses and the statements that rest on them."""
    case = report.case
    return Section("sources", "Sources", [_source(case, source) for source in case.sources])


def _source(case: Case, source: Source) -> Entry:
    told = [name(source.publisher)] if source.publisher else []
    told += [day_in_words(source.date)] if source.date else []
    lines = [
        name(source.title) if source.title else "",
        ", ".join(told),
        link(source.url) if source.url else "",
        name(" ".join(source.note.split())) if source.note else "",
    ]
    citing = [cite(statement) for statement in case.statements if statement.source == source.id]
    lines += [f"Statements: {', '.join(citing)}"] if citing else []
    return Entry("source", source.id, [line for line in lines if line])


_BASIS = {
    "position": "said in ",
    "offer": "offered in ",
    "commitment": "the only option that its commitments leave, by ",
}


def words_section(report: Report) -> Section:
    """Return the statement behind each position, and what else was said on each issue."""
    case = report.case
    spoken = [found for found in report.analysis.standing.issues if found.state != "silent"]
    items: list[list[str]] = []
    points: dict[str, Statement] = {}
    for found in spoken:
        used = {held.statement.id for held in found.positions}
        rest = [s for s in found.statements if s.id not in used]
        points |= {s.id: s for s in rest if isinstance(s.says, Values)}
        lines = [_position(case, found, held) for held in found.positions]
        others = [s for s in rest if not isinstance(s.says, Values)]
        if others:
            lines.append(f"Also spoken of by {_by_whom(case, others)}.")
        if lines:
            items.append([name(found.issue.name), *lines])
    if points:
        given = f"Given by {_by_whom(case, points.values())}."
        items.append(["Points for the options of every issue", given])
    return Section("words", "On whose word", [Items(items)] if items else [])


def _position(case: Case, found: IssueStanding, held: HeldPosition) -> str:
    return (
        f"{name(case.party(held.party).name)} asks for {name(found.issue.describe(held.option))} "
        f"since {day_in_words(held.since)}, {_BASIS[held.basis]}{cite(held.statement)}."
    )


def _by_whom(case: Case, statements: Iterable[Statement]) -> str:
    return joined(f"{name(case.party(s.party).name)} in {cite(s)}" for s in statements)
