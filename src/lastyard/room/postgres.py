"""Rooms in PostgreSQL, for more than one machine: the same rows, one room visible at a time.

Row-level security holds for the owner of the tables as well: a transaction names its room, and sees and
writes no other. A lock a room keeps its acts in order. Keys stand in a table of their own; destroying them overwrites
the row and vacuums the table, but copies of the database and its archived log hold old rows until they
expire, which the page on operating a room says.

What is written is told to all processes with the same database (``NOTIFY``), by names that say nothing without the
master key, so that streams and the clockwork of each need to look only where something moved.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import psycopg

from lastyard.room.sealing import RoomKeys, made_keys, named
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

__all__ = ["PostgresStore"]

_SAFE = ("fsync", "full_page_writes")
_CHANNEL = "lastyard_rooms"
_OURS = "current_setting('lastyard.room', true)"


class PostgresStore(Store):
    """Rooms in a database."""

    def __init__(self, address: str, master: bytes) -> None:
        self._address, self._master = address, master
        self._lock = threading.RLock()
        self._open: psycopg.Connection[Any] | None = None
        self._process = 0
        self._news = _News(address)
        try:
            with _told(self), self._lock:
                self._check(self._connection())
        except BaseException:
            self.close()
            raise

    def _connection(self) -> psycopg.Connection[Any]:
        """Return this process's own connection, a new one where the last one was lost."""
        if self._open is None or self._open.closed or self._process != os.getpid():
            self._open = psycopg.connect(self._address, autocommit=True)
            self._process = os.getpid()
            self._open.execute("SET synchronous_commit = on")
        return self._open

    def _check(self, db: psycopg.Connection[Any]) -> None:
        for name in _SAFE:
            ((value,),) = db.execute(f"SHOW {name}").fetchall()
            if value != "on":
                raise StoreError(
                    f"the database runs with {name} off: it could lose what it has kept"
                )
        ((above,),) = db.execute(
            "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
        ).fetchall()
        if above:
            raise StoreError(
                "this role of the database may see all rooms at once: use one that is no superuser "
                "and does not bypass row security"
            )
        with db.transaction():
            db.execute("SELECT pg_advisory_xact_lock(hashtextextended('lastyard rooms', 0))")
            if db.execute("SELECT to_regclass('about')").fetchall() == [(None,)]:
                self._make(db)
            version, proof = db.execute("SELECT version, proof FROM about").fetchall()[0]
            check_about(self._master, version, proof)

    def _make(self, db: psycopg.Connection[Any]) -> None:
        keys = "CREATE TABLE key (room TEXT PRIMARY KEY, sealed BLOB NOT NULL)"
        for statement in (*SCHEMA, keys):
            db.execute(statement.replace("BLOB", "BYTEA"))
        for table in (*TABLES, "key"):
            all_listed = f" OR {_OURS} = '*'" if table == "room" else ""
            db.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
            db.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
            db.execute(f"CREATE POLICY one_room ON {table} USING (room = {_OURS}{all_listed})")
        db.execute("INSERT INTO about VALUES (%s, %s)", (VERSION, proof_of(self._master)))

    @contextlib.contextmanager
    def _in_room(self, room: str, *, only_reads: bool = False) -> Iterator[psycopg.Connection[Any]]:
        with _told(self), self._lock:
            db = self._connection()
            with db.transaction():
                if only_reads:
                    db.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
                db.execute("SELECT set_config('lastyard.room', %s, true)", (room,))
                yield db

    def rooms(self) -> tuple[str, ...]:
        """Return the identifiers of all rooms."""
        with self._in_room("*") as db:
            return tuple(
                id for (id,) in db.execute("SELECT room FROM room ORDER BY room").fetchall()
            )

    def create(self, room: str, compartments: Sequence[str]) -> None:
        """Make a room with its keys, and nothing in it."""
        with self._in_room(room) as db:
            data = made_keys(self._master, room, ["room", *compartments])
            db.execute("INSERT INTO key VALUES (%s, %s)", (room, data))
            db.execute("INSERT INTO room VALUES (%s)", (room,))

    def _keys(self, db: psycopg.Connection[Any], room: str) -> bytes:
        found = db.execute("SELECT sealed FROM key WHERE room = %s", (room,)).fetchall()
        if not found:
            raise NotHere
        return bytes(found[0][0])

    @contextlib.contextmanager
    def writing(self, room: str) -> Iterator[Writing]:
        """Write to a room; on the disk of the database when the context ends well."""
        with self._in_room(room) as db:
            db.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 1))", (room,))
            moved: set[str] = set()
            yield self._rows(db, room, moved.add)
            if moved:
                names = [self._name(room, each) for each in sorted(moved)]
                db.execute(
                    "SELECT pg_notify(%s, name) FROM unnest(%s::text[]) AS name", (_CHANNEL, names)
                )

    @contextlib.contextmanager
    def reading(self, room: str) -> Iterator[Writing]:
        """Read a room as it is at one moment."""
        with self._in_room(room, only_reads=True) as db:
            yield self._rows(db, room)

    def _rows(
        self,
        db: psycopg.Connection[Any],
        room: str,
        moved: Callable[[str], object] | None = None,
    ) -> Writing:
        def run(sql: str, *values: Any) -> Sequence[Any]:
            done = db.execute(sql.replace("?", "%s"), values)
            return [] if done.description is None else done.fetchall()

        return Writing(run, room, RoomKeys(self._master, room, self._keys(db, room)), moved)

    def _name(self, room: str, compartment: str) -> str:
        """Return under which name it is told that something was written; it says nothing by itself."""
        return named(self._master, f"news {room} {compartment}").hex()[:32]

    def news(self, room: str, compartments: Iterable[str]) -> object | None:
        """Return what changes with what is written in these compartments, here or by another process."""
        return self._news.of([self._name(room, each) for each in sorted(compartments)])

    def erase(self, room: str, compartments: Iterable[str]) -> None:
        """Destroy the keys of compartments, and vacuum away what held them."""
        with self._in_room(room) as db:
            data = bytearray(self._keys(db, room))
            for at, length in RoomKeys(self._master, room, bytes(data)).spans(compartments):
                data[at : at + length] = bytes(length)
            db.execute("UPDATE key SET sealed = %s WHERE room = %s", (bytes(data), room))
        self._vacuum()

    def destroy(self, room: str) -> None:
        """Destroy a room, keys first."""
        with self._in_room(room) as db:
            for table in ("key", *TABLES):
                db.execute(f"DELETE FROM {table} WHERE room = %s", (room,))  # noqa: S608  ours
        self._vacuum()

    def _vacuum(self) -> None:
        with _told(self), self._lock:
            self._connection().execute("VACUUM key")

    def close(self) -> None:
        """Let go of the connections."""
        self._news.over.set()
        with self._lock:
            if self._open is not None and self._process == os.getpid():
                self._open.close()
            self._open = None


