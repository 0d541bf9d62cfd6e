"""The position of a party on an issue: what it asks for now, on whose word, since when.

Taken, in this order, from

1. what it last asked for: the newest ``position`` or ``offers`` in force that names the
   issue (on the same day a ``position`` comes before an offer, a later line before an
   earlier one);
2. its commitments, when they leave exactly one option of the issue open although the
   rules alone would leave more.

Nothing else is a position: what a party would accept is not what it asks for.

A position is held *since* the first of the days, without a break up to the day looked at, on
which these rules give the same option: a withdrawal, a lapse or another request in between
begins it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from lastyard.case.commitments import Commitment
from lastyard.case.conditions.tree import issues_of
from lastyard.case.model import Offers, Position, Statement

__all__ = [
    "Ask",
    "HeldPosition",
    "committed_position",
    "days_of_change",
    "held_since",
    "needed_for",
    "requested_position",
]


@dataclass(frozen=True, slots=True)
class Ask:
    """What one party asks for on one issue.

    Attributes:
        party: Identifier of the party.
        option: Index of the option.
        statement: The statement it rests on; the last of several commitments.
        basis: Whether it said so, offered it, or its commitments leave nothing else.
    """

    party: str
    option: int
    statement: Statement
    basis: Literal["position", "offer", "commitment"]


@dataclass(frozen=True, slots=True)
class HeldPosition(Ask):
    """What one party asks for on one issue, and since when.

    Attributes:
        since: Day from which the party has asked for this option without a break.
    """

    since: date


def requested_position(issue: str, party: str, statements: Sequence[Statement]) -> Ask | None:
    """Return what a party last asked for on an issue, or None when it asked for nothing.

    Args:
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
    return Ask(party, option, statements[k], "position" if is_position else "offer")


def committed_position(
    issue: str,
    party: str,
    binding: Sequence[Commitment],
    still_open: Callable[[Sequence[Commitment]], int],
) -> Ask | None:
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
    # Commitments that do not mention the issue may matter too, through rules; try them first.
    needed = needed_for(
        sorted(binding, key=lambda c: (issue in issues_of(c.condition), c.statement.on)),
        still_open,
    )
    last = max((commitment.statement for commitment in needed), key=lambda s: s.on)
    return Ask(party, only.bit_length() - 1, last, "commitment")


def needed_for(
    binding: Sequence[Commitment], still_open: Callable[[Sequence[Commitment]], int]
) -> list[Commitment]:
    """Return the fewest of some commitments, as far as one by one can tell, that do as all do.

    Args:
        binding: A party's commitments, first those that had best be left out.
        still_open: Returns the mask of options of an issue that some commitments leave open.
    """
    only = still_open(binding)
    needed = list(binding)
    for commitment in binding:
        without = [other for other in needed if other is not commitment]
        if still_open(without) == only:
            needed = without
    return needed


def _asks_for(statement: Statement, issue: str) -> int | None:
    if isinstance(statement.says, Position | Offers):
        return dict(statement.says.package).get(issue)
    return None


def days_of_change(own: Iterable[Statement], day: date) -> list[date]:
    """Return the days up to one on which what a party has in force may have changed, last first.

    Args:
        own: What the party said, and what ended any of it.
        day: The day looked at.
    """
    statements = tuple(own)
    days = {statement.on for statement in statements}
    days |= {s.until + timedelta(days=1) for s in statements if s.until is not None}
    return sorted((each for each in days if each <= day), reverse=True)


def held_since(option: int, days: Iterable[date], asked_on: Callable[[date], int | None]) -> date:
    """Return the first day, going back without a break, on which an option is asked for.

    Args:
        option: Index of the option, which is asked for on the first of the days.
        days: Days of change, last first; at least one.
        asked_on: Returns what is asked for on such a day, or None.
    """
    since: date | None = None
    for when in days:
        if since is not None and asked_on(when) != option:
            break
        since = when
    assert since is not None  # noqa: S101  (what is asked for was said on some day)
    return since
