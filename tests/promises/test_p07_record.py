"""P7, the record cannot be rewritten: whatever an admin changes, two independent verifiers refuse it."""

import random

import pytest

import lastyard.room.record.tree as tree
import lastyard.room.record.verify as verifier
from conftest import THOROUGH
from lastyard.room.closing import signing_seed
from lastyard.room.roles import MEDIATOR, OBSERVER
from room.tampering import first_holds, forked, packed, played, second_holds, tampered, unpacked

EDITS = 1_000 if THOROUGH else 150


@pytest.fixture(scope="module")
def room(tmp_path_factory):
    return played(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module", params=["union", "state", MEDIATOR, OBSERVER], ids=str)
def bundle(request, room):
    return room[0].export(request.param)


def test_what_was_not_touched_holds_for_both(bundle, room):
    kept = [room[2]]
    assert first_holds(bundle, kept)
    assert second_holds(bundle, kept)


def test_the_receipt_that_was_kept_is_in_the_record(room):
    play, receipt, _ = room
    assert first_holds(play.export("union"), [receipt.note])
    assert second_holds(play.export("union"), [receipt.note])


def refuses_random_edits(holds, data, edits=EDITS):
    files, rng = unpacked(data), random.Random(7)
    done = 0
    while done < edits:
        changed = tampered(files, rng)
        if changed == files:
            continue
        done += 1
        assert not holds(packed(changed)), f"edit {done} was not seen"


@pytest.mark.thorough
def test_random_edits_are_refused_by_both(room):
    data = room[0].export("union")
    refuses_random_edits(first_holds, data)
    refuses_random_edits(second_holds, data)


def test_a_record_made_anew_by_the_server_itself_is_refused_by_who_kept_something(room):
    play, _, note = room
    with play.store.reading(play.id) as reading:
        seed = signing_seed(reading)
    files, rng = unpacked(play.export("firm")), random.Random(3)
    for _ in range(20):
        data = packed(forked(files, seed, rng))
        assert not first_holds(data, [note])
        assert not second_holds(data, [note])


def test_a_fork_is_refused_where_a_member_cosigned(room):
    play, _, _ = room
    with play.store.reading(play.id) as reading:
        seed = signing_seed(reading)
    files, rng = unpacked(play.export(MEDIATOR)), random.Random(4)
    for _ in range(10):
        data = packed(forked(files, seed, rng))
        assert not first_holds(data)
        assert not second_holds(data)


def test_an_older_copy_is_told_in_words(tmp_path):
    from lastyard.room.record.bundle import read_bundle
    from room_play import Play

    play = Play(tmp_path)
    play.consent()
    old = play.export("firm")
    play.wait(hours=30)
    play.settle()
    note = play.view("firm").in_compartment("heads")[-1].content["note"]
    verdict = verifier.verify(read_bundle(old), [note])
    assert not verdict.holds
    assert "an old copy was put back" in verdict.unbroken.problems[-1]
    assert second_holds(old)
    assert not second_holds(old, [note])


def vectors():
    from room.test_tree_and_notes import (
        LEAVES,
        ROOTS,
        test_an_odd_leaf_is_not_doubled_and_an_inner_node_is_no_leaf,
    )

    for size, root in ROOTS.items():
        assert tree.root_hash(LEAVES[:size]).hex() == root
    test_an_odd_leaf_is_not_doubled_and_an_inner_node_is_no_leaf()


def no_prefix(monkeypatch):
    monkeypatch.setattr(tree, "_inner", lambda left, right: tree.sha256(left + right).digest())


def odd_leaf_doubled(monkeypatch):
    def root(leaves):
        level = list(leaves)
        while len(level) > 1:
            level += level[-1:] * (len(level) % 2)
            level = [tree._inner(a, b) for a, b in zip(level[::2], level[1::2], strict=True)]
        return level[0] if level else tree.sha256().digest()

    monkeypatch.setattr(tree, "root_hash", root)


@pytest.mark.parametrize("mutant", [no_prefix, odd_leaf_doubled])
def test_a_mutant_of_the_tree_fails_the_vectors(mutant, monkeypatch):
    vectors()
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        vectors()


def trusts_any_signature(monkeypatch):
    monkeypatch.setattr(verifier, "verified", lambda *_: True)


def trusts_the_servers_size(monkeypatch):
    monkeypatch.setattr(verifier._Record, "_checkpoints", lambda self: None)


def looks_at_no_published_root(monkeypatch):
    monkeypatch.setattr(verifier._Record, "_published", lambda self, name: None)


def looks_at_no_order(monkeypatch):
    plain = verifier._Record._one_compartment

    def only_hashes(self, name, events):
        before = list(self.problems)
        plain(self, name, events)
        self.problems[:] = before

    monkeypatch.setattr(verifier._Record, "_one_compartment", only_hashes)
    monkeypatch.setattr(verifier._Record, "_published", lambda self, name: None)


@pytest.mark.parametrize(
    "mutant",
    [trusts_any_signature, trusts_the_servers_size, looks_at_no_published_root, looks_at_no_order],
)
def test_a_mutant_of_the_verifier_lets_an_edit_through(mutant, monkeypatch, room):
    data = room[0].export("union")
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        refuses_random_edits(first_holds, data, 1_000)


def test_a_room_that_signs_with_another_key_than_the_charter_names_is_refused(room):
    play, _, _ = room
    files = unpacked(play.export("union"))
    other = forked(files, bytes(32), random.Random(1))
    from lastyard.room.record.notes import public_key

    other["room.json"] = other["room.json"].replace(
        files["room.json"].split('"key":"')[1][:64], public_key(bytes(32)).hex()
    )
    assert not first_holds(packed(other))
    assert not second_holds(packed(other))
