"""Which packages the parties would agree to, from all that was said.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [low, middle, high], ordered: true}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: high}}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage == 'high'", firmness: 0.9}
    ...   - {id: less, party: firm, on: 2024-01-09, wants: {wage: less}}
    ... ''')
    >>> found = packages(case, seed=7)
    >>> case.issues[0].label(found.best.package["wage"]), found.packages[1].breaks[0].id
    ('middle', 'bid')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from lastyard.analyses.packages.asked import evaluated_package, required_condition
from lastyard.analyses.packages.candidates import (
    Candidates,
    listed,
    searched,
)
from lastyard.analyses.packages.choosing import apart, different
from lastyard.analyses.packages.demands import demands
from lastyard.analyses.packages.describing import Describer
from lastyard.analyses.packages.domain import Domain
from lastyard.analyses.packages.fair import expected_gains, least_shares, solutions
from lastyard.analyses.packages.fair_search import searched_solutions
from lastyard.analyses.packages.hinges import hinges
from lastyard.analyses.packages.leave_out import MOST_COMPARED, Alternatives
from lastyard.analyses.packages.party_values import (
    FULL,
    QUICK,
    Budget,
    PartyValues,
    party_values,
    too_much,
)
from lastyard.analyses.packages.result import (
    LeftOut,
    Packages,
    ProposedPackage,
    RobustPackage,
    SelfContradiction,
    Solution,
)
from lastyard.analyses.packages.robust import RobustChoice, robust_choice
from lastyard.analyses.packages.rule import AgreementRule, rule_of
from lastyard.case.commitments import Commitment, commitments, rules_of
from lastyard.case.conditions.tree import All, Condition
from lastyard.case.diagnostics import RequestError
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Accepts, Case, Offers, Position, Statement, Values
from lastyard.values import Posterior, judge_packages, without

__all__ = ["best_in_brief", "packages"]

_COMPARED = 2_000
_MOST_TOP = 1_000


def packages(
    case: Case,
    day: date | None = None,
    *,
    top: int = 5,
    seed: int = 0,
    require: str | None = None,
    evaluate: str | Mapping[str, object] | None = None,
) -> Packages:
    """Find the packages most likely to be agreed.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many different packages to name.
        seed: Same seed, same answer.
        require: A condition that the packages must satisfy besides the rules.
        evaluate: A package to evaluate, as text or as a mapping from issues to options;
            where it leaves issues open, its best completions are named.

    Raises:
        ValueError: If top or seed is out of range.
        RequestError: If the condition or the package is not one, or leaves nothing.
    """
    if not 1 <= top <= _MOST_TOP:
        raise ValueError(f"top must be from 1 to {_MOST_TOP}, not {top}")
    if seed < 0:
        raise ValueError("the seed must not be negative")
    wanted = evaluated_package(case, evaluate) if evaluate is not None else {}
    condition = All((rules_of(case), *required_condition(case, require, wanted)))
    said = in_force(case, day)
    work = _Work(case, day_of(case, day), said, condition, seed)
    named = [wanted, dict(case.status_quo or ()), *_put_forward(said)]
    found = work.candidates([package for package in named if package], wanted)
    return work.answer(found, top)


def best_in_brief(case: Case, day: date | None, *, top: int, seed: int = 0) -> Packages:
    """Find the packages most likely to be agreed, from fewer draws and no more than that.

    Fair and robust packages, and what the answer hangs on, are left out.

    Raises:
        RequestError: If no package satisfies the rules, or they are too entangled.
    """
    said = in_force(case, day)
    condition = All((rules_of(case),))
    work = _Work(case, day_of(case, day), said, condition, seed, QUICK, brief=True)
    named = [package for package in [dict(case.status_quo or ()), *_put_forward(said)] if package]
    return work.answer(work.candidates(named, {}), top)


def _put_forward(said: Sequence[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that somebody put forward."""
    return [
        dict(package)
        for statement in said
        for package in [getattr(statement.says, "package", None)]
        if package and isinstance(statement.says, Offers | Accepts | Position)
    ]


