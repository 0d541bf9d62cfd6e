# ruff: noqa: RUF001 - typographic marks are what this code is about
# ruff: noqa: RUF001, RUF002 - typographic marks are what this code is about
r"""Readable text of an HTML page, with the way back to the page.

An own scanner, in one pass and linear time whatever the page holds: tags are skipped,
the contents of scripts, navigation and the like are dropped, block elements end
paragraphs, entities are decoded. The text of ``<article>`` (or ``<main>``) is preferred
when the page has one. Nothing in the page is ever executed or fetched.

Example:
    >>> extract_html("<p>Talks &amp; votes</p><script>x</script><p>Next</p>").text
    'Talks & votes\n\nNext'

A document to be read: its text, its date and the way back to the original.

Errors of this package, all ``ValueError``::

    ReadingError
      DocumentError     the document is empty, binary, undecodable or too long
      AnchorError       a quotation cannot be found again, or not uniquely

Example:
    >>> from datetime import date
    >>> report = Document.from_text("Ada Moor said talks would resume.", date=date(2024, 3, 22))
    >>> report.text[:8], report.original_offset(4)
    ('Ada Moor', 4)

Quoted stretches of a text: curly, straight, guillemet and single quotation marks.

One pass over the quotation marks of each paragraph, with a look at the next paragraph
only where a quotation is left open, so the time is linear in the text. Marks of other
pairs are accepted as closing ones where their spacing says so (``“...”``, ``“..."``,
``„...“``), since reports mix them. A stretch left open ends with its paragraph, unless
the quotation plainly runs on.

Example:
    >>> text = 'She said: “We will ‘not’ go.”'
    >>> [(text[q.start : q.end], q.depth) for q in find_quotes(text, [(0, len(text))])]
    [('“We will ‘not’ go.”', 0), ('‘not’', 1)]

Anchors: a quotation's exact text with its surroundings and offsets, and finding it again.

The form is that of the W3C Web Annotation Data Model (TextQuoteSelector with 32
characters on each side, TextPositionSelector with [start, end) in code points).

Example:
    >>> text = "He said that talks would resume soon."
    >>> anchor = make_anchor(text, 13, 31)
    >>> refind(anchor, "New line. " + text).start
    23

Statements said again: the same words, or nearly, by the same speaker.

Within a report and across reports; a repeat is linked to the first, never counted twice.
Likeness is the share of words in common (Jaccard) over words and pairs of words, found
through an index of rare words, so the cost stays near linear.

Example:
    >>> link_repeats([("Moor", "talks will resume on Monday"), ("Moor", "Talks will resume Monday")])
    [None, 0]
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import unescape
from pathlib import Path
from typing import Any

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
    """Say whether a text begins as an HTML page does."""
    return _START.match(text[:5000]) is not None


def extract_html(html: str) -> Page:
    """Extract the readable text of a page; see the module's description."""
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


# Written as single marks, not as a set: re then skips ahead to the next first character.
MARKS: dict[str, tuple[str, ...]] = {
    "“": ("”", "“", '"', "''"),
    "„": ("“", "”", '"', "''"),
    "‟": ("”", "“"),
    "«": ("»",),
    "»": ("«", "»"),
    "”": ("”",),
    '"': ('"', "”"),
    "``": ("''", '"', "”"),
    "「": ("」",),
    "『": ("』",),
    "''": ("''",),
    '""': ('""',),
    "‘‘": ("’’", "‘‘"),
    "’’": ("’’",),
    "´´": ("´´",),
    ",,": ("''", "“", "’’", "‘‘", ",,"),
    "&quot;": ("&quot;",),
    "&#34;": ("&#34;",),
    "&ldquo;": ("&rdquo;",),
    "&#8220;": ("&#8221;",),
    "&laquo;": ("&raquo;",),
}
"""The marks that open a quotation, each with those that close it. Besides, the marks of typesetters
close whatever they themselves opened (people mix them); the doubled ones close only their own."""
_EVERY_MARK = sorted(
    {mark for opens, ends in MARKS.items() for mark in (opens, *ends)},
    key=lambda mark: (-len(mark), mark),
)
_NO_MARK = re.compile(r"(?!)")
_DOUBLE = re.compile("|".join(map(re.escape, _EVERY_MARK)))
_OF_ONE = re.compile("|".join(re.escape(mark) for mark in _EVERY_MARK if len(mark) == 1))
_OF_SEVERAL = re.compile("|".join(re.escape(mark) for mark in _EVERY_MARK if len(mark) > 1))


