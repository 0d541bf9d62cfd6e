"""The Pareto frontier: the packages that no other package beats for one party and all others.

Exact on spaces that nobody can list, because it is folded together from the issues
(:mod:`lastyard.deals.fold`), on exact numbers (:mod:`lastyard.deals.exact`).

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

from lastyard.deals.coverage import Limits, most_missed, spread_weights
from lastyard.deals.domain import Domain, Package
from lastyard.deals.exact import from_limbs
from lastyard.deals.fold import fold
from lastyard.deals.plan import make_plan
from lastyard.deals.relaxation import best_sums, relax
from lastyard.deals.trace import Trace

__all__ = ["Frontier", "pareto_frontier"]

_ROUNDING = 1e-9


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
