"""What is done in a room: who may, what is refused, what happens at its time."""

from datetime import timedelta
from fractions import Fraction
from hashlib import sha256

import numpy as np
import pytest

import lastyard as ly
from lastyard.case.variants import audience_of, cut
from lastyard.case.writing import dump
from lastyard.deals.batch import Told, batch
from lastyard.errors import RequestError
from lastyard.room import roles
from lastyard.room.acts import Conflict, NotHere, TooLate, case_of
from lastyard.room.charter import Charter, charter_of
from lastyard.room.drafts import confidences_of
from lastyard.room.entries import expected_share, likes
from lastyard.room.events import Event, canonical, event_of, instant
from lastyard.room.gates.batch import listed
from lastyard.room.record.notes import cosign, origin, public_key
from lastyard.room.roles import MEDIATOR, OBSERVER, party
from lastyard.shipped import shipped_cases
from room.tampering import first_holds, second_holds
from room_play import CASE, START, Play


@pytest.fixture
def play(tmp_path):
    return Play(tmp_path)


@pytest.fixture
def ready(play):
    play.consent()
    return play


def test_every_compartment_is_readable_as_the_table_says():
    parties = ["a", "b"]
    names = roles.compartments_of(parties)
    assert len(set(names)) == len(names) == 9
    everybody = {"log", "heads", "public"}
    assert roles.readable(OBSERVER, parties) == everybody
    assert roles.readable(party("a"), parties) == everybody | {"shared", "caucus:a", "party:a"}
    assert roles.readable(MEDIATOR, parties) == everybody | {
        "shared",
        "desk",
        "caucus:a",
        "caucus:b",
    }
    told = {name for sight in roles.TABLE for name in sight.compartments}
    assert {name.replace(":a", ":X").replace(":b", ":X") for name in names} == told


def test_the_order_of_a_cut_says_nothing_of_what_is_left_out():
    def event(compartment, index, second):
        at = f"2026-01-05T10:00:{second:02}Z"
        return Event("r", compartment, index, "reply", "x", at, {}, "")

    own = [event("shared", 0, 1), event("party:a", 0, 1), event("shared", 1, 2)]
    others = [event("party:b", k, 1) for k in range(3)]
    mixed = [others[0], own[2], others[1], own[0], own[1], others[2]]
    assert roles.cut(mixed, party("a"), ["a", "b"]) == roles.cut(own, party("a"), ["a", "b"])


def test_each_role_has_the_case_as_it_may_know_it(ready):
    ready.act("union", "entry", to="party:union", question="order", answer=["term", "wage"])
    ready.act("union", "entry", to="caucus:union", question="issue:term", answer=[0, 2])
    ids = {
        role: {s.id for s in case_of(ready.view(role)).statements}
        for role in ("union", "firm", MEDIATOR)
    }
    assert ids["firm"] == {"ask"}
    assert ids["union"] == {"ask", "floor", "party-union-0-0", "caucus-union-1-0"}
    assert ids[MEDIATOR] == {"ask", "floor", "caucus-union-1-0"}
    with pytest.raises(NotHere):
        case_of(ready.view(OBSERVER))
    assert ly.analyse(case_of(ready.view(MEDIATOR)))


@pytest.mark.parametrize("name", sorted(shipped_cases()))
def test_every_case_of_the_catalog_can_be_cut_for_a_room(name):
    case = ly.load(name)
    for audience in ("public", *(f"party:{each.id}" for each in case.deciders[:2])):
        assert ly.load_text(dump(cut(case, audience_of(audience, case))))


def test_no_gate_opens_before_all_have_consented_to_the_same_words(play):
    digest = play.view().charter.digest()
    play.act("union", "consent", charter=digest)
    with pytest.raises(RequestError, match="consented"):
        play.ask("g")
    changed = {**play.view().charter.content(), "terms": "Nothing is told to the press."}
    play.act(MEDIATOR, "charter", **changed)
    with pytest.raises(Conflict):
        play.act("firm", "consent", charter=digest)
    digest = play.view().charter.digest()
    for each in ("firm", "state"):
        play.act(each, "consent", charter=digest)
    with pytest.raises(RequestError, match="consented"):
        play.ask("g")
    play.act("union", "consent", charter=digest)
    play.ask("g")
    with pytest.raises(TooLate):
        play.act(MEDIATOR, "charter", **changed)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"closes": 0}, "closes"), ({"closes": "9"}, "closes"), ({"gates": ["other"]}, "gates"),
        ({"level": 2}, "level"), ({"begins": "soon"}, "time"), ({"other": 1}, "other"),
        ({"parties": ["union"]}, "parties"), ({"parties": ["union", "union"]}, "parties"),
        ({"publish_hours": True}, "publish_hours"), ({"key": "00"}, "key"),
    ],
)  # fmt: skip
def test_a_charter_that_is_none_is_refused(play, change, words):
    with pytest.raises(RequestError, match=words):
        play.act(MEDIATOR, "charter", **{**play.view().charter.content(), **change})


