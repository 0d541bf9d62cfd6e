"""What parties move, from which option to which, how much that is, and how two can share it.

Movement on an ordered or numeric issue is the number of steps over the number of options
less one; on any other issue a change counts 1.

Example, five against three per cent in steps of one:
    >>> from lastyard.conditions.tree import TRUE, OneOf
    >>> from lastyard.blocking.talks import Demand, Talks
    >>> ask = Demand("ask", "union", OneOf("wage", 0b100000), 0.8)
    >>> bid = Demand("bid", "firm", OneOf("wage", 0b001111), 0.8)
    >>> found = trade_off(Talks({"wage": 6}, TRUE, (ask, bid)), ("ask", "bid"), ["wage"])
    >>> [(p.package["wage"], [str(m.size) for m in p.parties]) for p in found.points]
    [(5, ['2/5', '0']), (4, ['1/5', '1/5']), (3, ['0', '2/5'])]
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from itertools import pairwise
from math import lcm, prod

from lastyard.blocking.solver import Encoding, TooManyClausesError
from lastyard.blocking.solving import Within, satisfiable
from lastyard.blocking.talks import Talks
from lastyard.budget import Findings
from lastyard.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
    bits,
    cut,
    issues_of,
)
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.space import Space
from lastyard.space.pool import Pool, cells_of

__all__ = [
    "Grid",
    "Move",
    "Movement",
    "MovementTooLargeError",
    "PartyMovement",
    "TradeOff",
    "movement",
    "moves_between",
    "size_of",
    "trade_off",
]


@record(frozen=True, slots=True)
class Move:
    """A party goes from one option of an issue to another.

    Attributes:
        issue: The issue.
        start: Index of the option that the party leaves.
        end: Index of the option of the common package.
        steps: Options passed, for an ordered issue; 1 for any other.
    """

    issue: str
    start: int
    end: int
    steps: int


@record(frozen=True, slots=True)
class PartyMovement:
    """What one party moves.

    Attributes:
        party: The party.
        demands: The demands that it moves from: all of its own, or one of those in the
            opening when its own contradict each other.
        moves: In the order of the issues.
        size: Sum of its movement.
    """

    party: str
    demands: tuple[str, ...]
    moves: tuple[Move, ...]
    size: Fraction


@record(frozen=True, slots=True)
class Movement:
    """Movement of some parties to a common package.

    Attributes:
        package: The common package.
        parties: What each moves, by party and demand.
        size: Sum over the parties; exact.
    """

    package: Mapping[str, int]
    parties: tuple[PartyMovement, ...]
    size: Fraction


def moves_between(
    start: Mapping[str, int], end: Mapping[str, int], ordered: Collection[str]
) -> tuple[Move, ...]:
    """Return the moves from one package to another, in the order of the latter."""
    return tuple(
        Move(issue, start[issue], option, abs(start[issue] - option) if issue in ordered else 1)
        for issue, option in end.items()
        if start[issue] != option
    )


def size_of(moves: Iterable[Move], sizes: Mapping[str, int], ordered: Collection[str]) -> Fraction:
    """Return the sum of the moves."""
    return sum(
        (Fraction(m.steps, sizes[m.issue] - 1 if m.issue in ordered else 1) for m in moves),
        Fraction(),
    )


_OPTIONS = 2_000

_CLAUSES = 300_000

_STEPS = 20_000_000


class MovementTooLargeError(RequestError):
    """The issues have too many distinguishable options for the least movement."""


def movement(
    talks: Talks, opening: Collection[str], ordered: Collection[str], *, most: int = _OPTIONS
) -> Movement | None:
    """Find the least movement of an opening.

    Ties go to the fewest issues touched, then to the lowest option indices, first of the
    common package in the order of the issues, then of the parties' own.

    For an opening, each party in it moves from a package that its own demands allow to one
    common package that satisfies everything outside the opening. The least total movement is
    found exactly, as a weighted partial MaxSAT problem over the common package and one
    package per party (RC2: Ignatiev, Morgado, Marques-Silva 2019).

    Movement on an ordered or numeric issue is the number of steps over the number of options
    less one; on any other issue a change counts 1.

    Long ranges are cut to the ends of the runs of options that no condition tells apart: the
    least movement is a linear programme with differences only, so it has a solution there.

    Args:
        talks: The talks.
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
    given, in_order = frozenset(opening), frozenset(ordered)
    parts = talks.parts
    found = _put_together(talks, given, in_order, parts, most) if len(parts) > 1 else None
    return found or _in_part(talks, given, in_order, most)


