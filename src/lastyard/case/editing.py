"""Changing a user's case file with every comment, space and quote elsewhere kept.

The new text is put where it belongs; nothing else of the file is touched. (ruamel.yaml
keeps comments too, but rewrites aligned columns and line breaks.)

Example, adding what was said today:
    add_statements("rafah.yaml", [statement])
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import yaml

from lastyard.case.diagnostics import RequestError
from lastyard.case.loading.case import load_text
from lastyard.case.loading.document import read_text
from lastyard.case.model import Statement
from lastyard.case.writing import as_yaml, statement_as_mapping, write_whole

__all__ = ["add_statements"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def add_statements(path: str, statements: Iterable[Statement]) -> None:
    """Append statements to a case file.

    The new text is loaded before anything is written, so a statement that does not fit
    the case leaves the file untouched.

    Args:
        path: The case file.
        statements: What to add.

    Raises:
        CaseError: If the file, or the file with the statements, cannot be used.
        RequestError: If it cannot be written.
    """
    if path == "-":
        raise RequestError("standard input cannot be edited; give the path of a case file")
    text = read_text(path)
    case = load_text(text, path)
    added = tuple(statements)
    if not added:
        return
    extended = replace(case, statements=(*case.statements, *added))
    new = _with_items(text, [statement_as_mapping(extended, statement) for statement in added])
    load_text(new, path)
    write_whole(path, new)


def _with_items(text: str, items: list[dict[str, Any]]) -> str:
    """Return the text with items appended to its list of statements."""
    root: Any = yaml.compose(text, Loader=_LOADER)
    node = next((value for key, value in root.value if key.value == "statements"), None)
    if root.flow_style or (node is not None and node.value and node.flow_style):
        raise RequestError(
            "statements written in one line, as [{...}, {...}], cannot be added to: "
            "put each on a line of its own that starts with `- `"
        )
    if node is None:
        return _joined(text, len(text), "statements:\n" + _indented(items, 2))
    if node.value:
        end = text.find("\n", _end_of(node))
        return _joined(
            text, len(text) if end < 0 else end + 1, _indented(items, node.start_mark.column)
        )
    before, after = text[: node.start_mark.index], text[node.end_mark.index :]
    return before.rstrip(" ") + "\n" + _indented(items, 2).rstrip("\n") + after


def _joined(text: str, at: int, addition: str) -> str:
    before = text[:at]
    if before and not before.endswith("\n"):
        before += "\n"
    return before + addition + text[at:]


def _indented(items: list[dict[str, Any]], spaces: int) -> str:
    lines = as_yaml(items).splitlines()
    return "".join(" " * spaces + line + "\n" for line in lines)


def _end_of(node: Any) -> int:
    """Return the offset after the last character of a node.

    The parser's own end mark of a block stands at the next token, after comments.
    """
    if isinstance(node, yaml.ScalarNode):
        if node.style in ("|", ">"):
            return int(max(0, node.end_mark.index - 1))
        return int(node.end_mark.index)
    if node.flow_style or not node.value:
        return int(node.end_mark.index)
    last = node.value[-1]
    return _end_of(last[1] if isinstance(node, yaml.MappingNode) else last)
