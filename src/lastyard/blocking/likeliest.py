"""The likeliest blocking sets and openings, when there are too many to list.

Blocking sets and openings are each other's minimal hitting sets. So the likeliest one
that is not excluded is found by hitting, at least cost, those of the other kind that are
known; if the oracle says that the result is of the kind wanted, it is the next one; if
not, the oracle shows one of the other kind that it misses, which is then known too
(implicit hitting sets: Chandrasekaran, Karp, Moreno-Centeno, Vempala 2011; for smallest
unsatisfiable subsets Ignatiev, Previti, Liffiton, Marques-Silva 2015).

Costs are -ln of chances in whole steps of 1e-6; the few sets whose costs lie within
rounding of the last one wanted are found too, and exact chances decide the order.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from heapq import heappop, heappush
from math import log

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from lastyard.case.conditions.tree import bits

__all__ = ["costs_of", "likeliest", "likeliest_lost"]

_SCALE = 1_000_000
_LONGEST_QUEUE = 1_000_000


def costs_of(chances: Sequence[float]) -> list[int]:
    """Return whole-number costs, each positive, that add up where chances multiply.

    A chance of 0 costs more than all others together.
    """
    costs = [round(-log(chance) * _SCALE) + 1 if chance > 0 else 0 for chance in chances]
    most = sum(costs) + 1
    return [cost or most for cost in costs]


def likeliest(
    costs: Sequence[int],
    known: Iterable[int],
    missed_by: Callable[[int], int],
    wanted: int,
) -> list[int]:
    """Return the cheapest minimal sets that meet every set of a family known by an oracle.

    Args:
        costs: Cost per element.
        known: Some sets of the family, as masks.
        missed_by: Given a mask, returns a set of the family that it does not meet, or 0.
        wanted: How many; sets within rounding of the last one come in addition.

    Returns:
        Masks in the order of their cost; fewer than wanted when there are no more, or
        when the queue of the best-first search outgrows a fixed length.
    """
    family = list(known)
    found: list[int] = []
    last = None
    # Entries: cost, chosen elements, excluded elements. Excluding, on each branch, the
    # elements that earlier branches chose makes every set come up once.
    waiting = [(0, 0, 0)]
    while waiting and len(waiting) <= _LONGEST_QUEUE:
        cost, chosen, excluded = heappop(waiting)
        if last is not None and cost > last + 4 * len(costs):
            break
        if any(chosen & each == each for each in found):
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
        for k in sorted(bits(missed & ~excluded), key=costs.__getitem__):
            heappush(waiting, (cost + costs[k], chosen | 1 << k, excluded))
            excluded |= 1 << k
    return found


def _unmet(family: Sequence[int], chosen: int, excluded: int) -> int | None:
    """Return the set not met that leaves the fewest elements to choose from, or None."""
    unmet = [each for each in family if not each & chosen]
    return min(unmet, key=lambda each: ((each & ~excluded).bit_count(), each), default=None)


def likeliest_lost(
    costs: Sequence[int], clauses: Iterable[list[int]], selectors: Sequence[int], wanted: int
) -> list[int]:
    """Return the cheapest minimal sets of selectors that clauses force to be false.

    The same order and the same extra sets as :func:`likeliest`, straight from the clauses:
    quicker when they are there (core-guided search, RC2: Ignatiev, Morgado, Marques-Silva
    2019).
    """
    problem = WCNF()
    for clause in clauses:
        problem.append(clause)
    for selector, cost in zip(selectors, costs, strict=True):
        problem.append([selector], weight=cost)
    found: list[int] = []
    last = None
    with RC2(problem) as search:
        while (model := search.compute()) is not None:
            true = set(model)
            mask = sum(1 << k for k, selector in enumerate(selectors) if selector not in true)
            cost = sum(costs[k] for k in bits(mask))
            if last is not None and cost > last + 4 * len(costs):
                break
            found.append(mask)
            if len(found) == wanted:
                last = cost
            search.add_clause([selectors[k] for k in bits(mask)])
    return found
