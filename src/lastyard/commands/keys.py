"""One key at a time from a terminal, without Enter.

Nothing typed ahead is lost: the terminal keeps what was not asked for yet.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import click

__all__ = ["has_keys", "key_by_key", "line_by_line", "next_key"]

_ESCAPE, _END, _INTERRUPT = b"\x1b", "\x04\x1a", "\x03"
_WHILE = 0.05
"""How many seconds the rest of an arrow's or another special key's letters may take."""


def has_keys() -> bool:
    """Return whether somebody sits at a terminal whose keys can be read one by one."""
    try:
        if not (sys.stdin.isatty() and sys.stderr.isatty()):
            return False
        if sys.platform != "win32":
            import termios  # noqa: F401
    except (AttributeError, ValueError, ImportError):
        return False
    return True


def next_key() -> str:
    """Wait for a key within :func:`key_by_key`, and return its letter; nothing for arrows, Enter and the like.

    Raises:
        click.Abort: If it is Ctrl-C.
        EOFError: If it is Ctrl-D (Ctrl-Z on Windows), or the terminal is gone.
    """
    if sys.platform == "win32":
        import msvcrt

        key = _of_windows(msvcrt.getwch)
    else:
        key = _of_posix()
    if key and key in _INTERRUPT:
        raise click.Abort
    if key and key in _END:
        raise EOFError
    return key if key.isprintable() else ""


def _of_windows(get: Callable[[], str]) -> str:
    key = get()
    if key in ("\x00", "\xe0"):
        get()  # which of the special keys it is
        return ""
    return key


if sys.platform != "win32":
    import select

    def _of_posix() -> str:
        """Read the bytes of one letter; those of a special key are read and let go."""
        terminal = sys.stdin.fileno()
        try:
            first = os.read(terminal, 1)
            if not first:
                raise EOFError
            if first == _ESCAPE:
                opens = True
                while select.select([terminal], [], [], _WHILE)[0]:
                    one = os.read(terminal, 1)
                    if not (opens and one in b"[O") and (one.isalpha() or one == b"~"):
                        break
                    opens = False
                return ""
            more = 0 if first[0] < 0xC0 else 1 if first[0] < 0xE0 else 2 if first[0] < 0xF0 else 3
            return (first + b"".join(os.read(terminal, 1) for _ in range(more))).decode(
                errors="replace"
            )
        except KeyboardInterrupt:
            raise click.Abort from None


@contextmanager
def key_by_key() -> Iterator[None]:
    """Have the terminal hand over each key at once; as it was before when this ends.

    It stays so from one key to the next: what is typed before it is asked for would be lost in between.
    """
    with _terminal(letters=True):
        yield


@contextmanager
def line_by_line() -> Iterator[None]:
    """Have the terminal hand over whole lines again, for a question within :func:`key_by_key`."""
    with _terminal(letters=False):
        yield


@contextmanager
def _terminal(*, letters: bool) -> Iterator[None]:
    if sys.platform == "win32" or not has_keys():
        yield
        return
    import termios

    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    wanted = termios.tcgetattr(terminal)
    if letters:
        wanted[3] &= ~(termios.ICANON | termios.ECHO)
        wanted[6][termios.VMIN], wanted[6][termios.VTIME] = 1, 0
    else:
        wanted[3] |= termios.ICANON | termios.ECHO
    termios.tcsetattr(terminal, termios.TCSADRAIN, wanted)
    try:
        yield
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
