"""How two parties that block each other can share the movement.

For a blocking set of two parties: the packages that the rules and everything outside the
set allow, seen by how far each of the two must move to reach them, from the nearest package
that its own demands allow. Kept are the pairs of movement than which no package is better
for one of the two and no worse for the other (Pareto-minimal), each with a package.

The distances of one party to all packages are a distance transform: since movement is a sum
over issues, one pass along each issue in turn gives it exactly (Felzenszwalb & Huttenlocher
2012). Movement is measured as in :mod:`lastyard.blocking.movement`. Standard library only.

Example, five against three per cent in steps of one:
    >>> from lastyard.case.conditions.tree import TRUE, OneOf
    >>> from lastyard.blocking.dispute import Demand, Dispute
    >>> ask = Demand("ask", "union", OneOf("wage", 0b100000), 0.8)
    >>> bid = Demand("bid", "firm", OneOf("wage", 0b001111), 0.8)
    >>> found = trade_off(Dispute({"wage": 6}, TRUE, (ask, bid)), ("ask", "bid"), ["wage"])
    >>> [(p.package["wage"], [str(m.size) for m in p.parties]) for p in found.points]
    [(5, ['2/5', '0']), (4, ['1/5', '1/5']), (3, ['0', '2/5'])]
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import lcm, prod

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.grid import Grid
from lastyard.blocking.moves import Movement, PartyMovement, moves_between, size_of
from lastyard.case.conditions.tree import All, bits, issues_of

__all__ = ["TradeOff", "trade_off"]

_PACKAGES = 20_000
_POINTS = 20


@dataclass(frozen=True, slots=True)
class TradeOff:
    """The ways in which two parties can share the movement.

    Attributes:
        points: One per Pareto-minimal pair of movement; that in which the first party (by
            name) moves least comes last. Empty when the demands outside the blocking set
            leave no package.
        pairs: How many Pareto-minimal pairs there are.
    """

    points: tuple[Movement, ...]
    pairs: int

    @property
    def complete(self) -> bool:
        """Whether every pair is among the points; otherwise they are evenly spaced."""
        return len(self.points) == self.pairs


def trade_off(
    dispute: Dispute,
    blocking_set: Collection[str],
    ordered: Collection[str],
    *,
    most: int = _POINTS,
    packages: int = _PACKAGES,
) -> TradeOff | None:
    """Work out how the two parties of a blocking set can share the movement.

    Among packages with the same pair, and among starts, the lowest option indices win.

    Args:
        dispute: The dispute.
        blocking_set: Ids of its demands.
        ordered: The issues whose options are in order, numeric ones included.
        most: Greatest number of points, at least 2; the two ends are always among them.
        packages: Greatest number of packages to look at, over the issues that matter.

    Returns:
        None when the set is not one of exactly two parties, when the own demands of one of
        them allow no package, or when there are too many packages.
    """
    chosen = frozenset(blocking_set)
    parties = sorted({demand.party for demand in dispute.demands if demand.id in chosen})
    if len(parties) != 2:
        return None
    outside = [k for k, demand in enumerate(dispute.demands) if demand.id not in chosen]
    goal = dispute.satisfied_by(outside)
    own = [
        sorted((d for d in dispute.demands if d.party == p), key=lambda d: d.id) for p in parties
    ]
    allowed = [All(tuple(demand.condition for demand in each)) for each in own]
    matters = issues_of(goal).union(*map(issues_of, allowed))
    sizes = {issue: size for issue, size in dispute.sizes.items() if issue in matters}
    if prod(sizes.values()) > packages:
        return None
    grid = Grid(sizes)
    starts = [grid.where(condition) for condition in allowed]
    if not all(starts):
        return None
    scale = lcm(*(size - 1 for issue, size in sizes.items() if issue in ordered and size > 1))
    steps = {
        issue: scale // max(1, size - 1) if issue in ordered else None
        for issue, size in sizes.items()
    }
    reached = [_distances(grid, start, steps, scale) for start in starts]
    pairs = _least_pairs(list(bits(grid.where(goal))), reached[0], reached[1])
    points = []
    for place in _evenly(pairs, most):
        package = dict.fromkeys(dispute.sizes, 0) | grid.package(place)
        moved = []
        for party, demands, start in zip(parties, own, starts, strict=True):
            begin = package | grid.package(_nearest(grid, start, place, steps, scale))
            moves = moves_between(begin, package, ordered)
            size = size_of(moves, dispute.sizes, ordered)
            moved.append(PartyMovement(party, tuple(d.id for d in demands), moves, size))
        points.append(Movement(package, tuple(moved), sum((m.size for m in moved), Fraction())))
    return TradeOff(tuple(points), len(pairs))


def _distances(grid: Grid, start: int, steps: Mapping[str, int | None], change: int) -> list[int]:
    """Return the least movement from the packages of a mask to every package.

    Args:
        grid: The packages.
        start: Mask of packages.
        steps: Cost of a step per ordered issue; None for any other.
        change: Cost of a change on these others.
    """
    far = change * (len(steps) + 1)
    result = [far] * grid.number
    for place in bits(start):
        result[place] = 0
    for issue, step in steps.items():
        for line in grid.lines(issue):
            values = result[line]
            if step is None:
                most = min(values) + change
                result[line] = [min(value, most) for value in values]
            else:
                result[line] = _along(_along(values, step)[::-1], step)[::-1]
    return result


def _along(values: Sequence[int], step: int) -> list[int]:
    passed, least = [], values[0]
    for value in values:
        least = min(value, least + step)
        passed.append(least)
    return passed


def _least_pairs(places: Sequence[int], one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Return a place per Pareto-minimal pair, the first party's greatest movement first."""
    kept: list[int] = []
    for place in sorted(places, key=lambda k: (one[k], other[k], k)):
        if not kept or other[place] < other[kept[-1]]:
            kept.append(place)
    return kept[::-1]


def _evenly(places: Sequence[int], most: int) -> list[int]:
    """Thin to a number of entries, evenly spaced, the two ends among them."""
    if len(places) <= most:
        return list(places)
    return [places[k * (len(places) - 1) // (most - 1)] for k in range(most)]


def _nearest(
    grid: Grid, start: int, place: int, steps: Mapping[str, int | None], change: int
) -> int:
    """Return the package of a mask from which a place is reached with least movement."""
    away = [0]
    for (issue, step), here in zip(steps.items(), grid.package(place).values(), strict=True):
        row = [
            abs(option - here) * step if step is not None else change * (option != here)
            for option in range(grid.sizes[issue])
        ]
        away = [before + more for before in away for more in row]
    return min(bits(start), key=lambda k: (away[k], k))