@dataclass(slots=True, eq=False)
class _Work:
    """The parts of one analysis."""

    case: Case
    day: date | None
    said: tuple[Statement, ...]
    condition: Condition
    seed: int
    budget: Budget = FULL
    brief: bool = False
    binding: tuple[Commitment, ...] = ()
    everyone: tuple[PartyValues, ...] = ()
    rule: AgreementRule = field(init=False)

    def __post_init__(self) -> None:
        self.rule = rule_of(self.case)
        self.binding = commitments(self.case, self.said)
        found: list[PartyValues] = []
        prior, refusal = None, too_much(self.case, self.said, self.budget)
        for party in self.case.deciders:
            wants = party_values(
                self.case, party, self.said, self.seed, prior, refusal, self.budget
            )
            prior = wants.posterior if wants.silent and prior is None else prior
            found.append(wants)
        self.everyone = tuple(found)

    def candidates(self, named: Sequence[Mapping[str, int]], wanted: Mapping[str, int]) -> _Found:
        domain = Domain(self.case, self.condition, named, self.binding)
        if domain.listed:
            found = listed(domain, self.everyone, self.binding, self.rule)
            if not len(found.options):
                raise RequestError("no package satisfies the rules and what was asked for")
        else:
            found = searched(domain, self.everyone, self.binding, self.rule, named, self.seed)
        return _Found(domain, found, bool(wanted))

    def answer(self, found: _Found, top: int) -> Packages:
        domain, candidates = found.domain, found.candidates
        gains = self._gains(domain, candidates)
        accepted = (candidates.shares * candidates.factors).mean(axis=1)
        keys = (least_shares(gains), accepted, candidates.agreement)
        order = np.lexsort(tuple(-key.round(12) for key in keys))
        ordered, order = candidates.options[order], order[:_COMPARED]
        options, agreed = candidates.options[order], candidates.agreement[order]
        chosen = sorted(
            different(
                agreed,
                lambda k: apart(self.case, options, k),
                top,
                wanted=max(1.0, len(self.case.issues) / 3),
            )
        )
        shown = options[chosen]
        fair = _Fair({}, {}, None) if self.brief else self._fair(found, gains)
        robust = None if self.brief else robust_choice(domain, self.everyone, ordered)
        named = [*fair.options.values()]
        if robust is not None and robust.found is not None:
            named.append(robust.found.package)
        asked = demands(self.case, self.day, self.said)
        describer = Describer(self.case, domain, self.everyone, self.binding, self.rule, asked)
        table = np.vstack([shown, *(np.array([each], dtype=np.intp) for each in named)])
        described = describer.describe(table, len(shown), _marks(table, fair.options))
        fairly = dict(zip(fair.options, described[len(shown) :], strict=False))
        others = None if found.restricted or self.brief else self._others(domain, options)
        left_out, untried = self._left_out(others)
        sampled = [p for w in self.everyone if (p := w.posterior) and not _is_fixed(p)]
        return Packages(
            case=self.case,
            day=self.day,
            packages=tuple(described[: len(shown)]),
            fair=fairly,
            fair_gaps=fair.gaps,
            why_not_fair=fair.why_not,
            robust=_robust(robust, described[-1]),
            why_not_robust=_why_not_robust(robust),
            considered=candidates.considered,
            searched=not domain.listed,
            bound=candidates.bound,
            gap=candidates.gap,
            coarse=domain.coarse,
            used=self._used(),
            silent=tuple(w.party for w in self.everyone if w.silent),
            cannot_tell={w.party.id: w.cannot_tell for w in self.everyone if w.cannot_tell},
            contradictions=self._contradictions(shown, others),
            hinges=()
            if others is None
            else hinges(domain, self.rule, self.everyone, self.binding, candidates, order),
            left_out=left_out,
            not_left_out=untried,
            draws=max((len(p.draws) for p in sampled), default=0),
            effective=min((p.effective for p in sampled), default=None),
            seed=self.seed,
        )

    def _used(self) -> tuple[Statement, ...]:
        ids = {c.statement.id for c in self.binding}
        ids |= {s.id for w in self.everyone for s in w.statements}
        return tuple(s for s in self.said if s.id in ids)

    def _gains(self, domain: Domain, candidates: Candidates) -> NDArray[np.float64]:
        """Return the expected gains of the parties whose values can be told.

        Values and no commitments: what a party has bound itself to is shown beside it.
        """
        told = [w.posterior for w in self.everyone if w.posterior is not None]
        places = domain.places(candidates.options)
        return expected_gains([domain.on_menus(posterior) for posterior in told], places)

    def _fair(self, found: _Found, gains: NDArray[np.float64]) -> _Fair:
        silent = [w.party.name for w in self.everyone if w.silent]
        if silent:
            names = " and ".join(silent) if len(silent) < 3 else f"{len(silent)} parties"
            return _Fair({}, {}, f"{names} said nothing of what it would be fair by")
        joint = [w.party.name for w in self.everyone if w.joint is not None]
        if joint:
            return _Fair({}, {}, f"{joint[0]} gave points with pairs, which solutions takes up")
        told = [w.posterior for w in self.everyone if w.posterior is not None]
        if len(told) < len(self.everyone):
            return _Fair({}, {}, "the values of a party cannot be told")
        if not found.domain.listed:
            searched, why_not = searched_solutions(found.domain, told)
            return _Fair(
                {name: each.options for name, each in searched.items()},
                {name: each.gap for name, each in searched.items() if each.gap > 0},
                why_not,
            )
        options = found.candidates.options
        named = {name: tuple(options[k].tolist()) for name, k in solutions(gains).items()}
        none = "every package is expected to cost some party more than no deal"
        return _Fair(named, {}, None if named else none)

    def _others(self, domain: Domain, options: NDArray[np.intp]) -> Alternatives:
        def again(wants: PartyValues, gone: Sequence[Statement]) -> PartyValues:
            said = [s for s in self.said if s not in gone]
            return party_values(self.case, wants.party, said, self.seed, budget=QUICK)

        best = options[:MOST_COMPARED]
        return Alternatives(domain, self.everyone, self.binding, self.rule, best, again)

    def _left_out(
        self, others: Alternatives | None
    ) -> tuple[tuple[LeftOut, ...], tuple[Statement, ...]]:
        """Leave out one statement of what a party likes at a time."""
        if others is None:
            return (), ()
        # Points are all that is known of a party, not one statement among others.
        single = [s for w in self.everyone for s in w.statements if not isinstance(s.says, Values)]
        each = [(s, others.without([s])) for s in single]
        tried = tuple(found for _, found in each if found is not None)
        return tried, tuple(statement for statement, found in each if found is None)

    def _contradictions(
        self, options: NDArray[np.intp], others: Alternatives | None
    ) -> tuple[SelfContradiction, ...]:
        by_id = {s.id: s for s in self.said}
        told = []
        for wants in self.everyone:
            if wants.contradiction is None or wants.problem is None:
                continue
            repairs = tuple(
                (
                    tuple(by_id[id] for id in repair),
                    judge_packages(without(wants.problem, repair), options).statuses,
                )
                for repair in wants.contradiction.repairs
            )
            core = tuple(by_id[id] for id in wants.contradiction.statements)
            bests = tuple(
                None if others is None else others.without(repair) for repair, _ in repairs
            )
            told.append(SelfContradiction(wants.party, core, repairs, bests))
        return tuple(told)


