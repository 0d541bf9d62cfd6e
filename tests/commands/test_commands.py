"""The whole program through its real command line."""

import json
import subprocess
import sys

import jsonschema
import pytest

from lastyard.case.schema import case_schema
from lastyard.commands.main import COMMANDS, main
from lastyard.commands.start import STARTER
from lastyard.show.published import ANSWERS, errors_schema
from program import PROGRAM, run


def run_here(capsys, *arguments):
    """The same without a process of its own, for what needs none: a tenth of the time."""
    with pytest.raises(SystemExit) as end:
        main([*map(str, arguments)])
    told = capsys.readouterr()
    return end.value.code, told.out, told.err


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(STARTER, encoding="utf-8")
    return path


AGREED = """
title: Agreed
parties: {a: {}, b: {}}
issues: {i: {options: [x, y, z]}}
statements:
  - {id: one, party: a, on: 2024-01-01, rejects: "i == 'x'"}
"""
CONTRADICTION = """
title: Contradiction
parties: {a: {}, b: {}}
issues: {i: {options: [x, y, z]}}
statements:
  - {id: one, party: a, on: 2024-01-01, rejects: "i == 'x'"}
  - {id: two, party: a, on: 2024-01-01, requires: "i == 'x'"}
"""


def test_help_names_every_command_and_every_command_has_help_and_examples(capsys):
    told = run("--help").stdout
    for name, sentence in COMMANDS.items():
        assert name in told
        assert sentence in told
        code, own, wrong = run_here(capsys, name, "--help")
        assert (code, wrong) == (0, "")
        assert "Examples:" in own
        assert f"lastyard {name}" in own


def test_version():
    from lastyard.version import VERSION

    assert run("--version").stdout == f"lastyard, version {VERSION}\n"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("command", "text", "code"),
    [
        ("analyse", STARTER, 1),
        ("analyse", AGREED, 0),
        ("impasse", STARTER, 1),
        ("impasse", AGREED, 0),
        ("standing", STARTER, 0),
        ("check", STARTER, 0),
        ("check", AGREED, 0),
        ("check", CONTRADICTION, 1),
    ],
)
def test_exit_codes_and_json_follow_the_schema(command, text, code):
    done = run(command, "-", stdin=text)
    assert (done.returncode, done.stderr) == (code, "")
    assert done.stdout.startswith(text.split("title: ")[1].split("\n")[0])
    done = run(command, "-", "--json", stdin=text)
    assert (done.returncode, done.stderr) == (code, "")
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS[command], format_checker=jsonschema.FormatChecker())


@pytest.mark.thorough
def test_the_answer_is_the_same_every_time(talks):
    first = run("analyse", talks, "--why", PYTHONHASHSEED="1")
    again = run("analyse", talks, "--why", PYTHONHASHSEED="2")
    assert first.stdout == again.stdout
    assert "What this rests on" in first.stdout


BROKEN = """
title: Broken word
parties: {a: {name: Ann}, b: {}}
issues: {i: {options: [x, y, z]}}
statements:
  - {id: line, party: a, on: 2024-01-03, rejects: "i == 'x'"}
  - {id: bid, party: a, on: 2024-01-05, offers: {i: x}}
"""


@pytest.mark.thorough
def test_a_party_that_breaks_its_own_demand():
    done = run("check", "-", stdin=BROKEN)
    assert done.returncode == 1
    full = "Ann: its own later bid breaks its line, which counts in full until bid says `replaces: line`"
    assert f"{full} (see the warning)" in " ".join(done.stdout.split())
    assert "no party contradicts itself" not in done.stdout
    assert "warning[broken-commitment]" in done.stderr
    answer = json.loads(run("check", "-", "--json", stdin=BROKEN).stdout)
    jsonschema.validate(answer, ANSWERS["check"])
    found = {"party": "a", "commitments": ["line"], "statements": ["bid"], "when": "later"}
    found |= {"how": "breaks"}
    assert answer["broken_commitments"] == [found]
    for command in ("standing", "analyse"):
        told = run(command, "-", stdin=BROKEN)
        assert f"{full} (see lastyard check)" in " ".join(told.stdout.split())
    answer = json.loads(run("analyse", "-", "--json", stdin=BROKEN).stdout)
    jsonschema.validate(answer, ANSWERS["analyse"])
    assert answer["standing"]["broken_commitments"] == [found]


def test_an_older_offer_that_a_newer_demand_excludes_is_a_warning_alone():
    newer = BROKEN.replace("2024-01-03", "2024-01-09")
    done = run("check", "-", stdin=newer)
    assert done.returncode == 0
    assert "its line leaves no room for its own earlier bid" in done.stdout
    assert "no party contradicts itself in what it said last" in done.stdout
    assert "replaces: bid" in done.stderr
    before = run("check", "-", "--as-of", "2024-01-06", stdin=newer)
    assert (before.returncode, before.stderr) == (0, "")


