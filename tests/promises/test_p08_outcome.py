"""P8, the outcome follows from the record: a plain second implementation finds the same in random rooms."""

import random

import pytest

import lastyard.room.gates.all_yes as all_yes
import lastyard.room.gates.batch as batch
import lastyard.room.gates.last_gap as last_gap
import lastyard.room.record.verify as verifier
from conftest import BRIEF
from lastyard.room.events import Event
from lastyard.room.gates import Gate, rule_of
from lastyard.room.roles import MEDIATOR
from room.tampering import first_holds, second_holds
from room_play import Play

ROOMS = 200 if BRIEF else 1_000
CLOSES = ("2026-01-05T10:00:00Z", "2026-01-06T10:00:00Z")


def random_room(rng):
    """A gate and what each party sent, in time and late, changed and taken back."""
    rule = rng.choice(["all-yes", "batch", "improvement", "last-gap"])
    parties = tuple("abcde"[: 2 if rule == "last-gap" else rng.choice([2, 2, 3, 4])])
    count = {"all-yes": 1, "last-gap": 0}.get(rule, rng.randint(2, 6))
    gap = {
        "issue": "i",
        "more": rng.choice(parties),
        "gap": rng.randint(0, 3),
        "options": tuple("0123456789"),
    }
    gate = Gate(
        "g", rule, parties, CLOSES if rule == "last-gap" else CLOSES[:1],
        tuple({"i": str(k)} for k in range(count)), **(gap if rule == "last-gap" else {}),
    )  # fmt: skip
    sent = {party: [] for party in parties}
    for party in parties:
        at = 0
        for _ in range(rng.choice([0, 1, 2, 2, 3, 4])):
            at += rng.randint(0, 330)
            day, minute = divmod(at, 1440)
            time = f"2026-01-0{5 + min(day, 3)}T{minute // 60:02}:{minute % 60:02}:00Z"
            kind = rng.choice(["answer"] * 6 + ["withdrawn"])
            content = {"gate": rng.choice(["g", "g", "g", "other"]), "round": 0}
            if rule == "all-yes":
                content["value"] = rng.choice(["yes", "yes", "yes", "no"])
            elif rule == "last-gap":
                content |= {"value": rng.randint(0, 9), "round": int(time >= CLOSES[0])}
                kind = "bid" if kind == "answer" else kind
            else:
                marks = list(range(rule == "improvement", count))
                rng.shuffle(marks)
                content["order"] = marks[: rng.choice([len(marks), rng.randint(0, len(marks))])]
            sent[party].append(
                Event("r", f"party:{party}", len(sent[party]), kind, party, time, content, "")
            )
    return gate, sent


def plain(gate, sent, round):
    """What comes out, by the words of docs/room-record.md and nothing else."""
    last = {}
    for party in gate.parties:
        last[party] = None
        for event in sent[party]:
            in_time = event.at < gate.closes[round] and event.content["gate"] == "g"
            if in_time and event.kind == "withdrawn":
                last[party] = None
            elif in_time and event.content["round"] == round:
                last[party] = event.content
    if gate.rule == "all-yes":
        return 0 if all(each and each["value"] == "yes" for each in last.values()) else None
    if gate.rule == "last-gap":
        if None in last.values():
            return None
        bids = {party: each["value"] for party, each in last.items()}
        low = bids.pop(gate.more)
        (high,) = bids.values()
        return None if low > high + gate.gap else (low + high) // 2
    lists = [each["order"] if each else [] for each in last.values()]
    for depth in range(1, 8):
        met = set.intersection(*(set(each[:depth]) for each in lists))
        if met:
            return min(met, key=lambda p: (sum(each.index(p) for each in lists), p))
    return None


def the_same_comes_out(rooms=ROOMS):
    rng = random.Random(11)
    outcomes = []
    for _ in range(rooms):
        gate, sent = random_room(rng)
        for round, close in enumerate(gate.closes):
            answers = {}
            for party in gate.parties:
                event = verifier.answer_at(gate, round, sent[party], close)
                answers[party] = None if event is None else event.content
            found = rule_of(gate).outcome(gate, len(gate.packages), answers)
            assert found.place == plain(gate, sent, round)
            assert (found.place is None) == found.result.startswith("not")
            outcomes.append(found.place)
    deals = sum(each is not None for each in outcomes)
    assert 0.1 < deals / len(outcomes) < 0.9


def test_a_second_implementation_finds_the_same_in_random_rooms():
    the_same_comes_out()


