"""What a report is made of: sections of blocks whose texts know what they refer to.

The blocks of :mod:`lastyard.show.blocks` hold plain lines, which is right for a terminal.
A report is a text with references: a name of the case must be shown in its own direction,
a statement must lead to its words and source. So its texts are lists of pieces, and each
format (page, Markdown, text processor, plain text) draws the pieces in its own way.

Example:
    >>> said = [Name("Israel"), " gives way on ", Cite("full-operation")]
    >>> words(said)
    'Israel gives way on full-operation'
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from lastyard.show import blocks as plain

__all__ = [
    "Block",
    "Cite",
    "Entry",
    "FindingCite",
    "Heading",
    "IssueMap",
    "Items",
    "Lead",
    "Link",
    "Map",
    "Meter",
    "Name",
    "Paragraph",
    "Picture",
    "Piece",
    "Section",
    "SourceCite",
    "Strong",
    "Table",
    "Text",
    "as_plain",
    "map_lines",
    "words",
]


@dataclass(frozen=True, slots=True)
class Name:
    """Words of the case: names, options, quotes; shown in their own direction."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words of ours that carry the sentence."""

    text: str


@dataclass(frozen=True, slots=True)
class Cite:
    """A statement, by its identifier; leads to its entry."""

    id: str


@dataclass(frozen=True, slots=True)
class SourceCite:
    """A source, by its identifier; leads to its entry."""

    id: str


@dataclass(frozen=True, slots=True)
class FindingCite:
    """A finding, by its identifier (``blocking-1``); leads to what it rests on."""

    id: str


@dataclass(frozen=True, slots=True)
class Link:
    """An address as the case gives it; a link where it is one of the web."""

    url: str


@dataclass(frozen=True, slots=True)
class Meter:
    """A figure with a bar.

    Attributes:
        text: The figure in words.
        share: How long the bar is, from 0 to 1.
    """

    text: str
    share: float


Piece = str | Name | Strong | Cite | SourceCite | FindingCite | Link | Meter

Text = Sequence[Piece]


def words(text: Text) -> str:
    """Return a text without what it refers to."""
    return "".join(_words(piece) for piece in text)


def _words(piece: Piece) -> str:
    match piece:
        case str():
            return piece
        case Cite(id) | SourceCite(id) | FindingCite(id):
            return id
        case Link(url):
            return url
        case Name(text) | Strong(text) | Meter(text):
            return text


@dataclass(frozen=True, slots=True)
class Lead:
    """The answer itself, shown large."""

    text: Text


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section, with a remark in brackets."""

    text: Text
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: Text


@dataclass(frozen=True, slots=True)
class Items:
    """A list; each item is a line with further lines below it.

    Attributes:
        items: Per item, its lines.
        numbered: Whether the order means something.
    """

    items: Sequence[Sequence[Text]]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose first column heads its rows.

    Attributes:
        header: The column heads.
        rows: The cells, as many a row as there are heads.
        caption: What it shows.
    """

    header: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    caption: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with colours of its own, as :mod:`lastyard.show.pictures.frontier` draws them.

    Attributes:
        svg: A whole SVG file.
        described: What it shows, for those who cannot see it.
    """

    svg: str
    described: str


@dataclass(frozen=True, slots=True)
class Entry:
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
    lines: Sequence[Text]
    quote: str = ""
    ended: str = ""


@dataclass(frozen=True, slots=True)
class IssueMap:
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


@dataclass(frozen=True, slots=True)
class Map:
    """Where the parties stand, issue by issue.

    Attributes:
        issues: The issues.
        judged: Whether a short stop tells a refusal that is less than firm.
    """

    issues: Sequence[IssueMap]
    judged: bool = True


Block = Lead | Heading | Paragraph | Items | Table | Picture | Entry | Map


def map_lines(found: IssueMap) -> list[str]:
    """Return where the parties stand on an issue in words: what it comes to, then a line a lane."""
    lines = [f"{found.name}: {found.verdict}", *(f"{who}: {told}" for who, told, _ in found.lanes)]
    return [line for line in (*lines, found.silent, found.held, found.options) if line]


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report with a title.

    Attributes:
        id: Its anchor.
        title: What it is called.
        blocks: What it holds; a section without blocks is left out.
        aside: A remark beside the title.
        is_annex: Whether it stands behind the first two pages: folded on a screen.
    """

    id: str
    title: str
    blocks: Sequence[Block] = field(default_factory=tuple)
    aside: str = ""
    is_annex: bool = False


def as_plain(sections: Iterable[Section]) -> list[plain.Block]:
    """Return sections as the blocks of :mod:`lastyard.show.blocks`, for a terminal."""
    drawn: list[plain.Block] = []
    for section in sections:
        drawn.append(plain.Heading(section.title.upper(), section.aside))
        for block in section.blocks:
            drawn += _plain_block(block)
    return drawn


def _plain_block(block: Block) -> list[plain.Block]:
    match block:
        case Lead(text) | Paragraph(text):
            return [plain.Paragraph(words(text))]
        case Heading(text, remark):
            return [plain.Heading(words(text), remark)]
        case Items(items, numbered):
            return [plain.Items([[words(line) for line in item] for item in items], numbered)]
        case Table(header, rows, caption):
            cells = [[words(cell) for cell in row] for row in rows]
            return [plain.Table([words(cell) for cell in header], cells, caption)]
        case Picture():
            return []
        case Map(issues, _):
            return [plain.Items(list(map(map_lines, issues)))]
        case Entry(_, id, lines, quote, ended):
            told = [id + (f" ({ended})" if ended else ""), *(words(line) for line in lines)]
            return [plain.Items([[*told, f'"{quote}"'] if quote else told])]
