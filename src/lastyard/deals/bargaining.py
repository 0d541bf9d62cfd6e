"""Bargaining solutions: the fair packages that theory names, each with its proof.

Solutions are sought among the packages that the rules allow and that give every party at
least its reservation value and its disagreement value. Gains are counted from the
disagreement point, which is the reservation values as stated unless another is given; it
is never silently replaced by the worst package.

Example, a good that one values at 5 and the other at 2, and one valued at 1 and 6:
    >>> domain = Domain.of([[[0, 5], [0, 1]], [[2, 0], [6, 0]]], reservation=[0, 0])
    >>> solution = nash(domain)
    >>> solution.package, [int(x) for x in solution.values], round(solution.objective, 6)
    ((1, 0), [5, 6], 30.0)
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from lastyard.deals.domain import Domain, DomainError, Number, Package
from lastyard.deals.frontier import FoldTooLargeError, Frontier, Trace, fold
from lastyard.deals.plan import RuleTooLargeError, make_plan
from lastyard.deals.relaxation import Objective, Product, Relaxation, Smallest, Total, relax
from lastyard.deals.search import ROUNDING, Level, Limits, SearchResult, best_package
from lastyard.records import record

__all__ = [
    "MOST_NODES",
    "MOST_TIES",
    "DisagreementError",
    "Solution",
    "Task",
    "efficient_above",
    "egalitarian",
    "ideal_search",
    "ideal_values",
    "kalai_smorodinsky",
    "leximin",
    "leximin_search",
    "most_equal",
    "nash",
    "relative_welfare",
    "utilitarian",
]

MOST_NODES = 2_000_000

MOST_TIES = 1_000

_BOUND_DIGITS = 9

_METHOD = "best-first branch and bound with Lagrangian bounds"

_LISTED = "comparison of all points of the exact frontier"

_MOST_PARTIES, _MOST_POINTS = 3, 3_000


class DisagreementError(DomainError):
    """A solution needs a disagreement value that was not stated."""


@record(frozen=True, slots=True)
class Solution:
    """A bargaining solution.

    Attributes:
        name: Which one.
        package: The package; None if no package is acceptable.
        values: What it is worth to each party, exactly; empty if there is none.
        disagreement: Where gains are counted from; None where none was needed.
        objective: The objective in the solution's own terms (product, smallest gain ...).
        bound: No acceptable package has a higher objective than this.
        exact: Whether the bound meets the objective, up to the rounding of floats (one
            part in 10**11 of the largest terms that are added). False: the search was stopped, ``bound - objective`` is the gap.
        nodes: Partial packages examined.
        method: How it was found.
        note: What else to know, such as why there is no package; else empty.
    """

    name: str
    package: Package | None
    values: tuple[Fraction, ...]
    disagreement: tuple[Fraction | None, ...]
    objective: float
    bound: float
    exact: bool
    nodes: int
    method: str
    note: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A domain made ready for several searches."""

    domain: Domain
    relaxation: Relaxation
    point: tuple[Fraction | None, ...]
    floors: tuple[Fraction | None, ...]
    most_nodes: int
    frontier: tuple[Package, ...] | None = None

    @classmethod
    def of(
        cls,
        domain: Domain,
        disagreement: Sequence[Number] | None,
        relaxation: Relaxation | None,
        most_nodes: int,
        *,
        needs_point: bool = True,
    ) -> Task:
        """Prepare a domain.

        Args:
            domain: The outcome space.
            disagreement: Where gains are counted from; None: the reservation values.
            relaxation: ``relax(domain)`` if it is at hand.
            most_nodes: Stop searches after this many partial packages.
            needs_point: Whether every party needs a disagreement value.

        Raises:
            DisagreementError: A party needs one and has none.
        """
        if relaxation is None:
            relaxation = relax(domain)
        point = domain.reservation
        if disagreement is not None:
            point = domain.with_reservation(disagreement).reservation
        if needs_point and None in point:
            raise DisagreementError(
                f"party {point.index(None)} has no reservation value: state a disagreement point "
                "to count its gains from"
            )
        floors = tuple(
            a if b is None else b if a is None else max(a, b)
            for a, b in zip(domain.reservation, point, strict=True)
        )
        frontier = _small_frontier(domain, floors)
        return cls(domain, relaxation, point, floors, most_nodes, frontier)

    @property
    def origin(self) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        """The disagreement point, with 0 where there is none."""
        return np.array([0.0 if d is None else float(d) for d in self.point])

    def gains(self, package: Package) -> list[Fraction]:
        """Return what a package gives each party over the disagreement point, exactly."""
        worth = self.domain.values_of(package)
        return [v - (d or 0) for v, d in zip(worth, self.point, strict=True)]

    def search(
        self,
        objective: Objective,
        exact: Callable[[Package], Fraction | list[Fraction]],
        *,
        levels: tuple[Level, ...] = (),
        hints: Sequence[Package] = (),
        most_ties: int = 0,
    ) -> SearchResult:
        """Find the best package; ``exact`` is the objective where floats cannot tell."""
        if self.frontier is not None and not levels:
            return self._compare(objective, exact)
        limits = Limits(self.origin, self.floors, self.most_nodes, most_ties, levels)

        def better(one: Package, other: Package) -> bool:
            # Ties go to the larger sum of gains, then to the options that come first.
            keys = [
                (exact(package), sum(self.gains(package)), tuple(-k for k in package))
                for package in (one, other)
            ]
            return keys[0] > keys[1]

        return best_package(self.relaxation, objective, limits, better, hints)

    def _compare(
        self, objective: Objective, exact: Callable[[Package], Fraction | list[Fraction]]
    ) -> SearchResult:
        """Compare all points of a small frontier, exactly where floats cannot tell."""
        nothing = SearchResult(None, -math.inf, -math.inf, complete=True, nodes=0)
        if not self.frontier:
            return nothing
        gains = np.array([[float(g) for g in self.gains(package)] for package in self.frontier])
        values = objective.values(gains)
        best = float(values.max())
        if best == -math.inf:
            return nothing
        slack = 4 * ROUNDING * max(abs(best), objective.magnitude(self.relaxation.scale))
        near = [self.frontier[k] for k in np.flatnonzero(values >= best - slack)]
        package = max(near, key=lambda x: (exact(x), sum(self.gains(x)), tuple(-k for k in x)))
        return SearchResult(package, best, best, complete=True, nodes=len(self.frontier))

    def efficient(self, found: SearchResult) -> SearchResult:
        """Replace a package by one that is better for some and worse for none, if there is one.

        Where all that tie were compared there is none, for ties go to the larger sum of gains.
        """
        settled = found.ties_settled and found.complete
        if found.package is None or self.frontier is not None or settled:
            return found
        worth = self.domain.values_of(found.package)
        task = replace(self, point=worth, floors=worth)
        total = Total(
            1.0 / np.maximum(self.relaxation.scale, 1e-300), np.ones(len(worth), dtype=bool)
        )
        # Exact ties are settled in the parties' own units, as the weights of the total are.
        weights = [Fraction(float(w)) for w in total.weights]
        again = task.search(
            total,
            lambda x: sum(
                (w * g for w, g in zip(weights, task.gains(x), strict=True)), Fraction(0)
            ),
            hints=[found.package],
        )
        return replace(found, package=again.package, nodes=found.nodes + again.nodes)

    @property
    def _method(self) -> str:
        return _METHOD if self.frontier is None else _LISTED

    def solution(self, name: str, found: SearchResult, objective: float, bound: float) -> Solution:
        """Put a result together."""
        if found.package is None:
            note = (
                "no package is acceptable to all"
                if found.complete
                else "stopped before any acceptable package was found"
            )
            return Solution(
                name,
                None,
                (),
                self.point,
                -math.inf,
                bound if found.complete else _rounded_up(bound),
                found.complete,
                found.nodes,
                self._method,
                note,
            )
        values = self.domain.values_of(found.package)
        return Solution(
            name,
            found.package,
            values,
            self.point,
            objective,
            max(bound if found.complete else _rounded_up(bound), objective),
            found.complete,
            found.nodes,
            self._method,
        )


