"""How likely a package is to be agreed, when several parties must accept.

The agreement rule is a monotone function of who accepts: with more acceptances it
can only become true. Parties' draws are independent of each other, so given each
party's acceptability the probability is exact: by counting weights for a threshold
rule (dynamic programming), by going through all combinations of up to 16 parties
for any other. Parties are never sampled (docs/model.md, section 5).

Example:
    >>> two_of_three = Threshold(quota=2, weights=(1, 1, 1))
    >>> agreement(np.array([[0.5, 0.5, 0.5]]), two_of_three).tolist()
    [0.5]
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from lastyard.budget import current, spend
from lastyard.values.scales import ValuesError

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_PARTIES_OF_FORMULA = 16
Formula = Callable[[tuple[bool, ...]], bool]


@dataclass(frozen=True, slots=True)
class Threshold:
    """Agreed when enough weight accepts, and every party with a veto does.

    Attributes:
        quota: The weight needed.
        weights: Weight of each party, whole numbers from 0 on.
        vetoes: Parties without whom nothing is agreed.
    """

    quota: int
    weights: tuple[int, ...]
    vetoes: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if any(weight < 0 for weight in self.weights):
            raise ValuesError("weights must not be negative: the rule would not be monotone")
        if self.quota > sum(self.weights):
            raise ValuesError(f"a quota of {self.quota} is more than all weights together")
        if any(not 0 <= party < len(self.weights) for party in self.vetoes):
            raise ValuesError("a veto names a party that is not there")


def everyone(parties: int) -> Threshold:
    """All of them."""
    return Threshold(parties, (1,) * parties)


def agreement(accepts: NDArray[np.float64], rule: Threshold | Formula) -> NDArray[np.float64]:
    """Probability that the rule is true.

    Args:
        accepts: Acceptability, shape (packages, parties).
        rule: A threshold, or a function from who accepts to whether it is agreed.

    Raises:
        ValuesError: A rule that is not monotone, or too many parties for a formula.
    """
    table = np.asarray(accepts, dtype=np.float64)
    if table.ndim != 2 or not np.all((table >= 0) & (table <= 1)):
        raise ValuesError("acceptability must be a table of probabilities, packages by parties")
    if isinstance(rule, Threshold):
        if len(rule.weights) != table.shape[1]:
            raise ValuesError("the rule has another number of parties than the table")
        return _threshold(table, rule)
    return _formula(table, rule)


def agreement_error(
    accepts: NDArray[np.float64], errors: NDArray[np.float64], rule: Threshold | Formula
) -> NDArray[np.float64]:
    """Standard error of the agreement index.

    The index is linear in each party's acceptability and the parties' draws are
    independent, so the errors add in squares, each times its slope.

    Args:
        accepts: Acceptability, shape (packages, parties).
        errors: Their standard errors (or bounds), same shape.
        rule: As in ``agreement``.
    """
    total = np.zeros(len(accepts))
    for party in range(accepts.shape[1]):
        sure, never = accepts.copy(), accepts.copy()
        sure[:, party], never[:, party] = 1.0, 0.0
        slope = agreement(sure, rule) - agreement(never, rule)
        total += (slope * errors[:, party]) ** 2
    return np.sqrt(total)


def _threshold(table: NDArray[np.float64], rule: Threshold) -> NDArray[np.float64]:
    """Distribution of the accepting weight, one party at a time."""
    quota = max(rule.quota, 0)
    spend(1 + len(table) * (quota + 1) * len(rule.weights) // 150)
    current().room(len(table) * (quota + 1) * 32)
    # Weight beyond the quota is all the same: the last column holds it.
    held = np.zeros((len(table), quota + 1))
    held[:, 0] = 1.0
    for party, weight in enumerate(rule.weights):
        yes = table[:, party, None]
        moved = np.zeros_like(held)
        step = min(weight, quota)
        moved[:, step:] = held[:, : quota + 1 - step]
        moved[:, quota] += held[:, quota + 1 - step :].sum(axis=1)
        held = moved * yes if party in rule.vetoes else moved * yes + held * (1.0 - yes)
    return np.clip(held[:, quota], 0.0, 1.0)


def _formula(table: NDArray[np.float64], rule: Formula) -> NDArray[np.float64]:
    parties = table.shape[1]
    if parties > MOST_PARTIES_OF_FORMULA:
        raise ValuesError(
            f"{parties} parties are too many for a formula "
            f"(at most {MOST_PARTIES_OF_FORMULA}); state the rule as a threshold"
        )
    spend((1 << parties) * (2 * parties + len(table) * parties // 150))
    total = np.zeros(len(table))
    agreed = {who: rule(who) for who in itertools.product((False, True), repeat=parties)}
    for who, true in agreed.items():
        if not true:
            continue
        for party, accepts in enumerate(who):
            if not accepts and not agreed[(*who[:party], True, *who[party + 1 :])]:
                raise ValuesError(
                    f"the agreement rule is not monotone: it fails when party {party} joins"
                )
        total += np.prod(np.where(who, table, 1.0 - table), axis=1)
    return np.clip(total, 0.0, 1.0)
