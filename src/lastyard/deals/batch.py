"""A batch of packages for a room, from each party's private order of the issues alone.

Nobody gives points. Each party tells in confidence which issue matters most to it, which next, and so on;
from that alone a handful of packages is made. Each then marks those that it could live with, in
its order, and fallback bargaining (Brams and Kilgour 2001, Public Choice 109) takes one or none: all go down their
lists together until some package is on the part that each has come to.

The packages are those which together let the largest product of values be reached, as expected
over stakes that fit the orders. Whether people name as acceptable what they could really live
with is another matter: where all hold out for much, there is no deal (docs/deals.md).

Example, a cake and a pie, of which one party cares most for the one and one for the other:
    >>> import numpy as np
    >>> rising, falling = np.array([0.0, 0.5, 1.0]), np.array([1.0, 0.5, 0.0])
    >>> sides = [Told((0, 1), (rising, rising)), Told((1, 0), (falling, falling))]
    >>> batch(sides, most=1)
    ((2, 0),)
    >>> fallback([(2, 0, 1), (1, 0)], 3)
    0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import prod

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current, spend
from lastyard.deals.domain import DomainError, Package

__all__ = ["MOST_PACKAGES", "Told", "batch", "fallback"]

Array = NDArray[np.float64]

MOST_PACKAGES = 20_000
_WORLDS = 256
_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What one party told in confidence.

    Attributes:
        order: The issues, that which matters most to it first; all of them.
        likes: Per issue, how good each option is to it: 0 its worst, 1 its best.
    """

    order: tuple[int, ...]
    likes: tuple[Array, ...]


def batch(
    sides: Sequence[Told],
    most: int = 5,
    *,
    seed: int = 0,
    among: NDArray[np.bool_] | None = None,
) -> tuple[Package, ...]:
    """Return a handful of packages, the first the best one by itself.

    One after the other that package is added which raises the expected best product of values most;
    fewer than asked for where no further one raises it.

    Args:
        sides: The parties; two or more.
        most: How many packages at most.
        seed: Same seed, same packages.
        among: Per package, the last issue's options running quickest, whether it may be taken;
            None stands for all.

    Raises:
        DomainError: If an order does not name every issue once, the options differ, or there are
            more than 20,000 packages.
    """
    shape = _checked(sides)
    packages = np.column_stack(np.unravel_index(np.arange(prod(shape)), shape)).astype(np.intp)
    spend(1 + _WORLDS * packages.size * len(sides) // 200)
    current().room(_WORLDS * len(packages) * 16)
    products = np.ones((_WORLDS, len(packages)))
    for place, side in enumerate(sides):
        rng = np.random.default_rng([seed, place])
        stakes = _stakes(rng, side.order)
        worth = np.zeros_like(products)
        for issue, likes in enumerate(side.likes):
            worth += stakes[:, [issue]] * likes[packages[:, issue]][None, :]
        products *= worth
    if among is not None:
        products *= among
    products /= np.maximum(products.max(axis=1, keepdims=True), 1e-300)
    reached = np.zeros(_WORLDS)
    chosen: list[int] = []
    while len(chosen) < most:
        spend(1 + products.size // 100)
        raised = np.maximum(products, reached[:, None]).mean(axis=0).round(_DIGITS)
        if among is not None:
            raised[~among] = -1.0
        best = int(np.argmax(raised))
        if raised[best] < 0:
            break
        if chosen and raised[best] <= round(float(reached.mean()), _DIGITS):
            break
        chosen.append(best)
        reached = np.maximum(reached, products[:, best])
    return tuple(tuple(packages[k].tolist()) for k in chosen)


def _checked(sides: Sequence[Told]) -> tuple[int, ...]:
    """Return how many options each issue has."""
    if len(sides) < 2:
        raise DomainError("a batch is for two parties or more")
    shape = tuple(len(likes) for likes in sides[0].likes)
    for side in sides:
        if sorted(side.order) != list(range(len(shape))):
            raise DomainError("an order names every issue once")
        if tuple(len(likes) for likes in side.likes) != shape:
            raise DomainError("all parties speak of the same options")
    if prod(shape) > MOST_PACKAGES:
        raise DomainError(
            f"{prod(shape):,} packages are too many for a batch; at most {MOST_PACKAGES:,}"
        )
    return shape


def _stakes(rng: np.random.Generator, order: Sequence[int]) -> Array:
    """Draw stakes, all as likely that fall along an order: gaps between uniform numbers, sorted."""
    cuts = np.sort(rng.random((_WORLDS, len(order) - 1)), axis=1)
    ends = np.column_stack([np.zeros(_WORLDS), cuts, np.ones(_WORLDS)])
    stakes = np.empty((_WORLDS, len(order)))
    stakes[:, list(order)] = -np.sort(-np.diff(ends, axis=1), axis=1)
    return stakes


def fallback(orders: Sequence[Sequence[int]], packages: int) -> int | None:
    """Return the package that fallback bargaining takes; None where there is no deal.

    Args:
        orders: Per party, the packages that it could live with, the best first.
        packages: How many there are.

    Returns:
        Of those that all have come to at the same step, that with the smallest sum of places, then
        the first.
    """
    places = [{package: k for k, package in enumerate(order)} for order in orders]
    common = [p for p in range(packages) if all(p in each for each in places)]
    if not common:
        return None
    return min(
        common, key=lambda p: (max(each[p] for each in places), sum(each[p] for each in places), p)
    )
