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

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush
from itertools import combinations, pairwise
from math import gcd, prod

from lastyard.conditions.tree import bits
from lastyard.records import record
from lastyard.space.pool import ALL, CERTAIN, NEVER, ONE_OF, TOTAL, Pool

__all__ = [
    "FEW_CELLS",
    "Component",
    "Edge",
    "LoneTotal",
    "Search",
    "elimination_ranks",
    "reaches",
    "span_of",
    "ways",
    "work_of",
]

# Counting missing pairs is quadratic; beyond this degree the count is taken as all pairs.
_WIDE = 24


def elimination_ranks(cells: Sequence[int], scopes: Iterable[int]) -> list[int]:
    """Return, per issue, when it is eliminated; branch on the highest rank first.

    Issues mentioned together are neighbours. Eliminating the issue that joins fewest new
    neighbours, again and again, and branching in the reverse order keeps the residual
    conditions local, so that few different ones arise (min-fill; Kjaerulff 1990). Wide
    conditions count as joining nothing: totals merely accumulate, whatever the order.

    Args:
        cells: Number of cells per issue; of equals the longer is eliminated first.
        scopes: Masks of issues that are mentioned together.

    Example, a chain of three issues is cut in the middle first:
        >>> elimination_ranks([2, 2, 2], [0b011, 0b110])
        [0, 1, 2]
    """
    neighbours: dict[int, set[int]] = {issue: set() for issue in range(len(cells))}
    for scope in scopes:
        together = list(bits(scope))
        for issue in together:
            neighbours[issue].update(together)
    for issue, near in neighbours.items():
        near.discard(issue)
    cost = {issue: _fill(issue, neighbours) for issue in neighbours}

    def key(issue: int) -> tuple[int, int, int, int]:
        return cost[issue], len(neighbours[issue]), -cells[issue], issue

    # What is out of date stays in the queue, and is passed over when it comes up.
    queue = [key(issue) for issue in neighbours]
    heapify(queue)
    ranks = [0] * len(cells)
    for rank in range(len(cells)):
        while (found := heappop(queue))[-1] not in neighbours or found != key(found[-1]):
            pass
        issue = found[-1]
        ranks[issue] = rank
        near = neighbours.pop(issue)
        del cost[issue]
        stale = set(near)
        for other in near:
            neighbours[other] |= near
            neighbours[other] -= {other, issue}
            if len(neighbours[other]) <= _WIDE:
                stale |= neighbours[other]
        for other in stale:
            cost[other] = _fill(other, neighbours)
            heappush(queue, key(other))
    return ranks


def _fill(issue: int, neighbours: dict[int, set[int]]) -> int:
    near = neighbours[issue]
    if len(near) > _WIDE:
        return len(near) * (len(near) - 1) // 2
    return sum(1 for one, other in combinations(near, 2) if other not in neighbours[one])


Choice = Sequence[tuple[int, int]]


def span_of(choices: Sequence[Choice]) -> int:
    """Return how many sums lie between the least and the greatest, in common steps."""
    step = _common_step(choices)
    return sum(max(w for w, _ in c) - min(w for w, _ in c) for c in choices) // step + 1


def work_of(choices: Sequence[Choice]) -> int:
    """Return about how many units of work :func:`ways` takes.

    Python multiplies long integers in about n**1.58 steps, n their digits of 30 bits.
    """
    span = span_of(choices)
    width = prod(sum(n for _, n in choice) for choice in choices).bit_length()
    digits = span * width / 30
    return int(len(choices) * span / 2 + digits**1.585 / 200)


def ways(choices: Sequence[Choice], low: int | None, high: int | None) -> int:
    """Count the ways to choose one entry per choice with a sum from low to high.

    One choice of an issue is a polynomial with a term per distinct weight; the product over
    issues has as coefficient of x**s the number of ways to reach the sum s. The product is
    taken on big integers with a fixed number of bits per coefficient (Kronecker's
    substitution), so three issues of 10,000 steps take milliseconds.

    Args:
        choices: Per issue, pairs of a weight and the number of options that have it.
        low: Least allowed sum, or None.
        high: Greatest allowed sum, or None.

    Returns:
        The number of ways, exactly. Time and memory grow with :func:`span_of`.

    Example, two dice that show at least 11:
        >>> die = tuple((value, 1) for value in range(1, 7))
        >>> ways([die, die], 11, None)
        3
    """
    step = _common_step(choices)
    least = sum(min(w for w, _ in choice) for choice in choices)
    span = span_of(choices)
    first = 0 if low is None else max(0, -((least - low) // step))
    last = span - 1 if high is None else min(span - 1, (high - least) // step)
    if first > last:
        return 0
    width = prod(sum(n for _, n in choice) for choice in choices).bit_length()
    product = 1
    for choice in choices:
        base = min(w for w, _ in choice)
        product *= _polynomial([((w - base) // step, n) for w, n in choice], width)
    wanted = (product >> first * width) & ((1 << (last - first + 1) * width) - 1)
    return _sum_of_digits(wanted, last - first + 1, width)


def reaches(
    choices: Sequence[Choice],
    low: int | None,
    high: int | None,
    charge: Callable[[int], None] = lambda _: None,
) -> bool:
    """Return whether :func:`ways` is positive, mostly without computing it.

    Sums without a gap stay without a gap when a choice is added whose own gaps are no
    longer than the span so far; then only the ends matter.
    """
    step = _common_step(choices)
    rows = [sorted({w for w, _ in choice}) for choice in choices]
    gaps = [max((b - a for a, b in pairwise(r)), default=0) for r in rows]
    span = 0
    for gap, row in sorted(zip(gaps, rows, strict=True)):
        if gap > span + step:
            charge(work_of(choices))
            return ways(choices, low, high) > 0
        span += row[-1] - row[0]
    least = sum(row[0] for row in rows)
    first = 0 if low is None else max(0, -((least - low) // step))
    last = span // step if high is None else min(span // step, (high - least) // step)
    return first <= last


def _common_step(choices: Sequence[Choice]) -> int:
    return gcd(*(w - choice[0][0] for choice in choices for w, _ in choice)) or 1


def _polynomial(terms: list[tuple[int, int]], width: int) -> int:
    """Pack coefficients into one integer, through text to stay linear in its length."""
    coefficients: dict[int, int] = {}
    for exponent, number in terms:
        coefficients[exponent] = coefficients.get(exponent, 0) + number
    top = max(coefficients)
    digits = "".join(format(coefficients.get(k, 0), f"0{width}b") for k in range(top, -1, -1))
    return int(digits, 2)


def _sum_of_digits(number: int, digits: int, width: int) -> int:
    """Add up the coefficients, halving the number of digits at each step.

    Carries cannot occur: ``width`` bits hold the number of all ways.
    """
    while digits > 1:
        half = (digits + 1) // 2
        number = (number >> half * width) + (number & ((1 << half * width) - 1))
        digits = half
    return number


Component = tuple[int, ...]

# Above this span a lone total is searched by branching: its polynomial would be too long.
_LONGEST_SUM = 1 << 21

# Below this many cells branching is as fast and keeps one way for most cases.
FEW_CELLS = 64

# How often totals over long ranges narrow the issues when conditions settle.
_ROUNDS = 20


@record(frozen=True, slots=True)
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


@record(frozen=True, slots=True)
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
        """Return whether any choice on the issues of the component satisfies it."""
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
