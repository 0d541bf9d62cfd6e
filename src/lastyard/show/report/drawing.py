"""Sections, blocks and pieces of a report as HTML: for its page, and for the workbench."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from lastyard.show.blocks import (
    Entry,
    Heading,
    IssueMap,
    Items,
    Lead,
    Map,
    Paragraph,
    Part,
    Picture,
    Section,
    Table,
    Title,
)
from lastyard.show.html import xml_text
from lastyard.show.marks import Kind, isolated
from lastyard.show.words import unbroken
from lastyard.showing import is_safe_link

__all__ = ["Drawer"]

_LEGEND = (
    '<ul class="legend">'
    '<li><svg aria-hidden="true"><line class="a" x1="0" x2="100%" y1="50%" y2="50%"/></svg>'
    "left open by what was said</li>"
    '<li><svg aria-hidden="true"><line class="h" x1="0" x2="100%" y1="50%" y2="50%"/>'
    '<circle class="d" cx="50%" cy="50%" r="6.5"/></svg>asks or offers</li>'
    '<li><svg aria-hidden="true"><line class="r" x1="50%" x2="100%" y1="50%" y2="50%"/>'
    '<line class="s" x1="50%" x2="50%" y1="0" y2="100%"/></svg>'
    "refuses beyond{firm}</li>"
    '<li><svg aria-hidden="true"><rect class="f" x="0" width="100%" y="0" height="100%"/></svg>'
    "gap</li>"
    '<li><svg aria-hidden="true"><rect class="c" x="0" width="100%" y="0" height="100%"/>'
    '<line class="cb" x1="0" x2="100%" y1="100%" y2="100%"/></svg>common ground</li>'
    '<li><svg aria-hidden="true"><line class="k" x1="0" x2="100%" y1="50%" y2="50%"/>'
    '<circle class="q" cx="50%" cy="50%" r="4"/></svg>if the talks fail</li></ul>'
)


def _anchor(kind: str, id: str) -> str:
    """Return an anchor without anything that HTML forbids in one; findings go by their names."""
    if kind == "finding" and re.fullmatch(r"[\w.\-:]+", id):
        return id
    if re.fullmatch(r"[\w.\-]+", id):
        return f"{kind}-{id}"
    return f"{kind}--{id.encode('utf-8', 'surrogatepass').hex()}"


def _on_this_page(kind: str, id: str) -> str:
    return f"#{quote(_anchor(kind, id), safe=':')}"


class Drawer:
    """Draws sections, blocks and pieces of a report as HTML; every word of users is escaped.

    Args:
        statements: Per statement, what a reference to it shows as a tooltip.
        link: Returns where a reference leads, by its kind (``statement``, ``source``,
            ``finding``) and its identifier; default: to its entry on the same page.
    """

    def __init__(
        self, statements: Mapping[str, str], link: Callable[[str, str], str] | None = None
    ) -> None:
        self._statements = statements
        self._link = _on_this_page if link is None else link

    def section(self, section: Section) -> str:
        """Draw a section; one of the annex is folded."""
        aside = f" <small>{xml_text(section.aside)}</small>" if section.aside else ""
        blocks = "\n".join(map(self.block, section.blocks))
        start = f'<section id="{section.id}" aria-labelledby="{section.id}-title">\n'
        title = f'<h2 id="{section.id}-title">{xml_text(section.title)}{aside}</h2>'
        if section.is_annex:
            return f"{start}<details><summary>{title}</summary>\n{blocks}\n</details></section>"
        return f"{start}{title}\n{blocks}\n</section>"

    def _issue(self, found: IssueMap) -> str:
        tone = f' class="{found.tone}"' if found.tone else ""
        lanes = "".join(
            f'<li><span class="who"><bdi>{xml_text(who)}</bdi></span>{svg}'
            f'<span class="told">{self.text(told)}</span></li>'
            for who, told, svg in found.lanes
        )
        foot = ""
        if found.scale or found.silent or found.held:
            # The circle on the axis shows what holds; where there is no axis it is told.
            held = f'<span class="sr">{self.text(found.held)}</span>'
            told = (
                found.silent if found.scale else "; ".join(filter(None, (found.silent, found.held)))
            )
            said = f'<span class="told">{self.text(told)}</span>' if told else ""
            foot = f'<li class="foot">{found.scale}{said}{held if found.scale else ""}</li>'
        options = f'<p class="note">{self.text(found.options)}</p>' if found.options else ""
        look = "lanes" if found.scale else "lanes plain"
        return (
            f'<div class="issue"><h3><bdi>{xml_text(found.name)}</bdi> '
            f"<small{tone}>{self.text(found.verdict)}{self._why(found)}</small></h3>"
            f'<ul class="{look}">{lanes}{foot}</ul>{options}</div>'
        )

    def _why(self, found: IssueMap) -> str:
        """Lead from a verdict to its reasons; on one page with them, the lanes say it all."""
        if self._link is _on_this_page:
            return ""
        address = xml_text(self._link("finding", f"issue:{found.id}"))
        return f' <a class="why" href="{address}" aria-label="why: {xml_text(found.name)}">why</a>'

    def block(self, block: Part) -> str:
        """Draw one block."""
        match block:
            case Lead(text):
                return f'<p class="lead">{self.text(text)}</p>'
            case Paragraph(text):
                return f"<p>{self.text(text)}</p>"
            case Heading(text, remark):
                more = f" <small>{xml_text(remark)}</small>" if remark else ""
                return f"<h3>{self.text(text)}{more}</h3>"
            case Items(items, numbered):
                tag = "ol" if numbered else "ul"
                lines = "".join(f"<li>{self._lines(item)}</li>" for item in items)
                return f"<{tag}>{lines}</{tag}>"
            case Table():
                return self._table(block)
            case Map(issues, judged):
                firm = "; short stop: less than firm" if judged else ""
                return f"{_LEGEND.format(firm=firm)}{''.join(map(self._issue, issues))}"
            case Picture(svg, described):
                address = "data:image/svg+xml," + quote(svg, safe=" ='():;,/@+~!*?$&[]|")
                return (
                    f'<div class="wide picture" role="group" tabindex="0" '
                    f'aria-label="{xml_text(described)}"><img src="{xml_text(address)}" '
                    f'alt="{xml_text(described)}"></div>'
                )
            case Entry():
                return self._entry(block)
            case Title():
                return ""  # a page has one of its own

    def _lines(self, item: Sequence[str]) -> str:
        first, *rest = map(self.text, item)
        return first + "".join(f'<div class="sub">{line}</div>' for line in rest)

    def _table(self, table: Table) -> str:
        caption = xml_text(table.caption)
        head = "".join(
            f'<th scope="col">{self.text(cell)}</th>' if cell else "<td></td>"
            for cell in table.header
        )
        body = "".join(
            f'<tr><th scope="row">{self.text(row[0])}</th>'
            + "".join(f"<td>{self.text(cell)}</td>" for cell in row[1:])
            + "</tr>"
            for row in table.rows
        )
        return (
            f'<div class="wide" role="group" tabindex="0" aria-label="{caption}"><table>'
            f"<caption>{caption}</caption><thead><tr>{head}</tr></thead>"
            f"<tbody>{body}</tbody></table></div>"
        )

    def _entry(self, entry: Entry) -> str:
        ended = f' <span class="ended">{xml_text(entry.ended)}</span>' if entry.ended else ""
        quoted = (
            f'<blockquote dir="auto">{xml_text(entry.quote)}</blockquote>' if entry.quote else ""
        )
        lines = "".join(f"<p>{self.text(line)}</p>" for line in entry.lines)
        return (
            f'<article id="{_anchor(entry.kind, entry.id)}" class="entry {entry.kind}'
            f'{" past" if entry.ended else ""}"><h3><bdi>{xml_text(entry.id)}</bdi>{ended}</h3>'
            f"{lines}{quoted}</article>"
        )

    def text(self, text: str) -> str:
        """Draw a sentence."""
        return "".join(self._piece(kind, words) for kind, words in isolated(text))

    def _piece(self, kind: Kind, words: str) -> str:
        match kind:
            case "statement" if words in self._statements:
                return self._reference(kind, words, self._statements[words])
            case "source":
                return self._reference(kind, words, "source")
            case "finding":
                return self._reference(kind, words, "what it rests on")
            case "name":
                return f"<bdi>{xml_text(words)}</bdi>"
            case "strong":
                return f"<strong>{xml_text(words)}</strong>"
            case "link" if is_safe_link(words):
                address = xml_text(words)
                return f'<a href="{address}" rel="noreferrer noopener">{address}</a>'
            case "link":
                return f"<bdi>{xml_text(words)}</bdi>"
            case "meter":
                share, _, figure = words.partition(" ")
                width = f"{min(max(float(share), 0.0), 1.0) * 100:.4g}%"
                return (
                    f'<span class="meter">{xml_text(unbroken(figure))}<svg aria-hidden="true" width="100%" '
                    f'height="4"><rect class="all" width="100%" height="4"/>'
                    f'<rect class="part" width="{width}" height="4"/></svg></span>'
                )
            case _:
                return xml_text(unbroken(words))

    def _reference(self, kind: str, id: str, told: str) -> str:
        return (
            f'<a class="ref" href="{xml_text(self._link(kind, id))}" title="{xml_text(told)}">'
            f"<bdi>{xml_text(id)}</bdi></a>"
        )
