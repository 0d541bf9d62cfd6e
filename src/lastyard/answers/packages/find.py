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
    >>> found.best.package["wage"], found.packages[1].breaks[0].id
    ('middle', 'bid')
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.bargaining_range import BargainingRange, bargaining_ranges
from lastyard.answers.contradictions import outbid
from lastyard.answers.packages.domain import (
    AtTable,
    Candidates,
    Domain,
    is_exact,
    listed,
    put_forward,
    searched,
    shares_on,
    unrivalled,
)
from lastyard.answers.packages.explain import (
    MOST_COMPARED,
    Alternatives,
    Demand,
    Describer,
    demands,
    hinges,
    settled,
)
from lastyard.answers.packages.fair import (
    Asked,
    Efficient,
    RobustChoice,
    Solution,
    fair_by_expectation,
    from_points,
    frontier_of_indices,
    robust_choice,
    searched_solutions,
)
from lastyard.answers.packages.parties import (
    AGAIN,
    FULL,
    GLANCE,
    QUICK,
    Assumed,
    Budget,
    PartyValues,
    party_values,
    rule_of,
    too_much,
)
from lastyard.answers.packages.ranking import (
    apart,
    as_good,
    best_first,
    bettered,
    different,
    expected_gains,
    gains_of,
    solutions,
    undominated,
)
from lastyard.answers.packages.result import (
    AsGood,
    Figure,
    Hinge,
    LeftOut,
    Packages,
    ProposedPackage,
    Repair,
    RobustPackage,
    SelfContradiction,
    WordsRead,
)
from lastyard.blocking.giving_way import FORMS, Form
from lastyard.budget import budgeted, current
from lastyard.case.diagnostics import Diagnostics
from lastyard.case.issue import package_from
from lastyard.case.model import Case, Rejects, Requires, Statement, Terms, Values
from lastyard.case.parse import parse_condition
from lastyard.case.readings import leanings
from lastyard.case.said import Day, commitments, day_of, in_force, rules_of
from lastyard.case.yaml import parse_document
from lastyard.conditions.language import LanguageError
from lastyard.conditions.tree import TRUE, All, Condition, OneOf
from lastyard.errors import RequestError, did_you_mean, need_number, need_seed
from lastyard.records import record
from lastyard.values import chance_of_yes, judge_packages, without

if TYPE_CHECKING:
    from lastyard.answers.no_deal import Alternative

__all__ = [
    "Found",
    "Work",
    "brief_work",
    "compared",
    "evaluated_package",
    "packages",
    "required_condition",
]


def evaluated_package(case: Case, wanted: str | Mapping[str, object]) -> dict[str, int]:
    """Read a package, complete or partial: ``ground: targeted, border: secured``.

    Raises:
        CaseError: If the text is not a package of the case.
        RequestError: If an issue or option of a mapping is not there.
    """
    issues = {issue.id: issue for issue in case.issues}
    if isinstance(wanted, str):
        text = wanted.strip()
        text = text if text.startswith("{") else "{" + text + "}"
        problems = Diagnostics("package", text)
        package = package_from(parse_document(text, "package", problems), issues, problems)
        problems.raise_errors()
        return dict(package or ())
    found = {}
    for id, option in wanted.items():
        if id not in issues:
            raise RequestError(f"no issue is called {id!r}: {did_you_mean(str(id), issues)}")
        index = issues[id].find(str(option))
        if index is None:
            raise RequestError(f"issue {id!r} has no option {str(option)[:60]!r}")
        found[id] = index
    return found


def required_condition(
    case: Case, require: str | None, wanted: Mapping[str, int]
) -> tuple[Condition, ...]:
    """Return what packages must satisfy besides the rules.

    Raises:
        RequestError: If the condition cannot be understood.
    """
    parts: list[Condition] = [OneOf(issue, 1 << option) for issue, option in wanted.items()]
    if require is not None:
        try:
            parts.append(parse_condition(require, {issue.id: issue for issue in case.issues}))
        except LanguageError as problem:
            help = f"; {problem.help}" if problem.help else ""
            raise RequestError(
                f"the condition {require[:80]!r}, at character {problem.start + 1}: "
                f"{problem.message}{help}"
            ) from None
    return tuple(parts)


