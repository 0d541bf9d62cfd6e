"""P9, leaving and forgetting: keys destroyed, nothing of it readable, and the record still holds."""

import shutil
import sqlite3

import pytest

import lastyard.room.sqlite as sqlite
from lastyard.room.acts import NotHere, TooLate, case_of
from lastyard.room.gates import all_yes
from lastyard.room.roles import MEDIATOR
from lastyard.room.sealing import RoomKeys, unsealed
from lastyard.room.store import StoreError, Writing
from room.tampering import first_holds, second_holds
from room_play import MASTER, Play


def played(folder):
    play = Play(folder)
    play.consent()
    play.act("union", "entry", to="party:union", question="q", answer="a secret of the union")
    play.act("union", "entry", to="caucus:union", question="order", answer=["wage", "term"])
    play.act("union", "reply", text="a secret of the union")
    play.act("firm", "reply", text="a word of the firm")
    play.ask("g")
    for each in play.parties:
        play.act(each, "answer", gate="g", value="yes")
    play.wait(hours=1)
    return play


def everything(folder, room, backup=None):
    """All that somebody can open who has the files, the master key, and a copy of the database."""
    data = (folder / "keys" / room).read_bytes()
    held = RoomKeys(MASTER, room, data)
    opened = []
    for file in filter(None, (folder / "rooms.db", backup)):
        with sqlite3.connect(file) as db:
            boxes = db.execute("SELECT tag, place, sealed FROM event").fetchall()
        db.close()
        for tag, place, box in boxes:
            for key in filter(None, map(held.key, held.names)):
                try:
                    opened.append(
                        unsealed(key, box, room.encode() + tag + place.to_bytes(8, "big"))
                    )
                except StoreError:
                    continue
    return b"\n".join(opened)


def is_gone(tmp_path):
    folder, backup = tmp_path / "rooms", tmp_path / "copy.db"
    play = played(folder)
    play.store._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(folder / "rooms.db", backup)
    assert b"a secret of the union" in everything(folder, play.id, backup)
    play.act("union", "left", party="union")
    play.store._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    left = everything(folder, play.id, backup)
    assert b"a word of the firm" in left
    assert b"a secret of the union" not in left
    assert "caucus:union" not in {event.compartment for event in play.view().events}
    return play


def test_what_a_party_said_is_gone_for_the_mediator_and_for_whoever_has_all_files(tmp_path):
    play = is_gone(tmp_path)
    assert not any("caucus-union" in each.id for each in case_of(play.view()).statements)
    with pytest.raises((TooLate, NotHere)):
        play.act("union", "reply", text="more")


def test_open_gates_count_it_as_no_and_the_record_holds_for_all(tmp_path):
    play = is_gone(tmp_path)
    before = play.export("firm")
    play.wait(hours=3)
    assert play.view("firm").gate("g").outcomes[0]["result"] == "not agreed"
    for data in (before, play.export("firm"), play.export("state"), play.export(MEDIATOR)):
        assert first_holds(data)
        assert second_holds(data)
    play.ask("without it", parties=["firm", "state"])
    for each in ("firm", "state"):
        play.act(each, "answer", gate="without it", value="yes")
    play.wait(hours=3)
    assert play.view("state").gate("without it").agreed
    assert second_holds(play.export("state"))


def test_a_crash_between_leaving_and_destroying_is_made_good(tmp_path, monkeypatch):
    play = played(tmp_path / "rooms")
    with monkeypatch.context() as patched:
        patched.setattr(sqlite.SqliteStore, "erase", lambda *_: None)
        play.act("union", "left", party="union")
    assert b"a secret" in everything(tmp_path / "rooms", play.id)
    play.settle()
    play.store._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert b"a secret" not in everything(tmp_path / "rooms", play.id)


def soft_delete(monkeypatch):
    hidden = set()
    plain = Writing.events
    monkeypatch.setattr(sqlite.SqliteStore, "erase", lambda self, room, names: hidden.update(names))
    monkeypatch.setattr(
        Writing, "events", lambda self, names: plain(self, [n for n in names if n not in hidden])
    )


def one_key_kept(monkeypatch):
    plain = sqlite.SqliteStore.erase
    monkeypatch.setattr(
        sqlite.SqliteStore, "erase", lambda self, room, names: plain(self, room, [*names][:1])
    )


def one_key_for_all(monkeypatch):
    plain = RoomKeys.key
    monkeypatch.setattr(
        RoomKeys, "key", lambda self, name: plain(self, name) and plain(self, "shared")
    )


@pytest.mark.parametrize("mutant", [soft_delete, one_key_kept, one_key_for_all])
def test_every_mutant_is_killed(mutant, monkeypatch, tmp_path):
    mutant(monkeypatch)
    with pytest.raises(AssertionError):
        is_gone(tmp_path)


def test_a_mutant_that_still_counts_who_left_is_killed(tmp_path, monkeypatch):
    plain = all_yes.numbers
    monkeypatch.setattr(
        all_yes, "numbers", lambda g, c, p, a: [1] if a is None else plain(g, c, p, a)
    )
    with pytest.raises(AssertionError):
        test_open_gates_count_it_as_no_and_the_record_holds_for_all(tmp_path)


def leaves_no_bytes(folder):
    play = played(folder)
    with play.store.reading(play.id) as reading:
        told = reading.leaves(["shared", "party:union"])
        leaves = [leaf for each in told.values() for leaf in each]
    play.store._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    assert all(leaf in (folder / "rooms.db").read_bytes() for leaf in leaves)
    play.store.destroy(play.id)
    for path in folder.rglob("*"):
        data = path.read_bytes() if path.is_file() else b""
        assert not any(leaf in data for leaf in leaves), path.name
        assert play.id.encode() not in data
        assert path.name != play.id


def is_destroyed_on_its_day(folder):
    play = Play(folder, keep_days=10)
    play.consent()
    play.wait(days=100)
    play.act(MEDIATOR, "ended")
    play.wait(days=9, hours=23)
    assert play.view().ended
    play.wait(hours=1)
    with pytest.raises(NotHere):
        play.view()
    assert play.store.rooms() == ()
    assert not list((folder / "keys").iterdir())


def test_a_room_that_is_over_is_destroyed_on_its_day_and_no_earlier(tmp_path):
    is_destroyed_on_its_day(tmp_path / "rooms")


def test_a_mutant_that_keeps_a_room_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(sqlite.SqliteStore, "destroy", lambda *_: None)
    with pytest.raises(AssertionError):
        is_destroyed_on_its_day(tmp_path / "rooms")


def test_a_destroyed_room_leaves_no_bytes(tmp_path):
    leaves_no_bytes(tmp_path / "rooms")


def test_a_mutant_that_does_not_overwrite_is_killed(tmp_path, monkeypatch):
    told = tuple(each.replace("secure_delete=ON", "secure_delete=OFF") for each in sqlite.PRAGMAS)
    monkeypatch.setattr(sqlite, "PRAGMAS", told)
    with pytest.raises(AssertionError):
        leaves_no_bytes(tmp_path / "rooms")
