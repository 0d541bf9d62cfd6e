"""Standard output that cannot be written: told as such, with an exit code that is no answer."""

import json
import os
import subprocess
import sys

import pytest

from lastyard.commands.start import STARTER
from lastyard.commands.telling import count_on, say
from program import PROGRAM, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="streams as POSIX has them")
TEXT = """\
title: "R\u00e9union \u2013 \u65e5\u672c"
parties: {a: {name: "\u0141\u00f3d\u017a"}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - {id: one, party: a, on: 2024-01-01, rejects: "i == 'x'"}
"""
COMMANDS = [
    ["standing", "talks.yaml"],
    ["check", "talks.yaml", "--json"],
    ["sweep", "talks.yaml"],
    ["new"],
    ["explain"],
    ["--help"],
    ["--version"],
    ["export", "talks.yaml", "--format", "csv", "-o", "out", "--force", "--leave-out"],
    ["check", "nowhere.yaml", "--json"],
]
few = pytest.mark.parametrize("arguments", COMMANDS, ids=" ".join)


@pytest.fixture
def place(tmp_path):
    (tmp_path / "talks.yaml").write_text(STARTER, encoding="utf-8")
    (tmp_path / "text.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def run_with(arguments, place, shell):
    """Run with the streams as a shell sets them."""
    line = f'"$@" {shell}'
    done = ["sh", "-c", line, "sh", PROGRAM, *arguments]
    # Without a buffer nothing is left to be written at the end, which hides what happens then.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
    return subprocess.run(done, capture_output=True, cwd=place, check=False, env=kept)


@pytest.mark.thorough
@few
def test_a_full_disk_and_a_closed_output_are_told(arguments, place):
    if arguments[0] == "export":
        (place / "talks.yaml").write_text(
            "title: T\nparties: {a: {}, b: {}}\nissues: {i: {options: [x, y]}}\nstatements:\n"
            "  - {id: va, party: a, on: 2024-03-02, values: {i: {x: 1, y: 2}}, reservation: 0}\n"
            "  - {id: vb, party: b, on: 2024-03-02, values: {i: {x: 3, y: 2}}, reservation: 0}\n",
            encoding="utf-8",
        )
    for shell, reason in ((">/dev/full", b"no space left on device"), (">&-", b"it is closed")):
        done = run_with(arguments, place, shell)
        assert done.returncode == 3, done
        assert done.stderr.count(b"\n") == 1
        assert b"cannot write to standard output: " + reason in done.stderr


@pytest.mark.parametrize("arguments", [COMMANDS[0], ["schema"], ["--help"]], ids=" ".join)
def test_when_nobody_reads_any_more_nothing_is_said(arguments, place):
    reader, writer = os.pipe()
    os.close(reader)
    done = subprocess.run(
        [PROGRAM, *arguments], stdout=writer, stderr=subprocess.PIPE, cwd=place, check=False
    )
    os.close(writer)
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.thorough
def test_standard_error_that_cannot_be_written_changes_no_answer(place):
    for shell in ("2>/dev/full", "2>&-"):
        done = run_with(["analyse", "talks.yaml"], place, shell)
        assert done.returncode == 1
        assert done.stdout
        assert run_with(["check", "nowhere.yaml"], place, shell).returncode == 2


def test_no_file_takes_the_number_of_a_closed_stream(place):
    before = (place / "talks.yaml").read_bytes()
    done = run_with(["analyse", "talks.yaml", "-o", "out.txt"], place, "<&- >&- 2>&-")
    assert done.returncode == 1
    assert (place / "talks.yaml").read_bytes() == before
    assert (place / "out.txt").read_text(encoding="utf-8").startswith("Wage talks")


@pytest.mark.thorough
@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1", "cp437"])
def test_what_an_encoding_lacks_is_replaced_and_json_is_whole(encoding, place):
    plain = run("standing", "text.yaml", "--json", cwd=place)
    done = subprocess.run(
        [PROGRAM, "standing", "text.yaml", "--json"],
        capture_output=True, check=False, cwd=place, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
    assert json.loads(done.stdout) == json.loads(plain.stdout)
    done = subprocess.run(
        [PROGRAM, "standing", "text.yaml"],
        capture_output=True, check=False, cwd=place, env={**os.environ, "PYTHONIOENCODING": encoding},
    )  # fmt: skip
    assert done.returncode == 0
    told = done.stdout.decode(encoding)
    assert "??" in told
    if encoding != "ascii":
        assert "R\u00e9union" in told
    assert b"-o FILE keeps every letter" in done.stderr
    assert b"Traceback" not in done.stderr
    run("standing", "text.yaml", "-o", "out.txt", cwd=place, PYTHONIOENCODING=encoding)
    assert "\u65e5\u672c" in (place / "out.txt").read_text(encoding="utf-8")


def test_an_answer_takes_the_place_of_what_told_how_far_it_was(capfd):
    count_on("what the answer hinges on 12%", last=False)
    count_on("days 1%", last=False)
    say("The answer.\n")
    told, shown = capfd.readouterr()
    assert told == "The answer.\n"
    lines = [line.rstrip() for line in shown.split("\r")]
    assert lines == ["", "what the answer hinges on 12%", "days 1%", "", ""]
    assert len(shown.split("\r")[2]) == len("what the answer hinges on 12%")


def test_it_is_one_line_however_narrow(capfd, monkeypatch):
    monkeypatch.setenv("COLUMNS", "20")
    count_on("what the answer hinges on 12%", last=True)
    assert capfd.readouterr().err == "\rwhat the answer hin\n"