def _put_together(
    talks: Talks,
    opening: frozenset[str],
    ordered: frozenset[str],
    parts: Sequence[Talks],
    most: int,
) -> Movement | None:
    """Return the least movement from that in each part of talks that nothing links.

    What is least, and which of those that are, is so in each part by itself.

    Returns:
        None where there is none, or where a party that moves contradicts itself: then it moves from
        one of its demands alone, or from nowhere.
    """
    package: dict[str, int] = {}
    moves: dict[str, list[Move]] = {d.party: [] for d in talks.demands if d.id in opening}
    own = {p: tuple(sorted(d.id for d in talks.demands if d.party == p)) for p in moves}
    for part in parts:
        found = _in_part(part, opening.intersection(d.id for d in part.demands), ordered, most)
        giving = {d.party for d in part.demands if d.id in opening}
        if found is None or {each.party for each in found.parties} != giving:
            return None
        package.update(found.package)
        for each in found.parties:
            if len(each.demands) < sum(d.party == each.party for d in part.demands):
                return None
            moves[each.party] += each.moves
    place = {issue: k for k, issue in enumerate(talks.sizes)}
    parties = []
    for party in talks.holding(opening):
        made = tuple(sorted(moves[party], key=lambda move: place[move.issue]))
        parties.append(PartyMovement(party, own[party], made, size_of(made, talks.sizes, ordered)))
    total = sum((party.size for party in parties), Fraction())
    return Movement({issue: package[issue] for issue in talks.sizes}, tuple(parties), total)


def _in_part(
    part: Talks, opening: frozenset[str], ordered: frozenset[str], most: int
) -> Movement | None:
    """Return the least movement in one part: on other days, and in other openings, it is the same."""
    demands = tuple((d.id, d.party, d.condition) for d in part.demands)
    in_order = tuple(issue in ordered for issue in part.sizes)
    said = tuple(part.sizes.items()), part.rules, part.agreement, demands
    key = said, part.order, opening, in_order, most
    return _IN_PARTS.find(key, lambda: _least(part, opening, ordered, most))


def _least(
    talks: Talks, opening: frozenset[str], ordered: frozenset[str], most: int
) -> Movement | None:
    problem = _Problem(talks, opening, ordered, most)
    best = problem.solve()
    return problem.read(best) if best is not None else None


_IN_PARTS: Findings[Movement | None] = Findings(10_000)


class _Problem:
    """The clauses and costs of one opening."""

    def __init__(
        self, talks: Talks, opening: frozenset[str], ordered: frozenset[str], most: int
    ) -> None:
        self.sizes, self.ordered = dict(talks.sizes), ordered
        outside = [k for k, demand in enumerate(talks.demands) if demand.id not in opening]
        goal = talks.satisfied_by(outside)
        self.movers = _movers(talks, opening)
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
        from pysat.examples.rc2 import RC2  # noqa: PLC0415  (most answers need no solver)
        from pysat.formula import WCNF  # noqa: PLC0415

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


@record(frozen=True, slots=True)
class _View:
    """The issues under other names, and cut to some of their options."""

    options: Mapping[str, tuple[int, ...]]
    prefix: str

    def name(self, issue: str) -> str:
        return self.prefix + issue

    def of(self, condition: Condition) -> Condition:
        return cut(condition, self.options, self.prefix)


def _movers(talks: Talks, opening: frozenset[str]) -> list[tuple[str, tuple[str, ...], Condition]]:
    """Return who moves, from which demands, and the packages these allow."""
    movers: list[tuple[str, tuple[str, ...], Condition]] = []
    giving = sorted((d for d in talks.demands if d.id in opening), key=lambda d: d.id)
    for party in talks.holding(opening):
        own = sorted((d for d in talks.demands if d.party == party), key=lambda d: d.id)
        together = All(tuple(demand.condition for demand in own))
        if Space(talks.sizes, together).exists():
            movers.append((party, tuple(demand.id for demand in own), together))
            continue
        for demand in giving:
            if demand.party == party and Space(talks.sizes, demand.condition).exists():
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


