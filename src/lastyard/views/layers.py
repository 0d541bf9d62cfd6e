"""A small layered layout: states in rows, ordered so that few moves cross.

Rows are given; within each, states are moved to the mean place of their neighbours in the
row before and after by turns (the barycentre heuristic of Sugiyama, Tagawa & Toda 1981).

Example:
    >>> ordered([["a", "b"], ["c", "d"]], [("a", "d"), ("b", "c")])
    [['a', 'b'], ['d', 'c']]
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from itertools import pairwise
from typing import TypeVar

__all__ = ["ordered"]

_Node = TypeVar("_Node", bound=Hashable)
_SWEEPS = 8


def ordered(
    layers: Sequence[Sequence[_Node]], links: Iterable[tuple[_Node, _Node]]
) -> list[list[_Node]]:
    """Order the nodes of each layer so that links cross less.

    Args:
        layers: The nodes of each layer, in any order.
        links: Pairs of nodes that are joined, whichever way.
    """
    near: dict[_Node, list[_Node]] = {node: [] for layer in layers for node in layer}
    for a, b in links:
        near[a].append(b)
        near[b].append(a)
    found = [list(layer) for layer in layers]
    best, least = [list(layer) for layer in found], _crossings(found, near)
    for sweep in range(_SWEEPS):
        rows = range(1, len(found)) if sweep % 2 == 0 else range(len(found) - 2, -1, -1)
        for row in rows:
            before = found[row - 1 if sweep % 2 == 0 else row + 1]
            place = {node: _share(k, before) for k, node in enumerate(before)}
            own = {node: _share(k, found[row]) for k, node in enumerate(found[row])}

            def mean(
                node: _Node, place: dict[_Node, float] = place, own: dict[_Node, float] = own
            ) -> float:
                places = [place[other] for other in near[node] if other in place]
                return sum(places) / len(places) if places else own[node]

            found[row].sort(key=mean)
        crossings = _crossings(found, near)
        if crossings < least:
            best, least = [list(layer) for layer in found], crossings
    return best


def _share(k: int, layer: Sequence[_Node]) -> float:
    return (k + 0.5) / len(layer)


def _crossings(layers: Sequence[Sequence[_Node]], near: dict[_Node, list[_Node]]) -> int:
    count = 0
    for above, below in pairwise(layers):
        place = {node: k for k, node in enumerate(below)}
        ends = [(k, place[b]) for k, a in enumerate(above) for b in near[a] if b in place]
        count += sum(
            (a1 < a2 and b1 > b2) or (a1 > a2 and b1 < b2)
            for n, (a1, b1) in enumerate(ends)
            for a2, b2 in ends[n + 1 :]
        )
    return count
