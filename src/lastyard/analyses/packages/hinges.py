"""The commitments on which the best package hangs, and over which firmness it stays best."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.candidates import Candidates
from lastyard.analyses.packages.choosing import hinge_range
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.analyses.packages.result import Hinge
from lastyard.analyses.packages.rule import AgreementRule
from lastyard.case.commitments import Commitment
from lastyard.case.model import Values

__all__ = ["hinges"]


def hinges(
    domain: Domain,
    rule: AgreementRule,
    everyone: Sequence[PartyValues],
    binding: Sequence[Commitment],
    candidates: Candidates,
    order: NDArray[np.intp],
) -> tuple[Hinge, ...]:
    """Vary the firmness of one commitment at a time among the best packages.

    Args:
        domain: The packages compared.
        rule: The agreement rule.
        everyone: What each party that decides may want.
        binding: The commitments in force.
        candidates: The candidates.
        order: Places of those compared, the best first.

    Returns:
        Those that matter, the one with the least room first.
    """
    options, shares = candidates.options[order], candidates.shares[order]
    ids = [w.party.id for w in everyone]
    found = []
    giving, packages = domain.giving_way(binding), domain.columns(options)
    for number, each in enumerate(giving.binding):
        if isinstance(each.statement.says, Values):
            continue
        group = giving.group(number)
        factors = giving.chances(packages, ids, except_for=number)
        broken = giving.broken(group, packages)
        column = ids.index(each.statement.party)

        def by_firmness(
            firmness: float,
            number: int = number,
            group: tuple[int, ...] = group,
            factors: NDArray[np.float64] = factors,
            broken: NDArray[np.bool_] = broken,
            column: int = column,
        ) -> NDArray[np.float64]:
            changed = factors.copy()
            changed[:, column] *= giving.of_group(group, broken, (number, firmness))
            return rule.probability(shares * changed)

        low, high = hinge_range(0, float(each.firmness), by_firmness)
        if low > 0.0 or high < 1.0:
            best = options[int(np.argmax(by_firmness(0.0)))]
            package = dict(zip(domain.issues, best.tolist(), strict=True))
            found.append(Hinge(each.statement, low, high, package))
    found.sort(key=_room)
    return tuple(found)


def _room(hinge: Hinge) -> float:
    """Return how far the firmness can move before another package is best."""
    firmness = float(hinge.statement.firmness)
    return min(
        firmness - hinge.low if hinge.low > 0 else 1.0,
        hinge.high - firmness if hinge.high < 1 else 1.0,
    )
