"""What a party says it likes and cannot all like: found, minimal, repaired, and cheap to rule out."""

import subprocess
import sys

import jsonschema
import pytest
from hypothesis import given

import lastyard as ly
from lastyard.answers.contradictions import contradictory_preferences, may_contradict
from lastyard.answers.packages.parties import sayings_of, scales_of
from lastyard.case.load import load_text
from lastyard.case.said import in_force
from lastyard.show.published import ANSWERS
from lastyard.values import ValuesError, find_contradiction, translate
from strategies import cases

HEAD = """
title: Two minds
parties: {a: {name: A}, b: {name: B}}
issues:
  x: {options: [low, middle, high], ordered: true}
  y: {options: [no, yes]}
statements:
"""
TWO_MINDS = (
    HEAD
    + """
  - {id: offer, party: a, on: 2024-01-01, offers: {x: high, y: yes}}
  - {id: order, party: a, on: 2024-01-01, ranks: [x, y]}
  - {id: never, party: a, on: 2024-01-03, refuses: {x: high, y: yes}}
  - {id: less, party: b, on: 2024-01-02, wants: {x: less}}
"""
)


@pytest.mark.thorough
@given(cases(plain=True))
def test_no_party_contradicts_itself_that_is_said_not_to_be_able_to(case):
    for party in case.deciders:
        own = [s for s in in_force(case) if s.party == party.id and sayings_of(case, [s])]
        try:
            problem = translate(scales_of(case, own), sayings_of(case, own))
        except ValuesError:
            continue
        if find_contradiction(problem) is not None:
            assert may_contradict(own)


def test_the_smallest_contradictory_set_and_its_repairs():
    case = load_text(TWO_MINDS)
    (found,) = contradictory_preferences(case, in_force(case))
    assert found.party.id == "a"
    assert {s.id for s in found.statements} == {"offer", "never"}
    assert {tuple(s.id for s in repair) for repair in found.repairs} == {("offer",), ("never",)}


def test_check_tells_it_in_text_json_and_as_a_warning_with_its_place():
    case = load_text(TWO_MINDS)
    result = ly.check(case)
    (warning,) = [w for w in result.warnings if w.code == "preference-contradiction"]
    assert warning.place.line == 11
    assert "'offer', 'never'" in warning.message
    assert "A: what it says it likes contradicts itself" in str(result)
    assert "fits together without offer or never" in str(result)
    answer = result.as_json()
    jsonschema.validate(answer, ANSWERS["check"])
    assert answer["preferences"] == [
        {"party": "a", "statements": ["offer", "never"], "repairs": [["offer"], ["never"]]}
    ]


def test_exit_code_and_no_numbers_where_nothing_can_contradict(tmp_path):
    def check(text):
        path = tmp_path / "case.yaml"
        path.write_text(text, encoding="utf-8")
        script = (
            "import sys, lastyard.commands as c\n"
            "try:\n    c.main(['check', sys.argv[1]])\n"
            "finally:\n    print('numpy' in sys.modules, file=sys.stderr)\n"
        )
        command = [sys.executable, "-c", script, str(path)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    wrong = check(TWO_MINDS)
    assert wrong.returncode == 1
    assert "warning[preference-contradiction]" in wrong.stderr
    right = check(TWO_MINDS.replace("refuses: {x: high", "accepts: {x: low"))
    assert right.returncode == 0
    assert right.stderr.endswith("False\n")


def test_the_order_of_the_file_says_nothing():
    # Which statements were named as contradictory, and what was made of them, followed the order of the lines.
    lines = [
        "  - {id: s01, party: b, on: 2024-01-03, position: {i: y}}",
        "  - {id: s02, party: b, on: 2024-01-04, rejects: i == 'y', firmness: 0.97}",
        "  - {id: s06, party: b, on: 2024-01-08, prefers: {i: y}, to: {i: x}}",
        "  - {id: s07, party: b, on: 2024-01-09, requires: i != 'y', firmness: 0.5}",
        "  - {id: s08, party: b, on: 2024-01-10, requires: (i == 'y') and (i == 'x'), firmness: 0.6}",
    ]
    head = "title: T\nparties: {a: {}, b: {}}\nissues: {i: {options: [x, y]}}\nstatements:\n"
    case, other = (ly.load_text(head + "\n".join(order)) for order in (lines, lines[::-1]))
    for ask in (ly.standing, ly.impasse, ly.packages, ly.next_step):
        assert str(ask(case)) == str(ask(other))
