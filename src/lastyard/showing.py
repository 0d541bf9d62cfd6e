"""What of a user's text may be shown where: one rule for terminal, pages, Word, tables and links.

Words of a case come from anybody. A character that nobody sees but that acts (an escape that
drives a terminal, a control that turns the direction of what follows, a space without width) is
shown as its code, as ``\\x1b`` or ``\\u202e``: the reader sees that it is there, and two names that
differ in it look different. Joiners (in Persian, in emoji) and selectors of variants stay but for
those after Latin, Greek and Cyrillic letters, where they have no work to do; and so do the plain
marks of direction where a text has right-to-left letters.

Example:
    >>> shown("Report\\u202egnp.exe"), one_line("two\\nlines"), spreadsheet_cell("=1+1")
    ('Report\\\\u202egnp.exe', 'two lines', "'=1+1")
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

__all__ = [
    "is_safe_link",
    "json_text",
    "needs_quotes_in_yaml",
    "one_line",
    "shown",
    "spreadsheet_cell",
    "spreadsheet_text",
    "wide_json",
    "yaml_text",
]

_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
# Controls but for tab and line feed; what changes direction; what has no width or looks like a
# space and is called a letter; separators of lines; annotations, tags and other invisible commands; halves of pairs; what is no character.
_ACTING = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff"
    f"\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}"
)
_MARKS = "\u061c\u200e\u200f"
_RIGHT_TO_LEFT = (
    "[\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc"
    "\U00010800-\U00010fff\U0001e800-\U0001efff]"
)


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """Compile a large class when it is first needed: plain English needs none."""
    return re.compile(text)


_IDLE = "(?<=[ A-Za-z\u00c0-\u024f\u0370-\u052f])[\u200c\u200d\ufe00-\ufe0f\U000e0100-\U000e01ef]"
_HIDDEN = f"[{_ACTING}{_MARKS}]|{_IDLE}"
_NOT_IN_YAML = f"[{_ACTING}]"
_SPACES = re.compile("[\t\n\x0b\x0c\r\x85\u2028\u2029]+")
_FORMULA = re.compile("'*[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_QUOTED_FORMULA = re.compile("'+[=+\\-@\t\r\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d{1,3})?")
_NO_ASCII = re.compile("[^\x00-\x7f]")


def shown(text: str) -> str:
    """Return a text with every hidden character shown as its code; lines stay lines."""
    if text.isascii() and text.isprintable():
        return text
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if not _pattern(_HIDDEN).search(text):
        return text
    kept = _MARKS if _pattern(_RIGHT_TO_LEFT).search(text) else ""
    return _pattern(_HIDDEN).sub(
        lambda found: found[0] if found[0] in kept else _code(found[0]), text
    )


def one_line(text: str) -> str:
    """Return a text as :func:`shown`, on one line: no text can pass for a line of its own."""
    if text.isascii() and text.isprintable():
        return text
    return shown(_SPACES.sub(" ", text))


def _code(character: str) -> str:
    number = ord(character)
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def json_text(content: Any, *, indent: int | None = None, compact: bool = False) -> str:
    """Return content as JSON: every text whole, what is hidden in it as JSON's own escapes.

    Args:
        content: Plain JSON values.
        indent: Columns a level; None writes one line.
        compact: Whether to leave out spaces.
    """
    import io  # noqa: PLC0415  (not every command writes JSON)
    import json  # noqa: PLC0415

    separators = (",", ":") if compact else None
    if indent is None:
        text = json.dumps(content, ensure_ascii=False, separators=separators)
    else:
        # Piece by piece: a list of all of them would take many times the memory of the text.
        pieces = json.JSONEncoder(indent=indent, ensure_ascii=False).iterencode(content)
        written = io.StringIO()
        written.writelines(pieces)
        text = written.getvalue()
    # Nothing but texts can hold such characters, so that there every one may be an escape.
    return (
        _pattern(_HIDDEN).sub(_json_escape, text)
        if _NO_ASCII.search(text) or "\x7f" in text
        else text
    )


def wide_json(text: str) -> str:
    """Return JSON text with everything beyond ASCII as JSON's escapes."""
    return _NO_ASCII.sub(_json_escape, text)


def _json_escape(found: re.Match[str]) -> str:
    if found[0] == "\n" or found[0] == "\t":
        return found[0]
    number = ord(found[0])
    if number < 0x10000:
        return f"\\u{number:04x}"
    high, low = divmod(number - 0x10000, 0x400)
    return f"\\u{0xD800 + high:04x}\\u{0xDC00 + low:04x}"


def needs_quotes_in_yaml(text: str) -> bool:
    """Whether a text must stand in double quotes, so that :func:`yaml_text` can escape in it."""
    return not text.isascii() and _pattern(_NOT_IN_YAML).search(text) is not None


def yaml_text(text: str) -> str:
    """Return YAML text with what is hidden in its double quotes as YAML's own escapes."""
    return (
        text if text.isascii() else _pattern(_NOT_IN_YAML).sub(lambda found: _code(found[0]), text)
    )


def spreadsheet_cell(text: str) -> str:
    """Return a text as a cell of CSV that no spreadsheet takes for a formula.

    A cell that begins as formulas do gets an apostrophe before it, which spreadsheets read as
    "this is text"; numbers stay numbers.
    """
    text = shown(text)
    return "'" + text if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text


def spreadsheet_text(cell: str) -> str:
    """Return the text that :func:`spreadsheet_cell` made a cell of."""
    return cell[1:] if _QUOTED_FORMULA.match(cell) else cell


def is_safe_link(url: str) -> bool:
    """Whether an address may be a link: of the web, and leading where it seems to lead."""
    from urllib.parse import urlsplit  # noqa: PLC0415  (only reports have links)

    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    plain = not _pattern(_HIDDEN).search(url) and not re.search(r"[\s\\]", url)
    return parts.scheme in ("http", "https") and bool(host) and "@" not in parts.netloc and plain
