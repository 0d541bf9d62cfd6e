"""The rules of the gates and their proofs, with the forgeries that a server could try."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.room.gates import Found, Gate, all_yes, batch, context_of, last_gap, rule_of
from lastyard.room.record import commitments as pedersen

CLOSE = ("2026-01-05T10:00:00Z",)


def gate_for(rule, parties=("a", "b", "c"), packages=3, **more):
    if rule == "last-gap":
        return Gate("g", rule, ("a", "b"), CLOSE, issue="wage", more="a",
                    options=tuple(map(str, range(11))), **more)  # fmt: skip
    count = 1 if rule == "all-yes" else packages
    return Gate("g", rule, parties, CLOSE, tuple({"wage": str(k)} for k in range(count)), **more)


def hidden(gate, answers):
    """Openings and commitments of answers, and the context of their proof."""
    rule, count = rule_of(gate), len(gate.packages)
    openings = {
        party: [
            (n, pedersen.scalar()) for n in rule.numbers(gate, count, party, answers.get(party))
        ]
        for party in gate.parties
    }
    points = {party: [pedersen.commit(*each) for each in row] for party, row in openings.items()}
    told = {party: [point.hex() for point in row] for party, row in points.items()}
    return openings, points, context_of("room", gate, gate.packages, 0, told)


def proved(gate, answers):
    rule, count = rule_of(gate), len(gate.packages)
    openings, points, context = hidden(gate, answers)
    found = rule.outcome(gate, count, answers)
    proof = rule.prove(gate, count, found, openings, context)
    return found, proof, points, context


def shows(gate, found, points, proof, context):
    return rule_of(gate).shows(gate, len(gate.packages), found, points, proof, context)


def yes(*values):
    return {
        party: None if value is None else {"value": value}
        for party, value in zip("abcdefghijklmno", values, strict=False)
    }


@pytest.mark.parametrize("answers", list(product(["yes", "no", None], repeat=3)))
def test_all_yes_is_agreed_where_all_say_yes_and_is_proved_either_way(answers):
    gate = gate_for("all-yes")
    found, proof, points, context = proved(gate, yes(*answers))
    assert (found.result == "agreed") == (answers == ("yes",) * 3)
    assert shows(gate, found, points, proof, context)


def test_a_server_cannot_call_agreed_what_one_refused():
    gate = gate_for("all-yes")
    openings, points, context = hidden(gate, yes("yes", "no", "yes"))
    lie = {"opened": [pedersen.written_scalar(row[0][1]) for row in openings.values()]}
    assert not shows(gate, Found("agreed", 0), points, lie, context)
    # Not with a number of its choice either: it would need the logarithm of the second generator.
    lie["opened"][1] = pedersen.written_scalar(openings["b"][0][1] + 1)
    assert not shows(gate, Found("agreed", 0), points, lie, context)


def test_a_server_cannot_call_not_agreed_what_all_accept():
    gate = gate_for("all-yes")
    openings, points, context = hidden(gate, yes("yes", "yes", "yes"))
    row = [points[party][0] for party in gate.parties]
    about = context + (0).to_bytes(2, "big")
    for which, party in enumerate(gate.parties):
        lie = {"one refused": pedersen.prove_one_of(row, which, openings[party][0][1], about)}
        assert not shows(gate, Found("not agreed"), points, lie, context)


def test_a_proof_holds_for_nothing_else():
    gate = gate_for("all-yes")
    found, proof, points, context = proved(gate, yes("yes", "no", None))
    assert shows(gate, found, points, proof, context)
    assert not shows(gate, found, points, proof, bytes(32))
    text = proof["one refused"]
    for at in range(0, len(text), 37):
        changed = text[:at] + format(int(text[at], 16) ^ 1, "x") + text[at + 1 :]
        assert not shows(gate, found, points, {"one refused": changed}, context)
    other = {**points, "a": [pedersen.commit(1, pedersen.scalar())]}
    assert not shows(gate, found, other, proof, context)
    assert not shows(gate, found, points, {"one refused": text[:-128]}, context)
    assert not shows(gate, found, points, {"one refused": text.upper()}, context)
    assert not shows(gate, found, points, {}, context)


def test_fifteen_parties_take_what_was_promised():
    gate = gate_for("all-yes", parties=tuple("abcdefghijklmno"))
    found, proof, points, context = proved(gate, yes(*["yes"] * 14, "no"))
    assert shows(gate, found, points, proof, context)
    assert len(proof["one refused"]) // 2 + 32 * len(points) == 1_440


@given(st.lists(st.sampled_from(["yes", "no", None]), min_size=2, max_size=5))
def test_a_proof_says_nothing_of_who_refused(values):
    """Whoever the prover knows to have refused, proofs look alike: same size, all of it in range."""
    gate = gate_for("all-yes", parties=tuple("abcde"[: len(values)]))
    found, proof, points, context = proved(gate, yes(*values))
    if found.result == "not agreed":
        assert sorted(proof) == ["one refused"]
        assert len(proof["one refused"]) == 128 * len(values)
    assert shows(gate, found, points, proof, context)


def test_points_outside_the_group_are_refused():
    # A point of order 8, and the identity written in another way.
    small = bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05")
    odd = bytes.fromhex("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f")
    for bad in (small, odd, bytes(32)):
        assert pedersen.point_of(bad.hex()) is None
        assert not pedersen.shows_one_of([bad], "0" * 128, b"x")
    assert pedersen.scalar_of(pedersen.ORDER.to_bytes(32, "little").hex()) is None


@pytest.mark.thorough
@given(st.integers(0, 2**12 - 1))
def test_a_range_is_proved_of_what_is_in_it_alone(number):
    r = pedersen.scalar()
    proof = pedersen.prove_range(number, r, 12, b"x")
    point = pedersen.commit(number, r)
    assert pedersen.shows_range(point, proof, 12, b"x")
    assert not pedersen.shows_range(point, proof, 12, b"y")
    assert not pedersen.shows_range(pedersen.commit(number + 1, r), proof, 12, b"x")
    assert not pedersen.shows_range(point, proof[:-1], 12, b"x")
    outside = number + 2**12
    lie = pedersen.prove_range(outside, r, 12, b"x")
    assert not pedersen.shows_range(pedersen.commit(outside, r), lie, 12, b"x")


@given(st.data())
def test_a_batch_is_proved_as_far_as_it_says(data):
    orders = st.none() | st.permutations(range(3)).flatmap(
        lambda each: st.integers(0, 3).map(lambda k: {"order": list(each[:k])})
    )
    gate = gate_for("batch", parties=("a", "b"))
    answers = {party: data.draw(orders) for party in gate.parties}
    found, proof, points, context = proved(gate, answers)
    assert shows(gate, found, points, proof, context)
    for place in range(3):
        common = all(a is not None and place in a["order"] for a in answers.values())
        openings = {p: [] for p in gate.parties}
        forged = {"opened": ["00" * 32 for _ in openings]}
        if not common:
            assert not shows(gate, Found("agreed", place), points, forged, context)
    if found.place is not None:
        assert not shows(gate, Found("not agreed"), points, proof, context)
        assert not shows(gate, Found("agreed", (found.place + 1) % 3), points, proof, context)
    else:
        assert not shows(gate, Found("not agreed"), points, {"none": proof["none"][:-1]}, context)


def test_an_improvement_never_takes_the_floor_itself():
    gate = gate_for("improvement", parties=("a", "b"))
    assert batch.refused(gate, 3, {"order": [0]}) is not None
    found, proof, points, context = proved(gate, {"a": {"order": [2, 1]}, "b": {"order": [2]}})
    assert found == Found("agreed", 2)
    assert shows(gate, found, points, proof, context)
    assert all(len(row) == 2 for row in points.values())


@given(st.none() | st.integers(0, 10), st.none() | st.integers(0, 10), st.integers(0, 3))
def test_bids_settle_in_the_middle_or_not_and_are_proved_either_way(more, less, gap):
    gate = gate_for("last-gap", gap=gap)
    answers = {
        "a": None if more is None else {"value": more},
        "b": None if less is None else {"value": less},
    }
    found, proof, points, context = proved(gate, answers)
    meets = more is not None and less is not None and more - less <= gap
    assert found == (Found("settled", (more + less) // 2) if meets else Found("not settled"))
    assert shows(gate, found, points, proof, context)
    if meets:
        assert not shows(gate, Found("settled", found.place + 1), points, proof, context)
        assert not shows(gate, Found("not settled"), points, {"apart": proof["near"]}, context)
    else:
        openings, points, context = hidden(gate, answers)
        (m, r), (s, t) = openings["a"][0], openings["b"][0]
        bits = (2 * 11 + gap).bit_length()
        lie = {
            "sum": m + s,
            "blinding": pedersen.written_scalar(r + t),
            "near": pedersen.prove_range(s + gap - m, t - r, bits, context),
        }
        assert not shows(gate, Found("settled", (m + s) // 2), points, lie, context)


def test_what_is_no_answer_is_told_in_words():
    for bad in ({}, {"value": "maybe"}, {"value": True}):
        assert all_yes.refused(gate_for("all-yes"), 1, bad)
    for bad in ({}, {"order": "01"}, {"order": [3]}, {"order": [0, 0]}, {"order": [True]}):
        assert batch.refused(gate_for("batch"), 3, bad)
    for bad in ({}, {"value": "3"}, {"value": 11}, {"value": -1}, {"value": True}):
        assert last_gap.refused(gate_for("last-gap"), 0, bad)
