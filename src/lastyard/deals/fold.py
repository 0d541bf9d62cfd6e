"""The fold: settle one issue after another and keep only sums that are not dominated.

If a partial package is dominated by another of its group, every completion of it is
dominated by the same completion of the other; so nothing undominated is lost [dynamic
programming for multiobjective problems: Villarreal & Karwan 1981, "Multicriteria integer
programming", Mathematical Programming 21]. Of partial packages with equal sums one is
kept; :mod:`lastyard.deals.trace` finds the others on demand.

A partial package is also dropped when even the best that its open issues allow leaves a
party below its reservation value.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current
from lastyard.deals.domain import Domain
from lastyard.deals.epsilon import thinned
from lastyard.deals.exact import Limbs, at_least, carried, limbs_needed, ordinals, to_limbs
from lastyard.deals.many_filter import undominated_points
from lastyard.deals.pair_filter import undominated_pairs
from lastyard.deals.plan import Layer, Plan

__all__ = ["Fold", "FoldTooLargeError", "Step", "fold", "layer_gains"]


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
