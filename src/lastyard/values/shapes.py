"""A sampler for stakes and shapes: each issue's stake times a shape between 0 and 1.

In these coordinates the prior of ``posterior`` is a product (stakes Dirichlet, shapes
uniform on a small polytope for each issue, reservation value uniform), while in the
values themselves it is a funnel that takes tens of times as many sweeps to mix. A
value is stake times shape, so along any one axis all values, and with them the
appeals of all choices, are still linear, and the moves of ``slicing`` apply.

Example::

    cube = Shapes(regions, layout, rows, density)
    walk = until_mixed(ShapeWalkers(cube, chains=128, seed=1), 16, 400, 1.05, 64, 1)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.axes import barrier_axes, covariance_axes
from lastyard.values.region import Region, product
from lastyard.values.slicing import Level, Streams, Windows, slice_along
from lastyard.values.walk import segment

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from lastyard.values.problem import Layout


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """A density on stakes and shapes.

    Attributes:
        layout: The issues.
        regions: For each issue, the shapes that its break points may take.
        rows: Linear forms of values, stakes and reservation, shape (forms, unknowns).
        density: From forms, shape (forms, chains), to log-densities of shapes, stakes
            and reservation.
    """

    layout: Layout
    regions: tuple[Region, ...]
    rows: NDArray[np.float64]
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]]


class ShapeWalkers:
    """Chains on stakes, shapes and the reservation value.

    ``places`` holds, one chain a column, all unknowns of the layout.
    """

    def __init__(self, shapes: Shapes, chains: int, seed: int) -> None:
        """Start all chains at equal stakes and the centres of the shapes."""
        self._shapes, layout = shapes, shapes.layout
        self._streams = Streams(seed, chains)
        issues = len(layout.scales)
        self._stakes = np.full((issues, chains), 1.0 / issues)
        self._free = [np.zeros((region.dimension, chains)) for region in shapes.regions]
        self._reservation = np.full(chains, 0.5)
        # Forms touch few unknowns each: keep the entries, not the zeros between them.
        self._line, self._column = np.nonzero(shapes.rows)
        self._entry = shapes.rows[self._line, self._column][:, None]
        self._first, self._lines = _runs(self._line)
        self._axes = [barrier_axes(r) if r.dimension else np.zeros((0, 0)) for r in shapes.regions]
        self._toward = [
            product(r.faces, axes) for r, axes in zip(shapes.regions, self._axes, strict=True)
        ]
        self._change = [self._effect(issue) for issue in range(issues)]
        self._mix = np.eye(issues)[:, :-1] - np.eye(issues)[:, -1:]
        self._owner = np.repeat(np.arange(issues), [s.breaks.size for s in layout.scales])
        # Issue and axis of each move; -1 are the stakes, -2 is the reservation value.
        self._moves = [(i, axis) for i, free in enumerate(self._free) for axis in range(len(free))]
        self._moves += [(-1, axis) for axis in range(self._mix.shape[1])] + [(-2, 0)]
        self._windows = Windows(len(self._moves))
        self.places = np.empty((layout.size, chains))
        self.cost = len(self._moves) * len(shapes.rows) * chains
        self._refresh()

    def sweep(self) -> None:
        """Move every chain once along every axis, in one random order."""
        for place in self._streams.shared.permutation(len(self._moves)):
            issue, axis = self._moves[place]
            if issue >= 0:
                self._move_shape(int(place), issue, axis)
            elif issue == -1:
                self._move_stakes(int(place), axis)
            else:
                self._move_reservation(int(place))
        self._refresh()

    def tune(self, draws: NDArray[np.float64], sweeps: int) -> None:
        """Take widths and the axes of the stakes from a round; the shapes keep theirs."""
        self._windows.learn(sweeps)
        layout = self._shapes.layout
        if len(layout.scales) > 1:
            stakes = draws[:, :, layout.values : layout.reservation - 1]
            lower = covariance_axes(stakes)
            self._mix = np.vstack([lower, -np.sum(lower, axis=0)])
            # In the new axes a step of 1 is about one standard deviation.
            for place, (issue, _) in enumerate(self._moves):
                if issue == -1:
                    self._windows.expect(place, 1.0)

    def points(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """The unknowns themselves: places are unknowns already."""
        return draws

    def _effect(self, issue: int) -> NDArray[np.float64]:
        """What a step along each axis does to the forms at a stake of 1."""
        region, block = self._shapes.regions[issue], self._shapes.layout.block(issue)
        rows = np.ascontiguousarray(self._shapes.rows[:, block])
        return product(rows, product(region.basis, self._axes[issue]))

    def _refresh(self) -> None:
        layout = self._shapes.layout
        for issue, region in enumerate(self._shapes.regions):
            shape = region.origin[:, None] + product(region.basis, self._free[issue])
            self.places[layout.block(issue)] = np.clip(shape, 0.0, 1.0) * self._stakes[issue]
        self._room = [
            region.room[:, None] - product(region.faces, free)
            for region, free in zip(self._shapes.regions, self._free, strict=True)
        ]
        self.places[layout.values : layout.reservation] = self._stakes
        self.places[layout.reservation] = self._reservation
        forms = self._forms(self.places)
        self._level = Level(forms, self._shapes.density(forms))

    def _forms(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        forms = np.zeros((len(self._shapes.rows), unknowns.shape[1]))
        if self._line.size:
            products = self._entry * unknowns[self._column]
            forms[self._lines] = np.add.reduceat(products, self._first, axis=0)
        return forms

    def _slice(
        self,
        place: int,
        change: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> NDArray[np.float64]:
        low, high = self._windows.cut(place, self._streams, low, high)
        step = slice_along(self._streams, self._level, change, low, high, self._shapes.density)
        self._windows.note(place, step)
        return step

    def _move_shape(self, place: int, issue: int, axis: int) -> None:
        region, toward = self._shapes.regions[issue], self._toward[issue][:, axis]
        low, high = segment(toward, np.maximum(self._room[issue], 0.0))
        change = self._change[issue][:, axis][:, None] * self._stakes[issue]
        step = self._slice(place, change, low, high)
        self._free[issue] += self._axes[issue][:, axis][:, None] * step
        self._room[issue] -= toward[:, None] * step
        block = self._shapes.layout.block(issue)
        turn = product(region.basis, self._axes[issue][:, axis][:, None])
        self.places[block] += turn * (step * self._stakes[issue])

    def _move_stakes(self, place: int, axis: int) -> None:
        """Along a direction on the simplex; the values go with their stakes."""
        layout, along = self._shapes.layout, self._mix[:, axis]
        low, high = segment(-along, self._stakes)
        rates = np.zeros_like(self.places)
        stakes = np.maximum(self._stakes, 1e-300)
        rates[: layout.values] = (
            self.places[: layout.values] / stakes[self._owner] * along[self._owner, None]
        )
        rates[layout.values : layout.reservation] = along[:, None]
        change = self._forms(rates)
        step = self._slice(place, change, low, high)
        self._stakes = np.maximum(self._stakes + along[:, None] * step, 0.0)
        self.places += rates * step

    def _move_reservation(self, place: int) -> None:
        unknown = self._shapes.layout.reservation
        change = self._shapes.rows[:, unknown][:, None]
        step = self._slice(place, change, -self._reservation, 1.0 - self._reservation)
        self._reservation = np.clip(self._reservation + step, 0.0, 1.0)
        self.places[unknown] = self._reservation


def _runs(sorted_lines: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each run of equal numbers starts, and the number of each run."""
    if sorted_lines.size == 0:
        return np.zeros(0, dtype=np.intp), np.zeros(0, dtype=np.intp)
    first = np.flatnonzero(np.concatenate([[True], np.diff(sorted_lines) > 0]))
    return first, sorted_lines[first]
