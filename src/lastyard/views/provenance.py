"""How :class:`~lastyard.provenance.Provenance` looks: every finding, and what it rests on."""

from __future__ import annotations

from typing import Any

from lastyard.case.model import Case, Statement
from lastyard.provenance import Finding, Provenance, can_be_traced, trace
from lastyard.results import Result
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Title
from lastyard.views.common import head_json, title_of
from lastyard.views.findings import finding_in_words
from lastyard.views.wording import count_of, joined, joined_some, says_in_words

__all__ = ["provenance_blocks", "provenance_json", "references_blocks", "thing_json"]

_MOST_NAMED = 8
_MOST_REFERENCES = 40


def provenance_blocks(result: Provenance) -> list[Block]:
    """List the findings, each with what it rests on."""
    case = result.case
    blocks: list[Block] = [
        title_of(case, result.day) if case else Title(result.title),
        Paragraph(
            f"{count_of(len(result.findings), 'finding')} of {joined(r.id for r in result.runs)}. "
            "Give --why and a name to an analysis to see what is behind it."
        ),
    ]
    for run in result.runs:
        items = [
            (f"{found.id}: {finding_in_words(case, found)}", _rests_on(found))
            for found in result.findings
            if found.run == run.id
        ]
        if items:
            blocks += [Heading(run.id, run.exactness), Items(items)]
    return blocks


def references_blocks(answer: Result) -> list[Block]:
    """Name what can be asked about alone, of an answer that can be traced."""
    if not can_be_traced(answer):
        return []
    ids = [found.id for found in trace(answer).findings]
    told = joined_some(ids, _MOST_REFERENCES) if ids else "only statements, rules and sources"
    return [Heading("What --why ID can be asked about alone"), Items([(told,)])]


def _rests_on(finding: Finding) -> str:
    ids = list(dict.fromkeys(use.id for use in finding.uses if use.role != "parameter"))
    plain = [id.removeprefix("statement:") for id in ids]
    return f"rests on {joined_some(plain, _MOST_NAMED)}" if plain else "rests on nothing said"


def provenance_json(result: Provenance) -> dict[str, Any]:
    """Return the machine-readable form: runs, findings and all that they rest on."""
    used = {use.id for found in result.findings for use in found.uses}
    own = {found.id for found in result.findings}
    things = sorted(used - own)
    told = {id: _thing_in_case_json(result, id) for id in things}
    sources = {each.get("source") for each in told.values()} - {None}
    things += sorted({f"source:{id}" for id in sources} - set(things))
    return {
        **head_json(result.title, result.day),
        "runs": [
            {
                "id": run.id,
                "exactness": run.exactness,
                "parameters": {each.id: each.value for each in run.parameters},
            }
            for run in result.runs
        ],
        "findings": [_finding_json(found) for found in result.findings],
        "things": [told[id] if id in told else _thing_in_case_json(result, id) for id in things],
    }


def thing_json(provenance: Provenance, id: str) -> dict[str, Any]:
    """Return what a reference stands for."""
    found = next((each for each in provenance.findings if each.id == id), None)
    return _thing_in_case_json(provenance, id) if found is None else _finding_json(found)


def _finding_json(found: Finding) -> dict[str, Any]:
    return {
        "id": found.id,
        "kind": found.kind,
        "run": found.run,
        "values": dict(found.values),
        "uses": [{"role": use.role, "id": use.id} for use in found.uses],
    }


def _thing_in_case_json(provenance: Provenance, id: str) -> dict[str, Any]:
    kind, _, name = id.partition(":")
    thing: dict[str, Any] = {"id": id, "kind": kind}
    case = provenance.case
    if kind == "parameter":
        value = next(p.value for p in provenance.parameters if p.id == name)
        return {**thing, "value": value}
    if case is None:
        return thing
    return {**thing, **_in_case(case, kind, name)}


def _in_case(case: Case, kind: str, name: str) -> dict[str, Any]:
    if kind == "statement":
        return _statement_json(case, case.statement(name))
    if kind == "source":
        source = case.source(name)
        day = source.date.isoformat() if source.date else None
        told = {"title": source.title, "publisher": source.publisher, "url": source.url}
        return {**told, "date": day, "file": source.file}
    if kind == "rule":
        rule = next(rule for rule in case.rules if rule.id == name)
        return {"require": rule.condition.text, "source": rule.source}
    if kind == "agreement" and case.agreement:
        return {"rule": case.agreement.text}
    if kind == "status_quo" and case.status_quo:
        return {"package": {id: case.issue(id).label(k) for id, k in case.status_quo}}
    return {}


def _statement_json(case: Case, statement: Statement) -> dict[str, Any]:
    quote, place = statement.quote, statement.place
    return {
        "party": statement.party,
        "by": statement.by,
        "on": statement.on.isoformat(),
        "says": says_in_words(case, statement),
        "firmness": float(statement.firmness),
        "confidence": float(statement.confidence),
        "source": statement.source,
        "quote": None
        if quote is None
        else {"exact": quote.exact, "start": quote.start, "end": quote.end, "line": quote.line},
        "line": place.line if place else None,
    }
