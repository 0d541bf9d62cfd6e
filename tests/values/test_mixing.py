"""Effective sample size and split-R-hat, against what they must be."""

import numpy as np
import pytest

from lastyard.values.mixing import effective_size, split_r_hat


def by_definition(draws):
    """Gelman et al. 2013, section 11.5, with Geyer's initial monotone sequence, one statistic."""
    half = draws.shape[1] // 2
    halves = np.concatenate([draws[:, :half], draws[:, -half:]])
    chains, length = halves.shape
    within = halves.var(axis=1, ddof=1).mean()
    pooled = (length - 1) / length * within + halves.mean(axis=1).var(ddof=1)
    rho = [1.0]
    for lag in range(1, length):
        centred = halves - halves.mean(axis=1, keepdims=True)
        covariance = (centred[:, lag:] * centred[:, :-lag]).sum(axis=1).mean() / length
        rho.append(1.0 - (within - covariance * length / (length - 1)) / pooled)
    time, least = -1.0, np.inf
    for k in range(0, length // 2 * 2, 2):
        pair = rho[k] + rho[k + 1]
        if pair <= 0:
            break
        least = min(least, pair)
        time += 2.0 * least
    return min(chains * length, chains * length / max(time, 1.0))


@pytest.mark.parametrize("memory", [-0.5, 0.0, 0.5, 0.9])
@pytest.mark.parametrize("length", [8, 17, 64])
def test_effective_size_is_that_of_its_definition(memory, length):
    noise = np.random.default_rng(length).normal(size=(6, length, 30))
    draws = noise.copy()
    for t in range(1, length):
        draws[:, t] = memory * draws[:, t - 1] + noise[:, t]
    found = effective_size(draws)
    right = [by_definition(draws[:, :, k]) for k in range(30)]
    np.testing.assert_allclose(found, right, rtol=1e-9)


def test_no_more_effective_draws_than_draws():
    """Draws that swing from side to side tell more than independent ones; that is not counted."""
    swing = np.where(np.arange(40) % 2, 1.0, -1.0)[None, :, None]
    draws = swing + 0.1 * np.random.default_rng(1).normal(size=(4, 40, 1))
    assert effective_size(draws)[0] == 4 * 40


def test_what_never_varies_counts_whole_and_has_mixed():
    still = np.zeros((3, 10, 2))
    assert effective_size(still).tolist() == [30.0, 30.0]
    assert split_r_hat(still).tolist() == [1.0, 1.0]
    assert split_r_hat(still + np.arange(3.0)[:, None, None])[0] == np.inf
