"""Task 1: whose values? Top issue, order, and how sure the answer was."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from evaluation.calibration import Calibration, calibration
from evaluation.inference import Array, allowed, infer, until
from evaluation.records import Division, interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.values.likelihood import Rationality

FIGURES = ("top", "exact", "tau", "brier", "nll")
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Scores:
    """Figures of each person, and the record each is from.

    Attributes:
        table: Shape (persons, figures).
        tops: Probability given to each issue of being the top one, shape (persons, issues).
        true: 1 on the true top issue (shared where several are), of the same shape.
        records: The record of each person.
    """

    table: Array
    tops: Array
    true: Array
    records: list[str]

    def calibration(self) -> Calibration:
        """Whether the probabilities of the top issue come true; a case a person and issue."""
        names = [name for name in self.records for _ in range(self.tops.shape[1])]
        return calibration(self.tops.ravel(), self.true.ravel(), names)

    def summary(self) -> dict[str, tuple[float, float, float]]:
        """Mean and 95 % interval of each figure."""
        return {
            name: interval(self.table[:, place], self.records) for place, name in enumerate(FIGURES)
        }


def score(
    records: Sequence[Division],
    offers: int | None,
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
) -> Scores:
    """Figures after so many offers of each person (``None``: all).

    Args:
        records: The negotiations.
        offers: How many offers of the person are known.
        rationality: The figures of the likelihood.
        weights: Weights of the clues in words; a function of the record's id in
            cross-validation.
    """
    rows, tops, true, names = [], [], [], []
    for record in records:
        own = weights(record.id) if callable(weights) else weights
        for party in record.parties:
            length = until(record.events, {party: offers})
            if length is None:
                continue
            chances = infer(record, party, record.events[:length], rationality, own)
            rows.append(_figures(record, party, chances))
            shares = _top_shares(record)
            tops.append(chances @ shares)
            true.append(shares[truth(record, party)])
            names.append(record.id)
    return Scores(np.array(rows), np.array(tops), np.array(true), names)


def truth(record: Division, party: str) -> int:
    """Which of the allowed value functions is a person's own."""
    worths = allowed(record.dataset, record.units).worths
    return int(np.flatnonzero((worths == np.array(record.worth[party])).all(axis=1))[0])


def _figures(record: Division, party: str, chances: Array) -> list[float]:
    stakes = allowed(record.dataset, record.units).stakes
    true = truth(record, party)
    shares = _top_shares(record)
    tops = shares > 0
    top = chances @ shares
    guess = top >= top.max() - _EQUAL
    orders = np.array(list(itertools.permutations(range(stakes.shape[1]))))
    sorted_stakes = stakes[:, orders]
    fits = np.all(sorted_stakes[:, :, :-1] >= sorted_stakes[:, :, 1:] - _EQUAL, axis=2)
    order = chances @ (fits / fits.sum(axis=1, keepdims=True))
    likeliest = order >= order.max() - _EQUAL
    return [
        float(tops[true][guess].mean()),
        float(fits[true][likeliest].mean()),
        _tau(chances @ stakes, stakes[true]),
        float(np.sum((top - shares[true]) ** 2)),
        float(-np.log(max(chances[true], 1e-12))),
    ]


def _top_shares(record: Division) -> Array:
    """Of each allowed value function, its top issue: 1, shared where several are."""
    stakes = allowed(record.dataset, record.units).stakes
    tops = stakes >= stakes.max(axis=1, keepdims=True) - _EQUAL
    shares: Array = tops / tops.sum(axis=1, keepdims=True)
    return shares


def _tau(guess: Array, true: Array) -> float:
    """Kendall's tau-b; 0 when either has no order."""
    pairs = list(itertools.combinations(range(len(true)), 2))
    one = np.array([_sign(guess[i] - guess[j]) for i, j in pairs])
    two = np.array([_sign(true[i] - true[j]) for i, j in pairs])
    scale = np.sqrt(np.sum(one != 0) * np.sum(two != 0))
    return float(np.sum(one * two) / scale) if scale else 0.0


def _sign(number: float) -> int:
    return 0 if abs(number) < _EQUAL else 1 if number > 0 else -1
