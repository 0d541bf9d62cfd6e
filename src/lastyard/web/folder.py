"""The folder that the workbench shows: its cases, and nothing outside it.

A case goes by its path below the folder, such as ``2024/talks.yaml``. A name that leads out of the folder,
by ``..`` or by a link, names nothing.
"""

from __future__ import annotations

import hashlib
import os
from collections import OrderedDict
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import NamedTuple

from lastyard.answers.check import load_text
from lastyard.case.diagnostics import CaseError
from lastyard.case.model import Case
from lastyard.case.said import day_of
from lastyard.case.yaml import MOST_BYTES, Form, decoded
from lastyard.errors import LastYardError, RequestError
from lastyard.files import read_at_most, refusals_told

__all__ = ["CaseFile", "CaseOnDisk", "Folder", "NotThereError", "Summary"]

_ENDINGS = (".yaml", ".yml")
_DOCUMENTS = ".documents"
_DEEPEST = 4
_MOST_FILES = 50_000
_REMEMBERED, _CASES = 200, 6


class NotThereError(LastYardError):
    """Something that an address names and that is not in the folder."""


class CaseOnDisk(NamedTuple):
    """A case file of the folder, not opened yet.

    Attributes:
        name: Its path below the folder, with ``/``.
        changed: When it was last changed, in nanoseconds.
        size: Its size in bytes.
    """

    name: str
    changed: int
    size: int


class Summary(NamedTuple):
    """What the navigation and the list of cases tell of a case.

    Attributes:
        title: What it is called; the name of its file where it does not load.
        day: The day that it is looked at.
        statements: How many it has.
        parties: How many it has.
        has_votes: Whether it has votes.
        has_moves: Whether it says what each can do alone.
        days: The days on which something was said, in order.
        documents: The files that its sources name.
        problem: What is wrong with it; None where it loads.
    """

    title: str
    day: date | None
    statements: int
    parties: int
    has_votes: bool
    has_moves: bool
    days: tuple[date, ...]
    documents: tuple[str, ...]
    problem: CaseError | None


class CaseFile(NamedTuple):
    """A case file as it was read at one moment.

    Attributes:
        name: Its path below the folder.
        path: Its path.
        digest: SHA-256 of its bytes.
        text: Its text, lines ended by ``\\n``; empty where it is no text.
        form: How the text is written as bytes.
        summary: What it is.
    """

    name: str
    path: str
    digest: str
    text: str
    form: Form
    summary: Summary


