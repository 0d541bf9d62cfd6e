"""The shape of a case file: what its keys are called, hold and mean, declared once.

A record of the model declares the keys of its mapping in the types of its fields, as
``title: Annotated[str | None, TEXT("Title of the report.")] = None``. A :class:`Shape` made of the record
reads such a mapping with every problem placed, and writes it; the JSON Schema for editors
(:mod:`lastyard.case.schema`), the tables of docs/case-file.md and what an identifier names where
(:mod:`lastyard.case.editing`) follow from it. A field without a default must be there.

A :class:`Kind` is what keys hold: its schema, and a pair of functions that read and write a value.
A reader that cannot use what is written notes why and returns None, so that reading goes on and all problems
are told at once.

Example:
    >>> from dataclasses import dataclass
    >>> from typing import Annotated
    >>> from lastyard.case.diagnostics import Diagnostics
    >>> from lastyard.case.yaml import parse_document
    >>> class Report:
    ...     pass
    >>> Report.__annotations__ = {"title": Annotated[str, TEXT("What it is called.")]}
    >>> REPORT = Shape("report", "a report", dataclass(Report))
    >>> problems = Diagnostics("case.yaml", text := "{title: Minutes}")
    >>> report = REPORT.read(parse_document(text, "case.yaml", problems), Reading(problems))
    >>> report.title, REPORT.write(report, None)
    ('Minutes', {'title': 'Minutes'})
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, KeysView, Mapping
from dataclasses import MISSING
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from lastyard.case.diagnostics import Diagnostics, Place
from lastyard.case.yaml import (
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    kind_of,
    parse_date,
    parse_number,
)
from lastyard.errors import did_you_mean, nearest

if TYPE_CHECKING:
    from lastyard.case.agreement import Agreement
    from lastyard.case.issue import Issue
    from lastyard.case.model import Case, Party
    from lastyard.case.parse import WrittenCondition

__all__ = [
    "DATE",
    "FLAG",
    "IDS",
    "NOTE",
    "NUMBER",
    "PARTY",
    "POINTS",
    "PROBABILITY",
    "SCALAR",
    "SOME_IDS",
    "SOURCE_NAMED",
    "TEXT",
    "TEXTS",
    "EscapedText",
    "Fields",
    "JsonSchema",
    "Key",
    "Kind",
    "OneLine",
    "Reading",
    "Several",
    "Shape",
    "as_written",
    "by_name",
    "entries_of",
    "given_name",
    "help_for_list",
    "items_of",
    "listed",
    "map_of",
    "name_from",
    "no_number",
    "one_of",
    "party_named",
    "probability",
    "ref",
    "texts_from",
    "wrong_type",
]

JsonSchema = Mapping[str, Any]
Content = dict[str, Any]
Names = tuple[tuple[str, "str | Shape[Any]"], ...]
T = TypeVar("T")


class OneLine(dict[str, Any]):
    """A mapping that is written on one line."""


class EscapedText(str):
    """A text whose line breaks are written as escapes, so that it stays small in the file."""

    __slots__ = ()


class Reading:
    """What is known while a case file is read.

    Attributes:
        problems: Receives what is wrong.
        parties: The parties by identifier.
        issues: The issues by identifier.
        conditions: The conditions on these issues read so far, by their texts: records repeat
            themselves, and a text that occurs again is not parsed again.
        agreement: Who must accept, once that was read.
        sound: Whether all of the moves that was read can be used.
    """

    __slots__ = ("agreement", "conditions", "issues", "parties", "problems", "sound")

    def __init__(
        self, problems: Diagnostics, parties: Iterable[Party] = (), issues: Iterable[Issue] = ()
    ) -> None:
        self.problems = problems
        self.parties: Mapping[str, Party] = {party.id: party for party in parties}
        self.issues: Mapping[str, Issue] = {issue.id: issue for issue in issues}
        self.conditions: dict[str, WrittenCondition] = {}
        self.agreement: Agreement | None = None
        self.sound = True


class Kind:
    """What keys hold.

    Attributes:
        schema: JSON Schema of the value.
        read: Returns the value of an entry; None after noting why it is not usable.
        write: Returns what the file holds for a value, given the case.
        names: What is an identifier in it, and of what, or what shape it has: see
            :mod:`lastyard.case.editing`.
    """

    __slots__ = ("names", "read", "schema", "write")

    def __init__(
        self,
        schema: JsonSchema,
        read: Callable[[Entry, Reading], Any],
        write: Callable[[Any, Case], Any] = lambda value, _: value,
        names: Names | Callable[[], Names] = (),
    ) -> None:
        self.schema, self.read, self.write, self.names = schema, read, write, names

    def __call__(self, meaning: str, name: str = "", **more: Any) -> Key:
        """Return a key that holds it."""
        return Key(self, meaning, name, **more)


class Key:
    """A key of the file.

    Attributes:
        kind: What it holds.
        meaning: What it says, for people.
        name: The key.
        attribute: The field of the record that it is for.
        required: Whether it must be there; as the record's field has no default, where not said.
        vital: Whether the whole cannot be used where this cannot.
        like: The field whose value it has when it is left out.
        before: The key that it stands before in a file, where that is not the order of the record.
        default: What the record has when it is left out.
    """

    __slots__ = (
        "attribute", "before", "default", "kind", "like", "meaning", "name", "required", "vital",
    )  # fmt: skip

    def __init__(
        self,
        kind: Kind,
        meaning: str,
        name: str = "",
        *,
        required: bool | None = None,
        vital: bool = False,
        like: str = "",
        before: str = "",
    ) -> None:
        self.kind, self.meaning, self.name = kind, meaning, name
        self.required, self.vital, self.like, self.before = required, vital, like, before
        self.attribute: str = ""
        self.default: Any = None

    def __repr__(self) -> str:
        return repr(self.meaning)

    def bound(self, attribute: str, default: Any) -> None:
        """Take the name and the default of the record's field."""
        self.attribute, self.name = attribute, self.name or attribute
        self.default = None if default is MISSING else default
        if self.required is None:
            self.required = default is MISSING and not self.like
        self.vital = self.vital or self.required