@dataclass(frozen=True, slots=True)
class _Fair:
    """Fair packages by option indices, how far they are from proved best, and why none."""

    options: Mapping[Solution, tuple[int, ...]]
    gaps: Mapping[Solution, float]
    why_not: str | None


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    domain: Domain
    candidates: Candidates
    restricted: bool


def _is_fixed(posterior: Posterior) -> bool:
    """Say whether nothing was sampled: values and reservation value are known."""
    return posterior.known and not np.ptp(posterior.reservations())


def _marks(
    table: NDArray[np.intp], fair: Mapping[Solution, tuple[int, ...]]
) -> list[tuple[Solution, ...]]:
    rows = [tuple(line) for line in table.tolist()]
    return [tuple(name for name, options in fair.items() if options == row) for row in rows]


def _robust(choice: RobustChoice | None, package: ProposedPackage) -> RobustPackage | None:
    """Return the robust package as described, the last of those that were."""
    if choice is None or choice.found is None:
        return None
    ids = [party.id for party in choice.parties]
    return RobustPackage(
        package,
        dict(zip(ids, choice.found.worst, strict=True)),
        choice.found.bound,
        choice.found.exact,
        choice.left_out,
    )


def _why_not_robust(choice: RobustChoice | None) -> str | None:
    if choice is None or choice.found is not None:
        return None
    told = [f"{party.name} {reason}" for party, reason in choice.left_out[:3]]
    more = len(choice.left_out) - len(told)
    return "; ".join(told) + (f"; and so on for {more} more" if more else "")
