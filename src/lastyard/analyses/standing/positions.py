"""The position of a party on an issue: what it asks for now, on whose word, since when.

Taken, in this order, from

1. what it last asked for: the newest ``position`` or ``offers`` in force that names the
   issue (on the same day a ``position`` comes before an offer, a later line before an
   earlier one);
2. its commitments, when they leave exactly one option of the issue open although the
   rules alone would leave more.

Nothing else is a position: what a party would accept is not what it asks for.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lastyard.case.commitments import Commitment
from lastyard.case.conditions.tree import issues_of
from lastyard.case.model import Case, Offers, Position, Statement

__all__ = ["HeldPosition", "held_positions"]


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """What one party asks for on one issue.

    Attributes:
        party: Identifier of the party.
        option: Index of the option.
        statement: The statement it rests on; the first of several commitments.
        since: Day from which the party has asked for this option without a break.
        basis: Whether it said so, offered it, or its commitments leave nothing else.
    """

    party: str
    option: int
    statement: Statement
    since: date
    basis: Literal["position", "offer", "commitment"]


def held_positions(
    case: Case,
    issue: str,
    statements: Sequence[Statement],
    binding: Sequence[Commitment],
    open_options: Mapping[str, int],
    free_options: int,
) -> tuple[HeldPosition, ...]:
    """Return the position of every party that has one on an issue.

    Args:
        case: The case, for what was said before the statements in force.
        issue: Identifier of the issue.
        statements: The statements in force, in the order of the file.
        binding: The commitments among them.
        open_options: Per party, mask of the options its commitments leave open there.
        free_options: Mask of the options that the rules leave open there.
    """
    found = []
    for party in case.deciders:
        asked = [
            (statement.on, isinstance(statement.says, Position), k)
            for k, statement in enumerate(statements)
            if statement.party == party.id and _asks_for(statement, issue) is not None
        ]
        if asked:
            statement = statements[max(asked)[2]]
            option = _asks_for(statement, issue)
            basis: Literal["position", "offer"] = (
                "position" if isinstance(statement.says, Position) else "offer"
            )
            if option is not None:
                since = _since(case, statement, issue, option)
                found.append(HeldPosition(party.id, option, statement, since, basis))
            continue
        still = open_options[party.id]
        if still.bit_count() == 1 and free_options.bit_count() > 1:
            bound = _binding_on(issue, party.id, binding)
            if bound:
                first = min(bound, key=lambda statement: statement.on)
                option = still.bit_length() - 1
                since = max(statement.on for statement in bound)
                found.append(HeldPosition(party.id, option, first, since, "commitment"))
    return tuple(found)


def _binding_on(issue: str, party: str, binding: Sequence[Commitment]) -> list[Statement]:
    return [
        commitment.statement
        for commitment in binding
        if commitment.statement.party == party and issue in issues_of(commitment.condition)
    ]


def _asks_for(statement: Statement, issue: str) -> int | None:
    if isinstance(statement.says, Position | Offers):
        return dict(statement.says.package).get(issue)
    return None


def _since(case: Case, statement: Statement, issue: str, option: int) -> date:
    """Go back over the party's earlier requests for as long as they ask for the same."""
    earlier = sorted(
        (s for s in case.statements if s.party == statement.party and s.on <= statement.on),
        key=lambda s: s.on,
        reverse=True,
    )
    since = statement.on
    for other in earlier:
        asked = _asks_for(other, issue)
        if asked is None:
            continue
        if asked != option:
            break
        since = other.on
    return since
