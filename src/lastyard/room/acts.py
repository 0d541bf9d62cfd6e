"""What can be done in a room: the few functions that pages and commands call.

Time comes in as ``now`` and nothing here reads a clock, so that tests and rehearsals have their own. What is due
is done at its own instant whenever it is asked for: nobody's answer brings it forward or back.
"""

from __future__ import annotations

import secrets
from base64 import b32encode, b64decode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256

from lastyard.case.load import load_text
from lastyard.case.model import Case
from lastyard.case.variants import audience_of
from lastyard.case.variants import cut as case_for
from lastyard.case.writing import dump
from lastyard.errors import RequestError
from lastyard.room.charter import Charter, charter_of
from lastyard.room.closing import append, do_what_is_due, publish, salt_of, signing_seed
from lastyard.room.drafts import Checked, Conflict, TooLate, checked
from lastyard.room.entries import case_text, with_entries
from lastyard.room.events import Content, Draft, Event, canonical, instant, moment
from lastyard.room.record.bundle import Bundle, Salts, salted_root, written_bundle
from lastyard.room.record.notes import member_signed, origin, public_key, sign
from lastyard.room.record.tree import Frontier, leaf_hash
from lastyard.room.record.verify import receipt_text
from lastyard.room.roles import Role, compartments_of, cut, readable
from lastyard.room.room import Room, room_of
from lastyard.room.store import NotHere, Store, StoreError, Writing

__all__ = [
    "Conflict", "NotHere", "Receipt", "TooLate", "act", "acted", "case_of", "create", "export", "settle",
    "view",
]  # fmt: skip

