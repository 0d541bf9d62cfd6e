"""Values as plain tables: in CSV, and in NegoLog's JSON.

In CSV there is a row per option and a column per party. The header is ``issue,option`` and the
parties' names. A row without an issue states the parties' ``reservation`` or ``discount``;
empty cells there mean that none is stated. Names that a spreadsheet would take for formulas
have an apostrophe before them, which reading takes off.

Example:
    issue,option,buyer,seller
    Price,low,10,0
    Price,high,0,8
    ,reservation,2,
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from lastyard.files import safe_name
from lastyard.interop.scenario import (
    FormatError,
    Issue,
    Profile,
    Scenario,
    as_map,
    decimal_text,
    left_out,
    parse_json,
    read_text,
    to_number,
)
from lastyard.showing import spreadsheet_cell, spreadsheet_text

__all__ = ["is_negolog_profile", "read_csv", "read_negolog", "write_csv"]


def read_csv(path: Path) -> Scenario:
    """Read a table of values.

    Raises:
        FormatError: The table is malformed.
    """
    file = str(path)
    try:
        rows = [row for row in csv.reader(io.StringIO(read_text(path)), strict=True) if any(row)]
    except csv.Error as error:
        raise FormatError(f"is not CSV: {error}", file) from error
    if not rows or [cell.strip().lower() for cell in rows[0][:2]] != ["issue", "option"]:
        raise FormatError("the header must be issue,option and the names of the parties", file)
    parties = [spreadsheet_text(cell.strip()) for cell in rows[0][2:]]
    if not parties or len(set(parties)) < len(parties) or not all(parties):
        raise FormatError("the header must name at least one party, and none twice", file)
    options: dict[str, list[str]] = {}
    values: list[dict[str, list[Fraction]]] = [{} for _ in parties]
    stated: dict[str, list[Fraction | None]] = {}
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(rows[0]):
            raise FormatError(f"row {number} has {len(row)} cells, the header {len(rows[0])}", file)
        issue, option, *cells = (spreadsheet_text(cell.strip()) for cell in row)
        if not issue:
            if option not in ("reservation", "discount") or option in stated:
                raise FormatError(f"row {number} names no issue", file)
            stated[option] = [
                to_number(cell, f"row {number}", file) if cell else None for cell in cells
            ]
            continue
        options.setdefault(issue, []).append(option)
        for own, cell in zip(values, cells, strict=True):
            own.setdefault(issue, []).append(to_number(cell, f"row {number}", file))
    nothing: list[Fraction | None] = [None] * len(parties)
    profiles = tuple(
        Profile(
            name,
            (Fraction(1),) * len(options),
            tuple(tuple(values[p][issue]) for issue in options),
            stated.get("reservation", nothing)[p],
            stated.get("discount", nothing)[p],
        )
        for p, name in enumerate(parties)
    )
    issues = tuple(Issue(name, tuple(labels)) for name, labels in options.items())
    return Scenario(path.stem, issues, profiles, "CSV")


def write_csv(scenario: Scenario) -> dict[str, str]:
    """Return the table, by file name.

    Raises:
        FormatError: The scenario has pairwise terms.
    """
    if any(profile.pairs for profile in scenario.profiles):
        raise FormatError("pairwise terms cannot be written as CSV", scenario.name)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    names = [spreadsheet_cell(profile.name) for profile in scenario.profiles]
    writer.writerow(["issue", "option", *names])
    values = [profile.values for profile in scenario.profiles]
    for i, issue in enumerate(scenario.issues):
        for k, option in enumerate(issue.options):
            names = [spreadsheet_cell(issue.name), spreadsheet_cell(option)]
            writer.writerow([*names, *(decimal_text(own[i][k]) for own in values)])
    for label, numbers in (
        ("reservation", [profile.reservation for profile in scenario.profiles]),
        ("discount", [profile.discount for profile in scenario.profiles]),
    ):
        if any(number is not None for number in numbers):
            cells = ["" if number is None else decimal_text(number) for number in numbers]
            writer.writerow(["", label, *cells])
    # Reading takes the title from the name, so that what is harmless in one stays.
    return {f"{safe_name(scenario.name, also=' ,', empty='scenario')}.csv": out.getvalue()}


def is_negolog_profile(data: object) -> bool:
    """Return whether JSON looks like a NegoLog profile."""
    return isinstance(data, dict) and "issueWeights" in data and "issues" in data


def read_negolog(profiles: Sequence[Path]) -> Scenario:
    """Read the profiles of one domain.

    A package is worth the sum over issues of weight x value, as they stand. NegoLog has no
    separate list of issues; the first profile names them and their options.

    Raises:
        FormatError: A file is malformed, or the files do not rate the same issues.
    """
    issues: tuple[Issue, ...] = ()
    read, notes = [], list[str]()
    for path in profiles:
        file = str(path)
        data = as_map(parse_json(read_text(path), file), "profile", file)
        tables = {
            name: as_map(node, f"issue {name!r}", file)
            for name, node in as_map(data.get("issues"), "issues", file).items()
        }
        if not issues:
            issues = tuple(Issue(name, tuple(table)) for name, table in tables.items())
        if {name: set(table) for name, table in tables.items()} != {
            issue.name: set(issue.options) for issue in issues
        }:
            raise FormatError("rates other issues or options than the first profile", file)
        weights = as_map(data.get("issueWeights"), "issueWeights", file)
        notes += left_out(data, ("issues", "issueWeights", "reservationValue"), "the profile", file)
        notes += left_out(weights, tables, "issueWeights", file)
        reservation = data.get("reservationValue")
        read.append(
            Profile(
                path.stem,
                tuple(
                    to_number(weights.get(issue.name), f"weight of {issue.name!r}", file)
                    for issue in issues
                ),
                tuple(
                    tuple(
                        to_number(tables[issue.name][option], f"{issue.name!r}, {option!r}", file)
                        for option in issue.options
                    )
                    for issue in issues
                ),
                None if reservation is None else to_number(reservation, "reservationValue", file),
            )
        )
    folder = Path(profiles[0]).parent.name if profiles else ""
    return Scenario(folder, issues, tuple(read), "NegoLog JSON", tuple(notes))
