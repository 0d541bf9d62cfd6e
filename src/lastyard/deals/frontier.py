"""The Pareto frontier: the packages that no other package beats for one party and all others.

Exact on spaces that nobody can list, because it is folded together from the issues, one after another,
on exact numbers (:mod:`lastyard.deals.domain`). Where there are too many points they are thinned out,
and what that can miss is bounded.

Example, two parties who care about different issues:
    >>> domain = Domain.of([[[0, 5], [0, 1]], [[2, 0], [6, 0]]])
    >>> frontier = pareto_frontier(domain)
    >>> [(frontier.package(k), frontier.values[k].tolist()) for k in range(len(frontier))]
    [((1, 1), [6.0, 0.0]), ((1, 0), [5.0, 6.0]), ((0, 0), [0.0, 8.0])]
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current
from lastyard.deals.domain import (
    Domain,
    Limbs,
    Package,
    at_least,
    carried,
    from_limbs,
    limbs_needed,
    ordinals,
    to_limbs,
)
from lastyard.deals.plan import Layer, Plan, make_plan
from lastyard.deals.relaxation import best_sums, relax

__all__ = [
    "Fold",
    "FoldTooLargeError",
    "Frontier",
    "Limits",
    "Step",
    "Trace",
    "fold",
    "layer_gains",
    "most_missed",
    "pareto_frontier",
    "spread_weights",
    "thinned",
    "undominated_pairs",
    "undominated_points",
]

Floats = NDArray[np.float64]

_COMPARED = 4_000

_BATCH = 256

_WORK = 400_000_000

# What a round costs besides comparing: with few points it is most of it.
_ROUND = 200_000

_CLOSE = 0.02

# Shares of a party's span below which nothing is looked at again.
_NEGLIGIBLE = 1e-6


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

    All values that packages can have lie below every line of equal weighted sums that the plan
    allows (an outer polytope, as in Benson's method: Benson 1998, "An outer approximation
    algorithm for generating all efficient extreme points in the outcome set", Journal of Global
    Optimization 13). Within it the point is sought that the given points miss by most, by
    branch and bound on boxes: the upper corner of a box is missed by no less than anything in
    it. Stopped at any time, what waits bounds what is missed.

    Args:
        points: Shape (n, parties), n at least 1.
        limits: What no package exceeds.
        lowest: Shape (parties,): no package that matters has less.
        spans: Shape (parties,): what a party's values are divided by; positive.

    Returns:
        A number t such that for every value v within the limits there is a point that is
        worth no less than v - t * spans to every party.

    Example, two points of which one is far from what a budget of 10 for both allows:
        >>> points = np.array([[9.0, 1.0], [1.0, 9.0]])
        >>> limits = Limits(np.array([[1.0, 0.0], [0.0, 1.0], [1.0, 1.0]]), np.array([10.0, 10, 10]))
        >>> round(most_missed(points, limits, lowest=np.zeros(2), spans=np.ones(2)), 1)
        4.0
    """
    step = -(-len(points) // _COMPARED)
    some = np.ascontiguousarray((points[::step] / spans).T)
    weights = limits.weights * spans
    low = (lowest / spans)[None]
    high = _tightened(low, np.full_like(low, np.inf), weights, limits.most)
    worth = _missed(high, some)
    work = some.size * 2 * _BATCH + _ROUND
    rounds = max(8, _WORK // work)
    reached = 0.0
    budget = current()
    each = work // 400
    for _ in range(rounds):
        if budget.left < each:
            # What was worked out so far is a bound as well.
            break
        budget.spend(each)
        order = np.argsort(-worth, kind="stable")
        worth, low, high = worth[order], low[order], high[order]
        if worth[0] <= max(reached * (1 + _CLOSE), _NEGLIGIBLE):
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


_FINEST = 2.0**-24

_ROUNDING = 1e-9


def thinned(
    points: NDArray[np.float64], groups: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Keep about ``most`` points, at least one per group.

    Points are put into boxes of one width per party, and one point of each box stays
    [epsilon-dominance: Laumanns, Thiele, Deb, Zitzler 2002, "Combining convergence and
    diversity in evolutionary multiobjective optimization", Evolutionary Computation 10]. What
    was lost is measured, not estimated: for every point dropped, how much better it was for a
    party than the one that stayed.

    Args:
        points: Shape (n, parties).
        groups: Shape (n,): a point may stand only for others of its group.
        most: Points wanted at most; exceeded only if there are more groups than that.

    Returns:
        Positions kept, rising, and per party the most that a dropped point was better by
        than the one kept for it, rounded up by one part in 10**9.

    Example:
        >>> points = np.array([[0.0, 9.0], [1.0, 8.0], [8.0, 1.0], [9.0, 0.0]])
        >>> kept, lost = thinned(points, np.zeros(4, dtype=np.int64), most=2)
        >>> kept.tolist(), lost.round(6).tolist()
        ([0, 2], [1.0, 0.0])
    """
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    span[span == 0] = 1.0
    share = (points - low) / span
    fine, coarse = np.log2(_FINEST), 1.0
    for _ in range(20):  # bisect on the logarithm of the box width
        middle = (fine + coarse) / 2
        if len(np.unique(_boxes(share, groups, 2.0**middle))) > most:
            fine = middle
        else:
            coarse = middle
    boxes = _boxes(share, groups, 2.0**coarse)
    # The point with the largest sum stays: the others are better than it by less.
    order = np.argsort(-share.sum(axis=1), kind="stable")
    _, first, box = np.unique(boxes[order], return_index=True, return_inverse=True)
    points, kept = points[order], order[first]
    lost = (points - points[first][box.reshape(-1)]).max(axis=0)
    largest = np.abs(points).max(axis=0)
    return np.sort(kept), np.where(lost > 0, lost + _ROUNDING * largest, 0.0)


# Units per point and column for putting points into boxes once.
_BOX_WORK = 0.05


def _boxes(
    share: NDArray[np.float64], groups: NDArray[np.int64], width: float
) -> NDArray[np.int64]:
    """Return a number per point, the same for points of one group and box only."""
    current().spend(1 + int(share.size * _BOX_WORK))
    numbers, size = groups, int(groups.max(initial=0)) + 1
    for column in np.floor(share.T / width).astype(np.int64):
        digits = int(column.max(initial=0)) + 1
        if size * digits >= 1 << 62:
            distinct, numbers = np.unique(numbers, return_inverse=True)
            numbers, size = numbers.reshape(-1), len(distinct)
        numbers, size = numbers * digits + column, size * digits
    return numbers


_WHOLE_IN_FLOAT = 1 << 53


def undominated_points(
    points: NDArray[np.int64], groups: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Find the undominated points; of equal points the first is kept.

    Chosen by measurement over a block filter of our own (docs/benchmarks-deals.md): moocore
    (LGPL-2.1) is compiled and takes a hundredth of the time. It works on floats, so values
    that a float cannot hold are replaced by their ranks: dominance needs the order alone.

    Args:
        points: Shape (n, parties); more is better.
        groups: Shape (n,); only points of the same group are compared. None: all are.

    Returns:
        Positions of the points kept, rising within each group.

    Example:
        >>> undominated_points(np.array([[1, 2, 3], [1, 2, 2], [3, 0, 0], [1, 2, 3]])).tolist()
        [0, 2]
    """
    exact = _in_floats(points)
    if groups is None:
        return np.flatnonzero(_kept(exact))
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.concatenate([part[_kept(exact[part])] for part in np.split(order, cuts)])


def _kept(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    # Imported here: it takes half as long as numpy, and few answers have three parties' points.
    import moocore  # noqa: PLC0415

    return np.asarray(moocore.is_nondominated(points, maximise=True), dtype=np.bool_)


def _in_floats(points: NDArray[np.int64]) -> NDArray[np.float64]:
    if not len(points) or max(int(points.max()), -int(points.min())) < _WHOLE_IN_FLOAT:
        return points.astype(np.float64)
    ranks = [np.unique(column, return_inverse=True)[1].reshape(-1) for column in points.T]
    return np.column_stack(ranks).astype(np.float64)


def undominated_pairs(
    points: NDArray[np.int64], groups: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Find the undominated points; of equal points the first is kept.

    Sorted by the first party's value, a point is undominated exactly if the second party's
    value is higher than everything before it [Kung, Luccio, Preparata 1975, "On finding the
    maxima of a set of vectors", J. ACM 22, section 2].

    Args:
        points: Shape (n, 2); more is better.
        groups: Shape (n,), small whole numbers; only points of the same group are
            compared. None: all are.

    Returns:
        Positions of the points kept, by group, then from the first party's best.

    Example:
        >>> undominated_pairs(np.array([[1, 5], [3, 3], [2, 3], [3, 3]])).tolist()
        [1, 0]
    """
    first, second = points[:, 0], points[:, 1]
    if groups is None:
        # A stable sort is a merge here: the fold hands over sorted runs.
        order = np.argsort(-first, kind="stable")
        level = second[order]
        segment = None
    else:
        order = np.lexsort((-first, groups))
        segment = groups[order]
        # Ranks within segment-sized steps let one running maximum serve all groups.
        ranks = np.empty(len(second), dtype=np.int64)
        by_second = np.argsort(second, kind="stable")
        in_order = second[by_second]
        ranks[by_second] = np.concatenate([[0], np.cumsum(in_order[1:] != in_order[:-1])])
        level = segment * (len(second) + 1) + ranks[order]
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = level[1:] > np.maximum.accumulate(level)[:-1]
    if segment is not None:
        kept[1:] |= segment[1:] != segment[:-1]
    rising = order[kept]
    # Among equal first values the last one kept has the highest second value.
    last = np.ones(len(rising), dtype=bool)
    last[:-1] = first[rising[1:]] != first[rising[:-1]]
    if groups is not None:
        last[:-1] |= groups[rising[1:]] != groups[rising[:-1]]
    return np.asarray(rising[last])


class FoldTooLargeError(Exception):
    """A step of a fold kept more points than the caller has use for."""


@dataclass(frozen=True, slots=True, eq=False)
class Step:
    """The partial packages kept after one more issue.

    Attributes:
        values: Shape (n, parties, limbs): their exact sums, in units of the party.
        groups: Shape (n,): their group of the plan.
        parents: Shape (n,): position of the partial package that each extends.
        options: Shape (n,): the option chosen on the issue.
    """

    values: Limbs
    groups: NDArray[np.int64]
    parents: NDArray[np.int64]
    options: NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Fold:
    """All steps of a fold.

    Attributes:
        plan: The plan that was followed.
        limbs: Limbs per number.
        steps: The start (one empty package) and one step per issue.
        epsilon: Per party, an upper bound on what thinning out lost, in units of the
            party; zeros if nothing was thinned out.
    """

    plan: Plan
    limbs: int
    steps: tuple[Step, ...]
    epsilon: NDArray[np.float64]


def fold(
    domain: Domain,
    plan: Plan,
    *,
    most_points: int | None = None,
    give_up_above: int | None = None,
) -> Fold:
    """Fold all issues.

    If a partial package is dominated by another of its group, every completion of it is
    dominated by the same completion of the other; so nothing undominated is lost [dynamic
    programming for multiobjective problems: Villarreal & Karwan 1981, "Multicriteria integer
    programming", Mathematical Programming 21]. Of partial packages with equal sums one is
    kept; the others are found on demand.

    A partial package is also dropped when even the best that its open issues allow leaves a
    party below its reservation value.

    Args:
        domain: The outcome space.
        plan: Its plan, with all rules built in.
        most_points: Thin a step out when it holds more points than this; None never does.
        give_up_above: Stop when a step holds more points than this; None never does.

    Returns:
        The steps; the last one holds the frontier.

    Raises:
        FoldTooLargeError: The fold was given up.
    """
    limbs = _limbs_of(domain)
    gains = [layer_gains(domain, layer, limbs) for layer in plan.layers]
    bounds = _suffix_bounds(domain, plan, gains, limbs)
    start = np.zeros(1, dtype=np.int64)
    alive = slice(0 if plan.packages == 0 else 1)
    empty = np.zeros((1, domain.parties, limbs), dtype=np.int64)
    step = Step(empty[alive], start[alive], start[alive], start[alive])
    steps, epsilon = [step], np.zeros(domain.parties)
    for depth, layer in enumerate(plan.layers):
        step = _extend(step, layer, gains[depth], None if bounds is None else bounds[depth + 1])
        if give_up_above is not None and len(step.groups) > give_up_above:
            raise FoldTooLargeError
        if most_points is not None and len(step.groups) > most_points:
            kept, lost = thinned(_rounded(step.values), step.groups, most_points)
            epsilon += lost
            step = _subset(step, kept)
        steps.append(step)
    return Fold(plan, limbs, tuple(steps), epsilon)


def layer_gains(domain: Domain, layer: Layer, limbs: int) -> Limbs:
    """Return what each option of a layer adds: shape (groups or 1, options, parties, limbs)."""
    n = domain.sizes[layer.issue]
    flat = [domain.tables[p][layer.issue][k] for k in range(n) for p in range(domain.parties)]
    gains = to_limbs(flat, limbs).reshape(1, n, domain.parties, limbs)
    for j, this_is_first, other in layer.terms:
        matrices = np.array(
            [to_limbs([x for row in own for x in row], limbs) for own in domain.pairs[j][1]]
        )
        matrices = matrices.reshape(domain.parties, *_pair_shape(domain, j), limbs)
        matrices = np.moveaxis(matrices, 0, 2)
        own_first = matrices if not this_is_first else np.swapaxes(matrices, 0, 1)
        gains = carried(gains + own_first[other])
    return gains


def _pair_shape(domain: Domain, j: int) -> tuple[int, int]:
    first, second = domain.pairs[j][0]
    return domain.sizes[first], domain.sizes[second]


def _limbs_of(domain: Domain) -> int:
    """Return the limbs that hold every sum, with room for one more addition."""
    largest = 1
    for p, table in enumerate(domain.tables):
        total = sum(max(map(abs, issue)) for issue in table)
        total += sum(max(abs(x) for row in own[p] for x in row) for _, own in domain.pairs)
        least = domain.reservation[p]
        if least is not None:
            total = max(total, abs(_ceiling(least / domain.units[p])))
        largest = max(largest, total)
    return limbs_needed(2 * largest)


def _ceiling(number: Fraction) -> int:
    return -((-number.numerator) // number.denominator)


def _suffix_bounds(
    domain: Domain, plan: Plan, gains: list[Limbs], limbs: int
) -> list[Limbs] | None:
    """Return, per layer and group, what a party must hold already to reach its reservation value.

    A party without one gets a number below every sum. None if no party has one.
    """
    if all(least is None for least in domain.reservation):
        return None
    needs = [
        0 if least is None else _ceiling(least / unit)
        for least, unit in zip(domain.reservation, domain.units, strict=True)
    ]
    need = to_limbs(needs, limbs)
    unbounded = np.array([least is None for least in domain.reservation])
    lowest = np.array([-(1 << 62), *[0] * (limbs - 1)], dtype=np.int64)
    best = np.zeros((1, domain.parties, limbs), dtype=np.int64)
    bounds = []
    for layer, gain in zip(reversed(plan.layers), reversed(gains), strict=True):
        bounds.append(_needed(need, best, unbounded, lowest))
        highest = np.broadcast_to(lowest, (len(layer.target), domain.parties, limbs)).copy()
        for k in range(layer.target.shape[1]):
            open_groups = layer.target[:, k] >= 0
            if not open_groups.any():
                continue
            own = gain[:, k] if len(gain) == 1 else gain[open_groups, k]
            reached = carried(own + best[layer.target[open_groups, k]])
            old = highest[open_groups]
            better = at_least(reached, old)[..., None]
            highest[open_groups] = np.where(better, reached, old)
        best = highest
    bounds.append(_needed(need, best, unbounded, lowest))
    bounds.reverse()
    return bounds


def _needed(need: Limbs, best: Limbs, unbounded: NDArray[np.bool_], lowest: Limbs) -> Limbs:
    # Dead groups hold the lowest number; they are never reached, so any bound will do.
    dead = best[..., 0] == lowest[0]
    bound = carried(need - np.where(dead[..., None], 0, best))
    return np.where(unbounded[:, None], lowest, bound)


def _extend(step: Step, layer: Layer, gain: Limbs, bound: Limbs | None) -> Step:
    """Settle one issue in every partial package and filter the result."""
    n = layer.target.shape[1]
    rows, parties = len(step.groups) * n, step.values.shape[1]
    budget = current()
    # Filtering two is a sweep; for more, every point is held against many others.
    budget.spend(10 + rows * parties * (1 if parties < 3 else parties) // 4)
    budget.room(rows * (parties * step.values.shape[2] * 24 + 40))
    # Option by option keeps runs sorted, which the two-party sweep merges quickly.
    parents = np.tile(np.arange(len(step.groups)), n)
    options = np.repeat(np.arange(n), len(step.groups))
    groups = layer.target[step.groups[parents], options]
    if (layer.target < 0).any():
        allowed = groups >= 0
        parents, options, groups = parents[allowed], options[allowed], groups[allowed]
    if len(gain) == 1:
        values = step.values[parents] + gain[0, options]
    else:
        values = step.values[parents] + gain[step.groups[parents], options]
    values = carried(values)
    if bound is not None:
        reachable = at_least(values, bound[groups]).all(axis=1)
        values, groups = values[reachable], groups[reachable]
        parents, options = parents[reachable], options[reachable]
    return _subset(Step(values, groups, parents, options), _undominated(values, groups))


def _undominated(values: Limbs, groups: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(values):
        return np.zeros(0, dtype=np.int64)
    points = ordinals(values)
    several = groups if groups.any() else None
    parties = points.shape[1]
    if parties > 2:
        return undominated_points(points, several)
    if parties == 1:
        points = np.repeat(points, 2, axis=1)
    return undominated_pairs(points, several)


def _subset(step: Step, kept: NDArray[np.int64]) -> Step:
    return Step(step.values[kept], step.groups[kept], step.parents[kept], step.options[kept])


def _rounded(values: Limbs) -> NDArray[np.float64]:
    result = values[..., 0].astype(np.float64)
    for j in range(1, values.shape[-1]):
        result = result * float(1 << 56) + values[..., j]
    return result


_Key = tuple[int, bytes]


class Trace:
    """Walks back through the steps of a fold. Look-up tables are made when first needed.

    A partial package with the same sum as one that the fold kept extends to the same points.
    So the packages that share a point are the paths back through the steps on which the sums
    add up; they are counted without being listed, and listed one at a time.
    """

    def __init__(self, domain: Domain, folded: Fold) -> None:
        self._domain, self._fold = domain, folded
        self._gains: dict[int, Limbs] = {}
        self._positions: dict[int, dict[_Key, int]] = {}
        self._counts: list[dict[int, int]] = [{} for _ in folded.steps]
        self._sources: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def package(self, point: int) -> Package:
        """Return the package that the fold kept for a point."""
        options = [0] * len(self._fold.plan.order)
        for depth in range(len(self._fold.plan.order), 0, -1):
            step = self._fold.steps[depth]
            options[self._fold.plan.order[depth - 1]] = int(step.options[point])
            point = int(step.parents[point])
        return tuple(options)

    def options(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the packages that the fold kept for many points: shape (n, issues)."""
        found = np.empty((len(points), len(self._fold.plan.order)), dtype=np.int64)
        for depth in range(len(self._fold.plan.order), 0, -1):
            step = self._fold.steps[depth]
            found[:, self._fold.plan.order[depth - 1]] = step.options[points]
            points = step.parents[points]
        return found

    def packages(self, point: int) -> Iterator[Package]:
        """Yield all packages with the values of a point, in a fixed order."""
        options = [0] * len(self._fold.plan.order)
        depth = len(self._fold.plan.order)
        pending = [iter(self._before(depth, point))]
        while pending:
            found = next(pending[-1], None)
            if found is None:
                pending.pop()
                continue
            level = depth - len(pending) + 1
            options[self._fold.plan.order[level - 1]] = found[1]
            if level == 1:
                yield tuple(options)
            else:
                pending.append(iter(self._before(level - 1, found[0])))

    def count(self, point: int) -> int:
        """Count the packages with the values of a point."""
        return self._count(len(self._fold.plan.order), point)

    def _count(self, depth: int, point: int) -> int:
        if depth == 0:
            return 1
        known = self._counts[depth]
        if point not in known:
            known[point] = sum(self._count(depth - 1, q) for q, _ in self._before(depth, point))
        return known[point]

    def _before(self, depth: int, point: int) -> list[tuple[int, int]]:
        """Return the (position in the step before, option) pairs that add up to a point."""
        if (depth, point) in self._sources:
            return self._sources[depth, point]
        step = self._fold.steps[depth]
        layer = self._fold.plan.layers[depth - 1]
        if depth not in self._gains:
            self._gains[depth] = layer_gains(self._domain, layer, self._fold.limbs)
        gains = self._gains[depth]
        positions = self._index(depth - 1)
        sources = []
        group = int(step.groups[point])
        for before, row in enumerate(layer.target.tolist()):
            for option, after in enumerate(row):
                if after == group:
                    gain = gains[before if len(gains) > 1 else 0, option]
                    rest = carried(step.values[point] - gain)
                    position = positions.get((before, rest.tobytes()))
                    if position is not None:
                        sources.append((position, option))
        self._sources[depth, point] = sources
        return sources

    def _index(self, depth: int) -> dict[_Key, int]:
        if depth not in self._positions:
            step = self._fold.steps[depth]
            self._positions[depth] = {
                (int(group), value.tobytes()): position
                for position, (group, value) in enumerate(
                    zip(step.groups, step.values, strict=True)
                )
            }
        return self._positions[depth]


@dataclass(frozen=True, slots=True, eq=False)
class Frontier:
    """The undominated points, best for the first party first, with their packages.

    Attributes:
        domain: What was searched.
        values: Shape (points, parties): what each point is worth, rounded to floats. The
            exact values are those of ``domain.values_of(package)``.
        method: How it was found.
        exact: True: these are all undominated points. False: see ``epsilon``.
        epsilon: Per party; for every package that gives each party its reservation value
            plus epsilon there is a point that is worth no less than that package minus
            epsilon to each party. Zeros if exact.
        reason: Why it is not exact, or why there is no point at all; else empty.
        allowed: How many packages the rules allow.
    """

    domain: Domain
    values: NDArray[np.float64]
    method: str
    exact: bool
    epsilon: tuple[float, ...]
    reason: str
    allowed: int
    _order: NDArray[np.int64]
    _trace: Trace

    def __len__(self) -> int:
        return len(self.values)

    def package(self, point: int) -> Package:
        """Return one package with the values of a point."""
        return self._trace.package(int(self._order[point]))

    def blocks(self, size: int = 10_000) -> Iterator[tuple[NDArray[np.int64], NDArray[np.float64]]]:
        """Yield all points in order, a block at a time, for frontiers of millions.

        Args:
            size: Points per block; what a block takes is all the memory this adds.

        Yields:
            One package a point, shape (points, issues), and the values, shape
            (points, parties).
        """
        for start in range(0, len(self), size):
            part = slice(start, start + size)
            yield self._trace.options(self._order[part]), self.values[part]

    def packages(self, point: int) -> Iterator[Package]:
        """Yield every package with the values of a point (all that are known if not exact)."""
        return self._trace.packages(int(self._order[point]))

    def count(self, point: int) -> int:
        """Count those packages without listing them."""
        return self._trace.count(int(self._order[point]))

    def exact_values(self, point: int) -> tuple[Fraction, ...]:
        """Return the values of a point as fractions."""
        return self.domain.values_of(self.package(point))


def pareto_frontier(domain: Domain, *, most_points: int | None = None) -> Frontier:
    """Find the Pareto frontier among the packages that the rules and all parties accept.

    Args:
        domain: Values, reservation values and rules.
        most_points: If given, no step of the fold keeps more points than this; if that
            bound is met, the result is an epsilon-frontier and says its epsilon.

    Raises:
        RuleTooLargeError: The rules together tie too many issues to one another.
        ValueError: ``most_points`` is below 1.
    """
    if most_points is not None and most_points < 1:
        raise ValueError(f"most_points must be at least 1, not {most_points}")
    plan = make_plan(domain)
    folded = fold(domain, plan, most_points=most_points)
    whole = folded.steps[-1].values
    values = _floats(whole, domain)
    order = np.lexsort(
        [
            *(
                whole[:, p, j]
                for p in reversed(range(domain.parties))
                for j in reversed(range(folded.limbs))
            )
        ]
    )[::-1]
    exact = not folded.epsilon.any()
    reason = ""
    if not len(values) and not exact:
        reason = (
            f"a step of the fold had more than {most_points:,} points, and none of those kept "
            "reaches all reservation values: allow more points"
        )
    elif not len(values):
        reason = _why_empty(domain, plan.packages)
    elif not exact:
        reason = f"a step of the fold had more than {most_points:,} points"
    units = np.array([float(unit) for unit in domain.units])
    epsilon = folded.epsilon * units
    if len(values) and not exact:
        epsilon = _least_epsilon(domain, values, epsilon)
    return Frontier(
        domain=domain,
        values=values[order],
        method="fold over the issues with dominance pruning",
        exact=exact,
        epsilon=tuple(epsilon.tolist()),
        reason=reason,
        allowed=plan.packages,
        _order=order,
        _trace=Trace(domain, folded),
    )


def _least_epsilon(
    domain: Domain, values: NDArray[np.float64], added_up: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the smaller bound on what the points miss, as shares of their range."""
    relaxation = relax(domain)
    spans = np.ptp(values, axis=0)
    spans = np.where(spans > 0, spans, np.maximum(relaxation.scale, 1e-300))
    weights = spread_weights(domain.parties, spans)
    lowest = -best_sums(relaxation, -np.eye(domain.parties))
    for p, least in enumerate(domain.reservation):
        if least is not None:
            lowest[p] = max(lowest[p], float(least))
    limits = Limits(weights, best_sums(relaxation, weights))
    missed = most_missed(values, limits, lowest, spans) * spans
    rounded = missed + _ROUNDING * relaxation.scale
    return rounded if (rounded / spans).max() < (added_up / spans).max() else added_up


def _floats(whole: NDArray[np.int64], domain: Domain) -> NDArray[np.float64]:
    """Round exact values to the nearest floats."""
    result = np.empty(whole.shape[:2])
    for p, unit in enumerate(domain.units):
        small = whole.shape[2] == 1 and len(whole) and np.abs(whole[:, p]).max() < 1 << 53
        if small and unit.denominator < 1 << 53:
            # Both numbers fit a float, so their quotient is the nearest one.
            result[:, p] = whole[:, p, 0] / float(unit.denominator)
        else:
            result[:, p] = [from_limbs(v) / unit.denominator for v in whole[:, p].tolist()]
    return result


def _why_empty(domain: Domain, allowed: int) -> str:
    if allowed == 0:
        return "the rules together leave no package"
    for p, least in enumerate(domain.reservation):
        if least is None:
            continue
        alone = domain.of_party(p)
        if not len(fold(alone, make_plan(alone)).steps[-1].groups):
            return f"no package is worth {float(least):g}, its reservation value, to party {p}"
    return "no package is worth their reservation values to all parties at once"
