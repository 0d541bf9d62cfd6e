"""What commands tell: answers on standard output, all else on standard error.

Nothing told here can drive a terminal, and what cannot be told is an error of its own: exit code
:data:`NOT_WRITTEN`, never that of an answer.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
from shutil import get_terminal_size
from typing import Any

from lastyard.showing import one_line, wide_json

__all__ = [
    "NOBODY_READS",
    "NOT_WRITTEN",
    "OutputClosed",
    "OutputError",
    "ask",
    "count_on",
    "hold_places",
    "let_go",
    "say",
    "tell",
    "wipe_count",
]

NOT_WRITTEN = 3
#: What a shell tells of a program that SIGPIPE has ended; 0 and 1 would be answers.
NOBODY_READS = 141
_counted = [0]  # how many columns the last count takes
_GONE = errno.EINVAL  # what Windows calls a pipe that nobody reads


class OutputError(Exception):
    """Standard output cannot be written."""


class OutputClosed(Exception):
    """Whoever read standard output went away (``| head``) and wants no more."""


def tell(*lines: str) -> None:
    """Tell lines on standard error; where that cannot be, nobody is there to be told.

    Each stays one line, so that no name in it passes for a message of its own.
    """
    wipe_count()
    _on_error("".join(one_line(line) + "\n" for line in lines))


def ask(question: str) -> None:
    """Tell a question on standard error, with room for its answer on the same line."""
    wipe_count()
    _on_error(one_line(question) + " ")


def _on_error(text: str) -> None:
    """Write to standard error; once that fails nothing more is, also not by Python at the end, with an exit code of its own."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(text)
        sys.stderr.flush()
    except (OSError, ValueError):
        sys.stderr = None


def count_on(text: str, *, last: bool) -> None:
    """Tell on the terminal how far something is, in the place of what was told before.

    It takes one line at most, and whatever is told next takes its place.
    """
    shown = one_line(text)[: get_terminal_size().columns - 1]
    _on_error(f"\r{shown.ljust(_counted[0])}" + ("\n" if last else ""))
    _counted[0] = 0 if last else len(shown)


def wipe_count() -> None:
    """Take away what :func:`count_on` left on the line."""
    if _counted[0]:
        _on_error(f"\r{' ' * _counted[0]}\r")
        _counted[0] = 0


def say(text: str, *, is_json: bool = False) -> None:
    """Write an answer to standard output.

    Args:
        text: What to write; whoever made it has made it fit to be shown.
        is_json: Whether it is JSON. Where the encoding is not UTF-8, all beyond ASCII is then
            written as JSON's escapes; in other text, what the encoding lacks is replaced.

    Raises:
        OutputError: If it cannot be written.
        OutputClosed: If nobody reads any more.
    """
    wipe_count()
    stream = sys.stdout
    try:
        stream.write(_encodable(text, stream, is_json=is_json))
        stream.flush()
    except OSError as problem:
        if isinstance(problem, BrokenPipeError) or (os.name == "nt" and problem.errno == _GONE):
            raise OutputClosed from None
        raise OutputError((problem.strerror or "it cannot be written").lower()) from None
    except ValueError:
        raise OutputError("it is closed") from None


def _encodable(text: str, stream: Any, *, is_json: bool) -> str:
    if text.isascii():
        return text
    encoding = getattr(stream, "encoding", None) or "utf-8"
    if is_json and codecs.lookup(encoding).name != "utf-8":
        return wide_json(text)
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        text = text.encode(encoding, "replace").decode(encoding)
        tell(f"note: what {encoding} has no letter for is shown as ?; -o FILE keeps every letter")
    return text


def hold_places() -> None:
    """Keep the numbers of standard input, output and error from going to other files.

    Where one is closed, the next file opened would get its number, and what a library prints
    would go into that file.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, os.O_RDWR)
    if sys.stdout is None:
        sys.stdout = _Closed()


class _Closed(io.TextIOBase):
    """Standard output that is closed, so that whatever is written there is told."""

    def write(self, _: str) -> int:
        raise OSError(errno.EBADF, "it is closed")


def let_go() -> None:
    """Let what is left for standard output go nowhere, so that ending makes no new error."""
    try:
        place = os.open(os.devnull, os.O_WRONLY)
        os.dup2(place, sys.stdout.fileno())
        os.close(place)
    except (OSError, ValueError, AttributeError):
        pass
