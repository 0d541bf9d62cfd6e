"""Fair packages: four solutions on expected gains over the reservation values.

Nash (1950): the largest product of gains; Kalai & Smorodinsky (1975): the largest least
share of what each could hope for; egalitarian: the largest least gain, then the next least
(Kalai 1977); utilitarian: the largest sum. Among the packages that nobody expects to lose by.

Example:
    >>> solutions(np.array([[0.3, 0.1], [0.2, 0.2], [-0.1, 0.9]]))["nash"]
    1
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.result import Solution
from lastyard.portable import log
from lastyard.values import Posterior

__all__ = ["expected_gains", "least_shares", "solutions"]

_ROUNDING = 1e-12


def expected_gains(
    posteriors: Sequence[Posterior], picked: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Return the expected value over the reservation value, shape (packages, parties).

    Args:
        posteriors: One a party, over the options of the packages.
        picked: Option indices, shape (packages, issues).
    """
    gains = np.empty((len(picked), len(posteriors)))
    for k, posterior in enumerate(posteriors):
        means = [table.mean(axis=0) for table in posterior.tables()]
        worth = sum(mean[picked[:, issue]] for issue, mean in enumerate(means))
        gains[:, k] = worth - posterior.reservations().mean()
    return gains


def least_shares(gains: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the least share of the most that each could hope for; breaks ties evenly.

    Args:
        gains: Shape (packages, parties).
    """
    hopes = gains.max(axis=0, initial=0.0)
    shares = np.divide(gains, hopes, out=np.ones_like(gains), where=hopes > 0)
    least: NDArray[np.float64] = shares.min(axis=1, initial=1.0)
    return least


def solutions(gains: NDArray[np.float64]) -> dict[Solution, int]:
    """Return the package that each solution names; empty when all cost somebody.

    Args:
        gains: Shape (packages, parties).
    """
    fine = np.flatnonzero((gains >= -_ROUNDING).all(axis=1))
    if not fine.size:
        return {}
    inside = np.maximum(gains[fine], 0.0)
    hopes = inside.max(axis=0)
    shares = np.divide(inside, hopes, out=np.ones_like(inside), where=hopes > 0)
    with np.errstate(divide="ignore"):
        products = log(inside[:, hopes > 0]).sum(axis=1)
    total = inside.sum(axis=1)
    sorted_gains = np.sort(inside, axis=1).round(12)
    found = {
        "nash": np.lexsort((-total, -products.round(12)))[0],
        "kalai_smorodinsky": np.lexsort((-total, -shares.min(axis=1).round(12)))[0],
        "egalitarian": np.lexsort(tuple(-column for column in sorted_gains.T[::-1]))[0],
        "utilitarian": np.lexsort((-products.round(12), -total.round(12)))[0],
    }
    return {
        "nash": int(fine[found["nash"]]),
        "kalai_smorodinsky": int(fine[found["kalai_smorodinsky"]]),
        "egalitarian": int(fine[found["egalitarian"]]),
        "utilitarian": int(fine[found["utilitarian"]]),
    }
