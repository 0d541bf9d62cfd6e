"""A rehearsal: a room whose parties are simulated, so that a mediator can practise on a case before anybody is asked.

Each party's private values are made up: an order of the issues, marks of the options, and what no deal is worth, drawn
with a seed. It enters them, and says yes to what holds nothing that is never and is worth more to it than no deal.
"""

from __future__ import annotations

import contextlib
import random
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import sha256

from nacl.signing import SigningKey

from lastyard.case.load import load_text
from lastyard.case.model import Case
from lastyard.errors import LastYardError, RequestError
from lastyard.room.acts import act, create, view
from lastyard.room.entries import expected_share
from lastyard.room.events import Draft
from lastyard.room.pages.serve import now, random_text, serve
from lastyard.room.record.notes import public_key, signed_text
from lastyard.room.roles import party
from lastyard.room.room import GateState
from lastyard.room.store import Store, open_store

__all__ = ["Simulated", "rehearsal_of", "rehearse"]

_BETWEEN = 1.0


@dataclass(frozen=True, slots=True)
class Simulated:
    """A party that is played by the program.

    Attributes:
        id: The party.
        told: What it would enter, by question.
        floor: What no deal is worth to it, from 0 to 1 of its best.
        did: What it did already.
    """

    id: str
    told: Mapping[str, object]
    floor: float
    did: set[str] = field(default_factory=set)

    @classmethod
    def drawn(cls, case: Case, id: str, seed: int) -> Simulated:
        """Return a party whose values are drawn."""
        draw = random.Random(f"{seed} {id}")  # noqa: S311 (made-up values)
        order = [issue.id for issue in case.issues]
        draw.shuffle(order)
        told: dict[str, object] = {"order": order} if len(order) > 1 else {}
        for issue in case.issues:
            best = draw.randrange(issue.size)
            never = draw.random() < 0.4 and issue.size > 2
            away = [abs(k - best) for k in range(issue.size)]
            told[f"issue:{issue.id}"] = [
                2 if not k else int(not (never and k >= max(away))) for k in away
            ]
        floor = draw.choice([0, 25, 50])
        return cls(id, told | {"walk-away": floor}, floor / 100)

    def takes(self, case: Case, package: Mapping[str, str]) -> float | None:
        """Return what a package is worth to it; None where it would not take it."""
        for issue in case.issues:
            place = issue.find(package.get(issue.id, ""))
            marks = self.told[f"issue:{issue.id}"]
            if place is None or not isinstance(marks, list) or marks[place] == 0:
                return None
        order = self.told.get("order", [issue.id for issue in case.issues])
        share = expected_share(case, {**self.told, "order": order}, package)
        return float(share) if share is not None and float(share) >= self.floor else None

    def answers(self, case: Case, state: GateState) -> Draft | None:
        """Return its answer to a gate; None where it has none."""
        gate = state.gate
        worth = [self.takes(case, each) for each in state.packages]
        if gate.rule == "all-yes":
            said = "yes" if worth and worth[0] is not None else "no"
            return Draft("answer", {"gate": gate.id, "value": said})
        if gate.rule == "last-gap":
            marks = self.told.get(f"issue:{gate.issue}")
            ends = [k for k, mark in enumerate(marks) if mark] if isinstance(marks, list) else []
            if not ends:
                return None
            bid = min(ends) if gate.more == self.id else max(ends)
            return Draft("bid", {"gate": gate.id, "value": bid})
        if not state.packages:
            return None
        first = 1 if gate.rule == "improvement" else 0
        least = worth[0] or 0.0 if first else 0.0
        marked = [
            (w, k) for k, w in enumerate(worth) if k >= first and w is not None and w >= least
        ]
        order = [k for _, k in sorted(marked, key=lambda each: (-each[0], each[1]))]
        return Draft("answer", {"gate": gate.id, "order": order})

    def plays(self, store: Store, room: str, at: datetime) -> None:
        """Do what it has to do by now."""
        role, seed = party(self.id), sha256(f"rehearsal {self.id}".encode()).digest()
        seen = view(store, room, role, now=at)
        case = load_text(str(seen.in_compartment("shared", "case")[0].content["text"]))
        drafts: list[tuple[str, Draft]] = []
        if all(each.actor != role.actor for each in seen.members):
            key = public_key(seed).hex()
            joined = Draft("joined", {"member": role.actor, "lang": "en", "key": key})
            drafts.append(("came in", joined))
        if seen.charter and seen.consents.get(role.actor) != seen.charter.digest():
            digest = seen.charter.digest()
            drafts.append((f"agreed {digest}", Draft("consent", {"charter": digest})))
        if seen.consented:
            drafts += [
                (f"entered {q}", Draft("entry", {"question": q, "answer": a}))
                for q, a in self.told.items()
            ]
            for state in seen.gates:
                if not state.closed and (answer := self.answers(case, state)):
                    told = seen.charter is not None and seen.charter.mediator_sees_answers
                    to = f"{'caucus' if told else 'party'}:{self.id}"
                    content = {**answer.content, "round": len(state.outcomes)}
                    text = signed_text(room, role.actor, answer.kind, to, content, state.gate.id)
                    signature = SigningKey(seed).sign(text.encode()).signature.hex()
                    signed = {"once": state.gate.id, "signature": signature}
                    drafts.append((f"answered {state.gate.id}", replace(answer, signed=signed)))
        for name, draft in drafts:
            if name not in self.did:
                self.did.add(name)
                act(store, room, role, draft, key=f"rehearsal {self.id} {name}"[:200], now=at)


def rehearsal_of(text: str, file: str = "case.yaml") -> str:
    """Return the text of a case with a title that says what it is.

    Raises:
        CaseError: If it is no case.
        RequestError: If fewer than two parties decide.
    """
    from lastyard.case.writing import dump  # noqa: PLC0415

    case = load_text(text, file)
    if len(case.deciders) < 2:
        raise RequestError(
            "fewer than two parties decide in this case: there is nobody to bring together"
        )
    return dump(replace(case, title=f"Rehearsal, with made-up parties: {case.title}"))


def rehearse(
    text: str,
    *,
    file: str = "case.yaml",
    seed: int = 0,
    speed: int = 3_600,
    port: int = 0,
    say: Callable[[str], None] = print,
) -> None:
    """Serve a room with simulated parties until somebody stops it; nothing of it is kept.

    Args:
        text: The case.
        file: The name to give in problems.
        seed: What values are drawn with.
        speed: How many times faster than a clock the time of the room goes.
        port: The port; 0 takes one that is free.
        say: Tells, on the terminal.
    """
    text = rehearsal_of(text, file)
    began, real = now(), time.monotonic()

    def clock() -> datetime:
        return began + timedelta(seconds=(time.monotonic() - real) * speed)

    with tempfile.TemporaryDirectory(prefix="lastyard-rehearsal-") as folder:
        store = open_store(folder, bytes.fromhex(random_text())[:24] + bytes(8))
        room = create(store, text, now=began)
        case = load_text(text)
        simulated = [Simulated.drawn(case, each.id, seed) for each in case.deciders]
        over = threading.Event()

        def play() -> None:
            while not over.wait(_BETWEEN):
                for each in simulated:
                    with contextlib.suppress(LastYardError):
                        each.plays(store, room, clock())

        say(
            "A rehearsal: the parties are simulated, and their values are made up. You are the mediator. "
            f"An hour of the room takes {3600 / speed:.3g} seconds. Nothing is kept."
        )
        player = threading.Thread(target=play, daemon=True)
        player.start()
        try:
            serve(store, port=port, clock=clock, say=say)
        finally:
            over.set()
            player.join(10)
            store.close()
