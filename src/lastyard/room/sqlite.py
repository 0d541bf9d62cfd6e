"""Rooms in a folder: SQLite for what is sealed, a file a room for its keys.

* ``rooms.db``: events and receipts, sealed; a copy of it alone opens nothing.
* ``keys/ROOM``: the keys of a room, wrapped by the master key; destroyed in their place.

SQLite writes ahead and waits for the disk at each commit (WAL, ``synchronous=FULL``), keeps nothing
temporary on the disk and overwrites what is deleted. No file is readable by others.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from lastyard.room.events import Event, event_of
from lastyard.room.record.tree import leaf_hash
from lastyard.room.sealing import (
    RoomKeys,
    destroy_in_place,
    made_keys,
    named,
    sealed,
    sync_folder,
    unsealed,
    write_keys,
)
from lastyard.room.store import NotHere, StoreError

__all__ = ["SqliteStore"]

_VERSION = 1
_ABOUT = b"lastyard room store"
_SCHEMA = """
CREATE TABLE about (version INTEGER NOT NULL, proof BLOB NOT NULL);
CREATE TABLE room (id TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE event (room TEXT NOT NULL, tag BLOB NOT NULL, place INTEGER NOT NULL, leaf BLOB NOT NULL,
    sealed BLOB NOT NULL, PRIMARY KEY (room, tag, place)) WITHOUT ROWID;
CREATE TABLE said (room TEXT NOT NULL, name BLOB NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (room, name)) WITHOUT ROWID;
CREATE TABLE kept (room TEXT NOT NULL, name BLOB NOT NULL, until TEXT NOT NULL, sealed BLOB NOT NULL,
    PRIMARY KEY (room, name)) WITHOUT ROWID;
"""
_REASONS = (
    ("full", "the disk is full"),
    ("readonly", "its folder cannot be written to"),
    ("locked", "another program holds it for too long"),
    ("malformed", "its file is damaged"),
    ("not a database", "its file is damaged, or is none of ours"),
)


class SqliteStore:
    """Rooms in a folder (:class:`lastyard.room.store.Store`)."""

    def __init__(self, folder: str, master: bytes) -> None:
        self._folder, self._master = folder, master
        self._file = Path(folder) / "rooms.db"
        self._keys = Path(folder) / "keys"
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None
        self._process = 0
        with _told():
            for path in (Path(folder), self._keys):
                path.mkdir(0o700, parents=True, exist_ok=True)
            with self._lock:
                self._check(self._connection())

    def _connection(self) -> sqlite3.Connection:
        """Return this process's own connection: one must not be carried over a fork."""
        if self._open is None or self._process != os.getpid():
            if not self._file.exists():
                # SQLite would make it as readable as the umask says; its other files copy this one's mode.
                os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600))
                sync_folder(self._folder)
            self._open = sqlite3.connect(
                self._file, timeout=10, isolation_level=None, check_same_thread=False
            )
            self._process = os.getpid()
            for pragma in (
                "journal_mode=WAL", "synchronous=FULL", "temp_store=MEMORY", "secure_delete=ON",
                "trusted_schema=OFF",
            ):  # fmt: skip
                self._open.execute(f"PRAGMA {pragma}")
        return self._open

    def _check(self, db: sqlite3.Connection) -> None:
        found = db.execute("PRAGMA quick_check").fetchall()
        if found != [("ok",)]:
            raise StoreError(f"the store {self._folder!r} is damaged: put back a copy of it")
        db.execute("BEGIN IMMEDIATE")
        try:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
                for statement in _SCHEMA.split(";")[:-1]:
                    db.execute(statement)
                proof = sealed(self._master, _ABOUT, _ABOUT)
                db.execute("INSERT INTO about VALUES (?, ?)", (_VERSION, proof))
            version, proof = db.execute("SELECT version, proof FROM about").fetchone()
            if version != _VERSION:
                raise StoreError("the store was made by another version of Last Yard")
            try:
                unsealed(self._master, proof, _ABOUT)
            except StoreError:
                raise StoreError(
                    "this is not the master key that the store was made with"
                ) from None
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def rooms(self) -> tuple[str, ...]:
        """Return the identifiers of all rooms."""
        with _told(), self._lock:
            rows = self._connection().execute("SELECT id FROM room ORDER BY id").fetchall()
        return tuple(id for (id,) in rows)

    def create(self, room: str, compartments: Sequence[str]) -> None:
        """Make a room with its keys, and nothing in it."""
        with _told(), self._lock:
            write_keys(
                str(self._keys / room),
                made_keys(self._master, room, ["room", *compartments]),
            )
            self._connection().execute("INSERT INTO room VALUES (?)", (room,))

    def _room_keys(self, room: str) -> RoomKeys:
        if not room.isalnum():
            raise NotHere
        try:
            data = (self._keys / room).read_bytes()
        except FileNotFoundError:
            raise NotHere from None
        if not any(data):
            raise NotHere  # destroyed
        return RoomKeys(self._master, room, data)

    @contextlib.contextmanager
    def _transaction(self, room: str, how: str) -> Iterator[_Writing]:
        with _told(), self._lock:
            db = self._connection()
            db.execute(f"BEGIN {how}")
            try:
                if not db.execute("SELECT 1 FROM room WHERE id = ?", (room,)).fetchone():
                    raise NotHere
                yield _Writing(db, room, self._room_keys(room))
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def writing(self, room: str) -> contextlib.AbstractContextManager[_Writing]:
        """Write to a room; on the disk when the context ends well."""
        return self._transaction(room, "IMMEDIATE")

    def reading(self, room: str) -> contextlib.AbstractContextManager[_Writing]:
        """Read a room as it is at one moment."""
        return self._transaction(room, "DEFERRED")

    def erase(self, room: str, compartments: Iterable[str]) -> None:
        """Destroy the keys of compartments in their place."""
        with _told(), self._lock:
            spans = self._room_keys(room).spans(compartments)
            destroy_in_place(str(self._keys / room), spans)

    def destroy(self, room: str) -> None:
        """Destroy a room, keys first."""
        with _told(), self._lock:
            path = self._keys / room
            with contextlib.suppress(FileNotFoundError):
                destroy_in_place(str(path))
            db = self._connection()
            db.execute("BEGIN IMMEDIATE")
            for table, column in (
                ("event", "room"),
                ("said", "room"),
                ("kept", "room"),
                ("room", "id"),
            ):
                db.execute(f"DELETE FROM {table} WHERE {column} = ?", (room,))  # noqa: S608  names of ours
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            sync_folder(str(self._keys))

    def keep(self, room: str, name: str, value: str | None, until: str) -> None:
        """Keep a small secret until an instant; None takes it away."""
        with self.writing(room) as writing:
            writing.keep(name, value, until)

    def kept(self, room: str, name: str, now: str) -> str | None:
        """Return what is kept by a name."""
        with self.reading(room) as reading:
            return reading.kept(name, now)

    def take(self, room: str, name: str, now: str) -> str | None:
        """Return what is kept by a name, once."""
        with self.writing(room) as writing:
            found = writing.kept(name, now)
            writing.keep(name, None, now)
            return found

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._open is not None and self._process == os.getpid():
                self._open.close()
            self._open = None


