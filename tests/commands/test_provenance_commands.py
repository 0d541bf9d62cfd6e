"""--why ID, trace, diff and merge through the real command line."""

import json
from pathlib import Path

import jsonschema
import pytest

from lastyard.show.published import ANSWERS
from program import run

ROOT = Path(__file__).parents[2] / "catalog"
RAFAH = ROOT / "news/sn-2024/rafah.yaml"
TOYS = ROOT / "papers/nash-1950/bill-and-jack.yaml"
COUNCIL = ROOT / "news/sn-2024/security-council.yaml"
ELMIRA = ROOT / "papers/xu-2007/elmira.yaml"


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("command", "case", "id", "told"),
    [
        ("analyse", RAFAH, "question-1", "Found from"),
        ("impasse", RAFAH, "blocking-1", "Statements that cannot all hold"),
        ("standing", RAFAH, "gap:ground:us:israel", "gap:ground:israel:us"),
        ("packages", RAFAH, "package-a", "Found from"),
        ("solutions", TOYS, "solution-nash", "Points that were given"),
        ("vote", COUNCIL, "the-draft", "rejected, whatever is unknown"),
        ("moves", ELMIRA, "state:s5", "What each can do alone"),
        ("check", RAFAH, "no-major", "said by Antony Blinken"),
    ],
)
def test_why_with_an_id_shows_that_alone_as_text_and_json(command, case, id, told):
    done = run(command, case, "--why", id)
    plain = run(command, case)
    assert done.returncode == plain.returncode, done.stderr
    assert told in done.stdout
    answer = json.loads(run(command, case, f"--why={id}", "--json").stdout)
    jsonschema.validate(answer, ANSWERS["why"], format_checker=jsonschema.FormatChecker())


@pytest.mark.thorough
def test_plain_why_tells_all_wherever_it_stands():
    after, before = run("impasse", RAFAH, "--why"), run("impasse", "--why", RAFAH)
    assert after.stdout == before.stdout
    assert after.stdout.startswith(run("impasse", RAFAH).stdout)
    assert "What this rests on" in after.stdout
    assert (
        "verdict, blocking-1, opening-1, opening-2, dispute-1, dispute-1-opening-1" in after.stdout
    )
    from_pipe = run("standing", "--why", "-", stdin=RAFAH.read_text(encoding="utf-8"))
    assert "What this rests on" in from_pipe.stdout


def test_an_unknown_id_is_bad_usage_with_what_is_near():
    done = run("impasse", RAFAH, "--why", "blokking-1")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'blocking-1'?" in done.stderr
    told = json.loads(run("impasse", RAFAH, "--why", "blokking-1", "--json").stdout)
    assert "blokking-1" in told["errors"][0]["message"]


@pytest.mark.thorough
def test_trace_as_text_json_prov_and_annotations(tmp_path):
    done = run("trace", RAFAH, "--of", "analyse", "--of", "check")
    assert (done.returncode, done.stderr) == (0, "")
    assert "blocking-1: full-operation and no-major cannot all hold" in done.stdout
    answer = json.loads(run("trace", RAFAH, "--json").stdout)
    jsonschema.validate(answer, ANSWERS["trace"], format_checker=jsonschema.FormatChecker())
    target = tmp_path / "out.jsonld"
    assert run("trace", RAFAH, "--format", "prov", "-o", target).stdout == ""
    assert "prov" in json.loads(target.read_text(encoding="utf-8"))["@context"]
    annotations = json.loads(run("trace", RAFAH, "--format", "annotations").stdout)
    assert annotations["total"] == 6


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["trace", "nowhere.yaml"], "cannot read"),
        (["trace", RAFAH, "--of", "solutions"], "points"),
        (["trace", RAFAH, "--format", "rdf"], "annotations"),
        (["trace", RAFAH, "--as-of", "yesterday"], "is not a date"),
        (["diff", RAFAH], "Missing argument 'NEW'"),
        (["diff", RAFAH, "nowhere.yaml"], "cannot read"),
        (["merge", RAFAH, RAFAH], "'-o'"),
        (["merge", RAFAH, RAFAH, "-o", "-"], "written to a file"),
        (["merge", RAFAH, RAFAH, "--base", "nowhere.yaml", "-o", "x.yaml"], "cannot read"),
        (["merge", RAFAH, RAFAH, "-o", "no/such/folder/x.yaml"], "cannot write"),
        (["merge", RAFAH, RAFAH, "--prefer", "c", "-o", "x.yaml"], "'c' is not one of"),
    ],
)
def test_bad_usage(arguments, told, tmp_path):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "x.yaml").exists()


@pytest.fixture
def versions(tmp_path):
    text = RAFAH.read_text(encoding="utf-8")
    (tmp_path / "base.yaml").write_text(text, encoding="utf-8")
    for name, new in (("anna", "firmness: 0.3"), ("ben", "firmness: 0.9")):
        (tmp_path / f"{name}.yaml").write_text(text.replace("firmness: 0.6", new), encoding="utf-8")
    (tmp_path / "cora.yaml").write_text(
        text.replace("firmness: 0.8", "firmness: 0.85"), encoding="utf-8"
    )
    return tmp_path


@pytest.mark.thorough
def test_diff_says_what_changed_by_its_exit_code(versions):
    same = run("diff", "base.yaml", "base.yaml", cwd=versions)
    assert same.returncode == 0
    assert "Nothing changed" in same.stdout
    other = run("diff", "base.yaml", "anna.yaml", "--packages", cwd=versions)
    assert other.returncode == 1
    assert "firmness: 0.6 -> 0.3" in other.stdout
    assert "chance 0.70" in other.stdout
    answer = json.loads(run("diff", "base.yaml", "anna.yaml", "--json", cwd=versions).stdout)
    jsonschema.validate(answer, ANSWERS["diff"], format_checker=jsonschema.FormatChecker())
    assert answer["written"][0]["fields"] == [{"name": "firmness", "old": "0.6", "new": "0.3"}]


def test_merge_writes_what_can_be_joined(versions):
    done = run(
        "merge", "anna.yaml", "cora.yaml", "--base", "base.yaml", "-o", "out.yaml", cwd=versions
    )
    assert (done.returncode, done.stderr) == (0, "")
    text = (versions / "out.yaml").read_text(encoding="utf-8")
    expected = (versions / "anna.yaml").read_text(encoding="utf-8")
    assert text == expected.replace("firmness: 0.8\n", "firmness: 0.85\n")
    assert run("check", "out.yaml", cwd=versions).returncode == 0


@pytest.mark.thorough
def test_merge_shows_conflicts_and_writes_nothing(versions):
    done = run(
        "merge", "anna.yaml", "ben.yaml", "--base", "base.yaml", "-o", "out.yaml", cwd=versions
    )
    assert done.returncode == 1
    for told in (
        "anna.yaml line 51 and ben.yaml line 51 differ",
        "anna.yaml: 0.3",
        "ben.yaml: 0.9",
    ):
        assert told in done.stdout
    assert not (versions / "out.yaml").exists()
    done = run(
        "merge", "anna.yaml", "ben.yaml", "--prefer", "b", "-o", "out.yaml", "--json", cwd=versions
    )
    assert done.returncode == 0
    answer = json.loads(done.stdout)
    jsonschema.validate(answer, ANSWERS["merge"], format_checker=jsonschema.FormatChecker())
    assert (answer["written"], answer["settled_by"], len(answer["conflicts"])) == (True, "b", 1)
    assert (versions / "out.yaml").read_bytes() == (versions / "ben.yaml").read_bytes()
