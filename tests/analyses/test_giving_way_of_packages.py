"""Chances of giving way of many packages, and of what partial ones leave, against one at a time."""

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lastyard.answers.packages.domain import Domain
from lastyard.answers.packages.giving_way import GivingWay
from lastyard.blocking.giving_way import FORMS, Levels
from lastyard.case.said import commitments, in_force, rules_of, sizes_of
from lastyard.conditions.tree import bits, holds, state
from strategies import cases

SOME = settings(max_examples=60)


def everything(case):
    sizes = sizes_of(case)
    packages = [dict(zip(sizes, x, strict=True)) for x in product(*map(range, sizes.values()))]
    columns = {id: np.array([p[id] for p in packages]) for id in sizes}
    return packages, columns


def one_by_one(case, binding, package, form="hazard"):
    """Per party, the chance by one look at the conditions and the levels."""
    levels = Levels(
        [c.statement.party for c in binding],
        [c.condition for c in binding],
        [c.firmness for c in binding],
        sizes_of(case),
        [c.way for c in binding],
    )
    found = {}
    for party in case.deciders:
        own = [
            k
            for k, c in enumerate(binding)
            if c.statement.party == party.id and not holds(c.condition, package)
        ]
        found[party.id] = float(levels.chance(own, package, form))
    return found


@pytest.mark.thorough
@SOME
@given(cases(plain=True, demands=True), st.sampled_from(FORMS))
def test_many_at_once_are_as_one_at_a_time(case, form):
    binding = commitments(case, in_force(case))
    packages, columns = everything(case)
    parties = [party.id for party in case.deciders]
    giving = GivingWay(binding, sizes_of(case))
    found = giving.chances(columns, parties, form=form)
    for row, package in zip(found.tolist(), packages, strict=True):
        expected = one_by_one(case, binding, package, form)
        assert row == pytest.approx([expected[id] for id in parties], rel=1e-12)


@pytest.mark.thorough
@SOME
@given(cases(plain=True, demands=True), st.integers(0, 2**32))
def test_bounds_of_boxes_hold_and_are_met(case, seed):
    rng = random.Random(seed)
    binding = commitments(case, in_force(case))
    packages, _ = everything(case)
    parties = [party.id for party in case.deciders]
    domain = Domain(case, rules_of(case), (), binding)
    giving = domain.giving_way(binding)
    for _ in range(6):
        left = [rng.randrange(1, 1 << issue.size) for issue in case.issues]
        left = [1 << rng.choice(list(bits(m))) if rng.random() < 0.6 else m for m in left]
        inside = [
            p
            for p in packages
            if all(m >> p[i.id] & 1 for i, m in zip(case.issues, left, strict=True))
        ]
        bound = domain.ceiling(giving, parties, left)
        allowed = [p for p in inside if holds(rules_of(case), p)]
        each = [one_by_one(case, giving.binding, p) for p in allowed]
        for id, most in zip(parties, bound, strict=True):
            assert all(found[id] <= most + 1e-12 for found in each)
        if len(inside) == 1 and state(rules_of(case), {i: 1 << k for i, k in inside[0].items()}):
            assert bound == pytest.approx([each[0][id] for id in parties], rel=1e-12)


@pytest.mark.thorough
@SOME
@given(cases(plain=True, demands=True))
def test_the_farthest_is_the_largest_share(case):
    binding = commitments(case, in_force(case))
    packages, columns = everything(case)
    found = GivingWay(binding, sizes_of(case)).farthest(columns)
    for far, package in zip(found.tolist(), packages, strict=True):
        shares = [
            1.0 if c.way is None else float(c.way.share(package[c.way.issue]))
            for c in binding
            if not holds(c.condition, package)
        ]
        assert far == max(shares, default=0.0)


@pytest.mark.thorough
@SOME
@given(cases(plain=True, demands=True), st.integers(0, 100))
def test_another_firmness_is_as_if_it_had_been_coded(case, hundredths):
    binding = commitments(case, in_force(case))
    _, columns = everything(case)
    giving = GivingWay(binding, sizes_of(case))
    parties = [party.id for party in case.deciders]
    for number, each in enumerate(giving.binding):
        changed = [*binding]
        changed[number] = type(each)(each.statement, each.condition, hundredths / 100, each.way)
        whole = GivingWay(changed, sizes_of(case)).chances(columns, parties)
        found = giving.chances(columns, parties, except_for=number)
        column = parties.index(each.statement.party)
        found[:, column] *= giving.by_firmness(number, columns)(hundredths / 100)
        assert found == pytest.approx(whole, rel=1e-9, abs=1e-300)
