"""Draws of a party as if it had not made a statement, without drawing again.

Importance weights (Kahn & Marshall 1953; for leaving out observations: Gelfand, Dey &
Chang 1992): a draw counts by how likely the other statements make it over how likely all
make it. That works while the weights are not too uneven; their effective number says how
far it does (Kong, Liu & Wong 1994), and where what was left out bounded the values
themselves, there are no draws beyond that bound to weigh, so there are no weights.

Example:
    >>> from lastyard.values.posterior import sample
    >>> from lastyard.values.sayings import Prefers
    >>> from lastyard.values.scales import Scale
    >>> from lastyard.values.translation import translate, without
    >>> scales = (Scale.choice("ground", 2), Scale.choice("support", 2))
    >>> like = Prefers("like", ((0, 1),), ((1, 1),))
    >>> problem = translate(scales, [like])
    >>> posterior = sample(problem, seed=7)
    >>> found = weights_for(posterior, problem, without(problem, ["like"]))
    >>> stakes = posterior.stakes()[:, 0]
    >>> bool(stakes.mean() > 0.55), abs(float(found.weights @ stakes) - 0.5) < 0.05
    (True, True)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.likelihood import evidence
from lastyard.values.sayings import Direction, Peak, Points
from lastyard.values.tail import smoothed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.posterior import Posterior
    from lastyard.values.problem import ValueProblem
    from lastyard.values.sayings import Saying


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

    Args:
        posterior: Draws, ``likely``.
        drawn: What they were drawn from.
        other: The same without some statements.

    Returns:
        None where ``other`` has value functions that no draw can be near: a sure position,
        a sure direction or points were left out; and where the weights are too uneven for
        a standard error to mean anything.
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
        if isinstance(s, Points) or (isinstance(s, Peak | Direction) and s.confidence >= 1.0)
    )
