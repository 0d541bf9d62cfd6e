"""What points can miss at most, against values drawn at random within the limits."""

import numpy as np
import pytest

from lastyard.deals import frontier as coverage
from lastyard.deals.frontier import Limits, most_missed, spread_weights


def _setting(parties, seed):
    rng = np.random.default_rng(seed)
    spans = rng.uniform(0.5, 20, parties)
    weights = spread_weights(parties, spans)
    inside = rng.dirichlet(np.ones(parties + 1), 4_000)[:, :parties] ** 0.7 * spans
    limits = Limits(weights, (weights @ inside.T).max(axis=1))
    return inside, limits, spans, inside[rng.permutation(4_000)[:30]]


@pytest.mark.parametrize("parties", [1, 2, 3, 4])
@pytest.mark.parametrize("work", [1, 400_000_000])
def test_nothing_within_the_limits_is_missed_by_more(monkeypatch, parties, work):
    monkeypatch.setattr(coverage, "_WORK", work)
    for seed in range(5):
        inside, limits, spans, points = _setting(parties, seed)
        bound = most_missed(points, limits, np.zeros(parties), spans)
        missed = ((inside[:, None] - points[None]) / spans).max(axis=2).min(axis=1)
        assert missed.max() <= bound + 1e-12


def test_the_bound_is_close_where_the_search_ends():
    limits = Limits(np.array([[1.0, 0], [0, 1], [1, 1]]), np.array([1.0, 1, 1]))
    points = np.array([[k / 10, 1 - k / 10] for k in range(11)])
    bound = most_missed(points, limits, np.zeros(2), np.ones(2))
    assert 0.05 <= bound <= 0.0511  # half-way between two neighbours


def test_points_that_reach_every_limit_miss_nothing():
    limits = Limits(np.eye(3), np.array([1.0, 2, 3]))
    assert most_missed(np.array([[1.0, 2, 3]]), limits, np.zeros(3), np.ones(3)) == 0
