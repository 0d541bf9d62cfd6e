"""The package most likely to be agreed, among more packages than can be listed.

Best-first branch and bound over boxes: per issue a range of options. The bound of a box
gives every draw of every party the best that the box holds on each issue: no
package in it has a higher acceptability for any party, and so none is likelier to be agreed under
a monotone rule. The box with the largest bound is split on the issue where that lowers
most what the draws could hope for, on average over the parties. Splitting ranges rather than settling
one option at a time leaves most options of most issues unseen.

Worth is counted in whole numbers, rounded up, so that bounds hold and are the same on every
processor. A first good package comes from ascent, one or two issues at a time, from several starts. Exact
for the draws when the search ends; stopped early, the gap to the bound is named (docs/model.md,
section 6).

Example:
    >>> from lastyard.values.problem import Peak, Refuses, Takes
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> from lastyard.values.posterior import sample
    >>> from lastyard.values.acceptability import everyone
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
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from lastyard.budget import current, spend
from lastyard.portable import log
from lastyard.records import record
from lastyard.values.acceptability import Formula, Threshold, agreement
from lastyard.values.problem import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior

# Given masks of the options left of each issue, a ceiling on each party's commitment
# factor over the packages they hold, exact when one is left of each; all 0 breaks a rule.
Ceiling = Callable[[tuple[int, ...]], Sequence[float]]

# The same for many complete packages, shape (packages, issues), as (packages, parties).
Factors = Callable[["NDArray[np.intp]"], "NDArray[np.float64]"]

_ROUNDING = 1e-12

# Packages that differ by less are as good as each other.
_BETTER = 1e-12

# A worth of 1 in the whole numbers that boxes are compared in; sums stay within 16 bits.
_UNIT = 30_000

# What a step of worth does to the logarithm of the share of draws that accept, roughly, and the
# least commitment factor that is told from none: they weigh where to split, not what is found.
_WORTH_IN_LOGS, _LEAST_FACTOR = 3.0, 0.01

# Boxes split at a time, for numpy to have something to do.
_BATCH = 64


class _Ranges(NamedTuple):
    """The ranges of options of one issue, in the order in which it is cut.

    Attributes:
        options: The issue's options in that order.
        ends: First place and the one after the last, shape (ranges, 2); the first range is the whole.
        halves: The two ranges into which each is cut, shape (ranges, 2); itself twice for one option.
        gains: How much a cut lowers what draws could hope for, on average; -1 for one option.
        masks: The options of each, as a mask.
        best: Per party, the most worth within each, shape (ranges, draws).
    """

    options: NDArray[np.intp]
    ends: NDArray[np.intp]
    halves: NDArray[np.intp]
    gains: NDArray[np.float64]
    masks: tuple[int, ...]
    best: tuple[NDArray[np.int16], ...]


@record(frozen=True, slots=True)
class Best:
    """The best package found, and how good any other can be.

    Attributes:
        package: Option indices.
        index: Its agreement index under the draws.
        bound: No package has a larger one.
        nodes: Boxes looked at.
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
    factors: Factors | None = None,
    most_nodes: int = 50_000,
    starts: int = 8,
    seed: int = 0,
) -> Best:
    """The package with the largest agreement index under the draws.

    Args:
        posteriors: One a party, all over the same issues.
        rule: Who must accept; monotone.
        ceiling: Commitments and rules, see ``Ceiling``; none when left out.
        factors: What ``ceiling`` gives for complete packages, many at once; asked one by
            one when left out.
        most_nodes: Boxes after which to stop and name the gap.
        starts: Ascents for a first good package.
        seed: Seed of their starting places.

    Raises:
        ValuesError: No parties, or parties with different issues.
    """
    search = _Search(posteriors, rule, ceiling, factors)
    budget = current()
    budget.attempt("the search for a good package", lambda: search.ascend(starts, seed), share=0.7)
    best = budget.attempt(
        "the proof that no package is better", lambda: search.branch(most_nodes), share=0.9
    )
    if best is None:
        return Best(search.found, float(search.index), search.bound, search.nodes, exact=False)
    return best


