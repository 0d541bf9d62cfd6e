"""Hamiltonian trajectories of many chains side by side, for smooth densities without bounds.

Each chain gets a random speed, follows the density's slope for a while in leapfrog
steps, and keeps the end of the path with the probability that makes the target exact
(Duane et al. 1987; Neal 2011). All chains share the length of a step and of a path, so
one evaluation serves them all. Step and scales are learned from all chains before the
draws that count, and never change among these: scales are the spread of the chains,
the step is that at which four paths in five are kept (dual averaging: Hoffman & Gelman
2014). Paths are shortened and lengthened at random, so that none comes back to where
it began.

Example:
    >>> class Bell:
    ...     size = 2
    ...     def draw(self, random, count): return random.normal(size=(2, count))
    ...     def log_density(self, places): return -0.5 * np.sum(places**2, axis=0)
    ...     def slope(self, places): return -places
    >>> chains = Trajectories(Bell(), 64, seed=1)
    >>> chains.settle()
    >>> chains.places.shape
    (2, 64)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import numpy as np

from lastyard.portable import exp, log, power

if TYPE_CHECKING:
    from numpy.typing import NDArray

_KEPT = 0.8
# Length of a path in standard deviations: nearly half of the way round a bell, where draws are all but independent.
_PATH = 2.6
_MOST_STEPS = 64
# Steps of the first paths, and how many each has: short ones bring back chains that start
# where the density is so steep that longer ones would never be kept.
_FIRST_STEPS, _FIRST_COUNT = (0.05, 0.1, 0.2, 0.3), 12
# Windows of paths, and whether the scales are learned anew at the end of each. The step
# is learned in every one; the last is for the step under the final scales.
_WINDOWS = ((6, True), (8, True), (6, False))


class Smooth(Protocol):
    """A density on all numbers that knows its slope."""

    @property
    def size(self) -> int:
        """How many coordinates."""

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.float64]:
        """Places to start from, wider than the density; shape (coordinates, count)."""

    def log_density(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-densities up to a constant, shape (chains,)."""

    def slope(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """Their slopes, shape (coordinates, chains)."""


class Trajectories:
    """Chains that follow the slope."""

    def __init__(self, density: Smooth, chains: int, seed: int | np.random.SeedSequence) -> None:
        """Start all chains at draws of the density's own."""
        self._density = density
        self._random = np.random.default_rng(seed)
        self.places = density.draw(self._random, chains)
        self._logs = density.log_density(self.places)
        self._slope = density.slope(self.places)
        self._scale = np.std(self.places, axis=1)[:, None]
        self._step = _Step(0.5 / float(np.sqrt(np.sqrt(density.size))))

    @property
    def steps(self) -> int:
        """Leapfrog steps of a path, on average."""
        return int(np.clip(round(_PATH / self._step.length), 1, _MOST_STEPS))

    def settle(self) -> None:
        """Leave the start behind; learn the scales and the step."""
        for length in _FIRST_STEPS:
            self._path(length, _FIRST_COUNT)
        for window, rescale in _WINDOWS:
            self._step.restart()
            seen = []
            for _ in range(window):
                self._step.learn(self._path(self._step.length, self.steps))
                seen.append(self.places)
            self._step.fix()
            if rescale:
                self._scale = np.std(np.stack(seen[window // 3 :]), axis=(0, 2))[:, None]

    def tune(self, draws: NDArray[np.float64]) -> None:
        """Take the scales from draws, shape (chains, draws, coordinates), and settle again."""
        self._scale = np.std(draws, axis=(0, 1))[:, None]
        self.settle()

    def sweep(self) -> None:
        """Move every chain along one path."""
        self._path(self._step.length, self.steps)

    def _path(self, length: float, steps: int) -> float:
        """Follow one path of about so many steps; the mean chance with which it is kept."""
        chains = self.places.shape[1]
        speed = self._random.standard_normal(self.places.shape)
        step = length * self._random.uniform(0.8, 1.0) * self._scale
        count = max(1, round(steps * self._random.uniform(0.5, 1.5)))
        energy = self._logs - 0.5 * np.add.reduce(speed * speed, axis=0)
        places, slope = self.places, self._slope
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            speed += 0.5 * step * slope
            for _ in range(count):
                places = places + step * speed
                slope = self._density.slope(places)
                speed += step * slope
            # The last half of the last step was one too many.
            speed -= 0.5 * step * slope
            logs = self._density.log_density(places)
            reached = logs - 0.5 * np.add.reduce(speed * speed, axis=0)
            chance = exp(np.minimum(reached - energy, 0.0))
        # A path that ran off where numbers end is never kept.
        chance = np.where(np.isfinite(chance), chance, 0.0)
        kept = self._random.random(chains) < chance
        self.places = np.where(kept, places, self.places)
        self._logs = np.where(kept, logs, self._logs)
        self._slope = np.where(kept, slope, self._slope)
        return float(np.mean(chance))


class _Step:
    """Step size by dual averaging (Hoffman & Gelman 2014, section 3.2)."""

    def __init__(self, length: float) -> None:
        self.length = length
        self.restart()

    def restart(self) -> None:
        """Forget the past, keep the present length as a first guess."""
        self._goal = log(1.5 * self.length)
        self._seen, self._lack, self._mean = 0, 0.0, log(self.length)

    def learn(self, chance: float) -> None:
        """Lengthen the step if paths are kept more often than wanted, else shorten it."""
        self._seen += 1
        share = 1.0 / (self._seen + 4.0)
        self._lack += share * (_KEPT - chance - self._lack)
        now = self._goal - np.sqrt(self._seen) / 0.15 * self._lack
        keep = float(power(self._seen, -0.75))
        self._mean = keep * now + (1.0 - keep) * self._mean
        self.length = float(exp(now))

    def fix(self) -> None:
        """Settle on the average."""
        self.length = float(exp(self._mean))
