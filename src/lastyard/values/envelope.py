"""How likely several parties can at most be to accept a package all at once.

A party accepts under a draw when the package's value is above its reservation value:
a step, of which ``min(1, 1 - short / most)`` is the concave envelope, ``short`` being
what is lacking and ``most`` the most that can be lacking. With it the logarithm of the
product over the parties is a concave function of lotteries over the options of each
issue; its tangent anywhere is a bound on all packages, and separable, so that its
best package is found issue by issue. Frank-Wolfe steps (Frank & Wolfe 1956; Jaggi
2013) move the lottery to where the tangent's bound is least. Unlike a bound that lets
every draw have its own best package, it holds all parties and draws to the same one.

Example:
    >>> draws = np.array([[0.0, 0.2], [1.0, 0.8]])
    >>> envelope = Envelope([[draws], [draws[::-1].copy()]])
    >>> tangent = envelope.tangent([np.array([-0.7, -0.7])] * 2, 0)
    >>> bool(tangent.bound < 0.6)
    True
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import spend
from lastyard.portable import exp, log

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Steps without a lottery to start from, and with one.
_STEPS, _MORE_STEPS = 16, 2
# Shares of the way to the tangent's best package that a step tries.
_SHARES = np.array([0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1.0])
# What rounding in the sums can add up to.
_SLACK = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Tangent:
    """A bound on the probability that all accept.

    Attributes:
        bound: On all packages.
        options: On the packages with each option of the next issue, shape (options,).
        lottery: The lottery at which it touches, over the options of all open issues.
    """

    bound: float
    options: NDArray[np.float64]
    lottery: NDArray[np.float64]


class Envelope:
    """The concave envelope for some parties; the issues in the order of a search."""

    def __init__(self, tables: Sequence[Sequence[NDArray[np.float64]]]) -> None:
        """Stack the options.

        Args:
            tables: For each party and issue, values of shape (options, draws).
        """
        sizes = [len(table) for table in tables[0]]
        self._first = np.concatenate([[0], np.cumsum(sizes)])
        self._values = [np.concatenate(list(issues)) for issues in tables]
        self._least = [suffixes(issues, np.min) for issues in tables]
        self._most = [suffixes(issues, np.max) for issues in tables]

    def tangent(
        self,
        sums: Sequence[NDArray[np.float64]],
        depth: int,
        lottery: NDArray[np.float64] | None = None,
    ) -> Tangent:
        """The best bound found for packages with the first issues settled.

        Args:
            sums: For each party, the settled issues' value less the reservation value,
                shape (draws,).
            depth: How many issues are settled; at least one is open.
            lottery: Where to start, from the tangent of a larger set of packages; even
                chances when left out.
        """
        first = int(self._first[depth])
        starts = self._first[depth:-1] - first
        sizes = np.diff(self._first[depth:])
        place = np.repeat(1.0 / sizes, sizes) if lottery is None else lottery[-int(sizes.sum()) :]
        parties = [
            _Party(values[first:], own, own + least[depth], own + most[depth])
            for values, own, least, most in zip(
                self._values, sums, self._least, self._most, strict=True
            )
        ]
        steps = _STEPS if lottery is None else _MORE_STEPS
        spend(20 + steps * sum(values.size for values in self._values) // 300)
        best = Tangent(1.0, np.ones(int(sizes[0])), place)
        worths = [party.worth(place) for party in parties]
        for _ in range(_STEPS if lottery is None else _MORE_STEPS):
            chances = [p.chance(w[None, :])[0] for p, w in zip(parties, worths, strict=True)]
            if min(chances) <= 0.0:
                return Tangent(0.0, np.zeros(int(sizes[0])), place)
            slopes = np.sum(
                [p.slopes(w) / c for p, w, c in zip(parties, worths, chances, strict=True)], axis=0
            )
            tops = np.maximum.reduceat(slopes, starts)
            level = float(np.sum(log(chances)) - np.sum(slopes * place) + np.sum(tops))
            if level < log(best.bound):
                options = level - tops[0] + slopes[: sizes[0]]
                best = Tangent(
                    float(exp(level) + _SLACK),
                    np.minimum(exp(np.minimum(options, 0.0)) + _SLACK, 1.0),
                    place,
                )
            corner = np.zeros(place.size)
            ends = np.append(starts[1:], slopes.size)
            for start, end in zip(starts, ends, strict=True):
                corner[start + int(np.argmax(slopes[start:end]))] = 1.0
            turns = [p.worth(corner) - w for p, w in zip(parties, worths, strict=True)]
            gains = np.zeros(_SHARES.size)
            for party, worth, turn in zip(parties, worths, turns, strict=True):
                reached = party.chance(worth + _SHARES[:, None] * turn)
                gains += log(np.maximum(reached, 1e-300))
            share = float(_SHARES[int(np.argmax(gains))])
            place = place + share * (corner - place)
            worths = [worth + share * turn for worth, turn in zip(worths, turns, strict=True)]
        return best


class _Party:
    """One party's envelope over the packages of one node."""

    def __init__(
        self,
        values: NDArray[np.float64],
        own: NDArray[np.float64],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> None:
        self._values, self._own = values, own
        unsure = (low < 0.0) & (high >= 0.0)
        self._rate = np.where(unsure, 1.0 / np.where(unsure, -low, 1.0), 0.0)
        # What counts whatever is chosen: 1 for draws that are sure, 1 as the top of the rest.
        self._top = (high >= 0.0).astype(np.float64)

    def worth(self, lottery: NDArray[np.float64]) -> NDArray[np.float64]:
        """Value less reservation value under a lottery, by draw."""
        named = np.flatnonzero(lottery)
        total: NDArray[np.float64] = self._own + np.einsum(
            "k,kd->d", lottery[named], self._values[named], optimize=False
        )
        return total

    def chance(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """The envelope, shape (lotteries,), from worths of shape (lotteries, draws)."""
        chances: NDArray[np.float64] = np.mean(
            np.maximum(self._top + np.minimum(worth, 0.0) * self._rate, 0.0), axis=1
        )
        return chances

    def slopes(self, worth: NDArray[np.float64]) -> NDArray[np.float64]:
        """How fast the envelope grows with the chance of each option."""
        rate = np.where(worth < 0.0, self._rate, 0.0) / worth.size
        slopes: NDArray[np.float64] = np.einsum("kd,d->k", self._values, rate, optimize=False)
        return slopes


def suffixes(
    tables: Sequence[NDArray[np.float64]], of: Callable[..., NDArray[np.float64]]
) -> list[NDArray[np.float64]]:
    """For each depth, the sum over the issues still open of their least or most, by draw."""
    left = [np.zeros(tables[0].shape[1])]
    for table in reversed(tables):
        left.append(left[-1] + of(table, axis=0))
    return left[::-1]
