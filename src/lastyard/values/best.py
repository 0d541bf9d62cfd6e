"""How likely several parties can at most be to accept a package all at once.

A party accepts under a draw when the package's value is above its reservation value:
a step, of which ``min(1, 1 - short / most)`` is the concave envelope, ``short`` being
what is lacking and ``most`` the most that can be lacking. With it the logarithm of the
product over the parties is a concave function of lotteries over the options of each
issue; its tangent anywhere is a bound on all packages, and separable, so that its
best package is found issue by issue. Frank-Wolfe steps (Frank & Wolfe 1956; Jaggi
2013) move the lottery to where the tangent's bound is least. Unlike a bound that lets
every draw have its own best package, it holds all parties and draws to the same one.

Example:
    >>> draws = np.array([[0.0, 0.2], [1.0, 0.8]])
    >>> envelope = Envelope([[draws], [draws[::-1].copy()]])
    >>> tangent = envelope.tangent([np.array([-0.7, -0.7])] * 2, 0)
    >>> bool(tangent.bound < 0.6)
    True

The package most likely to be agreed, among more packages than can be listed.

Best-first branch and bound over the issues, one at a time, under two bounds of a
partial package. One gives every draw of every party the best that the open issues can
add: whatever is chosen there, no party's acceptability can be higher, and neither can a
monotone rule's. The other, ``envelope``, holds the parties without whom there is no
agreement to one and the same package. A first good package comes from ascent, one or
two issues at a time, from several starts. Exact for the draws when the search ends; stopped early,
the gap to the bound is named (docs/model.md, section 6).

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
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import current, spend
from lastyard.portable import exp, log
from lastyard.values.acceptability import MOST_PARTIES_OF_FORMULA, Formula, Threshold, agreement
from lastyard.values.problem import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior

# Steps without a lottery to start from, and with one.
_STEPS, _MORE_STEPS = 16, 2


# Shares of the way to the tangent's best package that a step tries.
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0])


# What rounding in the sums can add up to.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Tangent:
    """A bound on the probability that all accept.

    Attributes:
        bound: On all packages.
        options: On the packages with each option of the next issue, shape (options,).
        lottery: The lottery at which it touches, over the options of all open issues.
    """

    bound: float
    options: NDArray[np.float64]
    lottery: NDArray[np.float64]


class Envelope:
    """The concave envelope for some parties; the issues in the order of a search."""

    def __init__(self, tables: Sequence[Sequence[NDArray[np.float64]]]) -> None:
        """Stack the options.

        Args:
            tables: For each party and issue, values of shape (options, draws).
        """
        sizes = [len(table) for table in tables[0]]
        self._first = np.concatenate([[0], np.cumsum(sizes)])
        self._values = [np.concatenate(list(issues)) for issues in tables]
        self._least = [suffixes(issues, np.min) for issues in tables]
        self._most = [suffixes(issues, np.max) for issues in tables]

    def tangent(
        self,
        sums: Sequence[NDArray[np.float64]],
        depth: int,
        lottery: NDArray[np.float64] | None = None,
    ) -> Tangent:
        """The best bound found for packages with the first issues settled.

        Args:
            sums: For each party, the settled issues' value less the reservation value,
                shape (draws,).
            depth: How many issues are settled; at least one is open.
            lottery: Where to start, from the tangent of a larger set of packages; even
                chances when left out.
        """
        first = int(self._first[depth])
        starts = self._first[depth:-1] - first
        sizes = np.diff(self._first[depth:])
        place = np.repeat(1.0 / sizes, sizes) if lottery is None else lottery[-int(sizes.sum()) :]
        parties = [
            _Party(values[first:], own, own + least[depth], own + most[depth])
            for values, own, least, most in zip(
                self._values, sums, self._least, self._most, strict=True
            )
        ]
        steps = _STEPS if lottery is None else _MORE_STEPS
        spend(20 + steps * sum(values.size for values in self._values) // 300)
        best = Tangent(1.0, np.ones(int(sizes[0])), place)
        worths = [party.worth(place) for party in parties]
        for _ in range(_STEPS if lottery is None else _MORE_STEPS):
            chances = [p.chance(w[None, :])[0] for p, w in zip(parties, worths, strict=True)]
            if min(chances) <= 0.0:
                return Tangent(0.0, np.zeros(int(sizes[0])), place)
            slopes = np.sum(
                [p.slopes(w) / c for p, w, c in zip(parties, worths, chances, strict=True)], axis=0
            )
            tops = np.maximum.reduceat(slopes, starts)
            level = float(np.sum(log(chances)) - np.sum(slopes * place) + np.sum(tops))
            if level < log(best.bound):
                options = level - tops[0] + slopes[: sizes[0]]
                best = Tangent(
                    float(exp(level) + _SLACK),
                    np.minimum(exp(np.minimum(options, 0.0)) + _SLACK, 1.0),
                    place,
                )
            corner = np.zeros(place.size)
            ends = np.append(starts[1:], slopes.size)
            for start, end in zip(starts, ends, strict=True):
                corner[start + int(np.argmax(slopes[start:end]))] = 1.0
            turns = [p.worth(corner) - w for p, w in zip(parties, worths, strict=True)]
            gains = np.zeros(_SHARES.size)
            for party, worth, turn in zip(parties, worths, turns, strict=True):
                reached = party.chance(worth + _SHARES[:, None] * turn)
                gains += log(np.maximum(reached, 1e-300))
            share = float(_SHARES[int(np.argmax(gains))])
            place = place + share * (corner - place)
            worths = [worth + share * turn for worth, turn in zip(worths, turns, strict=True)]
        return best


class _Party:
    """One party's envelope over the packages of one node."""

    def __init__(
        self,
        values: NDArray[np.float64],
        own: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> None:
        self._values, self._own = values, own
        unsure = (low < 0.0) & (high >= 0.0)
        self._rate = np.where(unsure, 1.0 / np.where(unsure, -low, 1.0), 0.0)
        # What counts whatever is chosen: 1 for draws that are sure, 1 as the top of the rest.
        self._top = (high >= 0.0).astype(np.float64)

    def worth(self, lottery: NDArray[np.float64]) -> NDArray[np.float64]:
        """Value less reservation value under a lottery, by draw."""
        named = np.flatnonzero(lottery)
        total: NDArray[np.float64] = self._own + np.einsum(
            "k,kd->d", lottery[named], self._values[named], optimize=False
        )
        return total

    def chance(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """The envelope, shape (lotteries,), from worths of shape (lotteries, draws)."""
        chances: NDArray[np.float64] = np.mean(
            np.maximum(self._top + np.minimum(worth, 0.0) * self._rate, 0.0), axis=1
        )
        return chances

    def slopes(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """How fast the envelope grows with the chance of each option."""
        rate = np.where(worth < 0.0, self._rate, 0.0) / worth.size
        slopes: NDArray[np.float64] = np.einsum("kd,d->k", self._values, rate, optimize=False)
        return slopes


def suffixes(
    tables: Sequence[NDArray[np.float64]], of: Callable[..., NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """For each depth, the sum over the issues still open of their least or most, by draw."""
    left = [np.zeros(tables[0].shape[1])]
    for table in reversed(tables):
        left.append(left[-1] + of(table, axis=0))
    return left[::-1]


# Given a partial package (-1 where open), a ceiling on each party's commitment
# factor over its completions, exact when nothing is open; all 0 breaks a rule.
Ceiling = Callable[[tuple[int, ...]], Sequence[float]]


# The same for many complete packages, shape (packages, issues), as (packages, parties).
Factors = Callable[["NDArray[np.intp]"], "NDArray[np.float64]"]


_ROUNDING = 1e-12


# Packages that differ by less are as good as each other.
_BETTER = 1e-12


# Minus the bound, minus the depth, a serial number, the package, the lottery to start from.
_Node = tuple[float, int, int, tuple[int, ...], "NDArray[np.float64] | None"]


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
    factors: Factors | None = None,
    most_nodes: int = 5_000,
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
        most_nodes: Partial packages after which to stop and name the gap.
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
        return Best(search.found, float(search.index), 1.0, search.nodes, exact=False)
    return Best(best.package, best.index, best.bound, best.nodes, best.exact)


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
        current().room(24 * draws * (sum(options) + len(options)) * len(posteriors))
        spend(draws * sum(options) * len(posteriors) // 50)
        if any([s.options for s in p.layout.scales] != options for p in posteriors):
            raise ValuesError("the parties' values are over different issues")
        self.options, self.rule, self.ceiling = options, rule, ceiling
        self.of_complete = factors
        # For each party: for each issue, option by draw; draws last, so sums run along them.
        self.tables = [[np.ascontiguousarray(t.T) for t in p.tables()] for p in posteriors]
        self.floors = [p.reservations() - _ROUNDING for p in posteriors]
        spread = [
            sum(float(np.ptp(t[i], axis=0).mean()) for t in self.tables)
            for i in range(len(options))
        ]
        # Issues that matter most first: their bounds bite soonest.
        self.order = sorted(range(len(options)), key=lambda i: -spread[i])
        in_order = [[tables[issue] for issue in self.order] for tables in self.tables]
        self.best_left = [suffixes(issues, np.max) for issues in in_order]
        self.needed = _needed(rule, len(posteriors))
        self.envelope = Envelope([in_order[k] for k in self.needed]) if self.needed else None
        self.found: tuple[int, ...] = (0,) * len(options)
        self.index = self.indices([self.found])[0]
        self.nodes = 0

    def factors(self, packages: Sequence[tuple[int, ...]]) -> NDArray[np.float64]:
        """Ceilings of the commitments, shape (packages, parties)."""
        if self.ceiling is None:
            return np.ones((len(packages), len(self.tables)))
        if self.of_complete is not None and all(-1 not in package for package in packages):
            return self.of_complete(np.array(packages, dtype=np.intp))
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
        """Open the partial package with the largest bound until none can be better."""
        all_open = (-1,) * len(self.order)
        heap: list[_Node] = [(-1.0, 0, 0, all_open, None)]
        serial = itertools.count(1)
        while heap:
            bound, minus_depth, _, partial, lottery = heapq.heappop(heap)
            if -bound <= self.index + _BETTER:
                break
            if self.nodes >= most_nodes:
                return Best(self.found, float(self.index), float(-bound), self.nodes, exact=False)
            depth = -minus_depth
            children, bounds, lottery = self._open(partial, depth, lottery)
            self.nodes += len(children)
            bounds = np.minimum(bounds, -bound)
            for option in np.flatnonzero(bounds > self.index + _BETTER):
                if depth + 1 == len(self.order):
                    if bounds[option] > self.index + _BETTER:
                        self.found, self.index = children[option], bounds[option]
                    continue
                key = (-float(bounds[option]), -(depth + 1), next(serial))
                heapq.heappush(heap, (*key, children[option], lottery))
        return Best(self.found, float(self.index), float(self.index), self.nodes, exact=True)

    def _open(
        self, partial: tuple[int, ...], depth: int, lottery: NDArray[np.float64] | None
    ) -> tuple[list[tuple[int, ...]], NDArray[np.float64], NDArray[np.float64] | None]:
        """The partial packages with one issue more, their bounds, and a lottery for them.

        Sums are formed again rather than kept: kept for every node they would fill memory.
        """
        issue = self.order[depth]
        draws = len(self.floors[0])
        spend(20 + len(self.tables) * (depth + 2 * self.options[issue]) * draws // 250)
        children = [
            (*partial[:issue], option, *partial[issue + 1 :])
            for option in range(self.options[issue])
        ]
        settled = self.order[:depth]
        sums = [
            sum((t[i][partial[i]] for i in settled), start=-floor)
            for t, floor in zip(self.tables, self.floors, strict=True)
        ]
        ceiling = self.factors([partial])[0]
        limit = np.ones(len(children))
        if self.envelope is not None and depth + 1 < len(self.order):
            tangent = self.envelope.tangent([sums[k] for k in self.needed], depth, lottery)
            limit, lottery = tangent.options * np.prod(ceiling[self.needed]), tangent.lottery
        accepts = np.column_stack(
            [
                np.mean(own + t[issue] + left[depth + 1] >= 0.0, axis=1)
                for own, t, left in zip(sums, self.tables, self.best_left, strict=True)
            ]
        )
        bounds = np.minimum(agreement(accepts * ceiling, self.rule), limit)
        open_still = np.flatnonzero(bounds > self.index + _BETTER)
        if open_still.size:
            factors = self.factors([children[option] for option in open_still])
            exact = agreement(accepts[open_still] * factors, self.rule)
            bounds[open_still] = np.minimum(bounds[open_still], exact)
        return children, bounds, lottery


def _needed(rule: Threshold | Formula, parties: int) -> list[int]:
    """The parties without whom there is no agreement."""
    if isinstance(rule, Threshold):
        total = sum(rule.weights)
        return [
            party
            for party, weight in enumerate(rule.weights)
            if party in rule.vetoes or total - weight < rule.quota
        ]
    if parties > MOST_PARTIES_OF_FORMULA:
        return []
    return [p for p in range(parties) if not rule(tuple(k != p for k in range(parties)))]
