"""The chance of giving way, against its definition over every set of demands."""

import random
from decimal import Decimal
from fractions import Fraction
from itertools import combinations, product
from math import exp, inf, prod

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from blocking.random_talks import random_condition
from lastyard.blocking import giving_way
from lastyard.blocking.giving_way import Levels, chance_of_giving
from lastyard.case.said import way_between
from lastyard.conditions.tree import All, Any, OneOf, Total, holds

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


# Conditions on several issues which allow everything, and nothing.
ALWAYS = Any((OneOf("wage", 0b0011), OneOf("wage", 0b1100), LEAVE))
NEVER = All((OneOf("wage", 0b0011), OneOf("wage", 0b1100), LEAVE))


def drawn(seed):
    rng = random.Random(seed)
    count = rng.randint(1, 6)
    conditions = [random_condition(rng, SIZES, rng.randint(0, 2)) for _ in range(count)]
    conditions += [each for each in (ALWAYS, NEVER, HOURS) if rng.random() < 0.2]
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
        assert levels.with_firmness({0: Fraction(1, 3)}).chance(broken) == by_definition(
            changed, nested, broken
        )


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 10**9))
@example(66636)  # a demand that allows nothing, another, and one that allows everything
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


def test_what_allows_everything_is_implied_by_all_and_what_allows_nothing_implies_all():
    """Also where several issues are named, and where they share none with the other demand."""
    levels = made((ALWAYS, HOURS, NEVER), (Fraction(1, 2), Fraction(4, 5), Fraction(9, 10)))
    assert levels.components == ((0, 1, 2),)
    assert levels.chance({0, 1}) == Fraction(1, 5)
    assert levels.chance({0, 1, 2}) == Fraction(1, 10)


def test_what_is_too_costly_to_decide_has_an_answer(monkeypatch):
    monkeypatch.setattr(giving_way, "_STEPS_TO_NEST", 0)
    monkeypatch.setattr(giving_way, "_TRIALS", 0)
    giving_way._PAIRS.clear()
    hard = (Total((("wage", (0, 1, 2, 3)), ("hours", (0, 1, 2))), 3, None), wage(3))
    assert made(hard, (Fraction(1, 2),) * 2).chance(0b11) in (Fraction(1, 2), Fraction(1, 4))
    monkeypatch.undo()
    giving_way._PAIRS.clear()
    monkeypatch.setattr(giving_way, "_STEPS_TO_CHOOSE", 0)
    tangle = (All((wage(2), LEAVE)), wage(2), LEAVE)
    assert made(tangle, (Fraction(1, 2),) * 3).chance(0b111) in (Fraction(1, 2), Fraction(1, 4))
    monkeypatch.setattr(giving_way, "_MOST_STATES", 1)
    levels = made((wage(3), wage(2)), (0.5, 0.8))
    assert sum(chance for _, chance in levels.states((0, 1))) == pytest.approx(1.0)


def test_a_part_of_the_way_costs_a_part_of_the_firmness():
    firm = Fraction(4, 5)
    assert chance_of_giving(firm, Fraction(0)) == 1
    assert chance_of_giving(firm, Fraction(1)) == Fraction(1, 5)
    assert chance_of_giving(firm, Fraction(1, 2)) == float(Decimal("0.2").sqrt())
    assert chance_of_giving(firm, Fraction(2)) == pytest.approx(0.04, rel=1e-15)
    # At 1 no step is given, at 0 every step.
    assert chance_of_giving(Fraction(1), Fraction(1, 1000)) == 0
    assert chance_of_giving(Fraction(0), Fraction(7, 3)) == 1
    # All ways to divide a gap between equally firm parties cost the same.
    for k in range(8):
        one, other = (
            chance_of_giving(firm, Fraction(k, 7)),
            chance_of_giving(firm, Fraction(7 - k, 7)),
        )
        assert float(one) * float(other) == pytest.approx(0.2, rel=1e-15)


def test_the_other_forms():
    firm = Fraction(4, 5)
    third, twice = Fraction(1, 3), Fraction(2)
    assert (
        chance_of_giving(firm, third, "step")
        == chance_of_giving(firm, twice, "step")
        == Fraction(1, 5)
    )
    assert chance_of_giving(firm, Fraction(0), "step") == 1
    assert chance_of_giving(firm, twice, "capped") == Fraction(1, 5)
    assert chance_of_giving(firm, third, "capped") == chance_of_giving(firm, third)


@given(
    st.fractions(0, 1, max_denominator=100),
    st.fractions(0, 5, max_denominator=60),
    st.fractions(0, 5, max_denominator=60),
)
def test_chances_of_giving_are_powers_and_fall_with_the_share(firmness, one, other):
    found = float(chance_of_giving(firmness, one))
    assert found == pytest.approx(float(1 - firmness) ** float(one), rel=1e-12, abs=1e-300)
    if one <= other:
        assert chance_of_giving(firmness, other) <= chance_of_giving(firmness, one)


def ways_drawn(rng, conditions):
    """For demands on wages alone, a way to an option that somebody else might leave open."""
    found = []
    for each in conditions:
        way = None
        if isinstance(each, OneOf) and each.issue == "wage" and 0 < each.options < 0b1111:
            others = {"r": [1 << rng.randrange(4)]}
            way = way_between("wage", 4, each.options, others, lambda _: None)
        found.append(way)
    return found


@pytest.mark.parametrize("seed", range(60))
def test_how_far_counts_within_levels_as_by_definition(seed):
    rng = random.Random(seed)
    conditions, firmness, parties, allowed, nested = drawn(seed)
    conditions = [
        OneOf("wage", rng.randint(1, 14)) if rng.random() < 0.6 else c for c in conditions
    ]
    allowed = [{k for k, x in enumerate(PACKAGES) if holds(c, x)} for c in conditions]
    nested = [
        [
            one != other and parties[one] == parties[other]
            and (allowed[one] <= allowed[other] or allowed[other] <= allowed[one])
            for other in range(len(conditions))
        ]
        for one in range(len(conditions))
    ]  # fmt: skip
    ways = ways_drawn(rng, conditions)
    levels = Levels(parties, conditions, firmness, SIZES, ways)
    for k, package in enumerate(PACKAGES):
        broken = [d for d in range(len(conditions)) if k not in allowed[d]]
        shares = [way.share(package["wage"]) if way else Fraction(1) for way in ways]
        gives = [1 - chance_of_giving(f, s) for f, s in zip(firmness, shares, strict=True)]
        expected = by_definition(gives, nested, broken)
        assert float(levels.chance(broken, package)) == pytest.approx(float(expected), rel=1e-12)
        # The same demands as chains of levels say the same.
        chains = levels.graded({issue: range(size) for issue, size in SIZES.items()})
        lost = [j for j, c in enumerate(chains.conditions) if not holds(c, package)]
        assert float(chains.levels.chance(lost)) == pytest.approx(float(expected), rel=1e-12)


def test_the_states_of_a_demand_that_gives_way_by_parts():
    way = way_between("wage", 4, 0b1000, {"firm": [0b0001]}, lambda _: None)
    levels = Levels(["union"], [wage(3)], [Fraction(7, 8)], SIZES, [way])
    chains = levels.graded({"wage": range(4)})
    assert chains.steps == ((0, 1), (0, Fraction(1, 3)), (0, Fraction(2, 3)))
    (group,) = chains.levels.components
    states = chains.levels.states(group)
    assert [sorted(given) for given, _ in states] == [[0, 1, 2], [1, 2], [1], []]
    assert [chance for _, chance in states] == pytest.approx([1 / 8, 1 / 8, 1 / 4, 1 / 2])
