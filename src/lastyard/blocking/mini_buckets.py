"""Lower bounds for a sum of tables over issues: mini-bucket elimination.

The issues are eliminated one after the other: the tables that mention the issue are added
up and the least over its options is passed on. Where the sum would get too large the tables
are split into several groups, each minimised on its own; what comes out is then a lower
bound instead of the least (Dechter & Rish 2003). Before groups are minimised, what they say
about the issues that they share is evened out between them, which tightens the bound
(moment matching: Ihler, Flerova, Dechter, Otten 2012).

Everything is in whole numbers, so that bounds and costs compare exactly.

Example, two tables over two issues:
    >>> import numpy as np
    >>> tables = [((0, 1), np.array([[3, 1], [0, 5]])), ((1,), np.array([4, 0]))]
    >>> mini_buckets((2, 2), tables, 100).least
    1
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

__all__ = ["MiniBuckets", "Numbers", "Table", "elimination_order", "mini_buckets"]

Numbers = NDArray[np.int64]
Table = tuple[tuple[int, ...], Numbers]


@dataclass(frozen=True, slots=True)
class MiniBuckets:
    """Bounds for packages of which the first few issues are chosen.

    With the issues before ``k`` chosen, the bound is ``least``, less everything in ``sent``
    and plus everything in ``held`` of the chosen issues, each table at the chosen options.
    With all issues chosen it is the sum of all tables itself.

    Attributes:
        least: Bound before anything is chosen.
        held: Per issue, the tables whose last issue it is: given ones and passed-on ones.
        sent: Per issue, the tables passed on when it was eliminated.
    """

    least: int
    held: tuple[tuple[Table, ...], ...]
    sent: tuple[tuple[Table, ...], ...]


def elimination_order(number: int, scopes: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return an order of issues whose reverse elimination keeps tables small.

    Args:
        number: How many issues there are.
        scopes: The issues of each table.

    Returns:
        The issues; the last is to be eliminated first: each time that with the fewest
        neighbours, then the lowest.
    """
    around: dict[int, set[int]] = {issue: set() for issue in range(number)}
    for scope in scopes:
        for issue in scope:
            around[issue].update(scope)
    eliminated = []
    while around:
        issue = min(around, key=lambda one: (len(around[one]), one))
        neighbours = around.pop(issue) - {issue}
        for one in neighbours:
            around[one] |= neighbours
            around[one].discard(issue)
        eliminated.append(issue)
    return tuple(reversed(eliminated))


def mini_buckets(domains: Sequence[int], tables: Iterable[Table], largest: int) -> MiniBuckets:
    """Eliminate the issues from last to first.

    Args:
        domains: Number of options per issue.
        tables: Costs of at least 0: issues in ascending order, and one axis an issue.
        largest: Greatest number of entries of a sum of tables, unless one table alone has more.
    """
    held: list[list[Table]] = [[] for _ in domains]
    sent: list[list[Table]] = [[] for _ in domains]
    least = 0
    for scope, table in tables:
        if scope:
            held[scope[-1]].append((scope, table))
        else:
            least += int(table)
    for issue in reversed(range(len(domains))):
        sums = [_sum_of(group, domains) for group in _groups(held[issue], domains, largest)]
        for scope, table in _evened_out(sums):
            passed = table.min(axis=-1)
            sent[issue].append((scope[:-1], passed))
            if len(scope) > 1:
                held[scope[-2]].append((scope[:-1], passed))
            else:
                least += int(passed)
    return MiniBuckets(least, tuple(map(tuple, held)), tuple(map(tuple, sent)))


def _groups(tables: Iterable[Table], domains: Sequence[int], largest: int) -> list[list[Table]]:
    """Put each table, widest first, where it adds the fewest issues."""
    groups: list[tuple[set[int], list[Table]]] = []
    for scope, table in sorted(tables, key=lambda one: -len(one[0])):
        fitting = [
            group
            for group in groups
            if prod(domains[issue] for issue in group[0].union(scope)) <= largest
        ]
        if fitting:
            best = min(fitting, key=lambda group: len(group[0].union(scope)) - len(group[0]))
            best[0].update(scope)
            best[1].append((scope, table))
        else:
            groups.append((set(scope), [(scope, table)]))
    return [members for _, members in groups]


def _sum_of(tables: Sequence[Table], domains: Sequence[int]) -> Table:
    scope = tuple(sorted({issue for own, _ in tables for issue in own}))
    total = np.zeros([domains[issue] for issue in scope], dtype=np.int64)
    for own, table in tables:
        total += _spread(own, table, scope)
    return scope, total


def _spread(own: Sequence[int], table: Numbers, scope: Sequence[int]) -> Numbers:
    """Give the table an axis of length 1 for every issue of the scope that it lacks."""
    shape = dict(zip(own, table.shape, strict=True))
    return table.reshape([shape.get(issue, 1) for issue in scope])


def _evened_out(sums: list[Table]) -> list[Table]:
    """Share out equally what groups say about their common issues; their sum stays."""
    if len(sums) < 2:
        return sums
    common = set(sums[0][0]).intersection(*(scope for scope, _ in sums))
    shared = tuple(sorted(common))
    leasts = [
        table.min(axis=tuple(k for k, issue in enumerate(scope) if issue not in common))
        for scope, table in sums
    ]
    total = np.sum(leasts, axis=0)
    parts = [(total + k) // len(sums) for k in range(len(sums))]
    return [
        (scope, table + _spread(shared, part - least, scope))
        for (scope, table), part, least in zip(sums, parts, leasts, strict=True)
    ]
