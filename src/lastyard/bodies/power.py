"""Voting power: Shapley-Shubik and Penrose-Banzhaf, as exact fractions.

Power indices ask how often a member's vote would decide if nothing were known of the
members' views. Every member votes yes or no here: **an abstention counts as a no** (what
a rule makes of abstentions does not enter), and the members' weights and vetoes are all
that tells them apart.

- *Shapley-Shubik* [Shapley & Shubik 1954]: the share of orders of joining a coalition in
  which the member turns it from losing to winning. Sums to one.
- *Penrose-Banzhaf* [Penrose 1946; Banzhaf 1965]: the share of coalitions of the others
  that the member turns from losing to winning; normalised, that is divided by the sum
  over all members, where shares are wanted.

Coalitions are counted exactly by dynamic programming over (members, weights), or, where weights are
large and members few, by meeting in the middle; for large bodies by quadrature or by samples::

    power(board).members[0].shapley_shubik     # Fraction(2, 3)
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.body import Body
from lastyard.bodies.chance import DIGITS, Chances, adoption_chance, adoption_probability
from lastyard.bodies.compile import CompiledRule, Component, atom_holds, holds_on, yes_or_no
from lastyard.bodies.errors import BodyError, MonotoneError
from lastyard.bodies.sums import Grid, Shift, shifted
from lastyard.budget import current, spend
from lastyard.records import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lastyard.bodies.compile import CompiledRule, Component
    from lastyard.bodies.sums import Shift

_LIMB = 30

_FOLDS_BETWEEN_CARRIES = 30

Sizes: TypeAlias = list[int]
"""Numbers of coalitions by size, from 0."""


@record(frozen=True, slots=True)
class CoalitionTable:
    """All coalitions of a component's members.

    For one component of a rule in which every member votes yes or no, the table holds the
    number of sets of yes-voters for each size and each value of the forms. Removing one
    member again is exact integer subtraction, so one table serves all members. Counts
    beyond 63 bits are kept in limbs of 30 bits whose carries are put off.

    Attributes:
        table: Axes limb, size, then each form that is not simply the size.
        labels: What each cell achieves, by size and form values: an index of ``meanings``.
        steps: What each member line's yes adds to the forms kept.
        meanings: For each label a pattern of true atoms (bits by atom number). Cells that
            cannot differ in the outcome may share one.
        prefix: With one form, the table summed along it up to before each value; the
            coalitions with values in a range are then a difference of two cells.
    """

    table: NDArray[np.int64]
    labels: NDArray[np.int64]
    steps: dict[int, Shift]
    meanings: tuple[int, ...]
    prefix: NDArray[np.int64] | None

    @classmethod
    def of(cls, rule: CompiledRule, component: Component) -> CoalitionTable:
        """Count the coalitions of a component of a yes-or-no rule."""
        grid = Grid.of(rule, component)
        head = _size_axis(rule, component)
        kept = [axis for axis in range(len(grid.shape)) if axis != head]
        members = sum(rule.counts[i] for i in component.members)
        shape = tuple(grid.shape[axis] for axis in kept)
        limbs = limbs_for(members)
        table = np.zeros((limbs, members + 1, *shape), np.int64)
        table[(0, 0, *(grid.origin[axis] for axis in kept))] = 1
        steps = {}
        folded = 0
        box = [(grid.origin[axis], grid.origin[axis] + 1) for axis in kept]
        for i in component.members:
            step = grid.shift(rule, i, 0)
            steps[i] = tuple(step[axis] for axis in kept)
            for _ in range(rule.counts[i]):
                folded += 1
                box = _fold(table, steps[i], folded, box)
                if limbs > 1 and folded % _FOLDS_BETWEEN_CARRIES == 0:
                    _carry(table)
        if limbs > 1:
            _carry(table)
        labels, meanings = _labels(rule, grid)
        if head is None:
            labels = np.broadcast_to(labels, (members + 1, *labels.shape))
        else:
            labels = np.moveaxis(labels, head, 0)
        return cls(table, labels, steps, meanings, _prefix(table))

    def by_pattern(self) -> dict[int, Sizes]:
        """Numbers of coalitions by size, for each pattern of atoms (global bits)."""
        return {
            self.meanings[int(label)]: _sizes(self.table, self.labels == label)
            for label in np.unique(self.labels)
        }

    def swings(self, member: int) -> dict[tuple[int, int], Sizes]:
        """Coalitions of the others whose pattern changes when one member joins.

        Args:
            member: A member line; of a class, one member of it.

        Returns:
            For each (pattern without it, pattern with it) that differ, numbers of
            coalitions by size without it.
        """
        step = self.steps[member]
        target, source = shifted(self.labels, step)
        before = self.labels[:-1][(slice(None), *source)]
        after = self.labels[1:][(slice(None), *target)]
        inside: NDArray[np.int64] | None = None
        result = {}
        for old, new in itertools.permutations(range(len(self.meanings)), 2):
            changed = (before == old) & (after == new)
            if not changed.any():
                continue
            sizes = self._in_ranges(changed, step)
            if sizes is None:
                if inside is None:
                    inside = self._without(step)[(slice(None), slice(None), *source)]
                sizes = _sizes(inside, changed)
            result[self.meanings[old], self.meanings[new]] = sizes
        return result

    def _in_ranges(self, changed: NDArray[np.bool_], step: Shift) -> Sizes | None:
        """Coalitions of the others whose value lies in one range a size.

        Leaving one member out undoes its fold, so the coalitions of the others of size s
        and value x are f(s, x) - f(s - 1, x - step) + f(s - 2, x - 2 step) - ...; over a
        range of values each term is a difference of two prefix sums.

        Returns:
            Numbers by size, or ``None`` if the cells are no ranges of a single form.
        """
        if self.prefix is None or step[0] < 0:
            return None
        sizes = np.flatnonzero(changed.any(axis=1))
        first = changed[sizes].argmax(axis=1)
        last = changed.shape[1] - 1 - changed[sizes, ::-1].argmax(axis=1)
        if (changed[sizes].sum(axis=1) != last - first + 1).any():
            return None
        left_out = np.arange(changed.shape[0])
        row = np.maximum(sizes[:, None] - left_out, 0)
        high = np.maximum(last[:, None] + 1 - left_out * step[0], 0)
        low = np.maximum(first[:, None] - left_out * step[0], 0)
        sign = np.where(left_out > sizes[:, None], 0, 1 - 2 * (left_out % 2))
        sums = ((self.prefix[:, row, high] - self.prefix[:, row, low]) * sign).sum(axis=2)
        result = [0] * changed.shape[0]
        for place, size in enumerate(sizes):
            result[int(size)] = _whole(sums[:, place])
        return result

    def _without(self, step: Shift) -> NDArray[np.int64]:
        """Coalitions of the others: undo one fold, smallest size first."""
        others = self.table[:, :-1].copy()
        target, source = shifted(others, step)
        for size in range(1, others.shape[1]):
            others[:, size][(slice(None), *target)] -= others[:, size - 1][(slice(None), *source)]
        return others


def limbs_for(members: int) -> int:
    """How many limbs hold the number of coalitions of so many members."""
    return 1 if members <= 61 else members // _LIMB + 1


def table_cells(rule: CompiledRule, component: Component) -> int:
    """How many cells the table of a component would have, over all limbs."""
    members = sum(rule.counts[i] for i in component.members)
    grid = Grid.of(rule, component)
    head = _size_axis(rule, component)
    cells = limbs_for(members) * (members + 1) * grid.cells
    return cells // grid.shape[head] if head is not None else cells


def _size_axis(rule: CompiledRule, component: Component) -> int | None:
    """The axis whose form merely counts the yes-voters of the component, if any."""
    for axis, number in enumerate(component.forms):
        if all(rule.forms[number].yes[i] == 1 for i in component.members):
            return axis
    return None


def _labels(rule: CompiledRule, grid: Grid) -> tuple[NDArray[np.int64], tuple[int, ...]]:
    """Label each cell of the grid; a rule of one component needs only won and lost."""
    atoms = grid.component.atoms
    local, labels = np.unique(grid.patterns(rule), return_inverse=True)
    meanings = [sum(1 << a for k, a in enumerate(atoms) if int(p) >> k & 1) for p in local]
    labels = labels.reshape(grid.shape).astype(np.int64)
    if len(rule.components) > 1:
        return labels, tuple(meanings)
    won = [holds_on(rule.formula, meaning) for meaning in meanings]
    kinds = sorted(set(won))
    labels = np.array([kinds.index(w) for w in won])[labels]
    return labels, tuple(meanings[won.index(kind)] for kind in kinds)


def _prefix(table: NDArray[np.int64]) -> NDArray[np.int64] | None:
    """Sums along the only form; ``None`` with several, or where sums of limbs might wrap."""
    if table.ndim != 3 or (table.shape[0] > 1 and table[0].size >= 1 << (62 - _LIMB)):
        return None
    prefix = np.zeros((*table.shape[:2], table.shape[2] + 1), np.int64)
    np.cumsum(table, axis=2, out=prefix[:, :, 1:])
    return prefix


def _fold(
    table: NDArray[np.int64], step: Shift, folded: int, box: list[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Add one member; ``box`` is where the table is not zero, returned as it is after."""
    source = tuple(slice(low, high) for low, high in box)
    target = tuple(slice(low + d, high + d) for (low, high), d in zip(box, step, strict=True))
    table[(slice(None), slice(1, folded + 1), *target)] += table[
        (slice(None), slice(0, folded), *source)
    ]
    return [
        (min(low, low + d), max(high, high + d)) for (low, high), d in zip(box, step, strict=True)
    ]