class Several:
    """Several keys that are read and written together.

    Attributes:
        keys: The keys.
        read: Puts what they say into the values read so far; returns whether that is usable.
        write: Returns what the file holds for them, given the record and the case.
        before: The key that they stand before.
        required: Those that must be there.
    """

    __slots__ = ("before", "keys", "read", "required", "write")

    def __init__(
        self,
        keys: Iterable[Key],
        read: Callable[[Fields, Content], bool],
        write: Callable[[Any, Case], Content],
        before: str = "",
        required: tuple[str, ...] = (),
    ) -> None:
        self.keys, self.read, self.write, self.before = tuple(keys), read, write, before
        self.required = required


class Shape(Generic[T]):
    """A mapping of the file.

    Args:
        name: What the schema calls it.
        what: What it is called in messages, with its article.
        record: The record that declares its keys; without one it is read into a dictionary.
        keys: Its keys, where no record declares them.
        check: Called with all values, to note what does not fit together and fill in what
            follows; returns whether the whole is usable.
        one_of: Sets of keys of which just one must be there.
        named: The field that a mapping of such things gives by its keys.
        in_line: Whether it is written on one line.

    Attributes:
        keys: Its keys, in the order of a file.
        names: What they are called, in that order.
        known: The same, to ask whether a key is one of them.
        required: Those that must be there.
    """

    __slots__ = (
        "_check", "_in_line", "_like", "_named", "_parts", "_placed", "_record", "_several", "_single",
        "by_name", "keys", "known", "name", "names", "one_of", "required", "what",
    )  # fmt: skip

    def __init__(
        self,
        name: str,
        what: str,
        record: type[T] | None = None,
        keys: tuple[Key, ...] = (),
        *,
        check: Callable[[Fields, Content], bool] | None = None,
        one_of: tuple[tuple[str, ...], ...] = (),
        named: str = "id",
        in_line: bool = False,
    ) -> None:
        self.name, self.what, self.one_of = name, what, one_of
        self._record: Any = record or dict
        self._check, self._named, self._in_line = check, named, in_line
        parts: list[Key | Several] = list(keys)
        declared: Mapping[str, Any] = getattr(record, "__dataclass_fields__", {})
        for attribute, field in declared.items():
            part = getattr(field.type, "__metadata__", (None,))[0]
            if isinstance(part, Key):
                part.bound(attribute, field.default)
            if isinstance(part, Key | Several):
                parts.append(part)
        for part in keys:
            part.bound(part.name, None)
        for part in [each for each in parts if each.before]:
            parts.remove(part)
            at = next(k for k, each in enumerate(parts) if getattr(each, "name", "") == part.before)
            parts.insert(at, part)
        self._parts = parts
        self._placed = "place" in declared
        # Worked out once: a long case has thousands of mappings of the same shape.
        single = [part for part in parts if isinstance(part, Key)]
        self._single = [(k.name, k.attribute, k.kind.read, k.vital, k.required) for k in single]
        self._like = [key.attribute for key in single if key.like]
        self._several = [part for part in parts if isinstance(part, Several)]
        together = ((part,) if isinstance(part, Key) else part.keys for part in parts)
        self.keys = tuple(key for some in together for key in some)
        self.by_name = {key.name: key for key in self.keys}
        self.names = tuple(self.by_name)
        self.known = frozenset(self.names)
        required = {key.name for key in single if key.required}
        required.update(*(part.required for part in self._several))
        self.required = tuple(key for key in self.keys if key.name in required)

    def read(
        self, node: Node, reading: Reading, name: TextNode | None = None, place: Place | None = None
    ) -> T | None:
        """Read a mapping; note every problem and return None when it is not usable.

        Args:
            node: The mapping.
            reading: What is known, and who is told what is wrong.
            name: The key that stands before it, where that is its name.
            place: Where to say that it stands, where that is not its name's place.
        """
        return self.made(Fields(node, self, reading), name, place)

    def made(
        self, fields: Fields, name: TextNode | None = None, place: Place | None = None, **known: Any
    ) -> T | None:
        """Return the record of fields; None after noting what is wrong when they are not usable."""
        values: Content = dict(known)
        usable = True
        given, reading = fields.given, fields.reading
        for key, attribute, read, vital, required in self._single:
            entry = given.get(key)
            if entry is None:
                if required:
                    usable = False
                continue
            value = read(entry, reading)
            if value is not None:
                values[attribute] = value
            elif vital:
                usable = False
        if name is not None:
            values[self._named] = name.text
            for attribute in self._like:
                values[attribute] = values.get(attribute) or name.text
        if self._placed:
            own = given.get("id") if name is None else None
            values["place"] = place or (name or (own.value if own else fields)).place
        for part in self._several:
            usable = part.read(fields, values) and usable
        if self._check is not None:
            usable = self._check(fields, values) and usable
        made: T | None = self._record(**values) if usable else None
        return made

    def write(self, thing: Any, case: Any) -> Content:
        """Return the mapping that a case file holds for a record, without what is empty."""
        content: Content = OneLine() if self._in_line else {}
        for part in self._parts:
            if isinstance(part, Several):
                content.update(_empty(part.write(thing, case)))
                continue
            value, default = getattr(thing, part.attribute), part.default
            if value is default or value in (None, default, ()):
                continue
            if part.like and value == getattr(thing, part.like):
                continue
            content[part.name] = part.kind.write(value, case)
        return content


