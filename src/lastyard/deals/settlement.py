"""A package on the table: how far it is from the frontier, and what would be better for all.

After a settlement the parties may still look for a package that is better for some and
worse for none [post-settlement settlement: Raiffa 1985, "Post-settlement settlements",
Negotiation Journal 1].

Distances are Euclidean, on shares: 0 is a party's worst allowed package and 1 its best,
so the parties' scales need not be comparable.

Example:
    >>> domain = Domain.of([[[0, 5], [0, 1]], [[2, 0], [6, 0]]])
    >>> better = improvement(domain, (0, 1))
    >>> better.package, [int(x) for x in better.gains]
    ((1, 0), [4, 4])
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lastyard.deals.domain import Domain, Package
from lastyard.deals.frontier import Frontier
from lastyard.deals.opposition import extremes
from lastyard.deals.solving import Solution, efficient_above

__all__ = ["Distances", "Improvement", "distances", "improvement"]


@dataclass(frozen=True, slots=True)
class Improvement:
    """What a package could be exchanged for.

    Attributes:
        package: A package that is better for some and worse for none, itself efficient,
            and the one whose smallest gain, as a share of the party's range, is largest
            (leximin); None if the given package is efficient already.
        gains: What each party gains by the exchange, exactly; zeros if there is none.
        for_all: Whether every party gains.
        exact: Whether the search ended; if not, a better exchange may exist.
    """

    package: Package | None
    gains: tuple[Fraction, ...]
    for_all: bool
    exact: bool


@dataclass(frozen=True, slots=True)
class Distances:
    """How far a package is from where it might be.

    Attributes:
        to_frontier: Distance to the nearest point of the frontier.
        nearest: A package at that point.
        to_solutions: Distance to each solution, by its name; those without a package are
            left out.
        exact: Whether the frontier was exact.
    """

    to_frontier: float
    nearest: Package | None
    to_solutions: dict[str, float]
    exact: bool


def improvement(domain: Domain, package: Package) -> Improvement:
    """Find what a package could be exchanged for to everybody's advantage.

    Args:
        domain: Values and rules; reservation values play no part, since nobody loses.
        package: The package on the table. It need not satisfy the rules; what is
            returned does.
    """
    worth = domain.values_of(package)
    worst, best = extremes(domain)
    spans = [b - w for w, b in zip(worst, best, strict=True)]
    found, complete = efficient_above(domain, worth, spans)
    if found is None or domain.values_of(found) == worth:
        return Improvement(None, (Fraction(0),) * domain.parties, for_all=False, exact=complete)
    gains = tuple(a - b for a, b in zip(domain.values_of(found), worth, strict=True))
    return Improvement(found, gains, for_all=min(gains) > 0, exact=complete)


def distances(
    frontier: Frontier, package: Package, solutions: Sequence[Solution] = ()
) -> Distances:
    """Measure how far a package is from the frontier and from solutions.

    Args:
        frontier: The frontier, of which the domain is taken.
        package: The package on the table.
        solutions: Solutions of the same domain.
    """
    domain = frontier.domain
    worst, best = extremes(domain)
    spans = np.array([float(b - w) if b > w else 1.0 for w, b in zip(worst, best, strict=True)])
    here = np.array([float(v) for v in domain.values_of(package)])
    to_frontier, nearest = math.inf, None
    if len(frontier):
        apart = np.sqrt((((frontier.values - here) / spans) ** 2).sum(axis=1))
        point = int(apart.argmin())
        to_frontier, nearest = float(apart[point]), frontier.package(point)
    to_solutions: Mapping[str, float] = {
        solution.name: float(np.linalg.norm((_floats(solution.values) - here) / spans))
        for solution in solutions
        if solution.package is not None
    }
    return Distances(to_frontier, nearest, dict(to_solutions), frontier.exact)


def _floats(values: Sequence[Fraction]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array([float(value) for value in values])
