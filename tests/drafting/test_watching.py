"""The watched folder through the real command line: what can go wrong in a folder."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from killing import killed

from lastyard.case.load import load_with_warnings
from lastyard.drafting.watching import NotReadyError, Watch

CASE = """\
title: Port talks
parties: {moorland: {name: Moorland, words: [Ada Moor]}, westland: {name: Westland}}
issues:
  port: {name: Port of Elder, options: [open, closed]}
"""
REPORT = (
    "March 22, 2024 - Ada Moor said that the port must be open. Otto Penn said it was closed.\n"
)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    return tmp_path


def command(place, *more):
    return [
        sys.executable, "-c", "from lastyard.commands import main; main()",
        "watch", str(place / "reports"), "--case", str(place / "case.yaml"), *more,
    ]  # fmt: skip


def once(place, code=0, **how):
    done = subprocess.run(command(place, "--once"), capture_output=True, check=False, **how)
    errors = done.stderr.decode()
    assert "Traceback" not in errors
    assert "internal error" not in errors
    assert done.returncode == code, errors
    return done.stdout.decode(), errors


def ledger(place):
    file = place / "reports" / "drafts" / "ledger.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def until(condition, seconds=30):
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@contextlib.contextmanager
def watching(place, interval="0.1"):
    with (place / "out").open("wb") as out, (place / "err").open("wb") as err:
        watcher = subprocess.Popen(
            command(place, "--interval", interval), stdout=out, stderr=err,
            env={**os.environ, "PYTHONUNBUFFERED": "1"},
        )  # fmt: skip
    try:
        until((place / "reports" / "drafts" / ".lock").exists)
        yield lambda: (place / "out").read_text() + (place / "err").read_text()
    finally:
        watcher.send_signal(signal.SIGKILL)
        watcher.wait()
    assert "Traceback" not in (place / "err").read_text()


def test_a_file_that_is_still_being_written_waits(place):
    watch = Watch(str(place / "reports"), str(place / "case.yaml"))
    slow = place / "reports" / "slow.txt"
    with slow.open("w") as file:
        for _ in range(5):
            file.write(REPORT)
            file.flush()
            assert watch.new_documents(settled=True) == []
    assert watch.new_documents(settled=True) == [slow]
    with watching(place) as told:
        until(lambda: "slow.txt: " in told())
    assert ledger(place)["slow.txt"]["size"] == 5 * len(REPORT)


def test_a_file_that_changes_while_it_is_read_waits(place, monkeypatch):
    file = place / "reports" / "one.txt"
    file.write_text(REPORT, encoding="utf-8")
    watch = Watch(str(place / "reports"), str(place / "case.yaml"))
    look = Path.open

    def grow(path, *arguments):
        with look(file, "a") as more:
            more.write(REPORT)
        return look(path, *arguments)

    monkeypatch.setattr(Path, "open", grow)
    with pytest.raises(NotReadyError, match="still being written"):
        watch.handle(file)
    monkeypatch.undo()
    assert ledger(place) == {}
    assert watch.new_documents(settled=False) == [file]


@pytest.mark.thorough
def test_a_renamed_file_is_not_read_again_and_a_changed_one_beside_the_first(place):
    reports = place / "reports"
    (reports / "one.txt").write_text(REPORT, encoding="utf-8")
    assert once(place)[0] == "one.txt: 2 drafts in drafts/one.txt.yaml\n"
    (reports / "one.txt").rename(reports / "new.txt")
    told = once(place)[0]
    assert "new.txt: the same as one.txt, see drafts/one.txt.yaml" in told
    assert "one.txt is gone" in told
    assert once(place) == ("", "")
    first = (reports / "drafts" / "one.txt.yaml").read_bytes()
    (reports / "one.txt").write_text(
        REPORT + "Moor said that talks would go on.\n", encoding="utf-8"
    )
    told = once(place)[0]
    assert "one.txt: 3 drafts in drafts/one.txt-2.yaml" in told
    assert "what was drafted before stays in drafts/one.txt.yaml" in told
    assert (reports / "drafts" / "one.txt.yaml").read_bytes() == first
    sources = {entry["source"] for entry in ledger(place).values()}
    assert sources == {"one", "one-2"}


@pytest.mark.thorough
@pytest.mark.skipif(sys.platform == "win32", reason="rights as POSIX has them")
def test_an_unreadable_file_is_told_once_and_read_when_it_can_be(place):
    file = place / "reports" / "one.txt"
    file.write_text(REPORT, encoding="utf-8")
    file.chmod(0)
    if os.getuid() == 0:
        # Root may read all; what the system itself refuses to read will do.
        file.unlink()
        file.symlink_to("/proc/self/mem")
    assert "one.txt: not read yet: " in once(place, 1)[1]
    with watching(place) as told:
        until(lambda: "not read yet" in told())
        time.sleep(0.5)
        assert told().count("not read yet") == 1
        file.unlink()
        file.write_text(REPORT, encoding="utf-8")
        until(lambda: "one.txt: 2 drafts" in told())


def test_what_is_no_report_is_left_alone_and_folders_are_named(place):
    reports = place / "reports"
    (reports / "older").mkdir()
    (reports / "older" / "deep.txt").write_text(REPORT, encoding="utf-8")
    for name in ("d.yaml", "answers.json", ".hidden.txt", "a.txt~", "b.txt.part", "C.TXT.PART"):
        (reports / name).write_text(REPORT, encoding="utf-8")
    out, err = once(place)
    assert (out, err) == ("", "note: folders inside are not looked into: older\n")
    assert ledger(place) == {}


def test_names_that_are_odd_or_too_long(place):
    for name in (b"\xff\xfe.txt", "naïve “x”\n.txt".encode(), b"l" * 250 + b".txt", b"-o.txt"):
        file = place / "reports" / os.fsdecode(name)
        file.write_bytes(REPORT.encode() + name[:3].hex().encode())
    out = once(place)[0]
    assert out.count(" drafts in ") == 4
    assert len(out.splitlines()) == 4
    assert once(place) == ("", "")
    assert len(list((place / "reports" / "drafts").glob("*.yaml"))) == 4


@pytest.mark.thorough
def test_while_the_case_is_being_edited_documents_wait(place):
    with watching(place) as told:
        (place / "case.yaml").write_text("title: [", encoding="utf-8")
        (place / "reports" / "one.txt").write_text(REPORT, encoding="utf-8")
        until(lambda: "wait until the case is right" in told())
        time.sleep(0.5)
        assert told().count("wait until the case is right") == 1
        assert ledger(place) == {}
        (place / "case.yaml").write_text(CASE, encoding="utf-8")
        until(lambda: "one.txt: 2 drafts" in told())
    (place / "case.yaml").write_text("title: [", encoding="utf-8")
    assert "error[" in once(place, 2)[1]


def test_two_watchers_at_once_read_everything_once(place):
    for k in range(8):
        (place / "reports" / f"r{k}.txt").write_text(f"{REPORT}{k}", encoding="utf-8")
    both = [subprocess.Popen(command(place, "--once"), stdout=-1, stderr=-1) for _ in range(2)]
    answers = [(*process.communicate(), process.returncode) for process in both]
    told = "".join(out.decode() for out, _, _ in answers)
    assert all(told.count(f"r{k}.txt: ") == 1 for k in range(8))
    for _, err, code in answers:
        assert (code, b"is being watched already" in err) in [(0, False), (2, True)]
    assert sorted(ledger(place)) == [f"r{k}.txt" for k in range(8)]


def test_a_folder_that_goes_away_is_told(place):
    with watching(place) as told:
        (place / "reports").rename(place / "gone")
        until(lambda: "cannot use" in told())
    assert "error: cannot use" in told()


@pytest.mark.thorough
def test_two_sessions_on_one_case_lose_nothing(place):
    """Sessions at once, each adding its own statement to the same case again and again."""
    case = place / "case.yaml"
    for k in range(2):
        report = place / f"r{k}.txt"
        said = "".join(f"Ada Moor said that {n} ships must come.\n" for n in range(1, 9))
        report.write_text(f"March 22, 2024\n\n{said}", encoding="utf-8")
        killed("read", report, "--case", case, "-o", place / f"d{k}.yaml")
        text = (place / f"d{k}.yaml").read_text(encoding="utf-8")
        text = text.replace("accept: false", "accept: false\n    position: {port: open}")
        (place / f"d{k}.yaml").write_text(text, encoding="utf-8")
    program = command(place)[:3]
    (place / "answers").write_bytes(b"a\n" * 8)
    coders = []
    for k in range(2):
        with (place / "answers").open("rb") as answers:
            arguments = [*program, "code", str(case), str(place / f"d{k}.yaml")]
            coders.append(subprocess.Popen(arguments, stdin=answers, stdout=-1, stderr=-1))
    for coder in coders:
        _, err = coder.communicate()
        assert coder.returncode == 0, err.decode()
    ids = [s.id for s in load_with_warnings(str(case))[0].statements]
    assert sorted(ids) == sorted(f"r{k}-{n}" for k in range(2) for n in range(1, 9))
    record = (place / "case.coded.jsonl").read_text(encoding="utf-8")
    assert len(record.splitlines()) == 16
