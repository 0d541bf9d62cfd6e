"""An independent answer to "can these be kept?", for proofs.

What found the sets is clauses on MiniSat. The referee is the search of
:mod:`lastyard.space`, which shares no clause and no solver with it; where that would take
too long, a second solver (CaDiCaL), on clauses from the same encoder.

Example:
    >>> from lastyard.blocking.dispute import Demand, Dispute
    >>> from lastyard.case.conditions.tree import TRUE, OneOf
    >>> full = Demand("full", "israel", OneOf("ground", 0b100), 0.6)
    >>> none = Demand("none", "us", OneOf("ground", 0b011), 0.8)
    >>> referee = Referee(Dispute({"ground": 3}, TRUE, (full, none)))
    >>> referee.can_keep(0b11), referee.can_keep_more(0b01, 0b10), referee.used
    (False, False, 'search')
"""

from __future__ import annotations

from functools import cached_property
from typing import Literal

from lastyard.blocking.dispute import Dispute
from lastyard.blocking.encoding import TooManyClausesError
from lastyard.blocking.oracle import SearchOracle, SolverOracle
from lastyard.case.conditions.tree import All, Any, Condition, bits
from lastyard.space import SearchTooLargeError, Space

__all__ = ["Referee", "Used"]

Used = Literal["nothing", "search", "second solver", "search and second solver"]

_STEPS = 50_000
_SOLVER = "cadical153"


class Referee:
    """Answers for subsets of the demands of one dispute, given as masks.

    Args:
        dispute: The dispute.
        steps: Budget of the search; 0 to ask the second solver at once.
    """

    def __init__(self, dispute: Dispute, steps: int = _STEPS) -> None:
        self.dispute = dispute
        self._searching = steps > 0
        self._steps = steps
        self._asked: set[str] = set()

    @property
    def used(self) -> Used:
        """What has answered so far."""
        if self._asked == {"search", "solver"}:
            return "search and second solver"
        if not self._asked:
            return "nothing"
        return "search" if "search" in self._asked else "second solver"

    def can_keep(self, demands: int) -> bool:
        """Say whether some package keeps these demands."""
        found = self._search(self.dispute.satisfied_by(bits(demands)))
        return self._second.keep(demands) is not None if found is None else found

    def can_keep_more(self, demands: int, others: int) -> bool:
        """Say whether some package keeps these demands and at least one of the others."""
        found = self._search(self._more(demands, others)) if self._searching else None
        if found is None:
            return self._second.keep_more(demands, others) is not None
        return found

    def _more(self, demands: int, others: int) -> Condition:
        dispute = self.dispute
        if dispute.unanimous:
            extra = Any(tuple(dispute.demands[k].condition for k in bits(others)))
            return All((dispute.satisfied_by(bits(demands)), extra))
        return Any(tuple(dispute.satisfied_by(bits(demands | 1 << k)) for k in bits(others)))

    def _search(self, condition: Condition) -> bool | None:
        """Ask the search, within what is left of its budget; None when that is used up."""
        if not self._searching:
            return None
        try:
            answer = self._space.where(condition).exists()
        except SearchTooLargeError:
            self._searching = False
            return None
        self._asked.add("search")
        return answer

    @cached_property
    def _space(self) -> Space:
        every = self.dispute.satisfied_by(range(len(self.dispute.demands)))
        return Space(self.dispute.sizes, also=(every,), budget=self._steps)

    @cached_property
    def _second(self) -> SolverOracle | SearchOracle:
        try:
            oracle = SolverOracle(self.dispute, solver=_SOLVER)
        except TooManyClausesError:
            # No clauses: search it is again, with a budget as large as that of the finder.
            self._asked.add("search")
            return SearchOracle(self.dispute)
        self._asked.add("solver")
        return oracle
