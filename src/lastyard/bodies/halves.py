"""Count coalitions of few members with weights of any size: meet in the middle.

Populations in persons make a table over all sums impossible, but 27 members have only
2^13 and 2^14 coalitions in two halves. The pairs of halves whose values together lie below
a threshold are counted by sorting [Horowitz & Sahni 1974, Journal of the ACM 21(2)], by
size. Same answers as `lastyard.bodies.coalitions.CoalitionTable`, for a component with one
form besides the count of yes.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.forms import atom_holds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from lastyard.bodies.coalitions import Sizes
    from lastyard.bodies.forms import CompiledRule, Component
    from lastyard.bodies.grid import Shift

_MOST_MEMBERS = 34


@dataclass(frozen=True, slots=True)
class Halves:
    """A component whose members are few and whose weights are large.

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
