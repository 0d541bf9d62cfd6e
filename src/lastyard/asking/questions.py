"""Questions that can be put to one party in confidence, and what they are about.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> belief = believe(np.array([[0.9, 0.4], [0.9, 0.6]]), np.array([0.5, 0.5]),
    ...                  np.zeros((0, 2), dtype=bool), [])
    >>> [question for question in questions([belief], [0, 1], [0, 1])]
    [Take(party=0, package=1)]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from lastyard.asking.belief import PartyBelief, Where

__all__ = ["Hold", "Prefer", "Question", "Take", "is_open", "questions", "where_yes"]

_CERTAIN = 1e-9


@dataclass(frozen=True, slots=True, order=True)
class Hold:
    """Would you really walk away rather than leave this demand?

    Attributes:
        party: Place of the party.
        commitment: Place of the commitment among those of the party.
    """

    party: int
    commitment: int


@dataclass(frozen=True, slots=True, order=True)
class Take:
    """Would you take this package?

    Attributes:
        party: Place of the party.
        package: Place of the package.
    """

    party: int
    package: int


@dataclass(frozen=True, slots=True, order=True)
class Prefer:
    """Which of these two would you rather have?

    Attributes:
        party: Place of the party.
        package: The first.
        other: The second.
    """

    party: int
    package: int
    other: int


Question = Hold | Take | Prefer


def where_yes(belief: PartyBelief, question: Question) -> Where:
    """Return where the answer is yes (for two packages: the first)."""
    match question:
        case Hold(_, commitment):
            return belief.holds_to(commitment)
        case Take(_, package):
            return belief.takes(package)
        case Prefer(_, package, other):
            return belief.prefers(package, other)


def is_open(belief: PartyBelief, question: Question) -> bool:
    """Say whether both answers are thought possible."""
    return _CERTAIN < belief.chance(where_yes(belief, question)) < 1.0 - _CERTAIN


def questions(
    beliefs: Sequence[PartyBelief], takable: Sequence[int], comparable: Sequence[int]
) -> Iterator[Question]:
    """Go through the questions whose answer is not certain.

    A party whose values cannot be told is asked about its commitments alone.

    Args:
        beliefs: What is believed of each party.
        takable: Packages to ask about one by one.
        comparable: Packages to ask about two by two.
    """
    for party, belief in enumerate(beliefs):
        every: list[Question] = [Hold(party, k) for k in range(belief.holds.shape[1])]
        if belief.told:
            every += [Take(party, k) for k in takable]
            every += [Prefer(party, *pair) for pair in combinations(comparable, 2)]
        yield from (question for question in every if is_open(belief, question))
