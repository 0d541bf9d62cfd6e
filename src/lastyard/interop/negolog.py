"""Reading NegoLog profiles (JSON): weights and values per issue, one file per party.

A package is worth the sum over issues of weight x value, as they stand. NegoLog has no
separate list of issues; the first profile names them and their options.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lastyard.interop.scenario import (
    FormatError,
    Issue,
    Profile,
    Scenario,
    as_map,
    left_out,
    parse_json,
    read_text,
    to_number,
)

__all__ = ["is_negolog_profile", "read_negolog"]


def is_negolog_profile(data: object) -> bool:
    """Return whether JSON looks like a NegoLog profile."""
    return isinstance(data, dict) and "issueWeights" in data and "issues" in data


def read_negolog(profiles: Sequence[Path]) -> Scenario:
    """Read the profiles of one domain.

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