def _empty(content: Content) -> Content:
    """Return a mapping without what is empty."""
    return {key: value for key, value in content.items() if value not in (None, [], {})}


class Fields:
    """The fields of one mapping, checked against its shape when made.

    Anything but a mapping is noted and leaves no fields.

    Attributes:
        reading: The same.
        problems: Receives what is wrong.
        place: Where the mapping stands.
        is_mapping: Whether it is one, and not left empty.
        given: The entries of its known keys that are not left empty.
        mistaken: Keys for which others seem to have been written, which was told.
    """

    __slots__ = (
        "_entries", "given", "is_mapping", "mistaken", "place", "problems", "reading", "shape",
    )  # fmt: skip

    def __init__(self, node: Node, shape: Shape[Any], reading: Reading) -> None:
        self.reading, self.shape, self.place = reading, shape, node.place
        self.problems = problems = reading.problems
        self._entries: dict[str, Entry] = {}
        self.given: dict[str, Entry] = {}
        self.mistaken: set[str] = set()
        self.is_mapping = isinstance(node, MapNode)
        if isinstance(node, TextNode) and node.is_null:
            node = MapNode(node.place)
        if not isinstance(node, MapNode):
            wrong_type(node, f"{shape.what} as `key: value` pairs", problems)
            return
        known = shape.known
        before: Entry | None = None
        for entry in node.entries:
            name = entry.key.text
            if name in known:
                value, before = entry.value, entry
                self._entries[name] = entry
                if not (isinstance(value, TextNode) and value.is_null):
                    self.given[name] = entry
            elif not name.startswith("x-"):
                meant, help = _key_meant(entry, before, shape)
                self.mistaken |= {meant} if meant else set()
                problems.error(
                    "unknown-key", f"{shape.what} has no key {name[:60]!r}", entry.key.place, help
                )
        for key in shape.required:
            if key.name in self.mistaken or key.name in self.given:
                continue  # what is written for it was told
            place, what, help = node.place, f"{shape.what} needs `{key.name}`", "add `{}:` ({})"
            if key.name in self._entries:
                place, help = self._entries[key.name].key.place, "give it ({1})"
                what += ", which is left empty"
            problems.error("missing-key", what, place, help.format(key.name, key.meaning))

    def __contains__(self, name: str) -> bool:
        return name in self._entries

    @property
    def names(self) -> KeysView[str]:
        """The keys that are given, in the order of the file; they may be left empty."""
        return self._entries.keys()

    def node(self, name: str) -> Node | None:
        """Return the value of a key; None when it is absent or left empty."""
        entry = self.given.get(name)
        return None if entry is None else entry.value

    def key_place(self, name: str) -> Place:
        """Return where a key stands, or the mapping when it is absent."""
        entry = self._entries.get(name)
        return entry.key.place if entry else self.place

    def read(self, name: str) -> Any:
        """Return what a key says; None when it is absent, left empty, or not usable, which is noted."""
        entry = self.given.get(name)
        return None if entry is None else self.shape.by_name[name].kind.read(entry, self.reading)

    def error(self, code: str, message: str, name: str, help: str | None = None) -> bool:
        """Note what is wrong with a key, and return that it is not right: False."""
        self.problems.error(code, message, self.key_place(name), help)
        return False


