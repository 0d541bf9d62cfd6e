"""Questions in confidence that find a good deal: which of two, and what matters most.

Where :mod:`lastyard.asking.gains` asks what would be agreed, this asks what would be *best*: the package with the
largest product of expected gains over no deal (Nash 1950). A question is worth what its answer is expected to raise
that product by, once the best package is chosen anew (the expected value of sample information, Raiffa and
Schlaifer 1961), not what it tells in bits. Answers may be wrong. Parties are independent.

Example, one party of which it is not known which of two goods it cares for:
    >>> import numpy as np
    >>> worth = np.array([[0.0, 0.2, 0.8, 1.0], [0.0, 0.8, 0.2, 1.0]])
    >>> one = Side.even(worth, np.zeros(2), np.array([[0.2, 0.8], [0.8, 0.2]]))
    >>> other = Side.even(np.array([[1.0, 0.5, 0.5, 0.0]]), np.zeros(1), np.array([[0.5, 0.5]]))
    >>> asked = best_question([one, other])
    >>> asked.question, round(asked.rise, 3)
    (Compare(party=0, package=1, other=2), 0.555)
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.improving import Side
from lastyard.budget import current, spend

__all__ = [
    "TRUST",
    "Asked",
    "Compare",
    "Matters",
    "best_question",
    "proposal",
    "told",
    "worth_of_questions",
]

Array = NDArray[np.float64]

TRUST = 0.95
"""How often an answer in confidence is taken to be right."""

_COMPARED = 10
_SAME = 1e-9
_DIGITS = 12


class Compare(NamedTuple):
    """Which of two packages would the party rather have? Answered 1: the first; 0: as good; -1."""

    party: int
    package: int
    other: int


class Matters(NamedTuple):
    """Which issue matters most to the party? Answered by the issue."""

    party: int


Question = Compare | Matters


class Asked(NamedTuple):
    """A question with what it is worth.

    Attributes:
        question: The question.
        rise: By how much the product of expected gains of the best package is expected to rise, as a
            share of what it is now.
    """

    question: Question
    rise: float


def proposal(sides: Sequence[Side], chances: Array | None = None) -> int | None:
    """Return the package with the largest product of expected gains, the first of several.

    None where no package is expected to be worth more than no deal to all.

    Args:
        sides: The parties.
        chances: By how much the product of each package counts; alike when left out.
    """
    products = _products(sides) if chances is None else _products(sides) * chances
    best = int(np.argmax(products.round(_DIGITS)))
    return best if products[best] > 0.0 else None


def _products(sides: Sequence[Side]) -> Array:
    total = np.ones(sides[0].worth.shape[1])
    for side in sides:
        total = total * _expected(side.weights[:, None], _gain(side))[0]
    return total


def _gain(side: Side) -> Array:
    return np.maximum(side.worth - side.floor[:, None], 0.0)


def _expected(weights: Array, gain: Array) -> Array:
    """Return sums over draws in a fixed order: (draws, answers) and (draws, packages)."""
    spend(1 + weights.shape[1] * gain.size // 200)
    found: Array = np.einsum("da,dp->ap", weights, gain, optimize=False)
    return found


def best_question(sides: Sequence[Side], trust: float = TRUST) -> Asked | None:
    """Return the question that is worth most; None where none is worth anything."""
    return next(iter(worth_of_questions(sides, trust)), None)


def worth_of_questions(
    sides: Sequence[Side], trust: float = TRUST, chances: Array | None = None
) -> list[Asked]:
    """Return the questions that are worth something, the best first.

    Comparisons are among the ten packages with the largest products.

    Args:
        sides: The parties; those with stakes can be asked what matters most.
        trust: Probability that an answer is right.
        chances: By how much the product of each package counts; alike when left out.
    """
    counts = np.ones(sides[0].worth.shape[1]) if chances is None else chances
    gains = [_gain(side) for side in sides]
    means = [
        _expected(side.weights[:, None], gain)[0] for side, gain in zip(sides, gains, strict=True)
    ]
    now = np.prod(means, axis=0) * counts
    best = float(now.max())
    if best <= 0.0:
        return []
    top = np.argsort(-now.round(_DIGITS), kind="stable")[:_COMPARED].tolist()
    found: list[Asked] = []
    for party, side in enumerate(sides):
        rest = counts * np.prod([mean for k, mean in enumerate(means) if k != party], axis=0)
        for question, likely in _questions(party, side, top, trust):
            current().room(likely.size * 16)
            both = _expected(likely * side.weights[:, None], gains[party])
            rise = float(np.sum((both * rest).max(axis=1))) - best
            if rise > 10.0**-_DIGITS:
                found.append(Asked(question, round(rise / best, _DIGITS)))
    return sorted(found, key=lambda each: -each.rise)


def _questions(
    party: int, side: Side, top: Sequence[int], trust: float
) -> Iterator[tuple[Question, Array]]:
    """Yield questions with the probability of each answer under each draw."""
    if side.stakes is not None and side.stakes.shape[1] > 1:
        yield Matters(party), _trusted(_tops(side.stakes), trust)
    for one, other in combinations(sorted(top), 2):
        yield Compare(party, one, other), _trusted(_preferred(side, one, other), trust)


def _tops(stakes: Array) -> Array:
    """Return which issue has the largest stake, shared where several have."""
    first = stakes >= stakes.max(axis=1, keepdims=True) - _SAME
    shares: Array = first / first.sum(axis=1, keepdims=True)
    return shares


def _preferred(side: Side, one: int, other: int) -> Array:
    """Return which of two is better: columns for the first, as good, the other."""
    ahead = side.worth[:, one] - side.worth[:, other]
    better, worse = ahead > _SAME, ahead < -_SAME
    return np.column_stack([better, ~(better | worse), worse]).astype(np.float64)


def _trusted(shares: Array, trust: float) -> Array:
    """Return the probability of answers of which some are wrong, all wrong ones alike."""
    wrong = (1.0 - trust) / (shares.shape[1] - 1)
    likely: Array = wrong + (trust - wrong) * shares
    return likely


def told(
    sides: Sequence[Side], question: Question, answer: int, trust: float = TRUST
) -> tuple[Side, ...]:
    """Return what is believed after an answer [Bayes' rule].

    Args:
        sides: The parties.
        question: What one of them was asked.
        answer: The issue; of a comparison 1, 0 or -1.
        trust: Probability that it is right.
    """
    side = sides[question.party]
    if isinstance(question, Matters):
        assert side.stakes is not None  # noqa: S101 (asked only where there are)
        likely = _trusted(_tops(side.stakes), trust)[:, answer]
    else:
        likely = _trusted(_preferred(side, question.package, question.other), trust)[:, 1 - answer]
    kept = side.weights * likely
    after = replace(side, weights=kept / kept.sum())
    return tuple(after if k == question.party else each for k, each in enumerate(sides))
