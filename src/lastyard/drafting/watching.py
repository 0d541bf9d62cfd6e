"""A folder of documents: each new one drafted once, and nothing lost when stopped.

The ledger ``drafts/ledger.json`` is replaced whole after every document. A draft file is
written before the ledger says so; killed in between, the next pass finds the file, sees by
the fingerprint that it belongs to the document, and only completes the ledger. So a draft
is never written over, and no document is skipped. What cannot be read yet (it is being
written, or its rights are wanting) is not in the ledger, and is tried at every look.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path

from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_with_warnings
from lastyard.case.model import Case
from lastyard.drafting.adding import load_drafts
from lastyard.drafting.drafts import draft, drafts_as_yaml, free_name
from lastyard.drafting.opening import document_from, open_document
from lastyard.drafting.record import locked, record_path
from lastyard.errors import RequestError
from lastyard.files import (
    is_folder,
    make_folder,
    real_path,
    refusals_told,
    would_write_over,
    write_whole,
)
from lastyard.reading.text import LONGEST_DOCUMENT
from lastyard.showing import json_text
from lastyard.workers import Lost, spread

__all__ = ["Done", "Handled", "NotReadyError", "Reading", "Watch", "documents_in", "read_many"]

_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".swp")

_NO_REPORTS = (".yaml", ".yml", ".json", ".jsonl")

_MOST_BYTES = 4 * LONGEST_DOCUMENT + 5

_LONGEST_NAME = 200  # bytes; file systems allow 255, and endings are to be added


class NotReadyError(RequestError):
    """A document that cannot be read at this look; it is taken up at a later one."""


@dataclass(frozen=True, slots=True)
class Handled:
    """What became of one document.

    Attributes:
        size: Its size in bytes.
        changed: When it was last changed, in nanoseconds.
        sha256: Fingerprint of its bytes.
        draft: Name of its draft file; None when it could not be read.
        source: Name of the document as a source.
        problem: Why it could not be read, or None.
        count: How many statements were found.
        same_as: The document with the same bytes that was drafted instead, or None.
        before: The draft file of the document before it was changed, or None.
    """

    size: int
    changed: int
    sha256: str
    draft: str | None = None
    source: str | None = None
    problem: str | None = None
    count: int = 0
    same_as: str | None = None
    before: str | None = None


class Watch:
    """The documents in a folder and what became of them; a lock keeps out a second watcher.

    Raises:
        RequestError: If the folder or its ledger cannot be used.
    """

    def __init__(self, folder: str, case_path: str, method: str = "rules+ranker") -> None:
        self._folder = Path(folder)
        self._drafts = self._folder / "drafts"
        self._case_path = case_path
        self._method = method
        self._seen: dict[str, tuple[int, int]] = {}
        try:
            if not self._folder.is_dir():
                raise RequestError(f"{folder!r} is no folder")
            make_folder(str(self._drafts), like=[case_path])
        except OSError as problem:
            raise RequestError(f"cannot use {folder!r}: {problem.strerror}") from None
        self._ledger = self._read_ledger()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder's lock; the system frees it when the process ends, however it ends.

        Raises:
            RequestError: If another process watches the folder.
        """
        taken = f"{str(self._folder)!r} is being watched already"
        with locked(self._drafts / ".lock", taken, like=[self._case_path]):
            self._ledger = self._read_ledger()
            yield

    @property
    def handled(self) -> Mapping[str, Handled]:
        """What became of each document so far, by its name."""
        return self._ledger

    @property
    def not_looked_into(self) -> tuple[str, ...]:
        """The folders in the folder, whose documents are not read."""
        return tuple(
            path.name
            for path in self._inside()
            if path.is_dir() and path != self._drafts and not path.name.startswith(".")
        )

    def _inside(self) -> list[Path]:
        with refusals_told(f"cannot use {str(self._folder)!r}", "it cannot be looked into"):
            return sorted(self._folder.iterdir())

    def new_documents(self, *, settled: bool) -> list[Path]:
        """Return the documents not handled yet, by name.

        Args:
            settled: Whether to wait until a file is the same on two looks in a row, since
                it may still be being written.

        Raises:
            RequestError: If the folder cannot be looked into.
        """
        found, seen = [], {}
        for path in self._inside():
            if not self._is_document(path):
                continue
            with contextlib.suppress(FileNotFoundError):
                state = path.stat()
                stamp = (state.st_size, state.st_mtime_ns)
                seen[path.name] = stamp
                known = self._ledger.get(path.name)
                if known is not None and (known.size, known.changed) == stamp:
                    continue
                if not settled or self._seen.get(path.name) == stamp:
                    found.append(path)
        self._seen = seen
        return found

    def _is_document(self, path: Path) -> bool:
        name = path.name
        own = {real_path(self._case_path), real_path(record_path(self._case_path))}
        return (
            not name.startswith(".")
            and not name.endswith("~")
            and not name.lower().endswith((*_UNFINISHED, *_NO_REPORTS))
            and path.is_file()
            and real_path(str(path)) not in own
        )

    def handle(self, path: Path) -> Handled:
        """Draft one document and note it in the ledger.

        Raises:
            NotReadyError: If it cannot be read, or was changed while it was read.
            CaseError: If the case cannot be used.
            RequestError: If a draft or the ledger cannot be written.
        """
        try:
            state = path.stat()
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES)
                after = os.fstat(file.fileno())
        except OSError as problem:
            raise NotReadyError((problem.strerror or "it cannot be read").lower()) from None
        if (after.st_size, after.st_mtime_ns) != (state.st_size, state.st_mtime_ns):
            raise NotReadyError("it is still being written")
        digest = hashlib.sha256(data).hexdigest()
        known = self._ledger.get(path.name)
        before = None if known is None or known.sha256 == digest else known.draft
        new = Handled(state.st_size, state.st_mtime_ns, digest, before=before)
        handled = self._same(path.name, new) or self._drafted(path, data, new)
        self._ledger[path.name] = handled
        content = {name: asdict(entry) for name, entry in sorted(self._ledger.items())}
        text = json.dumps(content, indent=1) + "\n"
        write_whole(
            str(self._drafts / "ledger.json"), text, like=[self._case_path], over_inputs=True
        )
        return handled

    def _same(self, name: str, new: Handled) -> Handled | None:
        """Return what became of a document with the same bytes, if there was one."""
        for other, known in self._ledger.items():
            if known.sha256 == new.sha256:
                first = known.same_as or (None if other == name else other)
                return replace(known, size=new.size, changed=new.changed, same_as=first)
        return None

    def _drafted(self, path: Path, data: bytes, new: Handled) -> Handled:
        case = load_with_warnings(self._case_path)[0]
        try:
            opened = document_from(data, path.name)
        except RequestError as problem:
            return replace(new, problem=str(problem))
        target = self._target(path.name, opened.document.fingerprint)
        file = path
        if not opened.is_plain:
            file = target.with_suffix(".txt")
            write_whole(str(file), opened.document.text, like=[str(path), self._case_path])
        taken = {entry.source for entry in self._ledger.values() if entry.source}
        drafting = draft(opened, case, file=str(file), taken=taken, method=self._method)
        if not target.exists():
            write_whole(str(target), drafts_as_yaml(drafting), like=[str(path), self._case_path])
        return replace(
            new, draft=target.name, source=drafting.source.id, count=len(drafting.drafts)
        )

    def _target(self, name: str, fingerprint: str) -> Path:
        """Return the draft file of a document: a free name, or the one it has already."""
        coded = os.fsencode(name)
        if len(coded) > _LONGEST_NAME:
            digest = hashlib.sha256(coded).hexdigest()[:8]
            name = f"{coded[: _LONGEST_NAME - 40].decode('utf-8', 'ignore')}-{digest}"
        name = name.encode("utf-8", "replace").decode().replace("?", "_")
        number = 1
        while True:
            mark = "" if number == 1 else f"-{number}"
            target = self._drafts / f"{name}{mark}.yaml"
            if not target.exists() or _belongs(target, fingerprint):
                return target
            number += 1

    def _read_ledger(self) -> dict[str, Handled]:
        path = self._drafts / "ledger.json"
        try:
            content = json.loads(path.read_text(encoding="utf-8"))
            return {name: Handled(**entry) for name, entry in content.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, AttributeError, RecursionError):
            raise RequestError(
                f"{str(path)!r} is no ledger of `lastyard watch`; remove it to read all anew"
            ) from None


