"""Conditions as clauses, for a satisfiability solver.

Each issue gets one variable per cell (options that no condition tells apart), exactly
one of them true. A condition gets a literal that *implies* it, never the reverse:
conditions come in the normal form of :class:`lastyard.space.pool.Pool`, where negation
is at the leaves, so one direction is enough (Plaisted & Greenbaum 1986). Totals become
decision diagrams over cells through the pool's own residuals, and quotas diagrams over
their parts (Een & Soerensson 2006; Abio et al. 2012).
"""

from __future__ import annotations

from lastyard.case.conditions.tree import bits
from lastyard.space.pool import ALL, ANY, CERTAIN, NEVER, ONE_OF, SAME, TOTAL, Pool

__all__ = ["Encoding", "TooManyClausesError"]

# Up to this many cells, "at most one" is written pair by pair; beyond, as a ladder.
_PAIRS = 6


class TooManyClausesError(Exception):
    """The clauses exceed the limit; the caller searches another way."""


class Encoding:
    """Clauses for conditions over the issues of a pool.

    Args:
        pool: Holds the conditions in normal form.
        limit: Greatest number of clauses.
    """

    def __init__(self, pool: Pool, limit: int) -> None:
        self.pool = pool
        self.clauses: list[list[int]] = []
        self._limit = limit
        self._last = 0
        self.yes = self.variable()
        self._add(self.yes)
        self._cells = [[self.variable() for _ in row] for row in pool.cells]
        self._literals: dict[int, int] = {CERTAIN: self.yes, NEVER: -self.yes}
        for row in self._cells:
            self._exactly_one(row)

    def variable(self) -> int:
        """Return a new variable."""
        self._last += 1
        return self._last

    def literal(self, node: int) -> int:
        """Return a literal that implies the condition of that number in the pool.

        Raises:
            TooManyClausesError: When the limit is exceeded.
        """
        known = self._literals.get(node)
        if known is not None:
            return known
        pool = self.pool
        kind, data = pool.kind[node], pool.data[node]
        if kind == ONE_OF and data[1].bit_count() == 1:
            single: int = self._cells[data[0]][data[1].bit_length() - 1]
            self._literals[node] = single
            return single
        literal = self.variable()
        self._literals[node] = literal
        if kind == ONE_OF:
            self._set(literal, data[0], data[1])
        elif kind == TOTAL:
            issue = max(term[0] for term in data[0])
            for cell, chosen in enumerate(self._cells[issue]):
                rest = pool.assign(node, issue, cell)
                if rest != CERTAIN:
                    self._add(-literal, -chosen, self.literal(rest))
        elif kind == ALL:
            for part in data:
                self._add(-literal, self.literal(part))
        elif kind == ANY:
            self._add(-literal, *map(self.literal, data))
        elif kind == SAME:
            left, right = data
            self._add(-literal, self.literal(pool.opposite(left)), self.literal(right))
            self._add(-literal, self.literal(left), self.literal(pool.opposite(right)))
        else:
            self._add(-literal, self._quota(data[1], 0, data[0], {}))
        return literal

    def package(self, model: list[int]) -> dict[str, int]:
        """Read the package off a model; of a cell, its lowest option."""
        package = {}
        for name, row, cells in zip(self.pool.issues, self._cells, self.pool.cells, strict=True):
            cell = next(k for k, variable in enumerate(row) if model[variable - 1] > 0)
            package[name] = (cells[cell] & -cells[cell]).bit_length() - 1
        return package

    def cells(self, issue: str) -> tuple[int, ...]:
        """Return the variables of the cells of an issue, in their order."""
        return tuple(self._cells[self.pool.position[issue]])

    def require(self, *clause: int) -> None:
        """Add a clause: at least one of the literals is true."""
        self._add(*clause)

    def _add(self, *clause: int) -> None:
        self.pool.charge(1)
        self.clauses.append(list(clause))
        if len(self.clauses) > self._limit:
            raise TooManyClausesError

    def _set(self, literal: int, issue: int, mask: int) -> None:
        """Say it the short way: one of the cells in the set, or none of the others."""
        inside = [self._cells[issue][cell] for cell in bits(mask)]
        outside = [self._cells[issue][cell] for cell in bits(self.pool.full[issue] & ~mask)]
        self._add(-literal, *inside)
        for cell in outside:
            self._add(-literal, -cell)

    def _quota(
        self,
        parts: tuple[tuple[int, int], ...],
        at: int,
        quota: int,
        known: dict[tuple[int, int], int],
    ) -> int:
        """Return a literal that implies that the parts from ``at`` on reach the quota."""
        if quota <= 0:
            return self.yes
        if sum(weight for weight, _ in parts[at:]) < quota:
            return -self.yes
        if (at, quota) not in known:
            weight, part = parts[at]
            literal = known[at, quota] = self.variable()
            self._add(-literal, self._quota(parts, at + 1, quota - weight, known))
            without = self._quota(parts, at + 1, quota, known)
            self._add(-literal, self.literal(part), without)
        return known[at, quota]

    def _exactly_one(self, row: list[int]) -> None:
        self._add(*row)
        if len(row) <= _PAIRS:
            for k, one in enumerate(row):
                for other in row[:k]:
                    self._add(-one, -other)
            return
        before = row[0]
        for variable in row[1:]:
            self._add(-before, -variable)
            either = self.variable()
            self._add(-before, either)
            self._add(-variable, either)
            before = either
