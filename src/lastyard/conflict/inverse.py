"""What one decision maker would have to prefer for a given state to last.

Two answers to the inverse question [Kinsara, Kilgour & Hipel 2015, IEEE Trans. SMC
Systems 45(5)]:

- `rankings_that_stabilise` tries every strict ranking of one decision maker (or a sample
  of them when they are too many) and says how many make the state an equilibrium, and
  which comparisons they all share;
- `least_rise` keeps the decision maker's order of the other states and says past which
  states the given one must rise.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from lastyard.conflict.explain import explain
from lastyard.conflict.preferences import Preference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.sanctions import Reading
    from lastyard.conflict.stability import Concept


@dataclass(frozen=True, slots=True)
class StabilisingRankings:
    """How many rankings of a decision maker make a state an equilibrium.

    Attributes:
        stabilising: How many do.
        tried: How many were tried.
        exact: Whether all strict rankings were tried (else a sample).
        always: Pairs (better, worse) that hold in every stabilising ranking tried, among
            those that do not hold in all rankings.
    """

    stabilising: int
    tried: int
    exact: bool
    always: tuple[tuple[int, int], ...]

    @property
    def standard_error(self) -> float:
        """Standard error of the share of stabilising rankings; 0 when exact."""
        if self.exact:
            return 0.0
        share = self.stabilising / self.tried
        return math.sqrt(max(share * (1 - share), 1 / self.tried) / self.tried)


@dataclass(frozen=True, slots=True)
class Rise:
    """How far a state must rise in a decision maker's order to be stable for it.

    Attributes:
        past: The states to overtake (become at least as good as), nearest first; empty
            when the state is stable already; ``None`` when no rise suffices.
        stable_for_others: Whether every other decision maker stays there then.
    """

    past: tuple[int, ...] | None
    stable_for_others: bool


def rankings_that_stabilise(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
    most: int = 50_000,
    seed: int = 0,
) -> StabilisingRankings:
    """Count the strict rankings of one decision maker that make a state an equilibrium.

    Args:
        conflict: The conflict; the preferences of the others are kept.
        state: Index of the state wanted.
        decision_maker: Whose ranking varies.
        concept: The kind of equilibrium.
        reading: Which sequences of responses count as sanctions.
        most: The most rankings to try; beyond, so many are drawn at random.
        seed: Of the draw.
    """
    exact = math.factorial(conflict.size) <= most
    above = np.ones((conflict.size, conflict.size), bool)
    stabilising = tried = 0
    for ranks in _rankings(conflict.size, None if exact else most, seed):
        tried += 1
        varied = _with_ranks(conflict, decision_maker, ranks)
        if _equilibrium(varied, state, concept, reading):
            stabilising += 1
            above &= ranks[:, None] > ranks[None, :]
    always = tuple((int(a), int(b)) for a, b in np.argwhere(above)) if stabilising else ()
    return StabilisingRankings(stabilising, tried, exact, always)


def least_rise(
    conflict: Conflict,
    state: int,
    decision_maker: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
) -> Rise:
    """The least rise of a state in one decision maker's order that makes it stable there.

    Rising to a tie with another state is enough to have overtaken it. The order of the
    other states stays as it is, so a rise can only help: the first that does is the least.

    Args:
        conflict: The conflict, with that decision maker's preferences fully known.
        state: Index of the state wanted.
        decision_maker: Whose order changes.
        concept: The kind of stability.
        reading: Which sequences of responses count as sanctions.
    """
    ranks = conflict.preferences[decision_maker].ranks
    above = sorted(
        (s for s in range(conflict.size) if ranks[s] > ranks[state]), key=lambda s: (ranks[s], s)
    )
    levels = [int(ranks[state]), *sorted({int(ranks[s]) for s in above})]
    for level in levels:
        raised = ranks.copy()
        raised[state] = level
        varied = _with_ranks(conflict, decision_maker, raised)
        if explain(varied, state, decision_maker, concept, reading=reading).stable:
            past = tuple(s for s in above if ranks[s] <= level)
            others = [k for k in range(len(conflict.decision_makers)) if k != decision_maker]
            stay = all(explain(varied, state, k, concept, reading=reading).stable for k in others)
            return Rise(past, stay)
    return Rise(None, False)


def _rankings(size: int, sample: int | None, seed: int) -> Iterator[NDArray[np.int32]]:
    if sample is None:
        for order in itertools.permutations(range(size)):
            yield np.array(order, np.int32)
        return
    rng = np.random.default_rng(seed)
    for _ in range(sample):
        yield rng.permutation(size).astype(np.int32)


def _with_ranks(conflict: Conflict, decision_maker: int, ranks: NDArray[np.int32]) -> Conflict:
    preferences = list(conflict.preferences)
    preferences[decision_maker] = Preference(ranks)
    return replace(conflict, preferences=tuple(preferences))


def _equilibrium(conflict: Conflict, state: int, concept: Concept, reading: Reading) -> bool:
    return all(
        explain(conflict, state, i, concept, reading=reading).stable
        for i in range(len(conflict.decision_makers))
    )
