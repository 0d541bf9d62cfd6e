"""Best-first branch and bound: the best package for an objective, with the proof.

Partial packages wait in one pool per depth. The search goes through the depths in turn,
each time settling one more issue of the most promising ones (cyclic best-first search:
Kao, Sewell, Jacobson 2009, Journal of Global Optimization 43). So a good package is
found in the first turn, and what waits always bounds what can still be found.

A partial package is given up when its bound does not exceed the best value found by more
than the rounding of floats. As long as few packages come that close to the best, all of
them are visited and compared exactly; when there are too many (points on a small grid
tie by the thousand) the answer is one of them, and says so.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.domain import Package
from lastyard.deals.relaxation import (
    Bounds,
    Objective,
    Relaxation,
    bounds_for,
    decided_first,
    prices,
)
from lastyard.records import record

__all__ = ["ROUNDING", "Level", "Limits", "SearchResult", "best_package", "tuned_multipliers"]

Floats = NDArray[np.float64]

_ROUNDS = 40

_KEPT = 12


def tuned_multipliers(
    relaxation: Relaxation, objective: Objective, disagreement: Floats, floors: Floats
) -> tuple[Floats, list[tuple[int, ...]]]:
    """Search multipliers whose bound at the root is low.

    Objectives that are linear programs are solved as such (:mod:`lastyard.deals.relaxation`);
    for others the objective's gradient is followed over mixtures of packages.

    Where the objective is a linear program they are its prices; elsewhere they are met on the way
    of a search over mixtures of packages [Frank and Wolfe 1956, "An algorithm for quadratic
    programming"].

    Args:
        relaxation: What to search.
        objective: What to maximise.
        disagreement: Shape (parties,): gains are counted from here.
        floors: Shape (parties,): a package that gives every party this much, and whose
            objective reaches a bound, ends the search.

    Returns:
        The multipliers with the lowest bounds, shape (n, parties), lowest first; and the
        packages met on the way (of the relaxation: rules left out may forbid them).
    """
    tuner = _Tuner(relaxation, objective, disagreement, floors)
    try:
        master = objective.master()
        if master is None:
            tuner.ascend()
        else:
            tuner.try_out(objective.multipliers(np.zeros_like(disagreement), 1.0))
            prices(master, tuner.try_out, objective.magnitude(relaxation.scale))
    except _SettledError:
        pass
    best = np.argsort(tuner.bounds, kind="stable")[:_KEPT]
    return np.array(tuner.tried)[best], list(dict.fromkeys(tuner.packages))


class _SettledError(Exception):
    """A package meets a bound: no better multipliers are needed."""


class _Tuner:
    """Tries multipliers and remembers their bounds and the packages found with them."""

    def __init__(
        self, relaxation: Relaxation, objective: Objective, disagreement: Floats, floors: Floats
    ) -> None:
        self.relaxation, self.objective = relaxation, objective
        self.disagreement, self.floors = disagreement, floors
        self.tried: list[Floats] = []
        self.bounds: list[float] = []
        self.packages: list[tuple[int, ...]] = []
        self.reached = -np.inf

    def try_out(self, multipliers: Floats) -> Floats:
        """Return the gains of the package that is best for the multipliers."""
        gains, package, most = _best(self.relaxation, multipliers)
        gains = gains - self.disagreement
        constant = float(self.objective.constants(multipliers[None])[0])
        self.tried.append(multipliers)
        self.bounds.append(most - float(multipliers @ self.disagreement) + constant)
        self.packages.append(package)
        if (gains + self.disagreement >= self.floors).all():
            self.reached = max(self.reached, float(self.objective.values(gains)))
        rounding = 1e-12 * self.objective.magnitude(self.relaxation.scale)
        if self.reached >= min(self.bounds) - rounding and self.relaxation.complete:
            raise _SettledError
        return gains

    def ascend(self) -> None:
        """Follow the gradient over mixtures of packages [Frank & Wolfe 1956]."""
        start = 1.0 / np.maximum(self.relaxation.scale, 1e-300)
        mixture, package = _best(self.relaxation, start)[:2]
        mixture = mixture - self.disagreement
        self.packages.append(package)
        steps = np.concatenate([[0.0], np.geomspace(1e-4, 1.0, 33)])
        for turn in range(_ROUNDS):
            sharpness = 2.0 * 1.16**turn
            toward = self.try_out(self.objective.multipliers(mixture, sharpness)) - mixture
            mixtures = mixture + steps[:, None] * toward
            slopes = [self.objective.multipliers(m, sharpness) @ toward for m in mixtures]
            rising = np.flatnonzero(np.array(slopes) > 0)
            mixture = mixtures[int(rising[-1]) if len(rising) else 0]


def _best(relaxation: Relaxation, multipliers: Floats) -> tuple[Floats, tuple[int, ...], float]:
    """Return the gains, package and weighted sum of the best package for multipliers."""
    plan = relaxation.plan
    loose = relaxation.loose.most(multipliers[None])
    weighted = [gain @ multipliers for gain in relaxation.gains]
    if loose:
        weighted = [
            own + np.ravel(relaxation.loose.ahead(depth, loose))
            for depth, own in enumerate(weighted)
        ]
    rest = [np.zeros(1)]
    for layer, own in zip(reversed(plan.layers), reversed(weighted), strict=True):
        reached = np.where(layer.target >= 0, own + rest[-1][layer.target], -np.inf)
        rest.append(reached.max(axis=1))
    rest.reverse()
    group, gains = 0, np.zeros(relaxation.domain.parties)
    package = [0] * len(plan.order)
    for depth, layer in enumerate(plan.layers):
        row = group if len(weighted[depth]) > 1 else 0
        targets = layer.target[group]
        reached = np.where(targets >= 0, weighted[depth][row] + rest[depth + 1][targets], -np.inf)
        option = int(reached.argmax())
        gains = gains + relaxation.gains[depth][row, option]
        package[layer.issue] = option
        group = int(targets[option])
    for term in relaxation.loose.terms:
        first, second = (package[plan.order[depth]] for depth in (term.opens, term.closes))
        gains = gains + term.table[first, second]
    return gains, tuple(package), float(rest[0][0])


_FIRST_BATCH, _LARGEST_BATCH = 128, 4096

ROUNDING = 1e-12

_MOST_NODES_FOR_TIES = 20_000

_FEW_TIES = 10


@record(frozen=True, slots=True)
class SearchResult:
    """The outcome of a search.

    Attributes:
        package: The best package found; None if there is none.
        value: Its objective; minus infinity if there is none.
        bound: No package has a higher objective than this.
        complete: Whether nothing was left to search.
        nodes: How many partial packages were extended.
        ties_settled: Whether every package within rounding of the best was compared
            with it exactly.
        multipliers: Shape (n, parties): what proved the bound.
    """

    package: Package | None
    value: float
    bound: float
    complete: bool
    nodes: int
    ties_settled: bool = True
    multipliers: Floats | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True, eq=False)
class Limits:
    """What a package must satisfy, and when to stop.

    Attributes:
        disagreement: Shape (parties,): gains are counted from here.
        floors: Per party, the least value, exactly; None for none.
        most_nodes: Stop after extending this many partial packages.
        most_ties: How many packages within rounding of the best to compare exactly.
        levels: Objectives settled before, whose values must be kept (for leximin).
    """

    disagreement: Floats
    floors: tuple[Fraction | None, ...]
    most_nodes: int
    most_ties: int = 0
    levels: tuple[Level, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Level:
    """An objective that was settled before.

    Attributes:
        objective: The objective.
        value: Its best value.
        multipliers: Multipliers that bound it well.
    """

    objective: Objective
    value: float
    multipliers: Floats


@dataclass(slots=True, eq=False)
class _Block:
    """Partial packages of one depth, best bound first."""

    bounds: Floats
    groups: NDArray[np.int64]
    sums: Floats
    options: NDArray[np.int16]

    def take(self, n: int) -> _Block:
        """Remove and return the first ``n``."""
        head = _Block(self.bounds[:n], self.groups[:n], self.sums[:n], self.options[:n])
        self.bounds, self.groups = self.bounds[n:], self.groups[n:]
        self.sums, self.options = self.sums[n:], self.options[n:]
        return head


class _Search:
    """The state of one search."""

    def __init__(
        self,
        relaxation: Relaxation,
        objective: Objective,
        limits: Limits,
        better: Callable[[Package, Package], bool],
    ) -> None:
        self.objective, self.limits = objective, limits
        self.better = better
        floors = [-np.inf if floor is None else float(floor) for floor in limits.floors]
        self.floors = np.array(floors)
        multipliers, self.hints = tuned_multipliers(
            relaxation, objective, limits.disagreement, self.floors
        )
        relaxation = decided_first(relaxation, multipliers[0])
        self.relaxation = relaxation
        self.bounds: Bounds = bounds_for(relaxation, objective, multipliers)
        self.slack = ROUNDING * relaxation.scale
        self.rounding = 4 * ROUNDING * objective.magnitude(relaxation.scale)
        self.levels = [
            (level, bounds_for(relaxation, level.objective, level.multipliers))
            for level in limits.levels
        ]
        self.ties, self.ties_settled = 0, True
        self.package: Package | None = None
        self.value = -np.inf
        self.nodes = 0
        self.pools: list[list[_Block]] = [[] for _ in range(len(relaxation.plan.order) + 1)]
        closed: set[int] = set()
        self.closing: list[list[int]] = []
        for issue in relaxation.plan.order:
            closed.add(issue)
            self.closing.append(
                [
                    r
                    for r, rule in enumerate(relaxation.left_out)
                    if issue in rule.issues and closed.issuperset(rule.issues)
                ]
            )

    @property
    def tolerance(self) -> float:
        """Differences of the objective that rounding may have made."""
        return max(self.rounding, 4 * ROUNDING * abs(self.value)) if self.package else 0.0

    @property
    def level(self) -> float:
        """Return up what cannot exceed this."""
        if self.package is None:
            return -np.inf
        long = self.nodes >= _MOST_NODES_FOR_TIES and self.ties >= _FEW_TIES
        enough = self.ties >= self.limits.most_ties or long
        if not (self.ties_settled and enough):
            return self.value + (-self.tolerance if self.ties_settled else self.tolerance)
        self.ties_settled = False
        return self.value + self.tolerance

    def _rounding_of(self, objective: Objective) -> float:
        return 4 * ROUNDING * objective.magnitude(self.relaxation.scale)

    def run(self) -> SearchResult:
        """Search until nothing waits or the limit is reached."""
        self._offer_hints()
        parties = self.relaxation.domain.parties
        depths = len(self.relaxation.plan.order)
        groups, sums = np.zeros(1, dtype=np.int64), np.zeros((1, parties))
        nothing = np.zeros((1, 0), dtype=np.int16)
        bound = self._bounds_of(0, groups, sums, nothing)[0]
        self.pools[0].append(_Block(bound, groups, sums, nothing))
        batch = _FIRST_BATCH
        while any(self.pools) and self.nodes < self.limits.most_nodes:
            for depth in range(depths):
                self._extend(depth, batch)
            batch = min(2 * batch, _LARGEST_BATCH)
        level = self.level
        heads = [float(block.bounds[0]) for pool in self.pools for block in pool]
        waiting = [head for head in heads if head > level]
        found = self.value + self.tolerance if self.package is not None else -np.inf
        return SearchResult(
            package=self.package,
            value=self.value,
            bound=max([found, *waiting]),
            complete=not waiting,
            nodes=self.nodes,
            ties_settled=self.ties_settled,
            multipliers=self.bounds.multipliers,
        )

    def _offer_hints(self) -> None:
        """Try the packages met while tuning the multipliers."""
        domain = self.relaxation.domain
        for package in self.hints:
            if domain.allowed(package):
                sums = np.array([[float(x) for x in domain.values_of(package)]])
                self._offer(
                    sums, np.array([package], dtype=np.int16)[:, self.relaxation.plan.order]
                )

    def _bounds_of(
        self,
        depth: int,
        groups: NDArray[np.int64],
        sums: Floats,
        options: NDArray[np.int16],
    ) -> tuple[Floats, NDArray[np.bool_]]:
        """Return the bound of each partial package, and whether it can reach all floors."""
        gains = sums - self.limits.disagreement
        most = self.bounds.most_of(depth, groups, options)
        reachable = np.asarray((sums + most >= self.floors - self.slack).all(axis=1))
        ideal = gains + most
        for level, bounds in self.levels:
            least = level.value - self._rounding_of(level.objective)
            reachable &= level.objective.values(ideal) >= least
            reachable &= bounds.of(depth, groups, gains, options) >= least
        # A party may fall short by rounding alone; the exact test comes at the end.
        bound = np.minimum(
            self.objective.values(ideal + self.slack),
            self.bounds.of(depth, groups, gains, options),
        )
        return bound, reachable

    def _extend(self, depth: int, batch: int) -> None:
        """Settle the next issue of the most promising partial packages of one depth."""
        pool = self.pools[depth]
        level = self.level
        while pool:
            best = max(range(len(pool)), key=lambda b: float(pool[b].bounds[0]))
            block = pool[best]
            useful = int(np.searchsorted(-block.bounds, -level, side="left"))
            taken = block.take(min(useful, batch))
            if useful <= batch:
                pool.pop(best)
            if len(taken.groups):
                break
        else:
            return
        self.nodes += len(taken.groups)
        layer, gain = self.relaxation.plan.layers[depth], self.relaxation.gains[depth]
        linear = self.bounds.first(
            taken.sums - self.limits.disagreement, taken.groups, layer, gain, taken.options
        )
        rows, option = np.nonzero(linear > level)
        before = taken.groups[rows]
        groups = layer.target[before, option]
        sums = taken.sums[rows] + gain[before if len(gain) > 1 else 0, option]
        options = np.column_stack([taken.options[rows], option.astype(np.int16)])
        sums = sums + self.relaxation.loose.closed(depth, options)
        bound, alive = self._bounds_of(depth + 1, groups, sums, options)
        alive &= bound > level
        grown = _Block(bound[alive], groups[alive], sums[alive], options[alive])
        for r in self.closing[depth]:
            grown = self._keep(grown, self._allowed(r, grown.options))
        if not len(grown.groups):
            return
        order = np.argsort(-grown.bounds, kind="stable")
        grown = self._keep(grown, order)
        if depth + 1 == len(self.relaxation.plan.order):
            self._offer(grown.sums, grown.options)
        else:
            self.pools[depth + 1].append(grown)

    def _allowed(self, r: int, options: NDArray[np.int16]) -> NDArray[np.bool_]:
        rule, order = self.relaxation.left_out[r], self.relaxation.plan.order
        return rule.holds([options[:, order.index(i)].astype(np.int64) for i in rule.issues])

    @staticmethod
    def _keep(block: _Block, kept: NDArray[np.bool_] | NDArray[np.int64]) -> _Block:
        return _Block(block.bounds[kept], block.groups[kept], block.sums[kept], block.options[kept])

    def _offer(self, sums: Floats, options: NDArray[np.int16]) -> None:
        """Compare complete packages with the best one, exactly where floats cannot tell."""
        gains = sums - self.limits.disagreement
        values = self.objective.values(gains)
        for row in np.argsort(-values, kind="stable"):
            value = float(values[row])
            if value == -np.inf or value < self.value - self.tolerance:
                return
            package = [0] * options.shape[1]
            for depth, issue in enumerate(self.relaxation.plan.order):
                package[issue] = int(options[row, depth])
            if not self._acceptable(tuple(package), gains[row]):
                continue
            if self.package is None or value > self.value + self.tolerance:
                self.package, self.value, self.ties = tuple(package), value, 0
                continue
            self.ties += tuple(package) != self.package
            if self.better(tuple(package), self.package):
                self.package, self.value = tuple(package), max(value, self.value)

    def _acceptable(self, package: Package, gains: Floats) -> bool:
        worth = self.relaxation.domain.values_of(package)
        for value, floor in zip(worth, self.limits.floors, strict=True):
            if floor is not None and value < floor:
                return False
        return all(
            float(level.objective.values(gains)) >= level.value - self._rounding_of(level.objective)
            for level in self.limits.levels
        )


def best_package(
    relaxation: Relaxation,
    objective: Objective,
    limits: Limits,
    better: Callable[[Package, Package], bool],
    hints: Sequence[Package] = (),
) -> SearchResult:
    """Find the package with the highest objective among those that the limits allow.

    Args:
        relaxation: What to search.
        objective: What to maximise.
        limits: What packages must satisfy, and when to stop.
        better: Says exactly whether its first package is better than its second; asked
            where floats cannot tell.
        hints: Packages to try first.
    """
    if not relaxation.plan.packages:
        return SearchResult(None, -np.inf, -np.inf, complete=True, nodes=0)
    search = _Search(relaxation, objective, limits, better)
    search.hints = [*hints, *search.hints]
    return search.run()
