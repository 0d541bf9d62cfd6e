"""Sealing at rest: one key a compartment, wrapped by the master key; destroying a key is erasing.

What is sealed is padded, so that its size tells little, and bound to where it stands, so that it cannot be moved.
XChaCha20-Poly1305 (libsodium). The keys of a room stand in a file of their own, apart from the database, so that a
copy of the database alone opens nothing and can be kept; a key is destroyed in its place.

Example:
    >>> key = bytes(32)
    >>> box = sealed(key, b"yes", b"here")
    >>> len(box), unsealed(key, box, b"here")
    (552, b'yes')
"""

from __future__ import annotations

import contextlib
import hmac
import json
import os
import secrets
import stat
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path

from nacl import bindings as sodium
from nacl.exceptions import CryptoError

from lastyard.room.events import StoreError

__all__ = [
    "KEY", "RoomKeys", "destroy_in_place", "keep_out_of_dumps", "made_keys", "master_key", "named", "sealed",
    "sync_folder", "unsealed", "write_keys",
]  # fmt: skip

KEY = 32
_NONCE = 24
_SMALLEST = 512
_DUMPABLE = 4  # PR_SET_DUMPABLE of Linux
_ENVIRONMENT = "LASTYARD_ROOM_KEY"
_MAGIC = b"lastyard room keys 1\n"
_SLOT = _NONCE + KEY + 16
_ERASED = bytes(_SLOT)
_NEW = os.O_WRONLY | os.O_CREAT | os.O_EXCL


def sealed(key: bytes, content: bytes, where: bytes, *, alike: bool = False) -> bytes:
    """Return content sealed under a key, padded, and bound to where it stands.

    Args:
        key: The key.
        content: What is sealed.
        where: Where it stands.
        alike: Whether the same content in the same place gives the same bytes.
    """
    size = max(_SMALLEST, 1 << (len(content) + 4 - 1).bit_length())
    padded = len(content).to_bytes(4, "big") + content + bytes(size - len(content) - 4)
    drawn = hmac.new(key, where + b"\0" + content, sha256).digest() if alike else None
    nonce = secrets.token_bytes(_NONCE) if drawn is None else drawn[:_NONCE]
    return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(padded, where, nonce, key)


def unsealed(key: bytes, box: bytes, where: bytes) -> bytes:
    """Return what was sealed.

    Raises:
        StoreError: If it was changed, or belongs elsewhere, or the key is another.
    """
    try:
        padded = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
            box[_NONCE:], where, box[:_NONCE], key
        )
    except (CryptoError, ValueError, TypeError):
        raise StoreError("what is kept was changed, or its key is another one") from None
    return padded[4 : 4 + int.from_bytes(padded[:4], "big")]


def named(key: bytes, name: str) -> bytes:
    """Return a name that tells nothing, and the same one each time."""
    return hmac.new(key, name.encode(), sha256).digest()


def master_key(path: str, *, make: bool = False) -> bytes:
    """Return the master key: of the environment (``LASTYARD_ROOM_KEY``, 64 hexadecimal digits), else of a file.

    Args:
        path: The file, readable by its owner alone.
        make: Whether to make one where there is none.

    Raises:
        StoreError: If there is none, or others may read it.
    """
    told = os.environ.get(_ENVIRONMENT)
    if told is not None:
        return _digits(told, f"the variable {_ENVIRONMENT}")
    if make and not os.path.lexists(path):
        with _on_disk(path, _NEW) as place:
            os.write(place, f"{secrets.token_hex(KEY)}\n".encode())
    try:
        if os.name == "posix" and stat.S_IMODE(Path(path).stat().st_mode) & 0o077:
            raise StoreError(f"others may read the master key {path!r}: chmod 600 it")
        return _digits(Path(path).read_text(encoding="ascii")[:200], f"the file {path!r}")
    except FileNotFoundError:
        raise StoreError(
            f"there is no master key: neither {path!r} nor {_ENVIRONMENT}; without it no room opens"
        ) from None
    except (OSError, UnicodeDecodeError):
        raise StoreError(f"the master key {path!r} cannot be read") from None


