"""An issue that the case calls a party's own is likely to weigh more with it, and nothing else changes."""

import pytest
from evaluation.own_issues import main as score

import lastyard as ly
from lastyard.case.diagnostics import CaseError
from lastyard.case.editing import renamed
from lastyard.case.load import load_text
from lastyard.case.variants import audience_of, cut
from lastyard.case.writing import dump
from program import run

CASE = """
title: Harbour
parties: {union: , firm: , city: {name: City}, un: {role: observer}}
issues:
  jobs: {options: [none, half, all], ordered: true, of: union}
  loan: {range: [0, 3], step: 1, of: [city, firm]}
  site: {options: [sea, land]}
statements:
  - {id: u, party: union, on: 2024-01-01, wants: {jobs: more, loan: less}}
  - {id: s, party: union, on: 2024-01-01, position: {site: land}}
  - {id: f, party: firm, on: 2024-01-01, position: {jobs: none, loan: 3, site: sea}}
"""
PLAIN = CASE.replace(", of: union", "").replace(", of: [city, firm]", "")

SPLIT = """
title: Split
parties: {union: , firm: }
issues:
  jobs: {options: [none, all]JOBS}
  site: {options: [sea, land]SITE}
statements:
  - {id: u, party: union, on: 2024-01-01, position: {jobs: all, site: land}}
  - {id: f, party: firm, on: 2024-01-01, position: {jobs: none, site: sea}}
"""


def best(jobs="", site=""):
    found = ly.packages(load_text(SPLIT.replace("JOBS", jobs).replace("SITE", site)), seed=3)
    return tuple(found.best.package.values())


def test_it_is_read_and_written_and_named_anew():
    case = load_text(CASE)
    assert [issue.of for issue in case.issues] == [("union",), ("city", "firm"), ()]
    assert load_text(dump(case)).issues == case.issues
    assert [i.of for i in load_text(renamed(CASE, "parties", "firm", "owner")).issues] == [
        ("union",),
        ("city", "owner"),
        (),
    ]
    assert not any(i.of for i in cut(case, audience_of("party:firm", case)).issues)


@pytest.mark.parametrize("wrong", ["uniom", "un", "[union, nobody]"])
def test_whose_it_is_must_be_a_party_that_decides(wrong):
    with pytest.raises(CaseError, match="no party that decides") as problem:
        load_text(CASE.replace("of: union", f"of: {wrong}"))
    (told,) = problem.value.diagnostics
    assert (told.code, told.place.line) == ("unknown-party", 5)


def test_each_side_gets_its_own_issue():
    assert best(jobs=", of: union") == best(site=", of: firm") == ("all", "sea")
    assert best(site=", of: union") == best(jobs=", of: firm") == ("none", "land")


def test_an_issue_of_both_favours_neither():
    assert set(best(jobs=", of: [union, firm]")) in ({"all", "sea"}, {"none", "land"})


def test_who_said_nothing_keeps_its_own_issue():
    silent = (
        CASE[: CASE.index("  - {id: u")]
        + "  - {id: c, party: firm, on: 2024-01-01, wants: {loan: more}}\n"
    )
    found = ly.packages(load_text(silent), seed=3)
    assert {party.id for party in found.silent} == {"union", "city"}
    assert found.if_alike is not None


@pytest.mark.thorough
@pytest.mark.parametrize("command", [["packages"], ["next"], ["analyse"], ["simulate"]])
def test_it_is_told_under_why(tmp_path, command):
    for text, told in ((CASE, True), (PLAIN, False)):
        (tmp_path / "case.yaml").write_text(text)
        shown = " ".join(run(*command, tmp_path / "case.yaml", "--why").stdout.split())
        assert ("jobs with union and loan with City and firm" in shown) is told
        if command == ["packages"]:
            assert ("If own issues weighed like others" in shown) is told


def test_nothing_is_assumed_of_who_gave_points(tmp_path):
    points = "{id: v, party: union, on: 2024-01-02, reservation: 1, values: {jobs: {none: 0, half: 1, all: 2}, loan: {0: 1, 3: 0}, site: {sea: 0, land: 1}}}"
    (tmp_path / "case.yaml").write_text(CASE + f"  - {points}\n")
    shown = " ".join(run("packages", tmp_path / "case.yaml", "--why").stdout.split())
    assert "loan with City and firm" in shown
    assert "jobs with union" not in shown


def test_the_assumption_helps_on_games_that_it_was_not_fitted_on(capsys):
    assert score() == 0
    rows = [line.split("|")[1:-1] for line in capsys.readouterr().out.splitlines()[2:]]
    assert len(rows) == 4
    assert all(float(row[-1]) > 0 for row in rows)
