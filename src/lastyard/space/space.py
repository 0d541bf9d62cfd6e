"""The packages that satisfy conditions: whether any, how many, which, and what stays open.

Every answer is exact. Nothing is listed to be counted, so 10**20 packages are no problem;
what costs is how entangled the conditions are. When that exceeds the budget of search
steps, :class:`SearchTooLargeError` is raised rather than a figure that might be wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from math import prod

from lastyard.conditions.tree import TRUE, All, Condition, bits, issues_of
from lastyard.space.openness import open_cells
from lastyard.space.pool import Pool, leaves_of
from lastyard.space.search import Component, Search

__all__ = ["Space"]

_STEPS = 2_000_000


class Space:
    """The packages over some issues that satisfy a condition.

    Args:
        sizes: Number of options per issue, in the order of listing.
        condition: What every package must satisfy.
        also: Further conditions that :meth:`where` will be asked for; announcing them
            lets those questions share work. It changes no answer.
        budget: Greatest number of search steps, over all questions to this space and the
            spaces made from it; a step takes some hundred bytes.

    Raises:
        ValueError: If a condition mentions an issue without size.

    Example:
        >>> from lastyard.conditions.tree import OneOf, Any
        >>> space = Space({"truce": 100, "border": 2}, Any((OneOf("truce", 1), OneOf("border", 1))))
        >>> space.exists(), space.count(), space.find()
        (True, 101, {'truce': 0, 'border': 0})
        >>> space.where(OneOf("truce", 0b110)).open_options()
        {'truce': 6, 'border': 1}
    """

    def __init__(
        self,
        sizes: Mapping[str, int],
        condition: Condition = TRUE,
        *,
        also: Iterable[Condition] = (),
        budget: int = _STEPS,
    ) -> None:
        announced = (condition, *also)
        unknown = frozenset[str]().union(*map(issues_of, announced)) - frozenset(sizes)
        if unknown:
            raise ValueError(f"conditions mention issues without options: {sorted(unknown)}")
        self.sizes = dict(sizes)
        self.condition = condition
        self._also = announced[1:]
        self._budget = budget
        self._leaves = frozenset(leaves_of(announced))
        pool = Pool(self.sizes, announced, budget)
        self._begin(Search(pool, [pool.add(each) for each in announced]))

    def _begin(self, search: Search) -> None:
        self._search = search
        self._parts = search.settle([search.pool.add(self.condition)])

    def where(self, *conditions: Condition) -> Space:
        """Return the packages of this space that satisfy these conditions too."""
        condition = All((self.condition, *conditions))
        if not self._leaves.issuperset(leaves_of(conditions)):
            return Space(
                self.sizes, condition, also=(*self._also, *conditions), budget=self._budget
            )
        narrower = Space.__new__(Space)
        narrower.sizes, narrower.condition = self.sizes, condition
        narrower._also, narrower._budget, narrower._leaves = self._also, self._budget, self._leaves
        narrower._begin(self._search)
        return narrower

    def exists(self) -> bool:
        """Return whether any package satisfies the condition."""
        return self._parts is not None and all(map(self._search.exists, self._parts))

    def count(self) -> int:
        """Count the packages that satisfy the condition."""
        if self._parts is None:
            return 0
        mentioned = 0
        for part in self._parts:
            mentioned |= self._search.scope(part)
        free = prod(size for k, size in enumerate(self.sizes.values()) if not mentioned >> k & 1)
        # Existence first: one impossible part settles what counting the others would cost.
        return free * prod(map(self._search.count, self._parts)) if self.exists() else 0

    def find(self) -> dict[str, int] | None:
        """Return the first package in the order of listing, or None."""
        return next(self.packages(), None)

    def packages(self) -> Iterator[dict[str, int]]:
        """List the packages lazily, without dead ends.

        The order is that of the issues, first issue slowest, options ascending.
        """
        if not self.exists():
            return
        names = tuple(self.sizes)
        chosen: list[int] = []
        if not names:
            yield {}
            return
        choices = [self._choices(0, self._parts or ())]
        while choices:
            step = next(choices[-1], None)
            if step is None:
                choices.pop()
                if chosen:
                    chosen.pop()
                continue
            option, parts = step
            chosen.append(option)
            if parts:
                choices.append(self._choices(len(chosen), parts))
                continue
            rest = [range(self.sizes[name]) for name in names[len(chosen) :]]
            for tail in product(*rest):
                yield dict(zip(names, (*chosen, *tail), strict=True))
            chosen.pop()

    def _choices(
        self, issue: int, parts: tuple[Component, ...]
    ) -> Iterator[tuple[int, tuple[Component, ...]]]:
        """Yield the options of an issue that lead to a package, and what then remains."""
        search = self._search
        concerned = [part for part in parts if search.scope(part) >> issue & 1]
        others = tuple(part for part in parts if part not in concerned)
        cells = search.pool.cells[issue]
        cell_of = {option: k for k, cell in enumerate(cells) for option in bits(cell)}
        remains: dict[int, tuple[Component, ...] | None] = {}
        for option in range(search.pool.sizes[issue]):
            cell = cell_of[option]
            if cell not in remains:
                after = search.after(concerned[0], issue, cell) if concerned else ()
                possible = after is not None and all(map(search.exists, after))
                remains[cell] = after if possible else None
            rest = remains[cell]
            if rest is not None:
                yield option, others + rest

    def open_options(self) -> dict[str, int]:
        """Return, per issue, the mask of the options that occur in some package."""
        if not self.exists():
            return dict.fromkeys(self.sizes, 0)
        search = self._search
        result = {name: (1 << size) - 1 for name, size in self.sizes.items()}
        for part in self._parts or ():
            for issue, marked in open_cells(search, part).items():
                cells = search.pool.cells[issue]
                options = 0
                for cell in bits(marked):
                    options |= cells[cell]
                result[search.pool.issues[issue]] = options
        return result
