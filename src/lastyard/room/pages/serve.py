"""Serving rooms: on this machine, or behind TLS under a name of its own."""

from __future__ import annotations

import contextlib
import secrets
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from lastyard.errors import LastYardError, RequestError
from lastyard.room.acts import settle, view
from lastyard.room.events import instant, moment
from lastyard.room.pages.doors import Doors
from lastyard.room.pages.routes import room_site
from lastyard.room.pages.site import Site
from lastyard.room.roles import MEDIATOR, Role
from lastyard.room.room import Room
from lastyard.room.store import NotHere, Store
from lastyard.web.bench import listening, quiet_server
from lastyard.web.work import Work

__all__ = ["Clockwork", "invitation", "next_due", "now", "random_text", "serve"]

_SHOWN = 20
_EVERY = 20


def now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


def random_text() -> str:
    """Return a secret that nobody can guess, of letters and digits."""
    return secrets.token_hex(24)


def invitation(store: Store, room: str, role: Role) -> str:
    """Return the code of a new invitation for a member of a room."""
    known = view(store, room, role if role.party is not None else MEDIATOR)
    if role.party is not None and known.charter and role.party not in known.charter.parties:
        raise NotHere
    return Doors(store, random_text).invite(room, role, now())


def serve(
    store: Store,
    *,
    port: int = 0,
    host: str = "127.0.0.1",
    origin: str | None = None,
    certificate: tuple[str, str] | None = None,
    clock: Callable[[], datetime] = now,
    say: Callable[[str], None] = print,
) -> None:
    """Serve the rooms of a store until somebody stops it.

    Args:
        store: The store.
        port: The port; 0 takes one that is free.
        host: The address to listen on.
        origin: Where browsers reach it; None: this machine, by its port.
        certificate: The files of certificate and key, where TLS ends here.
        clock: Tells the time.
        say: Tells, on the terminal.

    Raises:
        RequestError: If the port is taken, or others could listen in.
    """
    if host not in ("127.0.0.1", "localhost", "::1") and not (origin or "").startswith("https://"):
        raise RequestError(
            "others than this machine reach a room by https only: give --origin https://..., "
            "with --certificate and --key, or behind what ends TLS on this machine"
        )
    taken = listening(host, port)
    port = taken.getsockname()[1]
    origin = (origin or f"http://127.0.0.1:{port}").rstrip("/")
    with tempfile.TemporaryDirectory(prefix="lastyard-") as nothing:
        work = Work(nothing, 1)
        site = Site(store, Doors(store, random_text), clock, origin)
        over = threading.Event()
        clockwork = threading.Thread(target=Clockwork(site).run, args=(over,), daemon=True)
        file, key = certificate or (None, None)
        server = quiet_server(room_site(site, work), ssl_certfile=file, ssl_keyfile=key)
        try:
            with contextlib.suppress(KeyboardInterrupt):
                work.start()
                clockwork.start()
                _tell(store, site, say)
                server.run(sockets=[taken])
        finally:
            over.set()
            work.stop()
            taken.close()


def _tell(store: Store, site: Site, say: Callable[[str], None]) -> None:
    """Tell where it is, and the mediator's invitation of each room that nobody came into yet."""
    rooms = store.rooms()
    say(f"Last Yard keeps {len(rooms)} room{'s' if len(rooms) != 1 else ''} at {site.origin}")
    told = 0
    for room in rooms:
        if told >= _SHOWN:
            say("  For the others: lastyard room invite FOLDER ROOM")
            break
        if not site.doors.has_come(room, MEDIATOR, site.clock()):
            say(f"  room {room}, for the mediator, once:")
            say(f"  {site.origin}/join#{site.doors.invite(room, MEDIATOR, site.clock())}")
            told += 1
    say("Nothing is logged. Stop it with Ctrl-C.")


class Clockwork:
    """What does what is due in every room at its time, though nobody looks.

    When something is next due is kept for each room, so that many rooms that rest cost nothing.

    Args:
        site: The pages; rooms in which something was asked are looked at anew.
    """

    def __init__(self, site: Site) -> None:
        self._site = site
        self._due: dict[str, str] = {}
        self._news: dict[str, object] = {}

    def run(self, over: threading.Event) -> None:
        """Go on until it is over."""
        while not over.wait(_EVERY - time.time() % _EVERY):
            self.tick(over)

    def tick(self, over: threading.Event) -> list[str]:
        """Do what is due by now, and return the rooms that were looked at; what fails is tried again."""
        store, at = self._site.store, instant(self._site.clock())
        asked = {self._site.asked.pop() for _ in range(len(self._site.asked))}
        rooms = store.rooms()
        news = {room: store.news(room, ("shared",)) for room in rooms}  # of other processes
        due = [
            room
            for room in rooms
            if room in asked or self._due.get(room, "") <= at or news[room] != self._news.get(room)
        ]
        for room in due:
            if over.is_set():
                break
            with contextlib.suppress(LastYardError):
                settle(store, room, self._site.clock())
                self._due[room] = next_due(view(store, room, MEDIATOR))
                self._news[room] = news[room]
        return due


def next_due(room: Room) -> str:
    """Return when something happens next of itself in a room."""
    charter, log = room.charter, room.in_compartment("log")
    published = [str(each.content["next"]) for each in log if each.kind == "published"]
    gates = [
        at
        for each in room.gates
        for at in (None if each.listed else each.gate.lists, each.next_close)
        if at is not None
    ]
    found = [at for at in (*gates, *published[-1:]) if at]
    if not found and log and charter:  # over: its day to be destroyed
        return instant(moment(log[-1].at) + timedelta(days=charter.keep_days))
    return min(found, default="")
