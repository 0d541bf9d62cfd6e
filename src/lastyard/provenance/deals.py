"""What packages, their figures and fair solutions rest on."""

from __future__ import annotations

from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from lastyard.case.issues import labels_of
from lastyard.provenance.graph import Finding, Parameter, Run, Use
from lastyard.provenance.talks import Found, agreement_rule, firmness, said

if TYPE_CHECKING:  # a result is only here when its analysis was imported already
    from lastyard.analyses.packages import Packages, ProposedPackage
    from lastyard.analyses.solutions import Disagreement, Solutions

__all__ = ["packages_findings", "solutions_findings"]


def packages_findings(result: Packages) -> Found:
    """Return the findings about the packages most likely to be agreed."""
    run = Run(
        "packages",
        (Parameter("seed", result.seed), Parameter("draws", result.draws)),
        f"sampled: {result.draws:,} draws a party, with the error told beside each figure",
    )
    found: list[Finding] = []
    for k, each in enumerate(result.packages):
        letter = ascii_uppercase[k] if k < len(ascii_uppercase) else str(k + 1)
        found += _package_findings(result, each, f"package-{letter}", "package")
    for name, each in result.fair.items():
        found += _package_findings(result, each, f"fair-{name}", "fair package")
    found += [
        Finding(
            f"hinge-{k}",
            "hinge",
            {"statement": each.statement.id, "low": each.low, "high": each.high},
            (
                *said("concerns", (each.statement,)),
                *firmness((each.statement,)),
                Use("found from", "package-A"),
            ),
            "packages",
        )
        for k, each in enumerate(result.hinges, 1)
    ]
    found += [
        Finding(
            f"self-contradiction-{k}",
            "contradiction",
            {
                "party": conflict.party.id,
                "statements": [s.id for s in conflict.statements],
                "absolute": False,
            },
            said("blocks", conflict.statements),
            "packages",
        )
        for k, conflict in enumerate(result.contradictions, 1)
    ]
    return (run,), tuple(found)


def _package_findings(result: Packages, each: ProposedPackage, id: str, kind: str) -> list[Finding]:
    case = result.case
    drawn = (Use("parameter", "parameter:seed"), Use("parameter", "parameter:draws"))
    of_parties = [
        Finding(
            f"{id}:{party}",
            "acceptability",
            {"party": party, "index": found.index, "error": found.error, "status": found.status},
            (
                *said("said", (s for s in result.used if s.party == party)),
                *said("breaks", (s for s in each.breaks if s.party == party)),
                *firmness(s for s in each.breaks if s.party == party),
                *drawn,
            ),
            "packages",
        )
        for party, found in each.acceptability.items()
    ]
    whole = Finding(
        id,
        kind,
        {
            "package": labels_of(case.issues, each.package),
            "index": each.agreement.index,
            "error": each.agreement.error,
            "breaks": [s.id for s in each.breaks],
        },
        (
            *(Use("found from", found.id) for found in of_parties),
            *said("breaks", each.breaks),
            *(Use("rule", f"rule:{rule.id}") for rule in case.rules),
            *agreement_rule(case),
            *firmness(each.breaks),
            *drawn,
        ),
        "packages",
    )
    return [whole, *of_parties]


def solutions_findings(result: Solutions) -> Found:
    """Return the findings about the frontier and the fair packages."""
    case = result.case
    rules = tuple(Use("rule", f"rule:{rule.id}") for rule in case.rules)
    counted = [
        Finding(
            f"disagreement:{party}",
            "disagreement point",
            {"party": party, "value": _number(each.value), "basis": each.basis},
            (
                *said("points", (s for s in result.statements if s.party == party)),
                *_basis_uses(party, each),
            ),
            "solutions",
        )
        for party, each in result.disagreement.items()
    ]
    frontier = Finding(
        "frontier",
        "frontier",
        {"points": result.points, "exact": result.exact},
        (*said("points", result.statements), *rules),
        "solutions",
    )
    fair = [
        Finding(
            f"solution-{each.name}",
            "solution",
            {
                "name": each.name,
                "package": None if each.package is None else labels_of(case.issues, each.package),
                "values": {party: float(value) for party, value in each.values.items()},
                "breaks": [s.id for s in each.breaks],
            },
            (
                *said("points", result.statements),
                *(Use("found from", found.id) for found in counted),
                *said("breaks", each.breaks),
                *rules,
            ),
            "solutions",
        )
        for each in result.fair
    ]
    how = "exact" if result.exact else f"approximate, {result.reason}"
    asked = tuple(
        Parameter(f"disagreement.{party}", float(each.value))
        for party, each in result.disagreement.items()
        if each.basis == "asked" and each.value is not None
    )
    return (Run("solutions", asked, how),), (*counted, frontier, *fair)


def _basis_uses(party: str, point: Disagreement) -> tuple[Use, ...]:
    if point.basis == "asked":
        return (Use("parameter", f"parameter:disagreement.{party}"),)
    return (Use("status quo", "status_quo"),) if point.basis == "status quo" else ()


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
