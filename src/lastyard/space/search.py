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

from collections.abc import Iterable
from dataclasses import dataclass
from math import prod

from lastyard.case.conditions.tree import bits
from lastyard.space.pool import ALL, CERTAIN, NEVER, ONE_OF, TOTAL, Pool
from lastyard.space.sums import span_of, ways

__all__ = ["Component", "Search"]

Component = tuple[int, ...]

# Above this span a lone total is searched by branching: its polynomial would be too long.
_LONGEST_SUM = 1 << 21
# Below this many cells branching is as fast and keeps one way for most cases.
_FEW_CELLS = 64


@dataclass(frozen=True, slots=True)
class _Edge:
    """Cells of the branched issue that leave the same components."""

    ways: int
    parts: tuple[Component, ...]


class Search:
    """Answers existence and number for sets of residual conditions.

    Args:
        pool: Stores the conditions and holds the budget.
    """

    def __init__(self, pool: Pool) -> None:
        self.pool = pool
        self._edges: dict[Component, tuple[_Edge, ...]] = {}
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
        waiting = list(nodes)
        while waiting:
            node = waiting.pop()
            if node == NEVER:
                return None
            if node == CERTAIN or node in others:
                continue
            kind = pool.kind[node]
            if kind == ALL:
                waiting.extend(pool.data[node])
            elif kind == ONE_OF:
                issue, mask = pool.data[node]
                narrowed = sets.get(issue, pool.full[issue]) & mask
                if not narrowed:
                    return None
                if narrowed != sets.get(issue):
                    sets[issue] = narrowed
                    touched = [other for other in others if pool.scope[other] >> issue & 1]
                    others.difference_update(touched)
                    waiting.extend(touched)
            else:
                rest = self._under(node, sets)
                if rest == node:
                    others.add(node)
                else:
                    waiting.append(rest)
        final = [*others, *(pool.set_on(issue, mask) for issue, mask in sets.items())]
        return self._split(final)

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

    def _grow(self, component: Component) -> tuple[_Edge, ...]:
        known = self._edges.get(component)
        if known is not None:
            return known
        pool = self.pool
        issue = self._issue_to_branch(component)
        allowed = pool.full[issue]
        rest, still = [], []
        for node in component:
            if not pool.scope[node] >> issue & 1:
                still.append(node)
            elif pool.kind[node] == ONE_OF:
                allowed &= pool.data[node][1]
            else:
                rest.append(node)
        grouped: dict[tuple[int, ...], int] = {}
        for cell in bits(allowed):
            left = tuple([pool.assign(node, issue, cell) for node in rest])
            if NEVER not in left:
                grouped[left] = grouped.get(left, 0) + pool.widths[issue][cell]
        merged: dict[tuple[Component, ...], int] = {}
        for left, width in grouped.items():
            parts = self.settle([*still, *left])
            if parts is not None:
                merged[parts] = merged.get(parts, 0) + width
        pool.spend(1 + len(merged))
        around = self.scope(component) & ~(1 << issue)
        edges = tuple(
            _Edge(width * self._freely(around, parts), parts) for parts, width in merged.items()
        )
        self._edges[component] = edges
        return edges

    def _freely(self, scope: int, parts: tuple[Component, ...]) -> int:
        """Ways to fill the issues of a scope that no part mentions any more."""
        for part in parts:
            scope &= ~self.scope(part)
        return prod(self.pool.sizes[issue] for issue in bits(scope))

    def _issue_to_branch(self, component: Component) -> int:
        """Choose the issue that weighs most in the short conditions and has few cells."""
        pool = self.pool
        score: dict[int, float] = {}
        for node in component:
            scope = pool.scope[node]
            worth = 1.0 / scope.bit_count()
            for issue in bits(scope):
                score[issue] = score.get(issue, 0.0) + worth
        return max(score, key=lambda issue: (score[issue] / len(pool.cells[issue]), -issue))

    def _lone_total(self, component: Component) -> int | None:
        """Count a component that is one total and sets on its issues, when that pays."""
        pool = self.pool
        totals = [node for node in component if pool.kind[node] != ONE_OF]
        if len(totals) != 1 or pool.kind[totals[0]] != TOTAL:
            return None
        terms, low, high = pool.data[totals[0]]
        if sum(mask.bit_count() for _, _, mask in terms) < _FEW_CELLS:
            return None
        choices = [
            [(pool.weights.rows[ref][k], pool.widths[issue][k]) for k in bits(mask)]
            for issue, ref, mask in terms
        ]
        return ways(choices, low, high) if span_of(choices) <= _LONGEST_SUM else None

    # ---- questions ------------------------------------------------------------------

    def exists(self, component: Component) -> bool:
        """Say whether any choice on the issues of the component satisfies it."""
        known = self._exists
        frames = [[component, 0]]
        while frames:
            frame = frames[-1]
            current = frame[0]
            if current not in known and self._settled_at_once(current):
                known[current] = bool(self._count[current])
            if current in known:
                frames.pop()
                continue
            verdict = False
            unknown = None
            edges = self._grow(current)
            while frame[1] < len(edges):
                parts = edges[frame[1]].parts
                states = [known.get(part) for part in parts]
                if False in states:
                    frame[1] += 1
                elif None in states:
                    unknown = parts[states.index(None)]
                    break
                else:
                    verdict = True
                    break
            if unknown is not None:
                frames.append([unknown, 0])
            else:
                known[current] = verdict
                frames.pop()
        return known[component]

    def count(self, component: Component) -> int:
        """Count the choices on the issues of the component that satisfy it."""
        known = self._count
        frames = [[component, 0]]
        while frames:
            frame = frames[-1]
            current = frame[0]
            if current in known or self._settled_at_once(current):
                frames.pop()
                continue
            edges = self._grow(current)
            unknown = None
            while frame[1] < len(edges) and unknown is None:
                unknown = next((p for p in edges[frame[1]].parts if p not in known), None)
                frame[1] += unknown is None
            if unknown is not None:
                frames.append([unknown, 0])
                continue
            known[current] = sum(
                edge.ways * prod(known[part] for part in edge.parts) for edge in edges
            )
            frames.pop()
        return known[component]

    def _settled_at_once(self, component: Component) -> bool:
        """Count a component that needs no branching, and remember it."""
        if component in self._count:
            return True
        number = None
        if len(component) == 1 and self.pool.kind[component[0]] == ONE_OF:
            issue, mask = self.pool.data[component[0]]
            number = sum(self.pool.widths[issue][cell] for cell in bits(mask))
        else:
            number = self._lone_total(component)
        if number is not None:
            self._count[component] = number
        return number is not None
