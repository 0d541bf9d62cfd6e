"""Standard output belongs to the answer: what a C library prints never reaches it.

A library in C prints to file descriptor 1, past `sys.stdout`. The command line therefore keeps the
true standard output for itself under another number, and points number 1 at standard error, before
anything is computed: what a library prints, in any thread or in a worker process, goes there.
A program that uses our package keeps its descriptors as they are; where a library is known to print,
`quiet()` silences it while it starts.

Example:
    >>> import os
    >>> with quiet():
    ...     _ = os.write(1, b"Running a solver\\n")
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
from collections.abc import Iterator
from typing import TextIO

__all__ = ["keep_standard_output", "quiet", "turn_away_c_output"]

_STDOUT, _STDERR = 1, 2
_one_at_a_time = threading.Lock()


def keep_standard_output() -> None:
    """Give standard output to `sys.stdout` alone; what C code prints goes to standard error.

    Does nothing where `sys.stdout` is not the process's own (in a test, a notebook or a server),
    or where standard output is closed.
    """
    ours = sys.__stdout__
    if ours is None or ours is not sys.stdout or _number(ours) != _STDOUT:
        return
    ours.flush()
    kept = os.dup(_STDOUT)
    turn_away_c_output()
    sys.stdout = open(  # noqa: PTH123, SIM115 - a descriptor, open until the program ends
        kept, "w", encoding=ours.encoding, errors=ours.errors, buffering=1 if ours.isatty() else -1
    )


def turn_away_c_output() -> None:
    """Point file descriptor 1 at standard error; for a worker process, at its start."""
    try:
        os.dup2(_STDERR, _STDOUT)
    except OSError:
        # Standard error is closed: nobody wants to hear.
        _point_at_nothing(_STDOUT)


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop what C code prints to standard output meanwhile.

    For the short moment in which a library starts: another thread that prints meanwhile is not
    heard either. Python's own output is flushed before, and is not lost.
    """
    with _one_at_a_time:
        for stream in (sys.stdout, sys.__stdout__):
            if stream is not None and not stream.closed:
                with contextlib.suppress(OSError):
                    stream.flush()
        _flush_c()
        try:
            kept = os.dup(_STDOUT)
        except OSError:
            # Closed: there is nothing to keep clean.
            yield
            return
        try:
            _point_at_nothing(_STDOUT)
            yield
            _flush_c()
        finally:
            os.dup2(kept, _STDOUT)
            os.close(kept)


def _point_at_nothing(descriptor: int) -> None:
    nothing = os.open(os.devnull, os.O_WRONLY)
    if nothing != descriptor:
        os.dup2(nothing, descriptor)
        os.close(nothing)


def _number(stream: TextIO) -> int | None:
    try:
        return stream.fileno()
    except (OSError, ValueError):
        return None


def _flush_c() -> None:
    """Empty the buffers of C's own streams, which else come out after we have looked away."""
    with contextlib.suppress(OSError, AttributeError):
        library = ctypes.CDLL(None) if os.name == "posix" else ctypes.CDLL("ucrtbase")
        library.fflush(None)
