"""Asking until a package is found that is agreed, with the true wishes hidden: a simulation.

Each way of asking (:mod:`lastyard.asking.ways`) puts one question at a time to one party,
hears the answer, and goes on until enough parties have themselves said that they would take
one and the same package, or until no package is left that could be agreed. Only the number
of questions counts.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> from lastyard.asking.ways import best_first
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> found = search(talks, DrawnTruth(talks, (1,), (0,)), best_first, limit=9, seed=1)
    >>> [(asked.package, said) for asked, said in found.asked], found.package
    ([(0, False), (1, True)], 1)
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from lastyard.asking.belief import Shares
from lastyard.asking.questions import Question, where_yes
from lastyard.asking.talks import Talks

__all__ = ["DrawnTruth", "Found", "Position", "Truth", "Way", "search"]

TRUST = 0.9
_IMPOSSIBLE = 1e-6


class Truth(Protocol):
    """What the parties really want."""

    def answer(self, question: Question) -> bool:
        """Return the answer of the party asked."""


@dataclass(frozen=True, slots=True, eq=False)
class DrawnTruth:
    """A truth that is one of the worlds believed possible.

    Attributes:
        talks: What was believed at the start.
        draws: The draw that is true, per party.
        patterns: The pattern that is true, per party.
    """

    talks: Talks
    draws: tuple[int, ...]
    patterns: tuple[int, ...]

    def answer(self, question: Question) -> bool:
        """Return the answer of the party asked."""
        party = question.party
        where = where_yes(self.talks.beliefs[party], question)
        return bool(where.draws[self.draws[party]] and where.patterns[self.patterns[party]])


@dataclass(frozen=True, slots=True)
class Found:
    """How a search went.

    Attributes:
        asked: The questions with their answers, in order.
        package: The package that enough parties said they would take; None if there is none.
        hopeless: The search ended because no package was thought possible any more.
    """

    asked: tuple[tuple[Question, bool], ...]
    package: int | None
    hopeless: bool


@dataclass(frozen=True, slots=True, eq=False)
class Position:
    """Where a search stands.

    Attributes:
        talks: What is believed now, and what was said.
        acceptance: Probability that each party takes each package, (packages, parties).
        index: Probability of agreement of each package.
        at_start: The same before the first answer.
        asked: The questions that were asked; asking again would bring the same answer.
        seed: The seed of the search.
    """

    talks: Talks
    acceptance: Shares
    index: Shares
    at_start: Shares
    asked: frozenset[Question]
    seed: int


Way = Callable[[Position], Question]


def search(
    talks: Talks, truth: Truth, way: Way, *, limit: int, seed: int, trust: float = TRUST
) -> Found:
    """Ask until a package is found.

    Args:
        talks: What is believed at the start.
        truth: Who answers.
        way: Which question to ask next.
        limit: Most questions to ask.
        seed: Same seed, same search.
        trust: How far an answer counts for what else it says; below 1 so that a truth that
            is none of the draws does not leave nothing possible.
    """
    asked: list[tuple[Question, bool]] = []
    at_start = talks.index()
    for step in range(limit + 1):
        if talks.said is not None:
            settled = np.flatnonzero(talks.agrees(talks.said > 0))
            if settled.size:
                return Found(tuple(asked), int(settled[0]), hopeless=False)
        acceptance = talks.acceptance()
        index = talks.probability(acceptance)
        if index.max() <= _IMPOSSIBLE:
            return Found(tuple(asked), None, hopeless=True)
        if step == limit:
            break
        known = frozenset(each for each, _ in asked)
        question = way(Position(talks, acceptance, index, at_start, known, seed))
        answer = truth.answer(question)
        asked.append((question, answer))
        talks = talks.after(question, yes=answer, trust=trust)
    return Found(tuple(asked), None, hopeless=False)
