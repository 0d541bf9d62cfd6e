"""Opening a document: text, page, PDF or tables, told apart by their first bytes, CSV by its name.

Example:
    >>> opened = document_from(b"<html><body><p>Ada Moor agreed.</p></body></html>", "page")
    >>> opened.document.text, opened.is_plain
    ('Ada Moor agreed.', False)
"""

from __future__ import annotations

import codecs
import contextlib
import io
import logging
import sys
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path, PurePath
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from lastyard.case.quotes import places_of
from lastyard.drafting.tables import Table, csv_tables, kind_of_package, laid_out
from lastyard.errors import RequestError
from lastyard.files import read_at_most, refusals_told, safe_name, write_whole
from lastyard.reading.text import (
    LONGEST_DOCUMENT,
    UNKNOWN,
    Document,
    DocumentError,
    decoded,
    looks_like_html,
    whole_text,
    without_controls,
)
from lastyard.version import VERSION

__all__ = [
    "Opened",
    "PageText",
    "document_from",
    "fetch",
    "keep_copy",
    "open_document",
    "text_of_page",
    "text_of_pdf",
]

_SEPARATED = {".csv": None, ".tsv": "\t"}
_MOST_BYTES = 4 * LONGEST_DOCUMENT + 4


class Opened(NamedTuple):
    """A document as it was opened.

    Attributes:
        document: The document.
        is_plain: Whether its text is that of the file, letter by letter.
        tables: The tables in it: of a CSV, XLSX or DOCX file.
        is_prose: Whether it holds text besides the tables.
        notes: What was left out.
    """

    document: Document
    is_plain: bool
    tables: tuple[Table, ...] = ()
    is_prose: bool = True
    notes: tuple[str, ...] = ()


def open_document(path: str, day: date | None = None, page: str = "own") -> Opened:
    """Read a document from a file, or from standard input for ``-``.

    Args:
        path: Its path.
        day: Day of publication, when known.
        page: How the text of a page is taken out: ``own`` or ``trafilatura``.

    Raises:
        RequestError: If it cannot be read, or is empty, binary or too long.
    """
    with refusals_told(f"cannot read {path!r}"):
        if path == "-":
            data = sys.stdin.buffer.read(_MOST_BYTES + 1)
        else:
            data = read_at_most(path, _MOST_BYTES)
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
        kind = kind_of_package(data, name)
        if kind is not None:
            laid = laid_out(data, name, kind)
            document = Document.from_text(laid.text, date=day, name=name)
            document = replace(document, pieces=((0, UNKNOWN),))
            return Opened(document, False, laid.tables, kind == "docx", laid.notes)
        if data.lstrip()[:5] == b"%PDF-":
            text = text_of_pdf(data, name)
            document = Document.from_text(text, date=day, name=name)
            return Opened(replace(document, pieces=((0, UNKNOWN),)), False)
        if page == "trafilatura" and looks_like_html(data[:5000].decode("utf-8", "replace")):
            found = text_of_page(data, name)
            document = Document.from_text(found.text, date=day or found.day, name=name)
            return Opened(replace(document, title=found.title, pieces=found.pieces), False)
        document = Document.from_bytes(data, date=day, name=name)
    except DocumentError as problem:
        raise RequestError(str(problem)) from None
    # The mark of UTF-8 that Windows puts first is no part of the text, here or in `check`.
    plain = document.text.encode() == data.removeprefix(codecs.BOM_UTF8)
    if PurePath(name).suffix.lower() in _SEPARATED:
        delimiter = _SEPARATED[PurePath(name).suffix.lower()]
        return Opened(document, plain, csv_tables(document.text, name, delimiter), False)
    return Opened(document, plain)


class PageText(NamedTuple):
    """The text of a page, its title and its day, where it states them, and the way back."""

    text: str
    title: str | None
    day: date | None
    pieces: tuple[tuple[int, int], ...]


def text_of_page(data: bytes, name: str) -> PageText:
    """Return what trafilatura takes for the article of a page.

    Trafilatura leaves out what is not the article (menus, notices, lists of other articles)
    better than the reader's own extraction, but does not say where in the page its text came
    from. Each of its lines is looked for in the page; where the page holds it just as often, the
    way back is known, else (rows of tables, lines put together, lines also found in menus) it is
    said to be unknown. Quotes refer to trafilatura's text in any case.

    Raises:
        RequestError: If trafilatura is missing, or finds no article.
    """
    try:
        import trafilatura  # noqa: PLC0415  (an extra)
    except ImportError:
        raise RequestError(
            f"{name}: `--page trafilatura` needs trafilatura; "
            "`pip install 'lastyard[trafilatura]'`, or leave the option out"
        ) from None
    try:
        found: Any = trafilatura.bare_extraction(
            data, with_metadata=True, include_comments=False, deduplicate=False
        )
    except Exception as problem:  # broken pages are met with many kinds of exception
        raise RequestError(
            f"{name}: trafilatura cannot read the page ({type(problem).__name__}); "
            "leave `--page trafilatura` out"
        ) from None
    text = "" if found is None else (found.text or "").strip()
    if not text:
        raise RequestError(
            f"{name}: trafilatura finds no article in the page; leave `--page trafilatura` out, "
            "or save the article as .txt"
        )
    # One line a paragraph, as trafilatura writes it, would be taken for wrapped lines.
    lines = text.split("\n")
    return PageText(
        "\n\n".join(lines), found.title, _day(found.date), _pieces(lines, decoded(data, name))
    )


