"""Objectives of the search: every bound holds, and those that the search starts from are bounds."""

import numpy as np
import pytest

from lastyard.deals.relaxation import Nearness, Product, Smallest, Total


def drawn(kind, rng, parties):
    """Draw an objective, and multipliers that may or may not give a bound of it."""
    scale = rng.choice([0.5, 1.0, 2.0], parties)
    weights = rng.dirichlet(np.ones(parties))
    if kind == "product":
        return Product(parties), rng.choice([0.0, 0.3, 2.0], parties, p=[0.1, 0.45, 0.45])
    if kind == "smallest":
        scale[rng.random(parties) < 0.3] = 0.0
        counted = scale > 0
        if not counted.any():
            scale[0], counted[0] = 1.0, True
        k = int(rng.integers(1, counted.sum() + 1))
        mixed = np.where(counted, 1.0 / counted.sum(), 0.0) * k
        mixed = mixed if rng.random() < 0.5 else weights * k
        # Something on a party that does not count, or too much on one, bounds nothing.
        return Smallest(scale, k), mixed * np.where(counted, scale, 1.0)
    if kind == "total":
        bounded = rng.random(parties) < 0.5
        return Total(weights, bounded), weights + rng.choice([0.0, 0.4, -0.1], parties)
    ideal = rng.random(parties) * 3
    return Nearness(ideal, scale), weights * scale * rng.choice([1.0, 1.3, 2.0, 3.0])


@pytest.mark.parametrize("kind", ["product", "smallest", "total", "nearness"])
def test_no_gains_exceed_a_bound(kind):
    rng = np.random.default_rng(3)
    bounds = 0
    for _ in range(400):
        parties = int(rng.integers(2, 5))
        objective, multipliers = drawn(kind, rng, parties)
        constant = float(objective.constants(multipliers[None])[0])
        gains = rng.random((200, parties)) * 4
        if kind == "total":
            gains = np.where(objective.bounded, gains, gains - 2)
        if kind == "smallest":
            gains = np.where(objective.scale > 0, gains, gains - 2)
        values = objective.values(gains)
        assert (values <= gains @ multipliers + constant + 1e-9).all()
        bounds += np.isfinite(constant)
    assert 50 < bounds < 400


@pytest.mark.parametrize("kind", ["product", "smallest", "total", "nearness"])
def test_what_the_search_starts_from_is_a_bound(kind):
    rng = np.random.default_rng(4)
    for _ in range(100):
        objective, other = drawn(kind, rng, int(rng.integers(2, 5)))
        parties = len(other)
        multipliers = objective.multipliers(rng.random(parties) * 4, 2.0)
        assert np.isfinite(objective.constants(multipliers[None])).all()


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_smallest_gains_are_added_up(k):
    rng = np.random.default_rng(k)
    gains, scale = rng.normal(size=(20, 4)), np.array([0.5, 0.0, 2.0, 1.0])
    wanted = [sum(sorted((line * scale)[scale > 0])[:k]) for line in gains]
    assert Smallest(scale, k).values(gains) == pytest.approx(wanted)
