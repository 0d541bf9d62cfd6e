"""Multipliers whose bounds (:mod:`lastyard.deals.relaxation`) are low.

Where the objective is a linear program they are its prices; elsewhere they are met on the way
of a search over mixtures of packages [Frank and Wolfe 1956, "An algorithm for quadratic
programming"].
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.master import prices
from lastyard.deals.objectives import Objective
from lastyard.deals.relaxation import Relaxation

__all__ = ["tuned_multipliers"]

Floats = NDArray[np.float64]

_ROUNDS = 40
_KEPT = 12


def tuned_multipliers(
    relaxation: Relaxation, objective: Objective, disagreement: Floats, floors: Floats
) -> tuple[Floats, list[tuple[int, ...]]]:
    """Search multipliers whose bound at the root is low.

    Objectives that are linear programs are solved as such (:mod:`lastyard.deals.master`);
    for others the objective's gradient is followed over mixtures of packages.

    Args:
        relaxation: What to search.
        objective: What to maximise.
        disagreement: Shape (parties,): gains are counted from here.
        floors: Shape (parties,): a package that gives every party this much, and whose
            objective reaches a bound, ends the search.

    Returns:
        The multipliers with the lowest bounds, shape (n, parties), lowest first; and the
        packages met on the way (of the relaxation: rules left out may forbid them).
    """
    tuner = _Tuner(relaxation, objective, disagreement, floors)
    try:
        master = objective.master()
        if master is None:
            tuner.ascend()
        else:
            tuner.try_out(objective.multipliers(np.zeros_like(disagreement), 1.0))
            prices(master, tuner.try_out, objective.magnitude(relaxation.scale))
    except _SettledError:
        pass
    best = np.argsort(tuner.bounds, kind="stable")[:_KEPT]
    return np.array(tuner.tried)[best], list(dict.fromkeys(tuner.packages))


class _SettledError(Exception):
    """A package meets a bound: no better multipliers are needed."""


class _Tuner:
    """Tries multipliers and remembers their bounds and the packages found with them."""

    def __init__(
        self, relaxation: Relaxation, objective: Objective, disagreement: Floats, floors: Floats
    ) -> None:
        self.relaxation, self.objective = relaxation, objective
        self.disagreement, self.floors = disagreement, floors
        self.tried: list[Floats] = []
        self.bounds: list[float] = []
        self.packages: list[tuple[int, ...]] = []
        self.reached = -np.inf

    def try_out(self, multipliers: Floats) -> Floats:
        """Return the gains of the package that is best for the multipliers."""
        gains, package, most = _best(self.relaxation, multipliers)
        gains = gains - self.disagreement
        constant = float(self.objective.constants(multipliers[None])[0])
        self.tried.append(multipliers)
        self.bounds.append(most - float(multipliers @ self.disagreement) + constant)
        self.packages.append(package)
        if (gains + self.disagreement >= self.floors).all():
            self.reached = max(self.reached, float(self.objective.values(gains)))
        rounding = 1e-12 * self.objective.magnitude(self.relaxation.scale)
        if self.reached >= min(self.bounds) - rounding and self.relaxation.complete:
            raise _SettledError
        return gains

    def ascend(self) -> None:
        """Follow the gradient over mixtures of packages [Frank & Wolfe 1956]."""
        start = 1.0 / np.maximum(self.relaxation.scale, 1e-300)
        mixture, package = _best(self.relaxation, start)[:2]
        mixture = mixture - self.disagreement
        self.packages.append(package)
        steps = np.concatenate([[0.0], np.geomspace(1e-4, 1.0, 33)])
        for turn in range(_ROUNDS):
            sharpness = 2.0 * 1.16**turn
            toward = self.try_out(self.objective.multipliers(mixture, sharpness)) - mixture
            mixtures = mixture + steps[:, None] * toward
            slopes = [self.objective.multipliers(m, sharpness) @ toward for m in mixtures]
            rising = np.flatnonzero(np.array(slopes) > 0)
            mixture = mixtures[int(rising[-1]) if len(rising) else 0]


def _best(relaxation: Relaxation, multipliers: Floats) -> tuple[Floats, tuple[int, ...], float]:
    """Return the gains, package and weighted sum of the best package for multipliers."""
    plan = relaxation.plan
    loose = relaxation.loose.most(multipliers[None])
    weighted = [gain @ multipliers for gain in relaxation.gains]
    if loose:
        weighted = [
            own + np.ravel(relaxation.loose.ahead(depth, loose))
            for depth, own in enumerate(weighted)
        ]
    rest = [np.zeros(1)]
    for layer, own in zip(reversed(plan.layers), reversed(weighted), strict=True):
        reached = np.where(layer.target >= 0, own + rest[-1][layer.target], -np.inf)
        rest.append(reached.max(axis=1))
    rest.reverse()
    group, gains = 0, np.zeros(relaxation.domain.parties)
    package = [0] * len(plan.order)
    for depth, layer in enumerate(plan.layers):
        row = group if len(weighted[depth]) > 1 else 0
        targets = layer.target[group]
        reached = np.where(targets >= 0, weighted[depth][row] + rest[depth + 1][targets], -np.inf)
        option = int(reached.argmax())
        gains = gains + relaxation.gains[depth][row, option]
        package[layer.issue] = option
        group = int(targets[option])
    for term in relaxation.loose.terms:
        first, second = (package[plan.order[depth]] for depth in (term.opens, term.closes))
        gains = gains + term.table[first, second]
    return gains, tuple(package), float(rest[0][0])
