"""Smoothed importance weights on tails whose shape is known."""

import numpy as np
import pytest

from lastyard.values.posterior import smoothed


@pytest.mark.parametrize("shape", [0.2, 0.35, 0.9, 1.5])
def test_the_shape_of_a_pareto_tail_is_found(shape):
    rng = np.random.default_rng(1)
    found = [smoothed(shape * rng.exponential(size=40_000)).shape for _ in range(20)]
    assert np.mean(found) == pytest.approx(shape, abs=0.06)
    assert all(
        smoothed(shape * rng.exponential(size=40_000)).trusted == (shape < 0.5) for _ in "ab"
    )


def test_light_tails_are_left_as_they_are():
    rng = np.random.default_rng(2)
    logs = np.log(rng.uniform(0.5, 1.0, 4_000))
    found = smoothed(logs)
    plain = np.exp(logs) / np.exp(logs).sum()
    assert found.trusted
    assert np.abs(found.weights - plain).max() < 0.1 * plain.max()
    assert found.weights.sum() == pytest.approx(1.0)
    # Larger weights stay larger.
    order = np.argsort(logs)
    assert (np.diff(found.weights[order]) >= -1e-15).all()


def test_a_shift_changes_nothing_and_a_mean_is_found():
    rng = np.random.default_rng(3)
    draws = rng.normal(0.0, 1.0, 20_000)
    logs = -0.5 * (draws - 0.5) ** 2 + 0.5 * draws**2
    found = smoothed(logs)
    assert found.trusted
    assert found.weights @ draws == pytest.approx(0.5, abs=0.04)
    assert np.allclose(smoothed(logs + 700.0).weights, found.weights)