def _marks_of(text: str) -> re.Pattern[str]:
    """Give what finds the marks of a text; the longest is read first."""
    if _OF_SEVERAL.search(text) is not None:
        return _DOUBLE
    return _OF_ONE if _OF_ONE.search(text) is not None else _NO_MARK


# Marks that look the same at both ends, or that other things look like: they open only where a
# word begins, and close only what their own kind has opened.
_DOUBLED = frozenset(
    ["''", '""', "‘‘", "’’", "´´", ",,", "&quot;", "&#34;", "&ldquo;", "&rdquo;", "&#8220;",
     "&#8221;", "&laquo;", "&raquo;"]
)  # fmt: skip


# A quotation mark that was lost on the way, and became a question mark.
_LOST = re.compile(r"(?:(?<=\s)|^)\?(?=[^\W\d_])", re.M)
_LOST_END = re.compile(r"(?<=[,.!?…])\?(?![\w?])")
_LOST_END_OF_WORD = re.compile(r"(?<=\w)\?(?=[\s,.;)])")


# — We agree, — said Moor.
_DASHES = ("— ", "– ", "- ")
_DIALOGUE_DASH = re.compile(r"(?<=[,.!?…]) ?[—–-] (?=[^\W\d_])")
_SINGLE = re.compile("[‘’‚‹›'`´]")
_OPENING = word_set("“ „ « `` 「 『 ‟")
_CLOSING = frozenset(["”", "»", "''", "」", "』"])
_ELISIONS = re.compile(r"(?:em|tis|twas|til|cause|n|bout|s|t|re|ve|ll|d|m)\b|\d\ds?\b", re.I)
_LONGEST_SINGLE = 1500
_LONGEST_OPEN = 3


@dataclass(frozen=True, slots=True)
class Quote:
    """A quoted stretch.

    Attributes:
        start: Offset of the opening mark.
        end: Offset after the closing mark, or after the last character where none is.
        inner_start: Offset of the first quoted character.
        inner_end: Offset after the last quoted character.
        depth: 0 for a stretch of its own, 1 for one inside another.
        closed: Whether it has a closing mark.
        continues: Whether it goes on from a stretch left open in the paragraph before.
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    depth: int
    closed: bool
    continues: bool


def find_quotes(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Quote, ...]:
    """Find the quoted stretches of a text, in order of their beginnings.

    Args:
        text: The text.
        paragraphs: Its paragraphs as pairs of offsets, in order.
    """
    double = _marks_of(text)
    found: list[Quote] = _spoken_after_dashes(text, paragraphs, double)
    if double is _NO_MARK:
        found += _between_lost_marks(text, paragraphs)
    open_since: int | None = None
    open_after = 0
    opened_by = ""
    carried = False
    for number, (start, end) in enumerate(paragraphs):
        marks = [m for m in double.finditer(text, start, end) if not _is_measure(text, m.start())]
        if open_since is not None and not _runs_on(text, marks):
            open_since = None
        left = None
        for position, mark in enumerate(marks):
            at, after = mark.span()
            if open_since is None:
                if _opens(text, mark, start, position + 1 < len(marks)):
                    left = (at, after)
                    open_since, open_after, opened_by = at, after, mark.group()
                continue
            if _closes(text, mark, end, opened_by):
                found.append(Quote(open_since, after, open_after, at, 0, True, carried))
                open_since, carried = None, False
        carried = False
        if open_since is None:
            continue
        ahead = paragraphs[number + 1 : number + 1 + _LONGEST_OPEN]
        if _continued_without_mark(text, ahead, double):
            continue
        begin = left[0] if left else open_since
        found.append(Quote(begin, end, open_after, end, 0, False, False))
        carried = bool(ahead) and double.match(text, ahead[0][0]) is not None
        open_since = None
    found.sort(key=lambda quote: quote.start)
    found.extend(_single_quotes(text, paragraphs, found))
    found.sort(key=lambda quote: (quote.start, -quote.end))
    return tuple(found)


def _is_measure(text: str, at: int) -> bool:
    """Say whether a straight mark stands for inches or seconds, as in 5'10."""
    return (
        text[at] in "\"'"
        and text[at - 3 : at - 1].strip("0123456789") == "'"
        and text[at - 1].isdigit()
    )


