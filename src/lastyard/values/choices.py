"""The log-likelihood of choices and its slope, for samplers that follow the slope.

The same figure as ``likelihood.Evidence.of_appeals``, arranged for speed: unknowns
that are fixed or equal are folded together, choices between two become one
difference, what is linear is summed once, and appeals keep their non-zero entries
only. All sums are in a fixed order.

Example:
    >>> matrix = Sparse(np.array([[1.0, 0.0], [2.0, 3.0]]))
    >>> matrix.times(np.array([[1.0], [10.0]])).tolist()
    [[1.0], [32.0]]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from lastyard.portable import exp, log

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.likelihood import Evidence


_TINY = 1e-300


class Sparse:
    """A matrix with few entries, for products that round the same on any machine load."""

    def __init__(self, matrix: NDArray[np.float64]) -> None:
        """Keep the entries of a matrix."""
        self._shape = matrix.shape
        self._line, self._column = np.nonzero(matrix)
        self._entry = matrix[self._line, self._column][:, None]
        self._plain = bool(np.all(self._entry == 1.0))
        self._first, self._lines = _heads(self._line)

    @property
    def entries(self) -> int:
        """How many there are."""
        return int(self._line.size)

    def times(self, right: NDArray[np.float64]) -> NDArray[np.float64]:
        """The product with columns."""
        if self._line.size == 0:
            return np.zeros((self._shape[0], right.shape[1]))
        products = right[self._column]
        if not self._plain:
            products *= self._entry
        if self._line.size != self._lines.size:
            products = np.add.reduceat(products, self._first, axis=0)
        if self._lines.size == self._shape[0]:
            return products
        result = np.zeros((self._shape[0], right.shape[1]))
        result[self._lines] = products
        return result


def _heads(lines: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Where each line's entries start, and the number of that line."""
    if lines.size == 0:
        return lines, lines
    first = np.flatnonzero(np.concatenate([[True], np.diff(lines) > 0]))
    return first, lines[first]


