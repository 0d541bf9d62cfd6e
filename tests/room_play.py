"""A room that is played by a test: a store in a folder, a clock of its own, parties that act."""

from datetime import UTC, datetime, timedelta
from itertools import count
from weakref import finalize

from lastyard.room.acts import act, create, export, settle, view
from lastyard.room.charter import Charter
from lastyard.room.events import Draft, instant
from lastyard.room.roles import MEDIATOR, party
from lastyard.room.store import open_store

CASE = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}, state: {name: State}}
issues:
  wage: {range: [0, 10], step: 1}
  term: {options: [short, long], ordered: true}
statements:
  - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
  - {id: floor, party: union, on: 2024-01-05, requires: "wage >= 6", confidential: true}
"""
START = datetime(2026, 1, 5, 9, 30, tzinfo=UTC)
MASTER = bytes(range(32))


class Play:
    """A room, its store, and a clock that only the test moves."""

    def __init__(
        self, folder, case=CASE, parties=("union", "firm", "state"), store=None, **charter
    ):
        self.store = store or open_store(str(folder), MASTER)
        finalize(self, self.store.close)
        self.now = START
        self.parties = parties
        self.keys = count()
        told = Charter(tuple(parties), instant(START + timedelta(minutes=30)), **charter)
        self.id = create(self.store, case, told, now=self.now)

    def wait(self, **time):
        self.now += timedelta(**time)

    def at(self, **time):
        return instant(self.now + timedelta(**time))

    def act(self, role, kind, to=None, once=None, **content):
        role = role if not isinstance(role, str) else party(role)
        once = once or f"key of the test {next(self.keys):6}"
        return act(self.store, self.id, role, Draft(kind, content, to), key=once, now=self.now)

    def view(self, role=MEDIATOR):
        role = role if not isinstance(role, str) else party(role)
        return view(self.store, self.id, role, now=self.now)

    def settle(self):
        return settle(self.store, self.id, self.now)

    def export(self, role=MEDIATOR):
        role = role if not isinstance(role, str) else party(role)
        return export(self.store, self.id, role, now=self.now)

    def consent(self):
        digest = self.view().charter.digest()
        for each in self.parties:
            self.act(each, "joined", member=f"party:{each}", lang="en", key=None)
            self.act(each, "consent", charter=digest)

    def ask(self, gate, rule="all-yes", **content):
        told = {"parties": list(self.parties), "closes": [self.at(hours=2)], **content}
        if rule == "all-yes":
            told.setdefault("packages", [{"wage": "6", "term": "long"}])
        return self.act(MEDIATOR, "proposal", gate=gate, rule=rule, **told)