_SHORTEST_KEY, _LONGEST_KEY = 16, 200


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a member gets for an act, signed by the room.

    Attributes:
        at: When it was committed, which decides whether it was in time.
        compartment: Where it stands.
        index: Its place there.
        leaf: The hash of its line, hexadecimal.
        commitment: For an answer or a bid, what will stand in the record at the close: texts.
        note: The signed note that says all this, for the member to keep.
    """

    at: str
    compartment: str
    index: int
    leaf: str
    commitment: tuple[str, ...]
    note: str


def create(store: Store, text: str, charter: Charter | None = None, *, now: datetime) -> str:
    """Make a room on a case, and return its identifier: 26 random letters and digits.

    Args:
        store: Where.
        text: The case file as the mediator has it; each role gets its own cut of it.
        charter: None writes one with the case's deciding parties and the defaults.
        now: The time.

    Raises:
        CaseError: If the text is no case.
        RequestError: If the charter does not fit it.
    """
    case = load_text(text)
    deciders = tuple(party.id for party in case.deciders)
    if charter is None:
        begins = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
        charter = Charter(deciders, instant(begins))
    if not set(charter.parties) <= set(deciders):
        raise RequestError("the charter names a party that decides nothing in the case")
    charter_of(charter.content())
    room = b32encode(secrets.token_bytes(16)).decode().rstrip("=").lower()
    store.create(room, compartments_of(charter.parties))
    at = instant(now)
    with store.writing(room) as writing:
        charter = replace(charter, key=public_key(signing_seed(writing)).hex())
        append(writing, room, "desk", "case", "mediator", at, {"text": text})
        public = dump(case_for(case, audience_of("public", case)))
        append(writing, room, "shared", "case", "mediator", at, {"text": public})
        for party in charter.parties:
            own = dump(case_for(case, audience_of(f"party:{party}", case)))
            append(writing, room, f"caucus:{party}", "case", "mediator", at, {"text": own})
        append(writing, room, "shared", "charter", "mediator", at, charter.content())
        publish(writing, room, charter, at, "made", next=charter.begins)
    return room


def _charter(writing: Writing) -> Charter:
    charters = [e for e in writing.events(["shared"]) if e.kind == "charter"]
    if not charters:
        raise NotHere
    return charter_of(charters[-1].content)


def _needed(role: Role, draft: Draft) -> list[str]:
    """Return the compartments that an act is checked against; all of them its actor may read."""
    own = draft.kind == "released" and role.party is not None
    return ["shared", *([f"caucus:{role.party}", f"party:{role.party}"] if own else [])]


def act(store: Store, room: str, role: Role, draft: Draft, *, key: str, now: datetime) -> Receipt:
    """Do something in a room, once.

    What is due by now is settled first. The same key again with the same draft gives the same receipt.

    Args:
        store: Where.
        room: Which.
        role: Who does it.
        draft: What.
        key: A token of the form, at least 16 letters, one for each thing that is meant to happen once.
        now: The time.

    Raises:
        NotHere: If there is no such room or gate, or this role may not do it.
        TooLate: If its time is over.
        Conflict: If the key was used for something else, or the text has a newer version.
        RequestError: If what is sent is not as `KINDS` tells, or the charter does not allow it.
        StoreError: If it cannot be kept.
    """
    if not _SHORTEST_KEY <= len(key) <= _LONGEST_KEY:
        raise RequestError("an act needs a key of its own, 16 letters or more")
    with store.writing(room) as writing:
        receipt = acted(writing, room, role, draft, key, instant(now))
    if draft.kind == "left":
        store.erase(room, [f"caucus:{role.party}", f"party:{role.party}"])
    return receipt


def acted(writing: Writing, room: str, role: Role, draft: Draft, key: str, now: str) -> Receipt:
    """Do something as `act` does, with others of one transaction; what is refused leaves nothing behind."""
    digest = sha256(
        canonical([role.actor, draft.kind, dict(draft.content), draft.to]).encode()
    ).hexdigest()
    do_what_is_due(writing, room, now)
    charter = _charter(writing)
    if role.kind == "observer" or (role.party is not None and role.party not in charter.parties):
        raise NotHere
    own = "desk" if role.party is None else f"party:{role.party}"
    said = writing.said(own, f"{role.actor} {key}")
    if said is not None:
        if said[0] != digest:
            raise Conflict("this form was sent before with other content: open it anew")
        return _receipt(said[1])
    seen = room_of(room, cut(writing.events(_needed(role, draft)), role, charter.parties))
    last = writing.last("log")
    if last is None or not last.content["next"]:
        raise TooLate("the room is over")
    at = max(now, last.at)
    done = checked(seen, writing, role, draft, at)
    if draft.signed is not None:
        done = _with_signature(seen, role, draft.signed, done)
    receipt = _appended(writing, room, role, done, at)
    writing.say(own, f"{role.actor} {key}", digest, receipt)
    if draft.kind == "ended":
        publish(writing, room, charter, at, "ended", next="")
    return _receipt(receipt)


def _with_signature(seen: Room, role: Role, signed: Content, done: Checked) -> Checked:
    """Return what was checked with the actor's signature in it, which has to be right for what will stand there."""
    (to, kind, content), *more = done.events
    content = {**content, "signed": dict(signed)}
    about = (seen.id, role.actor, kind, to, content)
    if not any(member_signed(*about, bytes.fromhex(key)) for key in seen.keys(role.actor)):
        raise RequestError("it is not signed by the key of this member")
    return replace(done, events=((to, kind, content), *more))


def _appended(writing: Writing, room: str, role: Role, done: Checked, at: str) -> str:
    """Append what was checked, and return the signed receipt of the first of it."""
    events = [
        append(writing, room, to, kind, role.actor, at, content)
        for to, kind, content in done.events
    ]
    first = events[0]
    leaf = leaf_hash(first.line().encode())
    text = receipt_text(room, first.at, first.compartment, first.index, leaf, done.commitment)
    return sign(origin(room), signing_seed(writing), text)


def _receipt(note: str) -> Receipt:
    _, at, compartment, index, leaf, commitment, *_ = note.split("\n")
    hidden = () if commitment == "-" else tuple(commitment.split(" "))
    return Receipt(at, compartment, int(index), b64decode(leaf).hex(), hidden, note)


def view(store: Store, room: str, role: Role, *, now: datetime | None = None) -> Room:
    """Return the room as a role may know it; settles what is due first where a time is given.

    Raises:
        NotHere: If there is no such room, or no such party in it.
    """
    if now is not None:
        settle(store, room, now)
    with store.reading(room) as reading:
        return _seen(reading, room, role)


