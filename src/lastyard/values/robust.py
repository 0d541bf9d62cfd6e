"""The package whose worst case is best: max-min over all that the parties may want.

The surplus of a package is its value over the reservation value; its worst case for a
party is the least surplus over every value function that fits what the party said, one
linear program (docs/model.md, section 6). Instead of one large mixed-integer program by duality,
*cuts* (Kelley 1960; Benders 1962): each linear program's optimal point is one value
function, and no package's worst case is above its surplus under that one. So the package
with the largest bound is looked at next, its worst cases are worked out, and their points
lower the bounds of all others, until the best found meets the largest bound left.

Among packages that are listed the bounds are kept one by one (:func:`robust_among`). Beyond,
the cuts are first made where packages may be mixed, which takes linear programs only and
bounds them all; then a mixed-integer program over these cuts names the next package
(:func:`robust_search`). Stopped early, the bound says how much better another could be.

Example:
    >>> from lastyard.values.problem import Peak, Takes
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> north = translate(scales, [Peak("all", 0, 2), Takes("least", ((0, 1), (1, 0)))])
    >>> south = translate(scales, [Peak("none", 0, 0), Takes("most", ((0, 1), (1, 1)))])
    >>> every = np.array([[i, j] for i in range(3) for j in range(2)])
    >>> found = robust_among([north, south], every)
    >>> found.exact, bool(found.least <= found.bound)
    (True, True)
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import highspy
import numpy as np

from lastyard.budget import current, spend
from lastyard.values.certainty import ContradictionError
from lastyard.values.problem import ValuesError
from lastyard.values.region import new_solver, product, program, run

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.problem import ValueProblem

_MET = 1e-7
_DIGITS = 9
_MOST_PROGRAMS = 4_000
_MOST_MIXED = 60
_MOST_ROUNDS = 10
_MOST_NODES = 200
_KEPT = 20
# Beyond this many figures in the cuts, a program in whole options takes minutes.
_MOST_WHOLE = 12_000

Forbidden = Callable[[tuple[int, ...]], "tuple[int, ...] | None"]
"""From a package to the issues whose options no package may have together; None if allowed."""


@dataclass(frozen=True, slots=True, eq=False)
class Cut:
    """One value function of one party that some package's worst case rests on.

    Attributes:
        party: The party.
        tables: Per issue, the value of every option.
        reservation: Its reservation value.
    """

    party: int
    tables: tuple[NDArray[np.float64], ...]
    reservation: float

    def surplus(self, packages: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return the surplus of packages under it, shape (packages,)."""
        total = np.full(len(packages), -self.reservation)
        for issue, table in enumerate(self.tables):
            total += table[packages[:, issue]]
        return total


@dataclass(frozen=True, slots=True, eq=False)
class Robust:
    """The package with the best worst case.

    Attributes:
        package: Option indices.
        worst: Its least surplus to each party, from -1 to 1 unless a stated reservation
            value lies outside of what packages are worth.
        bound: No package has a larger least surplus.
        cuts: The value functions that bound the others, one from each linear program solved.
    """

    package: tuple[int, ...]
    worst: tuple[float, ...]
    bound: float
    cuts: tuple[Cut, ...]

    @property
    def least(self) -> float:
        """The least surplus of all parties."""
        return min(self.worst)

    @property
    def exact(self) -> bool:
        """Whether the bound is met, up to the solver's tolerance."""
        return self.bound - self.least <= 2 * _MET


def robust_among(
    problems: Sequence[ValueProblem],
    packages: NDArray[np.integer],
    *,
    most_programs: int = _MOST_PROGRAMS,
) -> Robust:
    """The package with the best worst case among some.

    Args:
        problems: What each party said, over the same issues.
        packages: Option indices, shape (packages, issues); of equals the first is taken.
        most_programs: Linear programs after which to stop.

    Raises:
        ContradictionError: No value function fits what a party said.
        ValuesError: No parties or no packages.
    """
    if not problems or not len(packages):
        raise ValuesError("there must be at least one party and one package")
    table = problems[0].layout.check_packages(packages)
    worlds = _Worlds(problems)
    active, bounds = np.arange(len(table)), np.full(len(table), np.inf)
    best, worst = -1, (-np.inf,) * len(problems)
    while active.size and len(worlds.cuts) < most_programs:
        at = int(active[np.argmax(bounds[active])])
        found, cuts = worlds.worst(worlds.goals(tuple(table[at].tolist())))
        for cut in cuts:
            bounds[active] = np.minimum(bounds[active], cut.surplus(table[active]))
        bounds[at] = min(bounds[at], *found)
        if min(found) > min(worst):
            best, worst = at, found
        active = active[(bounds[active] > min(worst) + _MET) & (active != at)]
    bound = max(min(worst), float(bounds[active].max(initial=-np.inf)))
    return Robust(tuple(table[best].tolist()), worst, bound, tuple(worlds.cuts))


