"""Answers carried by hand, for a party that will use no server: its file works without a network, and gives back a sealed answer.

A file (:mod:`lastyard.room.pages.offline`) is made for one party. It holds a public key of its own, whose other half the
room keeps until the answer is taken in, and then destroys. So an answer is taken in once, in its room, for its party, and nobody on the way can
read it. Each thing in it is signed by the party's own key, which follows from a code that the file makes and only the party knows: the first
answer tells the room the key, as coming in with a new device does, and all members see that; the following have to be signed by the same.

X25519, HKDF with SHA-256, AES-256-GCM; Ed25519: what browsers have for pages that are opened from a disk.
"""

from __future__ import annotations

import hmac
import json
import secrets
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from nacl import bindings as sodium
from nacl.exceptions import CryptoError, UnavailableError

from lastyard.errors import RequestError
from lastyard.room.acts import Conflict, Receipt, TooLate, acted, view
from lastyard.room.closing import do_what_is_due
from lastyard.room.events import Draft, instant
from lastyard.room.roles import party as role_of
from lastyard.room.room import room_of
from lastyard.room.sealing import sealed, unsealed
from lastyard.room.store import Store, StoreError, Writing

__all__ = ["FORMAT", "MOST_TEXT", "Offered", "Taken", "offer", "take_in"]

