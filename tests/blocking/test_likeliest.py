"""The likeliest sets of large talks, against brute force on small ones."""

import random
from itertools import pairwise, product

import numpy as np
import pytest

from blocking.random_talks import agrees_with_brute_force, brute_force, random_talks
from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking import likeliest as cheapest
from lastyard.blocking import sets as enumeration
from lastyard.blocking.likeliest import (
    MOST_TIES,
    NotSuitedError,
    cheapest_openings,
    elimination_order,
    likeliest,
    mini_buckets,
)
from lastyard.blocking.sets import TooManyStepsError, shrunk, transversals
from lastyard.blocking.solver import oracle_for
from lastyard.conditions.tree import TRUE, All, AtLeast, OneOf, Total


def shrinking(talks):
    solver, everything = oracle_for(talks), (1 << len(talks.demands)) - 1
    return lambda kept: shrunk(solver, kept, everything)[0]


def blocked_disputes(number, start=0):
    seed = start
    while number:
        talks = random_talks(seed)
        _, satisfiable, count, _, openings = brute_force(talks)
        if not count and satisfiable[0]:
            yield seed, talks, openings
            number -= 1
        seed += 1


@pytest.mark.parametrize("block", [1, 3, 4_096])
@pytest.mark.parametrize("largest", [1, 20, 1 << 17])
def test_cheapest_openings_equal_brute_force(monkeypatch, block, largest):
    """With ties, forbidden demands, small blocks, and bounds from loose to exact."""
    monkeypatch.setattr(cheapest, "_BLOCK", block)
    monkeypatch.setattr(cheapest, "_FIRST_BLOCK", block)
    monkeypatch.setattr(cheapest, "_LARGEST_SUM", largest)
    for seed, talks, openings in blocked_disputes(40):
        rng = random.Random(seed)
        costs = [rng.choice([None, 40, 60, 100, 100, 7_000]) for _ in talks.demands]
        price = {
            mask: sum(costs[k] for k in range(len(costs)) if mask >> k & 1)
            for mask in openings
            if not any(mask >> k & 1 and cost is None for k, cost in enumerate(costs))
        }
        for wanted in (1, 2, 50):
            found = cheapest_openings(talks, costs, wanted, (), shrinking(talks))
            assert found.proved
            last = sorted(price.values())[:wanted][-1] + 2 * len(costs) if price else 0
            assert set(found.sets) == {mask for mask, cost in price.items() if cost <= last}
            assert [price[m] for m in found.sets] == sorted(price[m] for m in found.sets)
        others = cheapest_openings(talks, costs, 50, list(price)[:1], shrinking(talks))
        assert set(others.sets) == set(list(price)[1:])


def test_where_tables_do_not_suit_hitting_sets_give_the_same(monkeypatch):
    def unsuited(*_, **__):
        raise NotSuitedError

    monkeypatch.setattr(cheapest, "cheapest_openings", unsuited)
    answers = [agrees_with_brute_force(random_talks(seed), limit=1, first=3) for seed in range(200)]
    assert any(not answer.openings_complete for answer in answers)


def test_limits_of_the_tables_are_kept():
    row = tuple(range(800))
    demands = (Demand("a", "p", OneOf("x", 1), 0.5), Demand("b", "q", OneOf("x", 2), 0.5))

    wide = Total((("x", row), ("y", row)), 800, None)
    talks = Talks({"x": 800, "y": 800}, wide, demands)
    with pytest.raises(NotSuitedError):
        cheapest_openings(talks, [1, 1], 1, (), shrinking(talks))
    parties = [f"p{k}" for k in range(13)]
    quota = AtLeast(7, (1,) * 13, tuple(OneOf(party, 2) for party in parties))
    many = tuple(
        Demand(party, party, OneOf("x", 1 << k % 2), 0.5) for k, party in enumerate(parties)
    )
    with pytest.raises(NotSuitedError):
        cheapest_openings(Talks({"x": 2}, TRUE, many, quota), [1] * 13, 1, (), None)
    # Twelve parties are few enough, but not the coalitions of six of them.
    half = AtLeast(6, (1,) * 12, tuple(OneOf(party, 2) for party in parties[:12]))
    with pytest.raises(NotSuitedError):
        cheapest_openings(Talks({"x": 2}, TRUE, many[:12], half), [1] * 12, 1, (), None)


