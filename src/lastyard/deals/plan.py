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
    >>> from lastyard.deals.domain import TableRule
    >>> domain = Domain.of([[[0, 1], [0, 1]]], rules=[TableRule((0, 1), ~np.eye(2, dtype=bool))])
    >>> make_plan(domain).packages
    2
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.domain import Domain, DomainError, PartialRule, Rule, SteppingRule

__all__ = ["Layer", "Plan", "RuleTooLargeError", "diagram", "make_plan", "settling_order"]

_LARGEST_TABLE = 1 << 21

_MOST_STATES = 200_000


class RuleTooLargeError(DomainError):
    """A rule, or several together, need more states than the engine will hold."""


def diagram(rule: Rule, order: Sequence[int], sizes: Sequence[int]) -> list[NDArray[np.int64]]:
    """Build the decision diagram of a rule.

    A diagram reads the options of a rule's issues one by one. Two partial packages share a
    state when the rule allows them the same completions, so the number of states says how
    much of the past the rule still needs to know: 2 for "a implies b", the number of distinct
    sums for a bound on a sum.

    Args:
        rule: The rule.
        order: All issues, in the order in which they will be settled.
        sizes: Number of options per issue.

    Returns:
        Per issue of the rule, in that order, an array of shape (states, options): the next
        state, or -1 where no completion is allowed. There is one state at the start and
        one after the last issue.

    Raises:
        RuleTooLargeError: The rule cannot be tabulated and has too many states.

    Example, "not both of two issues on option 1":
        >>> import numpy as np
        >>> from lastyard.deals.domain import TableRule
        >>> rule = TableRule((0, 1), np.array([[True, True], [True, False]]))
        >>> [step.tolist() for step in diagram(rule, order=(0, 1), sizes=(2, 2))]
        [[[1, 0]], [[0, -1], [0, 0]]]
    """
    issues = [i for i in order if i in rule.issues]
    if isinstance(rule, SteppingRule):
        return _by_steps(rule, issues, sizes)
    if math.prod(sizes[i] for i in issues) <= _LARGEST_TABLE:
        return _by_table(rule, issues, sizes)
    if isinstance(rule, PartialRule):
        return _by_prefixes(rule, issues, sizes)
    raise RuleTooLargeError(
        f"a rule on issues {rule.issues} has {math.prod(sizes[i] for i in issues):,} combinations, "
        f"more than the {_LARGEST_TABLE:,} that are tabulated: let it offer step() or partial()"
    )


def _by_table(rule: Rule, issues: list[int], sizes: Sequence[int]) -> list[NDArray[np.int64]]:
    """Tabulate the rule and merge equal rows from the last issue backwards."""
    grid = np.indices([sizes[i] for i in issues]).reshape(len(issues), -1)
    columns = [grid[issues.index(i)] for i in rule.issues]
    states = np.where(np.asarray(rule.holds(columns), dtype=bool), 0, -1)
    steps: list[NDArray[np.int64]] = []
    for i in reversed(issues):
        rows, inverse = np.unique(states.reshape(-1, sizes[i]), axis=0, return_inverse=True)
        dead = (rows == -1).all(axis=1)
        number = np.where(dead, -1, np.cumsum(~dead) - 1)
        steps.append(rows[~dead].astype(np.int64))
        states = number[inverse.reshape(-1)]
    steps.reverse()
    if not len(steps[0]):  # the rule allows nothing
        return [np.full((1, sizes[i]), -1, dtype=np.int64) for i in issues]
    return steps


def _by_steps(
    rule: SteppingRule, issues: list[int], sizes: Sequence[int]
) -> list[NDArray[np.int64]]:
    """Follow the rule's own states."""
    states: list[Hashable] = [rule.start()]
    steps = []
    for i in issues:
        number: dict[Hashable, int] = {}
        table = np.full((len(states), sizes[i]), -1, dtype=np.int64)
        for s, state in enumerate(states):
            for option in range(sizes[i]):
                after = state if isinstance(state, bool) else rule.step(state, i, option)
                if after is not False:
                    table[s, option] = number.setdefault(after, len(number))
        if len(number) > _MOST_STATES:
            raise RuleTooLargeError(
                f"a rule on issues {rule.issues} has more than {_MOST_STATES:,} states"
            )
        steps.append(table)
        states = list(number)
    if any(state is not True for state in states):
        raise DomainError(f"a rule on issues {rule.issues} is not settled after its last issue")
    return steps


def _by_prefixes(
    rule: PartialRule, issues: list[int], sizes: Sequence[int]
) -> list[NDArray[np.int64]]:
    """Keep every partial package that leaves the rule open; those that settle it share a state."""
    prefixes = np.zeros((1, 0), dtype=np.int64)
    settled = False  # whether state 0 is "every completion is allowed"
    steps = []
    for depth, i in enumerate(issues):
        n = sizes[i]
        grown = np.column_stack(
            [np.repeat(prefixes, n, axis=0), np.tile(np.arange(n), len(prefixes))]
        )
        position = {issue: grown[:, j] for j, issue in enumerate(issues[: depth + 1])}
        if depth + 1 < len(issues):
            verdict = np.asarray(rule.partial([position.get(j) for j in rule.issues]))
        else:
            verdict = np.asarray(rule.holds([position[j] for j in rule.issues])).astype(np.int8)
        still_open = verdict == -1
        prefixes = grown[still_open]
        if len(prefixes) > _MOST_STATES:
            raise RuleTooLargeError(
                f"a rule on issues {rule.issues} leaves more than {_MOST_STATES:,} partial "
                "packages open: let it offer step()"
            )
        true_state = bool(settled or (verdict == 1).any())
        table = np.where(verdict == 1, 0, -1).astype(np.int64)
        table[still_open] = np.arange(len(prefixes)) + true_state
        table = table.reshape(-1, n)
        if settled:
            table = np.vstack([np.zeros((1, n), dtype=np.int64), table])
        steps.append(table)
        settled = true_state
    return steps


def settling_order(links: Sequence[tuple[int, ...]], sizes: Sequence[int]) -> tuple[int, ...]:
    """Order the issues greedily by what remains open.

    What a partial package must remember is, per rule that has begun and not ended, the
    rule's state, and per pairwise term half settled, an option. The order keeps the number
    of such open links small (a greedy form of the minimum-cut linear arrangement; the best
    order is NP-hard to find).

    Args:
        links: Groups of issues that a rule or a pairwise term ties together.
        sizes: Number of options per issue.

    Returns:
        All issues: the linked ones first, each time the issue that leaves the least to
        remember, then the free ones in their own order.

    Example, a chain of rules 0-2 and 2-1 with issue 3 free:
        >>> settling_order([(0, 2), (1, 2)], sizes=(3, 3, 3, 3))
        (0, 2, 1, 3)
    """
    remaining = {i for link in links for i in link}
    order: list[int] = []
    while remaining:
        settled = set(order)
        best = min(remaining, key=lambda i: (*_burden(links, settled | {i}, sizes), i))
        order.append(best)
        remaining.discard(best)
    order.extend(i for i in range(len(sizes)) if i not in set(order))
    return tuple(order)


def _burden(
    links: Sequence[tuple[int, ...]], settled: set[int], sizes: Sequence[int]
) -> tuple[float, int]:
    """Return how much the open links keep alive, and how many issues they still wait for."""
    alive: set[int] = set()
    waiting: set[int] = set()
    for link in links:
        done = settled.intersection(link)
        if done and len(done) < len(link):
            alive |= done
            waiting |= set(link) - done
    return sum(math.log(sizes[i]) for i in alive), len(waiting)


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