class Choices:
    """Choices with linear appeals, ready to be evaluated at many points at once."""

    def __init__(self, said: Evidence, fold: NDArray[np.float64]) -> None:
        """Arrange them.

        Args:
            said: The choices.
            fold: What each unknown of ``said`` is in the unknowns used here, shape
                (unknowns of said, unknowns); one entry a row at most.
        """
        rows = _folded(said.rows, fold)
        self._linear = _folded(said.tilt[None, :], fold)[0]
        widths = np.diff(np.append(said.starts, len(rows)))
        two = widths[said.menus[said.chosen]] == 2
        self._set_pairs(said, rows, two)
        self._set_menus(said, rows, ~two)
        self.entries = self._differences.entries + self._appeals.entries
        self.forms = len(self._offset) + len(self._offsets)

    @property
    def touched(self) -> NDArray[np.bool_]:
        """The unknowns that the choices bear on."""
        found: NDArray[np.bool_] = self._touched | (self._linear != 0)
        return found

    def _set_pairs(
        self, said: Evidence, rows: NDArray[np.float64], kept: NDArray[np.bool_]
    ) -> None:
        """Choices between two: what the chosen one is ahead by."""
        chosen = said.chosen[kept]
        starts = said.starts[said.menus[chosen]]
        other = 2 * starts + 1 - chosen
        ahead = rows[chosen] - rows[other]
        # What does not depend on the unknowns tells nothing.
        bears = np.any(ahead != 0, axis=1)
        self._differences = Sparse(ahead[bears])
        self._differences_back = Sparse(np.ascontiguousarray(ahead[bears].T))
        self._offset = (said.offsets[chosen] - said.offsets[other])[bears][:, None]
        self._weight = said.weights[kept][bears][:, None]
        confidence = said.confidence[kept][bears][:, None]
        self._confidence = None if np.all(confidence >= 1.0) else confidence
        self._touched = np.any(ahead != 0, axis=0)

    def _set_menus(
        self, said: Evidence, rows: NDArray[np.float64], kept: NDArray[np.bool_]
    ) -> None:
        """Choices among more: those of one menu share its norm."""
        chosen, weights, sure = said.chosen[kept], said.weights[kept], said.confidence[kept] >= 1.0
        menus = np.unique(said.menus[chosen])
        alternatives = np.flatnonzero(np.isin(said.menus, menus))
        self._menu = np.searchsorted(menus, said.menus[alternatives])
        self._starts = np.flatnonzero(np.diff(self._menu, prepend=-1))
        appeals = rows[alternatives]
        self._appeals = Sparse(appeals)
        self._appeals_back = Sparse(np.ascontiguousarray(appeals.T))
        self._offsets = said.offsets[alternatives][:, None]
        chosen = np.searchsorted(alternatives, chosen)
        self._linear = self._linear + np.sum(weights[sure, None] * appeals[chosen[sure]], axis=0)
        self._menu_weight = np.bincount(
            self._menu[chosen[sure]], weights[sure], minlength=menus.size
        ).astype(np.float64)[:, None]
        self._doubted = chosen[~sure]
        each = np.arange(self._doubted.size)
        to_appeals = np.zeros((alternatives.size, self._doubted.size))
        to_appeals[self._doubted, each] = 1.0
        to_menus = np.zeros((menus.size, self._doubted.size))
        to_menus[self._menu[self._doubted], each] = 1.0
        self._to_appeals, self._to_menus = Sparse(to_appeals), Sparse(to_menus)
        self._doubted_weight = weights[~sure][:, None]
        self._doubted_share = said.confidence[kept][~sure][:, None]
        self._doubted_noise = (1.0 - self._doubted_share) * said.evenly[kept][~sure][:, None]
        self._touched = self._touched | np.any(appeals != 0, axis=0)

    def slope(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Slope of the log-likelihood, shape (unknowns, points), at one point a column."""
        slope = np.repeat(self._linear[:, None], unknowns.shape[1], axis=1)
        if self._offset.size:
            against = self._against(unknowns)
            if self._confidence is not None:
                meant = self._confidence * (1.0 - against)
                total = meant + 0.5 * (1.0 - self._confidence)
                against *= np.where(self._confidence >= 1.0, 1.0, meant / np.maximum(total, _TINY))
            against *= self._weight
            slope += self._differences_back.times(against)
        if self._offsets.size:
            shares, _ = self._shares(unknowns)
            slope += self._appeals_back.times(self._pull(shares))
        return slope

    def log_likelihood(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """Log-likelihood, up to a constant, shape (points,), at one point a column."""
        logs: NDArray[np.float64] = np.einsum("u,up->p", self._linear, unknowns, optimize=False)
        if self._offset.size:
            ahead = self._differences.times(unknowns) + self._offset
            chosen = np.minimum(ahead, 0.0) - log(1.0 + exp(-np.abs(ahead)))
            if self._confidence is not None:
                total = self._confidence * exp(chosen) + 0.5 * (1.0 - self._confidence)
                doubted = log(np.maximum(total, _TINY))
                chosen = np.where(self._confidence >= 1.0, chosen, doubted)
            logs += np.add.reduce(self._weight * chosen, axis=0)
        if self._offsets.size:
            shares, norms = self._shares(unknowns)
            logs -= np.add.reduce(self._menu_weight * norms, axis=0)
            if self._doubted.size:
                total = self._doubted_share * shares[self._doubted] + self._doubted_noise
                logs += np.add.reduce(self._doubted_weight * log(total), axis=0)
        return logs

    def _against(self, unknowns: NDArray[np.float64]) -> NDArray[np.float64]:
        """The chance that the other of two had been chosen."""
        ahead = self._differences.times(unknowns)
        ahead += self._offset
        odds = exp(-np.abs(ahead))
        against: NDArray[np.float64] = np.where(ahead >= 0, odds, 1.0)
        against /= 1.0 + odds
        return against

    def _shares(
        self, unknowns: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """The chance of each alternative in its menu, and each menu's norm."""
        appeals = self._appeals.times(unknowns)
        appeals += self._offsets
        top = np.maximum.reduceat(appeals, self._starts, axis=0)
        appeals -= top[self._menu]
        shares = exp(appeals)
        sums = np.add.reduceat(shares, self._starts, axis=0)
        shares /= sums[self._menu]
        return shares, log(sums) + top

    def _pull(self, shares: NDArray[np.float64]) -> NDArray[np.float64]:
        """The slope along the appeals, but for what is linear."""
        force = -self._menu_weight
        if not self._doubted.size:
            return shares * force[self._menu]
        meant = self._doubted_share * shares[self._doubted]
        meant *= self._doubted_weight / (meant + self._doubted_noise)
        forces = force - self._to_menus.times(meant)
        pull: NDArray[np.float64] = shares * forces[self._menu]
        pull += self._to_appeals.times(meant)
        return pull


def _folded(rows: NDArray[np.float64], fold: NDArray[np.float64]) -> NDArray[np.float64]:
    """``rows @ fold`` where each row of ``fold`` has one entry at most."""
    source, target = np.nonzero(fold)
    result = np.zeros((fold.shape[1], len(rows)))
    np.add.at(result, target, (rows[:, source] * fold[source, target]).T)
    return np.ascontiguousarray(result.T)
