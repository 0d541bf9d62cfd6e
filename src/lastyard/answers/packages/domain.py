"""The packages that are compared: all of them, or on long issues the steps that matter.

On an issue with very many steps a *menu* of them is used where all packages together
are too many to list: the steps that anybody named, those where a condition changes, and
others evenly spread. The answer then says so.

Example:
    >>> import lastyard as ly
    >>> from lastyard.case.said import rules_of
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}}
    ... issues: {x: {options: [a, b, c]}, y: {range: [0, 7], step: 1}}
    ... ''')
    >>> domain = Domain(case, rules_of(case), named=())
    >>> domain.size, domain.coarse
    (24, ())
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from math import prod

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.bargaining_range import BargainingRange
from lastyard.answers.packages.giving_way import GivingWay
from lastyard.answers.packages.parties import carried_by_values
from lastyard.budget import spend
from lastyard.case.model import Accepts, Case, Offers, Position, Statement, Terms
from lastyard.case.said import Commitment
from lastyard.conditions.arrays import holds_on
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
    nodes_of,
    state,
)
from lastyard.space import Space
from lastyard.space.pool import leaves_of
from lastyard.values import (
    Layout,
    Posterior,
    Scale,
)

__all__ = ["MOST_LISTED", "Domain", "Picked", "put_forward"]

MOST_LISTED = 1_000_000

_MOST_FIGURES = 20_000_000

# Steps of an issue up to which all are considered, up to which all are where that leaves few enough
# packages, and how many are spread evenly over it else.
_LONG, _LONGEST, _SPREAD = 101, 2_001, 41

Picked = tuple[int, ...]
"""A package by the place of each option in its issue's menu, in the order of the issues."""


