"""P3, no twenty questions: outcomes at fixed times within a budget, and nothing of others besides them."""

import contextlib
import random
import re

import pytest

import lastyard.room.closing as closing
import lastyard.room.gates.all_yes as all_yes
import lastyard.room.room as room_module
from lastyard.errors import RequestError
from lastyard.room import roles
from lastyard.room.acts import NotHere, TooLate
from lastyard.room.events import canonical
from lastyard.room.roles import MEDIATOR, OBSERVER
from room_play import Play

PACKAGES = [{"wage": str(wage), "term": "long"} for wage in (5, 6, 7)]


def test_a_party_opens_no_gate_and_names_no_close(tmp_path):
    play = Play(tmp_path)
    play.consent()
    with pytest.raises(NotHere):
        play.act("union", "proposal", gate="g", rule="all-yes", parties=list(play.parties),
                 closes=[play.at(hours=1)], packages=PACKAGES[:1])  # fmt: skip
    for kind in ("closed", "committed", "listed", "published", "checkpoint", "case", "opened"):
        for role in ("union", MEDIATOR):
            with pytest.raises(NotHere):
                play.act(role, kind)


def test_the_budget_counts_every_close_whoever_asks_and_whatever_comes_out(tmp_path):
    play = Play(tmp_path, closes=4)
    play.consent()
    play.ask("one")
    play.ask("two", "batch", packages=PACKAGES)
    play.wait(hours=3)
    play.settle()
    play.ask("three")
    play.ask("four", "batch", packages=PACKAGES)
    with pytest.raises(RequestError, match="allows 4 outcomes"):
        play.ask("five")
    play.wait(hours=3)
    with pytest.raises(RequestError, match="allows 4 outcomes"):
        play.ask("five")


def test_rounds_of_bids_are_counted_each_until_they_settle(tmp_path):
    play = Play(tmp_path, parties=("union", "firm"), closes=4)
    play.consent()
    closes = [play.at(hours=k) for k in (1, 2, 3)]
    play.act(MEDIATOR, "proposal", gate="gap", rule="last-gap", parties=["union", "firm"],
             closes=closes, issue="wage", more="union", gap=0)  # fmt: skip
    with pytest.raises(RequestError, match="allows 4 outcomes"):
        play.act(MEDIATOR, "proposal", gate="more", rule="last-gap", parties=["union", "firm"],
                 closes=closes[:2], issue="wage", more="union", gap=0)  # fmt: skip
    play.act("union", "bid", gate="gap", value=7)
    play.act("firm", "bid", gate="gap", value=5)
    play.wait(hours=1)
    assert [each["result"] for each in play.view("firm").gate("gap").outcomes] == ["not settled"]
    play.act("union", "bid", gate="gap", value=6)
    play.wait(hours=1)  # the bid of the first round of the other does not count any more
    assert [each["result"] for each in play.view("firm").gate("gap").outcomes] == [
        "not settled"
    ] * 2
    play.act("union", "bid", gate="gap", value=5)
    play.act("firm", "bid", gate="gap", value=6)
    play.wait(hours=1)
    assert play.view("union").gate("gap").agreed == {"wage": "5"}
    with pytest.raises(TooLate):
        play.act("union", "bid", gate="gap", value=5)


def masked(text):
    """What is random, whatever was answered, by its length alone: salts, hashes, commitments, proofs."""
    text = re.sub(r"[0-9a-f]{64,}", lambda m: f"#{len(m[0])}", text)
    return re.sub(r"[A-Za-z0-9+/=]{43,}", lambda m: f"${len(m[0])}", text)


def world(play, role):
    """All that a role can see of a room."""
    return [masked(canonical(event.content).replace(play.id, "ROOM")) + event.at + event.compartment + event.kind
            for event in play.view(role).events]  # fmt: skip


def script(rng, outcome):
    """What two parties do on two gates, of all that leads to an outcome; when, how often."""
    acts = []
    for who in ("firm", "state"):
        final = "yes" if outcome else rng.choice(["yes", "no", None])
        for gate in ("g", "b"):
            for _ in range(rng.randint(0, 3)):
                value = (
                    {"value": rng.choice(["yes", "no"])}
                    if gate == "g"
                    else {"order": rng.sample(range(3), 2)}
                )
                acts.append((rng.randint(0, 50), who, gate, value))
            if gate == "b":
                acts.append((55, who, gate, {"order": [2] if outcome else []}))
            elif final is None:
                acts.append((55, who, gate, None))
            else:
                acts.append((55, who, gate, {"value": final}))
        for _ in range(rng.randint(0, 3)):
            acts.append((rng.randint(0, 50), who, None, {"answer": rng.randint(0, 9)}))
    if not outcome and all(a[3] == {"value": "yes"} for a in acts if a[0] == 55 and a[2] == "g"):
        acts.append((56, "state", "g", {"value": "no"}))
    return sorted(acts, key=lambda each: each[0])


