"""Which rules a blocking set needs: without them, its demands could be kept together.

Example, two demands that only a rule sets against one another:
    >>> from lastyard.blocking.dispute import Demand, Dispute
    >>> from lastyard.case.conditions.tree import TRUE, Any, OneOf
    >>> wage = Demand("wage", "union", OneOf("wage", 0b10), 0.9)
    >>> hours = Demand("hours", "firm", OneOf("hours", 0b01), 0.9)
    >>> dispute = Dispute({"wage": 2, "hours": 2}, TRUE, (wage, hours))
    >>> costs = Any((OneOf("wage", 0b01), OneOf("hours", 0b10)))
    >>> rules_needed(dispute, ["wage", "hours"], [costs, OneOf("wage", 0b11)])
    (0,)
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lastyard.blocking.dispute import Dispute
from lastyard.case.conditions.tree import TRUE, Condition
from lastyard.space import SearchTooLargeError, Space

__all__ = ["rules_needed"]

_STEPS = 50_000


def rules_needed(
    dispute: Dispute, demands: Collection[str], rules: Sequence[Condition]
) -> tuple[int, ...] | None:
    """Return a minimal set of rules under which these demands exclude one another.

    Rules are taken away one at a time, the last first, and left out when the demands still
    exclude one another without them [deletion-based extraction: Chinneck & Dravnieks 1991,
    "Locating minimal infeasible constraint sets in linear programs", ORSA J. Computing 3].
    Where several minimal sets of rules would do, this is one of them.

    Args:
        dispute: The dispute.
        demands: Ids of demands that no package satisfies together.
        rules: The rules one by one; together they are the rules of the dispute.

    Returns:
        Positions of rules, ascending; empty when the demands need none. None when this is
        too entangled to be searched.
    """
    kept = [k for k, demand in enumerate(dispute.demands) if demand.id in demands]
    together = replace(dispute, rules=TRUE).satisfied_by(kept)
    try:
        space = Space(dispute.sizes, together, also=rules, budget=_STEPS)
        if not space.exists():
            return ()
        needed = list(range(len(rules)))
        for k in reversed(range(len(rules))):
            without = [rules[j] for j in needed if j != k]
            if not space.where(*without).exists():
                needed.remove(k)
    except SearchTooLargeError:
        return None
    return tuple(needed)