def _carry(table: NDArray[np.int64]) -> None:
    for limb in range(table.shape[0] - 1):
        table[limb + 1] += table[limb] >> _LIMB
        table[limb] &= (1 << _LIMB) - 1


def _sizes(table: NDArray[np.int64], mask: NDArray[np.bool_]) -> Sizes:
    axes = tuple(range(2, table.ndim))
    sums: NDArray[np.int64] = np.asarray(np.sum(table, axis=axes, where=mask, dtype=np.int64))
    return [_whole(column) for column in sums.T]


def _whole(limbs: Iterable[np.int64]) -> int:
    return sum(int(value) << (_LIMB * place) for place, value in enumerate(limbs))


_MOST_MEMBERS = 34


@record(frozen=True, slots=True)
class Halves:
    """A component whose members are few and whose weights are large.

    Populations in persons make a table over all sums impossible, but 27 members have only
    2^13 and 2^14 coalitions in two halves. The pairs of halves whose values together lie below
    a threshold are counted by sorting [Horowitz & Sahni 1974, Journal of the ACM 21(2)], by
    size. Same answers as `lastyard.bodies.power.CoalitionTable`, for a component with one
    form besides the count of yes.

    Attributes:
        rule: The yes-or-no rule.
        component: Which members, forms and atoms.
        form: The form that is not the count of yes.
        steps: What each member line's yes adds to it.
    """

    rule: CompiledRule
    component: Component
    form: int
    steps: dict[int, Shift]

    @classmethod
    def of(cls, rule: CompiledRule, component: Component) -> Halves | None:
        """For a component, or ``None`` if it has too many members or forms."""
        others = [
            number
            for number in component.forms
            if any(rule.forms[number].yes[i] != 1 for i in component.members)
        ]
        members = sum(rule.counts[i] for i in component.members)
        if len(others) != 1 or members > _MOST_MEMBERS:
            return None
        form = rule.forms[others[0]]
        if max(map(abs, form.bounds(rule.counts))) >= 1 << 61:
            return None
        return cls(rule, component, others[0], {i: (form.yes[i],) for i in component.members})

    def by_pattern(self) -> dict[int, Sizes]:
        """Numbers of coalitions by size, for each pattern of atoms (global bits)."""
        weights = self._weights(None)
        cuts = self._cuts()
        result: dict[int, Sizes] = {}
        for size, counts in enumerate(_between(weights, cuts)):
            for value, count in zip([cuts[0] - 1, *cuts], counts, strict=True):
                sizes = result.setdefault(self._pattern(size, value), [0] * (len(weights) + 1))
                sizes[size] += count
        return {pattern: sizes for pattern, sizes in result.items() if any(sizes)}

    def swings(self, member: int) -> dict[tuple[int, int], Sizes]:
        """Coalitions of the others whose pattern changes when one member joins.

        Args:
            member: A member line; of a class, one member of it.

        Returns:
            For each (pattern without it, pattern with it) that differ, numbers of
            coalitions by size without it.
        """
        weights = self._weights(member)
        step = self.steps[member][0]
        cuts = sorted({*self._cuts(), *(cut - step for cut in self._cuts())})
        result: dict[tuple[int, int], Sizes] = {}
        for size, counts in enumerate(_between(weights, cuts)):
            for value, count in zip([cuts[0] - 1, *cuts], counts, strict=True):
                pair = (self._pattern(size, value), self._pattern(size + 1, value + step))
                if count and pair[0] != pair[1]:
                    result.setdefault(pair, [0] * (len(weights) + 1))[size] += count
        return result

    def _weights(self, without: int | None) -> list[int]:
        return [
            self.steps[i][0]
            for i in self.component.members
            for _ in range(self.rule.counts[i] - (i == without))
        ]

    def _cuts(self) -> list[int]:
        """The values at which some atom of the form changes its truth."""
        atoms = (self.rule.atoms[number] for number in self.component.atoms)
        return sorted({a.threshold + (not a.at_least) for a in atoms if a.form == self.form})

    def _pattern(self, size: int, value: int) -> int:
        pattern = 0
        for number in self.component.atoms:
            atom = self.rule.atoms[number]
            if atom_holds(atom, value if atom.form == self.form else size):
                pattern |= 1 << number
        return pattern


