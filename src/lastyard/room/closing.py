"""What happens of itself, at fixed times: roots are published, lists are made, gates close.

All of it hangs on the room and on the instants alone. Whoever asks first does what is due, in its order, each
at its own instant; to ask later or more often changes nothing.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Iterator, Mapping
from datetime import timedelta
from hashlib import sha256
from typing import Any

from lastyard.budget import unlimited
from lastyard.room.charter import Charter
from lastyard.room.entries import case_text, entered
from lastyard.room.events import Content, Event, Kind, instant, moment
from lastyard.room.gates import Found, Opening, context_of, rule_of, succeeds
from lastyard.room.gates.batch import listed
from lastyard.room.record.bundle import salted_root
from lastyard.room.record.commitments import commit, scalar, scalar_of, written_scalar
from lastyard.room.record.notes import checkpoint, origin, sign
from lastyard.room.record.tree import root_hash
from lastyard.room.record.verify import answer_at, package_of
from lastyard.room.roles import compartments_of
from lastyard.room.room import GateState, room_of
from lastyard.room.store import NotHere, Writing

__all__ = ["append", "do_what_is_due", "publish", "salt_of", "signing_seed"]


def append(
    writing: Writing, room: str, compartment: str, kind: Kind, actor: str, at: str, content: Content
) -> Event:
    """Add an event to its compartment, never dated before the one before it."""
    last = writing.last(compartment)
    event = Event(
        room,
        compartment,
        last.index + 1 if last else writing.size(compartment),
        kind,
        actor,
        max(at, last.at) if last else at,
        dict(content),
        secrets.token_hex(32),
    )
    writing.append(event)
    return event


def _secret(writing: Writing, name: str, use: bytes) -> bytes | None:
    """Return secret bytes of a compartment for one use, from which nothing of another use follows."""
    key = writing.secret(name)
    return None if key is None else hmac.new(key, use, sha256).digest()


def signing_seed(writing: Writing) -> bytes:
    """Return the secret with which the room signs."""
    seed = _secret(writing, "room", b"sign")
    if seed is None:
        raise NotHere
    return seed


def salt_of(writing: Writing, compartment: str, place: int) -> bytes | None:
    """Return the salt of a compartment's root in the log's entry at a place; None once it was erased."""
    return _secret(writing, compartment, b"root %d" % place)


def publish(writing: Writing, room: str, charter: Charter, at: str, why: str, *, next: str) -> None:
    """Write one salted root a compartment to the log, changed or not, and sign the log."""
    place = writing.size("log")
    roots, names = [], compartments_of(charter.parties)[2:]
    every = writing.leaves(names)
    for name in names:
        salt = salt_of(writing, name, place)
        if (
            salt is None
        ):  # erased: something that says nothing, so that the others keep their places
            roots.append(secrets.token_hex(32))
            continue
        roots.append(salted_root(salt, len(every[name]), root_hash(every[name])))
    append(
        writing, room, "log", "published", "room", at, {"roots": roots, "why": why, "next": next}
    )
    _sign_log(writing, room, at)


def _sign_log(writing: Writing, room: str, at: str) -> None:
    """Sign the log as it stands."""
    leaves = writing.leaves(["log"])["log"]
    text = checkpoint(origin(room), len(leaves), root_hash(leaves))
    note = sign(origin(room), signing_seed(writing), text)
    append(writing, room, "heads", "checkpoint", "room", at, {"note": note})


def do_what_is_due(
    writing: Writing, room: str, now: str, *, only_whether: bool = False
) -> tuple[str, ...]:
    """Do what is due by now, in its order, and return the instants.

    Args:
        writing: The room.
        room: Its identifier.
        now: The time.
        only_whether: Whether to do nothing, and return the first instant only.
    """
    done: list[str] = []
    shared: tuple[Event, ...] = ()
    while True:
        last = writing.last("log")
        next_hours = str(last.content.get("next", "")) if last else ""
        if not next_hours:
            return tuple(done)  # over, or not begun
        if writing.size("shared") != len(shared):  # after a long pause, hours follow hours
            shared = writing.events(["shared"])
            state = room_of(room, shared)
        due = [(at, k, gate) for at, k, gate in _due(state.gates, next_hours) if at <= now]
        if not due or state.charter is None:
            return tuple(done)
        at, what, gate = min(due, key=lambda each: (each[:2], each[2].gate.id if each[2] else ""))
        done.append(at)
        if only_whether:
            return tuple(done)
        if gate is None:
            later = instant(moment(at) + timedelta(hours=state.charter.publish_hours))
            publish(writing, room, state.charter, at, "hours", next=later)
        elif what == 0:
            packages = _list(writing, shared, gate)
            told = {"gate": gate.gate.id, "packages": packages}
            append(writing, room, "shared", "listed", "room", at, told)
        else:
            _close(writing, room, state.charter, gate, state.left, at, next_hours)


def _due(
    gates: tuple[GateState, ...], next_hours: str
) -> Iterator[tuple[str, int, GateState | None]]:
    """Yield what comes next of each kind: lists before closes before hours of the same instant."""
    yield next_hours, 2, None
    for state in gates:
        if state.gate.lists is not None and not state.listed:
            yield state.gate.lists, 0, state
        elif state.next_close is not None:
            yield state.next_close, 1, state


def _list(writing: Writing, shared: tuple[Event, ...], state: GateState) -> list[dict[str, str]]:
    gate = state.gate
    told = {
        party: entered(writing.events([f"caucus:{party}", f"party:{party}"]))
        for party in gate.parties
    }
    seed = int.from_bytes(sha256(gate.id.encode()).digest()[:4], "big")
    with unlimited():
        return listed(case_text(shared), gate.parties, told, seed)


def _close(
    writing: Writing,
    room: str,
    charter: Charter,
    state: GateState,
    left: tuple[str, ...],
    at: str,
    next_hours: str,
) -> None:
    """Close a gate: commitments enter the record and are signed, then the outcome with its proof."""
    gate, round, count = state.gate, len(state.outcomes), len(state.packages)
    rule = rule_of(gate)
    answers: dict[str, Content | None] = {}
    openings: dict[str, list[Opening]] = {}
    names = [f"{kind}:{party}" for party in gate.parties for kind in ("caucus", "party")]
    every = sorted(writing.events(names), key=lambda each: each.at)
    for party in gate.parties:
        own = [each for each in every if each.compartment.partition(":")[2] == party]
        event = None if party in left else answer_at(gate, round, own, at)
        answers[party] = content = None if event is None else event.content
        numbers = rule.numbers(gate, count, party, content)
        blindings = [scalar_of(each) for each in content["blindings"]] if content else []
        openings[party] = [
            (number, (blindings[k] if blindings else None) or scalar())
            for k, number in enumerate(numbers)
        ]
    commitments = {
        party: [commit(*each).hex() for each in hidden] for party, hidden in openings.items()
    }
    about = {"gate": gate.id, "round": round}
    append(writing, room, "shared", "committed", "room", at, {**about, "commitments": commitments})
    publish(writing, room, charter, at, "close", next=next_hours)
    found: Found = rule.outcome(gate, count, answers)
    context = context_of(room, gate, state.packages, round, commitments)
    for party, hidden in openings.items():
        if party not in left:
            told = {
                "numbers": [number for number, _ in hidden],
                "blindings": [written_scalar(blinding) for _, blinding in hidden],
            }
            append(writing, room, f"party:{party}", "opened", "room", at, {**about, **told})
    outcome: Mapping[str, Any] = {
        **about,
        "result": found.result,
        "place": found.place,
        "package": package_of(gate, state.packages, found),
        "proof": rule.prove(gate, count, found, openings, context),
    }
    if charter.signed_answers and gate.rule == "all-yes" and succeeds(found.result):
        # Each said yes to the same, so that its signature tells no more, and nobody can be bound without it.
        outcome = {**outcome, "signatures": {p: a.get("signed") for p, a in answers.items() if a}}
    append(writing, room, "shared", "closed", "room", at, outcome)
    publish(writing, room, charter, at, "close", next=next_hours)
