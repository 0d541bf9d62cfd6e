"""How :class:`~lastyard.provenance.Reasons` looks: one reference, and its chain."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from lastyard.case.history import why_not_in_force
from lastyard.case.model import Case, Statement
from lastyard.provenance import Reasons, Role
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Title
from lastyard.views.common import head_json, title_of
from lastyard.views.findings import finding_in_words, reference_in_words
from lastyard.views.provenance import thing_json
from lastyard.views.why import method_blocks, source_lines, statement_lines
from lastyard.views.wording import count_of, joined_some

__all__ = ["HEADINGS", "methods_of", "reasons_blocks", "reasons_json"]

# What a thing does for a finding, as a heading; statements that bear most come first.
HEADINGS: dict[Role, str] = {
    "blocks": "Statements that cannot all hold",
    "gives way": "Statements that give way",
    "asks": "On whose word",
    "ballot": "Statements that the ballot rests on",
    "points": "Points that were given",
    "breaks": "Statements that it breaks",
    "concerns": "Statements that it is about",
    "said": "What was said",
    "holds": "What binds, and is taken to hold",
    "found from": "Found from",
    "moves": "What each can do alone",
    "rule": "Rules that every package must satisfy",
    "agreement rule": "Agreement rule",
    "status quo": "Status quo",
    "source": "Sources",
    "parameter": "Parameters",
}
_IN_FULL: tuple[Role, ...] = ("blocks", "gives way", "asks", "ballot", "points", "said")
_MOST_SHOWN = 20
_METHODS = {
    "check": "lastyard.views.check",
    "impasse": "lastyard.views.impasse",
    "moves": "lastyard.views.moves",
    "packages": "lastyard.views.packages",
    "solutions": "lastyard.views.solutions",
    "standing": "lastyard.views.standing",
    "timeline": "lastyard.views.timeline",
    "vote": "lastyard.views.votes",
}


def methods_of(run: str) -> tuple[str, ...]:
    """Return how an analysis works, a sentence an item."""
    if run not in _METHODS:
        return ()
    method: tuple[str, ...] = import_module(_METHODS[run]).METHOD
    return method


def reasons_blocks(result: Reasons) -> list[Block]:
    """Describe what one thing in an answer rests on, and what rests on it."""
    case = result.case
    blocks: list[Block] = [
        title_of(case, result.day) if case else Title(result.provenance.title),
        Heading(result.id),
        *_about(result),
    ]
    for role, heading in HEADINGS.items():
        ids = [use.id for use in result.uses if use.role == role]
        if ids:
            blocks += _section(result, role, heading, ids)
    sources = [id for id in result.reached if id.startswith("source:")]
    if case and sources and not any(use.role == "source" for use in result.uses):
        blocks += [Heading("Sources"), Items([source_lines(case, id[7:]) for id in sources])]
    if result.finding is not None:
        run = result.provenance.run(result.finding.run)
        told = [f"{run.exactness[0].upper()}{run.exactness[1:]}.", *methods_of(run.id)]
        blocks += method_blocks(told)
    if result.used_by:
        named = joined_some(list(result.used_by), _MOST_SHOWN)
        blocks += [Heading("What rests on it"), Paragraph(named)]
    return blocks


def _about(result: Reasons) -> list[Block]:
    case = result.case
    if result.finding is not None:
        return [Paragraph(f"{finding_in_words(case, result.finding)}.")]
    kind, _, name = result.id.partition(":")
    if case and kind == "statement":
        statement = case.statement(name)
        lines = (*statement_lines(case, statement), *_fate(case, result, statement))
        return [Items([lines])]
    if case and kind == "source":
        return [Items([source_lines(case, name)])]
    text = reference_in_words(result.provenance, result.id)
    return [Paragraph(f"{text}.")]


def _fate(case: Case, result: Reasons, statement: Statement) -> list[str]:
    """Say whether a statement is in force, and why not."""
    if statement in result.provenance.in_force:
        return ["in force"]
    why = why_not_in_force(case, statement, result.provenance.day)
    return [f"not in force: {why}"]


def _section(result: Reasons, role: Role, heading: str, ids: list[str]) -> list[Block]:
    case, shown = result.case, ids[:_MOST_SHOWN]
    items: list[tuple[str, ...]] = []
    for id in shown:
        kind, _, name = id.partition(":")
        if case and kind == "statement":
            lines = statement_lines(case, case.statement(name))
            items.append(tuple(lines) if role in _IN_FULL else tuple(lines[:2]))
        elif case and kind == "source":
            items.append(tuple(source_lines(case, name)))
        else:
            items.append((reference_in_words(result.provenance, id),))
    blocks: list[Block] = [Heading(heading), Items(items)]
    if len(ids) > len(shown):
        left = count_of(len(ids) - len(shown), "more is", "more are")
        blocks.append(Paragraph(f"{left} in --json."))
    return blocks


def reasons_json(result: Reasons) -> dict[str, Any]:
    """Return the machine-readable form: the finding, and all that it rests on."""
    provenance = result.provenance
    return {
        **head_json(provenance.title, provenance.day),
        "id": result.id,
        "about": thing_json(provenance, result.id),
        "uses": [{"role": use.role, "id": use.id} for use in result.uses],
        "chain": [thing_json(provenance, id) for id in result.reached],
        "used_by": list(result.used_by),
    }
