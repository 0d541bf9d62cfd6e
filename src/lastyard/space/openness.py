"""Which cells of which issues occur in some package: two exact ways.

With few cells each is tried in turn, which needs existence only. With long ranges that is
slow, so the structure of :mod:`lastyard.space.search` is walked once from the top and
every cell on an edge that leads to a package is marked; a lone total is answered from the
sums that the other issues can reach.
"""

from __future__ import annotations

from lastyard.conditions.tree import bits
from lastyard.space.search import FEW_CELLS, Component, LoneTotal, Search

__all__ = ["open_cells"]


def open_cells(search: Search, component: Component) -> dict[int, int]:
    """Return, per issue of a component, the mask of the cells that occur in a package.

    Args:
        search: The search that owns the component.
        component: A component that has a solution.
    """
    issues = list(bits(search.scope(component)))
    if all(len(search.pool.cells[issue]) <= FEW_CELLS for issue in issues):
        return {issue: _tried(search, component, issue) for issue in issues}
    marked = dict.fromkeys(issues, 0)
    seen = {component}
    waiting = [component]
    while waiting:
        current = waiting.pop()
        alone = search.set_alone(current)
        total = None if alone else search.lone_total(current)
        if alone:
            marked[alone[0]] |= alone[1]
        elif total:
            _mark_total(total, marked)
        else:
            for edge in search.grow(current):
                if all(map(search.exists, edge.parts)):
                    marked[edge.issue] |= edge.cells
                    for issue in bits(edge.free):
                        marked[issue] = search.pool.full[issue]
                    waiting.extend(part for part in edge.parts if part not in seen)
                    seen.update(edge.parts)
    return marked


def _tried(search: Search, component: Component, issue: int) -> int:
    mask = 0
    for cell in range(len(search.pool.cells[issue])):
        after = search.after(component, issue, cell)
        if after is not None and all(map(search.exists, after)):
            mask |= 1 << cell
    return mask


def _mark_total(total: LoneTotal, marked: dict[int, int]) -> None:
    for place, (issue, mask) in enumerate(total.domains):
        others = [row for k, row in enumerate(total.choices) if k != place]
        least = sum(min(w for w, _ in row) for row in others)
        most = sum(max(w for w, _ in row) for row in others)
        reachable = 1
        for row in others:
            base = min(w for w, _ in row)
            reachable = _shifted(reachable, sorted({w - base for w, _ in row}))
        for cell, (weight, _) in zip(bits(mask), total.choices[place], strict=True):
            low = least if total.low is None else max(least, total.low - weight)
            high = most if total.high is None else min(most, total.high - weight)
            if low <= high and reachable >> (low - least) & ((1 << (high - low + 1)) - 1):
                marked[issue] |= 1 << cell


def _shifted(sums: int, steps: list[int]) -> int:
    result = 0
    for step in steps:
        result |= sums << step
    return result
