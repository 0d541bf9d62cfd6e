"""Roles, and who sees what: the table that the code obeys and the help page is made from.

Example:
    >>> sorted(readable(party("union"), ["union", "firm"]))
    ['caucus:union', 'heads', 'log', 'party:union', 'public', 'shared']
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from lastyard.room.events import Event

__all__ = [
    "MEDIATOR", "OBSERVER", "TABLE", "Role", "Sight", "compartments_of", "cut", "party", "readable",
    "table",
]  # fmt: skip

# y: sees it, o: its own, -: does not, g: only through a gate, r: once it is released.
# *: sealed at rest; whoever runs the server with its master key can read it.
Mark = Literal["y", "o", "-", "g", "r", "y*"]


@dataclass(frozen=True, slots=True)
class Role:
    """Who looks.

    Attributes:
        kind: What it may do.
        party: The identifier of its party; None for all others.
    """

    kind: Literal["mediator", "party", "observer"]
    party: str | None = None

    @property
    def actor(self) -> str:
        """Its name in events: ``mediator``, ``party:X`` or ``observer``."""
        return f"party:{self.party}" if self.party is not None else self.kind


MEDIATOR = Role("mediator")
OBSERVER = Role("observer")


def party(id: str) -> Role:
    """Return the role of a party."""
    return Role("party", id)


@dataclass(frozen=True, slots=True)
class Sight:
    """One row of the table who-sees-what.

    Attributes:
        what: In words.
        compartments: Where it stands; ``X`` is the party that it is of.
        own: Party X.
        other: Every other party.
        mediator: The mediator.
        observer: An observer.
        operator: Whoever runs the server, at level 1.
    """

    what: str
    compartments: tuple[str, ...]
    own: Mark
    other: Mark
    mediator: Mark
    observer: Mark
    operator: Mark


TABLE: tuple[Sight, ...] = (
    Sight("charter, shared text, proposals, outcomes", ("shared",), "y", "y", "y", "-", "y*"),
    Sight("what was released to all", ("public",), "y", "y", "y", "y", "y*"),
    Sight("the log: salted roots", ("log",), "y", "y", "y", "y", "y*"),
    Sight("signed checkpoints of the record", ("heads",), "y", "y", "y", "y", "y*"),
    Sight("X's entries for the mediator, caucus with X", ("caucus:X",), "o", "-", "y", "-", "y*"),
    Sight("X's entries for the machine", ("party:X",), "o", "g", "g", "-", "y*"),
    Sight("X's answers and bids", ("party:X",), "o", "g", "g", "-", "y*"),
    Sight("whether and when X answered", ("party:X",), "o", "-", "-", "-", "y*"),
    Sight("the desk: drafts and analyses", ("desk",), "-", "-", "y", "-", "y*"),
)


def table(*, mediator_sees_answers: bool = False) -> tuple[Sight, ...]:
    """Return the table as a charter has it: answers stand in the caucus where the mediator may see them."""
    if not mediator_sees_answers:
        return TABLE
    return tuple(
        replace(sight, compartments=("caucus:X",), mediator="y")
        if "answer" in sight.what
        else sight
        for sight in TABLE
    )


def compartments_of(parties: Iterable[str]) -> tuple[str, ...]:
    """Return all compartments of a room, in their fixed order."""
    own = tuple(f"{kind}:{id}" for id in sorted(parties) for kind in ("caucus", "party"))
    return ("log", "heads", "public", "shared", "desk", *own)


def readable(role: Role, parties: Sequence[str]) -> frozenset[str]:
    """Return the compartments that a role may read, as the table says."""
    seen = set()
    for sight in TABLE:
        for name in sight.compartments:
            of = parties if ":" in name else [""]
            for id in of:
                mark = (
                    getattr(sight, "own" if role.party == id or ":" not in name else "other")
                    if role.kind == "party"
                    else getattr(sight, role.kind)
                )
                if mark in ("y", "o"):
                    seen.add(name.replace("X", id) if ":" in name else name)
    return frozenset(seen)


def cut(events: Iterable[Event], role: Role, parties: Sequence[str]) -> tuple[Event, ...]:
    """Return the events that a role may read, by time, then by compartment and place.

    Their order says nothing of what was left out.
    """
    may = readable(role, parties)
    kept = [event for event in events if event.compartment in may]
    return tuple(sorted(kept, key=lambda each: (each.at, each.compartment, each.index)))
