"""Points with pairs of options worth more, or less, together: known, exact, not additive.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: A house and its garden
    ... parties: {a: {}}
    ... issues: {house: {options: [b, a]}, garden: {options: [b, a]}}
    ... statements:
    ...   - {id: p, party: a, on: 2024-01-05, reservation: 4,
    ...      values: {house: {b: 0, a: 3}, garden: {b: 0, a: 1}},
    ...      together: [{when: {house: a, garden: a}, points: 2}]}
    ... ''')
    >>> points = PairedPoints.of(case, case.statements[0].says)
    >>> packages = np.array([[0, 0], [1, 0], [1, 1]])
    >>> points.worth(packages).tolist(), points.accepts(packages).tolist()
    ([0, 3, 6], [False, False, True])
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.case.model import Case, Statement, Values

__all__ = ["PairedPoints", "carried_by_values"]


@dataclass(frozen=True, slots=True, eq=False)
class PairedPoints:
    """What packages are worth to a party, in whole multiples of a common unit.

    Attributes:
        tables: Per issue, the points of every option.
        pairs: Two (issue, option) each, and what they add together.
        least: The reservation value; None when any package is better than no deal.
        known: Whether the party said what no deal is worth.
    """

    tables: tuple[NDArray[np.object_], ...]
    pairs: tuple[tuple[tuple[int, int], tuple[int, int], int], ...]
    least: int | None
    known: bool

    @classmethod
    def of(cls, case: Case, values: Values) -> PairedPoints:
        """Make them from points as the case file gives them."""
        place = {issue.id: k for k, issue in enumerate(case.issues)}
        stated = [values.reservation] if isinstance(values.reservation, Fraction) else []
        numbers = [*stated, *(pair.points for pair in values.together)]
        numbers += [value for _, points in values.points for value in points]
        unit = math.lcm(*(number.denominator for number in numbers))
        pairs = []
        for pair in values.together:
            one, other = ((place[id], k) for id, k in pair.when)
            pairs.append((one, other, int(pair.points * unit)))
        return cls(
            tuple(
                np.array([int(value * unit) for value in points], dtype=object)
                for _, points in values.points
            ),
            tuple(pairs),
            int(stated[0] * unit) if stated else None,
            values.reservation is not None,
        )

    def worth(self, options: NDArray[np.integer]) -> NDArray[np.object_]:
        """Return what packages are worth, exactly.

        Args:
            options: Option indices, shape (packages, issues).
        """
        total = np.zeros(len(options), dtype=object)
        for issue, table in enumerate(self.tables):
            total = total + table[options[:, issue]]
        for (i, first), (j, second), points in self.pairs:
            held = (options[:, i] == first) & (options[:, j] == second)
            total = total + held.astype(object) * points
        return total

    def accepts(self, options: NDArray[np.integer]) -> NDArray[np.bool_]:
        """Say which packages are worth no deal or more."""
        if self.least is None:
            return np.ones(len(options), dtype=np.bool_)
        return np.asarray(self.worth(options) >= self.least, dtype=np.bool_)


def carried_by_values(statement: Statement) -> bool:
    """Say whether draws already hold what a statement commits its party to: additive points."""
    return isinstance(statement.says, Values) and not statement.says.together
