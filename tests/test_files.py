"""What is written outside: nothing replaced that is no file, nothing more readable than it was."""

import os
import signal
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from lastyard.commands.main import main
from lastyard.commands.start import STARTER
from lastyard.errors import RequestError
from lastyard.files import (
    append,
    is_special,
    make_folder,
    note_input,
    safe_name,
    tracked_inputs,
    write_whole,
)
from program import PROGRAM, run

pytestmark = pytest.mark.skipif(
    sys.platform == "win32", reason="devices and modes as POSIX has them"
)


@pytest.fixture(autouse=True)
def _usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(STARTER, encoding="utf-8")
    path.chmod(0o600)
    return path


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def reading(path, into):
    thread = threading.Thread(target=lambda: into.append(path.read_bytes()))
    thread.start()
    return thread


def test_a_fifo_is_written_into_and_stays_one(tmp_path):
    fifo, got = tmp_path / "fifo", []
    os.mkfifo(fifo)
    thread = reading(fifo, got)
    write_whole(str(fifo), ["one ", "two"])
    thread.join()
    assert got == [b"one two"]
    assert stat.S_ISFIFO(fifo.stat().st_mode)
    assert [path.name for path in tmp_path.iterdir()] == ["fifo"]


def test_a_device_stays_one_also_behind_a_link(tmp_path):
    link = tmp_path / "nothing"
    link.symlink_to("/dev/null")
    before = Path("/dev/null").stat()
    for path in ("/dev/null", str(link)):
        write_whole(path, "gone")
    after = Path("/dev/null").stat()
    assert stat.S_ISCHR(after.st_mode)
    assert after.st_rdev == before.st_rdev
    assert link.is_symlink()


@pytest.mark.thorough
@pytest.mark.parametrize(
    "arguments",
    [
        ["standing", "talks.yaml", "-o"],
        ["trace", "talks.yaml", "--format", "annotations", "-o"],
        ["sweep", "talks.yaml", "-o"],
    ],
)
def test_every_command_writes_into_devices(arguments, talks, tmp_path):
    before = Path("/dev/null").stat()
    run(*arguments, "/dev/null", cwd=tmp_path)
    after = Path("/dev/null").stat()
    assert (after.st_ino, after.st_mode) == (before.st_ino, before.st_mode)
    plain = run(*arguments, "-", cwd=tmp_path).stdout
    assert plain
    assert run(*arguments, "/dev/stdout", cwd=tmp_path).stdout == plain
    fifo, got = tmp_path / "fifo", []
    os.mkfifo(fifo)
    thread = reading(fifo, got)
    run(*arguments, "fifo", cwd=tmp_path)
    thread.join()
    assert got[0].decode() == plain


def test_standard_output_in_a_file_is_added_to(talks, tmp_path):
    out = tmp_path / "out.txt"
    with out.open("w", encoding="utf-8") as file:
        file.write("before\n")
        file.flush()
        for _ in range(2):
            done = [PROGRAM, "standing", "talks.yaml", "-o", "/dev/stdout"]
            subprocess.run(done, stdout=file, check=True, cwd=tmp_path)
    text = out.read_text(encoding="utf-8")
    assert text.startswith("before\n")
    assert text.count(text.split("\n")[1]) == 2


def test_links_are_followed_and_modes_kept(tmp_path):
    target, link = tmp_path / "target", tmp_path / "link"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o664)
    link.symlink_to("target")
    write_whole(str(link), "new")
    assert link.is_symlink()
    assert target.read_text(encoding="utf-8") == "new"
    assert mode(target) == 0o664
    new = tmp_path / "new"
    new.symlink_to("not yet there")
    write_whole(str(new), "made")
    assert (tmp_path / "not yet there").read_text(encoding="utf-8") == "made"


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give away"
)
def test_the_owner_is_kept(tmp_path):
    path = tmp_path / "theirs"
    path.write_text("old", encoding="utf-8")
    os.chown(path, 12345, 23456)
    path.chmod(0o640)
    write_whole(str(path), "new")
    found = path.stat()
    assert (found.st_uid, found.st_gid, mode(path)) == (12345, 23456, 0o640)


