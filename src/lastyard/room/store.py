"""Where rooms are kept: the few functions that every store has, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Protocol

from lastyard.errors import LastYardError, RequestError
from lastyard.room.events import Event

__all__ = ["NotHere", "Store", "StoreError", "Writing", "is_database", "open_store"]


class NotHere(RequestError):
    """No such room, gate or version, or not for this role: told in one and the same way."""

    def __init__(self, *_: object) -> None:
        super().__init__("there is nothing here, or not for you")


class StoreError(LastYardError):
    """The store refuses: a wrong or missing key, a full disk, a damaged file."""


class Writing(Protocol):
    """One transaction on one room: nobody else writes there meanwhile; all of it is kept, or nothing."""

    def events(self, compartments: Iterable[str]) -> tuple[Event, ...]:
        """Return the events of some compartments, each in its order; none of erased ones."""

    def leaves(self, compartments: Sequence[str]) -> Mapping[str, tuple[bytes, ...]]:
        """Return the leaf hashes of some compartments, erased or not."""

    def size(self, compartment: str) -> int:
        """Return how many events a compartment has, erased or not."""

    def last(self, compartment: str) -> Event | None:
        """Return the newest event of a compartment; None where there is none to be read."""

    def append(self, event: Event) -> None:
        """Add an event at the end of its compartment."""

    def secret(self, name: str) -> bytes | None:
        """Return 32 secret bytes of a compartment or of ``room``; None once they were erased."""

    def said(self, compartment: str, key: str) -> tuple[str, str] | None:
        """Return what was answered to an idempotency key: the hash of what was sent, and the receipt."""

    def say(self, compartment: str, key: str, digest: str, receipt: str) -> None:
        """Keep that, in the same transaction."""

    def keep(self, name: str, value: str | None, until: str) -> None:
        """Keep a small secret until an instant, in the same transaction; None takes it away."""

    def kept(self, name: str, now: str) -> str | None:
        """Return it; None where there is none, or its time is over."""


class Store(Protocol):
    """Rooms, sealed at rest."""

    def rooms(self) -> tuple[str, ...]:
        """Return the identifiers of all rooms."""

    def create(self, room: str, compartments: Sequence[str]) -> None:
        """Make a room with its keys, one a compartment, and nothing in it."""

    def writing(self, room: str) -> AbstractContextManager[Writing]:
        """Write to a room; what is written is on the disk when the context ends well.

        Raises:
            NotHere: If there is no such room.
            StoreError: If it cannot be kept.
        """

    def reading(self, room: str) -> AbstractContextManager[Writing]:
        """Read a room as it is at one moment; nothing may be appended."""

    def erase(self, room: str, compartments: Iterable[str]) -> None:
        """Destroy the keys of compartments: what stands in them cannot be read any more."""

    def destroy(self, room: str) -> None:
        """Destroy a room, keys first."""

    def keep(self, room: str, name: str, value: str | None, until: str) -> None:
        """Keep a small secret (a session, an invitation) until an instant; None takes it away."""

    def kept(self, room: str, name: str, now: str) -> str | None:
        """Return it; None where there is none, or its time is over."""

    def take(self, room: str, name: str, now: str) -> str | None:
        """Return it and take it away, once: of two who ask at a time one gets it."""

    def news(self, room: str, compartments: Iterable[str]) -> object | None:
        """Return what changes whenever something is written in one of these compartments, by whatever process.

        None where a store cannot tell without being looked at.
        """

    def close(self) -> None:
        """Let go of files and connections."""


def is_database(where: str) -> bool:
    """Whether rooms are kept in PostgreSQL, not in a folder."""
    return where.startswith(("postgresql://", "postgres://"))


def open_store(where: str, master: bytes) -> Store:
    """Open a store, made where there is none.

    Args:
        where: A folder, or the address of a PostgreSQL database (``postgresql://...``).
        master: The master key, 32 bytes (:func:`lastyard.room.sealing.master_key`).

    Raises:
        StoreError: If the key is not the one that it was made with, or the store is damaged.
    """
    if is_database(where):
        try:
            from lastyard.room.postgres import PostgresStore  # noqa: PLC0415
        except ModuleNotFoundError:
            raise StoreError(
                'rooms in PostgreSQL need psycopg, which is not installed: pip install "lastyard[postgres]"'
            ) from None
        return PostgresStore(where, master)
    # Each brings a driver that the other does not need.
    from lastyard.room.sqlite import SqliteStore  # noqa: PLC0415

    return SqliteStore(where, master)
