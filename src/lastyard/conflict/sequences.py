"""Legal sequences of moves from a state, with the path to each state they reach.

Shortest first. Whoever moved last may not move next; a single mover therefore has one
move only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from lastyard.budget import spend

if TYPE_CHECKING:
    from lastyard.conflict.conflict import Conflict
    from lastyard.conflict.sanctions import Reading

Allowed: TypeAlias = Callable[[int, int, int], bool]
"""Whether a mover may go from one state to another: (mover, from, to)."""


@dataclass(frozen=True, slots=True)
class Step:
    """One move: who moves, and to which state."""

    mover: int
    state: int


def anything(mover: int, origin: int, target: int) -> bool:
    """Every move is allowed."""
    return True


def improving(conflict: Conflict, *, unknown: bool = False) -> Allowed:
    """Only moves to states that the mover prefers to where it stands.

    Args:
        conflict: The conflict.
        unknown: Allow moves to states whose comparison is unknown, too.
    """

    def allowed(mover: int, origin: int, target: int) -> bool:
        compared = conflict.preferences[mover].compare(target, origin)
        return unknown if compared is None else compared > 0

    return allowed


def sequences(
    conflict: Conflict,
    movers: Sequence[int],
    start: int,
    *,
    allowed: Allowed = anything,
    reading: Reading = "legal sequences",
) -> Iterator[tuple[int, tuple[Step, ...]]]:
    """Every state that the movers can lead to from a start, each once, nearest first.

    Args:
        conflict: The conflict.
        movers: Decision makers who may move.
        start: Where they start; yielded too if they can come back to it.
        allowed: Which single moves they may use.
        reading: Which sequences count.

    Yields:
        The state, and the shortest path of moves to it.
    """
    seen_states: set[int] = set()
    seen: set[tuple[int, int]] = set()
    queue: deque[tuple[int, int, tuple[Step, ...]]] = deque([(start, 0, ())])
    while queue:
        state, barred, path = queue.popleft()
        for mover in movers:
            if barred >> mover & 1:
                continue
            following = _following(mover, barred, movers, reading)
            for target in _targets(conflict, mover, state, allowed):
                if (target, following) in seen:
                    continue
                seen.add((target, following))
                onward = (*path, Step(mover, target))
                if target not in seen_states:
                    seen_states.add(target)
                    yield target, onward
                queue.append((target, following, onward))


def _following(mover: int, barred: int, movers: Sequence[int], reading: Reading) -> int:
    """Who may not move next, as bits."""
    if reading == "single move":
        return sum(1 << m for m in movers)
    if reading == "each once":
        return barred | 1 << mover
    return 1 << mover


def _targets(conflict: Conflict, mover: int, state: int, allowed: Allowed) -> Iterable[int]:
    targets = conflict.moves[mover].of(state)
    spend(1 + targets.size)
    for target in targets:
        if allowed(mover, state, int(target)):
            yield int(target)
