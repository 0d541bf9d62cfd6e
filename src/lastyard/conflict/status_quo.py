"""From where things stand now: which states can be reached, by whom, and how.

A state may be an equilibrium and yet out of reach, or in reach only if someone moves
against its own interest [Li, Kilgour & Hipel 2005, Information and Decision Technologies;
Li, Hipel, Kilgour & Noakes 2005, IEEE Trans. SMC].
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from lastyard.conflict.errors import StateError
from lastyard.conflict.sequences import Step, anything, improving, sequences

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict


@dataclass(frozen=True, slots=True)
class StatusQuo:
    """What can become of a state.

    Attributes:
        start: The state things are in now.
        by_moves: For each state that legal sequences of moves reach, a shortest path.
        by_improvements: The same where every move improves the mover's own lot.
        unreachable: The states that no legal sequence of moves reaches.
    """

    start: int
    by_moves: dict[int, tuple[Step, ...]]
    by_improvements: dict[int, tuple[Step, ...]]
    unreachable: tuple[int, ...]


def status_quo(conflict: Conflict, start: int) -> StatusQuo:
    """Find what can be reached from a state.

    Args:
        conflict: The conflict; a move to a state of unknown comparison is no improvement.
        start: Index of the state things are in now.

    Raises:
        StateError: There is no such state.
    """
    if not 0 <= start < conflict.size:
        raise StateError(f"there is no state {start}", help=f"states are 0 to {conflict.size - 1}")
    everyone = range(len(conflict.decision_makers))
    moves = dict(sequences(conflict, everyone, start, allowed=anything))
    better = dict(sequences(conflict, everyone, start, allowed=improving(conflict)))
    for reached in (moves, better):
        reached[start] = ()
    unreachable = tuple(s for s in range(conflict.size) if s not in moves)
    return StatusQuo(start, moves, better, unreachable)
