"""The few things an answer is made of, independent of how it is shown.

Their texts may hold references to statements, marked as :mod:`lastyard.show.marks` does.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from lastyard.show.marks import plain

__all__ = ["Block", "Heading", "Items", "Paragraph", "Table", "Title", "unmarked"]


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
    """A table.

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


Block = Title | Heading | Paragraph | Items | Table


def unmarked(block: Block) -> Block:
    """Return a block whose texts are plain words, without marks of references."""
    match block:
        case Title(text, aside):
            return Title(plain(text), plain(aside))
        case Heading(text, remark):
            return Heading(plain(text), plain(remark))
        case Paragraph(text):
            return Paragraph(plain(text))
        case Items(items, numbered, bars):
            return Items([[plain(line) for line in item] for item in items], numbered, bars)
        case Table(header, rows, caption, bars):
            cells = [[plain(cell) for cell in row] for row in rows]
            return Table([plain(cell) for cell in header], cells, plain(caption), bars)
