"""P5, unreadable at rest: no file, log or dump holds an answer, a name or words of the case in clear."""

import base64
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from nacl import bindings as sodium

import lastyard.room.sealing as sealing
import lastyard.room.sqlite as sqlite
import lastyard.room.store as stores
from lastyard.room.roles import MEDIATOR
from lastyard.room.sealing import RoomKeys
from room_play import CASE, MASTER, Play

LETTERS = "abcdefghijklmnopqrstuvwxyz"


class Canaries:
    """Random words of 16 letters, and where they were put."""

    def __init__(self):
        self.rng, self.words = random.Random(1), []

    def new(self):
        word = "".join(self.rng.choice(LETTERS) for _ in range(16))
        self.words.append(word)
        return word

    def forms(self):
        for word in self.words:
            plain = word.encode()
            yield plain
            yield word.encode("utf-16-le")
            yield word.encode("utf-16-be")
            yield plain.hex().encode()
            yield plain.hex().upper().encode()
            for shift in range(3):  # as it may stand in base64, at each offset
                yield base64.b64encode(bytes(shift) + plain + bytes(3 - shift))[4:20]


def used(folder):
    """A room with a canary in every field that anybody writes; its store stays open."""
    canary = Canaries()
    name = canary.new()
    case = (
        CASE.replace("Wage talks", canary.new())
        .replace("union", name)
        .replace("short", canary.new())
    )
    case = case.replace("confidential: true", f"confidential: true, note: {canary.new()}")
    play = Play(folder, case=case, parties=(name, "firm", "state"), terms=canary.new())
    play.consent()
    play.act(MEDIATOR, "text", version=1, parts=[{"text": canary.new()}])
    play.act("firm", "comment", version=1, text=canary.new())
    play.act(MEDIATOR, "question", to=f"caucus:{name}", text=canary.new())
    play.act(name, "reply", text=canary.new() * 200)  # such as a compressor would find
    play.act(name, "entry", to=f"party:{name}", question=canary.new(), answer=canary.new())
    play.act(MEDIATOR, "released", to="public", acknowledged=[], parts=[{"text": canary.new()}])
    play.ask(canary.new(), words=canary.new(), packages=[{"wage": "6", "term": "long"}])
    play.act("firm", "entry", to="party:firm", once=canary.new() + "one", question="q", answer=1)
    play.store.keep(play.id, canary.new(), canary.new(), play.at(hours=1))
    play.wait(hours=3)
    play.settle()
    return play, canary


def contents(folder):
    """All files below a folder, and the deleted ones that this process still holds open."""
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file():
            yield path.name, path.read_bytes()
    for link in Path("/proc/self/fd").glob("*"):
        if "(deleted)" in str(link.readlink() if link.is_symlink() else "") and "etilqs" in str(
            link.readlink()
        ):
            yield "deleted", Path(link).read_bytes()


def holds_nothing(folder, canary, keys=()):
    forms = [*canary.forms(), *keys, *(key.hex().encode() for key in keys)]
    for name, data in contents(folder):
        for form in forms:
            assert form not in data, f"{name} holds {form!r}"


def is_unreadable(tmp_path):
    play, canary = used(tmp_path / "rooms")
    data = (tmp_path / "rooms" / "keys" / play.id).read_bytes()
    held = RoomKeys(MASTER, play.id, data)
    keys = [MASTER, *filter(None, map(held.key, held.names))]
    assert len(keys) > 8
    assert (tmp_path / "rooms" / "rooms.db-wal").stat().st_size > 0
    holds_nothing(tmp_path, canary, keys)  # with the log of what is not in the database yet
    play.store._connection().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    play.store._connection().execute("VACUUM")
    holds_nothing(tmp_path, canary, keys)
    play.store.close()
    holds_nothing(tmp_path, canary, keys)


def test_no_file_holds_anything_in_clear(tmp_path):
    is_unreadable(tmp_path)


def plain_text(monkeypatch):
    def sealed(key, content, where):
        return content

    monkeypatch.setattr(stores, "sealed", sealed)
    monkeypatch.setattr(stores, "unsealed", sealed)


def names_as_tags(monkeypatch):
    plain = RoomKeys.tag
    monkeypatch.setattr(RoomKeys, "tag", lambda self, name: plain(self, name) and name.encode())


def receipts_by_their_key(monkeypatch):
    monkeypatch.setattr(stores, "named", lambda key, name: name.encode())


