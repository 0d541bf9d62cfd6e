"""Decision diagrams of single rules, along an order of the issues.

A diagram reads the options of a rule's issues one by one. Two partial packages share a
state when the rule allows them the same completions, so the number of states says how
much of the past the rule still needs to know: 2 for "a implies b", the number of distinct
sums for a bound on a sum.

Example, "not both of two issues on option 1":
    >>> from lastyard.deals.rules import TableRule
    >>> rule = TableRule((0, 1), np.array([[True, True], [True, False]]))
    >>> [step.tolist() for step in diagram(rule, order=(0, 1), sizes=(2, 2))]
    [[[1, 0]], [[0, -1], [0, 0]]]
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence

import numpy as np
from numpy.typing import NDArray

from lastyard.deals.domain import DomainError
from lastyard.deals.rules import PartialRule, Rule, SteppingRule

__all__ = ["RuleTooLargeError", "diagram"]

_LARGEST_TABLE = 1 << 21
_MOST_STATES = 200_000


class RuleTooLargeError(DomainError):
    """A rule, or several together, need more states than the engine will hold."""


def diagram(rule: Rule, order: Sequence[int], sizes: Sequence[int]) -> list[NDArray[np.int64]]:
    """Build the decision diagram of a rule.

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
