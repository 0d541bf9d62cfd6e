"""Small SVG elements that take the page's colours and fit any width.

Places across are shares of the width (written as percentages) and places down are pixels, so
that a figure fills a phone or a sheet of paper while its letters keep their size. Elements
carry classes only: the page says how they look, in light, dark and print.

Example:
    >>> circle(0.5, 10, 4, "mark")
    '<circle class="mark" cx="50%" cy="10" r="4"/>'
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from lastyard.views.escaping import xml_text

__all__ = ["Anchor", "circle", "drawing", "label", "line", "rectangle"]

Anchor = Literal["start", "middle", "end"]


def drawing(elements: Sequence[str], height: float, described: str) -> str:
    """Return an ``<svg>`` as wide as its place, with a description for those who cannot see it.

    Args:
        elements: What is drawn.
        height: Its height in pixels.
        described: What it shows.
    """
    inside = "".join(elements)
    return (
        f'<svg class="drawing" width="100%" height="{_number(height)}" role="img" '
        f'aria-label="{xml_text(described)}">{inside}</svg>'
    )


def line(start: tuple[float, float], end: tuple[float, float], style: str, title: str = "") -> str:
    """Return a line between two places (share of the width, pixels down)."""
    (x1, y1), (x2, y2) = start, end
    body = f"<title>{xml_text(title)}</title>" if title else ""
    return (
        f'<line class="{style}" x1="{_share(x1)}" y1="{_number(y1)}" x2="{_share(x2)}" '
        f'y2="{_number(y2)}"' + (f">{body}</line>" if body else "/>")
    )


def circle(x: float, y: float, radius: float, style: str, title: str = "") -> str:
    """Return a circle with a tooltip."""
    body = f"<title>{xml_text(title)}</title>" if title else ""
    return f'<circle class="{style}" cx="{_share(x)}" cy="{_number(y)}" r="{_number(radius)}"' + (
        f">{body}</circle>" if body else "/>"
    )


def rectangle(x: float, y: float, width: float, height: float, style: str) -> str:
    """Return a rectangle with round corners; x and width are shares of the width."""
    return (
        f'<rect class="{style}" x="{_share(x)}" y="{_number(y)}" width="{_share(width)}" '
        f'height="{_number(height)}" rx="3"/>'
    )


def label(
    x: float, y: float, text: str, style: str = "", anchor: Anchor = "start", indent: float = 0
) -> str:
    """Return a text; ``indent`` moves it by pixels to the right."""
    shift = f' dx="{_number(indent)}"' if indent else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    look = f' class="{style}"' if style else ""
    return f'<text{look} x="{_share(x)}" y="{_number(y)}"{shift}{where}>{xml_text(text)}</text>'


def _share(share: float) -> str:
    return f"{_number(round(share * 100, 2))}%"


def _number(number: float) -> str:
    return f"{number:.6g}"
