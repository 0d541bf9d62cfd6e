"""Forecasts of one issue: the challenge model as published, means and medians by hand."""

import json

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals.forecast import Stand, _answer, _winner, challenge, compromise, mean, median

ORACLE = "forecast/bdm1994_emission_standards.json"


@pytest.fixture
def standards(oracle):
    return json.loads(oracle(ORACLE).read_text(encoding="utf-8"))


def stands_of(standards):
    return [
        Stand(each["position_years"], each["capability"], each["salience"])
        for each in standards["actors"]
    ]


def test_the_challenge_model_goes_as_its_replication(standards):
    rounds = challenge(stands_of(standards))
    told = standards["replications"]
    assert [each.median for each in rounds] == pytest.approx(
        told["jmckib_code_run_here_median"], abs=0.006
    )
    assert [each.mean for each in rounds] == pytest.approx(
        told["jmckib_code_run_here_mean"], abs=0.006
    )


def test_it_is_what_scholz_and_others_published(standards):
    rounds = challenge(stands_of(standards), 8)
    published = standards["published"]
    assert [each.mean for each in rounds] == pytest.approx(
        published["scholz_table2_mean_by_round"], abs=0.1
    )
    # Round 2 differs in the copies of the code: 9.9 published, 9.61 replicated.
    medians = [each.median for each in rounds]
    del medians[1]
    table = list(published["scholz_table2_median_by_round"])
    del table[1]
    assert medians == pytest.approx(table, abs=0.1)


def test_the_compromise_is_the_weighted_mean(standards):
    assert compromise(stands_of(standards)) == pytest.approx(7.39, abs=0.005)


def test_means_and_medians_by_hand():
    stands = [Stand(0.0, 2.0, 0.5), Stand(4.0), Stand(6.0, 0.0), Stand(10.0, 3.0)]
    assert mean(stands) == 5.0
    assert median(stands) == 5.0
    assert median(stands[:3]) == 4.0
    assert compromise(stands) == pytest.approx((0 + 4 + 30) / 5)
    assert compromise([Stand(1.0, 0.0), Stand(3.0, 0.0)]) == 2.0


@given(
    st.lists(
        st.tuples(st.integers(0, 20), st.integers(0, 5), st.integers(0, 10)), min_size=2, max_size=6
    )
)
def test_all_stay_within_the_range_of_positions(found):
    stands = [Stand(float(x), float(c), s / 10) for x, c, s in found]
    low, high = min(s.position for s in stands), max(s.position for s in stands)
    for value in (mean(stands), median(stands), compromise(stands)):
        assert low - 1e-9 <= value <= high + 1e-9
    for each in challenge(stands):
        assert low - 1e-9 <= each.median <= high + 1e-9
        assert low - 1e-9 <= each.mean <= high + 1e-9


@pytest.mark.parametrize(
    ("expected", "goes_to"),
    [
        # What the actor and another at 4 expect of challenging each other; it stands at 1.
        ({4: (0.5, 0.7)}, 4.0),  # a lost confrontation
        ({4: (0.5, 0.2)}, 1.0),  # one that it wins
        ({4: (-0.2, 0.8)}, 1.75),  # a compromise, by what each expects
        ({4: (-0.8, 0.2)}, 4.0),  # it gives in
        ({4: (-0.8, 0.8)}, 4.0),  # at even expectations too
        ({4: (-0.8, -0.2)}, 1.0),  # nobody challenges
        ({4: (-0.8, 0.0)}, 1.0),  # nor where there is nothing in it
        ({4: (0.5, 0.7), 2: (-0.2, 0.8)}, 4.0),  # confrontations before compromises
        ({4: (-0.2, 0.8), 2: (-0.8, 0.2)}, 1.75),  # compromises before giving in
        ({4: (0.5, 0.7), 0: (0.5, 0.9)}, 0.0),  # the nearer one
        ({4: (-0.8, 0.2), 3: (-0.8, 0.3)}, 3.0),
        # Of compromises that of the smallest weighted middle: (0.2 + 3.2) / 1 and (0.4 + 1.8) / 1.
        ({4: (-0.2, 0.8), 3: (-0.4, 0.6)}, 1 + 2 * 0.4 / 0.6),
    ],
)
def test_which_offer_an_actor_answers(expected, goes_to):
    places = np.array([1.0, *expected])
    table = np.zeros((len(places), len(places)))
    for k, (own, its) in enumerate(expected.values(), 1):
        table[0, k], table[k, 0] = own, its
    assert _answer(places, 0, table) == pytest.approx(goes_to)


def test_of_positions_of_which_none_beats_another_the_middle_is_told():
    # Neither beats the other, so it is neither, whoever comes first.
    assert _winner(np.array([2.0, 6.0]), np.array([1.0, 1.0])) == 4.0
    assert _winner(np.array([6.0, 2.0]), np.array([1.0, 1.0])) == 4.0
    assert _winner(np.array([2.0, 6.0]), np.array([1.0, 1.5])) == 6.0


def test_where_all_agree_there_is_nothing_to_challenge():
    assert challenge([Stand(3.0), Stand(3.0)]) == ()


def test_positions_on_another_scale_move_alike():
    stands = [Stand(0.0, 0.3, 0.9), Stand(4.0, 0.5, 0.4), Stand(10.0, 0.6, 0.8)]
    scaled = [Stand(7 + 12 * s.position, *s[1:]) for s in stands]
    one, two = challenge(stands), challenge(scaled)
    assert [7 + 12 * each.median for each in one] == pytest.approx([e.median for e in two])


@pytest.mark.parametrize("share", [0.001, 1000.0])
def test_weights_on_another_scale_move_alike(share):
    stands = [Stand(0.0, 0.3, 0.9), Stand(4.0, 0.5, 0.4), Stand(10.0, 0.6, 0.8)]
    scaled = [Stand(s.position, s[1] * share, s[2]) for s in stands]
    one, two = challenge(stands), challenge(scaled)
    assert len(one) > 1
    assert [each.median for each in one] == pytest.approx([each.median for each in two])
    assert [each.mean for each in one] == pytest.approx([each.mean for each in two])