FORMAT = "lastyard sealed answer 1"
MOST_TEXT = 2_000_000
_KINDS = ("consent", "entry", "answer", "bid")
_MOST_PARTS = 500
_STAYS = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Offered:
    """What a file has to know of its room.

    Attributes:
        file: Its identifier.
        public: The key that its answer is sealed with, hexadecimal.
        key: The public key of the party's code, hexadecimal; empty where the file makes a new code.
    """

    file: str
    public: str
    key: str


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken in.

    Attributes:
        party: Whose answer it was.
        receipts: A receipt for each thing in it that was taken, for the party to keep.
        refused: Why other things in it were not taken, each reason once.
        new_key: The party's key where it is a new one, which all members are told of; else empty.
    """

    party: str
    receipts: tuple[Receipt, ...]
    refused: tuple[str, ...]
    new_key: str


def offer(store: Store, room: str, party: str, *, new_code: bool = False, now: datetime) -> Offered:
    """Return what a new file for a party has to know; an older file of the party is taken in no more.

    Args:
        store: The store.
        room: The room.
        party: The party.
        new_code: Whether the file makes a new code, as for a party that lost its own.
        now: The time.

    Raises:
        NotHere: If there is no such room or party.
        TooLate: If the room is over, or the party left.
        StoreError: If this machine could not open the answer.
    """
    seen = view(store, room, role_of(party), now=now)
    if seen.ended or party in seen.left:
        raise TooLate("the room is over")
    try:
        sodium.crypto_aead_aes256gcm_encrypt(b"", b"", bytes(12), bytes(32))
    except UnavailableError:
        raise StoreError(
            "the processor of this machine lacks the instructions (AES) that sealed answers are opened with"
        ) from None
    file, private = secrets.token_hex(16), secrets.token_bytes(32)
    at, until = instant(now), instant(now + _STAYS)
    with store.writing(room) as writing:
        key = "" if new_code else writing.kept(f"code:{party}", at) or ""
        before = writing.kept(f"carries:{party}", at)
        if before is not None:
            writing.keep(f"carried:{before}", None, until)
        writing.keep(f"carries:{party}", file, until)
        # Under the party's own key as well: whoever leaves takes what was not taken in yet with it.
        own = writing.secret(f"party:{party}")
        if own is None:
            raise TooLate("its party left the room")
        box = sealed(own, private, file.encode()).hex()
        writing.keep(f"carried:{file}", json.dumps([party, box, key]), until)
    return Offered(file, sodium.crypto_scalarmult_base(private).hex(), key)


def take_in(store: Store, room: str, text: str, *, now: datetime) -> Taken:
    """Take in a sealed answer: each thing in it as if the party had sent it now by a page.

    What is too late, or is not as it should be, is left out and told; if nothing is left, nothing was taken and the
    answer is not used up.

    Raises:
        RequestError: If it is no sealed answer, or not for this room, or was changed, or is signed by another key.
        Conflict: If it was taken in before.
        TooLate: If all of it is too late.
    """
    file, theirs, box = _read(text)
    at = instant(now)
    with store.writing(room) as writing:
        do_what_is_due(writing, room, at)
        kept = writing.kept(f"carried:{file}", at)
        if kept is None:
            if writing.kept(f"taken:{file}", at) is not None:
                raise Conflict("this answer was taken in before; nothing was done again")
            raise RequestError(
                "this answer belongs to another room, or a newer file was made for its party, or it is too old"
            )
        party, private, wanted = json.loads(kept)
        own = writing.secret(f"party:{party}")
        if own is None:
            raise TooLate("its party left the room")
        opening = unsealed(own, bytes.fromhex(private), file.encode())
        told = _opened(room, file, opening, theirs, box)
        if wanted and told["key"] != wanted:
            raise RequestError(
                "it is signed with another code than the party's answers before; "
                "if the party lost its code, make a file with a new one (--new-code)"
            )
        new = _known(writing, room, party, told["key"], told["lang"], file, at)
        taken, refused = _each(writing, room, party, file, told["parts"], at)
        if not taken:
            raise TooLate("nothing of it was taken: " + ("; ".join(refused) or "it is empty"))
        writing.keep(f"carried:{file}", None, at)
        writing.keep(f"taken:{file}", party, instant(now + _STAYS))
        writing.keep(f"code:{party}", told["key"], instant(now + _STAYS * 60))
    return Taken(party, tuple(taken), refused, told["key"] if new else "")


def _read(text: str) -> tuple[str, bytes, bytes]:
    """Return the file, the passing key and the box that a sealed answer holds."""
    lines = text.split() if len(text) <= MOST_TEXT else []
    try:
        if " ".join(lines[:4]) != FORMAT or len(lines) != 7:
            raise ValueError
        file, (theirs, box) = lines[4], (b64decode(each, validate=True) for each in lines[5:])
        if len(bytes.fromhex(file)) != 16 or len(theirs) != 32:
            raise ValueError
    except ValueError:
        raise RequestError(
            f"this is no sealed answer: it begins with {FORMAT!r} and is taken in whole"
        ) from None
    return file, theirs, box


def _opened(room: str, file: str, private: bytes, theirs: bytes, box: bytes) -> dict[str, Any]:
    """Return what was sealed; RequestError where it was changed."""
    own = sodium.crypto_scalarmult_base(private)
    try:
        shared = sodium.crypto_scalarmult(private, theirs)
        first = hmac.new(theirs + own, shared, sha256).digest()
        key = hmac.new(first, f"{FORMAT}\n{room}\n{file}\x01".encode(), sha256).digest()
        told = json.loads(
            sodium.crypto_aead_aes256gcm_decrypt(box, f"{FORMAT}\n{file}".encode(), bytes(12), key)
        )
    except UnavailableError:
        raise StoreError("the processor of this machine lacks AES: take it in on another") from None
    except (CryptoError, RuntimeError, ValueError, TypeError, RecursionError):
        raise RequestError("this answer was changed on its way, or is not for this room") from None
    if not _is_right(told):
        raise RequestError("what is in this answer is none of ours")
    return dict(told)


def _is_right(told: Any) -> bool:
    """Whether what was sealed has the form that files give it."""
    return (
        isinstance(told, dict)
        and set(told) == {"key", "lang", "parts"}
        and all(isinstance(told[name], str) for name in ("key", "lang"))
        and isinstance(told["parts"], list)
        and len(told["parts"]) <= _MOST_PARTS
        and all(_is_part(each) for each in told["parts"])
    )


def _is_part(part: Any) -> bool:
    return (
        isinstance(part, dict)
        and set(part) == {"content", "kind", "signature", "to"}
        and part["kind"] in _KINDS
        and isinstance(part["content"], dict)
        and "signed" not in part["content"]
        and all(isinstance(part[name], str) for name in ("signature", "to"))
        and len(part["signature"]) == 128
        and set(part["signature"]) <= set("0123456789abcdef")
    )


def _known(
    writing: Writing, room: str, party: str, key: str, language: str, file: str, at: str
) -> bool:
    """See that the room knows the party's key, and return whether it is a new one."""
    role, seen = role_of(party), room_of(room, writing.events(["shared"]))
    if key in seen.keys(role.actor):
        return False
    content: Mapping[str, Any] = {"member": role.actor, "key": key}
    draft = (
        Draft("key-changed", content)
        if any(each.actor == role.actor for each in seen.members)
        else Draft("joined", {**content, "lang": language})
    )
    acted(writing, room, role, draft, f"sealed {file} key", at)
    return True


def _each(
    writing: Writing, room: str, party: str, file: str, parts: list[Any], at: str
) -> tuple[list[Receipt], tuple[str, ...]]:
    """Do what is in an answer, one thing after another; return the receipts, and why something was refused."""
    taken: list[Receipt] = []
    refused: dict[str, None] = {}
    for number, part in enumerate(parts):
        once = sha256(f"{file} {number}".encode()).hexdigest()[:32]
        signed = {"once": once, "signature": part["signature"]}
        draft = Draft(part["kind"], part["content"], part["to"], signed)
        try:
            taken.append(acted(writing, room, role_of(party), draft, f"sealed {file} {number}", at))
        except RequestError as problem:
            refused[str(problem)] = None
    return taken, tuple(refused)
