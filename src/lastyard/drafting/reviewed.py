"""A reviewed file of drafts, read with every problem placed.

Example:
    >>> text = '''
    ... document: {name: talks.txt, sha256: abc}
    ... source: {id: talks}
    ... drafts:
    ...   - {id: talks-1, accept: true, party: a, by: Ada Moor, on: 2024-03-22, quote: We agree}
    ... '''
    >>> file = load_drafts_text(text, "talks.yaml")
    >>> [(draft.id, draft.accept, draft.text("by")) for draft in file.drafts]
    [('talks-1', True, 'Ada Moor')]
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.model import Source
from lastyard.case.shapes import FLAG, NUMBER, TEXT, Fields, Key, Kind, Reading, Shape, name_from
from lastyard.case.statement import STATEMENT
from lastyard.case.yaml import (
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    kind_of,
    parse_document,
    read_text,
)
from lastyard.reading.anchors import Anchor
from lastyard.reading.statements import Statement

__all__ = ["DraftFile", "ReviewedDraft", "load_drafts", "load_drafts_text", "with_entry"]

_ANYTHING = Kind({}, lambda entry, _: entry.value)

_FILE: Shape[Any] = Shape(
    "file",
    "a file of drafts",
    keys=(
        _ANYTHING("What was read.", "document", required=True),
        _ANYTHING("The document as a source of the case.", "source", required=True),
        _ANYTHING("The drafts.", "drafts", required=True),
    ),
)
_DOCUMENT: Shape[Any] = Shape(
    "document",
    "a document",
    keys=(
        TEXT("What it is called.", "name", required=True),
        TEXT("Fingerprint of its text.", "sha256", required=True),
        NUMBER("Its length.", "characters"),
        TEXT("How it was read.", "method"),
    ),
)
_SOURCE = Shape(
    "source", "a source", Source, (TEXT("Name used in statements.", "id", required=True),)
)
_OWN = (
    FLAG("Whether to add it to the case.", "accept"),
    FLAG("Whether it is not wanted.", "drop"),
    _ANYTHING("What the reader found.", "found"),
)
_OWN_NAMES = {key.name for key in _OWN}
_DRAFT: Shape[Any] = Shape(
    "draft",
    "a draft",
    keys=(
        *(Key(k.kind, k.meaning, k.name, required=k.name == "id") for k in STATEMENT.keys),
        *_OWN,
    ),
)
_FOUND: Shape[Any] = Shape(
    "found",
    "what was found",
    keys=(
        *(TEXT("As the reader found it.", name) for name in (
            "kind", "verb", "date_basis", "addressee", "on_behalf_of", "repeats", "prefix",
            "suffix", "condition",
        )),
        *(FLAG("As the reader found it.", name) for name in ("negated", "written", "left_open")),
        *(NUMBER("As the reader found it.", name) for name in ("confidence", "start", "end")),
    ),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ReviewedDraft:
    """One draft as it stands in the file.

    Attributes:
        id: Its name.
        place: Where it stands.
        accept: Whether it is to be added.
        drop: Whether it is not wanted.
        node: Its keys that belong to the case file.
        found: What the reader found, as far as the proposals need it; None when removed.
        repeats: The statement that says the same.
    """

    id: str
    place: Place
    accept: bool
    drop: bool
    node: MapNode
    found: Statement | None
    repeats: str | None

    def text(self, name: str) -> str | None:
        """Return the text of a key; None when it is absent or something else."""
        for entry in self.node.entries:
            if entry.key.text == name and isinstance(entry.value, TextNode):
                return None if entry.value.is_null else entry.value.text
        return None


@dataclass(frozen=True, slots=True)
class DraftFile:
    """A file of drafts.

    Attributes:
        path: Its path.
        content: Its text.
        fingerprint: Fingerprint of the document that was read.
        source: The document as a source of the case.
        drafts: The drafts.
    """

    path: str
    content: str
    fingerprint: str
    source: Source
    drafts: tuple[ReviewedDraft, ...]


def load_drafts(path: str) -> DraftFile:
    """Load a file of drafts.

    Raises:
        CaseError: With every problem and its place, if it cannot be used.
    """
    return load_drafts_text(read_text(path), path)


def load_drafts_text(text: str, path: str) -> DraftFile:
    """Load a file of drafts from its text.

    Raises:
        CaseError: With every problem and its place, if it cannot be used.
    """
    problems = Diagnostics(path, text)
    root = parse_document(text, path, problems)
    if root is None:
        raise CaseError(problems.all())
    reading = Reading(problems)
    fields = Fields(root, _FILE, reading)
    empty = MapNode(root.place)
    problems.raise_errors()
    document = Fields(fields.node("document") or empty, _DOCUMENT, reading)
    described = Fields(fields.node("source") or empty, _SOURCE, reading)
    source = _SOURCE.made(described, place=described.key_place("id"))
    node = fields.node("drafts")
    if node is not None and not isinstance(node, ListNode):
        problems.error("wrong-type", f"`drafts` is a list, found {kind_of(node)}", node.place)
    items = node.items if isinstance(node, ListNode) else []
    drafts = [_draft(item, reading) for item in items]
    fingerprint = document.read("sha256") or ""
    problems.raise_errors()
    assert source is not None  # noqa: S101  (else there was a problem)
    kept = tuple(draft for draft in drafts if draft is not None)
    return DraftFile(path, text, fingerprint, source, kept)


def _draft(node: Node, reading: Reading) -> ReviewedDraft | None:
    fields, problems = Fields(node, _DRAFT, reading), reading.problems
    id_node = fields.node("id")
    if not isinstance(node, MapNode) or not isinstance(id_node, TextNode):
        return None
    if not name_from(id_node, problems, "a statement"):
        return None
    accept, drop = bool(fields.read("accept")), bool(fields.read("drop"))
    if accept and drop:
        place = fields.key_place("drop")
        problems.error("accept-and-drop", f"{id_node.text!r} is both accepted and dropped", place)
    entries = [entry for entry in node.entries if entry.key.text not in _OWN_NAMES]
    own = MapNode(node.place, entries)
    found_node = fields.node("found")
    draft = ReviewedDraft(id_node.text, id_node.place, accept, drop, own, None, None)
    if found_node is None:
        return draft
    found = Fields(found_node, _FOUND, reading)
    statement = _statement(draft, found)
    return ReviewedDraft(draft.id, draft.place, accept, drop, own, statement, found.read("repeats"))


def _statement(draft: ReviewedDraft, found: Fields) -> Statement:
    """Return what the reader found as far as it was written down."""
    confidence, start, end = (found.read(name) for name in ("confidence", "start", "end"))
    exact = draft.text("quote") or ""
    first = int(start or 0)
    anchor = Anchor(
        exact,
        found.read("prefix") or "",
        found.read("suffix") or "",
        first,
        first + len(exact) if end is None else int(end),
    )
    return Statement(
        id=draft.id,
        kind=found.read("kind") or "",
        speaker=draft.text("by") or "",
        party=draft.text("party"),
        date=draft.text("on"),
        date_basis=found.read("date_basis") or "unknown",
        quote=anchor,
        verb=found.read("verb"),
        group="",
        addressee=found.read("addressee"),
        on_behalf_of=found.read("on_behalf_of"),
        written=bool(found.read("written")),
        negated=bool(found.read("negated")),
        left_open=bool(found.read("left_open")),
        condition=found.read("condition"),
        confidence=float(1 if confidence is None else confidence),
    )


def with_entry(node: MapNode, name: str, value: Node) -> MapNode:
    """Return a mapping with one key given, or given anew."""
    entries = [entry for entry in node.entries if entry.key.text != name]
    key = TextNode(name, value.place, True)
    return MapNode(node.place, [*entries, Entry(key, value)])
