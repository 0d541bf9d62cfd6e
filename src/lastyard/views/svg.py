"""Parts of pictures: a frame that reads on light and dark pages, and escaped words.

Colours are Okabe and Ito's, darkened where needed so that marks stand out by 3 to 1 and words
by 4.5 to 1 on both papers; no colour carries a meaning alone.

Example:
    >>> label(3, 4, "<b>")
    '<text x="3.0" y="4.0">&lt;b&gt;</text>'
"""

from __future__ import annotations

from collections.abc import Iterable

from lastyard.views.escaping import xml_text

__all__ = ["COLOURS", "frame", "label"]

COLOURS = ("#2b7bba", "#d55e00", "#1a8f6e", "#b85c93", "#94761a", "#767676")
_STYLE = (
    ".ly{--paper:#fff;--ink:#1b1b1b;--soft:#595959;--line:#767676;--grid:#e0e0e0}"
    "@media (prefers-color-scheme:dark)"
    "{.ly{--paper:#17181b;--ink:#f2f2f2;--soft:#b9b9b9;--line:#8e8e8e;--grid:#3a3a3a}}"
    "@media print{.ly{--paper:#fff;--ink:#1b1b1b;--soft:#595959;--line:#767676;--grid:#e0e0e0}}"
    ".ly text{font:13px system-ui,sans-serif;fill:var(--ink)}.ly .head{font-size:15px;"
    "font-weight:600}.ly .small{font-size:11.5px;fill:var(--soft)}"
)


def frame(
    kind: str,
    size: tuple[float, float],
    title: str,
    description: str,
    style: str,
    parts: Iterable[str],
) -> str:
    """Return a whole picture, which stands alone or inside a page beside others.

    Args:
        kind: What is drawn, in one word.
        size: Width and height of the drawing.
        title: What it shows, in a few words.
        description: The same for those who do not see it: all that matters in it.
        style: Further rules of CSS; each begins with ``.ly-`` and the kind, so that it holds here alone.
        parts: What is drawn.
    """
    width, height = size
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" class="ly ly-{kind}" viewBox="0 0 {width:.0f} '
            f'{height:.0f}" width="{width:.0f}" role="img" style="max-width:100%">',
            f"<title>{xml_text(title)}</title>",
            f"<desc>{xml_text(description)}</desc>",
            f"<style>{_STYLE}{style}</style>",
            f'<rect width="{width:.0f}" height="{height:.0f}" style="fill:var(--paper)"/>',
            *parts,
            "</svg>",
            "",
        ]
    )


def label(x: float, y: float, text: str, attributes: str = "") -> str:
    """Return an escaped text element."""
    more = f" {attributes}" if attributes else ""
    return f'<text x="{x:.1f}" y="{y:.1f}"{more}>{xml_text(text)}</text>'
