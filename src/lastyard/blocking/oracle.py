"""Which subsets of the demands can be kept together: asked of a solver, again and again.

One solver serves a dispute. Each demand has a selector, so that a subset is a list of
assumptions and what the solver learns is kept. Where totals are too large for clauses,
the exact search of :mod:`lastyard.space` answers the same questions.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from pysat.solvers import Solver

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.encoding import Encoding, TooManyClausesError
from lastyard.blocking.solving import satisfiable
from lastyard.budget import spend
from lastyard.case.conditions.tree import All, Any, AtLeast, Condition, Not, OneOf, bits, holds
from lastyard.space import Space
from lastyard.space.pool import Pool

__all__ = ["Kept", "Oracle", "SearchOracle", "SolverOracle", "oracle_for"]

_CLAUSES = 300_000
_SOLVER = "minisat22"
_STEPS = 20_000_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A package, and the demands that are kept when it is agreed.

    Attributes:
        package: Option per issue.
        demands: Mask of the demands that hold or whose party is not needed.
    """

    package: Mapping[str, int]
    demands: int


class Oracle(Protocol):
    """Answers for subsets of the demands of one dispute, given as masks."""

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""

    def core(self, demands: int) -> int:
        """Return a subset, not always minimal, that cannot be kept, given that this one cannot."""

    def forbid_losing(self, demands: int) -> None:
        """From now on :meth:`next` keeps at least one of these demands."""

    def next(self) -> Kept | None:
        """Find a package under all that was forbidden."""


def oracle_for(dispute: Dispute, clauses: int = _CLAUSES) -> Oracle:
    """Return the quicker oracle that can hold the dispute.

    Args:
        dispute: The dispute.
        clauses: Greatest number of clauses; beyond, the oracle without a solver serves.
    """
    try:
        return SolverOracle(dispute, clauses)
    except TooManyClausesError:
        return SearchOracle(dispute)


def _kept(
    dispute: Dispute,
    tests: list[Callable[[Mapping[str, int]], bool]],
    package: Mapping[str, int],
    accepting: Iterable[str],
) -> int:
    needed = frozenset(accepting)
    mask = 0
    for k, demand in enumerate(dispute.demands):
        if demand.party not in needed or tests[k](package):
            mask |= 1 << k
    return mask


class SolverOracle:
    """Clauses with selectors, on an incremental solver (python-sat, by default MiniSat 2.2)."""

    def __init__(self, dispute: Dispute, clauses: int = _CLAUSES, solver: str = _SOLVER) -> None:
        self.dispute = dispute
        conditions = [dispute.rules, *(demand.condition for demand in dispute.demands)]
        accepts = {party: f"\0accepts {party}" for party in dispute.parties}
        agreement = _renamed(dispute.agreement_rule, accepts)
        sizes = {**dispute.sizes, **dict.fromkeys(accepts.values(), 2)}
        named = [OneOf(issue, 0b10) for issue in accepts.values()]
        pool = Pool(sizes, [*conditions, agreement, *named], _STEPS)
        encoding = self._encoding = Encoding(pool, clauses)
        self._accepts = {
            party: encoding.literal(pool.add(test))
            for party, test in zip(accepts, named, strict=True)
        }
        encoding.clauses.append([encoding.literal(pool.add(dispute.rules))])
        encoding.clauses.append([encoding.literal(pool.add(agreement))])
        self._selectors = []
        for demand in dispute.demands:
            literal = encoding.literal(pool.add(demand.condition))
            selector = encoding.variable()
            self._selectors.append(selector)
            encoding.clauses.append([-self._accepts[demand.party], -selector, literal])
        self._number = {selector: k for k, selector in enumerate(self._selectors)}
        self._tests = [_test_of(demand.condition) for demand in dispute.demands]
        self._solver = Solver(name=solver, bootstrap_with=encoding.clauses)
        if solver == _SOLVER:
            # To keep demands by default makes for fewer calls; not every solver can be told.
            self._solver.set_phases(self._selectors)
        self._blocking = encoding.variable()

    def _solve(self, assumptions: list[int]) -> Kept | None:
        if not satisfiable(self._solver, assumptions):
            return None
        model = self._solver.get_model()
        package = self._encoding.package(model)
        accepting = [
            p for p, literal in self._accepts.items() if model[abs(literal) - 1] == literal
        ]
        own = {issue: package[issue] for issue in self.dispute.sizes}
        return Kept(own, _kept(self.dispute, self._tests, own, accepting))

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""
        return self._solve([self._selectors[k] for k in bits(demands)])

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""
        switch = self._encoding.variable()
        self._solver.add_clause([-switch, *(self._selectors[k] for k in bits(others))])
        found = self._solve([switch, *(self._selectors[k] for k in bits(demands))])
        self._solver.add_clause([-switch])
        return found

    def core(self, demands: int) -> int:
        """Return a subset that cannot be kept, given that this one cannot."""
        if satisfiable(self._solver, [self._selectors[k] for k in bits(demands)]):
            raise ValueError("these demands can be kept together")
        return sum(1 << self._number[literal] for literal in self._solver.get_core() or ())

    def forbid_losing(self, demands: int) -> None:
        """From now on :meth:`next` keeps at least one of these demands."""
        self._solver.add_clause([-self._blocking, *(self._selectors[k] for k in bits(demands))])

    def next(self) -> Kept | None:
        """Find a package under all that was forbidden."""
        return self._solve([self._blocking])