def _between(weights: Sequence[int], cuts: Sequence[int]) -> list[list[int]]:
    """For each size, how many coalitions have a value below, between and above the cuts."""
    middle = len(weights) // 2
    left, right = _sums(weights[:middle]), _sums(weights[middle:])
    below = [[0] * len(cuts) for _ in range(len(weights) + 1)]
    totals = [0] * (len(weights) + 1)
    for (a, some), (b, rest) in itertools.product(enumerate(left), enumerate(right)):
        totals[a + b] += some.size * rest.size
        for k, cut in enumerate(cuts):
            below[a + b][k] += int(np.searchsorted(rest, cut - some, side="left").sum())
    return [
        [high - low for low, high in itertools.pairwise([0, *counts, total])]
        for counts, total in zip(below, totals, strict=True)
    ]


def _sums(weights: Sequence[int]) -> list[NDArray[np.int64]]:
    """The sums of all coalitions of each size, sorted."""
    sums = [np.zeros(1, np.int64)]
    for weight in weights:
        joined = [
            np.concatenate([without, smaller + weight])
            for without, smaller in zip(sums[1:], sums[:-1], strict=True)
        ]
        sums = [sums[0], *joined, sums[-1] + weight]
    return [np.sort(values) for values in sums]


_MOST_CELLS = 40_000_000

