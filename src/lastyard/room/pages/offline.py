"""The sealed file: one page for one party that will use no server, with all that it is asked now, to be answered without a network.

It is a function of what the party shares with the mediator, who hands it over: nothing that the party entered or answered in
private stands in it (:mod:`lastyard.room.carried` takes its answer in).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from markupsafe import Markup

from lastyard.case.model import Issue
from lastyard.errors import RequestError
from lastyard.room.acts import view
from lastyard.room.carried import FORMAT, offer
from lastyard.room.pages.entry import (
    MARKS,
    SCALE,
    deadline,
    fields_of,
    issue_shown,
    package_in_words,
)
from lastyard.room.pages.party import charter_shown, gate_name, learnt_of, when
from lastyard.room.pages.site import Reader, digest_of, drawn, static_file
from lastyard.room.pages.words import Lines, Words, learnt_from, promise, sight_of, who_sees
from lastyard.room.roles import party as role_of
from lastyard.room.room import GateState, Room, room_of
from lastyard.room.store import Store, StoreError

__all__ = ["sealed_file"]

_HOW = {"all-yes": "yes", "last-gap": "bid", "batch": "batch", "improvement": "batch"}


@dataclass(slots=True)
class _Carried(Reader):
    words: Words
    seen: Room
    party: str

    @property
    def room(self) -> Room:
        return self.seen

    def lines(self, sight: str, learnt: str) -> Lines:
        """Return the two lines of a section."""
        parties = len(self.seen.remaining)
        who = who_sees(self.words, sight_of(sight), self.seen.charter)
        return Lines(who, learnt_from(self.words, learnt, parties))


def sealed_file(
    store: Store,
    room: str,
    party: str,
    *,
    language: str | None = None,
    new_code: bool = False,
    now: datetime,
) -> str:
    """Return a party's file, a page of HTML; an older file of the party is taken in no more.

    Args:
        store: The store.
        room: The room.
        party: The party.
        language: What it is written in; None: what the party reads, else the first of the charter.
        new_code: Whether it makes a new code, for a party that lost its own.
        now: The time.

    Raises:
        NotHere: If there is no such room or party.
        TooLate: If the room is over, or the party left.
        RequestError: If the charter does not name the language.
    """
    private = f"party:{party}"
    seen = view(store, room, role_of(party), now=now)
    seen = room_of(room, [e for e in seen.events if e.compartment != private])
    charter = seen.charter
    if charter is None:
        raise StoreError("the room has no charter")
    if language is not None and language not in charter.languages:
        raise RequestError(
            f"the charter names the languages {', '.join(charter.languages)}, not {language[:20]!r}"
        )
    offered = offer(store, room, party, new_code=new_code, now=now)
    known = next((each.lang for each in seen.members if each.actor == private), "")
    visit = _Carried(Words.of(charter.spoken(language or known)), seen, party)
    told = charter.mediator_sees_answers
    gates = [
        _gate(visit, state, f"caucus:{party}" if told else private)
        for state in seen.gates
        if not state.closed and (state.packages or state.gate.issue) and party in state.gate.parties
    ]  # fmt: skip
    say, issues = visit.say, visit.case.issues
    data = {
        "format": FORMAT, "room": room, "party": party, "file": offered.file, "public": offered.public,
        "key": offered.key, "lang": visit.words.language, "own": private, "caucus": f"caucus:{party}",
        "says": {
            "one": say("Choose one of the answers."), "every": say("Say something of every option, or answer later."),
            "best": say("Say which is best; several can be."), "range": say("The best has to be one that you could live with."),
            "none_of_them": say("You could live with none of them."), "nothing": say("Answer one question at least."),
            "code": say("This is not the code that you signed with before. Look again; if you lost it, ask the mediator for a file with a new one."),
        },
    }  # fmt: skip
    return drawn(
        visit.words, "offline.html", title=say("Your answers, without a network"), me=visit.name_of(private),
        data=data, own=private, style=_own("room.css"), script=_own("offline.js"), policy=_policy(),
        charter=charter_shown(visit, charter), consented=seen.consents.get(private) == charter.digest(),
        charter_lines=visit.lines("charter, shared text, proposals, outcomes", "charter"),
        gates=gates, order=[(each.id, each.name) for each in issues],
        issues=[_issue(each, private) for each in issues], marks=[(k, say(w)) for k, w in MARKS],
        scale=[(k, say(w)) for k, w in SCALE], deadline=deadline(visit),
        entry_lines=visit.lines("X's entries for the machine", "entry"), promise=promise(visit.words, charter.level),
    )  # fmt: skip


def _own(name: str) -> Markup:
    return Markup(static_file(name).decode())  # noqa: S704 (our own file)


def _policy() -> str:
    """Return what the page may do: nothing but its one style and its one script, and it may ask nobody."""
    return (
        f"default-src 'none'; style-src '{digest_of('room.css')}'; script-src '{digest_of('offline.js')}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _issue(issue: Issue, own: str) -> dict[str, Any]:
    shown = issue_shown(issue, None)
    about = {"question": f"issue:{issue.id}"}
    part: dict[str, Any] = {"how": "marks" if shown["options"] else "range", "kind": "entry", "to": own,
                            "about": about, "name": "answer"}  # fmt: skip
    if not shown["options"]:
        part["labels"] = issue.labels()
    return {**shown, "id": issue.id, "part": part}


def _gate(visit: _Carried, state: GateState, to: str) -> dict[str, Any]:
    gate, how = state.gate, _HOW[state.gate.rule]
    first = 1 if gate.rule == "improvement" else 0
    part: dict[str, Any] = {
        "how": how, "kind": "bid" if how == "bid" else "answer", "to": to,
        "about": {"gate": gate.id, "round": len(state.outcomes)},
        "name": "order" if how == "batch" else "value",
    }  # fmt: skip
    packages: list[tuple[int, Any]] = [
        (n, package_in_words(visit, each)) for n, each in enumerate(state.packages) if n >= first
    ]
    issue: Mapping[str, Any] = {}
    if how == "bid":
        asked = visit.case.issue(str(gate.issue))
        issue, part["labels"] = fields_of(asked), asked.labels()
    return {
        "id": f"gate.{gate.id}", "name": gate_name(visit, state), "part": part, "packages": packages,
        "issue": issue, "words": gate.words,
        "improves": package_in_words(visit, state.packages[0]) if first else [],
        "lines": visit.lines("X's answers and bids", learnt_of(gate.rule)),
        "until": visit.say("It counts if it is taken in before %(time)s.", time=when(visit, str(state.next_close))),
    }  # fmt: skip
