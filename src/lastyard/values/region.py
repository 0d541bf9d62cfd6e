"""The inside of a polytope of value functions: free coordinates, a point to start from, and linear programs.

A sampler needs a set with an inside. Equalities, and inequalities that can only
hold with equality, are found and eliminated first: every point is ``origin +
basis @ z`` with z in ``{z: faces @ z <= room}``, which has an inside. The implied
equalities come from one linear program on the homogenised system, whose optimum
leaves slack on every inequality that can have any (Freund, Roundy & Todd 1985).

Only plain array sums are used, no BLAS or LAPACK: these may round differently
with another number of threads, and then the same seed would not give the same
bytes.

Example:
    >>> triangle = region(np.vstack([np.eye(3)]), np.zeros(3), np.ones((1, 3)), np.ones(1))
    >>> triangle.dimension
    2
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import highspy
import numpy as np

from lastyard.budget import current, spend
from lastyard.streams import quiet
from lastyard.values.problem import Bound, ValuesError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from lastyard.values.problem import Constraint, ValueProblem

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


def run(solver: highspy.Highs) -> None:
    """Run a solver of :func:`new_solver`, whoever else in this process uses HiGHS.

    All solvers of a process share their threads, and one that asks for another number of them
    than the first one did does not start. It takes what there is then, and still works on one.
    """
    solver.run()
    if solver.getModelStatus() == highspy.HighsModelStatus.kNotset:
        solver.setOptionValue("threads", 0)
        solver.run()


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
    """A set ``{x: rows @ x >= bounds (== where equal), low <= x <= high}``.

    HiGHS (Huangfu & Hall 2018) through highspy: the constraints are passed once, each
    new goal starts from the basis of the one before. Serial simplex, so the answers
    do not depend on the number of threads.

    Example:
        >>> rows, bounds, equal = np.array([[1.0, 1.0]]), np.array([1.0]), np.array([True])
        >>> program = Program(rows, bounds, equal, np.zeros(2), np.ones(2))
        >>> program.minimise(np.array([2.0, 1.0])).value
        1.0
    """

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
        run(self._solver)
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


_PIVOT = 1e-9


class EmptyRegionError(ValuesError):
    """No point satisfies all constraints."""


@dataclass(frozen=True, slots=True, eq=False)
class Region:
    """A polytope with an inside, as an affine image of free coordinates z.

    Attributes:
        origin: The point of z = 0, strictly inside.
        basis: Shape (unknowns, dimension).
        faces: Shape (faces, dimension).
        room: Shape (faces,); all positive, since z = 0 is inside.
    """

    origin: NDArray[np.float64]
    basis: NDArray[np.float64]
    faces: NDArray[np.float64]
    room: NDArray[np.float64]

    @property
    def dimension(self) -> int:
        """How many free coordinates there are; 0 for a single point."""
        return int(self.basis.shape[1])


def product(left: NDArray[np.float64], right: NDArray[np.float64]) -> NDArray[np.float64]:
    """Matrix product that rounds the same way on any number of threads."""
    result: NDArray[np.float64] = np.einsum("ij,jk->ik", left, right, optimize=False)
    return result


def region(
    rows: NDArray[np.float64],
    bounds: NDArray[np.float64],
    equal_rows: NDArray[np.float64],
    equal_bounds: NDArray[np.float64],
) -> Region:
    """The inside of ``{x: rows @ x >= bounds, equal_rows @ x == equal_bounds}``.

    Raises:
        EmptyRegionError: There is no such point.
        ValuesError: The set is not bounded.
    """
    inner, free = _interior(rows, bounds, equal_rows, equal_bounds)
    basis = _null_space(np.vstack([equal_rows, rows[~free]]))
    faces = product(-rows[free], basis)
    room = np.sum(rows[free] * inner, axis=1) - bounds[free]
    moves = np.max(np.abs(faces), axis=1, initial=0.0) > _PIVOT
    faces, room = faces[moves], room[moves]
    scale = np.sqrt(np.sum(faces * faces, axis=1))
    faces, room = faces / scale[:, None], room / scale
    # Many constraints say the same: keep each face once.
    _, first = np.unique(np.round(np.column_stack([faces, room]), 12), axis=0, return_index=True)
    keep = np.sort(first)
    faces, room = faces[keep], room[keep]
    if basis.shape[1]:
        centre = _deepest(faces, room)
        inner = inner + np.sum(basis * centre, axis=1)
        room = room - np.sum(faces * centre, axis=1)
    return Region(inner, basis, faces, room)


def _interior(
    rows: NDArray[np.float64],
    bounds: NDArray[np.float64],
    equal_rows: NDArray[np.float64],
    equal_bounds: NDArray[np.float64],
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """A point with slack wherever there can be any, and which inequalities have it."""
    count, size = rows.shape
    spend((count + len(equal_rows)) * (size + count) // 50)
    # Unknowns: x, a slack in [0, 1] for each inequality, and the scale t >= 1.
    above = np.hstack([rows, -np.eye(count), -bounds[:, None]])
    level = np.hstack([equal_rows, np.zeros((len(equal_rows), count)), -equal_bounds[:, None]])
    low = np.concatenate([np.full(size, -highspy.kHighsInf), np.zeros(count), [1.0]])
    high = np.concatenate([np.full(size, highspy.kHighsInf), np.ones(count), [highspy.kHighsInf]])
    goal = np.concatenate([np.zeros(size), -np.ones(count), [0.0]])
    lines = np.vstack([above, level])
    is_equal = np.arange(len(lines)) >= count
    best = Program(lines, np.zeros(len(lines)), is_equal, low, high).minimise(goal)
    if best is None:
        raise EmptyRegionError("no point satisfies all constraints")
    return best.point[:size] / best.point[-1], best.point[size : size + count] > 0.5


def _null_space(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """A basis of ``{x: rows @ x == 0}`` by Gauss-Jordan elimination with full pivoting."""
    work = np.array(rows, dtype=np.float64)
    spend(work.size * min(work.shape) // 200)
    size = work.shape[1]
    pivots: list[tuple[int, int]] = []
    open_rows = np.ones(len(work), dtype=np.bool_)
    while open_rows.any():
        sizes = np.where(open_rows[:, None], np.abs(work), 0.0)
        line, column = divmod(int(np.argmax(sizes)), size)
        if sizes[line, column] <= _PIVOT:
            break
        work[line] /= work[line, column]
        factors = work[:, column].copy()
        factors[line] = 0.0
        work -= factors[:, None] * work[line]
        open_rows[line] = False
        pivots.append((line, column))
    taken = {column for _, column in pivots}
    free = [column for column in range(size) if column not in taken]
    basis = np.zeros((size, len(free)))
    for place, column in enumerate(free):
        basis[column, place] = 1.0
        for line, pivot in pivots:
            basis[pivot, place] = -work[line, column]
    return basis


def _deepest(faces: NDArray[np.float64], room: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the centre of the largest ball inside (Chebyshev centre)."""
    size = faces.shape[1]
    rows = np.hstack([-faces, -np.ones((len(faces), 1))])
    low = np.full(size + 1, -highspy.kHighsInf)
    high = np.full(size + 1, highspy.kHighsInf)
    # A ball that outgrows the values' own range shows a set without bounds.
    low[-1], high[-1] = 0.0, 1e6
    goal = np.zeros(size + 1)
    goal[-1] = -1.0
    equal = np.zeros(len(faces), dtype=np.bool_)
    best = Program(rows, -room, equal, low, high).minimise(goal)
    if best is None or best.point[-1] <= 0:
        raise EmptyRegionError("the constraints leave no inside")
    if best.point[-1] >= 1e6:
        raise ValuesError("the constraints leave the values without bounds")
    return best.point[:size]


