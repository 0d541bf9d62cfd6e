"""The room as somebody may know it: what follows from the events of one cut, and from nothing else.

The same function makes the room of a party, of the mediator, of an observer and, on all events,
of the machine that closes gates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lastyard.room.charter import Charter, charter_of
from lastyard.room.events import Event
from lastyard.room.gates import Gate, gate_of, succeeds

__all__ = ["GateState", "Member", "Room", "room_of"]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who came in.

    Attributes:
        actor: ``mediator``, ``party:X`` or ``observer``.
        lang: Its language.
        changes: How often it came in with a new device or code since it joined.
    """

    actor: str
    lang: str
    changes: int = 0


@dataclass(frozen=True, slots=True)
class GateState:
    """A gate, and what came out of it so far.

    Attributes:
        gate: What was asked.
        index: The place of its proposal in ``shared``.
        listed: Whether the machine made its list.
        packages: What can be answered: for a batch, what the machine listed; empty before.
        committed: The commitments of each round, by party.
        outcomes: The content of each ``closed`` event, one a round.
        answers: The newest answer or bid of each party that this cut tells of, not withdrawn.
        opened: What each party that this cut tells of was told at the close, by round.
    """

    gate: Gate
    index: int
    packages: tuple[Mapping[str, str], ...]
    listed: bool = False
    committed: tuple[Mapping[str, Any], ...] = ()
    outcomes: tuple[Mapping[str, Any], ...] = ()
    answers: Mapping[str, Event] | None = None
    opened: Mapping[str, tuple[Event, ...]] | None = None

    @property
    def closed(self) -> bool:
        """Whether no answer counts any more."""
        done = len(self.outcomes)
        return done >= len(self.gate.closes) or any(
            succeeds(each["result"]) for each in self.outcomes
        )

    @property
    def next_close(self) -> str | None:
        """When the next outcome is told; None when there is none to come."""
        return None if self.closed else self.gate.closes[len(self.outcomes)]

    @property
    def agreed(self) -> Mapping[str, str] | None:
        """The package, or the settled option of the issue, that came out; None where none did."""
        for each in self.outcomes:
            if succeeds(each["result"]):
                package: Mapping[str, str] = each["package"]
                return package
        return None


@dataclass(frozen=True, slots=True)
class Room:
    """What one cut of the events tells.

    Attributes:
        id: Its identifier.
        events: The cut, in its order.
        charter: The newest charter; None before there is one.
        members: Who came in, in that order.
        consents: Per member, the hash of the charter that it consented to last.
        gates: In the order of their proposals.
        entries: Per compartment, the newest answer to each question of private entry.
        texts: The ``text`` events, one a version.
        agreed: What came out of gates, in that order.
        left: The parties that left.
        ended: Whether the room is over.
    """

    id: str
    events: tuple[Event, ...]
    charter: Charter | None
    members: tuple[Member, ...]
    consents: Mapping[str, str]
    gates: tuple[GateState, ...]
    entries: Mapping[str, Mapping[str, Any]]
    texts: tuple[Event, ...]
    left: tuple[str, ...]
    ended: bool

    @property
    def agreed(self) -> tuple[Mapping[str, str], ...]:
        """What came out of gates so far, the newest last."""
        return tuple(each.agreed for each in self.gates if each.agreed is not None)

    @property
    def remaining(self) -> tuple[str, ...]:
        """The parties that did not leave."""
        parties = self.charter.parties if self.charter else ()
        return tuple(each for each in parties if each not in self.left)

    @property
    def consented(self) -> bool:
        """Whether every party that did not leave consented to the charter as it stands."""
        if self.charter is None:
            return False
        digest = self.charter.digest()
        return all(self.consents.get(f"party:{each}") == digest for each in self.remaining)

    @property
    def closes_used(self) -> int:
        """How many outcomes were told or are promised, of the charter's budget."""
        return sum(
            len(each.outcomes) if each.closed else len(each.gate.closes) for each in self.gates
        )

    def gate(self, id: str) -> GateState | None:
        """Return a gate by its identifier; None where this cut knows none such."""
        return next((each for each in self.gates if each.gate.id == id), None)

    def keys(self, actor: str) -> tuple[str, ...]:
        """Return the keys that a member had, its own devices' and its sealed file's, hexadecimal."""
        told = (e for e in self.events if e.kind in ("joined", "key-changed"))
        return tuple(
            e.content["key"]
            for e in told
            if e.content["member"] == actor and e.content.get("key") is not None
        )

    def in_compartment(self, compartment: str, *kinds: str) -> tuple[Event, ...]:
        """Return the events of a compartment, all or of some kinds."""
        return tuple(
            each
            for each in self.events
            if each.compartment == compartment and (not kinds or each.kind in kinds)
        )

    @property
    def released(self) -> tuple[Event, ...]:
        """What was released to the members, then what was to all."""
        places = ("shared", "public")
        return tuple(event for each in places for event in self.in_compartment(each, "released"))


