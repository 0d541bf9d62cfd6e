"""Searches end with a package that all said yes to, or because none is left."""

from dataclasses import replace

import numpy as np
import pytest

from lastyard.asking import AcceptanceQuestion, DrawnTruth, search
from lastyard.asking.belief import Talks, believe
from lastyard.asking.gains import gains
from lastyard.asking.simulate import (
    _WORLDS,
    COMPARABLE,
    Position,
    ahead,
    best_first,
    first_question,
    in_order,
    informed,
    random_question,
)
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
        yes = {
            q.party
            for q, said in found.asked
            if said and q == AcceptanceQuestion(q.party, found.package)
        }
        assert yes == {0, 1}
    assert search(talks, truth, way, limit=200, seed=seed) == found


def test_what_is_asked_says_most_of_all_that_was_not_asked():
    talks = made(3, demands=1)
    index = talks.index()
    position = Position(talks, talks.acceptance(), index, index, frozenset(), 5)
    likely = np.argsort(-index.round(12), kind="stable").tolist()
    every = gains(talks, likely, likely[:COMPARABLE], worlds=_WORLDS, seed=5)
    asked = set()
    for _ in range(len(every)):
        question = informed(replace(position, asked=frozenset(asked)))
        bits = {each.effect.question: round(each.information.bits, 9) for each in every}
        assert bits[question] == max(b for each, b in bits.items() if each not in asked)
        assert question not in asked
        asked.add(question)
    assert len(asked) > 3


def test_a_search_stops_at_the_limit():
    talks = made(1)
    found = search(talks, DrawnTruth(talks, (0, 0), (0, 0)), best_first, limit=1, seed=0)
    assert len(found.asked) <= 1


def test_the_most_doubtful_party_is_asked_first():
    talks = made(2)
    asked = search(talks, DrawnTruth(talks, (0, 0), (0, 0)), best_first, limit=1, seed=0).asked
    best = int(np.argmax(talks.index()))
    assert asked[0][0] == AcceptanceQuestion(int(np.argmin(talks.acceptance()[best])), best)


def test_under_a_quota_the_party_that_decides_most_is_asked_not_the_most_doubtful():

    def takes(count):
        worth = np.where(np.arange(20)[:, None] < count, 1.0, 0.0)
        return believe(worth, np.full(20, 0.5), np.zeros((0, 1), dtype=bool), [])

    def two_of_three(p):
        a, b, c = p[:, 0], p[:, 1], p[:, 2]
        return a * b + a * c + b * c - 2 * a * b * c

    beliefs = (takes(18), takes(10), takes(1))
    talks = Talks(beliefs, two_of_three, lambda accepts: accepts.sum(axis=1) >= 2)
    assert talks.acceptance()[0].tolist() == pytest.approx([0.9, 0.5, 0.05])
    # p (1 - p) (with yes - with no)^2: 0.09 * 0.5^2, 0.25 * 0.86^2, 0.0475 * 0.5^2.
    assert first_question(talks) == AcceptanceQuestion(1, 0)
    everybody = Talks(beliefs, lambda p: p.prod(axis=1), lambda accepts: accepts.all(axis=1))
    assert first_question(everybody) == AcceptanceQuestion(2, 0)
