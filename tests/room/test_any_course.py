"""Whatever anybody does in a room, in whatever order: no fault, no sight of others, and a record that holds."""

from contextlib import suppress
from datetime import timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from lastyard.errors import LastYardError
from lastyard.room import roles
from lastyard.room.roles import MEDIATOR, OBSERVER, party
from room.tampering import first_holds, second_holds
from room_play import Play

PARTIES = ("union", "firm", "state")
who = st.sampled_from([*map(party, PARTIES), MEDIATOR, OBSERVER])
gate = st.sampled_from(["g0", "g1", "g2", "gx"])
package = st.fixed_dictionaries(
    {"wage": st.sampled_from(["5", "6", "70"]), "term": st.sampled_from(["short", "long"])}
)
odd = (
    st.none() | st.integers(-3, 12) | st.text(max_size=5) | st.lists(st.integers(-1, 3), max_size=3)
)


class AnyCourse(RuleBasedStateMachine):
    @initialize()
    def begin(self):
        from tempfile import TemporaryDirectory

        self.folder = TemporaryDirectory()
        self.play = Play(self.folder.name, closes=6)
        self.play.consent()

    def teardown(self):
        if hasattr(self, "play"):
            for role in (*PARTIES, MEDIATOR, OBSERVER):
                data = self.play.export(role)
                assert first_holds(data)
                assert second_holds(data)
            self.play.store.close()
            self.folder.cleanup()

    def does(self, role, kind, to=None, **content):
        with suppress(LastYardError):
            self.play.act(role, kind, to, **content)

    @rule(hours=st.integers(0, 30), back=st.booleans())
    def time_goes_on(self, hours, back):
        self.play.now += timedelta(hours=-1 if back else hours)

    @rule(role=who, id=gate, kind=st.sampled_from(["all-yes", "batch", "improvement"]),
          packages=st.lists(package, max_size=3), hours=st.integers(-1, 9), lists=st.booleans())  # fmt: skip
    def a_gate(self, role, id, kind, packages, hours, lists):
        self.does(role, "proposal", gate=id, rule=kind, packages=packages, closes=[self.play.at(hours=hours)],
                  parties=list(self.play.view().remaining),
                  lists=self.play.at(hours=hours - 1) if lists else None)  # fmt: skip

    @rule(
        role=who,
        id=gate,
        value=st.sampled_from(["yes", "no"]) | odd,
        order=st.permutations(range(3)) | odd,
    )
    def an_answer(self, role, id, value, order):
        self.does(role, "answer", gate=id, value=value)
        self.does(role, "answer", gate=id, order=order)

    @rule(role=who, to=st.none() | st.sampled_from(["party:union", "caucus:firm", "desk", "log", "x"]),
          kind=st.sampled_from(["entry", "reply", "question", "withdrawn", "comment", "released", "left", "joined"]),
          content=st.dictionaries(st.sampled_from(["question", "answer", "text", "gate", "from", "version"]), odd))  # fmt: skip
    def anything(self, role, to, kind, content):
        self.does(role, kind, to, **content)

    @rule(role=who)
    def the_end(self, role):
        self.does(role, "ended")

    @invariant()
    def each_sees_only_what_it_may(self):
        if hasattr(self, "play"):
            for role in (party("union"), MEDIATOR, OBSERVER):
                seen = {event.compartment for event in self.play.view(role).events}
                assert seen <= roles.readable(role, PARTIES)


TestAnyCourse = pytest.mark.thorough(AnyCourse.TestCase)
TestAnyCourse.settings = settings(max_examples=12, stateful_step_count=14)
