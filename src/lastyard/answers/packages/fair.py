"""Fair packages among more than can be listed: by the deal engine, each with its bound.

Expected values are additive, so the engine (:mod:`lastyard.deals`) finds the solutions on
them, with the rules of the case, as it does on points that were given.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import Domain
from lastyard.answers.packages.parties import PartyValues
from lastyard.answers.packages.result import Solution
from lastyard.answers.solutions import ConditionRule, rule_from
from lastyard.case.model import Party
from lastyard.conditions.tree import TRUE, state
from lastyard.deals import Domain as Space
from lastyard.deals import (
    DomainError,
    Rule,
    TableRule,
    egalitarian,
    kalai_smorodinsky,
    nash,
    relax,
    utilitarian,
)
from lastyard.deals import Solution as Found
from lastyard.records import record
from lastyard.space import SearchTooLargeError
from lastyard.values import Posterior, Robust, ValueProblem, robust_among, robust_search

__all__ = ["FairFound", "RobustChoice", "robust_choice", "searched_solutions"]

# Values are rounded to this unit, far below their Monte-Carlo error, so that sums stay small.
_UNIT = 10**7

_MOST_NODES = 20_000


@record(frozen=True, slots=True)
class FairFound:
    """A solution on expected values.

    Attributes:
        options: Option indices of its package.
        gap: How much higher another package's objective could be, as a share of that of
            this one; 0 when it is proved best.
    """

    options: tuple[int, ...]
    gap: float


def searched_solutions(
    domain: Domain, posteriors: Sequence[Posterior]
) -> tuple[dict[Solution, FairFound], str | None]:
    """Find the fair packages of expected values over the reservation values.

    Args:
        domain: The packages, and the conditions on them.
        posteriors: One a party.

    Returns:
        The solutions, and why there are none, if so.
    """
    tables, least = [], []
    for posterior in posteriors:
        on_menus = domain.on_menus(posterior)
        means = [table.mean(axis=0) for table in on_menus.tables()]
        tables.append([[_exact(value) for value in mean] for mean in means])
        least.append(_exact(posterior.reservations().mean()))
    try:
        rule = None if domain.condition == TRUE else rule_from(domain.case, domain.condition)
        rules = [] if rule is None else [_on_menus(rule, domain)]
        space = Space.of(tables, reservation=least, rules=rules)
        relaxation = relax(space)
        found: dict[Solution, Found] = {
            "nash": nash(space, relaxation=relaxation, most_nodes=_MOST_NODES),
            "kalai_smorodinsky": kalai_smorodinsky(
                space, relaxation=relaxation, most_nodes=_MOST_NODES
            ),
            "egalitarian": egalitarian(space, relaxation=relaxation, most_nodes=_MOST_NODES),
            "utilitarian": utilitarian(space, relaxation=relaxation, most_nodes=_MOST_NODES),
        }
    except (DomainError, SearchTooLargeError) as problem:
        return {}, str(problem)
    if all(each.package is None for each in found.values()):
        return {}, "every package is expected to cost some party more than no deal"
    return {
        name: FairFound(_options(domain, each.package), _gap(each))
        for name, each in found.items()
        if each.package is not None
    }, None


def _exact(value: float) -> Fraction:
    return Fraction(round(value * _UNIT), _UNIT)


def _gap(found: Found) -> float:
    if found.exact or found.objective <= 0:
        return 0.0 if found.exact else 1.0
    return max(0.0, found.bound / found.objective - 1.0)


def _options(domain: Domain, places: Sequence[int]) -> tuple[int, ...]:
    return tuple(int(menu[k]) for menu, k in zip(domain.menus, places, strict=True))


def _on_menus(rule: Rule, domain: Domain) -> Rule:
    """Return a rule on options as one on places in the menus."""
    if isinstance(rule, ConditionRule):
        return _MenuRule(rule, tuple(domain.menus))
    table = np.asarray(rule.holds([domain.menus[rule.issues[0]].astype(np.int64)]))
    return TableRule(rule.issues, table)


@dataclass(frozen=True, slots=True, eq=False)
class _MenuRule:
    rule: ConditionRule
    menus: tuple[NDArray[np.intp], ...]

    @property
    def issues(self) -> tuple[int, ...]:
        """Positions of the issues that the rule mentions."""
        return self.rule.issues

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Return which combinations of places are allowed."""
        chosen = [self.menus[i][own] for i, own in zip(self.issues, options, strict=True)]
        return self.rule.holds(chosen)

    def start(self) -> Hashable:
        """Return the state before any option is known."""
        return self.rule.start()

    def step(self, state: Hashable, issue: int, option: int) -> Hashable:
        """Return what remains once an issue has an option."""
        return self.rule.step(state, issue, int(self.menus[issue][option]))


# Linear programs in one answer, less where each of them is large: about a second in all.
_MOST_FIGURES, _LEAST_PROGRAMS, _MOST_PROGRAMS = 5_000_000, 100, 4_000

_FIRST_LOOK = 12

_NOTHING = -1.0 + 1e-4


@record(frozen=True, slots=True)
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

    Parties of which nothing can be guaranteed, whatever the package, take no part: the answer
    says which and why.

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
