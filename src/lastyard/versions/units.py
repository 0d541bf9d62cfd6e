"""A case as named units: each party, issue, rule, source, statement and vote is one.

What the case says once (title, agreement, moves, ...) is a unit of the section ``case``.
A unit is what the case file holds for it, so two are equal when the file says the same.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> case = load_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    >>> list(units(case))
    [('case', 'title'), ('parties', 'a'), ('issues', 'i')]
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from lastyard.case.issues import format_number
from lastyard.case.model import Case
from lastyard.case.writing import case_as_mapping

__all__ = ["LISTS", "MAPPINGS", "ORDER", "Key", "as_content", "fields_of", "plain", "units"]

Key = tuple[str, str]
"""Section and name."""

MAPPINGS = ("parties", "issues", "sources")
LISTS = ("rules", "statements", "votes")
ORDER = (
    "title",
    "as_of",
    "note",
    "parties",
    "issues",
    "rules",
    "agreement",
    "status_quo",
    "sources",
    "statements",
    "votes",
    "moves",
)


def units(case: Case) -> dict[Key, Any]:
    """Return the units of a case, in the order in which its file holds them."""
    found: dict[Key, Any] = {}
    for name, content in case_as_mapping(case).items():
        if name in MAPPINGS:
            found |= {(name, id): value for id, value in content.items()}
        elif name in LISTS:
            found |= {(name, item["id"]): item for item in content}
        else:
            found["case", name] = content
    return found


def as_content(found: Mapping[Key, Any]) -> dict[str, Any]:
    """Return the mapping that a case file holds for some units."""
    content: dict[str, Any] = {}
    for name in ORDER:
        own = {id: value for (section, id), value in found.items() if section == name}
        if name in MAPPINGS and own:
            content[name] = own
        elif name in LISTS and own:
            content[name] = list(own.values())
        elif ("case", name) in found:
            content[name] = found["case", name]
    return content


def fields_of(key: Key, unit: Any) -> dict[str, Any]:
    """Return the fields of a unit; one that is a single value has one field, its name."""
    if isinstance(unit, dict) and key[0] != "case":
        return {name: value for name, value in unit.items() if name != "id"}
    return {} if unit is None else {key[1]: unit}


def plain(value: Any) -> Any:
    """Return a value of a case file as plain JSON content, numbers as the file writes them."""
    match value:
        case Fraction():
            return format_number(value)
        case date():
            return value.isoformat()
        case dict():
            return {str(key): plain(each) for key, each in value.items()}
        case list() | tuple():
            return [plain(each) for each in value]
        case _:
            return value