def _between_lost_marks(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quote]:
    """Find what stands between marks that were lost and became question marks: *?We agree,? she said*."""
    found: list[Quote] = []
    for start, end in paragraphs:
        done = start
        openers = [m.start() for m in _LOST.finditer(text, start, end)]
        for number, at in enumerate(openers):
            if at < done:
                continue
            limit = openers[number + 1] if number + 1 < len(openers) else end
            close = _LOST_END.search(text, at + 1, limit) or _LOST_END_OF_WORD.search(
                text, at + 1, limit
            )
            if close is not None:
                done = close.end()
                found.append(Quote(at, done, at + 1, close.start(), 0, True, False))
    return found


def _spoken_after_dashes(
    text: str, paragraphs: Sequence[tuple[int, int]], double: re.Pattern[str]
) -> list[Quote]:
    """Find what is spoken in a dialogue with dashes (*— We agree, — said Moor*)."""
    found: list[Quote] = []
    if not any(dash in text for dash in _DASHES):
        return found
    for start, end in paragraphs:
        if text[max(0, start - 2) : start] not in _DASHES:
            continue
        dashes = list(_DIALOGUE_DASH.finditer(text, start, end))
        if not dashes or not text[dashes[0].end()].islower() or double.search(text, start, end):
            continue  # a list, not speech
        begin: int | None = start
        for dash in dashes:
            if begin is None:
                begin = dash.end()
                continue
            found.append(Quote(begin, dash.start(), begin, dash.start(), 0, True, False))
            begin = None
        if begin is not None:
            found.append(Quote(begin, end, begin, end, 0, False, False))
    return found


def _opens(text: str, mark: re.Match[str], start: int, more: bool) -> bool:
    """Say whether a mark met outside quotations opens one."""
    kind = mark.group()
    at, after = mark.span()
    if kind in _DOUBLED:
        return kind in MARKS and _space_before(text, at, start) and not _space_after(text, after)
    if kind in _OPENING:
        return True
    if kind in _CLOSING:
        return kind in "»”" and _space_before(text, at, start) and not _space_after(text, after)
    return more or (_space_before(text, at, start) and not _space_after(text, after))


def _closes(text: str, mark: re.Match[str], end: int, opened_by: str) -> bool:
    """Say whether a mark met inside a quotation closes it."""
    kind = mark.group()
    at, after = mark.span()
    if opened_by in _DOUBLED or kind in _DOUBLED - {"''"}:
        return kind in MARKS[opened_by]
    if kind in _CLOSING:
        return True
    if kind == '"':
        return True
    return after >= end or (not text[at - 1].isspace() and not text[after].isalnum())


def _space_before(text: str, at: int, start: int) -> bool:
    return at <= start or text[at - 1].isspace() or text[at - 1] in "([{—–-/"


def _space_after(text: str, after: int) -> bool:
    return after >= len(text) or text[after].isspace()


def _runs_on(text: str, marks: list[re.Match[str]]) -> bool:
    """Say whether a quotation left open ends at or runs through a paragraph with these marks."""
    return not marks or marks[0].group() not in _OPENING


def _continued_without_mark(
    text: str, ahead: Sequence[tuple[int, int]], double: re.Pattern[str]
) -> bool:
    """Say whether one of the next paragraphs closes a quotation before any opens one."""
    for start, end in ahead:
        mark = double.search(text, start, end)
        if mark is None:
            continue
        if mark.start() == start or mark.group() in _OPENING:
            return False
        if mark.group() in _CLOSING:
            return True
        return not _space_before(text, mark.start(), start)
    return False


