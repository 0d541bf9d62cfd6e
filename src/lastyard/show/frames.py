"""A result as tables of rows, for data frames, made from what ``--json`` prints.

Every list of objects is a table, and so is every mapping of names to objects, with the name
in the column ``name``. What is nested once is a column, as ``agreement.index``; a list of
objects inside a row is a table of its own, as ``packages.compared``, whose first columns
say to which rows it belongs: by name or ``id``, else by number from 0. Single figures are
the one row of the table ``answer``.

Example:
    >>> tables_of({"case": "T", "packages": [{"id": "A", "agreement": {"index": 0.5}}]})
    {'answer': [{'case': 'T'}], 'packages': [{'id': 'A', 'agreement.index': 0.5}]}
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from typing import Any

__all__ = ["Row", "tables_of"]

Row = dict[str, Any]
_ANSWER = "answer"


def tables_of(content: Mapping[str, Any]) -> dict[str, list[Row]]:
    """Return the tables of a machine-readable answer; rows of one table have the same columns."""
    tables: dict[str, list[Row]] = {_ANSWER: []}
    tables[_ANSWER].append(_row(tables, "", content, {}))
    return {
        name: _even(rows, {other for other in tables if other != name}, name)
        for name, rows in tables.items()
        if any(rows)
    }


def _row(tables: dict[str, list[Row]], path: str, content: Mapping[str, Any], above: Row) -> Row:
    """Return the row of an object; what it holds of rows of its own goes into ``tables``."""
    row: Row = {}
    for key, value in content.items():
        name = f"{path}.{key}" if path else key
        if _is_rows(value):
            for number, (label, each) in enumerate(_labelled(value)):
                start = above if label is None else above | {"name": label}
                mark = label if label is not None else each.get("id", number)
                rows = tables.setdefault(name, [])
                below = {**above, key: mark}
                rows.append(start | _row(tables, name, each, below))
        elif isinstance(value, Mapping):
            inner = _row(tables, name, value, above)
            row |= {f"{key}.{column}": each for column, each in inner.items()}
        else:
            row[key] = value
    return row


def _is_rows(value: Any) -> bool:
    """Whether a value is a list of objects, or a mapping of names to objects."""
    if isinstance(value, Mapping):
        return len(value) > 0 and all(isinstance(each, Mapping) for each in value.values())
    return isinstance(value, list) and any(isinstance(each, Mapping) for each in value)


def _labelled(value: Any) -> Iterable[tuple[str | None, Mapping[str, Any]]]:
    if isinstance(value, Mapping):
        return value.items()
    return [(None, each) for each in value]


def _even(rows: list[Row], tables: Collection[str], name: str) -> list[Row]:
    """Return the rows with the same columns, without those that are tables of their own elsewhere.

    A column that holds values of different kinds is written as text throughout: a data frame
    has one kind a column.
    """
    columns = dict.fromkeys(column for row in rows for column in row)
    inside = "" if name == _ANSWER else f"{name}."
    kept = [column for column in columns if f"{inside}{column}" not in tables]
    even = [{column: row.get(column) for column in kept} for row in rows]
    for column in kept:
        if len({_kind(row[column]) for row in even} - {None}) > 1:
            for row in even:
                row[column] = _text(row[column])
    return even


def _kind(value: Any) -> str | None:
    if value is None:
        return None
    return "number" if isinstance(value, bool | int | float) else type(value).__name__


def _text(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False)
