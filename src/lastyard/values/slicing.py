"""Slice sampling along lines for many chains at once, each with random numbers of its own.

Example:
    >>> streams = Streams(seed=1, chains=4)
    >>> streams.take(np.arange(4)).shape
    (4,)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.portable import log

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_SHRINKS = 60
_STREAM = 2048


class Streams:
    """Uniform numbers for each chain from a generator of its own.

    Generators are spawned from one seed, one a chain and one for what chains share,
    so a chain's draws do not depend on which others run beside it.
    """

    def __init__(self, seed: int, chains: int) -> None:
        shared, *own = np.random.SeedSequence(seed).spawn(chains + 1)
        self.shared = np.random.default_rng(shared)
        self.all = np.arange(chains)
        self._own = [np.random.default_rng(child) for child in own]
        self._store = np.empty((chains, _STREAM))
        self._next = np.full(chains, _STREAM)

    def take(self, chains: NDArray[np.intp]) -> NDArray[np.float64]:
        """One number in [0, 1) for each of these chains."""
        for chain in chains[self._next[chains] >= _STREAM]:
            self._store[chain] = self._own[chain].random(_STREAM)
            self._next[chain] = 0
        numbers: NDArray[np.float64] = self._store[chains, self._next[chains]]
        self._next[chains] += 1
        return numbers


@dataclass(slots=True)
class Level:
    """Where all chains stand: their forms, shape (forms, chains), and log-densities."""

    forms: NDArray[np.float64]
    logs: NDArray[np.float64]


def slice_along(
    streams: Streams,
    level: Level,
    change: NDArray[np.float64],
    low: NDArray[np.float64],
    high: NDArray[np.float64],
    density: Callable[[NDArray[np.float64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Move every chain along its line; the new place is drawn from the density on it.

    Slice sampling with shrinkage from the whole segment (Neal 2003, section 4.1):
    right for any density, nothing to tune.

    Args:
        streams: Random numbers.
        level: Where the chains stand; updated.
        change: What one step does to the forms, shape (forms, chains or 1).
        low: Ends of the segments, at most 0.
        high: Other ends, at least 0.
        density: From forms to log-densities.

    Returns:
        The step of each chain.
    """
    floor = level.logs + log(1.0 - streams.take(streams.all))
    step = np.zeros(streams.all.size)
    shared = change.shape[1] == 1
    moved = level.forms.copy()
    logs = level.logs.copy()
    low, high = low.copy(), high.copy()
    chains = streams.all
    for attempt in range(_SHRINKS):
        trial = low[chains] + (high[chains] - low[chains]) * streams.take(chains)
        start = level.forms if attempt == 0 else level.forms[:, chains]
        reached = start + (change if shared or attempt == 0 else change[:, chains]) * trial
        found = density(reached)
        good = found >= floor[chains]
        done = chains[good]
        step[done], logs[done], moved[:, done] = trial[good], found[good], reached[:, good]
        chains, trial = chains[~good], trial[~good]
        if chains.size == 0:
            break
        behind = trial < 0
        low[chains[behind]] = trial[behind]
        high[chains[~behind]] = trial[~behind]
    level.forms, level.logs = moved, logs
    return step