class _Writing:
    """One transaction on one room (:class:`lastyard.room.store.Writing`)."""

    def __init__(self, db: sqlite3.Connection, room: str, keys: RoomKeys) -> None:
        self._db, self._room, self._keys = db, room, keys

    def events(self, compartments: Iterable[str]) -> tuple[Event, ...]:
        return tuple(event for name in compartments for event in self._read(name))

    def _read(self, compartment: str, which: str = "", *values: int) -> list[Event]:
        key, tag = self._keys.key(compartment), self._keys.tag(compartment)
        if key is None or tag is None:
            return []
        rows = self._db.execute(
            f"SELECT place, sealed FROM event WHERE room = ? AND tag = ? {which} ORDER BY place",  # noqa: S608  ours
            (self._room, tag, *values),
        )
        lines = (unsealed(key, box, self._where(tag, place)) for place, box in rows)
        return [event_of(line.decode()) for line in lines]

    def _where(self, tag: bytes, place: int) -> bytes:
        return self._room.encode() + tag + place.to_bytes(8, "big")

    def leaves(self, compartment: str) -> tuple[bytes, ...]:
        rows = self._db.execute(
            "SELECT leaf FROM event WHERE room = ? AND tag = ? ORDER BY place",
            (self._room, self._keys.tag(compartment)),
        )
        return tuple(leaf for (leaf,) in rows)

    def size(self, compartment: str) -> int:
        rows = self._db.execute(
            "SELECT max(place) FROM event WHERE room = ? AND tag = ?",
            (self._room, self._keys.tag(compartment)),
        )
        (last,) = rows.fetchone()
        return 0 if last is None else int(last) + 1

    def last(self, compartment: str) -> Event | None:
        place = self.size(compartment) - 1
        found = self._read(compartment, "AND place = ?", place)
        return found[0] if found else None

    def append(self, event: Event) -> None:
        key, tag = self._keys.key(event.compartment), self._keys.tag(event.compartment)
        if key is None or tag is None:
            raise NotHere
        line = event.line().encode()
        box = sealed(key, line, self._where(tag, event.index))
        self._db.execute(
            "INSERT INTO event VALUES (?, ?, ?, ?, ?)",
            (self._room, tag, event.index, leaf_hash(line), box),
        )

    def secret(self, name: str) -> bytes | None:
        return self._keys.key(name)

    def said(self, compartment: str, key: str) -> tuple[str, str] | None:
        own = self._keys.key(compartment)
        if own is None:
            return None
        name = named(own, f"said {key}")
        row = self._db.execute(
            "SELECT sealed FROM said WHERE room = ? AND name = ?", (self._room, name)
        ).fetchone()
        if row is None:
            return None
        digest, _, receipt = unsealed(own, row[0], name).decode().partition("\n")
        return digest, receipt

    def say(self, compartment: str, key: str, digest: str, receipt: str) -> None:
        own = self._keys.key(compartment)
        if own is None:
            raise NotHere
        name = named(own, f"said {key}")
        box = sealed(own, f"{digest}\n{receipt}".encode(), name)
        self._db.execute("INSERT INTO said VALUES (?, ?, ?)", (self._room, name, box))

    def keep(self, name: str, value: str | None, until: str) -> None:
        own = self._keys.key("room") or b""
        hidden = named(own, f"kept {name}")
        self._db.execute("DELETE FROM kept WHERE room = ? AND name = ?", (self._room, hidden))
        if value is not None:
            box = sealed(own, value.encode(), hidden)
            self._db.execute(
                "INSERT INTO kept VALUES (?, ?, ?, ?)", (self._room, hidden, until, box)
            )

    def kept(self, name: str, now: str) -> str | None:
        own = self._keys.key("room") or b""
        hidden = named(own, f"kept {name}")
        row = self._db.execute(
            "SELECT sealed FROM kept WHERE room = ? AND name = ? AND until > ?",
            (self._room, hidden, now),
        ).fetchone()
        return None if row is None else unsealed(own, row[0], hidden).decode()


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """Tell in words what SQLite or the system refuses; nothing was written then."""
    try:
        yield
    except sqlite3.Error as problem:
        words = str(problem)
        reason = next((told for part, told in _REASONS if part in words), "SQLite refuses")
        raise StoreError(f"the store cannot be used: {reason}; nothing was written") from None
    except OSError as problem:
        reason = (problem.strerror or "the system refuses").lower()
        raise StoreError(f"the store cannot be used: {reason}; nothing was written") from None