class Grid:
    """The packages over some issues, the first issue slowest.

    Args:
        sizes: Number of options per issue; their product is the length of every list made.

    Example:
        >>> from lastyard.conditions.tree import OneOf
        >>> grid = Grid({"days": 2, "border": 3})
        >>> bin(grid.where(OneOf("border", 0b100)))
        '0b100100'
        >>> grid.package(5)
        {'days': 1, 'border': 2}
    """

    def __init__(self, sizes: Mapping[str, int]) -> None:
        self.sizes = dict(sizes)
        self.number = prod(sizes.values())
        self._every = (1 << self.number) - 1

    def package(self, place: int) -> dict[str, int]:
        """Return the package at a place."""
        options = []
        for size in reversed(self.sizes.values()):
            place, option = divmod(place, size)
            options.append(option)
        return dict(zip(self.sizes, reversed(options), strict=True))

    def lines(self, issue: str) -> Iterator[slice]:
        """Yield the places that differ on this issue only, as slices."""
        names = list(self.sizes)
        stride = prod(self.sizes[name] for name in names[names.index(issue) + 1 :])
        length = stride * self.sizes[issue]
        for block in range(0, self.number, length):
            for start in range(block, block + stride):
                yield slice(start, block + length, stride)

    def where(self, condition: Condition) -> int:
        """Return the mask of the places whose packages satisfy a condition."""
        match condition:
            case OneOf(issue, options):
                row = [options >> k & 1 for k in range(self.sizes[issue])]
                return _mask(self._sums({issue: row}), 1, None)
            case Total(terms, low, high):
                return _mask(self._sums(dict(terms)), low, high)
            case All(parts):
                result = self._every
                for part in parts:
                    result &= self.where(part)
                return result
            case Any(parts):
                result = 0
                for part in parts:
                    result |= self.where(part)
                return result
            case Not(part):
                return self._every & ~self.where(part)
            case Same(left, right):
                return self._every & ~(self.where(left) ^ self.where(right))
            case AtLeast(quota, weights, parts):
                reached = [0] * self.number
                for weight, part in zip(weights, parts, strict=True):
                    held = self.where(part)
                    reached = [r + weight * (held >> k & 1) for k, r in enumerate(reached)]
                return _mask(reached, quota, None)

    def _sums(self, terms: Mapping[str, Sequence[int]]) -> list[int]:
        sums = [0]
        for issue, size in self.sizes.items():
            row = terms.get(issue)
            if row is None:
                sums = [value for value in sums for _ in range(size)]
            else:
                sums = [value + weight for value in sums for weight in row]
        return sums


def _mask(values: Sequence[int], low: int | None, high: int | None) -> int:
    digits = "".join(
        "1" if (low is None or value >= low) and (high is None or value <= high) else "0"
        for value in reversed(values)
    )
    return int(digits, 2)


_PACKAGES = 20_000

_POINTS = 20


@record(frozen=True, slots=True)
class TradeOff:
    """The ways in which two parties can share the movement.

    Attributes:
        points: One per Pareto-minimal pair of movement; that in which the first party (by
            name) moves least comes last. Empty when the demands outside the blocking set
            leave no package.
        pairs: How many Pareto-minimal pairs there are.
    """

    points: tuple[Movement, ...]
    pairs: int

    @property
    def complete(self) -> bool:
        """Whether every pair is among the points; otherwise they are evenly spaced."""
        return len(self.points) == self.pairs


