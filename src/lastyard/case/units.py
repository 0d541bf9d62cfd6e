"""A case file as named units, and putting units of one file into the text of another.

Each party, issue, rule, source, statement and vote is one. What the case says once (title,
agreement, moves, ...) is a unit of the section ``case``. A unit is what the case file holds for it,
so two are equal when the file says the same. Put into another text, an item is its lines, with the comments
that stand right above it. Items written in a block (one each line) are moved as they stand; of a section
written in one line, as ``{a: {}}``, the whole section is written anew.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text("{title: T, parties: {a: {}}, issues: {i: {options: [x, y]}}}")
    >>> list(units(case))
    [('case', 'title'), ('parties', 'a'), ('issues', 'i')]
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from textwrap import dedent, indent
from typing import Any, NamedTuple

import yaml

from lastyard.case.editing import (
    LISTS,
    MAPPINGS,
    ORDER,
    Edit,
    Key,
    applied,
    compose,
    end_of_line,
    end_of_node,
    start_of_comments,
)
from lastyard.case.model import CASE, Case, format_number
from lastyard.case.writing import as_yaml

__all__ = [
    "Key",
    "as_content",
    "fields_of",
    "line_of",
    "lost_comments",
    "plain",
    "splice",
    "units",
]


def units(case: Case) -> dict[Key, Any]:
    """Return the units of a case, in the order in which its file holds them."""
    found: dict[Key, Any] = {}
    for name, content in CASE.write(case, case).items():
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


class _Item(NamedTuple):
    """The lines of an item, and the line at which it begins after its comments."""

    start: int
    end: int
    line: int


class _Section(NamedTuple):
    """A top-level key: its lines, and its items where each has lines of its own."""

    start: int
    end: int
    items: Mapping[str, _Item]
    column: int
    line: int


def splice(
    a: str, b: str, joined: Mapping[Key, Any], of_a: Mapping[Key, Any], of_b: Mapping[Key, Any]
) -> str | None:
    """Return the text of one file with what two joined files hold.

    Args:
        a: The text to edit.
        b: The text of the other, which may hold things put in, with their comments.
        joined: The units that the file is to hold.
        of_a: The units that ``a`` holds.
        of_b: The units that ``b`` holds.

    Returns:
        The text; None when ``a`` is written in one line and cannot be edited.
    """
    mine, theirs = _sections(a), _sections(b) or {}
    if mine is None:
        return None
    changed = [key for key in {**of_a, **joined} if of_a.get(key) != joined.get(key)]
    edits: list[Edit] = []
    for name in dict.fromkeys(map(_section_of, changed)):
        whole = _own(joined, name)
        section, other = mine.get(name), theirs.get(name)
        if section is not None and not whole:
            edits.append(Edit(section.start, section.end, ""))
        elif section is not None and section.items:
            keys = [key for key in changed if key[0] == name]
            edits += _item_edits(b, keys, joined, section, other)
        else:
            text = as_yaml(as_content(whole))
            if other is not None and whole == _own(of_b, name):
                text = _whole_lines(b[other.start : other.end])
            at = section or _place_for(name, mine, len(a))
            edits.append(Edit(at.start, at.end, text))
    return applied(a, edits)


def _section_of(key: Key) -> str:
    return key[1] if key[0] == "case" else key[0]


def _own(found: Mapping[Key, Any], name: str) -> dict[Key, Any]:
    return {key: value for key, value in found.items() if _section_of(key) == name}


def _place_for(name: str, mine: Mapping[str, _Section], end: int) -> Edit:
    """Return where a section that is not there belongs: above those that come after it."""
    later = [mine[key].start for key in ORDER[ORDER.index(name) + 1 :] if key in mine]
    at = min(later, default=end)
    return Edit(at, at, "")


def _item_edits(
    b: str,
    keys: Sequence[Key],
    joined: Mapping[Key, Any],
    section: _Section,
    other: _Section | None,
) -> list[Edit]:
    """Return the edits of one section, item by item; what is added comes last."""
    edits, added = [], ""
    for key in keys:
        span = section.items.get(key[1])
        text = ""
        if key in joined:
            text = indent(_item(b, key, joined[key], other), " " * section.column)
        if span is None:
            added += text
        else:
            edits.append(Edit(span.start, span.end, text))
    if added:
        end = max(item.end for item in section.items.values())
        edits.append(Edit(end, end, added))
    return edits


def _item(b: str, key: Key, unit: Any, other: _Section | None) -> str:
    """Return the lines of an item, not indented: as the other file has them, where it can."""
    span = other.items.get(key[1]) if other is not None else None
    if span is not None:
        return dedent(_whole_lines(b[span.start : span.end]))
    return as_yaml([unit] if key[0] in LISTS else {key[1]: unit})


def _whole_lines(text: str) -> str:
    return text if text.endswith("\n") else text + "\n"


def _sections(text: str) -> dict[str, _Section] | None:
    """Return where everything stands; None when the file is written in one line."""
    root = compose(text)
    if root.flow_style:
        return None
    return {
        key.value: _Section(
            start_of_comments(text, key.start_mark.index),
            end_of_line(text, end_of_node(value) if _holds(value) else key.end_mark.index),
            _items(text, value) if key.value in (*MAPPINGS, *LISTS) else {},
            _column(value),
            key.start_mark.line + 1,
        )
        for key, value in root.value
    }


def _holds(node: Any) -> bool:
    return bool(node.value)


def _column(node: Any) -> int:
    return int(node.start_mark.column)


def _items(text: str, node: Any) -> dict[str, _Item]:
    """Return where the items of a block stand, with the comments right above each."""
    found: dict[str, _Item] = {}
    if getattr(node, "flow_style", False):
        return found
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            mark, end = key.start_mark, end_of_node(value) if _holds(value) else key.end_mark.index
            found[key.value] = _item_at(text, mark, end)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            if isinstance(item, yaml.MappingNode):
                id = next((value.value for key, value in item.value if key.value == "id"), "")
                found[id] = _item_at(text, item.start_mark, end_of_node(item))
    return found


def _item_at(text: str, mark: Any, end: int) -> _Item:
    return _Item(start_of_comments(text, mark.index), end_of_line(text, end), int(mark.line) + 1)


def line_of(text: str, key: Key) -> int | None:
    """Return the line at which a file holds something; None when it does not say."""
    sections = _sections(text)
    section = None if sections is None else sections.get(_section_of(key))
    if section is None:
        return None
    if key[0] == "case":
        return section.line
    item = section.items.get(key[1])
    return item.line if item else None


def lost_comments(text: str, new: str) -> list[tuple[int, str]]:
    """Return the lines of comment of a text, with their numbers, that another has not."""
    left = Counter(map(str.strip, new.splitlines()))
    lost = []
    for number, line in enumerate(map(str.strip, text.splitlines()), 1):
        if line.startswith("#"):
            if not left[line]:
                lost.append((number, line))
            left[line] -= bool(left[line])
    return lost
