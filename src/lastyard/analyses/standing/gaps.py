"""How far apart two parties are on an issue (docs/model.md, section 7, *gap*).

Both measures are shares of the issue's range: steps over the number of steps on an
ordered or numeric issue; 0 (same) or 1 (different) on one whose options have no order.

* *by position*: between what the two ask for;
* *by commitment*: between the nearest options that the commitments of each leave open.
  0 means that nothing either has committed to keeps them apart on this issue alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from lastyard.case.conditions.tree import bits
from lastyard.case.issues import Issue

__all__ = ["Gap", "distance_between"]


@dataclass(frozen=True, slots=True)
class Gap:
    """The gap between two parties on one issue.

    Attributes:
        between: The two parties.
        by_position: Share of the range between their positions; None when one has none.
        by_commitment: Share of the range between what their commitments leave open; None
            when neither has committed to anything there, or one contradicts itself.
    """

    between: tuple[str, str]
    by_position: Fraction | None
    by_commitment: Fraction | None


def distance_between(issue: Issue, one: int, other: int) -> Fraction | None:
    """Return the least distance between an option of one mask and one of another.

    Args:
        issue: The issue.
        one: Mask of options.
        other: Mask of options.

    Returns:
        Share of the issue's range; None when a mask is empty.
    """
    if not one or not other:
        return None
    if one & other:
        return Fraction(0)
    if not issue.has_order:
        return Fraction(1)
    return Fraction(_least_steps(one, other), issue.size - 1)


def _least_steps(one: int, other: int) -> int:
    """Least distance between set bits of two masks without a common bit."""
    marked = sorted([(k, 0) for k in bits(one)] + [(k, 1) for k in bits(other)])
    return min(right[0] - left[0] for left, right in pairwise(marked) if left[1] != right[1])
