"""One request over the network: no redirection, one deadline for the whole, secrets masked.

The two ways out of this machine (``read --fetch`` and ``read --endpoint``) go through here.
No cookies; a page that has moved is named, not followed, so that neither a key nor the text
of a document goes to a host that nobody has named. The deadline holds for everything
together, so that a server that sends a byte now and then keeps nobody waiting.

Example:
    >>> masked("https://me:pass@host.example/v1?key=k-123&page=2")
    'https://***@host.example/v1?key=***&page=2'
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import re
import socket
import threading
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

__all__ = ["NetworkError", "is_address", "masked", "request"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_PIECE = 65_536
_LONGEST_REASON = 200
_HIDDEN = "***"
# What names of parameters say that their values are nobody else's business.
_SECRET_NAME = re.compile(
    r"key|token|secret|passw|pwd|passphrase|sig|auth|cred|session|jwt|bearer|otp|ticket|hmac"
    r"|^(sid|pw|pass|code|access|sas|se|st)$",
    re.IGNORECASE,
)
# What looks like a secret wherever it stands: known beginnings, or long and without words.
_SECRET_BEGINNING = re.compile(
    r"(sk|pk|rk|ghp|gho|ghs|ghu|glpat|xox[a-z]|hf|eyJ|AKIA|AIza|ya29)[-_.\w]{8,}"
)
_LONG = re.compile(r"[A-Za-z0-9_~+/=.-]{20,}")
_PARAMETER = re.compile(r"([^&;=]*)=([^&;]*)")


class NetworkError(Exception):
    """A request that did not give what was asked for; the message holds no secret."""


class _Moved(urllib.request.HTTPRedirectHandler):
    """Makes a redirection an error."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""
        return


def is_address(text: str) -> bool:
    """Whether a text is an address on the network, ``http`` or ``https``."""
    return _ADDRESS.match(text) is not None


def masked(url: str) -> str:
    """Return an address with what looks like a secret in it shown as ``***``.

    Hidden are names and passwords before the host, values of parameters whose names tell that
    they are secret, and what looks like a key wherever it stands.
    """
    try:
        parts = urlsplit(url)
    except ValueError:
        before, mark, _ = url.partition("?")
        before = re.sub(r"//[^/]*@", f"//{_HIDDEN}@", before)
        return before + mark + (_HIDDEN if mark else "")
    host = parts.netloc
    if "@" in host:
        host = f"{_HIDDEN}@{host.rpartition('@')[2]}"
    path = "/".join(map(_masked_parameters, parts.path.split("/")))
    return urlunsplit(
        (
            parts.scheme,
            host,
            path,
            _masked_parameters(parts.query),
            _masked_parameters(parts.fragment),
        )
    )


def _masked_parameters(text: str) -> str:
    if "=" not in text:
        return _HIDDEN if _looks_secret(text) else text

    def hidden(found: re.Match[str]) -> str:
        name, value = found.groups()
        secret = bool(_SECRET_NAME.search(unquote(name))) or _looks_secret(value)
        return f"{name}={_HIDDEN if secret and value else value}"

    return _PARAMETER.sub(hidden, text)


def _looks_secret(text: str) -> bool:
    """Whether a text looks like a key: a known beginning, or long, mixed and without words."""
    text = unquote(text)
    if _SECRET_BEGINNING.fullmatch(text):
        return True
    if not _LONG.fullmatch(text):
        return False
    pieces = re.split(r"[-_.~/+=]", text)
    longest = max(pieces, key=len)
    kinds = sum(any(map(kind, longest)) for kind in (str.isdigit, str.islower, str.isupper))
    return len(longest) >= 16 and kinds >= 2


def request(
    url: str,
    *,
    seconds: float,
    most_bytes: int,
    data: bytes | None = None,
    headers: Mapping[str, str] | None = None,
) -> bytes:
    """Send one request and return the body of the answer.

    A name and a password in the address are sent as such (HTTP's basic authentication), unless
    ``headers`` has an ``Authorization``.

    Args:
        url: The address, ``http`` or ``https``.
        seconds: Limit of the whole time, from finding the host to the last byte.
        most_bytes: Limit of the size of the answer.
        data: What to send; None only asks.
        headers: Further headers.

    Raises:
        NetworkError: If there is no such answer within the limits, or the page has moved.
    """
    headers = dict(headers or {})
    sent = _Sent(url, data, headers, seconds, most_bytes)
    # In a thread of its own: finding a host and shaking hands know no deadline of ours.
    thread = threading.Thread(target=sent.run, daemon=True)
    thread.start()
    try:
        ended = sent.done.wait(seconds)
    finally:
        sent.hang_up()
    if not ended:
        raise NetworkError(f"the server is too slow: no whole answer in {seconds:g} seconds")
    if sent.problem is not None:
        raise NetworkError(_told(sent.problem, url, headers))
    return sent.body


