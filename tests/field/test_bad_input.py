"""Input that ended in an internal error: a diagnostic with its place instead."""

import json
from pathlib import Path

import pytest

import lastyard as ly
from lastyard.bodies import BodyError
from lastyard.bodies.catalog import read_entry
from lastyard.bodies.errors import RuleSyntaxError
from lastyard.bodies.rule import parse_rule
from lastyard.case.diagnostics import CaseError
from lastyard.drafting.record import Decision, add_to_record, read_record
from lastyard.errors import RequestError

CASE = """title: T
parties: {a: {}, b: {}}
issues: {i: {options: [x, y]}}
statements:
  - id: %s
    party: a
    on: 2024-01-01
    rejects: "i == 'x'"
  - {id: other, party: b, on: 2024-01-01, position: {i: x}}
votes:
  - {id: v, draft: {i: x}, body: {members: [a, b], rule: yes == 2}, ballots: {a: {ballot: no, statement: red}}}
"""


@pytest.mark.parametrize("empty", ["", "~", "null"])
def test_a_statement_with_an_empty_name_is_told(empty):
    """It was dropped in silence, and a ballot that rests on it ended in an internal error."""
    with pytest.raises(CaseError) as caught:
        ly.load_text(CASE % empty)
    first = caught.value.diagnostics[0]
    assert (first.code, first.place.line) == ("missing-key", 5)
    assert "`id`, which is left empty" in first.message


def test_a_ballot_that_rests_on_no_statement_is_told():
    with pytest.raises(CaseError) as caught:
        ly.load_text(CASE % "blue")
    (problem,) = caught.value.diagnostics
    assert (problem.code, problem.place.line) == ("unknown-statement", 11)


@pytest.mark.parametrize(
    "missing", ["party", "on", "owner", "body", "require", "members", "title", "options"]
)
def test_what_is_needed_cannot_be_left_empty(missing):
    text = (
        CASE % "red"
    ) + "rules: [{id: r, require: i == 'x'}]\nmoves: {options: {m: {owner: a}}}\n"
    before = {"party": "party: a", "on": "on: 2024-01-01", "owner": "owner: a", "title": "title: T"}
    before |= {"body": "body: {members: [a, b], rule: yes == 2}", "require": "require: i == 'x'"}
    before |= {"members": "members: [a, b]", "options": "options: {m: {owner: a}}"}
    emptied = text.replace(before[missing], f"{missing}: ", 1)
    assert emptied != text
    with pytest.raises(CaseError) as caught:
        ly.load_text(emptied)
    assert any(f"`{missing}`" in d.message and d.place for d in caught.value.diagnostics)


GOOD = {"draft": "d", "document": "f", "outcome": "accepted", "proposed": [], "says": None}


@pytest.mark.parametrize(
    "change",
    [
        {"document": ["f"]},
        {"document": {"f": 1}},
        {"draft": 1},
        {"outcome": []},
        {"proposed": {"rule": "x"}},
        {"proposed": ["rule"]},
        {"says": "x"},
    ],
)
def test_a_record_of_another_form_is_refused_with_its_line(tmp_path, change):
    path = tmp_path / "talks.coded.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in (GOOD, GOOD | change, GOOD)))
    with pytest.raises(RequestError, match=r"talks\.coded\.jsonl:2"):
        read_record(str(path))
    with pytest.raises(RequestError, match=r"talks\.coded\.jsonl:2"):
        add_to_record(str(path), [Decision("e", "f", "dropped", (), None)])


@pytest.mark.parametrize("value", ["nan", "inf", "-1", "2"])
def test_what_is_no_probability_is_told(value):
    with pytest.raises(RequestError, match="not a probability"):
        ly.vote(ly.load_text(CASE % "red"), unknown=float(value))


@pytest.mark.parametrize("rule", ["yes >= " + "9" * 5_000, "yes >= ²", "yes >= 2²", "yes >= ٣"])
def test_numbers_of_a_rule_are_digits_and_not_endless(rule):
    with pytest.raises(RuleSyntaxError):
        parse_rule(rule)


@pytest.mark.parametrize(
    "line", ["weights: {w: 1/0}", "weights: {w: 1e999999999}", "count: ²", "weights: {w: [1]}"]
)
def test_a_body_with_odd_numbers_is_told(tmp_path, line):
    path = tmp_path / "body.yaml"
    path.write_text("name: N\nrule: yes >= 1\nsources: []\nmembers:\n  - {name: a, " + line + "}\n")
    with pytest.raises(BodyError, match="not written as a body"):
        read_entry(Path(path))
