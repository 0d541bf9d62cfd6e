"""Who may do what, and whether it is right: an act is checked against what its actor may see.

Nothing here looks at another party's answers, so that no refusal can tell of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from lastyard.conditions.tree import holds
from lastyard.errors import RequestError
from lastyard.room.charter import charter_of
from lastyard.room.entries import case_text, check_entry
from lastyard.room.events import Content, Draft, Event, Kind, canonical
from lastyard.room.gates import gate_of, rule_of
from lastyard.room.record.commitments import commit, scalar, written_scalar
from lastyard.room.record.notes import cosigned_at, origin
from lastyard.room.roles import Role
from lastyard.room.room import GateState, Room
from lastyard.room.store import NotHere, Writing

__all__ = [
    "MOST_BYTES",
    "MOST_EVENTS",
    "Checked",
    "Conflict",
    "TooLate",
    "checked",
    "confidences_of",
    "is_key",
]

MOST_BYTES = 65_536
MOST_EVENTS = 2_000
_MOST_PACKAGES = 20_000


class TooLate(RequestError):
    """The gate is closed, the room is over."""


class Conflict(RequestError):
    """Another version was written meanwhile, or a form token was used for something else."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What an act comes to.

    Attributes:
        events: What is to be appended: compartment, kind, content; the receipt is of the first.
        commitment: What its receipt promises to stand in the record at the close.
    """

    events: tuple[tuple[str, Kind, Content], ...]
    commitment: tuple[str, ...] = ()


def checked(seen: Room, writing: Writing, role: Role, draft: Draft, at: str) -> Checked:
    """Return what an act comes to.

    Args:
        seen: The room as its actor may know it, as far as the act needs it.
        writing: The room, for checkpoints and, at its end, cosignatures.
        role: The actor.
        draft: What it wants.
        at: When.

    Raises:
        NotHere: If this role may not do it, or what it is about is not there.
        TooLate: If its time is over.
        Conflict: If there is a newer version.
        RequestError: If it is not as it should be.
    """
    how = _HOW.get((role.kind, draft.kind))
    if how is None:
        raise NotHere
    if len(canonical(dict(draft.content)).encode()) > MOST_BYTES:
        raise RequestError(f"this is too long: at most {MOST_BYTES:,} bytes")
    if seen.ended or role.party in seen.left:
        raise TooLate("the room is over")
    done: Checked = how(_Act(seen, writing, role, draft, at))
    for to, _, _ in done.events:
        own = sum(1 for event in seen.in_compartment(to) if event.actor == role.actor)
        if (own if to == "shared" else writing.size(to)) >= MOST_EVENTS:
            raise RequestError(f"there is room for {MOST_EVENTS:,} entries in one place, no more")
    return done


@dataclass(frozen=True, slots=True)
class _Act:
    seen: Room
    writing: Writing
    role: Role
    draft: Draft
    at: str

    def text(self, name: str, most: int = 20_000) -> str:
        """Return a text of the draft; RequestError where there is none."""
        found = self.draft.content.get(name)
        if not isinstance(found, str) or not found.strip() or len(found) > most:
            raise RequestError(f"{name} is a text of at most {most:,} letters")
        return found

    def to(self, *allowed: str) -> str:
        """Return the compartment asked for, or the first one allowed."""
        to = self.draft.to or allowed[0]
        if to not in allowed:
            raise NotHere
        return to

    @property
    def own(self) -> tuple[str, ...]:
        """The compartments of the party that acts, its own first."""
        return (f"party:{self.role.party}", f"caucus:{self.role.party}")

    def only(self, *names: str) -> dict[str, Any]:
        """Return the draft's content, of these names alone."""
        content = self.draft.content
        return {name: content[name] for name in names if name in content}

    def done(self, to: str, content: Content) -> Checked:
        return Checked(((to, self.draft.kind, content),))


