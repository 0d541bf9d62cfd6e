import re
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.deals import Domain, TableRule, make_plan, pareto_frontier
from lastyard.deals.frontier import _boxes, fold, thinned

seeds = st.integers(0, 2**32 - 1)


@pytest.mark.thorough
@settings(deadline=None, max_examples=250)
@given(seed=seeds)
def test_the_frontier_is_that_of_brute_force_with_every_package(
    random_domain, acceptable, dominates, seed
):
    domain = random_domain(seed)
    worth = acceptable(domain)
    expected = {}
    for package, values in worth.items():
        if not any(dominates(other, values) for other in worth.values()):
            expected.setdefault(values, set()).add(package)
    frontier = pareto_frontier(domain)
    found = {frontier.exact_values(k): set(frontier.packages(k)) for k in range(len(frontier))}
    assert found == expected
    assert [frontier.count(k) for k in range(len(frontier))] == [
        len(found[frontier.exact_values(k)]) for k in range(len(frontier))
    ]
    assert frontier.exact
    assert bool(frontier.reason) == (not expected)
    rounded = [[float(x) for x in frontier.exact_values(k)] for k in range(len(frontier))]
    assert frontier.values.tolist() == rounded
    assert rounded == sorted(rounded, reverse=True)


@settings(deadline=None, max_examples=100)
@given(seed=seeds, most=st.integers(1, 4))
def test_an_epsilon_frontier_keeps_its_promise(random_domain, acceptable, seed, most):
    domain = random_domain(seed)
    frontier = pareto_frontier(domain, most_points=most)
    epsilon = [Fraction(x) for x in frontier.epsilon]
    points = [frontier.exact_values(k) for k in range(len(frontier))]
    assert frontier.exact == (not any(frontier.epsilon))
    for values in acceptable(domain).values():
        safely = zip(values, domain.reservation, epsilon, strict=True)
        if all(r is None or v >= r + e for v, r, e in safely):
            assert any(
                all(w >= v - e for w, v, e in zip(point, values, epsilon, strict=True))
                for point in points
            )


def test_ties_on_paper_are_ties_whatever_the_order_of_the_floats():
    # 0.1 + 0.2 + 0.3 differs from 0.3 + 0.2 + 0.1 in the last bit.
    domain = Domain.of([[[0.1, 0.3], [0.2], [0.3, 0.1]], [[0.3, 0.1], [0.2], [0.1, 0.3]]])
    frontier = pareto_frontier(domain)
    (middle,) = [k for k in range(len(frontier)) if frontier.values[k].tolist() == [0.6, 0.6]]
    assert sorted(frontier.packages(middle)) == [(0, 0, 0), (1, 0, 1)]


def test_ties_are_counted_without_being_listed():
    domain = Domain.of([[[1, 0]] * 60, [[0, 1]] * 60])
    frontier = pareto_frontier(domain)
    assert len(frontier) == 61
    assert sum(frontier.count(k) for k in range(61)) == 2**60
    assert len({next(frontier.packages(k)) for k in range(61)}) == 61


def test_a_space_nobody_can_list():
    rng = np.random.default_rng(1)
    tables = [[rng.integers(0, 100, 10).tolist() for _ in range(60)] for _ in range(2)]
    domain = Domain.of(tables)
    frontier = pareto_frontier(domain)
    assert domain.combinations == 10**60
    values = frontier.values
    assert (np.diff(values[:, 0]) < 0).all()
    assert (np.diff(values[:, 1]) > 0).all()
    # The best for a weighted sum is found issue by issue and must lie on the frontier.
    for weight in (0.2, 0.5, 0.8):
        best = sum(
            max(weight * a + (1 - weight) * b for a, b in zip(x, y, strict=True))
            for x, y in zip(*tables, strict=True)
        )
        assert np.isclose((values @ [weight, 1 - weight]).max(), best)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"reservation": [None, 100]}, "no package is worth 100.*party 1"),
        ({"reservation": [9, 9]}, "all parties at once"),
        ({"rules": [TableRule((0,), np.array([False, False]))]}, "leave no package"),
    ],
)
def test_an_empty_frontier_says_why(options, reason):
    frontier = pareto_frontier(Domain.of([[[10, 0]], [[0, 10]]], **options))
    assert len(frontier) == 0
    assert re.search(reason, frontier.reason)


