"""A ratifier approves later what a party has agreed to: its demands bind, and are shown as such."""

import pytest

import lastyard as ly
from lastyard.case.diagnostics import CaseError
from lastyard.case.load import load_text
from lastyard.case.writing import dump

CASE = """
title: A treaty
parties:
  north: {name: North}
  south: {name: South}
  senate: {name: Senate, role: ratifier, of: north}
  un: {role: mediator}
issues: {years: {range: [0, 10], step: 1, unit: years}}
statements:
  - {id: ask, party: north, on: 2024-01-01, position: {years: 5}}
  - {id: offer, party: south, on: 2024-01-01, rejects: "years > 6", firmness: 0.8}
  - {id: floor, party: senate, on: 2024-01-01, requires: "years >= 8", firmness: 0.7}
"""


def test_a_ratifier_decides_and_is_shown_as_one():
    case = load_text(CASE)
    assert [party.id for party in case.deciders] == ["north", "south", "senate"]
    found = ly.analyse(case)
    (dispute,) = found.impasse.disputes
    assert {s.id for s in dispute.statements} == {"offer", "floor"}
    text = " ".join(str(found).split())
    assert "2 parties, 1 ratifier and 1 mediator" in text
    assert "South against Senate (ratifies for North)" in text
    assert "Senate (ratifies for North) moves from" in text or (
        "Senate (ratifies for North) gives up nothing" in text
    )
    assert "Not deciding: un (mediator)" in text


def test_a_ratifier_survives_being_written():
    case = load_text(CASE)
    assert load_text(dump(case)).parties == case.parties
    assert case.party("senate").of == "north"


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ("role: ratifier}", "names no party"),
        ("of: north}", "is no ratifier"),
        ("role: ratifier, of: norht}", "no party at the table"),
        ("role: ratifier, of: un}", "no party at the table"),
        ("role: ratifier, of: senate}", "no party at the table"),
    ],
)
def test_whom_it_ratifies_for_is_checked(wrong, told):
    with pytest.raises(CaseError, match=told) as problem:
        load_text(CASE.replace("role: ratifier, of: north}", wrong))
    assert problem.value.diagnostics[0].code == "bad-ratifier"
