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
from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple, NoReturn

import yaml

from lastyard.case.diagnostics import CaseError, Diagnostic, Diagnostics, Place
from lastyard.files import read_at_most

__all__ = [
    "MOST_BYTES",
    "Entry",
    "Form",
    "ListNode",
    "MapNode",
    "Node",
    "TextNode",
    "decoded",
    "format_number",
    "kind_of",
    "parse_date",
    "parse_document",
    "parse_number",
    "read_text",
    "read_with_form",
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


def kind_of(node: Node) -> str:
    """Name a node's kind for people."""
    if isinstance(node, MapNode):
        return "a mapping"
    if isinstance(node, ListNode):
        return "a list"
    return "nothing" if node.is_null else "text"


_LONGEST_NUMBER = 100

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(text: str) -> date | None:
    """Read a day written as ``2024-03-22``; None when it is not one."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def parse_number(text: str) -> Fraction | None:
    """Read a number (``12``, ``-0.5``, ``1e6``, ``1/3``) exactly; None when it is not one.

    Longer than 100 characters, or an exponent beyond 30, is not taken for a number: it
    could only be there to exhaust memory.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_NUMBER or not text.isascii():
        return None
    return _number_from(text)


@lru_cache(maxsize=1_000)  # the same few probabilities and steps are written again and again
def _number_from(text: str) -> Fraction | None:
    _, _, exponent = text.lower().partition("e")
    if exponent and not (exponent.lstrip("+-").isdigit() and abs(int(exponent)) <= 30):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def format_number(number: Fraction | int) -> str:
    """Write an exact number as a decimal where that is exact, else as a fraction.

    Example:
        >>> parse_number("1/3") + parse_number("0.5"), format_number(Fraction(5, 2))
        (Fraction(5, 6), '2.5')
    """
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    twos_and_fives = number.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{number.numerator}/{number.denominator}"
    places = 0
    scaled = number
    while scaled.denominator != 1:
        scaled *= 10
        places += 1
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"