def test_new_files_are_at_most_as_readable_as_what_they_come_from(tmp_path):
    source, other = tmp_path / "source", tmp_path / "other"
    source.write_text("private", encoding="utf-8")
    other.write_text("less so", encoding="utf-8")
    made = tmp_path / "made"

    def mode_when(*like):
        made.unlink(missing_ok=True)
        write_whole(str(made), "x", like=like)
        written = mode(made)
        made.unlink()
        append(str(made), b"x\n", like=like)
        assert mode(made) == written
        return written

    assert mode_when() == 0o644
    for given, expected in ((0o600, 0o600), (0o640, 0o640), (0o444, 0o644), (0o666, 0o644)):
        source.chmod(given)
        assert mode_when(str(source), None, "-", str(tmp_path / "none")) == expected
    source.chmod(0o640)
    other.chmod(0o604)
    assert mode_when(str(source), str(other)) == 0o600
    with tracked_inputs():
        note_input(str(other))
        assert mode_when() == 0o604
    assert mode_when() == 0o644
    for name, like in (("a", [str(source)]), ("b", [])):
        make_folder(str(tmp_path / name / "inner"), like=like)
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "inner") == 0o750
    assert mode(tmp_path / "b") == 0o755


REPORT = 'HALM, March 22, 2024 - "We must have the port open," Ada Moor told reporters on Friday.\n'
SMALL = """
title: Port talks
parties: {moorland: {words: [Ada Moor]}, b: {}}
issues: {port: {options: [open, closed]}}
statements:
  - {id: one, party: b, on: 2024-03-01, rejects: "port == 'open'"}
"""
DERIVING = [
    ["analyse", "talks.yaml", "-o", "made"],
    ["report", "talks.yaml", "-o", "made.html"],
    ["trace", "talks.yaml", "--format", "prov", "-o", "made.jsonld"],
    ["sweep", "talks.yaml", "-o", "made.jsonl"],
    ["diff", "talks.yaml", "other.yaml", "-o", "made"],
    ["merge", "talks.yaml", "other.yaml", "-o", "made.yaml"],
    ["merge", "other.yaml", "talks.yaml", "-o", "made.yaml"],
    ["check", "talks.yaml", "--json", "-o", "made.json"],
    ["read", "report.txt", "--case", "talks.yaml", "-o", "made.yaml"],
    ["read", "report.txt", "--case", "talks.yaml", "--keep-text", "kept.txt", "-o", "made.yaml"],
    ["read", "report.txt", "--case", "talks.yaml", "--into", "made"],
    ["watch", "reports", "--case", "talks.yaml", "--once"],
]


