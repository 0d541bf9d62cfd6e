"""Samplers of densities: along axes of a polytope, and along trajectories where there are no bounds.

Each step moves every chain along one axis of a linear map that makes the target
nearly round: the range is where the line leaves the polytope, and the new place is
drawn on it by slice sampling with shrinkage, which needs no tuning and is right
for any density (hit-and-run: Smith 1984; coordinate directions: Cousins & Vempala
2016 among others; shrinkage: Neal 2003, section 4.1). The first map is the local
metric of the barrier at the centre (Kannan & Narayanan 2012), later ones the
covariance of all chains so far.

Where the density is uniform and coordinates are many, chains fly across the polytope
instead, and are thrown back at its faces (:class:`_Fliers`).

Random numbers follow from the seed, and all sums are in a fixed order, so the draws do not
depend on the number of threads.

Example:
    >>> import numpy as np
    >>> from lastyard.values.region import region
    >>> square = region(np.vstack([np.eye(2), -np.eye(2)]), np.array([0, 0, -1, -1.0]),
    ...                 np.zeros((0, 2)), np.zeros(0))
    >>> flat = Target(np.zeros((0, 2)), lambda forms: np.zeros(forms.shape[1]))
    >>> draws = walk(square, flat, chains=8, budget=Budget(draws=200), seed=1)
    >>> draws.points.shape
    (8, 200, 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np

from lastyard.budget import spend
from lastyard.portable import exp, log, power
from lastyard.values.likelihood import Sparse
from lastyard.values.mixing import effective_size, split_r_hat
from lastyard.values.problem import ValuesError
from lastyard.values.region import Region, product

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from lastyard.values.likelihood import Choices


def barrier_axes(region: Region) -> NDArray[np.float64]:
    """Columns: axes in which the log-barrier's metric at the centre is round.

    Kannan & Narayanan 2012 use this metric for their Dikin walk.
    """
    scaled = region.faces / region.room[:, None]
    lower = _cholesky(product(np.ascontiguousarray(scaled.T), scaled))
    inverse = np.eye(len(lower))
    for line in range(len(lower)):
        inverse[line] -= np.sum(lower[line, :line, None] * inverse[:line], axis=0)
        inverse[line] /= lower[line, line]
    return np.ascontiguousarray(inverse.T)


def covariance_axes(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns: axes in which draws, shape (chains, draws, coordinates), are round.

    All sums are in a fixed order (no BLAS or LAPACK), so the axes do not depend on the
    number of threads.

    Example:
        >>> covariance_axes(np.array([[[0.0, 0.0], [2.0, 2.1]]])).shape
        (2, 2)
    """
    flat = draws.reshape(-1, draws.shape[2])
    centred = flat - flat.mean(axis=0)
    return _cholesky(product(np.ascontiguousarray(centred.T), centred) / len(flat))


