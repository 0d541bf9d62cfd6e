"""Writing files: whole or not at all, and no more readable than what they come from.

Everything that Last Yard writes goes through here:

* A file is written beside its place and then renamed, and the folder is told to keep the new
  name, so that a reader, and a machine that loses power, has the old content or all of the new.
* A symbolic link is followed; a file that is there keeps its mode and its owner.
* A new file is at most as readable as the files it was made from (``like``, and whatever was
  read under :func:`tracked_inputs`): what follows from a private case is private.
* What is no regular file (``/dev/null``, a FIFO, ``/dev/stdout``) is written into, not replaced.
* What a killed run left half written is taken away by the next one that writes there.
* An answer never takes the place of a file that it comes from.

Example:
    >>> import os, tempfile
    >>> folder = tempfile.mkdtemp()
    >>> path = os.path.join(folder, "case.yaml")
    >>> write_whole(path, "title: Talks")
    >>> os.listdir(folder), read_at_most(path, 100)
    (['case.yaml'], b'title: Talks')
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from contextvars import ContextVar
from typing import Any

from lastyard.errors import RequestError

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be taken away
    fcntl = None  # type: ignore[assignment]  # so that one name tells both

__all__ = [
    "append",
    "is_file",
    "is_folder",
    "is_special",
    "is_standard_output",
    "make_folder",
    "mode_of_inputs",
    "note_input",
    "read_at_most",
    "real_path",
    "refusals_told",
    "safe_name",
    "tracked_inputs",
    "would_write_over",
    "write_whole",
]

_PREFIX, _ENDING = ".lastyard-", ".tmp"
_OWN_DESCRIPTOR = re.compile(r"(?:/dev/fd|/proc/(?:self|thread-self|(\d+))/fd)/(\d+)")
_MOST_LINKS = 40
_SEPARATORS = tuple(filter(None, (os.sep, os.altsep)))
_NEW = 0o644
_LONGEST_NAME = 60
_MOST_NAME_BYTES = 180  # file systems allow 255, and endings are to be added
# What Windows takes for a device whatever the ending.
_DEVICES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{k}" for port in ("com", "lpt") for k in range(1, 10))]
)
_ENTRIES_A_WRITE = 64
_inputs: ContextVar[list[os.stat_result] | None] = ContextVar("inputs", default=None)
# Per folder, how many more files are written before it is looked through again.
_look_again: dict[str, int] = {}


def read_at_most(path: str, most: int) -> bytes:
    """Read a file, and note it as an input.

    Args:
        path: The file.
        most: How many bytes it may have; one more is read of a larger one, so that it shows.

    Raises:
        OSError: If it cannot be read.
    """
    with open(path, "rb") as file:
        note_input(file.fileno())
        return file.read(most + 1)


def safe_name(
    wanted: str, used: Collection[str] = (), *, gap: str = "_", also: str = "", empty: str = "file"
) -> str:
    """Return a name for a file like a text from a case, which is nothing but a name.

    Letters, digits, ``.``, ``-`` and ``_`` stay; it is not hidden, not the name of a device of
    Windows, at most 60 letters and 180 bytes long, and differs from the used ones on every system.

    Args:
        wanted: The text.
        used: Names that are taken, with their endings left out as in ``wanted``.
        gap: What stands for everything else.
        also: Further characters that stay.
        empty: The name of a text that leaves none.

    Example:
        >>> safe_name("../../talks on\tpay"), safe_name("Pay", {"pay"}), safe_name("con")
        ('talks_on_pay', 'Pay_2', 'con_')
    """
    name = re.sub(rf"[^\w.\-{re.escape(also)}]+", gap, wanted)
    name = (
        name[:_LONGEST_NAME].encode("utf-8", "ignore")[:_MOST_NAME_BYTES].decode("utf-8", "ignore")
    )
    name = name.strip(f"._- {gap}") or empty
    if name.partition(".")[0].strip().lower() in _DEVICES:
        first, dot, rest = name.partition(".")
        name = f"{first}{gap}{dot}{rest}"
    taken = {unicodedata.normalize("NFC", other).casefold() for other in used}
    free, number = name, 1
    while unicodedata.normalize("NFC", free).casefold() in taken:
        number += 1
        free = f"{name}{gap}{number}"
    return free


@contextlib.contextmanager
def tracked_inputs() -> Iterator[None]:
    """Note every input that is read inside, so that nothing written there is more readable."""
    token = _inputs.set([])
    try:
        yield
    finally:
        _inputs.reset(token)


def note_input(file: str | int) -> None:
    """Note a file (its path, or a descriptor) as one that what is written comes from."""
    noted = _inputs.get()
    if noted is not None:
        with contextlib.suppress(OSError, ValueError):
            found = os.stat(file)
            if stat.S_ISREG(found.st_mode):
                noted.append(found)


def mode_of_inputs(like: Iterable[str | None] = ()) -> int:
    """Return who may read what comes from these files and the tracked inputs, as a mode.

    Args:
        like: Paths; None, standard input and what is no regular file allow everything.
    """
    mode = 0o666
    for path in like:
        if path is not None and path != "-":
            with contextlib.suppress(OSError, ValueError):
                found = os.stat(path)
                if stat.S_ISREG(found.st_mode):
                    mode &= found.st_mode
    for noted in _inputs.get() or ():
        mode &= stat.S_IMODE(noted.st_mode)
    return mode | 0o600


def real_path(path: str) -> str:
    """Return where a path leads, links followed as far as they lead anywhere."""
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):  # no path at all
        return path


def is_folder(path: str) -> bool:
    """Whether a path is that of a folder; not where it is none that the system takes."""
    return os.path.isdir(path)


def is_file(path: str) -> bool:
    """Whether a path is that of a regular file; not where it is none that the system takes."""
    return os.path.isfile(path)


def is_special(path: str) -> bool:
    """Whether there is something that is written into: a device, a FIFO, an open descriptor."""
    if _descriptor(path) is not None:
        return True
    try:
        mode = os.stat(path).st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))


def is_standard_output(path: str) -> bool:
    """Whether a path (``-``, ``/dev/stdout``, a link to it) is standard output by another name."""
    return path == "-" or _descriptor(path) == 1


def would_write_over(path: str) -> bool:
    """Whether writing to a path takes the place of what is there."""
    return os.path.lexists(path) and not is_special(path)


def write_whole(
    path: str,
    content: str | bytes | Iterable[str],
    *,
    over: bool = True,
    over_inputs: bool = False,
    like: Iterable[str | None] = (),
) -> None:
    """Write a file atomically: a reader sees the old content or all of the new.

    Args:
        path: The file. A device, a FIFO and the like are written into as they are.
        content: Its bytes, its text, or the parts of a text that need not be held in memory at
            once; text is written as UTF-8.
        over: Whether to write over a file that is there. If not, of several processes that
            write the same file at once one succeeds.
        over_inputs: Whether to write over a file that was read under :func:`tracked_inputs`,
            as where a case is changed.
        like: Files that the content comes from; a new file is at most as readable as they are.

    Raises:
        FileExistsError: If the file is there and is not to be written over.
        RequestError: If it cannot be written; the old content is then still there.
    """
    try:
        if is_special(path):
            if not over:
                raise FileExistsError
            _write_into(path, content)
        else:
            if os.fspath(path).endswith(_SEPARATORS):
                raise IsADirectoryError(21, "that names a folder")
            if over and not over_inputs and _was_read(path):
                raise PermissionError(1, "what is to be written comes from it; name another file")
            _replace(os.path.realpath(path), content, over, mode_of_inputs(like))
    except (OSError, ValueError) as problem:
        if not over and isinstance(problem, FileExistsError):
            raise
        raise RequestError(f"cannot write {path!r}: {_reason(problem)}") from None


def append(
    path: str,
    content: bytes,
    *,
    like: Iterable[str | None] = (),
    whole_lines: bool = False,
    sync: bool = True,
) -> None:
    """Append to a file in one write, and see that it is on the disk.

    Args:
        path: The file; made when it is missing.
        content: What to append.
        like: Files that the content comes from; a new file is at most as readable as they are.
        whole_lines: Whether to cut off first what a killed run left of a line.
        sync: Whether to wait until it is on the disk.

    Raises:
        RequestError: If it cannot be written.
    """
    try:
        new = not os.path.lexists(path)
        flags = os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
        place = os.open(path, flags, _NEW & mode_of_inputs(like))
        try:
            if whole_lines:
                _cut_line(place)
            _write_all(place, content)
            if sync:
                os.fsync(place)
        finally:
            os.close(place)
        if new and sync:
            _keep_names(os.path.dirname(os.path.realpath(path)))
    except (OSError, ValueError) as problem:
        raise RequestError(f"cannot write {path!r}: {_reason(problem)}") from None


def make_folder(path: str, *, like: Iterable[str | None] = ()) -> None:
    """Make a folder, and those above it, where they are missing.

    Args:
        path: The folder.
        like: Files that what goes into it comes from; it is at most as readable as they are.

    Raises:
        OSError: If it cannot be made.
    """
    readable = mode_of_inputs(like) & 0o444
    missing = []
    folder = os.path.abspath(path)
    while not os.path.isdir(folder):
        missing.append(folder)
        above = os.path.dirname(folder)
        if above == folder:
            break
        folder = above
    for folder in reversed(missing):
        # Whoever may read the files may also look into the folder and reach them.
        with contextlib.suppress(FileExistsError):
            os.mkdir(folder, 0o700 | readable | readable >> 2)
    if not os.path.isdir(path):
        raise NotADirectoryError(20, "not a directory", path)


@contextlib.contextmanager
def refusals_told(what: str, otherwise: str = "it cannot be read") -> Iterator[None]:
    """Tell a refusal of the system as a request that cannot be met.

    Args:
        what: What cannot be done.
        otherwise: Why, where the system does not say.

    Raises:
        RequestError: If the system refuses what is done inside.
    """
    try:
        yield
    except OSError as problem:
        raise RequestError(f"{what}: {(problem.strerror or otherwise).lower()}") from None


def _was_read(path: str) -> bool:
    try:
        there = os.stat(path)
    except OSError:
        return False
    return any(os.path.samestat(there, noted) for noted in _inputs.get() or ())


def _reason(problem: Exception) -> str:
    return (getattr(problem, "strerror", None) or "it cannot be written").lower()


def _descriptor(path: str) -> int | None:
    """Return which open file of this process a path names (``/dev/stdout``, ``/dev/fd/3``)."""
    path = os.path.abspath(path)
    for _ in range(_MOST_LINKS):
        found = _OWN_DESCRIPTOR.fullmatch(path)
        if found and found[1] in (None, str(os.getpid())):
            return int(found[2])
        try:
            # Links above it, such as /dev/fd to /proc/self/fd, matter only for names like these.
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
        except (OSError, ValueError):
            return None
    return None


def _parts(content: str | bytes | Iterable[str]) -> Iterator[bytes]:
    parts = [content] if isinstance(content, str | bytes) else content
    return (part.encode("utf-8") if isinstance(part, str) else part for part in parts)


def _write_into(path: str, content: str | bytes | Iterable[str]) -> None:
    """Write into something that is there and stays what it is."""
    number = _descriptor(path)
    stream: Any = {1: sys.stdout, 2: sys.stderr}.get(-1 if number is None else number)
    if stream is not None and hasattr(stream, "buffer"):
        # Through Python's own stream, so that what was printed before comes before.
        stream.flush()
        stream.buffer.writelines(_parts(content))
        stream.flush()
        return
    flags = os.O_WRONLY | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
    place = os.open(path, flags) if number is None else os.dup(number)
    try:
        for part in _parts(content):
            _write_all(place, part)
    finally:
        os.close(place)


def _write_all(place: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(place, left) :]


def _replace(target: str, content: str | bytes | Iterable[str], over: bool, readable: int) -> None:
    """Write beside the target, then give the file its name."""
    folder = os.path.dirname(target)
    there = _stat(target) if over else None
    if there is not None and stat.S_ISDIR(there.st_mode):
        raise IsADirectoryError(21, "is a directory")
    _remove_stale(folder)
    temporary, place = _new_file(folder, 0o600 if there else _NEW & readable)
    try:
        try:
            for part in _parts(content):
                _write_all(place, part)
            if there is not None:
                _make_alike(place, temporary, target, there)
            os.fsync(place)
            if fcntl is not None:
                # Its lock is kept until it has its name, so that nobody takes it for left over.
                _name(temporary, target, over=over)
        finally:
            os.close(place)
        if fcntl is None:
            _name(temporary, target, over=over)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise
    _keep_names(folder)


def _stat(path: str) -> os.stat_result | None:
    try:
        return os.stat(path)
    except FileNotFoundError:
        return None


def _new_file(folder: str, mode: int) -> tuple[str, int]:
    """Make a hidden file for writing, locked for as long as it is open.

    Hidden, so that nobody takes what a killed process left behind for a document.
    """
    while True:
        path = os.path.join(folder, f"{_PREFIX}{os.urandom(8).hex()}{_ENDING}")
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
        place = os.open(path, flags, mode)
        if fcntl is None:
            return path, place
        with contextlib.suppress(OSError):  # a file system without locks keeps what is left over
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
        found = _stat(path)
        if found is not None and os.path.samestat(found, os.fstat(place)):
            return path, place
        os.close(place)  # another process took it for left over, before it was locked


def _make_alike(place: int, temporary: str, target: str, there: os.stat_result) -> None:
    """Give the new file the owner, the rights and the attributes of the one it replaces."""
    mode = stat.S_IMODE(there.st_mode) & 0o777
    if hasattr(os, "fchown"):
        own = os.fstat(place)
        if (own.st_uid, own.st_gid) != (there.st_uid, there.st_gid):
            try:
                os.fchown(place, there.st_uid, there.st_gid)
            except OSError:
                try:
                    os.fchown(place, -1, there.st_gid)
                except OSError:
                    # Another group than before may read no more than everybody could.
                    mode &= ~0o070 | (mode & 0o007) << 3
    for name in getattr(os, "listxattr", _none)(target):
        with contextlib.suppress(OSError):
            os.setxattr(place, name, os.getxattr(target, name))
    if hasattr(os, "fchmod"):
        os.fchmod(place, mode)
    else:
        os.chmod(temporary, mode)


def _none(_: str) -> list[str]:
    return []


def _name(temporary: str, target: str, *, over: bool) -> None:
    """Give a file its name; unless ``over``, only where there is no file of that name."""
    if over:
        os.replace(temporary, target)
    elif os.name == "nt":
        os.rename(temporary, target)  # refuses there what it would replace elsewhere
    else:
        try:
            os.link(temporary, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without links, as on memory cards
            if os.path.lexists(target):
                raise FileExistsError from None
            os.replace(temporary, target)
        else:
            os.unlink(temporary)


def _keep_names(folder: str) -> None:
    """See that the names in a folder are on the disk; where that is unknown, do nothing."""
    with contextlib.suppress(OSError):
        place = os.open(folder or ".", os.O_RDONLY | getattr(os, "O_DIRECTORY", 0))
        try:
            os.fsync(place)
        finally:
            os.close(place)


def _remove_stale(folder: str) -> None:
    """Take away what killed runs left half written; in a large folder not at every write."""
    left = _look_again.get(folder, 0)
    if left > 0:
        _look_again[folder] = left - 1
        return
    entries = 0
    with contextlib.suppress(OSError), os.scandir(folder or ".") as inside:
        for entry in inside:
            entries += 1
            if entry.name.startswith(_PREFIX) and entry.name.endswith(_ENDING):
                with contextlib.suppress(OSError):
                    _remove_if_stale(entry.path)
    _look_again[folder] = entries // _ENTRIES_A_WRITE


def _remove_if_stale(path: str) -> None:
    """Take a temporary file away, unless its writer still lives: then it is locked."""
    if fcntl is None:
        os.unlink(path)  # fails there while it is open
        return
    place = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        if stat.S_ISREG(os.fstat(place).st_mode):
            fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.path.samestat(os.fstat(place), os.lstat(path)):
                os.unlink(path)
    finally:
        os.close(place)


def _cut_line(place: int) -> None:
    """Cut off what stands after the last line break of a file."""
    end = os.lseek(place, 0, os.SEEK_END)
    at = end
    while at > 0:
        start = max(0, at - 65_536)
        os.lseek(place, start, os.SEEK_SET)
        found = os.read(place, at - start).rfind(b"\n")
        if found >= 0:
            at = start + found + 1
            break
        at = start
    if at < end:
        os.ftruncate(place, at)
