"""Importance weights with a smoothed tail, and whether they can be trusted.

A few huge weights make an effective number of draws look better than it is. So the largest
weights are fitted by a generalised Pareto distribution and replaced by its quantiles; its
shape k tells how heavy their tail is: from 0.5 on their variance is infinite, so that no
standard error means anything [Pareto smoothed importance sampling: Vehtari, Simpson, Gelman, Yao & Gabry 2024, JMLR 25(72),
section 3; the fit: Zhang & Stephens 2009, Technometrics 51(3)].

Example:
    >>> even = smoothed(np.zeros(100))
    >>> bool(even.trusted), round(float(even.weights.max()), 3)
    (True, 0.01)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.portable import exp, expm1, log, log1p

if TYPE_CHECKING:
    from numpy.typing import NDArray

__all__ = ["Smoothed", "smoothed"]

_HEAVIEST = 0.5
_FEWEST = 5
# Figures of Zhang & Stephens: how many points the fit's grid has, and its prior.
_GRID, _PRIOR = 30, 3.0
# Weight of the prior k = 0.5 (Vehtari et al., appendix C).
_CALM, _CALM_COUNT = 0.5, 10.0


@dataclass(frozen=True, slots=True, eq=False)
class Smoothed:
    """Weights with a smoothed tail.

    Attributes:
        weights: One a draw; they add up to 1.
        shape: Shape k of the tail; minus infinity where it has none.
    """

    weights: NDArray[np.float64]
    shape: float

    @property
    def trusted(self) -> bool:
        """Whether averages with these weights have a standard error."""
        return self.shape < _HEAVIEST


def smoothed(logs: NDArray[np.float64]) -> Smoothed:
    """Smooth the tail of importance weights.

    Args:
        logs: Logarithms of the weights, up to a constant, shape (draws,).
    """
    weights = exp(logs - logs.max())
    count = int(min(0.2 * logs.size, 3.0 * np.sqrt(logs.size)))
    if count < _FEWEST:
        return Smoothed(weights / weights.sum(), -np.inf)
    order = np.argsort(weights, kind="stable")
    tail, level = order[-count:], weights[order[-count - 1]]
    above = weights[tail] - level
    if above[-1] - above[0] <= 1e-12 or above[-1] <= 1e-12:
        return Smoothed(weights / weights.sum(), -np.inf)
    shape, scale = _fit(np.maximum(above, 1e-15))
    chances = (np.arange(count) + 0.5) / count
    if abs(shape) < 1e-9:
        quantiles = -scale * log1p(-chances)
    else:
        quantiles = scale * expm1(-shape * log1p(-chances)) / shape
    weights[tail] = np.minimum(level + quantiles, 1.0)
    return Smoothed(weights / weights.sum(), shape)


def _fit(above: NDArray[np.float64]) -> tuple[float, float]:
    """Return shape and scale of a generalised Pareto distribution (ascending values)."""
    count = above.size
    grid = _GRID + int(np.sqrt(count))
    quarter = above[int(count / 4 + 0.5) - 1]
    steps = 1.0 - np.sqrt(grid / (np.arange(1, grid + 1) - 0.5))
    theta = 1.0 / above[-1] + steps / (_PRIOR * quarter)
    shapes = np.mean(log1p(-theta[:, None] * above[None, :]), axis=1)
    likely = count * (log(-theta / shapes) - shapes - 1.0)
    share = exp(likely - likely.max())
    best = float(np.sum(theta * share / share.sum()))
    shape = float(np.mean(log1p(-best * above)))
    scale = -shape / best
    return (count * shape + _CALM_COUNT * _CALM) / (count + _CALM_COUNT), scale
