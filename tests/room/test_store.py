"""Stores: the same behaviour on SQLite and on PostgreSQL, and what each refuses in words."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lastyard.errors import RequestError
from lastyard.room.acts import Conflict, NotHere, TooLate, view
from lastyard.room.events import Event
from lastyard.room.roles import MEDIATOR, OBSERVER, party
from lastyard.room.sealing import master_key, sealed, unsealed
from lastyard.room.store import StoreError, open_store
from postgres import Cluster
from room_play import MASTER, Play


@pytest.fixture(scope="module")
def cluster():
    found = Cluster()
    yield found
    found.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def where(request, tmp_path):
    if request.param == "sqlite":
        return str(tmp_path / "rooms")
    return request.getfixturevalue("cluster").address()


@pytest.fixture
def play(where):
    store = open_store(where, MASTER)
    yield Play(None, store=store)
    store.close()


@pytest.mark.thorough
def test_a_room_is_there_for_another_process(play, where):
    play.consent()
    receipt = play.act("union", "entry", to="party:union", question="q", answer="word")
    other = open_store(where, MASTER)
    assert play.id in other.rooms()
    seen = view(other, play.id, party("union"))
    assert seen.entries["party:union"] == {"q": "word"}
    assert receipt.index == seen.in_compartment("party:union")[-1].index
    assert "party:union" not in view(other, play.id, MEDIATOR).entries
    other.close()


def test_the_same_key_gives_the_same_receipt_and_another_content_a_conflict(play):
    play.consent()
    once = "a key of one form"
    one = play.act("union", "entry", to="party:union", once=once, question="q", answer=1)
    play.wait(minutes=5)
    assert play.act("union", "entry", to="party:union", once=once, question="q", answer=1) == one
    with pytest.raises(Conflict):
        play.act("union", "entry", to="party:union", once=once, question="q", answer=2)
    other = play.act("firm", "entry", to="party:firm", once=once, question="q", answer=2)
    assert other != one
    with pytest.raises(RequestError, match="16 letters"):
        play.act("firm", "entry", to="party:firm", once="short", question="q", answer=2)


def test_a_key_that_was_used_in_time_gives_its_receipt_after_the_close(play):
    play.consent()
    play.ask("g")
    once = "a key of one form"
    one = play.act("union", "answer", once=once, gate="g", value="yes")
    play.wait(hours=3)
    assert play.act("union", "answer", once=once, gate="g", value="yes") == one
    with pytest.raises(TooLate):
        play.act("union", "answer", gate="g", value="yes")


def test_a_small_secret_is_taken_once_of_many_who_ask(play, where):
    play.store.keep(play.id, "invitation", "word", play.at(hours=1))
    assert play.store.kept(play.id, "invitation", play.at(minutes=1)) == "word"
    assert play.store.kept(play.id, "invitation", play.at(hours=1)) is None
    assert play.store.kept(play.id, "other", play.at()) is None
    found = []

    def ask():
        store = open_store(where, MASTER)
        found.append(store.take(play.id, "invitation", play.at()))
        store.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(found, key=str) == [None] * 5 + ["word"]


def test_another_master_key_is_refused(play, where):
    with pytest.raises(StoreError, match="not the master key"):
        open_store(where, bytes(32))


def test_what_is_not_there_is_told_as_what_is_not_for_you(play, where):
    told = set()
    asked = [
        lambda: view(play.store, play.id, party("nobody")),
        lambda: view(play.store, "a" * 26, MEDIATOR),
        lambda: view(play.store, "../x", MEDIATOR),
        lambda: play.act(OBSERVER, "comment", version=1, text="x"),
        lambda: play.act("union", "answer", gate="none", value="yes"),
    ]
    for ask in asked:
        with pytest.raises(NotHere) as refused:
            ask()
        told.add(str(refused.value))
    assert len(told) == 1


def test_a_destroyed_room_is_not_there(play, where):
    play.consent()
    play.store.destroy(play.id)
    assert play.id not in play.store.rooms()
    with pytest.raises(NotHere):
        play.view()


def test_half_an_act_is_never_there(play):
    play.consent()
    before = play.view("union").events

    def fail_midway():
        with play.store.writing(play.id) as writing:
            told = (play.id, "party:union", writing.size("party:union"), "entry", "party:union")
            writing.append(Event(*told, play.at(), {"question": "q", "answer": 1}, "00"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_midway()
    assert play.view("union").events == before


@pytest.mark.thorough
def test_two_processes_write_one_after_the_other(play, where):
    play.consent()
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from datetime import timedelta\n"
        "from room_play import *\n"
        "store = open_store(sys.argv[2], MASTER)\n"
        "for k in range(15):\n"
        "    draft = Draft('entry', {'question': f'{sys.argv[4]} {k}', 'answer': k}, 'party:union')\n"
        "    act(store, sys.argv[3], party('union'), draft, key=f'a key of {sys.argv[4]:>20} {k}', now=START)\n"
    )
    arguments = [sys.executable, "-c", program, str(Path(__file__).parents[1]), where, play.id]
    running = [subprocess.Popen([*arguments, name]) for name in "ab"]
    assert [each.wait() for each in running] == [0, 0]
    own = play.view("union").in_compartment("party:union")
    assert [event.index for event in own] == list(range(30))


def test_files_are_for_their_owner_alone(tmp_path):
    old = os.umask(0)
    try:
        play = Play(tmp_path / "rooms")
        play.consent()
    finally:
        os.umask(old)
    for path in [tmp_path / "rooms", *(tmp_path / "rooms").rglob("*")]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path


def test_a_damaged_file_is_told(tmp_path):
    play = Play(tmp_path)
    play.store.close()
    path = tmp_path / "rooms.db"
    data = bytearray(path.read_bytes())
    for at in range(4096, len(data), 512):
        data[at : at + 64] = os.urandom(64)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"):
        open_store(str(tmp_path), MASTER)
    path.write_bytes(b"no database at all" * 500)
    with pytest.raises(StoreError, match="damaged"):
        open_store(str(tmp_path), MASTER)


def test_what_was_changed_or_moved_at_rest_is_refused(tmp_path):
    play = Play(tmp_path)
    play.consent()
    for word in ("one", "two"):
        play.act("union", "entry", to="party:union", question=word, answer=word)
    play.store.close()
    with sqlite3.connect(tmp_path / "rooms.db") as db:
        ((tag, _),) = db.execute(
            "SELECT tag, count(*) FROM event GROUP BY tag HAVING count(*) = 2 LIMIT 1"
        ).fetchall()
        boxes = [
            box
            for (box,) in db.execute(
                "SELECT sealed FROM event WHERE tag = ? ORDER BY place", (tag,)
            )
        ]
        db.execute("UPDATE event SET sealed = ? WHERE tag = ? AND place = 0", (boxes[1], tag))
    db.close()
    store = open_store(str(tmp_path), MASTER)

    def look():
        return [view(store, play.id, each) for each in (MEDIATOR, *map(party, play.parties))]

    with pytest.raises(StoreError, match="changed"):
        look()
    store.close()


def test_a_full_disk_is_told_and_nothing_half_is_kept(tmp_path):
    play = Play(tmp_path)
    play.consent()
    pages = play.store._connection()
    ((count,),) = pages.execute("PRAGMA page_count").fetchall()
    pages.execute(f"PRAGMA max_page_count = {count + 4}")
    receipts = []

    def fill():
        for k in range(1_000):
            told = {"question": f"q{k}", "answer": "x" * 900}
            receipts.append(play.act("union", "entry", to="party:union", **told))

    with pytest.raises(StoreError, match="the disk is full; nothing was written"):
        fill()
    pages.execute("PRAGMA max_page_count = 1000000")
    assert len(play.view("union").in_compartment("party:union")) == len(receipts)
    play.act("union", "entry", to="party:union", question="after", answer="x")


def test_the_master_key_is_of_a_file_or_of_the_environment(tmp_path, monkeypatch):
    monkeypatch.delenv("LASTYARD_ROOM_KEY", raising=False)
    path = tmp_path / "key"
    with pytest.raises(StoreError, match="no master key"):
        master_key(str(path))
    made = master_key(str(path), make=True)
    assert master_key(str(path)) == made
    path.chmod(0o640)
    with pytest.raises(StoreError, match="others may read"):
        master_key(str(path))
    path.chmod(0o600)
    path.write_text("short")
    with pytest.raises(StoreError, match="64 hexadecimal digits"):
        master_key(str(path))
    monkeypatch.setenv("LASTYARD_ROOM_KEY", MASTER.hex())
    assert master_key(str(path)) == MASTER
    monkeypatch.setenv("LASTYARD_ROOM_KEY", "zz")
    with pytest.raises(StoreError, match="LASTYARD_ROOM_KEY"):
        master_key(str(path))


def test_sizes_of_what_is_sealed_tell_little():
    sizes = {len(sealed(MASTER, bytes(k), b"")) for k in range(0, 509)}
    assert len(sizes) == 1
    assert unsealed(MASTER, sealed(MASTER, b"word", b"here"), b"here") == b"word"
    with pytest.raises(StoreError):
        unsealed(MASTER, sealed(MASTER, b"word", b"here"), b"there")


def test_a_transaction_of_the_database_sees_its_own_room_alone(cluster):
    import psycopg

    store = open_store(cluster.address(), MASTER)
    one, other = Play(None, store=store), Play(None, store=store)
    with psycopg.connect(cluster.address()) as db:
        tables = ("event", "said", "kept", "room", "key")
        for table in tables:
            assert db.execute(f"SELECT count(*) FROM {table}").fetchall() == [(0,)], table
        db.execute("SELECT set_config('lastyard.room', %s, true)", (one.id,))
        for table in ("event", "room", "key"):
            rows = db.execute(f"SELECT DISTINCT room FROM {table}").fetchall()
            assert rows == [(one.id,)], table
        db.execute("SELECT set_config('lastyard.room', '*', true)")
        assert {(one.id,), (other.id,)} <= set(db.execute("SELECT room FROM room").fetchall())
        assert db.execute("SELECT count(*) FROM key").fetchall() == [(0,)]
    store.close()


def test_a_role_that_sees_all_rooms_and_an_unsafe_server_are_refused(cluster):
    with pytest.raises(StoreError, match="no superuser"):
        open_store(cluster.address("above"), MASTER)
    cluster.stop_server()
    cluster.start(fsync="off")
    with pytest.raises(StoreError, match="fsync off"):
        open_store(cluster.address(), MASTER)
    cluster.stop_server()
    cluster.start()
    with pytest.raises(StoreError, match="cannot be reached"):
        open_store("postgresql://rooms@127.0.0.1:1/rooms", MASTER)
