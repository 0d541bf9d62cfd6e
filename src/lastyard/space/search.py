"""Exact search over packages: one lazily grown structure for every question.

A state is a set of residual conditions that must all hold. It falls into components that
share no issue; a component is branched on one issue, and cells that leave the same state
are one edge. Components met again are answered from memory. Existence walks the
structure until the first success, counting walks all of it. (Component caching as in
Bacchus, Dalmao, Pitassi 2003; the structure is a decision-DNNF, Darwiche 2001, with
many-valued decisions.)

Walks keep their own stacks, so that hundreds of issues in a row are no problem.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import prod

from lastyard.case.conditions.tree import bits
from lastyard.space.order import elimination_ranks
from lastyard.space.pool import ALL, CERTAIN, NEVER, ONE_OF, TOTAL, Pool
from lastyard.space.sums import reaches, span_of, ways, work_of

__all__ = ["FEW_CELLS", "Component", "Edge", "LoneTotal", "Search"]

Component = tuple[int, ...]

# Above this span a lone total is searched by branching: its polynomial would be too long.
_LONGEST_SUM = 1 << 21
# Below this many cells branching is as fast and keeps one way for most cases.
FEW_CELLS = 64
# How often totals over long ranges narrow the issues when conditions settle.
_ROUNDS = 20


@dataclass(frozen=True, slots=True)
class Edge:
    """Cells of the branched issue that leave the same components.

    Attributes:
        issue: Position of the branched issue.
        cells: Mask of its cells; 0 where the parts still decide among them.
        ways: Number of choices on the issue and on the free issues.
        free: Mask of the issues that no part mentions any more.
        parts: What remains.
    """

    issue: int
    cells: int
    ways: int
    free: int
    parts: tuple[Component, ...]


@dataclass(frozen=True, slots=True)
class LoneTotal:
    """A total over issues that nothing else connects.

    Attributes:
        domains: Per issue, its position and the mask of its cells.
        choices: Per issue, weight and number of options of each of these cells.
        low: Least allowed sum, or None.
        high: Greatest allowed sum, or None.
    """

    domains: tuple[tuple[int, int], ...]
    choices: tuple[tuple[tuple[int, int], ...], ...]
    low: int | None
    high: int | None


@dataclass(slots=True)
class _Frame:
    """A component whose existence is being decided."""

    component: Component
    edges: Iterator[Edge] | None = None
    edge: Edge | None = None


class Search:
    """Answers existence and number for sets of residual conditions.

    Args:
        pool: Stores the conditions and holds the budget.
        nodes: The conditions that will be asked about; they fix the order of branching.
    """

    def __init__(self, pool: Pool, nodes: Iterable[int]) -> None:
        self.pool = pool
        local = [
            pool.scope[part]
            for node in nodes
            for part in (pool.data[node] if pool.kind[node] == ALL else (node,))
            if pool.kind[part] != TOTAL
        ]
        self._rank = elimination_ranks([len(cells) for cells in pool.cells], local)
        self._edges: dict[Component, tuple[Edge, ...]] = {}
        self._exists: dict[Component, bool] = {}
        self._count: dict[Component, int] = {}

    # ---- states ---------------------------------------------------------------------

    def settle(self, nodes: Iterable[int]) -> tuple[Component, ...] | None:
        """Propagate single-issue conditions and split into components.

        Args:
            nodes: Numbers of conditions that must all hold.

        Returns:
            The components, or None when it is plain that nothing satisfies all nodes.
        """
        pool = self.pool
        sets: dict[int, int] = {}
        others: set[int] = set()
        # What totals imply for single issues is redundant: it may stop after some rounds.
        rounds = _ROUNDS
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node == NEVER:
                return None
            if node == CERTAIN or node in others:
                continue
            kind = pool.kind[node]
            pool.charge(1 + min(len(sets), 8))
            if kind == ALL:
                waiting.extend(pool.data[node])
            elif kind == ONE_OF:
                issue, mask = pool.data[node]
                narrowed = sets.get(issue, pool.full[issue]) & mask
                if not narrowed:
                    return None
                if narrowed != sets.get(issue):
                    sets[issue] = narrowed
                    pool.charge(len(others) // 8)
                    touched = [other for other in others if pool.scope[other] >> issue & 1]
                    others.difference_update(touched)
                    waiting.extend(touched)
            else:
                rest = self._under(node, sets)
                if rest == node:
                    others.add(node)
                    if rounds and kind == TOTAL and self._is_long(node):
                        rounds -= 1
                        waiting.extend(pool.implied_by_total(node))
                else:
                    waiting.append(rest)
        final = [*others, *(pool.set_on(issue, mask) for issue, mask in sets.items())]
        return self._split(final)

    def _is_long(self, total: int) -> bool:
        """Whether a total is over a long range: with few cells branching is as fast."""
        return any(mask.bit_count() > FEW_CELLS for _, _, mask in self.pool.data[total][0])

    def _under(self, node: int, sets: dict[int, int]) -> int:
        pool = self.pool
        if len(sets) < pool.scope[node].bit_count():
            issues: Iterable[int] = [issue for issue in sets if pool.scope[node] >> issue & 1]
        else:
            issues = [issue for issue in bits(pool.scope[node]) if issue in sets]
        for issue in issues:
            node = pool.restrict(node, issue, sets[issue])
        return node

    def _split(self, nodes: list[int]) -> tuple[Component, ...]:
        groups: list[tuple[int, list[int]]] = []
        for node in nodes:
            self.pool.charge(1 + len(groups) // 8)
            scope, members = self.pool.scope[node], [node]
            apart = []
            for group in groups:
                if group[0] & scope:
                    scope |= group[0]
                    members += group[1]
                else:
                    apart.append(group)
            groups = [*apart, (scope, members)]
        return tuple(sorted(tuple(sorted(members)) for _, members in groups))

    def scope(self, component: Component) -> int:
        """Return the issues that a component mentions, as a mask of positions."""
        scope = 0
        for node in component:
            scope |= self.pool.scope[node]
        return scope

    def after(self, component: Component, issue: int, cell: int) -> tuple[Component, ...] | None:
        """Return the components that remain once an issue has its cell, or None if none can."""
        return self.settle([self.pool.assign(node, issue, cell) for node in component])

    # ---- the structure --------------------------------------------------------------

    def _branches(self, component: Component) -> Iterator[Edge]:
        """Yield what remains on each side of the next decision, cell by cell.

        Cells that leave the same residuals come as one; cells that only settle into the
        same components are left for :meth:`_grow` to merge.
        """
        pool = self.pool
        issue = max(bits(self.scope(component)), key=self._rank.__getitem__)
        allowed = pool.full[issue]
        rest, still = [], []
        for node in component:
            if not pool.scope[node] >> issue & 1:
                still.append(node)
            elif pool.kind[node] == ONE_OF:
                allowed &= pool.data[node][1]
            else:
                rest.append(node)
        around = self.scope(component) & ~(1 << issue)
        if allowed.bit_count() > FEW_CELLS:
            classes = self._classes(rest, issue, allowed)
            if len(classes) > 1:
                for mask in classes:
                    parts = self.settle([*component, pool.set_on(issue, mask)])
                    if parts is not None:
                        free = self._unmentioned(around, parts)
                        yield Edge(issue, 0, self._freely(free), free, parts)
                return
        cells: dict[tuple[int, ...], int] = {}
        for cell in bits(allowed):
            pool.charge(1 + len(rest))
            left = tuple([pool.assign(node, issue, cell) for node in rest])
            if NEVER not in left:
                cells[left] = cells.get(left, 0) | 1 << cell
        for left, mask in cells.items():
            parts = self.settle([*still, *left])
            if parts is not None:
                free = self._unmentioned(around, parts)
                width = sum(pool.widths[issue][cell] for cell in bits(mask))
                yield Edge(issue, mask, width * self._freely(free), free, parts)

    def _classes(self, nodes: list[int], issue: int, allowed: int) -> list[int]:
        """Split the cells of an issue by the sets on it inside conditions, totals apart.

        Deciding these few sets first can leave a lone total, which needs no branching.
        """
        pool = self.pool
        classes, seen, waiting = [allowed], set(), list(nodes)
        while waiting:
            node = waiting.pop()
            if node in seen or not pool.scope[node] >> issue & 1:
                continue
            seen.add(node)
            if pool.kind[node] == ONE_OF:
                mask = pool.data[node][1]
                classes = [p for c in classes for p in (c & mask, c & ~mask) if p]
            else:
                waiting.extend(pool.parts(node))
        return classes if len(classes) <= FEW_CELLS else []

    def grow(self, component: Component) -> tuple[Edge, ...]:
        """Return all edges of a component, those with the same parts merged."""
        known = self._edges.get(component)
        if known is None:
            merged: dict[tuple[Component, ...], Edge] = {}
            for edge in self._branches(component):
                twin = merged.get(edge.parts)
                if twin is not None:
                    both = edge.cells | twin.cells
                    edge = replace(edge, cells=both, ways=edge.ways + twin.ways)  # noqa: PLW2901
                merged[edge.parts] = edge
            self.pool.spend(1 + len(merged))
            known = self._edges[component] = tuple(merged.values())
        return known

    def _unmentioned(self, scope: int, parts: tuple[Component, ...]) -> int:
        for part in parts:
            scope &= ~self.scope(part)
        return scope

    def _freely(self, scope: int) -> int:
        """Ways to fill the issues of a scope that nothing restricts."""
        return prod(self.pool.sizes[issue] for issue in bits(scope)) if scope else 1

    def set_alone(self, component: Component) -> tuple[int, int] | None:
        """Return issue and mask of a component that is just a set of cells."""
        node = component[0]
        if len(component) > 1 or self.pool.kind[node] != ONE_OF:
            return None
        issue, mask = self.pool.data[node]
        return issue, mask

    def lone_total(self, component: Component) -> LoneTotal | None:
        """Return the choices of a component that is one total and sets on its issues.

        None when branching serves as well: few cells, or sums too long to be packed.
        """
        pool = self.pool
        totals = [node for node in component if pool.kind[node] != ONE_OF]
        if len(totals) != 1 or pool.kind[totals[0]] != TOTAL:
            return None
        terms, low, high = pool.data[totals[0]]
        if sum(mask.bit_count() for _, _, mask in terms) < FEW_CELLS:
            return None
        choices = tuple(
            tuple((pool.weights.rows[ref][k], pool.widths[issue][k]) for k in bits(mask))
            for issue, ref, mask in terms
        )
        if span_of(choices) > _LONGEST_SUM:
            return None
        return LoneTotal(tuple((issue, mask) for issue, _, mask in terms), choices, low, high)

    # ---- questions ------------------------------------------------------------------

    def exists(self, component: Component) -> bool:
        """Say whether any choice on the issues of the component satisfies it."""
        known = self._exists
        frames = [_Frame(component)]
        while frames:
            frame = frames[-1]
            if frame.edges is None:
                decided = known.get(frame.component)
                if decided is None:
                    decided = self._exists_at_once(frame.component)
                if decided is not None:
                    known[frame.component] = decided
                    frames.pop()
                    continue
                self.pool.spend()
                frame.edges = self._branches(frame.component)
                frame.edge = next(frame.edges, None)
            while frame.edge is not None and any(
                known.get(part) is False for part in frame.edge.parts
            ):
                frame.edge = next(frame.edges, None)
            unknown = None
            if frame.edge is not None:
                unknown = next((part for part in frame.edge.parts if part not in known), None)
            if unknown is None:
                known[frame.component] = frame.edge is not None
                frames.pop()
            else:
                frames.append(_Frame(unknown))
        return known[component]

    def count(self, component: Component) -> int:
        """Count the choices on the issues of the component that satisfy it."""
        known = self._count
        waiting = [component]
        while waiting:
            current = waiting[-1]
            if current in known:
                waiting.pop()
                continue
            number = self._count_at_once(current)
            if number is not None:
                known[current] = number
                continue
            edges = self.grow(current)
            unknown = {part for edge in edges for part in edge.parts if part not in known}
            if unknown:
                waiting.extend(sorted(unknown))
            else:
                known[current] = sum(
                    edge.ways * prod(known[part] for part in edge.parts) for edge in edges
                )
        return known[component]

    def _count_at_once(self, component: Component) -> int | None:
        """Count a component that needs no branching."""
        alone = self.set_alone(component)
        if alone:
            return sum(self.pool.widths[alone[0]][cell] for cell in bits(alone[1]))
        total = self.lone_total(component)
        if total is None:
            return None
        self.pool.charge(work_of(total.choices))
        return ways(total.choices, total.low, total.high)

    def _exists_at_once(self, component: Component) -> bool | None:
        """Decide a component that needs no branching; a set that is stored is not empty."""
        if self.set_alone(component):
            return True
        if component in self._count:
            return self._count[component] > 0
        total = self.lone_total(component)
        if total is None:
            return None
        self.pool.charge(sum(map(len, total.choices)) // 4)
        return reaches(total.choices, total.low, total.high, self.pool.charge)
