"""How many more questions it may take until the parties have said yes to one package.

To hear of one package whether all would take it, they are asked in turn, the most doubtful
first, until one says no: with acceptance p1 <= p2 <= ... that takes 1 + p1 + p1 p2 + ...
questions. Of several such tests that succeed independently, the best order is by chance
over expected cost [Mitten 1960, "An analytic solution to the least cost testing sequence
problem"], and going on until one succeeds costs about the least cost over chance.
Answers teach about other packages too, so this is an estimate.

Example:
    >>> cost_of_asking(np.array([[0.5, 0.5], [1.0, 0.2]])).tolist()
    [1.5, 1.0]
    >>> effort(np.array([[0.5, 0.5]]), np.array([0.25]))
    6.0
"""

from __future__ import annotations

import numpy as np

from lastyard.asking.belief import Shares
from lastyard.budget import spend

__all__ = ["cost_of_asking", "effort"]

_SURE = 1e-9


def cost_of_asking(acceptance: Shares) -> Shares:
    """Return the expected number of questions to hear of each package whether all take it.

    Args:
        acceptance: Probability that each party takes it, shape (..., parties); one of 0 or 1
            need not be asked.
    """
    spend(1 + acceptance.size // 40)
    doubtful = (acceptance > _SURE) & (acceptance < 1.0 - _SURE)
    sure = np.where(doubtful, acceptance, 1.0)
    order = np.sort(sure, axis=-1)
    reached = np.cumprod(order, axis=-1) / order
    cost: Shares = np.sum(np.where(order < 1.0, reached, 0.0), axis=-1)
    return cost


def effort(acceptance: Shares, index: Shares) -> float:
    """Return about how many questions it takes until one package is found.

    Args:
        acceptance: Shape (packages, parties).
        index: Probability of agreement of each package.
    """
    possible = index > _SURE
    if not possible.any():
        return float("inf")
    return float(np.min(cost_of_asking(acceptance[possible]) / index[possible]))
