"""The likeliest blocking sets and openings, when there are too many to list.

Blocking sets and openings are each other's minimal hitting sets. So the likeliest one
that is not excluded is found by hitting, at least cost, those of the other kind that are
known; if the oracle says that the result is of the kind wanted, it is the next one; if
not, the oracle shows one of the other kind that it misses, which is then known too
(implicit hitting sets: Chandrasekaran, Karp, Moreno-Centeno, Vempala 2011; for smallest
unsatisfiable subsets Ignatiev, Previti, Liffiton, Marques-Silva 2015).

Costs are -ln of chances in whole steps of 1e-6; sets whose costs lie within rounding of
the last one wanted are found too, up to a fixed number, and exact chances decide the order.
Sets of chance 0 are looked for only when the others run out, smallest first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from math import log

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from lastyard.case.conditions.tree import bits

__all__ = ["by_chance", "likeliest", "likeliest_lost"]

_SCALE = 1_000_000
_LONGEST_QUEUE = 1_000_000
_MOST_TIES = 100


Find = Callable[[Sequence[int | None], int, Sequence[int]], list[int]]


def by_chance(chances: Sequence[float], wanted: int, find: Find) -> list[int]:
    """Return the sets with the greatest products of chances.

    Args:
        chances: Chance per element.
        wanted: How many sets.
        find: Given a cost per element (None where the element may not be used), a number
            and the sets found before, returns the cheapest other sets.
    """
    costs = [round(-log(chance) * _SCALE) + 1 if chance > 0 else None for chance in chances]
    found = find(costs, wanted, ())
    if len(found) < wanted and None in costs:
        found = found + find([1] * len(chances), wanted - len(found), found)
    return found


def likeliest(
    costs: Sequence[int | None],
    known: Iterable[int],
    missed_by: Callable[[int], int],
    wanted: int,
    before: Sequence[int] = (),
) -> list[int]:
    """Return the cheapest minimal sets that meet every set of a family known by an oracle.

    Args:
        costs: Cost per element, at least 1; None where it may not be used.
        known: Some sets of the family, as masks.
        missed_by: Given a mask, returns a set of the family that it does not meet, or 0.
        wanted: How many; sets within rounding of the last one come in addition.
        before: Sets that are not wanted again.

    Returns:
        Masks in the order of their cost; fewer than wanted when there are no more, or
        when the queue of the best-first search outgrows a fixed length.
    """
    family = list(known)
    found: list[int] = []
    last = None
    # Entries: cost, chosen elements, excluded elements. Excluding, on each branch, the
    # elements that earlier branches chose makes every set come up once.
    waiting = [(0, 0, sum(1 << k for k, cost in enumerate(costs) if cost is None))]
    while waiting and len(waiting) <= _LONGEST_QUEUE:
        cost, chosen, excluded = heappop(waiting)
        if last is not None and _enough(cost, last, found, wanted, costs):
            break
        if any(chosen & each == each for each in (*before, *found)):
            continue
        missed = _unmet(family, chosen, excluded)
        if missed is None:
            missed = missed_by(chosen)
            if not missed:
                found.append(chosen)
                if len(found) == wanted:
                    last = cost
                continue
            family.append(missed)
        usable = [(step, k) for k in bits(missed & ~excluded) if (step := costs[k]) is not None]
        for step, k in sorted(usable):
            heappush(waiting, (cost + step, chosen | 1 << k, excluded))
            excluded |= 1 << k
    return found


def _enough(
    cost: int, last: int, found: Sequence[int], wanted: int, costs: Sequence[int | None]
) -> bool:
    """Whether what comes now is dearer than the last one wanted, beyond rounding."""
    return cost > last + 4 * len(costs) or len(found) >= wanted + _MOST_TIES


def _unmet(family: Sequence[int], chosen: int, excluded: int) -> int | None:
    """Return the set not met that leaves the fewest elements to choose from, or None."""
    unmet = [each for each in family if not each & chosen]
    return min(unmet, key=lambda each: ((each & ~excluded).bit_count(), each), default=None)


def likeliest_lost(
    costs: Sequence[int | None],
    clauses: Iterable[list[int]],
    selectors: Sequence[int],
    wanted: int,
    before: Sequence[int] = (),
) -> list[int]:
    """Return the cheapest minimal sets of selectors that clauses force to be false.

    The same order and the same extra sets as :func:`likeliest`, straight from the clauses:
    quicker when they are there (core-guided search, RC2: Ignatiev, Morgado, Marques-Silva
    2019).
    """
    problem = WCNF()
    for clause in clauses:
        problem.append(clause)
    for mask in before:
        problem.append([selectors[k] for k in bits(mask)])
    for selector, cost in zip(selectors, costs, strict=True):
        problem.append([selector], weight=cost)
    found: list[int] = []
    last = None
    with RC2(problem, adapt=True, exhaust=True, minz=True) as search:
        while (model := search.compute()) is not None:
            true = set(model)
            mask = sum(1 << k for k, selector in enumerate(selectors) if selector not in true)
            cost = sum(costs[k] or 0 for k in bits(mask))
            if last is not None and _enough(cost, last, found, wanted, costs):
                break
            found.append(mask)
            if len(found) == wanted:
                last = cost
            search.add_clause([selectors[k] for k in bits(mask)])
    return found
