"""``lastyard improve`` from the command line."""

import json

import jsonschema
import pytest

import lastyard as ly
from lastyard.show.published import ANSWERS
from program import run

TALKS = """
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
POINTS = """
title: Known
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}, j: {options: [x, y]}}
statements:
  - {id: pa, party: a, on: 2024-01-01, reservation: 1, values: {i: {x: 5, y: 0}, j: {x: 2, y: 0}}}
  - {id: pb, party: b, on: 2024-01-01, reservation: 1, values: {i: {x: 0, y: 2}, j: {x: 0, y: 5}}}
"""
SHARED = "food: shared, wood: shared"


@pytest.fixture
def talks(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(TALKS, encoding="utf-8")
    return path


@pytest.mark.thorough
def test_a_trade_is_offered_that_each_side_likely_likes(talks):
    found = run("improve", talks, "--deal", SHARED, "--json", "--seed", 3)
    assert found.returncode == 0, found.stderr
    content = json.loads(found.stdout)
    jsonschema.validate(content, ANSWERS["improve"])
    first = content["offers"][0]
    assert first["package"] == {"food": "us", "wood": "them"}
    assert 0.2 < first["adopted"]["index"] < 0.6
    assert set(first["marks"]) == {"us", "them"}
    again = run("improve", talks, "--deal", SHARED, "--json", "--seed", 3, OPENBLAS_NUM_THREADS="1")
    assert again.stdout == found.stdout


@pytest.mark.thorough
def test_where_values_are_known_what_is_offered_is_sure(tmp_path):
    path = tmp_path / "known.yaml"
    path.write_text(POINTS, encoding="utf-8")
    found = run("improve", path, "--deal", "i: y, j: x", "--json")
    (first, *_) = json.loads(found.stdout)["offers"]
    assert first["package"] == {"i": "x", "j": "y"}
    assert first["adopted"] == {"index": 1.0, "error": 0.0}
    best = run("improve", path, "--deal", "i: x, j: y")
    assert best.returncode == 1
    assert "No package is likely better for somebody and worse for nobody" in best.stdout


def test_demands_that_the_deal_keeps_are_kept(talks):
    text = TALKS + "  - {id: d, party: them, on: 2024-01-06, rejects: \"food == 'us'\"}\n"
    found = ly.improve(ly.load_text(text), SHARED, seed=3)
    assert all(offer.package.positions["food"] != 2 for offer in found.offers)
    broken = ly.improve(ly.load_text(text), {"food": "us", "wood": "them"}, seed=3)
    assert broken.deal == {"food": "us", "wood": "them"}


@pytest.mark.thorough
def test_rules_hold_for_the_deal_and_for_what_is_offered(talks):
    rule = "rules: [{id: r, require: \"food != 'us' or wood != 'them'\"}]\nstatements:"
    talks.write_text(TALKS.replace("statements:", rule), encoding="utf-8")
    broken = run("improve", talks, "--deal", "food: us, wood: them")
    assert broken.returncode == 2
    assert "breaks rules of the case" in broken.stderr
    found = json.loads(run("improve", talks, "--deal", SHARED, "--json").stdout)
    assert {"food": "us", "wood": "them"} not in [each["package"] for each in found["offers"]]


@pytest.mark.parametrize(
    ("deal", "told"),
    [("food: us", "leaves wood open"), ("food: us, wood: ours", "'wood' has no option 'ours'")],
)
def test_what_is_no_deal_is_told(talks, deal, told):
    found = run("improve", talks, "--deal", deal)
    assert found.returncode == 2
    assert told in found.stderr


def test_nothing_is_offered_where_nobody_said_anything(tmp_path):
    path = tmp_path / "silent.yaml"
    path.write_text(TALKS[: TALKS.index("statements:")], encoding="utf-8")
    found = run("improve", path, "--deal", SHARED)
    assert found.returncode == 1
    assert "that is a guess" in found.stdout


@pytest.mark.thorough
def test_why_names_the_method_and_an_offer_by_itself(talks):
    told = run("improve", talks, "--deal", SHARED, "--why")
    assert "Raiffa 1982" in told.stdout
    one = run("improve", talks, "--deal", SHARED, "--why", "offer-1")
    assert one.returncode == 0, one.stderr
    assert "worse for nobody" in one.stdout


def test_a_small_budget_ends_and_says_so(talks):
    found = run("improve", talks, "--deal", SHARED, "--budget", "2000u")
    assert found.returncode in (0, 1, 4)
    assert "internal error" not in found.stderr


def test_nobody_is_asked_to_go_further_against_its_demand():
    case = ly.load_text(
        """
title: Depot talks
parties: {council: {name: Council}, drivers: {name: Drivers}}
issues:
  pay: {range: [0, 10], step: 1}
  rest: {options: [as now, some, long], ordered: true}
statements:
  - {id: d, party: drivers, on: 2024-01-02, requires: pay >= 6, firmness: firm}
  - {id: c, party: council, on: 2024-01-03, rejects: pay > 4, firmness: stated}
  - {id: r, party: drivers, on: 2024-01-03, requires: rest != 'as now', firmness: firm}
"""
    )
    found = ly.improve(case, "pay: 5, rest: some", seed=7)
    assert found.offers
    assert {offer.package.positions["pay"] for offer in found.offers} == {5}
