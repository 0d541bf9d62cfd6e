"""Thinning out: a bounded number of points that miss nothing by more than epsilon.

Points are put into boxes of one width per party, and one point of each box stays
[epsilon-dominance: Laumanns, Thiele, Deb, Zitzler 2002, "Combining convergence and
diversity in evolutionary multiobjective optimization", Evolutionary Computation 10]. What
was lost is measured, not estimated: for every point dropped, how much better it was for a
party than the one that stayed.

Example:
    >>> points = np.array([[0.0, 9.0], [1.0, 8.0], [8.0, 1.0], [9.0, 0.0]])
    >>> kept, lost = thinned(points, np.zeros(4, dtype=np.int64), most=2)
    >>> kept.tolist(), lost.round(6).tolist()
    ([0, 2], [1.0, 0.0])
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["thinned"]

_FINEST = 2.0**-24
_ROUNDING = 1e-9


def thinned(
    points: NDArray[np.float64], groups: NDArray[np.int64], most: int
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Keep about ``most`` points, at least one per group.

    Args:
        points: Shape (n, parties).
        groups: Shape (n,): a point may stand only for others of its group.
        most: Points wanted at most; exceeded only if there are more groups than that.

    Returns:
        Positions kept, rising, and per party the most that a dropped point was better by
        than the one kept for it, rounded up by one part in 10**9.
    """
    low, span = points.min(axis=0), np.ptp(points, axis=0)
    span[span == 0] = 1.0
    share = (points - low) / span
    fine, coarse = np.log2(_FINEST), 1.0
    for _ in range(20):  # bisect on the logarithm of the box width
        middle = (fine + coarse) / 2
        if len(np.unique(_boxes(share, groups, 2.0**middle), axis=0)) > most:
            fine = middle
        else:
            coarse = middle
    boxes = _boxes(share, groups, 2.0**coarse)
    # The point with the largest sum stays: the others are better than it by less.
    order = np.argsort(-share.sum(axis=1), kind="stable")
    _, first, box = np.unique(boxes[order], axis=0, return_index=True, return_inverse=True)
    points, kept = points[order], order[first]
    lost = (points - points[first][box.reshape(-1)]).max(axis=0)
    largest = np.abs(points).max(axis=0)
    return np.sort(kept), np.where(lost > 0, lost + _ROUNDING * largest, 0.0)


def _boxes(
    share: NDArray[np.float64], groups: NDArray[np.int64], width: float
) -> NDArray[np.int64]:
    return np.column_stack([groups, np.floor(share / width).astype(np.int64)])
