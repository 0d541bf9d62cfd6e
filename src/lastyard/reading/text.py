# ruff: noqa: RUF001 - typographic marks are what this code is about
"""A document to be read: its text, its date and the way back to the original file or page.

Files are decoded and HTML pages turned into readable text; odd marks, spaces and digits become plain
ones, one character for one, so that places in the text stay what they are.

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
from html import unescape
from pathlib import Path

from lastyard.reading.wordlists import word_list, word_set

_DROPPED = word_list("elements left out")
_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe"})
_BLOCKS = word_list("elements that break")
_VOID = word_set("area base br col embed hr img input link meta source track wbr")
_TAG_NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]*)")
_ENTITY_OR_SPACE = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});?|\s+"
)
_START = re.compile(
    r"\s*(?:<!--.{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|article|div|p|meta)\b",
    re.I | re.S,
)
_DATE = re.compile(
    r"(?:article:published_time|datePublished|pubdate|date)[\"'][^>]{0,80}?"
    r"content\s*=\s*[\"'](\d{4}-\d\d-\d\d)|\"datePublished\"\s*:\s*\"(\d{4}-\d\d-\d\d)"
)
_DEEPEST = 10_000
_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


@dataclass(frozen=True, slots=True)
class Page:
    """The text of a page, its pieces (text offset, page offset), title and stated date."""

    text: str
    pieces: tuple[tuple[int, int], ...]
    title: str | None
    date: dt.date | None


def looks_like_html(text: str) -> bool:
    """Return whether a text begins as an HTML page does."""
    return _START.match(text[:5000]) is not None


def extract_html(html: str) -> Page:
    r"""Extract the readable text of a page.

    An own scanner, in one pass and linear time whatever the page holds: tags are skipped, the contents
    of scripts, navigation and the like are dropped, block elements end paragraphs, entities are
    decoded. The text of ``<article>`` (or ``<main>``) is preferred when the page has one. Nothing in
    the page is ever executed or fetched.

    Example:
        >>> extract_html("<p>Talks &amp; votes</p><script>x</script><p>Next</p>").text
        'Talks & votes\n\nNext'
    """
    title = _title(html)
    lowered = html.translate(_LOWER)  # str.lower may change the length of a text
    for element in ("article", "main"):
        opening = lowered.find(f"<{element}")
        closing = lowered.rfind(f"</{element}")
        if 0 <= opening < closing:
            text, pieces = _scan(html, lowered, opening, closing)
            if len(text) >= 200:
                return Page(text, pieces, title, _stated_date(html))
    text, pieces = _scan(html, lowered, 0, len(html))
    return Page(text, pieces, title, _stated_date(html))


def whole_text(html: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return all text of a page, menus and notices too, and its pieces as in :class:`Page`."""
    return _scan(html, html.translate(_LOWER), 0, len(html), everything=True)


class _Writer:
    """Collects text and the offsets it came from; joins white space; parts paragraphs."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.pieces: list[tuple[int, int]] = []
        self.length = 0
        self.pending = ""

    def block(self) -> None:
        if self.length:
            self.pending = "\n\n"

    def run(self, html: str, start: int, end: int) -> None:
        """Add the page's characters from start to end."""
        at = start
        for match in _ENTITY_OR_SPACE.finditer(html, start, end):
            self._add(html[at : match.start()], at)
            found = match.group()
            if found[0] == "&":
                decoded = unescape(found)
                if decoded.isspace():
                    self.pending = self.pending or " "
                else:
                    self._add(decoded, match.start())
            elif self.length:
                self.pending = self.pending or " "
            at = match.end()
        self._add(html[at:end], at)

    def _add(self, characters: str, source: int) -> None:
        if not characters:
            return
        if self.pending:
            self.pieces.append((self.length, source))
            self.parts.append(self.pending)
            self.length += len(self.pending)
            self.pending = ""
        self.pieces.append((self.length, source))
        self.parts.append(characters)
        self.length += len(characters)


def _scan(
    html: str, lowered: str, start: int, end: int, *, everything: bool = False
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Walk the page from tag to tag."""
    writer = _Writer()
    dropped: list[str] = []
    at = start
    while at < end:
        opening = html.find("<", at, end)
        if opening < 0:
            opening = end
        if not dropped:
            writer.run(html, at, opening)
        if opening == end:
            break
        at = _tag(html, lowered, opening, end, writer, dropped)
        if everything:
            dropped.clear()
    return "".join(writer.parts), tuple(writer.pieces)


def _tag(
    html: str, lowered: str, opening: int, end: int, writer: _Writer, dropped: list[str]
) -> int:
    """Deal with what begins at a ``<``; return the offset to go on from."""
    if html.startswith("<!--", opening):
        closing = html.find("-->", opening + 4, end)
        return end if closing < 0 else closing + 3
    name_match = _TAG_NAME.match(html, opening + 1)
    if name_match is None:
        if html.startswith(("<!", "<?"), opening):
            closing = html.find(">", opening, end)
            return end if closing < 0 else closing + 1
        if not dropped:
            writer.run(html, opening, opening + 1)
        return opening + 1
    name = name_match.group(1).lower()
    closing = html.find(">", name_match.end(), end)
    after = end if closing < 0 else closing + 1
    ending = html[opening + 1] == "/"
    if name in _BLOCKS or name in _DROPPED:
        writer.block()
    if ending:
        if dropped and name in dropped[-8:]:
            while dropped.pop() != name:
                pass
    elif name in _RAW:
        closing = lowered.find(f"</{name}", after, end)
        return end if closing < 0 else closing
    elif name in _DROPPED and name not in _VOID and len(dropped) < _DEEPEST:
        dropped.append(name)
    return after


def _title(html: str) -> str | None:
    head = html[:100_000]
    match = re.search(r"<title[^>]{0,200}>([^<]{1,500})", head, re.I)
    return " ".join(unescape(match.group(1)).split()) or None if match else None


def _stated_date(html: str) -> dt.date | None:
    match = _DATE.search(html[:200_000])
    if match is None:
        return None
    try:
        return dt.date.fromisoformat(match.group(1) or match.group(2))
    except ValueError:
        return None


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
    """A document, a draft or a request to the reader that cannot be used.

    The errors of this package, all ``ValueError``::

        ReadingError
          DocumentError     the document is empty, binary, undecodable or too long
          AnchorError       a quotation cannot be found again, or not uniquely
    """


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
        """Return the place in the original that an offset into ``text`` came from.

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


_DIGITS = re.compile(r"[^\D0-9]|(?<=\d)[\u066b\u066c](?=\d)|\u066a")
_MARKS_OF_NUMBERS = {"\u066b": ".", "\u066c": ",", "\u066a": "%"}


def plain_digits(text: str) -> str:
    """Return a text with the decimal digits of every script, and Arabic marks of numbers, as in English.

    Each character stays one character, so that places in it stay what they are.

    Example:
        >>> plain_digits("\u0661\u066c\u0665\u0660\u0660 or \u0665\u066b\u0665\u066a")
        '1,500 or 5.5%'
    """
    if text.isascii():
        return text
    return _DIGITS.sub(
        lambda one: _MARKS_OF_NUMBERS.get(one.group()) or str(unicodedata.digit(one.group())), text
    )


def without_controls(text: str) -> str:
    """Return a text without control characters; line ends and tabs stay."""
    return _CONTROL.sub("", text)


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
