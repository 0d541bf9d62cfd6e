"""Tables in documents: the cells of CSV, XLSX and DOCX files, with their places in the text.

CSV is read by the standard library, XLSX by openpyxl (the extra ``lastyard[xlsx]``), DOCX by python-docx
(``lastyard[docx]``). The text of a CSV file is the file itself; for the others it is put together from the
cells, a row a line, and from the paragraphs of a DOCX file. What could mislead is refused: files
with macros or tracked changes, or that grow beyond what a document may have when they are unpacked, and
cells that hold a formula, are merged with others, or are hidden.

Example:
    >>> [table] = csv_tables("party,port\\nWestland,half open\\n", "t.csv")
    >>> [(cell.text, cell.place) for cell in table.rows[1]]
    [('Westland', 'row 2, column A'), ('half open', 'row 2, column B')]
"""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from lastyard.errors import RequestError
from lastyard.reading.text import LONGEST_DOCUMENT, without_controls

__all__ = ["Cell", "Laid", "Table", "csv_tables", "kind_of_package", "laid_out"]

_MOST_ROWS, _MOST_COLUMNS = 20_000, 256
_MOST_NAMED = 20
_MOST_UNPACKED, _MOST_PARTS = 20_000_000, 2_000
_LOCKED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OF_EXCEL, _OF_WORD = "xl/workbook.xml", "word/document.xml"
_MERGED, _HIDDEN = "is merged with others", "is hidden"
_DOCTYPES = ("<!DOCTYPE".encode("utf-16-le"), "<!DOCTYPE".encode("utf-16-be"), b"<!DOCTYPE")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table.

    Attributes:
        text: What stands in it, trimmed.
        place: Where it is, in words: ``row 3, column B``.
        start: Where its text begins in the text of the document.
        end: Where it ends.
        problem: Why it cannot be read, or None: ``holds a formula``.
    """

    text: str
    place: str
    start: int
    end: int
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its rows of cells, and its place in the text of the document.

    Attributes:
        name: What to call it in messages: ``the table``, ``sheet 'Offers'``, ``table 2``.
        rows: Its rows.
    """

    name: str
    rows: tuple[tuple[Cell, ...], ...]


class Laid(NamedTuple):
    """A packed document laid out as text, with its tables and what was left out."""

    text: str
    tables: tuple[Table, ...]
    notes: tuple[str, ...]


def csv_tables(text: str, name: str, delimiter: str | None = None) -> tuple[Table, ...]:
    """Return the table of a CSV file.

    Args:
        text: The file's text.
        name: What to call the file in messages.
        delimiter: What parts cells; None takes the comma, semicolon or tab that stands in most of the
            first lines.

    Raises:
        RequestError: If a quoted cell is not closed, or the table is too large.
    """
    if delimiter is None:
        first = text[:5_000].split("\n")[:20]
        delimiter = max(",;\t", key=lambda each: sum(each in line for line in first))
    rows: list[tuple[Cell, ...]] = []
    at = 0
    try:
        for values in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            _check_size(name, len(rows) + 1, len(values))
            row = []
            for k, value in enumerate(values):
                quoted = text.startswith('"', at)
                raw = value.replace('"', '""') if quoted else value
                start = at + quoted
                at = start + len(raw) + quoted + (k + 1 < len(values))
                row.append(_cell(raw, value, start, f"row {len(rows) + 1}, column {_letters(k)}"))
            rows.append(tuple(row))
            at += 2 if text.startswith("\r\n", at) else 1
    except csv.Error as problem:
        raise RequestError(
            f"{name}: row {len(rows) + 1} is no row of CSV ({problem}); look at its quotation marks"
        ) from None
    return (Table("the table", tuple(rows)),)


def _cell(raw: str, value: str, start: int, place: str) -> Cell:
    inner = raw.strip()
    start += len(raw) - len(raw.lstrip())
    problem = "holds a formula" if value.lstrip().startswith("=") else None
    return Cell(value.strip(), place, start, start + len(inner), problem)


