"""The package whose worst case is best, by what the sure statements leave possible.

Parties of which nothing can be guaranteed, whatever the package, take no part: the answer
says which and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.case.conditions.tree import state
from lastyard.case.model import Party
from lastyard.values import Robust, ValueProblem, robust_among, robust_search

__all__ = ["RobustChoice", "robust_choice"]

# Linear programs in one answer, less where each of them is large: about a second in all.
_MOST_FIGURES, _LEAST_PROGRAMS, _MOST_PROGRAMS = 5_000_000, 100, 4_000
_FIRST_LOOK = 12
_NOTHING = -1.0 + 1e-4


@dataclass(frozen=True, slots=True)
class RobustChoice:
    """The kernel's answer, and over which parties.

    Attributes:
        found: The answer; None when nothing can be guaranteed to anybody.
        parties: The parties that it counts, in the order of ``found.worst``.
        left_out: The others, each with the reason.
    """

    found: Robust | None
    parties: tuple[Party, ...]
    left_out: tuple[tuple[Party, str], ...]


def robust_choice(
    domain: Domain, everyone: Sequence[PartyValues], options: NDArray[np.intp]
) -> RobustChoice:
    """Find the package with the best worst case.

    Args:
        domain: The packages compared.
        everyone: What each party that decides may want.
        options: Option indices of candidates; of equally good ones the first is taken. All
            packages, when the domain is listed.
    """
    counted: list[tuple[Party, ValueProblem]] = []
    left_out = []
    for wants in everyone:
        reason = _why_not(wants, options)
        if reason is not None or wants.sure is None:
            left_out.append((wants.party, reason or ""))
        else:
            counted.append((wants.party, wants.sure))
    parties = tuple(party for party, _ in counted)
    if not counted:
        return RobustChoice(None, (), tuple(left_out))
    problems = [problem for _, problem in counted]
    size = max(len(p.constraints) * p.layout.size for p in problems)
    most = min(_MOST_PROGRAMS, max(_LEAST_PROGRAMS, _MOST_FIGURES // size))
    found = robust_among(problems, options, most_programs=most)
    if not domain.listed:
        found = robust_search(
            problems, domain.menus, lambda package: _forbidden(domain, package), found
        )
    return RobustChoice(found, parties, tuple(left_out))


def _why_not(wants: PartyValues, options: NDArray[np.intp]) -> str | None:
    if wants.contradiction is not None and wants.sure is None:
        return "contradicts itself"
    if wants.joint is not None:
        return "gave points with pairs, which solutions takes up"
    if wants.sure is None or not wants.sure.sayings:
        return "said nothing sure of what it wants"
    # Where a package is known to be all that a party could wish, it is guaranteed something.
    best = robust_among([wants.sure], options, most_programs=_FIRST_LOOK)
    return "is guaranteed nothing by any package" if best.bound < _NOTHING else None


def _forbidden(domain: Domain, package: tuple[int, ...]) -> tuple[int, ...] | None:
    """Return the issues on which a package already breaks a condition; None if it breaks none."""
    if domain.satisfy(domain.condition, np.array([package]))[0]:
        return None
    masks = {id: 1 << option for id, option in zip(domain.issues, package, strict=True)}
    needed = list(range(len(package)))
    for place, (id, menu) in enumerate(zip(domain.issues, domain.menus, strict=True)):
        kept = masks[id]
        masks[id] = sum(1 << int(option) for option in menu)
        if state(domain.condition, masks) is False:
            needed.remove(place)
        else:
            masks[id] = kept
    return tuple(needed)