def _rounded_up(bound: float) -> float:
    """Return a bound that stays one, without last digits that depend on the processor."""
    if not math.isfinite(bound) or bound == 0.0:
        return bound
    digits = _BOUND_DIGITS - 1 - math.floor(math.log10(abs(bound)))
    step = Fraction(10) ** -digits
    return float(math.ceil(Fraction(bound) / step) * step)


def _small_frontier(
    domain: Domain, floors: tuple[Fraction | None, ...]
) -> tuple[Package, ...] | None:
    """Fold the frontier above the floors, if it stays small: every solution lies on it.

    With few parties this is quicker than a search, above all where many packages tie.
    """
    if domain.parties > _MOST_PARTIES:
        return None
    bounded = replace(domain, reservation=floors)
    try:
        # A group holds a point at least, so more groups than points wanted are in vain.
        plan = make_plan(bounded, most_groups=_MOST_POINTS)
        folded = fold(bounded, plan, give_up_above=_MOST_POINTS)
    except (FoldTooLargeError, RuleTooLargeError):
        return None
    trace = Trace(bounded, folded)
    return tuple(trace.package(k) for k in range(len(folded.steps[-1].groups)))


def leximin_search(
    task: Task, scale: np.ndarray[tuple[int], np.dtype[np.float64]]
) -> tuple[SearchResult, float]:
    """Return the leximin package, and the bound on the smallest scaled gain.

    If the packages that share the largest smallest gain can all be compared, that settles
    it. If they are too many, the sums of the 2, 3, ... smallest gains are maximised in
    turn, each keeping what the ones before have reached.
    """
    scales = [Fraction(float(s)) for s in scale]

    def in_order(package: Package) -> list[Fraction]:
        gains = task.gains(package)
        return sorted(g * s for g, s in zip(gains, scales, strict=True) if s > 0)

    found = task.search(Smallest(scale), in_order, most_ties=MOST_TIES)
    bound, nodes, complete = found.bound, found.nodes, found.complete
    levels: list[Level] = []
    for k in range(2, int((scale > 0).sum()) + 1):
        if found.ties_settled or found.package is None or not complete:
            break
        assert found.multipliers is not None  # noqa: S101 - every search returns some
        levels.append(Level(Smallest(scale, k - 1), found.value, found.multipliers))
        found = task.search(
            Smallest(scale, k),
            lambda package, k=k: sum(in_order(package)[:k], Fraction(0)),  # type: ignore[misc]
            levels=tuple(levels),
            hints=[found.package],
            most_ties=MOST_TIES,
        )
        nodes += found.nodes
        complete = found.complete
    return replace(found, nodes=nodes, complete=complete), bound


