"""The undominated points of three and more parties, by the library moocore.

Chosen by measurement over a block filter of our own (docs/benchmarks-deals.md): moocore
(LGPL-2.1) is compiled and takes a hundredth of the time. It works on floats, so values
that a float cannot hold are replaced by their ranks: dominance needs the order alone.

Example:
    >>> undominated_points(np.array([[1, 2, 3], [1, 2, 2], [3, 0, 0], [1, 2, 3]])).tolist()
    [0, 2]
"""

from __future__ import annotations

import moocore
import numpy as np
from numpy.typing import NDArray

__all__ = ["undominated_points"]

_WHOLE_IN_FLOAT = 1 << 53


def undominated_points(
    points: NDArray[np.int64], groups: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Find the undominated points; of equal points the first is kept.

    Args:
        points: Shape (n, parties); more is better.
        groups: Shape (n,); only points of the same group are compared. None: all are.

    Returns:
        Positions of the points kept, rising within each group.
    """
    exact = _in_floats(points)
    if groups is None:
        return np.flatnonzero(_kept(exact))
    order = np.argsort(groups, kind="stable")
    cuts = np.flatnonzero(np.diff(groups[order])) + 1
    return np.concatenate([part[_kept(exact[part])] for part in np.split(order, cuts)])


def _kept(points: NDArray[np.float64]) -> NDArray[np.bool_]:
    return np.asarray(moocore.is_nondominated(points, maximise=True), dtype=np.bool_)


def _in_floats(points: NDArray[np.int64]) -> NDArray[np.float64]:
    if not len(points) or max(int(points.max()), -int(points.min())) < _WHOLE_IN_FLOAT:
        return points.astype(np.float64)
    ranks = [np.unique(column, return_inverse=True)[1].reshape(-1) for column in points.T]
    return np.column_stack(ranks).astype(np.float64)
