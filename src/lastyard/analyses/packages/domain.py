"""The packages that are compared: all of them, or on long issues the steps that matter.

On an issue with very many steps a *menu* of them is used where all packages together
are too many to list: the steps that anybody named, those where a condition changes, and
others evenly spread. The answer then says so.

Example:
    >>> import lastyard as ly
    >>> from lastyard.case.commitments import rules_of
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

from lastyard.analyses.packages.giving_way import GivingWay
from lastyard.analyses.packages.pairs import carried_by_values
from lastyard.budget import spend
from lastyard.case.commitments import Commitment
from lastyard.case.conditions.arrays import holds_on
from lastyard.case.conditions.tree import (
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    bits,
    nodes_of,
    state,
)
from lastyard.case.model import Case
from lastyard.values import Layout, Posterior, Scale

__all__ = ["MOST_LISTED", "Domain"]

MOST_LISTED = 1_000_000
_MOST_FIGURES = 20_000_000
_LONG = 101
_LONGEST = 2_001
_SPREAD = 41

Picked = tuple[int, ...]
"""A package by the place of each option in its issue's menu, in the order of the issues."""


class Domain:
    """Packages as places in menus of options.

    Args:
        case: The case.
        condition: What every package must satisfy: the rules and what was asked for.
        named: Packages, complete or partial, whose options must be in the menus.
        binding: The commitments, whose turning points must be in the menus.
    """

    def __init__(
        self,
        case: Case,
        condition: Condition,
        named: Iterable[Mapping[str, int]],
        binding: Sequence[Commitment] = (),
    ) -> None:
        self.case, self.condition = case, condition
        self._sizes: dict[int, tuple[Condition, int]] = {}
        self.issues = tuple(issue.id for issue in case.issues)
        self._giving: dict[tuple[str, ...], GivingWay] = {}
        sizes = [issue.size for issue in case.issues]
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
            if listable or issue.size <= _LONG:
                self.menus.append(np.arange(issue.size))
                continue
            coarse.append(issue.id)
            turning = (condition, *(each.condition for each in binding))
            steps = wanted[issue.id].union(
                *(_turns(each, issue.id, issue.size) for each in turning)
            )
            spread = np.linspace(0, issue.size - 1, _SPREAD).round().astype(int).tolist()
            self.menus.append(np.array(sorted({*steps, *spread}), dtype=np.intp))
        self.coarse = tuple(coarse)
        self.size = prod(menu.size for menu in self.menus)
        self.listed = self.size <= MOST_LISTED and self.size * len(case.deciders) <= _MOST_FIGURES

    def _nodes(self, condition: Condition) -> int:
        """Return how many parts a condition has in all: what a look at it costs."""
        key = id(condition)
        if key not in self._sizes:
            self._sizes[key] = condition, nodes_of(condition)
        return self._sizes[key][1]

    def options(self, picked: NDArray[np.integer]) -> NDArray[np.intp]:
        """Return the option indices of packages, shape (packages, issues)."""
        columns = [menu[picked[:, k]] for k, menu in enumerate(self.menus)]
        return np.column_stack(columns).astype(np.intp)

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
        """Say which packages, given by option indices, satisfy a condition."""
        return holds_on(condition, self.columns(options))

    def on_menus(self, posterior: Posterior) -> Posterior:
        """Return the same draws, over the options in the menus."""
        scales = tuple(
            Scale(s.name, menu.size, s.kind, s.breaks, s.lower[menu], s.share[menu])
            for s, menu in zip(posterior.layout.scales, self.menus, strict=True)
        )
        return replace(posterior, layout=Layout(scales))

    def ceiling(self, giving: GivingWay, parties: Sequence[str], partial: Picked) -> list[float]:
        """Return the most that each party's factor can be over a partial package.

        Args:
            giving: The commitments.
            parties: The parties, in the order wanted.
            partial: A package; -1 where an issue is open.
        """
        open_options = {
            id: _mask(menu) if at < 0 else 1 << int(menu[at])
            for id, menu, at in zip(self.issues, self.menus, partial, strict=True)
        }
        work = sum(self._nodes(each.condition) for each in giving.binding)
        spend(2 * (len(self.issues) + self._nodes(self.condition) + work))
        if state(self.condition, open_options) is False:
            return [0.0] * len(parties)
        lost = [state(each.condition, open_options) is False for each in giving.binding]
        return [giving.chance(party, lost) for party in parties]


def _mask(menu: NDArray[np.intp]) -> int:
    mask = 0
    for option in menu.tolist():
        mask |= 1 << option
    return mask


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
