"""Which subsets of the demands can be kept together: asked of a solver, again and again.

One solver serves talks. Each demand has a selector, so that a subset is a list of
assumptions and what the solver learns is kept. Where totals are too large for clauses,
the exact search of :mod:`lastyard.space` answers the same questions.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import replace
from functools import cached_property, reduce
from operator import and_, or_
from typing import Literal, Protocol

from lastyard.blocking.solving import Within
from lastyard.blocking.talks import Picks, Talks
from lastyard.budget import spend
from lastyard.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    bits,
    holds,
    where,
)
from lastyard.records import record
from lastyard.space import SearchTooLargeError, Space
from lastyard.space.pool import ALL, ANY, CERTAIN, NEVER, ONE_OF, SAME, TOTAL, Pool

__all__ = [
    "Encoding",
    "Kept",
    "Met",
    "Oracle",
    "ProofError",
    "Referee",
    "SearchOracle",
    "SolverOracle",
    "TooManyClausesError",
    "Used",
    "holders",
    "oracle_for",
    "prove_blocking_sets",
    "prove_openings",
    "prove_packages",
]

# Up to this many cells, "at most one" is written pair by pair; beyond, as a ladder.
_PAIRS = 6


class TooManyClausesError(Exception):
    """The clauses exceed the limit; the caller searches another way."""


class Encoding:
    """Clauses for conditions over the issues of a pool.

    Each issue gets one variable per cell (options that no condition tells apart), exactly
    one of them true. A condition gets a literal that *implies* it, never the reverse:
    conditions come in the normal form of :class:`lastyard.space.pool.Pool`, where negation
    is at the leaves, so one direction is enough (Plaisted & Greenbaum 1986). Totals become
    decision diagrams over cells through the pool's own residuals, and quotas diagrams over
    their parts (Een & Soerensson 2006; Abio et al. 2012).

    Args:
        pool: Holds the conditions in normal form.
        limit: Greatest number of clauses.
    """

    def __init__(self, pool: Pool, limit: int) -> None:
        self.pool = pool
        self.clauses: list[list[int]] = []
        self._limit = limit
        self._last = 0
        self.yes = self.variable()
        self._add(self.yes)
        self._cells = [[self.variable() for _ in row] for row in pool.cells]
        # Of a cell, its lowest option. The variables of all issues follow one another.
        self._options = {
            variable: (cell & -cell).bit_length() - 1
            for row, cells in zip(self._cells, pool.cells, strict=True)
            for variable, cell in zip(row, cells, strict=True)
        }
        self._literals: dict[int, int] = {CERTAIN: self.yes, NEVER: -self.yes}
        for row in self._cells:
            self._exactly_one(row)

    def variable(self) -> int:
        """Return a new variable."""
        self._last += 1
        return self._last

    def literal(self, node: int) -> int:
        """Return a literal that implies the condition of that number in the pool.

        Raises:
            TooManyClausesError: When the limit is exceeded.
        """
        known = self._literals.get(node)
        if known is not None:
            return known
        pool = self.pool
        kind, data = pool.kind[node], pool.data[node]
        if kind == ONE_OF and data[1].bit_count() == 1:
            single: int = self._cells[data[0]][data[1].bit_length() - 1]
            self._literals[node] = single
            return single
        literal = self.variable()
        self._literals[node] = literal
        if kind == ONE_OF:
            self._set(literal, data[0], data[1])
        elif kind == TOTAL:
            issue = max(term[0] for term in data[0])
            for cell, chosen in enumerate(self._cells[issue]):
                rest = pool.assign(node, issue, cell)
                if rest != CERTAIN:
                    self._add(-literal, -chosen, self.literal(rest))
        elif kind == ALL:
            for part in data:
                self._add(-literal, self.literal(part))
        elif kind == ANY:
            self._add(-literal, *map(self.literal, data))
        elif kind == SAME:
            left, right = data
            self._add(-literal, self.literal(pool.opposite(left)), self.literal(right))
            self._add(-literal, self.literal(left), self.literal(pool.opposite(right)))
        else:
            self._add(-literal, self._quota(data[1], 0, data[0], {}))
        return literal

    def package(self, model: list[int]) -> dict[str, int]:
        """Read the package off a model; of a cell, its lowest option."""
        # One variable of each issue is true; the first of all is :attr:`yes`.
        true = [value for value in model[1 : 1 + len(self._options)] if value > 0]
        return dict(zip(self.pool.issues, map(self._options.__getitem__, true), strict=True))

    def cells(self, issue: str) -> tuple[int, ...]:
        """Return the variables of the cells of an issue, in their order."""
        return tuple(self._cells[self.pool.position[issue]])

    def require(self, *clause: int) -> None:
        """Add a clause: at least one of the literals is true."""
        self._add(*clause)

    def _add(self, *clause: int) -> None:
        self.pool.charge(1)
        self.clauses.append(list(clause))
        if len(self.clauses) > self._limit:
            raise TooManyClausesError

    def _set(self, literal: int, issue: int, mask: int) -> None:
        """Say it the short way: one of the cells in the set, or none of the others."""
        inside = [self._cells[issue][cell] for cell in bits(mask)]
        outside = [self._cells[issue][cell] for cell in bits(self.pool.full[issue] & ~mask)]
        self._add(-literal, *inside)
        for cell in outside:
            self._add(-literal, -cell)

    def _quota(
        self,
        parts: tuple[tuple[int, int], ...],
        at: int,
        quota: int,
        known: dict[tuple[int, int], int],
    ) -> int:
        """Return a literal that implies that the parts from ``at`` on reach the quota."""
        if quota <= 0:
            return self.yes
        if sum(weight for weight, _ in parts[at:]) < quota:
            return -self.yes
        if (at, quota) not in known:
            weight, part = parts[at]
            literal = known[at, quota] = self.variable()
            self._add(-literal, self._quota(parts, at + 1, quota - weight, known))
            without = self._quota(parts, at + 1, quota, known)
            self._add(-literal, self.literal(part), without)
        return known[at, quota]

    def _exactly_one(self, row: list[int]) -> None:
        self._add(*row)
        if len(row) <= _PAIRS:
            for k, one in enumerate(row):
                for other in row[:k]:
                    self._add(-one, -other)
            return
        before = row[0]
        for variable in row[1:]:
            self._add(-before, -variable)
            either = self.variable()
            self._add(-before, either)
            self._add(-variable, either)
            before = either


_CLAUSES = 300_000

_SOLVER = "minisat22"

_STEPS = 20_000_000


@record(frozen=True, slots=True)
class Kept:
    """A package, and the demands that are kept when it is agreed.

    Attributes:
        package: Option per issue.
        demands: Mask of the demands that hold or whose party is not needed.
    """

    package: Mapping[str, int]
    demands: int


class Oracle(Protocol):
    """Answers for subsets of the demands of one talks, given as masks."""

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""

    def core(self, demands: int) -> int:
        """Return a subset, not always minimal, that cannot be kept, given that this one cannot."""

    def forbid_losing(self, lost: int, demands: int) -> Kept | None:
        """Find a package that keeps some demands and one that another lost.

        From now on :meth:`next` keeps at least one of those lost.
        """

    def next(self) -> Kept | None:
        """Find a package under all that was forbidden."""


def oracle_for(talks: Talks, clauses: int = _CLAUSES) -> Oracle:
    """Return the quicker oracle that can hold the talks.

    Args:
        talks: The talks.
        clauses: Greatest number of clauses; beyond, the oracle without a solver serves.
    """
    try:
        return SolverOracle(talks, clauses)
    except TooManyClausesError:
        return SearchOracle(talks)


class _Tests:
    """Which demands a package satisfies, all of them at once.

    The sets of options that demands name are bits; an option of an issue sets those that hold it.
    """

    def __init__(self, talks: Talks) -> None:
        self._of_party: dict[str, int] = {}
        for k, demand in enumerate(talks.demands):
            self._of_party[demand.party] = self._of_party.get(demand.party, 0) | 1 << k
        self._sizes = talks.sizes
        self._sets: dict[tuple[str, int], int] = {}
        # A demand is kept where, of each of some groups of sets, one holds.
        self._single: list[tuple[int, int]] = []
        self._groups: list[tuple[int, tuple[int, ...]]] = []
        self._others: list[tuple[int, Condition]] = []
        for k, demand in enumerate(talks.demands):
            groups = self._of(demand.condition)
            if groups is None:
                self._others.append((1 << k, demand.condition))
            elif len(groups) == 1:
                self._single.append((1 << k, groups[0]))
            else:
                self._groups.append((1 << k, groups))
        self._named: dict[str, list[tuple[int, int]]] = {}
        for (issue, options), bit in self._sets.items():
            self._named.setdefault(issue, []).append((bit, options))
        # Of issues with thousands of options, few are ever looked at.
        self._held: dict[tuple[str, int], int] = {}

    def _with(self, issue: str, option: int) -> int:
        """Return the sets that hold an option of an issue."""
        found = self._held.get((issue, option))
        if found is None:
            found = sum(bit for bit, options in self._named[issue] if options >> option & 1)
            self._held[issue, option] = found
        return found

    def _of(self, condition: Condition) -> tuple[int, ...] | None:
        """Return a condition as groups of sets; None where it has no such form."""
        match condition:
            case OneOf(issue, options):
                return (self._sets.setdefault((issue, options), 1 << len(self._sets)),)
            case Not(OneOf(issue, options)):
                return self._of(OneOf(issue, (1 << self._sizes[issue]) - 1 & ~options))
            case All(parts):
                found = [self._of(part) for part in parts]
                known = [groups for groups in found if groups is not None]
                return sum(known, ()) if len(known) == len(found) else None
            case Any(parts):
                found = [self._of(part) for part in parts]
                # One of the sets, or of several groups all: one group for each.
                known = [groups for groups in found if groups is not None]
                single = [groups[0] for groups in known if len(groups) == 1]
                several = [groups for groups in known if len(groups) != 1]
                if len(known) < len(found) or len(several) > 1:
                    return None
                either = reduce(or_, single, 0)
                return tuple(group | either for group in several[0]) if several else (either,)
            case _:
                return None

    def satisfied(self, package: Mapping[str, int]) -> int:
        """Return a mask of the demands that a package satisfies."""
        held = 0
        for issue in self._named:
            held |= self._with(issue, package[issue])
        mask = sum([bit for bit, group in self._single if held & group])
        for bit, groups in self._groups:
            for group in groups:
                if not held & group:
                    break
            else:
                mask |= bit
        for bit, condition in self._others:
            if holds(condition, package):
                mask |= bit
        return mask

    def kept(self, package: Mapping[str, int], accepting: AbstractSet[str]) -> int:
        """Return the demands that are kept: satisfied, or of a party that need not accept."""
        mask = self.satisfied(package)
        for party in self._of_party.keys() - accepting:
            mask |= self._of_party[party]
        return mask


class SolverOracle:
    """Clauses with selectors, on an incremental solver (python-sat, by default MiniSat 2.2)."""

    def __init__(self, talks: Talks, clauses: int = _CLAUSES, solver: str = _SOLVER) -> None:
        self.talks = talks
        conditions = [talks.rules, *(demand.condition for demand in talks.demands)]
        accepts = {party: f"\0accepts {party}" for party in talks.parties}
        agreement = _renamed(talks.agreement_rule, accepts)
        sizes = {**talks.sizes, **dict.fromkeys(accepts.values(), 2)}
        named = [OneOf(issue, 0b10) for issue in accepts.values()]
        pool = Pool(sizes, [*conditions, agreement, *named], _STEPS)
        encoding = self._encoding = Encoding(pool, clauses)
        self._accepts = {
            party: encoding.literal(pool.add(test))
            for party, test in zip(accepts, named, strict=True)
        }
        encoding.clauses.append([encoding.literal(pool.add(talks.rules))])
        encoding.clauses.append([encoding.literal(pool.add(agreement))])
        self._selectors = []
        for demand in talks.demands:
            literal = encoding.literal(pool.add(demand.condition))
            selector = encoding.variable()
            self._selectors.append(selector)
            encoding.clauses.append([-self._accepts[demand.party], -selector, literal])
        self._picked = Picks(self._selectors)
        self._number = {selector: k for k, selector in enumerate(self._selectors)}
        self._tests = _Tests(talks)
        self._blocking = encoding.variable()
        self._start(solver)

    def _start(self, solver: str) -> None:
        from pysat.solvers import Solver  # noqa: PLC0415  (most answers need no solver)

        self._solver = Within(Solver(name=solver, bootstrap_with=self._encoding.clauses))
        if solver == _SOLVER:
            # To keep demands by default makes for fewer calls; not every solver can be told.
            self._solver.set_phases(self._selectors)

    def on(self, solver: str) -> SolverOracle:
        """Return an oracle of the same clauses on another solver, which knows nothing more."""
        other = copy(self)
        other._start(solver)
        return other

    def _solve(self, assumptions: list[int]) -> Kept | None:
        if not self._solver.solve(assumptions):
            return None
        model = self._solver.get_model()
        package = self._encoding.package(model)
        accepting = {
            p for p, literal in self._accepts.items() if model[abs(literal) - 1] == literal
        }
        own = {issue: package[issue] for issue in self.talks.sizes}
        return Kept(own, self._tests.kept(own, accepting))

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""
        return self._solve(self._picked.of(demands))

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""
        switch = self._encoding.variable()
        self._solver.add_clause([-switch, *self._picked.of(others)])
        found = self._solve([switch, *self._picked.of(demands)])
        self._solver.add_clause([-switch])
        return found

    def core(self, demands: int) -> int:
        """Return a subset that cannot be kept, given that this one cannot."""
        if self._solver.solve(self._picked.of(demands)):
            raise ValueError("these demands can be kept together")
        return sum(1 << self._number[literal] for literal in self._solver.get_core() or ())

    def forbid_losing(self, lost: int, demands: int) -> Kept | None:
        """Find a package that keeps some demands and one that another lost."""
        # What was forbidden before is kept by these demands: one clause asks and forbids.
        self._solver.add_clause([-self._blocking, *self._picked.of(lost)])
        return self._solve([self._blocking, *self._picked.of(demands)])

    def next(self) -> Kept | None:
        """Find a package under all that was forbidden."""
        return self._solve([self._blocking])


class SearchOracle:
    """The same answers from :class:`lastyard.space.Space`, without a solver."""

    def __init__(self, talks: Talks) -> None:
        self.talks = talks
        self._tests = _Tests(talks)
        self._space = Space(
            talks.sizes, also=(talks.satisfied_by(range(len(talks.demands))),), budget=_STEPS
        )
        self._forbidden: list[int] = []

    def keep(self, demands: int) -> Kept | None:
        """Find a package that keeps at least these demands."""
        package = self._space.where(self.talks.satisfied_by(bits(demands))).find()
        if package is None:
            return None
        parties, rule = self.talks.parties, self.talks.agreement_rule
        satisfied = self._tests.satisfied(package)
        broken = {self.talks.demands[k].party for k in bits(demands & ~satisfied)}
        needed = set(parties) - broken
        for k, demand in enumerate(self.talks.demands):
            trial = needed - {demand.party}
            if not satisfied >> k & 1 and holds(rule, {p: int(p in trial) for p in parties}):
                needed = trial
        return Kept(package, self._tests.kept(package, needed))

    def keep_more(self, demands: int, others: int) -> Kept | None:
        """Find a package that keeps these demands and at least one of the others."""
        found = (self.keep(demands | 1 << k) for k in bits(others))
        return next((kept for kept in found if kept is not None), None)

    def core(self, demands: int) -> int:
        """Return the subset itself: search leaves no smaller reason behind."""
        return demands

    def forbid_losing(self, lost: int, demands: int) -> Kept | None:
        """Find a package that keeps some demands and one that another lost."""
        found = self.keep_more(demands, lost)
        if found is None:
            self._forbidden.append(lost)
        return found

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
            raise AssertionError("talks admit no such agreement rule")


Used = Literal["nothing", "search", "second solver", "search and second solver"]

_STEPS_REFEREE = 50_000

_SOLVER_REFEREE = "cadical153"


class Referee:
    """Answers for subsets of the demands of one talks, given as masks.

    What found the sets is clauses on MiniSat. The referee is the search of
    :mod:`lastyard.space`, which shares no clause and no solver with it; where that would take
    too long, a second solver (CaDiCaL), on clauses from the same encoder.

    Args:
        talks: The talks.
        steps: Budget of the search; 0 to ask the second solver at once.
        oracle: An oracle for the talks: its clauses serve the second solver.

    Example:
        >>> from lastyard.blocking.talks import Demand, Talks
        >>> from lastyard.conditions.tree import TRUE, OneOf
        >>> full = Demand("full", "israel", OneOf("ground", 0b100), 0.6)
        >>> none = Demand("none", "us", OneOf("ground", 0b011), 0.8)
        >>> referee = Referee(Talks({"ground": 3}, TRUE, (full, none)))
        >>> referee.can_keep(0b11), referee.can_keep_more(0b01, 0b10), referee.used
        (False, False, 'search')
    """

    def __init__(
        self, talks: Talks, steps: int = _STEPS_REFEREE, oracle: Oracle | None = None
    ) -> None:
        self.talks, self._oracle = talks, oracle
        self._searching = steps > 0
        self._steps = steps
        self._asked: set[str] = set()

    @property
    def used(self) -> Used:
        """What has answered so far."""
        if self._asked == {"search", "solver"}:
            return "search and second solver"
        if not self._asked:
            return "nothing"
        return "search" if "search" in self._asked else "second solver"

    def can_keep(self, demands: int) -> bool:
        """Return whether some package keeps these demands."""
        found = self._search(self.talks.satisfied_by(bits(demands))) if self._searching else None
        return self._second.keep(demands) is not None if found is None else found

    def can_keep_more(self, demands: int, others: int) -> bool:
        """Return whether some package keeps these demands and at least one of the others."""
        found = self._search(self._more(demands, others)) if self._searching else None
        if found is None:
            return self._second.keep_more(demands, others) is not None
        return found

    def _more(self, demands: int, others: int) -> Condition:
        talks = self.talks
        if talks.unanimous:
            extra = Any(tuple(talks.demands[k].condition for k in bits(others)))
            return All((talks.satisfied_by(bits(demands)), extra))
        return Any(tuple(talks.satisfied_by(bits(demands | 1 << k)) for k in bits(others)))

    def _search(self, condition: Condition) -> bool | None:
        """Ask the search, within what is left of its budget; None when that is used up."""
        if not self._searching:
            return None
        try:
            answer = self._space.where(condition).exists()
        except SearchTooLargeError:
            self._searching = False
            return None
        self._asked.add("search")
        return answer

    @cached_property
    def _space(self) -> Space:
        every = self.talks.satisfied_by(range(len(self.talks.demands)))
        return Space(self.talks.sizes, also=(every,), budget=self._steps)

    @cached_property
    def _second(self) -> SolverOracle | SearchOracle:
        try:
            first = self._oracle
            oracle = (
                first.on(_SOLVER_REFEREE)
                if isinstance(first, SolverOracle)
                else SolverOracle(self.talks, solver=_SOLVER_REFEREE)
            )
        except TooManyClausesError:
            # No clauses: search it is again, with a budget as large as that of the finder.
            self._asked.add("search")
            return SearchOracle(self.talks)
        self._asked.add("solver")
        return oracle


class ProofError(AssertionError):
    """A set that the search returned is not what it claims: a fault of this program."""


def prove_packages(talks: Talks, openings: Mapping[int, Kept]) -> None:
    """Prove that the package of each opening can be agreed once its demands give way.

    Every demand is evaluated on all packages at once, a bit each, without a solver.

    A package is checked by evaluating every condition on it, without a solver; that something
    cannot be kept is asked of a referee that shares neither solver nor state with the search.

    Raises:
        ProofError: If one cannot.
    """
    masks, packages = list(openings), [kept.package for kept in openings.values()]
    everything = (1 << len(packages)) - 1
    spend(len(packages) * (len(talks.sizes) + len(talks.demands)) // 20)
    chosen: dict[str, dict[int, int]] = {issue: {} for issue in talks.sizes}
    for place, package in enumerate(packages):
        for issue, option in package.items():
            chosen[issue][option] = chosen[issue].get(option, 0) | 1 << place

    def named(issue: str, options: int) -> int:
        return reduce(or_, (m for k, m in chosen[issue].items() if options >> k & 1), 0)

    def satisfying(condition: Condition) -> int:
        found = where(condition, everything, named)
        if found is not None:
            return found
        return sum(1 << k for k, package in enumerate(packages) if holds(condition, package))

    accepts = dict.fromkeys(talks.parties, everything)
    for k, demand in enumerate(talks.demands):
        given = "".join("1" if mask >> k & 1 else "0" for mask in reversed(masks))
        accepts[demand.party] &= satisfying(demand.condition) | int(given or "0", 2)
    fine = satisfying(talks.rules)
    if talks.unanimous:
        fine = reduce(and_, accepts.values(), fine)
    else:
        rule = talks.agreement_rule
        for place in bits(fine):
            if not holds(rule, {party: mask >> place & 1 for party, mask in accepts.items()}):
                fine &= ~(1 << place)
    for place in bits(everything & ~fine):
        raise ProofError(
            f"the package of opening {masks[place]:b} does not satisfy the other demands"
        )


def prove_openings(
    talks: Talks, referee: Referee, openings: Iterable[int], blocking: Iterable[int] | Met = ()
) -> None:
    """Prove that none of the proper subsets of each opening opens the way.

    A blocking set that shares only one demand with an opening shows that this one has to give
    way; only where there is none the referee is asked.

    Args:
        talks: The talks.
        referee: Who says what cannot be kept.
        openings: Masks of demands.
        blocking: Blocking sets, which were proved.

    Raises:
        ProofError: If a subset opens the way, too.
    """
    everything = (1 << len(talks.demands)) - 1
    proved = blocking if isinstance(blocking, Met) else Met(blocking)
    for mask in openings:
        unsure = mask & ~proved.alone(mask)
        if unsure and referee.can_keep_more(everything & ~mask, unsure):
            raise ProofError(f"opening {mask:b} is not minimal")


def holders(family: Sequence[int]) -> dict[int, int]:
    """Return for each element of some sets those that hold it, a bit each.

    Args:
        family: Masks.

    Example:
        >>> holders([0b011, 0b110])
        {2: 2, 1: 3, 0: 1}
    """
    width = max((mask.bit_length() for mask in family), default=0)
    # A table of digits is turned far quicker than bit after bit.
    lines = [f"{mask:0{width}b}" for mask in reversed(family)]
    columns = enumerate(zip(*lines, strict=True), 1)
    return {width - k: held for k, column in columns if (held := int("".join(column), 2))}


class Met:
    """Sets of demands, and which demands of another set meet one of them alone.

    Args:
        family: Masks of demands.
    """

    def __init__(self, family: Iterable[int]) -> None:
        # They are met all at once, a bit each.
        self._holding = holders(list(family))

    def alone(self, mask: int) -> int:
        """Return the demands of a set each of which is all that some member shares with it."""
        own = [(1 << k, self._holding.get(k, 0)) for k in bits(mask)]
        once = twice = 0
        for _, held in own:
            twice |= once & held
            once |= held
        once &= ~twice
        return sum(bit for bit, held in own if held & once)


def prove_blocking_sets(
    referee: Referee, blocking: Iterable[int], openings: Iterable[int] | Met
) -> None:
    """Prove that each set cannot be kept, and that each set less one demand can.

    An opening that shares only that one demand with the set has a package that keeps the
    others, and was proved before; only where there is none the referee is asked.

    Raises:
        ProofError: If a set is not a blocking set.
    """
    met = openings if isinstance(openings, Met) else Met(openings)
    for mask in blocking:
        if referee.can_keep(mask):
            raise ProofError(f"blocking set {mask:b} can be kept")
        for k in bits(mask & ~met.alone(mask)):
            if not referee.can_keep(mask & ~(1 << k)):
                raise ProofError(f"blocking set {mask:b} is not minimal")
