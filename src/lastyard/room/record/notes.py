"""Checkpoints as signed notes, as logs of certificates and packages have them.

Formats of C2SP: ``signed-note`` (text, blank line, signatures), ``tlog-checkpoint`` (origin, size, root)
and ``tlog-cosignature`` (a witness signs that it saw this checkpoint, and when). Signatures are Ed25519.

Example:
    >>> seed = bytes(32)
    >>> key = public_key(seed)
    >>> note = sign("room.example/r", seed, checkpoint("room.example/r", 0, bytes(32)))
    >>> verified(note, "room.example/r", key)
    True
    >>> read_checkpoint(note)[:2]
    ('room.example/r', 0)
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from nacl.exceptions import CryptoError
from nacl.signing import SigningKey, VerifyKey

from lastyard.errors import RequestError
from lastyard.room.events import canonical

__all__ = [
    "checkpoint",
    "cosign",
    "cosignature",
    "cosigned_at",
    "member_signed",
    "origin",
    "public_key",
    "read_checkpoint",
    "sign",
    "signed_text",
    "verified",
    "witnessed_text",
]

_LOG, _WITNESS = b"\x01", b"\x04"
_DASH = "— "


def origin(room: str) -> str:
    """Return the name under which a room signs."""
    return f"lastyard.room/{room}"


def public_key(seed: bytes) -> bytes:
    """Return the public key of a secret seed of 32 bytes."""
    return bytes(SigningKey(seed).verify_key)


def checkpoint(name: str, size: int, root: bytes) -> str:
    """Return the text of a checkpoint, not signed yet."""
    return f"{name}\n{size}\n{b64encode(root).decode()}\n"


def sign(name: str, seed: bytes, text: str) -> str:
    """Return a text with the log's signature."""
    signature = SigningKey(seed).sign(text.encode()).signature
    return f"{text}\n{_line(name, _LOG, public_key(seed), signature)}"


def cosign(name: str, seed: bytes, text: str, time: int) -> str:
    """Return the line by which a witness says that it saw a checkpoint at a time (Unix seconds)."""
    signature = SigningKey(seed).sign(witnessed_text(text, time).encode()).signature
    return cosignature(name, public_key(seed), time, signature)


def cosignature(name: str, key: bytes, time: int, signature: bytes) -> str:
    """Return the line of a witness's signature under `witnessed_text`."""
    return _line(name, _WITNESS, key, time.to_bytes(8, "big") + signature)


def witnessed_text(text: str, time: int) -> str:
    """Return what a witness signs of a checkpoint."""
    return f"cosignature/v1\ntime {time}\n{text}"


def verified(note: str, name: str, key: bytes) -> bool:
    """Whether a note holds a right signature of its log."""
    text, lines = _parts(note)
    return any(
        _right(key, text.encode(), blob)
        for blob in (_blob(line, name, _LOG, key) for line in lines)
        if blob is not None
    )


def cosigned_at(text: str, line: str, name: str, key: bytes) -> int | None:
    """Return when a witness saw a checkpoint; None when its line is not right for this text."""
    blob = _blob(line, name, _WITNESS, key)
    if blob is None or len(blob) != 72:
        return None
    time = int.from_bytes(blob[:8], "big")
    return time if _right(key, witnessed_text(text, time).encode(), blob[8:]) else None


def signed_text(
    room: str, actor: str, kind: str, compartment: str, content: Mapping[str, Any], once: str
) -> str:
    """Return what a member signs of an answer or entry: all of it but what the room adds, and where it belongs.

    Args:
        room: The room.
        actor: The member.
        kind: The kind of the event.
        compartment: Where it is to stand.
        content: Its content.
        once: What tells it from all else that the member signs.
    """
    own = {k: v for k, v in content.items() if k not in ("signed", "blindings")}
    told = {"content": own, "kind": kind, "member": actor, "once": once, "to": compartment}
    return f"{origin(room)} signed\n{canonical(told)}\n"


def member_signed(
    room: str, actor: str, kind: str, compartment: str, content: Mapping[str, Any], key: bytes
) -> bool:
    """Whether a member's key signed what an event holds."""
    signed = content["signed"]
    text = signed_text(room, actor, kind, compartment, content, signed["once"])
    return _right(key, text.encode(), bytes.fromhex(signed["signature"]))


def read_checkpoint(note: str) -> tuple[str, int, bytes]:
    """Return the name, the size and the root that a checkpoint tells.

    Raises:
        RequestError: If it is none.
    """
    try:
        name, size, root, *_ = note.split("\n")
        if not size.isascii() or not size.isdigit() or str(int(size)) != size:
            raise ValueError
        found = b64decode(root, validate=True)
        if len(found) != 32 or b64encode(found).decode() != root:
            raise ValueError
    except ValueError:
        raise RequestError("this is no checkpoint") from None
    return name, int(size), found


def _parts(note: str) -> tuple[str, list[str]]:
    text, blank, signatures = note.rpartition("\n\n")
    return (text + "\n", signatures.splitlines()) if blank else ("", [])


def _key_id(name: str, kind: bytes, key: bytes) -> bytes:
    return sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def _line(name: str, kind: bytes, key: bytes, blob: bytes) -> str:
    return f"{_DASH}{name} {b64encode(_key_id(name, kind, key) + blob).decode()}\n"


def _blob(line: str, name: str, kind: bytes, key: bytes) -> bytes | None:
    start = f"{_DASH}{name} "
    if not line.startswith(start):
        return None
    written = line[len(start) :].removesuffix("\n")
    try:
        blob = b64decode(written, validate=True)
    except ValueError:
        return None
    # Written in the one right way, so that no two texts are the same note.
    right = b64encode(blob).decode() == written and blob[:4] == _key_id(name, kind, key)
    return blob[4:] if right else None


def _right(key: bytes, message: bytes, signature: bytes) -> bool:
    try:
        VerifyKey(key).verify(message, signature)
    except (CryptoError, ValueError, TypeError):
        return False
    return True
