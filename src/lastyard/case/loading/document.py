"""YAML text as a tree that remembers where everything stands.

All scalars stay text until the model converts them, so ``no`` and ``2024-05-01`` are
not traps. The tree is built in one loop over the parser's events, without recursion,
and refuses what a case never needs and an attacker would use: anchors and aliases,
tags, duplicate keys, several documents, nesting beyond 30, files beyond 8 MB.

Example:
    >>> problems = Diagnostics("case.yaml", text := "title: A dispute")
    >>> tree = parse_document(text, "case.yaml", problems)
    >>> tree.entries[0].key.text, tree.entries[0].value.text, str(tree.entries[0].value.place)
    ('title', 'A dispute', 'case.yaml:1:8')
"""

from __future__ import annotations

import io
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NoReturn

import yaml

from lastyard.case.diagnostics import CaseError, Diagnostic, Diagnostics, Place

__all__ = ["Entry", "ListNode", "MapNode", "Node", "TextNode", "parse_document", "read_text"]

MOST_BYTES = 8_000_000
MOST_NODES = 100_000
DEEPEST = 30

# The C parser is ten times faster; PyYAML is built without it on a few platforms.
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)


@dataclass(slots=True, eq=False, repr=False)
class TextNode:
    """A scalar.

    Attributes:
        text: Its text, quotes removed.
        place: Where it starts, quotes included.
        is_plain: Whether it was written without quotes.
        offset: Character k of ``text`` stands ``offset + k`` columns after ``place``; -1
            when that does not hold (several lines, escapes).
    """

    text: str
    place: Place
    is_plain: bool
    offset: int = 0

    @property
    def is_null(self) -> bool:
        """Whether nothing was written (or ``null`` or ``~``)."""
        return self.is_plain and self.text in ("", "~", "null", "Null", "NULL")


@dataclass(slots=True, eq=False, repr=False)
class ListNode:
    """A sequence."""

    place: Place
    items: list[Node] = field(default_factory=list)


@dataclass(slots=True, eq=False, repr=False)
class Entry:
    """A key with its value."""

    key: TextNode
    value: Node


@dataclass(slots=True, eq=False, repr=False)
class MapNode:
    """A mapping, in the order of the file; keys are texts and all different."""

    place: Place
    entries: list[Entry] = field(default_factory=list)


Node = TextNode | ListNode | MapNode


def read_text(path: str) -> str:
    """Read a case file, or standard input for ``-``.

    Raises:
        CaseError: If it cannot be read, is larger than 8 MB or is not UTF-8.
    """
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(path).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as problem:
        reason = problem.strerror or "it cannot be read"
        help = "give the path of a case file; `lastyard new` writes one to start from"
        _refuse("unreadable-file", f"cannot read {path!r}: {reason.lower()}", None, help)
    if len(data) > MOST_BYTES:
        _refuse(
            "file-too-large",
            f"{path!r} is larger than {MOST_BYTES // 1_000_000} MB",
            Place(path, 1, 1),
            "a case file holds statements, not documents; keep documents in files of their own",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        before = data[: problem.start].decode("utf-8", "replace")
        place = Place(path, before.count("\n") + 1, len(before) - before.rfind("\n"))
        _refuse("not-utf8", "the file is not UTF-8 text", place, "save it with encoding UTF-8")


def _refuse(code: str, message: str, place: Place | None, help: str) -> NoReturn:
    raise CaseError([Diagnostic(code, message, place, help)])


def parse_document(text: str, file: str, problems: Diagnostics) -> Node | None:
    """Parse YAML into a tree of nodes with places.

    Args:
        text: The YAML text.
        file: Its name, for places.
        problems: Receives what is wrong with it.

    Returns:
        The root, or None when the text is empty or broken; ``problems`` says which.
    """
    builder = _Builder(file, problems)
    parser = None
    try:
        parser = _PARSER(io.StringIO(text) if len(text) > 100_000 else text)
        while parser.check_event():
            if not builder.take(parser.get_event()):
                return None
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else None
        what = problem.problem or "the text breaks off"
        context = f" {problem.context}" if problem.context else ""
        problems.error("yaml-syntax", f"not valid YAML: {what}{context}", place, _yaml_help(what))
        return None
    except yaml.YAMLError as problem:
        problems.error("yaml-syntax", f"not valid YAML: {_first_line(problem)}", Place(file, 1, 1))
        return None
    finally:
        if parser is not None:
            parser.dispose()
    if builder.root is None:
        problems.error(
            "empty-file",
            "the file holds nothing",
            Place(file, 1, 1),
            "`lastyard new FILE` writes a commented case to start from",
        )
    return builder.root


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or ["unreadable"])[0]


