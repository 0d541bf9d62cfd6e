"""The least movement, and tightness, against trying every package."""

import random
from fractions import Fraction
from itertools import product
from math import prod

import pytest

from blocking.random_talks import every_package
from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking.movement import Move, MovementTooLargeError, movement
from lastyard.blocking.talks import tightness
from lastyard.conditions.tree import FALSE, TRUE, All, Any, OneOf, Total, holds


def random_talks(rng):
    sizes = {name: rng.randint(1, 4) for name in "mca"[: rng.randint(1, 3)]}

    def leaf():
        if rng.random() < 0.2:
            rows = tuple((i, tuple(rng.randint(-2, 3) for _ in range(n))) for i, n in sizes.items())
            return Total(rows, rng.randint(-2, 4), None)
        issue = rng.choice(list(sizes))
        return OneOf(issue, rng.randrange(1 << sizes[issue]))

    demands = tuple(
        Demand(name, rng.choice("ns"), rng.choice((All, Any))((leaf(), leaf())), 0.8)
        for name in "abcd"[: rng.randint(2, 4)]
    )
    agreement = rng.choice([None, None, Any((OneOf("n", 2), OneOf("s", 2)))])
    return Talks(sizes, rng.choice([TRUE, leaf()]), demands, agreement)


def starts(talks, opening):
    """Per mover, the packages it may start from."""
    result = []
    for party in sorted({d.party for d in talks.demands if d.id in opening}):
        own = [d for d in talks.demands if d.party == party]
        groups = [own]
        every = every_package(talks)
        if not any(all(holds(d.condition, x) for d in own) for x in every):
            groups = [[d] for d in sorted(own, key=lambda d: d.id) if d.id in opening]
        sets = [[x for x in every if all(holds(d.condition, x) for d in g)] for g in groups]
        result += [packages for packages in sets if packages]
    return result


def cheapest(talks, opening, ordered):
    outside = [k for k, d in enumerate(talks.demands) if d.id not in opening]
    goals = [x for x in every_package(talks) if holds(talks.satisfied_by(outside), x)]
    sets = starts(talks, opening)
    if prod(map(len, sets)) * len(goals) > 3_000:
        return None

    def cost(issue, a, b):
        if issue not in ordered:
            return Fraction(int(a != b))
        return Fraction(abs(a - b), max(1, talks.sizes[issue] - 1))

    return min(
        (
            sum((cost(i, y[i], x[i]) for y in own for i in x), Fraction()),
            sum(any(y[i] != x[i] for y in own) for i in x),
            tuple(x.values()),
            tuple(tuple(y.values()) for y in own),
        )
        for x in goals
        for own in product(*sets)
    )


def test_least_movement_equals_trying_every_package():
    rng = random.Random(7)
    tried = 0
    while tried < 150:
        talks = random_talks(rng)
        ordered = [issue for issue in talks.sizes if rng.random() < 0.6]
        for opening in blockage(talks).openings:
            wanted = cheapest(talks, opening.demands, ordered)
            if wanted is None:
                continue
            tried += 1
            found = movement(talks, opening.demands, ordered)
            moves = [move for party in found.parties for move in party.moves]
            assert found.size == wanted[0] == sum(p.size for p in found.parties)
            assert len({move.issue for move in moves}) == wanted[1]
            assert tuple(found.package.values()) == wanted[2]
            starting = [
                tuple({**found.package, **{m.issue: m.start for m in p.moves}}.values())
                for p in found.parties
            ]
            assert tuple(starting) == wanted[3]
            assert all(move.end == found.package[move.issue] for move in moves)


def test_all_the_way_on_one_issue_is_as_far_as_all_the_way_on_another():
    for long, short in product(range(2, 6), repeat=2):
        sizes = {"m": long, "c": short}
        spots = [(0, 0), (long - 1, 0), (0, short - 1)]
        start, one, other = (All((OneOf("m", 1 << m), OneOf("c", 1 << c))) for m, c in spots)
        demands = (Demand("a", "n", start, 0.5), Demand("b", "s", Any((one, other)), 0.5))
        talks = Talks(sizes, TRUE, demands)
        found = movement(talks, {"a"}, set(sizes))
        assert found.size == 1
        assert tuple(found.package.values()) == cheapest(talks, {"a"}, set(sizes))[2]


def test_long_ranges_are_cut_to_the_ends_of_runs():
    truce = {"truce": 10_000}
    least = Demand("least", "north", OneOf("truce", ((1 << 10_000) - 1) ^ ((1 << 6_000) - 1)), 0.5)
    most = Demand("most", "south", OneOf("truce", (1 << 4_001) - 1), 0.5)
    found = movement(Talks(truce, TRUE, (least, most)), {"least"}, {"truce"})
    assert found.parties[0].moves == (Move("truce", 6_000, 4_000, 2_000),)
    assert found.size == Fraction(2_000, 9_999)


def test_too_many_options_is_an_error():
    rows = tuple((issue, tuple(range(800))) for issue in ("a", "b"))
    one = Demand("one", "north", Total(rows, 900, None), 0.5)
    two = Demand("two", "south", Total(rows, None, 800), 0.5)
    talks = Talks({"a": 800, "b": 800}, TRUE, (one, two))
    with pytest.raises(MovementTooLargeError, match="coarser steps"):
        movement(talks, {"one"}, {"a", "b"})
    with pytest.raises(MovementTooLargeError, match="10 allowed"):
        movement(talks, {"one"}, {"a", "b"}, most=10)


def test_no_movement_where_the_others_leave_no_package():
    talks = Talks({"a": 2}, TRUE, (Demand("x", "n", FALSE, 1), Demand("y", "n", TRUE, 1)))
    assert movement(talks, {"y"}, {"a"}) is None
    assert movement(talks, {"x"}, {"a"}).parties == ()


def test_tightness_equals_trying_every_package():
    rng = random.Random(11)
    for _ in range(150):
        talks = random_talks(rng)
        count = len(talks.demands)

        def agreed(kept, talks=talks):
            condition = talks.satisfied_by(kept)
            return sum(holds(condition, package) for package in every_package(talks))

        now = agreed(range(count))
        found = tightness(talks)
        wanted = {
            d.id: agreed(j for j in range(count) if j != k) for k, d in enumerate(talks.demands)
        }
        assert {t.demand: t.if_dropped for t in found} == wanted
        assert all(t.gained == t.if_dropped - now for t in found)
        assert [t.gained for t in found] == sorted(t.gained for t in found)
