"""Which statements moved what: the change of each day, shared among what changed that day.

Shapley (1953, "A value for n-person games"): the effect of a statement averaged over all
orders in which the day's statements could have come. The shares add up to the change.

Example:
    >>> shares(2, {frozenset(): 0.0, frozenset({0}): 1.0, frozenset({1}): 0.0,
    ...            frozenset({0, 1}): 3.0}.get)
    [2.0, 1.0]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import combinations
from math import comb

from lastyard.analyses.standing import Gap
from lastyard.analyses.timeline.result import Effect, Measure
from lastyard.analyses.timeline.steps import Step, groups_of, said_after
from lastyard.analyses.timeline.talks import Kind, Talks
from lastyard.budget import spend
from lastyard.case.model import Case, Statement

__all__ = ["KINDS", "gap_effects", "index_effects", "shares"]

KINDS: tuple[Kind, ...] = ("by_position", "by_commitment")
_MOST_OF_INDEX = 3


def shares(count: int, worth: Callable[[frozenset[int]], float]) -> list[float]:
    """Return each player's Shapley value.

    Args:
        count: How many players.
        worth: What a set of them comes to; asked once for each.
    """
    known = {
        frozenset(chosen): worth(frozenset(chosen))
        for size in range(count + 1)
        for chosen in combinations(range(count), size)
    }
    found = []
    for player in range(count):
        total = 0.0
        for chosen, without in known.items():
            if player not in chosen:
                weight = 1.0 / (count * comb(count - 1, len(chosen)))
                total += weight * (known[chosen | {player}] - without)
        found.append(total)
    return found


def gap_effects(
    talks: Talks, before: Sequence[Statement], step: Step, moved: Sequence[tuple[str, Kind]]
) -> list[Effect]:
    """Share the moves of gaps on a day among what changed.

    Args:
        talks: Works out gaps.
        before: What was in force before the day.
        step: The day.
        moved: The issues and measures that moved.
    """
    case, groups = talks.case, groups_of(step)
    if not moved or not groups:
        return []
    spend(len(moved) * len(groups) ** 2 * (5 + len(case.deciders) ** 2))
    start, end = talks.issues(before), talks.issues(step.said)
    found = []
    between = {
        chosen: talks.issues(_after(case, before, step, groups, chosen))
        for size in range(len(groups) + 1)
        for chosen in map(frozenset, combinations(range(len(groups)), size))
    }
    for issue, kind in moved:

        def worth(chosen: frozenset[int], issue: str = issue, kind: Kind = kind) -> float:
            return float(
                _moved(start[issue].gaps, end[issue].gaps, between[chosen][issue].gaps, kind)
            )

        for group, amount in zip(groups, shares(len(groups), worth), strict=True):
            if abs(amount) > 1e-12:
                found.append(Effect(step.day, group, kind, issue, amount))
    return found


def _moved(
    start: Sequence[Gap], end: Sequence[Gap], between: Sequence[Gap], kind: Measure
) -> Fraction:
    """Return the mean change on the way, over the pairs that compare at both ends."""
    total, pairs = Fraction(0), 0
    for first, last, now in zip(start, end, between, strict=True):
        earlier, later = getattr(first, kind), getattr(now, kind)
        if earlier is None or getattr(last, kind) is None:
            continue
        pairs += 1
        total += (later if later is not None else earlier) - earlier
    return total / pairs


def index_effects(
    case: Case,
    before: Sequence[Statement],
    step: Step,
    ends: tuple[float, float],
    index: Callable[[Sequence[Statement]], float | None],
) -> list[Effect]:
    """Share the change of the agreement index on a day among what changed.

    Args:
        case: The case.
        before: What was in force before the day.
        step: The day.
        ends: The index before and after.
        index: The index while some statements are in force; None when it cannot be told.
    """
    groups = groups_of(step)
    together = tuple(s for group in groups for s in group)
    if len(groups) > _MOST_OF_INDEX:
        groups = [together]
    known: dict[frozenset[int], float | None] = {
        frozenset(): ends[0],
        frozenset(range(len(groups))): ends[1],
    }
    for size in range(1, len(groups)):
        for chosen in map(frozenset, combinations(range(len(groups)), size)):
            known[chosen] = index(_after(case, before, step, groups, chosen))
    told = {chosen: worth for chosen, worth in known.items() if worth is not None}
    if len(told) < len(known):
        return [Effect(step.day, together, "agreement", None, ends[1] - ends[0])]
    amounts = shares(len(groups), told.__getitem__)
    return [
        Effect(step.day, group, "agreement", None, amount)
        for group, amount in zip(groups, amounts, strict=True)
        if abs(amount) > 1e-12
    ]


def _after(
    case: Case,
    before: Sequence[Statement],
    step: Step,
    groups: Sequence[Sequence[Statement]],
    chosen: frozenset[int],
) -> tuple[Statement, ...]:
    if len(chosen) == len(groups):
        return step.said
    return said_after(case, before, step, [s for k in chosen for s in groups[k]])
