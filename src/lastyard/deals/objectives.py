"""What a bargaining solution maximises, each with the linear bounds that prove an optimum.

An objective is a concave function of the parties' gains g over the disagreement point.
For *multipliers* l it knows a constant c(l) with objective(g) <= c(l) + l . g for every
g that counts. A weighted sum l . g is maximised issue by issue, so each choice of
multipliers bounds the objective over all completions of a partial package at once
(Lagrangian duality).

========== ================================== =======================================
objective  value                              bound
========== ================================== =======================================
Product    sum of log g                       l > 0: l . g - n - sum of log l
Smallest   sum of the k smallest s * g        l = s * w, 0 <= w <= 1, sum of w = k
Total      w . g                              l = w + m, m >= 0 on parties with g >= 0
Nearness   -|ideal - s * g|                   l = s * w, w >= 0, |w| <= 1: l . g - w . ideal
========== ================================== =======================================
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.master import Master

__all__ = ["Nearness", "Objective", "Product", "Smallest", "Total"]

Floats = NDArray[np.float64]


class Objective(Protocol):
    """A concave function of gains, with its linear bounds."""

    def values(self, gains: Floats) -> Floats:
        """Return the value of each row of gains, shape (..., parties)."""

    def constants(self, multipliers: Floats) -> Floats:
        """Return c(l) for each row of multipliers, shape (n, parties)."""

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """Return valid multipliers that are nearly a gradient at one point of gains.

        The larger ``sharpness``, the nearer.
        """

    def master(self) -> Master | None:
        """Return the linear program that the objective is the value of, if it is one."""

    def magnitude(self, scale: Floats) -> float:
        """Return the size of the numbers that rounding is measured against.

        Args:
            scale: Per party, the largest absolute value of a package.
        """


@dataclass(frozen=True, slots=True, eq=False)
class Product:
    """Nash: the product of the gains, as a sum of logarithms."""

    parties: int

    def values(self, gains: Floats) -> Floats:
        """Sum of logarithms; minus infinity where a party gains nothing."""
        with np.errstate(divide="ignore"):
            return np.asarray(np.log(np.maximum(gains, 0.0)).sum(axis=-1))

    def constants(self, multipliers: Floats) -> Floats:
        """From log g <= l g - 1 - log l; no bound for multipliers that are not positive."""
        positive = (multipliers > 0).all(axis=-1)
        safe = np.where(multipliers > 0, multipliers, 1.0)
        return np.where(positive, -self.parties - np.log(safe).sum(axis=-1), np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """One over the gains."""
        return 1.0 / np.maximum(gains, max(float(gains.max()), 1e-300) / (10.0 * sharpness))

    def master(self) -> Master | None:
        """Not linear."""
        return None

    def magnitude(self, scale: Floats) -> float:
        """Logarithms do not depend on the scale."""
        return 1.0


@dataclass(frozen=True, slots=True, eq=False)
class Smallest:
    """The sum of the k smallest scaled gains; k = 1 is the smallest alone.

    That leximin maximises these sums one after another: Ogryczak & Sliwinski 2003,
    "On solving linear programs with the ordered weighted averaging objective", EJOR 148.

    Attributes:
        scale: Per party, what one unit of gain counts; 0 leaves the party out.
        k: How many of the smallest are added up; at most the parties that count.
    """

    scale: Floats
    k: int = 1

    def values(self, gains: Floats) -> Floats:
        """Sum of the k smallest."""
        counted = self.scale > 0
        scaled = gains[..., counted] * self.scale[counted]
        if self.k == 1:
            return np.asarray(scaled.min(axis=-1))
        return np.asarray(np.sort(scaled, axis=-1)[..., : self.k].sum(axis=-1))

    def constants(self, multipliers: Floats) -> Floats:
        """Zero for multipliers of the right kind; no bound for others."""
        counted = self.scale > 0
        weights = multipliers[..., counted] / self.scale[counted]
        total = weights.sum(axis=-1)
        valid = (np.abs(total - self.k) <= 1e-12 * self.k) & (weights.min(axis=-1) >= 0)
        valid &= (multipliers[..., ~counted] == 0).all(axis=-1)
        return np.where(valid & (weights.max(axis=-1) <= 1 + 1e-12), 0.0, np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """Equal weights; better ones come from :meth:`master`."""
        counted = self.scale > 0
        return np.where(counted, self.k * self.scale / counted.sum(), 0.0)

    def master(self) -> Master | None:
        """Maximise k t - sum of d, where t - d_p is at most the scaled gain of p, d >= 0."""
        parties = len(self.scale)
        counted = (self.scale > 0).astype(float)
        unit = np.eye(parties)
        return Master(
            base=np.zeros(parties),
            rows=self.scale,
            columns=np.vstack([counted, -counted, -unit, unit]),
            costs=np.concatenate([[self.k, -self.k], -counted, np.zeros(parties)]),
        )

    def magnitude(self, scale: Floats) -> float:
        """The largest scaled sum."""
        return float(self.k * (scale * self.scale).max())


@dataclass(frozen=True, slots=True, eq=False)
class Total:
    """A weighted sum of the gains.

    Attributes:
        weights: Per party, non-negative.
        bounded: Per party, whether its gain must not be negative.
    """

    weights: Floats
    bounded: NDArray[np.bool_]

    def values(self, gains: Floats) -> Floats:
        """The weighted sum."""
        return np.asarray(gains @ self.weights)

    def constants(self, multipliers: Floats) -> Floats:
        """Zero where the multipliers exceed the weights on bounded parties alone."""
        extra = multipliers - self.weights
        tiny = 1e-13 * max(1.0, float(np.abs(self.weights).max()))
        fits = np.where(self.bounded, extra >= -tiny, np.abs(extra) <= tiny)
        return np.where(fits.all(axis=-1), 0.0, np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """The weights; better ones come from :meth:`master`."""
        return self.weights

    def master(self) -> Master | None:
        """Maximise the sum where no bounded party's gain is negative."""
        parties = len(self.weights)
        return Master(
            base=self.weights,
            rows=self.bounded.astype(float),
            columns=np.eye(parties),
            costs=np.zeros(parties),
        )

    def magnitude(self, scale: Floats) -> float:
        """The largest weighted sum."""
        return float(scale @ self.weights)


