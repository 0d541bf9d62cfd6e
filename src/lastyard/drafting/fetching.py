"""One document from the network, only when asked: one request, and a copy that is kept.

No cookies, no second request (a page that has moved is named, not followed), a limit of
size and of time. The copy is what is read, so that quotes can be found again in it however
the page changes.
"""

from __future__ import annotations

import contextlib
import http.client
import re
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from lastyard.case.diagnostics import RequestError
from lastyard.drafting.drafts import free_name
from lastyard.reading.text import LONGEST_DOCUMENT, looks_like_html
from lastyard.files import write_whole
from lastyard.version import VERSION

__all__ = ["fetch", "is_address", "keep_copy"]

_ADDRESS = re.compile(r"https?://", re.IGNORECASE)
_MOST_BYTES = 4 * LONGEST_DOCUMENT
_SECONDS = 20.0
_PIECE = 65_536


class _NotFollowed(urllib.request.HTTPRedirectHandler):
    """Makes a redirection an error, which names where the page has moved to."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Follow nothing."""
        return


def is_address(document: str) -> bool:
    """Whether a document is named by its address on the network."""
    return _ADDRESS.match(document) is not None


def fetch(url: str, *, most_bytes: int = _MOST_BYTES, seconds: float = _SECONDS) -> bytes:
    """Fetch one document with one request.

    Args:
        url: Its address, ``http`` or ``https``.
        most_bytes: Limit of its size.
        seconds: Limit of the whole time.

    Raises:
        RequestError: If it cannot be had, has moved, or is too large or too slow.
    """
    headers = {
        "User-Agent": f"lastyard/{VERSION}",
        "Accept": "text/html, text/plain, application/pdf",
        "Accept-Encoding": "identity",
    }
    end = time.monotonic() + seconds
    try:
        request = urllib.request.Request(url, headers=headers)  # noqa: S310 - checked by the caller
        with urllib.request.build_opener(_NotFollowed).open(request, timeout=seconds) as answer:
            return _body(answer, url, most_bytes, end)
    except urllib.error.HTTPError as problem:
        moved = problem.headers.get("Location")
        problem.close()
        if 300 <= problem.code < 400 and moved:
            shown = "".join(c for c in moved if c.isprintable())[:200]
            raise RequestError(
                f"{url}: moved to {shown}; give that address, if you trust it"
            ) from None
        raise RequestError(f"{url}: the server answers {problem.code}; check the address") from None
    except (OSError, http.client.HTTPException, ValueError) as problem:
        reason = getattr(problem, "reason", None) or problem
        raise RequestError(
            f"{url}: cannot be fetched ({reason}); save the page and give the file"
        ) from None


def _body(answer: Any, url: str, most_bytes: int, end: float) -> bytes:
    if answer.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise RequestError(f"{url}: the answer is compressed, unasked; save the page yourself")
    pieces: list[bytes] = []
    size = 0
    while piece := answer.read1(_PIECE):
        pieces.append(piece)
        size += len(piece)
        if size > most_bytes:
            raise RequestError(f"{url}: larger than {most_bytes:,} bytes; nothing was kept")
        if time.monotonic() > end:
            raise RequestError(f"{url}: the server is too slow; nothing was kept")
    if answer.length:  # fewer bytes came than the server announced
        raise RequestError(f"{url}: the answer was cut off; nothing was kept. Try again")
    return b"".join(pieces)


def keep_copy(data: bytes, url: str, folder: Path) -> Path:
    """Write a fetched document to a file of its own, or find the same copy there.

    Raises:
        RequestError: If it cannot be written.
    """
    stem, ending = free_name(_stem(url), ()), _ending(data)
    number = 1
    while True:
        path = folder / (f"{stem}{ending}" if number == 1 else f"{stem}-{number}{ending}")
        try:
            if path.read_bytes() == data:
                return path
            number += 1
        except FileNotFoundError:
            # Another process may take the name in between; its file is then looked at, too.
            with contextlib.suppress(FileExistsError):
                write_whole(str(path), data, over=False)
                return path
        except OSError as problem:
            raise RequestError(f"cannot read {str(path)!r}: {problem.strerror}") from None


def _stem(url: str) -> str:
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rpartition("/")[2]
    return Path(last).stem or parts.hostname or "page"


def _ending(data: bytes) -> str:
    if data.lstrip()[:5] == b"%PDF-":
        return ".pdf"
    return ".html" if looks_like_html(data[:5000].decode("utf-8", "replace")) else ".txt"
