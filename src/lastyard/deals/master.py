"""Multipliers from a linear program, solved by column generation.

For objectives that are themselves the value of a linear program (the smallest gains, a
sum with floors) the best bound at the root is the optimum over mixtures of packages. The
program has one row per party and one for the mixture; its columns are the packages, of
which the best one for the current prices is found by the plan [Dantzig & Wolfe 1960,
"Decomposition principle for linear programs", Operations Research 8]. Every set of prices
met on the way is a set of multipliers with a valid bound.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Master", "prices"]

Floats = NDArray[np.float64]

_MOST_PIVOTS = 400
_ARTIFICIAL = 1e4
_TOLERANCE = 1e-10


@dataclass(frozen=True, slots=True, eq=False)
class Master:
    """The rows of the program, before any package is known.

    The multipliers that belong to prices y are ``base + rows * y``.

    Attributes:
        base: Shape (parties,): what a package's gains count in the objective itself.
        rows: Shape (parties,): how its gains enter the row of each party.
        columns: Shape (n, parties): the columns that are no packages.
        costs: Shape (n,): what those count in the objective.
    """

    base: Floats
    rows: Floats
    columns: Floats
    costs: Floats


def prices(
    master: Master, best: Callable[[Floats], Floats], size: float
) -> tuple[list[Floats], list[Floats]]:
    """Run the primal simplex method with columns generated on demand.

    Args:
        master: The program.
        best: Returns the gains of the package with the largest weighted sum, given
            multipliers.
        size: Of the numbers in the program, roughly; the artificial start costs more.

    Returns:
        All multipliers tried and the gains of the package found for each.
    """
    parties = len(master.base)
    fixed = np.hstack([master.columns, np.zeros((len(master.columns), 1))])
    basis = np.eye(parties + 1)
    costs = np.full(parties + 1, -_ARTIFICIAL * size)
    right = np.zeros(parties + 1)
    right[-1] = 1.0
    tried: list[Floats] = []
    found: list[Floats] = []
    for _ in range(_MOST_PIVOTS):
        try:
            y = np.linalg.solve(basis.T, costs)
            level = np.linalg.solve(basis, right)
        except np.linalg.LinAlgError:
            break
        reduced = master.costs - fixed @ y
        enter = int(reduced.argmax())
        if reduced[enter] > _TOLERANCE * size:
            column, cost = fixed[enter], float(master.costs[enter])
        else:
            multipliers = master.base + master.rows * y[:-1]
            gains = best(multipliers)
            tried.append(multipliers)
            found.append(gains)
            if multipliers @ gains - y[-1] <= _TOLERANCE * size:
                break
            column = np.append(-master.rows * gains, 1.0)
            cost = float(master.base @ gains)
        direction = np.linalg.solve(basis, column)
        falling = direction > 1e-11
        if not falling.any():
            break
        ratios = np.full(len(direction), np.inf)
        ratios[falling] = np.maximum(level[falling], 0.0) / direction[falling]
        leave = int(ratios.argmin())
        basis[:, leave], costs[leave] = column, cost
    return tried, found
