"""The plan of a fold: one layer per issue, whose groups hold what the past still matters for.

Two partial packages belong to the same *group* of a layer when all unfinished rules allow
them the same completions and all half-settled pairwise terms remember the same options.
Within a group only values count, so dominance may prune there and nowhere else. Without
rules and pairwise terms every layer has one group.

The layers form a decision diagram of all packages that the rules allow, which also counts
them and bounds any weighted sum of the parties' values over their completions.

Example:
    >>> import numpy as np
    >>> from lastyard.deals.domain import Domain
    >>> from lastyard.deals.rules import TableRule
    >>> domain = Domain.of([[[0, 1], [0, 1]]], rules=[TableRule((0, 1), ~np.eye(2, dtype=bool))])
    >>> make_plan(domain).packages
    2
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.diagrams import RuleTooLargeError, diagram
from lastyard.deals.domain import Domain
from lastyard.deals.order import settling_order
from lastyard.deals.rules import Rule

__all__ = ["Layer", "Plan", "make_plan"]

_MOST_GROUPS = 200_000
_LARGEST_KEY = 1 << 62


@dataclass(frozen=True, slots=True, eq=False)
class Layer:
    """One issue of the plan.

    Attributes:
        issue: Position of the issue.
        target: Shape (groups before, options): the group after choosing the option, or -1
            where no completion is allowed.
        terms: Per pairwise term that this issue completes: its place in ``Domain.pairs``,
            whether this issue is the pair's first, and per group the other issue's option.
    """

    issue: int
    target: NDArray[np.int64]
    terms: tuple[tuple[int, bool, NDArray[np.int64]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """The layers, in the order in which issues are settled.

    Attributes:
        order: Issue positions.
        layers: One per issue.
        packages: How many packages the rules of the plan allow, exactly.
    """

    order: tuple[int, ...]
    layers: tuple[Layer, ...]
    packages: int

    @property
    def width(self) -> int:
        """Largest number of groups of any layer."""
        return max(len(layer.target) for layer in self.layers)


@dataclass(slots=True, eq=False)
class _Memory:
    """What is remembered: a rule's state, or (steps empty) the option of an issue."""

    opens: int
    closes: int
    issues: tuple[int, ...]
    steps: list[NDArray[np.int64]]


def make_plan(
    domain: Domain,
    *,
    rules: Sequence[Rule] | None = None,
    pairs: Sequence[int] | None = None,
    order: Sequence[int] | None = None,
    most_groups: int = _MOST_GROUPS,
) -> Plan:
    """Lay out the fold.

    Args:
        domain: The outcome space.
        rules: The rules to build in; by default all rules of the domain.
        pairs: The pairwise terms to build in, by their places; by default all.
        order: The order of the issues; by default one that closes rules early.
        most_groups: Refuse a layer with more groups.

    Raises:
        RuleTooLargeError: The rules and pairwise terms together need more groups.
    """
    rules = domain.rules if rules is None else tuple(rules)
    held_pairs = range(len(domain.pairs)) if pairs is None else pairs
    links = {j: domain.pairs[j][0] for j in held_pairs}
    if order is None:
        order = settling_order([*(rule.issues for rule in rules), *links.values()], domain.sizes)
    if not rules and not links:
        return _single_file(domain, tuple(order))
    place = {issue: depth for depth, issue in enumerate(order)}
    memories = _memories(rules, list(links.values()), place, order, domain.sizes)
    held: list[int] = []  # memories that the columns of `states` stand for
    states = np.zeros((1, 0), dtype=np.int64)
    layers: list[Layer] = []
    for depth, issue in enumerate(order):
        n = domain.sizes[issue]
        terms = tuple(
            (j, first == issue, states[:, held.index(_memory_of(memories, other))])
            for j, (first, second) in links.items()
            for other in ([second] if first == issue else [first] if second == issue else [])
            if place[other] < depth
        )
        held, columns, allowed = _advance(memories, held, states, issue, depth, n)
        target = np.full(len(states) * n, -1, dtype=np.int64)
        states, numbers = _distinct(columns[allowed])
        target[allowed] = numbers
        if len(states) > most_groups:
            raise RuleTooLargeError(
                f"the rules and pairwise terms together need more than {most_groups:,} groups of "
                "partial packages"
            )
        layers.append(Layer(issue, target.reshape(-1, n), terms))
    return _without_dead_ends(tuple(order), layers)


