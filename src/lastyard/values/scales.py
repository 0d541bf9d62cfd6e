"""The options of an issue, and the points at which a value function is free.

A value function on an issue with few options has a value of its own at each. On
a numeric issue with up to thousands of steps it is piecewise linear between
*break points*: the two ends, every number that a statement names, and enough
others, evenly spread, to make at least five (as in UTA, Jacquet-Lagreze & Siskos
1982). The value of any step is then a mix of two neighbouring break points.

Example:
    >>> truce = Scale.numeric("truce", range(0, 181), named=[42])
    >>> truce.breaks.tolist()
    [0, 42, 45, 90, 135, 180]
    >>> truce.at(21)
    ((0, 0.5), (1, 0.5))
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

Kind = Literal["choice", "ordered", "numeric"]
LEAST_BREAKS = 5


class ValuesError(ValueError):
    """What was given about a party's values cannot be used; the message says why."""


@dataclass(frozen=True, slots=True, eq=False)
class Scale:
    """One issue as a value function sees it.

    Attributes:
        name: The issue, for messages.
        options: How many options or steps the issue has.
        kind: ``choice`` (no order), ``ordered`` or ``numeric``.
        breaks: Increasing option indices at which the value function is free;
            all of them unless the issue is numeric.
        lower: For each option, the place in ``breaks`` at or below it.
        share: For each option, the weight of the break point after ``lower``.
    """

    name: str
    options: int
    kind: Kind
    breaks: NDArray[np.intp]
    lower: NDArray[np.intp]
    share: NDArray[np.float64]

    @classmethod
    def choice(cls, name: str, options: int) -> Scale:
        """An issue whose options have no order."""
        return cls._every_option(name, options, "choice")

    @classmethod
    def ordered(cls, name: str, options: int) -> Scale:
        """An issue whose options go from least to most."""
        return cls._every_option(name, options, "ordered")

    @classmethod
    def numeric(cls, name: str, numbers: Sequence[float], named: Iterable[int] = ()) -> Scale:
        """An issue of numbers in increasing order.

        Args:
            name: The issue.
            numbers: The number each step stands for, increasing.
            named: Indices of the steps that statements name.

        Raises:
            ValuesError: No numbers, numbers that do not increase, or a named step
                outside of them.
        """
        values = np.asarray(numbers, dtype=np.float64)
        if values.size == 0 or not np.all(np.isfinite(values)) or np.any(np.diff(values) <= 0):
            raise ValuesError(f"issue {name!r}: the numbers must be finite and increase")
        count = values.size
        wanted = {0, count - 1}
        for step in named:
            if not 0 <= step < count:
                raise ValuesError(f"issue {name!r}: no step {step} among {count}")
            wanted.add(int(step))
        places = np.linspace(values[0], values[-1], LEAST_BREAKS)
        if len(wanted) < LEAST_BREAKS:
            wanted.update(int(np.argmin(np.abs(values - place))) for place in places)
        breaks = np.array(sorted(wanted), dtype=np.intp)
        lower = np.searchsorted(breaks, np.arange(count), side="right") - 1
        after = np.minimum(lower + 1, breaks.size - 1)
        width = values[breaks[after]] - values[breaks[lower]]
        rise = values - values[breaks[lower]]
        share = np.divide(rise, width, out=np.zeros(count), where=width > 0)
        return cls(name, count, "numeric", breaks, lower.astype(np.intp), share)

    @classmethod
    def _every_option(cls, name: str, options: int, kind: Kind) -> Scale:
        if options < 1:
            raise ValuesError(f"issue {name!r}: an issue needs at least one option")
        every = np.arange(options, dtype=np.intp)
        return cls(name, options, kind, every, every, np.zeros(options))

    def at(self, option: int) -> tuple[tuple[int, float], ...]:
        """The break points that an option's value mixes, with their weights.

        Raises:
            ValuesError: There is no such option.
        """
        if not 0 <= option < self.options:
            raise ValuesError(f"issue {self.name!r}: no option {option} among {self.options}")
        low, share = int(self.lower[option]), float(self.share[option])
        return ((low, 1.0),) if share == 0.0 else ((low, 1.0 - share), (low + 1, share))

    def interpolation(self) -> NDArray[np.float64]:
        """Matrix of shape (options, break points): option values from break values."""
        matrix = np.zeros((self.options, self.breaks.size))
        rows = np.arange(self.options)
        matrix[rows, self.lower] = 1.0 - self.share
        between = self.share > 0
        matrix[rows[between], self.lower[between] + 1] = self.share[between]
        return matrix
