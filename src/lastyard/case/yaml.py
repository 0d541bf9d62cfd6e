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
import re
import sys
from collections.abc import Iterable, KeysView, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple, NoReturn

import yaml

from lastyard.case.diagnostics import CaseError, Diagnostic, Diagnostics, Place
from lastyard.case.model import parse_date, parse_number
from lastyard.case.shapes import Shape
from lastyard.errors import did_you_mean, nearest
from lastyard.files import read_at_most

__all__ = [
    "MOST_BYTES",
    "Entry",
    "Fields",
    "Form",
    "ListNode",
    "MapNode",
    "Node",
    "TextNode",
    "decoded",
    "kind_of",
    "name_from",
    "parse_document",
    "read_text",
    "read_with_form",
    "text_from",
    "texts_from",
]

MOST_BYTES = 8_000_000

MOST_NODES = 100_000

DEEPEST = 30

# The C parser is ten times faster; PyYAML is built without it on a few platforms.
_PARSER: Any = getattr(yaml, "CLoader", yaml.Loader)

_NULLS = frozenset(("", "~", "null", "Null", "NULL"))


# Plain classes with slots: a dataclass takes longer to define than all of these together.
class TextNode:
    """A scalar.

    Attributes:
        text: Its text, quotes removed.
        place: Where it starts, quotes included.
        is_plain: Whether it was written without quotes.
        offset: Character k of ``text`` stands ``offset + k`` columns after ``place``; -1
            when that does not hold (several lines, escapes).
    """

    __slots__ = ("is_plain", "offset", "place", "text")

    def __init__(self, text: str, place: Place, is_plain: bool, offset: int = 0) -> None:
        self.text = text
        self.place = place
        self.is_plain = is_plain
        self.offset = offset

    @property
    def is_null(self) -> bool:
        """Whether nothing was written (or ``null`` or ``~``)."""
        return self.is_plain and self.text in _NULLS


class ListNode:
    """A sequence."""

    __slots__ = ("items", "place")

    def __init__(self, place: Place, items: list[Node] | None = None) -> None:
        self.place = place
        self.items: list[Node] = [] if items is None else items


class Entry:
    """A key with its value."""

    __slots__ = ("key", "value")

    def __init__(self, key: TextNode, value: Node) -> None:
        self.key = key
        self.value = value


class MapNode:
    """A mapping, in the order of the file; keys are texts and all different."""

    __slots__ = ("entries", "place")

    def __init__(self, place: Place, entries: list[Entry] | None = None) -> None:
        self.place = place
        self.entries: list[Entry] = [] if entries is None else entries


Node = TextNode | ListNode | MapNode


class Form(NamedTuple):
    """How the text of a file is written as bytes, so that an edit keeps it.

    Attributes:
        mark: Whether the mark of UTF-8 that Windows puts first stands there.
        newline: What ends its lines; None where that differs from line to line.
    """

    mark: bool = False
    newline: str | None = "\n"

    @classmethod
    def of(cls, data: bytes) -> Form:
        """Return the form of a file's bytes."""
        both = data.count(b"\r\n")
        kinds = {"\r\n": both, "\n": data.count(b"\n") - both, "\r": data.count(b"\r") - both}
        used = [newline for newline, count in kinds.items() if count]
        newline = used[0] if len(used) == 1 else None if used else "\n"
        return cls(data.startswith(b"\xef\xbb\xbf"), newline)

    def plain(self, text: str) -> str:
        """Return the file's text with its lines ended as we end them."""
        return text if self.newline in (None, "\n") else text.replace(self.newline or "", "\n")

    def written(self, text: str) -> bytes:
        """Return the bytes of a text that is to have this form."""
        if self.newline not in (None, "\n"):
            text = text.replace("\n", self.newline or "")
        return (b"\xef\xbb\xbf" if self.mark else b"") + text.encode()


