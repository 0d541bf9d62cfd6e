"""Conditions in a normal form that is stored once, and what remains of them.

Every condition is a whole number: the same number means the same residual condition, so
that results can be kept per number. Negation is pushed down to the leaves, constants
vanish, sets on one issue merge, and a total whose outcome is certain from its bounds is
decided at once. The nodes that remain:

====================  ======================================================
``ONE_OF``            (issue, mask of cells)
``TOTAL``             (terms of (issue, weights, mask), low, high)
``ALL``, ``ANY``      numbers of the parts, sorted
``SAME``              numbers of the two parts, sorted
``AT_LEAST``          (quota, pairs of weight and number of the part)
====================  ======================================================

:meth:`Pool.assign` gives what remains of a node once an issue has its cell, and
:meth:`Pool.restrict` once it is known to be among some cells.

Example:
    >>> from lastyard.conditions.tree import OneOf
    >>> cells_of({"truce": 6}, [OneOf("truce", 0b110000)])["truce"]
    (15, 48)
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Mapping
from itertools import accumulate, pairwise
from math import gcd
from typing import Any as Any_

from lastyard.budget import OutOfBudget, current, spend
from lastyard.conditions.tree import All, Any, AtLeast, Condition, Not, OneOf, Same, Total, bits
from lastyard.errors import RequestError

__all__ = [
    "ALL",
    "CERTAIN",
    "NEVER",
    "ONE_OF",
    "TOTAL",
    "Pool",
    "SearchTooLargeError",
    "Weights",
    "cells_of",
    "leaves_of",
]


def leaves_of(conditions: Iterable[Condition]) -> tuple[OneOf | Total, ...]:
    """Return the distinct leaves of the conditions, in the order of first mention."""
    found: dict[OneOf | Total, None] = {}
    waiting = list(conditions)[::-1]
    looked = 0
    while waiting:
        node = waiting.pop()
        looked += 1
        match node:
            case OneOf() | Total():
                found[node] = None
            case All(parts) | Any(parts) | AtLeast(_, _, parts):
                waiting.extend(reversed(parts))
            case Not(part):
                waiting.append(part)
            case Same(left, right):
                waiting += (right, left)
    spend(looked)
    return tuple(found)


def cells_of(
    sizes: Mapping[str, int], conditions: Iterable[Condition]
) -> dict[str, tuple[int, ...]]:
    """Split the options of every issue into cells that no leaf tells apart.

    A range of 10,000 steps under ten comparisons falls into at most eleven cells; search
    then branches over cells and counts each with its number of options.

    Args:
        sizes: Number of options per issue.
        conditions: The conditions whose leaves count.

    Returns:
        Per issue, bit masks of options that together hold every option once, ordered
        by their lowest option.
    """
    masks: dict[str, dict[int, None]] = {issue: {} for issue in sizes}
    weights: dict[str, dict[tuple[int, ...], None]] = {issue: {} for issue in sizes}
    for leaf in leaves_of(conditions):
        if isinstance(leaf, OneOf):
            masks[leaf.issue][leaf.options] = None
        else:
            for issue, values in leaf.terms:
                weights[issue][values] = None
    result = {}
    for issue, size in sizes.items():
        cells = _split_by_masks(size, masks[issue])
        for values in weights[issue]:
            cells = _split_by_weights(cells, values)
        result[issue] = tuple(sorted(cells, key=lambda cell: cell & -cell))
    return result


def _split_by_masks(size: int, masks: Iterable[int]) -> list[int]:
    """Split options by which masks hold them, going once through the places where one changes."""
    changes: dict[int, int] = {size: 0}
    for number, mask in enumerate(masks):
        ends = _positions((mask ^ mask << 1) & (1 << size) - 1)
        spend(1 + len(ends) // 4)
        for place in ends:
            changes[place] = changes.get(place, 0) | 1 << number
    spend(len(changes) // 4)
    cells: dict[int, int] = {}
    begun = holding = 0
    for place in sorted(changes):
        if place > begun:
            run = (1 << place) - (1 << begun)
            cells[holding] = cells.get(holding, 0) | run
        begun, holding = place, holding ^ changes[place]
    return list(cells.values())


def _split_by_weights(cells: list[int], values: tuple[int, ...]) -> list[int]:
    if len(cells) == len(values):
        return cells
    spend(len(values))
    where = {}
    for number, cell in enumerate(cells):
        for option in _positions(cell):
            where[option] = number
    groups: dict[tuple[int, int], int] = {}
    for option, value in enumerate(values):
        key = (where[option], value)
        groups[key] = groups.get(key, 0) | 1 << option
    return list(groups.values())


def _positions(mask: int) -> list[int]:
    """Positions of the set bits; on text, because long masks make bit tricks slow."""
    text = bin(mask)[:1:-1]
    found = []
    place = text.find("1")
    while place >= 0:
        found.append(place)
        place = text.find("1", place + 1)
    return found


class Weights:
    """Rows of weights, each stored once and known by its number.

    Args:
        charge: Called with the work of a look at many cells.

    Example:
        >>> store = Weights()
        >>> ref = store.add((10, 20, 30))
        >>> store.extremes(ref, 0b110), store.between(ref, 15, None)
        ((20, 30), 6)
    """

    def __init__(self, charge: Callable[[int], None] = lambda _: None) -> None:
        self._charge = charge
        self._ascending: set[int] = set()
        self.rows: list[tuple[int, ...]] = []
        self._number: dict[tuple[int, ...], int] = {}
        self._extremes: dict[tuple[int, int], tuple[int, int]] = {}
        self._sorted: dict[int, tuple[list[int], list[int] | None]] = {}

    def add(self, row: tuple[int, ...]) -> int:
        """Return the number of a row of weights, one per cell."""
        if row not in self._number:
            self._number[row] = len(self.rows)
            if all(one <= other for one, other in pairwise(row)):
                self._ascending.add(len(self.rows))
            self.rows.append(row)
        return self._number[row]

    def extremes(self, ref: int, mask: int) -> tuple[int, int]:
        """Return the least and the greatest weight of the cells in the mask."""
        key = (ref, mask)
        known = self._extremes.get(key)
        if known is None:
            row = self.rows[ref]
            if ref in self._ascending:
                return row[(mask & -mask).bit_length() - 1], row[mask.bit_length() - 1]
            self._charge(mask.bit_count())
            values = row if mask.bit_count() == len(row) else [row[k] for k in bits(mask)]
            known = self._extremes[key] = (min(values), max(values))
        return known

    def between(self, ref: int, low: int | None, high: int | None) -> int:
        """Return the mask of the cells whose weight lies from low to high."""
        if ref not in self._sorted:
            self._sorted[ref] = self._sort(self.rows[ref])
        ordered, prefixes = self._sorted[ref]
        first = 0 if low is None else bisect_left(ordered, low)
        last = len(ordered) if high is None else bisect_right(ordered, high)
        if first >= last:
            return 0
        if prefixes is None:
            return (1 << last) - (1 << first)
        return prefixes[last] & ~prefixes[first]

    @staticmethod
    def _sort(row: tuple[int, ...]) -> tuple[list[int], list[int] | None]:
        """Sort the weights; masks of the first cells are kept only when not in order."""
        order = sorted(range(len(row)), key=row.__getitem__)
        ordered = [row[k] for k in order]
        if order == list(range(len(row))):
            return ordered, None
        return ordered, list(accumulate((1 << k for k in order), int.__or__, initial=0))


# What a step costs of the budget of the program, and how much is taken from it at once.
_STEP_WORK, _STEP_BYTES, _PAID = 7, 250, 1_000

_REMEMBERED = 1_023

CONSTANT, ONE_OF, TOTAL, ALL, ANY, SAME, AT_LEAST = range(7)

NEVER, CERTAIN = 0, 1


class SearchTooLargeError(RequestError, OutOfBudget):
    """The conditions are too entangled to be searched exactly within the budget."""


class Pool:
    """Stores conditions over cells, each once.

    Args:
        sizes: Number of options per issue.
        conditions: All conditions that will be added; they fix the cells.
        budget: Greatest number of nodes and remembered steps.
    """

    def __init__(
        self, sizes: Mapping[str, int], conditions: Iterable[Condition], budget: int
    ) -> None:
        conditions = list(conditions)
        self.issues = tuple(sizes)
        self.sizes = tuple(sizes.values())
        self.position = {issue: k for k, issue in enumerate(self.issues)}
        cells = cells_of(sizes, conditions)
        self.cells = tuple(cells[issue] for issue in self.issues)
        self.widths = tuple(tuple(c.bit_count() for c in row) for row in self.cells)
        self.full = tuple((1 << len(row)) - 1 for row in self.cells)
        self.kind: list[int] = [CONSTANT, CONSTANT]
        self.data: list[tuple[Any_, ...]] = [(), ()]
        self.scope: list[int] = [0, 0]
        self._number: dict[tuple[int, tuple[Any_, ...]], int] = {}
        self._assigned: dict[tuple[int, int, int], int] = {}
        self._restricted: dict[tuple[int, int, int], int] = {}
        self._added: dict[tuple[int, bool], tuple[Condition, int]] = {}
        self._implied: dict[int, tuple[int, ...]] = {}
        self._opposite: dict[int, int] = {NEVER: CERTAIN, CERTAIN: NEVER}
        self.weights = Weights(self.charge)
        self._meter = current()
        self._left = self._budget = self._meter.steps(budget)
        self._due = self._held = 0
        widest = max((len(row) for row in self.cells), default=0)
        self._work = _STEP_WORK + widest // 1_024
        self._bytes = _STEP_BYTES + widest // 2

    def __del__(self) -> None:
        if getattr(self, "_held", 0):
            self._meter.release(self._held)

    def charge(self, work: int) -> None:
        """Take work from the budget of the program that is no step of the search.

        Raises:
            SearchTooLargeError: When it does not reach.
        """
        self._due += work
        if self._due >= _PAID:
            due, self._due = self._due, 0
            try:
                self._meter.spend(due)
            except OutOfBudget as problem:
                raise SearchTooLargeError(str(problem)) from None

    def _remember(self, steps: int) -> None:
        """Count the memory of so many steps.

        Raises:
            SearchTooLargeError: When there is not as much.
        """
        try:
            self._meter.hold(steps * self._bytes)
        except OutOfBudget as problem:
            raise SearchTooLargeError(str(problem)) from None
        self._held += steps * self._bytes

    def spend(self, steps: int = 1) -> None:
        """Take from the budget.

        Raises:
            SearchTooLargeError: When nothing is left.
        """
        self._left -= steps
        self.charge(steps * self._work)
        if self._left & _REMEMBERED == 0:
            self._remember(_REMEMBERED + 1)
        if self._left < 0:
            raise SearchTooLargeError(
                f"the conditions are too entangled for an exact answer: more than "
                f"{self._budget} steps of search were needed over {len(self.issues)} issues; "
                f"coarsen the longest numeric ranges, drop rules, or allow more steps"
            )

    # ---- building -------------------------------------------------------------------

    def add(self, condition: Condition, wanted: bool = True) -> int:
        """Return the number of a condition, or of its opposite.

        Args:
            condition: One of the conditions announced at the start, or made of their leaves.
            wanted: False for the opposite.
        """
        # By identity, since hashing a tree costs as much as adding it; the tree is kept, so
        # that its identity stays its own.
        known = self._added.get((id(condition), wanted))
        if known is None:
            known = self._added[id(condition), wanted] = condition, self._add(condition, wanted)
        return known[1]

    def _add(self, condition: Condition, wanted: bool) -> int:
        match condition:
            case OneOf(issue, options):
                place = self.position[issue]
                mask = sum(1 << k for k, cell in enumerate(self.cells[place]) if cell & options)
                return self.set_on(place, mask if wanted else self.full[place] & ~mask)
            case Total():
                node = self._leaf_total(condition)
                return node if wanted else self.opposite(node)
            case All(parts) | Any(parts):
                numbers = [self.add(part, wanted) for part in parts]
                return self._join(ALL if isinstance(condition, All) == wanted else ANY, numbers)
            case Not(part):
                return self.add(part, not wanted)
            case Same(left, right):
                return self._same(self.add(left), self.add(right, wanted))
            case AtLeast(quota, weights, parts):
                node = self._at_least(quota, zip(weights, map(self.add, parts), strict=True))
                return node if wanted else self.opposite(node)

    def opposite(self, node: int) -> int:
        """Return the number of the opposite of a node."""
        known = self._opposite.get(node)
        if known is not None:
            return known
        data = self.data[node]
        kind = self.kind[node]
        if kind == ONE_OF:
            result = self.set_on(data[0], self.full[data[0]] & ~data[1])
        elif kind == TOTAL:
            terms, low, high = data
            below = NEVER if low is None else self._total(terms, None, low - 1)
            above = NEVER if high is None else self._total(terms, high + 1, None)
            result = self._join(ANY, [below, above])
        elif kind == SAME:
            result = self._same(data[0], self.opposite(data[1]))
        elif kind == AT_LEAST:
            others = [(weight, self.opposite(part)) for weight, part in data[1]]
            result = self._at_least(sum(w for w, _ in data[1]) - data[0] + 1, others)
        else:
            result = self._join(ANY if kind == ALL else ALL, [self.opposite(p) for p in data])
        self._opposite[node] = result
        return result

    def _store(self, kind: int, data: tuple[Any_, ...], scope: int) -> int:
        key = (kind, data)
        number = self._number.get(key)
        if number is None:
            self.spend()
            number = self._number[key] = len(self.kind)
            self.kind.append(kind)
            self.data.append(data)
            self.scope.append(scope)
        return number

    def set_on(self, issue: int, mask: int) -> int:
        """Return the number of "the cell of this issue is in the mask"."""
        if not mask:
            return NEVER
        if mask == self.full[issue]:
            return CERTAIN
        return self._store(ONE_OF, (issue, mask), 1 << issue)

    def _leaf_total(self, total: Total) -> int:
        terms = []
        for issue, values in total.terms:
            place = self.position[issue]
            row = tuple(values[(c & -c).bit_length() - 1] for c in self.cells[place])
            terms.append((place, self.weights.add(row), self.full[place]))
        return self._total(tuple(sorted(terms)), total.low, total.high)

    def _total(
        self, terms: tuple[tuple[int, int, int], ...], low: int | None, high: int | None
    ) -> int:
        least = most = constant = 0
        kept = []
        for term in terms:
            smallest, greatest = self.weights.extremes(term[1], term[2])
            if smallest == greatest:
                constant += smallest
            else:
                kept.append(term)
                least += smallest
                most += greatest
        low = None if low is None or low - constant <= least else low - constant
        high = None if high is None or high - constant >= most else high - constant
        if (low is not None and low > most) or (high is not None and high < least):
            return NEVER
        if low is None and high is None:
            return CERTAIN
        if low is not None and high is not None and low > high:
            return NEVER
        if len(kept) == 1:
            issue, ref, mask = kept[0]
            return self.set_on(issue, self.weights.between(ref, low, high) & mask)
        scope = 0
        for issue, _, _ in kept:
            scope |= 1 << issue
        return self._store(TOTAL, (tuple(kept), low, high), scope)

    def _join(self, kind: int, numbers: Iterable[int]) -> int:
        """Build ALL or ANY: flat, without repeats and constants, one set per issue."""
        neutral, absorbing = (CERTAIN, NEVER) if kind == ALL else (NEVER, CERTAIN)
        sets: dict[int, int] = {}
        parts: set[int] = set()
        waiting = list(numbers)
        while waiting:
            number = waiting.pop()
            if number == absorbing:
                return absorbing
            if number == neutral or number in parts:
                continue
            if self.kind[number] == kind:
                waiting.extend(self.data[number])
            elif self.kind[number] == ONE_OF:
                issue, mask = self.data[number]
                if issue not in sets:
                    sets[issue] = mask
                else:
                    sets[issue] = sets[issue] & mask if kind == ALL else sets[issue] | mask
            else:
                parts.add(number)
        for issue, mask in sets.items():
            number = self.set_on(issue, mask)
            if number == absorbing:
                return absorbing
            parts.add(number)
        if any(self._opposite.get(number) in parts for number in parts):
            return absorbing
        if len(parts) <= 1:
            return parts.pop() if parts else neutral
        scope = 0
        for number in parts:
            scope |= self.scope[number]
        return self._store(kind, tuple(sorted(parts)), scope)

    def _same(self, left: int, right: int) -> int:
        if left in (NEVER, CERTAIN):
            left, right = right, left
        if right == CERTAIN:
            return left
        if right == NEVER:
            return self.opposite(left)
        if left == right:
            return CERTAIN
        if self.opposite(left) == right:
            return NEVER
        if self.kind[left] == self.kind[right] == ONE_OF:
            (issue, one), (place, other) = self.data[left], self.data[right]
            if issue == place:
                return self.set_on(issue, self.full[issue] & ~(one ^ other))
        scope = self.scope[left] | self.scope[right]
        return self._store(SAME, (min(left, right), max(left, right)), scope)

    def _at_least(self, quota: int, parts: Iterable[tuple[int, int]]) -> int:
        summed: dict[int, int] = {}
        for weight, number in parts:
            if number == CERTAIN:
                quota -= weight
            elif number != NEVER and weight:
                summed[number] = summed.get(number, 0) + weight
        total = sum(summed.values())
        if quota <= 0:
            return CERTAIN
        if total < quota:
            return NEVER
        divisor = gcd(*summed.values())
        quota = -(-quota // divisor)
        kept = tuple(sorted((min(w // divisor, quota), number) for number, w in summed.items()))
        total = sum(w for w, _ in kept)
        if kept[0][0] >= quota:
            return self._join(ANY, [number for _, number in kept])
        if total - kept[0][0] < quota:
            return self._join(ALL, [number for _, number in kept])
        scope = 0
        for _, number in kept:
            scope |= self.scope[number]
        if not scope & (scope - 1):
            return self._quota_on_one_issue(quota, kept)
        return self._store(AT_LEAST, (quota, kept), scope)

    def _quota_on_one_issue(self, quota: int, parts: tuple[tuple[int, int], ...]) -> int:
        issue = self.data[parts[0][1]][0]
        reached = [0] * len(self.cells[issue])
        for weight, number in parts:
            for cell in bits(self.data[number][1]):
                reached[cell] += weight
        return self.set_on(issue, sum(1 << k for k, sum_ in enumerate(reached) if sum_ >= quota))

    def parts(self, node: int) -> tuple[int, ...]:
        """Return the numbers of the parts of a node; none for leaves."""
        kind, data = self.kind[node], self.data[node]
        if kind == AT_LEAST:
            return tuple(number for _, number in data[1])
        return () if kind in (CONSTANT, ONE_OF, TOTAL) else data

    def implied_by_total(self, node: int) -> tuple[int, ...]:
        """Return sets that the bounds of a total imply for each of its issues."""
        known = self._implied.get(node)
        if known is None:
            self.spend()
            terms, low, high = self.data[node]
            ends = [self.weights.extremes(ref, mask) for _, ref, mask in terms]
            least, most = sum(one for one, _ in ends), sum(other for _, other in ends)
            sets = []
            for (issue, ref, mask), (smallest, greatest) in zip(terms, ends, strict=True):
                from_ = None if low is None else low - (most - greatest)
                upto = None if high is None else high - (least - smallest)
                inside = self.weights.between(ref, from_, upto) & mask
                if inside != mask:
                    sets.append(self.set_on(issue, inside))
            known = self._implied[node] = tuple(sets)
        return known

    # ---- residuals ------------------------------------------------------------------

    def assign(self, node: int, issue: int, cell: int) -> int:
        """Return what remains of a node once the issue has this cell."""
        if not self.scope[node] >> issue & 1:
            return node
        key = (node, issue, cell)
        known = self._assigned.get(key)
        if known is None:
            self.spend()
            if self.kind[node] == ONE_OF:
                known = CERTAIN if self.data[node][1] >> cell & 1 else NEVER
            elif self.kind[node] == TOTAL:
                terms, low, high = self.data[node]
                weight = next(
                    self.weights.rows[ref][cell] for place, ref, _ in terms if place == issue
                )
                known = self._total(
                    tuple(term for term in terms if term[0] != issue),
                    None if low is None else low - weight,
                    None if high is None else high - weight,
                )
            else:
                known = self._rebuild(node, issue, lambda part: self.assign(part, issue, cell))
            self._assigned[key] = known
        return known

    def restrict(self, node: int, issue: int, mask: int) -> int:
        """Return what remains of a node once the issue is known to be among some cells."""
        if not self.scope[node] >> issue & 1:
            return node
        if not mask & (mask - 1):
            return self.assign(node, issue, mask.bit_length() - 1)
        key = (node, issue, mask)
        known = self._restricted.get(key)
        if known is None:
            self.spend()
            if self.kind[node] == ONE_OF:
                own = self.data[node][1]
                known = CERTAIN if not mask & ~own else self.set_on(issue, own & mask)
            elif self.kind[node] == TOTAL:
                terms, low, high = self.data[node]
                known = self._total(
                    tuple((p, ref, own & mask if p == issue else own) for p, ref, own in terms),
                    low,
                    high,
                )
            else:
                known = self._rebuild(node, issue, lambda part: self.restrict(part, issue, mask))
            self._restricted[key] = known
        return known

    def _rebuild(self, node: int, issue: int, change: Callable[[int], int]) -> int:
        kind, data, scope = self.kind[node], self.data[node], self.scope
        if kind == SAME:
            self.charge(2)
            return self._same(change(data[0]), change(data[1]))
        if kind == AT_LEAST:
            self.charge(2 * len(data[1]))
            parts = [(w, change(part) if scope[part] >> issue & 1 else part) for w, part in data[1]]
            return self._at_least(data[0], parts)
        self.charge(len(data))
        return self._join(
            kind, [change(part) if scope[part] >> issue & 1 else part for part in data]
        )
