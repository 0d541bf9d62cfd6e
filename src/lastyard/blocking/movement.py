"""How far the parties of an opening must move, on which issues, from where to where.

For an opening, each party in it moves from a package that its own demands allow to one
common package that satisfies everything outside the opening. The least total movement is
found exactly, as a weighted partial MaxSAT problem over the common package and one
package per party (RC2: Ignatiev, Morgado, Marques-Silva 2019).

Movement on an ordered or numeric issue is the number of steps over the number of options
less one; on any other issue a change counts 1.

Long ranges are cut to the ends of the runs of options that no condition tells apart: the
least movement is a linear programme with differences only, so it has a solution there.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from pysat.examples.rc2 import RC2
from pysat.formula import WCNF

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.encoding import Encoding, TooManyClausesError
from lastyard.blocking.moves import Movement, PartyMovement, moves_between, size_of
from lastyard.blocking.solving import Within, satisfiable
from lastyard.case.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
    bits,
)
from lastyard.case.diagnostics import RequestError
from lastyard.space import Space
from lastyard.space.cells import cells_of
from lastyard.space.pool import Pool

__all__ = ["MovementTooLargeError", "movement"]

_OPTIONS = 2_000
_CLAUSES = 300_000
_STEPS = 20_000_000


class MovementTooLargeError(RequestError):
    """The issues have too many distinguishable options for the least movement."""


def movement(
    dispute: Dispute, opening: Collection[str], ordered: Collection[str], *, most: int = _OPTIONS
) -> Movement | None:
    """Find the least movement of an opening.

    Ties go to the fewest issues touched, then to the lowest option indices, first of the
    common package in the order of the issues, then of the parties' own.

    Args:
        dispute: The dispute.
        opening: Ids of the demands that give way.
        ordered: The issues whose options are in order, numeric ones included.
        most: Greatest number of options, after cutting, over all issues.

    Returns:
        The movement, or None when the demands outside the opening leave no package. A
        single demand that no package satisfies has nowhere to move from; its party is
        left out.

    Raises:
        MovementTooLargeError: When more options than ``most`` must be told apart, or
            the conditions make too many clauses.
    """
    problem = _Problem(dispute, frozenset(opening), frozenset(ordered), most)
    best = problem.solve()
    return problem.read(best) if best is not None else None


class _Problem:
    """The clauses and costs of one opening."""

    def __init__(
        self, dispute: Dispute, opening: frozenset[str], ordered: frozenset[str], most: int
    ) -> None:
        self.sizes, self.ordered = dict(dispute.sizes), ordered
        outside = [k for k, demand in enumerate(dispute.demands) if demand.id not in opening]
        goal = dispute.satisfied_by(outside)
        self.movers = _movers(dispute, opening)
        wanted = [condition for _, _, condition in self.movers]
        self.options = _run_ends(self.sizes, [goal, *wanted])
        if sum(map(len, self.options.values())) * (1 + len(wanted)) > most:
            raise MovementTooLargeError(
                "the least movement needs more options to be told apart than the "
                f"{most} allowed; sums over long ranges do this: take coarser steps"
            )
        views = [_View(self.options, f"{k}\0") for k in range(1 + len(wanted))]
        conditions = [v.of(c) for v, c in zip(views, [goal, *wanted], strict=True)]
        sizes = {view.name(i): len(o) for view in views for i, o in self.options.items()}
        singles = [OneOf(name, 1 << k) for name, size in sizes.items() for k in range(size)]
        pool = Pool(sizes, [*conditions, *singles], _STEPS)
        try:
            self._encoding = Encoding(pool, _CLAUSES)
            for condition in conditions:
                self._encoding.require(self._encoding.literal(pool.add(condition)))
            self._views = views
            self._scale = lcm(*(size - 1 for size in self.sizes.values() if size > 1))
            self._costs: list[tuple[int, int]] = []
            for issue, options in self.options.items():
                self._measure(issue, options)
        except TooManyClausesError:
            raise MovementTooLargeError(
                f"the least movement needs more than {_CLAUSES} clauses; take coarser steps"
            ) from None
        self.rows = [self._encoding.cells(v.name(i)) for v in views for i in self.options]

    def _measure(self, issue: str, options: tuple[int, ...]) -> None:
        """Give every step between the common package and a party's own its cost."""
        encoding = self._encoding
        touched = encoding.variable()
        size = self.sizes[issue]
        common = self._levels(self._views[0].name(issue), issue)
        for view in self._views[1:]:
            own = self._levels(view.name(issue), issue)
            if issue in self.ordered:
                gaps = [b - a for a, b in pairwise(options)]
                costs = [gap * self._scale // (size - 1) for gap in gaps]
                shared = None
            else:
                shared, costs = encoding.variable(), [0] * len(own)
                self._costs.append((shared, self._scale))
                encoding.require(-shared, touched)
            for here, there, cost in zip(common, own, costs, strict=True):
                moved = shared if shared is not None else encoding.variable()
                encoding.require(-here, there, moved)
                encoding.require(here, -there, moved)
                if shared is None:
                    self._costs.append((moved, cost))
                    encoding.require(-moved, touched)
        # Less than any movement: all issues touched together cost less than one unit.
        self._costs = [*self._costs, (touched, 0)]

    def _levels(self, name: str, issue: str) -> list[int]:
        """Return, for an ordered issue, "at least option k" for k from 1; else the options."""
        row, encoding = self._encoding.cells(name), self._encoding
        if issue not in self.ordered:
            return list(row)
        levels = [encoding.variable() for _ in row[1:]]
        for low, high in pairwise(levels):
            encoding.require(-high, low)
        for k, variable in enumerate(row):
            if k:
                encoding.require(-variable, levels[k - 1])
            if k < len(levels):
                encoding.require(-variable, -levels[k])
        return levels

    def solve(self) -> frozenset[int] | None:
        """Return the true variables of the cheapest solution, ties broken in a fixed order.

        Core-guided search ends with clauses and assumptions that the cheapest solutions,
        and no others, satisfy: so each tie costs one more call of the same solver.
        """
        problem = WCNF()
        for clause in self._encoding.clauses:
            problem.append(clause)
        unit = len(self.options) + 1
        for variable, cost in self._costs:
            problem.append([-variable], weight=cost * unit or 1)
        with RC2(problem) as search:
            # The search calls its solver again and again: every call is within the budget.
            search.oracle = Within(search.oracle)
            if search.compute() is None:
                return None
            inside = search.vmap.e2i
            cheapest = [*search.sels, *search.sums]
            true = frozenset(search.oracle.get_model())
            for row in self.rows:
                lower = next(k for k, variable in enumerate(row) if inside[variable] in true)
                for variable in row[:lower]:
                    if satisfiable(search.oracle, [*cheapest, inside[variable]]):
                        true = frozenset(search.oracle.get_model())
                        break
                held = next(variable for variable in row if inside[variable] in true)
                cheapest.append(inside[held])
        return frozenset(
            variable for row in self.rows for variable in row if inside[variable] in true
        )

    def read(self, model: frozenset[int]) -> Movement:
        """Read the packages and the moves off a solution."""
        packages = [self._package(view, model) for view in self._views]
        parties = []
        for (party, demands, _), own in zip(self.movers, packages[1:], strict=True):
            moves = moves_between(own, packages[0], self.ordered)
            size = size_of(moves, self.sizes, self.ordered)
            parties.append(PartyMovement(party, demands, moves, size))
        return Movement(packages[0], tuple(parties), sum((p.size for p in parties), Fraction()))

    def _package(self, view: _View, model: frozenset[int]) -> dict[str, int]:
        package = {}
        for issue, options in self.options.items():
            row = self._encoding.cells(view.name(issue))
            package[issue] = next(o for o, v in zip(options, row, strict=True) if v in model)
        return package


@dataclass(frozen=True, slots=True)
class _View:
    """The issues under other names, and cut to some of their options."""

    options: Mapping[str, tuple[int, ...]]
    prefix: str

    def name(self, issue: str) -> str:
        return self.prefix + issue

    def of(self, condition: Condition) -> Condition:
        match condition:
            case OneOf(issue, mask):
                kept = enumerate(self.options[issue])
                return OneOf(self.name(issue), sum(1 << k for k, o in kept if mask >> o & 1))
            case Total(terms, low, high):
                cut = tuple(
                    (self.name(issue), tuple(weights[o] for o in self.options[issue]))
                    for issue, weights in terms
                )
                return Total(cut, low, high)
            case All(parts):
                return All(tuple(map(self.of, parts)))
            case Any(parts):
                return Any(tuple(map(self.of, parts)))
            case AtLeast(quota, weights, parts):
                return AtLeast(quota, weights, tuple(map(self.of, parts)))
            case Not(part):
                return Not(self.of(part))
            case Same(left, right):
                return Same(self.of(left), self.of(right))


def _movers(
    dispute: Dispute, opening: frozenset[str]
) -> list[tuple[str, tuple[str, ...], Condition]]:
    """Return who moves, from which demands, and the packages these allow."""
    movers: list[tuple[str, tuple[str, ...], Condition]] = []
    giving = sorted((d for d in dispute.demands if d.id in opening), key=lambda d: d.id)
    for party in sorted({demand.party for demand in giving}):
        own = sorted((d for d in dispute.demands if d.party == party), key=lambda d: d.id)
        together = All(tuple(demand.condition for demand in own))
        if Space(dispute.sizes, together).exists():
            movers.append((party, tuple(demand.id for demand in own), together))
            continue
        for demand in giving:
            if demand.party == party and Space(dispute.sizes, demand.condition).exists():
                movers.append((party, (demand.id,), demand.condition))
    return movers


def _run_ends(sizes: Mapping[str, int], conditions: list[Condition]) -> dict[str, tuple[int, ...]]:
    """Return, per issue, the ends of the runs of options that no condition tells apart."""
    result = {}
    for issue, cells in cells_of(sizes, conditions).items():
        ends: set[int] = set()
        for cell in cells:
            ends.update(bits(cell & ~(cell << 1)))
            ends.update(bits(cell & ~(cell >> 1)))
        result[issue] = tuple(sorted(ends))
    return result
