"""The likeliest blocking sets and openings, when there are too many to list.

Blocking sets and openings are each other's minimal hitting sets. So the likeliest one
that is not excluded is found by hitting, at least cost, those of the other kind that are
known; if the oracle says that the result is of the kind wanted, it is the next one; if
not, the oracle shows one of the other kind that it misses, which is then known too
(implicit hitting sets: Chandrasekaran, Karp, Moreno-Centeno, Vempala 2011; for smallest
unsatisfiable subsets Ignatiev, Previti, Liffiton, Marques-Silva 2015).

Costs are -ln of chances in whole steps of 1e-9; sets whose costs lie within rounding of
the last one wanted are found too, up to a fixed number, and exact chances decide the order.
Sets of chance 0 are looked for only when the others run out, smallest first. Every search
has a budget of steps, and says whether it ended within it.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from math import log

from lastyard.budget import current, spend
from lastyard.case.conditions.tree import bits

__all__ = ["MOST_TIES", "Found", "by_chance", "likeliest", "price_of", "rounding"]

# Sets that cost as much as the last one wanted are gathered too, up to this many.
MOST_TIES = 100
_SCALE = 1_000_000_000
_STEPS = 200_000


@dataclass(frozen=True, slots=True)
class Found:
    """Sets in the order of their cost.

    Attributes:
        sets: Masks.
        proved: Whether no set left out is cheaper; False when the search ended early.
    """

    sets: tuple[int, ...]
    proved: bool


Find = Callable[[Sequence[int | None], int, Sequence[int]], Found]


def price_of(chance: float) -> int | None:
    """Return the cost that stands for a chance, at least 1; None for a chance of 0."""
    return round(-log(chance) * _SCALE) + 1 if chance > 0 else None


def by_chance(costs: Sequence[int | None], wanted: int, find: Find) -> Found:
    """Return the likeliest sets, those with the least sums of costs.

    Args:
        costs: Cost per element, as :func:`price_of` gives it.
        wanted: How many sets.
        find: Given a cost per element (None where the element may not be used), a number
            and the sets found before, returns the cheapest other sets.
    """
    found = find(costs, wanted, ())
    if len(found.sets) < wanted and None in costs and found.proved:
        more = find([_SCALE] * len(costs), wanted - len(found.sets), found.sets)
        return Found(found.sets + more.sets, more.proved)
    return found


def rounding(costs: Sequence[int | None]) -> int:
    """Return by how much the costs of two sets of the same chance may differ."""
    return 2 * len(costs)


def likeliest(
    costs: Sequence[int | None],
    known: Iterable[int],
    missed_by: Callable[[int], int],
    wanted: int,
    before: Sequence[int] = (),
    steps: int = _STEPS,
    price: Callable[[int], int] | None = None,
) -> Found:
    """Return the cheapest minimal sets that meet every set of a family known by an oracle.

    Args:
        costs: Cost per element, at least 1; None where it may not be used.
        known: Some sets of the family, as masks.
        missed_by: Given a mask, returns a set of the family that it does not meet, or 0.
        wanted: How many; sets within rounding of the last one come in addition.
        before: Sets that are not wanted again.
        steps: Greatest number of partial sets to look at.
        price: The cost of a set, where that is not the sum of those of its elements; at least
            that sum.

    Returns:
        Fewer than wanted when there are no more, or when the search ended early.
    """
    steps = current().steps(steps)
    family = list(known)
    found: list[int] = []
    prices: list[int] = []
    last = None
    # Entries: cost, chosen elements, excluded elements. Excluding, on each branch, the
    # elements that earlier branches chose makes every set come up once.
    waiting = [(0, 0, sum(1 << k for k, cost in enumerate(costs) if cost is None))]
    while waiting:
        cost, chosen, excluded = heappop(waiting)
        crowded = len(found) >= wanted + MOST_TIES
        if last is not None and (crowded or cost > last + rounding(costs)):
            return Found(tuple(found), proved=cost >= last)
        steps -= 1
        spend(4 + (len(family) + len(found)) // 4)
        if steps < 0:
            return Found(tuple(found), proved=False)
        if any(chosen & each == each for each in (*before, *found)):
            continue
        missed = _unmet(family, chosen, excluded)
        if missed is None:
            missed = missed_by(chosen)
            if not missed:
                found.append(chosen)
                insort(prices, cost if price is None else price(chosen))
                last = prices[wanted - 1] if len(prices) >= wanted else None
                continue
            family.append(missed)
        usable = [(step, k) for k in bits(missed & ~excluded) if (step := costs[k]) is not None]
        for step, k in sorted(usable):
            heappush(waiting, (cost + step, chosen | 1 << k, excluded))
            excluded |= 1 << k
    return Found(tuple(found), proved=True)


def _unmet(family: Sequence[int], chosen: int, excluded: int) -> int | None:
    """Return the set not met that leaves the fewest elements to choose from, or None."""
    unmet = [each for each in family if not each & chosen]
    return min(unmet, key=lambda each: ((each & ~excluded).bit_count(), each), default=None)
