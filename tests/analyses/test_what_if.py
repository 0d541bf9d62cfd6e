"""What if: supposed statements are read as written ones, and compared with what is."""

import json
from dataclasses import replace

import jsonschema
import pytest

import lastyard as ly
from lastyard.errors import RequestError
from lastyard.show.published import ANSWERS
from program import run

CASE = """
title: Wage talks
as_of: 2024-02-01
parties: {union: {name: Metal Union, words: [workers]}, firm: {name: Steel Works}}
issues:
  wage: {range: [0, 10], step: 1, unit: "%"}
  leave: {options: [none, a week, two weeks], ordered: true}
statements:
  - {id: early, party: union, on: 2024-01-01, requires: "wage >= 9", firmness: firm}
  - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8", firmness: firm, replaces: early}
  - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 5", firmness: 0.5}
"""


def statements(case):
    return {s.id: s for s in case.statements}


def test_a_supposed_statement_is_what_the_case_file_would_say():
    case = ly.load_text(CASE)
    written = ly.load_text(
        CASE + '  - {id: supposed-1, party: union, on: 2024-02-01, requires: "wage >= 5"}\n'
    )
    for text in (
        "union requires wage >= 5",
        "Metal Union requires wage >= 5",
        "workers requires wage >= 5",
    ):
        found = ly.what_if(case, suppose=[text]).scenario.case
        assert statements(found)["supposed-1"] == statements(written)["supposed-1"]


@pytest.mark.parametrize("text", ["firm offers wage: 6, leave: a week", "firm asks for wage: 6"])
def test_packages_are_read_like_those_of_the_file(text):
    found = statements(ly.what_if(ly.load_text(CASE), suppose=[text]).scenario.case)
    assert dict(found["supposed-1"].says.package)["wage"] == 6


def test_without_a_statement_what_it_replaced_does_not_come_back():
    found = ly.what_if(ly.load_text(CASE), without=["ask"])
    assert set(statements(found.scenario.case)) == {"bid"}
    assert found.base.agreement_exists is False
    assert found.scenario.agreement_exists is True
    assert [each.id for each in found.settled] == ["dispute-1"]
    assert [(a.what, a.statement) for a in found.assumed] == [("without", "ask")]


def test_the_scenario_equals_the_impasse_of_the_changed_case():
    case = ly.load_text(CASE)
    found = ly.what_if(case, firmness={"bid": 0.1, "ask": "stated"})
    changed = replace(
        case,
        statements=tuple(
            replace(s, firmness=ly.what_if(case, firmness={s.id: level}).assumed[0].firmness)
            if (level := {"bid": 0.1, "ask": "stated"}.get(s.id)) is not None
            else s
            for s in case.statements
        ),
    )
    assert found.scenario.as_json() == ly.impasse(changed).as_json()
    assert found.settled == found.appeared == ()


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ({"without": ["asc"]}, "did you mean 'ask'"),
        ({"firmness": {"ask": "hard"}}, "no firmness"),
        ({"firmness": {"ask": 1.5}}, "no firmness"),
        ({"suppose": ["unoin requires wage >= 5"]}, "did you mean 'union'"),
        ({"suppose": ["union likes wage"]}, "after the party comes a verb"),
        ({"suppose": ["union requires"]}, "after the party comes a verb"),
        ({"suppose": ["union requires wages >= 5"]}, "did you mean 'wage'"),
        ({"suppose": ["union offers wage: 50"]}, "from 0 to 10"),
        ({"suppose": [""]}, "nothing is supposed"),
        ({"suppose": ["union"]}, "after the party comes a verb"),
    ],
)
def test_what_cannot_be_understood_is_told(options, told):
    with pytest.raises(RequestError, match=told):
        ly.what_if(ly.load_text(CASE), **options)


@pytest.mark.thorough
def test_the_command_puts_the_differences_first(tmp_path):
    path = tmp_path / "talks.yaml"
    path.write_text(CASE)
    found = run("impasse", path, "--without", "ask", "--suppose", "union requires wage >= 5")
    assert found.returncode == 0
    assert found.stdout.index("A deal would be possible") < found.stdout.index("as it is")
    found = run("impasse", path, "--firmness", "ask=0.2", "--json")
    assert found.returncode == 1
    content = json.loads(found.stdout)
    jsonschema.validate(content, ANSWERS["what-if"])
    assert content["assumed"] == [{"what": "firmness", "statement": "ask", "firmness": 0.2}]
    assert run("impasse", path, "--firmness", "ask").returncode == 2


def test_a_dispute_that_goes_on_is_not_settled():
    case = ly.load_text("""
title: Wage
parties: {union: , firm: }
issues: {wage: {range: [0, 10], step: 1}}
statements:
  - {id: floor, party: union, on: 2024-01-01, requires: "wage >= 7"}
  - {id: cap, party: firm, on: 2024-01-01, rejects: "wage > 4"}
""")
    found = ly.what_if(case, suppose=["union requires wage >= 5"])
    assert (found.settled, found.appeared) == ((), ())
    (dispute,) = found.changed
    assert {s.id for s in dispute.statements} == {"floor", "cap", "supposed-1"}
    assert "still a dispute" in str(found)


def test_the_firmness_of_an_offer_cannot_be_another():
    case = ly.load_text("""
title: Wage
parties: {union: , firm: }
issues: {wage: {range: [0, 10], step: 1}}
statements:
  - {id: floor, party: union, on: 2024-01-01, requires: "wage >= 7"}
  - {id: bid, party: firm, on: 2024-01-01, offers: {wage: 4}}
""")
    with pytest.raises(RequestError, match="no demand, red line or refusal"):
        ly.what_if(case, firmness={"bid": 0.5})
