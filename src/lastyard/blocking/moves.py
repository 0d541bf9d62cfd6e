"""What parties move: from which option to which, and how much that is.

Movement on an ordered or numeric issue is the number of steps over the number of options
less one; on any other issue a change counts 1.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

__all__ = ["Move", "Movement", "PartyMovement", "moves_between", "size_of"]


@dataclass(frozen=True, slots=True)
class Move:
    """A party goes from one option of an issue to another.

    Attributes:
        issue: The issue.
        start: Index of the option that the party leaves.
        end: Index of the option of the common package.
        steps: Options passed, for an ordered issue; 1 for any other.
    """

    issue: str
    start: int
    end: int
    steps: int


@dataclass(frozen=True, slots=True)
class PartyMovement:
    """What one party moves.

    Attributes:
        party: The party.
        demands: The demands that it moves from: all of its own, or one of those in the
            opening when its own contradict each other.
        moves: In the order of the issues.
        size: Sum of its movement.
    """

    party: str
    demands: tuple[str, ...]
    moves: tuple[Move, ...]
    size: Fraction


@dataclass(frozen=True, slots=True)
class Movement:
    """Movement of some parties to a common package.

    Attributes:
        package: The common package.
        parties: What each moves, by party and demand.
        size: Sum over the parties; exact.
    """

    package: Mapping[str, int]
    parties: tuple[PartyMovement, ...]
    size: Fraction


def moves_between(
    start: Mapping[str, int], end: Mapping[str, int], ordered: Collection[str]
) -> tuple[Move, ...]:
    """Return the moves from one package to another, in the order of the latter."""
    return tuple(
        Move(issue, start[issue], option, abs(start[issue] - option) if issue in ordered else 1)
        for issue, option in end.items()
        if start[issue] != option
    )


def size_of(moves: Iterable[Move], sizes: Mapping[str, int], ordered: Collection[str]) -> Fraction:
    """Return the sum of the moves."""
    return sum(
        (Fraction(m.steps, sizes[m.issue] - 1 if m.issue in ordered else 1) for m in moves),
        Fraction(),
    )
