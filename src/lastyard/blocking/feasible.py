"""Whether some package satisfies conditions: by exact search, else by a solver.

The search of :mod:`lastyard.space` is quick to set up and best on sums; a solver is best where
many small conditions are entangled (pigeonholes, say). Each gets a share of the budget.

Example:
    >>> from lastyard.conditions.tree import OneOf
    >>> feasible({"wage": 3}, [OneOf("wage", 0b011), OneOf("wage", 0b100)])
    False
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.budget import current
from lastyard.conditions.tree import All, Condition
from lastyard.space import Space

__all__ = ["feasible"]

# Steps after which the solver is asked: it costs as much to set up.
_STEPS = 20_000


def feasible(sizes: Mapping[str, int], conditions: Sequence[Condition]) -> bool:
    """Return whether some package satisfies all conditions.

    Args:
        sizes: Number of options per issue.
        conditions: The conditions.

    Raises:
        OutOfBudget: If neither way ends within the budget.
    """
    from lastyard.blocking.solver import SolverOracle, TooManyClausesError  # noqa: PLC0415
    from lastyard.blocking.talks import Talks  # noqa: PLC0415  (seldom needed)

    together = All(tuple(conditions))
    quick = current().quietly(lambda: Space(sizes, together, budget=_STEPS).exists(), 0.2)
    if quick is not None:
        return quick
    try:
        return SolverOracle(Talks(sizes, together, ())).keep(0) is not None
    except TooManyClausesError:
        return Space(sizes, together).exists()
