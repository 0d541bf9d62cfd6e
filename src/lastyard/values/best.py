"""The package most likely to be agreed, among more packages than can be listed.

Best-first branch and bound over the issues, one at a time. The bound of a partial
package gives every draw of every party the best that the open issues can add:
whatever is chosen there, no party's acceptability can be higher, and neither can a
monotone rule's. A first good package comes from ascent, one or two issues at a
time, from several starts. Exact for the draws when the search ends; stopped early,
the gap to the bound is named (MODEL.md section 6).

Example:
    >>> from lastyard.values.sayings import Peak, Refuses, Takes
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> from lastyard.values.posterior import sample
    >>> from lastyard.values.agreement import everyone
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> north, south = [Peak("all", 0, 2)], [Takes("some", ((0, 1), (1, 0)))]
    >>> sampled = [sample(translate(scales, said), seed=7) for said in (north, south)]
    >>> found = best_package(sampled, everyone(2))
    >>> found.package, found.index == found.bound
    ((2, 0), True)
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.agreement import Formula, Threshold, agreement
from lastyard.values.scales import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior

# Given a partial package (-1 where open), a ceiling on each party's commitment
# factor over its completions, exact when nothing is open; all 0 breaks a rule.
Ceiling = Callable[[tuple[int, ...]], Sequence[float]]
_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True)
class Best:
    """The best package found, and how good any other can be.

    Attributes:
        package: Option indices.
        index: Its agreement index under the draws.
        bound: No package has a larger one.
        nodes: Partial packages looked at.
        exact: Whether the bound is reached, so that it is the best for the draws.
    """

    package: tuple[int, ...]
    index: float
    bound: float
    nodes: int
    exact: bool

    @property
    def gap(self) -> float:
        """How much better another package could be."""
        return max(0.0, self.bound - self.index)


def best_package(
    posteriors: Sequence[Posterior],
    rule: Threshold | Formula,
    ceiling: Ceiling | None = None,
    *,
    most_nodes: int = 20_000,
    starts: int = 8,
    seed: int = 0,
) -> Best:
    """The package with the largest agreement index under the draws.

    Args:
        posteriors: One a party, all over the same issues.
        rule: Who must accept; monotone.
        ceiling: Commitments and rules, see ``Ceiling``; none when left out.
        most_nodes: Partial packages after which to stop and name the gap.
        starts: Ascents for a first good package.
        seed: Seed of their starting places.

    Raises:
        ValuesError: No parties, or parties with different issues.
    """
    search = _Search(posteriors, rule, ceiling)
    search.ascend(starts, seed)
    return search.branch(most_nodes)


class _Search:
    def __init__(
        self, posteriors: Sequence[Posterior], rule: Threshold | Formula, ceiling: Ceiling | None
    ) -> None:
        if not posteriors:
            raise ValuesError("there must be at least one party")
        options = [scale.options for scale in posteriors[0].layout.scales]
        if any([s.options for s in p.layout.scales] != options for p in posteriors):
            raise ValuesError("the parties' values are over different issues")
        self.options, self.rule, self.ceiling = options, rule, ceiling
        # For each party: for each issue, option by draw; draws last, so sums run along them.
        self.tables = [[np.ascontiguousarray(t.T) for t in p.tables()] for p in posteriors]
        self.floors = [p.reservations() - _ROUNDING for p in posteriors]
        spread = [
            sum(float(np.ptp(t[i], axis=0).mean()) for t in self.tables)
            for i in range(len(options))
        ]
        # Issues that matter most first: their bounds bite soonest.
        self.order = sorted(range(len(options)), key=lambda i: -spread[i])
        self.best_left = [self._best_left(tables) for tables in self.tables]
        self.found: tuple[int, ...] = (0,) * len(options)
        self.index = self.indices([self.found])[0]
        self.nodes = 0

    def _best_left(self, tables: list[NDArray[np.float64]]) -> list[NDArray[np.float64]]:
        """For each depth, the most that the issues still open can add, by draw."""
        left = [np.zeros(tables[0].shape[1])]
        for issue in reversed(self.order):
            left.append(left[-1] + tables[issue].max(axis=0))
        return left[::-1]

    def factors(self, packages: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        """Ceilings of the commitments, shape (packages, parties)."""
        if self.ceiling is None:
            return np.ones((len(packages), len(self.tables)))
        return np.array([self.ceiling(package) for package in packages], dtype=np.float64)

    def indices(self, packages: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        """Agreement index of complete packages."""
        accepts = np.empty((len(packages), len(self.tables)))
        for party, tables in enumerate(self.tables):
            for line, package in enumerate(packages):
                worth = np.sum([tables[i][k] for i, k in enumerate(package)], axis=0)
                accepts[line, party] = np.mean(worth >= self.floors[party])
        return agreement(accepts * self.factors(packages), self.rule)

    def ascend(self, starts: int, seed: int) -> None:
        """From several starts, change one or two issues at a time while that helps."""
        rng = np.random.default_rng(seed)
        for start in range(starts):
            package = tuple(
                self._compromise(i) if start == 0 else int(rng.integers(n))
                for i, n in enumerate(self.options)
            )
            self._climb(package)

    def _compromise(self, issue: int) -> int:
        """The option with the largest sum of expected values."""
        return int(np.argmax(sum(t[issue].mean(axis=1) for t in self.tables)))

    def _climb(self, package: tuple[int, ...]) -> None:
        value = self.indices([package])[0]
        better = True
        while better:
            better = False
            for issues in itertools.chain(
                ((i,) for i in range(len(package))),
                itertools.combinations(range(len(package)), 2),
            ):
                trials = self._variants(package, issues)
                if trials is None:
                    continue
                values = self._indices_of_variants(package, issues, trials)
                top = int(np.argmax(values))
                if values[top] > value + 1e-12:
                    package, value, better = trials[top], float(values[top]), True
        if value > self.index:
            self.found, self.index = package, value

    def _variants(
        self, package: tuple[int, ...], issues: tuple[int, ...]
    ) -> list[tuple[int, ...]] | None:
        count = int(np.prod([self.options[i] for i in issues]))
        if count > 2000:
            return None
        trials = []
        for picked in itertools.product(*(range(self.options[i]) for i in issues)):
            trial = list(package)
            for issue, option in zip(issues, picked, strict=True):
                trial[issue] = option
            trials.append(tuple(trial))
        return trials

    def _indices_of_variants(
        self,
        package: tuple[int, ...],
        issues: tuple[int, ...],
        trials: list[tuple[int, ...]],
    ) -> NDArray[np.float64]:
        accepts = np.empty((len(trials), len(self.tables)))
        for party, tables in enumerate(self.tables):
            base = np.zeros(tables[0].shape[1])
            for issue, option in enumerate(package):
                if issue not in issues:
                    base = base + tables[issue][option]
            total = base[None, :]
            for issue in issues:
                total = (total[:, None, :] + tables[issue][None, :, :]).reshape(-1, base.size)
            accepts[:, party] = np.mean(total >= self.floors[party], axis=1)
        return agreement(accepts * self.factors(trials), self.rule)

    def branch(self, most_nodes: int) -> Best:
        """Open the partial package with the largest bound until none can be better."""
        depth_of_all = len(self.order)
        sums = [np.zeros(t[0].shape[1]) for t in self.tables]
        heap: list[tuple[float, int, int, tuple[int, ...], list[NDArray[np.float64]]]] = [
            (-1.0, 0, 0, (-1,) * depth_of_all, sums)
        ]
        serial = itertools.count(1)
        while heap:
            bound, minus_depth, _, partial, sums = heapq.heappop(heap)
            if -bound <= self.index + 1e-12:
                break
            if self.nodes >= most_nodes:
                return Best(self.found, float(self.index), float(-bound), self.nodes, exact=False)
            depth = -minus_depth
            issue = self.order[depth]
            reached = [s[None, :] + t[issue] for s, t in zip(sums, self.tables, strict=True)]
            children = [
                (*partial[:issue], option, *partial[issue + 1 :])
                for option in range(self.options[issue])
            ]
            self.nodes += len(children)
            accepts = np.column_stack(
                [
                    np.mean(r + left[depth + 1] >= floor, axis=1)
                    for r, left, floor in zip(reached, self.best_left, self.floors, strict=True)
                ]
            )
            bounds = agreement(accepts * self.factors(children), self.rule)
            for option in np.flatnonzero(bounds > self.index + 1e-12):
                if depth + 1 == depth_of_all:
                    self.found, self.index = children[option], bounds[option]
                    continue
                entry = [r[option] for r in reached]
                key = (-float(bounds[option]), -(depth + 1), next(serial))
                heapq.heappush(heap, (*key, children[option], entry))
        return Best(self.found, float(self.index), float(self.index), self.nodes, exact=True)
