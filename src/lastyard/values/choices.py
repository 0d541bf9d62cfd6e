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

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from lastyard.values.likelihood import Evidence


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
        self._doubted_weight = weights[~sure][:, None]
        self._doubted_share = said.confidence[kept][~sure][:, None]
        self._doubted_noise = (1.0 - self._doubted_share) * said.evenly[kept][~sure][:, None]
        self._touched = self._touched | np.any(appeals != 0, axis=0)

    def evaluate(
        self, unknowns: NDArray[np.float64]
    ) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Log-likelihood, up to a constant, and its slope.

        Args:
            unknowns: One point a column.

        Returns:
            Log-likelihoods, shape (points,), and slopes, shape (unknowns, points).
        """
        logs: NDArray[np.float64] = np.einsum("u,up->p", self._linear, unknowns, optimize=False)
        slope = np.repeat(self._linear[:, None], unknowns.shape[1], axis=1)
        if self._offset.size:
            logs += self._pairs(unknowns, slope)
        if self._offsets.size:
            logs += self._menus(unknowns, slope)
        return logs, slope

    def _pairs(
        self, unknowns: NDArray[np.float64], slope: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        ahead = self._differences.times(unknowns)
        ahead += self._offset
        odds = np.exp(-np.abs(ahead))
        logs = np.minimum(ahead, 0.0) - np.log1p(odds)
        # The chance that the other one had been chosen.
        against = np.where(ahead >= 0, odds, 1.0) / (1.0 + odds)
        if self._confidence is not None:
            meant = self._confidence * np.exp(logs)
            total = meant + 0.5 * (1.0 - self._confidence)
            logs = np.where(self._confidence >= 1.0, logs, np.log(total))
            against *= np.where(self._confidence >= 1.0, 1.0, meant / total)
        against *= self._weight
        slope += self._differences_back.times(against)
        logs *= self._weight
        result: NDArray[np.float64] = np.add.reduce(logs, axis=0)
        return result

    def _menus(
        self, unknowns: NDArray[np.float64], slope: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        appeals = self._appeals.times(unknowns)
        appeals += self._offsets
        top = np.maximum.reduceat(appeals, self._starts, axis=0)
        appeals -= top[self._menu]
        shares = np.exp(appeals)
        sums = np.add.reduceat(shares, self._starts, axis=0)
        norms = np.log(sums)
        shares /= sums[self._menu]
        # The largest appeals were taken off: put them back into the norms.
        result: NDArray[np.float64] = -np.add.reduce(self._menu_weight * (norms + top), axis=0)
        pull = shares * -self._menu_weight[self._menu]
        if self._doubted.size:
            among = self._menu[self._doubted]
            meant = self._doubted_share * shares[self._doubted]
            total = meant + self._doubted_noise
            result += np.add.reduce(self._doubted_weight * np.log(total), axis=0)
            force = self._doubted_weight * meant / total
            np.add.at(pull, self._doubted, force)
            menu_force = np.zeros_like(sums)
            np.add.at(menu_force, among, force)
            pull -= shares * menu_force[self._menu]
        slope += self._appeals_back.times(pull)
        return result


def _folded(rows: NDArray[np.float64], fold: NDArray[np.float64]) -> NDArray[np.float64]:
    """``rows @ fold`` where each row of ``fold`` has one entry at most."""
    source, target = np.nonzero(fold)
    result = np.zeros((fold.shape[1], len(rows)))
    np.add.at(result, target, (rows[:, source] * fold[source, target]).T)
    return np.ascontiguousarray(result.T)
