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

from lastyard.room.sealing import (
    RoomKeys,
    destroy_in_place,
    made_keys,
    sync_folder,
    write_keys,
)
from lastyard.room.store import (
    SCHEMA,
    TABLES,
    VERSION,
    NotHere,
    Store,
    StoreError,
    Writing,
    check_about,
    proof_of,
)

__all__ = ["PRAGMAS", "SqliteStore"]

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "temp_store=MEMORY",
    "secure_delete=ON",
    "trusted_schema=OFF",
)
_REASONS = (
    ("full", "the disk is full"),
    ("readonly", "its folder cannot be written to"),
    ("locked", "another program holds it for too long"),
    ("malformed", "its file is damaged"),
    ("not a database", "its file is damaged, or is none of ours"),
)


class SqliteStore(Store):
    """Rooms in a folder."""

    def __init__(self, folder: str, master: bytes) -> None:
        self._folder, self._master = folder, master
        self._file = Path(folder) / "rooms.db"
        self._keys = Path(folder) / "keys"
        self._lock = threading.RLock()
        self._open: sqlite3.Connection | None = None
        self._process = 0
        with _told():
            for path in (Path(folder), self._keys):
                if not path.exists():
                    path.mkdir(0o700, parents=True, exist_ok=True)
                    sync_folder(str(path.parent))
            try:
                with self._lock:
                    self._check(self._connection())
            except BaseException:
                self.close()
                raise

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
            for pragma in PRAGMAS:
                self._open.execute(f"PRAGMA {pragma}")
        return self._open

    def _check(self, db: sqlite3.Connection) -> None:
        found = db.execute("PRAGMA quick_check").fetchall()
        if found != [("ok",)]:
            raise StoreError(f"the store {self._folder!r} is damaged: put back a copy of it")
        db.execute("BEGIN IMMEDIATE")
        try:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'about'").fetchone():
                for statement in SCHEMA:
                    db.execute(f"{statement} WITHOUT ROWID")
                db.execute("INSERT INTO about VALUES (?, ?)", (VERSION, proof_of(self._master)))
            check_about(self._master, *db.execute("SELECT version, proof FROM about").fetchone())
        except BaseException:
            db.execute("ROLLBACK")
            raise
        db.execute("COMMIT")

    def rooms(self) -> tuple[str, ...]:
        """Return the identifiers of all rooms."""
        with _told(), self._lock:
            rows = self._connection().execute("SELECT room FROM room ORDER BY room").fetchall()
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
    def _transaction(self, room: str, how: str) -> Iterator[Writing]:
        with _told(), self._lock:
            db = self._connection()
            db.execute(f"BEGIN {how}")
            try:
                if not db.execute("SELECT 1 FROM room WHERE room = ?", (room,)).fetchone():
                    raise NotHere
                yield Writing(
                    lambda sql, *values: db.execute(sql, values).fetchall(),
                    room,
                    self._room_keys(room),
                )
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    def writing(self, room: str) -> contextlib.AbstractContextManager[Writing]:
        """Write to a room; on the disk when the context ends well."""
        return self._transaction(room, "IMMEDIATE")

    def reading(self, room: str) -> contextlib.AbstractContextManager[Writing]:
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
            for table in TABLES:
                db.execute(f"DELETE FROM {table} WHERE room = ?", (room,))  # noqa: S608  ours
            db.execute("COMMIT")
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
            sync_folder(str(self._keys))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._open is not None and self._process == os.getpid():
                self._open.close()
            self._open = None


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
