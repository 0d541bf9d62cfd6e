"""Stability against coalitions, who move together.

A coalition improves from a state if its members, moving in any legal order, can reach a
state that every one of them prefers. A state is stable for a coalition if each such
improvement is deterred: the others can lead to a state that some member of the coalition
does not prefer to staying. It is coalitionally stable if stable for every coalition,
single decision makers included [Kilgour, Hipel, Fang & Peng 2001, Group Decision and
Negotiation 10; Inohara & Hipel 2008, Systems Engineering 11]. The others respond by moves
(GMR, SMR) or by moves that improve each mover's own lot (SEQ).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.conflict.sequences import Step, anything, improving, sequences
from lastyard.conflict.stability import CONCEPTS, Concept

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.sanctions import Reading

Coalition: TypeAlias = tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class CoalitionalStability:
    """Which states are stable against which coalitions.

    Attributes:
        by_coalition: For each concept and coalition, one truth value a state.
        reading: Which sequences of the others count as sanctions.
    """

    by_coalition: dict[Concept, dict[Coalition, NDArray[np.bool_]]]
    reading: Reading

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The states that are stable against every coalition computed."""
        rows = list(self.by_coalition[concept].values())
        return tuple(int(s) for s in np.flatnonzero(np.all(rows, axis=0)))


def coalition_improvements(conflict: Conflict, coalition: Coalition, state: int) -> tuple[int, ...]:
    """The states a coalition can reach together that all its members prefer."""
    reached = (target for target, _ in sequences(conflict, coalition, state))
    return tuple(sorted(t for t in reached if _all_prefer(conflict, coalition, t, state)))


def coalitional_stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    coalitions: Iterable[Coalition] | None = None,
    reading: Reading = "legal sequences",
) -> CoalitionalStability:
    """Stability of every state against coalitions.

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        concepts: Which concepts to compute.
        coalitions: Which coalitions to consider; default: all, from one member up.
        reading: Which sequences of the others count as sanctions.
    """
    everyone = range(len(conflict.decision_makers))
    chosen = list(
        coalitions
        if coalitions is not None
        else itertools.chain.from_iterable(
            itertools.combinations(everyone, size) for size in range(1, len(everyone) + 1)
        )
    )
    result: dict[Concept, dict[Coalition, NDArray[np.bool_]]] = {c: {} for c in concepts}
    for coalition in chosen:
        improvements = [
            coalition_improvements(conflict, coalition, s) for s in range(conflict.size)
        ]
        for concept in concepts:
            result[concept][coalition] = np.array(
                [
                    all(
                        _deterred(conflict, coalition, s, target, concept, reading)
                        for target in improvements[s]
                    )
                    for s in range(conflict.size)
                ]
            )
    return CoalitionalStability(result, reading)


def joint_temptations(
    conflict: Conflict,
    coalition: Coalition,
    state: int,
    concept: Concept,
    *,
    reading: Reading = "legal sequences",
) -> tuple[tuple[int, tuple[Step, ...]], ...]:
    """The improvements of a coalition that nothing deters, each with a shortest path.

    Args:
        conflict: The conflict; an unknown comparison counts as not preferred.
        coalition: Indices of its members.
        state: Index of the state.
        concept: The kind of stability.
        reading: Which sequences of the others count as sanctions.
    """
    return tuple(
        (target, path)
        for target, path in sequences(conflict, coalition, state)
        if _all_prefer(conflict, coalition, target, state)
        and not _deterred(conflict, coalition, state, target, concept, reading)
    )


def _all_prefer(conflict: Conflict, coalition: Coalition, target: int, state: int) -> bool:
    compared = (conflict.preferences[i].compare(target, state) for i in coalition)
    return all(c is not None and c > 0 for c in compared)


def _deterred(
    conflict: Conflict,
    coalition: Coalition,
    state: int,
    target: int,
    concept: Concept,
    reading: Reading,
) -> bool:
    if concept == "nash":
        return False
    others = [k for k in range(len(conflict.decision_makers)) if k not in coalition]
    allowed = improving(conflict) if concept == "seq" else anything
    for sanction, _ in sequences(conflict, others, target, allowed=allowed, reading=reading):
        if _all_prefer(conflict, coalition, sanction, state):
            continue
        if concept != "smr" or not any(
            _all_prefer(conflict, coalition, escape, state)
            for escape, _ in sequences(conflict, coalition, sanction)
        ):
            return True
    return False
