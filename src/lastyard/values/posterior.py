"""The posterior over what a party may want: value functions, each as likely as what was said.

Prior: stakes from a symmetric Dirichlet distribution; on each issue a shape uniform
among those that the sure positions and directions allow; the reservation value
uniform on [0, 1] unless points fix it. (A plain uniform distribution on the polytope would
give issues with more options larger stakes for no reason.) Likelihood:
``likelihood``. Sampling: ``likely``, and ``walk`` at their word or with points given.

Example:
    >>> from lastyard.values.sayings import Peak, Ranks
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Peak("full", 0, 2), Ranks("first", (0, 1))])
    >>> posterior = sample(problem, seed=7)
    >>> bool(posterior.stakes()[:, 0].mean() > 0.5)
    True
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from lastyard.budget import spend
from lastyard.values.defaults import Rationality, released
from lastyard.values.likelihood import Outlook, evidence
from lastyard.values.likely import draw_likely
from lastyard.values.region import Region, region
from lastyard.values.sayings import Points
from lastyard.values.scales import ValuesError
from lastyard.values.walk import Budget, Target, walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from lastyard.values.problem import Constraint, Layout, ValueProblem

Reading = Literal["likely", "at their word"]
R_HAT = 1.05
EFFECTIVE = 400.0


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

    def table(self, issue: int, options: NDArray[np.intp]) -> NDArray[np.float64]:
        """The value of some options of one issue in every draw, shape (draws, options)."""
        spend(1 + len(self.draws) * len(options) // 150)
        scale, at_breaks = self.layout.scales[issue], self.draws[:, self.layout.block(issue)]
        lower, share = scale.lower[options], scale.share[options]
        after = np.minimum(lower + 1, scale.breaks.size - 1)
        found: NDArray[np.float64] = at_breaks[:, lower] * (1.0 - share)
        found += at_breaks[:, after] * share
        return found


def sample(
    problem: ValueProblem,
    *,
    rationality: Rationality | None = None,
    outlook: Outlook | None = None,
    reading: Reading = "likely",
    chains: int = 128,
    draws: int = 16,
    most_sweeps: int = 64,
    seed: int = 0,
) -> Posterior:
    """Draw value functions of one party.

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

    Raises:
        EmptyRegionError: At their word, the statements contradict each other.
        MixingError: The sampler did not mix.
    """
    how = rationality or released()
    literal = reading == "at their word"
    known = any(isinstance(saying, Points) for saying in problem.sayings)
    if chains < 2:
        raise ValuesError("the sampler needs at least 2 chains")
    budget = Budget(draws, min(EFFECTIVE, chains * draws / 2), R_HAT, most_sweeps)
    if literal or known:
        target = _points_target(problem, None if literal else how)
        kept = [c for c in problem.constraints if literal or _of_points(c, problem)]
        found = walk(_inside(kept), target, chains, budget, seed)
    else:
        found = draw_likely(problem, how, outlook, chains, budget, seed)
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
