"""Coalitions and the inverse question, as `moves` answers them."""

import json
from pathlib import Path

import jsonschema
import pytest

import lastyard as ly
from lastyard.errors import RequestError
from lastyard.show.published import ANSWERS

ELMIRA = Path(__file__).resolve().parents[2] / "catalog" / "papers" / "xu-2007" / "elmira.yaml"
PRISONERS = """
title: Two prisoners
parties: {a: {name: Ana}, b: {name: Ben}}
issues: {i: {options: [x, y]}}
moves:
  options: {tell: {owner: a}, talk: {owner: b, name: tell too}}
  states: {trust: NN, war: YY}
  preferences:
    a: {ranking: [YN, trust, war, NY]}
    b: {ranking: [NY, trust, war, YN]}
"""


def test_two_prisoners_would_leave_together():
    found = ly.moves(ly.load_text(PRISONERS), coalitions=True)
    states = found.conflict.states
    assert [states[s] for s in found.joint.equilibria["seq"]] == ["trust"]
    (broken,) = found.joint.broken
    assert (states[broken.state], broken.coalition, states[broken.target]) == (
        "war",
        (0, 1),
        "trust",
    )
    assert "Ana and Ben would go to trust (nothing is done)" in " ".join(str(found).split())


def test_elmira_falls_to_the_ministry_and_the_firm():
    """The jump from s5 to s8 that Kilgour, Hipel, Fang & Peng 2001 take their example from."""
    found = ly.moves(ly.load(ELMIRA), coalitions=True)
    states = found.conflict.states
    assert [states[s] for s in found.equilibria["nash"]] == ["s5", "s8", "s9"]
    assert [states[s] for s in found.joint.equilibria["nash"]] == ["s8", "s9"]
    (broken,) = found.joint.broken
    makers = [found.conflict.decision_makers[k] for k in broken.coalition]
    assert (states[broken.state], makers, states[broken.target]) == (
        "s5",
        ["ministry", "uniroyal"],
        "s8",
    )


def test_what_would_make_trust_last():
    found = ly.moves(ly.load_text(PRISONERS), stable="trust")
    states = found.conflict.states
    assert found.wanted.stable("seq")
    ana, ben = found.wanted.needs["nash"]
    assert not ana.stable
    assert [states[s] for s in ana.rise.past] == ["YN"]
    assert not ana.rise.stable_for_others  # Ben would leave as well
    assert ana.rankings is ben.rankings is None
    text = " ".join(str(found).split())
    assert "It is an equilibrium already: GMR, SMR and SEQ." in text
    assert (
        "Ana would leave for YN (tell); it would have to like this state at least as well" in text
    )


def test_rankings_are_counted_where_one_party_is_in_the_way():
    found = ly.moves(ly.load_text(PRISONERS), stable="not tell and talk")
    assert found.conflict.states[found.wanted.state] == "NY"
    ana, ben = found.wanted.needs["nash"]
    assert ben.stable
    assert (ana.rankings.stabilising, ana.rankings.tried, ana.rankings.exact) == (12, 24, True)


def test_json_keeps_its_schema():
    found = ly.moves(ly.load(ELMIRA), coalitions=True, stable="s7")
    content = json.loads(json.dumps(found.as_json()))
    jsonschema.validate(content, ANSWERS["moves"])
    assert content["coalitions"]["broken"][0]["coalition"] == ["ministry", "uniroyal"]
    assert content["wanted"]["needs"]["nash"][1]["past"] == ["s3", "s9"]
    assert "Coalitions (Kilgour" in " ".join(str(block) for block in _why(found))


def _why(found):
    from lastyard.show.moves import moves_why

    return moves_why(found)


@pytest.mark.parametrize("state", ["s12", "modify", "modify and not modify"])
def test_a_state_that_is_not_one_is_refused(state):
    with pytest.raises(RequestError):
        ly.moves(ly.load(ELMIRA), stable=state)


def test_large_models_are_refused_with_the_limit():
    options = ", ".join(f"o{k}: {{owner: {'ab'[k % 2]}}}" for k in range(11))
    case = ly.load_text(
        f"title: T\nparties: {{a: {{}}, b: {{}}}}\nissues: {{i: {{options: [x, y]}}}}\n"
        f"moves:\n  options: {{{options}}}\n  preferences:\n"
        "    a: {priorities: [o0]}\n    b: {priorities: [o1]}\n"
    )
    with pytest.raises(RequestError, match="at most 1,000 states"):
        ly.moves(case, coalitions=True)
