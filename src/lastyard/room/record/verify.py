"""Is the record of a room what it was, and do its outcomes follow from it? In five plain sentences.

Nothing here trusts the server: a bundle is checked against the signatures, the proofs and what its reader kept.
A second verifier that shares no code (tests/room/second_verifier.py) is held against this one.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from lastyard.errors import RequestError
from lastyard.room.charter import charter_of
from lastyard.room.events import Event
from lastyard.room.gates import Found, Gate, context_of, gate_of, rule_of, succeeds
from lastyard.room.record.bundle import Bundle, salted_root
from lastyard.room.record.commitments import opens, point_of, scalar_of
from lastyard.room.record.notes import (
    cosigned_at,
    member_signed,
    origin,
    read_checkpoint,
    verified,
)
from lastyard.room.record.tree import Frontier, leaf_hash
from lastyard.room.roles import compartments_of

__all__ = ["Sentence", "Verdict", "answer_at", "package_of", "receipt_text", "verify"]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One of the five sentences.

    Attributes:
        text: In words.
        holds: Whether it is as it should be; None where there is nothing to hold.
        problems: What is wrong.
    """

    text: str
    holds: bool | None
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verifier finds.

    Attributes:
        unbroken: Whether nothing was changed, dropped, moved or dated back.
        cosigned: Which members signed that they saw this record.
        outcomes: Whether outcomes are proved.
        answers: Whether the reader's own answers are in it.
        unchecked: What cannot be checked from this bundle.
    """

    unbroken: Sentence
    cosigned: Sentence
    outcomes: Sentence
    answers: Sentence
    unchecked: Sentence

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        """The five, in their order."""
        return (self.unbroken, self.cosigned, self.outcomes, self.answers, self.unchecked)

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return all(each.holds is not False for each in self.sentences)


def receipt_text(
    room: str, at: str, compartment: str, index: int, leaf: bytes, commitment: Sequence[str]
) -> str:
    """Return the text of a receipt, which the room signs."""
    told = b64encode(leaf).decode()
    hidden = " ".join(commitment) or "-"
    return f"{origin(room)} receipt\n{at}\n{compartment}\n{index}\n{told}\n{hidden}\n"


def verify(bundle: Bundle, kept: Iterable[str] = ()) -> Verdict:
    """Verify a bundle.

    Args:
        bundle: What a role took away.
        kept: Receipts and checkpoints that the reader kept, as signed notes.
    """
    record = _Record(bundle)
    return Verdict(
        _told(partial(record.unbroken, tuple(kept))),
        _told(record.cosigned),
        _told(record.outcomes),
        _told(record.own_answers),
        _told(record.unchecked),
    )


def _told(check: Callable[[], Sentence]) -> Sentence:
    """Return what a check says; where hostile content makes it fall, that it does not hold."""
    try:
        return check()
    except Exception as problem:
        wrong = f"something in it is not as it should be ({type(problem).__name__})"
        return Sentence("The record does not hold.", False, (wrong,))


def _right(check: Callable[[], bool]) -> bool:
    """Whether a check holds; it does not where hostile content makes it fall."""
    try:
        return check()
    except Exception:
        return False


def answer_at(gate: Gate, round: int, events: Iterable[Event], before: str) -> Event | None:
    """Return the answer of a party that counts at a close: its newest one in time, not withdrawn.

    Args:
        gate: The gate.
        round: Which close, from 0; a bid counts in its own round only.
        events: The events of the party's compartments, by time.
        before: The time of the close.
    """
    found = None
    for event in events:
        if event.content.get("gate") != gate.id or event.at >= before:
            continue
        if event.kind in ("answer", "bid") and event.content.get("round", 0) == round:
            found = event
        elif event.kind == "withdrawn":
            found = None
    return found


class _Record:
    """A bundle while it is verified."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle
        self.log = bundle.events.get("log", ())
        self.shared = bundle.events.get("shared", ())
        self.problems: list[str] = []
        self.roots: dict[str, list[bytes]] = {}  # of each compartment, after each event
        self.covered: dict[str, int] = {}
        self.elsewhere = 0  # receipts of parts that are not in this bundle

    def unbroken(self, kept: Sequence[str]) -> Sentence:
        bundle, fault = self.bundle, self.problems.append
        for name, events in bundle.events.items():
            self._one_compartment(name, events)
        self._checkpoints()
        self._key()
        for name in bundle.events:
            if name not in ("log", "heads") and name not in bundle.salts:
                fault(f"nothing tells which published root belongs to {name}")
        self._places()
        for name in bundle.salts:
            self._published(name)
        for note in kept:
            self._kept(note)
        count = sum(map(len, bundle.events.values()))
        text = (
            f"The record is unbroken: {_entries(count)} in {_number(len(bundle.events), 'part')}, under "
            f"{_number(len(bundle.checkpoints), 'checkpoint')} that the room signed"
            + (f", the last of {self.log[-1].at}." if self.log else ".")
        )
        if self.problems:
            text = "The record does not hold: something was changed, left out, moved or dated back."
        return Sentence(text, not self.problems, tuple(self.problems))

    def _one_compartment(self, name: str, events: Sequence[Event]) -> None:
        frontier, roots = Frontier(), []
        roots.append(frontier.root())
        before = ""
        for place, event in enumerate(events):
            if event.room != self.bundle.room or event.index != place:
                self.problems.append(f"entry {place} of {name} is not in its place")
            if event.at < before:
                self.problems.append(f"entry {place} of {name} is dated before the one before it")
            before = event.at
            frontier.add(leaf_hash(event.line().encode()))
            roots.append(frontier.root())
        self.roots[name] = roots

    def _checkpoints(self) -> None:
        fault, name = self.problems.append, origin(self.bundle.room)
        roots, last = self.roots.get("log", [Frontier().root()]), 0
        sizes = set()
        for number, note in enumerate(self.bundle.checkpoints, 1):
            try:
                told, size, root = read_checkpoint(note)
            except RequestError:
                fault(f"checkpoint {number} is none")
                continue
            if told != name or note.count("\n") != 5 or not verified(note, name, self.bundle.key):
                fault(f"checkpoint {number} is not signed by the room")
            if not last < size < len(roots) or roots[size] != root:
                fault(f"checkpoint {number} is of another record than this one")
            last = size
            sizes.add(size)
        wanted = {event.index + 1 for event in self.log if event.kind == "published"}
        if not self.log or not wanted <= sizes or last != len(self.log):
            fault("a checkpoint of the record is missing")

    def _key(self) -> None:
        for event in self.shared:
            if event.kind == "charter" and event.content.get("key") != self.bundle.key.hex():
                self.problems.append("the charter names another key of the room")

    def _places(self) -> None:
        charters = [event for event in self.shared if event.kind == "charter"]
        if not charters:
            return
        try:
            names = compartments_of(charter_of(charters[-1].content).parties)[2:]
        except RequestError:
            self.problems.append("the charter is none")
            return
        for name, salts in self.bundle.salts.items():
            if name not in names or names.index(name) != salts.place:
                self.problems.append(f"another published root is taken for that of {name}")

    def _published(self, name: str) -> None:
        fault, salts = self.problems.append, self.bundle.salts[name]
        events, roots = self.bundle.events.get(name, ()), self.roots.get(name, [Frontier().root()])
        published = {event.index: event for event in self.log if event.kind == "published"}
        if [k for k, _, _ in salts.opened] != sorted(published):
            fault(f"published roots of {name} are left out")
            return
        before = 0
        for k, salt, size in salts.opened:
            at, told = published[k].at, published[k].content.get("roots")
            if (
                not before <= size < len(roots)
                or not isinstance(told, list)
                or not 0 <= salts.place < len(told)
                or told[salts.place] != salted_root(salt, size, roots[size])
            ):
                fault(f"{name} is not what was published at {at}")
                return
            late = size > 0 and events[size - 1].at > at
            early = size < len(events) and events[size].at < at
            if late or early:
                fault(f"an entry of {name} was dated to the other side of {at}")
            before = size
        self.covered[name] = before
        if before < len(events) and any(event.kind == "ended" for event in self.log):
            fault(f"entries of {name} come after the end of the room")

    def _kept(self, note: str) -> None:
        fault, name = self.problems.append, origin(self.bundle.room)
        text = note.rpartition("\n\n")[0] + "\n"
        parts = text.split("\n")
        if not verified(note, name, self.bundle.key):
            fault("something that was kept is not signed by this room")
        elif parts[0] == f"{name} receipt":
            _, at, compartment, index, leaf, *_ = parts
            events = self.bundle.events.get(compartment, ())
            place = int(index)
            right = place < len(events) and (
                leaf_hash(events[place].line().encode()) == b64decode(leaf)
            )
            self.elsewhere += compartment not in self.bundle.salts
            if compartment in self.bundle.salts and not right:
                fault(
                    f"what the room received at {at} is not in this record: its receipt proves it"
                )
        else:
            _, size, root = read_checkpoint(note)
            roots = self.roots.get("log", [])
            if size >= len(roots) or roots[size] != root:
                fault(
                    f"the record of {size} entries that was seen before is not the beginning of this "
                    "one: an old copy was put back, or another record is shown"
                )

    def _member_keys(self) -> dict[str, set[str]]:
        """Return the keys that each member had."""
        keys: dict[str, set[str]] = {}
        for event in self.shared:
            if event.kind in ("joined", "key-changed") and event.content.get("key"):
                keys.setdefault(str(event.content["member"]), set()).add(str(event.content["key"]))
        return keys

    def cosigned(self) -> Sentence:
        keys, texts = self._member_keys(), {}
        for note in self.bundle.checkpoints:
            text = note.rpartition("\n\n")[0] + "\n"
            texts[int(text.split("\n")[1]) if text.count("\n") == 3 else -1] = text
        told: list[Mapping[str, Any]] = [
            event.content
            for events in self.bundle.events.values()
            for event in events
            if event.kind == "cosigned"
        ]
        told += [c for e in self.log if e.kind == "ended" for c in e.content["cosignatures"]]
        best: dict[str, int] = {}
        problems = []
        for each in told:
            member, size = str(each.get("member")), each.get("size")
            name = f"{origin(self.bundle.room)}/{member}"
            right = any(
                cosigned_at(
                    texts.get(int(size or 0), ""), str(each.get("line")), name, bytes.fromhex(key)
                )
                is not None
                for key in keys.get(member, ())
            )
            if not right:
                if self.shared:
                    problems.append(
                        f"what {member} signed is another record, or was not signed by it"
                    )
                continue
            best[member] = max(best.get(member, 0), int(size or 0))
        if problems:
            return Sentence("A member signed another record than this one.", False, tuple(problems))
        if not best:
            return Sentence(
                "Cosigned by nobody: only the room's own signature stands for it.", None
            )
        names = ", ".join(f"{member} (up to entry {size})" for member, size in sorted(best.items()))
        return Sentence(f"Cosigned by {names}.", True)

    def outcomes(self) -> Sentence:
        problems: list[str] = []
        proved = []
        for gate, packages, round, committed, closed in self._closes(problems):
            words = f"outcome {round + 1} of {gate.id}"
            right = _right(partial(self._shown, gate, packages, round, committed, closed))
            if right:
                proved.append(closed.content["result"])
            else:
                problems.append(f"{words} ({closed.content.get('result')}) is not proved")
        if problems:
            return Sentence("An outcome is not proved.", False, tuple(problems))
        if not proved:
            return Sentence("No outcome was told in what this bundle holds.", None)
        agreed = sum(map(succeeds, proved))
        return Sentence(
            f"{_number(len(proved), 'outcome')} told and proved, {agreed} with a deal; the commitments were in "
            "the record before each.",
            True,
        )

    def _closes(
        self, problems: list[str]
    ) -> Iterable[tuple[Gate, tuple[Mapping[str, str], ...], int, Event, Event]]:
        over = next((event.at for event in self.log if event.kind == "ended"), "9")
        last = self.log[-1].at if self.log else ""
        for proposal in (event for event in self.shared if event.kind == "proposal"):
            try:
                gate = gate_of(proposal.content)
            except RequestError:
                problems.append("a proposal is none")
                continue
            about = [event for event in self.shared if event.content.get("gate") == gate.id]
            lists = [event for event in about if event.kind == "listed"]
            packages = tuple(lists[0].content["packages"]) if lists else gate.packages
            committed = [event for event in about if event.kind == "committed"]
            closed = [event for event in about if event.kind == "closed"]
            done = [k for k, each in enumerate(closed) if succeeds(each.content.get("result", ""))]
            due = [at for at in gate.closes if at <= min(last, over)]
            if done:
                due = due[: done[0] + 1]
            if len(committed) != len(closed) or len(closed) != len(due) or len(lists) > 1:
                problems.append(f"an outcome of {gate.id} is missing, or told twice")
            for round, (one, other) in enumerate(zip(committed, closed, strict=False)):
                yield gate, packages, round, one, other

    def _shown(
        self,
        gate: Gate,
        packages: Sequence[Mapping[str, str]],
        round: int,
        committed: Event,
        closed: Event,
    ) -> bool:
        told = closed.content
        times = {committed.at, closed.at, gate.closes[round]}
        covered = any(
            committed.index < size <= closed.index
            for _, _, size in self.bundle.salts["shared"].opened
        )
        rounds = {committed.content["round"], told["round"]}
        if len(times) != 1 or not covered or rounds != {round}:
            return False
        hidden: dict[str, list[bytes]] = {}
        for party, points in committed.content["commitments"].items():
            found = [point_of(each) for each in points]
            hidden[party] = [each for each in found if each is not None]
            if len(hidden[party]) != len(found):
                return False
        rule = rule_of(gate)
        wanted = {p: len(rule.numbers(gate, len(packages), p, None)) for p in gate.parties}
        if {party: len(points) for party, points in hidden.items()} != wanted:
            return False
        context = context_of(
            self.bundle.room, gate, packages, round, committed.content["commitments"]
        )
        found_out = Found(told["result"], told["place"])
        package = package_of(gate, packages, found_out)
        right: bool = rule.shows(gate, len(packages), found_out, hidden, told["proof"], context)
        signed = (
            gate.rule != "all-yes" or not succeeds(found_out.result) or self._all_signed(gate, told)
        )
        return right and signed and told["package"] == package

    def _all_signed(self, gate: Gate, told: Mapping[str, Any]) -> bool:
        """Whether each party signed its yes to what was agreed, where the charter asks for signatures."""
        charter = self._charter()
        if not charter.get("signed_answers"):
            return True
        where, keys = "caucus" if charter["mediator_sees_answers"] else "party", self._member_keys()
        content = {"gate": gate.id, "round": told["round"], "value": "yes"}
        return all(
            any(
                member_signed(
                    self.bundle.room, f"party:{party}", "answer", f"{where}:{party}",
                    {**content, "signed": told["signatures"][party]}, bytes.fromhex(key),
                )
                for key in keys.get(f"party:{party}", ())
            )
            for party in gate.parties
        )  # fmt: skip

    def own_answers(self) -> Sentence:
        problems = list(self._not_signed())
        parties = sorted(
            name.partition(":")[2] for name in self.bundle.salts if name.startswith("party:")
        )
        counted = silent = signed = 0
        for gate, packages, round, committed, _ in self._closes([]):
            for party in parties:
                if party not in gate.parties:
                    continue
                own = [
                    event
                    for kind in ("party", "caucus")
                    for event in self.bundle.events.get(f"{kind}:{party}", ())
                ]
                own.sort(key=lambda each: each.at)
                answer = answer_at(gate, round, own, gate.closes[round])
                unsigned = answer is not None and "signed" not in answer.content
                if unsigned and self._charter().get("signed_answers"):
                    problems.append(f"the answer of {party} to {gate.id} is not signed by it")
                silent += answer is None
                counted += answer is not None
                signed += answer is not None and "signed" in answer.content
                counts = partial(self._counts, gate, len(packages), party, answer, own, committed)
                right = _right(counts)
                if not right:
                    problems.append(f"the answer of {party} to {gate.id} was not counted as it is")
        if problems:
            return Sentence("An answer was not counted as it was given.", False, tuple(problems))
        if not counted and not silent:
            return Sentence(
                "There is no answer of the reader's own in this bundle to look for.", None
            )
        return Sentence(
            f"My answers are in it: {counted} counted as given"
            + (f", {signed} under the party's own signature" if signed else "")
            + (f", {silent} times silence, which counts as no." if silent else "."),
            True,
        )

    def _not_signed(self) -> Iterable[str]:
        """Yield what stands under a signature that is not its actor's, or was made for something else before."""
        keys, used = self._member_keys(), set()
        for name, events in self.bundle.events.items():
            for event in (each for each in events if "signed" in each.content):
                about = (self.bundle.room, event.actor, event.kind, name, event.content)
                if not any(
                    _right(partial(member_signed, *about, bytes.fromhex(key)))
                    for key in keys.get(event.actor, ())
                ):
                    yield f"entry {event.index} of {name} is not what {event.actor} signed"
                signature = bytes.fromhex(event.content["signed"]["signature"])
                if signature in used:
                    yield f"entry {event.index} of {name} was signed once, and stands there again"
                used.add(signature)

    def _charter(self) -> Mapping[str, Any]:
        """Return the charter that stands; nothing where this bundle holds none."""
        charters = [event.content for event in self.shared if event.kind == "charter"]
        return charters[-1] if charters else {}

    def _counts(
        self,
        gate: Gate,
        count: int,
        party: str,
        answer: Event | None,
        own: Sequence[Event],
        committed: Event,
    ) -> bool:
        content = None if answer is None else answer.content
        numbers = rule_of(gate).numbers(gate, count, party, content)
        round = committed.content["round"]
        told = next(
            event.content
            for event in own
            if event.kind == "opened"
            and (event.content["gate"], event.content["round"]) == (gate.id, round)
        )
        if content is not None and content["blindings"] != told["blindings"]:
            return False
        blindings = [scalar_of(each) for each in told["blindings"]]
        points = [bytes.fromhex(each) for each in committed.content["commitments"][party]]
        return told["numbers"] == numbers and all(
            blinding is not None and opens(point, number, blinding)
            for point, number, blinding in zip(points, numbers, blindings, strict=True)
        )

    def unchecked(self) -> Sentence:
        published = [event for event in self.log if event.kind == "published"]
        count = len(published[-1].content["roots"]) if published else 0
        after = sum(
            len(events) - self.covered.get(name, 0)
            for name, events in self.bundle.events.items()
            if name in self.bundle.salts
        )
        told = [
            "Not to be checked from here: whether others are shown the same record (compare "
            + (f"the last checkpoint: {_short(self.bundle.checkpoints[-1])}" if self.bundle.checkpoints
               else "checkpoints")
            + ")",
            f"what stands in the {count - len(self.bundle.salts)} of {count} parts that are not in this "
            "bundle",
            "that a batch took, of several packages all could live with, the one of its rule",
            "that a party itself, not the server in its name, gave an answer (each finds its own above)",
            "and who read what on the server",
        ]  # fmt: skip
        if self.elsewhere:
            whether = (
                "a receipt that you kept tells"
                if self.elsewhere == 1
                else "receipts that you kept tell"
            )
            told.insert(1, f"what {whether} of, which is in a part that is not in this bundle")
        if after:
            told.insert(1, f"{_entries(after)} that no checkpoint covers yet")
        return Sentence("; ".join(told) + ".", None)


def package_of(
    gate: Gate, packages: Sequence[Mapping[str, str]], found: Found
) -> Mapping[str, str] | None:
    """Return the options by issue that an outcome means; None where nothing came out."""
    if found.place is None:
        return None
    if gate.issue is not None:
        return {gate.issue: gate.options[found.place]}
    return dict(packages[found.place])


def _short(note: str) -> str:
    _, size, root, *_ = note.split("\n")
    return f"{_entries(int(size))}, {root[:12]}"


def _number(count: int, word: str) -> str:
    return f"{count:,} {word}" + ("" if count == 1 else "s")


def _entries(count: int) -> str:
    return f"{count:,} " + ("entry" if count == 1 else "entries")