def ideal_search(task: Task) -> tuple[Fraction, ...] | None:
    """Return the most that each party can get in an acceptable package, or None."""
    ideal = []
    bounded = np.array([floor is not None for floor in task.floors])
    for p in range(task.domain.parties):
        weights = np.zeros(task.domain.parties)
        weights[p] = 1.0
        found = task.search(Total(weights, bounded), lambda x, p=p: task.gains(x)[p])  # type: ignore[misc]
        if not found.complete:
            raise DomainError(
                f"the best acceptable package of party {p} was not certain after "
                f"{found.nodes:,} partial packages: raise most_nodes"
            )
        if found.package is None:
            return None
        ideal.append(task.domain.values_of(found.package)[p])
    return tuple(ideal)


def efficient_above(
    domain: Domain,
    worth: Sequence[Fraction],
    spans: Sequence[Fraction],
    *,
    most_nodes: int = MOST_NODES,
) -> tuple[Package | None, bool]:
    """Find the efficient package with the largest smallest gain over given values.

    Args:
        domain: Values and rules; reservation values are not looked at.
        worth: What every party must get at least, and where gains are counted from.
        spans: What one party's gains are divided by to compare them; a party with 0 is
            not compared.
        most_nodes: Stop after this many partial packages.

    Returns:
        The package, or None if nothing reaches the values; and whether the search ended.
    """
    point = tuple(worth)
    task = Task(domain, relax(domain), point, point, most_nodes)
    scale = np.array([1.0 / float(span) if span > 0 else 0.0 for span in spans])
    if not scale.any():
        scale = np.ones(domain.parties)
    found = task.efficient(leximin_search(task, scale)[0])
    return found.package, found.complete