def _key_meant(entry: Entry, before: Entry | None, shape: Shape[Any]) -> tuple[str | None, str]:
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


# ---- reading plain values -----------------------------------------------------------------------

_IDENTIFIER = re.compile(r"[\w][\w.\-]*$")
_LONGEST_NAME = 80


def wrong_type(node: Node, wanted: str, problems: Diagnostics, help: str | None = None) -> None:
    """Note that a value is of another kind than is wanted."""
    problems.error("wrong-type", f"expected {wanted}, found {kind_of(node)}", node.place, help)


def texts_from(node: Node, problems: Diagnostics) -> list[TextNode]:
    """Return the scalars of a list; one scalar counts as a list of one.

    Without quotes it may hold no comma, but within parentheses: the brackets were forgotten.
    """
    if isinstance(node, TextNode) and not node.is_null:
        if not node.is_plain or "," not in node.text or "(" in node.text:
            return [node]
        wrong_type(node, "a list", problems, help_for_list(node))
        return []
    if not isinstance(node, ListNode):
        wrong_type(node, "a list", problems, help_for_list(node))
        return []
    texts = []
    for item in node.items:
        if not isinstance(item, TextNode):
            wrong_type(item, "text", problems)
        elif item.is_null and item.is_plain:
            message, help = "an item of the list is empty", "take it out, or write it in quotes"
            problems.error("wrong-type", message, item.place, help)
        else:
            texts.append(item)
    return texts


def help_for_list(node: Node) -> str:
    """Return how to write a list, as that very list where one text stands for it."""
    from lastyard.case import hints  # noqa: PLC0415  (only errors need it)

    return hints.help_for_list(node.text if isinstance(node, TextNode) else "")


def name_from(
    node: TextNode,
    problems: Diagnostics,
    what: str,
    *,
    words: Container[str] | None = None,
    full: str = "",
) -> bool:
    """Check that a text can be a name.

    Args:
        node: The text.
        problems: Receives the problem.
        what: What it names, for the message.
        words: The words of the language in which the name is used, if it is: then letters, digits
            and ``_``, and none of these.
        full: The key for the full name, if there is one.
    """
    text = node.text
    fits = _IDENTIFIER.match(text) is not None if words is None else text.isidentifier()
    if not fits or len(text) > _LONGEST_NAME:
        allowed = (
            "letters, digits, _ . -"
            if words is None
            else "letters, digits and _ (no leading digit)"
        )
        message = f"{text[:60]!r} cannot be the name of {what}"
        help = f"use {allowed}, at most {_LONGEST_NAME} characters"
        more = f"; give the full name with `{full}:`"
    elif words is not None and text in words:
        message = (
            f"{text!r} is a word of conditions and agreement rules; {what} cannot be called so"
        )
        help, more = "choose another one", f", and give the full name with `{full}:`"
    else:
        return True
    problems.error("bad-name", message, node.place, help + (more if full else ""))
    return False


