"""What would have to change for a given state to last (the inverse question).

Example:
    >>> from lastyard.conflict import conflict_from_lists
    >>> pair = conflict_from_lists(
    ...     ["A"], ["calm", "war"], moves={"A": {"calm": ["war"]}},
    ...     rankings={"A": [["war"], ["calm"]]},
    ... )
    >>> found = wanted_state(pair, 0)
    >>> found.needs["nash"][0].stable, found.needs["nash"][0].rise.past
    (False, (1,))
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lastyard.case.diagnostics import RequestError
from lastyard.conflict import (
    CONCEPTS,
    Concept,
    Conflict,
    Reading,
    Rise,
    StabilisingRankings,
    Temptation,
    explain,
    least_rise,
    rankings_that_stabilise,
)

__all__ = ["Need", "WantedState", "wanted_state"]

_MOST_STATES = 5_000
_MOST_STATES_RANKED = 200
_RANKINGS = 1_000


@dataclass(frozen=True, slots=True)
class Need:
    """What would have to be so for one party to stay.

    Attributes:
        decision_maker: Index of the party.
        stable: Whether it stays as things are.
        temptations: The moves that would improve its lot and that nothing deters.
        rise: Past which states the wanted one would have to rise in its order; None when
            it stays, or when its preferences are not fully known.
        rankings: How many of its rankings of all states would make the state an
            equilibrium; None when it stays, when another party would leave too, or there
            are more than 200 states.
    """

    decision_maker: int
    stable: bool
    temptations: tuple[Temptation, ...]
    rise: Rise | None
    rankings: StabilisingRankings | None


@dataclass(frozen=True, slots=True)
class WantedState:
    """What a state lacks to be stable.

    Attributes:
        state: Index of the state.
        needs: Per kind of stability, one need a party.
    """

    state: int
    needs: Mapping[Concept, tuple[Need, ...]]

    def stable(self, concept: Concept) -> bool:
        """Whether every party stays as things are."""
        return all(need.stable for need in self.needs[concept])


def wanted_state(
    conflict: Conflict, state: int, reading: Reading = "legal sequences", *, seed: int = 0
) -> WantedState:
    """Find out what a state lacks to be stable.

    Args:
        conflict: The conflict; a state of unknown worth counts as tempting, and deters nobody.
        state: Index of the state.
        reading: Which responses of the others count as sanctions.
        seed: Of the rankings drawn where there are too many to try all.

    Raises:
        RequestError: There are too many states.
    """
    if conflict.size > _MOST_STATES:
        raise RequestError(
            f"this question is for at most {_MOST_STATES:,} states; there are {conflict.size:,}"
        )
    return WantedState(state, {c: _needs(conflict, state, c, reading, seed) for c in CONCEPTS})


def _needs(
    conflict: Conflict, state: int, concept: Concept, reading: Reading, seed: int
) -> tuple[Need, ...]:
    people = range(len(conflict.decision_makers))
    told = [explain(conflict, state, i, concept, reading=reading) for i in people]
    leaving = [i for i in people if not told[i].stable]
    known = not any(preference.unknown for preference in conflict.preferences)
    needs = []
    for i in people:
        rise = rankings = None
        if i in leaving and not conflict.preferences[i].unknown:
            rise = least_rise(conflict, state, i, concept, reading=reading)
        if leaving == [i] and known and conflict.size <= _MOST_STATES_RANKED:
            rankings = rankings_that_stabilise(
                conflict, state, i, concept, reading=reading, most=_RANKINGS, seed=seed
            )
        undeterred = tuple(t for t in told[i].temptations if t.sanction is None)
        needs.append(Need(i, told[i].stable, undeterred, rise, rankings))
    return tuple(needs)