def nash(
    domain: Domain,
    *,
    disagreement: Sequence[Number] | None = None,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the package with the largest product of gains [Nash 1950, Econometrica 18].

    Where no package lets every party gain, all products are zero; the egalitarian package
    is then returned and the note says so.

    Args:
        domain: Values, reservation values and rules.
        disagreement: Where gains are counted from; default: the reservation values.
        relaxation: ``relax(domain)``, to share it between solutions.
        most_nodes: Stop after this many partial packages, and say the gap.

    Raises:
        DisagreementError: A party has neither a reservation nor a disagreement value.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes)
    found = task.search(
        Product(domain.parties),
        lambda package: math.prod(task.gains(package), start=Fraction(1)),
        most_ties=MOST_TIES,
    )
    if found.package is None and found.complete:
        even = egalitarian(
            domain, disagreement=disagreement, relaxation=task.relaxation, most_nodes=most_nodes
        )
        if even.package is None:
            return replace(even, name="nash")
        note = "no package lets every party gain: every product is zero"
        return replace(even, name="nash", objective=0.0, bound=0.0, note=note)
    product = 0.0
    if found.package is not None:
        try:
            product = float(math.prod(task.gains(found.package)))
        except OverflowError:
            product = math.inf
    # Beyond that no float holds it.
    bound = math.exp(found.bound) if found.bound <= 709.0 else math.inf
    return task.solution("nash", found, product, bound)


def egalitarian(
    domain: Domain,
    *,
    disagreement: Sequence[Number] | None = None,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the efficient package with the largest smallest gain [Kalai 1977, Econometrica 45].

    Gains are compared on the parties' own scales, which must be comparable to mean
    anything. Arguments and errors as for :func:`nash`.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes)
    found = task.search(
        Smallest(np.ones(domain.parties)), lambda x: sorted(task.gains(x)), most_ties=MOST_TIES
    )
    found = task.efficient(found)
    least = float(min(task.gains(found.package))) if found.package else -math.inf
    return task.solution("egalitarian", found, least, found.bound)


def leximin(
    domain: Domain,
    *,
    disagreement: Sequence[Number] | None = None,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the package with the largest smallest gain, then second smallest, and so on.

    The objective reported is the smallest gain, as for :func:`egalitarian`; later places
    are settled in turn up to the rounding of floats. Arguments and errors as for
    :func:`nash`.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes)
    found, bound = leximin_search(task, np.ones(domain.parties))
    least = float(min(task.gains(found.package))) if found.package else -math.inf
    return task.solution("leximin", found, least, bound)


