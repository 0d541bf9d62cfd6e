"""Locks between processes; the system frees them when a process ends, however it ends.

A lock is a hidden file of its own, never the file that it protects: that one is replaced when it
is written, and a lock on what was replaced keeps nobody out. It is taken away when it is freed.

Example, while nobody else may change a case:
    with locked(lock_beside("talks.yaml"), "being changed by another process", seconds=10):
        ...
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from lastyard.errors import RequestError
from lastyard.files import is_folder, mode_of_inputs, real_path, refusals_told

__all__ = ["lock_beside", "locked"]

_PAUSE = 0.02


def lock_beside(path: str) -> Path:
    """Return the lock of a file: one, by whatever links the file is reached."""
    target = Path(real_path(path))
    return target.with_name(f".{target.name}.lock")


@contextlib.contextmanager
def locked(
    path: Path, taken: str, *, seconds: float = 0, like: Iterable[str] = ()
) -> Iterator[None]:
    """Hold a lock.

    Args:
        path: Its file.
        taken: What to say when another process holds it.
        seconds: How long to wait for that process.
        like: The files that it protects; whoever may write them may wait for the lock.

    Raises:
        RequestError: If another process holds the lock, or its file cannot be made.
    """
    if not is_folder(str(path.parent)):  # filelock would make it
        raise RequestError(f"cannot write into {str(path.parent)!r}: no such file or directory")
    lock = FileLock(path, mode=mode_of_inputs(like) if like else 0o600)
    with refusals_told(f"cannot use {str(path)!r}", "it cannot be locked"):
        try:
            lock.acquire(timeout=seconds, poll_interval=_PAUSE)
        except Timeout:
            raise RequestError(taken) from None
    try:
        yield
    finally:
        # While it is held: whoever waits on this file sees that it is gone and makes a new one.
        # Windows takes no file away that is open; filelock does there what can be done.
        with contextlib.suppress(OSError):
            path.unlink()
        lock.release()
