"""On which packages each party gives way on what it has committed to, and how likely it is to.

The chances are those of :mod:`lastyard.blocking.giving_way`; here they are told for many
packages at once.

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

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.blocking.giving_way import Levels, levels_of
from lastyard.budget import spend
from lastyard.case.said import Commitment
from lastyard.conditions.arrays import holds_on

__all__ = ["Broken", "GivingWay"]

_MOST_CODED = 16


class Broken(NamedTuple):
    """Which packages break which commitments.

    Attributes:
        kinds: The different sets of commitments that some package breaks.
        which: Per package the place of its set among them.
    """

    kinds: list[list[int]]
    which: NDArray[np.intp]


class GivingWay:
    """The commitments in force, and how those of one party stand to one another.

    Args:
        binding: The commitments.
        sizes: Number of options per issue.
    """

    def __init__(self, binding: Sequence[Commitment], sizes: Mapping[str, int]) -> None:
        self.binding = tuple(binding)
        self.levels: Levels = levels_of(self.binding, sizes)

    def chance(self, party: str, lost: Sequence[bool]) -> float:
        """Return the chance that a party gives way on those commitments of its that are lost."""
        own = (k for k, gone in enumerate(lost) if gone and self._party(k) == party)
        return float(self.levels.chance(own))

    def chances(
        self,
        packages: Mapping[str, NDArray[np.integer]],
        parties: Sequence[str],
        *,
        except_for: int | None = None,
    ) -> NDArray[np.float64]:
        """Return the chance that each party gives way on all that each package breaks.

        Args:
            packages: Per issue the options of the n packages.
            parties: The parties.
            except_for: A commitment whose group is left out.

        Returns:
            Shape (n, parties).
        """
        count = len(next(iter(packages.values())))
        found = np.ones((count, len(parties)))
        column = {id: k for k, id in enumerate(parties)}
        for component in self.levels.components:
            if except_for not in component:
                broken = self.broken(component, packages)
                found[:, column[self._party(component[0])]] *= self.of_group(component, broken)
        return found

    def group(self, commitment: int) -> tuple[int, ...]:
        """Return the commitments that are linked to one by nesting, itself among them."""
        return next(each for each in self.levels.components if commitment in each)

    def broken(
        self, commitments: Sequence[int], packages: Mapping[str, NDArray[np.integer]]
    ) -> Broken:
        """Return which packages break which commitments.

        Args:
            commitments: Their numbers.
            packages: Per issue the options of the n packages.
        """
        count = len(next(iter(packages.values())))
        spend(20 + len(commitments) * (20 + count // 50))
        rows = np.column_stack(
            [~holds_on(self.binding[k].condition, packages) for k in commitments]
        )
        kinds, which = _kinds(rows)
        return Broken(
            [
                [k for k, gone in zip(commitments, row, strict=True) if gone]
                for row in kinds.tolist()
            ],
            which,
        )

    def of_group(
        self,
        group: Sequence[int],
        broken: Broken,
        firmness: tuple[int, float] | None = None,
    ) -> NDArray[np.float64]:
        """Return the chance of giving way within a group, per package.

        Args:
            group: Commitments linked by nesting.
            broken: Which packages break which of them.
            firmness: Another firmness of one commitment.
        """
        levels = self.levels if firmness is None else self.levels.with_firmness(*firmness)
        spend(5 + len(broken.kinds) * (2 + len(group) // 8) + len(broken.which) // 100)
        return np.array([float(levels.chance(kind)) for kind in broken.kinds])[broken.which]

    def _party(self, commitment: int) -> str:
        return self.binding[commitment].statement.party


def _kinds(rows: NDArray[np.bool_]) -> tuple[NDArray[np.bool_], NDArray[np.intp]]:
    """Return the different rows, and for each row which of them it is."""
    width = rows.shape[1]
    if width > _MOST_CODED:
        # Rows that begin alike have one number; some columns more tell them further apart.
        which = np.zeros(len(rows), dtype=np.int64)
        for start in range(0, width, _MOST_CODED):
            part = rows[:, start : start + _MOST_CODED]
            codes = which << part.shape[1] | part @ (1 << np.arange(part.shape[1]))
            _, first, which = np.unique(codes, return_index=True, return_inverse=True)
        return rows[first], which
    codes = rows @ (1 << np.arange(width))
    present = np.flatnonzero(np.bincount(codes, minlength=1 << width))
    place = np.zeros(1 << width, dtype=np.intp)
    place[present] = np.arange(len(present))
    return (present[:, None] >> np.arange(width) & 1).astype(np.bool_), place[codes]