def _single_file(domain: Domain, order: tuple[int, ...]) -> Plan:
    """Return the plan of a space without rules and pairwise terms: one group a layer."""
    layers = (Layer(i, np.zeros((1, domain.sizes[i]), dtype=np.int64), ()) for i in order)
    return Plan(order, tuple(layers), domain.combinations)


def _memory_of(memories: list[_Memory], issue: int) -> int:
    return next(
        m for m, memory in enumerate(memories) if memory.issues == (issue,) and not memory.steps
    )


def _memories(
    rules: Sequence[Rule],
    pairs: Sequence[tuple[int, int]],
    place: dict[int, int],
    order: Sequence[int],
    sizes: Sequence[int],
) -> list[_Memory]:
    memories = []
    for rule in rules:
        depths = [place[i] for i in rule.issues]
        steps = diagram(rule, order, sizes)
        in_order = tuple(sorted(rule.issues, key=lambda i: place[i]))
        memories.append(_Memory(min(depths), max(depths), in_order, steps))
    for issue in order:
        partners = [place[i] for pair in pairs if issue in pair for i in pair]
        if partners and max(partners) > place[issue]:
            memories.append(_Memory(place[issue], max(partners), (issue,), []))
    return memories


def _advance(
    memories: list[_Memory],
    held: list[int],
    states: NDArray[np.int64],
    issue: int,
    depth: int,
    options: int,
) -> tuple[list[int], NDArray[np.int64], NDArray[np.bool_]]:
    """Return the memories held after an issue, their columns, and which rows are allowed."""
    rows = np.repeat(np.arange(len(states)), options)
    option = np.tile(np.arange(options), len(states))
    allowed = np.ones(len(rows), dtype=bool)
    after, columns = [], []
    for m, memory in enumerate(memories):
        if not memory.opens <= depth <= memory.closes:
            continue
        column = np.zeros(len(rows), dtype=np.int64)
        if m in held:
            column = states[rows, held.index(m)]
        if not memory.steps:
            column = option if issue == memory.issues[0] else column
        elif issue in memory.issues:
            column = memory.steps[memory.issues.index(issue)][column, option]
            allowed &= column >= 0
            # A later rule may read this row although it is forbidden already.
            column = np.maximum(column, 0)
        if depth < memory.closes:
            after.append(m)
            columns.append(column)
    shape = (len(rows), len(columns))
    return after, np.column_stack(columns) if columns else np.zeros(shape, dtype=np.int64), allowed


def _distinct(rows: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the distinct rows and the number of each row among them."""
    if not len(rows):
        return rows, np.zeros(0, dtype=np.int64)
    if not rows.shape[1]:
        return rows[:1], np.zeros(len(rows), dtype=np.int64)
    radix, key = 1, np.zeros(len(rows), dtype=np.int64)
    for column in rows.T:
        span = int(column.max()) + 1
        if radix * span > _LARGEST_KEY:
            _, first, inverse = np.unique(rows, axis=0, return_index=True, return_inverse=True)
            return rows[first], inverse.reshape(-1)
        key = key * span + column
        radix *= span
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    return rows[first], inverse.reshape(-1)


def _without_dead_ends(order: tuple[int, ...], layers: list[Layer]) -> Plan:
    """Forbid choices after which the rules leave nothing, and count what they leave."""
    counts: list[int] = [1]
    result = []
    for layer in reversed(layers):
        alive = np.array([count > 0 for count in counts], dtype=bool)
        target = layer.target
        if len(alive):
            target = np.where((target >= 0) & alive[target], target, -1)
        counts = [sum(counts[t] for t in row if t >= 0) for row in target.tolist()]
        result.append(Layer(layer.issue, target, layer.terms))
    return Plan(order, tuple(reversed(result)), counts[0])
