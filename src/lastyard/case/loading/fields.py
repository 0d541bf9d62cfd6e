"""Typed access to the nodes of a document, noting every problem instead of stopping.

Each function returns None (or an empty tuple) after noting what is wrong, so that the
loader can go on and tell all problems at once.
"""

from __future__ import annotations

import re
from collections.abc import KeysView, Mapping
from datetime import date
from fractions import Fraction

from lastyard.case.diagnostics import Diagnostics, Place, did_you_mean, nearest
from lastyard.case.issues import parse_date, parse_number
from lastyard.case.loading.document import Entry, ListNode, MapNode, Node, TextNode
from lastyard.case.shapes import Shape

__all__ = ["Fields", "kind_of", "name_from", "text_from", "texts_from"]

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