def _charter(act: _Act) -> Checked:
    charter, before = charter_of(act.draft.content), act.seen.charter
    if act.seen.gates:
        raise TooLate("the charter stands: gates were opened under it")
    if before is None or (charter.parties, charter.key) != (before.parties, before.key):
        raise RequestError("the charter keeps the parties and the key of the room")
    return act.done("shared", charter.content())


def _consent(act: _Act) -> Checked:
    if act.seen.charter is None or act.draft.content.get("charter") != act.seen.charter.digest():
        raise Conflict("the charter was changed meanwhile: read it again")
    return act.done("shared", act.only("charter"))


def _joined(act: _Act) -> Checked:
    member, key = act.draft.content.get("member"), act.draft.content.get("key")
    known = {each.actor for each in act.seen.members}
    if member != act.role.actor and (act.draft.kind == "joined" or act.role.kind != "mediator"):
        raise NotHere
    if (member in known) == (act.draft.kind == "joined"):
        raise Conflict("this member came in before" if member in known else "nobody such came in")
    if key is not None and (not isinstance(key, str) or not is_key(key)):
        raise RequestError("a public key has 64 hexadecimal digits")
    lang = act.draft.content.get("lang", "en")
    if not isinstance(lang, str) or not 1 <= len(lang) <= 20:
        raise RequestError("a language is named by its code")
    return act.done("shared", act.only("member", "lang", "key"))


def is_key(key: str) -> bool:
    """Whether a text is a public key: 64 hexadecimal digits."""
    return len(key) == 64 and set(key) <= set("0123456789abcdef")


def _entry(act: _Act) -> Checked:
    question = act.text("question", 200)
    if "answer" not in act.draft.content:
        raise RequestError("an entry has an answer")
    check_entry(case_text(act.seen.in_compartment("shared")), question, act.draft.content["answer"])
    return act.done(act.to(*act.own), act.only("question", "answer"))


def _withdrawn(act: _Act) -> Checked:
    if "question" in act.draft.content:
        return act.done(act.to(*act.own), act.only("question"))
    state = _open_gate(act)
    return act.done(_place_of_answers(act), {"gate": state.gate.id})


def _place_of_answers(act: _Act) -> str:
    told = act.seen.charter is not None and act.seen.charter.mediator_sees_answers
    return act.own[told]


def _open_gate(act: _Act) -> GateState:
    state = act.seen.gate(str(act.draft.content.get("gate")))
    if state is None or act.role.party not in state.gate.parties:
        raise NotHere
    if state.next_close is None or state.next_close <= act.at:
        raise TooLate("it is closed: no answer counts any more")
    if state.gate.lists is not None and not state.listed:
        raise RequestError("the packages are not made yet")
    return state


def _answer(act: _Act) -> Checked:
    state, charter = _open_gate(act), act.seen.charter
    gate, count = state.gate, len(state.packages)
    if charter is not None and charter.signed_answers and act.draft.signed is None:
        raise RequestError("the charter asks for the party's own signature under its answers")
    if (act.draft.kind == "bid") != (gate.rule == "last-gap"):
        raise RequestError("a bid answers a last gap, an answer all other gates")
    rule = rule_of(gate)
    wrong = rule.refused(gate, count, act.draft.content)
    if wrong is not None:
        raise RequestError(wrong)
    content = act.only("gate", "value", "order")
    content["round"] = len(state.outcomes)
    if act.draft.content.get("round", content["round"]) != content["round"]:
        raise TooLate("that round is closed: no answer to it counts any more")
    numbers = rule.numbers(gate, count, str(act.role.party), content)
    blindings = [scalar() for _ in numbers]
    content["blindings"] = [written_scalar(each) for each in blindings]
    hidden = tuple(commit(n, r).hex() for n, r in zip(numbers, blindings, strict=True))
    return replace(act.done(_place_of_answers(act), content), commitment=hidden)


def _caucus(act: _Act) -> Checked:
    if act.role.party is not None:
        return act.done(act.to(act.own[1]), {"text": act.text("text")})
    parties = act.seen.charter.parties if act.seen.charter else ()
    to = act.to(*(f"caucus:{party}" for party in parties)) if act.draft.to else None
    if to is None:
        raise RequestError("say to which party")
    return act.done(to, {"text": act.text("text")})


