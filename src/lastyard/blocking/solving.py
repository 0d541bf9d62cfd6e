"""Calls of a satisfiability solver within the budget of the program.

A single call may search without end, so it is given a number of conflicts at a time, and what
it did is taken from the budget. Conflicts and propagations are counted by the solver: the same on
every machine.

Example:
    >>> from pysat.solvers import Solver
    >>> with Solver(name="minisat22", bootstrap_with=[[1, 2], [-1]]) as solver:
    ...     satisfiable(solver, [-2])
    False
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.budget import current

__all__ = ["Within", "satisfiable"]

# Conflicts in one go: about half a second on the largest problems that are built.
_CONFLICTS = 20_000


def satisfiable(solver: Any, assumptions: Sequence[int] = ()) -> bool:
    """Solve under assumptions; afterwards the solver gives its model or its core.

    Args:
        solver: A solver of :mod:`pysat.solvers` that can be given a number of conflicts.
        assumptions: Literals.

    Raises:
        OutOfBudget: If the budget does not reach.
        KeyboardInterrupt: If Ctrl-C came while the solver was at work.
    """
    if isinstance(solver, Within):
        return solver.solve(assumptions)
    budget = current()
    budget.spend(10 + len(assumptions) // 4)
    before = _work(solver)
    while True:
        solver.conf_budget(_CONFLICTS)
        try:
            answer = solver.solve_limited(assumptions=list(assumptions))
        except Exception as problem:
            # The solver has a handler of its own for Ctrl-C, and tells of it by an exception.
            if "interrupt" in str(problem).lower():
                raise KeyboardInterrupt from None
            raise
        after = _work(solver)
        budget.spend(after - before)
        before = after
        if answer is not None:
            return bool(answer)


class Within:
    """A solver all of whose calls are within the budget, for code that is not ours.

    Args:
        solver: The solver.
    """

    def __init__(self, solver: Any) -> None:
        self._solver = solver
        # To ask the system for the time of every call can take longer than the calls.
        solver.solver.use_timer = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)

    def solve(self, assumptions: Sequence[int] = (), **_: Any) -> bool:
        """Solve within the budget."""
        return satisfiable(self._solver, assumptions)

    # To the caller both are the same: there is an answer, or the budget ran out.
    solve_limited = solve


def _work(solver: Any) -> int:
    """Return about the units of work that a solver has done so far."""
    counted = solver.accum_stats()
    each = 3 + solver.nof_vars() // 100
    return int(counted["conflicts"] * each + counted["propagations"] // 10)
