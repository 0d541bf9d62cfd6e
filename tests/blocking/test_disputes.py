"""Disputes: parts of what blocks that share no demand, against brute force."""

from dataclasses import replace
from itertools import product
from math import prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocking.random_talks import agrees_with_brute_force, brute_force, ids, random_talks
from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking.disputes import chance_of_opening
from lastyard.blocking.sets import levels_between
from lastyard.conditions.tree import TRUE, All, AtLeast, OneOf, Total


def renamed(talks, prefix):
    """The same talks with other names of issues and demands, every party having to accept."""

    def other(condition):
        match condition:
            case OneOf(issue, options):
                return OneOf(prefix + issue, options)
            case Total(terms, low, high):
                return Total(tuple((prefix + issue, row) for issue, row in terms), low, high)
        changes = {
            name: tuple(map(other, value)) if isinstance(value, tuple) else other(value)
            for name in ("parts", "part", "one", "other", "left", "right")
            if (value := getattr(condition, name, None)) is not None
        }
        return replace(condition, **changes)

    return Talks(
        {prefix + issue: size for issue, size in talks.sizes.items()},
        other(talks.rules),
        tuple(
            Demand(prefix + d.id, d.party, other(d.condition), d.firmness) for d in talks.demands
        ),
    )


def together(parts):
    return Talks(
        {issue: size for part in parts for issue, size in part.sizes.items()},
        All(tuple(part.rules for part in parts)),
        tuple(demand for part in parts for demand in part.demands),
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=3))
def test_parts_that_nothing_links_multiply(seeds):
    parts = [renamed(random_talks(seed), "xyz"[k]) for k, seed in enumerate(seeds)]
    alone = [brute_force(part) for part in parts]
    if not all(satisfiable[0] for _, satisfiable, _, _, _ in alone):
        return
    answer = blockage(together(parts))
    blocked = [
        (part, ids(part, blocking), ids(part, openings))
        for part, (_, _, number, blocking, openings) in zip(parts, alone, strict=True)
        if not number
    ]
    assert (answer.cause == "nothing") == (not blocked)
    if answer.cause == "nothing":
        return
    every = {tuple(sorted(sum(chosen, ()))) for chosen in product(*(o for _, _, o in blocked))}
    assert answer.openings_number == len(every)
    assert {each.demands for each in answer.openings} == every
    assert {each.demands for each in answer.blocking_sets} == {
        each for _, sets, _ in blocked for each in sets
    }


@pytest.mark.parametrize(
    "seeds", [range(300), pytest.param(range(300, 3_000), marks=pytest.mark.slow)]
)
def test_disputes_share_no_demand_and_make_up_the_whole(seeds):
    several = 0
    for seed in seeds:
        answer = agrees_with_brute_force(random_talks(seed))
        if answer.cause != "demands":
            assert answer.disputes == ()
            continue
        demands = [id for each in answer.disputes for id in each.demands]
        assert len(demands) == len(set(demands))
        assert sorted(s.demands for each in answer.disputes for s in each.blocking_sets) == sorted(
            s.demands for s in answer.blocking_sets
        )
        for dispute in answer.disputes:
            assert set(dispute.demands) == {d for s in dispute.blocking_sets for d in s.demands}
        products = [
            tuple(sorted(sum((o.demands for o in chosen), ())))
            for chosen in product(*(each.openings for each in answer.disputes))
        ]
        assert sorted(products) == sorted(o.demands for o in answer.openings)
        assert answer.openings_number == len(products)
        several += len(answer.disputes) > 1
    assert several > len(seeds) // 30


