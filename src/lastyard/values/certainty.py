"""What follows for certain from what a party said: which packages it would accept.

Taken at their word, statements leave a polytope of value functions (docs/model.md, section
3). A package is *certainly* acceptable when it is worth its reservation value under
every one of them, *impossible* when under none, else *possible*: the necessary and
possible relations of robust ordinal regression (Greco, Mousseau & Slowinski 2008).

Each linear program that is solved answers for many packages at once. Its optimal
point is one value function: it refutes "certain" or "impossible" for every package
it disagrees with. Its multipliers are a proof: put on the statements, they bound
every other goal from below, because what is left, the stakes on a simplex and the
values below them, is minimised in closed form. No status rests on the solver alone:
points and multipliers are checked again here, and what cannot be proved stays
possible.

Example:
    >>> import numpy as np
    >>> from lastyard.values.problem import Peak, Refuses, Takes
    >>> from lastyard.values.problem import Scale
    >>> from lastyard.values.problem import translate
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> problem = translate(scales, [Takes("o", ((0, 1),)), Refuses("n", ((0, 0), (1, 0)))])
    >>> judge_packages(problem, np.array([[0, 0], [1, 1]])).statuses
    ('impossible', 'possible')
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Literal

import numpy as np

from lastyard.budget import Findings, spend
from lastyard.records import record
from lastyard.values.problem import STRICT
from lastyard.values.region import EmptyRegionError, Optimum, Program, Stacked, program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from lastyard.values.problem import ValueProblem

Status = Literal["certain", "possible", "impossible"]

# Values run from 0 to 1; a bound this close to 0 is 0 up to rounding.
PROOF = 1e-9

# A point of the polytope may miss a statement by rounding, not by more.
_MISS = 1e-7

_STATUSES: tuple[Status, ...] = ("possible", "certain", "impossible")


class ContradictionError(EmptyRegionError):
    """A party's statements contradict each other; ``contradiction`` finds which."""


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Which of many goals hold for certain, are possible or impossible.

    Attributes:
        codes: 0 possible, 1 certain, 2 impossible; one a goal.
        programs: Linear programs solved.
        method: How it was found: exact up to ``PROOF``, in favour of "possible".
    """

    codes: NDArray[np.int8]
    programs: int
    method: str = "linear programs with shared proofs"

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The same in words."""
        return tuple(_STATUSES[int(code)] for code in self.codes)


def judge_packages(problem: ValueProblem, packages: NDArray[np.integer]) -> Judgement:
    """Whether the party would certainly, possibly or never accept each package.

    Args:
        problem: What the party said.
        packages: Option indices, shape (packages, issues).

    Raises:
        ContradictionError: No value function fits all that the party said.
    """
    rows = problem.layout.rows(packages)
    rows[:, problem.layout.reservation] -= 1.0
    return judge_goals(problem, rows)


def judge_preferences(
    problem: ValueProblem, these: NDArray[np.integer], those: NDArray[np.integer]
) -> Judgement:
    """Whether each package of ``these`` is at least as good as its mate among ``those``.

    Raises:
        ContradictionError: No value function fits all that the party said.
    """
    return judge_goals(problem, problem.layout.rows(these) - problem.layout.rows(those))


def judge_goals(problem: ValueProblem, goals: NDArray[np.float64]) -> Judgement:
    """Whether ``goal @ unknowns >= 0`` holds for all, some or no value functions.

    Args:
        problem: What the party said.
        goals: Shape (goals, unknowns).

    Raises:
        ContradictionError: No value function fits all that the party said.
    """
    pool = _Pool(problem, goals)
    pool.add_points_inside()
    while pool.settle_next():
        pass
    return Judgement(pool.codes, pool.programs)


def _solved(solver: Program, goal: NDArray[np.float64]) -> Optimum:
    found = solver.minimise(goal)
    if found is None:
        raise ContradictionError(
            "the party's statements contradict each other, so nothing follows from them"
        )
    return found


