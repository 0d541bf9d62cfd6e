"""Who may ask the workbench what: the guard before every page.

It lets in nobody but the browser that was given the one-time token, which becomes a cookie
(HttpOnly, SameSite=Strict). It answers only under its own name, so that a page of the web cannot reach
it by giving its own name this machine's address (DNS rebinding), and takes changes only from its own pages
(Origin, and a token in every form). Every page forbids itself to load or reach anything but this server.
"""

from __future__ import annotations

import hmac
import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable, MutableMapping, Sequence
from http.cookies import CookieError, SimpleCookie
from typing import Any, NamedTuple
from urllib.parse import parse_qs

__all__ = [
    "HEADERS", "MOST_BYTES", "POLICY", "Application", "Guard", "Message", "Receive", "Scope", "Send", "Session", "limited",
    "with_headers",
]  # fmt: skip

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]
MOST_BYTES = 60_000_000
_MOST_SESSIONS = 32

# Named one by one: our style, our script, pictures of ours and those drawn into the page, our own
# addresses for events, and our own forms.
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
# What every page of ours says to a browser, here and in a room.
HEADERS = [
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Not `no-referrer`: browsers then say of our own forms that they come from nowhere.
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    # Answers are remembered by what they answer; a page never is.
    (b"cache-control", b"no-store"),
]
_HEADERS = [(b"content-security-policy", POLICY.encode()), *HEADERS]
# What anybody may have: it holds no word of a case.
_OPEN = ("/static/",)


class Session(NamedTuple):
    """A browser that was let in.

    Attributes:
        id: What its cookie holds.
        token: What its forms hold.
    """

    id: str
    token: str


class Guard:
    """The guard, as an ASGI application around another.

    Args:
        app: What it guards.
        port: The port that the server listens on.
        on_enter: Called when a browser came in, with the token for the next one.
    """

    def __init__(
        self, app: Application, port: int, on_enter: Callable[[str], None] | None = None
    ) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"lastyard-{port}"  # cookies do not tell ports apart
        self._sessions: OrderedDict[str, Session] = OrderedDict()
        self._on_enter = on_enter
        self.token = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        headers = _headers(scope)
        send = with_headers(send, _HEADERS)
        host = headers.get("host", "")
        if host not in self._hosts:
            await _refuse(send, 421, "This server answers only as 127.0.0.1.")
            return
        method = scope["method"]
        if method not in ("GET", "HEAD", "POST"):
            await _refuse(send, 405, "This is not done here.")
            return
        if scope["path"].startswith(_OPEN) and method != "POST":
            await self._app(scope, receive, send)
            return
        if scope["path"] == "/" and await self._enter(scope, send):
            return
        session = self._session(headers)
        if session is None:
            await _refuse(
                send,
                401,
                "This browser has not been let in. Open the address that `lastyard serve` printed; "
                "it works once, and the line below it gives the next.",
            )
            return
        if method == "POST":
            # Every browser says where a form comes from.
            if headers.get("origin") != f"http://{host}":
                await _refuse(send, 403, "This was not sent from a page of the workbench.")
                return
            length = headers.get("content-length", "0")
            if not length.isdigit() or int(length) > MOST_BYTES:
                await _refuse(send, 413, f"More than {MOST_BYTES // 1_000_000} MB is too much.")
                return
            receive = limited(receive)
        scope["session"] = session
        await self._app(scope, receive, send)

    async def _enter(self, scope: Scope, send: Send) -> bool:
        """Change the one-time token for a session, where a request brings one."""
        try:
            given = parse_qs(scope["query_string"].decode("ascii")).get("token", [""])[0]
        except (UnicodeDecodeError, ValueError):
            given = ""
        if not given:
            return False
        if not hmac.compare_digest(given.encode(), self.token.encode()):
            await _refuse(
                send,
                401,
                "This address was used already. The terminal shows another; or stop "
                "`lastyard serve` there with Ctrl-C and start it again.",
            )
            return True
        self.token = secrets.token_urlsafe(32)
        session = Session(secrets.token_urlsafe(32), secrets.token_urlsafe(32))
        self._sessions[session.id] = session
        while len(self._sessions) > _MOST_SESSIONS:
            self._sessions.popitem(last=False)
        cookie = f"{self._cookie}={session.id}; HttpOnly; SameSite=Strict; Path=/"
        await send(
            {
                "type": "http.response.start",
                "status": 303,
                "headers": [(b"location", b"/"), (b"set-cookie", cookie.encode())],
            }
        )
        await send({"type": "http.response.body", "body": b""})
        if self._on_enter is not None:
            self._on_enter(self.token)
        return True

    def _session(self, headers: dict[str, str]) -> Session | None:
        try:
            found = SimpleCookie(headers.get("cookie", "")).get(self._cookie)
        except CookieError:
            return None
        return self._sessions.get(found.value) if found is not None else None


def _headers(scope: Scope) -> dict[str, str]:
    return {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}


def limited(receive: Receive, most: int = MOST_BYTES) -> Receive:
    """Return what reads a body and stops where more comes than was said."""
    taken = 0

    async def stopped() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        if taken > most:
            return {"type": "http.disconnect"}
        return message

    return stopped


def with_headers(send: Send, more: Sequence[tuple[bytes, bytes]]) -> Send:
    """Return what sends an answer with further headers, but for those that it has."""

    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", []))
            names = {name for name, _ in own}
            more_own = [each for each in more if each[0] not in names]
            message = {**message, "headers": own + more_own}
        await send(message)

    return sent


async def _refuse(send: Send, status: int, told: str) -> None:
    body = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Last Yard</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="stylesheet" href="/static/workbench.css"></head><body class="alone"><main>'
        f"<h1>Not let in</h1><p>{told}</p></main></body></html>"
    ).encode()
    headers = [(b"content-type", b"text/html; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
