"""The few things an answer is made of, independent of how it is shown.

Their texts may hold references to statements, marked as :mod:`lastyard.show.marks` does. Screens are made of :data:`Block`,
which everything can draw; a report has some more, which a terminal draws as :func:`plainly` says.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from lastyard.show.marks import plain

__all__ = [
    "Block", "Entry", "Heading", "IssueMap", "Items", "Lead", "Map", "Paragraph", "Part", "Picture", "Section", "Table", "Title",
    "changed", "map_lines", "plainly", "unmarked",
]  # fmt: skip


class Title(NamedTuple):
    """The first line: what this is about, and as of when."""

    text: str
    aside: str = ""


class Heading(NamedTuple):
    """A heading, with a remark in brackets."""

    text: str
    remark: str = ""


class Paragraph(NamedTuple):
    """Running text."""

    text: str


class Items(NamedTuple):
    """A list; each item is a line with further lines below it.

    Attributes:
        items: Per item, its lines.
        numbered: Whether the order means something.
        bars: Per item a share from 0 to 1 that its first line tells, or None; drawn as a bar where
            that helps, on a terminal. None at all draws none.
    """

    items: Sequence[Sequence[str]]
    numbered: bool = False
    bars: Sequence[float | None] = ()


class Table(NamedTuple):
    """A table; in a report its first column heads its rows.

    Attributes:
        header: The column heads.
        rows: The cells, as many a row as there are heads.
        caption: What it shows, for those who cannot see it.
        bars: Per row a share from 0 to 1, or None; as for :class:`Items`.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    bars: Sequence[float | None] = ()


class Lead(NamedTuple):
    """The answer itself, shown large."""

    text: str


class Picture(NamedTuple):
    """A picture with colours of its own, as :mod:`lastyard.show.solutions` draws them.

    Attributes:
        svg: A whole SVG file.
        described: What it shows, for those who cannot see it.
    """

    svg: str
    described: str


class Entry(NamedTuple):
    """One statement, source or finding: what references lead to.

    Attributes:
        kind: ``statement``, ``source`` or ``finding``.
        id: Its identifier.
        lines: What is known of it.
        quote: Its words, if it has any.
        ended: Why it no longer counts; empty if it does.
    """

    kind: str
    id: str
    lines: Sequence[str]
    quote: str = ""
    ended: str = ""


class IssueMap(NamedTuple):
    """Where the parties stand on one issue.

    Attributes:
        name: The issue.
        verdict: What it comes to.
        tone: ``bad``, ``good``, ``ask`` or nothing: what colour may add to the words.
        lanes: Who, where they stand in words, and the same drawn; no drawing where the options do not
            fit an axis.
        silent: Who said nothing, or has no position.
        held: What holds if the talks fail.
        scale: The axis, drawn; empty where there is none.
        options: The options in words, where there is no axis.
        id: The issue's identifier.
    """

    name: str
    verdict: str
    tone: str
    lanes: Sequence[tuple[str, str, str]]
    silent: str = ""
    held: str = ""
    scale: str = ""
    options: str = ""
    id: str = ""


class Map(NamedTuple):
    """Where the parties stand, issue by issue.

    Attributes:
        issues: The issues.
        judged: Whether a short stop tells a refusal that is less than firm.
    """

    issues: Sequence[IssueMap]
    judged: bool = True


Block = Title | Heading | Paragraph | Items | Table
Part = Block | Lead | Picture | Entry | Map


class Section(NamedTuple):
    """A part of a report with a title.

    Attributes:
        id: Its anchor.
        title: What it is called.
        blocks: What it holds; a section without blocks is left out.
        aside: A remark beside the title.
        is_annex: Whether it stands behind the first two pages: folded on a screen.
    """

    id: str
    title: str
    blocks: Sequence[Part] = ()
    aside: str = ""
    is_annex: bool = False


def changed(block: Block, change: Callable[[str], str]) -> Block:
    """Return a block with each of its texts changed."""
    match block:
        case Title(text, aside):
            return Title(change(text), change(aside))
        case Heading(text, remark):
            return Heading(change(text), change(remark))
        case Paragraph(text):
            return Paragraph(change(text))
        case Items(items, numbered, bars):
            return Items([[change(line) for line in item] for item in items], numbered, bars)
        case Table(header, rows, caption, bars):
            cells = [[change(cell) for cell in row] for row in rows]
            return Table([change(cell) for cell in header], cells, change(caption), bars)


def unmarked(block: Block) -> Block:
    """Return a block whose texts are plain words, without marks of references."""
    return changed(block, plain)


def map_lines(found: IssueMap) -> list[str]:
    """Return where the parties stand on an issue in words: what it comes to, then a line a lane."""
    lines = [f"{found.name}: {found.verdict}", *(f"{who}: {told}" for who, told, _ in found.lanes)]
    return [line for line in (*lines, found.silent, found.held, found.options) if line]


def plainly(part: Part) -> list[Block]:
    """Return a part of a report as blocks for a terminal; nothing of a picture."""
    match part:
        case Lead(text):
            return [Paragraph(text)]
        case Picture():
            return []
        case Map(issues, _):
            return [Items(list(map(map_lines, issues)))]
        case Entry(_, id, lines, quote, ended):
            told = [id + (f" ({ended})" if ended else ""), *lines]
            return [Items([[*told, f'"{quote}"'] if quote else told])]
        case _:
            return [part]
