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
from threading import Event, Thread
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
    """
    within = solver if isinstance(solver, Within) else Within(solver)
    return within.solve(assumptions)


def _answer(solver: Any, assumptions: list[int]) -> bool | None:
    """Return what one call finds; Ctrl-C is heard when it ends.

    In the main thread these solvers have a handler for Ctrl-C of their own, which jumps out of their midst: what is
    left of them aborts the process when it is used again.
    """
    if not hasattr(solver.solver, "cadical"):
        answer: bool | None = solver.solve_limited(assumptions=assumptions, expect_interrupt=True)
        return answer
    found: list[bool | None] = []
    ended, interrupted = Event(), False

    def work() -> None:
        try:
            found.append(solver.solve_limited(assumptions=assumptions))
        finally:
            ended.set()

    Thread(target=work).start()
    # Not with Thread.join: once that was interrupted, Python 3.11 takes the thread for ended.
    while not ended.is_set():
        try:
            ended.wait()
        except KeyboardInterrupt:
            interrupted = True
    if interrupted:
        raise KeyboardInterrupt
    return found[0]


class Within:
    """A solver all of whose calls are within the budget, for code that is not ours.

    Args:
        solver: The solver.
    """

    def __init__(self, solver: Any) -> None:
        self._solver = solver
        # To ask the system for the time of every call can take longer than the calls.
        solver.solver.use_timer = False
        self._done = _work(solver)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._solver, name)

    def solve(self, assumptions: Sequence[int] = (), **_: Any) -> bool:
        """Solve within the budget."""
        budget = current()
        budget.spend(10 + len(assumptions) // 4)
        while True:
            self._solver.conf_budget(_CONFLICTS)
            answer = _answer(self._solver, list(assumptions))
            before, self._done = self._done, _work(self._solver)
            budget.spend(self._done - before)
            if answer is not None:
                return bool(answer)

    # To the caller both are the same: there is an answer, or the budget ran out.
    solve_limited = solve


def _work(solver: Any) -> int:
    """Return about the units of work that a solver has done so far."""
    counted = solver.accum_stats()
    each = 3 + solver.nof_vars() // 100
    return int(counted["conflicts"] * each + counted["propagations"] // 10)
