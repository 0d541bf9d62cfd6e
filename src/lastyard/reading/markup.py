r"""Readable text of an HTML page, with the way back to the page.

An own scanner, in one pass and linear time whatever the page holds: tags are skipped,
the contents of scripts, navigation and the like are dropped, block elements end
paragraphs, entities are decoded. The text of ``<article>`` (or ``<main>``) is preferred
when the page has one. Nothing in the page is ever executed or fetched.

Example:
    >>> extract_html("<p>Talks &amp; votes</p><script>x</script><p>Next</p>").text
    'Talks & votes\n\nNext'
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape

from lastyard.reading.wordlists import word_set

_DROPPED = word_set(
    """script style noscript template svg math nav header footer aside form button select
    option iframe object figure figcaption head menu dialog canvas audio video textarea"""
)
_RAW = frozenset({"script", "style", "textarea", "title", "noscript", "iframe"})
_BLOCKS = word_set(
    """p div section article main h1 h2 h3 h4 h5 h6 ul ol li dl dt dd table tr td th blockquote
    pre br hr body html address details summary fieldset"""
)
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
