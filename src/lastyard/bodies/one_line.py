"""A component that is one class of equal members: no grid needed.

With two or more forms over one large class (a majority of those voting and a share of all
entitled, say) the grid of form values would be huge, but the votes of the class have only
two dimensions, yes and abstain. Their distribution is gone through row by row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lastyard.bodies.kernels import binomial_window

if TYPE_CHECKING:
    from lastyard.bodies.chance import Chances
    from lastyard.bodies.forms import CompiledRule, Component
    from lastyard.bodies.grid import Array

_NOTHING = 1e-30


class OneLine:
    """Forward and backward in one for a component with a single member line."""

    def __init__(self, rule: CompiledRule, component: Component, chances: Chances) -> None:
        self._rule = rule
        self._component = component
        self._member = component.members[0]
        self._chances = chances

    def patterns(self) -> dict[int, float]:
        """Probability of each pattern of true atoms of the component (global bits)."""
        weights = self._weights(self._rule.counts[self._member], 0, 0)
        return {
            sum(1 << atom for k, atom in enumerate(self._component.atoms) if local >> k & 1): float(
                weight
            )
            for local, weight in enumerate(weights)
            if weight > 0
        }

    def conditional(self, value: Array) -> list[tuple[int, Chances]]:
        """Probability of adoption by the ballot of one of the members.

        Args:
            value: Probability of adoption given each local pattern.
        """
        others = self._rule.counts[self._member] - 1
        figures = [
            min(1.0, float(self._weights(others, yes, abstain) @ value))
            for yes, abstain in ((1, 0), (0, 1), (0, 0))
        ]
        return [(self._member, (figures[0], figures[1], figures[2]))]

    def _weights(self, count: int, extra_yes: int, extra_abstain: int) -> Array:
        """Probability of each local pattern when ``count`` vote and some ballots are given."""
        yes_chance, abstain_chance, _ = self._chances
        result = np.zeros(1 << len(self._component.atoms))
        of_rest = min(1.0, abstain_chance / (1 - yes_chance)) if yes_chance < 1 else 0.0
        first, row_chances = binomial_window(count, yes_chance)
        for yes, row_chance in enumerate(row_chances, start=first):
            if row_chance < _NOTHING:
                continue
            start, chances = binomial_window(count - yes, of_rest)
            abstain = np.arange(start, start + chances.size) + extra_abstain
            pattern = np.zeros(chances.size, np.int64)
            for k, number in enumerate(self._component.atoms):
                atom = self._rule.atoms[number]
                form = self._rule.forms[atom.form]
                values = abstain * form.abstain[self._member]
                values = values + (yes + extra_yes) * form.yes[self._member]
                truth = values >= atom.threshold if atom.at_least else values <= atom.threshold
                pattern |= truth.astype(np.int64) << k
            result += row_chance * np.bincount(pattern, chances, minlength=result.size)
        return result
