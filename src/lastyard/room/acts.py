"""What can be done in a room: the few functions that pages and commands call.

Time comes in as ``now`` and nothing here reads a clock, so that tests and rehearsals have their own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lastyard.case.model import Case
from lastyard.errors import RequestError
from lastyard.room.charter import Charter
from lastyard.room.events import Draft
from lastyard.room.roles import Role
from lastyard.room.room import Room
from lastyard.room.store import Store

__all__ = [
    "Conflict", "NotHere", "Receipt", "TooLate", "act", "case_of", "create", "export", "settle",
    "view",
]  # fmt: skip


class NotHere(RequestError):
    """No such room, gate or version, or not for this role: told in one and the same way."""


class TooLate(RequestError):
    """The gate is closed, the room is over."""


class Conflict(RequestError):
    """Another version was written meanwhile, or a form token was used for something else."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member gets for an act, signed by the room.

    Attributes:
        at: When it was committed, which decides whether it was in time.
        compartment: Where it stands.
        index: Its place there.
        leaf: The hash of its line, hexadecimal.
        commitment: For an answer or a bid, what will stand in the record at the close: texts.
        note: The signed note that says all this, for the member to keep.
    """

    at: str
    compartment: str
    index: int
    leaf: str
    commitment: tuple[str, ...]
    note: str


def create(store: Store, case_text: str, charter: Charter | None = None, *, now: datetime) -> str:
    """Make a room on a case, and return its identifier: 26 random letters and digits.

    Args:
        store: Where.
        case_text: The case file as the mediator has it; each role gets its own cut of it.
        charter: None writes one with the case's deciding parties and the defaults.
        now: The time.

    Raises:
        CaseError: If the text is no case.
        RequestError: If the charter does not fit it.
    """
    raise NotImplementedError


def act(store: Store, room: str, role: Role, draft: Draft, *, key: str, now: datetime) -> Receipt:
    """Do something in a room, once.

    What is due by now is settled first. The same key again with the same draft gives the same receipt.

    Args:
        store: Where.
        room: Which.
        role: Who does it.
        draft: What.
        key: A token of the form, at least 16 letters, one for each thing that is meant to happen once.
        now: The time.

    Raises:
        NotHere: If there is no such room or gate, or this role may not do it.
        TooLate: If its time is over.
        Conflict: If the key was used for something else, or the text has a newer version.
        RequestError: If what is sent is not as `KINDS` tells, or the charter does not allow it.
        StoreError: If it cannot be kept.
    """
    raise NotImplementedError


def view(store: Store, room: str, role: Role, *, now: datetime | None = None) -> Room:
    """Return the room as a role may know it; settles what is due first where a time is given."""
    raise NotImplementedError


def settle(store: Store, room: str, now: datetime) -> tuple[str, ...]:
    """Do what is due by now, each at its own instant, and return the instants.

    Roots and checkpoints at the charter's hours, lists of batches, closes of gates. What is done hangs
    on the room and the instants alone, not on when or by whom this is called.
    """
    raise NotImplementedError


def export(store: Store, room: str, role: Role, *, now: datetime) -> bytes:
    """Return a role's bundle (a zip), which `lastyard room verify` checks."""
    raise NotImplementedError


def case_of(room: Room) -> Case:
    """Return the case as a role may know it, from its own cut.

    For the mediator what parties entered for it stands in it as confidential statements.
    """
    raise NotImplementedError
