"""What is believed of one party: which packages it would take, and how answers change that.

A party takes a package when it is worth the reservation value to it and it gives way on
every commitment that the package breaks (MODEL.md sections 2 and 4). A belief is a table of
weights over draws of its value function (rows) and patterns of which commitments it really
holds to (columns), so that any answer changes the weights by Bayes' rule, exactly on the
draws: no further sampling, and answers can follow one another.

Example, a party with two draws and one commitment of firmness 0.8 that the first package
breaks:
    >>> import numpy as np
    >>> worth = np.array([[0.9, 0.4], [0.9, 0.6]])
    >>> belief = believe(worth, np.array([0.5, 0.5]), np.array([[True, False]]), [0.8])
    >>> belief.acceptance().round(3).tolist()
    [0.2, 0.5]
    >>> belief.given(belief.takes(1), yes=True).acceptance().round(3).tolist()
    [0.2, 1.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

__all__ = ["MOST_PATTERNS", "PartyBelief", "believe"]

MOST_PATTERNS = 256
_ROUNDING = 1e-12

Shares = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class PartyBelief:
    """Weights over draws of values and patterns of commitments.

    Attributes:
        worth: Value of each package under each draw, shape (draws, packages).
        enough: Where that is at least the reservation value, same shape.
        free: Where no commitment held to excludes the package, shape (patterns, packages).
        holds: Which commitments each pattern holds to, shape (patterns, commitments).
        weights: Probability of each draw and pattern, shape (draws, patterns), sum 1.
    """

    worth: Shares
    enough: Mask
    free: Mask
    holds: Mask
    weights: Shares

    def acceptance(self) -> Shares:
        """Return the probability that the party takes each package."""
        by_pattern = self.enough.T.astype(np.float64) @ self.weights
        return np.clip(np.sum(by_pattern * self.free.T, axis=1), 0.0, 1.0)

    def takes(self, package: int) -> Mask:
        """Return where the party would take a package, shape (draws, patterns)."""
        return self.enough[:, package, None] & self.free[None, :, package]

    def holds_to(self, commitment: int) -> Mask:
        """Return where the party holds to a commitment, shape (draws, patterns)."""
        return np.broadcast_to(self.holds[None, :, commitment], self.weights.shape)

    def prefers(self, package: int, other: int) -> Mask:
        """Return where the party likes a package better than another."""
        better = self.worth[:, package] > self.worth[:, other] + _ROUNDING
        return np.broadcast_to(better[:, None], self.weights.shape)

    def chance(self, where: Mask) -> float:
        """Return the probability of what is given as a table over draws and patterns."""
        return float(np.clip(self.weights[where].sum(), 0.0, 1.0))

    def given(self, where: Mask, *, yes: bool, trust: float = 1.0) -> PartyBelief:
        """Return the belief after an answer.

        Args:
            where: Where the answer is yes.
            yes: The answer.
            trust: Probability that the answer is right.

        Raises:
            ValueError: If the answer was thought impossible.
        """
        kept = self.weights * np.where(where == yes, trust, 1.0 - trust)
        total = kept.sum()
        if total <= 0.0:
            raise ValueError("an answer that was thought impossible teaches nothing")
        return replace(self, weights=kept / total)


def believe(
    worth: Shares,
    reservation: Shares,
    broken: Mask,
    firmness: Sequence[float],
    *,
    certain: NDArray[np.int8] | None = None,
    seed: int = 0,
) -> PartyBelief:
    """Start from draws that are all as likely, and commitments that are independent.

    Args:
        worth: Value of each package under each draw, shape (draws, packages).
        reservation: Reservation value under each draw.
        broken: Which packages break each commitment, shape (commitments, packages).
        firmness: Probability that the party holds to each commitment.
        certain: Per package 1 where its worth is certainly enough, 2 where it certainly is
            not, 0 elsewhere; nothing certain when left out.
        seed: Seed of the patterns, where there are too many commitments for all of them:
            beyond 256 patterns that many are drawn.
    """
    enough = worth >= reservation[:, None] - _ROUNDING
    if certain is not None:
        enough = (enough | (certain == 1)[None, :]) & ~(certain == 2)[None, :]
    holds, chances = _patterns(firmness, seed)
    free = ~(holds.astype(np.intp) @ broken.astype(np.intp)).astype(np.bool_)
    weights = np.broadcast_to(chances / len(worth), (len(worth), len(chances))).copy()
    return PartyBelief(worth, enough, free, holds, weights)


def _patterns(firmness: Sequence[float], seed: int) -> tuple[Mask, Shares]:
    """Return patterns of commitments held to, and their probabilities."""
    chances = np.array(firmness, dtype=np.float64)
    doubtful = np.flatnonzero((chances > 0.0) & (chances < 1.0))
    if 2 ** len(doubtful) <= MOST_PATTERNS:
        count = 2 ** len(doubtful)
        bits = (np.arange(count)[:, None] >> np.arange(len(doubtful))) & 1
        likely = np.prod(np.where(bits == 1, chances[doubtful], 1.0 - chances[doubtful]), axis=1)
    else:
        # Stratified: every commitment is held to in its share of the patterns, to one pattern.
        rng = np.random.default_rng(seed)
        count = MOST_PATTERNS
        even = (np.arange(count) + 0.5) / count
        bits = np.column_stack([rng.permutation(even) < chances[k] for k in doubtful])
        likely = np.full(count, 1.0 / count)
    holds = np.zeros((count, len(chances)), dtype=np.bool_)
    holds[:, chances >= 1.0] = True
    holds[:, doubtful] = bits.astype(np.bool_)
    return holds, likely