def ideal_values(
    domain: Domain,
    *,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
    disagreement: Sequence[Number] | None = None,
) -> tuple[Fraction, ...] | None:
    """Return the most that each party can get in a package acceptable to all, or None.

    Raises:
        DomainError: The search was stopped before the values were certain.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes, needs_point=False)
    return ideal_search(task)


def kalai_smorodinsky(
    domain: Domain,
    *,
    disagreement: Sequence[Number] | None = None,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the package with the largest smallest share of the ideal gain.

    The ideal gain of a party is the most it gains in a package acceptable to all [Kalai &
    Smorodinsky 1975, Econometrica 43]. On packages, where equal shares for all need not
    exist, the solution maximises the smallest share, then the next smallest (leximin). A
    party that can gain nothing is left out of the comparison, and the note says so.
    Arguments and errors as for :func:`nash`.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes)
    ideal = ideal_search(task)
    if ideal is None:
        nothing = SearchResult(None, -math.inf, -math.inf, True, 0)
        return task.solution("kalai_smorodinsky", nothing, -math.inf, -math.inf)
    gains = [best - (d or 0) for best, d in zip(ideal, task.point, strict=True)]
    scale = np.array([1.0 / float(gain) if gain > 0 else 0.0 for gain in gains])
    note = "".join(
        f"party {p} can gain nothing and is left out; " for p, s in enumerate(scale) if s == 0
    )
    if not scale.any():
        found = task.efficient(
            task.search(
                Total(np.ones(domain.parties), scale == 0),
                lambda x: sum(task.gains(x), Fraction(0)),
            )
        )
        return replace(task.solution("kalai_smorodinsky", found, 0.0, 0.0), note=note.rstrip("; "))
    found, bound = leximin_search(task, scale)
    share = -math.inf
    if found.package is not None:
        share = float(
            min(
                g / best
                for g, best in zip(task.gains(found.package), gains, strict=True)
                if best > 0
            )
        )
    result = task.solution("kalai_smorodinsky", found, share, bound)
    return replace(result, note=result.note or note.rstrip("; "))


def utilitarian(
    domain: Domain,
    *,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the acceptable package with the largest sum of values.

    Needs no disagreement point; the parties' scales must be comparable to mean anything.
    """
    task = Task.of(domain, None, relaxation, most_nodes, needs_point=False)
    bounded = np.array([floor is not None for floor in task.floors])
    found = task.search(
        Total(np.ones(domain.parties), bounded), lambda x: sum(domain.values_of(x), Fraction(0))
    )
    # Gains are counted from reservation values where there are some; values from zero.
    shift = float(sum(d for d in task.point if d is not None))
    total = float(sum(domain.values_of(found.package))) if found.package else -math.inf
    return task.solution("utilitarian", found, total, found.bound + shift)


def relative_welfare(
    domain: Domain,
    *,
    disagreement: Sequence[Number] | None = None,
    relaxation: Relaxation | None = None,
    most_nodes: int = MOST_NODES,
) -> Solution:
    """Find the package with the largest sum of shares of the ideal gain.

    Every party's gain is divided by its ideal gain (:func:`kalai_smorodinsky`) before
    they are added up, so scales need not be comparable. Arguments and errors as for
    :func:`nash`.
    """
    task = Task.of(domain, disagreement, relaxation, most_nodes)
    ideal = ideal_search(task)
    if ideal is None:
        nothing = SearchResult(None, -math.inf, -math.inf, True, 0)
        return task.solution("relative_welfare", nothing, -math.inf, -math.inf)
    gains = [best - (d or 0) for best, d in zip(ideal, task.point, strict=True)]

    def shares(package: Package) -> Fraction:
        own = task.gains(package)
        return sum((g / best for g, best in zip(own, gains, strict=True) if best > 0), Fraction(0))

    weights = np.array([1.0 / float(gain) if gain > 0 else 0.0 for gain in gains])
    found = task.efficient(task.search(Total(weights, np.ones(domain.parties, dtype=bool)), shares))
    total = float(shares(found.package)) if found.package else -math.inf
    return task.solution("relative_welfare", found, total, found.bound)


def most_equal(frontier: Frontier) -> Solution:
    """Find the point of a frontier where the parties' values differ least.

    Some tools call this "Kalai"; it is neither Kalai's egalitarian solution nor that of
    Kalai and Smorodinsky, and can be far from both. It is read off the frontier; of
    points that differ equally the one with the largest sum is taken.
    """
    point = frontier.domain.reservation
    method = "comparison of all points of the frontier"
    if not len(frontier):
        return Solution(
            "most_equal",
            None,
            (),
            point,
            -math.inf,
            -math.inf,
            frontier.exact,
            0,
            method,
            frontier.reason,
        )
    spread = np.ptp(frontier.values, axis=1)
    near = np.flatnonzero(
        spread <= spread.min() + 1e-9 * max(1.0, float(np.abs(frontier.values).max()))
    )
    exact = {int(k): frontier.exact_values(int(k)) for k in near}
    best = min(exact, key=lambda k: (max(exact[k]) - min(exact[k]), -sum(exact[k])))
    difference = float(max(exact[best]) - min(exact[best]))
    return Solution(
        name="most_equal",
        package=frontier.package(best),
        values=exact[best],
        disagreement=(None,) * frontier.domain.parties,
        objective=-difference,
        bound=-difference,
        exact=frontier.exact,
        nodes=len(frontier),
        method=method,
        note="" if frontier.exact else frontier.reason,
    )