def read_text(path: str) -> str:
    """Read a case file, or standard input for ``-``.

    Raises:
        CaseError: If it cannot be read, is larger than 8 MB or is not UTF-8.
    """
    return decoded(_read_data(path), path)


def read_with_form(path: str) -> tuple[str, Form]:
    """Read a case file that is to be edited: its text with plain line ends, and its form.

    Raises:
        CaseError: As for :func:`read_text`.
    """
    data = _read_data(path)
    form = Form.of(data)
    return form.plain(decoded(data, path)), form


def _read_data(path: str) -> bytes:
    try:
        if path == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            data = read_at_most(path, MOST_BYTES)
    except OSError as problem:
        reason = problem.strerror or "it cannot be read"
        help = (
            "give the path of a case file; `lastyard new` writes one to start from, "
            "`lastyard catalog` lists those that come with Last Yard"
        )
        _refuse("unreadable-file", f"cannot read {path!r}: {reason.lower()}", None, help)
    if len(data) > MOST_BYTES:
        _refuse(
            "file-too-large",
            f"{path!r} is larger than {MOST_BYTES // 1_000_000} MB",
            Place(path, 1, 1),
            "a case file holds statements, not documents; keep documents in files of their own",
        )
    return data


def decoded(data: bytes, path: str) -> str:
    """Return the text of a file's bytes.

    Raises:
        CaseError: If it is not UTF-8.
    """
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
        if not builder.take_all(iter(parser.get_event, None)):
            return None
    except yaml.MarkedYAMLError as problem:
        what = problem.problem or "the text breaks off"
        # A recent libyaml reads ahead and refuses the depth before our own count gets there.
        if "nesting depth" in what:
            far = problem.problem_mark or problem.context_mark
            _too_deep(problems, Place(file, far.line + 1, far.column + 1) if far else None)
            return None
        context = f" {problem.context}" if problem.context else ""
        mark, help = _yaml_help(problem, what, text)
        place = Place(file, mark.line + 1, mark.column + 1) if mark else None
        problems.error("yaml-syntax", f"not valid YAML: {what}{context}", place, help)
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


def _too_deep(problems: Diagnostics, place: Place | None) -> None:
    message = f"nested more than {DEEPEST} levels"
    problems.error("too-deep", message, place, "a case needs five")


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or ["unreadable"])[0]


def _yaml_help(problem: yaml.MarkedYAMLError, what: str, text: str) -> tuple[Any, str | None]:
    """Return where to look first, and what to do."""
    mark, opened = problem.problem_mark or problem.context_mark, problem.context_mark
    context = problem.context or ""
    lines = text.splitlines()
    line = lines[mark.line] if mark and mark.line < len(lines) else ""
    if "mapping values are not allowed" in what:
        return mark, "put the text in quotes when it contains ': '"
    if "\t" in line[: len(line) - len(line.lstrip())] or "\\t" in what:
        return mark, "indent with spaces, not tabs"
    if mark and "cannot start any token" in what:
        sign = line[mark.column : mark.column + 1]
        return mark, f"put a text that begins with {sign} in quotes" if sign.strip() else None
    if "quoted scalar" in context and opened:
        if "hexdecimal" in what or "escape" in what:
            return mark, "within \"...\" write \\\\ for a backslash, or use '...'"
        return opened, "close this quote"
    if "expected" in what:
        if mark and line[mark.column - 1 : mark.column] == "'":
            return mark, "within '...' write '' for an apostrophe, or use \"...\""
        if mark and opened and "flow" in context and opened.line < mark.line:
            sign = lines[opened.line][opened.column : opened.column + 1]
            return mark, f"close the {sign} of line {opened.line + 1}, or add a comma"
        return mark, "check the indentation, and that every bracket and quote is closed"
    return mark, None


class _Level:
    """A list or a mapping that is still open; a mapping with its keys so far."""

    __slots__ = ("key", "node", "seen")

    def __init__(self, node: MapNode | ListNode) -> None:
        self.node = node
        self.key: TextNode | None = None
        self.seen: dict[str, Place] = {}


