"""Stability when some preferences are unknown.

The four extensions of Nash, GMR, SMR and SEQ by Li, Hipel, Kilgour & Fang 2004
(`lastyard.conflict.explain.Extension`). A state that is stable in all four does not hang on
what is unknown. Works through the definition state by state, so it is for models of up to
some thousands of states.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.conflict.explain import EXTENSIONS, Extension, explain
from lastyard.conflict.stability import CONCEPTS, Concept

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.sanctions import Reading


@dataclass(frozen=True, slots=True, eq=False)
class UncertainStability:
    """Which states are stable for whom, in each extension.

    Attributes:
        individual: For each (concept, extension), shape (decision makers, states).
        reading: Which sequences of responses count as sanctions.
    """

    individual: dict[tuple[Concept, Extension], NDArray[np.bool_]]
    reading: Reading

    def equilibria(self, concept: Concept, extension: Extension) -> tuple[int, ...]:
        """The states that are stable for every decision maker in one extension."""
        stable = self.individual[concept, extension].all(axis=0)
        return tuple(int(s) for s in np.flatnonzero(stable))


def uncertain_stability(
    conflict: Conflict,
    *,
    concepts: Sequence[Concept] = CONCEPTS,
    extensions: Sequence[Extension] = EXTENSIONS,
    reading: Reading = "legal sequences",
) -> UncertainStability:
    """Stability of every state for every decision maker, unknown preferences and all.

    Args:
        conflict: The conflict; preferences may be partly unknown.
        concepts: Which concepts to compute.
        extensions: Which extensions to compute.
        reading: Which sequences of responses count as sanctions.
    """
    result: dict[tuple[Concept, Extension], NDArray[np.bool_]] = {}
    for concept in concepts:
        for extension in extensions:
            result[concept, extension] = np.array(
                [
                    [
                        explain(
                            conflict, s, i, concept, reading=reading, extension=extension
                        ).stable
                        for s in range(conflict.size)
                    ]
                    for i in range(len(conflict.decision_makers))
                ]
            )
    return UncertainStability(result, reading)
