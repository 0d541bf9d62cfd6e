"""Joint samples of what all parties would do, and how much an answer says about the outcome.

The *outcome* of a world is the first package, in a given order, that would be agreed in it,
or none. Information is measured in bits: the mutual information between an answer and the
outcome, which is the expected fall of the outcome's entropy [Lindley 1956, "On a measure of
the information provided by an experiment"]. Entropies are estimated from counts with the
correction of Miller and Madow [Miller 1955, "Note on the bias of information estimates"].

Example:
    >>> import numpy as np
    >>> outcome = np.repeat([0, 1], 500)
    >>> round(information(outcome, outcome == 0).bits, 2)
    1.0
    >>> round(information(outcome, np.tile([True, False], 500)).bits, 2)
    0.0
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.belief import Mask, PartyBelief, Where

__all__ = ["Information", "Worlds", "draw_worlds", "entropy", "information", "outcomes", "true_in"]

Agrees = Callable[[Mask], Mask]
"""From who accepts, shape (cases, parties), to whether it is agreed, shape (cases,)."""


class Worlds(NamedTuple):
    """Joint samples.

    Attributes:
        draws: Per party, the draw of each world, shape (parties, worlds).
        patterns: Per party, the pattern of each world, same shape.
    """

    draws: NDArray[np.intp]
    patterns: NDArray[np.intp]


class Information(NamedTuple):
    """An amount of information.

    Attributes:
        bits: The estimate.
        error: Its Monte-Carlo standard error.
    """

    bits: float
    error: float


def draw_worlds(beliefs: Sequence[PartyBelief], count: int, seed: int) -> Worlds:
    """Draw joint worlds: parties are independent of one another, given what is believed.

    Each party's weights are sampled systematically, then put in random order, so that its own
    chances are right to one world in ``count``.
    """
    draws, patterns = [], []
    for party, belief in enumerate(beliefs):
        rng = np.random.default_rng([seed, party])
        ladder = np.cumsum(belief.weights.ravel())
        steps = (np.arange(count) + rng.random()) / count * ladder[-1]
        flat = np.minimum(np.searchsorted(ladder, steps), ladder.size - 1)
        flat = rng.permutation(flat)
        draws.append(flat // belief.weights.shape[1])
        patterns.append(flat % belief.weights.shape[1])
    return Worlds(np.array(draws, dtype=np.intp), np.array(patterns, dtype=np.intp))


def true_in(where: Where, worlds: Worlds, party: int) -> Mask:
    """Return in which worlds something is true of a party."""
    found: Mask = where.draws[worlds.draws[party]] & where.patterns[worlds.patterns[party]]
    return found


def outcomes(
    beliefs: Sequence[PartyBelief], worlds: Worlds, order: Sequence[int], agrees: Agrees
) -> NDArray[np.intp]:
    """Return per world the place in ``order`` of the first package agreed, or its length."""
    packages = np.array(order, dtype=np.intp)
    count = worlds.draws.shape[1]
    accepts = np.empty((count, len(packages), len(beliefs)), dtype=np.bool_)
    for party, belief in enumerate(beliefs):
        enough = belief.enough[worlds.draws[party]][:, packages]
        accepts[:, :, party] = enough & belief.free[worlds.patterns[party]][:, packages]
    agreed = agrees(accepts.reshape(-1, len(beliefs))).reshape(count, len(packages))
    first = np.argmax(agreed, axis=1)
    return np.where(agreed.any(axis=1), first, len(packages)).astype(np.intp)


def entropy(counts: NDArray[np.integer]) -> float:
    """Return the entropy in bits of what was counted so often (Miller & Madow)."""
    seen = counts[counts > 0]
    shares = seen / seen.sum()
    plain = -np.sum(shares * np.log2(shares))
    return float(plain + (len(seen) - 1) / (2 * seen.sum() * np.log(2.0)))


def information(outcome: NDArray[np.intp], answer: Mask) -> Information:
    """Return what an answer says about the outcome.

    Args:
        outcome: Outcome of each world, whole numbers from 0.
        answer: Answer in each world.
    """
    size, kinds = len(outcome), int(outcome.max()) + 1
    joint = np.bincount(outcome * 2 + answer, minlength=2 * kinds).reshape(-1, 2)
    by_outcome, by_answer = joint.sum(axis=1), joint.sum(axis=0)
    bits = entropy(by_outcome) + entropy(by_answer) - entropy(joint.ravel())
    with np.errstate(divide="ignore", invalid="ignore"):
        point = np.log2(joint * size / (by_outcome[:, None] * by_answer[None, :]))
    point = np.where(joint > 0, point, 0.0)
    mean = np.sum(joint * point) / size
    spread = np.sum(joint * (point - mean) ** 2) / size
    return Information(max(0.0, bits), float(np.sqrt(spread / size)))
