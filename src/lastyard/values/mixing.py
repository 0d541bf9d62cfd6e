"""Whether parallel chains have mixed: effective sample size and split-R-hat.

Gelman et al., Bayesian Data Analysis (3rd ed. 2013), section 11.4 and 11.5: each
chain is split in two; R-hat compares the spread between the halves with that
within them; the effective sample size discounts draws for their autocorrelation,
summed by Geyer's initial monotone sequence (Geyer 1992).

Example:
    >>> draws = np.random.default_rng(1).normal(size=(4, 500, 1))
    >>> bool(split_r_hat(draws)[0] < 1.01), bool(effective_size(draws)[0] > 1500)
    (True, True)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def split_r_hat(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Split-R-hat of each statistic; 1 when it never varies.

    Args:
        draws: Shape (chains, draws, statistics), at least 4 draws a chain.
    """
    within, pooled = _spreads(_halves(draws))
    ratio = np.divide(pooled, within, out=np.full_like(within, np.inf), where=within > 0)
    still = pooled <= 1e-24
    return np.where(still, 1.0, np.sqrt(ratio))


def effective_size(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Effective number of draws for the mean of each statistic.

    At most the number of draws; a statistic that never varies counts them all.

    Args:
        draws: Shape (chains, draws, statistics), at least 4 draws a chain.
    """
    halves = _halves(draws)
    chains, length, _ = halves.shape
    total = float(chains * length)
    within, pooled = _spreads(halves)
    centred = halves - halves.mean(axis=1, keepdims=True)
    safe = np.where(pooled > 1e-24, pooled, 1.0)

    def correlation(lag: int) -> NDArray[np.float64]:
        # Summed lag by lag: a Fourier transform rounds in another way on another processor.
        products = np.add.reduce(centred[:, : length - lag] * centred[:, lag:], axis=1)
        covariance = products.mean(axis=0) / length
        found: NDArray[np.float64] = 1.0 - (within - covariance * length / (length - 1)) / safe
        return found

    # Initial monotone sequence: stop at the first negative pair, never let one rise.
    pair = 1.0 + correlation(1)
    alive = pair > 0
    time = np.full_like(within, -1.0)
    for lag in range(2, length // 2 * 2 + 1, 2):
        time += 2.0 * np.where(alive, pair, 0.0)
        if lag == length // 2 * 2 or not alive.any():
            break
        pair = np.minimum(pair, correlation(lag) + correlation(lag + 1))
        alive &= pair > 0
    return np.where(pooled <= 1e-24, total, total / np.maximum(time, 1.0))


def _halves(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]], axis=0)


def _spreads(
    halves: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Mean variance within the half-chains, and the pooled estimate of the variance."""
    length = halves.shape[1]
    within = halves.var(axis=1, ddof=1).mean(axis=0)
    between = halves.mean(axis=1).var(axis=0, ddof=1)
    return within, (length - 1) / length * within + between
