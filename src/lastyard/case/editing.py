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
from lastyard.case.loading.document import read_with_form
from lastyard.case.model import Source, Statement
from lastyard.case.writing import as_yaml, source_as_mapping, statement_as_mapping
from lastyard.files import write_whole

__all__ = ["add_statements", "end_of_node", "start_of_comments"]

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def add_statements(
    path: str, statements: Iterable[Statement], sources: Iterable[Source] = ()
) -> None:
    """Append statements, and sources that they name, to a case file.

    The new text is loaded before anything is written, so a statement that does not fit
    the case leaves the file untouched.

    Args:
        path: The case file.
        statements: What to add.
        sources: Sources to add besides.

    Raises:
        CaseError: If the file, or the file with the statements, cannot be used.
        RequestError: If it cannot be written.
    """
    if path == "-":
        raise RequestError("standard input cannot be edited; give the path of a case file")
    text, form = read_with_form(path)
    case = load_text(text, path)
    added, named = tuple(statements), tuple(sources)
    if not added and not named:
        return
    extended = replace(case, statements=(*case.statements, *added), sources=(*case.sources, *named))
    new = text
    if added:
        new = _with(new, "statements", [statement_as_mapping(extended, s) for s in added])
    if named:
        new = _with(new, "sources", {source.id: source_as_mapping(source) for source in named})
    load_text(new, path)
    write_whole(path, form.written(new))


def _with(text: str, name: str, content: list[dict[str, Any]] | dict[str, Any]) -> str:
    """Return the text with items, or entries, appended to one of its keys."""
    root: Any = yaml.compose(text, Loader=_LOADER)
    nodes = {key.value: (key, value) for key, value in root.value}
    node = nodes[name][1] if name in nodes else None
    if root.flow_style or (node is not None and node.value and node.flow_style):
        start = "`- `" if name == "statements" else "its name and a colon"
        brackets = "[{...}, {...}]" if name == "statements" else "{name: {...}}"
        raise RequestError(
            f"{name} written in one line, as {brackets}, cannot be added to: "
            f"put each on a line of its own that starts with {start}"
        )
    if node is None:
        at = len(text)
        if name == "sources" and "statements" in nodes:
            at = start_of_comments(text, nodes["statements"][0].start_mark.index)
        end = "\n" if at < len(text) else ""
        return _joined(text, at, f"{name}:\n" + _indented(content, 2) + end)
    if node.value:
        end_of_line = text.find("\n", end_of_node(node))
        return _joined(
            text,
            len(text) if end_of_line < 0 else end_of_line + 1,
            _indented(content, node.start_mark.column),
        )
    before, after = text[: node.start_mark.index], text[node.end_mark.index :]
    return before.rstrip(" ") + "\n" + _indented(content, 2).rstrip("\n") + after


def start_of_comments(text: str, at: int) -> int:
    """Return where the comments that stand right above a key or an item begin.

    Args:
        text: The text of the file.
        at: An offset in the first line of the key or item.
    """
    at = text.rfind("\n", 0, at) + 1
    line = text[at:].split("\n", 1)[0]
    margin = line[: len(line) - len(line.lstrip(" "))] + "#"
    while at:
        start = text.rfind("\n", 0, at - 1) + 1
        if not text.startswith(margin, start):
            break
        at = start
    return at


def _joined(text: str, at: int, addition: str) -> str:
    before = text[:at]
    if before and not before.endswith("\n"):
        before += "\n"
    return before + addition + text[at:]


def _indented(content: list[dict[str, Any]] | dict[str, Any], spaces: int) -> str:
    lines = as_yaml(content).splitlines()
    return "".join(" " * spaces + line + "\n" for line in lines)


def end_of_node(node: Any) -> int:
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
    return end_of_node(last[1] if isinstance(node, yaml.MappingNode) else last)
