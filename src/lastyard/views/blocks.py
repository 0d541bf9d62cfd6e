"""The few things an answer is made of, independent of how it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

__all__ = ["Block", "Heading", "Items", "Paragraph", "Table", "Title"]


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
    """

    items: Sequence[Sequence[str]]
    numbered: bool = False


class Table(NamedTuple):
    """A table.

    Attributes:
        header: The column heads.
        rows: The cells, as many a row as there are heads.
        caption: What it shows, for those who cannot see it.
    """

    header: Sequence[str]
    rows: Sequence[Sequence[str]]
    caption: str = ""


Block = Title | Heading | Paragraph | Items | Table
