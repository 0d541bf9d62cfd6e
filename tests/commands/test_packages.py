"""`lastyard packages` through the real command line."""

import json
from functools import partial

import jsonschema
import pytest

import program
from lastyard.show.published import ANSWERS

TALKS = """
title: Talks
parties: {a: {name: A}, b: {name: B}}
issues: {x: {options: [low, high], ordered: true}, y: {options: [no, yes]}}
rules: [{id: never, require: "not (x == 'high' and y == 'yes')"}]
statements:
  - {id: ask, party: a, on: 2024-01-01, position: {x: high}}
  - {id: line, party: b, on: 2024-01-02, rejects: "x == 'high'", firmness: 0.5}
"""


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, encoding="utf-8")
    return path


run = partial(program.run, "packages")


@pytest.mark.thorough
def test_json_is_the_same_bytes_for_the_same_seed_on_any_number_of_threads(talks):
    one = run(talks, "--json", "--seed", 7, OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    two = run(talks, "--json", "--seed", 7, OMP_NUM_THREADS="2", OPENBLAS_NUM_THREADS="2")
    assert one.returncode == 0, one.stderr
    assert one.stdout == two.stdout
    content = json.loads(one.stdout)
    jsonschema.validate(content, ANSWERS["packages"])
    assert content["seed"] == 7
    assert len(content["packages"]) == 3
    assert run(talks, "--json", "--seed", 8).stdout != one.stdout


@pytest.mark.thorough
def test_top_require_and_evaluate(talks):
    content = json.loads(run(talks, "--json", "--top", 1, "--require", "y == 'yes'").stdout)
    assert [each["package"] for each in content["packages"]] == [{"x": "low", "y": "yes"}]
    content = json.loads(run(talks, "--json", "--evaluate", "x: high").stdout)
    assert [each["package"] for each in content["packages"]] == [{"x": "high", "y": "no"}]
    assert content["packages"][0]["breaks"] == ["line"]


def test_why_tells_the_statements_and_the_method(talks):
    text = run(talks, "--why").stdout
    assert "Best packages" in text
    assert "What this rests on   (2 of 2 statements)" in text
    assert "linear programs" in text


def test_no_chance_as_coded_is_a_negative_answer(talks):
    talks.write_text(
        TALKS.replace("firmness: 0.5", "firmness: 1")
        + "  - {id: must, party: a, on: 2024-01-02, requires: \"x == 'high'\", firmness: 1}\n",
        encoding="utf-8",
    )
    done = run(talks)
    assert done.returncode == 1
    assert "As coded, every package has an agreement index of 0" in done.stdout


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--require", "z == 1"], "unknown-issue|no issue is called 'z'"),
        (["--evaluate", "x: medium"], "no option 'medium'"),
        (["--evaluate", "x: high, y: yes"], "no package satisfies the rules"),
        (["--evaluate", ""], "a package names issues and options"),
        (["--evaluate", "}{"], "error"),
        (["--top", "0"], "1<=x<=1000"),
        (["--seed", "-1"], "0<=x"),
    ],
)
def test_bad_requests_are_told(talks, arguments, message):
    done = run(talks, *arguments)
    assert done.returncode == 2, done.stdout
    assert any(part in done.stderr for part in message.split("|")), done.stderr
    assert "internal error" not in done.stderr


@pytest.mark.thorough
def test_the_chance_of_a_yes_is_told_between_two_and_falls_with_what_a_package_breaks(tmp_path):
    text = """
title: Two goods
parties: {us: {name: Us}, them: {name: Them}}
issues:
  food: {options: [them, shared, us], ordered: true}
  wood: {options: [them, shared, us], ordered: true}
statements:
  - {id: u, party: us, on: 2024-01-05, wants: {food: more, wood: more}}
  - {id: v, party: us, on: 2024-01-05, ranks: [food, wood]}
  - {id: t, party: them, on: 2024-01-05, wants: {food: less, wood: less}}
  - {id: s, party: them, on: 2024-01-05, ranks: [wood, food]}
"""
    path = tmp_path / "two.yaml"

    def chances(more=""):
        path.write_text(text + more, encoding="utf-8")
        found = json.loads(run(path, "--json", "--top", 9).stdout)
        return {
            (each["package"]["food"], each["package"]["wood"]): each["yes_now"]
            for each in found["packages"]
        }

    before = chances()
    best = before["us", "them"]
    assert best == max(before.values()) == pytest.approx(0.45, abs=0.01)
    assert before["shared", "shared"] < best
    after = chances("  - {id: d, party: them, on: 2024-01-06, rejects: \"food == 'us'\"}\n")
    assert after["us", "them"] < 0.6 * best
    alone = json.loads(run(path, "--json", "--evaluate", "food: us, wood: them").stdout)[
        "packages"
    ][0]["yes_now"]
    assert alone == pytest.approx(after["us", "them"], abs=1e-5)
    path.write_text(text.replace("them: {name: Them}", "them: {name: Them}, third: {}"))
    found = json.loads(run(path, "--json").stdout)
    assert {each["yes_now"] for each in found["packages"]} == {None}


@pytest.mark.thorough
def test_a_refusal_makes_what_was_refused_less_acceptable(tmp_path):
    text = """
title: Wage talks
parties: {union: {name: Union}, firm: {name: Firm}}
issues:
  raise: {range: [0, 10], step: 1, unit: "%"}
  term: {options: [short, long]}
statements:
  - {id: ask, party: union, on: 2024-01-05, offers: {raise: 8}}
  - {id: bid, party: firm, on: 2024-01-09, position: {raise: 0}}
"""
    path = tmp_path / "raise.yaml"

    def index(more=""):
        path.write_text(text + more, encoding="utf-8")
        found = run(path, "--json", "--evaluate", "raise: 0")
        return json.loads(found.stdout)["packages"][0]["acceptability"]["union"]["index"]

    refused = "  - {id: no, party: union, on: 2024-01-09, refuses: {raise: 0}}\n"
    assert index(refused) < index() - 0.08
