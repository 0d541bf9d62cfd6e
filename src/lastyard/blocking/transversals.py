"""Minimal hitting sets of a family of sets: blocking sets from openings.

A set of demands blocks when it meets every opening, so the blocking sets are the minimal
hitting sets of the openings (Reiter 1987; Birnbaum & Lozinskii 2003). Enumerated depth
first with critical sets: an element stays only while it alone hits some set, so that no
set comes twice and none is tested for minimality afterwards (MMCS: Murakami & Uno 2014).

Example:
    >>> sorted(transversals([0b011, 0b110]))
    [2, 5]
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lastyard.budget import current, spend
from lastyard.case.conditions.tree import bits

__all__ = ["TooManyStepsError", "transversals"]

_STEPS = 1_000_000


class TooManyStepsError(Exception):
    """The budget of steps ran out before all sets were found."""


def transversals(family: Sequence[int], steps: int = _STEPS) -> Iterator[int]:
    """Yield every minimal set that meets each set of a family, as masks.

    Args:
        family: Masks. An empty mask cannot be met: then nothing is yielded.
        steps: Greatest number of partial sets to look at.

    Raises:
        TooManyStepsError: When more steps would be needed.
    """
    if not all(family):
        return
    steps = current().steps(steps)
    elements = 0
    for member in family:
        elements |= member
    hits = dict.fromkeys(bits(elements), 0)
    for place, member in enumerate(family):
        for element in bits(member):
            hits[element] |= 1 << place
    start = (0, (1 << len(family)) - 1, elements, ())
    waiting: list[tuple[int, int, int, tuple[int, ...]]] = [start]
    while waiting:
        steps -= 1
        spend(4 + len(family) // 16)
        if steps < 0:
            raise TooManyStepsError
        chosen, unmet, candidates, critical = waiting.pop()
        if not unmet:
            yield chosen
            continue
        branch = _fewest_candidates(family, unmet, candidates)
        allowed = candidates & ~branch
        for element in bits(branch):
            met = hits[element]
            left = tuple(own & ~met for own in critical)
            if all(left):
                waiting.append((chosen | 1 << element, unmet & ~met, allowed, (*left, unmet & met)))
            # Later branches may use this element: sets are told apart by the first chosen.
            allowed |= 1 << element


def _fewest_candidates(family: Sequence[int], unmet: int, candidates: int) -> int:
    """Return the candidates within the unmet set that leaves the fewest, looking at some."""
    best, fewest = 0, -1
    for looked, place in enumerate(bits(unmet)):
        inside = family[place] & candidates
        number = inside.bit_count()
        if fewest < 0 or number < fewest:
            best, fewest = inside, number
        if number <= 1 or looked >= 32:
            break
    return best
