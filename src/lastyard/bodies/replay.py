"""Recorded votes, taken again under a body's rule.

A replay says whether the recorded ballots adopt the draft, whose ballot alone decided
(turning it alone changes the outcome), and which comparisons of the rule held.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lastyard.bodies.body import BALLOTS, Ballot, Body, Split, Votes

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
        deciders: Those whose ballot alone decides.
        recorded: The outcome on record, if given.
    """

    adopted: bool
    yes: int
    abstain: int
    no: int
    deciders: tuple[Decider, ...]
    recorded: bool | None = None

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
    tally = body.tally(votes)
    adopted = body.compiled.passes(tally)
    deciders = []
    for i, member in enumerate(body.members):
        for place, ballot in enumerate(BALLOTS):
            if tally[i][place]:
                instead = tuple(
                    other
                    for other in BALLOTS
                    if other != ballot
                    and body.compiled.passes(_turned(tally, i, ballot, other)) != adopted
                )
                if instead:
                    deciders.append(Decider(member.name, ballot, instead))
    yes, abstain, no = (sum(split[place] for split in tally) for place in range(3))
    return Replay(adopted, yes, abstain, no, tuple(deciders), recorded)


def _turned(tally: Sequence[Split], member: int, ballot: Ballot, other: Ballot) -> list[Split]:
    split = list(tally[member])
    split[BALLOTS.index(ballot)] -= 1
    split[BALLOTS.index(other)] += 1
    return [*tally[:member], (split[0], split[1], split[2]), *tally[member + 1 :]]
