"""The inside of a polytope: a flat map onto free coordinates, and a point to start from.

A sampler needs a set with an inside. Equalities, and inequalities that can only
hold with equality, are found and eliminated first: every point is ``origin +
basis @ z`` with z in ``{z: faces @ z <= room}``, which has an inside. The implied
equalities come from one linear program on the homogenised system, whose optimum
leaves slack on every inequality that can have any (Freund, Roundy & Todd 1985).

Only plain array sums are used, no BLAS or LAPACK: these may round differently
with another number of threads, and then the same seed would not give the same
bytes.

Example:
    >>> triangle = region(np.vstack([np.eye(3)]), np.zeros(3), np.ones((1, 3)), np.ones(1))
    >>> triangle.dimension
    2
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from lastyard.budget import spend
from lastyard.values.programs import Program
from lastyard.values.scales import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

_PIVOT = 1e-9
_SLACK = 1e-7


class EmptyRegionError(ValuesError):
    """No point satisfies all constraints."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A polytope with an inside, as an affine image of free coordinates z.

    Attributes:
        origin: The point of z = 0, strictly inside.
        basis: Shape (unknowns, dimension).
        faces: Shape (faces, dimension).
        room: Shape (faces,); all positive, since z = 0 is inside.
    """

    origin: NDArray[np.float64]
    basis: NDArray[np.float64]
    faces: NDArray[np.float64]
    room: NDArray[np.float64]

    @property
    def dimension(self) -> int:
        """How many free coordinates there are; 0 for a single point."""
        return int(self.basis.shape[1])


def product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix product that rounds the same way on any number of threads."""
    result: NDArray[np.float64] = np.einsum("ij,jk->ik", left, right, optimize=False)
    return result


def region(
    rows: NDArray[np.float64],
    bounds: NDArray[np.float64],
    equal_rows: NDArray[np.float64],
    equal_bounds: NDArray[np.float64],
) -> Region:
    """The inside of ``{x: rows @ x >= bounds, equal_rows @ x == equal_bounds}``.

    Raises:
        EmptyRegionError: There is no such point.
        ValuesError: The set is not bounded.
    """
    inner, free = _interior(rows, bounds, equal_rows, equal_bounds)
    basis = _null_space(np.vstack([equal_rows, rows[~free]]))
    faces = product(-rows[free], basis)
    room = np.sum(rows[free] * inner, axis=1) - bounds[free]
    moves = np.max(np.abs(faces), axis=1, initial=0.0) > _PIVOT
    faces, room = faces[moves], room[moves]
    scale = np.sqrt(np.sum(faces * faces, axis=1))
    faces, room = faces / scale[:, None], room / scale
    # Many constraints say the same: keep each face once.
    _, first = np.unique(np.round(np.column_stack([faces, room]), 12), axis=0, return_index=True)
    keep = np.sort(first)
    faces, room = faces[keep], room[keep]
    if basis.shape[1]:
        centre, radius = _deepest(faces, room)
        if radius <= 0:
            raise EmptyRegionError("the constraints leave no inside")
        inner = inner + np.sum(basis * centre, axis=1)
        room = room - np.sum(faces * centre, axis=1)
    return Region(inner, basis, faces, room)


def _interior(
    rows: NDArray[np.float64],
    bounds: NDArray[np.float64],
    equal_rows: NDArray[np.float64],
    equal_bounds: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A point with slack wherever there can be any, and which inequalities have it."""
    count, size = rows.shape
    spend((count + len(equal_rows)) * (size + count) // 50)
    # Unknowns: x, a slack in [0, 1] for each inequality, and the scale t >= 1.
    above = np.hstack([rows, -np.eye(count), -bounds[:, None]])
    level = np.hstack([equal_rows, np.zeros((len(equal_rows), count)), -equal_bounds[:, None]])
    low = np.concatenate([np.full(size, -highspy.kHighsInf), np.zeros(count), [1.0]])
    high = np.concatenate([np.full(size, highspy.kHighsInf), np.ones(count), [highspy.kHighsInf]])
    goal = np.concatenate([np.zeros(size), -np.ones(count), [0.0]])
    lines = np.vstack([above, level])
    is_equal = np.arange(len(lines)) >= count
    best = Program(lines, np.zeros(len(lines)), is_equal, low, high).minimise(goal)
    if best is None:
        raise EmptyRegionError("no point satisfies all constraints")
    return best.point[:size] / best.point[-1], best.point[size : size + count] > 0.5


def _null_space(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """A basis of ``{x: rows @ x == 0}`` by Gauss-Jordan elimination with full pivoting."""
    work = np.array(rows, dtype=np.float64)
    spend(work.size * min(work.shape) // 200)
    size = work.shape[1]
    pivots: list[tuple[int, int]] = []
    open_rows = np.ones(len(work), dtype=np.bool_)
    while open_rows.any():
        sizes = np.where(open_rows[:, None], np.abs(work), 0.0)
        line, column = divmod(int(np.argmax(sizes)), size)
        if sizes[line, column] <= _PIVOT:
            break
        work[line] /= work[line, column]
        factors = work[:, column].copy()
        factors[line] = 0.0
        work -= factors[:, None] * work[line]
        open_rows[line] = False
        pivots.append((line, column))
    taken = {column for _, column in pivots}
    free = [column for column in range(size) if column not in taken]
    basis = np.zeros((size, len(free)))
    for place, column in enumerate(free):
        basis[column, place] = 1.0
        for line, pivot in pivots:
            basis[pivot, place] = -work[line, column]
    return basis


def _deepest(
    faces: NDArray[np.float64], room: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """Centre and radius of the largest ball inside (Chebyshev centre)."""
    size = faces.shape[1]
    rows = np.hstack([-faces, -np.ones((len(faces), 1))])
    low = np.full(size + 1, -highspy.kHighsInf)
    high = np.full(size + 1, highspy.kHighsInf)
    # A ball that outgrows the values' own range shows a set without bounds.
    low[-1], high[-1] = 0.0, 1e6
    goal = np.zeros(size + 1)
    goal[-1] = -1.0
    equal = np.zeros(len(faces), dtype=np.bool_)
    best = Program(rows, -room, equal, low, high).minimise(goal)
    if best is None:
        raise EmptyRegionError("the constraints leave no inside")
    if best.point[-1] >= 1e6:
        raise ValuesError("the constraints leave the values without bounds")
    return best.point[:size], float(best.point[-1])
