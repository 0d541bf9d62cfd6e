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
    >>> from lastyard.values.sayings import Prefers, Takes
    >>> from lastyard.values.posterior import sample
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> offer = Takes("offer", ((0, 2), (1, 0)), True)
    >>> before = translate(scales, [offer])
    >>> after = translate(scales, [offer, Prefers("more", ((0, 2),), ((0, 1),))])
    >>> changed_issues(before, after)
    ()
    >>> drawn = sample(before, seed=7)
    >>> moved = reweighted(drawn, before, after, {})
    >>> bool(0.5 * drawn.effective < moved.effective <= drawn.effective)
    True
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.defaults import Rationality, released
from lastyard.values.likelihood import Evidence, evidence

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior
    from lastyard.values.problem import Layout, ValueProblem

__all__ = ["changed_issues", "reweighted"]


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
        if each.source is not None and not (each.shape and each.confidence >= 1.0):
            continue
        touched = np.flatnonzero(each.row[: layout.values])
        owners = np.searchsorted(layout.starts, touched, side="right") - 1
        for issue in np.unique(owners).tolist():
            row = each.row[layout.block(issue)].tobytes()
            found[issue].add((row, float(each.bound - each.row[layout.stake(issue)]), each.equal))
    return found


def reweighted(
    anchor: Posterior,
    before: ValueProblem,
    after: ValueProblem,
    fresh: Mapping[int, NDArray[np.float64]],
    rationality: Rationality | None = None,
) -> Posterior:
    """Return the posterior of one problem from draws of another's.

    Args:
        anchor: Draws given ``before``.
        before: What the draws were made from.
        after: What is known now.
        fresh: For each of :func:`changed_issues`, shapes drawn from their new prior: values
            of its break points at a stake of 1, shape (draws, break points).
        rationality: As the draws were made with; the released defaults when left out.

    Returns:
        As many draws, each as often as its weight asks for (systematic resampling, so that
        those of two neighbouring dates stay as alike as they can); ``effective`` is that
        of the anchor times the share that the weights leave. Judge it before use.

    Raises:
        ValueError: If shapes of a changed issue are missing.
    """
    missing = set(changed_issues(before, after)) - set(fresh)
    if missing:
        raise ValueError(f"issues {sorted(missing)} may take other shapes now; draw them anew")
    how = rationality or released()
    of_old, of_new = evidence(before, how), evidence(after, how)
    new, surplus = _carried(anchor, after, fresh, of_old, of_new)
    logs = of_new.log_likelihood(new) - of_old.log_likelihood(anchor.draws) - surplus
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    share = 1.0 / (float(np.sum(weights**2)) * len(weights))
    chosen = _systematic(weights)
    chains = new[chosen].reshape(*anchor.chains.shape[:2], -1)
    return replace(
        anchor,
        layout=after.layout,
        chains=chains,
        silent=not after.sayings,
        effective=anchor.effective * min(1.0, share),
    )


def _carried(
    anchor: Posterior,
    after: ValueProblem,
    fresh: Mapping[int, NDArray[np.float64]],
    of_old: Evidence,
    of_new: Evidence,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return the draws over the new unknowns, and the log of what favoured fresh shapes."""
    old, layout = anchor.layout, after.layout
    draws = anchor.draws
    carried = np.empty((len(draws), layout.size))
    carried[:, layout.values :] = draws[:, old.values :]
    for issue in range(len(layout.scales)):
        if issue in fresh:
            shapes = np.resize(fresh[issue], (len(draws), fresh[issue].shape[1]))
            carried[:, layout.block(issue)] = shapes * draws[:, [old.stake(issue)]]
        else:
            carried[:, layout.block(issue)] = draws[:, old.block(issue)]
    surplus = np.zeros(len(draws))
    middle_old, middle_new = draws.mean(axis=0), carried.mean(axis=0)
    for issue in sorted(fresh):
        shapes = np.resize(fresh[issue], (len(draws), fresh[issue].shape[1]))
        favour = _favour(of_new, middle_new, layout, issue, shapes)
        stakes = np.maximum(draws[:, [old.stake(issue)]], 1e-300)
        before = _favour(of_old, middle_old, old, issue, draws[:, old.block(issue)] / stakes)
        weights = np.exp(favour - favour.max())
        chosen = _systematic(weights / weights.sum())
        # A fixed shuffle: which shape meets which draw must not depend on either.
        chosen = np.random.default_rng(issue).permutation(chosen)
        carried[:, layout.block(issue)] = shapes[chosen] * draws[:, [old.stake(issue)]]
        surplus += favour[chosen] - before
    return carried, surplus


def _favour(
    said: Evidence,
    middle: NDArray[np.float64],
    layout: Layout,
    issue: int,
    shapes: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return what the statements say of shapes of one issue, all else at its mean."""
    points = np.repeat(middle[None], len(shapes), axis=0)
    points[:, layout.block(issue)] = shapes * middle[layout.stake(issue)]
    found: NDArray[np.float64] = said.log_likelihood(points)
    return found


def _systematic(weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """Choose places so that each comes up its weight times their number, give or take one."""
    count = len(weights)
    ticks = (np.arange(count) + 0.5) / count
    ends = np.cumsum(weights)
    return np.minimum(np.searchsorted(ends, ticks), count - 1).astype(np.intp)
