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
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from lastyard.deals.domain import Domain, Package
from lastyard.deals.exact import Number
from lastyard.deals.frontier import Frontier
from lastyard.deals.objectives import Product, Smallest, Total
from lastyard.deals.relaxation import Relaxation
from lastyard.deals.search import Found
from lastyard.deals.solving import (
    MOST_NODES,
    MOST_TIES,
    Solution,
    Task,
    ideal_search,
    leximin_search,
)

__all__ = [
    "egalitarian",
    "ideal_values",
    "kalai_smorodinsky",
    "leximin",
    "most_equal",
    "nash",
    "relative_welfare",
    "utilitarian",
]


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
    product = 0.0 if found.package is None else float(math.prod(task.gains(found.package)))
    return task.solution("nash", found, product, math.exp(min(found.bound, 709.0)))


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
    efficient = found if found.ties_settled and found.complete else task.efficient(found)
    least = float(min(task.gains(efficient.package))) if efficient.package else -math.inf
    return task.solution("egalitarian", efficient, least, found.bound)


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
        nothing = Found(None, -math.inf, -math.inf, True, 0)
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
        nothing = Found(None, -math.inf, -math.inf, True, 0)
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
