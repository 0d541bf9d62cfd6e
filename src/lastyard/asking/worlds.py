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
from lastyard.budget import current, spend
from lastyard.portable import log2

__all__ = [
    "Information",
    "Worlds",
    "draw_worlds",
    "entropy",
    "information",
    "lesson_of",
    "outcomes",
    "true_in",
]

_PARTS = 8
_LN2 = 0.6931471805599453

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

    Each party's weights are sampled systematically, pattern by pattern and over its draws in
    random order within each, and the worlds are then put in random order: so the chances of
    its commitments are right to one world in ``count``. (Going draw by draw would not do:
    with a whole number of worlds a draw, each would always meet the same pattern.)
    """
    draws, patterns = [], []
    for party, belief in enumerate(beliefs):
        spend(20 + belief.weights.size // 30 + count // 5)
        rng = np.random.default_rng([seed, party])
        order = rng.permutation(len(belief.weights))
        ladder = np.cumsum(belief.weights[order].T.ravel())
        steps = (np.arange(count) + rng.random()) / count * ladder[-1]
        flat = np.minimum(np.searchsorted(ladder, steps, side="right"), ladder.size - 1)
        flat = rng.permutation(flat)
        draws.append(order[flat % len(order)])
        patterns.append(flat // len(order))
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
    spend(count * len(packages) * len(beliefs) // 60)
    current().room(count * len(packages) * len(beliefs) * 4)
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
    plain = -np.sum(shares * log2(shares))
    return float(plain + (len(seen) - 1) / (2 * seen.sum() * _LN2))


def information(outcome: NDArray[np.intp], answer: Mask) -> Information:
    """Return what an answer says about the outcome.

    Args:
        outcome: Outcome of each world, whole numbers from 0.
        answer: Answer in each world.

    Returns:
        The estimate, with the error of its terms (delta method) and that of an answer which
        says nothing, which the terms alone would put at 0 (its estimate, times 2 n ln 2,
        is then distributed as chi-squared).
    """
    spend(100 + len(outcome) // 50)
    size, kinds = len(outcome), int(outcome.max()) + 1
    joint = np.bincount(outcome * 2 + answer, minlength=2 * kinds).reshape(-1, 2)
    by_outcome, by_answer = joint.sum(axis=1), joint.sum(axis=0)
    bits = entropy(by_outcome) + entropy(by_answer) - entropy(joint.ravel())
    with np.errstate(divide="ignore", invalid="ignore"):
        point = log2(joint * size / (by_outcome[:, None] * by_answer[None, :]))
    point = np.where(joint > 0, point, 0.0)
    mean = np.sum(joint * point) / size
    spread = np.sum(joint * (point - mean) ** 2) / size
    freedom = (np.count_nonzero(by_outcome) - 1) * (np.count_nonzero(by_answer) - 1)
    by_chance = np.sqrt(2.0 * freedom) / (2.0 * size * _LN2)
    return Information(max(0.0, bits), float(np.hypot(np.sqrt(spread / size), by_chance)))


def lesson_of(outcome: NDArray[np.intp], accepts: Mask, refused: Mask) -> Information | None:
    """Return what seeing who refuses a proposal says about the outcome, if it is refused.

    That is the Kullback-Leibler divergence from what was thought of the outcome to what is
    thought once it is known who refused, on average over who may.

    Args:
        outcome: Outcome of each world.
        accepts: Who accepts in each world, shape (worlds, parties).
        refused: In which worlds it is refused.

    Returns:
        The estimate, with its error from eight parts of the worlds; None if it is refused in
        none.
    """
    if not refused.any():
        return None
    parts = []
    for part in np.array_split(np.arange(len(outcome)), _PARTS):
        if refused[part].any():
            parts.append(_divergence(outcome[part], accepts[part], refused[part]))
    error = np.std(parts, ddof=1) / np.sqrt(len(parts)) if len(parts) > 1 else np.inf
    return Information(max(0.0, _divergence(outcome, accepts, refused)), float(error))


def _divergence(outcome: NDArray[np.intp], accepts: Mask, refused: Mask) -> float:
    spend(100 + accepts.size)
    kinds = int(outcome.max()) + 1
    counts, left = np.bincount(outcome, minlength=kinds), outcome[refused]
    after = np.bincount(left, minlength=kinds)
    seen = after > 0
    cross = -float(np.sum(after[seen] * log2(counts[seen] / counts.sum()))) / len(left)
    _, who = np.unique(accepts[refused], axis=0, return_inverse=True)
    who = who.ravel()
    inside = sum(
        np.count_nonzero(who == kind) * entropy(np.bincount(left[who == kind]))
        for kind in range(int(who.max()) + 1)
    )
    return cross - inside / len(left)