def silence_is_yes(monkeypatch):
    plain = all_yes.numbers
    monkeypatch.setattr(
        all_yes, "numbers", lambda g, c, p, a: [1] if a is None else plain(g, c, p, a)
    )


def most_suffice(monkeypatch):
    def outcome(gate, count, answers):
        yes = sum(answers.get(p) is not None and answers[p]["value"] == "yes" for p in gate.parties)
        return (
            all_yes.Found("agreed", 0)
            if 2 * yes > len(gate.parties)
            else all_yes.Found("not agreed")
        )

    monkeypatch.setattr(all_yes, "outcome", outcome)


def first_common_package(monkeypatch):
    def fallback(orders, packages):
        return next((p for p in range(packages) if all(p in each for each in orders)), None)

    monkeypatch.setattr(batch, "fallback", fallback)


def smallest_sum_alone(monkeypatch):
    def fallback(orders, packages):
        common = [p for p in range(packages) if all(p in each for each in orders)]
        return min(common, key=lambda p: (sum(each.index(p) for each in orders), p), default=None)

    monkeypatch.setattr(batch, "fallback", fallback)


def rounded_up(monkeypatch):
    plain = last_gap.outcome

    def outcome(gate, count, answers):
        found = plain(gate, count, answers)
        if found.place is None:
            return found
        total = sum(each["value"] for each in answers.values())
        return last_gap.Found("settled", -(-total // 2))

    monkeypatch.setattr(last_gap, "outcome", outcome)


def late_answers_count(monkeypatch):
    plain = verifier.answer_at
    monkeypatch.setattr(verifier, "answer_at", lambda g, r, e, _: plain(g, r, e, "9"))


def the_first_answer_counts(monkeypatch):
    plain = verifier.answer_at
    monkeypatch.setattr(
        verifier, "answer_at",
        lambda g, r, e, before: next((x for x in e if plain(g, r, [x], before)), None),
    )  # fmt: skip


def withdrawn_answers_count(monkeypatch):
    plain = verifier.answer_at
    monkeypatch.setattr(
        verifier, "answer_at",
        lambda g, r, e, before: plain(g, r, [x for x in e if x.kind != "withdrawn"], before),
    )  # fmt: skip


MUTANTS = [
    silence_is_yes, most_suffice, first_common_package, smallest_sum_alone, rounded_up,
    late_answers_count, the_first_answer_counts, withdrawn_answers_count,
]  # fmt: skip


@pytest.mark.parametrize("mutant", MUTANTS)
def test_every_mutant_is_killed(mutant, monkeypatch):
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        the_same_comes_out(1_000)


def test_an_answer_at_the_close_is_late():
    gate, _ = random_room(random.Random(1))
    at = [
        Event("r", "party:a", 0, "answer", "party:a", CLOSES[0], {"gate": "g", "value": "yes"}, "")
    ]
    assert verifier.answer_at(gate, 0, at, CLOSES[0]) is None


@pytest.mark.parametrize("seed", range(4))
def test_real_rooms_end_as_the_second_implementation_says_and_both_verifiers_agree(seed, tmp_path):
    rng = random.Random(seed)
    play = Play(tmp_path)
    play.consent()
    packages = [{"wage": str(wage), "term": "long"} for wage in (5, 6, 7)]
    play.ask("one")
    play.ask("some", "batch", packages=packages)
    said = {}
    for each in play.parties:
        for gate, content in (
            ("one", {"value": rng.choice(["yes", "yes", "yes", "no"])}),
            ("some", {"order": rng.sample(range(3), rng.randint(1, 3))}),
        ):
            if rng.random() < 0.9:
                play.act(each, "answer", gate=gate, **content)
                said[each, gate] = content
    play.wait(hours=2)
    room = play.view()
    yes = all(said.get((each, "one"), {}).get("value") == "yes" for each in play.parties)
    assert room.gate("one").agreed == ({"wage": "6", "term": "long"} if yes else None)
    lists = [said.get((each, "some"), {"order": []})["order"] for each in play.parties]
    common = [p for p in range(3) if all(p in each for each in lists)]
    place = min(common, key=lambda p: (max(e.index(p) for e in lists), sum(e.index(p) for e in lists), p),
                default=None)  # fmt: skip
    assert room.gate("some").agreed == (None if place is None else packages[place])
    for role in (*play.parties, MEDIATOR):
        assert first_holds(play.export(role))
        assert second_holds(play.export(role))
