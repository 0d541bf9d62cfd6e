"""Serving rooms: on this machine, or behind TLS under a name of its own."""

from __future__ import annotations

import contextlib
import secrets
import socket
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import uvicorn

from lastyard.errors import LastYardError, RequestError
from lastyard.room.acts import settle, view
from lastyard.room.pages.doors import Doors
from lastyard.room.pages.routes import room_site
from lastyard.room.pages.site import Site
from lastyard.room.roles import MEDIATOR, Role
from lastyard.room.store import NotHere, Store
from lastyard.web.work import Work

__all__ = ["invitation", "now", "random_text", "serve"]

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
    taken = _listening(host, port)
    port = taken.getsockname()[1]
    origin = (origin or f"http://127.0.0.1:{port}").rstrip("/")
    with tempfile.TemporaryDirectory(prefix="lastyard-") as nothing:
        work = Work(nothing, 1)
        site = Site(store, Doors(store, random_text), clock, origin)
        over = threading.Event()
        clockwork = threading.Thread(target=_settle_all, args=(store, clock, over), daemon=True)
        # Nothing is logged: addresses and errors may tell who talks with whom.
        settings = uvicorn.Config(
            room_site(site, work), log_config=None, log_level="critical", access_log=False,
            server_header=False, date_header=False, lifespan="off", ws="none",
            timeout_graceful_shutdown=2, proxy_headers=False,
            ssl_certfile=certificate[0] if certificate else None,
            ssl_keyfile=certificate[1] if certificate else None,
        )  # fmt: skip
        try:
            with contextlib.suppress(KeyboardInterrupt):
                work.start()
                clockwork.start()
                _tell(store, site, say)
                uvicorn.Server(settings).run(sockets=[taken])
        finally:
            over.set()
            work.stop()
            taken.close()


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host, port))
        taken.listen(128)
    except OSError:
        taken.close()
        raise RequestError(f"port {port} is taken; give another with --port, or none") from None
    return taken


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


def _settle_all(store: Store, clock: Callable[[], datetime], over: threading.Event) -> None:
    """Do what is due in every room at its time, though nobody looks; what fails is tried again."""
    while not over.wait(_EVERY - time.time() % _EVERY):
        for room in store.rooms():
            if over.is_set():
                return
            with contextlib.suppress(LastYardError):
                settle(store, room, clock())
