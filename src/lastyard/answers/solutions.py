"""Efficient and fair packages, when every party that decides has given points.

The deal engine (:mod:`lastyard.deals`) knows positions and numbers; a case knows names, statements
and conditions. What stands between them is here too: the points in force, the reservation values,
and the rules as the engine steps through them.

Example, Nash's own (1950), in small: a pen is worth 10 and 1, a hat 2 and 2.
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: A swap
    ... parties: {bill: {}, jack: {}}
    ... issues: {pen: {options: [bill, jack]}, hat: {options: [bill, jack]}}
    ... statements:
    ...   - {id: b, party: bill, on: 1950-01-01, reservation: 2,
    ...      values: {pen: {bill: 10, jack: 0}, hat: {bill: 2, jack: 0}}}
    ...   - {id: j, party: jack, on: 1950-01-01, reservation: 1,
    ...      values: {pen: {bill: 0, jack: 1}, hat: {bill: 0, jack: 2}}}
    ... ''')
    >>> found = solutions(case)
    >>> found.named("nash").package, {id: int(v) for id, v in found.named("nash").values.items()}
    ({'pen': 'bill', 'hat': 'jack'}, {'bill': 10, 'jack': 2})
    >>> found.exact, found.points
    (True, 1)
"""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from functools import partial
from math import isfinite
from typing import Annotated, Literal, cast, get_args

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case, Party, Statement, Terms, Values
from lastyard.case.said import Day, commitments, day_of, in_force, sizes_of
from lastyard.conditions.arrays import holds_on
from lastyard.conditions.tree import TRUE, Condition, bits, holds, issues_of
from lastyard.deals import (
    Domain,
    DomainError,
    Frontier,
    Relaxation,
    Rule,
    Solution,
    TableRule,
    egalitarian,
    kalai_smorodinsky,
    leximin,
    most_equal,
    nash,
    pareto_frontier,
    relative_welfare,
    relax,
    utilitarian,
)
from lastyard.errors import RequestError, did_you_mean, need_number
from lastyard.records import record
from lastyard.results import As, AsOf, ByKey, Count, Key, Options, Result, Unpublished
from lastyard.space.pool import CERTAIN, NEVER, Pool

__all__ = [
    "NAMES",
    "ConditionRule",
    "Disagreement",
    "FairPackage",
    "FrontierPoint",
    "KnownPoints",
    "Solutions",
    "all_gave_points",
    "deciding_parties",
    "known_points",
    "rule_from",
    "solutions",
]