def room_of(id: str, events: Iterable[Event]) -> Room:
    """Return what events tell; those of one compartment stand in their order."""
    events = tuple(events)
    charter: Charter | None = None
    members: dict[str, Member] = {}
    consents: dict[str, str] = {}
    gates: dict[str, _Gate] = {}
    entries: dict[str, dict[str, Any]] = {}
    texts: list[Event] = []
    left: list[str] = []
    ended = False
    # What is told of a gate stands in several compartments: gates first, then the rest.
    for event in sorted(events, key=lambda each: each.kind != "proposal"):
        content = event.content
        match event.kind:
            case "charter":
                charter = charter_of(content)
            case "consent":
                consents[event.actor] = content["charter"]
            case "joined" | "key-changed":
                before = members.get(content["member"])
                members[content["member"]] = Member(
                    content["member"],
                    content.get("lang", before.lang if before else "en"),
                    before.changes + 1 if before else 0,
                )
            case "entry":
                entries.setdefault(event.compartment, {})[content["question"]] = content["answer"]
            case "proposal":
                gates[content["gate"]] = _Gate(gate_of(content), event.index)
            case "withdrawn" if "question" in content:
                entries.get(event.compartment, {}).pop(content["question"], None)
            case "text":
                texts.append(event)
            case "left":
                left.append(content["party"])
            case "ended":
                ended = True
            case _ if content.get("gate") in gates:
                gates[content["gate"]].take(event)
            case _:
                pass
    return Room(
        id,
        events,
        charter,
        tuple(members.values()),
        consents,
        tuple(each.state() for each in gates.values()),
        entries,
        tuple(texts),
        tuple(left),
        ended,
    )


class _Gate:
    """A gate while its events are read."""

    def __init__(self, gate: Gate, index: int) -> None:
        self.gate, self.index = gate, index
        self.packages: tuple[Mapping[str, str], ...] = gate.packages
        self.listed = False
        self.committed: list[Mapping[str, Any]] = []
        self.outcomes: list[Mapping[str, Any]] = []
        self.answers: dict[str, Event] = {}
        self.opened: dict[str, tuple[Event, ...]] = {}

    def take(self, event: Event) -> None:
        of = event.compartment.partition(":")[2]
        match event.kind:
            case "answer" | "bid":
                self.answers[of] = event
            case "withdrawn":
                self.answers.pop(of, None)
            case "listed":
                self.packages, self.listed = tuple(event.content["packages"]), True
            case "committed":
                self.committed.append(event.content)
            case "closed":
                self.outcomes.append(event.content)
            case "opened":
                self.opened[of] = (*self.opened.get(of, ()), event)
            case _:
                pass

    def state(self) -> GateState:
        return GateState(
            self.gate,
            self.index,
            self.packages,
            self.listed,
            tuple(self.committed),
            tuple(self.outcomes),
            dict(self.answers),
            dict(self.opened),
        )
