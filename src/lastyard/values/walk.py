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
from lastyard.values.axes import barrier_axes, covariance_axes
from lastyard.values.mixing import effective_size, split_r_hat
from lastyard.values.region import Region, product
from lastyard.values.scales import ValuesError
from lastyard.values.slicing import Level, Streams, slice_along

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray


# Numbers changed in all before the sampler gives up: half a minute to a minute, on any
# machine the same, so that whether there is an answer does not depend on its speed.
MOST_WORK = 4_000_000_000
# Numbers changed for a unit of the budget.
_A_UNIT = 100
# Draws of each chain from which the first axes are taken.
_FIRST = 16


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
    if chains < 2:
        raise ValuesError("the sampler needs at least 2 chains")
    if region.dimension == 0:
        points = np.broadcast_to(region.origin, (chains, wanted.draws, region.origin.size)).copy()
        return Walk(points, float(chains * wanted.draws), 1.0, 0, seed)
    return until_mixed(_Walkers(region, target, chains, seed), wanted, seed)


def until_mixed(walkers: Walkers, budget: Budget, seed: int) -> Walk:
    """Run rounds, each with twice the sweeps of the one before, until one is good enough.

    Raises:
        MixingError: None was within the sweeps allowed.
    """
    draws, sweeps = budget.draws, 1
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
        points = walkers.points(found)
        size, ratio = float(effective_size(points).min()), float(split_r_hat(points).max())
        if size >= budget.effective and ratio <= budget.r_hat:
            return Walk(points, size, ratio, sweeps, seed)
        sweeps *= 2
        spent += draws * sweeps * walkers.cost
        if sweeps > budget.most_sweeps or spent > MOST_WORK:
            raise MixingError(
                f"the sampler did not mix: {size:.0f} effective draws (needed "
                f"{budget.effective:.0f}), split-R-hat {ratio:.3f} (at most {budget.r_hat}) "
                f"after {sweeps // 2} sweeps a draw; "
                "allow more sweeps, use coarser steps, or state more about this party"
            )
        spend(draws * sweeps * walkers.cost // _A_UNIT)
        walkers.tune(found)


def _round(walkers: Walkers, draws: int, sweeps: int) -> NDArray[np.float64]:
    kept = []
    for _ in range(draws):
        for _ in range(sweeps):
            walkers.sweep()
        kept.append(walkers.places.T.copy())
    return np.stack(kept, axis=1)
