"""`read`, `code` and `watch` through the real command line."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections import namedtuple
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from lastyard.answers.check import load
from lastyard.commands import main
from lastyard.show.published import ANSWERS, errors_schema

PROGRAM = [sys.executable, "-c", "from lastyard.commands import main; main()"]
Ran = namedtuple("Ran", "returncode stdout stderr")
CASE = """\
# At the top.
title: Port talks     # the title
parties: {moorland: {name: Moorland, words: [Ada Moor]}, westland: {name: Westland}}
issues:
  port: {name: Port of Elder, options: [open, closed]}   # kept
  toll: {range: [0, 100], step: 10, unit: crowns}
statements:
  - {id: before, party: westland, on: 2024-03-01, position: {port: closed}}   # the first

# At the end.
"""
REPORT = """\
PORT ELDER, March 22, 2024 — “We must have the port open before anything else,” Foreign \
Minister Ada Moor of Moorland told reporters on Friday.

Westland rejected a toll of 40 crowns. “The toll is out of the question,” said Otto Penn, a \
spokesman for Westland. Penn added that talks would resume next week.
"""


def run(*arguments, stdin=None, cwd=None, **environment):
    """Run a command: in this process, or as a whole program when the environment matters."""
    text = isinstance(stdin, str)
    data = stdin.encode() if text else stdin
    if environment:
        done = subprocess.run(
            [*PROGRAM, *map(str, arguments)], input=data,
            capture_output=True, check=False, cwd=cwd, env={**os.environ, **environment},
        )  # fmt: skip
        code, out, err = done.returncode, done.stdout, done.stderr
    else:
        with contextlib.chdir(cwd or "."), CliRunner().isolation(input=data) as streams:
            try:
                main(list(map(str, arguments)))
            except SystemExit as end:
                code = end.code or 0
            sys.stdout.flush()
            sys.stderr.flush()
            out, err = streams[0].getvalue(), streams[1].getvalue()
    assert b"Traceback" not in err, err.decode()
    assert b"internal error" not in err, err.decode()
    return Ran(code, out, err)


def recorded(place):
    lines = (place / "case.coded.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")
    return tmp_path


@pytest.fixture
def drafts(place):
    done = run("read", "report.txt", "--case", "case.yaml", "-o", "d.yaml", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    return place / "d.yaml"


def test_read_by_a_party_takes_we_for_it(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    (tmp_path / "letter.txt").write_text(
        "22 March 2024\n\nDear Chair,\n\nwe cannot accept a toll of 40 crowns. The port must be open.\n"
        "\nRegards,\nAda Moor\n\nOn 20 March, Westland wrote:\n> We insist on a toll of 40 crowns.\n",
        encoding="utf-8",
    )
    done = run(
        "read", "letter.txt", "--case", "case.yaml", "--by", "moorland", "--json", cwd=tmp_path
    )
    assert done.returncode == 0, done.stderr
    drafts = json.loads(done.stdout)["statements"]
    told = [(d["party"], d["proposals"][0]["says"]) for d in drafts]
    assert told == [
        ("moorland", {"rejects": "toll == 40"}),
        ("moorland", {"requires": "port == 'open'"}),
        ("westland", {"requires": "toll == 40"}),
    ]
    done = run("read", "letter.txt", "--case", "case.yaml", "--by", "Westlund", cwd=tmp_path)
    assert done.returncode == 2
    assert "no party is called 'Westlund': did you mean" in str(done.stderr)


def test_read_drafts_and_decides_nothing(drafts):
    text = drafts.read_text(encoding="utf-8")
    assert text.count("accept: false") == 4
    assert "    # requires: port == 'open'\n" in text
    assert "    # rejects: toll == 40\n" in text
    assert "by 'verb: reject' on the words toll, 40 crowns" in text
    assert "\n    requires" not in text
    assert "quote: “We must have the port open before anything else,”" in text
    # A spokesman's party is that of his principal.
    assert "party: westland\n    by: Otto Penn" in text


def test_json_has_the_keys_of_the_schema_and_quotes_stand_verbatim(place):
    done = run("read", "report.txt", "--case", "case.yaml", "--json", cwd=place)
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["read"], format_checker=jsonschema.FormatChecker())
    assert (done.returncode, answer["case"], answer["as_of"]) == (0, "Port talks", "2024-03-22")
    for statement in answer["statements"]:
        quote = statement["quote"]
        assert REPORT[quote["start"] : quote["end"]] == quote["exact"]
    first = answer["statements"][0]
    assert (first["speaker"], first["party"], first["on"]) == ("Ada Moor", "moorland", "2024-03-22")
    assert first["proposals"][0]["says"] == {"requires": "port == 'open'"}
    alone = json.loads(run("read", "-", "--json", stdin=REPORT).stdout)
    assert alone["case"] is None
    assert all(statement["proposals"] == [] for statement in alone["statements"])


def test_the_same_bytes_every_time(place):
    first = run("read", "report.txt", "--case", "case.yaml", cwd=place, PYTHONHASHSEED="1")
    again = run("read", "report.txt", "--case", "case.yaml", cwd=place, PYTHONHASHSEED="2")
    assert first.stdout == again.stdout


def test_date_and_pages(place):
    page = "<!doctype html><p>“We agree,” Ada Moor &amp; friends&rsquo; envoy Ada Moor said on Friday.</p>"
    done = run("read", "-", "--date", "2024-03-22", "--keep-text", "kept.txt", "--case",
               "case.yaml", "-o", "d.yaml", stdin=page, cwd=place)  # fmt: skip
    assert done.returncode == 0
    assert "Moor & friends\u2019 envoy" in (place / "kept.txt").read_text(encoding="utf-8")
    text = (place / "d.yaml").read_text(encoding="utf-8")
    assert "on: 2024-03-22" in text
    assert "file: kept.txt" in text
    # Without its text a page is no file in which quotes could be found again.
    assert b"file:" not in run("read", "-", stdin=page).stdout


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (b"", 2, "is empty"),
        (b"\x00\x01\x02" * 500, 2, "binary data"),
        (b"   \n ", 2, "is empty"),
        (b"The weather was fine and the sun was out in the town.", 1, "no statement was found"),
        ("Der Minister sagte gestern, er werde die Gespräche mit der Gewerkschaft morgen in der "
         "Hauptstadt fortsetzen und keine Bedingungen stellen.".encode(), 1, "not look like English"),
        (b"No one was quoted in the report of the day.", 1, "nothing stands in quotation marks"),
        (b"%PDF-1.4 broken", 2, "PDF"),
        (b"<html>" + b"<div>" * 100_000, 2, "no readable text"),
        ("\u201c" * 10_000 + "a", 1, ""),
        (REPORT.upper(), None, ""),
        ("\u201cWe agree" * 3000, None, ""),
        ("«Мы согласны», — сказал министр. 我们同意。 “We agree,” Ada Moor said.", 0, ""),
    ],
    ids=range(12),
)  # fmt: skip
def test_bad_and_odd_documents(data, code, words):
    done = run("read", "-", stdin=data)
    assert done.returncode in ((0, 1) if code is None else (code,))
    assert words in done.stderr.decode()
    if done.returncode == 2:
        assert done.stdout == b""
        jsonschema.validate(
            json.loads(run("read", "-", "--json", stdin=data).stdout), errors_schema()
        )


def test_a_huge_file_is_refused_without_being_read(place):
    with (place / "huge.txt").open("wb") as file:
        file.truncate(50_000_000)
    done = run("read", "huge.txt", cwd=place)
    assert done.returncode == 2
    assert b"split it into one file per report" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["read", "nowhere.txt"], "no such file"),
        (["read", "."], "is a directory"),
        (["read", "report.txt", "--date", "Friday"], "--date 'Friday' is not a date"),
        (["read", "report.txt", "--method", "magic"], "Invalid value"),
        (["read", "report.txt", "--case", "nowhere.yaml"], "no such file"),
        (["read", "report.txt", "--endpoint", "http://127.0.0.1:1/v1"], "--endpoint needs --model"),
        (["read", "report.txt", "--model", "m"], "go with --endpoint"),
        (["read", "report.txt", "--endpoint", "http://127.0.0.1:1/v1", "--model", "m"],
         "Nothing was sent"),
        (["code", "case.yaml", "case.yaml"], "error[unknown-key]"),
        (["code", "case.yaml", "-"], "give the drafts as a file"),
        (["code", "case.yaml", "d.yaml", "--json"], "--json goes with --batch"),
        (["watch", "nowhere", "--case", "case.yaml", "--once"], "is no folder"),
        (["watch", ".", "--case", "report.txt", "--once"], "error["),
    ],
)  # fmt: skip
def test_bad_usage(arguments, words, place):
    done = run(*arguments, cwd=place)
    assert (done.returncode, done.stdout) == (2, b"")
    assert words in done.stderr.decode()


def test_code_accepts_edits_drops_and_goes_on_later(drafts):
    place = drafts.parent
    first = run("code", "case.yaml", "d.yaml", stdin="a\nq\n", cwd=place)
    assert first.returncode == 1
    assert "1 statement added, 3 undecided" in first.stdout.decode()
    answers = "a\nx\ne\nwestland\n2024-03-21\n\nwants: {toll: less}\nd\n"
    second = run("code", "case.yaml", "d.yaml", stdin=answers, cwd=place)
    assert second.returncode == 0, second.stderr.decode()
    case = load(str(place / "case.yaml"))
    assert [(s.id, s.party, s.verb, str(s.on)) for s in case.statements] == [
        ("before", "westland", "position", "2024-03-01"),
        ("report-1", "moorland", "requires", "2024-03-22"),
        ("report-2", "westland", "rejects", "2024-03-22"),
        ("report-3", "westland", "wants", "2024-03-21"),
    ]
    text = (place / "case.yaml").read_text(encoding="utf-8")
    for line in CASE.splitlines():
        assert line in text
    record = recorded(place)
    assert [(r["draft"], r["outcome"]) for r in record] == [
        ("report-1", "accepted"), ("report-2", "accepted"), ("report-3", "corrected"),
        ("report-4", "dropped"),
    ]  # fmt: skip
    assert record[1]["proposed"][0]["rule"] == "verb: reject"
    third = run("code", "case.yaml", "d.yaml", stdin="", cwd=place)
    assert third.returncode == 0
    assert third.stderr == b""


def test_what_cannot_be_added_is_told_and_asked_again(drafts):
    place = drafts.parent
    answers = "e\nnobody\n\n\nrejects: port == 'shut'\n\ne\nwestland\n\n\nrejects: \"port == 'open'\"\n0.95\nq\n"
    done = run("code", "case.yaml", "d.yaml", stdin=answers, cwd=place)
    told = done.stderr.decode()
    assert "no party is called 'nobody'" in told
    assert "has no option 'shut'" in told
    case = load(str(place / "case.yaml"))
    assert (case.statement("report-1").party, float(case.statement("report-1").firmness)) == (
        "westland", 0.95,
    )  # fmt: skip


def test_a_session_killed_between_its_writes_is_completed(drafts):
    place = drafts.parent
    run("code", "case.yaml", "d.yaml", stdin="a\nq\n", cwd=place)
    (place / "d.yaml.progress.json").unlink()
    (place / "case.coded.jsonl").write_text('{"draft": "rep', encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", stdin="d\nq\n", cwd=place)
    assert "1 there already, 1 dropped, 2 undecided" in done.stdout.decode()
    record = recorded(place)
    assert [r["draft"] for r in record] == ["report-1", "report-2"]


def test_batch_adds_all_or_nothing(drafts):
    place = drafts.parent
    text = drafts.read_text(encoding="utf-8")
    text = text.replace("    # requires:", "    requires:").replace(
        "    # rejects: toll", "    rejects: toll"
    )
    head, first, second, *rest = text.split("accept: false")
    both = "accept: true".join([head, first, second + "accept: false" + "accept: false".join(rest)])
    drafts.write_text(both.replace("rejects: toll == 40", "rejects: tol == 40"), encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", "--batch", cwd=place)
    assert done.returncode == 2
    line = both.splitlines().index("    rejects: toll == 40") + 1
    assert f"d.yaml:{line}:14: error[unknown-issue]" in done.stderr.decode()
    assert (place / "case.yaml").read_text(encoding="utf-8") == CASE
    assert not (place / "case.coded.jsonl").exists()
    drafts.write_text(both, encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", "--batch", "--json", cwd=place)
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["code"])
    assert (done.returncode, answer["added"]) == (1, ["report-1", "report-2"])
    again = json.loads(run("code", "case.yaml", "d.yaml", "--batch", "--json", cwd=place).stdout)
    assert (again["added"], again["already"]) == ([], ["report-1", "report-2"])


def test_batch_tells_every_problem_with_its_place(drafts):
    text = drafts.read_text(encoding="utf-8").replace("accept: false", "accept: true")
    text = text.replace("party: moorland", "party: moor").replace("on: 2024-03-22", "on: Friday", 1)
    drafts.write_text(text + "  - {id: x, acept: true}\n", encoding="utf-8")
    told = run("code", "case.yaml", "d.yaml", "--batch", cwd=drafts.parent).stderr.decode()
    assert "error[unknown-key]: a draft has no key 'acept'" in told
    drafts.write_text(text, encoding="utf-8")
    told = run("code", "case.yaml", "d.yaml", "--batch", cwd=drafts.parent).stderr.decode()
    assert "error[unknown-party]: no party is called 'moor'" in told
    assert "error[bad-date]: 'Friday' is not a date" in told
    assert told.count("error[one-verb]") == 4
    drafts.write_text(
        text.replace("accept: true\n", "accept: true\n    drop: true\n"), encoding="utf-8"
    )
    told = run("code", "case.yaml", "d.yaml", "--batch", cwd=drafts.parent).stderr.decode()
    assert "error[accept-and-drop]" in told


def test_an_invented_quote_is_refused(drafts):
    text = drafts.read_text(encoding="utf-8").replace("accept: false", "accept: true", 1)
    text = text.replace("# requires:", "requires:").replace(
        "We must have the port", "We shall have it"
    )
    drafts.write_text(text, encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", "--batch", cwd=drafts.parent)
    assert done.returncode == 2
    assert "error[quote-not-found]" in done.stderr.decode()
    assert (drafts.parent / "case.yaml").read_text(encoding="utf-8") == CASE


def test_check_finds_quotes_again_after_the_document_was_saved_anew(drafts):
    place = drafts.parent
    run("code", "case.yaml", "d.yaml", stdin="a\na\nq\n", cwd=place)
    assert (
        "2 quotes found in the sources' files."
        in run("check", "case.yaml", cwd=place).stdout.decode()
    )
    resaved = "A new headline\n\n" + REPORT.replace("“", '"').replace("”", '"')
    (place / "report.txt").write_text(resaved, encoding="utf-8")
    done = run("check", "case.yaml", cwd=place)
    assert (done.returncode, done.stderr.count(b"warning")) == (0, 1)  # one has no source
    assert "report-1: now on line 3 of report.txt, character 45 (was 29)" in done.stdout.decode()
    answer = json.loads(run("check", "case.yaml", "--json", cwd=place).stdout)
    jsonschema.validate(answer, ANSWERS["check"])
    assert [quote["moved"] for quote in answer["quotes"]] == [True, True]
    (place / "report.txt").write_text("Something else.", encoding="utf-8")
    assert b"error[quote-not-found]" in run("check", "case.yaml", cwd=place).stderr


def test_watch_reads_each_document_once(place):
    folder = place / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(REPORT, encoding="utf-8")
    (folder / "same.txt").write_text(REPORT, encoding="utf-8")
    (folder / "page.html").write_text(
        "<html><p>“We agree,” Ada Moor said.</p></html>", encoding="utf-8"
    )
    (folder / "odd.bin").write_bytes(b"\x00" * 100)
    (folder / "half.txt.part").write_text("“We agr", encoding="utf-8")
    done = run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    assert done.returncode == 1
    assert "odd.bin: not read: odd.bin: this is not a text" in done.stderr.decode()
    names = {path.name for path in (folder / "drafts").iterdir()} - {".lock"}
    assert names == {"ledger.json", "one.txt.yaml", "page.html.yaml", "page.html.txt"}
    (folder / "drafts" / "one.txt.yaml").write_text("mine", encoding="utf-8")
    done = run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert (folder / "drafts" / "one.txt.yaml").read_text(encoding="utf-8") == "mine"
    (folder / "one.txt").write_text(REPORT + "“More,” Ada Moor said.\n", encoding="utf-8")
    done = run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    assert "one.txt: 5 drafts in drafts/one.txt-2.yaml" in done.stdout.decode()
    done = run("code", "case.yaml", folder / "drafts" / "page.html.yaml", "--batch", cwd=place)
    assert done.returncode == 1


def test_watch_keeps_edited_drafts_when_the_ledger_was_not_reached(place):
    folder = place / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(REPORT, encoding="utf-8")
    run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    target = folder / "drafts" / "one.txt.yaml"
    edited = target.read_text(encoding="utf-8").replace("accept: false", "accept: true", 1)
    target.write_text(edited, encoding="utf-8")
    (folder / "drafts" / "ledger.json").unlink()
    run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    assert target.read_text(encoding="utf-8") == edited
    assert len(list((folder / "drafts").glob("*.yaml"))) == 1


@pytest.mark.thorough
def test_watch_killed_at_any_moment_loses_nothing_and_reads_nothing_twice(place):
    folder = place / "reports"
    folder.mkdir()
    names = [f"r{k:03}.txt" for k in range(40)]
    for k, name in enumerate(names):
        (folder / name).write_text(REPORT.replace("40 crowns", f"{k} crowns"), encoding="utf-8")
    told = ""
    for wait in (0.25, 0.35, 0.45, 0.3, 0.5):
        watcher = subprocess.Popen(
            [*PROGRAM, "watch", str(folder), "--case", str(place / "case.yaml"), "--once"],
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip
        time.sleep(wait)
        watcher.send_signal(signal.SIGKILL)
        told += watcher.communicate()[0].decode()
    done = run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
    assert done.returncode == 0
    told += done.stdout.decode()
    ledger = json.loads((folder / "drafts" / "ledger.json").read_text(encoding="utf-8"))
    assert sorted(ledger) == names
    assert {path.name for path in (folder / "drafts").glob("*.yaml")} == {
        f"{n}.yaml" for n in names
    }
    assert len({entry["source"] for entry in ledger.values()}) == len(names)
    assert all(told.count(f"{name}: ") <= 1 for name in names)
    assert run("watch", folder, "--case", "case.yaml", "--once", cwd=place).stdout == b""


@pytest.mark.thorough
def test_watch_polls_until_stopped_and_only_one_watches(place):
    folder = place / "reports"
    folder.mkdir()
    watcher = subprocess.Popen(
        [*PROGRAM, "watch", str(folder), "--case", str(place / "case.yaml"), "--interval", "0.1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        # Tests run in the background of a shell inherit that Ctrl-C is ignored.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )  # fmt: skip
    try:
        waited = time.monotonic() + 20
        while not (folder / "drafts" / ".lock").exists() and time.monotonic() < waited:
            time.sleep(0.05)
        time.sleep(0.2)
        second = run("watch", folder, "--case", "case.yaml", "--once", cwd=place)
        assert second.returncode == 2
        assert b"is being watched already" in second.stderr
        (folder / "late.txt").write_text(REPORT, encoding="utf-8")
        while not (folder / "drafts" / "ledger.json").exists() and time.monotonic() < waited:
            time.sleep(0.05)
        # The ledger is kept before the line is printed: stopped in between, there is no line.
        told = watcher.stdout.readline() if (folder / "drafts" / "ledger.json").exists() else b""
    finally:
        watcher.send_signal(signal.SIGINT)
        _, err = watcher.communicate(timeout=20)
    assert "late.txt: 4 drafts" in told.decode()
    assert (watcher.returncode, b"stopped" in err) == (0, True)


@pytest.mark.thorough
def test_the_endpoint_is_asked_only_with_consent_and_warned_of(place):
    sys.path.insert(0, str(Path(__file__).parents[1] / "reading"))
    from test_endpoint import served

    answer = json.dumps([
        {"speaker": "Otto Penn", "quote": "a spokesman for Westland"},
        {"speaker": "Otto Penn", "quote": "words that nobody said"},
    ])  # fmt: skip
    with served(answer) as (url, seen):
        refused = run("read", "report.txt", "--endpoint", url, "--model", "m", cwd=place)
        assert (refused.returncode, seen) == (2, [])
        done = run("read", "report.txt", "--endpoint", url, "--model", "m", "--json",
                   "--text-may-leave-this-machine", cwd=place, LASTYARD_ENDPOINT_KEY="secret")  # fmt: skip
    assert done.returncode == 0
    assert f"warning: the text of the document is sent to {url}" in done.stderr.decode()
    assert (
        "added 1; refused, because the document does not bear them out: 1" in done.stderr.decode()
    )
    quotes = [s["quote"]["exact"] for s in json.loads(done.stdout)["statements"]]
    assert "a spokesman for Westland" in quotes
    assert "words that nobody said" not in quotes
    assert seen[0][1] == "Bearer secret"
    away = run("read", "report.txt", "--endpoint", "http://127.0.0.1:9/v1", "--model", "m",
               "--text-may-leave-this-machine", cwd=place)  # fmt: skip
    assert (away.returncode, away.stdout) == (2, b"")
    assert b"does not answer" in away.stderr


def test_hostile_text_does_not_reach_the_terminal_or_break_the_drafts(place):
    text = "“We \x1b[31magree # - {a: b}\u2028: *x &y,” Ada Moor said.\n"
    (place / "odd.txt").write_text(text * 2 + "word " * 200, encoding="utf-8")
    done = run("read", "odd.txt", "--case", "case.yaml", "-o", "d.yaml", cwd=place)
    assert "\x1b" not in (place / "d.yaml").read_text(encoding="utf-8")
    done = run("code", "case.yaml", "d.yaml", stdin="d\nq\n", cwd=place)
    assert b"\x1b" not in done.stderr + done.stdout
    assert done.returncode in (0, 1)


def test_statements_of_little_confidence_can_be_left_out(tmp_path):
    report = tmp_path / "report.txt"
    report.write_text(
        "Ada Moor said the toll must go. The guild wants at least 5 percent.\n", encoding="utf-8"
    )
    every = json.loads(run("read", report, "--json").stdout)
    sure = sorted(each["confidence"] for each in every["statements"])
    assert sure[0] < sure[-1]
    done = run("read", report, "--json", "--least", str(sure[-1]))
    kept = json.loads(done.stdout)
    jsonschema.validate(kept, ANSWERS["read"])
    assert [each["confidence"] for each in kept["statements"]] == [sure[-1]] * sure.count(sure[-1])
    assert any("left out" in note for note in kept["notes"])
    assert b"left out" in done.stderr
    assert run("read", report, "--least", "2").returncode == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ["read", "x.txt", "--least", "nan"],
        ["vote", "x.yaml", "--unknown", "nan"],
        ["watch", ".", "--interval", "nan"],
    ],
)
def test_what_is_no_number_is_no_number(arguments):
    told = run(*arguments)
    assert told.returncode == 2
    assert b"'nan' is no number" in told.stderr
