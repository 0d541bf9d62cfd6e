"""Axes along which a density looks nearly round, for samplers that move axis by axis.

All sums are in a fixed order (no BLAS or LAPACK), so the axes do not depend on the
number of threads.

Example:
    >>> covariance_axes(np.array([[[0.0, 0.0], [2.0, 2.1]]])).shape
    (2, 2)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lastyard.values.region import Region, product

if TYPE_CHECKING:
    from numpy.typing import NDArray


def barrier_axes(region: Region) -> NDArray[np.float64]:
    """Columns: axes in which the log-barrier's metric at the centre is round.

    Kannan & Narayanan 2012 use this metric for their Dikin walk.
    """
    scaled = region.faces / region.room[:, None]
    lower = _cholesky(product(np.ascontiguousarray(scaled.T), scaled))
    inverse = np.eye(len(lower))
    for line in range(len(lower)):
        inverse[line] -= np.sum(lower[line, :line, None] * inverse[:line], axis=0)
        inverse[line] /= lower[line, line]
    return np.ascontiguousarray(inverse.T)


def covariance_axes(draws: NDArray[np.float64]) -> NDArray[np.float64]:
    """Columns: axes in which draws, shape (chains, draws, coordinates), are round."""
    flat = draws.reshape(-1, draws.shape[2])
    centred = flat - flat.mean(axis=0)
    return _cholesky(product(np.ascontiguousarray(centred.T), centred) / len(flat))


def _cholesky(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Lower triangular factor, with a little added where the matrix is all but singular."""
    work = np.array(matrix)
    size = len(work)
    least = max(1e-10 * float(np.diagonal(work).max()), 1e-300)
    lower = np.zeros((size, size))
    for column in range(size):
        pivot = np.sqrt(max(work[column, column], least))
        lower[column, column] = pivot
        lower[column + 1 :, column] = work[column + 1 :, column] / pivot
        rest = lower[column + 1 :, column]
        work[column + 1 :, column + 1 :] -= rest[:, None] * rest
    return lower