def keep_out_of_dumps() -> None:
    """See that no core dump of this process is written: its memory holds keys and answers."""
    with contextlib.suppress(ImportError, OSError, ValueError):  # Windows has no such limit
        import resource  # noqa: PLC0415  not there on Windows

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ImportError, OSError, AttributeError):
        import ctypes  # noqa: PLC0415  needed nowhere else

        # Where a program collects dumps, the limit above does not count for it.
        ctypes.CDLL(None).prctl(_DUMPABLE, 0)


def _digits(text: str, what: str) -> bytes:
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY:
        raise StoreError(f"{what} is no master key: it has 64 hexadecimal digits")
    return key


class RoomKeys:
    """The keys of one room, as they were when they were read.

    Attributes:
        names: Per name (a compartment, or ``room``) its slot and the tag that stands for it.
    """

    def __init__(self, master: bytes, room: str, data: bytes) -> None:
        start = len(_MAGIC)
        size = int.from_bytes(data[start : start + 4], "big")
        self.slots_at = start + 4 + size
        if data[:start] != _MAGIC or len(data) < self.slots_at:
            raise StoreError("the keys of a room are damaged")
        told = json.loads(unsealed(master, data[start + 4 : self.slots_at], room.encode()))
        self.names: Mapping[str, tuple[int, bytes]] = {
            name: (k, bytes.fromhex(tag)) for k, (name, tag) in enumerate(told)
        }
        self._keys: dict[str, bytes] = {}
        for name, (k, tag) in self.names.items():
            at = self.slots_at + k * _SLOT
            box = data[at : at + _SLOT]
            if box == _ERASED:
                continue
            try:
                self._keys[name] = sodium.crypto_aead_xchacha20poly1305_ietf_decrypt(
                    box[_NONCE:], room.encode() + tag, box[:_NONCE], master
                )
            except (CryptoError, ValueError, TypeError):
                raise StoreError("the keys of a room are damaged") from None

    def key(self, name: str) -> bytes | None:
        """Return a key; None once it was destroyed."""
        return self._keys.get(name)

    def tag(self, name: str) -> bytes | None:
        """Return what stands for a compartment in the database; None for one that is none."""
        found = self.names.get(name)
        return None if found is None else found[1]

    def spans(self, names: Iterable[str]) -> list[tuple[int, int]]:
        """Return where the keys of some names stand: offset and length."""
        return [
            (self.slots_at + self.names[name][0] * _SLOT, _SLOT)
            for name in names
            if name in self.names
        ]


def made_keys(master: bytes, room: str, names: Sequence[str]) -> bytes:
    """Return new keys for a room, one a name, as they are kept."""
    tags = [secrets.token_bytes(16) for _ in names]
    told = json.dumps([[name, tag.hex()] for name, tag in zip(names, tags, strict=True)]).encode()
    directory = sealed(master, told, room.encode())
    data = _MAGIC + len(directory).to_bytes(4, "big") + directory
    for tag in tags:
        nonce = secrets.token_bytes(_NONCE)
        data += nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(
            secrets.token_bytes(KEY), room.encode() + tag, nonce, master
        )
    return data


def write_keys(path: str, data: bytes) -> None:
    """Write the keys of a new room, readable by their owner alone, and see that they are on the disk."""
    with _on_disk(path, _NEW) as place:
        os.write(place, data)
    sync_folder(str(Path(path).parent))


def sync_folder(path: str) -> None:
    """See that the names in a folder are on the disk."""
    with _on_disk(path, os.O_RDONLY):
        pass


def destroy_in_place(path: str, spans: Sequence[tuple[int, int]] | None = None) -> None:
    """Write zeros over keys where they stand; over all of the file where no spans are given."""
    with _on_disk(path, os.O_WRONLY) as place:
        for at, length in spans if spans is not None else [(0, os.fstat(place).st_size)]:
            os.pwrite(place, bytes(length), at)


@contextlib.contextmanager
def _on_disk(path: str, flags: int) -> Iterator[int]:
    """Open a file for what is done inside, and see that it is then on the disk."""
    place = os.open(path, flags, 0o600)
    try:
        yield place
        os.fsync(place)
    finally:
        os.close(place)