def test_what_is_no_proposal_is_refused_in_words(ready):
    package = {"wage": "6", "term": "long"}
    wrong = [
        ({"packages": [{"wage": "6"}]}, "every issue"),
        ({"packages": [{"wage": "60", "term": "long"}]}, "none"),
        ({"packages": [package, package]}, "one package, not 2"),
        ({"closes": [ready.at()]}, "past"),
        ({"closes": []}, "closes"),
        ({"closes": "soon"}, "time"),
        ({"parties": ["union", "firm"]}, "all parties"),
        ({"rule": "majority", "packages": []}, "rule"),
        ({"rule": "batch", "packages": [], "lists": ready.at(hours=3)}, "follow"),
        ({"rule": "batch", "packages": [package], "lists": ready.at(hours=1)}, "not both"),
        ({"rule": "improvement", "packages": [package, package]}, "agreed"),
        ({"packages": "x"}, "gate"),
    ]
    for content, words in wrong:
        with pytest.raises(RequestError, match=words):
            ready.ask("g", **{"rule": "all-yes", **content})
    ready.ask("g")
    with pytest.raises(RequestError, match="of this name"):
        ready.ask("g")


def test_a_rule_of_the_case_binds_packages(tmp_path):
    play = Play(tmp_path, case=CASE + "rules:\n  - {id: cap, require: 'wage <= 8'}\n")
    play.consent()
    with pytest.raises(RequestError, match="breaks a rule"):
        play.ask("g", packages=[{"wage": "9", "term": "long"}])


def test_entries_are_what_their_question_asks_for(ready):
    wrong = [
        ("order", ["wage"]), ("order", "wage"), ("order", ["wage", "wage"]), ("issue:wage", [1]),
        ("issue:term", [1, 3]), ("issue:term", [1, True]), ("issue:none", [1]),
    ]  # fmt: skip
    for question, answer in wrong:
        with pytest.raises(RequestError):
            ready.act("union", "entry", to="party:union", question=question, answer=answer)
    with pytest.raises(NotHere):
        ready.act("union", "entry", to="party:firm", question="q", answer=1)
    with pytest.raises(RequestError, match="too long"):
        ready.act("union", "entry", to="party:union", question="q", answer="x" * 70_000)
    with pytest.raises(RequestError, match="whole numbers"):
        ready.act("union", "entry", to="party:union", question="q", answer=0.5)


def test_an_answer_can_be_changed_and_taken_back_until_the_close(ready):
    ready.ask("g")
    for each in ready.parties:
        ready.act(each, "answer", gate="g", value="yes")
    ready.act("state", "answer", gate="g", value="no")
    ready.act("state", "withdrawn", gate="g")
    assert "state" not in ready.view("state").gate("g").answers
    assert ready.view("firm").gate("g").answers.keys() == {"firm"}
    assert ready.view().gate("g").answers == {}
    ready.wait(hours=2)
    assert ready.view("firm").gate("g").outcomes[0]["result"] == "not agreed"
    for late in ("answer", "withdrawn"):
        with pytest.raises(TooLate):
            ready.act("state", late, gate="g", value="yes")


def test_a_batch_is_listed_at_its_time_and_one_package_comes_out(ready):
    marks = {"union": [0] * 6 + [1] * 4 + [2], "firm": [2] + [1] * 8 + [0] * 2, "state": [1] * 11}
    ready.ask("b", "batch", lists=ready.at(hours=1))
    for each, wage in marks.items():
        ready.act(each, "entry", to=f"party:{each}", question="issue:wage", answer=wage)
        ready.act(each, "entry", to=f"party:{each}", question="order", answer=["wage", "term"])
    with pytest.raises(RequestError, match="not made yet"):
        ready.act("union", "answer", gate="b", order=[0])
    ready.wait(hours=1)
    packages = ready.view("firm").gate("b").packages
    assert packages
    assert all(6 <= int(each["wage"]) <= 8 for each in packages)
    assert ready.view("union").gate("b").packages == packages
    for each in ready.parties:
        ready.act(each, "answer", gate="b", order=[0])
    ready.wait(hours=1)
    assert ready.view("state").gate("b").agreed == packages[0]
    better = [packages[0], {"wage": "7", "term": "short"}, {"wage": "8", "term": "short"}]
    ready.ask("i", "improvement", packages=better)
    ready.act("union", "answer", gate="i", order=[2, 1])
    ready.act("firm", "answer", gate="i", order=[1])
    ready.act("state", "answer", gate="i", order=[1, 2])
    ready.wait(hours=2)
    assert ready.view("firm").agreed == (packages[0], better[1])
    for role in (*ready.parties, MEDIATOR):
        assert first_holds(ready.export(role))
        assert second_holds(ready.export(role))


