"""From an answer to what it rests on, and from one reference to its whole chain.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 2"}
    ... ''')
    >>> found = why(ly.impasse(case), "opening-1")
    >>> [use.id for use in found.uses if use.role in ("gives way", "found from")]
    ['statement:ask', 'blocking-1']
    >>> why(ly.impasse(case), "bid").used_by
    ('verdict', 'blocking-1', 'opening-1', 'opening-2')
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any, cast

from lastyard.case.diagnostics import RequestError, did_you_mean
from lastyard.case.history import in_force
from lastyard.case.model import Case, Statement
from lastyard.provenance.graph import Finding, Provenance, Run, Use
from lastyard.results import Result

__all__ = ["Reasons", "can_be_traced", "trace", "why"]

# The name of a result's class, and where its findings are told; there,
# `standing_findings` belongs to `Standing`.
_HOMES = {
    "Analysis": "lastyard.provenance.talks",
    "Check": "lastyard.provenance.talks",
    "Impasse": "lastyard.provenance.talks",
    "Moves": "lastyard.provenance.bodies",
    "NextStep": "lastyard.provenance.steps",
    "Packages": "lastyard.provenance.deals",
    "Simulation": "lastyard.provenance.steps",
    "Solutions": "lastyard.provenance.deals",
    "Standing": "lastyard.provenance.talks",
    "Timeline": "lastyard.provenance.over_time",
    "Votes": "lastyard.provenance.bodies",
}


@dataclass(frozen=True, slots=True)
class Reasons(Result):
    """What one thing in an answer rests on, and what rests on it.

    Attributes:
        provenance: All of the answer's findings.
        id: The reference that was asked for, in full.
        finding: The finding; None when the reference is to something in the case.
        uses: What it rests on directly.
        reached: References of all that it rests on, directly or through findings, a thing
            before what that rests on.
        used_by: Findings that rest on it directly.
    """

    provenance: Provenance
    id: str
    finding: Finding | None
    uses: tuple[Use, ...]
    reached: tuple[str, ...]
    used_by: tuple[str, ...]

    @property
    def case(self) -> Case | None:
        """The case."""
        return self.provenance.case

    @property
    def day(self) -> date | None:
        """The day that was looked at."""
        return self.provenance.day


def can_be_traced(answer: Result) -> bool:
    """Whether an answer has findings to trace."""
    return type(answer).__name__ in _HOMES


def trace(*results: Result) -> Provenance:
    """Return what one or more answers conclude, and what each conclusion rests on.

    Args:
        results: Answers about one case on one day.

    Raises:
        RequestError: If an answer has no findings to trace, or they are about different
            cases or days.
    """
    runs: dict[str, Run] = {}
    findings: dict[str, Finding] = {}
    for result in results:
        name = type(result).__name__
        if not can_be_traced(result):
            raise RequestError(f"an answer of the kind {name} has no findings to trace")
        told = getattr(import_module(_HOMES[name]), f"{name.lower()}_findings")
        new_runs, new_findings = told(result)
        runs |= {run.id: run for run in new_runs}
        findings |= {finding.id: finding for finding in new_findings}
    if not results:
        raise RequestError("no answer was given to trace")
    first, *others = cast("tuple[Any, ...]", results)
    if any(other.case != first.case or other.day != first.day for other in others):
        raise RequestError("the answers to trace are about different cases or days")
    case: Case | None = first.case
    return Provenance(
        case=case,
        day=first.day,
        title=case.title if case else first.title,
        runs=tuple(runs.values()),
        findings=tuple(findings.values()),
        in_force=in_force(case, first.day) if case else (),
    )


def why(answer: Result, id: str) -> Reasons:
    """Return what one thing in an answer rests on.

    Args:
        answer: The answer, or what was traced of it.
        id: A reference as the answer shows it (``blocking-1``, ``package-A``,
            ``gap:ground:israel:us``), or the name of a statement, vote, rule or source.

    Raises:
        RequestError: If the answer holds nothing of that name; it says what is near.
    """
    provenance = answer if isinstance(answer, Provenance) else trace(answer)
    known = {finding.id: finding for finding in provenance.findings}
    full = _resolved(provenance, known, id)
    finding = known.get(full)
    uses = finding.uses if finding else tuple(_uses_in_case(provenance.case, full))
    return Reasons(
        provenance,
        full,
        finding,
        uses,
        tuple(_reached(provenance.case, known, uses)),
        tuple(f.id for f in provenance.findings if any(use.id == full for use in f.uses)),
    )


def _resolved(provenance: Provenance, known: dict[str, Finding], id: str) -> str:
    """Return a reference in full; findings come first, then statements, votes, rules, sources."""
    things = list(_things(provenance))
    if id in known or id in things:
        return id
    short = {thing.partition(":")[2]: thing for thing in reversed(things) if ":" in thing}
    for prefix in ("vote", "state", "issue"):
        for finding in known:
            kind, _, rest = finding.partition(":")
            if kind == prefix:
                short.setdefault(rest, finding)
    if id in short:
        return short[id]
    parts = id.split(":")
    if parts[0] == "gap" and len(parts) == 4:
        other = ":".join((parts[0], parts[1], parts[3], parts[2]))
        if other in known:
            return other
    lower = {finding.lower(): finding for finding in known}
    if id.lower() in lower:
        return lower[id.lower()]
    shown = [*known, *short]
    raise RequestError(
        f"nothing in this answer is called {id[:60]!r}: "
        f"{did_you_mean(id, shown, 'references that --why takes')}"
    )


def _things(provenance: Provenance) -> Iterator[str]:
    """Yield the references of all that is not a finding, most asked for first."""
    case = provenance.case
    if case is not None:
        yield from (f"statement:{statement.id}" for statement in case.statements)
        yield from (f"rule:{rule.id}" for rule in case.rules)
        yield from (f"source:{source.id}" for source in case.sources)
        if case.agreement:
            yield "agreement"
        if case.status_quo:
            yield "status_quo"
        if case.moves:
            yield "moves"
    yield from (f"parameter:{parameter.id}" for parameter in provenance.parameters)


def _uses_in_case(case: Case | None, id: str) -> Iterator[Use]:
    """Yield what a thing in the case rests on: its source, and statements it ends."""
    kind, _, name = id.partition(":")
    if case is None:
        return
    if kind == "statement":
        statement: Statement = case.statement(name)
        if statement.source:
            yield Use("source", f"source:{statement.source}")
    elif kind == "rule":
        rule = next(rule for rule in case.rules if rule.id == name)
        if rule.source:
            yield Use("source", f"source:{rule.source}")
    elif kind == "moves" and case.moves and case.moves.source:
        yield Use("source", f"source:{case.moves.source}")
    elif kind == "parameter" and name.startswith("firmness."):
        yield Use("said", f"statement:{name.partition('.')[2]}")


def _reached(case: Case | None, known: dict[str, Finding], uses: Iterable[Use]) -> Iterator[str]:
    """Yield every reference that can be reached, breadth first, each once."""
    queue = list(dict.fromkeys(use.id for use in uses))
    seen = set(queue)
    for id in queue:  # grows as it is gone through
        yield id
        below = known[id].uses if id in known else _uses_in_case(case, id)
        for use in below:
            if use.id not in seen:
                seen.add(use.id)
                queue.append(use.id)
