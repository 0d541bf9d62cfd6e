import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.deals import (
    Domain,
    DomainError,
    distances,
    extremes,
    improvement,
    integrative_potential,
    nash,
    opposition,
    pareto_frontier,
    utilitarian,
)

seeds = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize("name", ["itex_cypress", "england_zimbabwe", "ampo_vs_city"])
def test_published_domains(bargaining_oracle, name):
    oracle = bargaining_oracle(f"{name}.json")
    tables = [
        [list(issue.values()) for issue in oracle["utilities"][party]]
        for party in oracle["parties"]
    ]
    domain = Domain.of(tables, reservation=[0, 0])
    expected = oracle["computed_by_us"]
    assert domain.combinations == expected["outcomes"]
    assert len(pareto_frontier(domain)) == expected["frontier_size"]
    assert opposition(domain).value == pytest.approx(expected["opposition"], abs=1e-5)
    best = nash(domain)
    assert [float(v) for v in best.values] == pytest.approx(expected["nash"]["u"], abs=1e-5)
    if oracle["published"]:
        published = sorted(oracle["published"]["nash"])
        assert sorted(float(v) for v in best.values) == pytest.approx(published, abs=0.006)


@pytest.mark.thorough
@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_measures_are_those_of_brute_force(random_domain, seed):
    domain = random_domain(seed)
    packages = [x for x in itertools.product(*map(range, domain.sizes)) if domain.allowed(x)]
    if not packages:
        with pytest.raises(DomainError, match="leave no package"):
            extremes(domain)
        return
    worth = [domain.values_of(x) for x in packages]
    worst, best = (tuple(f(v) for v in zip(*worth, strict=True)) for f in (min, max))
    assert extremes(domain) == (worst, best)
    if min(best) > 0:
        nearest = min(
            math.dist([float(v / b) for v, b in zip(x, best, strict=True)], [1] * len(best))
            for x in worth
        )
        measure = opposition(domain)
        assert measure.value == pytest.approx(nearest, abs=1e-9)
        assert measure.exact
        assert measure.bound == pytest.approx(measure.value, abs=1e-9)
    if len(best) > 1 and all(b > w for w, b in zip(worst, best, strict=True)):
        most = max(
            sum(float((v - w) / (b - w)) for v, w, b in zip(x, worst, best, strict=True))
            for x in worth
        )
        measure = integrative_potential(domain)
        assert measure.value == pytest.approx((most - 1) / (len(best) - 1), abs=1e-9)
        assert measure.exact
        assert measure.bound == pytest.approx(measure.value, abs=1e-9)


@settings(deadline=None, max_examples=60)
@given(seed=seeds)
def test_an_improvement_is_better_for_some_worse_for_none_and_efficient(
    random_domain, dominates, seed
):
    domain = random_domain(seed).with_reservation([None] * random_domain(seed).parties)
    packages = [x for x in itertools.product(*map(range, domain.sizes)) if domain.allowed(x)]
    worth = {x: domain.values_of(x) for x in packages}
    for package in packages[:3]:
        found = improvement(domain, package)
        better = [v for v in worth.values() if dominates(v, worth[package])]
        assert (found.package is not None) == bool(better)
        if better:
            after = worth[found.package]
            assert after in better
            assert not any(dominates(v, after) for v in worth.values())
            gains = tuple(a - b for a, b in zip(after, worth[package], strict=True))
            assert found.gains == gains
            assert found.for_all == (min(gains) > 0)
            for_all = any(
                all(a > b for a, b in zip(v, worth[package], strict=True)) for v in better
            )
            assert found.for_all == for_all


def test_distances_are_shares_of_what_is_at_stake():
    domain = Domain.of([[[0, 50], [0, 10]], [[2, 0], [6, 0]]], reservation=[0, 0])
    frontier = pareto_frontier(domain)
    measured = distances(frontier, (0, 1), [nash(domain), utilitarian(domain)])
    assert measured.nearest == (0, 0)
    assert measured.to_frontier == pytest.approx(np.hypot(10 / 60, 6 / 8))
    assert measured.to_solutions["nash"] == pytest.approx(np.hypot(40 / 60, 4 / 8))
    assert distances(frontier, (1, 0)).to_frontier == 0


def test_a_party_to_which_all_packages_are_the_same_is_no_distance_away():
    domain = Domain.of([[[0, 50], [0, 10]], [[2, 0], [6, 0]], [[7, 7], [1, 1]]])
    measured = distances(pareto_frontier(domain), (0, 1))
    assert measured.to_frontier == pytest.approx(np.hypot(10 / 60, 6 / 8))


@pytest.mark.parametrize(
    ("values", "function", "message"),
    [
        ([[[1, 2]]], integrative_potential, "two parties"),
        ([[[1, 2]], [[3, 3]]], integrative_potential, "indifferent"),
        ([[[-1, -2]], [[3, 3]]], opposition, "positive"),
    ],
)
def test_what_has_no_measure(values, function, message):
    with pytest.raises(DomainError, match=message):
        function(Domain.of(values))


@given(seed=seeds)
def test_the_exchange_raises_the_smallest_share_of_all_at_stake_the_most(random_domain, seed):
    domain = random_domain(seed)
    allowed = [x for x in itertools.product(*map(range, domain.sizes)) if domain.allowed(x)]
    if not allowed:
        return
    worth = {x: domain.values_of(x) for x in allowed}
    package = allowed[seed % len(allowed)]
    spans = [max(own) - min(own) for own in zip(*worth.values(), strict=True)]

    def shares(x):
        gains = (a - b for a, b in zip(worth[x], worth[package], strict=True))
        return sorted(g / s for g, s in zip(gains, spans, strict=True) if s)

    better = [
        x for x in allowed if all(a >= b for a, b in zip(worth[x], worth[package], strict=True))
    ]
    found = improvement(domain, package)
    assert found.exact
    if all(worth[x] == worth[package] for x in better):
        assert (found.package, found.for_all, set(found.gains)) == (None, False, {0})
        return
    assert found.package in better
    assert found.for_all == all(gain > 0 for gain in found.gains)
    best = max(shares(x) for x in better)
    assert [float(x) for x in shares(found.package)] == pytest.approx([float(x) for x in best])
