"""``lastyard timeline`` as users call it."""

import json
from functools import partial

import jsonschema
import pytest

import program
from lastyard.show.published import ANSWERS

CASE = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}}
issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
statements:
  - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
  - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
  - {id: line, party: firm, on: 2024-01-12, rejects: "wage > 5", firmness: 0.9}
  - {id: less, party: union, on: 2024-01-20, position: {wage: 6}, replaces: ask}
"""


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(CASE, encoding="utf-8")
    return path


run = partial(program.run, "timeline")


def test_day_by_day_in_json_and_a_picture(talks, tmp_path):
    done = run(talks, "--json", "--svg", tmp_path / "talks.svg")
    assert (done.returncode, done.stderr) == (0, "")
    content = json.loads(done.stdout)
    jsonschema.validate(content, ANSWERS["timeline"])
    gaps = [p["issues"]["wage"]["gaps"] for p in content["points"]]
    assert [own[0]["by_position"] if own else None for own in gaps] == [None, 0.6, 0.6, 0.4]
    assert [p["packages"] for p in content["points"]] == [11, 11, 6, 6]
    assert (tmp_path / "talks.svg").read_text(encoding="utf-8").startswith("<svg")


def test_only_what_is_exact(talks):
    done = run(talks, "--exact", "--from", "2024-01-09")
    assert done.returncode == 0
    assert "9 Jan 2024" in done.stdout
    assert "5 Jan 2024" not in done.stdout.replace("25 Jan", "").split("Day by day")[1]
    assert "±" not in done.stdout
    assert "only what is exact was asked for" in done.stdout


@pytest.mark.thorough
def test_the_index_is_not_called_a_chance_and_the_test_is_named(talks):
    for done in (run(talks), run(talks, "--why")):
        assert "p, sign test" in done.stdout
        assert "agreement index of the best package" in done.stdout
        for misleading in ("coin", "hance of the best", "hance of best", "be agreed"):
            assert misleading not in done.stdout


def test_what_is_behind_one_change(talks):
    done = run(talks, "--exact", "--why", "effect-1")
    assert done.returncode == 0
    assert "less" in done.stdout
    wrong = run(talks, "--exact", "--why", "effect-one")
    assert wrong.returncode == 2
    assert "effect-1" in wrong.stderr


def test_bad_days(talks):
    for arguments in (["--from", "yesterday"], ["--from", "2024-02-01", "--to", "2024-01-01"]):
        done = run(talks, *arguments)
        assert done.returncode == 2, done.stdout
        assert "Traceback" not in done.stderr
        assert done.stderr
