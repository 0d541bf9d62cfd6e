"""Opening the files that a case names: its sources' texts and the bodies of its votes.

A case may come from anybody, and what its reader's machine holds is no business of its author:
a report that tells whether words stand in a file would carry them away. So only regular files
below the folder of the case are opened, links followed first, unless its reader allows more.

Example, for as long as the block lasts:
    with reaching(roots=["reports"]):
        case = load_with_warnings("cases/talks.yaml")
"""

# Not pathlib: importing it takes as long as reading hundreds of statements.
from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from typing import Literal, NamedTuple

from lastyard.errors import LastYardError
from lastyard.files import note_input

__all__ = ["NamedFileError", "folder_of", "is_within_reach", "reaching", "read_named"]


class _Reach(NamedTuple):
    roots: tuple[str, ...] = ()
    anywhere: bool = False


_reach: ContextVar[_Reach] = ContextVar("reach", default=_Reach())  # noqa: B039  (a tuple)


class NamedFileError(LastYardError):
    """A file that a case names cannot be had.

    Attributes:
        reason: ``outside`` when it is not to be opened; else ``unreadable``.
        help: What to do.
    """

    def __init__(self, message: str, reason: Literal["outside", "unreadable"], help: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.help = help


@contextlib.contextmanager
def reaching(roots: Sequence[str] = (), *, anywhere: bool = False) -> Iterator[None]:
    """Let cases that are loaded inside name more files than those below their own folders.

    Args:
        roots: Further folders; what lies below them may be opened.
        anywhere: Whether every regular file may be opened.
    """
    now = _reach.get()
    token = _reach.set(_Reach((*now.roots, *roots), now.anywhere or anywhere))
    try:
        yield
    finally:
        _reach.reset(token)


def folder_of(case_file: str | None) -> str:
    """Return the folder at which the paths in a case start."""
    return os.path.dirname(case_file) if case_file and case_file != "-" else ""


def is_within_reach(name: str, case_file: str | None) -> bool:
    """Whether a file that a case names may be opened; the file itself need not be there."""
    return _within_reach(name, case_file) is not None


def read_named(name: str, case_file: str | None, most_bytes: int) -> bytes:
    """Read a file that a case names.

    Args:
        name: Its path, as the case has it.
        case_file: The case's own path; None and ``-`` stand for the working folder.
        most_bytes: The most that it may hold.

    Raises:
        NamedFileError: If it lies out of reach, is no regular file, too large or unreadable.
            Out of reach nothing is looked at, so that not even its being there is told.
    """
    path = _within_reach(name, case_file)
    if path is None:
        raise NamedFileError(
            f"{name!r} lies outside the folder of the case and was not opened",
            "outside",
            "put it below that folder; or allow it, if you trust the case: --files-root DIR for "
            "what lies below another folder, --allow-files-outside for everything",
        )
    what = f"cannot read {name!r}"
    try:
        # Looked at first: opening a FIFO waits, and opening a device can do anything.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise NamedFileError(f"{what}: it is no regular file", "unreadable", _BESIDE)
        never = ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY")  # in case it was changed in between
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        for flag in never:
            flags |= getattr(os, flag, 0)
        place = os.open(path, flags)
        with os.fdopen(place, "rb") as file:
            if not stat.S_ISREG(os.fstat(place).st_mode):
                raise NamedFileError(f"{what}: it is no regular file", "unreadable", _BESIDE)
            note_input(place)
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as problem:
        reason = (getattr(problem, "strerror", None) or "it is no path").lower()
        raise NamedFileError(f"{what}: {reason}", "unreadable", _BESIDE) from None
    if len(data) > most_bytes:
        raise NamedFileError(
            f"{name!r} is larger than {most_bytes // 1_000_000} MB", "unreadable", _BESIDE
        )
    return data


_BESIDE = "give the path relative to the case file, or leave it out"


def _within_reach(name: str, case_file: str | None) -> str | None:
    """Return the real path of a file that may be opened; None of one that may not."""
    reach = _reach.get()
    base = os.path.abspath(folder_of(case_file) or ".")
    path = os.path.normpath(os.path.join(base, name))
    try:
        if reach.anywhere:
            return os.path.realpath(path)
        roots = [base, *map(os.path.abspath, reach.roots)]
        real_roots = [os.path.realpath(root) for root in roots]
        # By its name first: to ask where a path on another machine leads would tell that machine.
        if not any(_lies_below(path, root) for root in (*roots, *real_roots)):
            return None
        real = os.path.realpath(path)
        return real if any(_lies_below(real, root) for root in real_roots) else None
    except (OSError, ValueError):  # another drive, or no path at all
        return None


def _lies_below(path: str, root: str) -> bool:
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(root), ""))
