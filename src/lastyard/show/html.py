r"""Blocks as an HTML fragment, for notebooks and reports; words of users made harmless for HTML and XML.

Example:
    >>> xml_text('<b>"' + chr(0))
    '&lt;b&gt;&quot;\\x00'
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from xml.sax import saxutils

from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title, unmarked
from lastyard.show.words import unbroken
from lastyard.showing import shown

__all__ = ["draw_html", "xml_text"]


def draw_html(blocks: Iterable[Block], picture: str = "") -> str:
    """Draw blocks as one ``<div class="lastyard">``; no script, no outside request.

    Args:
        blocks: What to draw.
        picture: The text of an SVG picture to show below them; empty for none.

    Texts carry ``dir="auto"``, so that names in Arabic or Hebrew read rightly.
    """
    body = "\n".join(_element(unmarked(block)) for block in blocks)
    figure = f"<figure>\n{picture}</figure>\n" if picture else ""
    return f'<div class="lastyard">\n{body}\n{figure}</div>\n'


def _element(block: Block) -> str:
    match block:
        case Title(text, aside):
            more = f" <small>{_text(aside)}</small>" if aside else ""
            return f'<h2 dir="auto">{_text(text)}{more}</h2>'
        case Heading(text, remark):
            more = f" <small>({_text(remark)})</small>" if remark else ""
            return f'<h3 dir="auto">{_text(text)}{more}</h3>'
        case Paragraph(text):
            return f'<p dir="auto">{_text(text)}</p>'
        case Items(items, numbered):
            tag = "ol" if numbered else "ul"
            lines = "".join(
                f'<li dir="auto">{"<br>".join(map(_text, item))}</li>' for item in items
            )
            return f"<{tag}>{lines}</{tag}>"
        case Table(header, rows, caption):
            head = "".join(f'<th scope="col" dir="auto">{_text(cell)}</th>' for cell in header)
            body = "".join(
                "<tr>" + "".join(f'<td dir="auto">{_text(cell)}</td>' for cell in row) + "</tr>"
                for row in rows
            )
            title = f"<caption>{_text(caption)}</caption>" if caption else ""
            return f"<table>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _text(text: str) -> str:
    return escape(shown(unbroken(text)), quote=True)


def xml_text(text: str) -> str:
    """Return a text escaped for elements and for attributes in double quotes."""
    return saxutils.escape(shown(text), {'"': "&quot;"})