def test_every_coalition_that_may_agree_is_tried():
    accepts = tuple(OneOf(party, 2) for party in "nsew")
    demands = tuple(Demand(p, p, OneOf("x", 1 << k), 0.5) for k, p in enumerate("nsew"))
    talks = Talks({"x": 4}, TRUE, demands, AtLeast(2, (1,) * 4, accepts))
    found = cheapest_openings(talks, [1, 2, 3, 4], 50, (), shrinking(talks))
    assert set(found.sets) == brute_force(talks)[4]
    assert len(found.sets) == 4


def one_against_another(pairs):
    """Openings: one of each pair, 2 ** pairs in all, all equally likely.

    Rules that exclude nothing link the issues: else each pair would be searched by itself.
    """
    sizes = {f"i{k}": 2 for k in range(pairs)}
    demands = tuple(
        Demand(f"{side}{k:02}", side, OneOf(f"i{k}", 1 + option), 0.5)
        for k in range(pairs)
        for option, side in enumerate("ab")
    )
    links = [Total(((one, (0, 0)), (other, (0, 0))), 0, None) for one, other in pairwise(sizes)]
    return Talks(sizes, All(tuple(links)), demands)


def test_the_early_guess_spares_listing_up_to_the_limit(monkeypatch):
    listed = []

    def openings_of(*args):
        for each in original(*args):
            listed.append(each)
            yield each

    original = enumeration.openings_of
    monkeypatch.setattr(enumeration, "openings_of", openings_of)
    many = blockage(one_against_another(20), limit=1_000)
    assert len(listed) == 200
    assert not many.openings_complete
    assert many.openings_likeliest
    assert len(many.openings) == 10
    assert len(many.blocking_sets) == 10
    few = blockage(one_against_another(9), limit=1_000)
    assert len(few.openings) == 2**9
    assert few.openings_complete
    assert len(few.blocking_sets) == 9


def test_more_ties_than_are_gathered_still_end():
    talks = one_against_another(12)
    found = cheapest_openings(talks, [50] * 24, 3, (), shrinking(talks))
    assert found.proved
    assert 3 <= len(found.sets) <= 3 + MOST_TIES


@pytest.mark.parametrize("wanted", [1, 2, 3, 5])
def test_the_cheapest_hitting_sets_with_all_that_tie_equal_brute_force(wanted):
    """Also where a set costs more than its elements, and where some elements may not be used."""
    rng = random.Random(wanted)
    for _ in range(80):
        count = rng.randint(1, 6)
        family = [rng.randrange(1, 1 << count) for _ in range(rng.randint(1, 5))]
        costs = [rng.choice([None, 300, 300, 500, 800]) for _ in range(count)]
        usable = sum(1 << k for k, cost in enumerate(costs) if cost is not None)
        more = [rng.choice([0, 0, 300]) for _ in range(1 << count)]
        minimal = [
            mask
            for mask in range(1 << count)
            if all(mask & each for each in family)
            and not any(
                mask >> k & 1 and all(mask & ~(1 << k) & each for each in family)
                for k in range(count)
            )
        ]
        price = {
            mask: more[mask] + sum(costs[k] for k in range(count) if mask >> k & 1)
            for mask in minimal
            if not mask & ~usable
        }

        def missed_by(chosen, family=family):
            return next((each for each in family if not each & chosen), 0)

        found = likeliest(costs, family[:1], missed_by, wanted, price=price.__getitem__)
        last = sorted(price.values())[:wanted][-1] if price else 0
        assert found.proved
        assert {mask for mask, cost in price.items() if cost <= last} <= set(found.sets)
        assert set(found.sets) <= set(price)
        assert len(found.sets) == len(set(found.sets))