_STEPS = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class ConditionRule:
    """A condition of a case as the deal engine steps through it.

    Its states are what remains of the condition once some issues are settled, each stored
    once (:class:`lastyard.space.pool.Pool`), so that equal remains are one state.

    Attributes:
        condition: The condition.
        issues: Positions of the issues on which it depends.
        pool: Stores what remains of it.
        node: The whole condition in the pool.
    """

    condition: Condition
    issues: tuple[int, ...]
    pool: Pool
    node: int

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Return which combinations of options satisfy the condition."""
        arrays = [np.asarray(own) for own in options]
        chosen = {
            self.pool.issues[i]: own.ravel() for i, own in zip(self.issues, arrays, strict=True)
        }
        # Issues that are named but make no difference get any option.
        nothing = np.zeros(arrays[0].size, dtype=np.int64)
        chosen |= {id: nothing for id in issues_of(self.condition) if id not in chosen}
        return holds_on(self.condition, chosen).reshape(arrays[0].shape)

    def start(self) -> Hashable:
        """Return the state before any option is known."""
        return self.node

    def step(self, state: Hashable, issue: int, option: int) -> Hashable:
        """Return what remains once an issue has an option; True or False once that is settled."""
        assert isinstance(state, int)  # noqa: S101 - the engine hands back our own states
        cells = self.pool.cells[issue]
        cell = next(k for k, mask in enumerate(cells) if mask >> option & 1)
        after = self.pool.assign(state, issue, cell)
        return after if after not in (CERTAIN, NEVER) else after == CERTAIN


def rule_from(case: Case, condition: Condition) -> Rule | None:
    """Return a condition as a rule of the deal engine, or None when it always holds.

    Raises:
        SearchTooLargeError: The condition is too entangled.
    """
    sizes = sizes_of(case)
    pool = Pool(sizes, [condition], _STEPS)
    node = pool.add(condition)
    if node == CERTAIN:
        return None
    if node == NEVER:
        return TableRule((0,), np.zeros(next(iter(sizes.values())), dtype=np.bool_))
    return ConditionRule(condition, tuple(bits(pool.scope[node])), pool, node)


@record(frozen=True, slots=True)
class KnownPoints:
    """The points in force of every party that decides.

    Attributes:
        case: The case.
        day: The day.
        parties: The parties that decide, in the order of the case.
        statements: Per party, the statement with its points.
    """

    case: Case
    day: date | None
    parties: tuple[Party, ...]
    statements: tuple[Statement, ...]

    @property
    def given(self) -> tuple[Values, ...]:
        """Per party, its points."""
        return tuple(s.says for s in self.statements if isinstance(s.says, Values))

    @property
    def reservation(self) -> tuple[Fraction | None, ...]:
        """Per party, the least it accepts; None for everything, or where it did not say."""
        return tuple(
            v.reservation if isinstance(v.reservation, Fraction) else None for v in self.given
        )

    def domain(self, require: Condition = TRUE) -> Domain:
        """Return the outcome space: points, reservation values and the rules of the case.

        Raises:
            RequestError: The points cannot be used, or the rules are too entangled.
        """
        conditions = [*(rule.condition.tree for rule in self.case.rules), require]
        rules = [rule for c in conditions if (rule := rule_from(self.case, c)) is not None]
        try:
            return Domain.of(
                [[own for _, own in values.points] for values in self.given],
                pairs=self._pairs(),
                reservation=self.reservation,
                rules=rules,
            )
        except DomainError as problem:
            raise RequestError(f"the points cannot be used: {problem}") from problem

    def worth(self, party: int, package: Sequence[tuple[str, int]]) -> Fraction:
        """Return what a complete package is worth to a party."""
        given, chosen = self.given[party], dict(package)
        points = dict(given.points)
        added = (t.points for t in given.together if all(chosen[i] == k for i, k in t.when))
        return sum((points[issue][option] for issue, option in package), sum(added, Fraction(0)))

    def _pairs(self) -> dict[tuple[int, int], list[list[list[Fraction]]]]:
        """Return what pairs of options add, per pair of issues a table a party."""
        place = {issue.id: k for k, issue in enumerate(self.case.issues)}
        sizes = [issue.size for issue in self.case.issues]
        found: dict[tuple[int, int], list[list[list[Fraction]]]] = {}
        for party, values in enumerate(self.given):
            for each in values.together:
                (i, first), (j, second) = sorted((place[id], k) for id, k in each.when)
                if (i, j) not in found:
                    found[i, j] = [
                        [[Fraction(0)] * sizes[j] for _ in range(sizes[i])] for _ in self.given
                    ]
                found[i, j][party][first][second] += each.points
        return found


def deciding_parties(case: Case) -> tuple[Party, ...]:
    """Return the parties whose acceptance counts, in the order of the case."""
    if case.agreement is None:
        return case.deciders
    return tuple(party for party in case.parties if party.id in case.agreement.parties)


def all_gave_points(case: Case, day: Day = None) -> bool:
    """Return whether points of every party that decides are in force."""
    gave = {s.party for s in in_force(case, day) if isinstance(s.says, Values)}
    parties = deciding_parties(case)
    return bool(parties) and gave.issuperset(party.id for party in parties)


def known_points(case: Case, day: Day = None) -> KnownPoints:
    """Return the points in force of all deciding parties; of several, a party's newest.

    Raises:
        RequestError: A party gave none, or two on the same day.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: A swap
        ... parties: {bill: {}, jack: {}}
        ... issues: {pen: {options: [bill, jack]}, hat: {options: [bill, jack]}}
        ... rules: [{id: one-each, require: "(pen == 'bill') iff (hat == 'jack')"}]
        ... statements:
        ...   - {id: b, party: bill, on: 2024-01-01, reservation: 2,
        ...      values: {pen: {bill: 10, jack: 0}, hat: {bill: 2, jack: 0}}}
        ...   - {id: j, party: jack, on: 2024-01-01, reservation: none,
        ...      values: {pen: {bill: 0, jack: 1}, hat: {bill: 0, jack: 2}}}
        ... ''')
        >>> known = known_points(case)
        >>> domain = known.domain()
        >>> [party.id for party in known.parties], domain.reservation
        (['bill', 'jack'], (Fraction(2, 1), None))
        >>> domain.allowed((0, 1)), domain.allowed((0, 0))
        (True, False)
    """
    parties = deciding_parties(case)
    found: dict[str, list[Statement]] = {party.id: [] for party in parties}
    for statement in in_force(case, day):
        if isinstance(statement.says, Values) and statement.party in found:
            found[statement.party].append(statement)
    silent = [party.name for party in parties if not found[party.id]]
    if silent or not parties:
        when = day_of(case, day)
        who = ", ".join(silent) or "nobody"
        raise RequestError(
            "frontier and solutions need points for every option from every party that decides; "
            f"no points are in force from: {who}{f' (on {when})' if when else ''}; "
            "add a statement with `values:` for each of them"
        )
    return KnownPoints(
        case, day_of(case, day), parties, tuple(_newest(found[party.id]) for party in parties)
    )


def _newest(statements: Sequence[Statement]) -> Statement:
    last = max(statement.on for statement in statements)
    newest = [statement for statement in statements if statement.on == last]
    if len(newest) > 1:
        names = " and ".join(repr(statement.id) for statement in newest)
        raise RequestError(
            f"{names} give points of the same party on the same day: let one say `replaces:`"
        )
    return newest[0]


Name = Literal[
    "nash",
    "kalai_smorodinsky",
    "egalitarian",
    "leximin",
    "utilitarian",
    "relative_welfare",
    "most_equal",
]

NAMES: tuple[Name, ...] = get_args(Name)

_COUNT_GAINS: Mapping[str, Callable[..., Solution]] = {
    "nash": nash,
    "kalai_smorodinsky": kalai_smorodinsky,
    "egalitarian": egalitarian,
    "leximin": leximin,
    "relative_welfare": relative_welfare,
}

MOST_POINTS = 100_000

# Points a step of the fold that are tried where more are beyond the budget.
_FEWER = (5_000, 500, 50)

_LISTED = 1_000

Basis = Literal["reservation", "status quo", "asked", "below everything", "unknown"]


@record(frozen=True, slots=True)
class Disagreement:
    """Where a party's gains are counted from.

    Attributes:
        value: The points of no agreement; None when there is no such number.
        basis: Where that comes from: its ``reservation``, what its points give the case's
            ``status quo``, the number ``asked`` for; else why there is none: every package
            is better for it than no deal (``below everything``), or it did not say
            (``unknown``).
    """

    value: Fraction | None
    basis: Basis


@record(frozen=True, slots=True)
class FrontierPoint:
    """An undominated combination of values, with one package that gives it.

    Attributes:
        package: The package.
        values: What it is worth to each party, exactly.
        packages: How many packages have just these values.
    """

    package: Options
    values: Mapping[str, Fraction]
    packages: Count


@record(frozen=True, slots=True)
class FairPackage:
    """The package that a bargaining solution names.

    Attributes:
        name: The solution, as in ``NAMES``.
        package: The package; None when there is none, see ``note``.
        values: What it is worth to each party, exactly; empty without a package.
        objective: What the solution maximises: product of gains, smallest share of the
            ideal gain, smallest gain, sum of values, sum of shares, minus the difference.
        bound: No acceptable package has a higher objective than this; None if unknown.
        exact: Whether the bound is reached.
        method: How it was found.
        note: What else to know, such as why there is no package; else empty.
        breaks: Statements in force that bind a party to something this package is not.
    """

    name: Name
    package: Options | None
    values: Mapping[str, Fraction]
    objective: float | None
    bound: float | None
    exact: bool
    method: str
    note: str
    breaks: tuple[Statement, ...]


def _by_party(statements: tuple[Statement, ...]) -> Mapping[str, Statement]:
    return {statement.party: statement for statement in statements}


@record(frozen=True, slots=True)
class Solutions(Result):
    """The exact frontier and the fair packages of a case with known points.

    Attributes:
        case: The case.
        day: The day.
        packages_allowed: How many packages the rules leave.
        statements: Per party, the statement with its points.
        frontier: The undominated points, best for the first party first; at most as many
            as asked for, see ``points``.
        points: How many points there are.
        exact: True: these are all undominated points. False: see ``epsilon``.
        epsilon: Per party; every package that gives each party its reservation value plus
            epsilon is matched by a point up to epsilon. Zero if exact.
        reason: Why it is not exact, or why there is no point; else empty.
        fair: The bargaining solutions.
        disagreement: Per party, where gains are counted from.
        parties: The parties that decide, in the order of the case.
        folded: The engine's frontier, with every point.
    """

    case: Case
    day: AsOf
    packages_allowed: Count
    statements: Annotated[tuple[Statement, ...], As(_by_party)]
    frontier: tuple[FrontierPoint, ...]
    points: Count
    exact: bool
    epsilon: Mapping[str, float]
    reason: str
    fair: Annotated[tuple[FairPackage, ...], ByKey("name"), Key("solutions")]
    disagreement: Mapping[str, Disagreement]
    parties: Unpublished[tuple[Party, ...]]
    folded: Unpublished[Frontier] = field(repr=False, compare=False)

    def everything(self) -> Iterator[tuple[Terms, dict[str, float]]]:
        """Yield every point of the frontier, however many: one package, and its values.

        The order is that of ``frontier``. Values are rounded to floats, and points are made a
        block at a time, so that a frontier of millions can be written to a file.
        """
        ids = [party.id for party in self.parties]
        for options, values in self.folded.blocks():
            for package, worth in zip(options.tolist(), values.tolist(), strict=True):
                yield self.case.terms(package), dict(zip(ids, worth, strict=True))

    def named(self, name: str) -> FairPackage:
        """Return a solution by its name; KeyError when there is none such."""
        for each in self.fair:
            if each.name == name:
                return each
        raise KeyError(name)


@budgeted
def solutions(
    case: Case,
    day: Day = None,
    *,
    disagreement: Mapping[str, Fraction | int | str] | None = None,
    require: Condition = TRUE,
    most_points: int = MOST_POINTS,
    listed: int = _LISTED,
) -> Solutions:
    """Find the Pareto frontier and the bargaining solutions.

    Only packages count that the rules allow and that give *every* party that decides its
    reservation value, whatever the agreement rule. Gains are counted from the reservation
    value; for a party that stated none, from what the case's ``status_quo`` is worth to
    it. A solution that counts gains is not worked out when a party has neither.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        disagreement: Where to count gains from instead, for the parties named.
        require: A further condition on packages.
        most_points: A step of the fold keeps at most this many points; if it would need
            more, the frontier is an epsilon-frontier and says so.
        listed: Give at most this many points of the frontier.

    Raises:
        RequestError: A party that decides gave no points, a party named is not there, or
            the rules are too entangled.
        ValueError: ``most_points`` or ``listed`` is not positive.
    """
    need_number("listed", listed, 1)
    known = known_points(case, day)
    point = _disagreement(known, disagreement or {})
    domain = known.domain(require)
    try:
        frontier = _frontier_of(domain, most_points)
        relaxation = relax(domain)
    except DomainError as problem:
        raise RequestError(_named_parties(str(problem), known)) from problem
    ids = [party.id for party in known.parties]
    return Solutions(
        case=case,
        day=known.day,
        parties=known.parties,
        statements=known.statements,
        disagreement=dict(zip(ids, point, strict=True)),
        packages_allowed=frontier.allowed,
        frontier=tuple(
            FrontierPoint(
                case.terms(frontier.package(k)),
                dict(zip(ids, frontier.exact_values(k), strict=True)),
                frontier.count(k),
            )
            for k in range(min(listed, len(frontier)))
        ),
        points=len(frontier),
        exact=frontier.exact,
        epsilon=dict(zip(ids, frontier.epsilon, strict=True)),
        reason="" if len(frontier) and frontier.exact else _reason(known, domain, frontier),
        fair=tuple(
            _fair(known, found) for found in _all_solutions(known, relaxation, frontier, point)
        ),
        folded=frontier,
    )


def _frontier_of(domain: Domain, most_points: int) -> Frontier:
    """Return the frontier; with fewer points a step where the budget does not reach for all."""
    budget = current()
    found: Frontier | None = None
    for most in (most_points, *(fewer for fewer in _FEWER if fewer < most_points)):
        found = budget.attempt(
            f"the frontier with up to {most:,} points a step",
            partial(pareto_frontier, domain, most_points=most),
            share=0.4,
        )
        if found is not None:
            return found
    raise OutOfBudget("the frontier was not finished within the budget")


def _fair(known: KnownPoints, found: Solution) -> FairPackage:
    """Return the engine's solution in the names of the case."""
    package = None if found.package is None else known.case.terms(found.package)
    breaks: list[Statement] = []
    if package is not None:
        breaks = [
            bound.statement
            for bound in commitments(known.case, in_force(known.case, known.day))
            if not isinstance(bound.statement.says, Values)
            and not holds(bound.condition, package.positions)
        ]
    return FairPackage(
        cast("Name", found.name),
        package,
        dict(zip((party.id for party in known.parties), found.values, strict=False)),
        # Adding zero turns -0.0 into 0.0.
        found.objective + 0.0 if isfinite(found.objective) else None,
        found.bound + 0.0 if isfinite(found.bound) else None,
        found.exact,
        found.method,
        _named_parties(found.note, known),
        tuple(breaks),
    )


def _disagreement(
    known: KnownPoints, asked: Mapping[str, Fraction | int | str]
) -> tuple[Disagreement, ...]:
    ids = [party.id for party in known.parties]
    for id in asked:
        if id not in ids:
            raise RequestError(
                f"no deciding party is called {id[:60]!r}: {did_you_mean(id, ids, 'parties')}"
            )
    status_quo = known.case.status_quo or ()
    complete = len(status_quo) == len(known.case.issues)
    found = []
    for p, (id, values) in enumerate(zip(ids, known.given, strict=True)):
        if id in asked:
            found.append(Disagreement(Fraction(asked[id]), "asked"))
        elif isinstance(values.reservation, Fraction):
            found.append(Disagreement(values.reservation, "reservation"))
        elif values.reservation == "none":
            found.append(Disagreement(None, "below everything"))
        elif complete:
            found.append(Disagreement(known.worth(p, status_quo), "status quo"))
        else:
            found.append(Disagreement(None, "unknown"))
    return tuple(found)


def _all_solutions(
    known: KnownPoints, relaxation: Relaxation, frontier: Frontier, point: Sequence[Disagreement]
) -> list[Solution]:
    missing = [
        party.name for party, own in zip(known.parties, point, strict=True) if own.value is None
    ]
    values = [own.value for own in point if own.value is not None]
    domain = frontier.domain
    found = []
    for name in NAMES:
        find: Callable[[], Solution]
        if name == "most_equal":
            find = partial(most_equal, frontier)
        elif name == "utilitarian":
            find = partial(utilitarian, domain, relaxation=relaxation)
        elif missing:
            found.append(
                _without(
                    name,
                    point,
                    f"gains cannot be counted without a disagreement point; {', '.join(missing)} "
                    "stated none: add a `reservation:` number to the points, or a complete "
                    "`status_quo`, or ask with a disagreement point of your own",
                )
            )
            continue
        else:
            find = partial(_COUNT_GAINS[name], domain, disagreement=values, relaxation=relaxation)
        try:
            found.append(find())
        except DomainError as problem:
            found.append(_without(name, point, str(problem)))
    return found


def _without(name: str, point: Sequence[Disagreement], note: str) -> Solution:
    """Return the record of a solution that was not worked out, and why."""
    counted = tuple(own.value for own in point)
    nothing = float("inf")
    return Solution(name, None, (), counted, -nothing, nothing, False, 0, "not worked out", note)


def _reason(known: KnownPoints, domain: Domain, frontier: Frontier) -> str:
    """Return why a frontier is empty, or not exact, in the names of the case."""
    if len(frontier) or not frontier.allowed or not frontier.exact:
        return _named_parties(frontier.reason, known)
    for p, party in enumerate(known.parties):
        least = known.reservation[p]
        best = pareto_frontier(domain.of_party(p).with_reservation([None]))
        most = best.exact_values(0)[0]
        if least is not None and most < least:
            return (
                f"no package gives {party.name} its reservation value of {float(least):g}: the "
                f"best for it is worth {float(most):g}"
            )
    return "no package gives all of them their reservation values at once"


def _named_parties(text: str, known: KnownPoints) -> str:
    """Put names where the engine, which knows none, counts the parties."""

    def name(match: re.Match[str]) -> str:
        return known.parties[int(match[1])].name

    return re.sub(r"\bparty (\d+)\b", name, text)
