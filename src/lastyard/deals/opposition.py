"""How opposed the parties' interests are, as properties of the outcome space.

Both measures compare parties by shares, so their scales need not be comparable, and both
look at all packages that the rules allow, whether or not they are acceptable.

Example, two parties who want different things on equally important issues:
    >>> domain = Domain.of([[[0, 9], [0, 1]], [[1, 0], [9, 0]]])
    >>> round(integrative_potential(domain).value, 9)
    0.8
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from lastyard.deals.domain import Domain, DomainError, Package
from lastyard.deals.frontier import pareto_frontier
from lastyard.deals.objectives import Nearness, Objective, Total
from lastyard.deals.relaxation import Relaxation, relax
from lastyard.deals.search import Limits, best_package

__all__ = ["Measure", "extremes", "integrative_potential", "opposition"]

_MOST_NODES = 2_000_000


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure of an outcome space.

    Attributes:
        name: Which one.
        value: Its value.
        bound: What it is at least (opposition) or at most (integrative potential); equal to
            the value up to rounding if exact.
        exact: Whether the search ended.
        package: The package that attains the value.
        method: How it was found.
    """

    name: str
    value: float
    bound: float
    exact: bool
    package: Package
    method: str = "best-first branch and bound with Lagrangian bounds"


def extremes(domain: Domain) -> tuple[tuple[Fraction, ...], tuple[Fraction, ...]]:
    """Return the worst and the best value of each party among the packages that the rules allow.

    Raises:
        DomainError: The rules leave no package.
    """
    opposite = _negated(domain)
    best = tuple(_most(domain, p) for p in range(domain.parties))
    return tuple(-_most(opposite, p) for p in range(domain.parties)), best


def _most(domain: Domain, party: int) -> Fraction:
    """Return the best value of a party: the one point of its own frontier."""
    alone = pareto_frontier(domain.of_party(party).with_reservation([None]))
    if not len(alone):
        raise DomainError(alone.reason)
    return alone.exact_values(0)[0]


def _negated(domain: Domain) -> Domain:
    tables = tuple(tuple(tuple(-x for x in issue) for issue in party) for party in domain.tables)
    pairs = tuple(
        (pair, tuple(tuple(tuple(-x for x in row) for row in own) for own in terms))
        for pair, terms in domain.pairs
    )
    nothing = (None,) * domain.parties
    return Domain(domain.sizes, domain.units, tables, pairs, nothing, domain.rules)


def _search(
    domain: Domain, relaxation: Relaxation, objective: Objective
) -> tuple[Package, float, float, bool]:
    limits = Limits(np.zeros(domain.parties), (None,) * domain.parties, _MOST_NODES)
    found = best_package(relaxation, objective, limits, lambda one, other: one < other)
    if found.package is None:
        raise DomainError("the rules together leave no package")
    return found.package, found.value, found.bound, found.complete


def opposition(domain: Domain) -> Measure:
    """Measure opposition: the distance from everybody's best to the nearest package.

    Values are divided by the party's best value, so everybody's best is the point (1, ...,
    1); the distance is Euclidean [as in Genius and GeniusWeb domains, whose best value is
    1: Baarslag et al. 2013, "Evaluating practical negotiating agents", Artificial
    Intelligence 198]. 0 means that one package is best for all. (NegoLog and the files of
    the ANL league measure to the egalitarian package instead, which is never nearer.)

    Raises:
        DomainError: A party's best value is not positive, or the rules leave no package.
    """
    relaxation = relax(domain)
    best = [float(_most(domain, p)) for p in range(domain.parties)]
    for p, value in enumerate(best):
        if value <= 0:
            raise DomainError(
                f"the best value of party {p} is {value:g}; opposition needs it positive"
            )
    scale = 1.0 / np.array(best)
    package, value, bound, complete = _search(
        domain, relaxation, Nearness(np.ones(domain.parties), scale)
    )
    return Measure("opposition", -value, max(0.0, -bound), complete, package)


def integrative_potential(domain: Domain) -> Measure:
    """Measure integrative potential: how much more there is to share than in a pure dispute.

    Let a party's share of a package run from 0 at its worst package to 1 at its best. The
    measure is (largest sum of shares - 1) / (parties - 1): 0 if no package does better in
    sum than to give one party everything, 1 if one package is best for all.

    Raises:
        DomainError: There are fewer than two parties, a party is indifferent between all
            packages, or the rules leave none.
    """
    if domain.parties < 2:
        raise DomainError("integrative potential needs at least two parties")
    worst, best = extremes(domain)
    spans = [float(b - w) for w, b in zip(worst, best, strict=True)]
    for p, span in enumerate(spans):
        if span == 0:
            raise DomainError(f"party {p} is indifferent between all packages")
    weights = 1.0 / np.array(spans)
    package, value, bound, complete = _search(
        domain, relax(domain), Total(weights, np.zeros(domain.parties, dtype=bool))
    )
    floor = math.fsum(float(w) / span for w, span in zip(worst, spans, strict=True))
    others = domain.parties - 1
    return Measure(
        "integrative_potential",
        (value - floor - 1) / others,
        (bound - floor - 1) / others,
        complete,
        package,
    )
