"""Recorded votes, taken again under a body's rule.

A replay says whether the recorded ballots adopt the draft, whose ballot alone decided
(turning it alone changes the outcome), and which comparisons of the rule held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lastyard.bodies.body import MIDDLES, Ballot, Body, Split, Votes

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Decider:
    """A member whose ballot alone decides.

    Attributes:
        name: The member (or any one member of a class that cast this ballot).
        ballot: How it voted.
        instead: The ballots with which the outcome would have been another.
    """

    name: str
    ballot: Ballot
    instead: tuple[Ballot, ...]


@dataclass(frozen=True, slots=True)
class Replay:
    """A vote under the rule.

    Attributes:
        adopted: Whether the draft is adopted.
        yes: How many voted yes.
        abstain: How many abstained.
        no: How many voted no.
        present: How many were present and did not vote.
        absent: How many were absent.
        deciders: Those whose ballot alone decides.
        recorded: The outcome on record, if given.
    """

    adopted: bool
    yes: int
    abstain: int
    no: int
    deciders: tuple[Decider, ...]
    recorded: bool | None = None
    present: int = 0
    absent: int = 0

    @property
    def agrees(self) -> bool | None:
        """Whether the rule gives the outcome on record; ``None`` without one."""
        return None if self.recorded is None else self.recorded == self.adopted


def replay(body: Body, votes: Votes, *, recorded: bool | None = None) -> Replay:
    """Take a recorded vote again.

    Args:
        body: The body with its rule.
        votes: The ballots (see `Body.tally`).
        recorded: The outcome on record, to compare with.

    Raises:
        BodyError: The ballots do not fit the body.
    """
    body = body.fitted(votes)
    tally = body.tally(votes)
    adopted = body.compiled.passes(tally)
    deciders = []
    for i, member in enumerate(body.members):
        own: tuple[Ballot, ...] = ("yes", member.middle, "no")
        for place, ballot in enumerate(own):
            if tally[i][place]:
                instead = tuple(
                    other
                    for turned, other in enumerate(own)
                    if other != ballot
                    and body.compiled.passes(_turned(tally, i, place, turned)) != adopted
                )
                if instead:
                    deciders.append(Decider(member.name, ballot, instead))
    yes, no = (sum(split[place] for split in tally) for place in (0, 2))
    abstain, present, absent = (
        sum(s[1] for s, m in zip(tally, body.members, strict=True) if m.middle == kind)
        for kind in MIDDLES
    )
    return Replay(adopted, yes, abstain, no, tuple(deciders), recorded, present, absent)


def _turned(tally: Sequence[Split], member: int, ballot: int, other: int) -> list[Split]:
    split = list(tally[member])
    split[ballot] -= 1
    split[other] += 1
    return [*tally[:member], (split[0], split[1], split[2]), *tally[member + 1 :]]
