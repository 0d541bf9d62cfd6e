"""What is worked out once and used again is what a fresh analysis of each day gives."""

import pytest
from hypothesis import given

import lastyard as ly
from lastyard.answers.impasse import impasse
from lastyard.answers.standing import standing
from lastyard.answers.timeline import Blocked
from lastyard.answers.trends import Talks, steps_of
from strategies import cases


@pytest.mark.thorough
@given(cases(plain=True))
def test_gaps_and_states_are_those_of_standing_on_every_day(case):
    talks = Talks(case)
    for step in steps_of(case, None, None):
        found, fresh = talks.issues(step.said), standing(case, step.day)
        for issue in fresh.issues:
            own = found[issue.issue.id]
            assert (own.state, own.gaps) == (issue.state, issue.gaps)


@given(cases(plain=True) | cases(plain=True, demands=True))
def test_blocking_sets_and_openings_are_those_of_impasse_on_every_day(case):
    blocked = Blocked(case)
    steps = steps_of(case, None, None)
    days = [blocked.on_day(step.said) for step in steps]
    for step, day, sets in zip(steps, days, blocked.sets(days), strict=True):
        fresh = impasse(case, step.day)
        assert (day.found.cause, day.found.packages) == (fresh.cause, fresh.packages)
        assert set(sets) == {tuple(s.id for s in each.statements) for each in fresh.blocking_sets}
        if fresh.openings:
            first = day.opening.demands
            assert set(first) == {s.id for s in fresh.openings[0].statements}
            assert day.chance == fresh.openings[0].chance


def test_a_set_is_known_on_the_days_on_which_all_of_it_is_in_force():
    case = ly.load_text("""
title: One of two is withdrawn
parties: {a: {}, b: {}}
issues: {x: {options: [low, high]}}
statements:
  - {id: high, party: a, on: 2024-01-01, requires: "x == 'high'"}
  - {id: low, party: b, on: 2024-01-02, requires: "x == 'low'"}
  - {id: gone, party: a, on: 2024-01-03, withdraws: high}
""")
    blocked = Blocked(case)
    days = [blocked.on_day(step.said) for step in steps_of(case, None, None)]
    assert [set(sets) for sets in blocked.sets(days)] == [set(), {("high", "low")}, set()]
