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
import re
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any, NamedTuple

from lastyard.case.model import Case, Issue, parse_date
from lastyard.drafting.proposals import CELL, Coding, Says, issue_words, party_words
from lastyard.errors import RequestError, nearest
from lastyard.reading.anchors import make_anchor
from lastyard.reading.dates import find_dates
from lastyard.reading.mentions import SYMBOLS, bound_around
from lastyard.reading.statements import Statement
from lastyard.reading.text import LONGEST_DOCUMENT, plain_digits, without_controls
from lastyard.showing import one_line

__all__ = [
    "Cell",
    "Laid",
    "Positions",
    "Table",
    "csv_tables",
    "kind_of_package",
    "laid_out",
    "positions_in",
]

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

    What parts cells is, where it is not given, the comma, semicolon or tab that stands in most
    of the first lines.

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


_COLUMNS = {
    "party": ("party", "side", "delegation"),
    "issue": ("issue", "topic", "question", "subject"),
    "position": ("position", "option", "stance"),
    "date": ("date", "day", "on"),
    "by": ("by", "speaker", "said by"),
    "source": ("source", "reported in"),
}
"""What a column of a table with one row a statement may be called."""
_VERBS = frozenset({"verb", "says", "act", "kind", "how", "type"})
"""What a column may be called that tells how each position is put."""
_OFFERS = frozenset({"offers", "proposes"})
_ASKS = frozenset({"", "position", "asks", "asks for", "wants", "demands"}) | _OFFERS
_HEADER_WITHIN = 20
_MOST_NOTES = 60
_NUMBER = re.compile(
    r"(?P<symbol>[$\u20ac\u00a3\u00a5]?)\s*(?P<digits>(?<![\w.,])[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?![\w.,]*\d)"
)
_PERCENT = ("%", "percent", "per cent")
_AS_NOW = frozenset(
    {"as now", "as it is", "as is", "as today", "status quo", "unchanged", "no change"}
)
_SURE_OF_BOUNDS = 0.98
"""The share of cells with a bound that were coded right (``benchmarks/reading/cells.py``)."""


class Positions(NamedTuple):
    """What tables hold for a case.

    Attributes:
        positions: The statements with their codings; a coding without ``says`` leaves the option open.
        read: The tables that were taken for tables of positions.
        notes: What was not recognised, by its place.
    """

    positions: tuple[tuple[Statement, Coding], ...]
    read: tuple[Table, ...]
    notes: tuple[str, ...]


def positions_in(tables: Sequence[Table], text: str, day: date | None, case: Case) -> Positions:
    """Return the positions that tables hold.

    A cell that names an option, and nothing else, is a position; one that bounds it (*at least 7*, *max. 5*) a demand. Any
    other word in a cell leaves open what it means.

    A row of the table names what stands below it. Three forms are known: issues down and parties across;
    parties down and issues across; and one row a statement, with columns *party*, *issue* and *position*
    (and *date*, *by*, *source*). Names are those of the case, letter by letter but for capitals; what is no
    party, issue or option of the case is told by row and column, and never taken for one.

    Example:
        >>> from lastyard.case.load import load_text
        >>> from lastyard.drafting.tables import csv_tables
        >>> case = load_text("{title: T, parties: {west: {}, east: {}}, issues: {port: {options: [open, shut]}}}")
        >>> text = "Issue,West,East\\nPort,open,ajar\\n"
        >>> found = positions_in(csv_tables(text, "t.csv"), text, None, case)
        >>> [(said.party, said.quote.exact, coding.says) for said, coding in found.positions]
        [('west', 'open', {'position': {'port': 'open'}}), ('east', 'ajar', None)]
        >>> found.notes
        ("row 2, column C: 'ajar' is no option of 'port'; say what it means",)
    """
    reader = _Reader(text, day, case)
    read = tuple(table for table in tables if reader.read(table))
    notes = list(dict.fromkeys(reader.notes))
    if len(notes) > _MOST_NOTES:
        notes[_MOST_NOTES:] = [f"{len(notes) - _MOST_NOTES} more cells were not recognised"]
    return Positions(tuple(reader.found), read, tuple(notes))