def robust_search(
    problems: Sequence[ValueProblem],
    menus: Sequence[NDArray[np.integer]],
    forbidden: Forbidden,
    start: Robust,
    *,
    most_rounds: int = _MOST_ROUNDS,
    most_nodes: int = _MOST_NODES,
) -> Robust:
    """The package with the best worst case among more than can be listed.

    Args:
        problems: What each party said, over the same issues.
        menus: Per issue, the options to choose from.
        forbidden: Why a package is not allowed.
        start: A first answer, from :func:`robust_among`, with its cuts.
        most_rounds: Mixed-integer programs after which to stop.
        most_nodes: Nodes of each after which it is stopped.
    """
    worlds = _Worlds(problems)
    master = _Master(menus, _tightest(start), most_nodes)
    best, bound = start, float("inf")
    for _ in range(_MOST_MIXED):
        shares, limit = master.mixed()
        bound = min(bound, limit)
        worst, cuts = worlds.worst(master.mixture(worlds, shares))
        for cut in cuts:
            master.add(cut)
        if min(worst) >= limit - _MET or bound <= best.least + _MET:
            break
    master.whole()
    for _ in range(most_rounds if master.figures <= _MOST_WHOLE else 0):
        if bound <= best.least + _MET:
            break
        package, limit = master.next()
        bound = min(bound, limit)
        if package is None:
            break
        reason = forbidden(package)
        if reason is not None:
            master.forbid(package, reason)
            continue
        worst, cuts = worlds.worst(worlds.goals(package))
        for cut in cuts:
            master.add(cut)
        if min(worst) > best.least:
            best = Robust(package, worst, bound, ())
    every = (*start.cuts, *worlds.cuts)
    return Robust(best.package, best.worst, max(bound, best.least), every)


def _tightest(start: Robust) -> list[Cut]:
    """Return the cuts that say most of the best package so far."""
    package = np.array([start.package])
    surplus = [float(cut.surplus(package)[0]) for cut in start.cuts]
    return [start.cuts[k] for k in np.argsort(surplus, kind="stable")[:_KEPT]]


class _Worlds:
    """The worst cases of packages, each with the value function behind it."""

    def __init__(self, problems: Sequence[ValueProblem]) -> None:
        self.problems = problems
        self.solvers = [program(list(p.constraints), p.layout.size) for p in problems]
        self.cuts: list[Cut] = []

    def goals(self, package: tuple[int, ...]) -> list[NDArray[np.float64]]:
        """Return, per party, the surplus of a package as a row on its unknowns."""
        rows = [p.layout.rows(np.array([package]))[0] for p in self.problems]
        for row, problem in zip(rows, self.problems, strict=True):
            row[problem.layout.reservation] -= 1.0
        return rows

    def worst(self, goals: Sequence[NDArray[np.float64]]) -> tuple[tuple[float, ...], list[Cut]]:
        """Return the least surplus to each party, and the cuts that show it."""
        found, cuts = [], []
        parties = zip(self.problems, self.solvers, goals, strict=True)
        for party, (problem, solver, goal) in enumerate(parties):
            layout = problem.layout
            optimum = solver.minimise(goal)
            if optimum is None:
                raise ContradictionError(
                    "the party's statements contradict each other, so nothing follows from them"
                )
            # The solver is no more exact than that, and its last digits depend on its release.
            found.append(round(optimum.value, _DIGITS))
            tables = tuple(
                product(scale.interpolation(), optimum.point[layout.block(issue), None])[:, 0]
                for issue, scale in enumerate(layout.scales)
            )
            cuts.append(Cut(party, tables, float(optimum.point[layout.reservation])))
        self.cuts += cuts
        return tuple(found), cuts


