"""The undominated points of two parties: one sort and one sweep.

Sorted by the first party's value, a point is undominated exactly if the second party's
value is higher than everything before it [Kung, Luccio, Preparata 1975, "On finding the
maxima of a set of vectors", J. ACM 22, section 2].

Example:
    >>> undominated_pairs(np.array([[1, 5], [3, 3], [2, 3], [3, 3]])).tolist()
    [1, 0]
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["undominated_pairs"]


def undominated_pairs(
    points: NDArray[np.int64], groups: NDArray[np.int64] | None = None
) -> NDArray[np.int64]:
    """Find the undominated points; of equal points the first is kept.

    Args:
        points: Shape (n, 2); more is better.
        groups: Shape (n,), small whole numbers; only points of the same group are
            compared. None: all are.

    Returns:
        Positions of the points kept, by group, then from the first party's best.
    """
    first, second = points[:, 0], points[:, 1]
    if groups is None:
        # A stable sort is a merge here: the fold hands over sorted runs.
        order = np.argsort(-first, kind="stable")
        level = second[order]
        segment = None
    else:
        order = np.lexsort((-first, groups))
        segment = groups[order]
        # Ranks within segment-sized steps let one running maximum serve all groups.
        ranks = np.empty(len(second), dtype=np.int64)
        by_second = np.argsort(second, kind="stable")
        in_order = second[by_second]
        ranks[by_second] = np.concatenate([[0], np.cumsum(in_order[1:] != in_order[:-1])])
        level = segment * (len(second) + 1) + ranks[order]
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = level[1:] > np.maximum.accumulate(level)[:-1]
    if segment is not None:
        kept[1:] |= segment[1:] != segment[:-1]
    rising = order[kept]
    # Among equal first values the last one kept has the highest second value.
    last = np.ones(len(rising), dtype=bool)
    last[:-1] = first[rising[1:]] != first[rising[:-1]]
    if groups is not None:
        last[:-1] |= groups[rising[1:]] != groups[rising[:-1]]
    return np.asarray(rising[last])