def _text(entry: Entry, reading: Reading) -> str | None:
    node = entry.value
    if isinstance(node, TextNode):
        return node.text
    wrong_type(node, "text", reading.problems)
    return None


def party_named(node: TextNode, reading: Reading) -> str | None:
    """Return the party that a text names; None after noting that there is none."""
    if node.text in reading.parties:
        return node.text
    known = reading.parties
    reading.problems.unknown("unknown-party", node.text, node.place, "party", known, "parties")
    return None


def _party(entry: Entry, reading: Reading) -> str | None:
    node = entry.value
    if _text(entry, reading) is None or not isinstance(node, TextNode):
        return None
    return party_named(node, reading)


def as_written(entry: Entry, _: Reading) -> Node:
    """Return the value of an entry unread: what it says is seen with what stands beside it."""
    return entry.value


def _texts(entry: Entry, reading: Reading) -> tuple[str, ...]:
    return tuple(node.text for node in texts_from(entry.value, reading.problems))


def _flag(entry: Entry, reading: Reading) -> bool | None:
    node = entry.value
    if isinstance(node, TextNode) and node.text.lower() in ("true", "false"):
        return node.text.lower() == "true"
    message = f"`{entry.key.text}` is true or false"
    reading.problems.error("wrong-type", message, node.place, "write true or false")
    return None


def _shown(node: Node) -> str:
    return repr(node.text[:40]) if isinstance(node, TextNode) else kind_of(node)


def _day(entry: Entry, reading: Reading) -> date | None:
    node = entry.value
    text = node.text if isinstance(node, TextNode) else ""
    day = parse_date(text)
    if day is None:
        from lastyard.case.hints import help_for_day  # noqa: PLC0415  (only errors need it)

        message = f"{_shown(node)} is not a date"
        reading.problems.error("bad-date", message, node.place, help_for_day(text))
    return day


def _number(entry: Entry, reading: Reading) -> Fraction | None:
    node = entry.value
    number = parse_number(node.text) if isinstance(node, TextNode) else None
    if number is None:
        shown, why, help = no_number(node)
        reading.problems.error("bad-number", f"{shown} {why}", node.place, help)
    return number


def no_number(node: Node) -> tuple[str, str, str | None]:
    """Return what stands for a number, why it is none, and what to do."""
    from lastyard.case.hints import why_no_number  # noqa: PLC0415  (only errors need it)

    return (_shown(node), *why_no_number(node.text if isinstance(node, TextNode) else ""))


def probability(schema: JsonSchema, words: Mapping[str, Fraction]) -> Kind:
    """Return a number from 0 to 1, or what one of the words stands for."""

    def read(entry: Entry, reading: Reading) -> Fraction | None:
        node, name = entry.value, entry.key.text
        if isinstance(node, TextNode) and node.text in words:
            return words[node.text]
        if isinstance(node, TextNode) and parse_number(node.text) is None and words:
            from lastyard.case.hints import help_for_number  # noqa: PLC0415  (only errors need it)

            reading.problems.error(
                "bad-number",
                f"`{name}` is a number from 0 to 1 or a word, not {node.text[:40]!r}",
                node.place,
                help_for_number(node.text, share=True) or did_you_mean(node.text, words, "words"),
            )
            return None
        number = _number(entry, reading)
        # In whole numbers: a long case has thousands, and fractions take long to compare.
        if number is not None and not 0 <= number.numerator <= number.denominator:
            message = f"`{name}` must lie between 0 and 1"
            reading.problems.error("bad-probability", message, node.place)
            return None
        return number

    return Kind(schema, read)


def given_name(what: str, section: str, full: str = "") -> Kind:
    """Return the kind of a name that is given to a thing of a list.

    `what` has its article, `section` is that of the case that lists such things, `full` the key
    for its full name, if there is one.
    """

    def read(entry: Entry, reading: Reading) -> str | None:
        text, node = _text(entry, reading), entry.value
        if text is None or not isinstance(node, TextNode):
            return None
        return text if name_from(node, reading.problems, what, full=full) else None

    return Kind(_TEXT, read, names=(("", section),))