class _Search:
    def __init__(
        self,
        posteriors: Sequence[Posterior],
        rule: Threshold | Formula,
        ceiling: Ceiling | None,
        factors: Factors | None,
    ) -> None:
        if not posteriors:
            raise ValuesError("there must be at least one party")
        options = [scale.options for scale in posteriors[0].layout.scales]
        draws = max(len(p.draws) for p in posteriors)
        # Tables of values, the best that is left of each, and an envelope of them all.
        current().room(16 * draws * sum(options) * len(posteriors))
        spend(draws * sum(options) * len(posteriors) // 50)
        if any([s.options for s in p.layout.scales] != options for p in posteriors):
            raise ValuesError("the parties' values are over different issues")
        self.options, self.rule, self.ceiling = options, rule, ceiling
        self.of_complete = factors
        # For each party: for each issue, option by draw; draws last, so sums run along them.
        self.tables = [[np.ascontiguousarray(t.T) for t in p.tables()] for p in posteriors]
        self.floors = [p.reservations() - _ROUNDING for p in posteriors]
        self.found: tuple[int, ...] = (0,) * len(options)
        self.index = self.indices([self.found])[0]
        self.nodes, self.bound = 0, 1.0

    def factors(self, packages: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        """Ceilings of the commitments, shape (packages, parties)."""
        if self.ceiling is None:
            return np.ones((len(packages), len(self.tables)))
        if self.of_complete is not None:
            return self.of_complete(np.array(packages, dtype=np.intp))
        masks = [tuple(1 << option for option in package) for package in packages]
        return np.array([self.ceiling(each) for each in masks], dtype=np.float64)

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
                if values[top] > value + _BETTER:
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
        draws = len(self.floors[0])
        spend(10 + len(self.tables) * (len(package) + len(trials)) * draws // 250)
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
        """Split the box with the largest bound until none can hold a better package."""
        boxes = _Boxes(self.tables, self.floors, self._factors_by_option())
        unlimited = None if self.ceiling else np.ones(len(self.tables))
        whole = _Box(boxes.whole, np.ones(len(self.tables)), unlimited)
        heap: list[tuple[float, int, _Box]] = [(-1.0, 0, whole)]
        serial = itertools.count(1)
        while heap and -heap[0][0] > self.index + _BETTER:
            self.bound = -heap[0][0]
            if self.nodes >= most_nodes:
                return Best(self.found, float(self.index), self.bound, self.nodes, exact=False)
            parents: list[_Box] = []
            bounds: list[float] = []
            seen: list[tuple[float, _Box]] = []
            while heap and len(parents) + len(seen) < _BATCH and -heap[0][0] > self.index + _BETTER:
                bound, _, box = heapq.heappop(heap)
                if box.factors is None:
                    seen.append((bound, box))
                elif boxes.complete(box.ranges):
                    self._compare(boxes.package(box.ranges))
                else:
                    parents.append(box)
                    bounds.append(-bound)
            if self.ceiling is not None and seen:
                # Worked out only now: most boxes are never looked at again.
                factors = np.array([self.ceiling(boxes.masks(box.ranges)) for _, box in seen])
                least = agreement(np.array([box.accepts for _, box in seen]) * factors, self.rule)
                for (bound, box), own, limit in zip(seen, factors, least.tolist(), strict=True):
                    again = max(-limit, bound), next(serial), box._replace(factors=own)
                    heapq.heappush(heap, again)
            if not parents:
                continue
            children, accepts = boxes.split([box.ranges for box in parents])
            self.nodes += len(children)
            above = np.repeat([box.factors for box in parents], 2, axis=0)
            limits = np.minimum(agreement(accepts * above, self.rule), np.repeat(bounds, 2))
            for k in np.flatnonzero(limits > self.index + _BETTER):
                child = _Box(children[k], accepts[k], unlimited)
                heapq.heappush(heap, (-float(limits[k]), next(serial), child))
        return Best(self.found, float(self.index), float(self.index), self.nodes, exact=True)

    def _factors_by_option(self) -> list[NDArray[np.float64]]:
        """Return the ceilings with one option settled, per issue as (options, parties)."""
        if self.ceiling is None:
            return [np.ones((size, len(self.tables))) for size in self.options]
        whole = [(1 << size) - 1 for size in self.options]
        return [
            np.array([self.ceiling((*whole[:i], 1 << k, *whole[i + 1 :])) for k in range(size)])
            for i, size in enumerate(self.options)
        ]

    def _compare(self, package: tuple[int, ...]) -> None:
        index = self.indices([package])[0]
        if index > self.index + _BETTER:
            self.found, self.index = package, index


class _Box(NamedTuple):
    """Packages within a range of options on each issue.

    Attributes:
        ranges: The number of the range on each issue.
        accepts: Per party, the share of draws that some worth in it satisfies.
        factors: Ceilings of the parties' commitment factors; None until they are needed.
    """

    ranges: tuple[int, ...]
    accepts: NDArray[np.float64]
    factors: NDArray[np.float64] | None


class _Boxes:
    """Boxes of packages: for each issue, in the given order, the number of one of its ranges."""

    def __init__(
        self,
        tables: Sequence[Sequence[NDArray[np.float64]]],
        floors: Sequence[NDArray[np.float64]],
        factors: Sequence[NDArray[np.float64]],
    ) -> None:
        units = []
        self.needed: list[NDArray[np.int16]] = []
        for own, floor in zip(tables, floors, strict=True):
            most = np.sum([np.abs(table).max(axis=0) for table in own], axis=0).max(initial=1.0)
            unit = _UNIT / float(most)
            units.append(unit)
            ends = np.iinfo(np.int16)
            self.needed.append(np.clip(np.ceil(floor * unit), ends.min, ends.max).astype(np.int16))
        self.issues = [
            _ranges([own[i] for own in tables], units, factors[i]) for i in range(len(tables[0]))
        ]
        # All ranges in one table, those of the first issue first.
        self.starts = np.cumsum([0, *(len(issue.ends) for issue in self.issues[:-1])])
        self.halves = np.concatenate([issue.halves for issue in self.issues])
        self.best = [
            np.concatenate([issue.best[party] for issue in self.issues])
            for party in range(len(tables))
        ]
        self.draws = len(floors[0])
        self.whole = (0,) * len(self.issues)

    def masks(self, box: tuple[int, ...]) -> tuple[int, ...]:
        """Return the options left of each issue."""
        return tuple(issue.masks[at] for issue, at in zip(self.issues, box, strict=True))

    def complete(self, box: tuple[int, ...]) -> bool:
        """Return whether a box holds a single package."""
        return all(issue.gains[at] < 0 for issue, at in zip(self.issues, box, strict=True))

    def package(self, box: tuple[int, ...]) -> tuple[int, ...]:
        """Return the one package of a complete box."""
        return tuple(
            int(issue.options[issue.ends[at, 0]])
            for issue, at in zip(self.issues, box, strict=True)
        )

    def _worths(self, party: int, boxes: NDArray[np.intp]) -> NDArray[np.int16]:
        """Return the most worth of each box by draw, shape (boxes, draws)."""
        spend(len(boxes) * len(self.issues) * self.draws // 1400)
        total = np.zeros((len(boxes), self.draws), dtype=np.int16)
        for i, issue in enumerate(self.issues):
            total += issue.best[party][boxes[:, i]]
        return total

    def split(
        self, parents: Sequence[tuple[int, ...]]
    ) -> tuple[list[tuple[int, ...]], NDArray[np.float64]]:
        """Return the two halves of each box, and per party the share of draws that each could satisfy."""
        table = np.array(parents, dtype=np.intp)
        gains = np.column_stack([issue.gains[table[:, i]] for i, issue in enumerate(self.issues)])
        cut = gains.argmax(axis=1)
        lines = np.arange(len(table))
        whole = self.starts[cut] + table[lines, cut]
        halves = self.halves[whole]
        children = np.repeat(table, 2, axis=0)
        children[2 * lines, cut] = halves[:, 0]
        children[2 * lines + 1, cut] = halves[:, 1]
        halves += self.starts[cut][:, None]
        accepts = np.empty((len(children), len(self.needed)))
        for party, needed in enumerate(self.needed):
            # All issues but the one that is cut are the same in both halves.
            best = self.best[party]
            rest = self._worths(party, table) - needed - best[whole]
            for half in (0, 1):
                reached = rest + best[halves[:, half]] >= 0
                accepts[half::2, party] = reached.sum(axis=1) / self.draws
        return [tuple(line) for line in children.tolist()], accepts


def _ranges(
    tables: Sequence[NDArray[np.float64]], units: Sequence[float], factors: NDArray[np.float64]
) -> _Ranges:
    """Return the ranges of an issue.

    Args:
        tables: The parties' worth of its options, (options, draws).
        units: Per party, what a worth of 1 is in whole numbers.
        factors: Ceilings of the commitment factors with the option settled, (options, parties).
    """
    means = [np.round(table.mean(axis=1), 9) for table in tables]
    # In the order of the party to which the issue matters most, so that a cut parts good from bad.
    widest = max(range(len(tables)), key=lambda k: float(np.ptp(means[k])))
    options = np.argsort(means[widest], kind="stable")
    logs = np.round(log(np.maximum(factors[options], _LEAST_FACTOR)), 9)
    worths = [
        np.ceil(table[options] * unit).astype(np.int16)
        for table, unit in zip(tables, units, strict=True)
    ]
    ends = [(0, len(options))]
    halves: list[tuple[int, int]] = []
    gains: list[float] = []
    for number, (first, end) in enumerate(ends):
        if end - first == 1:
            halves.append((number, number))
            gains.append(-1.0)
            continue
        at, gain = _cut([worth[first:end] for worth in worths], units, logs[first:end])
        halves.append((len(ends), len(ends) + 1))
        gains.append(gain)
        ends += [(first, first + at), (first + at, end)]
    best = [np.array([worth[a:b].max(axis=0) for a, b in ends]) for worth in worths]
    masks = tuple(sum(1 << int(k) for k in options[first:end]) for first, end in ends)
    return _Ranges(options, np.array(ends), np.array(halves), np.array(gains), masks, tuple(best))


def _cut(
    worths: Sequence[NDArray[np.int16]], units: Sequence[float], logs: NDArray[np.float64]
) -> tuple[int, float]:
    """Return where to cut a range of options, and how much that lowers the hopes, on average.

    A party's hope is the best that its draws find there, and the most that its commitments leave.
    """
    hope, low, high = 0.0, np.zeros(len(worths[0]) - 1), np.zeros(len(worths[0]) - 1)
    for worth, unit, factor in zip(worths, units, logs.T, strict=True):
        rising = _WORTH_IN_LOGS * np.maximum.accumulate(worth, axis=0).mean(axis=1) / unit
        falling = _WORTH_IN_LOGS * np.maximum.accumulate(worth[::-1], axis=0).mean(axis=1) / unit
        rising += np.maximum.accumulate(factor)
        falling += np.maximum.accumulate(factor[::-1])
        hope += float(rising[-1])
        low += rising[:-1]
        high += falling[::-1][1:]
    gains = np.round(hope - np.maximum(low, high), 9)
    middle = np.abs(np.arange(len(gains)) * 2 - len(gains) + 1)
    at = int(np.lexsort((middle, -gains))[0])
    return at + 1, round(hope - float(low[at] + high[at]) / 2, 9)