def test_likelier_together_than_apart_comes_first():
    """What allows nothing implies the other demand of its party, though they stand in two disputes."""
    demands = (
        Demand("f", "a", OneOf("i", 0), 0.5),
        Demand("x", "a", OneOf("k", 1), 0.8),
        Demand("y", "b", OneOf("k", 2), 0.75),
    )
    answer = agrees_with_brute_force(Talks({"i": 2, "k": 2}, TRUE, demands))
    assert len(answer.disputes) == 2
    # Giving way on f and x is as likely as on x alone, 0.2; on f and y it is 0.5 times 0.25.
    assert [each.demands for each in answer.openings] == [("f", "x"), ("f", "y")]


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10**6))
def test_the_openings_of_a_dispute_are_those_of_its_own_talks(seed):
    answer = blockage(random_talks(seed))
    for dispute in answer.disputes:
        _, _, _, blocking, openings = brute_force(dispute.talks)
        assert ids(dispute.talks, openings) == {o.demands for o in dispute.openings}
        assert ids(dispute.talks, blocking) == {s.demands for s in dispute.blocking_sets}


def chances(talks):
    """How likely each dispute is to open, and all of them."""
    numbers = {demand.id: k for k, demand in enumerate(talks.demands)}
    return chance_of_opening(blockage(talks).disputes, levels_between(talks), numbers)


def holds_with(firmness):
    demands = tuple(
        Demand(f"{side}{k}", side, OneOf(f"i{k}", 1 << option), chance)
        for k, pair in enumerate(firmness)
        for option, (side, chance) in enumerate(zip("ab", pair, strict=True))
    )
    return Talks({f"i{k}": 2 for k in range(len(firmness))}, TRUE, demands)


def test_the_chance_that_all_disputes_open_is_the_product():
    each, together = chances(holds_with([(0.85, 0.85), (0.85, 0.7), (0.85, 0.7)]))
    assert [round(chance, 6) for chance in each] == [0.2775, 0.405, 0.405]
    assert together == pytest.approx(0.2775 * 0.405**2)


def independent(answer, talks):
    """Whether no party has two demands on the same issue, so that none can be nested."""
    spoken = [(d.party, d.condition.issue) for d in talks.demands]
    return len(spoken) == len(set(spoken))


@pytest.mark.thorough
@settings(max_examples=80, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from("nsew"), st.sampled_from("xyz"), st.integers(1, 6), st.integers(0, 10)
        ),
        min_size=2,
        max_size=8,
        unique_by=lambda each: each[:2],
    ),
    st.booleans(),
)
def test_the_chance_of_opening_equals_trying_every_way_of_giving_way(said, linked):
    demands = tuple(
        Demand(f"{k}", party, OneOf(issue, mask), firm / 10)
        for k, (party, issue, mask, firm) in enumerate(said)
    )
    rule = AtLeast(2, (1, 1, 1), tuple(OneOf(i, 0b011) for i in "xyz")) if linked else TRUE
    talks = Talks(dict.fromkeys("xyz", 3), rule, demands)
    answer = blockage(talks)
    if answer.cause != "demands":
        return
    _, satisfiable, _, _, _ = brute_force(talks)
    count = len(demands)
    wanted = sum(
        prod(d.firmness if kept >> k & 1 else 1 - d.firmness for k, d in enumerate(talks.demands))
        for kept in range(1 << count)
        if satisfiable[kept]
    )
    assert chances(talks)[1] == pytest.approx(wanted)


def test_many_disputes_are_cheap_and_their_openings_counted():
    answer = blockage(holds_with([(0.8, 0.6)] * 40))
    assert len(answer.disputes) == 40
    assert answer.openings_number == 2**40
    assert not answer.openings_complete
    assert answer.openings_likeliest
    assert len(answer.openings) == 10
    assert all(d[0] == "b" for d in answer.openings[0].demands)


def test_nothing_is_split_where_a_party_can_be_left_out():
    talks = holds_with([(0.8, 0.6)] * 2)
    either = replace(talks, agreement=AtLeast(1, (1, 1), (OneOf("a", 2), OneOf("b", 2))))
    assert either.parts == (either,)
    assert [set(part.sizes) for part in talks.parts] == [{"i0"}, {"i1"}]
