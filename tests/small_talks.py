"""Small talks made by chance, and everything that could be true in them, listed."""

from itertools import product

import numpy as np

from lastyard.asking import Talks, believe
from lastyard.asking.belief import each_alone


def listed(belief):
    """Yield every draw and pattern of a party with its weight."""
    for draw, pattern in product(*map(range, belief.weights.shape)):
        yield draw, pattern, belief.weights[draw, pattern]


def takes(belief, draw, pattern, package):
    return belief.enough[draw, package] and belief.free[pattern, package]


def everyone(accepts):
    return np.prod(accepts, axis=1)


def made(seed, parties=2, packages=4, draws=5, demands=2):
    rng = np.random.default_rng(seed)
    beliefs = [
        believe(
            rng.random((draws, packages)),
            rng.random(draws) * 0.8,
            rng.random((demands, packages)) < 0.4,
            each_alone(rng.uniform(0.1, 0.9, demands).tolist()),
        )
        for _ in range(parties)
    ]
    return Talks(tuple(beliefs), everyone, lambda accepts: accepts.all(axis=1))
