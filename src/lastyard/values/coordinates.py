"""Coordinates without bounds, in which stakes, shapes and the reservation value are independent.

Stakes drawn from a Dirichlet distribution are gamma variables divided by their sum; the
gaps between points in order, uniform among all orders, are exponential ones divided by
theirs (Devroye 1986, chapters V and XI); a free point alone is uniform. Logarithms of the
former run over all numbers, with a smooth density. A point alone goes by the number whose
normal distribution function it is, or nearly: the log-odds of that function are close to
a cubic (Page 1977), which is cheap and exact to undo. Its tails are those of a bell, so
that a chain cannot stray far where a point is all but 0 or 1.

Example:
    >>> alone = Coordinates(2, 3.0, np.array([0]), ())
    >>> alone.size
    3
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lastyard.portable import exp, log
from lastyard.values.choices import Sparse

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lastyard.values.choices import Choices


# Log-odds of the normal distribution function: _LINEAR * z + _CUBIC * z**3 (Page 1977).
_LINEAR, _CUBIC = 1.5976, 0.07056


class Coordinates:
    """Log-gammas of stakes, bell numbers of points alone, log-gammas of gaps: in this order.

    *Factors* are the points alone and then those in runs, each between 0 and 1. A
    factor times its stake is a value; ``issues`` as an owner stands for no stake.
    """

    def __init__(
        self,
        issues: int,
        concentration: float,
        alone: NDArray[np.intp],
        runs: Sequence[tuple[int, int]],
    ) -> None:
        """Lay them out.

        Args:
            issues: How many stakes there are.
            concentration: That of their Dirichlet distribution.
            alone: Owner of each point alone.
            runs: Owner and number of points of each run.
        """
        self._issues, self._alone = issues, alone.size
        lengths = np.array([length for _, length in runs], dtype=np.intp)
        self._run = np.repeat(np.arange(lengths.size), lengths + 1)
        self._starts = np.flatnonzero(np.diff(self._run, prepend=-1))
        self._ends = self._starts + lengths
        self._inner = np.delete(np.arange(self._run.size), self._ends)
        self._before = self._run[self._inner][:, None].astype(np.float64)
        self.owner = np.concatenate(
            [alone, np.repeat(np.array([owner for owner, _ in runs], dtype=np.intp), lengths)]
        )
        self.size = issues + alone.size + self._run.size
        self.factors = self.owner.size
        own = np.zeros((issues + 1, self.factors))
        own[self.owner, np.arange(self.factors)] = 1.0
        self._own = Sparse(own)
        self._gammas = np.concatenate(
            [np.arange(issues), np.arange(issues + alone.size, self.size)]
        )
        self._shape = np.concatenate([np.full(issues, concentration), np.ones(self._run.size)])

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Places drawn nearly from the prior, shape (coordinates, count)."""
        places = np.empty((self.size, count))
        gammas = random.standard_gamma(self._shape[:, None], (self._shape.size, count))
        places[self._gammas] = log(np.maximum(gammas, 1e-300))
        bells = random.standard_normal((self._alone, count))
        places[self._issues : self._issues + self._alone] = bells
        return places

    def open(self, places: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Factors and stakes at these places, one a column."""
        cut = self._issues + self._alone
        sizes = exp(places[: self._issues] - np.max(places[: self._issues], axis=0))
        alone = _of_bell(places[self._issues : cut])
        factors = np.concatenate([alone, self._ordered(exp(places[cut:]))[0]])
        return factors, sizes / np.add.reduce(sizes, axis=0)

    def slope(self, places: NDArray[np.float64], choices: Choices) -> NDArray[np.float64]:
        """Slope of the log-density at places of shape (coordinates, chains).

        ``choices`` are over the factors times their stakes, then the stakes.
        """
        issues, cut = self._issues, self._issues + self._alone
        sizes = exp(places[self._gammas])
        stakes = sizes[:issues] / np.add.reduce(sizes[:issues], axis=0)
        bells = places[issues:cut]
        alone, rate = _of_bell(bells), _rate(bells)
        ordered, gaps = self._ordered(sizes[issues:])
        factors = np.concatenate([alone, ordered])
        weights = self._weights(stakes)
        pull = choices.slope(np.concatenate([factors * weights, stakes]))
        of_factors, of_stakes = pull[: self.factors], pull[self.factors :]
        of_stakes += self._own.times(of_factors * factors)[:issues]
        of_factors *= weights
        slope = np.empty_like(places)
        slope[:issues] = stakes * (of_stakes - np.add.reduce(stakes * of_stakes, axis=0))
        of_bells = of_factors[: self._alone] * (alone * (1.0 - alone)) + 1.0 - 2.0 * alone
        slope[issues:cut] = of_bells * rate + 6.0 * _CUBIC * bells / rate
        slope[cut:] = self._of_gaps(of_factors[self._alone :], gaps)
        slope[self._gammas] += self._shape[:, None] - sizes
        return slope

    def log_density(self, places: NDArray[np.float64], choices: Choices) -> NDArray[np.float64]:
        """Log-density up to a constant, shape (chains,); see ``slope``."""
        factors, stakes = self.open(places)
        logs = choices.log_likelihood(np.concatenate([factors * self._weights(stakes), stakes]))
        gammas = places[self._gammas]
        logs += np.einsum("g,gp->p", self._shape, gammas, optimize=False)
        logs -= np.add.reduce(exp(gammas), axis=0)
        bells = places[self._issues : self._issues + self._alone]
        away = np.abs(_log_odds(bells))
        logs -= np.add.reduce(away + 2.0 * log(1.0 + exp(-away)) - log(_rate(bells)), axis=0)
        return logs

    def _weights(self, stakes: NDArray[np.float64]) -> NDArray[np.float64]:
        """The stake of each factor; 1 where it has none."""
        weights: NDArray[np.float64] = np.concatenate([stakes, np.ones((1, stakes.shape[1]))])[
            self.owner
        ]
        return weights

    def _ordered(
        self, sizes: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Points in runs, and the gaps between them, from the sizes of the gaps."""
        if not self._run.size:
            return sizes, sizes
        gaps = sizes / np.add.reduceat(sizes, self._starts, axis=0)[self._run]
        # The gaps of a run sum to 1: one running sum serves all runs.
        points = np.cumsum(gaps, axis=0)[self._inner] - self._before
        return np.clip(points, 0.0, 1.0), gaps

    def _of_gaps(
        self, of_points: NDArray[np.float64], gaps: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """The slope along the sizes' logarithms from that along the points."""
        if not self._run.size:
            return gaps
        after = np.zeros_like(gaps)
        after[self._inner] = of_points
        after = np.cumsum(after[::-1], axis=0)[::-1]
        after = after - after[self._ends][self._run]
        mean = np.add.reduceat(gaps * after, self._starts, axis=0)
        result: NDArray[np.float64] = gaps * (after - mean[self._run])
        return result


def _log_odds(bells: NDArray[np.float64]) -> NDArray[np.float64]:
    return bells * (_LINEAR + _CUBIC * (bells * bells))


def _rate(bells: NDArray[np.float64]) -> NDArray[np.float64]:
    """How fast the log-odds change."""
    return _LINEAR + 3.0 * _CUBIC * (bells * bells)


def _of_bell(bells: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares between 0 and 1 of points alone."""
    log_odds = _log_odds(bells)
    odds = exp(-np.abs(log_odds))
    share: NDArray[np.float64] = np.where(log_odds >= 0, 1.0, odds)
    share /= 1.0 + odds
    return share