class _Builder:
    """Turns parser events into nodes; a method that returns False has given up."""

    def __init__(self, file: str, problems: Diagnostics) -> None:
        self._file = file
        self._problems = problems
        self._open: list[_Level] = []
        self._count = 0
        self._documents = 0
        self.root: Node | None = None

    def take_all(self, events: Iterable[Any]) -> bool:
        # Looked up once: a long case has tens of thousands of events.
        scalar, opened = self._scalar, self._open
        scalar_kind, map_kind, map_end = (
            yaml.ScalarEvent,
            yaml.MappingStartEvent,
            yaml.MappingEndEvent,
        )
        list_kind, list_end = yaml.SequenceStartEvent, yaml.SequenceEndEvent
        for event in events:
            kind = type(event)
            if kind is scalar_kind:
                usable = scalar(event)
            elif kind is map_end or kind is list_end:
                opened.pop()
                continue
            elif kind is map_kind:
                usable = self._start(event, MapNode(self._place(event)))
            elif kind is list_kind:
                usable = self._start(event, ListNode(self._place(event)))
            else:
                usable = self._other(event)
            if not usable:
                return False
        return True

    def _other(self, event: Any) -> bool:
        if isinstance(event, yaml.AliasEvent):
            return self._refuse_alias(event)
        if isinstance(event, yaml.DocumentStartEvent):
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

    def _refuse(self, event: Any) -> bool:
        """Tell why a node is not allowed; True where it is after all."""
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
        self._count += 1
        if (event.anchor or event.tag or self._count > MOST_NODES) and not self._refuse(event):
            return False
        start, end, style, text = event.start_mark, event.end_mark, event.style, event.value
        line, column = start.line, start.column
        quotes = 1 if style == '"' or style == "'" else 0  # noqa: PLR1714  (twice as quick)
        width, offset = 1, -1
        if line == end.line:
            width = end.column - column or 1
            # An escape inside quotes shifts the columns after it; then places are the start.
            if width == len(text) + 2 * quotes:
                offset = quotes
        place = tuple.__new__(Place, (self._file, line + 1, column + 1, width))
        return self._add(TextNode(text, place, not style, offset))

    def _start(self, event: Any, node: MapNode | ListNode) -> bool:
        self._count += 1
        if (event.anchor or event.tag or self._count > MOST_NODES) and not self._refuse(event):
            return False
        if len(self._open) >= DEEPEST:
            _too_deep(self._problems, node.place)
            return False
        if not self._add(node):
            return False
        self._open.append(_Level(node))
        return True

    def _add(self, node: Node) -> bool:
        if not self._open:
            self.root = node
            return True
        level = self._open[-1]
        parent = level.node
        if isinstance(parent, ListNode):
            parent.items.append(node)
            return True
        key = level.key
        if key is None:
            return self._key(level, node)
        level.key = None
        name = key.text
        first = level.seen.get(name)
        if first is None:
            level.seen[name] = key.place
            parent.entries.append(Entry(key, node))
        else:
            self._problems.error(
                "duplicate-key",
                f"{_short(name)} is given twice (first on line {first.line})",
                key.place,
                "remove or rename one of them",
            )
        return True

    def _key(self, level: _Level, node: Node) -> bool:
        if not isinstance(node, TextNode):
            return self._give_up(
                "wrong-type", "a key must be text", node.place, "write `key: value`"
            )
        level.key = node
        return True


def _short(text: str) -> str:
    return repr(text if len(text) <= 60 else text[:57] + "...")


_IDENTIFIER = re.compile(r"[\w][\w.\-]*$")

_LONGEST_NAME = 80


