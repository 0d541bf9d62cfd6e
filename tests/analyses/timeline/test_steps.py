"""Days, changes, and parts of a day's changes."""

import datetime

import pytest
from hypothesis import given

import lastyard as ly
from lastyard.answers.trends import groups_of, said_after, steps_of
from lastyard.case.said import in_force
from strategies import cases

D = datetime.date
TALKS = """
title: Talks
parties: {a: {}, b: {}}
issues: {x: {range: [0, 10], step: 1}}
statements:
  - {id: one, party: a, on: 2024-01-01, position: {x: 8}, until: 2024-01-09}
  - {id: two, party: b, on: 2024-01-03, position: {x: 1}}
  - {id: three, party: b, on: 2024-01-05, position: {x: 3}, replaces: two}
  - {id: four, party: b, on: 2024-01-20, withdraws: three}
"""


def told(steps):
    return [
        (s.day.day, [(c.statement.id, c.how, c.by and c.by.id) for c in s.changes]) for s in steps
    ]


def test_replacement_lapse_and_withdrawal_are_told_apart():
    assert told(steps_of(ly.load_text(TALKS), None, None)) == [
        (1, [("one", "made", None)]),
        (3, [("two", "made", None)]),
        (5, [("three", "made", None), ("two", "replaced", "three")]),
        (10, [("one", "lapsed", None)]),
        (20, [("four", "made", None), ("three", "withdrew", "four")]),
    ]


def test_a_first_day_in_between_shows_what_was_in_force_then():
    steps = steps_of(ly.load_text(TALKS), D(2024, 1, 4), D(2024, 1, 12))
    assert [s.day.day for s in steps] == [4, 5, 10]
    assert (steps[0].changes, [s.id for s in steps[0].said]) == ((), ["one", "two"])


def test_days_out_of_range():
    case = ly.load_text(TALKS)
    assert steps_of(case, None, D(2020, 1, 1)) == ()
    assert [s.day.year for s in steps_of(case, D(2020, 1, 1), None)] == [2024] * 5
    assert [s.day for s in steps_of(case, D(2025, 1, 1), D(2025, 2, 1))] == [D(2025, 1, 1)]
    with pytest.raises(ly.RequestError, match="give --to as well"):
        steps_of(case, D(2025, 1, 1), None)
    with pytest.raises(ly.RequestError, match=r"is after 2024-01-01$"):
        steps_of(case, D(2024, 1, 2), D(2024, 1, 1))


def test_a_lapse_after_the_last_statement_needs_a_later_day():
    text = TALKS.replace("2024-01-09", "2024-02-09")
    assert steps_of(ly.load_text(text), None, None)[-1].day == D(2024, 1, 20)
    assert steps_of(ly.load_text(text), None, D(2024, 3, 1))[-1].day == D(2024, 2, 10)


@pytest.mark.thorough
@given(cases(plain=True))
def test_all_changes_of_a_day_lead_to_it_and_none_to_the_day_before(case):
    before = ()
    for step in steps_of(case, None, None):
        assert step.said == in_force(case, step.day)
        every = [s for group in groups_of(step) for s in group]
        assert said_after(case, before, step, every) == step.said
        assert said_after(case, before, step, []) == before
        before = step.said
