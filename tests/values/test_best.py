"""The search for the best package, against the best of all packages by brute force."""

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.values.acceptability import Threshold, agreement, everyone, shares_of_all
from lastyard.values.best import _Boxes, best_package
from lastyard.values.posterior import sample
from lastyard.values.problem import Direction, Scale, translate

SIZES = (2, 3, 4)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.integers(1, 3))
def test_no_package_beats_the_bound_of_its_box(seed, parties):
    rng = np.random.default_rng(seed)
    tables = [[rng.uniform(-0.2, 1, (n, 7)) for n in SIZES] for _ in range(parties)]
    floors = [rng.uniform(0.0, 2.5, 7) for _ in range(parties)]
    boxes = _Boxes(tables, floors, [rng.random((n, parties)) for n in SIZES])
    waiting, seen = [(boxes.whole, np.ones(parties))], set()
    while waiting:
        box, accepts = waiting.pop()
        masks = boxes.masks(box)
        for package in itertools.product(*map(range, SIZES)):
            if all(mask >> k & 1 for mask, k in zip(masks, package, strict=True)):
                for own, floor, most in zip(tables, floors, accepts, strict=True):
                    worth = sum(table[k] for table, k in zip(own, package, strict=True))
                    assert np.mean(worth >= floor) <= most
        if boxes.complete(box):
            seen.add(boxes.package(box))
            continue
        halves, shares = boxes.split([box])
        # Nothing is lost and nothing is held twice.
        for mask, *parts in zip(masks, *map(boxes.masks, halves), strict=True):
            assert parts[0] | parts[1] == mask
        waiting += zip(halves, shares, strict=True)
    assert len(seen) == np.prod(SIZES)


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
    stopped = best_package(two, everyone(2), most_nodes=600)
    assert not stopped.exact
    assert stopped.index <= best <= stopped.bound
    # Each draw's own best package would leave a bound near 1 so early on.
    assert stopped.bound < 0.6
    found = best_package(two, everyone(2))
    assert found.exact
    assert found.index == pytest.approx(best)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from([(3, (1, 1, 1), ()), (2, (1, 1, 1), (2,))]))
def test_under_any_rule_and_ceiling_the_best_is_found(seed, form):
    quota, weights, vetoes = form
    rule = Threshold(quota, weights, vetoes=vetoes)
    rng = np.random.default_rng(seed)
    scales = [Scale.choice(str(i), n) for i, n in enumerate(SIZES)]
    three = [sample(translate(scales, []), draws=8, chains=8, seed=seed + k) for k in range(3)]
    chance = {p: rng.random(3) for p in itertools.product(*map(range, SIZES))}

    def ceiling(left):
        inside = [
            x for p, x in chance.items() if all(m >> k & 1 for m, k in zip(left, p, strict=True))
        ]
        return np.max(inside, axis=0)

    factors = np.array(list(chance.values()))
    every = agreement(np.column_stack([shares_of_all(p) for p in three]) * factors, rule)
    found = best_package(three, rule, ceiling, starts=1, seed=seed)
    assert found.exact
    assert found.index == pytest.approx(every.max())


def test_where_commitments_decide_few_boxes_are_looked_at():
    scales = [Scale.choice(str(i), 8) for i in range(8)]
    two = [sample(translate(scales, []), draws=8, seed=seed) for seed in (1, 2)]

    def ceiling(left):
        # One party holds to the last option of each issue, the other to the one before.
        return [0.5 ** sum(not mask >> k & 1 for mask in left[:4]) for k in (7, 6)]

    found = best_package(two, everyone(2), ceiling, most_nodes=20_000, starts=1)
    assert set(found.package[:4]) <= {6, 7}
    loose = best_package(two, everyone(2), lambda _: (1.0, 1.0), most_nodes=20_000, starts=1)
    assert found.bound < 0.2 < loose.bound
