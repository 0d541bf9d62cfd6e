"""Pairwise terms that a plan is too small to hold, as the search counts and bounds them.

A term between two issues is *ahead* while both are open, *pending* once the issue that the
plan settles first has its option, and *closed* after the second. A closed term is added to
the sums as it is. While it is ahead or pending, the most that it can still add stands for
it: so bounds hold, and what they assume of the first issue's option is what is known of it
once it is chosen.

Example, a term that only one pair of options earns:
    >>> import numpy as np
    >>> table = np.array([[[0.0], [0.0]], [[0.0], [7.0]]])
    >>> loose = LoosePairs((LooseTerm(0, 1, table),))
    >>> loose.most(np.ones((1, 1)))[0].tolist()
    [[0.0], [7.0]]
    >>> loose.closed(1, np.array([[1, 1], [1, 0]])).tolist()
    [[7.0], [0.0]]
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["LoosePairs", "LooseTerm"]

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class LooseTerm:
    """One pairwise term.

    Attributes:
        opens: Depth at which the plan settles one of its issues.
        closes: The later depth at which it settles the other.
        table: Shape (options of the first settled, of the second, parties).
    """

    opens: int
    closes: int
    table: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LoosePairs:
    """All terms that a plan does not hold."""

    terms: tuple[LooseTerm, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.terms)

    def most(self, multipliers: Floats) -> tuple[Floats, ...]:
        """Return, per term, the most it adds to weighted sums: shape (first options, n).

        Args:
            multipliers: Shape (n, parties).
        """
        return tuple((term.table @ multipliers.T).max(axis=1) for term in self.terms)

    def ahead(self, depth: int, most: tuple[Floats, ...]) -> Floats | float:
        """Return what the terms that open at a depth add at most: shape (options, n), or 0."""
        return sum(
            (own for term, own in zip(self.terms, most, strict=True) if term.opens == depth), 0.0
        )

    def pending(
        self, depth: int, options: NDArray[np.integer], most: tuple[Floats, ...]
    ) -> Floats | float:
        """Return what the terms that are half settled can still add: shape (packages, n), or 0.

        Args:
            depth: Issues settled.
            options: Shape (packages, depth): options in the order of the plan.
            most: What :meth:`most` returned.
        """
        return sum(
            (
                own[options[:, term.opens]]
                for term, own in zip(self.terms, most, strict=True)
                if term.opens < depth <= term.closes
            ),
            0.0,
        )

    def closed(self, depth: int, options: NDArray[np.integer]) -> Floats | float:
        """Return what the terms that close at a depth add: shape (packages, parties), or 0.

        Args:
            depth: The depth just settled.
            options: Shape (packages, depth + 1): options in the order of the plan.
        """
        return sum(
            (
                term.table[options[:, term.opens], options[:, depth]]
                for term in self.terms
                if term.closes == depth
            ),
            0.0,
        )
