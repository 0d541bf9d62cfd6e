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

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from lastyard.case.commitments import Commitment
from lastyard.case.conditions.tree import issues_of
from lastyard.case.model import Case, Offers, Position, Statement

__all__ = ["HeldPosition", "committed_position", "requested_position"]


@dataclass(frozen=True, slots=True)
class HeldPosition:
    """What one party asks for on one issue.

    Attributes:
        party: Identifier of the party.
        option: Index of the option.
        statement: The statement it rests on; the last of several commitments.
        since: Day from which the party has asked for this option without a break.
        basis: Whether it said so, offered it, or its commitments leave nothing else.
    """

    party: str
    option: int
    statement: Statement
    since: date
    basis: Literal["position", "offer", "commitment"]


def requested_position(
    case: Case, issue: str, party: str, statements: Sequence[Statement]
) -> HeldPosition | None:
    """Return what a party last asked for on an issue, or None when it asked for nothing.

    Args:
        case: The case, for what was said before the statements in force.
        issue: Identifier of the issue.
        party: Identifier of the party.
        statements: The statements in force, in the order of the file.
    """
    asked = [
        (statement.on, isinstance(statement.says, Position), k)
        for k, statement in enumerate(statements)
        if statement.party == party and _asks_for(statement, issue) is not None
    ]
    if not asked:
        return None
    _, is_position, k = max(asked)
    option = _asks_for(statements[k], issue)
    assert option is not None  # noqa: S101  (only such statements were kept)
    since = _since(case, statements[k], issue, option)
    return HeldPosition(party, option, statements[k], since, "position" if is_position else "offer")


def committed_position(
    issue: str,
    party: str,
    binding: Sequence[Commitment],
    still_open: Callable[[Sequence[Commitment]], int],
) -> HeldPosition | None:
    """Return the one option that a party's commitments leave open on an issue, if only one.

    Args:
        issue: Identifier of the issue.
        party: Identifier of the party.
        binding: The party's commitments in force.
        still_open: Returns the mask of options of the issue that some commitments leave open.
    """
    only = still_open(binding)
    if only.bit_count() != 1 or still_open(()).bit_count() == 1:
        return None
    needed = sorted(binding, key=lambda commitment: commitment.statement.on)
    # Commitments that do not mention the issue may matter too, through rules; try them first.
    needed.sort(key=lambda commitment: issue in issues_of(commitment.condition))
    for commitment in tuple(needed):
        without = [other for other in needed if other is not commitment]
        if still_open(without) == only:
            needed = without
    last = max((commitment.statement for commitment in needed), key=lambda s: s.on)
    return HeldPosition(party, only.bit_length() - 1, last, last.on, "commitment")


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
