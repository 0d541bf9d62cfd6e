"""Which equilibria hold against parties that move together.

Example:
    >>> from lastyard.conflict import conflict_from_lists
    >>> tale = conflict_from_lists(
    ...     ["Row", "Col"], ["trust", "row tells", "col tells", "both tell"],
    ...     moves={
    ...         "Row": {"trust": ["row tells"], "row tells": ["trust"],
    ...                 "col tells": ["both tell"], "both tell": ["col tells"]},
    ...         "Col": {"trust": ["col tells"], "col tells": ["trust"],
    ...                 "row tells": ["both tell"], "both tell": ["row tells"]},
    ...     },
    ...     rankings={
    ...         "Row": [["row tells"], ["trust"], ["both tell"], ["col tells"]],
    ...         "Col": [["col tells"], ["trust"], ["both tell"], ["row tells"]],
    ...     },
    ... )
    >>> found = joint_moves(tale, {3: "nash"})
    >>> found.equilibria["seq"], found.broken[0].coalition, found.broken[0].target
    ((0,), (0, 1), 0)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations

from lastyard.case.diagnostics import RequestError
from lastyard.conflict import (
    CONCEPTS,
    Concept,
    Conflict,
    Reading,
    Step,
    coalitional_stability,
    joint_temptations,
)

__all__ = ["BrokenEquilibrium", "JointMoves", "joint_moves"]

_MOST_STATES = 1_000
_MOST_DECISION_MAKERS = 8


@dataclass(frozen=True, slots=True)
class BrokenEquilibrium:
    """An equilibrium that a coalition would leave.

    Attributes:
        state: Index of the state.
        concept: The most demanding kind of equilibrium that it is for single movers.
        coalition: A smallest coalition that would leave it, as indices.
        target: Where it would go, which all its members prefer.
        path: Its moves to there.
    """

    state: int
    concept: Concept
    coalition: tuple[int, ...]
    target: int
    path: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class JointMoves:
    """What is stable against coalitions.

    Attributes:
        equilibria: Per kind of stability, the states that no coalition, single parties
            included, would leave.
        broken: The equilibria of single movers that a coalition would leave.
    """

    equilibria: Mapping[Concept, tuple[int, ...]]
    broken: tuple[BrokenEquilibrium, ...]


def joint_moves(
    conflict: Conflict,
    strongest: Mapping[int, Concept],
    reading: Reading = "legal sequences",
) -> JointMoves:
    """Find the states that no coalition would leave.

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        strongest: Per equilibrium of single movers, its most demanding kind.
        reading: Which responses of the others count as sanctions.

    Raises:
        RequestError: There are too many states or decision makers.
    """
    people = len(conflict.decision_makers)
    if conflict.size > _MOST_STATES or people > _MOST_DECISION_MAKERS:
        raise RequestError(
            f"coalitions are for at most {_MOST_STATES:,} states and {_MOST_DECISION_MAKERS} "
            f"parties; there are {conflict.size:,} and {people}"
        )
    found = coalitional_stability(conflict, reading=reading)
    equilibria = {concept: found.equilibria(concept) for concept in CONCEPTS}
    return JointMoves(equilibria, tuple(_broken(conflict, strongest, equilibria, reading)))


def _broken(
    conflict: Conflict,
    strongest: Mapping[int, Concept],
    equilibria: Mapping[Concept, tuple[int, ...]],
    reading: Reading,
) -> Iterator[BrokenEquilibrium]:
    people = range(len(conflict.decision_makers))
    coalitions = [c for size in range(1, len(people) + 1) for c in combinations(people, size)]
    for state, concept in sorted(strongest.items()):
        if state in equilibria[concept]:
            continue
        for coalition in coalitions:
            tempted = joint_temptations(conflict, coalition, state, concept, reading=reading)
            if tempted:
                yield BrokenEquilibrium(state, concept, coalition, *tempted[0])
                break
