"""The chance of giving way, against its definition over every set of demands."""

import random
from fractions import Fraction
from itertools import combinations, product
from math import exp, inf, prod

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocking.random_talks import random_condition
from lastyard.blocking import giving_way
from lastyard.blocking.giving_way import Levels
from lastyard.conditions.tree import All, OneOf, Total, holds

SIZES = {"wage": 4, "leave": 2, "hours": 3}
PACKAGES = [dict(zip(SIZES, x, strict=True)) for x in product(*map(range, SIZES.values()))]


def wage(low):
    return OneOf("wage", 0b1111 & ~((1 << low) - 1))


LEAVE, HOURS = OneOf("leave", 0b10), OneOf("hours", 0b001)


def made(conditions, firmness, parties=None):
    return Levels(parties or ["union"] * len(conditions), conditions, firmness, SIZES)


@pytest.mark.parametrize(
    ("conditions", "firmness", "expected"),
    [
        ((wage(2), LEAVE), ("1/2", "1/2"), "1/4"),  # not nested: independent
        ((wage(2), wage(2)), ("1/2", "3/4"), "1/4"),  # a repeat: the firmer counts
        ((wage(3), wage(2), wage(1)), ("1/2", "3/4", "1/4"), "1/4"),  # three floors
        ((wage(3), wage(2), LEAVE), ("1/2", "1/4", "1/2"), "1/4"),  # two floors, and another
        ((All((wage(2), LEAVE)), wage(2)), ("1/2", "3/4"), "1/4"),  # the whole, and a part of it
        # The whole and both its parts: the parts are independent of one another.
        ((All((wage(2), LEAVE)), wage(2), LEAVE), ("1/2", "1/2", "1/2"), "1/4"),
        ((All((wage(2), LEAVE)), wage(2), LEAVE), ("9/10", "1/2", "1/2"), "1/10"),
        # Nested only through a sum.
        ((wage(3), Total((("wage", (0, 1, 2, 3)), ("hours", (0, 1, 2))), 3, None)), ("1/2", "1/2"), "1/2"),
        ((wage(2), wage(2)), ("1", "1/2"), "0"),
    ],
)  # fmt: skip
def test_levels_of_one_demand_count_once(conditions, firmness, expected):
    levels = made(conditions, [Fraction(f) for f in firmness])
    assert levels.chance(range(len(conditions))) == Fraction(expected)


def test_demands_of_different_parties_are_independent():
    levels = made((wage(2), wage(2)), (Fraction(1, 2),) * 2, ["union", "firm"])
    assert levels.chance(0b11) == Fraction(1, 4)


def drawn(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    conditions = [random_condition(rng, SIZES, rng.randint(0, 2)) for _ in range(count)]
    conditions += [rng.choice(conditions) for _ in range(rng.randint(0, 1))]
    firmness = [Fraction(rng.choice([0, 1, 2, 5, 8, 9, 10]), 10) for _ in conditions]
    parties = [rng.choice("pq") for _ in conditions]
    allowed = [{k for k, x in enumerate(PACKAGES) if holds(c, x)} for c in conditions]
    nested = [
        [
            one != other and parties[one] == parties[other]
            and (allowed[one] <= allowed[other] or allowed[other] <= allowed[one])
            for other in range(len(conditions))
        ]
        for one in range(len(conditions))
    ]  # fmt: skip
    return conditions, firmness, parties, allowed, nested


def by_definition(firmness, nested, chosen):
    """The least product over demands of the chosen, none nested with another of them."""
    return min(
        prod((1 - firmness[k] for k in some), start=Fraction(1))
        for count in range(len(chosen) + 1)
        for some in combinations(chosen, count)
        if not any(nested[j][k] for j, k in combinations(some, 2))
    )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_chances_and_costs_against_their_definition(seed):
    conditions, firmness, parties, allowed, nested = drawn(seed)
    levels = made(conditions, firmness, parties)
    costs = levels.costs()
    everything = range(len(conditions))
    for x in range(len(PACKAGES)):
        broken = [k for k in everything if x not in allowed[k]]
        expected = by_definition(firmness, nested, broken)
        assert levels.chance(broken) == expected
        # The shares of what it costs never add up to more.
        added = sum(costs[k] for k in broken)
        assert float(expected) <= exp(-added) * (1 + 1e-9)
        if added == inf:
            assert expected == 0
        # Giving way on one more is never likelier.
        for k in everything:
            assert levels.chance({*broken, k}) <= levels.chance(broken)
        changed = [*firmness]
        changed[0] = Fraction(1, 3)
        assert levels.with_firmness(0, Fraction(1, 3)).chance(broken) == by_definition(
            changed, nested, broken
        )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
def test_ways_of_giving_way_have_these_chances(seed):
    """Exactly so where demands are nested in chains, and always a distribution."""
    conditions, firmness, parties, allowed, nested = drawn(seed)
    levels = made(conditions, firmness, parties)
    for group in levels.components:
        ways = levels.states(group)
        assert sum(chance for _, chance in ways) == pytest.approx(1.0)
        chain = all(nested[j][k] for j, k in combinations(group, 2))
        for x in range(len(PACKAGES)):
            broken = frozenset(k for k in group if x not in allowed[k])
            chance = sum(chance for given, chance in ways if broken <= given)
            if chain:
                assert chance == pytest.approx(float(levels.chance(broken)))


def test_what_is_too_costly_to_decide_has_an_answer(monkeypatch):
    monkeypatch.setattr(giving_way, "_STEPS_TO_NEST", 0)
    monkeypatch.setattr(giving_way, "_TRIALS", 0)
    giving_way._implies.cache_clear()
    hard = (Total((("wage", (0, 1, 2, 3)), ("hours", (0, 1, 2))), 3, None), wage(3))
    assert made(hard, (Fraction(1, 2),) * 2).chance(0b11) in (Fraction(1, 2), Fraction(1, 4))
    monkeypatch.undo()
    giving_way._implies.cache_clear()
    monkeypatch.setattr(giving_way, "_STEPS_TO_CHOOSE", 0)
    tangle = (All((wage(2), LEAVE)), wage(2), LEAVE)
    assert made(tangle, (Fraction(1, 2),) * 3).chance(0b111) in (Fraction(1, 2), Fraction(1, 4))
    monkeypatch.setattr(giving_way, "_MOST_STATES", 1)
    levels = made((wage(3), wage(2)), (0.5, 0.8))
    assert sum(chance for _, chance in levels.states((0, 1))) == pytest.approx(1.0)
