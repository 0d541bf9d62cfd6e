"""How much a set of points can miss at most: a bound that is measured, not added up.

All values that packages can have lie below every line of equal weighted sums that the plan
allows (an outer polytope, as in Benson's method: Benson 1998, "An outer approximation
algorithm for generating all efficient extreme points in the outcome set", Journal of Global
Optimization 13). Within it the point is sought that the given points miss by most, by
branch and bound on boxes: the upper corner of a box is missed by no less than anything in
it. Stopped at any time, what waits bounds what is missed.

Example, two points of which one is far from what a budget of 10 for both allows:
    >>> points = np.array([[9.0, 1.0], [1.0, 9.0]])
    >>> limits = Limits(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([10.0, 10, 10]))
    >>> round(most_missed(points, limits, lowest=np.zeros(2), spans=np.ones(2)), 1)
    4.0
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current

__all__ = ["Limits", "most_missed", "spread_weights"]

Floats = NDArray[np.float64]

_COMPARED = 4_000
_BATCH = 256
_WORK = 400_000_000
_CLOSE = 0.02


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """Weighted sums that no package exceeds.

    Attributes:
        weights: Shape (n, parties), none negative.
        most: Shape (n,).
    """

    weights: Floats
    most: Floats


def spread_weights(parties: int, spans: Floats) -> Floats:
    """Return weights that look at the values from many sides: shape (n, parties).

    Args:
        parties: Number of parties.
        spans: Shape (parties,): what one party's values are divided by; positive.
    """
    rng = np.random.default_rng(0)  # the same weights each time
    if parties == 2:
        share = np.linspace(0.0, 1.0, 129)
        weights = np.column_stack([share, 1.0 - share])
    else:
        weights = np.vstack(
            [np.eye(parties), rng.dirichlet(np.ones(parties), 128), np.full((1, parties), 1.0)]
        )
    return np.asarray(weights / spans)


def most_missed(points: Floats, limits: Limits, lowest: Floats, spans: Floats) -> float:
    """Bound what the points miss of any value within the limits.

    Args:
        points: Shape (n, parties), n at least 1.
        limits: What no package exceeds.
        lowest: Shape (parties,): no package that matters has less.
        spans: Shape (parties,): what a party's values are divided by; positive.

    Returns:
        A number t such that for every value v within the limits there is a point that is
        worth no less than v - t * spans to every party.
    """
    step = -(-len(points) // _COMPARED)
    some = np.ascontiguousarray((points[::step] / spans).T)
    weights = limits.weights * spans
    low = (lowest / spans)[None]
    high = _tightened(low, np.full_like(low, np.inf), weights, limits.most)
    worth = _missed(high, some)
    rounds = max(8, _WORK // (some.size * 2 * _BATCH))
    reached = 0.0
    budget = current()
    each = some.size * 2 * _BATCH // 400
    for _ in range(rounds):
        if budget.left < each:
            # What was worked out so far is a bound as well.
            break
        budget.spend(each)
        order = np.argsort(-worth, kind="stable")
        worth, low, high = worth[order], low[order], high[order]
        if worth[0] <= reached * (1 + _CLOSE) or worth[0] <= 0:
            break
        halves = _halves(low[:_BATCH], high[:_BATCH])
        inside = (halves[0] @ weights.T <= limits.most).all(axis=1)
        own_low = halves[0][inside]
        own_high = _tightened(own_low, halves[1][inside], weights, limits.most)
        if len(own_low):
            reached = max(reached, float(_missed(own_low, some).max()))
        worth = np.concatenate([worth[_BATCH:], _missed(own_high, some)])
        low = np.vstack([low[_BATCH:], own_low])
        high = np.vstack([high[_BATCH:], own_high])
        # What is missed by less than a value that can be reached need not be looked at again.
        useful = worth > reached
        worth, low, high = worth[useful], low[useful], high[useful]
        if not len(worth):
            return reached
    return max(reached, float(worth.max()))


def _halves(low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Cut each box in two across its longest side."""
    side = (high - low).argmax(axis=1)
    rows = np.arange(len(low))
    middle = (low[rows, side] + high[rows, side]) / 2
    lower_high, upper_low = high.copy(), low.copy()
    lower_high[rows, side] = middle
    upper_low[rows, side] = middle
    return np.vstack([low, upper_low]), np.vstack([lower_high, high])


def _tightened(low: Floats, high: Floats, weights: Floats, most: Floats) -> Floats:
    """Lower the upper corners to what the limits allow above the lower corners."""
    high = high.copy()
    left = most - low @ weights.T
    for p in range(low.shape[1]):
        used = weights[:, p] > 0
        room = (left[:, used] / weights[used, p]).min(axis=1)
        high[:, p] = np.minimum(high[:, p], low[:, p] + np.maximum(room, 0.0))
    return high


def _missed(corners: Floats, points: Floats) -> Floats:
    """Return by how much the nearest point misses each corner; points have shape (parties, n)."""
    apart = corners[:, 0, None] - points[0]
    for p in range(1, len(points)):
        np.maximum(apart, corners[:, p, None] - points[p], out=apart)
    return np.asarray(np.maximum(apart.min(axis=1, initial=np.inf), 0.0))
