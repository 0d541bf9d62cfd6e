r"""Words of users made harmless for XML and HTML.

Example:
    >>> xml_text('<b>"' + chr(0))
    '&lt;b&gt;&quot;\\x00'
"""

from __future__ import annotations

from xml.sax.saxutils import escape

from lastyard.showing import shown

__all__ = ["shortened", "visible", "xml_text"]

visible = shown


def xml_text(text: str) -> str:
    """Return a text escaped for elements and for attributes in double quotes."""
    return escape(shown(text), {'"': "&quot;"})


def shortened(text: str, most: int) -> str:
    """Return a text of at most ``most`` characters on one line, cut with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "\u2026"
