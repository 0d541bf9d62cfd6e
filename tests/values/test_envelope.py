"""Bounds against the best of all packages, by brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values.acceptability import Threshold, agreement, everyone, shares_of_all
from lastyard.values.best import Envelope, _needed, best_package
from lastyard.values.posterior import sample
from lastyard.values.problem import Direction, Scale, translate


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3), st.integers(0, 2))
def test_no_package_beats_the_tangent(seed, parties, depth):
    rng = np.random.default_rng(seed)
    sizes = (2, 3, 3)
    tables = [[rng.random((n, 7)) for n in sizes] for _ in range(parties)]
    floors = [rng.uniform(0.0, 2.5, 7) for _ in range(parties)]
    picked = [int(rng.integers(n)) for n in sizes[:depth]]
    sums = [
        sum((t[i][k] for i, k in enumerate(picked)), start=-floor)
        for t, floor in zip(tables, floors, strict=True)
    ]
    tangent = Envelope(tables).tangent(sums, depth)
    again = Envelope(tables).tangent(sums, depth, tangent.lottery)
    assert again.bound <= tangent.bound + 1e-6
    for rest in itertools.product(*(range(n) for n in sizes[depth:])):
        chance = 1.0
        for own, table in zip(sums, tables, strict=True):
            worth = own + sum(table[depth + i][k] for i, k in enumerate(rest))
            chance *= float(np.mean(worth >= 0.0))
        for found in (tangent, again):
            assert chance <= found.bound
            assert chance <= found.options[rest[0]]


def opposed():
    scales = [Scale.ordered(str(i), 4) for i in range(5)]
    return [
        sample(
            translate(scales, [Direction(f"d{i}", i, more) for i in range(5)]), draws=8, seed=seed
        )
        for seed, more in ((1, True), (2, False))
    ]


def test_opposed_parties_search_is_exact_and_the_gap_narrow_when_stopped():
    two = opposed()
    best = agreement(np.column_stack([shares_of_all(p) for p in two]), everyone(2)).max()
    stopped = best_package(two, everyone(2), most_nodes=40)
    assert stopped.index <= best <= stopped.bound
    # Each draw's own best package would leave a bound near 1 so early on.
    assert stopped.bound < 0.75
    found = best_package(two, everyone(2), most_nodes=100_000)
    assert found.exact
    assert found.index == pytest.approx(best)


def test_who_is_needed():
    assert _needed(everyone(3), 3) == [0, 1, 2]
    assert _needed(Threshold(2, (1, 1, 1), vetoes=(2,)), 3) == [2]
    assert _needed(Threshold(3, (2, 1, 1)), 3) == [0]
    assert _needed(lambda who: who[0] and (who[1] or who[2]), 3) == [0]
