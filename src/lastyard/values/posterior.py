"""The posterior over what a party may want: value functions, each as likely as what was said.

Prior: stakes from a symmetric Dirichlet distribution; on each issue a shape uniform
among those that the sure positions and directions allow; the reservation value
uniform on [0, 1] unless points fix it. (A plain uniform distribution on the polytope would
give issues with more options larger stakes for no reason.) Likelihood:
`lastyard.values.likelihood`. Draws come along trajectories, or by flights across the polytope at their word or with points given.

Example:
    >>> from lastyard.values.problem import Peak, Ranks
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Peak("full", 0, 2), Ranks("first", (0, 1))])
    >>> posterior = sample(problem, seed=7)
    >>> bool(posterior.stakes()[:, 0].mean() > 0.5)
    True
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, NamedTuple

import numpy as np

from lastyard.budget import Findings, spend
from lastyard.portable import exp, expm1, log, log1p
from lastyard.values.likelihood import Choices, Outlook, Rationality, evidence, released
from lastyard.values.problem import Points, ValuesError
from lastyard.values.region import Region, Shapes, region, shapes_of
from lastyard.values.sampler import (
    Budget,
    Coordinates,
    Settled,
    Target,
    Trajectories,
    Walk,
    until_mixed,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    from lastyard.values.likelihood import Outlook, Rationality
    from lastyard.values.problem import Constraint, Layout, ValueProblem

__all__ = ["Posterior", "Smoothed", "Start", "Worths", "draw_likely", "sample", "smoothed"]


def draw_likely(
    problem: ValueProblem,
    rationality: Rationality,
    outlook: Outlook | None = None,
    chains: int = 128,
    budget: Budget | None = None,
    seed: int = 0,
    start: Start | None = None,
) -> tuple[Walk, Start | None]:
    """Draw stakes, values and the reservation value of a party whose points are not known.

    Where nothing that was said bears on the values, every draw is independent, straight
    from the prior. Otherwise chains move in ``coordinates`` along ``trajectories``, and
    only through what the statements touch: points of issues that nobody spoke about are
    drawn afterwards, given the stakes.

    Args:
        problem: The party and its statements.
        rationality: Figures of the likelihood.
        outlook: What was public about the stakes.
        chains: Chains side by side.
        budget: How many draws of each, and how good they must be.
        seed: Same seed, same draws.
        start: Where chains of the party ended when it had said a little more or less; they go on
            from there where the coordinates are the same.

    Returns:
        The draws, and where the chains ended; None where the draws are independent.

    Raises:
        EmptyRegionError: Sure positions and directions exclude one another.
        MixingError: The chains did not mix.

    Example:
        >>> from lastyard.values.likelihood import released
        >>> from lastyard.values.problem import Takes
        >>> from lastyard.values.problem import Scale
        >>> from lastyard.values.problem import translate
        >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
        >>> problem = translate(scales, [Takes("offer", ((0, 1), (1, 0)))])
        >>> draw_likely(problem, released(), chains=32, seed=1)[0].points.shape
        (32, 16, 8)
    """
    wanted = budget or Budget()
    chains_of = _Likely(problem, rationality, outlook, chains, seed)
    if chains_of.independent:
        total = chains * wanted.draws
        points = chains_of.unknowns(None, total).reshape(chains, wanted.draws, -1)
        return Walk(points, float(total), 1.0, 0, seed), None
    chains_of.go_on(start)
    found = until_mixed(chains_of, wanted, seed)
    return found, chains_of.end


class Start(NamedTuple):
    """Where chains of a party ended.

    Attributes:
        form: The party's points, to compare by.
        labels: What each coordinate is of.
        settled: The chains.
    """

    form: tuple[object, ...]
    labels: tuple[tuple[object, ...], ...]
    settled: Settled


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


class _Likely(Trajectories):
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
        gaps = {int(r[0]): g for r, g in zip(self._shapes.runs, self._shapes.gaps, strict=True)}
        self._factors = np.concatenate([np.zeros(0, dtype=np.intp), *alone, *ordered])
        if self.independent:
            return
        self._coordinates = Coordinates(
            issues,
            rationality.stakes,
            owner[self._factors[: len(alone)]],
            [(int(owner[run[0]]), run.size) for run in ordered],
            [gaps[int(run[0])] for run in ordered],
        )
        columns = np.append(self._factors, points + 1 + np.arange(issues))
        choices = Choices(said, np.ascontiguousarray(fold[:, columns]))
        self._size = choices.entries * 2 + choices.forms * 8 + self._coordinates.size * 12
        density = _Density(self._coordinates, choices)
        super().__init__(density, chains, self._seeds[0])
        gap = [(int(run[0]), k) for run in ordered for k in range(run.size + 1)]
        weights = tuple(each.tobytes() for each in self._shapes.gaps)
        self._form = (issues, owner.tobytes(), weights)
        self._labels = (
            *(("stake", k) for k in range(issues)),
            *(("point", int(run[0])) for run in alone),
            *(("gap", *each) for each in gap),
        )

    def go_on(self, start: Start | None) -> None:
        """Go on from where other chains ended, if the party's points are the same.

        What only these chains need is left where it is: at a draw from the prior.
        """
        chains = self.places.shape[1]
        if start is None or start.form != self._form or start.settled.places.shape[1] < chains:
            return
        there = {label: k for k, label in enumerate(start.labels)}
        own = [k for k, label in enumerate(self._labels) if label in there]
        other = [there[self._labels[k]] for k in own]
        mine, theirs = self.settled, start.settled
        places, scale = mine.places.copy(), mine.scale.copy()
        places[own], scale[own] = theirs.places[other, :chains], theirs.scale[other]
        self.begin(Settled(places, scale, theirs.length))

    @property
    def end(self) -> Start:
        """Where the chains stand."""
        return Start(self._form, self._labels, self.settled)

    @property
    def cost(self) -> int:
        """Numbers changed when every chain moves along one path."""
        return int(self._size * self.places.shape[1] * self.steps)

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


Reading = Literal["likely", "at their word"]

R_HAT = 1.05

EFFECTIVE = 400.0


@dataclass(frozen=True, slots=True, eq=False)
class Worths:
    """The values of packages in every draw, worked out when they are asked for.

    Issue after issue, so that the sums are the same on every processor.

    Attributes:
        tables: Per issue the values of the options that occur, shape (options, draws).
        places: Per package the places of its options in these, shape (packages, issues).
    """

    tables: tuple[NDArray[np.float64], ...]
    places: NDArray[np.intp]

    def __call__(self, packages: slice | Sequence[int]) -> NDArray[np.float64]:
        """Return the values of some packages, shape (draws, packages)."""
        part = self.places[packages]
        found = np.zeros((len(part), self.tables[0].shape[1]))
        for issue, table in enumerate(self.tables):
            found += table[part[:, issue]]
        return found.T


@dataclass(frozen=True, slots=True, eq=False)
class Posterior:
    """Draws of a party's value function.

    Attributes:
        layout: The issues and the places of the unknowns.
        chains: Draws of the unknowns, shape (chains, draws, unknowns).
        reading: ``likely`` (soft, section 4) or ``at their word`` (uniform on what is
            certain, section 3).
        silent: Nothing that the party said bears on its values: this is the prior.
        known: The values are known in full; every draw is the same.
        effective: Least effective sample size over the unknowns.
        r_hat: Largest split-R-hat over the unknowns.
        sweeps: Sweeps between draws.
        seed: The seed.
        rationality: The figures of the likelihood; ``None`` at their word.
        made: The draws as they were made, and all that they follow from; None where that is not known.
        end: Where the chains ended; None where they did not move by trajectories.
    """

    layout: Layout
    chains: NDArray[np.float64]
    reading: Reading
    silent: bool
    known: bool
    effective: float
    r_hat: float
    sweeps: int
    seed: int
    rationality: Rationality | None
    made: tuple[NDArray[np.float64], Hashable] | None = None
    end: Start | None = None

    @property
    def key(self) -> Hashable | None:
        """All that the draws follow from; None where that is not known, or they are others now."""
        return self.made[1] if self.made is not None and self.made[0] is self.chains else None

    @property
    def draws(self) -> NDArray[np.float64]:
        """All draws, shape (chains * draws, unknowns), chain by chain."""
        return self.chains.reshape(-1, self.chains.shape[2])

    def stakes(self) -> NDArray[np.float64]:
        """Stakes of every draw, shape (draws, issues)."""
        return self.draws[:, self.layout.values : self.layout.reservation]

    def reservations(self) -> NDArray[np.float64]:
        """Reservation value of every draw."""
        return self.draws[:, self.layout.reservation]

    def tables(self) -> list[NDArray[np.float64]]:
        """For each issue, the value of every option in every draw, shape (draws, options)."""
        return [
            self.table(issue, np.arange(scale.options))
            for issue, scale in enumerate(self.layout.scales)
        ]

    def worth(self, packages: NDArray[np.integer]) -> NDArray[np.float64]:
        """The value of complete packages in every draw, shape (draws, packages)."""
        return self.worth_of(packages)(slice(None))

    def worth_of(self, packages: NDArray[np.integer], step: int = 1) -> Worths:
        """What returns the values of some of these packages, so that not all need be held.

        Args:
            packages: Option indices, shape (packages, issues).
            step: Take one of so many draws.
        """
        columns = self.layout.check_packages(packages).T
        needed = [np.unique(column, return_inverse=True) for column in columns]
        tables = tuple(
            np.ascontiguousarray(self.table(issue, options)[::step].T)
            for issue, (options, _) in enumerate(needed)
        )
        return Worths(tables, np.column_stack([places for _, places in needed]))

    def table(self, issue: int, options: NDArray[np.intp]) -> NDArray[np.float64]:
        """The value of some options of one issue in every draw, shape (draws, options)."""
        spend(1 + len(self.draws) * len(options) // 150)
        scale, at_breaks = self.layout.scales[issue], self.draws[:, self.layout.block(issue)]
        lower, share = scale.lower[options], scale.share[options]
        after = np.minimum(lower + 1, scale.breaks.size - 1)
        found: NDArray[np.float64] = at_breaks[:, lower] * (1.0 - share)
        found += at_breaks[:, after] * share
        return found


def sample(  # noqa: PLR0913  (what is known, and how it is drawn)
    problem: ValueProblem,
    *,
    rationality: Rationality | None = None,
    outlook: Outlook | None = None,
    reading: Reading = "likely",
    chains: int = 128,
    draws: int = 16,
    most_sweeps: int = 64,
    seed: int = 0,
    start: Posterior | None = None,
) -> Posterior:
    """Draw value functions of one party.

    The draws of a party follow from what it said alone, so they are made once in a process.

    Args:
        problem: What is known of the party.
        rationality: Figures of the likelihood; the released defaults when left out.
        outlook: What was public about the stakes (see ``likelihood.Outlook``).
        reading: ``likely`` weighs what was said; ``at their word`` draws uniformly
            from what it leaves possible.
        chains: Chains side by side.
        draws: Draws kept of each; at least half of all, or 400, must be effective.
        most_sweeps: Sweeps between draws beyond which to give up.
        seed: Same seed, same draws.
        start: Draws of the party when it had said a little more or less: the chains go on from there
            where they can, which saves most of the work before the first draw.

    Raises:
        EmptyRegionError: At their word, the statements contradict each other.
        MixingError: The sampler did not mix.
    """
    how = rationality or released()
    if chains < 2:
        raise ValuesError("the sampler needs at least 2 chains")
    # What was said, by whomever and under whatever name of the statement, and nothing else.
    said = tuple(replace(saying, source="") for saying in problem.sayings)
    scales = tuple(scale.key for scale in problem.layout.scales)
    end = None if start is None else start.end
    before = None if start is None or end is None else start.key
    key = (
        said,
        scales,
        how,
        outlook and outlook.key,
        reading,
        chains,
        draws,
        most_sweeps,
        seed,
        before,
    )

    def draw() -> Posterior:
        budget = Budget(draws, min(EFFECTIVE, chains * draws / 2), R_HAT, most_sweeps)
        found = _sampled(problem, how, outlook, reading, chains, budget, seed, end)
        found.chains.flags.writeable = False
        return found

    found = _DRAWN.find(key, draw)
    return replace(found, layout=problem.layout, made=(found.chains, key))


# Draws of this process: 32 MB of them.
_DRAWN: Findings[Posterior] = Findings(4_000_000, lambda found: found.chains.size)


def _sampled(
    problem: ValueProblem,
    how: Rationality,
    outlook: Outlook | None,
    reading: Reading,
    chains: int,
    budget: Budget,
    seed: int,
    start: Start | None,
) -> Posterior:
    literal = reading == "at their word"
    known = any(isinstance(saying, Points) for saying in problem.sayings)
    end: Start | None = None
    if literal or known:
        target = _points_target(problem, None if literal else how)
        kept = [c for c in problem.constraints if literal or _of_points(c, problem)]
        found = walk(_inside(kept), target, chains, budget, seed)
    else:
        found, end = draw_likely(problem, how, outlook, chains, budget, seed, start)
    still = not np.ptp(found.points[:, :, :-1], axis=(0, 1)).any()
    return Posterior(
        problem.layout,
        found.points,
        reading,
        not problem.sayings,
        still,
        found.effective,
        found.r_hat,
        found.sweeps,
        seed,
        None if literal else how,
        end=end,
    )


def _of_points(constraint: Constraint, problem: ValueProblem) -> bool:
    """Whether it is part of every value function, or of the points that a party gave."""
    given = {s.source for s in problem.sayings if isinstance(s, Points)}
    return constraint.source is None or constraint.source in given


def _inside(constraints: Iterable[Constraint]) -> Region:
    above = [c for c in constraints if not c.equal]
    level = [c for c in constraints if c.equal]
    return region(
        np.array([c.row for c in above]),
        np.array([c.bound for c in above]),
        np.array([c.row for c in level]),
        np.array([c.bound for c in level]),
    )


def _points_target(problem: ValueProblem, how: Rationality | None) -> Target:
    """Uniform at their word; with points given, what was said bears on r alone."""
    if how is None:
        return Target(np.zeros((0, problem.layout.size)), lambda forms: np.zeros(forms.shape[1]))
    said = evidence(problem, how)
    return Target(said.rows, said.of_appeals)


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

    A few huge weights make an effective number of draws look better than it is. So the largest
    weights are fitted by a generalised Pareto distribution and replaced by its quantiles; its
    shape k tells how heavy their tail is: from 0.5 on their variance is infinite, so that no
    standard error means anything [Pareto smoothed importance sampling: Vehtari, Simpson, Gelman, Yao & Gabry 2024, JMLR 25(72),
    section 3; the fit: Zhang & Stephens 2009, Technometrics 51(3)].

    Args:
        logs: Logarithms of the weights, up to a constant, shape (draws,).

    Example:
        >>> even = smoothed(np.zeros(100))
        >>> bool(even.trusted), round(float(even.weights.max()), 3)
        (True, 0.01)
    """
    weights = exp(logs - logs.max())
    count = int(min(0.2 * logs.size, 3.0 * np.sqrt(logs.size)))
    if count < _FEWEST:
        return Smoothed(weights / weights.sum(), -np.inf)
    order = np.argsort(weights, kind="stable")
    tail, level = order[-count:], weights[order[-count - 1]]
    above = weights[tail] - level
    if above[-1] - above[0] <= 1e-12:
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