def _seen(reading: Writing, room: str, role: Role) -> Room:
    parties = _charter(reading).parties
    if role.party is not None and role.party not in parties:
        raise NotHere
    may = [name for name in compartments_of(parties) if name in readable(role, parties)]
    return room_of(room, cut(reading.events(may), role, parties))


def settle(store: Store, room: str, now: datetime) -> tuple[str, ...]:
    """Do what is due by now, each at its own instant, and return the instants.

    Roots and checkpoints at the charter's hours, lists of batches, closes of gates. What is done hangs
    on the room and the instants alone, not on when or by whom this is called. The keys of who
    left are destroyed, should a crash have come between; a room that is over is destroyed on its day.

    Raises:
        NotHere: If there is no such room, or no longer.
    """
    at = instant(now)
    with store.reading(room) as reading:
        left = [e.content["party"] for e in reading.events(["shared"]) if e.kind == "left"]
        names = [f"{kind}:{party}" for party in left for kind in ("caucus", "party")]
        undone = [name for name in names if reading.secret(name) is not None]
        due = do_what_is_due(reading, room, at, only_whether=True)
        last, keep = reading.last("log"), timedelta(days=_charter(reading).keep_days)
    if last is not None and not last.content["next"] and moment(last.at) + keep <= now:
        store.destroy(room)
        raise NotHere
    if undone:
        store.erase(room, undone)
    if not due:
        return ()
    with store.writing(room) as writing:
        return do_what_is_due(writing, room, at)


def export(store: Store, room: str, role: Role, *, now: datetime) -> bytes:
    """Return a role's bundle (a zip), which `lastyard room verify` checks."""
    settle(store, room, now)
    with store.reading(room) as reading:
        seen = _seen(reading, room, role)
        names = compartments_of(_charter(reading).parties)
        may = readable(role, _charter(reading).parties)
        by: dict[str, list[Event]] = {}
        for event in seen.events:
            by.setdefault(event.compartment, []).append(event)
        log = by.get("log", [])
        notes = [event.content["note"] for event in by.pop("heads", [])]
        salts = {}
        for place, name in enumerate(names[2:]):
            if name in may and reading.secret(name) is not None:
                own = by.get(name, [])
                salts[name] = Salts(place, tuple(_opened(reading, name, log, own, place)))
        key = public_key(signing_seed(reading))
    events = {name: tuple(each) for name, each in by.items()}
    return written_bundle(Bundle(room, key, tuple(notes), events, salts))


def _opened(
    reading: Writing, name: str, log: Sequence[Event], events: Sequence[Event], place: int
) -> Iterator[tuple[int, bytes, int]]:
    """Yield what opens a compartment's published roots; its size at each is found by its root."""
    frontier = Frontier()
    for published in (event for event in log if event.kind == "published"):
        salt = salt_of(reading, name, published.index) or b""
        told = published.content["roots"][place]
        while salted_root(salt, frontier.size, frontier.root()) != told:
            if frontier.size == len(events):
                raise StoreError("the store does not fit what the room published: it was changed")
            frontier.add(leaf_hash(events[frontier.size].line().encode()))
        yield published.index, salt, frontier.size


def case_of(room: Room) -> Case:
    """Return the case as a role may know it, from its own cut.

    What was entered in the compartments that the role may read stands in it as statements: for the
    mediator what parties entered for it, for a party what it entered itself.
    """
    texts = {event.compartment: event for event in room.events if event.kind == "case"}
    own = [name for name in texts if name.startswith("caucus:")]
    # The mediator's; else the party's own, of which a cut holds one; else what all may know.
    name = "desk" if "desk" in texts else own[0] if own else "shared"
    if name not in texts:
        raise NotHere
    by: dict[str, list[Event]] = {}
    for event in room.events:
        if event.kind in ("entry", "withdrawn"):
            by.setdefault(event.compartment.partition(":")[2], []).append(event)
    return with_entries(case_text([texts[name]]), by)