_COMPARED = 2_000
_HANDFUL = 5


@dataclass(slots=True, eq=False)
class Work:
    """One analysis: what is known of each party, and the answers that follow.

    Attributes:
        case: The case.
        day: The day looked at.
        said: The statements in force on it.
        condition: What every package must satisfy.
        seed: Same seed, same answer.
        budget: How much may be drawn.
        brief: Whether to leave out fair and robust packages, and what the answer hangs on.
        ranges: The bargaining ranges within which packages are sought.
        at: Who decides.
    """

    case: Case
    day: date | None
    said: tuple[Statement, ...]
    condition: Condition
    seed: int
    budget: Budget = FULL
    brief: bool = False
    ranges: tuple[BargainingRange, ...] = ()
    at: AtTable = field(init=False)
    _asked: Mapping[str, Demand] | None = None

    def asked(self) -> Mapping[str, Demand]:
        """Return what each party that decides asks for."""
        if self._asked is None:
            self._asked = demands(self.case, self.day, self.said)
        return self._asked

    def __post_init__(self) -> None:
        rule, binding = rule_of(self.case), commitments(self.case, self.said)
        found: list[PartyValues] = []
        prior, refusal = None, too_much(self.case, self.said, self.budget)
        for party in self.case.deciders:
            wants = party_values(
                self.case, party, self.said, self.seed, prior, refusal, self.budget
            )
            prior = wants.posterior if wants.shared and prior is None else prior
            found.append(wants)
        self.at = AtTable(tuple(found), binding, rule, unrivalled(self.case, self.said))

    def candidates(
        self, named: Sequence[Mapping[str, int]], wanted: Mapping[str, int], *, proved: bool = True
    ) -> Found:
        """Return the packages to compare: all that there are, or those that a search finds.

        Packages that are `named`, complete or partial, are compared besides. Nothing `wanted`
        means no restriction. A search looks for a proof that no package is better as far as
        that goes, if one is wanted (`proved`).

        Raises:
            RequestError: If no package satisfies the condition.
        """
        with current().part("the packages to compare", 0.8):
            return self._candidates(named, wanted, proved)

    def _candidates(
        self, named: Sequence[Mapping[str, int]], wanted: Mapping[str, int], proved: bool
    ) -> Found:
        domain = Domain(self.case, self.condition, named, self.at.binding, self.ranges)
        if domain.listed:
            found = listed(domain, self.at)
            if not len(found.options):
                raise RequestError("no package satisfies the rules and what was asked for")
        else:
            found = searched(domain, self.at, named, self.seed, proved=proved)
        return Found(domain, found, bool(wanted))

    def answer(self, found: Found, top: int) -> Packages:
        """Name the most likely packages that differ, at most ``top`` of them."""
        domain, candidates = found.domain, found.candidates
        gains = self._gains(domain, candidates)
        order = best_first(candidates, gains, self.at)
        ordered, order = candidates.options[order], order[:_COMPARED]
        options = candidates.options[order]
        asked = self.asked()
        chosen = self._different(found, order, top, settled(asked))
        shown = options[chosen]
        budget = current()
        fair = _Fair({}, {}, None)
        robust: RobustChoice | None = None
        if not self.brief:
            fair = budget.attempt(
                "the fair packages",
                lambda: self._fair(found, gains),
                _Fair({}, {}, "not finished within the budget"),
                share=0.6,
            )
            robust = budget.attempt(
                "the robust package",
                lambda: robust_choice(domain, self.at.everyone, ordered),
                share=0.6,
            )
        named = [*fair.options.values()]
        if robust is not None and robust.found is not None:
            named.append(robust.found.package)
        describer = Describer(domain, self.at, asked)
        table = np.vstack([shown, *(np.array([each], dtype=np.intp) for each in named)])
        described = describer.describe(table, len(shown), _marks(table, fair.options))
        described[: len(shown)] = [
            replace(each, as_good=self._as_good(found, int(order[k]), each.agreement))
            for k, each in zip(chosen, described[: len(shown)], strict=True)
        ]
        yes = budget.attempt(
            "how likely a yes is", lambda: self._yes(found, gains, table[: len(shown)]), None, 0.5
        )
        if yes is not None:
            described[: len(shown)] = [
                replace(each, yes_now=chance)
                for each, chance in zip(described[: len(shown)], yes, strict=True)
            ]
        fairly = dict(zip(fair.options, described[len(shown) :], strict=False))
        others = None if found.restricted or self.brief else self._others(domain, options)
        left_out, untried = self._left_out(others)
        hinging: tuple[Hinge, ...] = ()
        if others is not None:
            hinging = budget.attempt(
                "what the answer hinges on",
                lambda: hinges(domain, self.at, candidates, order),
                (),
                share=0.5,
            )
        if_level = if_alike = None
        if not self.brief and any("leanings" in w.assumed for w in self.at.everyone):
            if_level = budget.attempt(
                "what would be best if parties did not lean the way of their demands",
                lambda: self._without(found, gains, order, "leanings"),
                share=0.5,
            )
        if not self.brief and any("own issues" in w.assumed for w in self.at.everyone):
            if_alike = budget.attempt(
                "what would be best if parties' own issues weighed like others",
                lambda: self._without(found, gains, order, "own issues"),
                share=0.5,
            )
        sampled = [p for w in self.at.everyone if (p := w.posterior) and not is_exact(p)]
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
            ranges=self.ranges,
            method="list" if domain.listed else "search",
            bound=candidates.bound,
            gap=candidates.gap,
            coarse=domain.coarse,
            used=self.used,
            silent=tuple(w.party for w in self.at.everyone if w.silent),
            cannot_tell={w.party.id: w.cannot_tell for w in self.at.everyone if w.cannot_tell},
            contradictions=budget.attempt(
                "what would repair contradictions",
                lambda: self._contradictions(shown, others),
                (),
                share=0.5,
            ),
            # Of an answer in brief others tell it.
            broken_commitments=() if self.brief else outbid(self.case, self.said),
            hinges=hinging,
            left_out=left_out,
            not_left_out=untried,
            draws=max((len(p.draws) for p in sampled), default=0),
            effective=min((p.effective for p in sampled), default=None),
            seed=self.seed,
            by_demands=tuple(w.party for w in self.at.everyone if w.by_demands),
            words=tuple(
                WordsRead(w.party, statement, self.case.issues[issue].id, amount)
                for w in self.at.everyone
                for statement, issue, amount in w.words
            ),
            leanings=leanings(self.case, self.said),
            if_level=if_level,
            if_alike=if_alike,
            by_form={} if self.brief else self._by_form(found, gains),
            alternative=self._alternative(shown),
            efficient=None,
        )

    def _different(
        self, found: Found, order: NDArray[np.intp], top: int, settled: Container[str]
    ) -> list[int]:
        """Return the places of likely packages that differ on what is not settled.

        None is shown that a change on one issue alone betters for a party and worsens for none,
        nor makes less likely to be agreed as far as the draws tell; nor one that is told by the options
        with which the index of one shown is as high.
        """
        every = found.candidates
        # Whoever asks for many wants to see the others too.
        if top <= _HANDFUL:
            kept = np.column_stack([every.factors[order], every.level[order]])
            places = undominated(every.options[order], self.at.everyone, kept)
        else:
            places = np.arange(len(order))
        options, level = every.options[order[places]], every.level[order[places]]
        open_issues = sum(issue.id not in settled for issue in self.case.issues)
        chosen = different(
            level,
            lambda k: apart(self.case, options, k, settled),
            max(top, _HANDFUL),
            wanted=max(1.0, open_issues / 3),
        )
        chosen = places[chosen].tolist()
        if top > _HANDFUL:
            better = (bettered(every, order, k, self.at.everyone) for k in chosen)
            return sorted(list(dict.fromkeys([*better, *chosen]))[:top])
        shown: list[int] = []
        # Of points it is known what a small step is worth.
        vague = not all(w.posterior and w.fixed for w in self.at.everyone)
        for k in chosen:
            place = bettered(every, order, k, self.at.everyone)
            alike = vague and any(
                self._is_told(found, int(order[place]), int(order[j])) for j in shown
            )
            if place not in shown and not alike:
                shown.append(place)
        # Several may come to one: whoever asks for three is shown the first three that differ.
        return sorted(shown[:top])

    def _as_good(self, found: Found, row: int, agreement: Figure) -> tuple[AsGood, ...]:
        """Return with which other options the index of a package is as high; nothing where it was not sampled."""
        if not agreement.error:
            return ()
        own = enumerate(self.case.issues)
        left_open = {
            (issue.id, int(found.candidates.options[row, place]))
            for place, issue in own
            if issue.id not in found.domain.settled
        }
        return as_good(self.case, found.candidates, row, agreement.error or 0.0, left_open)

    def _is_told(self, found: Found, row: int, shown: int) -> bool:
        """Whether a package breaks what one shown does, and is told there as one whose index is as high."""
        options = found.candidates.options[[row, shown]]
        (differing,) = np.nonzero(options[0] != options[1])
        if len(differing) != 1 or not self.case.issues[differing[0]].has_order:
            return False
        (place,) = differing
        good = {each.issue: each.options for each in as_good(self.case, found.candidates, shown)}
        if not good.get(self.case.issues[place].id, 0) >> int(options[0, place]) & 1:
            return False
        kept = (found.domain.satisfy(each.condition, options) for each in self.at.binding)
        return all(one == other for one, other in kept)

    def _by_form(self, found: Found, gains: NDArray[np.float64]) -> dict[Form, Terms]:
        """Return what would be best if chances of giving way took another form."""
        domain, candidates = found.domain, found.candidates
        giving = domain.giving_way(self.at.binding)
        if not any(giving.levels.ways):
            return {}
        columns = domain.columns(candidates.options)
        ids = self.at.ids
        first: dict[Form, Terms] = {}
        for form in FORMS[1:]:
            factors = giving.chances(columns, ids, form=form)
            agreed = self.at.rule.probability(candidates.shares * factors)
            level = self.at.levelled(agreed, candidates.shares, factors)
            # Only those with the largest agreement can be first.
            top = np.flatnonzero(level.round(12) >= level.max().round(12))
            tied = replace(
                candidates,
                options=candidates.options[top],
                shares=candidates.shares[top],
                factors=factors[top],
                agreement=agreed[top],
                level=level[top],
                farthest=candidates.farthest[top],
            )
            best = tied.options[best_first(tied, gains[top], self.at)[0]]
            first[form] = domain.terms(best)
        return first

    def _without(
        self, found: Found, gains: NDArray[np.float64], order: NDArray[np.intp], assumption: Assumed
    ) -> Terms | None:
        """Return what would be best of those compared if something were not assumed."""
        compared = order[:MOST_COMPARED]
        domain, candidates = found.domain, found.candidates
        options = candidates.options[compared]
        shares, everyone = candidates.shares[compared].copy(), [*self.at.everyone]
        for k, wants in enumerate(self.at.everyone):
            if assumption in wants.assumed and wants.posterior is not None:
                again = party_values(
                    self.case, wants.party, self.said, self.seed, budget=GLANCE,
                    without=assumption, explained=False,
                )  # fmt: skip
                if again.posterior is None:
                    return None
                places = domain.places(options)
                shares[:, k] = shares_on(domain.on_menus(again.posterior), places)
                everyone[k] = again
        factors = candidates.factors[compared]
        agreed = self.at.rule.probability(shares * factors)
        level = replace(self.at, everyone=tuple(everyone)).levelled(agreed, shares, factors)
        farthest = candidates.farthest[compared]
        as_if = Candidates(options, shares, factors, agreed, level, farthest, len(options))
        best = options[best_first(as_if, gains[compared], self.at)[0]]
        return domain.terms(best)

    def _alternative(self, options: NDArray[np.intp]) -> Alternative | None:
        """Hold the packages against what no deal is worth, where the case says it."""
        if self.case.moves is None or not self.case.moves.outcomes:
            return None
        from lastyard.answers.moves import moves  # noqa: PLC0415
        from lastyard.answers.no_deal import hold_against  # noqa: PLC0415

        found = moves(self.case, self.day).no_deal
        return None if found is None else hold_against(found, self.at.everyone, options)

    def efficient(
        self, answer: Packages, found: Found, required: Condition, most: int
    ) -> Efficient:
        """Return the efficient packages, at most ``most`` points of their frontier."""
        domain, candidates = found.domain, found.candidates
        known = from_points(self.case, self.day, required, most)
        if known is not None:
            return Efficient(known=known)
        if not domain.listed:
            many = "there are too many packages to compare them all"
            return Efficient(reason=many, why_not_fair=many)
        told = [w.party if w.posterior is not None else None for w in self.at.everyone]
        indices = candidates.shares * candidates.factors
        efficient = frontier_of_indices(domain.terms, told, candidates.options, indices, most)
        named = {
            name: int(domain.agree_with(candidates.options, each.package.positions).argmax())
            for name, each in answer.fair.items()
        }
        inside = domain.satisfy(self._inside(found), candidates.options)
        fair = fair_by_expectation(
            domain.terms,
            [p for p in told if p],
            candidates.options,
            self._gains(domain, candidates),
            inside,
            named,
            {name: each.breaks for name, each in answer.fair.items()},
        )
        return replace(efficient, fair=fair, why_not_fair=answer.why_not_fair or "")

    @property
    def used(self) -> tuple[Statement, ...]:
        """The statements that say what the parties want, or bind them."""
        ids = self.at.statements
        return tuple(s for s in self.said if s.id in ids)

    def _gains(self, domain: Domain, candidates: Candidates) -> NDArray[np.float64]:
        """Return the expected gains of the parties whose values can be told.

        Values and no commitments: what a party has bound itself to is shown beside it.
        """
        return gains_of(domain, self.at.everyone, candidates)

    def _yes(
        self, found: Found, gains: NDArray[np.float64], shown: NDArray[np.intp]
    ) -> list[float] | None:
        """Return how likely a yes to each of some packages is, where that was measured: between two."""
        if self.brief or len(self.at.everyone) != 2 or self.at.rule.probability(np.eye(2)).any():
            return None
        if any(w.silent or w.posterior is None for w in self.at.everyone):
            return None
        domain, posteriors = found.domain, [w.posterior for w in self.at.everyone if w.posterior]
        if found.restricted or self.ranges:
            domain = Domain(self.case, All((rules_of(self.case),)), [], self.at.binding)
            if not domain.listed:
                return None
            places = domain.everything()
            places = places[domain.satisfy(domain.condition, domain.options(places))]
            gains = expected_gains([domain.on_menus(p) for p in posteriors], places)
        # In the talks that it was fitted on no deal was worth little; where nobody said what it
        # is worth here, gains are counted from the worst package instead.
        back = np.array(
            [
                float(p.reservations().mean()) if np.ptp(p.reservations()) else 0.0
                for p in posteriors
            ]
        )
        gains = gains + back
        best = float(np.maximum(gains, 0.0).prod(axis=1).max())
        if best <= 0.0:
            return None
        own = back + expected_gains(
            [found.domain.on_menus(p) for p in posteriors], found.domain.places(shown)
        )
        shares = np.minimum(np.maximum(own, 0.0).prod(axis=1) / best, 1.0)
        giving = self.at.factors(found.domain, shown).prod(axis=1)
        return [
            round(chance_of_yes(share) * give, 6)
            for share, give in zip(shares.tolist(), giving.tolist(), strict=True)
        ]

    def _fair(self, found: Found, gains: NDArray[np.float64]) -> _Fair:
        silent = [w.party.name for w in self.at.everyone if w.silent]
        if silent:
            names = " and ".join(silent) if len(silent) < 3 else f"{len(silent)} parties"
            return _Fair({}, {}, f"{names} said nothing of what it would be fair by")
        joint = [w.party.name for w in self.at.everyone if w.joint is not None]
        if joint:
            return _Fair({}, {}, f"{joint[0]} gave points with pairs, which solutions takes up")
        told = [w.posterior for w in self.at.everyone if w.posterior is not None]
        if len(told) < len(self.at.everyone):
            return _Fair({}, {}, "the values of a party cannot be told")
        inside = self._inside(found)
        if not found.domain.listed:
            condition = All((self.condition, inside))
            within = Domain(self.case, condition, [], self.at.binding, self.ranges)
            searched, why_not = searched_solutions(within, told)
            return _Fair(
                {name: each.options for name, each in searched.items()},
                {name: each.gap for name, each in searched.items() if each.gap > 0},
                why_not,
            )
        options = found.candidates.options
        fits = np.flatnonzero(found.domain.satisfy(inside, options))
        named = {
            name: tuple(options[fits[k]].tolist()) for name, k in solutions(gains[fits]).items()
        }
        none = "every package is expected to cost some party more than no deal"
        if not named and len(fits) < len(options):
            none = f"of those that break no more than has to give way, {none}"
        return _Fair(named, {}, None if named else none)

    def _inside(self, found: Found) -> Condition:
        """Return all commitments but those that the package likeliest to be given breaks.

        Where they all fit together, these are all of them; else it is the likeliest opening.
        """
        candidates = found.candidates
        chance = self.at.rule.probability(candidates.factors).round(12)
        likeliest = np.flatnonzero(chance == chance.max())
        best = int(likeliest[candidates.agreement[likeliest].round(12).argmax()])
        package = candidates.options[best : best + 1]
        demands = [c.condition for c in self.at.binding if not isinstance(c.statement.says, Values)]
        return All(tuple(each for each in demands if found.domain.satisfy(each, package)[0]))

    def _others(self, domain: Domain, options: NDArray[np.intp]) -> Alternatives:
        def again(wants: PartyValues, gone: Sequence[Statement]) -> PartyValues:
            said = [s for s in self.said if s not in gone]
            return party_values(
                self.case, wants.party, said, self.seed, budget=AGAIN, start=wants.posterior
            )

        best = options[:MOST_COMPARED]
        return Alternatives(domain, self.at, best, again)

    def _left_out(
        self, others: Alternatives | None
    ) -> tuple[tuple[LeftOut, ...], tuple[Statement, ...]]:
        """Leave out one statement of what a party likes at a time."""
        if others is None:
            return (), ()
        # Points are all that is known of a party, not one statement among others; demands are told
        # by what the best package hangs on.
        single = [
            s
            for w in self.at.everyone
            for s in w.statements
            if not isinstance(s.says, Values | Requires | Rejects)
        ]
        each: list[tuple[Statement, LeftOut | None]] = []
        budget = current()

        def leave_out() -> None:
            for statement in single:
                budget.progress(len(each), len(single), "statements")
                each.append((statement, others.without([statement])))

        budget.attempt("what would change without each statement", leave_out, share=0.7)
        each += [(statement, None) for statement in single[len(each) :]]
        tried = tuple(found for _, found in each if found is not None)
        return tried, tuple(statement for statement, found in each if found is None)

    def _contradictions(
        self, options: NDArray[np.intp], others: Alternatives | None
    ) -> tuple[SelfContradiction, ...]:
        by_id = {s.id: s for s in self.said}
        told = []
        for wants in self.at.everyone:
            if wants.contradiction is None or wants.problem is None:
                continue
            repairs = [
                (
                    tuple(by_id[id] for id in repair),
                    judge_packages(without(wants.problem, repair), options).statuses,
                )
                for repair in wants.contradiction.repairs
            ]
            core = tuple(by_id[id] for id in wants.contradiction.statements)
            told.append(
                SelfContradiction(
                    wants.party,
                    core,
                    tuple(
                        Repair(said, statuses, None if others is None else others.without(said))
                        for said, statuses in repairs
                    ),
                )
            )
        return tuple(told)


