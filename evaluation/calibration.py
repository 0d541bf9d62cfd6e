"""Calibration: of what was given a probability of p, did a share of p come true?

Forecasts are put in order and cut into groups of equal size [equal-count reliability
diagram: Niculescu-Mizil & Caruana 2005, "Predicting good probabilities with supervised
learning"]; the expected calibration error is the mean distance, over groups, between the
mean forecast and the share that came true, weighted by size.

Example, a forecaster who is right on average and no better:
    >>> import numpy as np
    >>> said, came = np.full(40, 0.5), np.tile([0.0, 1.0], 20)
    >>> found = calibration(said, came, [str(k) for k in range(40)], groups=2)
    >>> found.error[0], [row.observed[0] for row in found.rows]
    (0.0, [0.5, 0.5])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evaluation.records import interval

if TYPE_CHECKING:
    from collections.abc import Sequence

    from evaluation.inference import Array

Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Group:
    """Forecasts of about one size.

    Attributes:
        forecast: Their mean.
        observed: The share that came true, with its 95 % bootstrap interval over records.
        count: How many there are.
    """

    forecast: float
    observed: Interval
    count: int


@dataclass(frozen=True, slots=True)
class Calibration:
    """A reliability table.

    Attributes:
        rows: Groups, the lowest forecasts first.
        error: Expected calibration error, and the 95 % range that a perfectly calibrated
            forecaster with the same forecasts would show: inside it, nothing is wrong.
    """

    rows: tuple[Group, ...]
    error: Interval


def calibration(
    forecasts: Array, outcomes: Array, records: Sequence[str], groups: int = 10
) -> Calibration:
    """Compare forecasts with what came.

    Args:
        forecasts: Probabilities, shape (cases,).
        outcomes: 1 where it came true, 0 where not, shape (cases,).
        records: The record of each case.
        groups: How many groups.
    """
    # Stable, so that ties do not depend on the machine.
    order = np.argsort(forecasts, kind="stable")
    cuts = np.array_split(order, groups)
    rows = tuple(
        Group(
            float(forecasts[cut].mean()),
            interval(outcomes[cut], [records[k] for k in cut]),
            len(cut),
        )
        for cut in cuts
    )
    rng = np.random.default_rng(0)
    perfect = [
        _error(cuts, forecasts, (rng.random(len(forecasts)) < forecasts).astype(np.float64))
        for _ in range(1000)
    ]
    low, high = np.quantile(perfect, [0.025, 0.975])
    return Calibration(rows, (_error(cuts, forecasts, outcomes), float(low), float(high)))


def _error(cuts: Sequence[Array], forecasts: Array, outcomes: Array) -> float:
    away = [len(c) * abs(float(forecasts[c].mean() - outcomes[c].mean())) for c in cuts]
    return sum(away) / len(forecasts)
