"""Tables of positions as statements: each cell that names a party's position on an issue.

A cell that names an option, and nothing else, is a position; one that bounds it (*at least 7*, *max. 5*) a demand. Any
other word in a cell leaves open what it means.

A row of the table names what stands below it. Three forms are known: issues down and parties across;
parties down and issues across; and one row a statement, with columns *party*, *issue* and *position*
(and *date*, *by*, *source*). Names are those of the case, letter by letter but for capitals; what is no
party, issue or option of the case is told by row and column, and never taken for one.

Example:
    >>> from lastyard.case.load import load_text
    >>> from lastyard.drafting.sheets import csv_tables
    >>> case = load_text("{title: T, parties: {west: {}, east: {}}, issues: {port: {options: [open, shut]}}}")
    >>> text = "Issue,West,East\\nPort,open,ajar\\n"
    >>> found = positions_in(csv_tables(text, "t.csv"), text, None, case)
    >>> [(said.party, said.quote.exact, coding.says) for said, coding in found.positions]
    [('west', 'open', {'position': {'port': 'open'}}), ('east', 'ajar', None)]
    >>> found.notes
    ("row 2, column C: 'ajar' is no option of 'port'; say what it means",)
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from lastyard.case.model import Case, Issue, parse_date
from lastyard.drafting.proposals import CELL, Coding, Says, in_condition, issue_words, party_words
from lastyard.drafting.sheets import Cell, Table
from lastyard.errors import nearest
from lastyard.reading.anchors import make_anchor
from lastyard.reading.dates import find_dates
from lastyard.reading.mentions import SYMBOLS, bound_around
from lastyard.reading.statements import Statement
from lastyard.reading.text import plain_digits
from lastyard.showing import one_line

__all__ = ["Positions", "positions_in"]

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
    """Return the positions that tables hold."""
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
            option, relation = _value(self.issues[issue], cell.text, self.option_of[issue])
        says: Says | None = None
        if option is not None and relation == "==":
            says = {"position": {issue: option}}
        elif (
            option is not None and put not in _OFFERS
        ):  # what is offered with a bound is one level of it
            says = {"requires": f"{issue} {relation} {in_condition(option, self.issues[issue])}"}
        if says is None and put in _ASKS:
            self._note(cell, f"{_shown(cell)} is no option of {issue!r}; say what it means")
        place = cell.place + (f"; the source named there: {source}" if source else "")
        coding = Coding(
            "position" if says is None else next(iter(says)),
            issue,
            None if says is None else option,
            says,
            None if says is None else 1.0 if relation == "==" else _SURE_OF_BOUNDS,
            f"{CELL}: {one_line(place)}",
            (party, issue, cell.text),
        )
        self.found.append(
            (self._statement(party, cell, on, by, understood=says is not None), coding)
        )

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


def _value(issue: Issue, text: str, option_of: Mapping[str, str]) -> tuple[str | None, str | None]:
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
    number = _NUMBER.search(text)
    if number is None or len(re.findall(r"\d[\d.,]*", text)) > 1:
        return None, None
    symbol, digits = number.groups()
    unit = _plain(issue.unit or "")
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