class _Pool:
    """The goals, and what is settled about each."""

    def __init__(self, problem: ValueProblem, goals: NDArray[np.float64]) -> None:
        self.problem, self.goals = problem, goals
        self.solver = program(list(problem.constraints), problem.layout.size)
        said = [c for c in problem.constraints if c.source is not None]
        self._rows = np.array([c.row for c in said]).reshape(len(said), problem.layout.size)
        self._bounds = np.array([c.bound for c in said])
        self._equal = np.array([c.equal for c in said], dtype=np.bool_)
        reservation = problem.layout.reservation
        always = [c for c in problem.constraints if c.source is None and c.row[reservation] != 0]
        self._range = sorted(c.bound / c.row[reservation] for c in always)
        self.codes = np.zeros(len(goals), dtype=np.int8)
        self.may_hold_always = np.ones(len(goals), dtype=np.bool_)
        self.may_hold_never = np.ones(len(goals), dtype=np.bool_)
        self.programs = 0

    def add_points_inside(self) -> None:
        """A few value functions in different corners refute most of what is not so."""
        for goal in (self.goals.sum(axis=0), -self.goals.sum(axis=0)):
            self._refute(_solved(self.solver, goal).point)
            self.programs += 1

    def settle_next(self) -> bool:
        """Settle one open goal, and with it all that the same program answers."""
        spend(1 + self.goals.size // 300)
        for flags, sign in ((self.may_hold_always, 1.0), (self.may_hold_never, -1.0)):
            left = np.flatnonzero(flags)
            if left.size:
                found = _solved(self.solver, sign * self.goals[left[0]])
                self.programs += 1
                self._refute(found.point)
                self._prove(found.multipliers, left, sign)
                # Neither refuted nor proved is "possible": never a guess.
                flags[left[0]] = False
                return True
        return False

    def _refute(self, point: NDArray[np.float64]) -> None:
        level = np.einsum("ij,j->i", self._rows, point, optimize=False) - self._bounds
        missed = np.where(self._equal, np.abs(level), -level)
        if missed.size and missed.max() > _MISS:
            return
        for flags, against in ((self.may_hold_always, -PROOF), (self.may_hold_never, -STRICT / 2)):
            left = np.flatnonzero(flags)
            worth = np.einsum("ij,j->i", self.goals[left], point, optimize=False)
            refuted = worth < against if flags is self.may_hold_always else worth > against
            flags[left[refuted]] = False

    def _prove(self, multipliers: NDArray[np.float64], left: NDArray[np.intp], sign: float) -> None:
        """Settle the open goals that these multipliers prove."""
        count = len(self._bounds)
        given = multipliers[len(multipliers) - count :]
        weights = np.where(self._equal, given, np.maximum(given, 0.0))
        pull = np.einsum("i,ij->j", weights, self._rows, optimize=False)
        least = float(np.sum(weights * self._bounds)) + self._least_left(
            sign * self.goals[left] - pull
        )
        needed = -PROOF if sign > 0 else STRICT / 2
        proved = left[least >= needed]
        flags = self.may_hold_always if sign > 0 else self.may_hold_never
        flags[proved] = False
        self.codes[proved] = 1 if sign > 0 else 2

    def _least_left(self, costs: NDArray[np.float64]) -> NDArray[np.float64]:
        """Least cost over all value functions, statements aside, in closed form.

        On an issue with stake w each value costs least at 0 or at w; all the stake
        then goes to the issue where a unit of it costs least.
        """
        layout = self.problem.layout
        values = np.minimum(costs[:, : layout.values], 0.0)
        per_stake = np.add.reduceat(values, layout.starts[:-1], axis=1)
        per_stake += costs[:, layout.values : layout.reservation]
        low, high = self._range
        of_reservation = costs[:, layout.reservation]
        least: NDArray[np.float64] = per_stake.min(axis=1) + np.minimum(
            of_reservation * low, of_reservation * high
        )
        return least


@record(frozen=True, slots=True)
class Contradiction:
    """Statements of one party that no value function fits together.

    Attributes:
        statements: A minimal contradictory subset: without any one of them the
            others fit.
        repairs: Minimal sets whose withdrawal leaves all other statements
            consistent; for each statement of the subset one that contains it.
    """

    statements: tuple[str, ...]
    repairs: tuple[tuple[str, ...], ...]


def contradicts(problem: ValueProblem) -> bool:
    """Whether no value function fits a party's statements; one linear program."""
    return not _Asked(problem).fits(problem.sources)


# Contradictions of this process: several answers ask for those of the same party.
_CONTRADICTIONS: Findings[Contradiction | None] = Findings(1_000)


def find_contradiction(problem: ValueProblem) -> Contradiction | None:
    """A minimal contradictory subset of a party's statements, or ``None``.

    A minimal contradictory subset by the deletion filter (Chinneck & Dravnieks 1991):
    drop every statement without which the rest still contradict. A repair is a minimal
    set of statements whose withdrawal leaves the rest consistent: one at a time where
    that is enough.

    Example:
        >>> from lastyard.values.problem import Peak, Refuses, Takes
        >>> from lastyard.values.problem import Scale
        >>> from lastyard.values.problem import translate
        >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
        >>> said = [Takes("o", ((0, 1), (1, 0))), Refuses("n", ((0, 1), (1, 0)))]
        >>> find_contradiction(translate(scales, said)).statements
        ('o', 'n')
    """
    scales = tuple(scale.key for scale in problem.layout.scales)
    return _CONTRADICTIONS.find((problem.sayings, scales), lambda: _contradiction(problem))


def _contradiction(problem: ValueProblem) -> Contradiction | None:
    asked = _Asked(problem)
    everything = problem.sources
    if asked.fits(everything):
        return None
    core = _core(asked, everything)
    repairs: list[tuple[str, ...]] = []
    for source in core:
        repair = _repair(asked, everything, core, source)
        if repair not in repairs:
            repairs.append(repair)
    return Contradiction(tuple(core), tuple(repairs))


def _repair(
    asked: _Asked, everything: Sequence[str], core: Sequence[str], source: str
) -> tuple[str, ...]:
    """Return what a largest consistent set leaves out that holds the rest of the core."""
    others = [other for other in everything if other != source]
    if asked.fits(others):
        return (source,)
    # The rest of the core fits together and not with it: so it is always left out.
    kept = set(_filled(asked, sorted(others, key=lambda other: other not in core)))
    return tuple(other for other in everything if other not in kept)


def _core(asked: _Asked, sources: Sequence[str]) -> list[str]:
    """Leave out each in turn, for good where the others still contradict one another."""
    core: list[str] = []
    rest = list(sources)
    while rest:
        left_out = _most(partial(_contradict, asked, core, rest), len(rest))
        core += rest[left_out : left_out + 1]
        rest = rest[left_out + 1 :]
    return core


def _filled(asked: _Asked, sources: Sequence[str]) -> list[str]:
    """Add each in turn that still fits with those before it."""
    kept: list[str] = []
    rest = list(sources)
    while rest:
        fitting = _most(partial(_fit, asked, kept, rest), len(rest))
        kept += rest[:fitting]
        rest = rest[fitting + 1 :]
    return kept


def _contradict(asked: _Asked, core: Sequence[str], rest: Sequence[str], first: int) -> bool:
    """Whether some of the rest, from one on, still contradict one another and the core."""
    return not asked.fits([*core, *rest[first:]])


def _fit(asked: _Asked, kept: Sequence[str], rest: Sequence[str], number: int) -> bool:
    """Whether so many of the rest fit with what is kept."""
    return asked.fits([*kept, *rest[:number]])


def _most(holds: Callable[[int], bool], most: int) -> int:
    """Return the greatest number from 0 to ``most`` for which something holds.

    Args:
        holds: Whether it holds; it does for 0, and for every number below one for which it does.
        most: The greatest number to return.
    """
    low, high = 0, most + 1
    step = 1
    while low < most and high > most:
        number = min(low + step, most)
        if holds(number):
            low, step = number, 2 * step
        else:
            high = number
    while high - low > 1 and high <= most:
        number = (low + high) // 2
        if holds(number):
            low = number
        else:
            high = number
    return low


class _Asked:
    """Whether statements fit together."""

    def __init__(self, problem: ValueProblem) -> None:
        self._size = problem.layout.size
        stacked = Stacked(problem.constraints, self._size)
        # One program for all questions: ranges of unknowns never come from a statement.
        self._program = stacked.program()
        self._rows = stacked.rows
        place = {source: k for k, source in enumerate(problem.sources)}
        self._place = place
        self._owner = np.array(
            [len(place) if c.source is None else place[c.source] for c in problem.constraints],
            dtype=np.intp,
        )

    def fits(self, sources: Sequence[str]) -> bool:
        """Whether some value function fits these statements."""
        chosen = np.zeros(len(self._place) + 1, dtype=np.bool_)
        chosen[-1] = True
        chosen[[self._place[source] for source in sources]] = True
        self._program.keep(chosen[self._owner][self._rows])
        return self._program.minimise(np.zeros(self._size)) is not None
