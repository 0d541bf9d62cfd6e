"""The order in which issues are settled, so that rules and pairwise terms close early.

What a partial package must remember is, per rule that has begun and not ended, the
rule's state, and per pairwise term half settled, an option. The order keeps the number
of such open links small (a greedy form of the minimum-cut linear arrangement; the best
order is NP-hard to find).

Example, a chain of rules 0-2 and 2-1 with issue 3 free:
    >>> settling_order([(0, 2), (1, 2)], sizes=(3, 3, 3, 3))
    (0, 2, 1, 3)
"""

from __future__ import annotations

import math
from collections.abc import Sequence

__all__ = ["settling_order"]


def settling_order(links: Sequence[tuple[int, ...]], sizes: Sequence[int]) -> tuple[int, ...]:
    """Order the issues greedily by what remains open.

    Args:
        links: Groups of issues that a rule or a pairwise term ties together.
        sizes: Number of options per issue.

    Returns:
        All issues: the linked ones first, each time the issue that leaves the least to
        remember, then the free ones in their own order.
    """
    remaining = {i for link in links for i in link}
    order: list[int] = []
    while remaining:
        settled = set(order)
        best = min(remaining, key=lambda i: (*_burden(links, settled | {i}, sizes), i))
        order.append(best)
        remaining.discard(best)
    order.extend(i for i in range(len(sizes)) if i not in set(order))
    return tuple(order)


def _burden(
    links: Sequence[tuple[int, ...]], settled: set[int], sizes: Sequence[int]
) -> tuple[float, int]:
    """Return how much the open links keep alive, and how many issues they still wait for."""
    alive: set[int] = set()
    waiting: set[int] = set()
    for link in links:
        done = settled.intersection(link)
        if done and len(done) < len(link):
            alive |= done
            waiting |= set(link) - done
    return sum(math.log(sizes[i]) for i in alive), len(waiting)
