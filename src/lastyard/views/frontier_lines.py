"""Every point of a frontier as lines of a file, made one after another.

Example:
    >>> list(lines_of(["i"], ["ann"], iter([(["x, y"], [1.5])]), "csv"))
    ['i,ann\\n', '"x, y",1.5\\n']
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Literal

from lastyard.analyses.solutions import Solutions
from lastyard.showing import json_text, spreadsheet_cell

__all__ = ["Kind", "frontier_lines", "lines_of"]

Kind = Literal["csv", "jsonl"]


def frontier_lines(result: Solutions, kind: Kind) -> Iterator[str]:
    """Yield the lines: of JSON, an object with ``package`` and ``values`` each; or of CSV.

    Args:
        result: The result.
        kind: Which of the two.
    """
    issues = result.case.issues
    rows = (
        ([issue.label(package[issue.id]) for issue in issues], list(values.values()))
        for package, values in result.everything()
    )
    ids = [party.id for party in result.parties]
    return lines_of([issue.id for issue in issues], ids, rows, kind)


def lines_of(
    issues: Sequence[str],
    parties: Sequence[str],
    rows: Iterable[tuple[Sequence[str], Sequence[float]]],
    kind: Kind,
) -> Iterator[str]:
    """Yield lines of plain names and numbers.

    Args:
        issues: The issues; in CSV, columns.
        parties: The parties; in CSV, further columns.
        rows: Per point the options and the values.
        kind: The kind of file.
    """
    if kind == "csv":
        yield _comma_separated([*issues, *parties])
    for options, values in rows:
        if kind == "csv":
            yield _comma_separated([*options, *values])
            continue
        content = {
            "package": dict(zip(issues, options, strict=True)),
            "values": dict(zip(parties, values, strict=True)),
        }
        yield json_text(content) + "\n"


def _comma_separated(cells: Sequence[object]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerow(
        [spreadsheet_cell(c) if isinstance(c, str) else c for c in cells]
    )
    return text.getvalue()
