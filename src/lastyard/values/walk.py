"""Coordinate hit-and-run on a polytope, with a preconditioner and parallel chains.

Each step moves every chain along one axis of a linear map that makes the target
nearly round: the range is where the line leaves the polytope, and the new place is
drawn on it by slice sampling with shrinkage, which needs no tuning and is right
for any density (hit-and-run: Smith 1984; coordinate directions: Cousins & Vempala
2016 among others; shrinkage: Neal 2003, section 4.1). The first map is the local
metric of the barrier at the centre (Kannan & Narayanan 2012), later ones the
covariance of all chains so far.

Every chain has a generator of its own, spawned from the seed, and all sums are in
a fixed order, so the draws do not depend on the number of threads.

Example:
    >>> square = region(np.vstack([np.eye(2), -np.eye(2)]), np.array([0, 0, -1, -1.0]),
    ...                 np.zeros((0, 2)), np.zeros(0))
    >>> flat = Target(np.zeros((0, 2)), lambda forms: np.zeros(forms.shape[1]))
    >>> draws = walk(square, flat, chains=8, draws=200, seed=1)
    >>> draws.points.shape
    (8, 200, 2)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.mixing import effective_size, split_r_hat
from lastyard.values.region import Region, product
from lastyard.values.scales import ValuesError

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_SHRINKS = 60
_STREAM = 2048


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


class _Streams:
    """Uniform numbers for each chain from a generator of its own."""

    def __init__(self, seed: int, chains: int) -> None:
        shared, *own = np.random.SeedSequence(seed).spawn(chains + 1)
        self.shared = np.random.default_rng(shared)
        self._own = [np.random.default_rng(child) for child in own]
        self._store = np.empty((chains, _STREAM))
        self._next = np.full(chains, _STREAM)

    def take(self, chains: NDArray[np.intp]) -> NDArray[np.float64]:
        """One number in [0, 1) for each of these chains."""
        for chain in chains[self._next[chains] >= _STREAM]:
            self._store[chain] = self._own[chain].random(_STREAM)
            self._next[chain] = 0
        numbers = self._store[chains, self._next[chains]]
        self._next[chains] += 1
        return numbers


class _Walkers:
    """All chains: where they stand, the room to each face, and the forms of the target."""

    def __init__(self, region: Region, target: Target, chains: int, seed: int) -> None:
        self.region, self.target = region, target
        self.streams = _Streams(seed, chains)
        self.all = np.arange(chains)
        self.rows = product(target.rows, region.basis)
        self.base = np.sum(target.rows * region.origin, axis=1)
        self.places = np.zeros((region.dimension, chains))
        self.refresh()

    def refresh(self) -> None:
        """Recompute what moves have carried along, so that rounding cannot build up."""
        self.room = self.region.room[:, None] - product(self.region.faces, self.places)
        np.maximum(self.room, 0.0, out=self.room)
        self.forms = self.base[:, None] + product(self.rows, self.places)
        self.level = self.target.density(self.forms)

    def aim(self, directions: NDArray[np.float64]) -> None:
        """Use the columns of this matrix as the axes to move along."""
        self.directions = directions
        self.toward = product(self.region.faces, directions)
        self.change = product(self.rows, directions)

    def sweep(self) -> None:
        """Move every chain once along every axis, in one random order."""
        for axis in self.streams.shared.permutation(self.region.dimension):
            self._move(int(axis))
        self.refresh()

    def _move(self, axis: int) -> None:
        toward, change = self.toward[:, axis], self.change[:, axis]
        ahead, behind = toward > 1e-12, toward < -1e-12
        high = np.min(self.room[ahead] / toward[ahead][:, None], axis=0, initial=np.inf)
        low = np.max(self.room[behind] / toward[behind][:, None], axis=0, initial=-np.inf)
        floor = self.level + np.log1p(-self.streams.take(self.all))
        step = np.zeros(self.all.size)
        open_chains = self.all
        forms = np.empty_like(self.forms)
        for attempt in range(_SHRINKS):
            span = high[open_chains] - low[open_chains]
            trial = low[open_chains] + span * self.streams.take(open_chains)
            before = self.forms if attempt == 0 else self.forms[:, open_chains]
            reached = before + change[:, None] * trial
            level = self.target.density(reached)
            good = level >= floor[open_chains]
            done = open_chains[good]
            step[done], self.level[done] = trial[good], level[good]
            forms[:, done] = reached[:, good]
            open_chains, trial = open_chains[~good], trial[~good]
            if open_chains.size == 0:
                break
            behind_now = trial < 0
            low[open_chains[behind_now]] = trial[behind_now]
            high[open_chains[~behind_now]] = trial[~behind_now]
        forms[:, open_chains] = self.forms[:, open_chains]
        self.forms = forms
        self.places += self.directions[:, axis][:, None] * step
        self.room -= toward[:, None] * step
        np.maximum(self.room, 0.0, out=self.room)


def walk(
    region: Region,
    target: Target,
    *,
    chains: int = 128,
    draws: int = 16,
    effective: float = 400.0,
    r_hat: float = 1.05,
    most_sweeps: int = 64,
    seed: int = 0,
) -> Walk:
    """Draw from a density on a polytope until the chains have mixed.

    Rounds of ``chains * draws`` draws, with twice the sweeps between two draws each
    time, until the last round is good enough; the rounds before are its warm-up.

    Args:
        region: The polytope.
        target: The density.
        chains: How many chains run side by side.
        draws: How many draws each chain keeps, at least 8.
        effective: The least effective sample size that will do.
        r_hat: The largest split-R-hat that will do.
        most_sweeps: Sweeps between two draws beyond which to give up.
        seed: Seed of all chains.

    Raises:
        MixingError: The chains did not mix within the sweeps allowed.
    """
    if draws < 8 or chains < 2:
        raise ValuesError("the sampler needs at least 2 chains and 8 draws a chain")
    if region.dimension == 0:
        points = np.broadcast_to(region.origin, (chains, draws, region.origin.size)).copy()
        return Walk(points, float(chains * draws), 1.0, 0, seed)
    walkers = _Walkers(region, target, chains, seed)
    walkers.aim(_barrier_axes(region))
    sweeps = 1
    found = _round(walkers, draws, sweeps)
    while True:
        walkers.aim(_covariance_axes(found))
        found = _round(walkers, draws, sweeps)
        size, ratio = float(effective_size(found).min()), float(split_r_hat(found).max())
        if size >= effective and ratio <= r_hat:
            break
        if sweeps * 2 > most_sweeps:
            raise MixingError(
                f"the sampler did not mix: {size:.0f} effective draws (needed {effective:.0f}), "
                f"split-R-hat {ratio:.3f} (at most {r_hat}); allow more sweeps, or state more "
                "about this party"
            )
        sweeps *= 2
    flat = found.reshape(-1, region.dimension)
    points = region.origin + product(flat, np.ascontiguousarray(region.basis.T))
    return Walk(points.reshape(chains, draws, -1), size, ratio, sweeps, seed)


def _round(walkers: _Walkers, draws: int, sweeps: int) -> NDArray[np.float64]:
    kept = np.empty((walkers.all.size, draws, walkers.region.dimension))
    for draw in range(draws):
        for _ in range(sweeps):
            walkers.sweep()
        kept[:, draw] = walkers.places.T
    return kept


def _barrier_axes(region: Region) -> NDArray[np.float64]:
    """Axes in which the barrier's local metric at the centre is round."""
    scaled = region.faces / region.room[:, None]
    lower = _cholesky(product(np.ascontiguousarray(scaled.T), scaled))
    inverse = np.eye(len(lower))
    for line in range(len(lower)):
        inverse[line] -= np.sum(lower[line, :line, None] * inverse[:line], axis=0)
        inverse[line] /= lower[line, line]
    return np.ascontiguousarray(inverse.T)


def _covariance_axes(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Axes in which the draws so far are round."""
    flat = draws.reshape(-1, draws.shape[2])
    centred = flat - flat.mean(axis=0)
    covariance = product(np.ascontiguousarray(centred.T), centred) / len(flat)
    return _cholesky(covariance)


def _cholesky(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower triangular factor, with a little added where the matrix is all but singular."""
    work = np.array(matrix)
    size = len(work)
    least = 1e-10 * float(np.diagonal(work).max())
    lower = np.zeros((size, size))
    for column in range(size):
        pivot = np.sqrt(max(work[column, column], least))
        lower[column, column] = pivot
        lower[column + 1 :, column] = work[column + 1 :, column] / pivot
        rest = lower[column + 1 :, column]
        work[column + 1 :, column + 1 :] -= rest[:, None] * rest
    return lower