def _told(problem: Exception, url: str, headers: Mapping[str, str]) -> str:
    """Return what went wrong, without what nobody else is to read."""
    if isinstance(problem, NetworkError):
        return str(problem)
    if isinstance(problem, urllib.error.HTTPError):
        moved = problem.headers.get("Location")
        problem.close()
        if 300 <= problem.code < 400 and moved:
            where = "".join(c for c in moved if c.isprintable())[:200]
            return f"moved to {masked(where)}; give that address, if you trust it"
        return f"the server answers {problem.code}; check the address"
    if isinstance(problem, ValueError):  # its message would show the header that it refuses
        return "cannot be fetched (the address or the key is not written as one)"
    reason = getattr(problem, "reason", None) or problem
    text = getattr(reason, "strerror", None) or str(reason) or type(reason).__name__
    for secret in _secrets_in(url, headers):
        text = text.replace(secret, _HIDDEN)
    # A library may repeat all that a server sent in the place of an answer.
    return f"cannot be fetched ({text[:_LONGEST_REASON]})"


def _secrets_in(url: str, headers: Mapping[str, str]) -> list[str]:
    """Return what must not show in messages of libraries, longest first."""
    found = {headers[name] for name in headers if name.lower() == "authorization"}
    found |= {text.partition(" ")[2] for text in found}
    found |= {piece for piece in re.split(r"[/?&;=#@:]", url) if len(piece) > 1}
    kept = set(re.split(r"[/?&;=#@:]", masked(url)))
    return sorted(found - kept, key=len, reverse=True)


class _Sent:
    """A request under way.

    Attributes:
        done: Set when it has ended, well or not.
        body: The answer.
        problem: Why there is none.
    """

    def __init__(
        self, url: str, data: bytes | None, headers: dict[str, str], seconds: float, most_bytes: int
    ) -> None:
        self.done = threading.Event()
        self.body = b""
        self.problem: Exception | None = None
        self._url, self._data, self._headers = url, data, headers
        self._seconds, self._most_bytes = seconds, most_bytes
        self._sockets: list[socket.socket] = []
        self._hung_up = False
        self._lock = threading.Lock()

    def run(self) -> None:
        """Send it, and keep what comes of it."""
        try:
            self.body = self._answer()
        except Exception as problem:
            self.problem = problem
        finally:
            self.done.set()

    def hang_up(self) -> None:
        """End the connections; whatever waits for them goes on with an error."""
        with self._lock:
            self._hung_up = True
            for connection in self._sockets:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
                connection.close()
            self._sockets.clear()

    def _connected(self, connection: socket.socket) -> None:
        with self._lock:
            if self._hung_up:
                raise TimeoutError
            # A second handle of the same connection: the first is given away under TLS.
            self._sockets.append(connection.dup())

    def _answer(self) -> bytes:
        if not is_address(self._url):
            raise NetworkError("is no http or https address")
        url, headers = _without_password(self._url)
        headers |= self._headers
        request = urllib.request.Request(url, self._data, headers)  # noqa: S310  (checked above)
        opener = urllib.request.build_opener(_Moved, *_handlers(self._connected))
        with opener.open(request, timeout=self._seconds) as answer:
            return self._body(answer)

    def _body(self, answer: Any) -> bytes:
        if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise NetworkError("the answer is compressed, unasked; save the page yourself")
        pieces: list[bytes] = []
        size = 0
        while piece := answer.read1(_PIECE):
            pieces.append(piece)
            size += len(piece)
            if size > self._most_bytes:
                raise NetworkError(f"larger than {self._most_bytes:,} bytes; nothing was kept")
        if answer.length:  # fewer bytes came than the server announced
            raise NetworkError("the answer was cut off; nothing was kept. Try again")
        return b"".join(pieces)


def _without_password(url: str) -> tuple[str, dict[str, str]]:
    """Take name and password out of an address, into the header that is made for them."""
    parts: SplitResult = urlsplit(url)
    if "@" not in parts.netloc:
        return url, {}
    who, _, host = parts.netloc.rpartition("@")
    basic = base64.b64encode(unquote(who).encode()).decode()
    return urlunsplit(parts._replace(netloc=host)), {"Authorization": f"Basic {basic}"}


def _handlers(connected: Callable[[socket.socket], None]) -> list[urllib.request.BaseHandler]:
    """Return handlers of urllib that tell of every connection as soon as it stands."""

    class Plain(http.client.HTTPConnection):
        def connect(self) -> None:
            super().connect()
            connected(self.sock)

    # The plain connection stands before hands are shaken on it.
    class Secure(http.client.HTTPSConnection, Plain):
        pass

    class OpenPlain(urllib.request.HTTPHandler):
        def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Plain, req)

    class OpenSecure(urllib.request.HTTPSHandler):
        def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
            return self.do_open(Secure, req)

    return [OpenPlain(), OpenSecure()]
