"""On which packages each party gives way on what it has committed to, and how likely it is to.

The chances are those of :mod:`lastyard.blocking.giving_way`; here they are told for many
packages at once: packages that take the same of a group of commitments are one kind.

Example, a floor said twice, of which one was said more firmly:
    >>> import lastyard as ly
    >>> from lastyard.case.said import commitments, sizes_of
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {union: {}}
    ... issues: {wage: {options: [low, high]}}
    ... statements:
    ...   - {id: one, party: union, on: 2024-01-05, requires: "wage == 'high'", firmness: 0.5}
    ...   - {id: two, party: union, on: 2024-01-09, rejects: "wage == 'low'", firmness: 0.75}
    ... ''')
    >>> giving = GivingWay(commitments(case, case.statements), sizes_of(case))
    >>> giving.chances({"wage": np.array([0, 1])}, ["union"]).tolist()
    [[0.25], [1.0]]
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import prod
from operator import itemgetter
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.blocking.giving_way import Form, Levels, levels_of
from lastyard.budget import spend
from lastyard.case.said import Commitment, Way
from lastyard.conditions.arrays import holds_on
from lastyard.conditions.tree import bits, fitting, issues_of, nodes_of, state
from lastyard.portable import power

__all__ = ["ByFirmness", "GivingWay"]

_MOST_CODED = 1 << 16

Columns = Mapping[str, NDArray[np.integer]]
"""Per issue the options of n packages."""


class GivingWay:
    """The commitments in force, and how those of one party stand to one another.

    Attributes:
        binding: The commitments.
        levels: How they stand to one another.
    """

    def __init__(self, binding: Sequence[Commitment], sizes: Mapping[str, int]) -> None:
        self.binding = tuple(binding)
        self.levels: Levels = levels_of(self.binding, sizes)
        self._groups = [_Group(self.binding, each, sizes) for each in self.levels.components]
        self._bundles = self._bundled()

    def chances(
        self,
        packages: Columns,
        parties: Sequence[str],
        *,
        except_for: int | None = None,
        form: Form = "hazard",
    ) -> NDArray[np.float64]:
        """Return the chance that each party gives way on all that each package breaks.

        The group of one commitment can be left out (`except_for`).

        Returns:
            Shape (n, parties).
        """
        count = len(next(iter(packages.values())))
        found = np.ones((count, len(parties)))
        column = {id: k for k, id in enumerate(parties)}
        for group in self._groups:
            if except_for not in group.own:
                chances = self._chances(group.kinds(packages), form)
                found[:, column[self._party(group.own[0])]] *= chances
        return found

    def most(self, parties: Sequence[str], open_options: Mapping[str, int]) -> list[float]:
        """Return a bound on each party's chance over the packages that a partial one leaves.

        Exact where nothing is open: no package with these options has a larger one.

        Per issue the options still open are given as a mask.
        """
        found = dict.fromkeys(parties, 1.0)
        spend(1 + len(self._bundles) // 2)
        for bundle in self._bundles:
            if bundle.party not in found:
                continue
            key = bundle.look(open_options)
            if key not in bundle.known:
                spend(bundle.nodes)
                most = [self._most_of(group, open_options) for group in bundle.groups]
                bundle.known[key] = prod(most)
            found[bundle.party] *= bundle.known[key]
        return [found[party] for party in parties]

    def _bundled(self) -> list[_Bundle]:
        """Return the groups of one party on the same issues, together."""
        together: dict[tuple[str, tuple[str, ...]], list[_Group]] = {}
        for group in self._groups:
            together.setdefault((self._party(group.own[0]), group.named), []).append(group)
        return [
            _Bundle(
                party,
                itemgetter(*named) if named else _nothing,
                tuple(groups),
                2 * sum(nodes_of(self.binding[k].condition) for g in groups for k in g.own),
                {},
            )
            for (party, named), groups in together.items()
        ]

    def farthest(self, packages: Columns) -> NDArray[np.float64]:
        """Return the largest share of its way that any commitment gives, per package.

        A commitment that gives way as a whole gives 1 where it is broken.
        """
        count = len(next(iter(packages.values())))
        found = np.zeros(count)
        for group in self._groups:
            kinds = group.kinds(packages)
            largest = [
                max((float(each) for each in given.values()), default=0.0) for given in kinds.each
            ]
            found = np.maximum(found, np.array(largest)[kinds.which])
        return found

    def broken(self, commitment: int, packages: Columns) -> NDArray[np.bool_]:
        """Return which packages break a commitment."""
        return ~holds_on(self.binding[commitment].condition, packages)

    def by_firmness(self, commitment: int, packages: Columns) -> ByFirmness:
        """Return the chances within the group of a commitment, for any firmness of its own."""
        group = next(each for each in self._groups if commitment in each.own)
        return ByFirmness(self.levels, commitment, group.own, group.kinds(packages))

    def _chances(self, kinds: _Kinds, form: Form) -> NDArray[np.float64]:
        spend(5 + 4 * len(kinds.each) + len(kinds.which) // 100)
        chances = [float(self.levels.chance_by(_mask(each), each, form)) for each in kinds.each]
        return np.array(chances)[kinds.which]

    def _most_of(self, group: _Group, open_options: Mapping[str, int]) -> float:
        return max(
            float(self.levels.chance_by(_mask(each), each)) for each in group.least(open_options)
        )

    def _party(self, commitment: int) -> str:
        return self.binding[commitment].statement.party


class _Bundle(NamedTuple):
    """Groups of one party on the same issues.

    Attributes:
        party: The party.
        look: Returns the options open on these issues.
        groups: The groups.
        nodes: About the work of a look at them.
        known: By the options open on these issues, a bound on the chance of all groups.
    """

    party: str
    look: Callable[[Mapping[str, int]], Hashable]
    groups: tuple[_Group, ...]
    nodes: int
    known: dict[Hashable, float]


def _nothing(_: object) -> None:
    """Return what is open on no issue."""


class _Kinds(NamedTuple):
    """Packages by what they take of a group of commitments.

    Attributes:
        each: Per kind, the share of its way that each commitment broken gives.
        which: Per package, its kind.
    """

    each: list[dict[int, Fraction]]
    which: NDArray[np.intp]


@dataclass(frozen=True, slots=True, eq=False)
class ByFirmness:
    """The chance of giving way within a group of commitments, for any firmness of one of them."""

    levels: Levels
    commitment: int
    own: tuple[int, ...]
    kinds: _Kinds

    def __call__(self, firmness: float) -> NDArray[np.float64]:
        """Return the chance per package."""
        kinds = self.kinds
        spend(5 + len(kinds.each) * (2 + len(self.own) // 8) + len(kinds.which) // 100)
        if len(self.own) == 1:
            shares = np.array([float(sum(each.values())) for each in kinds.each])
            gives = max(1.0 - firmness, 0.0)
            chances = power(gives, shares) if gives else np.where(shares > 0.0, 0.0, 1.0)
            return np.asarray(chances[kinds.which], dtype=np.float64)
        levels = self.levels.with_firmness({self.commitment: firmness})
        found = [float(levels.chance_by(_mask(each), each)) for each in kinds.each]
        return np.array(found)[kinds.which]


class _Group:
    """Commitments of one party that are linked by nesting.

    Attributes:
        own: Their numbers.
        named: The issues on which they are.
        issue: The one issue on which all of them are; None where there are several.
    """

    def __init__(
        self, binding: Sequence[Commitment], own: tuple[int, ...], sizes: Mapping[str, int]
    ) -> None:
        self.own = own
        self._binding, self._sizes = binding, sizes
        self._ways = {k: way for k in own if (way := binding[k].way) is not None}
        issues = frozenset[str]().union(*(issues_of(binding[k].condition) for k in own))
        self.named = tuple(sorted(issues.union(way.issue for way in self._ways.values())))
        self.issue = next(iter(issues)) if len(issues) == 1 else None
        self._known: dict[int, dict[int, Fraction]] = {}
        self._least: dict[tuple[int, int], Fraction] = {}
        if self.issue is not None:
            self._allowed = {k: fitting(binding[k].condition, self.issue, sizes, {}) for k in own}

    def kinds(self, packages: Columns) -> _Kinds:
        """Return the packages by what they take of the group."""
        if self.issue is not None:
            chosen = packages[self.issue]
            present = np.flatnonzero(np.bincount(chosen, minlength=self._sizes[self.issue]))
            place = np.zeros(self._sizes[self.issue], dtype=np.intp)
            place[present] = np.arange(len(present))
            return _Kinds([self._given(option) for option in present.tolist()], place[chosen])
        count = len(next(iter(packages.values())))
        spend(20 + len(self.own) * (20 + count // 50))
        columns, tables = [], []
        for k in self.own:
            way = self._ways.get(k)
            if way is None:
                columns.append((~holds_on(self._binding[k].condition, packages)).astype(np.intp))
                tables.append([Fraction(0), Fraction(1)])
            else:
                shares = way.shares(self._sizes[way.issue])
                tables.append(sorted(set(shares)))
                place_of = {share: place for place, share in enumerate(tables[-1])}
                table = np.array([place_of[share] for share in shares], dtype=np.intp)
                columns.append(table[packages[way.issue]])
        rows, which = _different(np.column_stack(columns), [len(table) for table in tables])
        each = [
            {
                k: table[place]
                for k, table, place in zip(self.own, tables, row, strict=True)
                if table[place]
            }
            for row in rows
        ]
        return _Kinds(each, which)

    def least(self, open_options: Mapping[str, int]) -> Iterator[dict[int, Fraction]]:
        """Yield what the group gives at least: one of these, whatever is chosen of what is open."""
        if self.issue is not None:
            for option in bits(open_options[self.issue]):
                yield self._given(option)
            return
        given = {}
        for k in self.own:
            way = self._ways.get(k)
            if way is not None:
                left = open_options[way.issue]
                if (k, left) not in self._least:
                    self._least[k, left] = min(way.share(option) for option in bits(left))
                share = self._least[k, left]
            else:
                lost = state(self._binding[k].condition, open_options) is False
                share = Fraction(1) if lost else Fraction(0)
            if share:
                given[k] = share
        yield given

    def _given(self, option: int) -> dict[int, Fraction]:
        """Return what each gives at an option of the one issue of the group."""
        if option not in self._known:
            self._known[option] = {
                k: self._share(self._ways.get(k), option)
                for k in self.own
                if not self._allowed[k] >> option & 1
            }
        return self._known[option]

    def _share(self, way: Way | None, option: int) -> Fraction:
        return Fraction(1) if way is None else way.share(option)


def _mask(given: Mapping[int, Fraction]) -> int:
    return sum(1 << k for k in given)


def _different(
    rows: NDArray[np.intp], sizes: Sequence[int]
) -> tuple[list[list[int]], NDArray[np.intp]]:
    """Return the different rows, and for each row which of them it is.

    `sizes` has per column a number above all of its entries.
    """
    total = 1
    for size in sizes:
        total *= size
    if total > _MOST_CODED:
        kinds, which = np.unique(rows, axis=0, return_inverse=True)
        return kinds.tolist(), which.ravel()
    codes = np.ravel_multi_index(tuple(rows.T), tuple(sizes))
    present = np.flatnonzero(np.bincount(codes, minlength=total))
    place = np.zeros(total, dtype=np.intp)
    place[present] = np.arange(len(present))
    kinds = np.column_stack(np.unravel_index(present, tuple(sizes)))
    return kinds.tolist(), place[codes]