_NONE = 1e-9

# Gaps between points of a run weigh so much at least, and at most: chains mix badly beyond.
_GAPS = (0.25, 4.0)


@dataclass(frozen=True, slots=True, eq=False)
class Shapes:
    """Free points of a party's value function, at a stake of 1 on every issue.

    Attributes:
        point: For each break point of each issue, its free point, or -1 where fixed.
        fixed: For each break point, its value where it is fixed, else 0.
        owner: For each free point, its issue.
        runs: Free points in increasing order of value; each is in one run.
        gaps: Per run, the weight of each gap: below its first point, between points, above its last.
            Gaps are drawn from a Dirichlet distribution with these weights: uniform orders where all
            are 1, as on equal steps. The mean is 1 and they follow the distances, so that worth is
            expected to run straight, whatever numbers happened to be named.
    """

    point: NDArray[np.intp]
    fixed: NDArray[np.float64]
    owner: NDArray[np.intp]
    runs: tuple[NDArray[np.intp], ...]
    gaps: tuple[NDArray[np.float64], ...]

    def draw(
        self, random: np.random.Generator, runs: Sequence[NDArray[np.intp]], count: int
    ) -> NDArray[np.float64]:
        """Draws of these runs, independent, from their prior; shape (free points, count).

        Other free points are left at 0.
        """
        drawn = np.zeros((self.owner.size, count))
        weights = {int(run[0]): gaps for run, gaps in zip(self.runs, self.gaps, strict=True)}
        for run in runs:
            gaps = weights[int(run[0])]
            if (gaps == 1.0).all():
                drawn[run] = np.sort(random.random((run.size, count)), axis=0)
                continue
            sizes = np.maximum(random.standard_gamma(gaps[:, None], (gaps.size, count)), 1e-300)
            sizes /= np.add.reduce(sizes, axis=0)
            drawn[run] = np.minimum(np.cumsum(sizes, axis=0)[:-1], 1.0)
        return drawn

    def values(
        self, free: NDArray[np.float64], stakes: NDArray[np.float64], issue_of: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Values of all break points: free points and stakes have one draw a column."""
        share = np.repeat(self.fixed[:, None], stakes.shape[1], axis=1)
        open_points = self.point >= 0
        share[open_points] = free[self.point[open_points]]
        return share * stakes[issue_of]


def shapes_of(problem: ValueProblem) -> Shapes:
    """The shapes that a party's sure positions and directions leave.

    Sure positions and directions fix some break points at 0 or 1, and put what is left in
    order. So the shapes of a party are fixed points and
    *runs*: free points in increasing order, uniform among all such orders, independent of
    each other. A free point without neighbours in order is a run of its own.

    Raises:
        EmptyRegionError: They exclude one another.

    Example:
        >>> from lastyard.values.problem import Peak
        >>> from lastyard.values.problem import Scale
        >>> from lastyard.values.problem import translate
        >>> problem = translate([Scale.ordered("ground", 5)], [Peak("middle", 0, 3)])
        >>> shapes = shapes_of(problem)
        >>> shapes.point.tolist(), [run.tolist() for run in shapes.runs]
        ([0, 1, 2, -1, 3], [[0, 1, 2], [3]])
    """
    layout = problem.layout
    point = np.full(layout.values, -1, dtype=np.intp)
    fixed = np.zeros(layout.values)
    owner: list[int] = []
    runs: list[NDArray[np.intp]] = []
    gaps: list[NDArray[np.float64]] = []
    said: list[list[Constraint]] = [[] for _ in layout.scales]
    issue_of = np.repeat(np.arange(len(layout.scales)), np.diff(layout.starts))
    for constraint in problem.constraints:
        if constraint.shape and constraint.confidence >= 1.0:
            touched = np.flatnonzero(constraint.row[: layout.values])
            said[int(issue_of[touched[0]])].append(constraint)
    for issue, constraints in enumerate(said):
        block = layout.block(issue)
        bounds = _Bounds(block.stop - block.start)
        for constraint in constraints:
            level = constraint.bound - float(constraint.row[layout.stake(issue)])
            bounds.read(constraint.row[block], level, constraint.equal)
        for saying in problem.sayings:
            if isinstance(saying, Bound) and saying.issue == issue and saying.confidence >= 1.0:
                bounds.within(saying, layout.scales[issue].breaks)
        bounds.spread(layout.scales[issue].name)
        fixed[block] = np.where(bounds.low == bounds.high, bounds.low, 0.0)
        breaks = layout.scales[issue].breaks
        for run in bounds.runs():
            runs.append(len(owner) + np.arange(len(run), dtype=np.intp))
            gaps.append(bounds.gaps(run, breaks))
            point[block.start + np.array(run)] = runs[-1]
            owner += [issue] * len(run)
    return Shapes(point, fixed, np.array(owner, dtype=np.intp), tuple(runs), tuple(gaps))


class _Bounds:
    """Limits of the break points of one issue, and the order between neighbours."""

    def __init__(self, points: int) -> None:
        self.low, self.high = np.zeros(points), np.ones(points)
        # Whether each point is at most, and at least, the one after it.
        self.rises = np.zeros(max(points - 1, 0), dtype=np.bool_)
        self.falls = np.zeros(max(points - 1, 0), dtype=np.bool_)

    def read(self, row: NDArray[np.float64], level: float, equal: bool) -> None:
        """Take in ``row @ shape >= level``, or ``==``."""
        touched = np.flatnonzero(row)
        if equal and np.all(row[touched] > 0):
            # A mix of neighbours is at the top, or at the bottom, only when both are.
            if abs(level - float(row.sum())) < _NONE:
                self.low[touched] = 1.0
                return
            if abs(level) < _NONE:
                self.high[touched] = 0.0
                return
        elif not equal and abs(level) < _NONE and touched.size == 2:
            first, second = (int(place) for place in touched)
            if second == first + 1 and row[first] == -row[second]:
                (self.rises if row[second] > 0 else self.falls)[first] = True
                return
        raise ValuesError("a position or direction has a form that the sampler does not know")

    def within(self, saying: Bound, breaks: NDArray[np.intp]) -> None:
        """Let worth go on within a bound as is likely: up or down to its end, or level."""
        if saying.within == "up":
            self.rises[:], self.low[-1] = True, 1.0
        elif saying.within == "down":
            self.falls[:], self.low[0] = True, 1.0
        elif saying.within == "flat":
            self.low[(breaks >= saying.low) & (breaks <= saying.high)] = 1.0

    def gaps(self, run: Sequence[int], breaks: NDArray[np.intp]) -> NDArray[np.float64]:
        """The weights of the gaps of a run, from the distances of its points on the issue."""
        if len(run) < 2:
            return np.ones(2)
        way = 1 if run[0] < run[-1] else -1
        between = np.abs(np.diff(breaks[list(run)])).tolist()
        mean = sum(between) / len(between)
        # Where nothing is known beyond a point, or it is far, its gap is as wide as the others.
        beyond = []
        for end, other in ((run[0], run[0] - way), (run[-1], run[-1] + way)):
            known = 0 <= other < len(breaks) and self.low[other] == self.high[other]
            beyond.append(abs(float(breaks[end] - breaks[other])) if known else mean)
        wide = np.array([beyond[0], *between, beyond[1]])
        weights: NDArray[np.float64] = np.clip(wide / wide.mean(), *_GAPS)
        return weights

    def spread(self, name: str) -> None:
        """Carry limits along the order until nothing changes."""
        tops = [k for k in range(self.low.size) if self.rises[:k].all() and self.falls[k:].all()]
        if len(tops) == 1 and self.rises.size:
            # What worth rises up to and falls from is the best, though only two demands say so.
            self.low[tops] = 1.0
        for places in (range(self.rises.size), reversed(range(self.rises.size))):
            for place in places:
                for order, below, above in (
                    (self.rises, place, place + 1),
                    (self.falls, place + 1, place),
                ):
                    if order[place]:
                        self.low[above] = max(self.low[above], self.low[below])
                        self.high[below] = min(self.high[below], self.high[above])
        level = self.rises & self.falls & (self.low < self.high)[1:] & (self.low < self.high)[:-1]
        if np.any(self.low > self.high) or level.any():
            raise EmptyRegionError(
                f"issue {name!r}: the positions, directions and demands exclude one another"
            )

    def runs(self) -> list[list[int]]:
        """Free points in runs of increasing value."""
        found: list[list[int]] = []
        before = -2
        for place in np.flatnonzero(self.low < self.high).tolist():
            if before == place - 1 and self.rises[before]:
                found[-1].append(place)
            elif before == place - 1 and self.falls[before]:
                found[-1].insert(0, place)
            else:
                found.append([place])
            before = place
        return found
