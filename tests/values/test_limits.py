"""Large parties: a right answer or a clear refusal, never an endless run."""

import numpy as np
import pytest

from lastyard.values.acceptability import Threshold, agreement
from lastyard.values.posterior import sample
from lastyard.values.problem import Direction, Ranks, Refuses, Scale, Takes, ValuesError, translate
from lastyard.values.sampler import Budget, MixingError, Walkers, until_mixed


class Costly(Walkers):
    """Chains that must not be moved: they would never be done."""

    places = np.zeros((2, 4))
    cost = 10**9

    def settle(self):
        raise AssertionError("settled in spite of its cost")

    sweep = tune = points = settle


class Stuck(Walkers):
    """Chains that stay where they are, each somewhere else."""

    places = np.arange(8.0).reshape(2, 4)
    cost = 1

    def settle(self):
        pass

    def sweep(self):
        pass

    def tune(self, draws):
        pass

    def points(self, draws):
        return draws


def test_too_much_work_is_refused_before_it_begins():
    with pytest.raises(MixingError, match="use coarser steps or fewer statements"):
        until_mixed(Costly(), Budget(), seed=0)


def test_chains_that_disagree_are_refused():
    with pytest.raises(MixingError, match="did not mix"):
        until_mixed(Stuck(), Budget(most_sweeps=4), seed=0)


def test_an_issue_of_ten_thousand_numbers_is_answered():
    scales = [Scale.numeric("days", range(10_000), named=[30, 365]), Scale.choice("b", 3)]
    said = [
        Direction("more", 0, True),
        Takes("o", ((0, 365), (1, 2)), True),
        Refuses("r", ((0, 30),)),
    ]
    found = sample(translate(scales, said), chains=32, seed=1)
    assert found.effective >= 256
    table = found.tables()[0]
    assert table.shape == (512, 10_000)
    assert np.all(np.diff(table, axis=1) >= -1e-12)
    assert np.allclose(table[:, -1], found.stakes()[:, 0])


def test_ten_thousand_options_without_numbers_are_refused():
    with pytest.raises(ValuesError, match=r"10005 options .* issue 'names' alone has 10000"):
        translate([Scale.choice("names", 10_000), Scale.choice("b", 2)], [])


def test_a_hundred_parties_agree_by_counting():
    chances = np.full((3, 100), [[0.0], [0.5], [1.0]])
    found = agreement(chances, Threshold(51, (1,) * 100))
    # More than half of 100 fair coins: (1 - C(100, 50) / 2^100) / 2.
    assert found == pytest.approx([0.0, 0.460205, 1.0], abs=1e-6)


@pytest.mark.slow
def test_two_hundred_statements_are_answered():
    rng = np.random.default_rng(1)
    said = []
    for number in range(199):
        package = tuple((i, int(rng.integers(4))) for i in range(6))
        said.append(Takes(f"s{number}", package, number % 2 == 0, confidence=0.9))
    said.append(Ranks("first", (2, 0)))
    found = sample(translate([Scale.choice(str(i), 4) for i in range(6)], said), seed=1)
    assert found.effective >= 400
    assert found.r_hat <= 1.05
    # So many offers are taken that hardly any package can be worth walking away from.
    assert found.reservations().mean() < 0.2


@pytest.mark.slow
def test_many_issues_and_statements_are_answered():
    rng = np.random.default_rng(2)
    said = [
        Takes(f"s{n}", tuple((i, int(rng.integers(10))) for i in range(20)), True)
        for n in range(60)
    ]
    problem = translate([Scale.choice(str(i), 10) for i in range(20)], said)
    found = sample(problem, chains=24, draws=40, seed=1)
    assert found.effective >= 400
    assert found.r_hat <= 1.05