@dataclass(frozen=True, slots=True, eq=False)
class Nearness:
    """Minus the distance from an ideal point, on scaled gains.

    Attributes:
        ideal: Shape (parties,), scaled gains that no package exceeds.
        scale: Per party, what one unit of gain counts; positive.
    """

    ideal: Floats
    scale: Floats

    def values(self, gains: Floats) -> Floats:
        """Minus the Euclidean distance; gains beyond the ideal count as the ideal."""
        missing = np.maximum(self.ideal - gains * self.scale, 0.0)
        return np.asarray(-np.sqrt((missing**2).sum(axis=-1)))

    def constants(self, multipliers: Floats) -> Floats:
        """From Cauchy and Schwarz: -|y| <= -w . y for non-negative w of length at most 1."""
        weights = multipliers / self.scale
        fits = ((weights**2).sum(axis=-1) <= 1 + 1e-12) & (weights.min(axis=-1) >= 0)
        return np.where(fits, -(weights @ self.ideal), np.inf)

    def multipliers(self, gains: Floats, sharpness: float) -> Floats:
        """The direction towards the ideal."""
        missing = np.maximum(self.ideal - gains * self.scale, 1e-9)
        return np.asarray(missing / np.sqrt((missing**2).sum()) * self.scale)

    def master(self) -> Master | None:
        """Not linear."""
        return None

    def magnitude(self, scale: Floats) -> float:
        """The length of the ideal."""
        return float(np.sqrt((self.ideal**2).sum()))