def test_one_option_everywhere():
    frontier = pareto_frontier(Domain.of([[[1]], [[2]], [[3]]]))
    assert [frontier.package(k) for k in range(len(frontier))] == [(0,)]


def test_the_size_must_be_positive():
    with pytest.raises(ValueError, match="at least 1"):
        pareto_frontier(Domain.of([[[1]]]), most_points=0)


def test_a_bounded_frontier_says_why():
    rng = np.random.default_rng(0)
    domain = Domain.of([[rng.random(6) for _ in range(12)] for _ in range(4)])
    frontier = pareto_frontier(domain, most_points=200)
    assert not frontier.exact
    assert "more than 200 points" in frontier.reason
    assert all(e > 0 for e in frontier.epsilon)


@pytest.mark.parametrize(("parties", "most"), [(2, 5), (3, 20), (4, 40)])
def test_epsilon_is_kept_against_the_exact_frontier_and_is_useful(parties, most):
    rng = np.random.default_rng(parties)
    stakes = rng.dirichlet(np.ones(9), parties)
    domain = Domain.of([[w * rng.random(4) for w in own] for own in stakes])
    exact, bounded = pareto_frontier(domain), pareto_frontier(domain, most_points=most)
    assert exact.exact
    assert not bounded.exact
    epsilon = np.array(bounded.epsilon)
    missed = (exact.values[:, None] - bounded.values[None]) / epsilon
    nearest = missed.max(axis=2).min(axis=1)
    assert nearest.max() <= 1
    # Measured at the end it is well below what the steps lost added up, and not far from true.
    plan = make_plan(domain)
    added_up = fold(domain, plan, most_points=most).epsilon * [float(u) for u in domain.units]
    spans = np.ptp(bounded.values, axis=0)
    better = (epsilon / spans).max() / (added_up / spans).max()
    assert better <= 1 if parties == 2 else better < 0.7
    assert nearest.max() > 0.2


def test_nothing_left_after_thinning_out_is_not_called_nothing_acceptable():
    rng = np.random.default_rng(1)
    tables = [[rng.random(4) for _ in range(8)] for _ in range(3)]
    whole = pareto_frontier(Domain.of(tables))
    middle = whole.values[np.argmax(whole.values.min(axis=1))]
    # A little less, for adding up in another order may round upwards.
    domain = Domain.of(tables, reservation=list(middle - 1e-9))
    assert len(pareto_frontier(domain)) >= 1
    bounded = pareto_frontier(domain, most_points=1)
    if not len(bounded):
        assert "allow more points" in bounded.reason
        assert not bounded.exact


def test_points_share_a_box_that_are_of_one_group_and_in_one_square():
    rng = np.random.default_rng(8)
    for columns in (1, 2, 3, 40):
        for width in (0.6, 0.3, 1e-4):
            share, groups = rng.random((200, columns)), rng.integers(0, 5, 200)
            share[100:] = share[:100]  # some that surely share their squares
            found = _boxes(share, groups, width)
            squares = [tuple(np.floor(row / width)) for row in share]
            wanted = list(zip(groups.tolist(), squares, strict=True))
            assert len(set(found.tolist())) == len(set(wanted))
            assert len(set(zip(found.tolist(), wanted, strict=True))) == len(set(wanted))


@given(seed=seeds, most=st.integers(1, 12))
def test_thinning_keeps_as_many_as_wanted_and_measures_what_it_drops(seed, most):
    rng = np.random.default_rng(seed)
    parties = int(rng.integers(1, 4))
    points = rng.random((int(rng.integers(1, 20)), parties)) * rng.choice([1.0, 1e6], parties)
    groups = rng.integers(0, 3, len(points))
    kept, lost = thinned(points, groups, most)
    assert len(kept) <= max(most, len(set(groups.tolist())))
    assert set(groups[kept].tolist()) == set(groups.tolist())
    assert len(kept) == len(points) or len(kept) >= min(most, len(points)) / 2**parties
    for point, group in zip(points, groups, strict=True):
        stand_in = points[kept][groups[kept] == group]
        assert ((point - stand_in) <= lost).all(axis=1).any()