@record(frozen=True, slots=True)
class _Fair:
    """Fair packages by option indices, how far they are from proved best, and why none."""

    options: Mapping[Solution, tuple[int, ...]]
    gaps: Mapping[Solution, float]
    why_not: str | None


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """The packages to compare, and whether only some of those that there are were asked for."""

    domain: Domain
    candidates: Candidates
    restricted: bool


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
        {party.id: reason for party, reason in choice.left_out},
    )


def _why_not_robust(choice: RobustChoice | None) -> str | None:
    if choice is None or choice.found is not None:
        return None
    told = [f"{party.name} {reason}" for party, reason in choice.left_out[:3]]
    more = len(choice.left_out) - len(told)
    return "; ".join(told) + (f"; and so on for {more} more" if more else "")


_MOST_TOP = 1_000


@budgeted
def packages(  # noqa: PLR0913  (what a user may ask)
    case: Case,
    day: Day = None,
    *,
    top: int = 5,
    seed: int = 0,
    require: str | None = None,
    evaluate: str | Mapping[str, object] | None = None,
    frontier: bool = False,
    solutions: bool = False,
    listed: int = 1_000,
    beyond: bool = False,
) -> Packages:
    """Find the packages most likely to be agreed.

    They are sought within the bargaining ranges of issues
    (:mod:`~lastyard.answers.bargaining_range`): nothing that goes further against
    somebody than anybody has asked for, unless ``require`` or ``evaluate`` asks for it.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many different packages to name.
        seed: Same seed, same answer.
        require: A condition that the packages must satisfy besides the rules.
        evaluate: A package to evaluate, as text or as a mapping from issues to options;
            where it leaves issues open, its best completions are named.
        frontier: Whether to find the efficient packages as well.
        solutions: Whether to say what the bargaining solutions maximise, with the bound.
        listed: Give at most this many points of the frontier.
        beyond: Whether to seek packages beyond the bargaining ranges as well.

    Raises:
        RequestError: If top, seed or listed is out of range.
        RequestError: If the condition or the package is not one, or leaves nothing.
    """
    need_number("top", top, 1, _MOST_TOP)
    need_seed(seed)
    need_number("listed", listed, 1)
    wanted = evaluated_package(case, evaluate) if evaluate is not None else {}
    required = All(tuple(required_condition(case, require, wanted)))
    condition = All((rules_of(case), required))
    said = in_force(case, day)
    budget = current()
    with budget.part("the values of the parties", 0.7):
        ranges = () if beyond else bargaining_ranges(case, said, required)
        work = Work(case, day_of(case, day), said, condition, seed, ranges=ranges)
    named = [*([wanted] if wanted else []), *put_forward(case, said)]
    found = work.candidates(named, wanted)
    answer = work.answer(found, top)
    both: dict[Asked, bool] = {"frontier": frontier, "solutions": solutions}
    asked = tuple(name for name, wanted in both.items() if wanted)
    if not asked:
        return answer
    efficient = budget.attempt(
        "the efficient packages", lambda: work.efficient(answer, found, required, listed)
    )
    if efficient is None:
        return answer
    return replace(answer, efficient=replace(efficient, asked=asked))


def brief_work(
    case: Case,
    day: date | None,
    *,
    seed: int = 0,
    beyond: bool = False,
    budget: Budget | None = None,
) -> Work:
    """Return what is known of each party, for answers in brief.

    Args:
        case: The case.
        day: The day to look at.
        seed: Same seed, same answers.
        beyond: Whether to seek packages beyond the bargaining ranges as well.
        budget: How much may be drawn; None for less than for the packages themselves.
    """
    condition, said = All((rules_of(case),)), in_force(case, day)
    with current().part("the values of the parties", 0.7):
        ranges = () if beyond else bargaining_ranges(case, said, TRUE)
        return Work(
            case,
            day_of(case, day),
            said,
            condition,
            seed,
            budget or QUICK,
            brief=True,
            ranges=ranges,
        )


def compared(work: Work, *, proved: bool = True) -> Found:
    """Return the packages to compare: all, or those that a search finds.

    It looks for a proof that no package is better as far as that goes, if one is wanted
    (`proved`).

    Raises:
        RequestError: If no package satisfies the rules, or they are too entangled.
    """
    return work.candidates(put_forward(work.case, work.said), {}, proved=proved)
