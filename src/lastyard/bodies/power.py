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

Coalitions are counted exactly by dynamic programming over (members, weights)
(`lastyard.bodies.coalitions`), or, where weights are large and members few, by meeting in
the middle (`lastyard.bodies.halves`)::

    power(board).members[0].shapley_shubik     # Fraction(2, 3)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from lastyard.bodies.coalitions import CoalitionTable, Sizes, table_cells
from lastyard.bodies.errors import BodyError, MonotoneError
from lastyard.bodies.forms import CompiledRule, Component, holds_on, yes_or_no
from lastyard.bodies.halves import Halves

if TYPE_CHECKING:
    from lastyard.bodies.body import Body

_MOST_CELLS = 40_000_000
_MOST_WORK = 12_000_000_000


class TooLargeForExactError(BodyError):
    """Exact power indices would need too much memory or time."""


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class Power:
    """Power indices of a body.

    Attributes:
        members: One entry a member line, in the body's order.
        adopting: Share of all yes-or-no votes that adopt (Coleman's power to act).
        method: Always ``exact``; see `lastyard.bodies.sampled_power` for larger bodies.
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
    if cells <= most_cells and cells * (members + len(component.members)) <= most_work:
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
            total = _sum(total, _product(sizes, rest))
    return total


def _sum(a: Sizes, b: Sizes) -> Sizes:
    length = max(len(a), len(b))
    return [(a[k] if k < len(a) else 0) + (b[k] if k < len(b) else 0) for k in range(length)]


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
