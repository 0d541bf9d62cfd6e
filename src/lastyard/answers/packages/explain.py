"""Everything that is said of a package that is named: what each party gives up and gets, and what it hangs on.

What a party asks for on an issue is its position there (:mod:`lastyard.answers.standing`):
what it last asked for or offered, or the one option that its commitments leave; for a party
that gave points, the option with the most.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}, term: {options: [one, two]}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8, term: one}}
    ... ''')
    >>> asked = demands(case, None, case.statements)["union"]
    >>> found = against_demand(case, case.party("union"), asked, {"wage": 6, "term": 0}, None)
    >>> [(c.issue, c.asked, c.got, float(c.distance)) for c in found.gives], found.gets
    ([('wage', 8, 6, 0.2)], ('term',))
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.packages.domain import AtTable, Candidates, Domain, statuses_of
from lastyard.answers.packages.fair import Solution
from lastyard.answers.packages.giving_way import ByFirmness
from lastyard.answers.packages.parties import PartyValues, carried_by_values
from lastyard.answers.packages.ranking import hinge_range, rank_ranges, times_named, worth
from lastyard.answers.packages.result import (
    Acceptability,
    AgainstDemand,
    Comparison,
    Concession,
    Figure,
    Hinge,
    LeftOut,
    Method,
    ProposedPackage,
    package_letter,
)
from lastyard.answers.standing import requested_position, standing
from lastyard.case.model import Case, Party, Statement, Values
from lastyard.space import SearchTooLargeError
from lastyard.values import (
    ValueProblem,
    acceptability,
    judge_packages,
    judge_preferences,
    share_error,
    weights_for,
    without,
)
from lastyard.values.certainty import Status

__all__ = [
    "MOST_COMPARED",
    "Alternatives",
    "Demand",
    "Describer",
    "against_demand",
    "demands",
    "hinges",
    "settled",
]

_SURE = 2.0

Demand = Mapping[str, tuple[int, Statement]]
"""What a party asks for: per issue that it asks on, the option and the statement behind it."""


def demands(
    case: Case, day: date | None, statements: Sequence[Statement]
) -> dict[str, dict[str, tuple[int, Statement]]]:
    """Return what each party that decides asks for."""
    found: dict[str, dict[str, tuple[int, Statement]]] = {p.id: {} for p in case.deciders}
    for statement in statements:
        if carried_by_values(statement) and statement.party in found:
            assert isinstance(statement.says, Values)  # noqa: S101 (that is what carries)
            for id, points in statement.says.points:
                if points.count(max(points)) == 1:
                    found[statement.party][id] = (points.index(max(points)), statement)
    try:
        for talks in standing(case, day).issues:
            for held in talks.positions:
                found[held.party][talks.issue.id] = (held.option, held.statement)
    except SearchTooLargeError:
        # What commitments leave open cannot be told then; what was asked for still can.
        for issue in case.issues:
            for party in case.deciders:
                asked = requested_position(issue.id, party.id, statements)
                if asked is not None:
                    found[party.id][issue.id] = (asked.option, asked.statement)
    return found


def settled(asked: Mapping[str, Demand]) -> set[str]:
    """Return the issues on which two parties or more ask for something, and all for the same."""
    options: dict[str, list[int]] = {}
    for own in asked.values():
        for issue, (option, _) in own.items():
            options.setdefault(issue, []).append(option)
    return {issue for issue, own in options.items() if len(own) > 1 and len(set(own)) == 1}


def against_demand(
    case: Case, party: Party, demand: Demand, package: Mapping[str, int], wants: PartyValues | None
) -> AgainstDemand:
    """Return what of a party's demand a package meets and what it does not.

    A package is the index of the option per issue. Where it is not known what the party may
    want, costs are left out.
    """
    gives, gets, gains, steps = [], [], [], []
    for place, issue in enumerate(case.issues):
        if issue.id not in demand:
            continue
        (asked, statement), got = demand[issue.id], package[issue.id]
        if asked == got:
            gets.append(issue.id)
            continue
        step = (place, asked, got)
        cost, error = _cost(wants, [step])
        distance = issue.distance(asked, got)
        found = Concession(issue.id, asked, got, statement, distance, cost, error)
        if cost is not None and error is not None and cost < -_SURE * error:
            gains.append(found)
        else:
            gives.append(found)
            steps.append(step)
    return AgainstDemand(party, tuple(gives), tuple(gets), tuple(gains), *_cost(wants, steps))


def _cost(
    wants: PartyValues | None, steps: Sequence[tuple[int, int, int]]
) -> tuple[float | None, float | None]:
    """Return what steps (issue, asked, got) cost together, and the error of that.

    The unit is the value between its worst and its best of all.
    """
    if wants is None or wants.posterior is None or wants.silent:
        return None, None
    if not steps:
        return 0.0, 0.0
    posterior = wants.posterior
    rows = sum(
        posterior.layout.value(issue, asked) - posterior.layout.value(issue, got)
        for issue, asked, got in steps
    )
    lost = np.einsum("du,u->d", posterior.draws, rows, optimize=False)
    if posterior.known:
        return float(lost[0]), 0.0
    error = float(lost.std(ddof=1)) / max(posterior.effective, 1.0) ** 0.5
    return float(lost.mean()), error


_STATUSES: tuple[Status, ...] = ("possible", "certain", "impossible")

_GROUPS = 8

_ROUNDING = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class _Figures:
    """Acceptability of packages by every party; arrays of shape (packages, parties)."""

    index: NDArray[np.float64]
    error: NDArray[np.float64]
    told: NDArray[np.bool_]
    codes: NDArray[np.int8]


@dataclass(frozen=True, slots=True, eq=False)
class Describer:
    """Describes packages from what is known of the parties.

    Attributes:
        domain: The packages compared.
        at: Who decides.
        demands: Per party, what it asks for; needed by :meth:`describe` alone.
    """

    domain: Domain
    at: AtTable
    demands: Mapping[str, Demand] = field(default_factory=dict)

    def agreement(self, options: NDArray[np.intp]) -> list[Figure]:
        """Return the probability that each package is agreed, with its error."""
        return self._agreed(self._figures(options, self.at.factors(self.domain, options)))

    def describe(
        self, options: NDArray[np.intp], shown: int, fair: Sequence[tuple[Solution, ...]]
    ) -> list[ProposedPackage]:
        """Describe packages.

        So many of them as are `shown` are ranked against one another, from the first; `fair`
        has per package the solutions that name it.
        """
        ids, factors = self.at.ids, self.at.factors(self.domain, options)
        figures = self._figures(options, factors)
        agreed = self._agreed(figures)
        ranks = rank_ranges(
            self.at.rule.probability(figures.index[:shown]),
            self._by_group(options[:shown], factors[:shown]),
        )
        found = []
        for k in range(len(options)):
            package = self.domain.terms(options[k])
            first = 1 if k == 0 or (options[k] == options[0]).all() else 0
            found.append(
                ProposedPackage(
                    id=f"package-{package_letter(k)}" if k < shown else None,
                    package=package,
                    acceptability={
                        id: _acceptability(figures, k, column) for column, id in enumerate(ids)
                    },
                    agreement=agreed[k],
                    breaks=tuple(
                        c.statement
                        for c in self.at.binding
                        if not self.domain.satisfy(c.condition, options[k : k + 1])[0]
                    ),
                    rank=ranks[k] if k < shown else self._same(options, k, ranks),
                    fair=fair[k],
                    comparisons=self._comparisons(
                        options[k], options[first] if first < shown else None
                    ),
                    demands=tuple(
                        against_demand(
                            self.domain.case,
                            w.party,
                            self.demands[w.party.id],
                            package.positions,
                            w,
                        )
                        for w in self.at.everyone
                    ),
                )
            )
        return found

    def _same(
        self, options: NDArray[np.intp], k: int, ranks: Sequence[tuple[int, int]]
    ) -> tuple[int, int] | None:
        for j, rank in enumerate(ranks):
            if (options[j] == options[k]).all():
                return rank
        return None

    def _figures(self, options: NDArray[np.intp], factors: NDArray[np.float64]) -> _Figures:
        shape = factors.shape
        index, error = factors.copy(), np.zeros(shape)
        told, codes = np.ones(shape, dtype=np.bool_), np.zeros(shape, dtype=np.int8)
        places = self.domain.places(options)
        for k, wants in enumerate(self.at.everyone):
            codes[:, k] = statuses_of(wants, options)
            if wants.posterior is None:
                told[:, k] = (codes[:, k] != 0) | (factors[:, k] == 0)
            else:
                found = acceptability(self.domain.on_menus(wants.posterior), places, factors[:, k])
                index[:, k], error[:, k] = found.value, found.error
            sure = codes[:, k] != 0
            index[sure, k] = np.where(codes[sure, k] == 1, factors[sure, k], 0.0)
            error[sure, k] = 0.0
        return _Figures(index, error, told, codes)

    def _agreed(self, figures: _Figures) -> list[Figure]:
        shared = [wants.shared for wants in self.at.everyone]
        value = self.at.rule.probability(figures.index)
        error = self.at.rule.error(figures.index, figures.error, shared)
        known = np.ones(len(value), dtype=np.bool_)
        for column in self.at.rule.columns:
            yes, no = figures.index.copy(), figures.index.copy()
            yes[:, column], no[:, column] = 1.0, 0.0
            matters = self.at.rule.probability(yes) > self.at.rule.probability(no)
            known &= figures.told[:, column] | ~matters
        return [
            Figure(float(v), float(e)) if k else Figure(None, None)
            for v, e, k in zip(value, error, known, strict=True)
        ]

    def _by_group(
        self, options: NDArray[np.intp], factors: NDArray[np.float64]
    ) -> NDArray[np.float64]:
        """Return the probability of agreement by groups of chains, (groups, packages)."""
        accepts = np.repeat(factors[None], _GROUPS, axis=0)
        for k, wants in enumerate(self.at.everyone):
            codes = statuses_of(wants, options)
            if wants.posterior is not None:
                gains = worth(wants, options) - wants.posterior.reservations()[:, None]
                takes = (gains >= -_ROUNDING).reshape(_GROUPS, -1, len(options)).mean(axis=1)
                takes = np.where(codes == 1, 1.0, np.where(codes == 2, 0.0, takes))
                accepts[:, :, k] *= takes
        flat = self.at.rule.probability(accepts.reshape(-1, accepts.shape[2]))
        return flat.reshape(_GROUPS, -1)

    def _comparisons(
        self, options: NDArray[np.intp], other: NDArray[np.intp] | None
    ) -> tuple[Comparison, ...]:
        found = []
        status_quo = dict(self.domain.case.status_quo or ())
        if len(status_quo) == len(self.domain.issues):
            quo = np.array([status_quo[id] for id in self.domain.issues], dtype=np.intp)
            if (quo != options).any():
                found.append(
                    Comparison(
                        "status quo", self.domain.terms(status_quo), self._gains(options, quo)
                    )
                )
        if other is not None and (other != options).any():
            gains = self._gains(options, other)
            found.append(Comparison("runner-up", self.domain.terms(other), gains))
        return tuple(found)

    def _gains(
        self, these: NDArray[np.intp], those: NDArray[np.intp]
    ) -> Mapping[str, Acceptability]:
        return {w.party.id: _likes(w, these[None], those[None]) for w in self.at.everyone}


def _acceptability(figures: _Figures, k: int, party: int) -> Acceptability:
    status = _STATUSES[figures.codes[k, party]]
    if not figures.told[k, party]:
        return Acceptability(None, None, status)
    return Acceptability(float(figures.index[k, party]), float(figures.error[k, party]), status)


def _likes(wants: PartyValues, these: NDArray[np.intp], those: NDArray[np.intp]) -> Acceptability:
    """Return how likely a party likes a package at least as well as another."""
    code = 0
    if wants.joint is not None:
        better = bool(wants.joint.worth(these)[0] >= wants.joint.worth(those)[0])
        return Acceptability(float(better), 0.0, "certain" if better else "impossible")
    if wants.sure is not None and wants.sure.sayings:
        code = int(judge_preferences(wants.sure, these, those).codes[0])
    if code:
        return Acceptability(1.0 if code == 1 else 0.0, 0.0, _STATUSES[code])
    if wants.posterior is None or wants.silent:
        return Acceptability(None, None, _STATUSES[code])
    ahead = worth(wants, these) - worth(wants, those) >= -_ROUNDING
    share = ahead.mean(axis=0)
    error, _ = share_error(share, np.array([max(wants.posterior.effective, 1.0)]))
    exact = wants.posterior.known
    return Acceptability(float(share[0]), 0.0 if exact else float(error[0]), _STATUSES[code])


def hinges(
    domain: Domain, at: AtTable, candidates: Candidates, order: NDArray[np.intp]
) -> tuple[Hinge, ...]:
    """Vary the firmness of one commitment at a time among the best packages.

    Returns:
        Those that matter, the one with the least room first.
    """
    options, shares = candidates.options[order], candidates.shares[order]
    ids, found = at.ids, []
    named, far = times_named(candidates.options, at)[order], candidates.farthest[order].round(12)
    giving, packages = domain.giving_way(at.binding), domain.columns(options)
    for number, each in enumerate(giving.binding):
        if isinstance(each.statement.says, Values):
            continue
        factors = giving.chances(packages, ids, except_for=number)
        column = ids.index(each.statement.party)
        within = giving.by_firmness(number, packages)

        def accepted(
            firmness: float,
            factors: NDArray[np.float64] = factors,
            column: int = column,
            within: ByFirmness = within,
        ) -> NDArray[np.float64]:
            changed = factors.copy()
            changed[:, column] *= within(firmness)
            return changed

        def first(
            firmness: float,
            accepted: Callable[[float], NDArray[np.float64]] = accepted,
        ) -> int:
            changed = accepted(firmness)
            agreed = at.rule.probability(shares * changed)
            top = int(np.argmax(agreed))
            alike = agreed >= agreed[top] - at.untold(shares, changed, top) - 1e-12
            # Of those that the draws do not tell apart the same comes first as among all packages.
            return int(np.lexsort((-agreed.round(12), -named, far, ~alike))[0])

        def stays(firmness: float, first: Callable[[float], int] = first) -> bool:
            return first(firmness) == 0

        low, high = hinge_range(float(each.firmness), stays)
        if low > 0.0 or high < 1.0:
            found.append(Hinge(each.statement, low, high, domain.terms(options[first(0.0)])))
    found.sort(key=_room)
    return tuple(found)


def _room(hinge: Hinge) -> float:
    """Return how far the firmness can move before another package is best."""
    firmness = float(hinge.statement.firmness)
    return min(
        firmness - hinge.low if hinge.low > 0 else 1.0,
        hinge.high - firmness if hinge.high < 1 else 1.0,
    )


MOST_COMPARED = 500

_SURE_TO_CHANGE = 3.0

_LEAST_EFFECTIVE = 150.0

_MOST_DRAWN_AGAIN = 8


@dataclass(slots=True, eq=False)
class Alternatives:
    """The best packages, ready to be compared as if statements had not been made.

    A statement of what a party likes is left out by weighing its draws anew (see
    :mod:`lastyard.values.sequence`); where that leaves too few effective draws, or the
    statement bounded the values themselves, the party's values are drawn again without it. Another
    package counts as better only where the difference is more than three standard errors,
    estimated from independent groups of chains.

    Attributes:
        domain: The packages compared.
        at: Who decides.
        options: Option indices of the packages compared, the best first.
        draw_again: From a party and the statements left out to what it may then want.

    Example, a case in which one statement decides:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Wage talks
        ... parties: {union: {}, firm: {}}
        ... issues: {wage: {options: [low, high]}}
        ... statements:
        ...   - {id: bid, party: firm, on: 2024-01-09, accepts: {wage: high}}
        ...   - {id: like, party: union, on: 2024-01-09, prefers: {wage: high}, to: {wage: low}}
        ... ''')
        >>> [each.statements[0].id for each in ly.packages(case, seed=7).left_out]
        ['like', 'bid']
    """

    domain: Domain
    at: AtTable
    options: NDArray[np.intp]
    draw_again: Callable[[PartyValues, Sequence[Statement]], PartyValues]
    left: int = _MOST_DRAWN_AGAIN
    _takes: dict[int, NDArray[np.bool_]] = field(default_factory=dict)
    _shares: list[NDArray[np.float64]] = field(default_factory=list)

    def without(self, statements: Sequence[Statement]) -> LeftOut | None:
        """Return which package is best without some statements of one party.

        Returns:
            None when it was not tried: too many had to be drawn again already.
        """
        if not self._shares:
            self._shares = [
                self._group_shares(k, wants, None, wants.sure)
                for k, wants in enumerate(self.at.everyone)
            ]
        ids = {s.id for s in statements}
        party = statements[0].party
        column = next(k for k, w in enumerate(self.at.everyone) if w.party.id == party)
        wants = self.at.everyone[column]
        found = self._as_if(column, wants, statements)
        if found is None:
            return None
        shares, method = found
        kept = tuple(c for c in self.at.binding if c.statement.id not in ids)
        left = replace(self.at, binding=kept)
        agreed = self._agreed([*self._shares[:column], shares, *self._shares[column + 1 :]], left)
        mean = agreed.mean(axis=0)
        best = int(np.argmax(mean.round(12)))
        gap = agreed[:, best] - agreed[:, 0]
        error = float(gap.std(ddof=1)) / _GROUPS**0.5
        own = float(agreed[:, best].std(ddof=1)) / _GROUPS**0.5
        changes = bool(mean[best] - mean[0] > max(_SURE_TO_CHANGE * error, 1e-9))
        package = self.domain.terms(self.options[best])
        return LeftOut(tuple(statements), method, changes, package, Figure(float(mean[best]), own))

    def _as_if(
        self, column: int, wants: PartyValues, statements: Sequence[Statement]
    ) -> tuple[NDArray[np.float64], Method] | None:
        """Return the party's shares without the statements, and how they were found."""
        ids = [s.id for s in statements]
        if wants.problem is None or wants.likely is None or wants.posterior is None:
            return None
        other = without(wants.likely, ids)
        weighted = weights_for(wants.posterior, wants.likely, other)
        if weighted is not None and weighted.effective >= _LEAST_EFFECTIVE:
            sure = _sure_without(wants, ids)
            shares = self._group_shares(column, wants, weighted.weights, sure)
            return shares, "draws weighed anew"
        if self.left <= 0:
            return None
        self.left -= 1
        again = self.draw_again(wants, statements)
        if again.posterior is None:
            return None
        return self._group_shares(-1, again, None, again.sure), "drawn again"

    def _group_shares(
        self,
        column: int,
        wants: PartyValues,
        weights: NDArray[np.float64] | None,
        sure: ValueProblem | None,
    ) -> NDArray[np.float64]:
        """Return by groups of chains the weighted share of draws that accept."""
        if wants.posterior is None:
            return np.ones((_GROUPS, len(self.options)))
        if column not in self._takes or column < 0:
            gains = wants.posterior.worth(self.options).T - wants.posterior.reservations()
            takes = np.ascontiguousarray((gains >= -_ROUNDING).T)
            if column >= 0:
                self._takes[column] = takes
        else:
            takes = self._takes[column]
        count = len(takes)
        each = np.full(count, 1.0 / count) if weights is None else weights
        grouped = each.reshape(_GROUPS, -1)
        by_group: NDArray[np.float64] = np.einsum(
            "gd,gdp->gp", grouped, takes.reshape(_GROUPS, -1, takes.shape[1]), optimize=False
        )
        by_group /= np.maximum(grouped.sum(axis=1, keepdims=True), 1e-300)
        np.minimum(by_group, 1.0, out=by_group)  # weights add up to 1 but for rounding
        codes = np.zeros(len(self.options), dtype=np.int8)
        if sure is wants.sure:
            codes = statuses_of(wants, self.options)
        elif sure is not None and sure.sayings:
            codes = judge_packages(sure, self.options).codes
        by_group[:, codes == 1], by_group[:, codes == 2] = 1.0, 0.0
        return by_group

    def _agreed(self, shares: Sequence[NDArray[np.float64]], at: AtTable) -> NDArray[np.float64]:
        """Return the probability of agreement, shape (groups, packages)."""
        accepts = np.stack(shares, axis=2)
        accepts *= at.factors(self.domain, self.options)
        flat = at.rule.probability(accepts.reshape(-1, accepts.shape[2]))
        return flat.reshape(_GROUPS, -1)


def _sure_without(wants: PartyValues, ids: Sequence[str]) -> ValueProblem | None:
    """Return what the sure statements left leave possible; None when they contradict."""
    if wants.sure is None:
        return None
    gone = [s.source for s in wants.sure.sayings if s.source in ids]
    return without(wants.sure, gone)
