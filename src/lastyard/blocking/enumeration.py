"""All openings and all blocking sets of a dispute, unless there are too many.

Whether there are too many openings is guessed before all those within the limit are
listed: of openings drawn at random, some come twice when there are few to draw from
(the birthday problem). The guess decides only how the search goes on; an answer that does
not hold all sets says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from math import isqrt
from random import Random

from lastyard.blocking.openings import openings_of
from lastyard.blocking.oracle import Kept, Oracle
from lastyard.blocking.transversals import TooManyStepsError, transversals
from lastyard.budget import OutOfBudget, current

__all__ = ["all_blocking_sets", "some_openings"]

# From this limit on it is worth guessing; then, after this share of the limit.
_WORTH_GUESSING = 1_000
_SHARE = 5


def some_openings(oracle: Oracle, everything: int, limit: int, found: dict[int, Kept]) -> bool:
    """Find openings with a package each, and say whether they are all.

    Args:
        oracle: Answers for the dispute, which has no package for ``everything``.
        everything: Mask of all demands.
        limit: All are returned when there are at most this many, unless an early guess
            finds far more; that errs in about one of fifty disputes at the limit itself.
        found: Receives them; those found by then when the budget runs out.
    """
    source = openings_of(oracle, everything)

    def take(most: int) -> None:
        for opening, kept in islice(source, most):
            found[opening] = kept
            current().progress(len(found), unit="openings")

    if limit >= _WORTH_GUESSING:
        take(limit // _SHARE)
        if len(found) < limit // _SHARE:
            return True
        if _far_more_than(oracle, everything, limit):
            return False
    take(limit + 1 - len(found))
    return len(found) <= limit


def all_blocking_sets(openings: Sequence[int], limit: int) -> list[int] | None:
    """Return all blocking sets of a dispute with these openings, or None beyond the limit."""
    try:
        found = list(islice(transversals(openings), limit + 1))
    except (TooManyStepsError, OutOfBudget):
        return None
    return found if len(found) <= limit else None


def _far_more_than(oracle: Oracle, everything: int, limit: int) -> bool:
    """Draw openings until one comes twice; with ``limit`` of them, 4 repeats are expected."""
    seen: set[int] = set()
    random = Random(0)  # noqa: S311 - a fixed sequence of shuffles, no secret
    for _ in range(2 * isqrt(2 * limit)):
        opening = _drawn(oracle, everything, random)
        if opening in seen:
            return False
        seen.add(opening)
    return True


def _drawn(oracle: Oracle, everything: int, random: Random) -> int:
    """Return an opening: in a random order, every demand is kept that can be."""
    order = list(range(everything.bit_length()))
    random.shuffle(order)
    chosen = kept = 0
    for k in order:
        if not kept >> k & 1:
            more = oracle.keep(chosen | 1 << k)
            if more is None:
                continue
            kept = more.demands
        chosen |= 1 << k
    return everything & ~chosen
