"""The guard before every page of a room: its own name, its own forms, nothing from elsewhere, nothing too long."""

from __future__ import annotations

from urllib.parse import urlsplit

from lastyard.room.pages.site import MOST_BYTES, digest_of
from lastyard.web.guard import HEADERS, Application, Message, Receive, Scope, Send, limited

__all__ = ["POLICY", "Guard"]

# The style of the first page stands in it, and is allowed by its digest alone.
POLICY = (
    f"default-src 'none'; style-src 'self' '{digest_of('room.css')}'; script-src 'self'; img-src data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    (b"content-security-policy", POLICY.encode()),
    *HEADERS,
    (b"cache-control", b"no-store"),
]


class Guard:
    """The guard, as an ASGI application around another.

    Args:
        app: What it guards.
        origin: Where it is reached, as browsers tell it: ``https://room.example.org``.
    """

    def __init__(self, app: Application, origin: str) -> None:
        self._app, self._origin = app, origin
        secure = [(b"strict-transport-security", b"max-age=31536000")]
        self._headers = _HEADERS + (secure if origin.startswith("https:") else [])
        self._host = urlsplit(origin).netloc.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self._app(scope, receive, send)
            return
        headers = dict(scope["headers"])
        send = _with_headers(send, self._headers)
        if headers.get(b"host") != self._host:
            await _refuse(send, 421)
        elif scope["method"] not in ("GET", "HEAD", "POST"):
            await _refuse(send, 405)
        elif scope["method"] == "POST" and headers.get(b"origin") != self._origin.encode():
            await _refuse(send, 403)
        elif scope["method"] == "POST" and not _is_short(headers.get(b"content-length", b"")):
            await _refuse(send, 413)
        else:
            await self._app(scope, limited(receive, MOST_BYTES), send)


def _is_short(length: bytes) -> bool:
    return length.isdigit() and int(length[:12]) <= MOST_BYTES


def _with_headers(send: Send, more: list[tuple[bytes, bytes]]) -> Send:
    async def sent(message: Message) -> None:
        if message["type"] == "http.response.start":
            own = list(message.get("headers", []))
            message = {**message, "headers": [*own, *more]}
        await send(message)

    return sent


async def _refuse(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": b"This is not done here.\n"})
