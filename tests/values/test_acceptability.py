"""Indices against direct counts and brute force; agreement and search against enumeration."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from lastyard.values.acceptability import (
    Threshold,
    acceptability,
    agreement,
    everyone,
    share_error,
    shares_of_all,
)
from lastyard.values.best import best_package
from lastyard.values.posterior import sample
from lastyard.values.problem import Direction, Points, Scale, Takes, ValuesError, translate

SCALES = [Scale.ordered("a", 4), Scale.choice("b", 3), Scale.ordered("c", 4)]
EVERY = np.array(list(itertools.product(range(4), range(3), range(4))))


def party(more, seed, scales=SCALES, packages=((0, 2), (1, 1), (2, 2))):
    said = [Direction(f"d{i}", i, more) for i, s in enumerate(scales) if s.kind == "ordered"]
    said.append(Takes("o", packages, proposed=True))
    return sample(translate(scales, said), draws=8, seed=seed)


@pytest.fixture(scope="module")
def two():
    return party(True, 1), party(False, 2)


def test_index_counts_the_draws_and_has_an_error(two):
    index = acceptability(two[0], EVERY)
    worth = two[0].draws @ two[0].layout.rows(EVERY).T - two[0].reservations()[:, None]
    assert index.value == pytest.approx((worth >= -1e-9).mean(axis=0))
    assert np.all(index.error > 0)
    assert np.all(index.effective <= two[0].effective)
    assert np.all(index.bounded == ((index.value == 0) | (index.value == 1)))


def test_a_known_reservation_value_alone_makes_no_index_exact(two):
    chains = two[0].chains.copy()
    chains[..., two[0].layout.reservation] = 0.5
    index = acceptability(replace(two[0], chains=chains), EVERY)
    assert not index.exact
    assert np.all(index.error > 0)


def test_tables_of_all_packages_have_a_limit(two, monkeypatch):
    held = 12 * len(two[0].draws) / 128
    monkeypatch.setitem(shares_of_all.__globals__, "_MOST_HALF", held)
    shares_of_all(two[0])
    monkeypatch.setitem(shares_of_all.__globals__, "_MOST_HALF", held / 2)
    with pytest.raises(ValuesError, match="too many options"):
        shares_of_all(two[0])


def test_a_share_never_counts_more_draws_than_the_values_behind_it(two):
    """Values that mixed badly may give shares that look as if they had mixed well."""
    index = acceptability(replace(two[0], effective=7.0), EVERY)
    assert index.effective.max() == 7.0
    inside = (index.value > 0) & (index.value < 1)
    least = np.sqrt(index.value * (1 - index.value) / 7.0)
    assert inside.any()
    assert np.all(index.error[inside] >= least[inside] - 1e-12)


def test_all_packages_by_halves_equal_one_by_one(two):
    assert shares_of_all(two[0]) == pytest.approx(acceptability(two[0], EVERY).value)


def test_commitments_multiply_and_index_is_monotone_in_firmness(two):
    soft = acceptability(two[0], EVERY, np.full(len(EVERY), 0.7))
    hard = acceptability(two[0], EVERY, np.full(len(EVERY), 0.2))
    free = acceptability(two[0], EVERY)
    assert soft.value == pytest.approx(0.7 * free.value)
    assert np.all(hard.value <= soft.value)
    with pytest.raises(ValuesError, match="between 0 and 1"):
        acceptability(two[0], EVERY, np.full(len(EVERY), 1.2))


def test_a_known_party_accepts_or_not_without_error():
    points = ((0.0, 1.0, 2.0, 3.0), (0.0, 1.0, 0.0), (0.0, 0.0, 0.0, 3.0))
    known = sample(translate(SCALES, [Points("p", points, reservation=3.0)]))
    index = acceptability(known, EVERY)
    worth = [points[0][a] + points[1][b] + points[2][c] for a, b, c in EVERY]
    assert index.exact
    assert index.value.tolist() == [float(w >= 3.0) for w in worth]
    assert index.error.max() == 0


def test_shares_of_none_and_all_have_a_bound():
    error, bounded = share_error(np.array([0.0, 1.0, 0.5]), np.array([100.0, 100.0, 100.0]))
    assert bounded.tolist() == [True, True, False]
    assert error[:2] == pytest.approx([1 - 0.05**0.01] * 2)
    assert error[2] == pytest.approx(0.05)


probabilities = arrays(np.float64, (3, 4), elements=st.floats(0, 1))


@given(
    probabilities,
    st.tuples(*[st.integers(0, 3)] * 4),
    st.integers(0, 6),
    st.sets(st.integers(0, 3)),
)
def test_threshold_by_counting_equals_all_combinations(table, weights, quota, vetoes):
    quota = min(quota, sum(weights))
    rule = Threshold(quota, weights, tuple(sorted(vetoes)))

    def formula(who):
        enough = sum(w for w, yes in zip(weights, who, strict=True) if yes) >= quota
        return enough and all(who[v] for v in vetoes)

    assert agreement(table, rule) == pytest.approx(agreement(table, formula), abs=1e-9)


def test_rules_that_are_not_rules_are_refused():
    half = np.full((1, 2), 0.5)
    with pytest.raises(ValuesError, match="not monotone"):
        agreement(half, lambda who: who[0] and not who[1])
    with pytest.raises(ValuesError, match="more than all weights"):
        Threshold(4, (1, 1))
    for party in (-1, 2):
        with pytest.raises(ValuesError, match="a veto names a party"):
            Threshold(1, (1, 1), (party,))
    with pytest.raises(ValuesError, match="must not be negative"):
        Threshold(1, (2, -1))
    with pytest.raises(ValuesError, match="another number of parties"):
        agreement(half, everyone(half.shape[1] + 1))
    with pytest.raises(ValuesError, match="too many for a formula"):
        agreement(np.full((1, 17), 0.5), all)
    with pytest.raises(ValuesError, match="probabilities"):
        agreement(np.array([[1.4]]), everyone(1))


def test_best_package_is_the_best_of_all(two):
    index = agreement(np.column_stack([shares_of_all(p) for p in two]), everyone(2))
    found = best_package(two, everyone(2))
    assert found.exact
    assert found.index == pytest.approx(index.max())
    assert index[np.ravel_multi_index(found.package, (4, 3, 4))] == pytest.approx(index.max())


def test_best_package_keeps_to_ceilings(two):
    def ceiling(left):
        # Whatever has the second option of the first issue or more is ruled out.
        return (0.0, 0.0) if not left[0] & 1 else (1.0, 0.5 if left[1] == 1 else 1.0)

    factors = np.array([ceiling(tuple(1 << k for k in p)) for p in EVERY.tolist()])
    accepts = np.column_stack([shares_of_all(p) for p in two]) * factors
    found = best_package(two, everyone(2), ceiling)
    assert found.index == pytest.approx(agreement(accepts, everyone(2)).max())
    assert found.package[0] == 0


def test_a_search_that_is_stopped_names_its_gap(two):
    found = best_package(two, everyone(2), most_nodes=1, starts=1)
    best = agreement(np.column_stack([shares_of_all(p) for p in two]), everyone(2)).max()
    assert not found.exact
    assert found.index <= best <= found.bound
    assert found.gap == pytest.approx(found.bound - found.index)


def test_parties_with_other_issues_are_refused(two):
    other = party(True, 3, [Scale.ordered("z", 3)], ((0, 1),))
    with pytest.raises(ValuesError, match="different issues"):
        best_package([two[0], other], everyone(2))