def _text(act: _Act) -> Checked:
    if act.draft.content.get("version") != len(act.seen.texts) + 1:
        raise Conflict("there is a newer version of the text")
    parts = [
        {
            name: part[name]
            for name in ("text", "issue", "option")
            if isinstance(part.get(name), str)
        }
        for part in _parts(act)
    ]
    return act.done("shared", {"version": act.draft.content["version"], "parts": parts})


def _parts(act: _Act) -> list[Mapping[str, Any]]:
    parts = act.draft.content.get("parts")
    if not isinstance(parts, list) or not all(
        isinstance(part, Mapping) and isinstance(part.get("text"), str) for part in parts
    ):
        raise RequestError("a text has parts, each with its words")
    return parts


def _comment(act: _Act) -> Checked:
    version = act.draft.content.get("version")
    if type(version) is not int or not 1 <= version <= len(act.seen.texts):
        raise NotHere
    act.text("text")
    if type(act.draft.content.get("part", 0)) is not int:
        raise RequestError("a part of the text is named by its number")
    return act.done("shared", act.only("version", "part", "text"))


def _proposal(act: _Act) -> Checked:
    seen, charter = act.seen, act.seen.charter
    if charter is None or not seen.consented:
        raise RequestError("no gate opens before every party has consented to the charter")
    told = dict(act.draft.content)
    case = case_text(seen.in_compartment("shared"))
    if told.get("rule") == "last-gap":
        if told.get("issue") not in [i.id for i in case.issues]:
            raise RequestError("a last gap is about one issue; there is no such issue")
        told["options"] = case.issue(told["issue"]).labels()
    gate = gate_of(told)
    used = seen.closes_used + len(gate.closes)
    first = gate.lists or gate.closes[0]
    wrong = [
        (gate.rule not in charter.gates, "the charter does not allow this gate"),
        (seen.gate(gate.id) is not None, "there is a gate of this name"),
        (not 1 <= len(gate.id) <= 64, "the name of a gate has 1 to 64 letters"),
        (set(gate.parties) != set(seen.remaining), "a gate asks all parties of the room"),
        (first <= act.at, "its times are in the past"),
        (used > charter.closes, f"the charter allows {charter.closes} outcomes in all"),
        (gate.rule == "last-gap" and not _has_order(case, gate.issue),
         "this issue has no order, so no bids can meet on it"),
        (gate.lists is not None and case.package_space > _MOST_PACKAGES,
         f"the machine lists of at most {_MOST_PACKAGES:,} packages: name them yourself"),
        (gate.rule == "improvement" and (not seen.agreed or gate.packages[0] != seen.agreed[-1]),
         "an improvement starts from what is agreed"),
    ]  # fmt: skip
    for is_wrong, words in wrong:
        if is_wrong:
            raise RequestError(words)
    for package in gate.packages:
        _check_package(case, package)
    return act.done("shared", gate.content())


def _has_order(case: Any, issue: str | None) -> bool:
    return any(each.id == issue and each.has_order for each in case.issues)


def _check_package(case: Any, package: Mapping[str, str]) -> None:
    if set(package) != {issue.id for issue in case.issues}:
        raise RequestError("a package names an option of every issue")
    found = {issue.id: issue.find(package[issue.id]) for issue in case.issues}
    if None in found.values():
        raise RequestError("a package names an option that is none")
    if not all(holds(rule.condition.tree, found) for rule in case.rules):
        raise RequestError("a package breaks a rule of the case")


def confidences_of(references: Iterable[str]) -> set[str]:
    """Return the parties whose confidence events are, each named as ``compartment/index``."""
    return {each.rpartition("/")[0].partition(":")[2] for each in references} - {""}


