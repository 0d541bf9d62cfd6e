"""How findings look, each in a line: all with what they rest on, and one with its chain (``--why ID``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Annotated, Any

from lastyard.answers.evidence import (
    Finding,
    Provenance,
    Reasons,
    Role,
    Run,
    Use,
    can_be_traced,
    trace,
)
from lastyard.case.model import Case, Statement
from lastyard.case.said import why_not_in_force
from lastyard.results import AsOf, Head, Key, Result, Written
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Title
from lastyard.show.marks import cite, cite_all
from lastyard.show.published import content_of
from lastyard.show.shared import method_blocks, source_lines, statement_lines, title_of
from lastyard.show.words import (
    count_of,
    day_in_words,
    estimate_in_words,
    joined,
    joined_some,
    package_in_words,
    says_in_words,
)

__all__ = [
    "HEADINGS",
    "Behind",
    "Traced",
    "finding_in_words",
    "methods_of",
    "provenance_blocks",
    "provenance_published",
    "reasons_blocks",
    "reasons_published",
    "reference_in_words",
    "references_blocks",
    "thing_json",
]

Values = Mapping[str, Any]
_MOST_NAMED = 6


def finding_in_words(case: Case | None, finding: Finding) -> str:
    """Write a finding as ``full-operation and no-major cannot all hold``."""
    return _WORDS[finding.kind](case, finding.values)


def reference_in_words(provenance: Provenance, id: str) -> str:
    """Write in one line what a reference stands for."""
    case = provenance.case
    found = next((finding for finding in provenance.findings if finding.id == id), None)
    if found is not None:
        return f"{id}: {finding_in_words(case, found)}"
    kind, _, name = id.partition(":")
    if kind == "parameter":
        value = next(p.value for p in provenance.parameters if p.id == name)
        return f"{name} = {value}"
    if kind == "agreement" and case and case.agreement:
        return f"agreement: {' '.join(case.agreement.text.split())}"
    if kind == "status_quo" and case and case.status_quo:
        return f"status quo: {package_in_words(case, case.status_quo)}"
    if kind == "rule" and case:
        rule = next(rule for rule in case.rules if rule.id == name)
        return f"{name}: {' '.join(rule.condition.text.split())}"
    return name or id


def _name(case: Case | None, party: str) -> str:
    return case.party(party).name if case else party


def _statements(values: Values) -> str:
    return joined_some(cite_all(values["statements"]), _MOST_NAMED)


def _package(values: Values) -> str:
    return ", ".join(f"{issue}: {option}" for issue, option in values["package"].items())


def _named(case: Case | None, values: Values) -> str:
    chosen = values["package"].items()
    return ", ".join(f"{_issue_name(case, issue)}: {option}" for issue, option in chosen)


def _index(values: Values) -> str:
    if values["index"] is None:
        return "cannot be told"
    return estimate_in_words(values["index"], values["error"] or 0.0)


def _position(case: Case | None, values: Values) -> str:
    since = day_in_words(date.fromisoformat(values["since"]))
    return (
        f"{_name(case, values['party'])} asks for {values['issue']}: {values['option']} "
        f"since {since} ({values['basis']})"
    )


def _gap(case: Case | None, values: Values) -> str:
    told = [
        f"{values[key]:.0%} {key.replace('_', ' ')}"
        for key in ("by_position", "by_commitment")
        if values[key] is not None
    ]
    who = joined(_name(case, party) for party in values["between"])
    return f"{who} on {values['issue']}: {joined(told) or 'no gap can be told'}"


def _verdict(case: Case | None, values: Values) -> str:
    number = values["packages_allowed"]
    allowed = "the packages" if number is None else count_of(number, "package")
    if values["agreement_exists"] is None:
        return f"whether any of {allowed} allowed by the rules satisfies all that was said: not decided"
    if values["packages"] is None:
        return f"of {allowed} allowed by the rules some satisfy all that was said"
    return f"{values['packages']:,} of {allowed} allowed by the rules satisfy all that was said"


def _opening(case: Case | None, values: Values) -> str:
    left = (
        "" if values["packages"] is None else f", leaves {count_of(values['packages'], 'package')}"
    )
    settles = f" settles {values['dispute']}" if "dispute" in values else ""
    return f"{_statements(values)} giving way{settles}, chance {values['chance']:.2f}{left}"


def _in_confidence(case: Case | None, values: Values) -> str:
    who = _name(case, values["to"][0])
    what = {
        "hold": "whether it would hold to ",
        "take": "whether it would take a package",
        "compare": "which of two packages it would rather have",
    }[values["asks"]]
    if values["asks"] == "hold":
        what += cite(values["statement"])
    return (
        f"ask {who} {what}: yes with {values['chance']:.2f}, {values['bits']:.2f} ± "
        f"{max(values['error'], 0.005):.2f} bits"
    )


def _vote(case: Case | None, values: Values) -> str:
    if values["certain"]:
        return f"{values['certain']}, whatever is unknown"
    if values["probability"] is not None:
        return f"adopted with probability {values['probability']:.2f}"
    low, high = values["range"]
    return f"adopted with probability {low:.2f} to {high:.2f}"


def _trend(case: Case | None, values: Values) -> str:
    moves = count_of(values["closer"] + values["apart"], "move")
    none = not values["closer"] + values["apart"]
    if values["measure"] == "agreement":
        verdict = {"narrowing": "rising", "widening": "falling"}.get(values["verdict"])
        told = verdict or values["verdict"]
        did = "no move" if none else f"{values['closer']} of {moves} raised it"
        return f"the agreement index of the best package: {told}, {did}"
    name = _issue_name(case, values["issue"]) if values["issue"] else "all issues"
    what = f"gaps {values['measure'].replace('_', ' ')} on {name}"
    did = "no move" if none else f"{values['closer']} of {moves} brought the parties closer"
    return f"{what}: {values['verdict']}, {did}"


def _effect(case: Case | None, values: Values) -> str:
    who = _statements(values)
    if values["measure"] == "agreement":
        return f"{who} changed the agreement index of the best package by {values['amount']:+.2f}"
    kind = values["measure"].replace("_", " ")
    points = f"{values['amount'] * 100:+.0f} points"
    return f"{who} changed the gap {kind} on {_issue_name(case, values['issue'])} by {points}"


def _day(case: Case | None, values: Values) -> str:
    told = ["packages not counted"]
    if values["packages"] is not None:
        told = [f"{count_of(values['packages'], 'package')} left"]
    if values["chance"] is not None:
        told.append(f"likeliest opening {values['chance']:.2f}")
    if values["index"] is not None:
        told.append(f"best package {_index(values)}")
    return ", ".join(told)


def _issue_name(case: Case | None, id: str) -> str:
    return case.issue(id).name if case else id


_WORDS: Mapping[str, Callable[[Case | None, Values], str]] = {
    "acceptability": lambda case, values: f"{_name(case, values['party'])}, {_index(values)}",
    "ballot": lambda case, values: f"{values['member']}: {values['ballot'] or 'known by chances'}",
    "blocking set": lambda case, values: (
        f"{_statements(values)} cannot all hold, chance {values['chance_all_hold']:.2f} that they do"
    ),
    "contradiction": lambda case, values: (
        f"{_name(case, values['party'])} contradicts itself: {_statements(values)}"
    ),
    "day": _day,
    "deal": lambda case, values: (
        f"{_package(values)}, chance {values['chance']:.2f} that those who must give way do"
    ),
    "disagreement point": lambda case, values: (
        f"gains of {_name(case, values['party'])} are counted from "
        f"{'nothing' if values['value'] is None else format(values['value'], 'g')} "
        f"({values['basis']})"
    ),
    "dispute": lambda case, values: (
        f"{joined(_name(case, party) for party in values['between'])} over "
        f"{joined(_issue_name(case, issue) for issue in values['issues'])}"
    ),
    "effect": _effect,
    "equilibrium": lambda case, values: (
        f"{values['pattern']}, an equilibrium under {joined(values['concepts'])}"
    ),
    "fair package": lambda case, values: f"{_package(values)}, agreement {_index(values)}",
    "frontier": lambda case, values: count_of(values["points"], "point"),
    "gap": _gap,
    "hinge": lambda case, values: (
        f"package-A stays best while the firmness of {cite(values['statement'])} is "
        f"{values['low']:.2f} to {values['high']:.2f}"
    ),
    "issue": lambda case, values: f"{_issue_name(case, values['issue'])} is {values['state']}",
    "opening": _opening,
    "forecast": lambda case, values: (
        f"{_issue_name(case, values['issue'])}: the compromise at {values['compromise']:g}"
    ),
    "question for the best deal": lambda case, values: (
        f"asking {_name(case, values['to'][0])}, expected to raise the product of gains by "
        f"{values['rise']:.0%}"
    ),
    "offer": lambda case, values: f"{_package(values)}, worse for nobody {_index(values)}",
    "package": lambda case, values: f"{_package(values)}, agreement {_index(values)}",
    "position": _position,
    "question": lambda case, values: (
        f"a question to {joined(_name(case, party) for party in values['to'])}"
        + (f", whether it would take {_named(case, values)}" if values["package"] else "")
    ),
    "question in confidence": _in_confidence,
    "solution": lambda case, values: (
        f"{values['name'].replace('_', ' ')}: "
        f"{'no package' if values['package'] is None else _package(values)}"
    ),
    "tight statement": lambda case, values: (
        f"without {cite(values['statement'])}, {count_of(values['packages_without'], 'package')}"
    ),
    "trend": _trend,
    "verdict": _verdict,
    "vote": _vote,
    "way to settle": _opening,
    "way of asking": lambda case, values: (
        f"{values['name']}: {values['mean']:.2f} ± {max(values['error'], 0.005):.2f} questions"
    ),
}

_MOST_REFERENCES = 40


def provenance_blocks(result: Provenance) -> Iterator[Block]:
    """List the findings, each with what it rests on."""
    case = result.case
    yield title_of(case, result.day) if case else Title(result.title)
    yield Paragraph(
        f"{count_of(len(result.findings), 'finding')} of {joined(r.id for r in result.runs)}. "
        "Give --why and a name to an analysis to see what is behind it."
    )
    for run in result.runs:
        items = [
            (f"{found.id}: {finding_in_words(case, found)}", _rests_on(found))
            for found in result.findings
            if found.run == run.id
        ]
        if items:
            yield Heading(run.id, run.exactness)
            yield Items(items)


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
    return f"rests on {joined_some(plain, _MOST_REFERENCES)}" if plain else "rests on nothing said"


_THING = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "kind": {"type": "string"}},
    "required": ["id", "kind"],
}
Thing = Annotated[Mapping[str, Any], Written(dict, _THING, "object")]


@dataclass(frozen=True, slots=True)
class Traced:
    """What answers conclude, and what each conclusion rests on.

    Attributes:
        title: What the case is called.
        day: The day that was looked at.
        runs: The analyses that were run.
        findings: The conclusions, in the order of the answer.
        things: What they rest on: ``id``, ``kind``, and what the case says of each.
    """

    title: Head[Annotated[str, Key("case")]]
    day: AsOf
    runs: tuple[Run, ...]
    findings: tuple[Finding, ...]
    things: tuple[Thing, ...]


def provenance_published(result: Provenance) -> Traced:
    """Return runs, findings and all that they rest on."""
    used = {use.id for found in result.findings for use in found.uses}
    own = {found.id for found in result.findings}
    things = sorted(used - own)
    told = {id: _thing_in_case_json(result, id) for id in things}
    sources = {each.get("source") for each in told.values()} - {None}
    things += sorted({f"source:{id}" for id in sources} - set(things))
    return Traced(
        title=result.title,
        day=result.day,
        runs=result.runs,
        findings=result.findings,
        things=tuple(told[id] if id in told else _thing_in_case_json(result, id) for id in things),
    )


def thing_json(provenance: Provenance, id: str) -> dict[str, Any]:
    """Return what a reference stands for."""
    found = next((each for each in provenance.findings if each.id == id), None)
    return _thing_in_case_json(provenance, id) if found is None else content_of(found)


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
    "check": "lastyard.show.check",
    "impasse": "lastyard.show.impasse",
    "moves": "lastyard.show.moves",
    "packages": "lastyard.show.packages",
    "solutions": "lastyard.show.solutions",
    "standing": "lastyard.show.standing",
    "timeline": "lastyard.show.timeline",
    "vote": "lastyard.show.votes",
}


def methods_of(run: str) -> tuple[str, ...]:
    """Return how an analysis works, a sentence an item."""
    return import_module(_METHODS[run]).METHOD if run in _METHODS else ()


def reasons_blocks(result: Reasons) -> Iterator[Block]:
    """Describe what one thing in an answer rests on, and what rests on it."""
    case = result.case
    yield title_of(case, result.day) if case else Title(result.provenance.title)
    yield Heading(result.id)
    yield _about(result)
    for role, heading in HEADINGS.items():
        ids = [use.id for use in result.uses if use.role == role]
        if ids:
            yield from _section(result, role, heading, ids)
    sources = [id for id in result.reached if id.startswith("source:")]
    if case and sources and not any(use.role == "source" for use in result.uses):
        yield Heading("Sources")
        yield Items([source_lines(case, id[7:]) for id in sources])
    if result.finding is not None:
        run = result.provenance.run(result.finding.run)
        told = [f"{run.exactness[0].upper()}{run.exactness[1:]}.", *methods_of(run.id)]
        yield from method_blocks(told)
    if result.used_by:
        yield Heading("What rests on it")
        yield Paragraph(joined_some(list(result.used_by), _MOST_SHOWN))


def _about(result: Reasons) -> Block:
    case = result.case
    if result.finding is not None:
        return Paragraph(f"{finding_in_words(case, result.finding)}.")
    kind, _, name = result.id.partition(":")
    if case and kind == "statement":
        statement = case.statement(name)
        return Items([(*statement_lines(case, statement), _fate(case, result, statement))])
    if case and kind == "source":
        return Items([source_lines(case, name)])
    return Paragraph(f"{reference_in_words(result.provenance, result.id)}.")


def _fate(case: Case, result: Reasons, statement: Statement) -> str:
    """Return whether a statement is in force, and why not."""
    if statement in result.provenance.in_force:
        return "in force"
    return f"not in force: {why_not_in_force(case, statement, result.provenance.day)}"


def _section(result: Reasons, role: Role, heading: str, ids: list[str]) -> Iterator[Block]:
    case, items = result.case, []
    for id in ids[:_MOST_SHOWN]:
        kind, _, name = id.partition(":")
        lines: tuple[str, ...] = (reference_in_words(result.provenance, id),)
        if case and kind == "statement":
            lines = statement_lines(case, case.statement(name))
            lines = lines if role in _IN_FULL else lines[:2]
        elif case and kind == "source":
            lines = source_lines(case, name)
        items.append(lines)
    yield Heading(heading)
    yield Items(items)
    if len(ids) > _MOST_SHOWN:
        left = count_of(len(ids) - _MOST_SHOWN, "more is", "more are")
        yield Paragraph(f"{left} in --json.")


@dataclass(frozen=True, slots=True)
class Behind:
    """What one thing in an answer rests on, and what rests on it.

    Attributes:
        title: What the case is called.
        day: The day that was looked at.
        id: The reference that was asked for, in full.
        about: The finding or thing.
        uses: What it rests on directly.
        chain: All that it rests on, directly or through findings.
        used_by: Findings that rest on it directly.
    """

    title: Head[Annotated[str, Key("case")]]
    day: AsOf
    id: str
    about: Thing
    uses: tuple[Use, ...]
    chain: tuple[Thing, ...]
    used_by: tuple[str, ...]


def reasons_published(result: Reasons) -> Behind:
    """Return the finding, and all that it rests on."""
    provenance = result.provenance
    return Behind(
        title=provenance.title,
        day=provenance.day,
        id=result.id,
        about=thing_json(provenance, result.id),
        uses=result.uses,
        chain=tuple(thing_json(provenance, id) for id in result.reached),
        used_by=result.used_by,
    )
