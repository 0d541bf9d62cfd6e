"""Where rooms are kept: what every store does, the rows that it keeps in its database, and how one is opened."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from lastyard.room.events import Event, NotHere, StoreError
from lastyard.room.record.tree import leaf_hash
from lastyard.room.sealing import RoomKeys, named, sealed, unsealed

__all__ = [
    "SCHEMA", "TABLES", "VERSION", "NotHere", "Store", "StoreError", "Writing", "check_about", "is_database", "open_store", "proof_of",
]  # fmt: skip


class Store(ABC):
    """Rooms, sealed at rest."""

    @abstractmethod
    def rooms(self) -> tuple[str, ...]:
        """Return the identifiers of all rooms."""

    @abstractmethod
    def create(self, room: str, compartments: Sequence[str]) -> None:
        """Make a room with its keys, one a compartment, and nothing in it."""

    @abstractmethod
    def writing(self, room: str) -> AbstractContextManager[Writing]:
        """Write to a room; what is written is on the disk when the context ends well.

        Raises:
            NotHere: If there is no such room.
            StoreError: If it cannot be kept.
        """

    @abstractmethod
    def reading(self, room: str) -> AbstractContextManager[Writing]:
        """Read a room as it is at one moment; nothing may be appended."""

    @abstractmethod
    def erase(self, room: str, compartments: Iterable[str]) -> None:
        """Destroy the keys of compartments: what stands in them cannot be read any more."""

    @abstractmethod
    def destroy(self, room: str) -> None:
        """Destroy a room, keys first."""

    @abstractmethod
    def close(self) -> None:
        """Let go of files and connections."""

    def news(self, room: str, compartments: Iterable[str]) -> object | None:
        """Return what changes whenever something is written in one of these compartments, by whatever process.

        None where a store cannot tell without being looked at.
        """
        return None

    def keep(self, room: str, name: str, value: str | None, until: str) -> None:
        """Keep a small secret (a session, an invitation) until an instant; None takes it away."""
        with self.writing(room) as writing:
            writing.keep(name, value, until)

    def kept(self, room: str, name: str, now: str) -> str | None:
        """Return it; None where there is none, or its time is over."""
        with self.reading(room) as reading:
            return reading.kept(name, now)

    def take(self, room: str, name: str, now: str) -> str | None:
        """Return it and take it away, once: of two who ask at a time one gets it."""
        with self.writing(room) as writing:
            found = writing.kept(name, now)
            writing.keep(name, None, now)
            return found


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


VERSION = 1
_ABOUT = b"lastyard room store"
TABLES = ("event", "said", "kept", "room")
SCHEMA = (
    "CREATE TABLE about (version INTEGER PRIMARY KEY, proof BLOB NOT NULL)",
    "CREATE TABLE room (room TEXT PRIMARY KEY)",
    "CREATE TABLE event (room TEXT NOT NULL, tag BLOB NOT NULL, place INTEGER NOT NULL,"
    " leaf BLOB NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (room, tag, place))",
    "CREATE TABLE said (room TEXT NOT NULL, name BLOB NOT NULL, sealed BLOB NOT NULL,"
    " PRIMARY KEY (room, name))",
    "CREATE TABLE kept (room TEXT NOT NULL, name BLOB NOT NULL, until TEXT NOT NULL,"
    " sealed BLOB NOT NULL, PRIMARY KEY (room, name))",
)

# Runs a statement, with ? where a value stands, and returns its rows.
Run = Callable[..., Sequence[Any]]


def proof_of(master: bytes) -> bytes:
    """Return what tells later whether a master key is that which a store was made with."""
    return sealed(master, _ABOUT, _ABOUT)


def check_about(master: bytes, version: int, proof: bytes) -> None:
    """Check that a store is of this version, and that its master key is this one.

    Raises:
        StoreError: If not.
    """
    if version != VERSION:
        raise StoreError("the store was made by another version of Last Yard")
    try:
        unsealed(master, bytes(proof), _ABOUT)
    except StoreError:
        raise StoreError("this is not the master key that the store was made with") from None


class Writing:
    """One transaction on one room, in any database: nobody else writes there meanwhile; all of it is kept, or nothing.

    What is written is sealed here, what is read is opened here.
    """

    def __init__(
        self, run: Run, room: str, keys: RoomKeys, moved: Callable[[str], object] | None = None
    ) -> None:
        self._run, self._room, self._keys = run, room, keys
        self._moved = moved  # told of each compartment that something is written in

    def events(self, compartments: Iterable[str]) -> tuple[Event, ...]:
        """Return the events of some compartments, each in its order; none of erased ones."""
        names = [name for name in compartments if self._keys.key(name) is not None]
        rows = self._of(names, "sealed")
        return tuple(self._opened(name, *row) for name in names for row in rows[name])

    def _of(self, names: Sequence[str], column: str) -> dict[str, list[tuple[int, bytes]]]:
        """Return a column of some compartments, by compartment: place and content of each event in its order."""
        tags = {self._keys.tag(name): name for name in names}
        found: dict[str, list[tuple[int, bytes]]] = {name: [] for name in names}
        if tags:
            marks = ", ".join("?" * len(tags))
            rows = self._run(
                f"SELECT tag, place, {column} FROM event WHERE room = ? AND tag IN ({marks}) ORDER BY place",  # noqa: S608  ours
                self._room,
                *tags,
            )
            for tag, place, content in rows:
                found[tags[tag]].append((place, content))
        return found

    def _opened(self, compartment: str, place: int, box: bytes) -> Event:
        key, tag = self._keys.key(compartment) or b"", self._keys.tag(compartment) or b""
        # Written by us and sealed since: not checked again to be canonical.
        return Event(**json.loads(unsealed(key, box, self._where(tag, place)).decode()))

    def _where(self, tag: bytes, place: int) -> bytes:
        return self._room.encode() + tag + place.to_bytes(8, "big")

    def leaves(self, compartments: Sequence[str]) -> dict[str, tuple[bytes, ...]]:
        """Return the leaf hashes of some compartments, erased or not."""
        rows = self._of(compartments, "leaf")
        return {name: tuple(leaf for _, leaf in rows[name]) for name in compartments}

    def size(self, compartment: str) -> int:
        """Return how many events a compartment has, erased or not."""
        rows = self._run(
            "SELECT max(place) FROM event WHERE room = ? AND tag = ?",
            self._room,
            self._keys.tag(compartment),
        )
        ((last,),) = rows
        return 0 if last is None else int(last) + 1

    def last(self, compartment: str) -> Event | None:
        """Return the newest event of a compartment; None where there is none to be read."""
        if self._keys.key(compartment) is None:
            return None
        rows = self._run(
            "SELECT place, sealed FROM event WHERE room = ? AND tag = ? ORDER BY place DESC LIMIT 1",
            self._room,
            self._keys.tag(compartment),
        )
        return self._opened(compartment, *rows[0]) if rows else None

    def append(self, event: Event) -> None:
        """Add an event at the end of its compartment."""
        key, tag = self._keys.key(event.compartment), self._keys.tag(event.compartment)
        if key is None or tag is None:
            raise NotHere
        line = event.line().encode()
        box = sealed(key, line, self._where(tag, event.index))
        self._run(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
            self._room,
            tag,
            event.index,
            leaf_hash(line),
            box,
        )
        if self._moved is not None:
            self._moved(event.compartment)

    def secret(self, name: str) -> bytes | None:
        """Return 32 secret bytes of a compartment or of ``room``; None once they were erased."""
        return self._keys.key(name)

    def said(self, compartment: str, key: str) -> tuple[str, str] | None:
        """Return what was answered to an idempotency key: the hash of what was sent, and the receipt."""
        own = self._keys.key(compartment)
        if own is None:
            return None
        name = named(own, f"said {key}")
        rows = self._run("SELECT sealed FROM said WHERE room = ? AND name = ?", self._room, name)
        if not rows:
            return None
        digest, _, receipt = unsealed(own, rows[0][0], name).decode().partition("\n")
        return digest, receipt

    def say(self, compartment: str, key: str, digest: str, receipt: str) -> None:
        """Keep what :meth:`said` returns, in the same transaction."""
        own = self._keys.key(compartment)
        if own is None:
            raise NotHere
        name = named(own, f"said {key}")
        box = sealed(own, f"{digest}\n{receipt}".encode(), name)
        self._run("INSERT INTO said VALUES (?, ?, ?)", self._room, name, box)

    def keep(self, name: str, value: str | None, until: str) -> None:
        """Keep a small secret until an instant; None takes it away."""
        own = self._keys.key("room") or b""
        hidden = named(own, f"kept {name}")
        self._run("DELETE FROM kept WHERE room = ? AND name = ?", self._room, hidden)
        if value is not None:
            box = sealed(own, value.encode(), hidden)
            self._run("INSERT INTO kept VALUES (?, ?, ?, ?)", self._room, hidden, until, box)

    def kept(self, name: str, now: str) -> str | None:
        """Return a small secret; None where none is kept, or where its time is over."""
        own = self._keys.key("room") or b""
        hidden = named(own, f"kept {name}")
        rows = self._run(
            "SELECT sealed FROM kept WHERE room = ? AND name = ? AND until > ?",
            self._room,
            hidden,
            now,
        )
        return unsealed(own, rows[0][0], hidden).decode() if rows else None
