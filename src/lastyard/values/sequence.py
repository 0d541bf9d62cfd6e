"""From one posterior to the next, when a party says one thing more or takes one back.

Drawing value functions afresh takes seconds; most statements change the posterior little.
Draws of one posterior serve for another when each is weighed by the ratio of the two
likelihoods: importance sampling, the reweighting step of sequential Monte Carlo (Chopin
2002, "A sequential particle filter method for static models", Biometrika 89). Where a
statement changes which shapes an issue may take, that issue's shape is drawn anew, the old one
serving as an auxiliary variable (Del Moral, Doucet & Jasra 2006, "Sequential Monte Carlo
samplers", JRSS B 68): new shapes come from their prior times what the statements say of them
with all else at its mean, and both factors are divided out of the weights. How much is
left is Kish's effective sample size; the caller draws afresh when it is too little.

Example:
    >>> from lastyard.values.problem import Prefers, Takes
    >>> from lastyard.values.posterior import sample
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> offer = Takes("offer", ((0, 2), (1, 0)), True)
    >>> before = translate(scales, [offer])
    >>> after = translate(scales, [offer, Prefers("more", ((0, 2),), ((0, 1),))])
    >>> changed_issues(before, after)
    ()
    >>> drawn = sample(before, seed=7)
    >>> moved = Anchor(drawn, before).serving(after, {})
    >>> bool(0.5 * drawn.effective < moved.effective <= drawn.effective)
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import spend
from lastyard.portable import exp
from lastyard.values.likelihood import Evidence, Rationality, evidence, released
from lastyard.values.posterior import Smoothed, smoothed
from lastyard.values.problem import Bound, Direction, Peak, Points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior
    from lastyard.values.problem import Layout, Saying, ValueProblem

__all__ = ["Anchor", "Weighted", "changed_issues", "weights_for"]

_HEAVIEST = 0.7


def changed_issues(before: ValueProblem, after: ValueProblem) -> tuple[int, ...]:
    """Return the issues whose shapes two problems allow differently.

    Args:
        before: What was known.
        after: What is known, over the same issues; numeric ones may bend elsewhere.
    """
    old, new = _bounds_by_issue(before), _bounds_by_issue(after)
    return tuple(
        issue
        for issue, (one, other) in enumerate(
            zip(before.layout.scales, after.layout.scales, strict=True)
        )
        if old[issue] != new[issue] or not np.array_equal(one.breaks, other.breaks)
    )


def _bounds_by_issue(problem: ValueProblem) -> list[set[tuple[object, ...]]]:
    """Return what bounds the shapes of each issue, in a form that compares."""
    layout = problem.layout
    found: list[set[tuple[object, ...]]] = [set() for _ in layout.scales]
    for each in problem.constraints:
        # What every value function satisfies follows from the break points, compared apart.
        if each.source is None or not (each.shape and each.confidence >= 1.0):
            continue
        touched = np.flatnonzero(each.row[: layout.values])
        owners = np.searchsorted(layout.starts, touched, side="right") - 1
        for issue in sorted(set(owners.tolist())):
            row = each.row[layout.block(issue)].tobytes()
            found[issue].add((row, float(each.bound - each.row[layout.stake(issue)]), each.equal))
    # What is likely within bounds is no constraint, but a shape of the prior.
    for saying in problem.sayings:
        if isinstance(saying, Bound) and saying.confidence >= 1.0:
            found[saying.issue].add(("within", saying.within))
    return found


class Anchor:
    """Draws of one problem that serve for many others; what they share is worked out once."""

    def __init__(
        self, posterior: Posterior, before: ValueProblem, rationality: Rationality | None = None
    ) -> None:
        """Take the draws as they are.

        Args:
            posterior: The draws.
            before: What they were made from.
            rationality: As they were made with; the released defaults when left out.
        """
        self._posterior, self._before = posterior, before
        self._how = rationality or released()
        self._said = evidence(before, self._how)
        self._logs = self._said.log_likelihood(posterior.draws)
        self._middle = posterior.draws.mean(axis=0)
        self._favours: dict[int, NDArray[np.float64]] = {}

    def serving(self, after: ValueProblem, fresh: Mapping[int, NDArray[np.float64]]) -> Posterior:
        """Return the posterior of another problem.

        Args:
            after: What is known now.
            fresh: For each of :func:`changed_issues`, shapes drawn from their new prior: values
                of its break points at a stake of 1, shape (draws, break points).

        Returns:
            As many draws, each as often as its weight asks for (systematic resampling, so
            that those of two neighbouring dates stay as alike as they can); ``effective`` is
            that of the anchor times the share that the weights leave, 0 where their tail is
            so heavy that it cannot be told. Judge it before use.

        Raises:
            ValueError: If shapes of a changed issue are missing.
        """
        new, found = self._weighed(after, fresh, 1)
        posterior = self._posterior
        chains = new[_systematic(found.weights)].reshape(*posterior.chains.shape[:2], -1)
        return replace(
            posterior,
            layout=after.layout,
            chains=chains,
            silent=not after.sayings,
            effective=posterior.effective * _share(found),
        )

    def left(
        self, after: ValueProblem, fresh: Mapping[int, NDArray[np.float64]], every: int = 1
    ) -> float:
        """Return how many effective draws would be left, told from some of them.

        Args:
            after: What is known now.
            fresh: As in :meth:`serving`.
            every: Look at every so manieth draw only.
        """
        return self._posterior.effective * _share(self._weighed(after, fresh, every)[1])

    def _weighed(
        self, after: ValueProblem, fresh: Mapping[int, NDArray[np.float64]], every: int
    ) -> tuple[NDArray[np.float64], Smoothed]:
        """Return draws over the new unknowns, and their weights."""
        missing = set(changed_issues(self._before, after)) - set(fresh)
        if missing:
            raise ValueError(f"issues {sorted(missing)} may take other shapes now; draw them anew")
        said = evidence(after, self._how)
        new, surplus = self._carried(after, fresh, said, every)
        found = smoothed(said.log_likelihood(new) - self._logs[::every] - surplus)
        return new, found

    def _carried(
        self,
        after: ValueProblem,
        fresh: Mapping[int, NDArray[np.float64]],
        said: Evidence,
        every: int,
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Return the draws over the new unknowns, and the log of what favoured fresh shapes."""
        old, layout = self._posterior.layout, after.layout
        draws = self._posterior.draws[::every]
        spend(10 + draws.size // 50)
        carried = np.empty((len(draws), layout.size))
        carried[:, layout.values :] = draws[:, old.values :]
        shapes = {
            issue: np.resize(drawn, (len(draws), drawn.shape[1])) for issue, drawn in fresh.items()
        }
        for issue in range(len(layout.scales)):
            if issue in shapes:
                carried[:, layout.block(issue)] = shapes[issue] * draws[:, [old.stake(issue)]]
            else:
                carried[:, layout.block(issue)] = draws[:, old.block(issue)]
        surplus = np.zeros(len(draws))
        middle = carried.mean(axis=0)
        for issue in sorted(shapes):
            favour = _favour(said, middle, layout, issue, shapes[issue])
            weights = exp(favour - favour.max())
            chosen = _systematic(weights / weights.sum())
            # A fixed shuffle: which shape meets which draw must not depend on either.
            chosen = np.random.default_rng(issue).permutation(chosen)
            carried[:, layout.block(issue)] = shapes[issue][chosen] * draws[:, [old.stake(issue)]]
            surplus += favour[chosen] - self._favour_before(issue)[::every]
        return carried, surplus

    def _favour_before(self, issue: int) -> NDArray[np.float64]:
        """Return what the statements behind the draws say of the shapes of one issue there."""
        if issue not in self._favours:
            layout, draws = self._posterior.layout, self._posterior.draws
            stakes = np.maximum(draws[:, [layout.stake(issue)]], 1e-300)
            shapes = draws[:, layout.block(issue)] / stakes
            self._favours[issue] = _favour(self._said, self._middle, layout, issue, shapes)
        return self._favours[issue]


def _share(found: Smoothed) -> float:
    """Return the share of the draws that weights leave effective (Kish 1965).

    None where their tail is so heavy that averages cannot be relied upon though it is
    smoothed (Vehtari et al. 2024, section 3).
    """
    if found.shape >= _HEAVIEST:
        return 0.0
    return min(1.0, 1.0 / (float(np.sum(found.weights**2)) * len(found.weights)))


def _favour(
    said: Evidence,
    middle: NDArray[np.float64],
    layout: Layout,
    issue: int,
    shapes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what the statements say of shapes of one issue, all else at its mean.

    Up to a constant: menus that do not touch the issue say the same of all.
    """
    block = layout.block(issue)
    touched = np.zeros(said.starts.size, dtype=np.bool_)
    touched[said.menus[said.rows[:, block].any(axis=1)]] = True
    part = said.of_menus(touched)
    rest = middle.copy()
    rest[block] = 0.0
    values = np.ascontiguousarray((shapes * middle[layout.stake(issue)]).T)
    appeals = np.einsum("ru,up->rp", part.rows[:, block], values, optimize=False)
    appeals += np.sum(part.rows * rest, axis=1)[:, None]
    return part.of_appeals(appeals)


def _systematic(weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Choose places so that each comes up its weight times their number, give or take one."""
    count = len(weights)
    ticks = (np.arange(count) + 0.5) / count
    ends = np.cumsum(weights)
    return np.searchsorted(ends, ticks)


@dataclass(frozen=True, slots=True, eq=False)
class Weighted:
    """What every draw counts when statements are left out.

    Attributes:
        weights: One a draw; they add up to 1.
        effective: Effective number of draws: that of the draws themselves, times the share
            ``1 / (draws * sum of squared weights)`` that the weights leave.
    """

    weights: NDArray[np.float64]
    effective: float


def weights_for(posterior: Posterior, drawn: ValueProblem, other: ValueProblem) -> Weighted | None:
    """Weigh the draws of one problem as if they were of another with fewer statements.

    Importance weights (Kahn & Marshall 1953; for leaving out observations: Gelfand, Dey &
    Chang 1992): a draw counts by how likely the other statements make it over how likely all
    make it. That works while the weights are not too uneven; their effective number says how
    far it does (Kong, Liu & Wong 1994), and where what was left out bounded the values
    themselves, there are no draws beyond that bound to weigh, so there are no weights.

    Args:
        posterior: Draws, ``likely``.
        drawn: What they were drawn from.
        other: The same without some statements.

    Returns:
        None where ``other`` has value functions that no draw can be near: a sure position,
        a sure direction or points were left out; and where the weights are too uneven for
        a standard error to mean anything.

    Example:
        >>> from lastyard.values.posterior import sample
        >>> from lastyard.values.problem import Prefers
        >>> from lastyard.values.problem import Scale
        >>> from lastyard.values.problem import translate, without
        >>> scales = (Scale.choice("ground", 2), Scale.choice("support", 2))
        >>> like = Prefers("like", ((0, 1),), ((1, 1),))
        >>> problem = translate(scales, [like])
        >>> posterior = sample(problem, seed=7)
        >>> found = weights_for(posterior, problem, without(problem, ["like"]))
        >>> stakes = posterior.stakes()[:, 0]
        >>> bool(stakes.mean() > 0.55), abs(float(found.weights @ stakes) - 0.5) < 0.05
        (True, True)
    """
    if posterior.rationality is None or _bounds(drawn) != _bounds(other):
        return None
    draws = posterior.draws
    logs = evidence(other, posterior.rationality).log_likelihood(draws)
    logs = logs - evidence(drawn, posterior.rationality).log_likelihood(draws)
    found = smoothed(logs)
    if not found.trusted:
        return None
    kept = 1.0 / (len(draws) * float(np.sum(found.weights**2)))
    return Weighted(found.weights, posterior.effective * kept)


def _bounds(problem: ValueProblem) -> tuple[Saying, ...]:
    """Return the statements that bound the values themselves, not only how likely they are."""
    return tuple(
        s
        for s in problem.sayings
        if isinstance(s, Points)
        or (isinstance(s, Peak | Direction | Bound) and s.confidence >= 1.0)
    )
