"""What positions, gaps, blocking sets, openings, contradictions and questions rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from lastyard.budget import current
from lastyard.case.commitments import commitments
from lastyard.case.conditions.tree import issues_of
from lastyard.case.model import Case, Statement
from lastyard.provenance.graph import Finding, Run, Use, binds
from lastyard.provenance.links import linked, rules_on

if TYPE_CHECKING:  # a result is only here when its analysis was imported already
    from lastyard.analyses.analyse import Analysis
    from lastyard.analyses.check import Check
    from lastyard.analyses.impasse import Impasse
    from lastyard.analyses.standing import IssueStanding, Standing

__all__ = [
    "Found",
    "agreement_rule",
    "analysis_findings",
    "check_findings",
    "firmness",
    "impasse_findings",
    "named_issues",
    "said",
    "standing_findings",
]

Found = tuple[tuple[Run, ...], tuple[Finding, ...]]
"""The runs of an answer, and its findings."""
_EXACT = "exact: nothing is sampled or estimated"


def analysis_findings(result: Analysis) -> Found:
    """Return the findings of the main answer: those of its parts, and the questions."""
    (standing,), talks = standing_findings(result.standing)
    (impasse,), blocked = impasse_findings(result.impasse)
    asked = tuple(
        Finding(
            f"question-{k}",
            "question",
            {"to": [party.id for party in question.parties], "issues": list(question.issues)},
            (
                *said("gives way", question.about),
                *said("said", (each.statement for each in question.if_given)),
                *(
                    Use("found from", each.id)
                    for each in blocked
                    if question.about
                    and each.kind == "opening"
                    and set(said("gives way", question.about)) <= set(each.uses)
                ),
                *(Use("found from", f"issue:{id}") for id in question.issues),
            ),
            "analyse",
        )
        for k, question in enumerate(result.questions, 1)
    )
    return (Run("analyse", (), _EXACT), standing, impasse), (*talks, *blocked, *asked)


def said(role: Any, statements: Iterable[Statement]) -> tuple[Use, ...]:
    """Return statements as things that a finding rests on, each once."""
    return tuple(dict.fromkeys(Use(role, f"statement:{statement.id}") for statement in statements))


def firmness(statements: Iterable[Statement]) -> tuple[Use, ...]:
    """Return the firmness of those statements of which it matters."""
    return tuple(Use("parameter", f"parameter:firmness.{s.id}") for s in statements if binds(s))


def agreement_rule(case: Case) -> tuple[Use, ...]:
    """Return the agreement rule, where the case writes one."""
    return (Use("agreement rule", "agreement"),) if case.agreement else ()


def named_issues(case: Case, statements: Iterable[Statement]) -> dict[str, frozenset[str]]:
    """Return, per statement that binds, the issues that its condition names."""
    return {
        each.statement.id: frozenset(issues_of(each.condition))
        for each in commitments(case, statements)
    }


def standing_findings(result: Standing) -> Found:
    """Return the findings about positions and gaps."""
    run = Run("standing", (), _EXACT)
    found: list[Finding] = []
    bearing = _Bearing(result)
    budget = current()

    def tell() -> None:
        for each in result.issues:
            for finding in _issue_findings(result, each, bearing):
                # What is shown of it, in several forms, costs far more than finding it.
                budget.spend(60 + 15 * len(finding.uses))
                budget.hold(1_000 + 200 * len(finding.uses))
                found.append(finding)

    budget.attempt("what positions and gaps rest on (the first are given)", tell, share=0.8)
    return (run,), tuple(found)


def _issue_findings(result: Standing, found: IssueStanding, bearing: _Bearing) -> Iterable[Finding]:
    case, issue = result.case, found.issue
    rules = rules_on(case, {issue.id})
    yield Finding(
        f"issue:{issue.id}",
        "issue",
        {"issue": issue.id, "state": found.state},
        (
            *said("concerns", found.statements),
            *(Use("found from", f"position:{issue.id}:{held.party}") for held in found.positions),
            *rules,
        ),
        "standing",
    )
    for held in found.positions:
        own = bearing.commitments(issue.id, (held.party,))
        yield Finding(
            f"position:{issue.id}:{held.party}",
            "position",
            {
                "issue": issue.id,
                "party": held.party,
                "option": issue.label(held.option),
                "since": held.since.isoformat(),
                "basis": held.basis,
            },
            said("asks", (held.statement,))
            + ((*said("holds", own), *rules) if held.basis == "commitment" else ()),
            "standing",
        )
    for gap in found.gaps:
        held_by = {held.party for held in found.positions}
        yield Finding(
            f"gap:{issue.id}:{':'.join(gap.between)}",
            "gap",
            {
                "issue": issue.id,
                "between": list(gap.between),
                "by_position": _number(gap.by_position),
                "by_commitment": _number(gap.by_commitment),
            },
            (
                *(
                    Use("found from", f"position:{issue.id}:{party}")
                    for party in gap.between
                    if party in held_by and gap.by_position is not None
                ),
                *(
                    (*said("holds", bearing.commitments(issue.id, gap.between)), *rules)
                    if gap.by_commitment is not None
                    else ()
                ),
            ),
            "standing",
        )


class _Bearing:
    """Which commitments bear on an issue, through rules as well; worked out once a result."""

    def __init__(self, result: Standing) -> None:
        case = result.case
        self._statements = {s.id: s for each in result.issues for s in each.statements}
        self._named: dict[str, dict[str, frozenset[str]]] = {}
        every = named_issues(case, self._statements.values())
        for id, issues in every.items():
            self._named.setdefault(self._statements[id].party, {})[id] = issues
        self._place = {id: place for place, id in enumerate(self._statements)}
        self._rules = {f"rule:{rule.id}": issues_of(rule.condition.tree) for rule in case.rules}

    def commitments(self, issue: str, parties: Iterable[str]) -> tuple[Statement, ...]:
        """Return the commitments of some parties that bear on an issue."""
        own: dict[str, frozenset[str]] = {}
        for party in parties:
            own |= self._named.get(party, {})
        bearing = linked({issue}, {**own, **self._rules})
        chosen = sorted((id for id in bearing if id in own), key=self._place.__getitem__)
        return tuple(self._statements[id] for id in chosen)


def _number(share: Any) -> float | None:
    return None if share is None else float(share)


def impasse_findings(result: Impasse) -> Found:
    """Return the findings about what blocks a deal and what would open one."""
    case = result.case
    everything = tuple(Use("rule", f"rule:{rule.id}") for rule in case.rules)
    verdict = Finding(
        "verdict",
        "verdict",
        {
            "agreement_exists": result.agreement_exists,
            "packages": result.packages,
            "packages_allowed": result.packages_allowed,
        },
        (*said("holds", result.binding), *everything, *agreement_rule(case)),
        "impasse",
    )
    found = [verdict, *_blocking_findings(result), *_opening_findings(result, everything)]
    found += [
        Finding(
            f"tightest-{k}",
            "tight statement",
            {"statement": each.statement.id, "packages_without": each.packages_without},
            (
                *said("concerns", (each.statement,)),
                *said("holds", (s for s in result.binding if s != each.statement)),
                *everything,
                *agreement_rule(case),
            ),
            "impasse",
        )
        for k, each in enumerate(result.tightest, 1)
    ]
    how = _EXACT if result.complete else "every set shown is exact; there may be more sets"
    return (Run("impasse", (), how),), tuple(found)


def _blocking_findings(result: Impasse) -> Iterable[Finding]:
    named = named_issues(result.case, result.binding)
    for k, each in enumerate(result.blocking_sets, 1):
        issues = {issue for s in each.statements for issue in named[s.id]}
        yield Finding(
            f"blocking-{k}",
            "blocking set",
            {
                "statements": [s.id for s in each.statements],
                "chance_all_hold": float(each.chance_all_hold),
            },
            (
                *said("blocks", each.statements),
                *rules_on(result.case, issues),
                *agreement_rule(result.case),
                *firmness(each.statements),
            ),
            "impasse",
        )


def _opening_findings(result: Impasse, rules: tuple[Use, ...]) -> Iterable[Finding]:
    of_set: Mapping[str, list[str]] = {s.id: [] for s in result.binding}
    for k, blocking in enumerate(result.blocking_sets, 1):
        for statement in blocking.statements:
            of_set[statement.id].append(f"blocking-{k}")
    for k, each in enumerate(result.openings, 1):
        gone = {s.id for s in each.statements}
        hit = dict.fromkeys(id for s in each.statements for id in of_set[s.id])
        yield Finding(
            f"opening-{k}",
            "opening",
            {
                "statements": [s.id for s in each.statements],
                "chance": float(each.chance),
                "packages": each.left.packages if each.left else None,
            },
            (
                *said("gives way", each.statements),
                *(Use("found from", id) for id in hit),
                *said("holds", (s for s in result.binding if s.id not in gone)),
                *rules,
                *agreement_rule(result.case),
                *firmness(each.statements),
            ),
            "impasse",
        )


def check_findings(result: Check) -> Found:
    """Return the findings of a check: parties that contradict themselves."""
    named = named_issues(
        result.case, (s for each in result.contradictions for s in each.statements)
    )
    found = tuple(
        Finding(
            f"contradiction-{k}",
            "contradiction",
            {
                "party": each.party.id,
                "statements": [s.id for s in each.statements],
                "absolute": each.absolute,
            },
            (
                *said("blocks", each.statements),
                *rules_on(result.case, {i for s in each.statements for i in named[s.id]}),
                *firmness(each.statements),
            ),
            "check",
        )
        for k, each in enumerate(result.contradictions, 1)
    )
    return (Run("check", (), _EXACT),), found
