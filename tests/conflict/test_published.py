"""Published tables, each by name; the readings of sanctions where they differ."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest

from lastyard.conflict import (
    CONCEPTS,
    READINGS,
    coalition_improvements,
    coalitional_stability,
    least_rise,
    rankings_that_stabilise,
    stability,
    status_quo,
    uncertain_stability,
)

NAMES = (
    "chicken",
    "prisoners_dilemma",
    "syria_iraq_1975",
    "elmira_9state",
    "garrison_diversion_unit",
)
KEYS = {
    "each once": "variant_each_opponent_at_most_once",
    "single move": "variant_single_countermove_only",
}


def named(conflict, states):
    return [conflict.states[s] for s in states]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reading", READINGS)
def test_equilibria_under_each_reading(load_conflict, name, reading):
    data, conflict = load_conflict(name)
    computed = data["our_brute_force"]
    expected = computed["equilibria"]
    if reading in KEYS and computed[KEYS[reading]] != "same":
        expected = computed[KEYS[reading]]
    result = stability(conflict, reading=reading)
    for concept in CONCEPTS:
        assert (
            named(conflict, result.equilibria(concept))
            == expected[concept.upper() if concept != "nash" else "Nash"]
        ), concept


@pytest.mark.parametrize("name", NAMES)
def test_individual_stability(load_conflict, name):
    data, conflict = load_conflict(name)
    result = stability(conflict)
    for concept, people in data["our_brute_force"]["individual"].items():
        for person, states in people.items():
            row = result.individual[concept.lower()][conflict.decision_maker(person)]
            assert named(conflict, np.flatnonzero(row)) == states, (concept, person)


@pytest.mark.parametrize("name", ["chicken", "prisoners_dilemma", "syria_iraq_1975"])
def test_published_equilibria(load_conflict, name):
    data, conflict = load_conflict(name)
    result = stability(conflict)
    for concept, states in data["published"]["equilibria"].items():
        assert named(conflict, result.equilibria(concept.lower())) == states, concept


@pytest.mark.parametrize("reading", READINGS)
def test_garrison_by_the_definitions_too(load_conflict, reading):
    _, conflict = load_conflict("garrison_diversion_unit")
    fast = stability(conflict, reading=reading).individual
    slow = uncertain_stability(conflict, extensions=("a",), reading=reading).individual
    for concept in CONCEPTS:
        assert (fast[concept] == slow[concept, "a"]).all(), concept


def test_garrison_published_by_two_programs(load_conflict):
    data, conflict = load_conflict("garrison_diversion_unit")
    published = data["published"]
    single = stability(conflict, reading="single move")
    for concept, states in published["gmcr_py_committed_test"].items():
        found = named(conflict, single.equilibria(concept.lower()))
        assert found == [str(s) for s in states], concept
    once = stability(conflict, reading="each once")
    for concept, states in published["gmcr_py_current_code"].items():
        found = named(conflict, once.equilibria(concept.lower()))
        assert found == [str(s) for s in states], concept
    full_is_no = {s["label"] for s in data["states"] if s["options"][0] == "N"}
    for concept, states in published["equilibria_full_N_only"].items():
        found = full_is_no & set(named(conflict, single.equilibria(concept.lower())))
        assert found == set(states), concept


def test_elmira_coalition_improvements(load_conflict):
    data, conflict = load_conflict("elmira_9state")
    for state, improvements in data["coalition_improvements_2plus"].items():
        for size in ((0, 1), (0, 2), (1, 2), (0, 1, 2)):
            coalition = "+".join(conflict.decision_makers[i] for i in size)
            found = coalition_improvements(conflict, size, conflict.state(state))
            assert named(conflict, found) == improvements.get(coalition, []), (state, coalition)


def test_elmira_s5_is_an_equilibrium_but_not_against_a_coalition(load_conflict):
    _, conflict = load_conflict("elmira_9state")
    result = coalitional_stability(conflict)
    assert named(conflict, result.equilibria("nash")) == ["s8", "s9"]
    assert not result.by_coalition["nash"][0, 1][conflict.state("s5")]


def test_elmira_from_the_status_quo(load_conflict):
    _, conflict = load_conflict("elmira_9state")
    report = status_quo(conflict, conflict.state("s1"))
    assert report.unreachable == ()
    assert set(named(conflict, report.by_improvements)) == {"s1", "s5"}
    path = report.by_moves[conflict.state("s8")]
    assert [conflict.decision_makers[step.mover] for step in path] == [
        "MoE",
        "Uniroyal",
        "Local Government",
    ]


def test_syria_iraq_inverse(load_conflict):
    data, conflict = load_conflict("syria_iraq_1975")
    published = data["published"]["inverse_gmcr"]
    wanted = conflict.state(published["desired_state"])
    nash = rankings_that_stabilise(conflict, wanted, 0, "nash")
    assert (nash.stabilising, nash.tried, nash.exact) == (published["nash_profiles"], 720, True)
    assert nash.standard_error == 0
    share = nash.stabilising / nash.tried
    drawn = replace(nash, exact=False)
    assert drawn.standard_error == pytest.approx(math.sqrt(share * (1 - share) / 720))
    assert replace(drawn, stabilising=0).standard_error == pytest.approx(1 / 720)
    assert {named(conflict, pair)[1] for pair in nash.always} == {"1", "3"}
    # SEQ: (2 over 1 or over 4) and (2 over 3 or over 6) holds in 8/15 of all rankings, 384
    # of 720. The handout prints 420; why is in the next test.
    seq = rankings_that_stabilise(conflict, wanted, 0, "seq")
    assert seq.stabilising == data["inverse_check"]["SEQ"] == 720 * 8 // 15
    assert named(conflict, least_rise(conflict, wanted, 0, "seq").past) == ["6"]
    assert named(conflict, least_rise(conflict, wanted, 0, "nash").past) == ["6", "3", "1"]


def test_where_the_handout_has_its_420_from(load_conflict):
    """Its program lets the last improving move overwrite what it found of those before.

    In gmcr-py, InverseSolver.findEquilibria sets the flag of a decision maker anew at each
    improving move, so only the last one in the order of the states has to be deterred.
    """
    data, conflict = load_conflict("syria_iraq_1975")
    wanted = conflict.state(data["published"]["inverse_gmcr"]["desired_state"])
    answers = {
        int(target): [
            int(s)
            for s in conflict.moves[1].of(target)
            if conflict.preferences[1].compare(int(s), int(target)) == 1
        ]
        for target in conflict.moves[0].of(wanted)
    }
    every = last = 0
    for ranks in itertools.permutations(range(conflict.size)):
        deterred = [
            any(ranks[s] < ranks[wanted] for s in answers[target])
            for target in sorted(answers)
            if ranks[target] > ranks[wanted]
        ]
        every += all(deterred)
        last += not deterred or deterred[-1]
    assert (every, last) == (384, data["published"]["inverse_gmcr"]["seq_profiles"])
