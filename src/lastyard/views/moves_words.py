"""Words for parties, states and moves that the views of ``moves`` share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.analyses.moves import Moves
from lastyard.conflict import Concept, Step
from lastyard.views.wording import joined

__all__ = ["CONCEPT_NAMES", "path_json", "state_in_words", "taken_in_words", "who"]

CONCEPT_NAMES: Mapping[Concept, str] = {"nash": "Nash", "gmr": "GMR", "smr": "SMR", "seq": "SEQ"}


def who(result: Moves, maker: int) -> str:
    """Return the name of a decision maker, for people."""
    id = result.conflict.decision_makers[maker]
    return result.names.get(id, id)


def taken_in_words(result: Moves, state: int) -> str:
    """Say what is done in a state; merged states tell what they have in common."""
    options = result.graph.options
    pattern = result.graph.labels[state]
    named = [
        result.names.get(o, o) for o, letter in zip(options, pattern, strict=True) if letter == "Y"
    ]
    return joined(named) or "nothing is done"


def state_in_words(result: Moves, state: int) -> str:
    """Name a state and say what is done in it."""
    return f"{result.conflict.states[state]} ({taken_in_words(result, state)})"


def path_json(result: Moves, path: Sequence[Step]) -> list[dict[str, str]]:
    """Return a path of moves in its machine-readable form."""
    states, makers = result.conflict.states, result.conflict.decision_makers
    return [{"by": makers[s.mover], "to": states[s.state]} for s in path]
