"""Fair packages among more than can be listed: by the deal engine, each with its bound.

Expected values are additive, so the engine (:mod:`lastyard.deals`) finds the solutions on
them, with the rules of the case, as it does on points that were given.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import Domain
from lastyard.answers.packages.parties import PartyValues
from lastyard.answers.solutions import (
    ConditionRule,
    Disagreement,
    FairPackage,
    Solutions,
    all_gave_points,
    rule_from,
    solutions,
)
from lastyard.case.model import Case, Party, Statement, Terms
from lastyard.conditions.tree import TRUE, Condition, state
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
from lastyard.deals.frontier import undominated_points
from lastyard.records import record
from lastyard.results import ByKey, Count, OnRequest, Options
from lastyard.space import SearchTooLargeError
from lastyard.values import Posterior, Robust, ValueProblem, robust_among, robust_search

__all__ = [
    "Asked",
    "Efficient",
    "EfficientKeys",
    "EfficientPoint",
    "FairFound",
    "RobustChoice",
    "Solution",
    "asked_keys",
    "fair_by_expectation",
    "from_points",
    "frontier_of_indices",
    "robust_choice",
    "searched_solutions",
    "undominated",
]

_ROUNDING = 12

Asked = Literal["frontier", "solutions"]

Solution = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]


@record(frozen=True, slots=True)
class EfficientPoint:
    """An undominated combination of acceptability indices, with one package that has it.

    Attributes:
        package: The package.
        values: Per party, the probability that it accepts; what it is worth to it, of points.
        packages: How many packages have just these values.
    """

    package: Options
    values: Mapping[str, float]
    packages: Count


@record(frozen=True, slots=True)
class Efficient:
    """What is efficient and what is fair.

    Where every party that decides gave points, both are exact, on any number of packages
    (:mod:`lastyard.answers.solutions`). Otherwise a package is efficient if no other is more
    acceptable to one party and no less to all others, and solutions are those on expected
    values over no deal; both need the packages listed, and where they are too many to list
    the answer says so instead.

    Attributes:
        asked: Which of the two was asked for.
        known: The exact answer, where every party that decides gave points; the attributes
            below are then empty.
        parties: Whose acceptability the frontier is of: all that decide and whose values
            can be told.
        frontier: The undominated combinations of indices, the best for the first party first;
            at most as many as asked for, see ``points``.
        points: How many there are.
        exact: Whether they are those of all packages; the indices are sampled all the same.
        reason: Why they are not; else empty.
        fair: The solutions on expected values over no deal, where 1 is the distance between a
            party's worst and its best package; empty where they were not computed. All packages
            were compared, so that each bound is the objective.
        why_not_fair: Why not; else empty.
    """

    asked: tuple[Asked, ...] = ()
    known: Solutions | None = None
    parties: tuple[Party, ...] = ()
    frontier: tuple[EfficientPoint, ...] = ()
    points: int = 0
    exact: bool = False
    reason: str = ""
    fair: tuple[FairPackage, ...] = ()
    why_not_fair: str = ""


@record(frozen=True, slots=True)
class EfficientKeys:
    """The frontier and the solutions as they are published: each key only where asked for.

    Attributes:
        measure: Of what: ``points`` where every party that decides gave points, else
            ``acceptability``.
        frontier: The undominated combinations, the best for the first party first.
        points: How many there are.
        exact: Whether they are those of all packages.
        epsilon: Of points, per party: every package is matched by a point up to this.
        reason: Why they are not those of all packages, or of everybody; else empty.
        solutions: The bargaining solutions; without points only nash, kalai_smorodinsky,
            egalitarian and utilitarian, on expected values over no deal.
        disagreement: Of points, per party: where gains are counted from.
        why_no_solutions: Without points: why there is no solution; else empty.
    """

    measure: OnRequest[Literal["points", "acceptability"] | None]
    frontier: OnRequest[tuple[EfficientPoint, ...] | None]
    points: OnRequest[Count | None]
    exact: OnRequest[bool | None]
    epsilon: OnRequest[Mapping[str, float] | None]
    reason: OnRequest[str | None]
    solutions: OnRequest[Annotated[tuple[FairPackage, ...], ByKey("name")] | None]
    disagreement: OnRequest[Mapping[str, Disagreement] | None]
    why_no_solutions: OnRequest[str | None]


def asked_keys(found: Efficient | None) -> EfficientKeys | None:
    """Return the keys of the frontier and the solutions, as far as they were asked for."""
    if found is None:
        return None
    known, of_frontier, of_solutions = (
        found.known,
        "frontier" in found.asked,
        "solutions" in found.asked,
    )
    shown = found if known is None else known
    frontier = [
        EfficientPoint(p.package, {id: float(v) for id, v in p.values.items()}, p.packages)
        for p in shown.frontier
    ]
    return EfficientKeys(
        measure="acceptability" if known is None else "points",
        frontier=tuple(frontier) if of_frontier else None,
        points=shown.points if of_frontier else None,
        exact=shown.exact if of_frontier else None,
        epsilon=known.epsilon if known and of_frontier else None,
        reason=shown.reason if of_frontier else None,
        solutions=(found if known is None else known).fair if of_solutions else None,
        disagreement=known.disagreement if known and of_solutions else None,
        why_no_solutions=found.why_not_fair if known is None and of_solutions else None,
    )


def from_points(
    case: Case, day: date | None, condition: Condition, listed: int
) -> Solutions | None:
    """Return the exact answer, or None where a party that decides gave no points."""
    if not all_gave_points(case, day):
        return None
    return solutions(case, day, require=condition, listed=listed)


def frontier_of_indices(
    terms: Callable[[NDArray[np.integer]], Terms],
    parties: Sequence[Party | None],
    options: NDArray[np.integer],
    indices: NDArray[np.float64],
    listed: int,
) -> Efficient:
    """Return the frontier of acceptability indices.

    Args:
        terms: From options to the package.
        parties: Per column of ``indices``, the party; None where its values cannot be told.
        options: Shape (packages, issues).
        indices: Shape (packages, parties).
        listed: Give at most this many points of the frontier.
    """
    told = [(k, party) for k, party in enumerate(parties) if party is not None]
    if not told:
        return Efficient(reason="what the parties would accept cannot be told")
    found = undominated(indices[:, [k for k, _ in told]].round(_ROUNDING))
    points = tuple(
        EfficientPoint(terms(options[row]), {p.id: float(indices[row, k]) for k, p in told}, same)
        for row, same in found[:listed]
    )
    everyone = len(told) == len(parties)
    return Efficient(
        parties=tuple(party for _, party in told),
        frontier=points,
        points=len(found),
        exact=everyone,
        reason="" if everyone else "parties of whom it cannot be told are left out",
    )


def fair_by_expectation(
    terms: Callable[[NDArray[np.integer]], Terms],
    parties: Sequence[Party],
    options: NDArray[np.integer],
    gains: NDArray[np.float64],
    inside: NDArray[np.bool_],
    named: Mapping[Solution, int],
    breaks: Mapping[Solution, tuple[Statement, ...]],
) -> tuple[FairPackage, ...]:
    """Return what each solution on expected gains maximises, among packages all compared.

    Args:
        terms: From options to the package.
        parties: Per column of ``gains``, the party.
        options: Shape (packages, issues).
        gains: Shape (packages, parties), over no deal.
        inside: Which packages the solutions choose among, of shape (packages,).
        named: Per solution, the place of its package.
        breaks: Per solution, the statements that its package breaks.
    """
    fine = np.maximum(gains[inside & (gains >= -(10.0**-_ROUNDING)).all(axis=1)], 0.0)
    hopes = fine.max(axis=0, initial=0.0)
    found = []
    for name, place in named.items():
        own = np.maximum(gains[place], 0.0)
        objective = {
            "nash": float(own.prod()),
            "kalai_smorodinsky": float((own[hopes > 0] / hopes[hopes > 0]).min(initial=1.0)),
            "egalitarian": float(own.min()),
            "utilitarian": float(own.sum()),
        }[name]
        found.append(
            FairPackage(
                name=name,
                package=terms(options[place]),
                values={
                    party.id: Fraction(float(gain))
                    for party, gain in zip(parties, gains[place], strict=True)
                },
                objective=objective,
                bound=objective,
                exact=True,
                method="comparison of all packages by expected values over no deal",
                note="",
                breaks=breaks[name],
            )
        )
    return tuple(found)


def undominated(values: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the undominated rows, the largest first column first, and how often each occurs.

    Args:
        values: Shape (n, parties); more is better.

    Example:
        >>> chances = np.array([[0.9, 0.1], [0.5, 0.5], [0.4, 0.5], [0.5, 0.5]])
        >>> undominated(chances)
        [(0, 1), (1, 2)]
    """
    if values.shape[1] == 1:
        values = np.repeat(values, 2, axis=1)
    # Ranks are whole numbers, which the filters of the deal engine compare exactly.
    ranks = np.column_stack(
        [np.unique(column, return_inverse=True)[1].reshape(-1) for column in values.T]
    ).astype(np.int64)
    distinct, first, same = np.unique(ranks, axis=0, return_index=True, return_counts=True)
    kept = undominated_points(distinct)
    order = kept[np.lexsort(tuple(distinct[kept].T[::-1]))[::-1]]
    return [(int(first[k]), int(same[k])) for k in order]


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

    Of equally good packages the first is taken; where the domain is listed they are all.
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
