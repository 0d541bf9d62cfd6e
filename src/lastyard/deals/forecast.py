"""Where talks over one ordered issue may end, by published ways of forecasting.

The simple ways are means and medians of what the parties ask for. The challenge model is
Bueno de Mesquita's expected utility (1994), as Scholz, Calbert and Smith (2011, Journal of Theoretical Politics
23(4), sections 3 to 5) unravelled it: in each round every actor compares what it and each other expect
from challenging one another, and gives way to the offer that asks least of it. It is told beside
the others because it is well known; on recorded decisions it was not better than the mean.

Example:
    >>> stands = [Stand(0.0, 1.0, 0.5), Stand(10.0, 1.0, 1.0), Stand(10.0, 2.0, 1.0)]
    >>> mean(stands), median(stands), round(compromise(stands), 2)
    (6.666666666666667, 10.0, 8.57)
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current, spend
from lastyard.portable import power

__all__ = ["ROUNDS", "Round", "Stand", "challenge", "compromise", "mean", "median"]

Array = NDArray[np.float64]

ROUNDS = 10
_ROUNDING = 1e-12
_TRANSIENT = 3.0  # of risk, from 1/2 (seeks it) to 2 (shuns it) in the exponent


class Stand(NamedTuple):
    """Where an actor stands on an issue, and what it brings to bear.

    Attributes:
        position: What it asks for.
        capability: What it could bring to bear, on any scale of 0 or more.
        salience: How much of that it would, from 0 to 1.
    """

    position: float
    capability: float = 1.0
    salience: float = 1.0


class Round(NamedTuple):
    """A round of challenges.

    Attributes:
        median: The position that beats every other in a vote weighted by capability times salience; where several do as
            well, the middle of the outermost.
        mean: The mean of positions by the same weights.
    """

    median: float
    mean: float


def mean(stands: Sequence[Stand]) -> float:
    """Return the plain mean of positions."""
    return sum(each.position for each in stands) / len(stands)


def median(stands: Sequence[Stand]) -> float:
    """Return the plain median of positions; of an even number the middle of the two."""
    found = sorted(each.position for each in stands)
    half = len(found) // 2
    return found[half] if len(found) % 2 else (found[half - 1] + found[half]) / 2


def compromise(stands: Sequence[Stand]) -> float:
    """Return the mean weighted by capability times salience [Van den Bos 1991; Achen 2006]."""
    weights = [each.capability * each.salience for each in stands]
    if sum(weights) <= 0:
        return mean(stands)
    return sum(w * each.position for w, each in zip(weights, stands, strict=True)) / sum(weights)


def challenge(stands: Sequence[Stand], rounds: int = ROUNDS) -> tuple[Round, ...]:
    """Return the rounds of the challenge model, without the positions at the start.

    It ends early where nobody moves any more.

    Args:
        stands: The actors; two or more.
        rounds: How many rounds.
    """
    places = np.array([each.position for each in stands], dtype=np.float64)
    salience = np.array([each.salience for each in stands], dtype=np.float64)
    weights = salience * np.array([each.capability for each in stands], dtype=np.float64)
    span = float(np.ptp(places))
    found: list[Round] = []
    for _ in range(rounds if span > 0.0 and weights.sum() > 0.0 else 0):
        spend(10 + 8 * len(stands) ** 3 // 100)
        current().room(8 * 8 * len(stands) ** 3)
        before, places = places, _moved(places / span, weights, salience) * span
        total = float(np.sum(weights * places) / np.sum(weights))
        found.append(Round(_winner(places, weights), total))
        if np.array_equal(before, places):
            break
    return tuple(found)


def _winner(places: Array, weights: Array) -> float:
    """Return the position that beats all others in weighted votes, each for the nearer one; of several the middle."""
    every = np.unique(places)
    away = np.sum(weights * np.abs(places - every[:, None]), axis=1)
    # Of those that no other beats, whichever comes first in the file would else be called the winner.
    best = every[away <= away.min() * (1 + _ROUNDING)]
    return float(best[0] + best[-1]) / 2


def _moved(places: Array, weights: Array, salience: Array) -> Array:
    """Return the positions after one round; positions in units of the range at the start."""
    even = np.ones(len(places))
    expected = _expected(places, weights, salience, even, even[:1])[0]
    danger = expected.sum(axis=0) - np.diagonal(expected)
    least, most = float(danger.min()), float(danger.max())
    risk = (2.0 * danger - most - least) / (most - least) if most > least else np.zeros(len(places))
    exponent = (1.0 - risk / _TRANSIENT) / (1.0 + risk / _TRANSIENT)
    seen = _expected(places, weights, salience, exponent, exponent)
    return np.array([_answer(places, actor, seen[actor]) for actor in range(len(places))])


def _expected(
    places: Array, weights: Array, salience: Array, exponent: Array, seen_by: Array
) -> Array:
    """Return what each actor i expects from challenging each j, shape (seen by, i, j).

    Args:
        places: Positions.
        weights: Capability times salience.
        salience: Salience.
        exponent: Of each actor's losses, when it backs one position against another.
        seen_by: The exponents with which expectations are seen.
    """
    apart = np.abs(places[:, None] - places[None, :])
    losses = power(apart, exponent[:, None])
    backing = weights[:, None, None] * (losses[:, None, :] - losses[:, :, None])
    chance = np.maximum(backing, 0.0).sum(axis=0) / max(float(np.abs(backing).sum()), 1e-300)
    eye = seen_by[:, None, None]
    half = np.clip(apart / 2.0, 0.0, 0.5)[None, :, :]
    success = 2.0 - 4.0 * power(0.5 - half, eye)
    failure = 2.0 - 4.0 * power(0.5 + half, eye)
    resisted = salience[None, None, :]
    found: Array = (
        resisted * (chance * success + (1.0 - chance) * failure)
        + (1.0 - resisted) * success
        - (2.0 - 4.0 * power(np.full_like(eye, 0.5), eye))
    )
    return found


def _answer(places: Array, actor: int, expected: Array) -> float:
    """Return where an actor goes: to the one offer that it answers, or nowhere.

    Lost confrontations come first, then compromises, then giving in. Among compromises the published code
    takes that with the smallest weighted middle, not the nearest; so does this.
    """
    here = float(places[actor])
    lost: list[tuple[float, float]] = []
    met: list[tuple[float, float]] = []
    given: list[tuple[float, float]] = []
    for other, there in enumerate(places.tolist()):
        own, its = float(expected[actor, other]), float(expected[other, actor])
        if there == here or its <= 0.0:
            continue
        if its > own > 0.0:
            lost.append((abs(there - here), there))
        elif own < 0.0 and its > -own:
            middle = (-own * here + its * there) / (its - own)
            met.append((middle, here + (there - here) * (-own / its)))
        elif own < 0.0:
            given.append((abs(there - here), there))
    for offers in (lost, met, given):
        if offers:
            return min(offers, key=lambda offer: offer[0])[1]
    return here