class _Reader:
    """Reads tables one after the other, and collects what they hold."""

    def __init__(self, text: str, day: date | None, case: Case) -> None:
        self.text, self.day = text, day
        self.issues = {issue.id: issue for issue in case.issues}
        self.status_quo = dict(case.status_quo or ())
        self.party_of = _by_word((one.id, one.words) for one in party_words(case))
        self.issue_of = _by_word((one.id, one.words) for one in issue_words(case))
        self.option_of = {
            one.id: _by_word((option.id, option.words) for option in one.options)
            for one in issue_words(case)
        }
        self.found: list[tuple[Statement, Coding]] = []
        self.notes: list[str] = []

    def read(self, table: Table) -> bool:
        """Read a table; False, with a note, where no row of it tells what it holds."""
        if self._read(table.rows):
            return True
        self.notes.append(
            f"{table.name}: no row names parties or issues of the case, or columns called party, issue "
            "and position; nothing was taken from it"
        )
        return False

    def _read(self, rows: Sequence[Sequence[Cell]]) -> bool:
        """Read what stands below the first head among the first rows; whether there is one."""
        for number, row in enumerate(rows[:_HEADER_WITHIN]):
            below = rows[number + 1 :]
            columns = self._columns(row)
            above = next((cell for cells in rows[:number] for cell in cells if cell.text), None)
            if columns is not None:
                self._above(above)
                self._listed(row, columns, below)
                return True
            for across, down, parties_across in (
                (self.party_of, self.issue_of, True),
                (self.issue_of, self.party_of, False),
            ):
                label = self._label(row, below, across, down)
                if label is not None:
                    self._above(above)
                    # Another head further down names other columns: what stands below it is its own table.
                    ends = next(
                        (
                            k
                            for k, each in enumerate(below)
                            if self._is_head(each, label, across, down)
                        ),
                        len(below),
                    )
                    self._crossed(row, label, below[:ends], parties_across=parties_across)
                    if ends < len(below) and not self._read(below[ends:]):
                        self._note(below[ends][0], "what stands from this row on was not read")
                    return True
        return False

    def _is_head(
        self, row: Sequence[Cell], label: int, across: Mapping[str, str], down: Mapping[str, str]
    ) -> bool:
        """Return whether a row names columns anew; an option may be called like a party."""
        if self._columns(row) is not None:
            return True
        named = label < len(row) and _plain(row[label].text) in down
        return not named and any(_plain(cell.text) in across for cell in row[label + 1 :])

    def _above(self, cell: Cell | None) -> None:
        if cell is not None:
            self._note(cell, "what stands above the head of the table was not read")

    def _columns(self, row: Sequence[Cell]) -> dict[str, int] | None:
        """Return the columns of a table with one row a statement, if a row is its head."""
        called = [_plain(cell.text) for cell in row]
        columns = {
            name: next(k for k, text in enumerate(called) if text in words)
            for name, words in _COLUMNS.items()
            if any(text in words for text in called)
        }
        return columns if {"party", "issue", "position"} <= columns.keys() else None

    def _label(
        self,
        row: Sequence[Cell],
        below: Sequence[Sequence[Cell]],
        across: Mapping[str, str],
        down: Mapping[str, str],
    ) -> int | None:
        """Return the column that names what stands down a table, if a row names what stands across."""
        heads = [k for k, cell in enumerate(row) if _plain(cell.text) in across]
        if not heads:
            return None
        return next(
            (
                k
                for k in range(heads[0])
                if any(len(cells) > k and _plain(cells[k].text) in down for cells in below)
            ),
            None,
        )

    def _listed(
        self, head: Sequence[Cell], columns: dict[str, int], below: Sequence[Sequence[Cell]]
    ) -> None:
        """Take each row for a statement."""
        verb = next((k for k, cell in enumerate(head) if _plain(cell.text) in _VERBS), None)
        for k, cell in enumerate(head):
            if cell.text and k not in columns.values() and k != verb:
                self._note(cell, f"{_shown(cell)} is no column that is known here; it was not read")
        for number, row in enumerate(below):
            if not any(cell.text or cell.problem for cell in row):
                continue
            if self._columns(row) is not None:
                self._read(below[number:])
                return
            cells = {name: row[k] for name, k in columns.items() if k < len(row)}
            if not {"party", "issue", "position"} <= cells.keys():
                self._note(
                    row[-1], "the row ends before its party, issue and position; it was not read"
                )
                continue
            party = self._named(cells["party"], self.party_of, "party", "its row")
            issue = self._named(cells["issue"], self.issue_of, "issue", "its row")
            if party is None or issue is None:
                continue
            if not (cells["position"].text or cells["position"].problem):
                self._note(cells["position"], "no position stands there")
            by, source = (cells[name].text if name in cells else "" for name in ("by", "source"))
            said = row[verb] if verb is not None and verb < len(row) else None
            put = "" if said is None else _plain(said.text)
            if said is not None and put not in _ASKS:
                self._note(said, f"{_shown(said)} is not how a position is put; say what it means")
            on = self._on(cells.get("date"))
            self._position(party, issue, cells["position"], on, by, source, put=put)

    def _crossed(
        self,
        head: Sequence[Cell],
        label: int,
        below: Sequence[Sequence[Cell]],
        *,
        parties_across: bool,
    ) -> None:
        """Take each cell below a party or issue for a position."""
        across, down = ("party", "issue") if parties_across else ("issue", "party")
        called = {"party": self.party_of, "issue": self.issue_of}
        columns: list[tuple[int, str]] = []
        for k, cell in enumerate(head):
            if k > label and (cell.text or cell.problem):
                name = self._named(cell, called[across], across, "its column")
                if name and name in (known for _, known in columns):
                    self._note(cell, f"{name!r} has a column already; this one was not read")
                elif name:
                    columns.append((k, name))
        headed = {
            k for k, cell in enumerate(head) if k >= label and (cell.text or cell.problem)
        } | {label}
        for row in below:
            beside = [cell for k, cell in enumerate(row) if k not in headed and cell.text]
            if beside:
                self._note(
                    beside[0],
                    f"{_shown(beside[0])} stands in no column of the table; it was not read",
                )
            if label >= len(row) or not any(cell.text or cell.problem for cell in row):
                continue
            name = self._named(row[label], called[down], down, "its row")
            for k, other in columns:
                if k < len(row) and name:
                    party, issue = (other, name) if parties_across else (name, other)
                    self._position(party, issue, row[k], self._on(None), "", "")

    def _named(self, cell: Cell, called: Mapping[str, str], what: str, lost: str) -> str | None:
        """Return the party or issue that a cell names, or say that it names none."""
        if cell.problem:
            self._note(cell, f"{cell.problem}; {lost} was not read")
            return None
        found = called.get(_plain(cell.text))
        if found is None:
            told = _shown(cell) if cell.text else "an empty cell"
            near = nearest(_plain(cell.text), called) if len(self.notes) < _MOST_NOTES else None
            like = f" (did you mean {near!r}?)" if near else ""
            self._note(cell, f"{told} is no {what} of the case{like}; {lost} was not read")
        return found

    def _on(self, cell: Cell | None) -> tuple[str | None, str]:
        """Return the day that a cell names, or the document's, and whence it is."""
        report = (self.day.isoformat(), "report") if self.day else (None, "unknown")
        if cell is None or not cell.text:
            return report
        day = parse_date(plain_digits(cell.text))
        if day is not None:
            return day.isoformat(), "stated"
        for named in find_dates(cell.text, None):
            if named.span.end - named.span.start == len(cell.text) and parse_date(named.value):
                return named.value, "stated"
        self._note(cell, f"{_shown(cell)} is no day; write it as 2024-03-22")
        return None, "unknown"

    def _position(
        self,
        party: str,
        issue: str,
        cell: Cell,
        on: tuple[str | None, str],
        by: str,
        source: str,
        *,
        put: str = "",
    ) -> None:
        """Add the position that a cell holds; without what it means where it is put in other words than asking."""
        if cell.problem:
            self._note(cell, f"{cell.problem}; it was not read")
            return
        if not any(map(str.isalnum, cell.text)):
            if cell.text:
                self._note(cell, f"{_shown(cell)} tells no position")
            return
        option, relation = None, None
        if put in _ASKS:
            option, relation = _option_in(self.issues[issue], cell.text, self.option_of[issue])
        says: Says | None = None
        if option is not None and relation == "==":
            says = {"position": {issue: option}}
        elif (
            option is not None and put not in _OFFERS
        ):  # what is offered with a bound is one level of it
            says = {"requires": f"{issue} {relation} {self.issues[issue].in_condition(option)}"}
        if says is None and put in _ASKS:
            says = self._of_several(issue, cell.text, offered=put in _OFFERS)
        if says is None and put in _ASKS:
            self._note(cell, f"{_shown(cell)} is no option of {issue!r}; say what it means")
        place = cell.place + (f"; the source named there: {source}" if source else "")
        coding = Coding(
            "position" if says is None else next(iter(says)),
            issue,
            option if says is not None else None,
            says,
            None if says is None else 1.0 if relation == "==" else _SURE_OF_BOUNDS,
            f"{CELL}: {one_line(place)}",
            (party, issue, cell.text),
        )
        self.found.append(
            (self._statement(party, cell, on, by, understood=says is not None), coding)
        )

    def _of_several(self, issue: str, text: str, *, offered: bool) -> Says | None:
        """Return what *as now* and *by choice or none* say of an issue; None for other words.

        A range says nothing sure: *4 to 8 weeks* leaves open if 9 would do.
        """
        at, plain = self.issues[issue], _plain(plain_digits(text))
        if plain in _AS_NOW and issue in self.status_quo:
            return {"position": {issue: at.label(self.status_quo[issue])}}
        if offered:
            return None  # which of them is offered is not told
        options = [self.option_of[issue].get(one) for one in re.split(r" or | ?/ ?", plain)]
        if not at.is_numeric and 1 < len(set(options)) < at.size and None not in options:
            listed = ", ".join(at.in_condition(option) for option in options if option)
            return {"requires": f"{issue} in [{listed}]"}
        return None

    def _statement(
        self, party: str, cell: Cell, on: tuple[str | None, str], by: str, *, understood: bool
    ) -> Statement:
        return Statement(
            id=f"s{len(self.found) + 1}",
            kind=CELL,
            speaker=by,
            party=party,
            date=on[0],
            date_basis=on[1],
            quote=make_anchor(self.text, cell.start, cell.end),
            group="act",
            written=True,
            confidence=1.0 if understood else None,
        )

    def _note(self, cell: Cell, what: str) -> None:
        self.notes.append(f"{cell.place}: {what}")


