"""Voting power of large bodies with classes of equal members, by quadrature.

The Shapley-Shubik index of a member is the average, over p from 0 to 1, of the chance
that it decides when everyone else votes yes with probability p [Owen 1972, Management
Science 18(5), multilinear extension]; the Penrose-Banzhaf index is that chance at
p = 1/2. The chance comes from the exact dynamic programme of `lastyard.bodies.chance`, so
a body of a million in a few classes takes minutes, not years. The average is taken by
Gauss-Legendre quadrature where the outcome is open at all; how far the indices are from
summing to one is reported as the check that they are right.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from lastyard.bodies.body import Body
from lastyard.bodies.chance import DIGITS, Chances, adoption_chance, adoption_probability
from lastyard.bodies.grid import Grid
from lastyard.bodies.power import TooLargeForExactError

_SETTLED = 1e-12
_MOST_WORK = 100_000_000


@dataclass(frozen=True, slots=True)
class NumericMemberPower:
    """Power of each member of a line.

    Attributes:
        name: The member.
        count: How many members the line has.
        shapley_shubik: Shapley-Shubik index of each of them.
        penrose_banzhaf: Share of the coalitions of the others that each turns.
    """

    name: str
    count: int
    shapley_shubik: float
    penrose_banzhaf: float


@dataclass(frozen=True, slots=True)
class NumericPower:
    """Power indices by quadrature.

    Attributes:
        members: One entry a member line, in the body's order.
        defect: How far the Shapley-Shubik indices are from summing to one.
        error: How far any index is likely off: the largest change when half the points
            are used, or the defect where that is larger. An estimate, no proved bound.
        nodes: Points of the quadrature.
        method: Always ``quadrature``.
    """

    members: tuple[NumericMemberPower, ...]
    defect: float
    error: float
    nodes: int
    method: str = "quadrature"


def numeric_power(body: Body, *, nodes: int = 32, most_work: int = _MOST_WORK) -> NumericPower:
    """Power indices under the yes-or-no model, in floating point.

    Args:
        body: The body, with a monotone rule.
        nodes: Points of the quadrature. With n members, ``n / 2`` or more make it exact
            up to rounding; for large n, 32 are good to about nine digits.
        most_work: The most additions (form values times member lines) for one chance of
            adoption; about a hundred chances are worked out.

    Raises:
        TooLargeForExactError: There would be more; `sample_power` still works.
    """
    rule = body.compiled
    work = sum(Grid.of(rule, c).cells * len(c.members) for c in rule.components)
    if work > most_work:
        raise TooLargeForExactError(
            f"one chance of adoption needs {work:,} additions", help="use sample_power"
        )

    def everyone(p: float) -> list[Chances]:
        return [(p, 0.0, 1 - p)] * len(body.members)

    low = _last(lambda p: adoption_probability(rule, everyone(p)) < _SETTLED)
    high = 1 - _last(lambda p: adoption_probability(rule, everyone(1 - p)) > 1 - _SETTLED)
    average, coarse = (_average(body, low, high, n) for n in (nodes, nodes // 2))
    even = _pivotal(body, 0.5)
    total = math.fsum(a * m.count for a, m in zip(average, body.members, strict=True))
    members = tuple(
        NumericMemberPower(m.name, m.count, round(float(average[i]), DIGITS), float(even[i]))
        for i, m in enumerate(body.members)
    )
    defect = abs(1 - total)
    change = float(np.abs(average - coarse).max())
    return NumericPower(members, defect, max(defect, change), nodes)


def _average(
    body: Body, low: float, high: float, nodes: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mean chance to decide over p, by Gauss-Legendre quadrature from low to high."""
    points, weights = np.polynomial.legendre.leggauss(nodes)
    average = np.zeros(len(body.members))
    for point, weight in zip(points, weights, strict=True):
        p = low + (high - low) * (point + 1) / 2
        average += weight * (high - low) / 2 * _pivotal(body, p)
    return average


def _pivotal(body: Body, p: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    chance = adoption_chance(body, {m.name: (p, 0.0, 1 - p) for m in body.members})
    return np.array([m.pivotal for m in chance.members])


def _last(settled: Callable[[float], bool]) -> float:
    """The largest p, to one in a million, up to which the outcome is settled."""
    if not settled(1e-6):
        return 0.0
    low, high = 1e-6, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if settled(middle) else (low, middle)
    return low
