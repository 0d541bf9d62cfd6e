"""Which states last: Nash, general and symmetric metarationality, sequential stability.

A decision maker stays at a state if every move that would improve its lot is deterred:

- *Nash* [Nash 1950]: there is no such move.
- *GMR*, general metarational [Howard 1971]: each is met by some response of the others
  that leaves it no better off than where it started.
- *SMR*, symmetric metarational [Howard 1971]: the same, and it cannot escape the response
  by another move of its own.
- *SEQ*, sequentially stable [Fraser & Hipel 1979]: as GMR, but the others only respond by
  moves that improve their own lot.

A state stable for all is an equilibrium. Definitions for several decision makers as in
Fang, Hipel & Kilgour 1993, chapter 3; which sequences of responses count is the
`lastyard.conflict.sanctions.Reading`. Preferences must be fully known here; see
`lastyard.conflict.uncertain` otherwise.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import spend
from lastyard.conflict.conflict import Arcs
from lastyard.conflict.errors import PreferenceError
from lastyard.conflict.sanctions import Ranks, Reading, least_reachable, most_over

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict

Concept: TypeAlias = Literal["nash", "gmr", "smr", "seq"]
CONCEPTS: tuple[Concept, ...] = ("nash", "gmr", "smr", "seq")


@dataclass(frozen=True, slots=True, eq=False)
class Stability:
    """Which states are stable for whom.

    Attributes:
        individual: For each concept, shape (decision makers, states).
        reading: Which sequences of responses count as sanctions.
    """

    individual: dict[Concept, NDArray[np.bool_]]
    reading: Reading

    def equilibria(self, concept: Concept) -> tuple[int, ...]:
        """The states that are stable for every decision maker."""
        return tuple(int(s) for s in np.flatnonzero(self.individual[concept].all(axis=0)))


def stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    reading: Reading = "legal sequences",
) -> Stability:
    """Stability of every state for every decision maker.

    Args:
        conflict: The conflict, with fully known preferences.
        concepts: Which concepts to compute.
        reading: Which sequences of responses count as sanctions.

    Raises:
        PreferenceError: Some comparisons are unknown.
    """
    for name, preference in zip(conflict.decision_makers, conflict.preferences, strict=True):
        if preference.unknown:
            raise PreferenceError(
                f"{len(preference.unknown)} comparisons of {name} are unknown",
                help="use uncertain_stability, which has an answer for each reading of them",
            )
    improving = improvements(conflict)
    rows: dict[Concept, list[NDArray[np.bool_]]] = {c: [] for c in concepts}
    for i in range(len(conflict.decision_makers)):
        for concept in concepts:
            rows[concept].append(_stable(conflict, i, concept, reading, improving))
    return Stability({c: np.stack(r) for c, r in rows.items()}, reading)


def improvements(conflict: Conflict) -> tuple[Arcs, ...]:
    """The moves of each decision maker that improve its own lot."""
    result = []
    for moves, preference in zip(conflict.moves, conflict.preferences, strict=True):
        spend(1 + moves.targets.size // 100)
        ranks = preference.ranks
        lengths = np.diff(moves.starts)
        better = ranks[moves.targets] > np.repeat(ranks, lengths)
        before = np.concatenate([[0], np.cumsum(better)])
        result.append(Arcs(before[moves.starts].astype(np.int64), moves.targets[better]))
    return tuple(result)


def _stable(
    conflict: Conflict, i: int, concept: Concept, reading: Reading, improving: Sequence[Arcs]
) -> NDArray[np.bool_]:
    if concept == "nash":
        return np.asarray(np.diff(improving[i].starts) == 0)
    ranks = conflict.preferences[i].ranks
    others = [arcs for k, arcs in enumerate(conflict.moves) if k != i]
    feared: Ranks = ranks
    if concept == "seq":
        others = [arcs for k, arcs in enumerate(improving) if k != i]
    elif concept == "smr":
        feared = np.maximum(ranks, most_over(conflict.moves[i], ranks))
    worst = least_reachable(others, feared, reading)
    # Stable if even the least dangerous improvement can end no better than staying.
    return np.asarray(most_over(improving[i], worst) <= ranks)
