"""``lastyard next`` and ``lastyard simulate`` from the command line."""

import json

import jsonschema
import pytest

from lastyard.show.published import ANSWERS, errors_schema
from program import run

TALKS = """
title: Talks
parties: {a: {}, b: {}}
issues: {x: {options: [low, high], ordered: true}, y: {options: [no, yes]}}
statements:
  - {id: ask, party: a, on: 2024-01-01, position: {x: high}}
  - {id: line, party: b, on: 2024-01-02, rejects: "x == 'high'", firmness: 0.5}
  - {id: later, party: b, on: 2024-02-02, rejects: "y == 'yes'", firmness: 0.5}
"""
KNOWN = """
title: Known
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - {id: one, party: a, on: 2024-01-01, requires: "i == 'x'", firmness: 1, reservation: 3}
  - {id: pa, party: a, on: 2024-01-01, reservation: 3, values: {i: {x: 5, y: 0}}}
  - {id: pb, party: b, on: 2024-01-01, reservation: 3, values: {i: {x: 0, y: 5}}}
""".replace(", firmness: 1, reservation: 3", ", firmness: 1")


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, encoding="utf-8")
    return path


@pytest.fixture
def known(tmp_path):
    path = tmp_path / "known.yaml"
    path.write_text(KNOWN, encoding="utf-8")
    return path


@pytest.mark.thorough
@pytest.mark.parametrize("command", [("next",), ("simulate", "--runs", 10, "--questions", 6)])
def test_json_is_the_same_bytes_for_the_same_seed_on_any_number_of_threads(talks, command):
    one = run(*command, talks, "--json", "--seed", 7, OPENBLAS_NUM_THREADS="1")
    two = run(*command, talks, "--json", "--seed", 7, OPENBLAS_NUM_THREADS="2")
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    content = json.loads(one.stdout)
    jsonschema.validate(content, ANSWERS[command[0]])
    assert content["seed"] == 7


@pytest.mark.thorough
def test_the_day_decides_which_demands_are_asked_about(talks):
    early = json.loads(run("next", talks, "--json", "--as-of", "2024-01-15", "--top", 50).stdout)
    late = json.loads(run("next", talks, "--json", "--top", 50).stdout)
    assert "later" not in {each["statement"] for each in early["questions"]}
    assert {"line", "later"} <= {each["statement"] for each in late["questions"]}
    assert len(json.loads(run("next", talks, "--json", "--top", 2).stdout)["questions"]) == 2


@pytest.mark.thorough
def test_why_tells_all_or_one_thing(talks):
    whole = run("next", talks, "--why")
    assert "Answers are taken as true." in whole.stdout
    assert "proposal-A" in whole.stdout
    one = run("next", talks, "--why", "question-1")
    assert one.returncode == 0
    assert "question-1" in one.stdout
    assert "way-1" in run("simulate", talks, "--runs", 10, "--questions", 4, "--why").stdout


@pytest.mark.thorough
def test_exit_codes_and_refusals(talks, known):
    assert run("next", known).returncode == 1
    assert run("simulate", known, "--runs", 3).returncode == 1
    assert run("next", talks, "--top", 0).returncode == 2
    bad = run("next", talks, "--json", "--as-of", "tomorrow")
    assert bad.returncode == 2
    jsonschema.validate(json.loads(bad.stdout), errors_schema())


GOODS = """
title: Two goods
parties: {us: {name: Us}, them: {name: Them}}
issues:
  food: {name: Food, options: [them, us]}
  wood: {name: Wood, options: [them, us]}
statements:
  - {id: u, party: us, on: 2024-01-05, position: {food: us, wood: us}}
  - {id: t, party: them, on: 2024-01-05, position: {food: them, wood: them}}
"""


@pytest.mark.thorough
def test_questions_for_the_best_deal_are_named_when_asked_for_and_stop_when_answered(tmp_path):
    path = tmp_path / "goods.yaml"
    path.write_text(GOODS, encoding="utf-8")
    plain = json.loads(run("next", path, "--json").stdout)
    assert plain["best_deal"] is None
    found = run("next", path, "--for-best", "--json")
    content = json.loads(found.stdout)
    jsonschema.validate(content, ANSWERS["next"])
    asked = content["best_deal"]["questions"]
    assert {"matters", "compare"} >= {each["kind"] for each in asked}
    assert asked[0]["rise"] >= content["best_deal"]["worth_asking"]
    text = run("next", path, "--for-best").stdout
    assert "which matters most to it: Food or Wood" in " ".join(text.split())
    one = run("next", path, "--for-best", "--why", "best-1")
    assert one.returncode == 0, one.stderr
    assert "expected to raise the product of gains" in " ".join(one.stdout.split())


def test_where_points_are_known_no_question_for_the_best_deal_is_worth_asking(known):
    text = " ".join(run("next", known, "--for-best").stdout.split())
    assert "No package is expected to be worth more than no deal to everybody" in text