class Folder:
    """A folder of cases.

    Raises:
        RequestError: If it is no folder, or cannot be looked into.
    """

    def __init__(self, path: str) -> None:
        self.root = os.path.realpath(path)
        if not Path(path).is_dir():
            raise RequestError(f"{path!r} is no folder; give the folder that holds your cases")
        refused = refusals_told(f"cannot look into {path!r}", "it cannot be looked into")
        with refused, os.scandir(self.root) as inside:
            next(inside, None)
        self._summaries: OrderedDict[tuple[str, str], Summary] = OrderedDict()
        self._cases: OrderedDict[tuple[str, str], Case] = OrderedDict()

    # ---- names and paths -----------------------------------------------------------

    def path_of(self, name: str) -> str:
        """Return the path of what lies below the folder by this name, whether or not it is there.

        Raises:
            NotThereError: If the name leads out of the folder or to something hidden.
        """
        parts = name.split("/")
        if "\x00" in name or "\\" in name or any(p in ("", "..") or p[0] == "." for p in parts):
            raise NotThereError(f"there is no {name[:80]!r} in this folder")
        path = os.path.join(self.root, *parts)
        try:
            real = os.path.realpath(path)
        except (OSError, ValueError):
            raise NotThereError(f"there is no {name[:80]!r} in this folder") from None
        if not real.startswith(os.path.join(self.root, "")):
            raise NotThereError(f"{name[:80]!r} leads out of this folder and was not opened")
        return path

    def documents_of(self, name: str) -> str:
        """Return the folder that holds the documents of a case: ``talks.documents``."""
        return str(Path(self.path_of(name)).with_suffix(_DOCUMENTS))

    # ---- cases ---------------------------------------------------------------------

    def cases(self) -> list[CaseOnDisk]:
        """Return the case files, the one changed last first. They are not opened.

        Raises:
            RequestError: If the folder cannot be looked into any more.
        """
        with refusals_told("cannot look into the folder", "it cannot be looked into"):
            found = list(self._below(self.root, "", 1))
        return sorted(found, key=lambda each: (-each.changed, each.name))

    def _below(self, folder: str, prefix: str, depth: int) -> Iterator[CaseOnDisk]:
        inside = []
        with os.scandir(folder) as entries:
            for number, entry in enumerate(entries):
                if number >= _MOST_FILES:
                    break
                name = entry.name
                # A name that is no text cannot stand in an address.
                if name[0] == "." or "\\" in name or not _is_text(name):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    inside.append(name)
                elif name.lower().endswith(_ENDINGS):
                    found = self._found(entry, prefix + name)
                    if found is not None:
                        yield found
        for name in inside if depth < _DEEPEST else ():
            if name == "drafts" or name.endswith(_DOCUMENTS):
                continue
            try:
                yield from self._below(os.path.join(folder, name), f"{prefix}{name}/", depth + 1)
            except OSError:  # a folder without rights hides only what is in it
                continue

    def _found(self, entry: os.DirEntry[str], name: str) -> CaseOnDisk | None:
        try:
            if entry.is_symlink():
                self.path_of(name)
            if not entry.is_file():
                return None
            state = entry.stat()
        except (OSError, NotThereError):
            return None
        return CaseOnDisk(name, state.st_mtime_ns, state.st_size)

    def open(self, name: str) -> CaseFile:
        """Read a case file as it is now.

        Raises:
            NotThereError: If there is none of that name.
        """
        path = self.path_of(name)
        if not name.lower().endswith(_ENDINGS) or not Path(path).is_file():
            raise NotThereError(f"there is no case {name[:80]!r} in this folder")
        with refusals_told(f"cannot read {name[:80]!r}"):
            try:
                data = read_at_most(path, MOST_BYTES)
            except FileNotFoundError:
                raise NotThereError(f"there is no case {name[:80]!r} in this folder") from None
        return self._opened(name, path, data)

    def opened(self, name: str, data: bytes) -> CaseFile:
        """Return the case file that these bytes are."""
        return self._opened(name, self.path_of(name), data)

    def case(self, file: CaseFile) -> Case:
        """Return the case of a file; those asked for last are remembered.

        Raises:
            CaseError: If it cannot be used.
        """
        key = (file.name, file.digest)
        known = self._cases.pop(key, None)
        if known is None:
            known = load_text(file.text, file.path)
        self._cases[key] = known
        while len(self._cases) > _CASES:
            self._cases.popitem(last=False)
        return known

    def _opened(self, name: str, path: str, data: bytes) -> CaseFile:
        digest = hashlib.sha256(data).hexdigest()
        form = Form.of(data)
        try:
            text = form.plain(decoded(data, name))
        except CaseError as problem:
            summary = _unusable(name, problem)
            return CaseFile(name, path, digest, "", form, summary)
        summary = self._remembered(name, digest, text, path)
        return CaseFile(name, path, digest, text, form, summary)

    def _remembered(self, name: str, digest: str, text: str, path: str) -> Summary:
        key = (name, digest)
        known = self._summaries.pop(key, None)
        if known is None:
            known = _summary(name, text, path)
        self._summaries[key] = known
        while len(self._summaries) > _REMEMBERED:
            self._summaries.popitem(last=False)
        return known


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _summary(name: str, text: str, path: str) -> Summary:
    try:
        case = load_text(text, path)
    except CaseError as problem:
        return _unusable(name, problem)
    except RecursionError:
        return _unusable(name, CaseError([]))
    return Summary(
        title=case.title,
        day=day_of(case),
        statements=len(case.statements),
        parties=len(case.deciders),
        has_votes=bool(case.votes),
        has_moves=case.moves is not None,
        days=tuple(sorted({statement.on for statement in case.statements})),
        documents=tuple(source.file for source in case.sources if source.file),
        problem=None,
    )


def _unusable(name: str, problem: CaseError) -> Summary:
    return Summary(name, None, 0, 0, False, False, (), (), problem)