_MOST_WORK = 12_000_000_000


class TooLargeForExactError(BodyError):
    """Exact power indices would need too much memory or time."""


@record(frozen=True, slots=True)
class MemberPower:
    """The power of a member, or of each member of a class.

    Attributes:
        name: The member.
        count: How many members the class has.
        shapley_shubik: Shapley-Shubik index of each of them.
        penrose_banzhaf: Share of the coalitions of the others that each turns.
        banzhaf_share: ``penrose_banzhaf`` divided by its sum over all members.
        swings: How many coalitions of the others each turns.
    """

    name: str
    count: int
    shapley_shubik: Fraction
    penrose_banzhaf: Fraction
    banzhaf_share: Fraction
    swings: int


@record(frozen=True, slots=True)
class Power:
    """Power indices of a body.

    Attributes:
        members: One entry a member line, in the body's order.
        adopting: Share of all yes-or-no votes that adopt (Coleman's power to act).
        method: Always ``exact``; `numeric_power` serves larger bodies.
    """

    members: tuple[MemberPower, ...]
    adopting: Fraction
    method: str = "exact"


def power(body: Body, *, most_cells: int = _MOST_CELLS, most_work: int = _MOST_WORK) -> Power:
    """Exact power indices of a body under the yes-or-no model.

    Args:
        body: The body.
        most_cells: The most cells of a table of coalitions.
        most_work: The most additions (cells times members), about 1e9 a few seconds.

    Raises:
        TooLargeForExactError: The table would be larger; `sample_power` still works.
        MonotoneError: Joining a coalition can make it lose.
    """
    rule = yes_or_no(body.compiled)
    tables = [_table(rule, component, most_cells, most_work) for component in rule.components]
    spreads = [table.by_pattern() for table in tables]
    active = sum(rule.counts[i] for c in rule.components for i in c.members)
    idle = body.size - active
    swings: dict[int, Sizes] = {}
    for number, table in enumerate(tables):
        others = _combined(spreads[:number] + spreads[number + 1 :])
        same: dict[object, Sizes] = {}
        for i, step in table.steps.items():
            if step not in same:
                same[step] = _swings(rule, table.swings(i), others, body.members[i].name)
            swings[i] = same[step]
    won = sum(sum(sizes) for p, sizes in _combined(spreads).items() if holds_on(rule.formula, p))
    return Power(_indices(body, swings, active, idle), Fraction(won, 2**active))


