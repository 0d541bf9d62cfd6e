"""From points of the frontier back to packages: one at once, all of them on demand.

A partial package with the same sum as one that the fold kept extends to the same points.
So the packages that share a point are the paths back through the steps on which the sums
add up; they are counted without being listed, and listed one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.domain import Domain, Package
from lastyard.deals.exact import Limbs, carried
from lastyard.deals.fold import Fold, layer_gains

__all__ = ["Trace"]

_Key = tuple[int, bytes]


class Trace:
    """Walks back through the steps of a fold. Look-up tables are made when first needed."""

    def __init__(self, domain: Domain, folded: Fold) -> None:
        self._domain, self._fold = domain, folded
        self._gains: dict[int, Limbs] = {}
        self._positions: dict[int, dict[_Key, int]] = {}
        self._counts: list[dict[int, int]] = [{} for _ in folded.steps]
        self._sources: dict[tuple[int, int], list[tuple[int, int]]] = {}

    def package(self, point: int) -> Package:
        """Return the package that the fold kept for a point."""
        options = [0] * len(self._fold.plan.order)
        for depth in range(len(self._fold.plan.order), 0, -1):
            step = self._fold.steps[depth]
            options[self._fold.plan.order[depth - 1]] = int(step.options[point])
            point = int(step.parents[point])
        return tuple(options)

    def options(self, points: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the packages that the fold kept for many points: shape (n, issues)."""
        found = np.empty((len(points), len(self._fold.plan.order)), dtype=np.int64)
        for depth in range(len(self._fold.plan.order), 0, -1):
            step = self._fold.steps[depth]
            found[:, self._fold.plan.order[depth - 1]] = step.options[points]
            points = step.parents[points]
        return found

    def packages(self, point: int) -> Iterator[Package]:
        """Yield all packages with the values of a point, in a fixed order."""
        options = [0] * len(self._fold.plan.order)
        depth = len(self._fold.plan.order)
        pending = [iter(self._before(depth, point))]
        while pending:
            found = next(pending[-1], None)
            if found is None:
                pending.pop()
                continue
            level = depth - len(pending) + 1
            options[self._fold.plan.order[level - 1]] = found[1]
            if level == 1:
                yield tuple(options)
            else:
                pending.append(iter(self._before(level - 1, found[0])))

    def count(self, point: int) -> int:
        """Count the packages with the values of a point."""
        return self._count(len(self._fold.plan.order), point)

    def _count(self, depth: int, point: int) -> int:
        if depth == 0:
            return 1
        known = self._counts[depth]
        if point not in known:
            known[point] = sum(self._count(depth - 1, q) for q, _ in self._before(depth, point))
        return known[point]

    def _before(self, depth: int, point: int) -> list[tuple[int, int]]:
        """Return the (position in the step before, option) pairs that add up to a point."""
        if (depth, point) in self._sources:
            return self._sources[depth, point]
        step = self._fold.steps[depth]
        layer = self._fold.plan.layers[depth - 1]
        if depth not in self._gains:
            self._gains[depth] = layer_gains(self._domain, layer, self._fold.limbs)
        gains = self._gains[depth]
        positions = self._index(depth - 1)
        sources = []
        group = int(step.groups[point])
        for before, row in enumerate(layer.target.tolist()):
            for option, after in enumerate(row):
                if after == group:
                    gain = gains[before if len(gains) > 1 else 0, option]
                    rest = carried(step.values[point] - gain)
                    position = positions.get((before, rest.tobytes()))
                    if position is not None:
                        sources.append((position, option))
        self._sources[depth, point] = sources
        return sources

    def _index(self, depth: int) -> dict[_Key, int]:
        if depth not in self._positions:
            step = self._fold.steps[depth]
            self._positions[depth] = {
                (int(group), value.tobytes()): position
                for position, (group, value) in enumerate(
                    zip(step.groups, step.values, strict=True)
                )
            }
        return self._positions[depth]