def played(folder, seed, outcome, role):
    rng = random.Random(seed)
    play = Play(folder)
    play.consent()
    play.ask("g")
    play.ask("b", "batch", packages=PACKAGES)
    play.act("union", "answer", gate="g", value="yes")
    play.act("union", "answer", gate="b", order=[2, 1])
    minute = 0
    seen = [world(play, role)]
    for at, who, gate, content in script(rng, outcome):
        play.wait(minutes=at - minute)
        minute = at
        if gate is None:
            play.act(who, "entry", to=f"party:{who}", question="q", **content)
        elif content is None:
            with contextlib.suppress(TooLate):
                play.act(who, "withdrawn", gate=gate)
        else:
            with contextlib.suppress(TooLate):  # a mutant may close early
                play.act(who, "answer", gate=gate, **content)
    play.wait(minutes=59 - minute)
    seen.append(world(play, role))
    play.wait(hours=2)
    seen.append(world(play, role))
    return seen


def sees_the_outcome_alone(tmp_path, rooms=6):
    for outcome in (True, False):
        for role in ("union", OBSERVER, MEDIATOR):
            worlds = []
            for seed in range(rooms):
                folder = tmp_path / f"{outcome}-{role}-{seed}"
                worlds.append(played(folder, seed, outcome, role))
            assert all(each == worlds[0] for each in worlds), f"{role} sees more than the outcome"


@pytest.mark.thorough
def test_a_role_sees_of_others_the_outcome_alone_whatever_they_answered_and_how_often(tmp_path):
    sees_the_outcome_alone(tmp_path)


def counts_in_the_outcome(monkeypatch):
    plain = all_yes.prove

    def prove(gate, count, found, openings, context):
        yes = sum(row[0][0] for row in openings.values())
        return {**plain(gate, count, found, openings, context), "yes": yes}

    monkeypatch.setattr(all_yes, "prove", prove)


def log_that_grows(monkeypatch):
    import lastyard.room.acts as acts

    plain = acts._appended

    def appended(writing, room, role, done, at):
        receipt = plain(writing, room, role, done, at)
        closing._sign_log(writing, room, at)
        return receipt

    monkeypatch.setattr(acts, "_appended", appended)


def others_answers_readable(monkeypatch):
    plain = roles.readable
    import lastyard.room.acts as acts

    def readable(role, parties):
        return plain(role, parties) | {"party:firm"}

    monkeypatch.setattr(acts, "readable", readable)
    monkeypatch.setattr(roles, "readable", readable)


def early_close(monkeypatch):
    import lastyard.room.acts as acts

    plain = acts.do_what_is_due

    def due(writing, room, now, **more):
        shared = room_module.room_of(
            room, writing.events(["shared", "party:union", "party:firm", "party:state"])
        )
        state = shared.gate("g")
        if state and not state.closed and len(state.answers) == 3 and not more:
            closing._close(
                writing, room, shared.charter, state, (), now, writing.last("log").content["next"]
            )
        return plain(writing, room, now, **more)

    monkeypatch.setattr(acts, "do_what_is_due", due)


def opened_for_all(monkeypatch):
    plain = closing.append

    def append(writing, room, compartment, kind, actor, at, content):
        if kind == "opened":
            plain(writing, room, "shared", "opened", actor, at, content)
        return plain(writing, room, compartment, kind, actor, at, content)

    monkeypatch.setattr(closing, "append", append)


@pytest.mark.thorough
@pytest.mark.parametrize(
    "mutant",
    [counts_in_the_outcome, log_that_grows, others_answers_readable, early_close, opened_for_all],
)
def test_every_mutant_is_killed(mutant, monkeypatch, tmp_path):
    mutant(monkeypatch)
    with pytest.raises(AssertionError, match="sees more"):
        sees_the_outcome_alone(tmp_path)
