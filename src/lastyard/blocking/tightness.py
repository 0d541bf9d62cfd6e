"""Which demands leave the least room, when a package satisfies everything.

Example:
    >>> from lastyard.case.conditions.tree import TRUE, OneOf
    >>> from lastyard.blocking.dispute import Demand, Dispute
    >>> soon = Demand("soon", "north", OneOf("days", 0b00111), 0.9)
    >>> long = Demand("long", "south", OneOf("days", 0b11110), 0.9)
    >>> [(t.demand, t.if_dropped, t.gained) for t in tightness(Dispute({"days": 5}, TRUE, (soon, long)))]
    [('long', 3, 1), ('soon', 4, 2)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.blocking.dispute import Dispute
from lastyard.space import Space

__all__ = ["Tightness", "tightness"]


@dataclass(frozen=True, slots=True)
class Tightness:
    """What one demand costs the others in freedom.

    Attributes:
        demand: Its id.
        if_dropped: How many packages could be agreed if this demand alone were dropped.
        gained: ``if_dropped`` less the packages that can be agreed now: those that this
            demand alone stands against. Where every party must accept, it is also the
            number of packages that satisfy everything else and its *opposite*.
    """

    demand: str
    if_dropped: int
    gained: int


def tightness(dispute: Dispute) -> Sequence[Tightness]:
    """Count what each demand leaves and takes, exactly.

    Returns:
        One entry a demand; those whose opposite would leave the fewest packages first
        (then by id). Read from the other end, it is the demands whose dropping gains most.

    Raises:
        SearchTooLargeError: If counting exactly exceeds the search budget.
    """
    everything = range(len(dispute.demands))
    space = Space(dispute.sizes, also=(dispute.satisfied_by(everything),))
    now = space.where(dispute.satisfied_by(everything)).count()
    result = []
    for k, demand in enumerate(dispute.demands):
        others = dispute.satisfied_by(other for other in everything if other != k)
        left = space.where(others).count()
        result.append(Tightness(demand.id, left, left - now))
    return tuple(sorted(result, key=lambda each: (each.gained, each.demand)))
