"""Moves of a case: equilibria, accounts of them, and what is left unknown."""

import json
from itertools import product

import pytest

import lastyard as ly
from lastyard.conflict import READINGS

HEAD = "title: T\nparties: {a: {name: Ana}, b: {name: Ben}}\nissues: {i: {options: [x, y]}}\n"
PRISONERS = (
    HEAD
    + """moves:
  options: {talk: {owner: a, name: tell}, tell: {owner: b}}
  states: {trust: NN, war: YY}
  preferences:
    a: {ranking: [YN, trust, war, NY]}
    b: {ranking: [NY, trust, war, YN]}
  status_quo: trust
"""
)


def named(found, concept):
    return [found.conflict.states[s] for s in found.equilibria[concept]]


def test_prisoners():
    found = ly.moves(ly.load_text(PRISONERS))
    assert named(found, "nash") == ["war"]
    assert named(found, "seq") == ["trust", "war"]
    text = str(found)
    assert (
        "if Ana moves to YN (tell), Ben answers by moving to war (tell and tell), which Ana likes no "
        "better than staying"
    ) in " ".join(text.split())
    assert "trust (nothing is done): it holds now" in text
    assert "<table>" in found._repr_html_()
    assert found.unknown == ()
    assert found.possible == found.equilibria


def test_priorities_payoffs_and_rankings_say_the_same():
    ways = [
        "{ranking: [YN, NN, YY, NY]}",
        "{payoffs: {YN: 3.5, NN: 2, YY: 1/3, NY: -1}}",
        "{priorities: [not tell, talk]}",
        "{prefers: [[YN, NN], [NN, YY], [YY, NY]]}",
    ]
    found = [
        ly.moves(ly.load_text(PRISONERS.replace("{ranking: [YN, trust, war, NY]}", way)))
        for way in ways
    ]
    assert all(each.equilibria == found[0].equilibria for each in found)
    assert all(each.unknown == () for each in found)


def test_what_is_unknown_is_not_guessed():
    text = PRISONERS.replace("    a: {ranking: [YN, trust, war, NY]}\n", "")
    found = ly.moves(ly.load_text(text))
    assert found.unknown == ("a",)
    every = []
    for ranks in product(range(4), repeat=4):
        points = zip(("YN", "NN", "YY", "NY"), ranks, strict=True)
        payoffs = "{payoffs: {" + ", ".join(f"{s}: {p}" for s, p in points) + "}}"
        case = ly.load_text(PRISONERS.replace("{ranking: [YN, trust, war, NY]}", payoffs))
        every.append(set(ly.moves(case).equilibria["nash"]))
    assert set(found.equilibria["nash"]) == set.intersection(*every)
    assert set(found.possible["nash"]) == set.union(*every)
    assert "What Ana would prefer is not fully known" in str(found)


def case_of(data):
    """Write a published conflict as a case: listed states are feasible, all others are not."""
    feasible = {state["options"]: state["label"] for state in data["states"]}
    ways = {"fwd": "taken", "back": "left"}
    options = {
        f"o{k}": {"owner": f"p{owner}"} | ({"irreversible": ways[way]} if way in ways else {})
        for k, (owner, way) in enumerate(
            zip(data["option_owner"], data["permitted_direction"], strict=True)
        )
    }
    every = map("".join, product("YN", repeat=len(options)))
    content = {
        "title": data["name"],
        "parties": {f"p{k}": {"name": name} for k, name in enumerate(data["decision_makers"])},
        "issues": {"i": {"options": ["x", "y"]}},
        "moves": {
            "options": options,
            "infeasible": [pattern for pattern in every if pattern not in feasible],
            "states": {label: pattern for pattern, label in feasible.items()},
            "preferences": {
                f"p{k}": {"ranking": data["ranking"][name]}
                for k, name in enumerate(data["decision_makers"])
            },
        },
    }
    return ly.load_text(json.dumps(content))


@pytest.mark.parametrize(
    "name", ["prisoners_dilemma", "chicken", "syria_iraq_1975", "garrison_diversion_unit"]
)
def test_published_conflicts(oracle, name):
    data = json.loads(oracle(f"conflict/{name}.json").read_text())
    found = ly.moves(case_of(data))
    for concept, states in data["our_brute_force"]["equilibria"].items():
        assert set(named(found, concept.lower())) == set(states), concept


def test_garrison_under_the_reading_that_was_published(oracle):
    data = json.loads(oracle("conflict/garrison_diversion_unit.json").read_text())
    case = case_of(data)
    counts = {reading: len(named(ly.moves(case, reading=reading), "gmr")) for reading in READINGS}
    assert counts == {"legal sequences": 15, "each once": 14, "single move": 12}
    found = ly.moves(case, reading="single move")
    for concept, states in data["published"]["gmcr_py_committed_test"].items():
        assert named(found, concept.lower()) == [str(s) for s in states]


def test_questions_that_cannot_be_answered(tmp_path):
    with pytest.raises(ly.RequestError, match="no `moves`"):
        ly.moves(ly.load_text(HEAD))
    with pytest.raises(ly.RequestError, match="no reading"):
        ly.moves(ly.load_text(PRISONERS), reading="twice")
    (tmp_path / "bad.gmcr").write_text("{}")
    with pytest.raises(ly.RequestError, match="no list"):
        ly.moves(tmp_path / "bad.gmcr")
