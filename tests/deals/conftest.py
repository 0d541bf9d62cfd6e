"""Small random domains and brute force, shared by the tests of the deal engine."""

import itertools
import json
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from lastyard.deals import Domain, TableRule


@pytest.fixture(scope="session")
def bargaining_oracle(oracle) -> Callable[[str], dict]:
    return lambda name: json.loads(oracle(f"bargaining/{name}").read_text())


@pytest.fixture(scope="session")
def random_domain() -> Callable[..., Domain]:
    """Make a domain from a seed: 1 to 4 parties, rules, pairwise terms, any kind of number."""

    def make(seed: int, *, parties: int | None = None, all_reservations: bool = False) -> Domain:
        rng = np.random.default_rng(seed)
        parties = parties or int(rng.integers(1, 5))
        issues = int(rng.integers(1, 5))
        sizes = rng.integers(1, 4, issues)
        kind = int(rng.integers(0, 4))

        def numbers(n):
            whole = rng.integers(-3, 9, n)
            if kind == 0:
                return whole.tolist()
            if kind == 1:
                return (whole / 10).tolist()
            if kind == 2:
                return rng.random(n) * rng.random(n) ** 9
            return [
                Fraction(int(q), int(rng.integers(1, 50))) + Fraction(int(q), 10**30 + 7)
                for q in whole
            ]

        rules = []
        for _ in range(int(rng.integers(0, 4))):
            k = int(rng.integers(1, min(issues, 3) + 1))
            mentioned = tuple(int(i) for i in rng.permutation(issues)[:k])
            rules.append(TableRule(mentioned, rng.random(tuple(sizes[list(mentioned)])) < 0.7))
        pairs = {}
        for _ in range(int(rng.integers(0, 3)) if issues > 1 else 0):
            i, j = sorted(int(x) for x in rng.permutation(issues)[:2])
            pairs[i, j] = [[numbers(sizes[j]) for _ in range(sizes[i])] for _ in range(parties)]
        reservation = [
            None if not all_reservations and rng.random() < 0.5 else float(rng.integers(0, 30)) / 10
            for _ in range(parties)
        ]
        return Domain.of(
            [[numbers(n) for n in sizes] for _ in range(parties)],
            pairs=pairs,
            reservation=reservation,
            rules=rules,
        )

    return make


@pytest.fixture(scope="session")
def acceptable() -> Callable[[Domain], dict]:
    """List what is acceptable, with its exact values."""

    def listed(domain: Domain) -> dict:
        packages = itertools.product(*map(range, domain.sizes))
        return {x: domain.values_of(x) for x in packages if domain.acceptable(x)}

    return listed


@pytest.fixture(scope="session")
def dominates() -> Callable[[tuple, tuple], bool]:
    def test(one: tuple, other: tuple) -> bool:
        return one != other and all(a >= b for a, b in zip(one, other, strict=True))

    return test
