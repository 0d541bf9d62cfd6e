"""Words of users made harmless for XML and HTML.

Example:
    >>> xml_text('<b>"' + chr(0))
    '&lt;b&gt;&quot;\ufffd'
"""

from __future__ import annotations

import re
from xml.sax.saxutils import escape

__all__ = ["shortened", "visible", "xml_text"]

# Control characters, halves of surrogate pairs, and what Unicode keeps from being characters.
_NONCHARACTERS = "".join(chr(plane << 16 | low) for plane in range(17) for low in (0xFFFE, 0xFFFF))
_FORBIDDEN = re.compile(f"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{_NONCHARACTERS}]")


def visible(text: str) -> str:
    """Return a text with every character that XML or HTML forbids shown as U+FFFD."""
    return _FORBIDDEN.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))


def xml_text(text: str) -> str:
    """Return a text escaped for elements and for attributes in double quotes."""
    return escape(visible(text), {'"': "&quot;"})


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` characters on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"