def _letters(column: int) -> str:
    """Return a column as spreadsheets name it: A for 0, AA for 26."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _check_size(name: str, rows: int, columns: int) -> None:
    if rows > _MOST_ROWS or columns > _MOST_COLUMNS:
        raise RequestError(
            f"{name}: {rows:,} rows by {columns:,} columns are more than a table of positions may have "
            f"({_MOST_ROWS:,} by {_MOST_COLUMNS}); keep the cells that hold them"
        )


def kind_of_package(data: bytes, name: str) -> str | None:
    """Return ``xlsx`` or ``docx`` for a file of that kind that can be opened safely; None for others.

    Raises:
        RequestError: If it is locked or an old format, holds macros, or would grow too large.
    """
    if data.startswith(_LOCKED):
        raise RequestError(
            f"{name}: locked by a password, or of an Office before 2007; save it as .xlsx, .docx or "
            ".csv, without a password"
        )
    if not data.startswith(b"PK\x03\x04"):
        _check_name(name)
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            kind = "xlsx" if _OF_EXCEL in names else "docx" if _OF_WORD in names else None
            if kind is None:
                _check_name(name)
                return None
            size = sum(part.file_size for part in parts)
            if size > _MOST_UNPACKED or len(parts) > _MOST_PARTS:
                raise RequestError(
                    f"{name}: unpacked it has {size / 1e6:,.0f} MB in {len(parts):,} parts; more than "
                    f"{_MOST_UNPACKED // 1_000_000} MB in {_MOST_PARTS:,} is not opened"
                )
            if any(each.lower().endswith("vbaproject.bin") for each in names):
                raise RequestError(f"{name}: it holds macros; save it as .{kind}, without them")
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    content = package.read(part)
                    if any(each in content for each in _DOCTYPES):
                        raise RequestError(
                            f"{name}: its part {part.filename!r} defines entities, as no program "
                            "that saves such files does; it is not opened"
                        )
    except RequestError:
        raise
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, RuntimeError,
            EOFError, OSError, ValueError) as problem:  # fmt: skip
        if not _is_called_so(name):
            return None
        raise RequestError(f"{name}: the file is damaged ({type(problem).__name__})") from None
    return kind


def _is_called_so(name: str) -> bool:
    return name.lower().endswith((".xlsx", ".docx"))


def _check_name(name: str) -> None:
    """Refuse a file that is none of these kinds, if it is called so."""
    if _is_called_so(name):
        raise RequestError(f"{name}: it is no {name[-5:].lower()} file, whatever its name says")


def laid_out(data: bytes, name: str, kind: str) -> Laid:
    """Return the text and the tables of an XLSX or DOCX file.

    Raises:
        RequestError: If the extra for it is missing, it is damaged, or holds what could mislead.
    """
    module, extra = ("openpyxl", "xlsx") if kind == "xlsx" else ("docx", "docx")
    try:
        library: Any = import_module(module)
    except ImportError:
        raise RequestError(
            f"{name}: reading .{kind} needs an extra; `pip install 'lastyard[{extra}]'`, or save it as .csv"
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            if kind == "xlsx":
                laid = _workbook(library.load_workbook(io.BytesIO(data)), name)
            else:
                laid = _text_document(library.Document(io.BytesIO(data)), name)
    except RequestError:
        raise
    except Exception as problem:  # damaged files are met with many kinds of exception
        raise RequestError(
            f"{name}: the .{kind} file cannot be read ({type(problem).__name__}); save it as .csv"
        ) from None
    if not laid.text.strip():
        raise RequestError(f"{name}: the .{kind} file holds no text")
    if len(laid.text) > LONGEST_DOCUMENT:
        raise RequestError(f"{name}: more text than one document may have; split it")
    return laid


class _Writer:
    """Puts a text together, and remembers where the cells of its tables begin."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def block(self, text: str) -> None:
        self.add(("\n\n" if self.length else "") + text)

    def table(
        self, rows: Iterable[Iterable[tuple[str, str, str | None]]]
    ) -> Iterator[tuple[Cell, ...]]:
        """Add rows of texts, places and problems; give their cells."""
        self.block("")
        for number, row in enumerate(rows):
            cells = []
            self.add("\n" if number else "")
            for k, (text, place, problem) in enumerate(row):
                self.add("\t" if k else "")
                plain = " ".join(without_controls(text).split())
                cells.append(Cell(plain, place, self.length, self.length + len(plain), problem))
                self.add(plain)
            yield tuple(cells)


def _workbook(book: Any, name: str) -> Laid:
    writer = _Writer()
    tables, notes = [], []
    for sheet in book.worksheets:
        called = f"sheet {sheet.title!r}"
        if sheet.sheet_state != "visible":
            notes.append(f"{called} is hidden and was not read; show it, or take it out")
            continue
        _check_size(f"{name}: {called}", sheet.max_row, sheet.max_column)
        merged = {place for each in sheet.merged_cells.ranges for place in each.cells}
        hidden_rows, hidden_columns = _hidden_rows(sheet), _hidden_columns(sheet)
        rows = (
            [
                (text, f"{called}, cell {cell.coordinate}", problem)
                for cell in row
                if cell.column not in hidden_columns
                for text, problem in [_value(cell, merged=(cell.row, cell.column) in merged)]
            ]
            for row in sheet.iter_rows()
            if row[0].row not in hidden_rows
        )
        tables.append(Table(called, tuple(writer.table(rows))))
        hidden = [
            *(f"row {each}" for each in sorted(hidden_rows)),
            *(f"column {_letters(each - 1)}" for each in sorted(hidden_columns)),
        ]
        if hidden:
            rest = [f"{len(hidden) - _MOST_NAMED} more"] if hidden[_MOST_NAMED:] else []
            named = ", ".join(hidden[:_MOST_NAMED] + rest)
            notes.append(f"{called}: hidden and not read: {named}; show what is to count")
    return Laid("".join(writer.parts), tuple(tables), tuple(notes))


