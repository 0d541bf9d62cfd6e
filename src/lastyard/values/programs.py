"""One warm linear program over a set of constraints, solved again for many goals.

HiGHS (Huangfu & Hall 2018) through highspy: the constraints are passed once, each
new goal starts from the basis of the one before. Serial simplex, so the answers
do not depend on the number of threads.

Example:
    >>> rows, bounds, equal = np.array([[1.0, 1.0]]), np.array([1.0]), np.array([True])
    >>> program = Program(rows, bounds, equal, np.zeros(2), np.ones(2))
    >>> program.minimise(np.array([2.0, 1.0])).value
    1.0
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from lastyard.budget import current, spend
from lastyard.streams import quiet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lastyard.values.problem import Constraint

TOLERANCE = 1e-9


class ProgramError(RuntimeError):
    """The solver stopped without an answer; a fault to report, not of the user's making."""


# Taken once and never released: the first solver of a process is made by itself.
_starting = threading.Lock()


def _first_solver() -> highspy.Highs:
    """Since 1.16 HiGHS prints a banner when it first starts, before any option can forbid it."""
    with quiet():
        return highspy.Highs()


def new_solver(**options: bool | float | str) -> highspy.Highs:
    """Return a silent solver on one thread, whose answers depend on nothing but its input.

    Args:
        options: Further options of HiGHS by name.
    """
    solver = _first_solver() if _starting.acquire(blocking=False) else highspy.Highs()
    fixed: dict[str, bool | float | str] = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": 0,
    }
    for option, value in (fixed | options).items():
        solver.setOptionValue(option, value)
    return solver


@dataclass(frozen=True, slots=True, eq=False)
class Optimum:
    """The answer to one linear program.

    Attributes:
        value: The least value of the goal.
        point: Where it is reached.
        multipliers: One a row; with them the value can be proved again.
    """

    value: float
    point: NDArray[np.float64]
    multipliers: NDArray[np.float64]