def test_a_list_is_empty_where_what_is_never_leaves_nothing(ready):
    ready.ask("b", "batch", lists=ready.at(hours=1))
    ready.act("union", "entry", to="party:union", question="issue:term", answer=[0, 2])
    ready.act("firm", "entry", to="party:firm", question="issue:term", answer=[2, 0])
    ready.wait(hours=3)
    state = ready.view("firm").gate("b")
    assert (state.packages, state.outcomes[0]["result"]) == ((), "not agreed")
    assert first_holds(ready.export("firm"))
    assert second_holds(ready.export("firm"))


def test_bids_settle_and_both_verifiers_hold(tmp_path):
    play = Play(tmp_path, parties=("union", "firm"))
    play.consent()
    for gate, less in (("one", 7), ("two", 5)):
        play.ask(
            gate,
            "last-gap",
            issue="wage",
            more="union",
            closes=[play.at(hours=2), play.at(hours=4)],
        )
        play.act("union", "bid", gate=gate, value=6)
        play.act("firm", "bid", gate=gate, value=less)
    with pytest.raises(RequestError, match="a bid answers"):
        play.act("union", "answer", gate="one", value=6)
    play.wait(hours=5)
    assert play.view("firm").gate("one").agreed == {"wage": "6"}
    assert [each["result"] for each in play.view().gate("two").outcomes] == ["not settled"] * 2
    for role in ("union", "firm", MEDIATOR):
        assert first_holds(play.export(role))
        assert second_holds(play.export(role))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"gap": 1_000}, "0 to 10 steps of the issue, not 1000"),
        ({"gap": -1}, "not -1"),
        ({"issue": "term"}, "no order"),
        ({"issue": "none"}, "no such issue"),
        ({"more": "state"}, "which of the two parties wants more"),
    ],
)
def test_what_is_no_last_gap_is_refused_in_words(tmp_path, change, words):
    unordered = CASE.replace("[short, long], ordered: true", "[short, long]")
    play = Play(tmp_path, parties=("union", "firm"), case=unordered)
    play.consent()
    with pytest.raises(RequestError, match=words):
        play.ask("g", "last-gap", **{"issue": "wage", "more": "union", **change})


def test_the_charter_may_tell_answers_to_the_mediator(tmp_path):
    play = Play(tmp_path, mediator_sees_answers=True)
    play.consent()
    play.ask("g")
    play.act("union", "answer", gate="g", value="no")
    assert play.view().gate("g").answers["union"].content["value"] == "no"
    assert play.view("firm").gate("g").answers == {}
    play.wait(hours=2)
    for role in (*play.parties, MEDIATOR):
        assert first_holds(play.export(role))
        assert second_holds(play.export(role))
    told = roles.table(mediator_sees_answers=True)
    assert [s.mediator for s in told if "answer" in s.what] == ["y", "y"]


def test_text_has_versions_and_a_stale_one_is_refused(ready):
    parts = [{"text": "The wage is six.", "issue": "wage", "option": "6"}]
    ready.act(MEDIATOR, "text", version=1, parts=parts)
    with pytest.raises(Conflict):
        ready.act(MEDIATOR, "text", version=1, parts=parts)
    ready.act("firm", "comment", version=1, part=0, text="Too much.")
    with pytest.raises(NotHere):
        ready.act("firm", "comment", version=2, text="There is none.")
    with pytest.raises(NotHere):
        ready.act("firm", "text", version=2, parts=parts)


