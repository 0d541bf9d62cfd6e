"""The likeliest blocking sets and openings, when there are too many to list.

Blocking sets and openings are each other's minimal hitting sets. So the likeliest one
that is not excluded is found by hitting, at least cost, those of the other kind that are
known; if the oracle says that the result is of the kind wanted, it is the next one; if
not, the oracle shows one of the other kind that it misses, which is then known too
(implicit hitting sets: Chandrasekaran, Karp, Moreno-Centeno, Vempala 2011; for smallest
unsatisfiable subsets Ignatiev, Previti, Liffiton, Marques-Silva 2015).

Costs are -ln of chances in whole steps of 1e-9; sets whose costs lie within rounding of
the last one wanted are found too, up to a fixed number, and exact chances decide the order.
Sets of chance 0 are looked for only when the others run out, smallest first. Every search
has a budget of steps, and says whether it ended within it.
"""

from __future__ import annotations

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import combinations
from math import log, prod

import numpy as np
from numpy.typing import NDArray

from lastyard.blocking.solver import Kept
from lastyard.blocking.talks import Talks
from lastyard.budget import current, spend
from lastyard.conditions.arrays import holds_on
from lastyard.conditions.tree import All, Condition, bits, holds, issues_of
from lastyard.records import record
from lastyard.space.pool import cells_of

__all__ = [
    "MOST_TIES",
    "Found",
    "MiniBuckets",
    "NotSuitedError",
    "Numbers",
    "Table",
    "by_chance",
    "cheapest_openings",
    "elimination_order",
    "likeliest",
    "mini_buckets",
    "price_of",
    "rounding",
]

# Sets that cost as much as the last one wanted are gathered too, up to this many.
MOST_TIES = 100

_SCALE = 1_000_000_000

_STEPS = 200_000

# What a partial set takes while it waits: its tuple, and three numbers besides their digits.
_WAITING_BYTES = 200


@record(frozen=True, slots=True)
class Found:
    """Sets in the order of their cost.

    Attributes:
        sets: Masks.
        proved: Whether no set left out is cheaper; False when the search ended early.
    """

    sets: tuple[int, ...]
    proved: bool


Find = Callable[[Sequence[int | None], int, Sequence[int]], Found]


def price_of(chance: float) -> int | None:
    """Return the cost that stands for a chance, at least 1; None for a chance of 0."""
    return round(-log(chance) * _SCALE) + 1 if chance > 0 else None


def by_chance(costs: Sequence[int | None], wanted: int, find: Find) -> Found:
    """Return the likeliest sets, those with the least sums of costs.

    Args:
        costs: Cost per element, as :func:`price_of` gives it.
        wanted: How many sets.
        find: Given a cost per element (None where the element may not be used), a number
            and the sets found before, returns the cheapest other sets.
    """
    found = find(costs, wanted, ())
    if len(found.sets) < wanted and None in costs and found.proved:
        more = find([_SCALE] * len(costs), wanted - len(found.sets), found.sets)
        return Found(found.sets + more.sets, more.proved)
    return found


def rounding(costs: Sequence[int | None]) -> int:
    """Return by how much the costs of two sets of the same chance may differ."""
    return 2 * len(costs)


def likeliest(
    costs: Sequence[int | None],
    known: Iterable[int],
    missed_by: Callable[[int], int],
    wanted: int,
    before: Sequence[int] = (),
    steps: int = _STEPS,
    price: Callable[[int], int] | None = None,
) -> Found:
    """Return the cheapest minimal sets that meet every set of a family known by an oracle.

    Args:
        costs: Cost per element, at least 1; None where it may not be used.
        known: Some sets of the family, as masks.
        missed_by: Given a mask, returns a set of the family that it does not meet, or 0.
        wanted: How many; sets within rounding of the last one come in addition.
        before: Sets that are not wanted again.
        steps: Greatest number of partial sets to look at.
        price: The cost of a set, where that is not the sum of those of its elements; at least
            that sum.

    Returns:
        Fewer than wanted when there are no more, or when the search ended early.
    """
    with current().growing() as hold:
        return _likeliest(
            costs, list(known), missed_by, wanted, before, current().steps(steps), price, hold
        )


