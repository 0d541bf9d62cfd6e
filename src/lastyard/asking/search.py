"""Asking until a package is found that is agreed, with the true wishes hidden: a simulation.

Each way of asking puts one question at a time to one party, hears the answer, and goes on
until enough parties have themselves said that they would take one and the same package, or
until no package is left that could be agreed. Only the number of questions counts.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
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

from lastyard.asking.belief import Mask
from lastyard.asking.gains import Talks, gains
from lastyard.asking.questions import Question, Take, questions, where_yes

__all__ = ["DrawnTruth", "Found", "Truth", "best_first", "informed", "random_question", "search"]

TRUST = 0.98
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
        return bool(where[self.draws[party], self.patterns[party]])


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
        talks: What is believed now.
        said: Where a party said of a package that it would take it, 1, or not, -1; shape
            (packages, parties).
        index: Probability of agreement of each package, 0 for those that were refused.
        asked: The questions that were asked; asking again would bring the same answer.
        seed: The seed of the search.
    """

    talks: Talks
    said: Mask
    index: np.ndarray[tuple[int, ...], np.dtype[np.float64]]
    asked: frozenset[Question]
    seed: int


Way = Callable[[Position], Question]


def search(talks: Talks, truth: Truth, way: Way, *, limit: int, seed: int) -> Found:
    """Ask until a package is found.

    Args:
        talks: What is believed at the start.
        truth: Who answers.
        way: Which question to ask next.
        limit: Most questions to ask.
        seed: Same seed, same search.
    """
    parties = len(talks.beliefs)
    said = np.zeros((talks.beliefs[0].worth.shape[1], parties), dtype=np.int8)
    asked: list[tuple[Question, bool]] = []
    for step in range(limit + 1):
        settled = np.flatnonzero(talks.agrees(said > 0))
        if settled.size:
            return Found(tuple(asked), int(settled[0]), hopeless=False)
        accepted = np.where(said > 0, 1.0, np.where(said < 0, 0.0, talks.acceptance()))
        index = talks.probability(accepted)
        if index.max() <= _IMPOSSIBLE:
            return Found(tuple(asked), None, hopeless=True)
        if step == limit:
            break
        question = way(Position(talks, said, index, frozenset(each for each, _ in asked), seed))
        answer = truth.answer(question)
        asked.append((question, answer))
        if isinstance(question, Take):
            said[question.package, question.party] = 1 if answer else -1
        talks = talks.after(question, yes=answer, trust=TRUST)
    return Found(tuple(asked), None, hopeless=False)


def best_first(position: Position) -> Question:
    """Ask about the package most likely to be agreed, the most doubtful party first."""
    return _confirm(position, int(np.argmax(position.index.round(12))))


def _confirm(position: Position, package: int) -> Question:
    unknown = np.flatnonzero(position.said[package] == 0)
    accepted = [position.talks.beliefs[p].acceptance()[package] for p in unknown]
    return Take(int(unknown[int(np.argmin(np.round(accepted, 12)))]), package)


def random_question(position: Position) -> Question:
    """Ask any question whose answer is not certain."""
    likely = np.argsort(-position.index.round(12), kind="stable")
    rng = np.random.default_rng([position.seed, len(position.asked)])
    every = [
        question
        for question in questions(position.talks.beliefs, likely[:12].tolist(), likely[:6].tolist())
        if question not in position.asked
    ]
    return every[int(rng.integers(len(every)))] if every else best_first(position)


def informed(position: Position) -> Question:
    """Ask what teaches most about which package would be agreed."""
    likely = np.argsort(-position.index.round(12), kind="stable")
    found = gains(
        position.talks,
        likely[:12].tolist(),
        likely[:6].tolist(),
        worlds=1_024,
        seed=position.seed,
    )
    new = (each.question for each in found if each.question not in position.asked)
    return next(new, None) or best_first(position)
