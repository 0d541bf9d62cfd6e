"""Blocks as plain text for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from textwrap import wrap

from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title, unmarked
from lastyard.show.words import UNBROKEN, unbroken
from lastyard.showing import one_line

__all__ = ["NARROWEST", "WIDTH", "draw_text", "table_width", "width_of", "wrapped"]

WIDTH, NARROWEST = 100, 60
"""Columns that are used where a terminal has more, and that are used all the same where it has less."""

_BOLD, _FAINT, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_BAR = 10  # columns of a bar


def draw_text(
    blocks: Iterable[Block],
    width: int = WIDTH,
    *,
    within: bool = False,
    coloured: bool = False,
) -> str:
    """Draw blocks as lines of at most ``width`` columns; a table may be wider.

    Args:
        blocks: The blocks.
        width: How many columns.
        within: Whether nothing may be wider: then a wide table is drawn as a list, an item a
            row.
        coloured: Whether titles, headings and the heads of columns are marked, and shares drawn as
            bars, as only a terminal shows it.

    Hidden characters are shown as their codes, so that no case can drive the terminal.
    """
    parts: list[str] = []
    for block in map(unmarked, blocks):
        lines = _lines(block, width, within=within, bars=coloured)
        if parts and not _continues(block):
            parts.append("")
        first = [line.rstrip() for line in lines[:1]]
        parts += [_marked(block, line) for line in first] if coloured else first
        parts += [line.rstrip() for line in lines[1:]]
    return "".join(line + "\n" for line in parts)


def _marked(block: Block, line: str) -> str:
    """Return the first line of a block as a terminal sets it off."""
    match block:
        case Title() | Heading():
            text = one_line(block.text)
            rest = line.removeprefix(text)
            return f"{_BOLD}{text}{_PLAIN}" + (f"{_FAINT}{rest}{_PLAIN}" if rest else "")
        case Table():
            # A table that is drawn as a list has no line of heads.
            return line if line.startswith("  - ") else f"{_FAINT}{line}{_PLAIN}"
        case _:
            return line


def width_of(text: str) -> int:
    """Return how many terminal columns a text takes (wide letters two, marks none)."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in "WF" else 1
        for c in text
    )


def _continues(block: Block) -> bool:
    """Whether a block belongs to the heading before it."""
    return isinstance(block, Items | Table)


def _bar(line: str, share: float | None, width: int) -> str:
    """Return a line with a bar behind it, where there is room."""
    if share is None or width_of(line) + 2 + _BAR > width:
        return line
    full = round(min(max(share, 0.0), 1.0) * _BAR)
    gap = " " * (width - _BAR - width_of(line))
    return f"{line}{gap}{_FAINT}{'█' * full}{'░' * (_BAR - full)}{_PLAIN}"


def _lines(block: Block, width: int, *, within: bool, bars: bool = False) -> list[str]:
    match block:
        case Title(text, aside):
            text, aside = one_line(text), one_line(aside)
            gap = max(2, width - width_of(text) - width_of(aside))
            return [text + (" " * gap + aside if aside else "")]
        case Heading(text, remark):
            line = one_line(f"{text}   ({remark})" if remark else text)
            fits = not within or not remark or width_of(line) <= width
            return [line] if fits else [one_line(text), *wrapped(f"({remark})", width)]
        case Paragraph(text):
            return wrapped(text, width) or [""]
        case Items(items, numbered, shares):
            listed = [
                _item(item, f"{number}. " if numbered else "- ", width)
                for number, item in enumerate(items, 1)
            ]
            for lines, share in zip(listed, shares if bars else (), strict=False):
                lines[0] = _bar(lines[0], share, width)
            return [line for lines in listed for line in lines]
        case Table():
            if not within or table_width(block) <= width:
                head, *rows = _table(block)
                shares = block.bars if bars else ()
                room = min(width, table_width(block) + 2 + _BAR)
                drawn = [
                    _bar(row.rstrip(), share, room)
                    for row, share in zip(rows, shares, strict=False)
                ]
                return [head, *drawn, *rows[len(drawn) :]]
            return [line for row in block.rows for line in _row(block.header, row, width)]


def _item(lines: Sequence[str], mark: str, width: int) -> list[str]:
    indent = " " * (2 + len(mark))
    drawn: list[str] = []
    for number, line in enumerate(lines):
        first = "  " + mark if number == 0 else indent
        drawn += wrapped(line, width, first, indent + "  ")
    return drawn


def table_width(table: Table) -> int:
    """Return how many columns a table takes."""
    return sum(width + 2 for width in _widths(_cells(table)))


def _cells(table: Table) -> list[tuple[str, ...]]:
    return [tuple(map(one_line, row)) for row in (table.header, *table.rows)]


def _widths(rows: Sequence[Sequence[str]]) -> list[int]:
    return [max(width_of(row[k]) for row in rows) for k in range(len(rows[0]))]


def _row(header: Sequence[str], row: Sequence[str], width: int) -> list[str]:
    """Return a row of a table as an item: its first cell, then each other with its head."""
    first, *rest = row
    told = [
        f"{head}: {cell}" if head else cell for head, cell in zip(header[1:], rest, strict=True)
    ]
    return _item([first, *told], "- ", width)


def _table(table: Table) -> list[str]:
    rows = _cells(table)
    widths = _widths(rows)
    return [
        "  "
        + "  ".join(cell + " " * (w - width_of(cell)) for cell, w in zip(row, widths, strict=True))
        for row in rows
    ]


def wrapped(text: str, width: int, first: str = "", rest: str = "") -> list[str]:
    """Return a text in lines of a width, after ``first`` and further lines after ``rest``."""
    # Names of statements have hyphens and are searched for: they are never broken.
    kept = unbroken(one_line(text))
    if width_of(kept) != len(kept):
        lines = _wide(kept.split(" "), width, first, rest)
        return [line.replace(UNBROKEN, " ± ") for line in lines]
    lines = wrap(kept, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return [line.replace(UNBROKEN, " ± ") for line in lines]


def _wide(words: Sequence[str], width: int, first: str, rest: str) -> list[str]:
    """Wrap words of which some letters take two columns; what is longer than a line is cut."""
    lines, line, begun = [], first, False
    for word in words:
        if begun and width_of(line) + 1 + width_of(word) <= width:
            line += f" {word}"
            continue
        if begun:
            lines.append(line)
            line = rest
        begun = True
        for letter in word:
            if width_of(line) + width_of(letter) > width:
                lines.append(line)
                line = rest
            line += letter
    return [*lines, line] if begun else []