def _likeliest(
    costs: Sequence[int | None],
    family: list[int],
    missed_by: Callable[[int], int],
    wanted: int,
    before: Sequence[int],
    steps: int,
    price: Callable[[int], int] | None,
    hold: Callable[[int], None],
) -> Found:
    found: list[int] = []
    prices: list[int] = []
    last = None
    # Entries: cost, chosen elements, excluded elements. Excluding, on each branch, the
    # elements that earlier branches chose makes every set come up once.
    each_waiting = _WAITING_BYTES + len(costs) // 4
    waiting = [(0, 0, sum(1 << k for k, cost in enumerate(costs) if cost is None))]
    while waiting:
        cost, chosen, excluded = heappop(waiting)
        crowded = len(found) >= wanted + MOST_TIES
        if last is not None and (crowded or cost > last + rounding(costs)):
            return Found(tuple(found), proved=cost >= last)
        steps -= 1
        spend(4 + (len(family) + len(found)) // 4)
        if steps < 0:
            return Found(tuple(found), proved=False)
        if any(chosen & each == each for each in (*before, *found)):
            continue
        missed = _unmet(family, chosen, excluded)
        if missed is None:
            missed = missed_by(chosen)
            if not missed:
                found.append(chosen)
                insort(prices, cost if price is None else price(chosen))
                last = prices[wanted - 1] if len(prices) >= wanted else None
                continue
            family.append(missed)
        usable = [(step, k) for k in bits(missed & ~excluded) if (step := costs[k]) is not None]
        hold(len(usable) * each_waiting)
        for step, k in sorted(usable):
            heappush(waiting, (cost + step, chosen | 1 << k, excluded))
            excluded |= 1 << k
    return Found(tuple(found), proved=True)


def _unmet(family: Sequence[int], chosen: int, excluded: int) -> int | None:
    """Return the set not met that leaves the fewest elements to choose from, or None."""
    unmet = [each for each in family if not each & chosen]
    return min(unmet, key=lambda each: ((each & ~excluded).bit_count(), each), default=None)


Numbers = NDArray[np.int64]

Table = tuple[tuple[int, ...], Numbers]


@record(frozen=True, slots=True)
class MiniBuckets:
    """Bounds for packages of which the first few issues are chosen.

    With the issues before ``k`` chosen, the bound is ``least``, less everything in ``sent``
    and plus everything in ``held`` of the chosen issues, each table at the chosen options.
    With all issues chosen it is the sum of all tables itself.

    Attributes:
        least: Bound before anything is chosen.
        held: Per issue, the tables whose last issue it is: given ones and passed-on ones.
        sent: Per issue, the tables passed on when it was eliminated.
    """

    least: int
    held: tuple[tuple[Table, ...], ...]
    sent: tuple[tuple[Table, ...], ...]


def elimination_order(number: int, scopes: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """Return an order of issues whose reverse elimination keeps tables small.

    Args:
        number: How many issues there are.
        scopes: The issues of each table.

    Returns:
        The issues; the last is to be eliminated first: each time that with the fewest
        neighbours, then the lowest.
    """
    around: dict[int, set[int]] = {issue: set() for issue in range(number)}
    for scope in scopes:
        for issue in scope:
            around[issue].update(scope)
    eliminated = []
    while around:
        issue = min(around, key=lambda one: (len(around[one]), one))
        neighbours = around.pop(issue) - {issue}
        for one in neighbours:
            around[one] |= neighbours
            around[one].discard(issue)
        eliminated.append(issue)
    return tuple(reversed(eliminated))


def mini_buckets(domains: Sequence[int], tables: Iterable[Table], largest: int) -> MiniBuckets:
    """Eliminate the issues from last to first.

    The issues are eliminated one after the other: the tables that mention the issue are added
    up and the least over its options is passed on. Where the sum would get too large the tables
    are split into several groups, each minimised on its own; what comes out is then a lower
    bound instead of the least (Dechter & Rish 2003). Before groups are minimised, what they say
    about the issues that they share is evened out between them, which tightens the bound
    (moment matching: Ihler, Flerova, Dechter, Otten 2012).

    Everything is in whole numbers, so that bounds and costs compare exactly.

    Args:
        domains: Number of options per issue.
        tables: Costs of at least 0: issues in ascending order, and one axis an issue.
        largest: Greatest number of entries of a sum of tables, unless one table alone has more.

    Example, two tables over two issues:
        >>> import numpy as np
        >>> tables = [((0, 1), np.array([[3, 1], [0, 5]])), ((1,), np.array([4, 0]))]
        >>> mini_buckets((2, 2), tables, 100).least
        1
    """
    held: list[list[Table]] = [[] for _ in domains]
    sent: list[list[Table]] = [[] for _ in domains]
    least = 0
    for scope, table in tables:
        if scope:
            held[scope[-1]].append((scope, table))
        else:
            least += int(table)
    for issue in reversed(range(len(domains))):
        sums = [_sum_of(group, domains) for group in _groups(held[issue], domains, largest)]
        for scope, table in _evened_out(sums):
            passed = table.min(axis=-1)
            sent[issue].append((scope[:-1], passed))
            if len(scope) > 1:
                held[scope[-2]].append((scope[:-1], passed))
            else:
                least += int(passed)
    return MiniBuckets(least, tuple(map(tuple, held)), tuple(map(tuple, sent)))


def _groups(tables: Iterable[Table], domains: Sequence[int], largest: int) -> list[list[Table]]:
    """Put each table, widest first, where it adds the fewest issues."""
    groups: list[tuple[set[int], list[Table]]] = []
    for scope, table in sorted(tables, key=lambda one: -len(one[0])):
        fitting = [
            group
            for group in groups
            if prod(domains[issue] for issue in group[0].union(scope)) <= largest
        ]
        if fitting:
            best = min(fitting, key=lambda group: len(group[0].union(scope)) - len(group[0]))
            best[0].update(scope)
            best[1].append((scope, table))
        else:
            groups.append((set(scope), [(scope, table)]))
    return [members for _, members in groups]


def _sum_of(tables: Sequence[Table], domains: Sequence[int]) -> Table:
    scope = tuple(sorted({issue for own, _ in tables for issue in own}))
    total = np.zeros([domains[issue] for issue in scope], dtype=np.int64)
    for own, table in tables:
        total += _spread(own, table, scope)
    return scope, total


def _spread(own: Sequence[int], table: Numbers, scope: Sequence[int]) -> Numbers:
    """Return the table an axis of length 1 for every issue of the scope that it lacks."""
    shape = dict(zip(own, table.shape, strict=True))
    return table.reshape([shape.get(issue, 1) for issue in scope])


def _evened_out(sums: list[Table]) -> list[Table]:
    """Share out equally what groups say about their common issues; their sum stays."""
    if len(sums) < 2:
        return sums
    common = set(sums[0][0]).intersection(*(scope for scope, _ in sums))
    shared = tuple(sorted(common))
    leasts = [
        table.min(axis=tuple(k for k, issue in enumerate(scope) if issue not in common))
        for scope, table in sums
    ]
    total = np.sum(leasts, axis=0)
    parts = [(total + k) // len(sums) for k in range(len(sums))]
    return [
        (scope, table + _spread(shared, part - least, scope))
        for (scope, table), part, least in zip(sums, parts, leasts, strict=True)
    ]


_LARGEST_TABLE = 1 << 18

_LARGEST_SUM = 1 << 17

_LARGEST_BLOCK = 1 << 21

_BLOCK = 4_096

_FIRST_BLOCK = 64

_MOST_PARTIES = 12

_MOST_COALITIONS = 64

_STEPS_CHEAPEST = 3_000_000

_Words = NDArray[np.uint64]

_Block = tuple[int, NDArray[np.int32], Numbers, _Words]


class NotSuitedError(Exception):
    """The talks have tables or coalitions beyond the limits; the caller searches otherwise."""


@dataclass(slots=True)
class _Known:
    """The openings found, and how dear the next one may be."""

    costs: Sequence[int | None]
    wanted: int
    before: Sequence[int]
    shrink: Callable[[Kept], int]
    steps: int
    price: Callable[[int], int] | None = None
    cost_of: dict[int, int] = field(default_factory=dict)

    @property
    def last(self) -> int | None:
        """The cost of the last one wanted; None while too few are known."""
        if len(self.cost_of) < self.wanted:
            return None
        return sorted(self.cost_of.values())[self.wanted - 1]

    @property
    def limit(self) -> int | None:
        """The greatest cost that is still of interest; None while too few are known."""
        last = self.last
        if last is None:
            return None
        crowded = len(self.cost_of) >= self.wanted + MOST_TIES
        return last - 1 if crowded else last + rounding(self.costs)

    def found(self) -> Found:
        """Return those wanted and those within rounding of the last, the cheapest first."""
        last = self.last
        most = None if last is None else last + rounding(self.costs)
        ranked = sorted(self.cost_of, key=lambda mask: (self.cost_of[mask], mask))
        return Found(
            tuple(mask for mask in ranked if most is None or self.cost_of[mask] <= most),
            self.steps >= 0,
        )

    def add(self, kept: Kept) -> None:
        opening = self.shrink(kept)
        added = sum(self.costs[k] or 0 for k in bits(opening))
        self.cost_of[opening] = added if self.price is None else self.price(opening)


def cheapest_openings(
    talks: Talks,
    costs: Sequence[int | None],
    wanted: int,
    before: Sequence[int],
    shrink: Callable[[Kept], int],
    steps: int = _STEPS_CHEAPEST,
    price: Callable[[int], int] | None = None,
) -> Found:
    """Return the cheapest openings.

    What a coalition of parties loses on a package is a sum of tables: one per demand, its cost
    where the package breaks it. Issue by issue, packages are built in numpy blocks, depth
    first, the most promising first; what `mini_buckets` proves too dear
    is dropped. Every package reached is shrunk to an opening, and packages that lose all of a
    known opening are dropped from then on, so that each opening comes up once. Each opening is
    what some smallest winning coalition loses on some package, so trying these coalitions one
    after the other misses none.

    Args:
        talks: The talks.
        costs: Cost per demand, at least 1; None where it may not be lost.
        wanted: How many; those within rounding of the last one come in addition.
        before: Openings that are not wanted again.
        shrink: Given a package and what it keeps, returns an opening within what it loses.
        steps: Greatest number of partial packages to look at, over all coalitions.
        price: The cost of an opening, where that is not the sum of those of its demands; at
            least that sum.

    Raises:
        NotSuitedError: When tables or coalitions exceed the limits of this module.
    """
    known = _Known(costs, wanted, before, shrink, current().steps(steps), price)
    for coalition in _coalitions(talks):
        _Coalition(talks, coalition, known).search()
        if known.steps < 0:
            break
    return known.found()


def _coalitions(talks: Talks) -> list[frozenset[str]]:
    """Return the smallest sets of demanding parties that win with all the others."""
    demanding = talks.holding({demand.id for demand in talks.demands})
    rule = talks.agreement_rule

    def wins(chosen: frozenset[str]) -> bool:
        return holds(rule, {p: int(p in chosen or p not in demanding) for p in talks.parties})

    if talks.unanimous and wins(frozenset(demanding)):
        return [frozenset(demanding)]
    if len(demanding) > _MOST_PARTIES:
        raise NotSuitedError
    found: list[frozenset[str]] = []
    for number in range(len(demanding) + 1):
        for chosen in map(frozenset, combinations(demanding, number)):
            if not any(smaller <= chosen for smaller in found) and wins(chosen):
                found.append(chosen)
    if len(found) > _MOST_COALITIONS:
        raise NotSuitedError
    return found


class _Coalition:
    """The search over what one coalition loses."""

    def __init__(self, talks: Talks, coalition: frozenset[str], known: _Known) -> None:
        self.talks, self.known = talks, known
        own = [k for k, demand in enumerate(talks.demands) if demand.party in coalition]
        everything = (1 << len(talks.demands)) - 1
        self._others = everything & ~sum(1 << k for k in own)
        # A cost that no sum of costs reaches stands for "not allowed".
        never = sum(cost or 0 for cost in known.costs) + 4 * len(known.costs) + 1
        parts = talks.rules.parts if isinstance(talks.rules, All) else (talks.rules,)
        conditions = [*parts, *(talks.demands[k].condition for k in own)]
        cells = cells_of(talks.sizes, conditions)
        self._never = never
        self._names = [issue for issue in talks.sizes if len(cells[issue]) > 1]
        scopes = [[k for k, i in enumerate(self._names) if i in issues_of(c)] for c in conditions]
        order = elimination_order(len(self._names), scopes)
        self._names = [self._names[k] for k in order]
        self._options = {
            issue: np.array([(c & -c).bit_length() - 1 for c in cells[issue]])
            for issue in talks.sizes
        }
        self._domains = [len(self._options[issue]) for issue in self._names]
        count = len(self._names)
        self._closing: list[list[tuple[int, tuple[int, ...], Numbers]]] = [[] for _ in range(count)]
        self._lost_at_once = 0
        tables = [self._table(part, never) for part in parts]
        for k in own:
            cost = known.costs[k]
            scope, table = self._table(talks.demands[k].condition, never if cost is None else cost)
            tables.append((scope, table))
            if scope:
                self._closing[scope[-1]].append((k, scope, table))
            elif table.any():
                self._lost_at_once |= 1 << k
        joined: dict[tuple[int, ...], Numbers] = {}
        for scope, table in tables:
            joined[scope] = joined[scope] + table if scope in joined else table
        self._bounds = mini_buckets(self._domains, joined.items(), _LARGEST_SUM)

    def _table(self, condition: Condition, cost: int) -> tuple[tuple[int, ...], Numbers]:
        """Return the issues of a condition and its cost where it fails."""
        mentioned = issues_of(condition)
        scope = tuple(k for k, issue in enumerate(self._names) if issue in mentioned)
        shape = [self._domains[k] for k in scope]
        if prod(shape) > _LARGEST_TABLE:
            raise NotSuitedError
        index = np.indices(shape).reshape(len(shape), -1) if shape else np.zeros((0, 1), dtype=int)
        chosen = {issue: np.repeat(self._options[issue][:1], index.shape[1]) for issue in mentioned}
        for row, k in zip(index, scope, strict=True):
            chosen[self._names[k]] = self._options[self._names[k]][row]
        if chosen:
            held = holds_on(condition, chosen).reshape(shape)
        else:
            held = np.array(holds(condition, {})).reshape(shape)
        return scope, np.where(held, 0, cost).astype(np.int64)

    def search(self) -> None:
        """Add the cheapest openings of the coalition to those known."""
        known = self.known
        start = np.tile(self._as_words(self._lost_at_once), (1, 1))
        first = np.array([self._bounds.least], dtype=np.int64)
        waiting: list[_Block] = [(0, np.zeros((1, 0), dtype=np.int32), first, start)]
        while waiting:
            block = self._still_wanted(waiting.pop())
            depth, chosen, bound, lost = block
            if not len(bound):
                continue
            if depth == len(self._domains):
                self._arrive(block)
                continue
            width = min(_BLOCK, max(1, _LARGEST_BLOCK // self._domains[depth]))
            width = width if known.limit is not None else min(width, _FIRST_BLOCK)
            if len(bound) > width:
                rank = np.argsort(bound, kind="stable")
                now, later = rank[:width], rank[width:]
                waiting.append((depth, chosen[later], bound[later], lost[later]))
                block = (depth, chosen[now], bound[now], lost[now])
            known.steps -= len(block[2])
            spend(50 + len(block[2]) * (self._domains[depth] + len(block[3][0])) // 20)
            if known.steps < 0:
                return
            waiting.append(self._one_further(block))

    def _still_wanted(self, block: _Block) -> _Block:
        """Drop what is too dear, and what loses all of a known opening."""
        depth, chosen, bound, lost = block
        limit = self.known.limit
        good = bound < self._never
        if limit is not None:
            good &= bound <= limit
        for mask in (*self.known.before, *self.known.cost_of):
            words = self._as_words(mask)
            # The first word that matters settles most packages.
            least = next((k for k, word in enumerate(words) if word), 0)
            maybe = np.flatnonzero(good & ((lost[:, least] & words[least]) == words[least]))
            good[maybe[((lost[maybe] & words) == words).all(axis=1)]] = False
        return (depth, chosen[good], bound[good], lost[good])

    def _one_further(self, block: _Block) -> _Block:
        """Choose every option of the next issue."""
        depth, chosen, bound, lost = block
        width = self._domains[depth]
        bound = bound.copy()
        for scope, table in self._bounds.sent[depth]:
            bound -= self._at(scope, table, chosen)
        further = np.repeat(chosen, width, axis=0)
        options = np.tile(np.arange(width, dtype=np.int32), len(bound))
        further = np.concatenate([further, options[:, None]], axis=1)
        bound, lost = np.repeat(bound, width), np.repeat(lost, width, axis=0)
        for scope, table in self._bounds.held[depth]:
            bound += self._at(scope, table, further)
        for k, scope, table in self._closing[depth]:
            broken = (self._at(scope, table, further) > 0).astype(np.uint64)
            lost[:, k // 64] |= broken << np.uint64(k % 64)
        return depth + 1, further, bound, lost

    def _at(self, scope: Sequence[int], table: Numbers, chosen: NDArray[np.int32]) -> Numbers:
        place = np.zeros(len(chosen), dtype=np.int64)
        for k in scope:
            place = place * self._domains[k] + chosen[:, k]
        values: Numbers = table.reshape(-1)[place]
        return values

    def _arrive(self, block: _Block) -> None:
        """Shrink whole packages to openings, the cheapest first, while any is wanted."""
        everything = (1 << len(self.talks.demands)) - 1
        while len(block[2]):
            row = int(np.argmin(block[2]))
            package = {issue: int(options[0]) for issue, options in self._options.items()}
            for issue, cell in zip(self._names, block[1][row], strict=True):
                package[issue] = int(self._options[issue][cell])
            lost = sum(int(word) << 64 * k for k, word in enumerate(block[3][row]))
            self.known.add(Kept(package, everything & ~lost))
            block = self._still_wanted(block)

    def _as_words(self, mask: int) -> _Words:
        count = len(self.talks.demands) // 64 + 1
        parts = [mask >> 64 * k & (1 << 64) - 1 for k in range(count)]
        return np.array(parts, dtype=np.uint64)