def _table(
    rule: CompiledRule, component: Component, most_cells: int, most_work: int
) -> CoalitionTable | Halves:
    """A table over all sums if it fits, two halves if the members are few."""
    cells = table_cells(rule, component)
    members = sum(rule.counts[i] for i in component.members)
    work = cells * (members + len(component.members))
    if cells <= most_cells and work <= most_work:
        spend(work // 1_000)
        # The table, its sums, what each cell achieves, and what is made of them in between.
        current().room(cells * 20)
        return CoalitionTable.of(rule, component)
    halves = Halves.of(rule, component)
    if halves is None:
        raise TooLargeForExactError(
            f"counting the coalitions exactly needs {cells:,} cells for {members} members",
            help="use sample_power, or scale the weights down",
        )
    return halves


def _combined(spreads: Sequence[Mapping[int, Sizes]]) -> dict[int, Sizes]:
    combined: dict[int, Sizes] = {0: [1]}
    for spread in spreads:
        combined = {a | b: _product(x, y) for a, x in combined.items() for b, y in spread.items()}
    return combined


def _product(a: Sizes, b: Sizes) -> Sizes:
    """Coefficients of the product of two polynomials, through one integer product."""
    width = (sum(a) * sum(b)).bit_length() + 1
    bits = width * max(len(a), len(b))
    spend(1 + len(a) * len(b) * width // 80_000 + bits * math.isqrt(bits) // 60_000)
    packed = _packed(a, width) * _packed(b, width)
    mask = (1 << width) - 1
    return [packed >> (width * k) & mask for k in range(len(a) + len(b) - 1)]


def _packed(sizes: Sizes, width: int) -> int:
    packed = 0
    for value in reversed(sizes):
        packed = packed << width | value
    return packed


def _swings(
    rule: CompiledRule,
    changes: Mapping[tuple[int, int], Sizes],
    others: Mapping[int, Sizes],
    name: str,
) -> Sizes:
    total: Sizes = []
    for (before, after), sizes in changes.items():
        for pattern, rest in others.items():
            lost = holds_on(rule.formula, before | pattern)
            if lost == holds_on(rule.formula, after | pattern):
                continue
            if lost:
                raise MonotoneError(f"'{name}' can make a winning coalition lose by joining it")
            more = _product(sizes, rest)
            total = [a + b for a, b in zip(total, more, strict=True)] if total else more
    return total


def _indices(
    body: Body, swings: Mapping[int, Sizes], active: int, idle: int
) -> tuple[MemberPower, ...]:
    factorial = [1] * (active + 1)
    for k in range(1, active + 1):
        factorial[k] = factorial[k - 1] * k
    counts = [sum(swings.get(i, ())) for i in range(len(body.members))]
    total = sum(c * m.count for c, m in zip(counts, body.members, strict=True))
    computed: dict[int, Fraction] = {}  # members with the same steps share one list of swings
    result = []
    for i, member in enumerate(body.members):
        sizes = swings.get(i, [])
        if id(sizes) not in computed:
            orders = sum(
                number * factorial[size] * factorial[active - 1 - size]
                for size, number in enumerate(sizes)
                if number
            )
            computed[id(sizes)] = Fraction(orders, factorial[active])
        result.append(
            MemberPower(
                member.name,
                member.count,
                computed[id(sizes)],
                Fraction(counts[i], 2 ** max(active - 1, 0)),
                Fraction(counts[i], total) if total else Fraction(0),
                counts[i] << idle,
            )
        )
    return tuple(result)


_SETTLED = 1e-12

_MOST_WORK_NUMERIC_POWER = 100_000_000


@record(frozen=True, slots=True)
class NumericMemberPower:
    """Power of each member of a line.

    Attributes:
        name: The member.
        count: How many members the line has.
        shapley_shubik: Shapley-Shubik index of each of them.
        penrose_banzhaf: Share of the coalitions of the others that each turns.
    """

    name: str
    count: int
    shapley_shubik: float
    penrose_banzhaf: float


@record(frozen=True, slots=True)
class NumericPower:
    """Power indices by quadrature.

    Attributes:
        members: One entry a member line, in the body's order.
        defect: How far the Shapley-Shubik indices are from summing to one.
        error: How far any index is likely off: the largest change when half the points
            are used, or the defect where that is larger. An estimate, no proved bound.
        nodes: Points of the quadrature.
        method: Always ``quadrature``.
    """

    members: tuple[NumericMemberPower, ...]
    defect: float
    error: float
    nodes: int
    method: str = "quadrature"


def numeric_power(
    body: Body, *, nodes: int = 32, most_work: int = _MOST_WORK_NUMERIC_POWER
) -> NumericPower:
    """Power indices under the yes-or-no model, in floating point.

    The Shapley-Shubik index of a member is the average, over p from 0 to 1, of the chance
    that it decides when everyone else votes yes with probability p [Owen 1972, Management
    Science 18(5), multilinear extension]; the Penrose-Banzhaf index is that chance at
    p = 1/2. The chance comes from the exact dynamic programme of `lastyard.bodies.chance`, so
    a body of a million in a few classes takes minutes, not years. The average is taken by
    Gauss-Legendre quadrature where the outcome is open at all; how far the indices are from
    summing to one is reported as the check that they are right.

    Args:
        body: The body, with a monotone rule.
        nodes: Points of the quadrature. With n members, ``n / 2`` or more make it exact
            up to rounding; for large n, 32 are good to about nine digits.
        most_work: The most additions (form values times member lines) for one chance of
            adoption; about a hundred chances are worked out.

    Raises:
        TooLargeForExactError: There would be more; `sample_power` still works.
    """
    rule = body.compiled
    work = sum(Grid.of(rule, c).cells * len(c.members) for c in rule.components)
    if work > most_work:
        raise TooLargeForExactError(
            f"one chance of adoption needs {work:,} additions", help="use sample_power"
        )

    def everyone(p: float) -> list[Chances]:
        return [(p, 0.0, 1 - p)] * len(body.members)

    low = _last(lambda p: adoption_probability(rule, everyone(p)) < _SETTLED)
    high = 1 - _last(lambda p: adoption_probability(rule, everyone(1 - p)) > 1 - _SETTLED)
    average, coarse = (_average(body, low, high, n) for n in (nodes, nodes // 2))
    even = _pivotal(body, 0.5)
    total = math.fsum(a * m.count for a, m in zip(average, body.members, strict=True))
    members = tuple(
        NumericMemberPower(m.name, m.count, round(float(average[i]), DIGITS), float(even[i]))
        for i, m in enumerate(body.members)
    )
    defect = abs(1 - total)
    change = float(np.abs(average - coarse).max())
    return NumericPower(members, defect, max(defect, change), nodes)


def _average(
    body: Body, low: float, high: float, nodes: int
) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The mean chance to decide over p, by Gauss-Legendre quadrature from low to high."""
    points, weights = np.polynomial.legendre.leggauss(nodes)
    average = np.zeros(len(body.members))
    for point, weight in zip(points, weights, strict=True):
        p = low + (high - low) * (point + 1) / 2
        average += weight * (high - low) / 2 * _pivotal(body, p)
    return average


def _pivotal(body: Body, p: float) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    chance = adoption_chance(body, {m.name: (p, 0.0, 1 - p) for m in body.members})
    return np.array([m.pivotal for m in chance.members])


def _last(settled: Callable[[float], bool]) -> float:
    """The largest p, to one in a million, up to which the outcome is settled."""
    if not settled(1e-6):
        return 0.0
    low, high = 1e-6, 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if settled(middle) else (low, middle)
    return low


_CONFIDENCE = 0.95

_BATCH_CELLS = 4_000_000

# Fewer would tell nothing: the error would be above a tenth.
_FEWEST_SAMPLES = 200


@record(frozen=True, slots=True)
class SampledMemberPower:
    """Sampled power of each member of a line.

    Attributes:
        name: The member.
        count: How many members the line has.
        shapley_shubik: Estimate of the Shapley-Shubik index of each.
        shapley_error: Its Monte-Carlo standard error.
        penrose_banzhaf: Estimate of the share of coalitions each turns.
        banzhaf_error: Its Monte-Carlo standard error.
    """

    name: str
    count: int
    shapley_shubik: float
    shapley_error: float
    penrose_banzhaf: float
    banzhaf_error: float


@record(frozen=True, slots=True)
class SampledPower:
    """Sampled power indices.

    Attributes:
        members: One entry a member line.
        error_bound: No index of a single member (of a whole line, for Shapley-Shubik) is
            further off than this, with 95 % confidence for each.
        samples: Orders, and coalitions, drawn.
        seed: Of the draw.
        method: Always ``sampled``.
    """

    members: tuple[SampledMemberPower, ...]
    error_bound: float
    samples: int
    seed: int
    method: str = "sampled"


def sample_power(body: Body, *, samples: int = 20_000, seed: int = 0) -> SampledPower:
    """Estimate power indices by drawing orders and coalitions.

    Random orders of joining are drawn and the member that turns each from losing to winning
    is noted (Shapley-Shubik); its share of the orders estimates the index. For
    Penrose-Banzhaf, random coalitions are drawn and every member tried in each. The error
    bound holds for each figure with 95 % confidence whatever the rule [Hoeffding 1963, J.
    American Statistical Association 58, theorem 2].

    Args:
        body: The body, with a monotone rule.
        samples: How many to draw of each; fewer are where the budget does not reach.
        seed: Of the draw.
    """
    rule = yes_or_no(body.compiled)
    budget = current()
    work = (3 + len(rule.forms)) * (body.size + len(rule.counts) * 2)
    affordable = 30 * budget.afford(1 + samples * work // 30) // work
    if affordable < min(samples, _FEWEST_SAMPLES):
        raise budget.ran_out("work")
    if affordable < samples:
        budget.note("work")
        samples = affordable
    budget.spend(samples * work // 30)
    rng = np.random.default_rng(seed)
    pivots = _pivots(rule, rng, samples)
    swings = _swings_sampled_power(rule, rng, samples)
    members = []
    for i, member in enumerate(body.members):
        share = pivots[i] / samples
        turned = swings[i] / samples
        members.append(
            SampledMemberPower(
                member.name,
                member.count,
                share / member.count,
                _error(share, samples) / member.count,
                turned,
                _error(turned, samples),
            )
        )
    bound = math.sqrt(math.log(2 / (1 - _CONFIDENCE)) / (2 * samples))
    return SampledPower(tuple(members), bound, samples, seed)


def _error(share: float, samples: int) -> float:
    # At least the error of one observation, so that it never looks certain.
    return math.sqrt(max(share * (1 - share), 1 / samples) / samples)


def _pivots(rule: CompiledRule, rng: np.random.Generator, samples: int) -> NDArray[np.int64]:
    """How often the turning member belongs to each line."""
    line_of = np.repeat(np.arange(len(rule.counts)), rule.counts)
    gains = np.array([form.yes for form in rule.forms], dtype=np.int64)
    result = np.zeros(len(rule.counts), np.int64)
    batch = max(1, _BATCH_CELLS // line_of.size)
    for start in range(0, samples, batch):
        rows = min(batch, samples - start)
        order = rng.permuted(np.tile(line_of, (rows, 1)), axis=1)
        sums = np.cumsum(gains[:, order], axis=2)
        won = rule.passes_array(sums)
        result += np.bincount(
            order[np.arange(rows), won.argmax(axis=1)], minlength=len(rule.counts)
        )
    return result


def _swings_sampled_power(
    rule: CompiledRule, rng: np.random.Generator, samples: int
) -> NDArray[np.int64]:
    """How many drawn coalitions of the others one member of each line turns."""
    gains = np.array([form.yes for form in rule.forms], dtype=np.int64)
    result = np.zeros(len(rule.counts), np.int64)
    batch = max(1, _BATCH_CELLS // len(rule.counts))
    for start in range(0, samples, batch):
        rows = min(batch, samples - start)
        counts = np.array(rule.counts)
        own = rng.integers(0, 2, size=(rows, counts.size))
        others = rng.binomial(counts - 1, 0.5, size=(rows, counts.size))
        sums = gains @ (own + others).T
        for i in range(counts.size):
            without = sums - gains[:, i, None] * own[:, i]
            turned = rule.passes_array(without + gains[:, i, None]) & ~rule.passes_array(without)
            result[i] += int(turned.sum())
    return result
