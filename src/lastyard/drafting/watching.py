"""A folder of documents: each new one drafted once, and nothing lost when stopped.

The ledger ``drafts/ledger.json`` is replaced whole after every document. A draft file is
written before the ledger says so; killed in between, the next pass finds the file, sees by
the fingerprint that it belongs to the document, and only completes the ledger. So a draft
is never written over, and no document is skipped.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from lastyard.case.diagnostics import CaseError, RequestError
from lastyard.case.loading.case import load_with_warnings
from lastyard.case.writing import write_whole
from lastyard.drafting.drafts import draft
from lastyard.drafting.opening import document_from
from lastyard.drafting.record import record_path
from lastyard.drafting.reviewed import load_drafts
from lastyard.drafting.writing import drafts_as_yaml
from lastyard.reading.document import LONGEST_DOCUMENT

__all__ = ["Handled", "Watch"]

_UNFINISHED = (".part", ".partial", ".crdownload", ".tmp", ".swp")
_MOST_BYTES = 4 * LONGEST_DOCUMENT + 5


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
    """

    size: int
    changed: int
    sha256: str
    draft: str | None = None
    source: str | None = None
    problem: str | None = None
    count: int = 0


class Watch:
    """The documents in a folder and what became of them; a lock keeps out a second watcher.

    Args:
        folder: The folder; drafts go to its subfolder ``drafts``.
        case_path: The case file, loaded anew for each pass.
        method: ``rules+ranker`` or ``rules``.

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
            self._drafts.mkdir(exist_ok=True)
        except OSError as problem:
            raise RequestError(f"cannot use {folder!r}: {problem.strerror}") from None
        self._ledger = self._read_ledger()

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the folder's lock; the system frees it when the process ends, however it ends.

        Raises:
            RequestError: If another process watches the folder.
        """
        with (self._drafts / ".lock").open("w") as file:
            try:
                _lock(file.fileno())
            except OSError:
                raise RequestError(f"{str(self._folder)!r} is being watched already") from None
            self._ledger = self._read_ledger()
            yield

    def new_documents(self, *, settled: bool) -> list[Path]:
        """Return the documents not handled yet, by name.

        Args:
            settled: Whether to wait until a file is the same on two looks in a row, since
                it may still be being written.
        """
        found, seen = [], {}
        for path in sorted(self._folder.iterdir()):
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
        own = {Path(self._case_path).resolve(), Path(record_path(self._case_path)).resolve()}
        return (
            not name.startswith(".")
            and not name.endswith(("~", *_UNFINISHED))
            and path.is_file()
            and path.resolve() not in own
        )

    def handle(self, path: Path) -> Handled:
        """Draft one document and note it in the ledger.

        Raises:
            CaseError: If the case cannot be used.
            RequestError: If a draft or the ledger cannot be written.
        """
        try:
            state = path.stat()
            with path.open("rb") as file:
                data = file.read(_MOST_BYTES)
        except OSError as problem:
            handled = Handled(-1, -1, "", problem=(problem.strerror or "cannot be read").lower())
        else:
            digest = hashlib.sha256(data).hexdigest()
            handled = Handled(state.st_size, state.st_mtime_ns, digest)
            handled = self._same(handled) or self._drafted(path, data, handled)
        self._ledger[path.name] = handled
        content = {name: asdict(entry) for name, entry in sorted(self._ledger.items())}
        write_whole(str(self._drafts / "ledger.json"), json.dumps(content, indent=1) + "\n")
        return handled

    def _same(self, new: Handled) -> Handled | None:
        """Return what became of a document with the same bytes, if there was one."""
        for known in self._ledger.values():
            if known.sha256 == new.sha256:
                return Handled(**{**asdict(known), "size": new.size, "changed": new.changed})
        return None

    def _drafted(self, path: Path, data: bytes, new: Handled) -> Handled:
        case = load_with_warnings(self._case_path)[0]
        try:
            opened = document_from(data, path.name)
        except RequestError as problem:
            return Handled(new.size, new.changed, new.sha256, problem=str(problem))
        target = self._target(path.name, opened.document.fingerprint)
        file = path
        if not opened.is_plain:
            file = target.with_suffix(".txt")
            write_whole(str(file), opened.document.text)
        taken = {entry.source for entry in self._ledger.values() if entry.source}
        drafting = draft(opened.document, case, file=str(file), taken=taken, method=self._method)
        if not target.exists():
            write_whole(str(target), drafts_as_yaml(drafting))
        return Handled(
            new.size,
            new.changed,
            new.sha256,
            target.name,
            drafting.source.id,
            count=len(drafting.drafts),
        )

    def _target(self, name: str, fingerprint: str) -> Path:
        """Return the draft file of a document: a free name, or the one it has already."""
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
        except (OSError, ValueError, TypeError, AttributeError):
            raise RequestError(
                f"{str(path)!r} is no ledger of `lastyard watch`; remove it to read all anew"
            ) from None


def _belongs(target: Path, fingerprint: str) -> bool:
    """Whether a draft file, perhaps edited since, was made from a document with this text."""
    try:
        return load_drafts(str(target)).fingerprint == fingerprint
    except CaseError:
        return False


def _lock(descriptor: int) -> None:
    """Lock a file for this process.

    Raises:
        OSError: If another process has it.
    """
    if os.name == "nt":
        import msvcrt  # noqa: PLC0415  (there is none elsewhere)

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl  # noqa: PLC0415  (there is none on Windows)

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