def kind_of(node: Node) -> str:
    """Name a node's kind for people."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return "nothing" if node.is_null else "text"


def _wrong_type(node: Node, wanted: str, problems: Diagnostics, help: str | None = None) -> None:
    problems.error("wrong-type", f"expected {wanted}, found {kind_of(node)}", node.place, help)


def text_from(node: Node, problems: Diagnostics, wanted: str = "text") -> str | None:
    """Return the text of a scalar that is not null."""
    if isinstance(node, TextNode) and not node.is_null:
        return node.text
    _wrong_type(node, wanted, problems)
    return None


def texts_from(node: Node, problems: Diagnostics, wanted: str = "a list") -> list[TextNode]:
    """Return the scalars of a list; one scalar counts as a list of one."""
    if isinstance(node, TextNode) and not node.is_null:
        return [node]
    if not isinstance(node, ListNode):
        _wrong_type(node, wanted, problems, "write it as [one, two]")
        return []
    texts = []
    for item in node.items:
        if isinstance(item, TextNode):
            texts.append(item)
        else:
            _wrong_type(item, "text", problems)
    return texts


def name_from(node: TextNode, problems: Diagnostics, what: str, *, in_conditions: bool) -> bool:
    """Check that a text can be a name.

    Args:
        node: The text.
        problems: Receives the problem.
        what: What it names, for the message.
        in_conditions: Whether it is used in conditions: then letters, digits and ``_``.
    """
    text = node.text
    fits = text.isidentifier() if in_conditions else _IDENTIFIER.match(text) is not None
    if fits and len(text) <= _LONGEST_NAME:
        return True
    allowed = (
        "letters, digits and _ (no leading digit)" if in_conditions else "letters, digits, _ . -"
    )
    problems.error(
        "bad-name",
        f"{text[:60]!r} cannot be the name of {what}",
        node.place,
        f"use {allowed}, at most {_LONGEST_NAME} characters; give the full name with `name:`",
    )
    return False


def _help_for_day(node: Node) -> str:
    from lastyard.case.hints import help_for_day  # noqa: PLC0415  (only errors need it)

    return help_for_day(node.text if isinstance(node, TextNode) else "")


def _help_for_number(node: Node, *, share: bool = False) -> str | None:
    from lastyard.case.hints import help_for_number  # noqa: PLC0415  (only errors need it)

    return help_for_number(node.text, share=share) if isinstance(node, TextNode) else None


def _key_meant(entry: Entry, before: Entry | None, shape: Shape) -> tuple[str | None, str]:
    """Return the key that seems to be meant by one that is not known, and what to do."""
    from lastyard.case.hints import KEYS_MEANT, help_for_comma  # noqa: PLC0415

    name = entry.key.text
    if name.isdecimal() and isinstance(entry.value, TextNode) and entry.value.is_null:
        cut = before.value.text if before and isinstance(before.value, TextNode) else ""
        return None, help_for_comma(cut, name)
    meant = nearest(name, shape.names)
    if meant is None and KEYS_MEANT.get(name.lower()) in shape.names:
        meant = KEYS_MEANT[name.lower()]
        return meant, f"write {meant!r} for it"
    return meant, did_you_mean(name, shape.names, "keys")


class Fields:
    """The fields of one mapping, checked against its shape when made.

    Each function returns None (or an empty tuple) after noting what is wrong, so that the
    loader can go on and tell all problems at once.

    Args:
        node: The mapping; anything else is noted and leaves no fields.
        shape: Its shape.
        problems: Receives what is wrong.

    Attributes:
        mistaken: Keys for which others seem to have been written, which was told.
    """

    def __init__(self, node: Node, shape: Shape, problems: Diagnostics) -> None:
        self.place = node.place
        self._problems = problems
        self._entries: dict[str, Entry] = {}
        # The values that are given and not left empty.
        self._values: dict[str, Node] = {}
        self.mistaken: set[str] = set()
        if isinstance(node, TextNode) and node.is_null:
            node = MapNode(node.place)
        if not isinstance(node, MapNode):
            _wrong_type(node, f"{shape.what} as `key: value` pairs", problems)
            return
        known = shape.known
        before: Entry | None = None
        for entry in node.entries:
            name = entry.key.text
            if name in known:
                value, before = entry.value, entry
                self._entries[name] = entry
                if not (isinstance(value, TextNode) and value.is_null):
                    self._values[name] = value
            elif not name.startswith("x-"):
                meant, help = _key_meant(entry, before, shape)
                self.mistaken |= {meant} if meant else set()
                problems.error(
                    "unknown-key", f"{shape.what} has no key {name[:60]!r}", entry.key.place, help
                )
        for field in shape.required:
            if field.name in self.mistaken:
                continue  # what is written for it was told
            if field.name not in self._entries:
                problems.error(
                    "missing-key",
                    f"{shape.what} needs `{field.name}`",
                    node.place,
                    f"add `{field.name}:` ({field.meaning})",
                )
            elif field.name not in self._values:
                problems.error(
                    "missing-key",
                    f"{shape.what} needs `{field.name}`, which is left empty",
                    self._entries[field.name].key.place,
                    f"give it ({field.meaning})",
                )

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> KeysView[str]:
        """The keys that are given, in the order of the file; they may be left empty."""
        return self._entries.keys()

    def node(self, name: str) -> Node | None:
        """Return the value of a key; None when it is absent or left empty."""
        return self._values.get(name)

    def key_place(self, name: str) -> Place:
        """Return where a key stands, or the mapping when it is absent."""
        entry = self._entries.get(name)
        return entry.key.place if entry else self.place

    def text(self, name: str) -> str | None:
        """Return a text."""
        node = self._values.get(name)
        return None if node is None else text_from(node, self._problems)

    def texts(self, name: str) -> list[TextNode]:
        """Return a list of texts."""
        node = self.node(name)
        return [] if node is None else texts_from(node, self._problems)

    def words(self, name: str) -> tuple[str, ...]:
        """Return a list of texts without their places."""
        return tuple(node.text for node in self.texts(name))

    def flag(self, name: str) -> bool:
        """Return a truth value, False when absent."""
        node = self.node(name)
        if node is None:
            return False
        if isinstance(node, TextNode) and node.text.lower() in ("true", "false"):
            return node.text.lower() == "true"
        self._problems.error(
            "wrong-type", f"`{name}` is true or false", node.place, "write true or false"
        )
        return False

    def date(self, name: str) -> date | None:
        """Return a day."""
        node = self.node(name)
        if node is None:
            return None
        day = parse_date(node.text) if isinstance(node, TextNode) else None
        if day is not None:
            return day
        shown = repr(node.text[:40]) if isinstance(node, TextNode) else kind_of(node)
        self._problems.error("bad-date", f"{shown} is not a date", node.place, _help_for_day(node))
        return None

    def number(self, name: str) -> Fraction | None:
        """Return an exact number."""
        node = self.node(name)
        if node is None:
            return None
        number = parse_number(node.text) if isinstance(node, TextNode) else None
        if number is None:
            shown = repr(node.text[:40]) if isinstance(node, TextNode) else kind_of(node)
            self._problems.error(
                "bad-number", f"{shown} is not a number", node.place, _help_for_number(node)
            )
        return number

    def probability(self, name: str, words: Mapping[str, Fraction]) -> Fraction | None:
        """Return a number from 0 to 1, or what one of the words stands for."""
        node = self.node(name)
        if node is None:
            return None
        if isinstance(node, TextNode) and node.text in words:
            return words[node.text]
        if isinstance(node, TextNode) and parse_number(node.text) is None and words:
            self._problems.error(
                "bad-number",
                f"`{name}` is a number from 0 to 1 or a word, not {node.text[:40]!r}",
                node.place,
                _help_for_number(node, share=True) or did_you_mean(node.text, words, "words"),
            )
            return None
        number = self.number(name)
        if number is not None and not 0 <= number <= 1:
            self._problems.error(
                "bad-probability", f"`{name}` must lie between 0 and 1", node.place, None
            )
            return None
        return number