class _Master:
    """A mixed-integer program: the package with the largest bound under the cuts."""

    def __init__(
        self, menus: Sequence[NDArray[np.integer]], cuts: Sequence[Cut], most_nodes: int
    ) -> None:
        self.menus = menus
        self.starts = np.concatenate(([0], np.cumsum([len(menu) for menu in menus])))
        self.least = int(self.starts[-1])
        self.figures = 0
        solver = new_solver(mip_rel_gap=0.0, mip_abs_gap=_MET / 2, mip_max_nodes=most_nodes)
        infinity = highspy.kHighsInf
        for _ in range(self.least):
            solver.addVar(0.0, 1.0)
        solver.addVar(-infinity, infinity)
        solver.changeColCost(self.least, -1.0)
        for first, last in zip(self.starts, self.starts[1:], strict=False):
            columns = np.arange(first, last, dtype=np.int32)
            solver.addRow(1.0, 1.0, len(columns), columns, np.ones(len(columns)))
        self.solver = solver
        for cut in cuts:
            self.add(cut)

    def add(self, cut: Cut) -> None:
        """Bound the least surplus by that under one value function."""
        values = np.concatenate(
            [table[menu] for table, menu in zip(cut.tables, self.menus, strict=True)]
        )
        columns = np.arange(self.least + 1, dtype=np.int32)
        row = np.append(values, -1.0)
        self.figures += len(row)
        self.solver.addRow(cut.reservation, highspy.kHighsInf, len(row), columns, row)

    def forbid(self, package: tuple[int, ...], issues: tuple[int, ...]) -> None:
        """Leave out every package with the same options on some issues."""
        columns = np.array(
            [
                self.starts[i] + int(np.searchsorted(self.menus[i], package[i]))
                for i in sorted(issues)
            ],
            dtype=np.int32,
        )
        most = len(columns) - 1.0
        self.solver.addRow(-highspy.kHighsInf, most, len(columns), columns, np.ones(len(columns)))

    def mixed(self) -> tuple[NDArray[np.float64], float]:
        """Return the best mixture of options under the cuts, and its bound for packages."""
        self._run()
        values = np.asarray(self.solver.getSolution().col_value)
        return values[: self.least], float(values[self.least])

    def mixture(self, worlds: _Worlds, shares: NDArray[np.float64]) -> list[NDArray[np.float64]]:
        """Return, per party, the surplus of a mixture of options as a row on its unknowns."""
        rows = []
        for problem in worlds.problems:
            layout = problem.layout
            row = np.zeros(layout.size)
            row[layout.reservation] = -1.0
            for issue, scale in enumerate(layout.scales):
                own = shares[self.starts[issue] : self.starts[issue + 1]]
                table = scale.interpolation()[self.menus[issue]]
                row[layout.block(issue)] = np.einsum("o,ob->b", own, table, optimize=False)
            rows.append(row)
        return rows

    def _run(self) -> None:
        """Run within the budget, which is taken beforehand: nodes have no sizes of their own."""
        columns, rows = self.solver.getNumCol(), self.solver.getNumRow()
        each = 3 + (columns + rows) // 20
        spend(self.figures // 50 + 100)
        budget = current()
        most = min(2_000_000_000, budget.afford(1 << 60) // each + 1)
        self.solver.setOptionValue("simplex_iteration_limit", most)
        self.solver.setOptionValue("mip_max_leaves", most)
        run(self.solver)
        budget.spend(max(0, self.solver.getInfo().simplex_iteration_count) * each)

    def whole(self) -> None:
        """From now on take one option an issue, no mixtures."""
        columns = np.arange(self.least, dtype=np.int32)
        kind = np.full(self.least, highspy.HighsVarType.kInteger)
        self.solver.changeColsIntegrality(self.least, columns, kind)

    def next(self) -> tuple[tuple[int, ...] | None, float]:
        """Return the best package under the cuts, if one was found, and the proved bound."""
        self._run()
        if self.solver.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            return None, -float("inf")
        info = self.solver.getInfo()
        bound = -float(info.mip_dual_bound)
        values = np.asarray(self.solver.getSolution().col_value)
        if info.primal_solution_status != 2 or not values.size:  # no whole solution was found
            return None, bound
        chosen = [
            int(menu[np.argmax(values[first:last])])
            for menu, first, last in zip(self.menus, self.starts, self.starts[1:], strict=False)
        ]
        return tuple(chosen), bound
