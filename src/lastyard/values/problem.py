"""What is known of one party's values, as linear constraints with their sources.

The unknowns are, in this order: the value at every break point of every issue,
the stake of every issue, and the reservation value r, the worth of the party's
best alternative to agreement (docs/model.md, section 3; robust ordinal regression:
Greco, Mousseau & Slowinski 2008). Every constraint reads ``row @ unknowns >=
bound`` (or ``==``) and names the statement it came from.

Example:
    >>> scales = (Scale.ordered("ground", 3), Scale.choice("support", 2))
    >>> layout = Layout(scales)
    >>> layout.size                         # 3 + 2 values, 2 stakes, r
    8
    >>> layout.value(0, 2).nonzero()[0].tolist()
    [2]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.scales import Scale, ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.sayings import Pairs, Saying

# A refusal or a strict preference says "worse", not "at most as good". On values
# from 0 to 1 we read it as worse by at least this much, so that sets stay closed.
STRICT = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Where each unknown of a party's value function stands in the vector."""

    scales: tuple[Scale, ...]
    starts: NDArray[np.intp] = field(init=False)

    def __post_init__(self) -> None:
        if not self.scales:
            raise ValuesError("a value function needs at least one issue")
        widths = [scale.breaks.size for scale in self.scales]
        object.__setattr__(self, "starts", np.concatenate(([0], np.cumsum(widths))).astype(np.intp))

    @property
    def values(self) -> int:
        """How many break-point values there are; the stakes come after them."""
        return int(self.starts[-1])

    @property
    def size(self) -> int:
        """How many unknowns there are."""
        return self.values + len(self.scales) + 1

    @property
    def reservation(self) -> int:
        """The place of the reservation value: the last."""
        return self.size - 1

    def stake(self, issue: int) -> int:
        """The place of an issue's stake."""
        self._check_issue(issue)
        return self.values + issue

    def block(self, issue: int) -> slice:
        """The places of an issue's break-point values."""
        self._check_issue(issue)
        return slice(int(self.starts[issue]), int(self.starts[issue + 1]))

    def value(self, issue: int, option: int) -> NDArray[np.float64]:
        """The row that gives the value of one option of one issue."""
        self._check_issue(issue)
        row = np.zeros(self.size)
        for place, weight in self.scales[issue].at(option):
            row[self.starts[issue] + place] = weight
        return row

    def worth(self, pairs: Pairs) -> NDArray[np.float64]:
        """The row that gives the value of a partial package on the issues it names.

        Raises:
            ValuesError: An issue or option that is not there, or an issue twice.
        """
        if len({issue for issue, _ in pairs}) != len(pairs):
            raise ValuesError("a package names an issue twice")
        row = np.zeros(self.size)
        for issue, option in pairs:
            row += self.value(issue, option)
        return row

    def best_of_others(self, pairs: Pairs) -> NDArray[np.float64]:
        """The row that gives the most that the issues not named can be worth."""
        row = np.zeros(self.size)
        row[self.values : self.reservation] = 1.0
        for issue, _ in pairs:
            row[self.stake(issue)] = 0.0
        return row

    def rows(self, packages: NDArray[np.integer]) -> NDArray[np.float64]:
        """Rows that give the values of complete packages.

        Args:
            packages: Option indices, shape (packages, issues).

        Raises:
            ValuesError: A wrong shape, or an option that is not there.
        """
        table = self.check_packages(packages)
        rows = np.zeros((table.shape[0], self.size))
        each = np.arange(table.shape[0])
        for issue, scale in enumerate(self.scales):
            low, share = scale.lower[table[:, issue]], scale.share[table[:, issue]]
            rows[each, self.starts[issue] + low] = 1.0 - share
            between = share > 0
            rows[each[between], self.starts[issue] + low[between] + 1] = share[between]
        return rows

    def check_packages(self, packages: NDArray[np.integer]) -> NDArray[np.intp]:
        """The packages as an index array, once they are seen to be in range."""
        table = np.asarray(packages)
        if table.ndim != 2 or table.shape[1] != len(self.scales):
            raise ValuesError(
                f"packages must have shape (any, {len(self.scales)}), not {table.shape}"
            )
        if not np.issubdtype(table.dtype, np.integer):
            raise ValuesError("packages must be option indices, whole numbers")
        limits = np.array([scale.options for scale in self.scales])
        wrong = np.argwhere((table < 0) | (table >= limits))
        if wrong.size:
            line, issue = wrong[0]
            raise ValuesError(
                f"package {line}: issue {self.scales[issue].name!r} has no option "
                f"{table[line, issue]}; it has {limits[issue]}, counted from 0"
            )
        return table.astype(np.intp)

    def _check_issue(self, issue: int) -> None:
        if not 0 <= issue < len(self.scales):
            raise ValuesError(f"no issue {issue} among {len(self.scales)}, counted from 0")


@dataclass(frozen=True, slots=True, eq=False)
class Constraint:
    """``row @ unknowns >= bound``, or ``==``.

    Attributes:
        row: Coefficients on the unknowns.
        bound: The right-hand side.
        equal: Whether it holds with equality.
        source: Id of the statement it came from; ``None`` for what holds of every
            value function.
        confidence: That of the statement.
        shape: It says where on an issue the best, the worst or the direction is.
    """

    row: NDArray[np.float64]
    bound: float = 0.0
    equal: bool = False
    source: str | None = None
    confidence: float = 1.0
    shape: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class ValueProblem:
    """All that is known of one party's values.

    Attributes:
        layout: The issues and the places of the unknowns.
        constraints: What holds of every value function, then what each statement
            adds when it is taken at its word.
        sayings: The statements themselves, for the likelihood.
    """

    layout: Layout
    constraints: tuple[Constraint, ...]
    sayings: tuple[Saying, ...]

    @property
    def sources(self) -> tuple[str, ...]:
        """Ids of the statements that constrain the values, in order, each once."""
        named = (c.source for c in self.constraints if c.source is not None)
        return tuple(dict.fromkeys(named))