def one_of(words: Iterable[str], message: str, what: str, *, code: str) -> Kind:
    """Return the kind of a word out of several.

    Args:
        words: The words.
        message: What is said of another, with a place for it.
        what: What the words are, for the help.
        code: Of the problem that it is another.
    """
    known = tuple(words)

    def read(entry: Entry, reading: Reading) -> str | None:
        text = _text(entry, reading)
        if text is None or text in known:
            return text
        help = did_you_mean(text, known, what)
        reading.problems.error(code, message.format(text[:40]), entry.key.place, help)
        return None

    return Kind({"enum": list(known)}, read)


def entries_of(entry: Entry, reading: Reading) -> list[Entry]:
    """Return the entries of a mapping of names to things."""
    if isinstance(entry.value, MapNode):
        return entry.value.entries
    message = f"`{entry.key.text}` is a mapping, found {kind_of(entry.value)}"
    help = "write each as `id: {name: ...}`"
    reading.problems.error("wrong-type", message, entry.value.place, help)
    return []


def items_of(entry: Entry, reading: Reading) -> list[Node]:
    """Return the items of a list of things."""
    if isinstance(entry.value, ListNode):
        return entry.value.items
    message = f"`{entry.key.text}` is a list, found {kind_of(entry.value)}"
    reading.problems.error("wrong-type", message, entry.value.place, "start each one with `- `")
    return []


def by_name(shape: Shape[Any], section: str, *, words: Container[str] | None = None) -> Kind:
    """Return the kind of a mapping of names to things of a shape.

    Where the names are used in a language its words are given: no name may be one.
    """
    full = next((name for name in ("name", "title") if name in shape.known), "")

    def read(entry: Entry, reading: Reading) -> tuple[Any, ...]:
        found = (
            shape.read(each.value, reading, each.key)
            for each in entries_of(entry, reading)
            if name_from(each.key, reading.problems, shape.what, words=words, full=full)
        )
        return tuple(thing for thing in found if thing is not None)

    def write(things: Iterable[Any], case: Case) -> Content:
        return {thing.id: shape.write(thing, case) for thing in things}

    return Kind(map_of(ref(shape.name)), read, write, names=(("#", section), ("*", shape)))


def listed(name: str, shape: Callable[[], Shape[Any]]) -> Kind:
    """Return the kind of a list of things of a shape.

    The shape is asked for only where there are such things.
    """

    def read(entry: Entry, reading: Reading) -> tuple[Any, ...]:
        found = [shape().read(node, reading) for node in items_of(entry, reading)]
        return tuple(thing for thing in found if thing is not None)

    def write(things: Iterable[Any], case: Case) -> list[Content]:
        return [shape().write(thing, case) for thing in things]

    return Kind({"type": "array", "items": ref(name)}, read, write, lambda: (("*", shape()),))


def ref(shape: str) -> JsonSchema:
    """Return the schema of a thing of a shape."""
    return {"$ref": f"#/$defs/{shape}"}


def map_of(each: JsonSchema, **more: Any) -> JsonSchema:
    """Return the schema of a mapping of names."""
    return {"type": "object", "additionalProperties": each, **more}


SCALAR: JsonSchema = {"type": ["string", "number", "boolean"]}
_TEXT: JsonSchema = {"type": "string"}
_TEXTS: JsonSchema = {"type": "array", "items": SCALAR}
_IDS: JsonSchema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT}]}
SOME_IDS: JsonSchema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_POINTS: JsonSchema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+/\d+$"}]}
_SHARE: JsonSchema = {"type": "number", "minimum": 0, "maximum": 1}


def _listed(texts: Iterable[str], _: Any) -> list[str]:
    return list(texts)


TEXT = Kind(_TEXT, _text)
TEXTS = Kind(_TEXTS, _texts, _listed)
FLAG = Kind({"type": "boolean"}, _flag)
DATE = Kind({"type": "string", "format": "date"}, _day)
NUMBER = Kind({"type": "number"}, _number)
POINTS = Kind(_POINTS, _number)
PROBABILITY = probability(_SHARE, {})
IDS = Kind(_IDS, _texts, _listed)
PARTY = Kind(_TEXT, _party, names=(("", "parties"),))
SOURCE_NAMED = Kind(_TEXT, _text, names=(("", "sources"),))
NOTE = TEXT("Free text.", "note")