def _belongs(target: Path, fingerprint: str) -> bool:
    """Whether a draft file, perhaps edited since, was made from a document with this text."""
    try:
        return load_drafts(str(target)).fingerprint == fingerprint
    except CaseError:
        return False


_KINDS = frozenset(
    {".txt", ".html", ".htm", ".pdf", ".md", ".text", ".csv", ".tsv", ".xlsx", ".docx"}
)


@dataclass(frozen=True, slots=True)
class Reading:
    """How the documents are read.

    Attributes:
        case: The case they are for, or None.
        day: Their day, when one is given for all.
        method: How speakers are chosen (:func:`lastyard.reading.reader.read`).
        page: How the text of pages is taken out: ``own`` or ``trafilatura``.
        as_json: Write what was found as JSON, not drafts to review.
    """

    case: Case | None = None
    day: date | None = None
    method: str = "rules+ranker"
    page: str = "own"
    as_json: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one document.

    Attributes:
        document: Its path.
        file: The file of drafts; None when it could not be read.
        count: How many statements were found.
        problem: Why it could not be read, or None.
    """

    document: str
    file: str | None
    count: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class _Task:
    document: str
    name: str
    how: Reading


def documents_in(paths: Sequence[str]) -> list[str]:
    """List the documents given, and those in the folders given, in order, each once.

    Raises:
        RequestError: If a folder holds none or cannot be looked into.
    """
    found: dict[str, None] = {}
    for path in paths:
        if not is_folder(path):
            found[path] = None
            continue
        try:
            inside = sorted(
                str(p)
                for p in Path(path).iterdir()
                if p.suffix.lower() in _KINDS and not p.name.startswith(".") and p.is_file()
            )
        except OSError as problem:
            raise RequestError(f"cannot look into {path!r}: {problem.strerror}") from None
        if not inside:
            raise RequestError(
                f"no document in {path!r}; those with {', '.join(sorted(_KINDS))} are read"
            )
        found |= dict.fromkeys(inside)
    return list(found)


def read_many(
    documents: Sequence[str],
    into: str,
    how: Reading,
    *,
    processes: int = 1,
    executor: Executor | None = None,
) -> Iterator[Done]:
    """Read documents and write a file of drafts for each, in their order.

    Names are given before anything is read, in the order of the documents, so the files are
    the same whatever the number of processes.

    The folder is made when missing. A document that kills its process is named; an executor
    runs the readings elsewhere.

    Raises:
        RequestError: If a file of drafts is there already or cannot be written.
    """
    folder = Path(into)
    used = {source.id for source in how.case.sources} if how.case else set()
    tasks = []
    for document in documents:
        name = free_name(Path(document).stem, used)
        used.add(name)
        tasks.append(_Task(document, name, how))
    case_file = how.case.file if how.case else None
    ending = ".json" if how.as_json else ".yaml"
    names = [task.name + ending for task in tasks]
    there = [name for name in names if would_write_over(str(folder / name))]
    if there:
        raise RequestError(_is_there(folder / there[0]))
    try:
        make_folder(into, like=[case_file, *documents])
    except OSError as problem:
        raise RequestError(f"cannot make the folder {into!r}: {problem.strerror}") from None
    for task, found in zip(tasks, _in_order(tasks, processes, executor), strict=True):
        text, count, problem_told = found
        file = None
        if text is not None:
            file = str(folder / (task.name + ending))
            try:
                write_whole(file, text, over=False, like=[task.document, case_file])
            except FileExistsError:  # another reading has come first
                raise RequestError(_is_there(file)) from None
        yield Done(task.document, file, count, problem_told)


def _in_order(
    tasks: Sequence[_Task], processes: int, executor: Executor | None
) -> Iterator[tuple[str | None, int, str | None]]:
    """Read the documents, and give what came of each in their order."""
    ready: dict[int, tuple[str | None, int, str | None]] = {}
    number = 0
    for place, found in spread(_read_one, tasks, processes=processes, executor=executor):
        ready[place] = (None, 0, found.reason) if isinstance(found, Lost) else found
        while number in ready:
            yield ready.pop(number)
            number += 1


def _is_there(file: str | Path) -> str:
    return (
        f"{file} is there already; what was drafted is not written over. "
        "Give another folder with --into"
    )


def _read_one(task: _Task) -> tuple[str | None, int, str | None]:
    """Read one document; give its file's text, the number of drafts, and the problem."""
    how = task.how
    try:
        opened = open_document(task.document, how.day, how.page)
        file = task.document if opened.is_plain else None
        result = draft(opened, how.case, file=file, name=task.name, method=how.method)
    except RequestError as problem:
        return None, 0, str(problem)
    as_json = how.as_json
    text = json_text(result.as_json(), indent=2) + "\n" if as_json else drafts_as_yaml(result)
    return text, len(result.drafts), None
