"""The values that the forms of one component can take, as a dense array.

Axis j of the array is the value of form j, from its least to its largest possible.
Adding a ballot shifts the array; a class of equal members is added at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.forms import CompiledRule, Component

if TYPE_CHECKING:
    from collections.abc import Sequence

Array: TypeAlias = NDArray[np.float64]
Shift: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """The array's shape and what its axes mean.

    Attributes:
        component: The members, forms and atoms concerned.
        shape: How many values each form can take.
        origin: The index of the value 0 on each axis.
    """

    component: Component
    shape: tuple[int, ...]
    origin: Shift

    @classmethod
    def of(cls, rule: CompiledRule, component: Component) -> Grid:
        """The grid of a component: every value its forms can take."""
        bounds = [rule.forms[j].bounds(rule.counts) for j in component.forms]
        return cls(
            component,
            tuple(high - low + 1 for low, high in bounds),
            tuple(-low for low, _ in bounds),
        )

    @property
    def cells(self) -> int:
        """How many cells the array has (a Python integer: it may be huge)."""
        cells = 1
        for length in self.shape:
            cells *= length
        return cells

    def shift(self, rule: CompiledRule, member: int, ballot: int) -> Shift:
        """How far one ballot (0 yes, 1 abstain, 2 no) of a member moves each form."""
        if ballot == 2:
            return (0,) * len(self.shape)
        forms = [rule.forms[j] for j in self.component.forms]
        return tuple((form.yes if ballot == 0 else form.abstain)[member] for form in forms)

    def patterns(self, rule: CompiledRule) -> NDArray[np.int64]:
        """Which atoms hold at each cell: bit k is the k-th atom of the component."""
        pattern = np.zeros(self.shape, np.int64)
        for k, number in enumerate(self.component.atoms):
            atom = rule.atoms[number]
            axis = self.component.forms.index(atom.form)
            values = np.arange(self.shape[axis]) - self.origin[axis]
            truth = values >= atom.threshold if atom.at_least else values <= atom.threshold
            along = [1] * len(self.shape)
            along[axis] = self.shape[axis]
            pattern |= truth.astype(np.int64).reshape(along) << k
        return pattern


def shifted(
    array: NDArray[Any], shift: Sequence[int]
) -> tuple[tuple[slice, ...], tuple[slice, ...]]:
    """Slices (target, source) such that ``new[target] += old[source]`` shifts an array."""
    target, source = [], []
    for length, step in zip(array.shape[array.ndim - len(shift) :], shift, strict=True):
        if step >= 0:
            target.append(slice(min(step, length), None))
            source.append(slice(None, max(length - step, 0)))
        else:
            target.append(slice(None, max(length + step, 0)))
            source.append(slice(min(-step, length), None))
    return tuple(target), tuple(source)
