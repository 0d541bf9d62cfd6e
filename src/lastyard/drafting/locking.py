"""Locks between processes; the system frees them when a process ends, however it ends.

Example, while nobody else may change a case:
    with locked("talks.coded.jsonl", "being changed by another process", seconds=10):
        ...
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from lastyard.case.diagnostics import RequestError

__all__ = ["locked"]

_FAR = 1 << 40
_PAUSE = 0.02


@contextlib.contextmanager
def locked(path: str | Path, taken: str, seconds: float = 0) -> Iterator[None]:
    """Hold the lock of a file, which is made when it is missing, and taken away if left empty.

    Args:
        path: The file.
        taken: What to say when another process holds it.
        seconds: How long to wait for that process.

    Raises:
        RequestError: If another process holds the lock, or the file cannot be made.
    """
    end = time.monotonic() + seconds
    while (file := _locked_file(Path(path))) is None:
        if time.monotonic() >= end:
            raise RequestError(taken)
        time.sleep(_PAUSE)
    with file:
        try:
            yield
        finally:
            # Windows takes no file away that is open; it stays there, empty.
            with contextlib.suppress(OSError):
                if Path(path).stat().st_size == 0:
                    Path(path).unlink()


def _locked_file(path: Path) -> BinaryIO | None:
    """Open and lock a file; None if another process has it."""
    try:
        file: BinaryIO = path.open("ab")
    except OSError as problem:
        reason = (problem.strerror or "it cannot be opened").lower()
        raise RequestError(f"cannot use {str(path)!r}: {reason}") from None
    if _lock(file):
        with contextlib.suppress(OSError):
            # Whoever held it may have taken it away since it was opened.
            if os.path.samestat(os.fstat(file.fileno()), path.stat()):
                return file
    file.close()
    return None


def _lock(file: BinaryIO) -> bool:
    """Lock a file for this process; False if another process has it."""
    try:
        if os.name == "nt":
            import msvcrt  # noqa: PLC0415  (there is none elsewhere)

            # Others cannot read what is locked there, so a byte far behind the end is.
            file.seek(_FAR)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl  # noqa: PLC0415  (there is none on Windows)

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
