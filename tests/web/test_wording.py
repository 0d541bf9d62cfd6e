"""What people type into a form, in their own words or in those of the case file."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import lastyard as ly
from lastyard.case.diagnostics import CaseError
from lastyard.case.parse import parse_condition
from lastyard.case.statement import VERBS
from lastyard.web.editing import statement_of
from lastyard.web.wording import example_of, examples_of, option_called, understood

CASE = ly.load_text("""\
title: Lake
parties: {a: {name: Farmers}, b: {name: Town}}
issues:
  water: {name: Water for fields, range: [10, 60], step: 5, unit: million m3}
  level: {name: Lake level, range: [3, 9], step: 0.5, unit: metres}
  seen: {name: Who monitors, options: [lake council, town, "town's hall", none]}
""")
ISSUES = {issue.id: issue for issue in CASE.issues}


@pytest.mark.parametrize(
    ("verb", "said", "written"),
    [
        ("requires", "Water for fields at least 45 million m3", "water >= 45"),
        ("requires", "water for fields no more than 30 and Lake level is above 6 metres", "water <= 30 and level > 6"),
        ("rejects", "lake level below 5,5 or who monitors is Town", "level < 5.5 or seen == 'town'"),
        ("requires", "Lake level between 5 and 7 metres", "(level >= 5 and level <= 7)"),
        ("requires", "not (Who monitors: none)", "not (seen == 'none')"),
        ("requires", "Who monitors is town's hall", 'seen == "town\'s hall"'),
        ("offers", "Water for fields: 40 million m3; lake level 6 metres and Who monitors: Town", "water: 40, level: 6, seen: town"),
        ("position", "Who monitors is lake council", "seen: lake council"),
        ("prefers", "Lake level: 6 metres to Lake level: 7", "level: 6 to level: 7"),
        ("wants", "Lake level: more", "level: more"),
        ("ranks", "Lake level, Water for fields", "level, water"),
    ],
)  # fmt: skip
def test_names_units_and_words_for_signs_are_understood(verb, said, written):
    assert understood(CASE, verb, said) == written


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("requires", "water >= 45 and (level < 6 or seen in ['lake council', 'none'])"),
        ("requires", "at least 2 of (water >= 30, level >= 6, seen == 'town')"),
        ("rejects", "seen == 'Who monitors' or level  <=  4"),
        ("offers", "{water: 45, seen: town}"),
        ("withdraws", "Lake level"),
        ("requires", "at least 45"),
    ],
)
def test_what_is_right_or_not_understood_stays_as_it_was_typed(verb, said):
    if "Who monitors" in said:  # an option that there is not stands in quotes
        assert "'Who monitors'" in understood(CASE, verb, said)
    else:
        assert understood(CASE, verb, said) == said


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("requires", "Water for fields at least 1,300"), ("offers", "Water for fields: 1,300"),
        ("requires", "Water for fields at least 30 or 40"), ("requires", "Lake level not at least 5"),
        ("requires", "Lake level is at least 5 and at most 7"), ("requires", "Lake level at least 5 weeks"),
        ("offers", "Lake level: 4 to 6"),
    ],
)  # fmt: skip
def test_what_could_mean_something_else_is_refused(verb, said):
    with pytest.raises(CaseError):
        statement_of(CASE, {"id": "", "party": "a", "on": "2025-01-01", "verb": verb, "what": said})


@given(st.text(alphabet="aAwWl >=<:;,.'\"0123456789andetrLkvofisnm", max_size=60))
def test_nothing_that_is_typed_breaks_it(said):
    for verb in ("requires", "offers", "ranks"):
        assert isinstance(understood(CASE, verb, said), str)


def test_the_example_of_a_case_is_understood():
    said = understood(CASE, "requires", example_of(CASE))
    assert parse_condition(said, ISSUES)
    assert understood(CASE, "offers", example_of(CASE, True)) == 'water: 35, seen: "town\'s hall"'
    told = [verb for verbs, _ in examples_of(CASE) for verb in verbs]
    assert set(told) == set(VERBS) - {"values", "withdraws"}
    for verbs, example in examples_of(CASE):
        for verb in verbs:
            form = {"id": "", "party": "a", "on": "2025-01-01", "verb": verb, "what": example}
            assert statement_of(CASE, form).verb == verb


@pytest.mark.parametrize(
    ("issue", "said", "option"),
    [
        ("water", "45 million m3", "45"), ("water", "45", "45"), ("water", "46", None),
        ("water", "45 metres", None), ("seen", "Lake Council", "lake council"), ("seen", "lake", None),
    ],
)  # fmt: skip
def test_an_option_is_found_by_what_it_is_called(issue, said, option):
    assert option_called(ISSUES[issue], said) == option