def _published(act: _Act) -> Checked:
    """What the mediator writes for more people (G4), once it has taken on by name whose confidence it rests on."""
    if act.seen.charter is None or "publish" not in act.seen.charter.gates:
        raise RequestError("the charter does not allow this gate")
    references: list[str] = []
    for part in _parts(act):
        refs = part.get("rests_on", [])
        if not isinstance(refs, list) or not all(isinstance(each, str) for each in refs):
            raise RequestError("what a sentence rests on is a list of entries: compartment/index")
        references += refs
    rests = sorted(confidences_of(references))
    named = act.draft.content.get("acknowledged") or []
    if not isinstance(named, list) or sorted(map(str, named)) != rests:
        raise RequestError(
            "it rests on what was told in confidence by: " + (", ".join(rests) or "nobody")
        )
    words = " ".join(part["text"] for part in _parts(act))
    to = act.to("shared", "public")
    kept = {**act.only("parts", "acknowledged"), "to": to}
    return Checked(((to, "released", {"text": words}), ("desk", "released", kept)))


def _own_release(act: _Act) -> Checked:
    """What a party shows of its own (G5): the event, word for word, to be held against the record; its others stay hidden."""
    if act.seen.charter is None or "own-release" not in act.seen.charter.gates:
        raise RequestError("the charter does not allow this gate")
    compartment, _, index = str(act.draft.content.get("from")).rpartition("/")
    if compartment not in act.own:
        raise NotHere
    found = [e for e in act.seen.in_compartment(compartment) if str(e.index) == index]
    # Answers stay sealed: who shows that it refused shows who did.
    if not found or found[0].kind not in ("entry", "reply"):
        raise NotHere
    shown = {
        "from": f"{compartment}/{index}",
        "kind": found[0].kind,
        "content": dict(found[0].content),
        "line": found[0].line(),
    }
    return act.done(act.to("shared", "public", act.own[1]), shown)


def _left(act: _Act) -> Checked:
    return act.done("shared", {"party": act.role.party})


def _cosigned(act: _Act) -> Checked:
    size, line = act.draft.content.get("size"), act.text("line", 1_000)
    notes = [event.content["note"] for event in act.writing.events(["heads"])]
    texts = [note.rpartition("\n\n")[0] + "\n" for note in notes]
    text = next((each for each in texts if each.split("\n")[1] == str(size)), None)
    name, keys = f"{origin(act.seen.id)}/{act.role.actor}", act.seen.keys(act.role.actor)
    if text is None or not any(
        cosigned_at(text, line, name, bytes.fromhex(key)) is not None for key in keys
    ):
        raise RequestError("this signature is not that of the member's key under a checkpoint")
    to = "desk" if act.role.party is None else act.own[0]
    return act.done(to, {"member": act.role.actor, "size": size, "line": line})


def _ended(act: _Act) -> Checked:
    """The end; only now members see who cosigned: it tells who looked, and when."""
    parties = act.seen.remaining
    kept: list[Event] = [
        event
        for event in act.writing.events(["desk", *(f"party:{party}" for party in parties)])
        if event.kind == "cosigned"
    ]
    newest = {event.actor: dict(event.content) for event in kept}
    told = [newest[actor] for actor in sorted(newest)]
    return Checked((("log", "ended", {"cosignatures": told}),))


_BOTH: dict[Kind, Any] = {
    "consent": _consent, "joined": _joined, "key-changed": _joined, "comment": _comment,
    "cosigned": _cosigned,
}  # fmt: skip
_HOW: dict[tuple[str, Kind], Any] = {
    **{("party", kind): how for kind, how in _BOTH.items()},
    **{("mediator", kind): how for kind, how in _BOTH.items()},
    ("mediator", "charter"): _charter,
    ("mediator", "question"): _caucus,
    ("mediator", "reply"): _caucus,
    ("mediator", "text"): _text,
    ("mediator", "proposal"): _proposal,
    ("mediator", "released"): _published,
    ("mediator", "ended"): _ended,
    ("party", "entry"): _entry,
    ("party", "withdrawn"): _withdrawn,
    ("party", "answer"): _answer,
    ("party", "bid"): _answer,
    ("party", "reply"): _caucus,
    ("party", "released"): _own_release,
    ("party", "left"): _left,
}
