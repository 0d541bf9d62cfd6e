"""Which packages to show beside one another: far enough apart, and as far as the draws tell them apart.

Example:
    >>> import numpy as np
    >>> scores = np.array([0.9, 0.8, 0.7])
    >>> places = np.array([0.0, 0.1, 1.0])
    >>> different(scores, lambda k: abs(places - places[k]), most=2, wanted=0.5)
    [0, 2]
"""

from __future__ import annotations

from collections.abc import Callable, Container

import numpy as np
from numpy.typing import NDArray

from lastyard.case.model import Case

__all__ = ["apart", "different", "hinge_range", "rank_ranges", "unlike"]

# From eight groups, Student's t with seven degrees of freedom: wrong one time in a hundred.
_SURE = 3.5

_FIRMNESS = 100

# Packages of which something better is looked for before no more are named.
_MOST_TRIED = 60


def apart(
    case: Case, options: NDArray[np.intp], one: int, settled: Container[str] = ()
) -> NDArray[np.float64]:
    """Return how far packages are from one of them: shares of ranges, added over issues.

    Args:
        case: The case.
        options: The packages, shape (packages, issues).
        one: The row to measure from.
        settled: Issues that do not count.
    """
    total = np.zeros(len(options))
    for k, issue in enumerate(case.issues):
        if issue.id not in settled:
            steps = np.abs(options[:, k] - options[one, k])
            total += steps / max(1, issue.size - 1) if issue.has_order else steps > 0
    return total


def different(
    scores: NDArray[np.float64],
    distances: Callable[[int], NDArray[np.float64]],
    most: int,
    wanted: float,
) -> list[int]:
    """Choose packages one at a time, each as good and as different as can be.

    After the best, the next is that with the largest score times its distance to the
    nearest one chosen, distances beyond ``wanted`` counting as that.

    Args:
        scores: Shape (packages,), the best first where scores are equal.
        distances: From a package to those of all to it.
        most: How many to choose.
        wanted: A distance that is different enough.
    """
    chosen: list[int] = []
    nearest = np.full(len(scores), wanted)
    while len(chosen) < min(most, len(scores)):
        worth = (scores + 1e-9) * np.minimum(nearest, wanted)
        worth[chosen] = -1.0
        chosen.append(int(np.argmax(worth)))
        nearest = np.minimum(nearest, distances(chosen[-1]))
    return chosen


def unlike(
    scores: NDArray[np.float64],
    distances: Callable[[int], NDArray[np.float64]],
    most: int,
    least: float,
    improved: Callable[[int], int],
) -> list[int]:
    """Choose the best, then the best of those far enough from every one chosen, and so on.

    Each gives its place to what is made of it, unless that is too near to one chosen: then another
    one is tried in its place.

    Args:
        scores: Shape (packages,), the best first where scores are equal; minus infinity of those that
            are not to be chosen.
        distances: From a package to those of all to it.
        most: How many to choose; fewer are where no more are far enough apart.
        least: The least distance between any two.
        improved: From a package to what is made of it.
    """
    chosen: list[int] = []
    free, far = np.isfinite(scores), np.ones(len(scores), dtype=np.bool_)
    for _ in range(_MOST_TRIED):
        if len(chosen) == most or not free.any():
            break
        found = int(np.argmax(np.where(free, scores, -np.inf)))
        better = improved(found)
        free[found] = False
        if far[better]:
            chosen.append(better)
            far &= distances(better) >= least
            far[better] = False
            free &= far
    return chosen


def rank_ranges(
    agreed: NDArray[np.float64], by_group: NDArray[np.float64]
) -> list[tuple[int, int]]:
    """Return the best and the worst place of each package, as far as draws tell.

    Two packages are told apart when their difference is more than 3.5 times its standard
    error (two-sided 99 %), estimated from independent groups of chains that are the same for both.

    Args:
        agreed: Probability of agreement, shape (packages,).
        by_group: The same by groups of chains, shape (groups, packages).
    """
    count = len(agreed)
    ranges = []
    for k in range(count):
        gaps = by_group - by_group[:, k : k + 1]
        error = gaps.std(axis=0, ddof=1) / np.sqrt(len(by_group))
        ahead = agreed - agreed[k]
        better = int(np.sum(ahead > np.maximum(_SURE * error, 1e-12)))
        worse = int(np.sum(-ahead > np.maximum(_SURE * error, 1e-12)))
        ranges.append((better + 1, count - worse))
    return ranges


def hinge_range(
    best: int,
    firmness: float,
    by_firmness: Callable[[float], NDArray[np.float64]],
    slack: float = 0.0,
) -> tuple[float, float]:
    """Return the range of a firmness, in hundredths, over which a package stays best.

    Args:
        best: The package.
        firmness: The firmness as coded.
        by_firmness: From a firmness to all packages' probabilities of agreement.
        slack: The share by which it may fall short of the largest, for the draws do not tell them
            apart.
    """

    def stays(hundredths: int) -> bool:
        agreed = by_firmness(hundredths / _FIRMNESS)
        return bool(agreed[best] >= agreed.max() * (1.0 - slack) - 1e-12)

    low = high = round(firmness * _FIRMNESS)
    while low > 0 and stays(low - 1):
        low -= 1
    while high < _FIRMNESS and stays(high + 1):
        high += 1
    return low / _FIRMNESS, high / _FIRMNESS