def _hidden_rows(sheet: Any) -> set[int]:
    """Return the rows of a sheet that are not shown and hold something, by hand or by a filter."""
    hidden = [number for number, row in sheet.row_dimensions.items() if row.hidden]
    return {
        number
        for number in hidden
        if number <= sheet.max_row and any(cell.value is not None for cell in sheet[number])
    }


def _hidden_columns(sheet: Any) -> set[int]:
    """Return the columns of a sheet that are not shown and hold something."""
    hidden = {
        number
        for column in sheet.column_dimensions.values()
        if column.hidden
        for number in range(column.min or 0, min(column.max or 0, sheet.max_column) + 1)
    }
    return {
        number
        for number in hidden
        if any(sheet.cell(row, number).value is not None for row in range(1, sheet.max_row + 1))
    }


def _value(cell: Any, *, merged: bool) -> tuple[str, str | None]:
    """Return what a cell of a sheet shows, and why that cannot be read."""
    value = cell.value
    if merged:
        return "" if value is None else str(value), _MERGED
    if value is None:
        return "", None
    if cell.data_type == "f":
        return "", "holds a formula"
    if cell.data_type == "e":
        return "", f"holds the error {value}"
    if isinstance(value, bool):
        return str(value).lower(), None
    if isinstance(value, int | float):
        share = "%" in (cell.number_format or "")
        number = Decimal(repr(value)) * (100 if share else 1)
        return f"{number.normalize():f}{'%' if share else ''}", None
    if isinstance(value, datetime):
        value = value.date() if value.time() == datetime.min.time() else value
    return value.isoformat() if isinstance(value, date) else str(value), None


def _text_document(document: Any, name: str) -> Laid:
    from docx.table import Table as WordTable  # noqa: PLC0415  (an extra)

    body = document.element.body
    if any(each.tag.endswith(("}ins", "}del", "}moveFrom")) for each in body.iter()):
        raise RequestError(
            f"{name}: it has tracked changes; accept or reject them, and save it again"
        )
    writer = _Writer()
    tables: list[Table] = []
    notes: list[str] = []
    for block in document.iter_inner_content():
        if not isinstance(block, WordTable):
            hidden = _hidden_runs(block._p, document)
            for run in hidden:
                run.getparent().remove(run)
            writer.block(without_controls(block.text))
            if hidden:
                beside = " ".join(block.text.split())[:40]
                notes.append(
                    f"hidden text was not read, in the paragraph {beside!r}; show it, or take it out"
                )
            continue
        called = f"table {len(tables) + 1}"
        if sum(each.tag.endswith("}tbl") for each in block._tbl.iter()) > 1:
            raise RequestError(f"{name}: {called} holds another table; take them apart")
        _check_size(f"{name}: {called}", len(block.rows), len(block.columns))
        rows = (
            [
                (
                    "" if problem == _HIDDEN else cell.text,
                    f"{called}, row {number}, column {_letters(k)}",
                    problem,
                )
                for k, cell in enumerate(row.cells)
                for problem in [_problem(cell, row, document)]
            ]
            for number, row in enumerate(block.rows, 1)
        )
        tables.append(Table(called, tuple(writer.table(rows))))
    return Laid("".join(writer.parts), tuple(tables), tuple(notes))


def _problem(cell: Any, row: Any, document: Any) -> str | None:
    """Return why a cell of a text document cannot be read, or None."""
    within = cell._tc
    if _is_set(row._tr.trPr, "hidden") or _hidden_runs(within, document):
        return _HIDDEN
    return _MERGED if within.grid_span > 1 or within.vMerge is not None else None


def _hidden_runs(element: Any, document: Any) -> list[Any]:
    """Return the stretches of text of a paragraph or cell that are formatted as hidden, also by a style."""
    styles = {each.style_id: each for each in document.styles}

    def is_hidden(properties: Any, named: str) -> bool | None:
        told = _is_set(properties, "vanish")
        style = styles.get(getattr(_part(properties, named), "val", None))
        while told is None and style is not None:
            told = _is_set(style.element.rPr, "vanish")
            style = style.base_style
        return told

    found = []
    for run in element.iter(f"{_WORD}r"):
        told = is_hidden(_part(run, "rPr"), "rStyle")
        paragraph = next(run.iterancestors(f"{_WORD}p"), None)
        if told is None and paragraph is not None:
            told = is_hidden(_part(paragraph, "pPr"), "pStyle")
        if told and run.text:
            found.append(run)
    return found


_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def _part(element: Any, name: str) -> Any:
    return None if element is None else element.find(_WORD + name)


def _is_set(properties: Any, name: str) -> bool | None:
    """Return whether a property is on; None where it is not named."""
    found = _part(properties, name)
    return None if found is None else found.get(f"{_WORD}val", "1") not in ("0", "false", "off")
