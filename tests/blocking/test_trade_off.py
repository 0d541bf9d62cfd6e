"""How two parties share movement, against trying every package."""

import random
from fractions import Fraction
from itertools import product

import pytest

from blocking.random_talks import every_package
from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking.movement import Grid, trade_off
from lastyard.conditions.tree import FALSE, TRUE, All, Any, AtLeast, Not, OneOf, Same, Total, holds


def random_condition(rng, sizes, depth):
    kind = rng.randrange(7) if depth else rng.randrange(3)
    if kind == 0:
        chosen = rng.sample(sorted(sizes), rng.randint(1, len(sizes)))
        rows = tuple((i, tuple(rng.randint(-2, 3) for _ in range(sizes[i]))) for i in chosen)
        return Total(rows, rng.choice([None, rng.randint(-2, 3)]), rng.choice([None, 4]))
    if kind < 3:
        issue = rng.choice(sorted(sizes))
        return OneOf(issue, rng.randrange(1, 1 << sizes[issue]))
    parts = tuple(random_condition(rng, sizes, depth - 1) for _ in range(rng.randint(1, 3)))
    if kind == 6:
        return AtLeast(rng.randint(1, 4), tuple(rng.randint(1, 3) for _ in parts), parts)
    return (All(parts), Any(parts), rng.choice((Not(parts[0]), Same(parts[0], parts[-1]))))[
        kind - 3
    ]


def random_talks(rng):
    sizes = {name: rng.randint(1, 5) for name in "mca"[: rng.randint(1, 3)]}
    demands = tuple(
        Demand(name, rng.choice("nse"), random_condition(rng, sizes, rng.randint(0, 2)), 0.8)
        for name in "abcd"[: rng.randint(2, 4)]
    )
    agreement = rng.choice([None, None, Any((OneOf("n", 2), OneOf("s", 2)))])
    rules = rng.choice([TRUE, random_condition(rng, sizes, 1)])
    return Talks(sizes, rules, demands, agreement)


def distance(sizes, ordered, one, other):
    return sum(
        (
            Fraction(abs(one[i] - other[i]), max(1, sizes[i] - 1))
            if i in ordered
            else Fraction(int(one[i] != other[i]))
            for i in sizes
        ),
        Fraction(),
    )


def test_a_grid_says_what_holds_says():
    rng = random.Random(3)
    for _ in range(300):
        sizes = {name: rng.randint(1, 4) for name in "mcz"[: rng.randint(1, 3)]}
        condition = rng.choice([TRUE, FALSE, random_condition(rng, sizes, 3)])
        grid = Grid(sizes)
        mask = grid.where(condition)
        wanted = [holds(condition, grid.package(k)) for k in range(grid.number)]
        assert [bool(mask >> k & 1) for k in range(grid.number)] == wanted


@pytest.mark.thorough
def test_every_pair_equals_trying_every_package():
    rng = random.Random(5)
    seen = []
    for _ in range(600):
        talks = random_talks(rng)
        ordered = [issue for issue in talks.sizes if rng.random() < 0.7]
        for blocking_set in blockage(talks).blocking_sets:
            chosen = set(blocking_set.demands)
            parties = sorted({d.party for d in talks.demands if d.id in chosen})
            found = trade_off(talks, chosen, ordered)
            if len(parties) != 2:
                assert found is None
                continue
            every = every_package(talks)
            starts = [
                [
                    x
                    for x in every
                    if all(holds(d.condition, x) for d in talks.demands if d.party == p)
                ]
                for p in parties
            ]
            if not all(starts):
                assert found is None
                continue
            outside = [k for k, d in enumerate(talks.demands) if d.id not in chosen]
            goals = [x for x in every if holds(talks.satisfied_by(outside), x)]
            pairs = {
                tuple(min(distance(talks.sizes, ordered, y, x) for y in s) for s in starts)
                for x in goals
            }
            wanted = sorted(
                (
                    p
                    for p in pairs
                    if not any(q[0] <= p[0] and q[1] <= p[1] and q != p for q in pairs)
                ),
                reverse=True,
            )
            assert [tuple(m.size for m in point.parties) for point in found.points] == wanted
            assert found.complete
            seen.append(len(wanted))
            for point in found.points:
                assert point.package in goals
                assert [m.party for m in point.parties] == parties
                assert point.size == sum(m.size for m in point.parties)
                for each, start in zip(point.parties, starts, strict=True):
                    begin = {**point.package, **{m.issue: m.start for m in each.moves}}
                    assert begin in start
                    assert each.size == distance(talks.sizes, ordered, begin, point.package)
    assert max(seen) > 3
    assert 0 in seen


def test_steps_on_long_and_short_orders_are_weighed_exactly():
    """From corner to corner: all the way on one issue is as far as all the way on the other."""
    for long, short in product(range(2, 6), repeat=2):
        sizes = {"m": long, "c": short}
        low, high = (
            All(tuple(OneOf(i, 1 << (n - 1) * top) for i, n in sizes.items())) for top in (0, 1)
        )
        talks = Talks(sizes, TRUE, (Demand("a", "p", low, 0.8), Demand("b", "q", high, 0.8)))
        found = trade_off(talks, ("a", "b"), list(sizes))
        ends = dict.fromkeys(sizes, 0), {i: n - 1 for i, n in sizes.items()}
        every = every_package(talks)
        pairs = {tuple(distance(sizes, sizes, end, x) for end in ends) for x in every}
        sums = [tuple(m.size for m in point.parties) for point in found.points]
        assert sums == sorted(pairs, reverse=True)


def test_many_points_are_thinned_evenly_and_keep_their_ends():
    ask = Demand("ask", "union", OneOf("wage", 1 << 100), 0.8)
    bid = Demand("bid", "firm", OneOf("wage", 1), 0.8)
    talks = Talks({"wage": 101, "other": 7}, TRUE, (ask, bid))
    found = trade_off(talks, ("ask", "bid"), ["wage"], most=5)
    assert found.pairs == 101
    assert not found.complete
    assert [point.package["wage"] for point in found.points] == [100, 75, 50, 25, 0]


def test_too_many_packages_are_not_looked_at():
    ask = Demand("ask", "union", OneOf("wage", 1 << 100), 0.8)
    bid = Demand("bid", "firm", OneOf("wage", 1), 0.8)
    talks = Talks({"wage": 101}, TRUE, (ask, bid))
    assert trade_off(talks, ("ask", "bid"), ["wage"], packages=100) is None
