"""Searches end with a package that all said yes to, or because none is left."""

import numpy as np
import pytest

from lastyard.asking import DrawnTruth, Take, search
from lastyard.asking.ways import ahead, best_first, in_order, informed, random_question
from small_talks import made, takes

WAYS = [ahead, best_first, in_order, informed, random_question]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("seed", range(5))
def test_a_package_found_is_one_that_all_accept_and_said_so(way, seed):
    talks = made(seed, demands=1)
    rng = np.random.default_rng(seed)
    draws = tuple(rng.integers(5, size=2).tolist())
    truth = DrawnTruth(talks, draws, (0, 1))
    good = [
        x
        for x in range(4)
        if all(takes(b, draws[k], (0, 1)[k], x) for k, b in enumerate(talks.beliefs))
    ]
    found = search(talks, truth, way, limit=200, seed=seed)
    assert all(truth.answer(question) == said for question, said in found.asked)
    assert len({question for question, _ in found.asked}) == len(found.asked)
    if found.package is None:
        assert found.hopeless
        assert not good
    else:
        assert found.package in good
        yes = {q.party for q, said in found.asked if said and q == Take(q.party, found.package)}
        assert yes == {0, 1}
    assert search(talks, truth, way, limit=200, seed=seed) == found


def test_a_search_stops_at_the_limit():
    talks = made(1)
    found = search(talks, DrawnTruth(talks, (0, 0), (0, 0)), best_first, limit=1, seed=0)
    assert len(found.asked) <= 1


def test_the_most_doubtful_party_is_asked_first():
    talks = made(2)
    asked = search(talks, DrawnTruth(talks, (0, 0), (0, 0)), best_first, limit=1, seed=0).asked
    best = int(np.argmax(talks.index()))
    assert asked[0][0] == Take(int(np.argmin(talks.acceptance()[best])), best)
