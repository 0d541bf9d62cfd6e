"""``lastyard report`` from the command line."""

import json
import zipfile

import jsonschema
import pytest

from lastyard.commands import main
from lastyard.show.schemas import ANSWERS

CASE = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}}
issues: {wage: {options: [low, middle, high], ordered: true}}
statements:
  - {id: u, party: union, on: 2024-01-01, reservation: 2, values: {wage: {low: 0, middle: 5, high: 9}}}
  - {id: f, party: firm, on: 2024-01-01, reservation: 2, values: {wage: {low: 9, middle: 5, high: 0}}}
"""


@pytest.fixture
def run(tmp_path, capsys):
    path = tmp_path / "talks.yaml"
    path.write_text(CASE, encoding="utf-8")

    def call(*arguments):
        with pytest.raises(SystemExit) as end:
            main(["report", str(path), *arguments])
        return end.value.code, *capsys.readouterr()

    return call


def test_the_format_follows_the_name_of_the_file(run, tmp_path):
    for name, start in (
        ("a.html", b"<!DOCTYPE html>"),
        ("a.md", b"# Wage talks"),
        ("a.docx", b"PK"),
    ):
        if name.endswith("docx"):
            pytest.importorskip("docx")
        assert run("-o", str(tmp_path / name))[:2] == (0, "")
        assert (tmp_path / name).read_bytes().startswith(start)
    assert zipfile.is_zipfile(tmp_path / "a.docx")
    assert run()[1].startswith("<!DOCTYPE html>")
    assert run("--format", "md", "-o", "-")[1].startswith("# Wage talks")


def test_json_follows_its_schema(run):
    code, out, _ = run("--json", "--seed", "3")
    content = json.loads(out)
    jsonschema.validate(content, ANSWERS["report"], format_checker=jsonschema.FormatChecker())
    assert (code, content["seed"]) == (0, 3)
    assert content["solutions"] is not None
    assert content["vote"] is None


def test_bad_requests_are_told(run, tmp_path):
    code, _, err = run("--format", "docx")
    assert (code, "-o FILE.docx" in err) == (2, True)
    code, _, err = run("--format", "md", "-o", str(tmp_path / "a.html"))
    assert (code, "does not fit" in err) == (2, True)
    assert not (tmp_path / "a.html").exists()
    code, _, err = run("--as-of", "tomorrow")
    assert (code, "not a date" in err) == (2, True)
    code, _, err = run("-o", str(tmp_path / "nowhere" / "a.html"))
    assert (code, "cannot write" in err) == (2, True)


def test_a_file_that_is_there_stays_when_the_report_fails(run, tmp_path):
    target = tmp_path / "a.html"
    target.write_text("old", encoding="utf-8")
    assert run("--as-of", "x", "-o", str(target))[0] == 2
    assert target.read_text(encoding="utf-8") == "old"
