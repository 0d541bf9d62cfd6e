"""Reviewed drafts: their file, and adding them to the case, whole or one by one in a session.

Every problem is placed in the file of drafts, and nothing is written unless all is right.

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

import contextlib
import json
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.editing import add_statements
from lastyard.case.load import check_references, load_with_warnings
from lastyard.case.model import Case, Quote, Source, Statement
from lastyard.case.quotes import NamedFileError, locate_quotes, read_named
from lastyard.case.said import day_of
from lastyard.case.shapes import FLAG, NUMBER, TEXT, Fields, Key, Kind, Reading, Shape, name_from
from lastyard.case.statement import STATEMENT
from lastyard.case.yaml import (
    MOST_BYTES,
    Entry,
    ListNode,
    MapNode,
    Node,
    TextNode,
    decoded,
    kind_of,
    parse_document,
    read_text,
)
from lastyard.drafting.proposals import Coding, party_of_surname, proposals_for
from lastyard.drafting.record import (
    Decision,
    RuleTrust,
    add_to_record,
    alone_with,
    decision_on,
    known_trust,
    record_path,
    take_from_record,
)
from lastyard.errors import RequestError
from lastyard.files import real_path, write_whole
from lastyard.reading.anchors import Anchor
from lastyard.reading.statements import Statement as FoundStatement
from lastyard.results import AsOf, Result

__all__ = [
    "Coded",
    "DraftFile",
    "ReviewedDraft",
    "Session",
    "add_checked",
    "code_batch",
    "decide",
    "load_drafts",
    "load_drafts_text",
    "progress_path",
    "together",
    "trust_in",
    "typed_entry",
    "typed_verb",
    "with_entry",
]

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
    found: FoundStatement | None
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


def _statement(draft: ReviewedDraft, found: Fields) -> FoundStatement:
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
    return FoundStatement(
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


@dataclass(frozen=True, slots=True)
class Coded(Result):
    """What became of a file of drafts.

    Attributes:
        case: The case, with what was added.
        day: The day it is looked at.
        added: Statements added now.
        already: Drafts that the case has already.
        dropped: Drafts that were not wanted.
        undecided: Drafts that wait for a decision.
        rules: What became of each rule's proposals, in this case so far.
    """

    case: Case
    day: AsOf
    added: tuple[str, ...]
    already: tuple[str, ...]
    dropped: tuple[str, ...]
    undecided: tuple[str, ...]
    rules: tuple[RuleTrust, ...] = ()


def code_batch(case_path: str, file: DraftFile) -> Coded:
    """Add every draft marked ``accept: true`` to the case, or none.

    Raises:
        CaseError: With every problem and its place, if anything cannot be added.
        RequestError: If a file cannot be written.
    """
    if case_path == "-":
        raise RequestError("standard input cannot be edited; give the path of a case file")
    read_text(case_path)  # without the case there is nothing to lock
    with alone_with(case_path):
        return _code_batch(case_path, file)


def _code_batch(case_path: str, file: DraftFile) -> Coded:
    wanted = [(draft, draft.node) for draft in file.drafts if draft.accept]
    dropped = [draft for draft in file.drafts if draft.drop]
    trust = known_trust(case_path)
    added, already = add_checked(case_path, file, wanted)
    case = load_with_warnings(case_path)[0]
    ids = {*(s.id for s in added), *already}
    decisions = [decide(draft, file, case, trust) for draft, _ in wanted if draft.id in ids]
    decisions += [decide(draft, file, case, trust, dropped=True) for draft in dropped]
    add_to_record(record_path(case_path), decisions, [case_path, file.path])
    return Coded(
        case,
        day_of(case),
        tuple(statement.id for statement in added),
        already,
        tuple(draft.id for draft in dropped),
        tuple(draft.id for draft in file.drafts if not draft.accept and not draft.drop),
        tuple(known_trust(case_path).values()),
    )


def together(results: Sequence[Coded]) -> Coded:
    """Return what became of several files of drafts, one after the other."""
    last = results[-1]
    return Coded(
        last.case,
        last.day,
        tuple(name for result in results for name in result.added),
        tuple(name for result in results for name in result.already),
        tuple(name for result in results for name in result.dropped),
        tuple(name for result in results for name in result.undecided),
        last.rules,
    )


def trust_in(case_path: str) -> Coded:
    """Return what became of each rule's proposals in a case; nothing is added.

    Raises:
        CaseError: If the case cannot be used.
        RequestError: If the record beside it cannot be read.
    """
    case = load_with_warnings(case_path)[0]
    rules = tuple(known_trust(case_path).values())
    return Coded(case, day_of(case), (), (), (), (), rules)


def decide(
    draft: ReviewedDraft,
    file: DraftFile,
    case: Case,
    trust: Mapping[str, RuleTrust],
    *,
    dropped: bool = False,
) -> Decision:
    """Return what became of a draft: of the case's statement with its name, if not dropped."""
    proposed = () if draft.found is None else proposals_for(draft.found, case, trust)
    statement = None if dropped else case.statement(draft.id)
    return decision_on(draft.id, file.fingerprint, proposed, case, statement)