def _single_quotes(
    text: str, paragraphs: Sequence[tuple[int, int]], double: Sequence[Quote]
) -> list[Quote]:
    """Find stretches between single marks, which apostrophes also look like."""
    found: list[Quote] = []
    starts = [quote.start for quote in double]
    for start, end in paragraphs:
        marks = [m.start() for m in _SINGLE.finditer(text, start, end)]
        closers = [at for at in marks if _may_close_single(text, at, end)]
        if not closers:
            continue
        done = start
        for at in marks:
            if at < done or not _may_open_single(text, at, start):
                continue
            limit = end
            around = bisect_left(starts, at + 1) - 1
            depth = 0
            if around >= 0 and double[around].end > at:
                depth, limit = 1, double[around].end
            close = _closer(text, closers, at, limit)
            if close is None:
                continue
            found.append(Quote(at, close + 1, at + 1, close, depth, True, False))
            done = close + 1
    return found


def _may_open_single(text: str, at: int, start: int) -> bool:
    before = text[at - 1] if at > start else " "
    after = text[at + 1] if at + 1 < len(text) else " "
    if not (before.isspace() or before in '([{—–-“"«:') or not (
        after.isalnum() or after in '“"[$£€'
    ):
        return False
    return text[at] in "‘‚‹" or _ELISIONS.match(text, at + 1) is None


def _may_close_single(text: str, at: int, end: int) -> bool:
    if text[at] in "‘‚‹" or at == 0 or text[at - 1].isspace():
        return False
    return at + 1 >= end or not (text[at + 1].isalnum())


def _closer(text: str, closers: list[int], at: int, limit: int) -> int | None:
    """Choose the mark that closes a single quotation opened at ``at``."""
    first: int | None = None
    for k in range(
        bisect_left(closers, at + 2), min(len(closers), bisect_left(closers, at + 2) + 12)
    ):
        close = closers[k]
        if close >= limit or close - at > _LONGEST_SINGLE:
            break
        if text[close - 1] in ".,?!…":
            return close if first is None or text[first - 1] == "s" else first
        if first is None or text[first - 1] == "s":
            first = close if first is None or text[close - 1] != "s" else first
        if text[close - 1] != "s":
            return first
    return first


CONTEXT = 32
"""Characters kept on each side of a quotation."""
_MARKS = str.maketrans(
    {
        "“": '"',
        "”": '"',
        "„": '"',
        "«": '"',
        "»": '"',
        "‘": "'",
        "’": "'",
        "–": "-",
        "—": "-",
        "\u00a0": " ",
    }
)
_SPACES = re.compile(r"\s+")


class AnchorError(ReadingError):
    """A quotation that cannot be found in a document, or not uniquely."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """A place in a text.

    Attributes:
        exact: The text itself.
        prefix: Up to 32 characters before it.
        suffix: Up to 32 characters after it.
        start: Offset of its first character, in code points.
        end: Offset after its last.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int

    def to_json(self) -> dict[str, Any]:
        """Give the anchor as plain JSON values."""
        return {
            "exact": self.exact,
            "prefix": self.prefix,
            "suffix": self.suffix,
            "start": self.start,
            "end": self.end,
        }


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """Anchor the characters [start, end) of a text.

    Raises:
        AnchorError: If the offsets do not lie within the text.
    """
    if not 0 <= start < end <= len(text):
        raise AnchorError(
            f"offsets {start} to {end} do not lie in a text of {len(text)} characters"
        )
    return Anchor(
        text[start:end],
        text[max(0, start - CONTEXT) : start],
        text[end : end + CONTEXT],
        start,
        end,
    )