def _cholesky(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower triangular factor, with a little added where the matrix is all but singular."""
    work = np.array(matrix)
    size = len(work)
    least = max(1e-10 * float(np.diagonal(work).max()), 1e-300)
    lower = np.zeros((size, size))
    for column in range(size):
        pivot = np.sqrt(max(work[column, column], least))
        lower[column, column] = pivot
        lower[column + 1 :, column] = work[column + 1 :, column] / pivot
        rest = lower[column + 1 :, column]
        work[column + 1 :, column + 1 :] -= rest[:, None] * rest
    return lower


# Log-odds of the normal distribution function: _LINEAR * z + _CUBIC * z**3 (Page 1977).
_LINEAR, _CUBIC = 1.5976, 0.07056


class Coordinates:
    """Log-gammas of stakes, bell numbers of points alone, log-gammas of gaps: in this order.

    *Factors* are the points alone and then those in runs, each between 0 and 1. A
    factor times its stake is a value; ``issues`` as an owner stands for no stake.

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

    def __init__(
        self,
        issues: int,
        concentration: float,
        alone: NDArray[np.intp],
        runs: Sequence[tuple[int, int]],
        gaps: Sequence[NDArray[np.float64]] | None = None,
    ) -> None:
        """Lay them out.

        Args:
            issues: How many stakes there are.
            concentration: That of their Dirichlet distribution.
            alone: Owner of each point alone.
            runs: Owner and number of points of each run.
            gaps: Per run, the weights of its gaps, one more than it has points; all 1 when left
                out.
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
        weights = [np.ones(length + 1) for _, length in runs] if gaps is None else gaps
        self._shape = np.concatenate([np.full(issues, concentration), *weights])

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
    if not bells.size:
        return bells
    log_odds = _log_odds(bells)
    odds = exp(-np.abs(log_odds))
    share: NDArray[np.float64] = np.where(log_odds >= 0, 1.0, odds)
    share /= 1.0 + odds
    return share


_SHRINKS = 60

_STREAM = 2048


class Streams:
    """Uniform numbers for each chain from a generator of its own.

    Generators are spawned from one seed, one a chain and one for what chains share,
    so a chain's draws do not depend on which others run beside it.

    Example:
        >>> streams = Streams(seed=1, chains=4)
        >>> streams.take(np.arange(4)).shape
        (4,)
    """

    def __init__(self, seed: int, chains: int) -> None:
        shared, *own = np.random.SeedSequence(seed).spawn(chains + 1)
        self.shared = np.random.default_rng(shared)
        self.all = np.arange(chains)
        self._own = [np.random.default_rng(child) for child in own]
        self._store = np.empty((chains, _STREAM))
        self._next = np.full(chains, _STREAM)

    def take(self, chains: NDArray[np.intp]) -> NDArray[np.float64]:
        """One number in [0, 1) for each of these chains."""
        for chain in chains[self._next[chains] >= _STREAM]:
            self._store[chain] = self._own[chain].random(_STREAM)
            self._next[chain] = 0
        numbers: NDArray[np.float64] = self._store[chains, self._next[chains]]
        self._next[chains] += 1
        return numbers


@dataclass(slots=True)
class Level:
    """Where all chains stand: their forms, shape (forms, chains), and log-densities."""

    forms: NDArray[np.float64]
    logs: NDArray[np.float64]


def slice_along(
    streams: Streams,
    level: Level,
    change: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Move every chain along its line; the new place is drawn from the density on it.

    Slice sampling with shrinkage from the whole segment (Neal 2003, section 4.1):
    right for any density, nothing to tune.

    Args:
        streams: Random numbers.
        level: Where the chains stand; updated.
        change: What one step does to the forms, shape (forms, chains or 1).
        low: Ends of the segments, at most 0.
        high: Other ends, at least 0.
        density: From forms to log-densities.

    Returns:
        The step of each chain.
    """
    floor = level.logs + log(1.0 - streams.take(streams.all))
    step = np.zeros(streams.all.size)
    shared = change.shape[1] == 1
    moved = level.forms.copy()
    logs = level.logs.copy()
    low, high = low.copy(), high.copy()
    chains = streams.all
    for attempt in range(_SHRINKS):
        trial = low[chains] + (high[chains] - low[chains]) * streams.take(chains)
        start = level.forms if attempt == 0 else level.forms[:, chains]
        reached = start + (change if shared or attempt == 0 else change[:, chains]) * trial
        found = density(reached)
        good = found >= floor[chains]
        done = chains[good]
        step[done], logs[done], moved[:, done] = trial[good], found[good], reached[:, good]
        chains, trial = chains[~good], trial[~good]
        if chains.size == 0:
            break
        behind = trial < 0
        low[chains[behind]] = trial[behind]
        high[chains[~behind]] = trial[~behind]
    level.forms, level.logs = moved, logs
    return step


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


@dataclass(frozen=True, slots=True, eq=False)
class Settled:
    """Chains that have left their start behind.

    Attributes:
        places: Where they stand, one chain a column.
        scale: The spread of the density along each coordinate, one column.
        length: Length of a step, in these.
    """

    places: NDArray[np.float64]
    scale: NDArray[np.float64]
    length: float


class Trajectories:
    """Chains that follow the slope.

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

    def __init__(self, density: Smooth, chains: int, seed: int | np.random.SeedSequence) -> None:
        """Start all chains at draws of the density's own."""
        self._density = density
        self._random = np.random.default_rng(seed)
        self.places = density.draw(self._random, chains)
        self._logs = density.log_density(self.places)
        self._slope = density.slope(self.places)
        self._scale = np.std(self.places, axis=1)[:, None]
        self._step = _Step(0.5 / float(np.sqrt(np.sqrt(density.size))))
        self._begun = False

    @property
    def settled(self) -> Settled:
        """Where the chains stand and what they have learnt."""
        return Settled(self.places, self._scale, self._step.length)

    def begin(self, other: Settled) -> None:
        """Start where chains of a density much like this one stand, instead."""
        self.places = other.places
        self._logs = self._density.log_density(self.places)
        self._slope = self._density.slope(self.places)
        self._scale, self._step = other.scale, _Step(other.length)
        self._begun = True

    @property
    def steps(self) -> int:
        """Leapfrog steps of a path, on average."""
        return int(np.clip(round(_PATH / self._step.length), 1, _MOST_STEPS))

    def settle(self) -> None:
        """Leave the start behind; learn the scales and the step."""
        if self._begun:
            self._learn(_WINDOWS[-1:])
            return
        for length in _FIRST_STEPS:
            self._path(length, _FIRST_COUNT)
        self._learn(_WINDOWS)

    def _learn(self, windows: Sequence[tuple[int, bool]]) -> None:
        for window, rescale in windows:
            self._step.restart()
            seen = []
            for _ in range(window):
                self._step.learn(self._path(self._step.length, self.steps))
                seen.append(self.places)
            self._step.fix()
            if rescale:
                self._scale = np.std(np.stack(seen[window // 3 :]), axis=(0, 2))[:, None]

    def tune(self, draws: NDArray[np.float64]) -> None:
        """Take the scales from draws, shape (chains, draws, coordinates), and learn the step."""
        self._scale = np.std(draws, axis=(0, 1))[:, None]
        self._learn(_WINDOWS[-1:])

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


# Numbers changed in all before the sampler gives up: half a minute to a minute, on any
# machine the same, so that whether there is an answer does not depend on its speed.
MOST_WORK = 4_000_000_000

# Numbers changed for a unit of the budget, about a microsecond.
_A_UNIT = 400

# Draws of each chain from which the first axes are taken.
_FIRST = 16

# How long a chain flies on average, in standard deviations along each axis, and after how many turns
# its flight counts as none.
_FLIGHT, _MOST_TURNS = 2.6, 1_000

# From so many coordinates on, flights across are quicker than a move along every axis.
_MANY = 8


class MixingError(ValuesError):
    """The sampler did not mix, so there is no answer to give."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """A density on unknowns x that depends on linear forms of them.

    Attributes:
        rows: Shape (forms, unknowns).
        density: From forms, shape (forms, chains), to log-densities, shape (chains,).
    """

    rows: NDArray[np.float64]
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]]


@dataclass(frozen=True, slots=True, eq=False)
class Walk:
    """Draws, with how well they mixed.

    Attributes:
        points: Shape (chains, draws, unknowns).
        effective: Least effective sample size over the unknowns.
        r_hat: Largest split-R-hat over the unknowns.
        sweeps: Sweeps over all directions between two draws that are kept.
        seed: The seed.
    """

    points: NDArray[np.float64]
    effective: float
    r_hat: float
    sweeps: int
    seed: int


@dataclass(frozen=True, slots=True)
class Budget:
    """What is wanted of a sampler, and when it is to give up.

    Attributes:
        draws: How many draws each chain keeps, at least 8.
        effective: The least effective sample size that will do.
        r_hat: The largest split-R-hat that will do.
        most_sweeps: Sweeps between two draws beyond which to give up.
    """

    draws: int = 16
    effective: float = 400.0
    r_hat: float = 1.05
    most_sweeps: int = 64

    def __post_init__(self) -> None:
        if self.draws < 8:
            raise ValuesError("the sampler needs at least 8 draws a chain")


class Walkers(Protocol):
    """Chains that can be moved, tuned and read."""

    @property
    def places(self) -> NDArray[np.float64]:
        """Where they stand, one chain a column."""

    @property
    def cost(self) -> int:
        """Numbers changed by one sweep."""

    def settle(self) -> None:
        """Leave the start behind, and choose axes and widths."""

    def sweep(self) -> None:
        """Move every chain, about as far as the density is wide."""

    def tune(self, draws: NDArray[np.float64]) -> None:
        """Choose axes and widths from a round: places (chains, draws, coordinates)."""

    def points(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """The unknowns at these places."""


class _Walkers:
    """All chains: where they stand, the room to each face, and the forms of the target."""

    def __init__(self, region: Region, target: Target, chains: int, seed: int) -> None:
        self.region, self.target = region, target
        self.streams = Streams(seed, chains)
        self.rows = product(target.rows, region.basis)
        self.base = np.sum(target.rows * region.origin, axis=1)
        self.places = np.zeros((region.dimension, chains))
        self.cost = region.dimension * (len(region.faces) + len(target.rows)) * chains
        self.refresh()
        self._aim(barrier_axes(region))

    def refresh(self) -> None:
        """Recompute what moves have carried along, so that rounding cannot build up."""
        self.room = self.region.room[:, None] - product(self.region.faces, self.places)
        np.maximum(self.room, 0.0, out=self.room)
        forms = self.base[:, None] + product(self.rows, self.places)
        self.level = Level(forms, self.target.density(forms))

    def settle(self) -> None:
        """Go through a short round, and take the axes from it."""
        self.tune(_round(self, _FIRST, 1))

    def tune(self, draws: NDArray[np.float64]) -> None:
        """Use the axes in which the draws of the last round are round."""
        self._aim(covariance_axes(draws))

    def points(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """The unknowns at these places."""
        flat = draws.reshape(-1, self.region.dimension)
        points = self.region.origin + product(flat, np.ascontiguousarray(self.region.basis.T))
        return points.reshape(*draws.shape[:2], -1)

    def _aim(self, directions: NDArray[np.float64]) -> None:
        self.directions = directions
        self.toward = product(self.region.faces, directions)
        self.change = product(self.rows, directions)

    def sweep(self) -> None:
        """Move every chain once along every axis, in one random order."""
        for axis in self.streams.shared.permutation(self.region.dimension):
            self._move(int(axis))
        self.refresh()

    def _move(self, axis: int) -> None:
        toward = self.toward[:, axis]
        ends = segment(toward, self.room)
        change = self.change[:, axis][:, None]
        step = slice_along(self.streams, self.level, change, *ends, self.target.density)
        self.places += self.directions[:, axis][:, None] * step
        self.room -= toward[:, None] * step
        np.maximum(self.room, 0.0, out=self.room)


class _Fliers(_Walkers):
    """Chains of a uniform density, which fly straight on and are thrown back where they meet a face.

    The billiard walk (Polyak & Gryazina 2014, "Random sampling: billiard walk algorithm", European Journal of
    Operational Research 238): a speed is drawn from a bell in the coordinates in which the polytope is round, and
    kept for a time that does not depend on where the chain is; faces turn it round like mirrors.
    Each flight can be flown back with the same chance, so that the density stays uniform; one with
    too many turns, either way, counts as none. A flight goes half across the polytope, where a
    move along an axis changes one coordinate.
    """

    def _aim(self, directions: NDArray[np.float64]) -> None:
        super()._aim(directions)
        self._length = np.sqrt(np.sum(self.toward * self.toward, axis=1))
        self._normals = self.toward / self._length[:, None]
        self._turns = 2.0 * product(self._normals, np.ascontiguousarray(self._normals.T))
        np.fill_diagonal(self._turns, 2.0)

    def sweep(self) -> None:
        """Let every chain fly once."""
        random, (size, chains) = self.streams.shared, self.places.shape
        speed = random.standard_normal((chains, size))
        left = _FLIGHT * random.uniform(0.5, 1.5, chains)
        # One chain a line, so that what belongs to a face is read in one piece.
        room = np.ascontiguousarray(self.room.T) / self._length
        toward = product(speed, np.ascontiguousarray(self._normals.T))
        flown, landed = np.zeros((chains, size)), np.zeros((chains, size))
        flying, each = np.arange(chains), np.arange(chains)
        for _ in range(_MOST_TURNS):
            times = np.divide(room, toward, out=np.full_like(room, np.inf), where=toward > 1e-12)
            face = times.argmin(axis=1)
            time = np.minimum(times[each, face], left)
            flown += speed * time[:, None]
            left = left - time
            ended = left <= 0.0
            if ended.any():
                landed[flying[ended]] = flown[ended]
                on = ~ended
                flying, face, left = flying[on], face[on], left[on]
                room, toward, speed, flown = room[on], toward[on], speed[on], flown[on]
                time, each = time[on], np.arange(flying.size)
                if not flying.size:
                    break
            room -= toward * time[:, None]
            np.maximum(room, 0.0, out=room)
            towards = toward[each, face]
            toward -= towards[:, None] * self._turns[face]
            speed -= 2.0 * towards[:, None] * self._normals[face]
        self.places += product(self.directions, np.ascontiguousarray(landed.T))
        self.refresh()


def segment(
    toward: NDArray[np.float64], room: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far each chain can go back and forth before it meets a face.

    Args:
        toward: How fast a unit step nears each face, shape (faces,).
        room: Distance to each face, shape (faces, chains).
    """
    ahead, behind = toward > 1e-12, toward < -1e-12
    high = np.min(room[ahead] / toward[ahead][:, None], axis=0, initial=np.inf)
    low = np.max(room[behind] / toward[behind][:, None], axis=0, initial=-np.inf)
    return low, high


def walk(
    region: Region,
    target: Target,
    chains: int = 128,
    budget: Budget | None = None,
    seed: int = 0,
) -> Walk:
    """Draw from a density on a polytope until the chains have mixed.

    Rounds of ``chains * draws`` draws, with twice the sweeps between two draws each
    time, until the last round is good enough; the rounds before are its warm-up.

    Args:
        region: The polytope.
        target: The density.
        chains: How many chains run side by side.
        budget: How many draws of each, and how good they must be.
        seed: Seed of all chains.

    Raises:
        MixingError: The chains did not mix within the sweeps allowed.
    """
    wanted = budget or Budget()
    if region.dimension == 0:
        points = np.broadcast_to(region.origin, (chains, wanted.draws, region.origin.size)).copy()
        return Walk(points, float(chains * wanted.draws), 1.0, 0, seed)
    flat = not len(target.rows) and region.dimension >= _MANY
    kind = _Fliers if flat else _Walkers
    return until_mixed(kind(region, target, chains, seed), wanted, seed)


# A round with no larger split-R-hat was nearly good enough: it is the first half of the next.
_NEARLY = 1.1


def until_mixed(walkers: Walkers, budget: Budget, seed: int) -> Walk:
    """Run rounds, each with twice the sweeps between draws of the one before, until one is good enough.

    A round that was nearly good enough is kept: what is drawn after it, as far apart, and every other
    draw of both make the next.

    Raises:
        MixingError: None was within the sweeps allowed.
    """
    draws, sweeps = budget.draws, 1
    kept: NDArray[np.float64] | None = None
    spent = 2 * draws * walkers.cost
    if spent > MOST_WORK:
        raise MixingError(
            "there are too many options, named numbers and statements to sample this party's "
            "values in reasonable time; use coarser steps or fewer statements"
        )
    spend(spent // _A_UNIT)
    walkers.settle()
    while True:
        found = _round(walkers, draws, sweeps)
        if kept is not None:
            found, sweeps = np.concatenate([kept, found], axis=1)[:, 1::2], 2 * sweeps
        points = walkers.points(found)
        size, ratio = float(effective_size(points).min()), float(split_r_hat(points).max())
        if size >= budget.effective and ratio <= budget.r_hat:
            return Walk(points, size, ratio, sweeps, seed)
        kept = found if ratio <= _NEARLY else None
        more = sweeps if kept is not None else 2 * sweeps
        spent += draws * more * walkers.cost
        if 2 * sweeps > budget.most_sweeps or spent > MOST_WORK:
            raise MixingError(
                f"the sampler did not mix: {size:.0f} effective draws (needed "
                f"{budget.effective:.0f}), split-R-hat {ratio:.3f} (at most {budget.r_hat}) "
                f"after {sweeps} sweeps a draw; "
                "allow more sweeps, use coarser steps, or state more about this party"
            )
        sweeps = more
        spend(draws * sweeps * walkers.cost // _A_UNIT)
        walkers.tune(found)


def _round(walkers: Walkers, draws: int, sweeps: int) -> NDArray[np.float64]:
    kept = []
    for _ in range(draws):
        for _ in range(sweeps):
            walkers.sweep()
        kept.append(walkers.places.T.copy())
    return np.stack(kept, axis=1)
