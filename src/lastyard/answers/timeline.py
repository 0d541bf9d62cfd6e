"""How the talks went: gaps, openings and the best package on every day that changed them.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
    ...   - {id: less, party: union, on: 2024-01-20, position: {wage: 6}, replaces: ask}
    ... ''')
    >>> found = timeline(case)
    >>> [point.issues["wage"].gaps[0].by_position for point in found.points]
    [None, Fraction(3, 5), Fraction(2, 5)]
    >>> found.trend("by_position", "wage").verdict, found.effects[1].statements[0].id
    ('cannot tell', 'less')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import islice, pairwise
from typing import Annotated, Literal

from lastyard.answers.bargaining_range import spoken_issues
from lastyard.answers.daily_best import Best, BestPackages, LikelyValues, Method, in_even_order
from lastyard.answers.impasse import demand_names, least_movement, rounded, talks_of
from lastyard.answers.packages.result import Figure
from lastyard.answers.standing import Gap, State
from lastyard.answers.trends import (
    KINDS,
    Change,
    Effect,
    IssueGaps,
    Measure,
    Series,
    Step,
    Talks,
    Trend,
    codings_of,
    directions,
    gap_effects,
    gap_series,
    index_effects,
    steps_of,
    trends_of,
)
from lastyard.blocking import Blockage, Opening, blockage
from lastyard.blocking.giving_way import levels_of
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case, Statement
from lastyard.case.said import Commitment, Day, as_date, commitments, day_of, sizes_of
from lastyard.errors import RequestError, need_seed
from lastyard.records import record
from lastyard.results import As, AsOf, Count, ExactChance, Key, Options, Result

__all__ = ["Blocked", "IssuePoint", "LikeliestOpening", "OnDay", "Point", "Timeline", "timeline"]


def _of_pairs_with_one(gaps: tuple[Gap, ...]) -> tuple[Gap, ...]:
    """Leave out the pairs of parties between which no gap is known."""
    return tuple(
        gap for gap in gaps if gap.by_position is not None or gap.by_commitment is not None
    )


@record(frozen=True, slots=True)
class IssuePoint:
    """One issue on one day.

    Attributes:
        state: As in :class:`~lastyard.answers.standing.IssueStanding`.
        heard: Whether a statement that concerns the issue came into force or ended.
        gaps: One per pair of parties that has one, likewise.
    """

    state: State
    heard: bool
    gaps: Annotated[tuple[Gap, ...], As(_of_pairs_with_one)]


@record(frozen=True, slots=True)
class LikeliestOpening:
    """The likeliest minimal set of statements whose giving way leaves a package.

    Attributes:
        statements: The statements.
        chance: Probability that all give way.
        proved: Whether no other is likelier; False when the search ended early.
    """

    statements: tuple[Statement, ...]
    chance: ExactChance
    proved: bool


@record(frozen=True, slots=True)
class Point:
    """The talks on one day.

    Attributes:
        day: The day.
        changes: What came into force or ended that day; empty for the day from which the
            timeline was asked for.
        in_force: How many statements were in force.
        issues: Per issue, its state and gaps.
        cause: Why nothing satisfies everything: ``nothing`` when something does; None when
            it was too entangled to be told.
        packages: How many packages satisfy everything; None when not counted.
        opening: The likeliest opening; None when none is needed, or none was found.
        blocking_sets: Ids of the statements of each blocking set that is known.
        appeared: Those that were not there at the point before.
        went: Those that were.
        blocking_complete: Whether these are all.
        agreement: Probability that the best package is agreed; index None when not told.
        package: That package; None when it was not looked for.
        method: How the values behind it were drawn: ``sampled`` on that day's statements,
            ``reweighted`` from draws of another day, ``not computed``.
        why_not: Why there is no index; None when there is one.
    """

    day: Annotated[date, Key("on")]
    changes: tuple[Change, ...]
    in_force: Count
    issues: Mapping[str, IssuePoint]
    cause: Literal["nothing", "demands", "agreement", "rules", "unexplained", "undecided"] | None
    packages: Count | None
    opening: LikeliestOpening | None
    blocking_sets: tuple[tuple[str, ...], ...]
    appeared: tuple[tuple[str, ...], ...]
    went: tuple[tuple[str, ...], ...]
    blocking_complete: Annotated[bool, Key("blocking_sets_complete")]
    agreement: Figure
    package: Options | None
    method: Annotated[Literal["sampled", "reweighted", "not computed"], Key("drawn")]
    why_not: str | None


@record(frozen=True, slots=True)
class Timeline(Result):
    """How the talks went.

    Attributes:
        case: The case.
        end: The day up to which the talks are looked at, whether or not something changed on
            it; None when nothing was said.
        start: First day looked at; None when nothing was said by the last.
        points: One per day on which something changed, in order.
        trends: Per issue and measure, then for all issues together, then the index.
        effects: What statements moved, by day, largest first.
        searched: Whether packages were too many to list, so that the best of each day was
            searched for from those of its neighbours.
        codings: How many ways of counting statements of limited confidence were drawn.
        seed: The seed.
    """

    case: Case
    end: AsOf
    start: Annotated[date | None, Key("from")]
    points: tuple[Point, ...]
    trends: tuple[Trend, ...]
    effects: tuple[Effect, ...]
    searched: bool
    codings: Count
    seed: Count

    @property
    def day(self) -> date | None:
        """The last day looked at."""
        return self.end

    def trend(self, measure: Measure, issue: str | None = None) -> Trend:
        """Return one trend; KeyError when there is none such."""
        for found in self.trends:
            if (found.measure, found.issue) == (measure, issue):
                return found
        raise KeyError((measure, issue))


# Up to so many statements that bind, all sets are listed when there are at most so many;
# beyond, the few likeliest do.
_FEW, _MANY_SETS = 24, 1_000

_LISTED, _LIKELIEST = 20, 3

# Openings whose least movement is looked for, as in impasse.
_LISTED_MOVES = 10


@record(frozen=True, slots=True)
class OnDay:
    """What blocks on a day.

    Attributes:
        binding: Ids of the statements that bind.
        found: What the search gave; None when the conditions are too entangled.
        opening: The likeliest opening, as impasse orders them, by ids of statements; None where there is none.
        chance: The chance that it gives way.
    """

    binding: frozenset[str]
    found: Blockage | None
    opening: Opening | None = None
    chance: Fraction | None = None


class Blocked:
    """Answers for sets of statements of one case.

    A blocking set is one whatever else is in force: it stays for as long as all of its
    statements do. So a set found on one day is known on every day that has its statements, also
    on days whose own search could not list all sets.
    """

    def __init__(self, case: Case) -> None:
        self._case = case
        self._ordered = [issue.id for issue in case.issues if issue.has_order]
        self._names = demand_names(case)
        self._id_of = {name: id for id, name in self._names.items()}
        self._known: dict[frozenset[str], Blockage | None] = {}
        self._first: dict[frozenset[str], tuple[int, Fraction]] = {}

    def on_day(self, said: Sequence[Statement]) -> OnDay:
        """Return what blocks while some statements are in force."""
        binding = commitments(self._case, said)
        ids = frozenset(c.statement.id for c in binding)
        if ids not in self._known:
            few = len(binding) <= _FEW
            limit, first = (_MANY_SETS, _LISTED_MOVES) if few else (_LISTED, _LIKELIEST)
            found: Blockage | None
            try:
                found = blockage(talks_of(self._case, binding), limit=limit, first=first)
            except OutOfBudget:
                found = None
            if found is not None and found.cause in ("undecided", "unexplained"):
                found = None
            self._known[ids] = found
        found = self._known[ids]
        if found is None or not found.openings:
            return OnDay(ids, found)
        place, chance = self._likeliest(ids, binding, found)
        named = found.openings[place]
        opening = replace(named, demands=tuple(self._id_of[name] for name in named.demands))
        return OnDay(ids, found, opening, chance)

    def _likeliest(
        self, ids: frozenset[str], binding: Sequence[Commitment], found: Blockage
    ) -> tuple[int, Fraction]:
        """Return the opening of the largest chance, which hangs on how far each goes."""
        if ids not in self._first:
            talks = talks_of(self._case, binding)
            sizes = sizes_of(self._case)
            few = _LISTED_MOVES if len(binding) <= _FEW else _LIKELIEST
            chances = []
            for k, each in enumerate(found.openings):
                moved = least_movement(talks, each.demands, self._ordered) if k < few else None
                # Of those that give way alone: any other that implies one of them gives way, too.
                own = [c for c in binding if self._names[c.statement.id] in each.demands]
                package = None if moved is None else moved.package
                chances.append(Fraction(levels_of(own, sizes).chance(range(len(own)), package)))
            place = max(range(len(chances)), key=lambda k: rounded(chances[k]))
            self._first[ids] = place, chances[place]
        return self._first[ids]

    def sets(self, days: Sequence[OnDay]) -> list[tuple[tuple[str, ...], ...]]:
        """Return, day by day, every blocking set known from any of them."""
        known = sorted(
            {each.demands for day in days if day.found for each in day.found.blocking_sets},
            key=lambda names: (len(names), names),
        )
        told = [tuple(self._id_of[name] for name in names) for names in known]
        return [tuple(ids for ids in told if day.binding.issuperset(ids)) for day in days]

    def package(self, day: OnDay) -> Mapping[str, int] | None:
        """Return a package that satisfies everything, or all but the likeliest opening."""
        if day.found is None:
            return None
        if day.opening is not None:
            return day.opening.package
        return day.found.package


# Unknowns squared, over the draws made besides those of the last day.
_BUDGET = 250_000

_MOST_SHARED = 20

# Days, the last among them, from which good packages are looked for far around.
_LOOKED_AROUND = 8

_TELLS = 2.0

_NOT_ASKED = "only what is exact was asked for"


@budgeted
def timeline(
    case: Case, start: Day = None, end: Day = None, *, seed: int = 0, sampled: bool = True
) -> Timeline:
    """Follow the talks over time.

    Args:
        case: The case.
        start: First day; default that of the first statement.
        end: Last day; default the case's ``as_of`` or its last statement.
        seed: Same seed, same answer.
        sampled: Whether to draw what parties may want and how statements may be counted; without,
            only what is exact is told, in a fraction of the time.

    Returns:
        Gaps, packages left and blocking sets are exact; the agreement index is sampled
        and carries its error, likewise what limited confidence does to the trends.

    Raises:
        RequestError: If the seed is negative.
        RequestError: If the first day comes after the last, or no package satisfies the rules.
    """
    start, end = as_date(start), as_date(end)
    need_seed(seed)
    steps = steps_of(case, start, end)
    if not steps:
        return Timeline(case, None, None, (), (), (), False, 0, seed)
    budget = current()
    talks, blocked = Talks(case), Blocked(case)
    gaps = _gaps_of(talks, steps)
    steps = steps[len(steps) - len(gaps) :]
    series = gap_series(steps, gaps, talks)
    count = codings_of(case, steps) if sampled else 0
    unknown: dict[tuple[Measure, str | None], Figure] = {}
    same = budget.attempt(
        "what limited confidence does to the trends",
        lambda: directions(case, steps, series, talks, seed, count),
        unknown,
        share=0.3,
    )
    with budget.part("what blocks a deal, day by day", 0.4):
        bound = [blocked.on_day(step.said) for step in steps]
    with budget.part("the agreement index, day by day", 0.9):
        agreed = _Agreement(case, seed, sampled=sampled)
        likely = agreed.days(steps, blocked, bound)
    index = _index_series(steps, likely)
    effects = [
        *budget.attempt(
            "which statements moved the gaps",
            lambda: _gap_effects(talks, steps, series),
            list[Effect](),
            share=0.5,
        ),
        *budget.attempt(
            "which statements moved the agreement index",
            lambda: agreed.effects(steps, likely, index),
            list[Effect](),
            share=0.7,
        ),
    ]
    place = {s.id: k for k, s in enumerate(case.statements)}
    return Timeline(
        case=case,
        start=steps[0].day,
        end=day_of(case, end),
        points=_points(case, talks, steps, gaps, blocked, bound, likely),
        trends=trends_of([*series, index], same),
        effects=tuple(
            sorted(effects, key=lambda e: (e.day, -abs(e.amount), place[e.statements[0].id]))
        ),
        searched=agreed.searched,
        codings=count if same else 0,
        seed=seed,
    )


def _day_bytes(case: Case) -> int:
    """Return about what the gaps of a day take: one per issue and pair of parties."""
    return 500 * len(case.issues) * (1 + len(case.deciders) ** 2 // 2)


def _gaps_of(talks: Talks, steps: Sequence[Step]) -> list[dict[str, IssueGaps]]:
    """Return the gaps of every day; within the budget, at least of the last days."""
    found: list[dict[str, IssueGaps]] = []
    budget = current()

    def go_back() -> None:
        for step in reversed(steps):
            budget.progress(len(found), len(steps), "days, from the last on")
            budget.hold(_day_bytes(talks.case))
            found.append(talks.issues(step.said))

    budget.attempt("the gaps, day by day (earlier days are left out)", go_back, share=0.3)
    if not found:
        raise OutOfBudget("not even the last day was finished within the budget")
    return found[::-1]


@record(frozen=True, slots=True)
class _Likely:
    """The best package of a day, and how it was found; None where it was not."""

    best: Best | None
    method: Method
    why_not: str | None


class _Agreement:
    """The agreement index over the days."""

    def __init__(self, case: Case, seed: int, *, sampled: bool) -> None:
        self._case = case
        self._values = LikelyValues(case, seed, _BUDGET)
        self._packages: BestPackages | None = None
        self._refusal: str | None = None if sampled else _NOT_ASKED
        if not sampled:
            return
        try:
            self._packages = BestPackages(case, seed)
        except (RequestError, OutOfBudget) as problem:
            self._refusal = str(problem)

    @property
    def searched(self) -> bool:
        """Whether the best package is searched for."""
        return self._packages is not None and self._packages.searched

    def days(
        self, steps: Sequence[Step], blocked: Blocked, bound: Sequence[OnDay]
    ) -> list[_Likely]:
        """Return the best package of every day."""
        if self._packages is None:
            return [_Likely(None, "not computed", self._refusal)] * len(steps)
        budget = current()
        budget.attempt(
            "the values of parties, day by day",
            lambda: self._values.plan([step.said for step in steps]),
            share=0.6,
        )
        last = len(steps) - 1
        # The last day first: it is searched in full, and what it finds serves the others.
        found = {last: self._day(steps[last], None, thorough=True)}
        if self.searched:
            budget.attempt(
                "the search around good packages",
                lambda: self._look_around(steps, blocked, bound),
                share=0.5,
            )
        for k in range(last):
            budget.progress(len(found), len(steps), "days")
            hint = blocked.package(bound[k])
            found[k] = self._day(steps[k], hint, thorough=False)
        return [found[k] for k in range(len(steps))]

    def _look_around(self, steps: Sequence[Step], blocked: Blocked, bound: Sequence[OnDay]) -> None:
        assert self._packages is not None  # noqa: S101 (asked only when there are)
        for k in sorted(islice(in_even_order(len(steps)), 1, _LOOKED_AROUND)):
            everyone, _, why = self._values.everyone(steps[k].said)
            if why is None:
                self._packages.look_around(steps[k].said, everyone, blocked.package(bound[k]))

    def _day(self, step: Step, hint: object, *, thorough: bool) -> _Likely:
        """Return the best package of a day, where the budget reaches for it."""
        found: _Likely | None = None
        why = "not finished within the budget"
        try:
            with current().part(f"the best package of {step.day}", 0.7 if thorough else 1.0):
                found = self._day_of(step, hint, thorough=thorough)
        except OutOfBudget:
            current().note("work", "the agreement index, day by day")
        return found or _Likely(None, "not computed", why)

    def _day_of(self, step: Step, hint: object, *, thorough: bool) -> _Likely:
        assert self._packages is not None  # noqa: S101 (asked only when there are)
        everyone, method, why = self._values.everyone(step.said)
        if why is not None and self.searched and not thorough:
            return _Likely(None, "not computed", why)
        if all(wants.silent for wants in everyone) and not commitments(self._case, step.said):
            return _Likely(None, "not computed", "nobody said what they want")
        best = self._packages.best(step.said, everyone, hint, thorough=thorough)  # type: ignore[arg-type]
        if best.agreement.index is None:
            return _Likely(best, "not computed", why or "the values of a party cannot be told")
        return _Likely(best, method, None)

    def effects(
        self, steps: Sequence[Step], likely: Sequence[_Likely], index: Series
    ) -> list[Effect]:
        """Share the largest changes of the index among the statements of their days."""
        packages = self._packages
        if packages is None:
            return []
        moved = [k for k, move in enumerate(index.moves) if move]
        moved = sorted(moved, key=lambda k: (-abs(index.moves[k] or 0), k))[:_MOST_SHARED]

        def told(said: Sequence[Statement]) -> float | None:
            everyone, _, why = self._values.everyone(said)
            return None if why is not None else packages.among_known(said, everyone)

        found = []
        for k in sorted(moved):
            before, after = likely[k].best, likely[k + 1].best
            if before is None or after is None:
                continue
            ends = (before.agreement.index or 0.0, after.agreement.index or 0.0)
            found += index_effects(self._case, steps[k].said, steps[k + 1], ends, told)
        return found


def _index_series(steps: Sequence[Step], likely: Sequence[_Likely]) -> Series:
    """Return the index over the days; a change within its error is no move."""
    figures = [each.best.agreement if each.best else Figure(None, None) for each in likely]
    moves: list[Fraction | None] = []
    for before, after in pairwise(figures):
        if before.index is None or after.index is None:
            moves.append(None)
            continue
        change = after.index - before.index
        error = ((before.error or 0.0) ** 2 + (after.error or 0.0) ** 2) ** 0.5
        told = abs(change) > max(_TELLS * error, 1e-9)
        moves.append(Fraction(round(change * 10**6), 10**6) if told else Fraction(0))
    return Series(
        "agreement",
        None,
        tuple(step.day for step in steps),
        tuple(None if f.index is None else Fraction(f.index) for f in figures),
        tuple(moves),
        (True,) * len(moves),
    )


def _gap_effects(talks: Talks, steps: Sequence[Step], series: Sequence[Series]) -> list[Effect]:
    found = []
    for k in range(len(steps) - 1):
        moved = [
            (each.issue, kind)
            for each in series
            for kind in KINDS
            if each.issue is not None and each.measure == kind and each.moves[k]
        ]
        found += gap_effects(talks, steps[k].said, steps[k + 1], moved)
    return found


def _points(
    case: Case,
    talks: Talks,
    steps: Sequence[Step],
    gaps: Sequence[dict[str, IssueGaps]],
    blocked: Blocked,
    bound: Sequence[OnDay],
    likely: Sequence[_Likely],
) -> tuple[Point, ...]:
    sets = blocked.sets(bound)
    points = []
    for k, step in enumerate(steps):
        before = set(sets[k - 1]) if k else set()
        heard = frozenset[str]().union(*(talks.about[c.statement.id] for c in step.changes))
        day, best = bound[k].found, likely[k].best
        points.append(
            Point(
                day=step.day,
                changes=step.changes,
                in_force=len(step.said),
                issues={
                    id: IssuePoint(found.state, id in heard, found.gaps)
                    for id, found in gaps[k].items()
                },
                cause=day.cause if day else None,
                packages=day.packages if day else None,
                opening=_opening(case, bound[k]),
                blocking_sets=sets[k],
                appeared=tuple(ids for ids in sets[k] if ids not in before),
                went=tuple(ids for ids in sets[k - 1] if ids not in set(sets[k])) if k else (),
                blocking_complete=day is not None and day.blocking_complete,
                agreement=best.agreement if best else Figure(None, None),
                package=case.terms(best.package).only(spoken_issues(case, step.said))
                if best
                else None,
                method=likely[k].method,
                why_not=likely[k].why_not,
            )
        )
    return tuple(points)


def _opening(case: Case, day: OnDay) -> LikeliestOpening | None:
    if day.found is None or day.opening is None or day.chance is None:
        return None
    return LikeliestOpening(
        tuple(s for s in case.statements if s.id in day.opening.demands),
        day.chance,
        day.found.openings_complete or day.found.openings_likeliest,
    )