def test_what_rests_on_a_confidence_goes_out_only_when_it_is_named(ready):
    ready.act("union", "reply", text="We could live with six.")
    parts = [
        {"text": "Six may do.", "rests_on": ["caucus:union/1", "shared/0"]},
        {"text": "So we hear."},
    ]
    with pytest.raises(RequestError, match="union"):
        ready.act(MEDIATOR, "released", to="shared", parts=parts, acknowledged=[])
    with pytest.raises(RequestError, match="union"):
        ready.act(MEDIATOR, "released", to="shared", parts=parts, acknowledged=["union", "firm"])
    ready.act(MEDIATOR, "released", to="shared", parts=parts, acknowledged=["union"])
    told = ready.view("firm").in_compartment("shared", "released")[-1]
    assert told.content == {"text": "Six may do. So we hear."}
    kept = ready.view().in_compartment("desk", "released")[-1]
    assert kept.content["acknowledged"] == ["union"]
    assert confidences_of(["caucus:b/0", "party:a/1", "shared/2"]) == {"a", "b"}


def test_a_party_shows_of_its_own_what_it_wants_and_no_answer(ready):
    ready.act("union", "entry", to="party:union", question="q", answer="what I want")
    ready.ask("g")
    ready.act("union", "answer", gate="g", value="no")
    ready.act("union", "released", **{"from": "party:union/0"}, to="shared")
    told = ready.view("firm").in_compartment("shared", "released")[-1]
    shown = event_of(told.content["line"])
    assert shown == ready.view("union").in_compartment("party:union")[0]
    for other in ("party:union/1", "party:firm/0", "party:union/9", "nothing"):
        with pytest.raises(NotHere):
            ready.act("union", "released", **{"from": other}, to="shared")


def test_the_expected_share_is_that_of_the_mean_stakes():
    case = ly.load_text(CASE)
    told = {"order": ["term", "wage"], "issue:term": [0, 2], "issue:wage": [1] * 11}
    share = expected_share(case, told, {"term": "long", "wage": "3"})
    assert str(share) == "7/8"  # 3/4 of the stakes in full, 1/4 by half
    assert expected_share(case, {}, {"term": "long", "wage": "3"}) is None


def test_what_a_party_could_live_with_is_worth_more_the_nearer_it_is_to_its_best():
    case = ly.load_text(CASE)
    wage, term = case.issues
    assert [str(each) for each in likes(wage, [1] * 10 + [2])] == [
        str(Fraction(k, 10)) for k in range(11)
    ]
    assert likes(wage, [0] * 5 + [1] * 5 + [2])[:6] == [0] * 5 + [Fraction(1, 2)]
    assert likes(term, None) == likes(term, [1, 1]) == [Fraction(1, 2)] * 2
    assert likes(term, [2, 0]) == [1, 0]


def test_the_list_is_that_of_the_batch_that_was_measured():
    """Order and best options alone make the packages of lastyard.deals.batch on likes that fall evenly."""
    case = ly.load_text(CASE)
    entries = {
        "union": {"order": ["wage", "term"], "issue:wage": [1] * 10 + [2], "issue:term": [1, 2]},
        "firm": {"order": ["term", "wage"], "issue:wage": [2] + [1] * 10, "issue:term": [2, 1]},
    }
    rising = (np.arange(11) / 10, np.array([0.0, 1.0]))
    falling = (rising[0][::-1], rising[1][::-1])
    made = batch([Told((0, 1), rising), Told((1, 0), falling)])
    told = [(case.issues[0].find(p["wage"]), case.issues[1].find(p["term"])) for p in
            listed(case, ("union", "firm"), entries, 0)]  # fmt: skip
    assert told == list(made)


def test_members_come_in_change_devices_and_cosign(ready):
    seed = sha256(b"device").digest()
    with pytest.raises(Conflict):
        ready.act("union", "joined", member="party:union")
    with pytest.raises(NotHere):
        ready.act("union", "key-changed", member="party:firm", key=None)
    with pytest.raises(RequestError, match="64"):
        ready.act("union", "key-changed", member="party:union", key="zz")
    ready.act("union", "key-changed", member="party:union", key=public_key(seed).hex())
    member = ready.view("firm").members[0]
    assert (member.actor, member.changes) == ("party:union", 1)
    note = ready.view("union").in_compartment("heads")[-1].content["note"]
    text = note.rpartition("\n\n")[0] + "\n"
    size = int(text.split("\n")[1])
    line = cosign(f"{origin(ready.id)}/party:union", seed, text, 1_767_600_000)
    ready.act("union", "cosigned", size=size, line=line)
    with pytest.raises(RequestError, match="signature"):
        ready.act("union", "cosigned", size=size, line=line.replace("party:union", "party:firm"))
    # Nobody else sees that it looked, before the end.
    assert not [e for e in ready.view("firm").events if e.kind == "cosigned"]
    assert not [e for e in ready.view().events if e.kind == "cosigned"]
    ready.act(MEDIATOR, "ended")
    ended = ready.view("firm").in_compartment("log", "ended")[-1]
    assert [each["member"] for each in ended.content["cosignatures"]] == ["party:union"]
    for role in (*ready.parties, MEDIATOR):
        assert first_holds(ready.export(role))
        assert second_holds(ready.export(role))
    for who in ("firm", MEDIATOR):
        with pytest.raises(TooLate):
            ready.act(who, "comment", version=1, text="more")


