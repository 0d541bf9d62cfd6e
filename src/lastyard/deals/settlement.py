"""A package on the table: how far it is from the frontier, and what would be better for all.

After a settlement the parties may still look for a package that is better for some and
worse for none [post-settlement settlement: Raiffa 1985, "Post-settlement settlements",
Negotiation Journal 1]. Distances are on shares: 0 is a party's worst allowed package and 1 its best,
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
from fractions import Fraction

import numpy as np

from lastyard.deals.bargaining import Solution, efficient_above
from lastyard.deals.domain import Domain, DomainError, Number, Package, whole_multiples
from lastyard.deals.frontier import Frontier, pareto_frontier
from lastyard.deals.relaxation import Nearness, Objective, Relaxation, Total, relax
from lastyard.deals.search import Limits, best_package
from lastyard.records import record

__all__ = [
    "Distances",
    "Division",
    "Improvement",
    "Measure",
    "adjusted_winner",
    "distances",
    "extremes",
    "improvement",
    "integrative_potential",
    "opposition",
]

_MOST_NODES = 2_000_000


@record(frozen=True, slots=True)
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

    Both measures compare parties by shares, so their scales need not be comparable, and both
    look at all packages that the rules allow, whether or not they are acceptable.

    Raises:
        DomainError: There are fewer than two parties, a party is indifferent between all
            packages, or the rules leave none.

    Example, two parties who want different things on equally important issues:
        >>> domain = Domain.of([[[0, 9], [0, 1]], [[1, 0], [9, 0]]])
        >>> round(integrative_potential(domain).value, 9)
        0.8
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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
class Division:
    """Who gets what.

    Attributes:
        first_gets: Per item, the share that goes to the first party; the second gets
            the rest.
        points: What each party holds, in its own points, exactly.
        split: Position of the one item that is divided; None if none is.
        method: How it was found.
    """

    first_gets: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]
    split: int | None
    method: str = "Adjusted Winner (Brams & Taylor 1996)"


def adjusted_winner(first: Sequence[Number], second: Sequence[Number]) -> Division:
    """Divide items by the Adjusted Winner procedure.

    Each party spreads the same number of points over the items. Every item first goes to the
    party that gives it more points; then items move from the party that is ahead, those on
    which the two differ least (as a ratio) first, the last one in part, until both hold
    equally many of their own points. The result is efficient, equitable and envy-free [Brams
    & Taylor 1996, "Fair Division", theorem 4.1].

    Args:
        first: Points of the first party, one number per item.
        second: Points of the second party.

    Raises:
        DomainError: The lists differ in length or total, are empty, or hold a negative
            number.

    Example:
        >>> division = adjusted_winner([30, 15, 20, 30, 5], [20, 25, 15, 15, 25])
        >>> division.points, division.first_gets[2]
        ((Fraction(440, 7), Fraction(440, 7)), Fraction(1, 7))
    """
    try:
        unit, (ones, twos) = whole_multiples([list(first), list(second)])
    except (ValueError, TypeError, OverflowError) as error:
        raise DomainError(f"points: {error}") from error
    if len(ones) != len(twos) or not ones:
        raise DomainError(f"both parties must rate the same items, not {len(ones)} and {len(twos)}")
    if min(*ones, *twos) < 0:
        raise DomainError("points must not be negative")
    if sum(ones) != sum(twos) or not sum(ones):
        raise DomainError(
            f"both parties must spread the same number of points, not {sum(ones) * unit} "
            f"and {sum(twos) * unit}"
        )
    shares = [Fraction(int(a >= b)) for a, b in zip(ones, twos, strict=True)]
    held_first = sum(a for a, share in zip(ones, shares, strict=True) if share)
    held_second = sum(b for b, share in zip(twos, shares, strict=True) if not share)
    ahead = held_first >= held_second
    giver, taker = (ones, twos) if ahead else (twos, ones)
    lead = Fraction(abs(held_first - held_second))
    split = None
    for item in _in_order_of_transfer(giver, taker, [bool(share) == ahead for share in shares]):
        if not lead:
            break
        moved = min(Fraction(1), lead / (giver[item] + taker[item]))
        shares[item] += -moved if ahead else moved
        lead -= moved * (giver[item] + taker[item])
        split = item if moved < 1 else split
    points_first = sum((a * share for a, share in zip(ones, shares, strict=True)), Fraction(0))
    points_second = sum((b * (1 - s) for b, s in zip(twos, shares, strict=True)), Fraction(0))
    return Division(tuple(shares), (points_first * unit, points_second * unit), split)


def _in_order_of_transfer(
    giver: Sequence[int], taker: Sequence[int], held: Sequence[bool]
) -> list[int]:
    """Order what the giver holds by how little more it values it; what both value at 0 stays."""
    items = [i for i in range(len(giver)) if held[i] and taker[i] > 0]
    return sorted(items, key=lambda i: (Fraction(giver[i], taker[i]), i))
