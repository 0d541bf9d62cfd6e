"""``lastyard room`` as users run it."""

import os
import stat

import pytest

from lastyard.room.roles import MEDIATOR, OBSERVER
from postgres import Cluster
from program import run
from room_play import CASE, Play

pytest.importorskip("nacl")


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "talks.yaml").write_text(CASE)
    return tmp_path


def made(folder, *more):
    done = run("room", "new", "talks.yaml", *more, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "postgresql://" not in done.stdout
    return done.stdout.split()[1].strip(",")


@pytest.mark.thorough
def test_a_room_is_made_exported_verified_ended_and_destroyed(folder):
    room = made(folder)
    for role in ("mediator", "observer", "party:union"):
        done = run("room", "export", room, "--for", role, "-o", "out.zip", cwd=folder)
        assert done.returncode == 0, done.stderr
        told = run("room", "verify", "out.zip", cwd=folder)
        assert told.returncode == 0
        assert [line[:2] for line in told.stdout.splitlines()] == ["1.", "2.", "3.", "4.", "5."]
        assert "The record is unbroken" in told.stdout
    assert run("room", "close", room, cwd=folder).stdout == f"Room {room} is over.\n"
    assert run("room", "close", room, cwd=folder).stdout == f"Room {room} was over before.\n"
    assert "destroyed" in run("room", "close", room, "--destroy", cwd=folder).stdout
    gone = run("room", "export", room, "-o", "out.zip", cwd=folder)
    assert (gone.returncode, gone.stderr) == (2, "error: there is nothing here, or not for you\n")


def test_files_are_for_their_owner_alone_whatever_the_mask(folder):
    old = os.umask(0)
    try:
        room = made(folder)
        run("room", "export", room, "-o", "out.zip", cwd=folder)
    finally:
        os.umask(old)
    for name in (
        "rooms",
        "rooms.key",
        "rooms/rooms.db",
        "rooms/keys",
        f"rooms/keys/{room}",
        "out.zip",
    ):
        assert stat.S_IMODE((folder / name).stat().st_mode) & 0o077 == 0, name


def test_a_record_that_was_changed_is_told_with_exit_code_1(folder, tmp_path):
    from room.tampering import packed, unpacked

    play = Play(tmp_path / "other")
    play.consent()
    receipt = play.act("firm", "reply", text="a word")
    play.wait(hours=2)
    files = unpacked(play.export(MEDIATOR))
    (folder / "good.zip").write_bytes(packed(files))
    (folder / "receipt.txt").write_text(receipt.note)
    done = run("room", "verify", "good.zip", "--kept", "receipt.txt", cwd=folder)
    assert done.returncode == 0, done.stdout
    files["events.jsonl"] = files["events.jsonl"].replace("a word", "another")
    (folder / "bad.zip").write_bytes(packed(files))
    done = run("room", "verify", "bad.zip", "--kept", "receipt.txt", cwd=folder)
    assert done.returncode == 1
    assert "The record does not hold" in done.stdout
    assert "its receipt proves it" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["verify", "talks.yaml"], "no bundle"),
        (["verify", "nothing.zip"], "cannot read"),
        (["new", "nothing.yaml"], "nothing.yaml"),
        (["export", "x", "-o", "out.zip"], "there are no rooms"),
        (["close", "x", "--in", "elsewhere"], "there are no rooms"),
        (["new", "talks.yaml", "--closes", "0"], "closes"),
        (["new", "talks.yaml", "--language", "xx"], "'xx' is none of en, fr, es, ar"),
        (["seal", "x", "union", "-o", "union.html"], "there are no rooms"),
    ],
)
def test_what_cannot_be_done_is_told_with_exit_code_2(folder, arguments, words):
    done = run("room", *arguments, cwd=folder)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.thorough
