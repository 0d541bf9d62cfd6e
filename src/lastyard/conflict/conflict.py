"""A conflict as a graph: decision makers, states, the moves of each, and what each prefers.

The graph model for conflict resolution [Fang, Hipel & Kilgour 1993, Interactive Decision
Making: The Graph Model for Conflict Resolution, Wiley]. Usually built from options
(`lastyard.conflict.options`), a ``.gmcr`` file or lists::

    conflict = conflict_from_lists(
        ["Row", "Col"], ["peace", "row attacks", "col attacks", "war"],
        moves={"Row": {"peace": ["row attacks"], "col attacks": ["war"]}, "Col": {...}},
        rankings={"Row": [["row attacks"], ["peace"], ["war"], ["col attacks"]], "Col": ...},
    )
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.conflict.arcs import Arcs, Moves
from lastyard.conflict.errors import StateError
from lastyard.conflict.preferences import Preference, from_ranking

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True, eq=False)
class Conflict:
    """A conflict, with everything stability analysis needs.

    Attributes:
        decision_makers: Their names; the order of ``moves`` and ``preferences``.
        states: Names of the states; for option models as ``"YN-"`` patterns or numbers.
        moves: The moves of each decision maker.
        preferences: What each prefers.
    """

    decision_makers: tuple[str, ...]
    states: Sequence[str]
    moves: tuple[Moves, ...]
    preferences: tuple[Preference, ...]

    def __post_init__(self) -> None:
        if not len(self.decision_makers) == len(self.moves) == len(self.preferences):
            raise StateError(
                f"{len(self.decision_makers)} decision makers, {len(self.moves)} lists of moves, "
                f"{len(self.preferences)} preferences",
                help="give one of each for every decision maker",
            )
        if len(set(self.decision_makers)) != len(self.decision_makers):
            raise StateError("a decision maker is named twice", help="names must differ")
        for name, arcs, preference in zip(
            self.decision_makers, self.moves, self.preferences, strict=True
        ):
            if arcs.states != self.size or preference.ranks.size != self.size:
                raise StateError(
                    f"the moves or preferences of {name} are not for {self.size} states",
                    help="every decision maker needs all states",
                )

    @property
    def size(self) -> int:
        """How many states there are."""
        return len(self.states)

    def state(self, name: str) -> int:
        """The index of a state by its name.

        Raises:
            StateError: There is no such state.
        """
        try:
            return self.states.index(name)
        except ValueError:
            raise StateError(f"there is no state '{name}'", help=_known(self.states)) from None

    def decision_maker(self, name: str) -> int:
        """The index of a decision maker by name.

        Raises:
            StateError: There is no such decision maker.
        """
        if name not in self.decision_makers:
            raise StateError(
                f"there is no decision maker '{name}'", help=_known(self.decision_makers)
            )
        return self.decision_makers.index(name)


def conflict_from_lists(
    decision_makers: Sequence[str],
    states: Sequence[str],
    *,
    moves: Mapping[str, Mapping[str, Sequence[str]]],
    rankings: Mapping[str, Sequence[Sequence[str]]],
) -> Conflict:
    """Build a conflict from names.

    Args:
        decision_makers: Their names.
        states: The names of the states.
        moves: For each decision maker and state, the states it can move to.
        rankings: For each decision maker its states, best first, in groups of ties.

    Raises:
        StateError: A name that is not there, or a state without any move in or out.
        PreferenceError: A ranking that misses a state or names one twice.
    """
    index = {name: k for k, name in enumerate(states)}
    if len(index) != len(states):
        raise StateError("a state is named twice", help="names of states must differ")
    arcs = []
    linked: set[int] = set()
    for name in decision_makers:
        if name not in moves:
            raise StateError(f"no moves of '{name}'", help="give an empty list if it has none")
        pairs = []
        for origin, targets in moves[name].items():
            for target in targets:
                for end in (origin, target):
                    if end not in index:
                        raise StateError(
                            f"a move of {name} from '{origin}' to '{target}' names the unknown "
                            f"state '{end}'",
                            help=_known(states),
                        )
                pairs.append((index[origin], index[target]))
                linked |= {index[origin], index[target]}
        arcs.append(Arcs.from_pairs(len(states), np.array(pairs, np.int64).reshape(-1, 2)))
    alone = [name for name in states if index[name] not in linked]
    if alone and len(states) > 1:
        raise StateError(
            f"no move leads to or from {', '.join(alone)}",
            help="leave unreachable states out, or give their moves",
        )
    preferences = tuple(from_ranking(rankings[name], states) for name in decision_makers)
    return Conflict(tuple(decision_makers), tuple(states), tuple(arcs), preferences)


def _known(names: Sequence[str]) -> str:
    shown = ", ".join(names[:8])
    return f"known: {shown}" + (", ..." if len(names) > 8 else "")
