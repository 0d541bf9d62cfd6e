"""``lastyard report`` from the command line."""

import json
import zipfile

import jsonschema
import pytest

from lastyard.commands import main
from lastyard.show.published import ANSWERS

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


@pytest.mark.thorough
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


def test_an_unknown_ending_is_refused_with_those_that_are_known(run, tmp_path):
    for name in ("a.txt", "a.pdff", "a.HTMLX"):
        code, _, err = run("-o", str(tmp_path / name))
        assert code == 2
        assert ".html, .htm, .md, .markdown, .docx, .pdf" in err
        assert not (tmp_path / name).exists()
    assert run("--format", "md", "-o", str(tmp_path / "a.txt"))[0] == 0
    assert (tmp_path / "a.txt").read_text(encoding="utf-8").startswith("# Wage talks")


def test_without_a_browser_a_pdf_says_what_to_install(run, tmp_path, monkeypatch):
    from lastyard.show.report import pdf

    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(pdf, "_PLACES", ())
    monkeypatch.setattr(pdf, "_of_playwright", lambda: "")
    code, out, err = run("-o", str(tmp_path / "a.pdf"))
    assert (code, out) == (2, "")
    assert "apt install chromium" in err
    assert not (tmp_path / "a.pdf").exists()
    code, _, err = run("--format", "pdf")
    assert (code, "-o FILE.pdf" in err) == (2, True)


def test_a_browser_that_does_not_print_leaves_what_was_there(run, tmp_path, monkeypatch):
    fake = tmp_path / "chromium"
    fake.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    target = tmp_path / "a.pdf"
    target.write_bytes(b"old")
    code, _, err = run("-o", str(target))
    assert (code, "did not print" in err) == (2, True)
    assert target.read_bytes() == b"old"


def test_what_a_browser_prints_is_written_without_its_date(run, tmp_path, monkeypatch):
    fake = tmp_path / "chromium"
    fake.write_text(
        '#!/bin/sh\nfor a in "$@"; do case $a in --print-to-pdf=*) '
        "printf '%%PDF-1.4 /CreationDate (D:%s) end' \"$(date +%Y%m%d%H%M%S)+00\\'00\\'\" "
        '> "${a#*=}";; esac; done\n',
        encoding="utf-8",
    )
    fake.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    (tmp_path / "talks.yaml").chmod(0o600)
    target = tmp_path / "a.pdf"
    assert run("-o", str(target))[0] == 0
    printed = target.read_bytes()
    assert printed.startswith(b"%PDF-1.4 /CreationDate (D:19800101000000")
    assert printed.endswith(b") end")
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_report_for_a_party_holds_less_and_figures_are_for_the_mediator(run):
    whole = run()[1]
    less = run("--for", "party:union")[1]
    assert "report-figures" in whole
    assert "report-figures" not in less
    assert "for Union" in less
    code, _, err = run("--for", "party:nobody")
    assert (code, "party:union" in err) == (2, True)
    code, _, err = run("--for", "public", "--json")
    assert (code, "for the mediator" in err) == (2, True)