def refind(anchor: Anchor, text: str) -> Anchor:
    """Find an anchor again in a text that may have been saved anew.

    First at its offsets; then every place with the exact text, the one whose surroundings
    agree best (the nearest of equals); then the same with white space joined and
    quotation marks and dashes made alike.

    Raises:
        AnchorError: If the text does not hold the quotation, or holds it at several places
            that fit equally well.
    """
    if not anchor.exact.strip():
        raise AnchorError("the anchor has no text")
    if text[anchor.start : anchor.end] == anchor.exact:
        return make_anchor(text, anchor.start, anchor.end)
    found = _best_place(anchor, text)
    if found is not None:
        return make_anchor(text, found, found + len(anchor.exact))
    plain, offsets = _plain(text)
    wanted = _plain(anchor.exact)[0].strip()
    relaxed = replace(
        anchor, exact=wanted, prefix=_plain(anchor.prefix)[0], suffix=_plain(anchor.suffix)[0]
    )
    found = _best_place(relaxed, plain) if wanted else None
    if found is None:
        raise AnchorError(f"the document does not contain {_shortened(anchor.exact)}")
    return make_anchor(text, offsets[found], offsets[found + len(wanted) - 1] + 1)


def _best_place(anchor: Anchor, text: str) -> int | None:
    """Find the place of the exact text whose surroundings agree best."""
    best: tuple[int, int] | None = None
    tied = False
    place = -1
    at = text.find(anchor.exact)
    while at >= 0:
        before = text[max(0, at - CONTEXT) : at]
        end = at + len(anchor.exact)
        after = text[end : end + CONTEXT]
        agreement = _common_end(before, anchor.prefix) + _common_start(after, anchor.suffix)
        score = (agreement, -abs(at - anchor.start))
        if best is None or score > best:
            tied = False
            best, place = score, at
        elif score == best:
            tied = True
        at = text.find(anchor.exact, at + max(1, len(anchor.exact)))
    if tied:
        raise AnchorError(
            f"the document contains {_shortened(anchor.exact)} at several places that fit equally"
        )
    return place if best is not None else None


def _common_end(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[-1 - count] == other[-1 - count]:
        count += 1
    return count


def _common_start(one: str, other: str) -> int:
    count = 0
    while count < min(len(one), len(other)) and one[count] == other[count]:
        count += 1
    return count


def _plain(text: str) -> tuple[str, list[int]]:
    """Join white space and make marks alike; also give each character's offset in the text."""
    characters: list[str] = []
    offsets: list[int] = []
    for match in re.finditer(r"\s+|\S+", text):
        found = match.group()
        if found[0].isspace():
            characters.append(" ")
            offsets.append(match.start())
        else:
            characters.append(found.translate(_MARKS))
            offsets.extend(range(match.start(), match.end()))
    return "".join(characters), offsets


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


_WORD = re.compile(r"\w+")
_STOP = word_set("""the a an of to in on at and or that is are was were be by for with as it its""")
_ALIKE = 0.6
_FEWEST = 2
_MOST_COMPARED = 30


def link_repeats(statements: Sequence[tuple[str, str]]) -> list[int | None]:
    """Link each statement to the first earlier one that it repeats.

    Args:
        statements: Pairs of speaker and words said, in order (of one report or of many).

    Returns:
        For each statement the number of the statement it repeats, or None.
    """
    index: dict[tuple[str, str], list[int]] = {}
    bags: list[frozenset[str]] = []
    first: list[int | None] = []
    for number, (speaker, words) in enumerate(statements):
        bag = frozenset(_WORD.findall(words.lower())) - _STOP
        bags.append(bag)
        key = speaker.lower()
        rivals: dict[int, int] = {}
        rare = sorted(bag, key=lambda w: (len(index.get((key, w), ())), w))[
            : max(3, len(bag) // 2 + 1)
        ]
        for word in rare:
            for other in index.get((key, word), ())[-_MOST_COMPARED:]:
                rivals[other] = rivals.get(other, 0) + 1
        match: int | None = None
        if len(bag) >= _FEWEST:
            for other in sorted(rivals):
                if _alike(bag, bags[other]):
                    match = other
                    break
        first.append(match if match is None or first[match] is None else first[match])
        for word in bag:
            index.setdefault((key, word), []).append(number)
    return first


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    common = len(one & other)
    return common >= _FEWEST and common >= _ALIKE * len(one | other)
