"""One document from the network, only when asked: one request, and a copy that is kept.

The request is that of :mod:`lastyard.network`. The copy is what is read, so that quotes can be found again in it however
the page changes.
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from urllib.parse import urlsplit

from lastyard.errors import RequestError
from lastyard.files import safe_name, write_whole
from lastyard.network import NetworkError, is_address, masked, request
from lastyard.reading.text import LONGEST_DOCUMENT, looks_like_html
from lastyard.version import VERSION

__all__ = ["fetch", "is_address", "keep_copy"]

_MOST_FETCHED = 4 * LONGEST_DOCUMENT
_SECONDS = 20.0


def fetch(url: str, *, most_bytes: int = _MOST_FETCHED, seconds: float = _SECONDS) -> bytes:
    """Fetch one document with one request.

    Raises:
        RequestError: If it cannot be had, has moved, or is too large or too slow.
    """
    headers = {
        "User-Agent": f"lastyard/{VERSION}",
        "Accept": "text/html, text/plain, application/pdf",
        "Accept-Encoding": "identity",
    }
    try:
        return request(url, seconds=seconds, most_bytes=most_bytes, headers=headers)
    except NetworkError as problem:
        more = "; save the page and give the file" if "cannot be" in str(problem) else ""
        raise RequestError(f"{masked(url)}: {problem}{more}") from None


def keep_copy(data: bytes, url: str, folder: Path) -> Path:
    """Write a fetched document to a file of its own, or find the same copy there.

    Raises:
        RequestError: If it cannot be written.
    """
    stem, ending = safe_name(_stem(url), (), gap="-", empty="document"), _ending(data)
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
    parts = urlsplit(masked(url))
    last = parts.path.rstrip("/").rpartition("/")[2]
    return Path(last).stem or parts.hostname or "page"


def _ending(data: bytes) -> str:
    if data.lstrip()[:5] == b"%PDF-":
        return ".pdf"
    return ".html" if looks_like_html(data[:5000].decode("utf-8", "replace")) else ".txt"
