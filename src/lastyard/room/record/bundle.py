"""A bundle: what a role may take away from a room, to be verified by anybody, anywhere.

A zip of four files, the same bytes for the same content:

* ``room.json``: the format, the room, its public key.
* ``checkpoints.json``: the signed notes, in their order.
* ``events.jsonl``: an event a line, compartment by compartment.
* ``salts.json``: per compartment its place among the salted roots, and per published entry of the log
  the salt and the size that the root is of.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from lastyard.errors import RequestError
from lastyard.room.events import Event, canonical, event_of

__all__ = ["FORMAT", "Bundle", "Salts", "read_bundle", "salted_root", "written_bundle"]

FORMAT = "lastyard-room-1"
_FILES = ("room.json", "checkpoints.json", "events.jsonl", "salts.json")
_MOST_BYTES = 500_000_000
_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Salts:
    """What opens the salted roots of one compartment.

    Attributes:
        place: Which of the roots is its own.
        opened: Per published entry of the log: its place in the log, the salt, the size.
    """

    place: int
    opened: tuple[tuple[int, bytes, int], ...]


@dataclass(frozen=True, slots=True)
class Bundle:
    """What a role may take away.

    Attributes:
        room: The room.
        key: The public key under which it signs.
        checkpoints: The signed notes.
        events: By compartment, its events in their order.
        salts: By compartment; those that are published.
    """

    room: str
    key: bytes
    checkpoints: tuple[str, ...]
    events: Mapping[str, tuple[Event, ...]]
    salts: Mapping[str, Salts]


def salted_root(salt: bytes, size: int, root: bytes) -> str:
    """Return what is published of a compartment: nobody without the salt learns even whether it grew."""
    return sha256(b"\x02" + salt + size.to_bytes(8, "big") + root).hexdigest()


def written_bundle(bundle: Bundle) -> bytes:
    """Return a bundle as a zip."""
    salts = {
        name: {"place": each.place, "opened": [[k, salt.hex(), n] for k, salt, n in each.opened]}
        for name, each in bundle.salts.items()
    }
    lines = [event.line() + "\n" for name in sorted(bundle.events) for event in bundle.events[name]]
    texts = (
        canonical({"format": FORMAT, "room": bundle.room, "key": bundle.key.hex()}),
        canonical(list(bundle.checkpoints)),
        "".join(lines),
        canonical(salts),
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as zipped:
        for name, text in zip(_FILES, texts, strict=True):
            about = zipfile.ZipInfo(name, _DAY)
            about.external_attr = 0o600 << 16
            zipped.writestr(about, text.encode(), zipfile.ZIP_DEFLATED, 6)
    return file.getvalue()


def read_bundle(data: bytes) -> Bundle:
    """Read a bundle.

    Raises:
        RequestError: If it is none, or damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as zipped:
            if sorted(zipped.namelist()) != sorted(_FILES):
                raise RequestError("this is no bundle of a room: it holds other files")
            if sum(each.file_size for each in zipped.infolist()) > _MOST_BYTES:
                raise RequestError("the bundle is too large to be read")
            texts = [zipped.read(name).decode("utf-8") for name in _FILES]
        about, notes, salts = (_canonical(texts[k]) for k in (0, 1, 3))
        if about["format"] != FORMAT or set(about) != {"format", "room", "key"}:
            raise RequestError("this is no bundle of a room that this version can read")
        if texts[2] and not texts[2].endswith("\n"):
            raise ValueError
        events: dict[str, list[Event]] = {}
        for line in texts[2].split("\n")[:-1]:
            event = event_of(line)
            events.setdefault(event.compartment, []).append(event)
        opened = {str(name): _salts(each) for name, each in salts.items()}
        key = bytes.fromhex(about["key"])
        if not all(isinstance(each, str) for each in notes) or about["key"] != key.hex():
            raise ValueError
    except RequestError:
        raise
    except Exception:  # whatever a hostile zip or JSON makes its readers say
        raise RequestError("this is no bundle of a room, or it is damaged") from None
    return Bundle(
        str(about["room"]), key, tuple(notes), {k: tuple(v) for k, v in events.items()}, opened
    )


def _canonical(text: str) -> Any:
    content = json.loads(text)
    if canonical(content) != text:
        raise ValueError
    return content


def _salts(told: Mapping[str, Any]) -> Salts:
    rows: Sequence[Any] = told["opened"]
    opened = tuple((int(k), bytes.fromhex(salt), int(size)) for k, salt, size in rows)
    if set(told) != {"place", "opened"} or any(len(salt) != 32 for _, salt, _ in opened):
        raise ValueError
    if [[k, salt.hex(), size] for k, salt, size in opened] != list(rows):
        raise ValueError
    return Salts(int(told["place"]), opened)
