"""Packages that improve a deal: likely better for one party and worse for none.

A deal that people made can often be improved (post-settlement settlements, Raiffa 1982, chapter 16): a
package is offered to each in confidence, each says whether it is better, as good or worse for
it, and it takes the place of the deal only if it is worse for nobody. So whatever is believed,
nobody can lose; what is believed only decides which package is offered. That with the
largest expected rise of the product of gains over no deal (Nash 1950) comes first.

Example, two issues of which each party cares about another:
    >>> import numpy as np
    >>> worth = np.array([[0.1, 0.5, 0.6, 1.0], [0.0, 0.4, 0.6, 1.0]])
    >>> sides = [Side.even(worth, np.zeros(2)), Side.even(worth[:, [0, 2, 1, 3]], np.zeros(2))]
    >>> next_offer(sides, 0)
    3
    >>> improved(sides, 0, lambda party, package, deal: 1, 2)
    (0, 3, 3)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import prod

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current, spend

__all__ = ["Side", "adoption", "improved", "next_offer", "rises"]

Array = NDArray[np.float64]

_SAME = 1e-9
_DIGITS = 12


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """What one party may want of some packages.

    Attributes:
        worth: Value of each package under each draw, shape (draws, packages).
        floor: What no deal is worth under each draw, shape (draws,).
        weights: Probability of each draw.
        stakes: Stake of each issue under each draw, shape (draws, issues); None where not told.
    """

    worth: Array
    floor: Array
    weights: Array
    stakes: Array | None = None

    @classmethod
    def even(cls, worth: Array, floor: Array, stakes: Array | None = None) -> Side:
        """Return a side all of whose draws are as likely."""
        return cls(worth, floor, np.full(len(worth), 1.0 / len(worth)), stakes)

    def agreed_to(self, deal: int) -> Side:
        """Return what is left once it agreed to a deal: draws in which that beats no deal.

        All of them, where it is so in none.
        """
        kept = self.weights * (self.worth[:, deal] >= self.floor - _SAME)
        return replace(self, weights=kept / kept.sum()) if kept.sum() > 0 else self

    def marks(self, deal: int) -> tuple[Array, Array, Array]:
        """Return the chance that each package is better, as good or worse than a deal."""
        ahead = self.worth - self.worth[:, [deal]]
        better = _mean(self.weights, ahead > _SAME)
        worse = _mean(self.weights, ahead < -_SAME)
        return better, np.clip(1.0 - better - worse, 0.0, 1.0), worse

    def after(self, package: int, deal: int, mark: int, trust: float = 1.0) -> Side:
        """Return what is left once it marked a package against a deal [Bayes' rule].

        Args:
            package: The package.
            deal: The deal.
            mark: 1 better, 0 as good, -1 worse.
            trust: Probability that the mark is right; where it was thought impossible, it
                teaches nothing.
        """
        ahead = self.worth[:, package] - self.worth[:, deal]
        told = np.where(ahead > _SAME, 1, np.where(ahead < -_SAME, -1, 0)) == mark
        kept = self.weights * np.where(told, trust, 1.0 - trust)
        return replace(self, weights=kept / kept.sum()) if kept.sum() > 0 else self


def rises(sides: Sequence[Side], deal: int, refused: Sequence[int] = ()) -> Array:
    """Return by how much each package, if offered, is expected to raise the product of gains.

    It raises it only where it is worse for nobody. Sides are independent.

    Args:
        sides: The parties.
        deal: The deal that stands.
        refused: Packages that were offered already and worse for somebody, nobody knows whom: at
            most a few.

    Returns:
        Shape (packages,), jointly with that the others are refused.
    """
    shape = sides[0].worth.shape
    spend(50 + len(sides) * 2 ** len(refused) * shape[0] * shape[1] // 100)
    current().room(shape[0] * shape[1] * 24)
    total = np.zeros(shape[1])
    for count in range(len(refused) + 1):
        for among in combinations(refused, count):
            found = [_gains(side, deal, among) for side in sides]
            rise = prod((new for new, _ in found), start=np.ones(shape[1]))
            total += (-1.0) ** count * (rise - prod((old for _, old in found), start=1.0))
    return total.round(_DIGITS)


def _gains(side: Side, deal: int, among: Sequence[int]) -> tuple[Array, Array]:
    """Return the expected gain from each package and from the deal, where neither it nor some are worse."""
    base = side.worth[:, [deal]]
    fine = side.worth >= base - _SAME
    weights = side.weights
    for package in among:
        weights = weights * fine[:, package]
    gain = np.maximum(side.worth - side.floor[:, None], 0.0)
    return _mean(weights, gain * fine), _mean(weights, gain[:, [deal]] * fine)


def adoption(sides: Sequence[Side], deal: int) -> Array:
    """Return the chance that each package takes the place of the deal: worse for nobody, better for one."""
    marks = [side.marks(deal) for side in sides]
    nobody = prod((1.0 - worse for _, _, worse in marks), start=np.ones(len(marks[0][0])))
    alike = prod((same for _, same, _ in marks), start=np.ones(len(marks[0][0])))
    return np.clip(nobody - alike, 0.0, 1.0)


def next_offer(
    sides: Sequence[Side], deal: int, tried: Sequence[int] = (), *, refused: Sequence[int] = ()
) -> int | None:
    """Return the package to offer next; None where none is expected to raise anything.

    Args:
        sides: The parties.
        deal: The deal that stands.
        tried: Packages not to be offered again.
        refused: As in :func:`rises`.
    """
    found = rises(sides, deal, refused)
    chance = adoption(sides, deal).round(_DIGITS)
    found[[deal, *tried]] = 0.0
    best = int(np.lexsort((-chance, -found))[0])
    return best if found[best] > 0.0 else None


def improved(
    sides: Sequence[Side],
    deal: int,
    mark: Callable[[int, int, int], int],
    offers: int,
    trust: float = 0.98,
) -> tuple[int, ...]:
    """Offer packages one after the other, learning from the marks.

    Args:
        sides: The parties.
        deal: The deal that people made.
        mark: What a party says of a package against the deal that stands: 1, 0 or -1.
        offers: How many packages are offered.
        trust: Probability that a mark is right.

    Returns:
        The deal at first and after each offer; never worse for anybody, by what they say.
    """
    stands, tried = [deal], [deal]
    known = [side.agreed_to(deal) for side in sides]
    for _ in range(offers):
        package = next_offer(known, stands[-1], tried)
        if package is None:
            stands.append(stands[-1])
            continue
        tried.append(package)
        marks = [mark(party, package, stands[-1]) for party in range(len(sides))]
        known = [
            side.after(package, stands[-1], said, trust)
            for side, said in zip(known, marks, strict=True)
        ]
        stands.append(package if min(marks) >= 0 and max(marks) > 0 else stands[-1])
    return tuple(stands)


def _mean(weights: Array, table: NDArray[np.float64] | NDArray[np.bool_]) -> Array:
    """Return the mean over draws, added in a fixed order."""
    found: Array = np.einsum("d,dp->p", weights, table.astype(np.float64), optimize=False)
    return found
