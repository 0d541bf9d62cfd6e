"""What questions to ask, packages to propose and simulated ways of asking rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import ascii_uppercase
from typing import TYPE_CHECKING, Any

from lastyard.case.issues import labels_of
from lastyard.case.model import Case, Statement
from lastyard.provenance.graph import Finding, Parameter, Run, Use, binds
from lastyard.provenance.talks import Found, agreement_rule, firmness, said

if TYPE_CHECKING:  # a result is only here when its analysis was imported already
    from lastyard.analyses.next_step import NextQuestion, NextStep, Proposal, Simulation

__all__ = ["nextstep_findings", "simulation_findings"]

_PARAMETERS = ("seed", "draws")


def nextstep_findings(result: NextStep) -> Found:
    """Return the findings about what to ask and what to propose."""
    run = Run(
        "next",
        (Parameter("seed", result.seed), Parameter("draws", result.draws)),
        f"sampled: {result.draws:,} draws a party and {result.worlds:,} joint samples, with the "
        "error told beside each figure; answers taken as true",
    )
    asked = [_question(result, each, k) for k, each in enumerate(result.questions, 1)]
    offered = [_proposal(result, each, k) for k, each in enumerate(result.proposals)]
    return (run,), (*asked, *offered)


def _question(result: NextStep, each: NextQuestion, number: int) -> Finding:
    others = (s for s in result.used if s not in each.uses)
    values = {
        "to": [each.party.id],
        "asks": each.kind,
        "statement": each.statement.id if each.statement else None,
        "package": _labels(result.case, each.package),
        "other": _labels(result.case, each.other),
        "chance": each.chance,
        "bits": each.information.bits,
        "error": each.information.error,
        "rise": each.rise,
        "if_yes": each.if_yes.index,
        "if_no": each.if_no.index,
    }
    uses = (
        *said("said", each.uses),
        *said("concerns", others),
        *firmness(_binding(result.used)),
        *_model(result.case),
    )
    return Finding(f"question-{number}", "question in confidence", values, uses, "next")


def _proposal(result: NextStep, each: Proposal, place: int) -> Finding:
    letter = ascii_uppercase[place] if place < len(ascii_uppercase) else str(place + 1)
    values = {
        "package": _labels(result.case, each.package),
        "index": each.index,
        "error": each.error,
        "breaks": [s.id for s in each.breaks],
        "refusal_bits": each.refusal.bits if each.refusal else None,
    }
    uses = (
        *said("said", result.used),
        *said("breaks", each.breaks),
        *firmness(_binding(result.used)),
        *_model(result.case),
    )
    return Finding(f"proposal-{letter}", "package", values, uses, "next")


def simulation_findings(result: Simulation) -> Found:
    """Return the findings about ways of asking."""
    parameters = (
        ("seed", result.seed),
        ("draws", result.draws),
        ("runs", result.runs),
        ("questions", result.questions),
    )
    run = Run(
        "simulate",
        tuple(Parameter(*each) for each in parameters),
        f"sampled: {result.runs:,} hidden truths drawn from what is believed",
    )
    found = tuple(
        Finding(
            f"way-{k}",
            "way of asking",
            {"name": way.name, "mean": way.mean, "error": way.error},
            (
                *said("said", result.used),
                *firmness(_binding(result.used)),
                *_model(result.case),
                Use("parameter", "parameter:runs"),
                Use("parameter", "parameter:questions"),
            ),
            "simulate",
        )
        for k, way in enumerate(result.ways, 1)
    )
    return (run,), found


def _binding(statements: Iterable[Statement]) -> list[Statement]:
    return [statement for statement in statements if binds(statement)]


def _model(case: Case) -> tuple[Use, ...]:
    """Return the rules and parameters that every sampled figure rests on."""
    return (
        *(Use("rule", f"rule:{rule.id}") for rule in case.rules),
        *agreement_rule(case),
        *(Use("parameter", f"parameter:{name}") for name in _PARAMETERS),
    )


def _labels(case: Case, package: Mapping[str, int] | None) -> dict[str, Any] | None:
    return None if package is None else labels_of(case.issues, package)