def test_a_sealed_file_goes_out_and_its_answer_comes_in(folder):
    from sealed_answers import answered

    room = made(folder, "--language", "fr", "--language", "en")
    done = run("room", "seal", room, "union", "-o", "union.html", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert stat.S_IMODE((folder / "union.html").stat().st_mode) & 0o077 == 0
    page = (folder / "union.html").read_text()
    assert '<html lang="fr"' in page
    (folder / "answer.txt").write_text(answered(page, charter=True, order=["term", "wage"]))
    take = ("room", "take-in", room, "answer.txt", "-o", "receipts.txt")
    done = run(*take, cwd=folder)
    assert (done.returncode, done.stderr) == (0, "")
    assert "Taken in, for union." in done.stdout
    assert "fingerprint" in done.stdout
    again = run(*take, cwd=folder)
    assert (again.returncode, "taken in before" in again.stderr) == (2, True)
    run("room", "export", room, "--for", "party:union", "-o", "out.zip", cwd=folder)
    told = run("room", "verify", "out.zip", "--kept", "receipts.txt", cwd=folder)
    assert told.returncode == 0, told.stdout
    (folder / "receipts.txt").write_text((folder / "receipts.txt").read_text().replace("party:union\n0", "party:union\n1"))  # fmt: skip
    told = run("room", "verify", "out.zip", "--kept", "receipts.txt", cwd=folder)
    assert told.returncode == 1
    for arguments, words in (
        (["seal", room, "nobody", "-o", "x.html"], "nothing here"),
        (["seal", room, "union", "-o", "x.html", "--language", "es"], "names the languages fr, en"),
        (["take-in", room, "talks.yaml"], "no sealed answer"),
        (["take-in", room, "nothing.txt"], "cannot read 'nothing.txt'"),
    ):
        done = run("room", *arguments, cwd=folder)
        assert (done.returncode, words in done.stderr) == (2, True), done.stderr


@pytest.mark.thorough
def test_a_role_or_a_key_that_is_none_is_told(folder):
    room = made(folder)
    done = run("room", "export", room, "--for", "anybody", "-o", "out.zip", cwd=folder)
    assert (done.returncode, "mediator, observer, party:ID" in done.stderr) == (2, True)
    (folder / "rooms.key").write_text("00" * 32)
    done = run("room", "export", room, "-o", "out.zip", cwd=folder)
    assert (done.returncode, "not the master key" in done.stderr) == (2, True)
    (folder / "rooms.key").chmod(0o644)
    done = run("room", "export", room, "-o", "out.zip", cwd=folder)
    assert (done.returncode, "others may read" in done.stderr) == (2, True)
    (folder / "rooms.key").unlink()
    done = run("room", "export", room, "-o", "out.zip", cwd=folder)
    assert (done.returncode, "no master key" in done.stderr) == (2, True)
    assert not (folder / "out.zip").exists()


def test_what_was_kept_of_something_else_is_no_fault_of_the_record(folder, tmp_path):
    one, other = Play(tmp_path / "one"), Play(tmp_path / "two")
    one.consent()
    other.consent()
    receipt = other.act("firm", "reply", text="a word")
    (folder / "one.zip").write_bytes(one.export(MEDIATOR))
    (folder / "other.txt").write_text(receipt.note)
    (folder / "raw.txt").write_bytes(b"\xff\xfe")
    for kept, words in (
        ("other.txt", f"'other.txt' is of room {other.id}, the bundle of room {one.id}"),
        ("talks.yaml", "'talks.yaml' is no receipt or checkpoint of a room"),
        ("raw.txt", "'raw.txt' is no receipt or checkpoint of a room"),
        ("nothing", "cannot read 'nothing': no such file or directory"),
    ):
        done = run("room", "verify", "one.zip", "--kept", kept, cwd=folder)
        assert (done.returncode, done.stdout) == (2, "")
        assert words in done.stderr


def test_a_receipt_that_this_bundle_cannot_prove_is_told(folder, tmp_path):
    play = Play(tmp_path / "one")
    play.consent()
    receipt = play.act("firm", "reply", text="a word")
    (folder / "seen.zip").write_bytes(play.export(OBSERVER))
    (folder / "receipt.txt").write_text(receipt.note)
    done = run("room", "verify", "seen.zip", "--kept", "receipt.txt", cwd=folder)
    assert done.returncode == 0
    assert "a receipt that you kept" in done.stdout.splitlines()[4]
    assert " 1 parts" not in done.stdout


@pytest.mark.parametrize("case", ["title: T\n", "title: T\nparties: {a: {}}\nissues: {i: {}}\n"])
def test_a_case_that_cannot_be_used_leaves_no_rooms(folder, case):
    (folder / "bad.yaml").write_text(case)
    assert run("room", "new", "bad.yaml", cwd=folder).returncode == 2
    assert sorted(path.name for path in folder.iterdir()) == ["bad.yaml", "talks.yaml"]


def test_a_store_that_cannot_be_used_leaves_no_key(folder):
    done = run("room", "new", "talks.yaml", "--in", "talks.yaml", cwd=folder)
    assert (done.returncode, "not a directory" in done.stderr) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["talks.yaml"]


def test_how_a_database_of_rooms_gets_its_key_is_told(folder):
    done = run("room", "new", "talks.yaml", "--in", "postgresql://nobody@127.0.0.1:1/x", cwd=folder)
    assert done.returncode == 2
    assert "64 hexadecimal digits" in done.stderr
    assert "chmod 600" in done.stderr


@pytest.mark.thorough
def test_a_bundle_from_a_database_is_for_its_owner_alone(folder):
    cluster = Cluster()
    try:
        more = ("--in", cluster.address(), "--key", "rooms.key")
        (folder / "rooms.key").write_text("00" * 32)
        (folder / "rooms.key").chmod(0o600)
        room = made(folder, *more)  # and its address, which may hold a password, is not shown
        assert run("room", "export", room, "-o", "out.zip", *more, cwd=folder).returncode == 0
        assert stat.S_IMODE((folder / "out.zip").stat().st_mode) == 0o600
    finally:
        cluster.stop()
