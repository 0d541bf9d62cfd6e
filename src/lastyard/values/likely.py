"""Draws from the posterior of one party: what is free from the prior, the rest by trajectories.

Where nothing that was said bears on the values, every draw is independent, straight
from the prior. Otherwise chains move in ``coordinates`` along ``trajectories``, and
only through what the statements touch: points of issues that nobody spoke about are
drawn afterwards, given the stakes.

Example:
    >>> from lastyard.values.defaults import released
    >>> from lastyard.values.sayings import Takes
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Takes("offer", ((0, 1), (1, 0)))])
    >>> draw_likely(problem, released(), chains=32, seed=1).points.shape
    (32, 16, 8)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.choices import Choices
from lastyard.values.coordinates import Coordinates
from lastyard.values.likelihood import evidence
from lastyard.values.shapes import Shapes, shapes_of
from lastyard.values.trajectories import Trajectories
from lastyard.values.walk import Budget, Walk, until_mixed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.defaults import Rationality
    from lastyard.values.likelihood import Outlook
    from lastyard.values.problem import Layout, ValueProblem


def draw_likely(
    problem: ValueProblem,
    rationality: Rationality,
    outlook: Outlook | None = None,
    chains: int = 128,
    budget: Budget | None = None,
    seed: int = 0,
) -> Walk:
    """Draw stakes, values and the reservation value of a party whose points are not known.

    Args:
        problem: The party and its statements.
        rationality: Figures of the likelihood.
        outlook: What was public about the stakes.
        chains: Chains side by side.
        budget: How many draws of each, and how good they must be.
        seed: Same seed, same draws.

    Raises:
        EmptyRegionError: Sure positions and directions exclude one another.
        MixingError: The chains did not mix.
    """
    wanted = budget or Budget()
    chains_of = _Likely(problem, rationality, outlook, chains, seed)
    if chains_of.independent:
        total = chains * wanted.draws
        points = chains_of.unknowns(None, total).reshape(chains, wanted.draws, -1)
        return Walk(points, float(total), 1.0, 0, seed)
    return until_mixed(chains_of, wanted, seed)


class _Density:
    """The posterior in ``coordinates``."""

    def __init__(self, coordinates: Coordinates, choices: Choices) -> None:
        self.coordinates, self.choices = coordinates, choices

    @property
    def size(self) -> int:
        return self.coordinates.size

    def draw(self, random: np.random.Generator, count: int) -> NDArray[np.float64]:
        return self.coordinates.draw(random, count)

    def log_density(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.coordinates.log_density(places, self.choices)

    def slope(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        return self.coordinates.slope(places, self.choices)


class _Likely:
    """Chains of one party, and the way from their places to the unknowns."""

    def __init__(
        self,
        problem: ValueProblem,
        rationality: Rationality,
        outlook: Outlook | None,
        chains: int,
        seed: int,
    ) -> None:
        self._layout, self._concentration = problem.layout, rationality.stakes
        self._shapes = shapes_of(problem)
        self._seeds = np.random.SeedSequence(seed).spawn(2)
        layout, issues = self._layout, len(self._layout.scales)
        self._issue_of = np.repeat(np.arange(issues), np.diff(layout.starts))
        fold = _fold(layout, self._shapes, self._issue_of)
        said = evidence(problem, rationality, outlook)
        touched = Choices(said, fold).touched
        self.independent = not touched.any()
        points = self._shapes.owner.size
        spoken = [bool(touched[run].any()) for run in self._shapes.runs]
        self._idle = [run for run, yes in zip(self._shapes.runs, spoken, strict=True) if not yes]
        active = [run for run, yes in zip(self._shapes.runs, spoken, strict=True) if yes]
        alone = [run for run in active if run.size == 1]
        ordered = [run for run in active if run.size > 1]
        # The reservation value is a point alone without a stake.
        if touched[points]:
            alone.append(np.array([points]))
        owner = np.append(self._shapes.owner, issues)
        self._factors = np.concatenate([np.zeros(0, dtype=np.intp), *alone, *ordered])
        if self.independent:
            return
        self._coordinates = Coordinates(
            issues,
            rationality.stakes,
            owner[self._factors[: len(alone)]],
            [(int(owner[run[0]]), run.size) for run in ordered],
        )
        columns = np.append(self._factors, points + 1 + np.arange(issues))
        choices = Choices(said, np.ascontiguousarray(fold[:, columns]))
        self._size = choices.entries * 2 + choices.forms * 8 + self._coordinates.size * 12
        density = _Density(self._coordinates, choices)
        self._walkers = Trajectories(density, chains, self._seeds[0])

    @property
    def cost(self) -> int:
        """Numbers changed when every chain moves along one path."""
        return int(self._size * self._walkers.places.shape[1] * self._walkers.steps)

    @property
    def places(self) -> NDArray[np.float64]:
        """Coordinates of each chain, one a column."""
        return self._walkers.places

    def settle(self) -> None:
        """Leave the start behind."""
        self._walkers.settle()

    def tune(self, draws: NDArray[np.float64]) -> None:
        """Learn from a round."""
        self._walkers.tune(draws)

    def sweep(self) -> None:
        """Move every chain along one path."""
        self._walkers.sweep()

    def points(self, draws: NDArray[np.float64]) -> NDArray[np.float64]:
        """The unknowns at places of shape (chains, draws, coordinates)."""
        flat = np.ascontiguousarray(draws.reshape(-1, draws.shape[2]).T)
        return self.unknowns(flat, flat.shape[1]).reshape(*draws.shape[:2], -1)

    def unknowns(self, places: NDArray[np.float64] | None, count: int) -> NDArray[np.float64]:
        """Unknowns, shape (count, unknowns), at places or without any; the rest is drawn."""
        random = np.random.default_rng(self._seeds[1])
        layout, shapes = self._layout, self._shapes
        issues, points = len(layout.scales), shapes.owner.size
        free = np.zeros((points + 1, count))
        free[:points] = shapes.draw(random, self._idle, count)
        free[points] = random.random(count)
        if places is None:
            sizes = random.standard_gamma(self._concentration, (issues, count))
            stakes = sizes / np.add.reduce(sizes, axis=0)
        else:
            free[self._factors], stakes = self._coordinates.open(places)
        found = np.empty((layout.size, count))
        found[: layout.values] = shapes.values(free[:points], stakes, self._issue_of)
        found[layout.values : layout.reservation] = stakes
        found[layout.reservation] = free[points]
        return np.ascontiguousarray(found.T)


def _fold(layout: Layout, shapes: Shapes, issue_of: NDArray[np.intp]) -> NDArray[np.float64]:
    """Each unknown in: free points times their stakes, the reservation value, stakes."""
    points = shapes.owner.size
    fold = np.zeros((layout.size, points + 1 + len(layout.scales)))
    values = np.arange(layout.values)
    is_free = shapes.point >= 0
    fold[values[is_free], shapes.point[is_free]] = 1.0
    fold[values, points + 1 + issue_of] = shapes.fixed
    for issue in range(len(layout.scales)):
        fold[layout.stake(issue), points + 1 + issue] = 1.0
    fold[layout.reservation, points] = 1.0
    return fold