class Program:
    """A set ``{x: rows @ x >= bounds (== where equal), low <= x <= high}``."""

    def __init__(
        self,
        rows: NDArray[np.float64],
        bounds: NDArray[np.float64],
        equal: NDArray[np.bool_],
        low: NDArray[np.float64],
        high: NDArray[np.float64],
    ) -> None:
        """Pass the constraints to the solver.

        Args:
            rows: Coefficients, shape (rows, unknowns).
            bounds: Right-hand sides, shape (rows,).
            equal: Which rows hold with equality.
            low: Least value of each unknown; minus infinity for none.
            high: Largest value of each unknown.
        """
        spend(200 + rows.size // 100)
        self._size = rows.shape[1]
        self._columns = np.arange(self._size, dtype=np.int32)
        self._bounds, self._equal = bounds, equal
        self._kept = np.ones(len(bounds), dtype=np.bool_)
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = self._size, rows.shape[0]
        lp.col_cost_ = np.zeros(self._size)
        lp.col_lower_, lp.col_upper_ = low, high
        lp.row_lower_ = bounds
        lp.row_upper_ = np.where(equal, bounds, highspy.kHighsInf)
        line, column = np.nonzero(rows)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.searchsorted(line, np.arange(rows.shape[0] + 1)).astype(np.int32)
        lp.a_matrix_.index_ = column.astype(np.int32)
        lp.a_matrix_.value_ = rows[line, column]
        self._solver = new_solver(
            presolve="off",
            solver="simplex",
            primal_feasibility_tolerance=TOLERANCE,
            dual_feasibility_tolerance=TOLERANCE,
        )
        self._solver.passModel(lp)
        # An iteration changes about as many numbers as there are rows and columns.
        self._each = 3 + sum(rows.shape) // 20

    def keep(self, rows: NDArray[np.bool_]) -> None:
        """From now on only some of the rows count; the solver keeps its basis.

        Args:
            rows: Which ones, shape (rows,).
        """
        infinity = highspy.kHighsInf
        changed = np.flatnonzero(rows != self._kept)
        spend(20 + len(rows) // 20 + len(changed))
        for row in changed.tolist():
            low = float(self._bounds[row]) if rows[row] else -infinity
            high = low if rows[row] and self._equal[row] else infinity
            self._solver.changeRowBounds(row, low, high)
        self._kept = rows.copy()

    def minimise(self, goal: NDArray[np.float64]) -> Optimum | None:
        """The least value of ``goal @ x`` on the set; ``None`` when the set is empty.

        Raises:
            ProgramError: The solver found neither an optimum nor that there is none.
            OutOfBudget: The budget does not reach.
        """
        spend(20 + self._size // 10)
        self._solver.changeColsCost(self._size, self._columns, goal)
        status = self._run()
        if status == highspy.HighsModelStatus.kInfeasible:
            return None
        if status != highspy.HighsModelStatus.kOptimal:
            raise ProgramError(f"linear program: {self._solver.modelStatusToString(status)}")
        found = self._solver.getSolution()
        point = np.asarray(found.col_value)
        return Optimum(float(np.sum(goal * point)), point, np.asarray(found.row_dual))

    def _run(self) -> Any:
        status = self._within_budget()
        certain = (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kInfeasible)
        if status not in certain:
            # A warm basis can be a bad start; a cold one with presolve settles it.
            self._solver.clearSolver()
            self._solver.setOptionValue("presolve", "on")
            status = self._within_budget()
            self._solver.setOptionValue("presolve", "off")
        return status

    def _within_budget(self) -> Any:
        """Run with as many iterations as the budget reaches for, and take them from it."""
        budget = current()
        most = min(2_000_000_000, budget.afford(1 << 60) // self._each + 1)
        self._solver.setOptionValue("simplex_iteration_limit", most)
        self._solver.run()
        budget.spend(max(0, self._solver.getInfo().simplex_iteration_count) * self._each)
        return self._solver.getModelStatus()


class Stacked:
    """A party's constraints as arrays, of which programs over some can be made quickly."""

    def __init__(self, constraints: Sequence[Constraint], size: int) -> None:
        """Stack the constraints.

        Args:
            constraints: The constraints.
            size: How many unknowns there are.
        """
        self._size = size
        self._rows = np.array([c.row for c in constraints]).reshape(len(constraints), size)
        self._bounds = np.array([c.bound for c in constraints])
        self._equal = np.array([c.equal for c in constraints], dtype=np.bool_)
        always = np.array([c.source is None for c in constraints], dtype=np.bool_)
        named = self._rows != 0.0
        # "0 <= v" and "0 <= r <= 1" are kept as ranges of the unknowns, not as rows.
        self._ranges = always & ~self._equal & (named.sum(axis=1) == 1)
        self._unknown = named.argmax(axis=1) if size else np.zeros(0, dtype=np.intp)

    @property
    def rows(self) -> NDArray[np.bool_]:
        """Which constraints are rows of :meth:`program`; the others are ranges of unknowns."""
        rows: NDArray[np.bool_] = ~self._ranges
        return rows

    def program(self, among: NDArray[np.bool_] | None = None) -> Program:
        """The linear program over some of the constraints; all when left out.

        All unknowns but r lie in [0, 1].

        Args:
            among: Which constraints count, shape (constraints,).
        """
        kept = np.ones(len(self._bounds), dtype=np.bool_) if among is None else among
        low, high = np.zeros(self._size), np.ones(self._size)
        low[-1], high[-1] = -highspy.kHighsInf, highspy.kHighsInf
        places = np.flatnonzero(kept & self._ranges)
        unknown = self._unknown[places]
        factor = self._rows[places, unknown]
        limit = self._bounds[places] / factor
        np.maximum.at(low, unknown[factor > 0], limit[factor > 0])
        np.minimum.at(high, unknown[factor < 0], limit[factor < 0])
        rows = kept & ~self._ranges
        return Program(self._rows[rows], self._bounds[rows], self._equal[rows], low, high)


def program(constraints: Sequence[Constraint], size: int) -> Program:
    """The linear program over a party's constraints; all unknowns but r lie in [0, 1]."""
    return Stacked(constraints, size).program()
