"""How value may run over each issue, between its worst at 0 and its best at 1.

Sure positions and directions fix some break points at 0 or 1, make some equal to one
another, and put what is left in order. So the shapes of a party are fixed points and
*runs*: free points in increasing order, uniform among all such orders, independent of
each other. A free point without neighbours in order is a run of its own.

Example:
    >>> from lastyard.values.sayings import Peak
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> problem = translate([Scale.ordered("ground", 5)], [Peak("middle", 0, 3)])
    >>> shapes = shapes_of(problem)
    >>> shapes.point.tolist(), [run.tolist() for run in shapes.runs]
    ([0, 1, 2, -1, 3], [[0, 1, 2], [3]])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.region import EmptyRegionError
from lastyard.values.scales import ValuesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lastyard.values.problem import Constraint, ValueProblem

_NONE = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Free points of a party's value function, at a stake of 1 on every issue.

    Attributes:
        point: For each break point of each issue, its free point, or -1 where fixed.
        fixed: For each break point, its value where it is fixed, else 0.
        owner: For each free point, its issue.
        runs: Free points in increasing order of value; each is in one run.
    """

    point: NDArray[np.intp]
    fixed: NDArray[np.float64]
    owner: NDArray[np.intp]
    runs: tuple[NDArray[np.intp], ...]

    def draw(
        self, random: np.random.Generator, runs: Sequence[NDArray[np.intp]], count: int
    ) -> NDArray[np.float64]:
        """Draws of these runs, independent and uniform; shape (free points, count).

        Other free points are left at 0.
        """
        drawn = np.zeros((self.owner.size, count))
        for run in runs:
            drawn[run] = np.sort(random.random((run.size, count)), axis=0)
        return drawn

    def values(
        self, free: NDArray[np.float64], stakes: NDArray[np.float64], issue_of: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Values of all break points: free points and stakes have one draw a column."""
        share = np.repeat(self.fixed[:, None], stakes.shape[1], axis=1)
        open_points = self.point >= 0
        share[open_points] = free[self.point[open_points]]
        return share * stakes[issue_of]


def shapes_of(problem: ValueProblem) -> Shapes:
    """The shapes that a party's sure positions and directions leave.

    Raises:
        EmptyRegionError: They exclude one another.
    """
    layout = problem.layout
    point = np.full(layout.values, -1, dtype=np.intp)
    fixed = np.zeros(layout.values)
    owner: list[int] = []
    runs: list[NDArray[np.intp]] = []
    said: list[list[Constraint]] = [[] for _ in layout.scales]
    issue_of = np.repeat(np.arange(len(layout.scales)), np.diff(layout.starts))
    for constraint in problem.constraints:
        if constraint.shape and constraint.confidence >= 1.0:
            touched = np.flatnonzero(constraint.row[: layout.values])
            said[int(issue_of[touched[0]])].append(constraint)
    for issue, constraints in enumerate(said):
        block = layout.block(issue)
        bounds = _Bounds(block.stop - block.start)
        for constraint in constraints:
            level = constraint.bound - float(constraint.row[layout.stake(issue)])
            bounds.read(constraint.row[block], level, constraint.equal)
        bounds.spread(layout.scales[issue].name)
        fixed[block] = np.where(bounds.low == bounds.high, bounds.low, 0.0)
        for run in bounds.runs():
            runs.append(len(owner) + np.arange(len(run), dtype=np.intp))
            for members in run:
                point[block.start + np.array(members)] = len(owner)
                owner.append(issue)
    return Shapes(point, fixed, np.array(owner, dtype=np.intp), tuple(runs))


class _Bounds:
    """Limits of the break points of one issue, and the order between neighbours."""

    def __init__(self, points: int) -> None:
        self.low, self.high = np.zeros(points), np.ones(points)
        # Whether each point is at most, and at least, the one after it.
        self.rises = np.zeros(max(points - 1, 0), dtype=np.bool_)
        self.falls = np.zeros(max(points - 1, 0), dtype=np.bool_)

    def read(self, row: NDArray[np.float64], level: float, equal: bool) -> None:
        """Take in ``row @ shape >= level``, or ``==``."""
        touched = np.flatnonzero(row)
        if equal and np.all(row[touched] > 0):
            # A mix of neighbours is at the top, or at the bottom, only when both are.
            if abs(level - float(row.sum())) < _NONE:
                self.low[touched] = 1.0
                return
            if abs(level) < _NONE:
                self.high[touched] = 0.0
                return
        elif not equal and abs(level) < _NONE and touched.size == 2:
            first, second = (int(place) for place in touched)
            if second == first + 1 and row[first] == -row[second]:
                (self.rises if row[second] > 0 else self.falls)[first] = True
                return
        raise ValuesError("a position or direction has a form that the sampler does not know")

    def spread(self, name: str) -> None:
        """Carry limits along the order until nothing changes."""
        for places in (range(self.rises.size), reversed(range(self.rises.size))):
            for place in places:
                for order, below, above in (
                    (self.rises, place, place + 1),
                    (self.falls, place + 1, place),
                ):
                    if order[place]:
                        self.low[above] = max(self.low[above], self.low[below])
                        self.high[below] = min(self.high[below], self.high[above])
        if np.any(self.low > self.high):
            raise EmptyRegionError(
                f"issue {name!r}: the positions and directions exclude one another"
            )

    def runs(self) -> list[list[list[int]]]:
        """Free points in runs of increasing value, points that must be equal together."""
        found: list[tuple[bool | None, list[list[int]]]] = []
        before = -2
        for place in np.flatnonzero(self.low < self.high):
            link = int(place) - 1
            joined = before == link and (self.rises[link] or self.falls[link])
            before = int(place)
            if not joined:
                found.append((None, [[before]]))
                continue
            rising, run = found[-1]
            if self.rises[link] and self.falls[link]:
                run[-1].append(before)
                continue
            if rising not in (None, bool(self.rises[link])):
                raise ValuesError("positions put an issue in an order the sampler does not know")
            found[-1] = (bool(self.rises[link]), [*run, [before]])
        return [run if rising is not False else run[::-1] for rising, run in found]
