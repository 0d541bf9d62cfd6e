"""Rules between issues, as the deal engine reads them.

A rule names the issues that it mentions and says which combinations of their options it
allows. The least a rule offers is :class:`Rule`; rules over so many issues that their
combinations cannot be tabulated also offer one of

* :class:`SteppingRule`: reads the options one by one and keeps only what still matters,
  such as the sum so far (the best way: any number of issues);
* :class:`PartialRule`: says of a partial package whether the rule is settled.

Example, "option 1 of issue 0 only together with option 2 of issue 3":
    >>> rule = TableRule((0, 3), np.array([[True, True, True], [False, False, True]]))
    >>> rule.holds([np.array([0, 1, 1]), np.array([0, 0, 2])])
    array([ True, False,  True])
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

__all__ = ["PartialRule", "Rule", "SteppingRule", "TableRule"]


@runtime_checkable
class Rule(Protocol):
    """A condition on the options of some issues."""

    @property
    def issues(self) -> tuple[int, ...]:
        """Positions of the issues that the rule mentions, none twice."""

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Say which combinations the rule allows.

        Args:
            options: Per issue mentioned, in the order of ``issues``, an array of option
                positions; all of the same shape.

        Returns:
            Array of that shape.
        """


@runtime_checkable
class PartialRule(Rule, Protocol):
    """A rule that can be settled before all its issues are."""

    def partial(self, options: Sequence[NDArray[np.int64] | None]) -> NDArray[np.int8]:
        """Judge partial packages.

        Args:
            options: As for ``holds``, but None for an issue that is still open.

        Returns:
            1 where every completion is allowed, 0 where none is, -1 where that is open.
            The answer -1 is always permitted unless no issue is open.
        """


@runtime_checkable
class SteppingRule(Rule, Protocol):
    """A rule that reads options one at a time, in any order of the issues."""

    def start(self) -> Hashable:
        """Return the state before any option is known."""

    def step(self, state: Hashable, issue: int, option: int) -> Hashable:
        """Return the state after one more option is known.

        Equal states must allow the same completions. ``True`` and ``False`` are final:
        every completion, or none, is allowed. After the last issue the state must be one
        of the two.
        """


@dataclass(frozen=True, slots=True, eq=False)
class TableRule:
    """A rule given as a table of allowed combinations.

    Attributes:
        issues: Positions of the issues.
        allowed: One axis per issue, in that order; true where the combination is allowed.
    """

    issues: tuple[int, ...]
    allowed: NDArray[np.bool_]

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Look the combinations up."""
        return np.asarray(self.allowed[tuple(options)], dtype=np.bool_)