@pytest.mark.parametrize("arguments", DERIVING, ids=" ".join)
def test_what_comes_from_a_private_case_is_private(arguments, talks, tmp_path, monkeypatch):
    (tmp_path / "other.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "reports").mkdir()
    page = f"<html><body><p>{REPORT}</p></body></html>"
    (tmp_path / "reports" / "page.html").write_text(page, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    talks.write_text(SMALL, encoding="utf-8")
    before = set(tmp_path.rglob("*"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main(arguments)
    assert end.value.code in (0, 1)
    new = [path for path in tmp_path.rglob("*") if path not in before]
    assert new
    for path in new:
        assert not mode(path) & 0o077, path


def test_what_code_keeps_of_a_private_case_is_private(talks, tmp_path):
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    run("read", "report.txt", "--case", "talks.yaml", "-o", "drafts.yaml", cwd=tmp_path)
    done = run("code", "talks.yaml", "drafts.yaml", stdin="d\n", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    made = {path.name: mode(path) for path in tmp_path.iterdir() if path.name != "report.txt"}
    assert made == dict.fromkeys(
        ["talks.yaml", "drafts.yaml", "drafts.yaml.progress.json", "talks.coded.jsonl"], 0o600
    )


def test_what_a_killed_run_left_is_taken_away(tmp_path):
    waits = (
        "import sys, time\nfrom lastyard.files import write_whole\n"
        "def parts():\n  yield 'half'\n  print('now', flush=True)\n  time.sleep(600)\n"
        f"write_whole({str(tmp_path / 'a')!r}, parts())\n"
    )
    with subprocess.Popen([sys.executable, "-c", waits], stdout=subprocess.PIPE) as writer:
        assert writer.stdout.readline() == b"now\n"
        [left] = tmp_path.iterdir()
        assert left.name.startswith(".")
        write_whole(str(tmp_path / "b"), "whole")  # while its writer lives, it stays
        assert left.exists()
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    write_whole(str(tmp_path / "b"), "whole again")
    assert [path.name for path in tmp_path.iterdir()] == ["b"]


def test_only_own_leavings_are_taken_away(tmp_path):
    for name in (".lastyard-x", "x.tmp", ".other.tmp"):
        (tmp_path / name).write_text("", encoding="utf-8")
    os.mkfifo(tmp_path / ".lastyard-fifo.tmp")
    (tmp_path / "kept").write_text("kept", encoding="utf-8")
    (tmp_path / ".lastyard-link.tmp").symlink_to("kept")
    write_whole(str(tmp_path / "b"), "whole")
    assert len(list(tmp_path.iterdir())) == 7


def test_a_folder_is_told_to_keep_the_new_name(tmp_path, monkeypatch):
    synced = []
    real = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda place: (synced.append(os.fstat(place).st_ino), real(place))
    )
    write_whole(str(tmp_path / "new"), "x")
    assert synced == [(tmp_path / "new").stat().st_ino, tmp_path.stat().st_ino]


def test_a_line_half_written_is_cut_off_before_more_is_added(tmp_path):
    path = tmp_path / "record"
    path.write_bytes(b"one\n" + b"x" * 100_000)
    append(str(path), b"two\n", whole_lines=True)
    assert path.read_bytes() == b"one\ntwo\n"
    path.write_bytes(b"half")
    append(str(path), b"two\n", whole_lines=True)
    assert path.read_bytes() == b"two\n"


def test_what_cannot_be_written_is_told(tmp_path):
    (tmp_path / "folder").mkdir()
    for path, reason in (
        (tmp_path / "folder", "is a directory"),
        (tmp_path / "none" / "x", "no such file or directory"),
        ("/dev/full", "no space left on device"),
        ("bad\0name", "cannot write"),
    ):
        with pytest.raises(RequestError, match=reason):
            write_whole(str(path), "x")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_what_is_special_is_known(tmp_path):
    assert is_special("/dev/null")
    assert is_special("/dev/stdout")
    assert is_special("/proc/self/fd/1") or not Path("/proc").exists()
    assert not is_special(str(tmp_path))
    assert not is_special(str(tmp_path / "none"))


@pytest.mark.parametrize(
    "text",
    [
        "../../escaped", "/srv/abs/title", "..", ".", "", "...hidden", "a\\b", "C:\\x", "a\0b", "x/../y",
        "~root", "-rf", "CON", "nul.txt", "a:stream", "na\u202eme", "x" * 400, "\u4e00" * 400, "line\nbreak",
        "trailing. ", "\ud800", "com1.a", "$(x)", "%s", "*?",
    ],
)  # fmt: skip
@pytest.mark.parametrize("also", ["", " ,"])
def test_a_name_from_a_case_is_nothing_but_a_name(text, also, tmp_path):
    name = safe_name(text, also=also)
    assert not set(name) & set('/\\:*?"<>|~$%\0\n\u202e')
    assert name == name.strip(".- ")
    assert len(name.encode()) <= 190
    assert name.partition(".")[0].lower() not in ("con", "nul", "com1")
    write_whole(str(tmp_path / name), "x")
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_names_differ_on_every_system():
    names = []
    for text in ("a", "A", "a/", "\u00e9", "e\u0301", "\u00df", "SS"):
        names.append(safe_name(text, names))
    import unicodedata

    alike = {unicodedata.normalize("NFC", name).casefold() for name in names}
    assert len(alike) == len(names)


ESCAPING = """
title: "../../escaped"
as_of: 2024-03-22
parties:
  a: {name: "../../../srv/escaped"}
  b: {name: "/srv/abs/title"}
issues:
  i: {name: I, options: [x, y]}
statements:
  - {id: va, party: a, on: 2024-03-02, values: {i: {x: 1, y: 2}}, reservation: 0}
  - {id: vb, party: b, on: 2024-03-02, values: {i: {x: 3, y: 2}}, reservation: 0}
"""


@pytest.mark.parametrize("target", ["csv", "genius", "geniusweb", "negolog", "negmas"])
def test_export_writes_into_its_folder_only(target, tmp_path):
    where = tmp_path / "a" / "b" / "c"
    where.mkdir(parents=True)
    (where / "case.yaml").write_text(ESCAPING, encoding="utf-8")
    done = run("export", "case.yaml", "--format", target, "-o", "out", "--leave-out", cwd=where)
    assert done.returncode == 0, done.stderr
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert len(files) > 1
    assert {path.parent for path in files} == {where, where / "out"}


@pytest.mark.parametrize("name", ["x" * 300, "loop"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["import", "@"],
        ["read", "@"],
        ["read", "report.txt", "--into", "@"],
        ["merge", "talks.yaml", "talks.yaml", "-o", "@"],
        ["code", "talks.yaml", "@", "--batch"],
        ["watch", "@", "--case", "talks.yaml", "--once"],
    ],
    ids=" ".join,
)
def test_a_path_that_leads_nowhere_is_told(arguments, name, talks, tmp_path, monkeypatch, capsys):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        main([name if each == "@" else each for each in arguments])
    assert end.value.code == 2
    assert capsys.readouterr().err.startswith("error")


def test_sources_that_lead_nowhere_keep_no_document_from_being_read(tmp_path):
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    sources = "".join(
        f"  s{k}: {{title: t, date: 2024-03-22, file: {file}}}\n"
        for k, file in enumerate(["loop", '"a\\0b"', "x" * 300])
    )
    (tmp_path / "case.yaml").write_text(SMALL + "sources:\n" + sources, encoding="utf-8")
    done = run("read", "report.txt", "--case", "case.yaml", "-o", "drafts.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "loop.txt").symlink_to("loop.txt")
    done = run("watch", "reports", "--case", "case.yaml", "--once", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


@pytest.mark.thorough
@pytest.mark.parametrize("link", [False, True])
@pytest.mark.parametrize(
    "arguments",
    [
        ["standing", "talks.yaml", "-o"],
        ["timeline", "talks.yaml", "--exact", "--svg"],
        ["report", "talks.yaml", "--format", "md", "-o"],
        ["diff", "other.yaml", "talks.yaml", "-o"],
        ["read", "report.txt", "--case", "talks.yaml", "-o"],
        ["read", "report.txt", "--case", "talks.yaml", "-o", "drafts.yaml", "--keep-text"],
        ["sweep", "talks.yaml", "-o"],
    ],
    ids=" ".join,
)
def test_no_answer_takes_the_place_of_what_it_comes_from(arguments, link, talks, tmp_path):
    (tmp_path / "other.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    (tmp_path / "link").symlink_to("talks.yaml")
    before = talks.read_bytes()
    done = run(*arguments, "link" if link else "talks.yaml", cwd=tmp_path)
    assert done.returncode == 2
    assert "name another file" in done.stderr
    assert talks.read_bytes() == before


def test_a_case_may_be_joined_into_itself(talks, tmp_path):
    (tmp_path / "other.yaml").write_text(talks.read_text(encoding="utf-8"), encoding="utf-8")
    done = run("merge", "talks.yaml", "other.yaml", "-o", "talks.yaml", cwd=tmp_path)
    assert done.returncode == 0, done.stderr


def test_a_file_is_not_made_where_a_folder_was_named(tmp_path):
    with pytest.raises(RequestError, match="names a folder"):
        write_whole(f"{tmp_path}/made/", "x")
    assert not list(tmp_path.iterdir())