def _pieces(lines: Sequence[str], page: str) -> tuple[tuple[int, int], ...]:
    """Return for each line where it came from, piece by piece, as in a document."""
    whole, origins = whole_text(page)
    starts = [here for here, _ in origins]
    bare = [line.removeprefix("- ").strip() for line in lines]
    often, seen = Counter(bare), Counter[str]()
    places = {line: list(places_of(line, whole)) for line in often if line}
    found: list[tuple[int, int]] = []
    at = 0
    for line, words in zip(lines, bare, strict=True):
        number = seen[words]
        seen[words] += 1
        if len(places.get(words, ())) != often[words]:
            found.append((at, UNKNOWN))
        else:
            begin = places[words][number]
            shift = at + line.index(words) - begin
            if shift + begin > at:
                found.append((at, UNKNOWN))  # the mark of a list item is not the page's
            for k in range(max(0, bisect_right(starts, begin) - 1), len(origins)):
                here, there = origins[k]
                if here >= begin + len(words):
                    break
                skipped = max(0, begin - here)
                found.append((here + skipped + shift, there + skipped))
        at += len(line) + 2
    return tuple(found)


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


_MOST_PAGES = 500


def text_of_pdf(data: bytes, name: str) -> str:
    """Return the text of a PDF, pages parted by blank lines.

    A PDF places letters on a page; where words, lines and columns are is guessed. Offsets and
    quotes refer to the extracted text, never to the PDF.

    Raises:
        RequestError: If pypdf is missing, or the file is broken, locked, without text, or
            has more pages or text than a report may have.
    """
    try:
        import pypdf  # noqa: PLC0415  (an extra)
    except ImportError:
        raise RequestError(
            f"{name}: reading PDF needs pypdf; `pip install 'lastyard[pdf]'`, "
            "or save the document as .txt"
        ) from None
    # pypdf tells the oddities of a file through logging; they are no news to the user.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader: Any = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise RequestError(f"{name}: the PDF is locked by a password; save it without")
        count = len(reader.pages)
        if count > _MOST_PAGES:
            raise RequestError(
                f"{name}: {count:,} pages are more than one report may have ({_MOST_PAGES})"
            )
        pages: list[str] = []
        for page in reader.pages:
            # Fonts with two bytes a letter leave NULs and other controls that no reader sees.
            pages.append(without_controls(page.extract_text()))
            if sum(map(len, pages)) > LONGEST_DOCUMENT:
                raise RequestError(f"{name}: more text than one report may have; split it")
    except RequestError:
        raise
    except Exception as problem:  # pypdf meets broken files with many kinds of exception
        raise RequestError(
            f"{name}: the PDF cannot be read ({type(problem).__name__}); save it as .txt"
        ) from None
    if not any(page.strip() for page in pages):
        raise RequestError(
            f"{name}: the PDF holds no text, perhaps only pictures of pages; save it as .txt"
        )
    return "\n\n".join(page for page in pages if page.strip())


_MOST_FETCHED = 4 * LONGEST_DOCUMENT
_SECONDS = 20.0


def fetch(url: str, *, most_bytes: int = _MOST_FETCHED, seconds: float = _SECONDS) -> bytes:
    """Fetch one document with one request.

    The request is that of :mod:`lastyard.network`. The copy is what is read, so that quotes can be found again in it however
    the page changes.

    Raises:
        RequestError: If it cannot be had, has moved, or is too large or too slow.
    """
    # Most documents are files: what asks the network is not imported for them.
    from lastyard.network import NetworkError, masked, request  # noqa: PLC0415

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
    from lastyard.network import masked  # noqa: PLC0415

    parts = urlsplit(masked(url))
    last = parts.path.rstrip("/").rpartition("/")[2]
    return Path(last).stem or parts.hostname or "page"


def _ending(data: bytes) -> str:
    if data.lstrip()[:5] == b"%PDF-":
        return ".pdf"
    return ".html" if looks_like_html(data[:5000].decode("utf-8", "replace")) else ".txt"