def keys_not_wrapped(monkeypatch):
    plain = sealing.made_keys

    def made_keys(master, room, names):
        data = plain(master, room, names)
        held = RoomKeys(master, room, data)
        return data + b"".join(filter(None, map(held.key, held.names)))

    monkeypatch.setattr(sqlite, "made_keys", made_keys)


def master_key_beside_the_data(monkeypatch):
    plain = sqlite.write_keys

    def write_keys(path, data):
        plain(path, data)
        (Path(path).parent / "master.key").write_text(MASTER.hex())

    monkeypatch.setattr(sqlite, "write_keys", write_keys)


@pytest.mark.parametrize(
    "mutant",
    [
        plain_text,
        names_as_tags,
        receipts_by_their_key,
        keys_not_wrapped,
        master_key_beside_the_data,
    ],
)
def test_every_mutant_is_killed(mutant, monkeypatch, tmp_path):
    mutant(monkeypatch)
    with pytest.raises(AssertionError, match="holds"):
        is_unreadable(tmp_path)


def two_days_tell_nothing(tmp_path):
    """Of two copies the difference tells that somebody wrote, not who, nor yes or no."""
    told = []
    for who, value in (("union", "yes"), ("firm", "no")):
        play = Play(tmp_path / who)
        play.consent()
        play.ask("g")
        before = rows_by_tag(play)
        play.act(who, "answer", gate="g", value=value)
        after = rows_by_tag(play)
        grown = {tag: after[tag] - before.get(tag, Counter()) for tag in after}
        told.append(sorted(tuple(sorted(each.items())) for each in grown.values()))
    assert told[0] == told[1]


def rows_by_tag(play):
    found = {}
    for tag, size in play.store._connection().execute("SELECT tag, length(sealed) FROM event"):
        found.setdefault(tag, Counter())[size] += 1
    return found


def test_two_copies_do_not_tell_who_answered_or_what(tmp_path):
    two_days_tell_nothing(tmp_path)


def test_a_mutant_without_padding_is_killed(tmp_path, monkeypatch):
    def sealed(key, content, where):
        nonce, told = os.urandom(24), len(content).to_bytes(4, "big") + content
        return nonce + sodium.crypto_aead_xchacha20poly1305_ietf_encrypt(told, where, nonce, key)

    monkeypatch.setattr(stores, "sealed", sealed)
    with pytest.raises(AssertionError):
        two_days_tell_nothing(tmp_path)


CRASH = """
import os, signal, sys
sys.path.insert(0, sys.argv[1])
from promises.test_p05_at_rest import used
play, canary = used(sys.argv[2])
from lastyard.room.sealing import keep_out_of_dumps
keep_out_of_dumps()
os.kill(os.getpid(), signal.SIGSEGV)
"""


def test_a_crash_leaves_nothing_in_clear_and_no_dump(tmp_path):
    done = subprocess.run(
        [sys.executable, "-c", CRASH, str(Path(__file__).parents[1]), str(tmp_path / "rooms")],
        cwd=tmp_path, capture_output=True, check=False,
        preexec_fn=lambda: __import__("resource").setrlimit(4, (-1, -1)) if os.getuid() == 0 else None,
    )  # fmt: skip
    assert done.returncode == -signal.SIGSEGV
    assert {path.name for path in tmp_path.iterdir()} == {"rooms"}
    (tmp_path / "output").write_bytes(done.stdout + done.stderr)
    canary = Canaries()
    for _ in range(30):
        canary.new()  # the same words, as they come from the same seed
    holds_nothing(tmp_path, canary)


@pytest.mark.parametrize("role", ["firm", MEDIATOR], ids=str)
def test_what_is_refused_says_nothing_of_what_is_private(tmp_path, role):
    play, canary = used(tmp_path / "rooms")
    asked = [
        ("answer", {"gate": "none", "value": canary.new()}),
        ("entry", {"question": "issue:wage", "answer": canary.new()}),
        ("comment", {"version": 9, "text": canary.new()}),
        ("proposal", {"gate": canary.new(), "rule": canary.new()}),
        ("released", {"parts": [{"text": canary.new(), "rests_on": ["caucus:firm/0"]}]}),
    ]
    for kind, content in asked:
        with pytest.raises(Exception) as refused:
            play.act(role, kind, **content)
        words = str(refused.value)
        # The mediator is told whose confidence it is; nobody is told anything else.
        assert not any(word in words for word in canary.words[1:])
