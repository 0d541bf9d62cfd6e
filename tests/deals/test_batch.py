"""Batches for a room: what they hold, and fallback bargaining by its definition."""

from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lastyard.deals import DomainError, Told, batch, fallback
from lastyard.deals.batch import _stakes

UP, DOWN = np.array([0.0, 0.5, 1.0]), np.array([1.0, 0.5, 0.0])


def sides(one, other):
    return [Told(one, (UP,) * len(one)), Told(other, (DOWN,) * len(other))]


@given(st.permutations(range(3)), st.permutations(range(3)))
def test_packages_differ_and_none_is_worse_for_both_than_another_whatever_the_stakes(one, other):
    made = batch(sides(tuple(one), tuple(other)))
    assert 1 <= len(made) <= 5
    assert len(set(made)) == len(made)
    for each, rival in permutations(made, 2):
        assert not all(a < b for a, b in zip(each, rival, strict=True))
    assert batch(sides(tuple(one), tuple(other)), 2) == made[:2]


def test_opposed_orders_are_traded_and_the_first_gives_each_what_it_cares_for():
    first = batch(sides((0, 1, 2), (2, 1, 0)))[0]
    assert first[0] == 2
    assert first[2] == 0


def test_the_same_order_is_shared():
    made = batch(sides((0, 1), (0, 1)))
    assert any(package[0] == 1 for package in made)


def test_three_parties_and_their_own_options():
    pick = np.eye(3)
    told = [Told((0, 1), (pick[k], pick[(k + 1) % 3])) for k in range(3)]
    made = batch(told)
    assert all(0 <= option < 3 for package in made for option in package)


def brute_fallback(orders, packages):
    """Go down all lists step by step."""
    for depth in range(1, packages + 1):
        heads = [set(order[:depth]) for order in orders]
        common = set.intersection(*heads)
        if common:
            return min(common, key=lambda p: (sum(o.index(p) for o in orders), p))
    return None


@given(st.integers(1, 4), st.data())
def test_fallback_bargaining_goes_down_all_lists_together(packages, data):
    some = st.permutations(range(packages)).flatmap(
        lambda order: st.integers(0, packages).map(lambda kept: order[:kept])
    )
    orders = [data.draw(some) for _ in range(data.draw(st.integers(2, 3)))]
    taken = fallback(orders, packages)
    assert taken == brute_fallback(orders, packages)
    if taken is None:
        assert not any(all(p in order for order in orders) for p in range(packages))


def test_brams_and_kilgour_2001_the_unanimous_middle_wins():
    # Each party's best is the other's worst; both have the middle second.
    assert fallback([(0, 1, 2), (2, 1, 0)], 3) == 1
    assert fallback([(0,), (2,)], 3) is None


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ([Told((0,), (UP,))], "two parties or more"),
        (sides((0, 0), (0, 1)), "every issue once"),
        ([Told((0,), (UP,)), Told((0,), (UP[:2],))], "the same options"),
        (sides(tuple(range(10)), tuple(range(10))), "too many for a batch"),
    ],
)
def test_what_cannot_be_batched_is_told(told, why):
    with pytest.raises(DomainError, match=why):
        batch(told)


def test_the_best_product_over_every_set_is_nearly_reached_by_adding_one_at_a_time():
    told = sides((0, 1), (1, 0))
    rng = np.random.default_rng(5)
    stakes = np.sort(rng.dirichlet([1, 1], size=(2, 500)), axis=2)[:, :, ::-1]
    packages = list(product(range(3), repeat=2))
    worth = [
        sum(
            stakes[k][:, [rank]] * side.likes[issue][np.array(packages)[:, issue]]
            for rank, issue in enumerate(side.order)
        )
        for k, side in enumerate(told)
    ]
    share = worth[0] * worth[1]
    share /= share.max(axis=1, keepdims=True)
    places = [packages.index(package) for package in batch(told, 2)]
    best = max(
        share[:, list(pair)].max(axis=1).mean() for pair in permutations(range(len(packages)), 2)
    )
    assert share[:, places].max(axis=1).mean() >= 0.98 * best


def test_where_nothing_may_be_chosen_nothing_is_and_else_something():
    told = sides((0, 1), (0, 1))
    assert batch(told, among=np.zeros(9, dtype=bool)) == ()
    nothing = [Told((0,), (np.array([1.0, 0.0]),)), Told((0,), (np.array([0.0, 1.0]),))]
    # Whatever is chosen is worth nothing to one of them; a package is named all the same.
    assert len(batch(nothing, 2)) == 1


@pytest.mark.parametrize("issues", [1, 2, 3, 5])
def test_stakes_fall_along_the_order_and_add_up_to_all(issues):
    """Parts of a stick broken at random: the k-th largest of n is (1/k + ... + 1/n) / n long."""
    order = tuple(reversed(range(issues)))
    drawn = np.vstack([_stakes(np.random.default_rng(seed), order) for seed in range(40)])
    assert drawn.sum(axis=1) == pytest.approx(1.0)
    falling = drawn[:, list(order)]
    assert (np.diff(falling, axis=1) <= 0).all()
    wanted = [sum(1 / j for j in range(k, issues + 1)) / issues for k in range(1, issues + 1)]
    assert falling.mean(axis=0) == pytest.approx(wanted, abs=0.01)


def test_small_products_count_as_large_ones():
    """What counts is the share of the largest product, whatever the scale of each party's values."""
    told = sides((0, 1, 2), (2, 0, 1))
    dull = [Told(each.order, tuple(likes * 1e-3 for likes in each.likes)) for each in told]
    assert batch(dull) == batch(told)
