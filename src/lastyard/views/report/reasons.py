"""What each finding rests on: its statements with their sources, its rules and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastyard.analyses.report import Report
from lastyard.case.model import Case
from lastyard.provenance import Finding, Provenance, Run, Use, trace, why
from lastyard.views.findings import finding_in_words, reference_in_words
from lastyard.views.reasons import HEADINGS
from lastyard.views.report.content import (
    Block,
    Cite,
    Entry,
    FindingCite,
    Items,
    Name,
    Paragraph,
    Piece,
    Section,
    SourceCite,
    Text,
)
from lastyard.views.report.phrases import listed, told
from lastyard.views.wording import joined

__all__ = ["explained", "reasons_section", "rests_on_finding", "traced"]

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


def traced(report: Report) -> Provenance:
    """Return what every answer of a report rests on."""
    answers = (
        report.analysis,
        report.timeline,
        report.packages,
        report.solutions,
        report.votes,
        report.moves,
    )
    return trace(*(answer for answer in answers if answer is not None))


def explained(report: Report) -> list[Finding]:
    """Return the findings that have an entry: of each kind the first, as they are shown."""
    counts = dict.fromkeys(_KINDS, 0)
    found = []
    for finding in traced(report).findings:
        if finding.kind in counts and counts[finding.kind] < _MOST_OF_A_KIND:
            counts[finding.kind] += 1
            found.append(finding)
    return found


def rests_on_finding(ids: Sequence[str]) -> list[Piece]:
    """Lead from a claim to the entries of its findings."""
    return ["What it rests on: ", *listed([[FindingCite(id)] for id in ids]), "."]


def reasons_section(report: Report) -> Section:
    """Return an entry a finding, with links to the statements, sources and findings behind it."""
    shown = explained(report)
    whole = traced(report)
    ids = {finding.id for finding in shown}
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


def _entry(case: Case, whole: Provenance, finding: Finding, ids: set[str]) -> Entry:
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


def _named(whole: Provenance, uses: Iterable[Use], ids: set[str]) -> list[Piece]:
    return _some([_thing(whole, use.id, ids) for use in uses])


def _some(parts: list[list[Piece]]) -> list[Piece]:
    """List things, the first twenty of them."""
    more = len(parts) - _MOST_NAMED
    if more > 0:
        parts = [*parts[:_MOST_NAMED], [f"{more:,} more"]]
    return listed(parts)


def _thing(whole: Provenance, id: str, ids: set[str]) -> list[Piece]:
    kind, _, name = id.partition(":")
    if kind == "statement":
        return [Cite(name)]
    if kind == "source":
        return [SourceCite(name)]
    if id in ids:
        return [FindingCite(id)]
    if any(finding.id == id for finding in whole.findings):
        return [Name(id)]
    return [Name(reference_in_words(whole, id))]
