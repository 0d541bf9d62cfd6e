"""What votes, ballots and states in which things could come to rest rest on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lastyard.provenance.graph import Finding, Parameter, Run, Use
from lastyard.provenance.talks import Found, said

if TYPE_CHECKING:  # a result is only here when its analysis was imported already
    from lastyard.analyses.moves import Moves
    from lastyard.analyses.vote import VoteAnswer, VoteMember, Votes
    from lastyard.case.model import Case

__all__ = ["moves_findings", "votes_findings"]


def votes_findings(result: Votes) -> Found:
    """Return the findings about votes and ballots."""
    parameters = [Parameter("seed", result.seed)]
    if result.assumed is not None:
        parameters.append(Parameter("unknown", float(result.assumed)))
    errors = [each.low.standard_error for each in result.votes]
    how = "sampled, with the error told beside each figure" if any(errors) else "exact"
    found: list[Finding] = []
    for answer in result.votes:
        found += _vote_findings(result, answer, tuple(parameters))
    return (Run("vote", tuple(parameters), how),), tuple(found)


def _vote_findings(
    result: Votes, answer: VoteAnswer, parameters: tuple[Parameter, ...]
) -> Iterable[Finding]:
    vote = answer.vote
    ballots = [
        Finding(
            f"ballot:{vote.id}:{member.standpoint.member}",
            "ballot",
            {
                "member": member.standpoint.label,
                "ballot": member.standpoint.ballot,
                "basis": member.standpoint.basis,
            },
            _ballot_uses(answer, member),
            "vote",
        )
        for member in answer.members
        if not member.standpoint.is_unknown
    ]
    sampled = answer.low.standard_error or answer.high.standard_error
    shown = [p for p in parameters if p.id != "seed" or sampled]
    yield Finding(
        f"vote:{vote.id}",
        "vote",
        {
            "vote": vote.id,
            "rule": answer.body.rule,
            "probability": answer.probability,
            "range": [answer.low.probability, answer.high.probability],
            "certain": answer.certain,
        },
        (
            *(Use("found from", each.id) for each in ballots),
            *((Use("source", f"source:{vote.source}"),) if vote.source else ()),
            *((Use("agreement rule", "agreement"),) if _by_agreement(result.case, answer) else ()),
            *(Use("parameter", f"parameter:{each.id}") for each in shown),
        ),
        "vote",
    )
    yield from ballots


def _by_agreement(case: Case, answer: VoteAnswer) -> bool:
    return answer.vote.reference == "agreement" and case.agreement is not None


def _ballot_uses(answer: VoteAnswer, member: VoteMember) -> tuple[Use, ...]:
    standpoint = member.standpoint
    given = [b for b in answer.vote.ballots if b.member == standpoint.member and b.source]
    return (
        *said("ballot", standpoint.statements),
        *(Use("source", f"source:{ballot.source}") for ballot in given),
    )


def moves_findings(result: Moves) -> Found:
    """Return the findings about states at which nobody would leave."""
    states = result.conflict.states
    moves = result.case.moves if result.case else None
    uses = (Use("moves", "moves"),) if moves is not None else ()
    if moves is not None and moves.source is not None:
        uses = (*uses, Use("source", f"source:{moves.source}"))
    reading = Parameter("reading", result.reading)
    found = tuple(
        Finding(
            f"state:{states[state]}",
            "equilibrium",
            {
                "state": states[state],
                "pattern": result.graph.labels[state],
                "concepts": [c for c, where in result.equilibria.items() if state in where],
            },
            (*uses, Use("parameter", "parameter:reading")),
            "moves",
        )
        for state in result.any_equilibria
    )
    return (Run("moves", (reading,), "exact"),), found