@pytest.mark.thorough
def test_bad_input_is_told_in_text_and_json(tmp_path):
    path = tmp_path / "bad.yaml"
    path.write_text(STARTER.replace("party: union", "party: onion"), encoding="utf-8")
    for command in ("analyse", "impasse", "standing", "check"):
        done = run(command, path)
        assert (done.returncode, done.stdout) == (2, "")
        assert "error[unknown-party]: no party is called 'onion'" in done.stderr
        assert "did you mean 'union'?" in done.stderr
        assert "2 errors; `lastyard explain CODE` says more" in done.stderr
        done = run(command, path, "--json")
        assert done.returncode == 2
        answer = json.loads(done.stdout)
        jsonschema.validate(answer, errors_schema())
        assert {e["code"] for e in answer["errors"]} == {"unknown-party"}
        assert answer["errors"][0]["location"]["file"] == str(path)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["analise", "x"], "did you mean 'analyse'?"),
        (["analyse"], "Missing argument 'CASE'"),
        (["analyse", "nowhere.yaml"], "no such file or directory"),
        (["analyse", "."], "is a directory"),
        (["analyse", "-", "--as-of", "yesterday"], "year-month-day, as in 2024-03-22"),
        (["impasse", "-", "--limit", "0"], "not in the range"),
        (["explain", "unknown-optoin"], "did you mean 'unknown-option'?"),
        (["schema", "impase"], "did you mean 'impasse'?"),
        (["analyse", "-", "-o", "/nowhere/answer.txt"], "cannot write"),
    ],
)
def test_bad_usage(arguments, words):
    done = run(*arguments, stdin=STARTER)
    assert (done.returncode, done.stdout) == (2, "")
    assert words in done.stderr
    assert "Traceback" not in done.stderr


def test_as_of_looks_at_another_day(talks):
    answer = json.loads(run("standing", talks, "--json", "--as-of", "2024-01-16").stdout)
    assert answer["as_of"] == "2024-01-16"
    assert "firm" not in answer["issues"]["hours"]["positions"]
    answer = json.loads(run("standing", talks, "--json").stdout)
    assert answer["issues"]["hours"]["positions"]["firm"]["option"] == "38"


@pytest.mark.thorough
def test_output_goes_to_a_file_whole(talks, tmp_path):
    target = tmp_path / "answer.txt"
    done = run("impasse", talks, "-o", target)
    assert (done.returncode, done.stdout) == (1, "")
    assert target.read_text(encoding="utf-8") == run("impasse", talks).stdout
    broken = tmp_path / "broken.yaml"
    broken.write_text("title: [", encoding="utf-8")
    assert run("impasse", broken, "-o", target).returncode == 2
    assert target.read_text(encoding="utf-8") == run("impasse", talks).stdout


def test_new_writes_a_case_and_never_over_another(tmp_path):
    path = tmp_path / "new.yaml"
    assert run("new", path).returncode == 0
    assert run("check", path).returncode == 0
    path.write_text("mine", encoding="utf-8")
    done = run("new", path)
    assert done.returncode == 2
    assert "is there already" in done.stderr
    assert path.read_text(encoding="utf-8") == "mine"
    assert run("new", path, "--force").returncode == 0
    assert path.read_text(encoding="utf-8") == run("new").stdout == STARTER


@pytest.mark.thorough
def test_schema_prints_what_the_program_uses(capsys):
    assert json.loads(run("schema").stdout) == json.loads(json.dumps(case_schema()))
    for name, schema in ANSWERS.items():
        assert json.loads(run_here(capsys, "schema", name)[1]) == schema
        jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator.check_schema(case_schema())


def test_explain():
    assert "quotes" in run("explain", "quote-not-found").stdout
    listed = run("explain").stdout.splitlines()
    assert len(listed) > 40


def test_python_runs_the_program_by_its_name():
    done = subprocess.run(
        [sys.executable, "-m", "lastyard", "--version"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (0, run("--version").stdout)


def test_a_reader_that_goes_away_is_no_error(talks):
    done = subprocess.run(
        f"{PROGRAM} explain | head -1; {PROGRAM} schema | head -1",
        shell=True, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.stderr == ""


def test_no_network_no_traceback_no_words_of_the_case_in_internal_errors(talks):
    code = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise AssertionError('the network was used')\n"
        "socket.socket = refuse\n"
        "import lastyard.answers.impasse as module\n"
        "def fail(*a, **k): raise ValueError('secret of the case')\n"
        "from lastyard.commands import main\n"
        "if sys.argv[2] == 'fail': module.commitments = fail\n"
        "main(['impasse', sys.argv[1]])\n"
    )
    fine = subprocess.run(
        [sys.executable, "-c", code, talks, "run"], capture_output=True, text=True, check=False
    )
    assert (fine.returncode, fine.stderr) == (1, "")
    failed = subprocess.run(
        [sys.executable, "-c", code, talks, "fail"], capture_output=True, text=True, check=False
    )
    assert failed.returncode == 70
    assert "internal error: ValueError at" in failed.stderr
    assert "secret" not in failed.stderr
    assert "Traceback" not in failed.stderr


def test_a_case_cannot_drive_the_terminal():
    text = AGREED.replace("title: Agreed", 'title: "Ag\\e[31mreed"')
    done = run("analyse", "-", stdin=text)
    assert "\x1b" not in done.stdout
    assert "Ag\\x1b[31mreed" in done.stdout