def test_a_gate_that_closes_at_the_very_end_is_closed(ready):
    ready.ask("g")
    ready.wait(hours=2)
    ready.act(MEDIATOR, "ended")
    assert ready.view("firm").gate("g").closed
    assert first_holds(ready.export("firm"))
    assert second_holds(ready.export("firm"))


@pytest.mark.parametrize(
    ("role", "kind", "content"),
    [
        (MEDIATOR, "text", {"version": 1, "parts": "x"}),
        (MEDIATOR, "text", {"version": 1, "parts": [{"text": 1}]}),
        (MEDIATOR, "released", {"parts": [{"text": "x", "rests_on": [1]}]}),
        (MEDIATOR, "released", {"parts": [{"text": "x", "rests_on": "x"}]}),
        (MEDIATOR, "released", {"parts": [{"text": "x"}], "acknowledged": 3}),
        ("union", "key-changed", {"member": "party:union", "lang": ["x"]}),
        ("union", "cosigned", {"size": [], "line": "x"}),
        ("union", "reply", {"text": ["x"]}),
        (MEDIATOR, "question", {"text": "to nobody"}),
    ],
)
def test_what_is_not_as_it_should_be_is_refused_in_words(ready, role, kind, content):
    with pytest.raises(RequestError):
        ready.act(role, kind, **content)


def test_what_is_due_hangs_on_the_instants_alone(tmp_path):
    """One room is asked every hour, the other once in the end: the same happens in both."""
    told = []
    for often in (True, False):
        play = Play(tmp_path / str(often), publish_hours=5)
        play.consent()
        play.ask("g")
        play.ask("b", "batch", lists=play.at(hours=3), closes=[play.at(hours=30)])
        for _ in range(50):
            play.wait(hours=1)
            if often:
                play.settle()
        room = play.view("firm")
        told.append([(e.compartment, e.index, e.kind, e.at) for e in room.events])
        assert first_holds(play.export("firm"))
        assert second_holds(play.export("firm"))
    assert told[0] == told[1]
    assert len([each for each in told[0] if each[2] == "published"]) == 1 + 11 - 1 + 4


def test_a_clock_that_jumps_back_dates_nothing_back(ready):
    ready.ask("g")
    ready.act("union", "answer", gate="g", value="yes")
    ready.wait(hours=3)
    ready.settle()
    ready.now = START - timedelta(days=3)
    receipt = ready.act("union", "entry", to="party:union", question="q", answer=1)
    assert receipt.at == instant(START + timedelta(hours=2))
    with pytest.raises(TooLate):
        ready.act("union", "answer", gate="g", value="yes")
    assert second_holds(ready.export("union"))


def test_a_party_with_a_thousand_entries_meets_a_limit_and_others_do_not(ready, monkeypatch):
    import lastyard.room.drafts as drafts

    monkeypatch.setattr(drafts, "MOST_EVENTS", 20)
    for k in range(20):
        ready.act("union", "entry", to="party:union", question=f"q{k}", answer=1)
    with pytest.raises(RequestError, match="no more"):
        ready.act("union", "entry", to="party:union", question="q", answer=1)
    ready.act("firm", "entry", to="party:firm", question="q", answer=1)


def test_canonical_text_is_one_text_a_content():
    assert canonical({"b": [1, None, True], "a": "é\u2028"}) == '{"a":"é\u2028","b":[1,null,true]}'
    for bad in (0.5, {"a": float("nan")}, {1: 2}, ["\ud800"], 2**60, object()):
        with pytest.raises(RequestError):
            canonical(bad)
    event = Event("r", "shared", 0, "text", "mediator", "2026-01-05T10:00:00Z", {"a": 1}, "00")
    assert event_of(event.line()) == event
    for bad in (
        event.line() + " ",
        "{}",
        "[]",
        "x",
        event.line().replace('"index":0', '"index":0.0'),
    ):
        with pytest.raises(RequestError):
            event_of(bad)
    assert charter_of(Charter(("a", "b"), "2026-01-05T10:00:00Z").content()).level == 1
