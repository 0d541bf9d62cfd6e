"""What a decision maker prefers among the states.

A preference is a rank for every state (higher is better, equal is indifferent) and,
where not all is known, the pairs whose comparison is unknown: there the ranks say
nothing. Any certain partial order with ties can be written so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.conflict.errors import PreferenceError

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, eq=False)
class Preference:
    """Ordinal ranks, with pairs of states that cannot be compared.

    Attributes:
        ranks: Higher is better; only the order counts. Shape (states,), int32.
        unknown: Pairs (smaller state, larger state) whose comparison is unknown.
    """

    ranks: NDArray[np.int32]
    unknown: frozenset[tuple[int, int]] = frozenset()

    def compare(self, a: int, b: int) -> int | None:
        """1 if a is better than b, -1 if worse, 0 if indifferent, ``None`` if unknown."""
        if self.unknown and (min(a, b), max(a, b)) in self.unknown:
            return None
        return int(np.sign(self.ranks[a] - self.ranks[b]))


def from_payoffs(payoffs: Sequence[float] | NDArray[np.float64]) -> Preference:
    """From ordinal payoffs, higher is better.

    Raises:
        PreferenceError: A payoff is not a number.
    """
    values = np.asarray(payoffs, dtype=float)
    if np.isnan(values).any():
        raise PreferenceError(
            f"the payoff of state {int(np.isnan(values).argmax()) + 1} is missing"
        )
    _, ranks = np.unique(values, return_inverse=True)
    return Preference(ranks.astype(np.int32))


def from_ranking(ranking: Sequence[Sequence[str]], states: Sequence[str]) -> Preference:
    """From groups of states, best first; the states in a group are equally good.

    Raises:
        PreferenceError: A state is missing, unknown or named twice.
    """
    index = {name: k for k, name in enumerate(states)}
    ranks = np.full(len(states), -1, np.int32)
    for place, group in enumerate(ranking):
        for name in group:
            if name not in index:
                raise PreferenceError(f"the ranking names '{name}', which is no state")
            if ranks[index[name]] >= 0:
                raise PreferenceError(f"the ranking names '{name}' twice", help="name it once")
            ranks[index[name]] = len(ranking) - place
    missing = [name for name in states if ranks[index[name]] < 0]
    if missing:
        raise PreferenceError(
            f"the ranking misses {', '.join(missing[:5])}", help="rank every state"
        )
    return Preference(ranks)


def from_pairs(
    better: Iterable[tuple[int, int]],
    states: Sequence[str],
    *,
    ties: Iterable[tuple[int, int]] = (),
) -> Preference:
    """From what is known for certain: pairs (better, worse), and ties.

    What follows from the pairs is known too (better than better is better); every other
    comparison is unknown.

    Args:
        better: Pairs of states, the better one first.
        states: The names of the states.
        ties: Pairs of states known to be equally good.

    Raises:
        PreferenceError: The pairs run in a circle; the message names it.
    """
    group = _tied_groups(len(states), ties)
    below: dict[int, set[int]] = {g: set() for g in set(group)}
    for a, b in better:
        below[group[a]].add(group[b])
    order = _worst_first(below, group, states)
    closure: dict[int, set[int]] = {}
    ranks = {}
    for rank, g in enumerate(order):
        closure[g] = set(below[g]).union(*(closure[h] for h in below[g]))
        ranks[g] = rank
    unknown = frozenset(
        (a, b)
        for a in range(len(states))
        for b in range(a + 1, len(states))
        if group[a] != group[b]
        and group[a] not in closure[group[b]]
        and group[b] not in closure[group[a]]
    )
    return Preference(np.array([ranks[g] for g in group], np.int32), unknown)


def from_weights(weights: Sequence[float], chosen: NDArray[np.bool_]) -> Preference:
    """Option weighting: a state is worth the sum of the weights of the options it takes.

    Args:
        weights: One an option; negative for options whose taking is disliked.
        chosen: Which options each state takes. Shape (states, options).

    Raises:
        PreferenceError: Not one weight an option.
    """
    if len(weights) != chosen.shape[1]:
        raise PreferenceError(
            f"{len(weights)} weights for {chosen.shape[1]} options", help="one weight an option"
        )
    # Rounded so that equal sums of decimals added in another order still tie.
    return from_payoffs(np.round(chosen @ np.asarray(weights, dtype=float), 9))


def from_priorities(statements: Sequence[NDArray[np.bool_]]) -> Preference:
    """Option prioritising: a statement outweighs all that follow it together.

    A state that fulfils the first statement on which two states differ is the better one
    [Fang, Hipel, Kilgour & Peng 2003, IEEE Trans. SMC C 33(1)]; the weight of the k-th of
    n statements is 2^(n-k).

    Args:
        statements: The truth of each statement at each state, most important first.
    """
    if not statements:
        raise PreferenceError("no statements to prioritise by", help="give at least one")
    order = np.lexsort([np.asarray(s) for s in reversed(statements)])
    table = np.stack([np.asarray(s) for s in statements], axis=1)[order]
    steps = np.any(table[1:] != table[:-1], axis=1)
    ranks = np.empty(order.size, np.int32)
    ranks[order] = np.concatenate([[0], np.cumsum(steps)])
    return Preference(ranks)


def _tied_groups(size: int, ties: Iterable[tuple[int, int]]) -> list[int]:
    group = list(range(size))
    for a, b in ties:
        old, new = group[b], group[a]
        group = [new if g == old else g for g in group]
    return group


def _worst_first(below: dict[int, set[int]], group: list[int], states: Sequence[str]) -> list[int]:
    order: list[int] = []
    done: set[int] = set()
    for root in sorted(below):
        path: list[int] = []
        stack = [(root, iter(sorted(below[root])))]
        if root in done:
            continue
        path.append(root)
        while stack:
            node, children = stack[-1]
            child = next(children, None)
            if child is None:
                stack.pop()
                path.pop()
                done.add(node)
                order.append(node)
            elif child in path:
                circle = [*path[path.index(child) :], child]
                names = " over ".join(states[group.index(g)] for g in circle)
                raise PreferenceError(
                    f"the preferences run in a circle: {names}", help="take one of these pairs out"
                )
            elif child not in done:
                path.append(child)
                stack.append((child, iter(sorted(below[child]))))
    return order
