# ruff: noqa: RUF001 - typographic marks are what this code is about
"""A document to be read: its text, its date and the way back to the original.

Errors of this package, all ``ValueError``::

    ReadingError
      DocumentError     the document is empty, binary, undecodable or too long
      AnchorError       a quotation cannot be found again, or not uniquely

Example:
    >>> from datetime import date
    >>> report = Document.from_text("Ada Moor said talks would resume.", date=date(2024, 3, 22))
    >>> report.text[:8], report.original_offset(4)
    ('Ada Moor', 4)
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from lastyard.reading.markup import extract_html, looks_like_html

UNKNOWN = -1
"""In place of an offset in the original that is not known."""

LONGEST_DOCUMENT = 5_000_000
"""Longest document read by default, in characters (a news report has about 4,000)."""

_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SHOWN_AS_SPACE = dict.fromkeys(
    [*range(0x2000, 0x200C), 0xA0, 0x202F, 0x205F, 0x3000, 0xFEFF, 0x2060, 0x0B, 0x0C, 0x85], " "
) | {0x2028: "\n", 0x2029: "\n", 0xFF02: '"', 0x2032: "'", 0x02BC: "’", 0x2011: "-", 0x2010: "-"}
_ODD = re.compile("[" + "".join(map(chr, _SHOWN_AS_SPACE)) + "]")


class ReadingError(ValueError):
    """A document, a draft or a request to the reader that cannot be used."""


class DocumentError(ReadingError):
    """A document that is empty, binary, undecodable or too long."""


@dataclass(frozen=True, slots=True)
class Document:
    """A text with its date.

    Attributes:
        text: The text that all offsets of a reading refer to, in Unicode code points. For
            plain text it is the original, unchanged; for HTML it is what was extracted.
        date: Day of publication, or None; weekdays are resolved against it.
        name: How the user calls the document (a path, an address), for messages.
        pieces: For HTML: pairs (offset in ``text``, offset in the original) at which the
            correspondence starts anew, with ``UNKNOWN`` for the latter where the way back is
            not known; empty when both are the same.
        title: Title, when the format gives one.
    """

    text: str
    date: dt.date | None = None
    name: str = "document"
    pieces: tuple[tuple[int, int], ...] = ()
    title: str | None = None

    @classmethod
    def from_text(
        cls,
        text: str,
        *,
        date: dt.date | None = None,
        name: str = "document",
        longest: int = LONGEST_DOCUMENT,
    ) -> Document:
        """Take plain text.

        Raises:
            DocumentError: If the text is empty, has control characters as binary files have
                them, or is longer than ``longest`` characters.
        """
        _check_text(text, name, longest)
        return cls(text, date, name)

    @classmethod
    def from_html(
        cls,
        html: str,
        *,
        date: dt.date | None = None,
        name: str = "document",
        longest: int = LONGEST_DOCUMENT,
    ) -> Document:
        """Extract the readable text of a page, remembering where each piece came from.

        Raises:
            DocumentError: As for ``from_text``, or if the page has no readable text.
        """
        _check_text(html, name, longest)
        page = extract_html(html)
        if not page.text.strip():
            raise DocumentError(
                f"{name}: the page has no readable text; save the article itself as .txt"
            )
        return cls(page.text, date or page.date, name, page.pieces, page.title)

    @classmethod
    def from_bytes(
        cls,
        data: bytes,
        *,
        date: dt.date | None = None,
        name: str = "document",
        longest: int = LONGEST_DOCUMENT,
    ) -> Document:
        """Decode a file's bytes (UTF-8, UTF-16 with a mark, else Windows-1252) and take them.

        Pages are recognised by their first characters.

        Raises:
            DocumentError: As for ``from_text``, or if the bytes are not text.
        """
        if len(data) > 4 * longest + 4:
            raise DocumentError(_too_long(name, len(data), "bytes", longest))
        text = decoded(data, name)
        if looks_like_html(text):
            return cls.from_html(text, date=date, name=name, longest=longest)
        return cls.from_text(text, date=date, name=name, longest=longest)

    @classmethod
    def from_file(
        cls, path: str | Path, *, date: dt.date | None = None, longest: int = LONGEST_DOCUMENT
    ) -> Document:
        """Read a .txt or .html file.

        Raises:
            DocumentError: As for ``from_bytes``, or if the file cannot be read.
        """
        path = Path(path)
        try:
            size = path.stat().st_size
            if size > 4 * longest + 4:
                raise DocumentError(_too_long(str(path), size, "bytes", longest))
            data = path.read_bytes()
        except OSError as error:
            raise DocumentError(
                f"{path}: cannot be read ({error.strerror}); check the path and permissions"
            ) from error
        return cls.from_bytes(data, date=date, name=str(path), longest=longest)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the text, as hexadecimal digits."""
        return hashlib.sha256(self.text.encode("utf-8", "surrogatepass")).hexdigest()

    def original_offset(self, offset: int) -> int | None:
        """Give the place in the original that an offset into ``text`` came from.

        None where that is not known: in a PDF, and in a page that trafilatura has read at
        tables, and at lines that the page does not hold, or holds more often than the text.
        """
        if not self.pieces:
            return offset
        k = max(0, bisect_right(self.pieces, (offset, 1 << 62)) - 1)
        here, there = self.pieces[k]
        if there == UNKNOWN:
            return None
        if k + 1 < len(self.pieces) and self.pieces[k + 1][1] > there:
            return min(there + offset - here, self.pieces[k + 1][1])
        return there + offset - here


def normalised(text: str) -> str:
    """Map odd spaces and marks to plain ones, one character for one, so offsets stay true."""
    # str.translate looks up every character; few texts have any of these.
    return _ODD.sub(lambda match: _SHOWN_AS_SPACE[ord(match.group())], text)


def decoded(data: bytes, name: str) -> str:
    """Return the text of a file: UTF-8, UTF-16 with a mark, else Windows-1252.

    Raises:
        DocumentError: If it is binary.
    """
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        if b"\x00" in data or encoding == "utf-16":
            raise DocumentError(_binary(name)) from None
        return data.decode("cp1252", "replace")


def _check_text(text: str, name: str, longest: int) -> None:
    if len(text) > longest:
        raise DocumentError(_too_long(name, len(text), "characters", longest))
    if not text.strip():
        raise DocumentError(f"{name}: the document is empty; give a file with text")
    odd = len(_CONTROL.findall(text)) + text.count("\ufffd")
    if "\x00" in text or odd * 100 > len(text):
        raise DocumentError(_binary(name))
    if not any(unicodedata.category(c)[0] in "LN" for c in text[:10000]) and not any(
        c.isalnum() for c in text
    ):
        raise DocumentError(f"{name}: the document has no words; give a file with text")


def _binary(name: str) -> str:
    return f"{name}: this is not a text (binary data); save the document as .txt or .html first"


def _too_long(name: str, size: int, unit: str, longest: int) -> str:
    return (
        f"{name}: {size:,} {unit} is more than one report may have ({longest:,} characters); "
        "split it into one file per report, or raise the limit"
    )
