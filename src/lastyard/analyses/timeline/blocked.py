"""What blocks a deal on each of many days; days that bind alike are worked out once.

A blocking set is one whatever else is in force: it stays for as long as all of its
statements do. So a set found on one day is known on every day that has its statements, also
on days whose own search could not list all sets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lastyard.analyses.impasse import dispute_of
from lastyard.blocking import blockage
from lastyard.blocking.analysis import Blockage
from lastyard.blocking.giving_way import levels_of
from lastyard.budget import OutOfBudget
from lastyard.case.commitments import commitments, sizes_of
from lastyard.case.model import Case, Statement

__all__ = ["Blocked", "OnDay"]

# Up to so many statements that bind, all sets are listed when there are at most so many;
# beyond, the few likeliest do.
_FEW, _MANY_SETS = 24, 1_000
_LISTED, _LIKELIEST = 20, 3


@dataclass(frozen=True, slots=True)
class OnDay:
    """What blocks on a day.

    Attributes:
        binding: Ids of the statements that bind.
        found: What the search gave; None when the conditions are too entangled.
    """

    binding: frozenset[str]
    found: Blockage | None


class Blocked:
    """Answers for sets of statements of one case."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._binding = {c.statement.id: c for c in commitments(case, case.statements)}
        self._known: dict[frozenset[str], OnDay] = {}

    def on_day(self, said: Sequence[Statement]) -> OnDay:
        """Return what blocks while some statements are in force."""
        binding = [self._binding[s.id] for s in said if s.id in self._binding]
        key = frozenset(c.statement.id for c in binding)
        if key not in self._known:
            few = len(binding) <= _FEW
            limit, first = (_MANY_SETS, 10) if few else (_LISTED, _LIKELIEST)
            try:
                found = blockage(dispute_of(self._case, binding), limit=limit, first=first)
            except OutOfBudget:
                found = None
            if found is not None and found.cause in ("undecided", "unexplained"):
                found = None
            self._known[key] = OnDay(key, found)
        return self._known[key]

    def sets(self, days: Sequence[OnDay]) -> list[tuple[tuple[str, ...], ...]]:
        """Return, day by day, every blocking set known from any of them."""
        known = sorted(
            {each.demands for day in days if day.found for each in day.found.blocking_sets},
            key=lambda ids: (len(ids), ids),
        )
        return [tuple(ids for ids in known if day.binding.issuperset(ids)) for day in days]

    def chance(self, ids: Sequence[str]) -> Fraction:
        """Return the chance that all of some statements give way."""
        # Of those that give way alone: any other that implies one of them gives way, too.
        binding = [self._binding[id] for id in ids]
        levels = levels_of(binding, sizes_of(self._case))
        return Fraction(levels.chance(range(len(binding))))

    def package(self, day: OnDay) -> Mapping[str, int] | None:
        """Return a package that satisfies everything, or all but the likeliest opening."""
        if day.found is None:
            return None
        if day.found.openings:
            return day.found.openings[0].package
        return day.found.package