def trade_off(
    talks: Talks,
    blocking_set: Collection[str],
    ordered: Collection[str],
    *,
    most: int = _POINTS,
    packages: int = _PACKAGES,
) -> TradeOff | None:
    """Work out how the two parties of a blocking set can share the movement.

    Among packages with the same pair, and among starts, the lowest option indices win.

    For a blocking set of two parties: the packages that the rules and everything outside the
    set allow, seen by how far each of the two must move to reach them, from the nearest package
    that its own demands allow. Kept are the pairs of movement than which no package is better
    for one of the two and no worse for the other (Pareto-minimal), each with a package.

    The distances of one party to all packages are a distance transform: since movement is a sum
    over issues, one pass along each issue in turn gives it exactly (Felzenszwalb & Huttenlocher
    2012). Standard library only.

    Args:
        talks: The talks.
        blocking_set: Ids of its demands.
        ordered: The issues whose options are in order, numeric ones included.
        most: Greatest number of points, at least 2; the two ends are always among them.
        packages: Greatest number of packages to look at, over the issues that matter.

    Returns:
        None when the set is not one of exactly two parties, when the own demands of one of
        them allow no package, or when there are too many packages.
    """
    chosen = frozenset(blocking_set)
    parties = talks.holding(chosen)
    if len(parties) != 2:
        return None
    outside = [k for k, demand in enumerate(talks.demands) if demand.id not in chosen]
    goal = talks.satisfied_by(outside)
    own = [sorted((d for d in talks.demands if d.party == p), key=lambda d: d.id) for p in parties]
    allowed = [All(tuple(demand.condition for demand in each)) for each in own]
    matters = issues_of(goal).union(*map(issues_of, allowed))
    sizes = {issue: size for issue, size in talks.sizes.items() if issue in matters}
    if prod(sizes.values()) > packages:
        return None
    grid = Grid(sizes)
    starts = [grid.where(condition) for condition in allowed]
    if not all(starts):
        return None
    scale = lcm(*(size - 1 for issue, size in sizes.items() if issue in ordered and size > 1))
    steps = {
        issue: scale // max(1, size - 1) if issue in ordered else None
        for issue, size in sizes.items()
    }
    reached = [_distances(grid, start, steps, scale) for start in starts]
    pairs = _least_pairs(list(bits(grid.where(goal))), reached[0], reached[1])
    points = []
    for place in _evenly(pairs, most):
        package = dict.fromkeys(talks.sizes, 0) | grid.package(place)
        moved = []
        for party, demands, start in zip(parties, own, starts, strict=True):
            begin = package | grid.package(_nearest(grid, start, place, steps, scale))
            moves = moves_between(begin, package, ordered)
            size = size_of(moves, talks.sizes, ordered)
            moved.append(PartyMovement(party, tuple(d.id for d in demands), moves, size))
        points.append(Movement(package, tuple(moved), sum((m.size for m in moved), Fraction())))
    return TradeOff(tuple(points), len(pairs))


def _distances(grid: Grid, start: int, steps: Mapping[str, int | None], change: int) -> list[int]:
    """Return the least movement from the packages of a mask to every package.

    Args:
        grid: The packages.
        start: Mask of packages.
        steps: Cost of a step per ordered issue; None for any other.
        change: Cost of a change on these others.
    """
    far = change * (len(steps) + 1)
    result = [far] * grid.number
    for place in bits(start):
        result[place] = 0
    for issue, step in steps.items():
        for line in grid.lines(issue):
            values = result[line]
            if step is None:
                most = min(values) + change
                result[line] = [min(value, most) for value in values]
            else:
                result[line] = _along(_along(values, step)[::-1], step)[::-1]
    return result


def _along(values: Sequence[int], step: int) -> list[int]:
    passed, least = [], values[0]
    for value in values:
        least = min(value, least + step)
        passed.append(least)
    return passed


def _least_pairs(places: Sequence[int], one: Sequence[int], other: Sequence[int]) -> list[int]:
    """Return a place per Pareto-minimal pair, the first party's greatest movement first."""
    kept: list[int] = []
    for place in sorted(places, key=lambda k: (one[k], other[k], k)):
        if not kept or other[place] < other[kept[-1]]:
            kept.append(place)
    return kept[::-1]


def _evenly(places: Sequence[int], most: int) -> list[int]:
    """Thin to a number of entries, evenly spaced, the two ends among them."""
    if len(places) <= most:
        return list(places)
    return [places[k * (len(places) - 1) // (most - 1)] for k in range(most)]


def _nearest(
    grid: Grid, start: int, place: int, steps: Mapping[str, int | None], change: int
) -> int:
    """Return the package of a mask from which a place is reached with least movement."""
    away = [0]
    for (issue, step), here in zip(steps.items(), grid.package(place).values(), strict=True):
        row = [
            abs(option - here) * step if step is not None else change * (option != here)
            for option in range(grid.sizes[issue])
        ]
        away = [before + more for before in away for more in row]
    return min(bits(start), key=lambda k: (away[k], k))
