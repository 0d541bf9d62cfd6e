"""Killed at every moment at which something is written: nothing is lost, nothing half there."""

import json
import sys

import pytest

sys.path.insert(0, str(__file__.rpartition("/")[0]))
from killing import killed
from test_fetching import served

from lastyard.case.load import load_with_warnings
from lastyard.drafting.adding import load_drafts

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals as POSIX has them")

CASE = """\
title: Port talks
parties: {moorland: {name: Moorland, words: [Ada Moor]}, westland: {name: Westland}}
issues:
  port: {name: Port of Elder, options: [open, closed]}
"""
REPORT = """\
PORT ELDER, March 22, 2024 - "We must have the port open before anything else," Ada Moor told
reporters on Friday. "The port stays closed," said Otto Penn, a spokesman for Westland.
"""


@pytest.fixture
def place(tmp_path):
    (tmp_path / "case.yaml").write_text(CASE, encoding="utf-8")
    reports = tmp_path / "reports"
    reports.mkdir()
    (reports / "one.txt").write_text(REPORT, encoding="utf-8")
    page = f"<html><body><p>{REPORT}</p></body></html>"
    (reports / "two.html").write_text(page, encoding="utf-8")
    return tmp_path


def visible(folder):
    return {path.name for path in folder.iterdir() if not path.name.startswith(".")}


def test_watch_killed_at_every_write(place):
    folder = place / "reports"
    told, at = "", 0
    arguments = ("watch", folder, "--case", place / "case.yaml", "--once")
    while True:
        at += 1
        dead, words = killed(*arguments, at=at)
        told += words
        assert visible(folder) == {"one.txt", "two.html", "drafts"}
        for draft in (folder / "drafts").glob("*.yaml"):
            assert len(load_drafts(str(draft)).drafts) == 2  # whole, or not there
        if not dead:
            break
        if at % 4 == 0:  # and again from the beginning
            for path in (folder / "drafts").iterdir():
                path.unlink()
            told = ""
    assert at > 6
    assert killed(*arguments)[1] == ""
    ledger = json.loads((folder / "drafts" / "ledger.json").read_text(encoding="utf-8"))
    assert {name: entry["draft"] for name, entry in ledger.items()} == {
        "one.txt": "one.txt.yaml", "two.html": "two.html.yaml"
    }  # fmt: skip
    assert visible(folder / "drafts") == {
        "ledger.json", "one.txt.yaml", "two.html.yaml", "two.html.txt"
    }  # fmt: skip
    assert all(told.count(f"{name}: ") <= 1 for name in ledger)


@pytest.mark.thorough
@pytest.mark.parametrize("how", [{"at": k} for k in range(1, 14)] + [{"after": 40}])
def test_code_killed_at_every_write(place, how):
    case = place / "case.yaml"
    drafts = place / "d.yaml"
    assert not killed("read", place / "reports" / "one.txt", "--case", case, "-o", drafts)[0]
    killed("code", case, drafts, stdin=b"a\nd\n", cwd=place, **how)
    load_with_warnings(str(case))  # never half written
    for _ in range(2):  # all that is answered already is not asked again
        dead, _ = killed("code", case, drafts, stdin=b"a\nd\n", cwd=place)
        assert not dead
    read = load_with_warnings(str(case))[0]
    assert [s.id for s in read.statements].count("one-1") == 1
    record = (place / "case.coded.jsonl").read_text(encoding="utf-8").splitlines()
    decided = [(json.loads(line)["draft"], json.loads(line)["outcome"]) for line in record]
    assert [name for name, _ in decided] == ["one-1", "one-2"]
    assert killed("code", case, drafts, cwd=place) == (False, killed("code", case, drafts)[1])


def test_a_drop_that_was_recorded_is_kept(place):
    case, drafts = place / "case.yaml", place / "d.yaml"
    killed("read", place / "reports" / "one.txt", "--case", case, "-o", drafts)
    killed("code", case, drafts, stdin=b"d\nd\n", cwd=place)
    words = killed("code", case, drafts, cwd=place)[1]
    assert "2 dropped" in words


@pytest.mark.thorough
def test_a_copy_of_a_page_is_never_half_there(tmp_path):
    body = b"<html><p>Ada Moor said the port was open.</p><!--" + b"-" * 100_000 + b"--></html>"
    with served(body) as (url, _):
        arguments = ("read", url, "--fetch", "-o", tmp_path / "d.yaml")
        assert killed(*arguments, after=20_000, cwd=tmp_path)[0]
        assert visible(tmp_path) == set()
        for at in range(1, 30):
            dead, _ = killed(*arguments, at=at, cwd=tmp_path)
            copies = [name for name in visible(tmp_path) if name.endswith(".html")]
            assert copies in ([], ["talks.html"])
            assert all((tmp_path / name).read_bytes() == body for name in copies)
            if not dead:
                break
        assert at > 4
    assert "talks.html" in visible(tmp_path)


@pytest.mark.parametrize("after", [100, 2_000])
def test_drafts_and_kept_text_are_whole_or_not_there(place, after):
    long = place / "long.html"
    long.write_text("<html><p>" + REPORT * 60 + "</p></html>", encoding="utf-8")
    arguments = ("read", long, "--keep-text", place / "kept.txt", "-o", place / "d.yaml")
    before = visible(place)
    assert killed(*arguments, after=after)[0]
    assert visible(place) == before
    many = ("read", place / "reports", "--into", place / "drafts")
    assert killed(*many, after=100)[0]
    assert visible(place / "drafts") == set()
