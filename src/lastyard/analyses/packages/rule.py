"""The agreement rule of a case, as the kernels of values take it, with its errors.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}, them: {}}
    ... issues: {x: {options: [a, b]}}
    ... ''')
    >>> rule = rule_of(case)
    >>> rule.probability(np.array([[0.5, 0.5]]))
    array([0.25])
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np
from numpy.typing import NDArray

from lastyard.case.conditions.tree import All, AtLeast, Condition, OneOf, holds, issues_of
from lastyard.case.diagnostics import RequestError
from lastyard.case.model import Case
from lastyard.values import Threshold, agreement

__all__ = ["MOST_OF_FORMULA", "AgreementRule", "rule_of"]

MOST_OF_FORMULA = 10
_CHUNK = 1_000_000


@dataclass(frozen=True, slots=True)
class AgreementRule:
    """Who must accept, over the parties that decide.

    Attributes:
        columns: The parties that matter, by their place among those that decide.
        form: A threshold, or who accepts to whether it is agreed, over these.
    """

    columns: tuple[int, ...]
    form: Threshold | _Table

    def probability(self, accepts: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the probability of agreement; shape (packages, parties) to (packages,)."""
        columns = list(self.columns)
        # Counting weights takes a number for every weight up to the quota.
        wide = self.form.quota + 1 if isinstance(self.form, Threshold) else 1
        step = max(1, _CHUNK // wide)
        parts = [
            agreement(accepts[k : k + step, columns], self.form)
            for k in range(0, max(1, len(accepts)), step)
        ]
        return np.concatenate(parts)

    def error(
        self,
        accepts: NDArray[np.float64],
        errors: NDArray[np.float64],
        shared: Sequence[bool],
    ) -> NDArray[np.float64]:
        """Return the error of the probability of agreement.

        Independent errors add in squares; those of parties that share draws add up. Where
        the slopes vanish with sampled shares of 0, it is the distance that these could
        make together, so that a sampled figure never has an error of 0.

        Args:
            accepts: Shape (packages, parties).
            errors: Same shape.
            shared: Per party, whether its draws are shared.
        """
        squares, together = np.zeros(len(accepts)), np.zeros(len(accepts))
        for party in self.columns:
            if not errors[:, party].any():
                continue
            yes, no = accepts.copy(), accepts.copy()
            yes[:, party], no[:, party] = 1.0, 0.0
            part = np.abs(self.probability(yes) - self.probability(no)) * errors[:, party]
            if shared[party]:
                together += part
            else:
                squares += part**2
        found = np.sqrt(squares + together**2)
        value = self.probability(accepts)
        above = self.probability(np.minimum(accepts + errors, 1.0)) - value
        below = value - self.probability(np.maximum(accepts - errors, 0.0))
        return np.where(found > 0, found, np.maximum(above, below))


class _Table:
    """Who accepts to whether it is agreed, each answer worked out once."""

    def __init__(self, tree: Condition, parties: Sequence[str]) -> None:
        self._agreed = {
            who: holds(tree, dict(zip(parties, map(int, who), strict=True)))
            for who in product((False, True), repeat=len(parties))
        }

    def __call__(self, who: tuple[bool, ...]) -> bool:
        return self._agreed[who]


def rule_of(case: Case) -> AgreementRule:
    """Return the agreement rule of a case.

    Raises:
        RequestError: If the rule is a formula over more parties than can be gone through.
    """
    deciders = [party.id for party in case.deciders]
    place = {id: k for k, id in enumerate(deciders)}
    if case.agreement is None:
        every = tuple(range(len(deciders)))
        return AgreementRule(every, Threshold(len(every), (1,) * len(every)))
    tree = case.agreement.tree
    named = [id for id in deciders if id in issues_of(tree)]
    columns = tuple(place[id] for id in named)
    threshold = _threshold(tree, {id: k for k, id in enumerate(named)})
    if threshold is not None:
        return AgreementRule(columns, threshold)
    if len(named) > MOST_OF_FORMULA:
        raise RequestError(
            f"the agreement rule is a formula over {len(named)} parties; at most "
            f"{MOST_OF_FORMULA} can be gone through: state it as a body with members and quota"
        )
    return AgreementRule(columns, _Table(tree, named))


def _threshold(tree: Condition, place: Mapping[str, int]) -> Threshold | None:
    """Return a rule of quota and vetoes as such; None for any other formula."""
    vetoes: set[int] = set()
    quotas: list[AtLeast] = []
    waiting = [tree]
    while waiting:
        match waiting.pop():
            case OneOf(party, 0b10):
                vetoes.add(place[party])
            case All(parts):
                waiting.extend(parts)
            case AtLeast(_, _, parts) as quota if all(isinstance(p, OneOf) for p in parts):
                quotas.append(quota)
            case _:
                return None
    if len(quotas) > 1:
        return None
    weights = [0] * len(place)
    for quota in quotas:
        for weight, part in zip(quota.weights, quota.parts, strict=True):
            if isinstance(part, OneOf):
                weights[place[part.issue]] += weight
    needed = quotas[0].quota if quotas else 0
    return Threshold(needed, tuple(weights), tuple(sorted(vetoes)))