class Domain:
    """Packages as places in menus of options.

    Attributes:
        case: The case.
        condition: What every package must satisfy.
        issues: Identifiers of the issues.
        menus: Per issue the options considered, ascending.
        coarse: Issues of which only some steps are considered.
        size: How many combinations of options there are.
        listed: Whether these are few enough to be gone through.
        settled: The issues that packages settle: all but those of which nobody has spoken.
        key: The menus, to compare by.

    Args:
        case: The case.
        condition: What every package must satisfy: the rules and what was asked for.
        named: Packages, complete or partial, whose options must be in the menus.
        binding: The commitments, whose turning points must be in the menus.
        ranges: Within which options of issues are considered; all of an issue without one.
    """

    def __init__(
        self,
        case: Case,
        condition: Condition,
        named: Iterable[Mapping[str, int]],
        binding: Sequence[Commitment] = (),
        ranges: Iterable[BargainingRange] = (),
    ) -> None:
        self.case, self.condition = case, condition
        self.issues = tuple(issue.id for issue in case.issues)
        ranges = tuple(ranges)
        unspoken = {each.issue for each in ranges if each.unspoken}
        self.settled = tuple(id for id in self.issues if id not in unspoken)
        self._giving: dict[tuple[str, ...], GivingWay] = {}
        self._named = sorted(issues_of(condition))
        self._broken: dict[tuple[int, ...], bool] = {}
        ends = {issue.id: (0, issue.size - 1) for issue in case.issues}
        ends |= {each.issue: (each.low, each.high) for each in ranges}
        sizes = [high - low + 1 for low, high in ends.values()]
        listable = (
            max(sizes) <= _LONGEST
            and prod(sizes) <= MOST_LISTED
            and (prod(sizes) * len(case.deciders) <= _MOST_FIGURES)
        )
        wanted: dict[str, set[int]] = {id: set() for id in self.issues}
        for package in named:
            for id, option in package.items():
                wanted[id].add(option)
        self.menus: list[NDArray[np.intp]] = []
        coarse = []
        for issue in case.issues:
            low, high = ends[issue.id]
            if listable or high - low < _LONG:
                self.menus.append(np.arange(low, high + 1))
                continue
            coarse.append(issue.id)
            turning = (condition, *(each.condition for each in binding))
            steps = wanted[issue.id].union(
                *(_turns(each, issue.id, issue.size) for each in turning)
            )
            spread = np.linspace(low, high, _SPREAD).round().astype(int).tolist()
            within = {step for step in (*steps, *spread) if low <= step <= high}
            self.menus.append(np.array(sorted(within), dtype=np.intp))
        self.coarse = tuple(coarse)
        # What is left of each issue in a sum is gone through option by option.
        sums = [t for t in leaves_of((condition,)) if isinstance(t, Total)]
        sizes_left = dict(zip(self.issues, (menu.size for menu in self.menus), strict=True))
        self._looked_at = 2 * nodes_of(condition) + sum(
            sizes_left[id] for total in sums for id, _ in total.terms
        )
        self.key = b"".join(menu.tobytes() for menu in self.menus)
        self._of_places: list[dict[int, int]] = [{} for _ in self.menus]
        self.size = prod(menu.size for menu in self.menus)
        self.listed = self.size <= MOST_LISTED and self.size * len(case.deciders) <= _MOST_FIGURES

    def options(self, picked: NDArray[np.integer]) -> NDArray[np.intp]:
        """Return the option indices of packages, shape (packages, issues)."""
        columns = [menu[picked[:, k]] for k, menu in enumerate(self.menus)]
        return np.column_stack(columns).astype(np.intp)

    def terms(self, options: Mapping[str, int] | NDArray[np.integer]) -> Terms:
        """Return a package by the index of its options, on the issues that packages settle."""
        terms = self.case.terms(options)
        return terms if len(self.settled) == len(self.issues) else terms.only(self.settled)

    def agree_with(
        self, options: NDArray[np.integer], package: Mapping[str, int]
    ) -> NDArray[np.bool_]:
        """Return which packages, given by option indices, have the options of one, complete or partial."""
        columns = self.columns(options)
        same = [columns[id] == option for id, option in package.items()]
        found: NDArray[np.bool_] = np.logical_and.reduce(same, axis=0)
        return found

    def place(self, package: Mapping[str, int]) -> Picked | None:
        """Return the places of a complete package; None if an option is in no menu."""
        found = []
        for id, menu in zip(self.issues, self.menus, strict=True):
            at = int(np.searchsorted(menu, package[id]))
            if at >= menu.size or menu[at] != package[id]:
                return None
            found.append(at)
        return tuple(found)

    def places(self, options: NDArray[np.integer]) -> NDArray[np.intp]:
        """Return the places of packages whose options are all in the menus."""
        columns = [np.searchsorted(menu, options[:, k]) for k, menu in enumerate(self.menus)]
        return np.column_stack(columns).astype(np.intp)

    def space(self, budget: int | None = None) -> Space:
        """Return the packages that the condition allows, by the places of options in the menus.

        Args:
            budget: Greatest number of search steps; None for the default.
        """
        kept = {id: menu.tolist() for id, menu in zip(self.issues, self.menus, strict=True)}
        sizes = {id: len(menu) for id, menu in kept.items()}
        allowed = cut(self.condition, kept)
        return Space(sizes, allowed) if budget is None else Space(sizes, allowed, budget=budget)

    def everything(self) -> NDArray[np.intp]:
        """Return the places of every package, last issue fastest."""
        shape = tuple(menu.size for menu in self.menus)
        return np.column_stack(np.unravel_index(np.arange(self.size), shape)).astype(np.intp)

    def giving_way(self, binding: Sequence[Commitment]) -> GivingWay:
        """Return the commitments that values do not carry, ready to be asked about."""
        counted = [each for each in binding if not carried_by_values(each.statement)]
        key = tuple(each.statement.id for each in counted)
        if key not in self._giving:
            sizes = {issue.id: issue.size for issue in self.case.issues}
            self._giving[key] = GivingWay(counted, sizes)
        return self._giving[key]

    def columns(self, options: NDArray[np.integer]) -> dict[str, NDArray[np.integer]]:
        """Return the options of packages by issue."""
        return {id: options[:, k] for k, id in enumerate(self.issues)}

    def satisfy(self, condition: Condition, options: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Return which packages, given by option indices, satisfy a condition."""
        return holds_on(condition, self.columns(options))

    def on_menus(self, posterior: Posterior) -> Posterior:
        """Return the same draws, over the options in the menus."""
        scales = tuple(
            Scale(s.name, menu.size, s.kind, s.breaks, s.lower[menu], s.share[menu])
            for s, menu in zip(posterior.layout.scales, self.menus, strict=True)
        )
        return replace(posterior, layout=Layout(scales))

    def ceiling(
        self, giving: GivingWay, parties: Sequence[str], left: Sequence[int]
    ) -> list[float]:
        """Return the most that each party's factor can be over a box of packages.

        Args:
            giving: The commitments.
            parties: The parties, in the order wanted.
            left: For each issue the places of its menu that are left, as a mask.
        """
        open_options = {}
        for id, menu, places, known in zip(
            self.issues, self.menus, left, self._of_places, strict=True
        ):
            if places not in known:
                known[places] = sum(1 << int(menu[at]) for at in bits(places))
            open_options[id] = known[places]
        spend(5 + len(self.issues) // 2)
        # Boxes differ on one issue or two: what the others allow was worked out before.
        key = tuple(open_options[id] for id in self._named)
        if key not in self._broken:
            spend(self._looked_at)
            self._broken[key] = state(self.condition, open_options) is False
        if self._broken[key]:
            return [0.0] * len(parties)
        return giving.most(parties, open_options)


def _turns(condition: Condition, issue: str, size: int) -> set[int]:
    """Return the options of an issue next to which a set that a condition names ends."""
    match condition:
        case OneOf(named, options) if named == issue:
            inside = set(bits(options))
            near = {k for k in inside if k - 1 not in inside or k + 1 not in inside}
            return {j for k in near for j in (k - 1, k, k + 1) if 0 <= j < size}
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            return set[int]().union(*(_turns(part, issue, size) for part in parts))
        case Not(part):
            return _turns(part, issue, size)
        case Same(left, right):
            return _turns(left, issue, size) | _turns(right, issue, size)
        case _:
            return set()


def put_forward(case: Case, said: Iterable[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that hold now or that somebody put forward.

    Args:
        case: The case.
        said: The statements in force.
    """
    named = [dict(case.status_quo or ())]
    named += [dict(s.says.package) for s in said if isinstance(s.says, Offers | Accepts | Position)]
    return [package for package in named if package]