def _option_in(
    issue: Issue, text: str, option_of: Mapping[str, str]
) -> tuple[str | None, str | None]:
    """Return the option that a cell names, as the case file writes it, and how it bounds the issue by it.

    Both are None where the cell says anything else besides, or bounds nothing, or leaves nothing.
    """
    if issue.is_numeric:
        index, relation = _number(issue, _plain(plain_digits(text)))
    else:
        plain = _plain(text)
        index, relation = _index(issue, option_of.get(plain)), "=="
        named = [name for name in option_of if plain.count(name) == 1] if issue.has_order else []
        for name in sorted(named, key=len, reverse=True) if index is None else ():
            relation = bound_around(*plain.split(name))
            if relation in (">=", "<="):
                index = _index(issue, option_of[name])
                break
    if index is None or relation is None or (index, relation) in ((0, "<"), (issue.size - 1, ">")):
        return None, None
    return issue.label(index), relation


def _index(issue: Issue, option: str | None) -> int | None:
    return None if option is None else issue.find(option)


def _number(issue: Issue, text: str) -> tuple[int | None, str | None]:
    """Return the step of an issue that a text names, and how it bounds the issue."""
    unit = _plain(issue.unit or "")
    number = _NUMBER.search(text)
    bare = text.replace(unit, "") if unit else text  # "30 million m3"
    if number is None or len(re.findall(r"\d[\d.,]*", bare)) > 1:
        return None, None
    symbol, digits = number.groups()
    if symbol and unit not in (symbol, SYMBOLS[symbol], f"{SYMBOLS[symbol]}s"):
        return None, None
    after = text[number.end() :].lstrip()
    for one in () if symbol else _PERCENT if unit in _PERCENT else (unit,):
        after = after.removeprefix(one)
    index = issue.find(digits.replace(",", "").removeprefix("+"))
    return index, bound_around(text[: number.start()], after)


def _by_word(named: Iterator[tuple[str, tuple[str, ...]]]) -> dict[str, str]:
    """Return what each word stands for; a word that stands for several stands for none."""
    found: dict[str, set[str]] = {}
    for id, words in named:
        for word in (id, id.replace("_", " "), *words):
            found.setdefault(_plain(word), set()).add(id)
    return {word: ids.pop() for word, ids in found.items() if len(ids) == 1}


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).removesuffix(":").rstrip()


def _shown(cell: Cell) -> str:
    return repr(cell.text if len(cell.text) <= 60 else cell.text[:59] + "\u2026")
