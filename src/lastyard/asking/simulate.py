"""Asking until a package is found that is agreed, with the true wishes hidden: a simulation.

Each way of asking says which question comes next, put to one party, and hears the answer, until enough
parties have themselves said that they would take one and the same package, or until no package is
left that could be agreed. Only the number of questions counts.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> from lastyard.asking.simulate import best_first
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
from numpy.typing import NDArray

from lastyard.asking.belief import (
    AcceptanceQuestion,
    Question,
    Shares,
    Talks,
    is_open,
    questions,
    where_yes,
)
from lastyard.asking.gains import effects, gains

__all__ = [
    "COMPARABLE",
    "TAKABLE",
    "DrawnTruth",
    "Position",
    "SearchResult",
    "Truth",
    "Way",
    "ahead",
    "best_first",
    "first_question",
    "in_order",
    "informed",
    "random_question",
    "search",
]

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
class SearchResult:
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
) -> SearchResult:
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
                return SearchResult(tuple(asked), int(settled[0]), hopeless=False)
        acceptance = talks.acceptance()
        index = talks.probability(acceptance)
        if index.max() <= _IMPOSSIBLE:
            return SearchResult(tuple(asked), None, hopeless=True)
        if step == limit:
            break
        known = frozenset(each for each, _ in asked)
        question = way(Position(talks, acceptance, index, at_start, known, seed))
        answer = truth.answer(question)
        asked.append((question, answer))
        talks = talks.after(question, yes=answer, trust=trust)
    return SearchResult(tuple(asked), None, hopeless=False)


TAKABLE = 12

COMPARABLE = 6

_WORLDS = 1_024


def first_question(talks: Talks) -> Question:
    """Return the question with which :func:`best_first` starts."""
    acceptance = talks.acceptance()
    index = talks.probability(acceptance)
    return best_first(Position(talks, acceptance, index, index, frozenset(), 0))


def best_first(position: Position) -> Question:
    """Ask about the package most likely to be agreed, the party that decides most first.

    Where all must accept, that is the most doubtful one.

    Example:
        >>> from lastyard.asking.belief import believe
        >>> worth = np.array([[0.9, 0.4], [0.3, 0.6], [0.9, 0.6]])
        >>> one = believe(worth, np.full(3, 0.5), np.zeros((0, 2), dtype=bool), [])
        >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
        >>> at = Position(talks, talks.acceptance(), talks.index(), talks.index(), frozenset(), 0)
        >>> best_first(at), ahead(at)
        (AcceptanceQuestion(party=0, package=0), AcceptanceQuestion(party=0, package=0))
    """
    return _confirm(position, position.index)


def in_order(position: Position) -> Question:
    """Ask about the packages in the order of their index at the start, without learning."""
    said = position.talks.said
    if said is None:
        return _confirm(position, position.at_start)
    possible = position.talks.agrees(said >= 0)
    return _confirm(position, np.where(possible, position.at_start, -1.0))


def _confirm(position: Position, by: Shares) -> Question:
    package = int(np.argmax(by.round(12)))
    said = position.talks.said
    unknown = np.arange(position.acceptance.shape[1])
    if said is not None:
        unknown = np.flatnonzero(said[package] == 0)
    accepted = position.acceptance[package, unknown].round(12)
    weight = _weight(position, package, unknown)
    if weight.max(initial=0.0) > 0.0:
        return AcceptanceQuestion(
            int(unknown[int(np.argmax((weight / weight.max()).round(9)))]), package
        )
    return AcceptanceQuestion(int(unknown[int(np.argmin(accepted))]), package)


def _weight(position: Position, package: int, parties: NDArray[np.intp]) -> Shares:
    """Return how much each party's answer decides whether a package would be agreed.

    The variance of the probability of agreement that the answer takes away: p (1 - p) times
    the square of what a yes adds. Where all are needed, that is the index squared times
    (1 - p) / p, so the most doubtful party decides most; under a quota one that hardly ever
    accepts decides little, for it will not be among those who do.
    """
    row = position.acceptance[package]
    both = np.repeat(row[None, :], 2 * len(parties), axis=0)
    places = np.arange(len(parties))
    both[places, parties], both[len(parties) + places, parties] = 1.0, 0.0
    agreed = position.talks.probability(both)
    added = agreed[: len(parties)] - agreed[len(parties) :]
    weight: Shares = row[parties] * (1.0 - row[parties]) * added**2
    return weight


def random_question(position: Position) -> Question:
    """Ask any question whose answer is not certain."""
    rng = np.random.default_rng([position.seed, len(position.asked)])
    every = _open(position)
    return every[int(rng.integers(len(every)))] if every else best_first(position)


def informed(position: Position) -> Question:
    """Ask what says most about which package would be agreed."""
    likely = _likely(position)
    found = gains(
        position.talks, likely[:TAKABLE], likely[:COMPARABLE], worlds=_WORLDS, seed=position.seed
    )
    found.sort(key=lambda each: -round(each.information.bits, 9))
    new = (each.effect.question for each in found if each.effect.question not in position.asked)
    return next(new, None) or best_first(position)


def ahead(position: Position) -> Question:
    """Ask what leaves the fewest questions to be asked (:mod:`lastyard.asking.gains`)."""
    first = best_first(position)
    if not is_open(position.talks.beliefs[first.party], first):
        return first
    every = [first, *(each for each in _open(position) if each != first)]
    left = [round(effect.left, 9) for effect in effects(position.talks, every)]
    return every[int(np.argmin(left))]


def _likely(position: Position) -> list[int]:
    likely: list[int] = np.argsort(-position.index.round(12), kind="stable").tolist()
    return likely


def _open(position: Position) -> list[Question]:
    likely = _likely(position)
    every = questions(position.talks.beliefs, likely[:TAKABLE], likely[:COMPARABLE])
    return [each for each in every if each not in position.asked]
