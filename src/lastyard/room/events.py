"""Events: all that happens in a room, each in one compartment, with bytes that are the same everywhere.

Compartments decide who reads what (:mod:`lastyard.room.roles`):

* ``log``: what the room publishes at fixed times: salted roots, commitments, outcomes. Everybody.
* ``heads``: signed checkpoints of the log. Everybody.
* ``public``: what was released to observers as well.
* ``shared``: parties and mediator.
* ``desk``: the mediator.
* ``caucus:X``: party X and the mediator.
* ``party:X``: party X; the gates read it, the mediator does not.

Example:
    >>> event = Event("r", "shared", 0, "text", "mediator", "2026-01-05T10:00:00Z", {"text": "a"}, "00")
    >>> event.line()
    '{"actor":"mediator","at":"2026-01-05T10:00:00Z","compartment":"shared","content":{"text":"a"},"index":0,"kind":"text","room":"r","salt":"00"}'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal

from lastyard.errors import LastYardError, RequestError

__all__ = [
    "KINDS",
    "Content",
    "Draft",
    "Event",
    "Kind",
    "NotHere",
    "StoreError",
    "canonical",
    "event_of",
    "instant",
    "moment",
]

Content = Mapping[str, Any]

Kind = Literal[
    "case", "charter", "consent", "joined", "key-changed", "entry", "withdrawn", "question",
    "reply", "text", "comment", "proposal", "answer", "bid", "listed", "committed", "closed",
    "opened", "released", "left", "cosigned", "published", "checkpoint", "ended",
]  # fmt: skip

KINDS: Mapping[str, str] = {
    "case": "the case as this compartment may know it: {text}",
    "charter": "what all are to consent to: Charter.content()",
    "consent": "a member's consent to a charter: {charter: its hash}",
    "joined": "a member came in: {member, lang, key: its public key or null}",
    "key-changed": "a member was invited again, or has a new device: {member, key or null}",
    "entry": "a private answer: {question, answer}; the last one on a question counts",
    "withdrawn": "an entry or an answer is taken back: {question} or {gate}",
    "question": "the mediator asks one party: {text}",
    "reply": "a message in the caucus: {text}",
    "text": "a version of the single negotiating text: {version, parts: [{text, issue, option}]}",
    "comment": "on a version of the text: {version, part, text}",
    "proposal": "the mediator opens a gate: Gate.content()",
    "answer": "a sealed answer: {gate, value: yes|no} or {gate, order: [numbers of packages]}",
    "bid": "a sealed bid: {gate, value: number of the option on the issue}",
    "listed": "the machine's list of packages for a batch: {gate, packages}",
    "committed": "one commitment a member, silent or not: {gate, round, commitments}",
    "closed": "an outcome with its proof: {gate, round, result, package, proof}, and each signature of an agreement: {signatures}",
    "opened": "to a party alone, at the close: what its commitment hides: {gate, round, ...}",
    "released": "what was shown to more people: {text or from, ...}",
    "left": "a party left; what it said was made unreadable: {party}",
    "cosigned": "a member signed a checkpoint: {size, root, line}",
    "published": "one salted root a compartment, changed or not: {roots}",
    "checkpoint": "a signed note about the log: {note}",
    "ended": "the room is over: {cosignatures}",
}


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody wants to happen.

    Attributes:
        kind: One of `KINDS`.
        content: As `KINDS` tells; whole numbers, texts, lists and objects of these only.
        to: The compartment; None takes the only one that makes sense for the kind and the actor.
        signed: The actor's own signature under it, where it comes with one: {once, signature}.
    """

    kind: Kind
    content: Content = field(default_factory=dict)
    to: str | None = None
    signed: Content | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """What happened.

    Attributes:
        room: Identifier of the room.
        compartment: Who may read it.
        index: Its place in its compartment, from 0.
        kind: One of `KINDS`.
        actor: ``mediator``, ``party:X`` or ``room`` (the machine).
        at: When the server committed it, as ``2026-01-05T10:00:00Z``.
        content: As `KINDS` tells.
        salt: 64 hexadecimal digits, so that nobody can guess the event from its hash.
    """

    room: str
    compartment: str
    index: int
    kind: Kind
    actor: str
    at: str
    content: Content
    salt: str

    def line(self) -> str:
        """Return it as canonical JSON, which its leaf is the hash of."""
        return canonical({name: getattr(self, name) for name in self.__slots__})


class NotHere(RequestError):
    """No such room, gate or version, or not for this role: told in one and the same way."""

    def __init__(self, *_: object) -> None:
        super().__init__("there is nothing here, or not for you")


class StoreError(LastYardError):
    """The store refuses: a wrong or missing key, a full disk, a damaged file."""


def canonical(content: Any) -> str:
    """Return JSON with sorted keys, no spaces and no floats, the same on every machine.

    Raises:
        RequestError: If something in it is no text, whole number, truth value, list or object.
    """
    _check(content)
    return json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _check(content: Any, depth: int = 100) -> None:
    if isinstance(content, dict | list | tuple):
        if not depth:
            raise RequestError("what is sent holds too much in one another")
        for part in content:
            _check(part, depth - 1)
        if isinstance(content, dict):
            if not all(isinstance(key, str) for key in content):
                raise RequestError("the keys of what is sent are texts")
            for part in content.values():
                _check(part, depth - 1)
    elif isinstance(content, str):
        try:
            content.encode("utf-8")
        except UnicodeEncodeError:
            raise RequestError("a text holds half a character") from None
    elif isinstance(content, int):
        if abs(content) > 2**53:
            raise RequestError("a number is too large")
    elif content is not None:
        raise RequestError("what is sent holds texts, whole numbers, lists and objects only")


def event_of(line: str) -> Event:
    """Return the event that a canonical line tells.

    Raises:
        RequestError: If it is no such line.
    """
    try:
        event = Event(**json.loads(line))
        right = isinstance(event.content, dict) and event.line() == line
    except (ValueError, TypeError, AttributeError, RecursionError):
        right = False
    if not right:
        raise RequestError("a line of the record is not the canonical text of an event")
    return event


def instant(moment: datetime) -> str:
    """Return a moment as events have it, in whole seconds of universal time."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def moment(instant: str) -> datetime:
    """Return the moment that an event's ``at`` tells.

    Raises:
        RequestError: If it is not written like that.
    """
    try:
        return datetime.strptime(instant, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    except (ValueError, TypeError):
        raise RequestError("a time is written as 2026-01-05T10:00:00Z") from None