def add_checked(
    case_path: str, file: DraftFile, wanted: Sequence[tuple[ReviewedDraft, MapNode]]
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Add drafts to the case, after everything about them was checked.

    For each draft is given what the case is to hold for it.

    Returns:
        The statements added, and the names of those that the case had already.

    Raises:
        CaseError: With every problem and its place in the file of drafts.
        RequestError: If the case cannot be written.
    """
    case = load_with_warnings(case_path)[0]
    problems = Diagnostics(file.path, file.content)
    source = _source_beside(file.source, case)
    reading = Reading(problems, case.parties, case.issues)
    read = []
    for draft, node in wanted:
        statement = STATEMENT.read(node, reading)
        if statement is not None:
            read.append(_anchored(statement, draft, source))
    known = {statement.id: statement for statement in case.statements}
    already = tuple(s.id for s in read if known.get(s.id) == s)
    new = tuple(s for s in read if known.get(s.id) != s)
    known_sources = {known_source.id for known_source in case.sources}
    named = any(s.source == source.id for s in new)
    sources = (source,) if named and source.id not in known_sources else ()
    _check(case, new, sources, problems, complete=len(read) == len(wanted))
    add_statements(case_path, new, sources)
    return new, already


def _check(
    case: Case,
    new: Sequence[Statement],
    sources: Sequence[Source],
    problems: Diagnostics,
    *,
    complete: bool,
) -> None:
    extended = replace(case, statements=(*case.statements, *new), sources=(*case.sources, *sources))
    check_references(extended, problems, complete=complete)
    locate_quotes(extended, problems)
    problems.raise_errors()


def _anchored(statement: Statement, draft: ReviewedDraft, source: Source) -> Statement:
    """Keep the place of a quote, unless its words were changed or there is no text to look in."""
    quote, found = statement.quote, draft.found
    if quote is None or found is None or source.file is None or statement.source != source.id:
        return statement
    anchor = found.quote
    if quote.at is not None or quote.exact != anchor.exact:
        return statement
    if anchor.end - anchor.start != len(quote.exact):
        return statement
    kept = Quote(quote.exact, anchor.prefix or None, anchor.suffix or None, anchor.start)
    return replace(statement, quote=kept)


def _source_beside(source: Source, case: Case) -> Source:
    """Name the source's file relative to the case, where the drafts name it absolutely."""
    if source.file is None or not Path(source.file).is_absolute() or case.file is None:
        return source
    try:
        path = Path(os.path.relpath(source.file, Path(real_path(case.file)).parent))
    except ValueError:  # another drive
        return source
    return replace(source, file=path.as_posix())


_TYPED = "typed"
_PARAGRAPH = re.compile(r"\n\s*\n")
_REACH = 160


def progress_path(draft_path: str) -> str:
    """Return where the progress through a file of drafts is kept."""
    return draft_path + ".progress.json"


class Session:
    """One way through a file of drafts.

    An accepted draft is written to the case at once, then to the record, then to the progress
    file beside the drafts. Killed in between, the next session finds it in the case and
    completes the rest, so nothing is asked or written twice.

    Raises:
        CaseError: If the case cannot be used.
        RequestError: If the progress file cannot be used.
    """

    def __init__(self, case_path: str, file: DraftFile) -> None:
        if case_path == "-":
            raise RequestError("standard input cannot be edited; give the path of a case file")
        self.case_path = case_path
        self.file = file
        self.case: Case = load_with_warnings(case_path)[0]
        self.trust = known_trust(case_path)
        self._added: list[str] = []
        self._done: list[tuple[ReviewedDraft, bytes | None, bytes | None]] = []
        self._outcomes = self._read_progress()
        waiting = [draft for draft in self.pending if self._stands_in_case(draft)]
        if waiting:
            with alone_with(case_path):
                for draft in waiting:
                    self._settle(draft)

    @property
    def pending(self) -> tuple[ReviewedDraft, ...]:
        """The drafts that wait for a decision."""
        return tuple(draft for draft in self.file.drafts if draft.id not in self._outcomes)

    @property
    def can_undo(self) -> bool:
        """Whether there is a decision of this session to take back."""
        return bool(self._done)

    def proposals(self, draft: ReviewedDraft) -> tuple[Coding, ...]:
        """What a draft may mean for the case."""
        return () if draft.found is None else proposals_for(draft.found, self.case, self.trust)

    def party_of(self, draft: ReviewedDraft) -> str | None:
        """Return a draft's party: as it says, or as what its speaker has said in the case so far is coded."""
        known, by = draft.text("party"), draft.text("by")
        if known in {party.id for party in self.case.parties}:
            return known
        if not by:
            return None
        told = {said.party for said in self.case.statements if said.by == by}
        return told.pop() if len(told) == 1 else party_of_surname(by, self.case)

    def accept(self, draft: ReviewedDraft, node: MapNode) -> None:
        """Write a draft to the case as completed.

        Raises:
            CaseError: With every problem, if it is not fit for the case; nothing is written.
        """
        with alone_with(self.case_path):
            before = Path(self.case_path).read_bytes()
            add_checked(self.case_path, self.file, [(draft, node)])
            self.case = load_with_warnings(self.case_path)[0]
            self._added.append(draft.id)
            self._settle(draft)
            self._done.append((draft, before, Path(self.case_path).read_bytes()))

    def drop(self, draft: ReviewedDraft) -> None:
        """Keep that a draft is not wanted."""
        with alone_with(self.case_path):
            self._settle(draft, dropped=True)
            self._done.append((draft, None, None))

    def undo(self) -> ReviewedDraft | None:
        """Take back the last decision of this session, also in the case and in the record.

        Returns:
            The draft, which waits again; None when there is nothing to take back.

        Raises:
            RequestError: If the case was changed since by somebody else; then nothing is.
        """
        if not self._done:
            return None
        draft, before, after = self._done[-1]
        with alone_with(self.case_path):
            if before is not None and Path(self.case_path).read_bytes() != after:
                raise RequestError(
                    f"{self.case_path!r} was changed since; take {draft.id!r} out of it yourself"
                )
            # In this order: killed in between, the draft stands in the case and is settled anew.
            self._outcomes = {**self._read_progress(), **self._outcomes}
            del self._outcomes[draft.id]
            self._write_progress()
            take_from_record(record_path(self.case_path), draft.id, self.file.fingerprint)
            if before is not None:
                write_whole(self.case_path, before, over_inputs=True)
                self.case = load_with_warnings(self.case_path)[0]
                self._added.remove(draft.id)
        self._done.pop()
        return draft

    def around(self, draft: ReviewedDraft) -> tuple[str, str]:
        """Return what stands before and after a draft's quote in its paragraph, shortened.

        It is taken from the source's file if the quote still stands at its place there, else from
        the characters kept with the draft.
        """
        if draft.found is None:
            return "", ""
        anchor = draft.found.quote
        if self.file.source.file is not None:
            file = self.file.source.file
            with contextlib.suppress(CaseError, NamedFileError):
                text = decoded(read_named(file, self.case_path, MOST_BYTES), file)
                if text[anchor.start : anchor.end] == anchor.exact:
                    return _around(text, anchor.start, anchor.end)
        return _around(anchor.prefix + anchor.exact + anchor.suffix, len(anchor.prefix),
                       len(anchor.prefix) + len(anchor.exact))  # fmt: skip

    def result(self) -> Coded:
        """Return what became of the drafts so far."""
        names = [draft.id for draft in self.file.drafts]
        dropped = tuple(name for name in names if self._outcomes.get(name) == "dropped")
        pending = tuple(draft.id for draft in self.pending)
        other = {*self._added, *dropped, *pending}
        already = tuple(name for name in names if name not in other)
        rules = tuple(known_trust(self.case_path).values())
        return Coded(
            self.case, day_of(self.case), tuple(self._added), already, dropped, pending, rules
        )

    def _stands_in_case(self, draft: ReviewedDraft) -> bool:
        """Whether an earlier session wrote this draft and was stopped before it could say so."""
        same = [s for s in self.case.statements if s.id == draft.id]
        return any(s.quote is not None and s.quote.exact == draft.text("quote") for s in same)

    def _settle(self, draft: ReviewedDraft, *, dropped: bool = False) -> None:
        decision = decide(draft, self.file, self.case, self.trust, dropped=dropped)
        add_to_record(record_path(self.case_path), [decision], [self.case_path, self.file.path])
        # Another session on the same drafts may have decided some in the meantime.
        self._outcomes = {**self._read_progress(), **self._outcomes, draft.id: decision.outcome}
        self._write_progress()

    def _write_progress(self) -> None:
        content = {"document": self.file.fingerprint, "decided": self._outcomes}
        path, like = progress_path(self.file.path), [self.case_path, self.file.path]
        write_whole(path, json.dumps(content, indent=1) + "\n", over_inputs=True, like=like)

    def _read_progress(self) -> dict[str, str]:
        path = progress_path(self.file.path)
        try:
            content = json.loads(Path(path).read_text(encoding="utf-8"))
            same = content["document"] == self.file.fingerprint
            decided = content["decided"]
            if not all(isinstance(outcome, str) for outcome in decided.values()):
                raise TypeError("an outcome is a word")
            return dict(decided) if same else {}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise RequestError(
                f"{path!r} is no progress of `lastyard code`; remove it to start anew"
            ) from None


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """Cut what stands around a place at its paragraph, at words, and at a screen's line or two."""
    before = _PARAGRAPH.split(text[max(0, start - _REACH) : start])[-1]
    after = _PARAGRAPH.split(text[end : end + _REACH])[0]
    if len(before) == _REACH:
        before = "... " + before.partition(" ")[2]
    if len(after) == _REACH:
        after = after.rpartition(" ")[0] + " ..."
    return before, after


def typed_entry(node: MapNode, name: str, text: str) -> MapNode:
    """Return a draft's keys with one given anew as plain text."""
    return with_entry(node, name, TextNode(text, Place(_TYPED, 1, 1), False))


def typed_verb(node: MapNode, line: str) -> MapNode:
    """Return a draft's keys with what was typed as ``verb: value``.

    Raises:
        CaseError: If it cannot be read.
    """
    problems = Diagnostics(_TYPED, line)
    root = parse_document(line, _TYPED, problems)
    if root is not None and not isinstance(root, MapNode):
        place = Place(_TYPED, 1, 1)
        help = "write it as in the case file, `rejects: \"issue == 'option'\"`"
        problems.error("wrong-type", "a verb and what it says are wanted", place, help)
    problems.raise_errors()
    if not isinstance(root, MapNode):
        raise CaseError(problems.all())
    for entry in root.entries:
        node = with_entry(node, entry.key.text, entry.value)
    return node
