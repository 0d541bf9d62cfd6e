"""A report as Markdown: the same sections, figures told in words.

Every character of the case that Markdown would read as a mark is escaped, so that words of
users stay words. Quotes are block quotes; statements and sources have anchors.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from lastyard.answers.report import Report
from lastyard.budget import unlimited
from lastyard.show.blocks import (
    Entry,
    Heading,
    Items,
    Lead,
    Map,
    Paragraph,
    Part,
    Picture,
    Section,
    Table,
    Title,
    plainly,
)
from lastyard.show.marks import pieces, plain
from lastyard.show.report.sections import as_of, for_whom, sections_of
from lastyard.showing import shown

__all__ = ["report_markdown"]

_NEEDED = re.compile(r"([\\`*_\[\]<>|~$&@])")


@unlimited()
def report_markdown(report: Report) -> str:
    """Draw a report as Markdown (CommonMark with tables)."""
    parts = [f"# {_escaped(report.case.title)}", f"{as_of(report)}{_escaped(for_whom(report))}."]
    in_annex = False
    for section in sections_of(report):
        if section.is_annex and not in_annex:
            in_annex = True
            parts += ["---", "*Annex: what stands behind the first two pages.*"]
        parts += _section(section)
    return "\n\n".join(parts) + "\n"


def _section(section: Section) -> list[str]:
    aside = f" ({_escaped(section.aside)})" if section.aside else ""
    return [f"## {_escaped(section.title)}{aside}", *map(_block, section.blocks)]


def _block(block: Part) -> str:
    match block:
        case Lead(text):
            return f"**{_escaped(plain(text))}**"
        case Paragraph(text):
            return _text(text)
        case Heading(text, remark):
            return f"### {_text(text)}" + (f" ({_escaped(remark)})" if remark else "")
        case Items(items, numbered):
            return "\n".join(_item(item, f"{k}." if numbered else "-") for k, item in
                             enumerate(items, 1))  # fmt: skip
        case Table(header, rows, caption):
            lines = [header, *rows]
            cells = ["| " + " | ".join(map(_text, line)) + " |" for line in lines]
            rule = "|" + " --- |" * len(header)
            return "\n".join([f"*{_escaped(caption)}*", "", cells[0], rule, *cells[1:]])
        case Picture(_, described):
            return f"*{_escaped(described)}* The picture is in the HTML report."
        case Map():
            return _block(*plainly(block))
        case Entry():
            return _entry(block)
        case Title():
            return ""


def _item(lines: Sequence[str], mark: str) -> str:
    indent = " " * (len(mark) + 1)
    first, *rest = map(_text, lines)
    return "\\\n".join([f"{mark} {first}", *(indent + line for line in rest)])


def _entry(entry: Entry) -> str:
    ended = f" ({_escaped(entry.ended)})" if entry.ended else ""
    parts = [f'### <a id="{_anchor(entry.kind, entry.id)}"></a>{_escaped(entry.id)}{ended}']
    if entry.lines:
        parts.append("\\\n".join(map(_text, entry.lines)))
    if entry.quote:
        parts.append("\n".join(f"> {_escaped(line)}" for line in _lines(entry.quote)))
    return "\n\n".join(parts)


def _lines(text: str) -> list[str]:
    return [line for line in shown(text).split("\n") if line.strip()] or [""]


def _anchor(kind: str, id: str) -> str:
    return f"{kind}-{quote(shown(id), safe='').replace('%', '.')}"


def _text(text: str) -> str:
    drawn = []
    for kind, words in pieces(text):
        match kind:
            case "statement" | "source" | "finding":
                drawn.append(f"[{_escaped(words)}](#{_anchor(kind, words)})")
            case "strong":
                kept = words.rstrip()
                drawn.append(f"**{_escaped(kept)}**{words[len(kept) :]}")
            case "meter":
                drawn.append(_escaped(words.partition(" ")[2]))
            case _:
                drawn.append(_escaped(words))
    return "".join(drawn)


def _escaped(text: str) -> str:
    """Escape what would be a mark; at the start of a line also what would start a list."""
    line = " ".join(shown(text).split("\n"))
    escaped = _NEEDED.sub(r"\\\1", line)
    start = re.match(r"\s*(#{1,6}(?=\s|$)|[-+](?=\s|$)|\d+(?=[.)])|=+\s*$|-+\s*$)", escaped)
    if start:
        at = start.end() if start[1][0].isdigit() else start.start(1)
        escaped = f"{escaped[:at]}\\{escaped[at:]}"
    return escaped
