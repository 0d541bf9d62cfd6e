"""Opening a document: text, page or PDF, told apart by their first bytes.

Example:
    >>> opened = document_from(b"<html><body><p>Ada Moor agreed.</p></body></html>", "page")
    >>> opened.document.text, opened.is_plain
    ('Ada Moor agreed.', False)
"""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from lastyard.case.diagnostics import RequestError
from lastyard.files import read_at_most
from lastyard.reading.text import (
    LONGEST_DOCUMENT,
    UNKNOWN,
    Document,
    DocumentError,
    looks_like_html,
)

__all__ = ["Opened", "document_from", "open_document"]

_MOST_BYTES = 4 * LONGEST_DOCUMENT + 4


class Opened(NamedTuple):
    """A document, and whether its text is that of the file, letter by letter."""

    document: Document
    is_plain: bool


def open_document(path: str, day: date | None = None, page: str = "own") -> Opened:
    """Read a document from a file, or from standard input for ``-``.

    Args:
        path: Its path.
        day: Day of publication, when known.
        page: How the text of a page is taken out: ``own`` or ``trafilatura``.

    Raises:
        RequestError: If it cannot be read, or is empty, binary or too long.
    """
    try:
        if path == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            data = read_at_most(path, _MOST_BYTES)
    except OSError as problem:
        reason = (problem.strerror or "it cannot be read").lower()
        raise RequestError(f"cannot read {path!r}: {reason}") from None
    return document_from(data, "standard input" if path == "-" else path, day, page)


def document_from(data: bytes, name: str, day: date | None = None, page: str = "own") -> Opened:
    """Take a document's bytes.

    Args:
        data: The bytes.
        name: What to call it in messages.
        day: Day of publication, when known.
        page: How the text of a page is taken out: ``own`` or ``trafilatura``.

    Raises:
        RequestError: If they are no text, too many, or a PDF without the extra for it.
    """
    if len(data) > _MOST_BYTES:
        raise RequestError(
            f"{name}: more than {_MOST_BYTES // 1_000_000} MB is more than one report may have "
            f"({LONGEST_DOCUMENT:,} characters); split it into one file per report"
        )
    try:
        if data.lstrip()[:5] == b"%PDF-":
            from lastyard.drafting.pdf import text_of_pdf  # noqa: PLC0415  (an extra)

            text = text_of_pdf(data, name)
            document = Document.from_text(text, date=day, name=name)
            return Opened(replace(document, pieces=((0, UNKNOWN),)), False)
        if page == "trafilatura" and looks_like_html(data[:5000].decode("utf-8", "replace")):
            from lastyard.drafting.pages import text_of_page  # noqa: PLC0415  (an extra)

            found = text_of_page(data, name)
            document = Document.from_text(found.text, date=day or found.day, name=name)
            return Opened(replace(document, title=found.title, pieces=found.pieces), False)
        document = Document.from_bytes(data, date=day, name=name)
    except DocumentError as problem:
        raise RequestError(str(problem)) from None
    # The mark of UTF-8 that Windows puts first is no part of the text, here or in `check`.
    return Opened(document, document.text.encode() == data.removeprefix(codecs.BOM_UTF8))