def test_a_search_that_stops_early_says_so(monkeypatch):
    talks = one_against_another(6)
    stopped = cheapest_openings(talks, [50] * 12, 3, (), shrinking(talks), 4)
    assert not stopped.proved
    assert not likeliest([5] * 6, [0b111, 0b111000], lambda _: 0, 9, steps=3).proved
    assert likeliest([5] * 6, [0b111, 0b111000], lambda _: 0, 9).proved
    with pytest.raises(TooManyStepsError):
        list(transversals([0b111, 0b111000], steps=3))
    monkeypatch.setattr(cheapest_openings, "__defaults__", (4, None))
    answer = blockage(talks, limit=5)
    assert not answer.openings_likeliest
    assert answer.blocking_likeliest
    assert len(answer.openings) == 6  # those listed before the limit was passed
    monkeypatch.setattr(likeliest, "__defaults__", ((), 2, None))
    stopped = blockage(talks, limit=5)
    assert not stopped.blocking_likeliest
    assert len(stopped.blocking_sets) == 1


def test_bounds_never_exceed_the_least_and_are_exact_when_nothing_is_split():
    rng = np.random.default_rng(1)
    for trial in range(60):
        count = int(rng.integers(1, 6))
        domains = tuple(int(size) for size in rng.integers(1, 4, count))
        tables = []
        for _ in range(int(rng.integers(1, 9))):
            scope = tuple(sorted(rng.permutation(count)[: int(rng.integers(0, 4))].tolist()))
            shape = [domains[k] for k in scope]
            tables.append((scope, rng.integers(0, 50, shape)))
        for largest in (1, 6, 10**6):
            found = mini_buckets(domains, tables, largest)
            best = {(): found.least}
            for k, size in enumerate(domains):
                best = {
                    (*before, option): value
                    - sum(int(t[tuple(before[i] for i in s)]) for s, t in found.sent[k])
                    + sum(int(t[tuple((*before, option)[i] for i in s)]) for s, t in found.held[k])
                    for before, value in best.items()
                    for option in range(size)
                }
            truth = {
                package: sum(int(t[tuple(package[i] for i in s)]) for s, t in tables)
                for package in product(*map(range, domains))
            }
            assert best == truth, trial
            least = min(truth.values())
            assert found.least <= least
            assert largest < 10**6 or found.least == least


def test_an_order_eliminates_narrow_issues_first():
    star = [(0, k) for k in range(1, 5)]
    assert set(elimination_order(5, star)) == set(range(5))
    assert 0 in elimination_order(5, star)[:2]


@pytest.mark.parametrize("statements", [60, 70])
def test_the_likeliest_of_many_statements_are_those_of_all(statements):
    """A case whose openings can just be listed, so that the likeliest can be picked."""
    rng = random.Random(2)
    sizes = {f"i{k}": 3 for k in range(5)}
    demands = tuple(
        Demand(
            f"s{k:02}",
            rng.choice("nsew"),
            OneOf(rng.choice(list(sizes)), rng.choice([0b011, 0b110, 0b101, 0b001, 0b100])),
            rng.choice([0.0, 0.3, 0.3, 0.5, 0.85, 1.0]),
        )
        for k in range(statements)
    )
    talks = Talks(sizes, TRUE, demands)
    every = blockage(talks, limit=20_000)
    assert every.openings_complete
    some = blockage(talks, limit=1, first=7)
    assert some.openings_likeliest
    assert some.blocking_likeliest
    assert [o.demands for o in some.openings] == [o.demands for o in every.openings[:7]]
    assert [b.demands for b in some.blocking_sets] == [b.demands for b in every.blocking_sets[:7]]
