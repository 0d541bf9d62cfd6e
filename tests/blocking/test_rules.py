"""The rules behind a blocking set, against listing every package."""

import random
from itertools import product

import pytest

from blocking.random_talks import random_condition, random_talks
from lastyard.blocking import Talks, blockage
from lastyard.blocking import talks as rules
from lastyard.blocking.talks import rules_needed
from lastyard.conditions.tree import TRUE, All, holds


def some_package(talks, kept, chosen):
    condition = Talks(talks.sizes, All(tuple(chosen)), talks.demands, talks.agreement).satisfied_by(
        kept
    )
    packages = product(*map(range, talks.sizes.values()))
    return any(holds(condition, dict(zip(talks.sizes, p, strict=True))) for p in packages)


def ruled(seed):
    """A random talks, and its rules one by one."""
    rng = random.Random(seed)
    base = random_talks(seed)
    each = [random_condition(rng, base.sizes, 2) for _ in range(rng.randint(0, 4))]
    return Talks(base.sizes, All(tuple(each)), base.demands, base.agreement), each


@pytest.mark.thorough
def test_the_rules_named_are_enough_and_none_of_them_can_be_left_out():
    numbers = set()
    for seed in range(800):
        talks, each = ruled(seed)
        found = blockage(talks, limit=20)
        if found.cause != "demands":
            continue
        for blocking in found.blocking_sets:
            ids = [demand.id for demand in talks.demands]
            kept = [ids.index(id) for id in blocking.demands]
            needed = rules_needed(talks, blocking.demands, each)
            numbers.add(len(needed))
            assert list(needed) == sorted(set(needed))
            assert not some_package(talks, kept, [each[k] for k in needed])
            for k in needed:
                assert some_package(talks, kept, [each[j] for j in needed if j != k])
    assert numbers >= {0, 1, 2}


def test_beyond_the_budget_of_steps_nothing_is_claimed(monkeypatch):
    talks, each = next(
        (d, e) for d, e in map(ruled, range(800)) if blockage(d).cause == "demands" and e
    )
    monkeypatch.setattr(rules, "_STEPS", 0)
    assert rules_needed(talks, blockage(talks).blocking_sets[0].demands, each) is None
    assert talks.rules != TRUE