def _yaml_help(what: str) -> str | None:
    if "mapping values are not allowed" in what:
        return "put the text in quotes when it contains ': '"
    if "\\t" in what:
        return "indent with spaces, not tabs"
    if "expected" in what:
        return "check the indentation, and that every bracket and quote is closed"
    return None


class _Builder:
    """Turns parser events into nodes; ``take`` returns False when it gives up."""

    def __init__(self, file: str, problems: Diagnostics) -> None:
        self._file = file
        self._problems = problems
        self._open: list[MapNode | ListNode] = []
        self._keys: list[TextNode | None] = []
        self._seen: list[dict[str, Place]] = []
        self._count = 0
        self._documents = 0
        self.root: Node | None = None

    def take(self, event: Any) -> bool:
        kind = type(event)
        if kind is yaml.ScalarEvent:
            return self._scalar(event)
        if kind is yaml.MappingStartEvent:
            return self._start(event, MapNode(self._place(event)))
        if kind is yaml.SequenceStartEvent:
            return self._start(event, ListNode(self._place(event)))
        if kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
            self._open.pop()
            self._keys.pop()
            self._seen.pop()
        elif kind is yaml.AliasEvent:
            return self._refuse_alias(event)
        elif kind is yaml.DocumentStartEvent:
            self._documents += 1
            if self._documents > 1:
                place = self._place(event)
                return self._give_up(
                    "several-documents", "a case file is one YAML document", place, "remove '---'"
                )
        return True

    def _place(self, event: Any) -> Place:
        mark = event.start_mark
        return Place(self._file, mark.line + 1, mark.column + 1)

    def _refuse_alias(self, event: Any) -> bool:
        return self._give_up(
            "yaml-alias",
            "anchors (&name) and aliases (*name) are not used in case files",
            self._place(event),
            "write the value out, or put it in quotes if it is text",
        )

    def _give_up(self, code: str, message: str, place: Place, help: str) -> bool:
        self._problems.error(code, message, place, help)
        return False

    def _is_allowed(self, event: Any) -> bool:
        self._count += 1
        if self._count > MOST_NODES:
            place = self._place(event)
            return self._give_up(
                "file-too-large", f"more than {MOST_NODES} values", place, "split the case"
            )
        if event.anchor:
            return self._refuse_alias(event)
        tag = event.tag
        if tag and tag != "!":
            place = self._place(event)
            return self._give_up(
                "yaml-tag", f"tags ({tag[:40]}) are not used in case files", place, "remove it"
            )
        return True

    def _scalar(self, event: Any) -> bool:
        if not self._is_allowed(event):
            return False
        start, end, style = event.start_mark, event.end_mark, event.style
        one_line = start.line == end.line
        width = max(1, end.column - start.column) if one_line else 1
        quotes = 1 if style in ("'", '"') else 0
        # An escape inside quotes shifts the columns after it; then places are the start.
        faithful = one_line and width == len(event.value) + 2 * quotes
        place = Place(self._file, start.line + 1, start.column + 1, width)
        return self._add(TextNode(event.value, place, not style, quotes if faithful else -1))

    def _start(self, event: Any, node: MapNode | ListNode) -> bool:
        if not self._is_allowed(event):
            return False
        if len(self._open) >= DEEPEST:
            return self._give_up(
                "too-deep", f"nested more than {DEEPEST} levels", node.place, "a case needs five"
            )
        if not self._add(node):
            return False
        self._open.append(node)
        self._keys.append(None)
        self._seen.append({})
        return True

    def _add(self, node: Node) -> bool:
        if not self._open:
            self.root = node
            return True
        parent = self._open[-1]
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return True
        key = self._keys[-1]
        if key is None:
            return self._key(node)
        self._keys[-1] = None
        first = self._seen[-1].get(key.text)
        if first is None:
            self._seen[-1][key.text] = key.place
            parent.entries.append(Entry(key, node))
        else:
            self._problems.error(
                "duplicate-key",
                f"{_short(key.text)} is given twice (first on line {first.line})",
                key.place,
                "remove or rename one of them",
            )
        return True

    def _key(self, node: Node) -> bool:
        if not isinstance(node, TextNode):
            return self._give_up(
                "wrong-type", "a key must be text", node.place, "write `key: value`"
            )
        self._keys[-1] = node
        return True


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")