class SearchOracle:
    """The same answers from :class:`lastyard.space.Space`, without a solver."""

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute
        self._tests = [_test_of(demand.condition) for demand in dispute.demands]
        self._space = Space(
            dispute.sizes, also=(dispute.satisfied_by(range(len(dispute.demands))),), budget=_STEPS
        )
        self._forbidden: list[int] = []

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""
        package = self._space.where(self.dispute.satisfied_by(bits(demands))).find()
        if package is None:
            return None
        parties, rule = self.dispute.parties, self.dispute.agreement_rule
        broken = {
            self.dispute.demands[k].party for k in bits(demands) if not self._tests[k](package)
        }
        needed = set(parties) - broken
        for demand, test in zip(self.dispute.demands, self._tests, strict=True):
            trial = needed - {demand.party}
            if not test(package) and holds(rule, {p: int(p in trial) for p in parties}):
                needed = trial
        return Kept(package, _kept(self.dispute, self._tests, package, needed))

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""
        found = (self.keep(demands | 1 << k) for k in bits(others))
        return next((kept for kept in found if kept is not None), None)

    def core(self, demands: int) -> int:
        """Return the subset itself: search leaves no smaller reason behind."""
        return demands

    def forbid_losing(self, demands: int) -> None:
        """From now on :meth:`next` keeps at least one of these demands."""
        self._forbidden.append(demands)

    def next(self) -> Kept | None:
        """Find a package under all that was forbidden: one demand kept of each set."""
        waiting = [(0, 0)]
        while waiting:
            spend(5 + len(self._forbidden) // 10)
            at, demands = waiting.pop()
            while at < len(self._forbidden) and self._forbidden[at] & demands:
                at += 1
            kept = self.keep(demands)
            if kept is None:
                continue
            if all(kept.demands & forbidden for forbidden in self._forbidden):
                return kept
            waiting.extend(
                (at + 1, demands | 1 << k) for k in reversed(list(bits(self._forbidden[at])))
            )
        return None


def _renamed(rule: Condition, names: Mapping[str, str]) -> Condition:
    match rule:
        case OneOf(party, options):
            return OneOf(names[party], options)
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            return replace(rule, parts=tuple(_renamed(part, names) for part in parts))
        case _:
            raise AssertionError("a dispute admits no such agreement rule")


def _test_of(condition: Condition) -> Callable[[Mapping[str, int]], bool]:
    """Return the condition as a function of a package."""
    match condition:
        case OneOf(issue, options):
            return lambda package: bool(options >> package[issue] & 1)
        case All(parts) | Any(parts):
            tests = [_test_of(part) for part in parts]
            if isinstance(condition, All):
                return lambda package: all(test(package) for test in tests)
            return lambda package: any(test(package) for test in tests)
        case Not(part):
            opposite = _test_of(part)
            return lambda package: not opposite(package)
        case _:
            return lambda package: holds(condition, package)
