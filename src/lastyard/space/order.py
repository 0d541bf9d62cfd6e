"""The order in which issues are branched on: greedy elimination with least fill.

Issues mentioned together are neighbours. Eliminating the issue that joins fewest new
neighbours, again and again, and branching in the reverse order keeps the residual
conditions local, so that few different ones arise (min-fill; Kjaerulff 1990). Wide
conditions count as joining nothing: totals merely accumulate, whatever the order.

Example, a chain of three issues is cut in the middle first:
    >>> elimination_ranks([2, 2, 2], [0b011, 0b110])
    [0, 1, 2]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from lastyard.case.conditions.tree import bits

__all__ = ["elimination_ranks"]

# Counting missing pairs is quadratic; beyond this degree the count is taken as all pairs.
_WIDE = 24


def elimination_ranks(cells: Sequence[int], scopes: Iterable[int]) -> list[int]:
    """Return, per issue, when it is eliminated; branch on the highest rank first.

    Args:
        cells: Number of cells per issue; of equals the longer is eliminated first.
        scopes: Masks of issues that are mentioned together.
    """
    neighbours: dict[int, set[int]] = {issue: set() for issue in range(len(cells))}
    for scope in scopes:
        together = list(bits(scope))
        for issue in together:
            neighbours[issue].update(together)
    for issue, near in neighbours.items():
        near.discard(issue)
    cost = {issue: _fill(issue, neighbours) for issue in neighbours}
    ranks = [0] * len(cells)
    for rank in range(len(cells)):
        issue = min(cost, key=lambda k: (cost[k], len(neighbours[k]), -cells[k], k))
        ranks[issue] = rank
        near = neighbours.pop(issue)
        del cost[issue]
        stale = set(near)
        for other in near:
            neighbours[other] |= near
            neighbours[other] -= {other, issue}
            if len(neighbours[other]) <= _WIDE:
                stale |= neighbours[other]
        for other in stale:
            cost[other] = _fill(other, neighbours)
    return ranks


def _fill(issue: int, neighbours: dict[int, set[int]]) -> int:
    near = neighbours[issue]
    if len(near) > _WIDE:
        return len(near) * (len(near) - 1) // 2
    return sum(1 for one, other in combinations(near, 2) if other not in neighbours[one])