class _News:
    """What all processes tell each other, heard on a connection of its own from the first question on."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._lock = threading.Lock()
        self._process = 0
        self._heard: dict[str, int] = {}
        self._since: int | None = None  # counts connections; None while there is none
        self.over = threading.Event()

    def of(self, names: Sequence[str]) -> object | None:
        """Return how often each name was heard; None while nothing is."""
        with self._lock:
            if self._process != os.getpid():
                self._process, self._since = os.getpid(), None
                threading.Thread(target=self._listen, daemon=True).start()
            if self._since is None:
                return None
            return (self._since, *(self._heard.get(name, 0) for name in names))

    def _listen(self) -> None:
        """Listen until it is over; whoever asks meanwhile has to look where the connection is lost."""
        connections = 0
        while not self.over.is_set():
            with (
                contextlib.suppress(psycopg.Error),
                psycopg.connect(self._address, autocommit=True) as db,
            ):
                db.execute(f"LISTEN {_CHANNEL}")
                connections += 1
                with self._lock:
                    self._since = connections
                while not self.over.is_set():
                    for note in db.notifies(timeout=1):
                        with self._lock:
                            self._heard[note.payload] = self._heard.get(note.payload, 0) + 1
            with self._lock:
                self._since = None
            self.over.wait(1)


@contextlib.contextmanager
def _told(store: PostgresStore) -> Iterator[None]:
    """Tell in words what the database refuses; nothing was written then."""
    try:
        yield
    except psycopg.errors.DiskFull:
        raise StoreError("the disk of the database is full; nothing was written") from None
    except psycopg.OperationalError:
        store.close()
        raise StoreError(
            "the database cannot be reached; whether it was written is not known"
        ) from None
    except psycopg.Error as problem:
        kind = type(problem).__name__
        raise StoreError(f"the database refuses ({kind}); nothing was written") from None
