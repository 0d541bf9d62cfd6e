"""The package most likely to be agreed, on each of many days.

Where all packages can be listed they are, each party's shares worked out once for as long
as its values stay. Elsewhere the last day is searched in full, as ``lastyard packages``
does, and every other day by ascent, one or two issues at a time, from the best packages of
other days and the package of the day's likeliest opening: a good package, not proved best.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.bargaining_range import BargainingRange, bargaining_ranges, inside
from lastyard.answers.packages.domain import (
    AtTable,
    Domain,
    listed,
    put_forward,
    searched,
    shares_on,
    unrivalled,
    weighed,
)
from lastyard.answers.packages.explain import Describer
from lastyard.answers.packages.parties import (
    PartyValues,
    doubting,
    party_values,
    refusal_of,
    rule_of,
    sayings_of,
    work_of,
)
from lastyard.answers.packages.ranking import in_order
from lastyard.answers.packages.result import Figure
from lastyard.budget import spend
from lastyard.case.model import Case, Party, Rejects, Requires, Statement, Values
from lastyard.case.said import commitments, rules_of
from lastyard.conditions.tree import TRUE, All, Condition
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.values import (
    Bound,
    Direction,
    Peak,
    Points,
    Posterior,
    Saying,
    Takes,
    ValueProblem,
    ValuesError,
    find_contradiction,
    sample,
    translate,
)
from lastyard.values.sequence import Anchor, changed_issues

__all__ = ["Best", "BestPackages", "LikelyValues", "Method", "in_even_order"]

_DRAWS = 512

_POOL = 60

_MOST_PAIRS = 400


@record(frozen=True, slots=True)
class Best:
    """The best package of a day, and its agreement index."""

    package: Mapping[str, int]
    agreement: Figure


class BestPackages:
    """Finds the best package under sets of statements of one case."""

    def __init__(self, case: Case, seed: int) -> None:
        self._case, self._seed = case, seed
        self._rule, self._condition = rule_of(case), rules_of(case)
        self._every = Domain(
            case, self._condition, put_forward(case, case.statements),
            commitments(case, case.statements),
        )  # fmt: skip
        self.searched = not self._every.listed
        self.menu_sizes = [len(menu) for menu in self._every.menus]
        self._shares: dict[tuple[int, bytes], NDArray[np.float64]] = {}
        self._posteriors: dict[int, object] = {}
        self._pool: dict[tuple[int, ...], None] = {}

    def best(
        self,
        said: Sequence[Statement],
        everyone: tuple[PartyValues, ...],
        hint: Mapping[str, int] | None = None,
        *,
        thorough: bool = False,
    ) -> Best:
        """Return the best package.

        A hint is a package worth a look. If it is to be thorough, packages that cannot be
        listed are searched in full.

        Raises:
            RequestError: If no package satisfies the rules.
        """
        at = self._at(said, everyone)
        if not self.searched or thorough:
            return self._compared(said, at)
        self._remember(hint)
        found = self._climbed(said, at, wide=False)
        if found is None:
            return self._compared(said, at)
        options = self._every.options(np.array([found], dtype=np.intp))
        return self._described(self._every, at, options)

    def _at(self, said: Sequence[Statement], everyone: tuple[PartyValues, ...]) -> AtTable:
        return AtTable(
            everyone, commitments(self._case, said), self._rule, unrivalled(self._case, said)
        )

    def look_around(
        self,
        said: Sequence[Statement],
        everyone: tuple[PartyValues, ...],
        hint: Mapping[str, int] | None,
    ) -> None:
        """Remember a good package of some day, for all days."""
        self._remember(hint)
        self._climbed(said, self._at(said, everyone), wide=True)

    def _climbed(
        self, said: Sequence[Statement], at: AtTable, *, wide: bool
    ) -> tuple[int, ...] | None:
        """Go up from the best package known, one issue at a time or two; remember the end.

        Returns:
            The package; None where none of those known is allowed within the day's bargaining ranges.
        """
        if not self._pool:
            found = searched(self._every, at, put_forward(self._case, []), self._seed)
            first = found.options[in_order(self._every, at, found)[:1]]
            self._keep(tuple(self._every.places(first)[0].tolist()))
        ranges = bargaining_ranges(self._case, said, TRUE)
        ascent = _Ascent(self, at, All((self._condition, inside(ranges))))
        known = np.array(list(self._pool), dtype=np.intp)
        known = np.vstack([known, self._moved_into(known, ranges)])
        scores = ascent.scores(known)
        if scores.max() < 0.0:
            return None
        end = ascent.climb(tuple(known[int(np.argmax(scores))].tolist()), 2 if wide else 1)
        self._keep(end)
        return end

    def among_known(self, said: Sequence[Statement], everyone: tuple[PartyValues, ...]) -> float:
        """Return the index of the best package; of those known, where they are not listed."""
        at = self._at(said, everyone)
        if not self.searched:
            domain = self._domain(said, at)
            return float(listed(domain, at, self._kept(at, domain)).agreement.max())
        picked = np.array(list(self._pool), dtype=np.intp)
        within = inside(bargaining_ranges(self._case, said, TRUE))
        near = self._every.satisfy(within, self._every.options(picked))
        picked = picked[near] if near.any() else picked
        shares = np.ones((len(picked), len(everyone)))
        for k, wants in enumerate(everyone):
            if wants.posterior is not None:
                shares[:, k] = shares_on(self._every.on_menus(wants.posterior), picked)
        options = self._every.options(picked)
        found = weighed(self._every, at, options, shares)
        return float(found.agreement.max())

    def _compared(self, said: Sequence[Statement], at: AtTable) -> Best:
        """List or search as ``lastyard packages`` does."""
        domain = self._domain(said, at)
        if domain.listed:
            found = listed(domain, at, {} if domain.coarse else self._kept(at, domain))
            if not len(found.options):
                raise RequestError("no package satisfies the rules")
        else:
            found = searched(domain, at, put_forward(self._case, said), self._seed)
        best = self._described(domain, at, found.options[in_order(domain, at, found)[:1]])
        self._remember(best.package)
        return best

    def _moved_into(
        self, picked: NDArray[np.intp], ranges: Sequence[BargainingRange]
    ) -> NDArray[np.intp]:
        """Return packages with each issue moved to the nearest option of its range."""
        moved = picked.copy()
        for each in ranges:
            place = self._every.issues.index(each.issue)
            low, end = np.searchsorted(self._every.menus[place], [each.low, each.high + 1])
            moved[:, place] = np.clip(moved[:, place], low, max(low, end - 1))
        last = np.array(self.menu_sizes, dtype=np.intp) - 1
        return np.minimum(moved, last).astype(np.intp)

    def _domain(self, said: Sequence[Statement], at: AtTable) -> Domain:
        """Return the packages within the bargaining ranges of what was said."""
        named, ranges = put_forward(self._case, said), bargaining_ranges(self._case, said, TRUE)
        return Domain(self._case, self._condition, named, at.binding, ranges)

    def _kept(self, at: AtTable, domain: Domain) -> dict[tuple[int, bytes], NDArray[np.float64]]:
        """Return the shares of the posteriors at hand in a domain, and forget all others."""
        now = {id(w.posterior): w.posterior for w in at.everyone if w.posterior is not None}
        wanted = {(key, domain.key) for key in now}
        self._shares = {key: shares for key, shares in self._shares.items() if key in wanted}
        # Held, so that no other posterior can take the identity of one that is gone.
        self._posteriors = dict(now)
        return self._shares

    def _remember(self, package: Mapping[str, int] | None) -> None:
        place = self._every.place(package) if package is not None else None
        if place is None:
            return
        options = self._every.options(np.array([place], dtype=np.intp))
        if self._every.satisfy(self._condition, options)[0]:
            self._keep(place)

    def _keep(self, place: tuple[int, ...]) -> None:
        self._pool.pop(place, None)
        self._pool[place] = None
        while len(self._pool) > _POOL:
            self._pool.pop(next(iter(self._pool)))

    def score(
        self,
        picked: NDArray[np.intp],
        shares: NDArray[np.float64],
        at: AtTable,
        condition: Condition,
    ) -> NDArray[np.float64]:
        """Return how good packages are: agreement, then acceptance; -1 where not allowed."""
        options = self._every.options(picked)
        accepts = shares * at.factors(self._every, options)
        found = self._rule.probability(accepts) + 1e-6 * accepts.mean(axis=1)
        allowed = self._every.satisfy(condition, options)
        return np.where(allowed, found, -1.0)

    def tables(
        self, wants: PartyValues
    ) -> tuple[list[NDArray[np.float64]], NDArray[np.float64]] | None:
        """Return some draws of a party's values over the menus, and reservation values."""
        if wants.posterior is None:
            return None
        menus = self._every.on_menus(wants.posterior)
        step = max(1, len(menus.draws) // _DRAWS)
        return [table[::step] for table in menus.tables()], menus.reservations()[::step]

    def _described(self, domain: Domain, at: AtTable, options: NDArray[np.intp]) -> Best:
        """Return the one package given as the best."""
        package = dict(zip(domain.issues, options[0].tolist(), strict=True))
        return Best(package, Describer(domain, at).agreement(options)[0])


class _Ascent:
    """Changes one or two issues at a time while that helps."""

    def __init__(self, packages: BestPackages, at: AtTable, condition: Condition) -> None:
        self._packages, self._at, self._condition = packages, at, condition
        self._tables = [packages.tables(wants) for wants in at.everyone]

    def scores(self, picked: NDArray[np.intp]) -> NDArray[np.float64]:
        """Return how good packages are."""
        shares = np.ones((len(picked), len(self._tables)))
        spend(10 + picked.size * len(self._tables) * _DRAWS // 200)
        for party, drawn in enumerate(self._tables):
            if drawn is not None:
                worth = sum(table[:, picked[:, i]] for i, table in enumerate(drawn[0]))
                shares[:, party] = np.mean(worth >= drawn[1][:, None] - 1e-12, axis=0)
        return self._packages.score(picked, shares, self._at, self._condition)

    def climb(self, start: tuple[int, ...], most: int) -> tuple[int, ...]:
        """Return a package that no change of one issue, or of so many at most, makes better."""
        here, value = start, float(self.scores(np.array([start], dtype=np.intp))[0])
        wide = False
        while True:
            picked, shares = self._around(here, 2 if wide else 1)
            scores = self._packages.score(picked, shares, self._at, self._condition)
            if not len(picked):
                return here
            top = int(np.argmax(scores))
            if scores[top] > value + 1e-9:
                here, value, wide = tuple(picked[top].tolist()), float(scores[top]), False
            elif wide or most < 2 or len(here) < 2:
                return here
            else:
                wide = True

    def _around(
        self, here: tuple[int, ...], width: int
    ) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
        """Return the packages that differ in so many issues, and their shares by party."""
        places, found = [np.array([here], dtype=np.intp)[:0]], [np.ones((0, len(self._tables)))]
        totals = [self._worth(drawn, here) for drawn in self._tables]
        for issues in self._pairs(width):
            sizes = [self._sizes[i] for i in issues]
            grid = np.indices(sizes).reshape(len(sizes), -1)
            spend(10 + grid.shape[1] * len(self._tables) * _DRAWS // 200)
            block = np.repeat(np.array([here], dtype=np.intp), grid.shape[1], axis=0)
            block[:, list(issues)] = grid.T
            shares = np.ones((len(block), len(self._tables)))
            for party, drawn in enumerate(self._tables):
                if drawn is None:
                    continue
                rest = totals[party] - sum(drawn[0][i][:, here[i]] for i in issues) - drawn[1]
                worth = rest[:, None] + sum(
                    drawn[0][i][:, options] for i, options in zip(issues, grid, strict=True)
                )
                shares[:, party] = np.mean(worth >= -1e-12, axis=0)
            places.append(block)
            found.append(shares)
        return np.vstack(places), np.vstack(found)

    @property
    def _sizes(self) -> list[int]:
        return self._packages.menu_sizes

    def _pairs(self, width: int) -> Iterator[tuple[int, ...]]:
        for issues in combinations(range(len(self._sizes)), width):
            if width == 1 or np.prod([self._sizes[i] for i in issues]) <= _MOST_PAIRS:
                yield issues

    @staticmethod
    def _worth(
        drawn: tuple[list[NDArray[np.float64]], NDArray[np.float64]] | None, here: tuple[int, ...]
    ) -> NDArray[np.float64]:
        if drawn is None:
            return np.zeros(0)
        total: NDArray[np.float64] = np.sum(
            [table[:, option] for table, option in zip(drawn[0], here, strict=True)], axis=0
        )
        return total


Method = Literal["sampled", "reweighted", "not computed"]

_Key = tuple[str, tuple[str, ...]]

# A standard error of at most 0.035; the sampler itself must reach 400.
_ENOUGH = 200.0

# So many are not looked at twice for more.
_PLENTY = 600.0

# With fewer a day is drawn afresh after all: the weights of few draws cannot be trusted.
_LEAST = 100.0

# Unknowns times statements, over the states that are reweighted or drawn: seconds, not minutes.
_MOST_WEIGHED = 2_000_000

# How many draws are looked at to choose whose draws serve: one in so many.
_GLANCE = 4

_LATER = "not drawn yet"

_SPENT = (
    "drawing the values of every party on every day would take too long; ask for fewer days "
    "with --from and --to, or for one day with `lastyard packages --as-of`"
)


@dataclass(slots=True, eq=False)
class _State:
    """One party under some of its statements.

    Attributes:
        wants: What is known of its values; with draws when it was drawn afresh.
        problem: What its draws are made from; None when they cannot be told.
        serving: The state whose draws serve, reweighted; None when it has its own.
        issues: Of which issues the shapes are then drawn anew.
        anchor: Its own draws, ready to serve.
        day: Where in time it was drawn.
    """

    wants: PartyValues
    problem: ValueProblem | None
    serving: _State | None = None
    issues: tuple[int, ...] = ()
    anchor: Anchor | None = None
    day: int = 0


class LikelyValues:
    """The values that parties may have under sets of statements of one case.

    A party's posterior changes when its own preference statements do; commitments do not touch
    it. The last day is drawn afresh, so that it gives the figures of ``lastyard packages``. For
    every other day the draws of the nearest days already drawn are reweighted
    (:mod:`lastyard.values.sequence`); where too few effective draws would be left, that day is
    drawn afresh too, while the budget lasts. Days are taken in the order last, first, middle,
    quarters and so on, so that what is drawn lies evenly in time.

    Args:
        case: The case.
        seed: Seed of the analysis.
        budget: How much may be drawn afresh besides the last day: unknowns squared, added
            over the draws.
    """

    def __init__(self, case: Case, seed: int, budget: int) -> None:
        self._case, self._seed, self._budget = case, seed, budget
        self._speaking = {s.id for s in case.statements if sayings_of(case, [s])}
        self._demands = {s.id for s in case.statements if isinstance(s.says, Requires | Rejects)}
        self._points = {s.id for s in case.statements if isinstance(s.says, Values)}
        self._states: dict[_Key, _State] = {}
        self._drawn: dict[str, list[_State]] = {party.id: [] for party in case.deciders}
        self._current: dict[str, tuple[_Key, PartyValues]] = {}
        self._shapes: dict[object, NDArray[np.float64] | None] = {}
        self._prior: Posterior | None = None
        self._sizes: dict[_Key, int] = {}
        self._weighed = 0

    def plan(self, days: Sequence[Sequence[Statement]]) -> None:
        """Draw what must be drawn to answer for some days.

        The statements in force are given day by day, in order of time.
        """
        for day in in_even_order(len(days)):
            if self._refusal(days[day]) is not None:
                continue
            for party in self._case.deciders:
                key = self._key(party, days[day])
                if key not in self._states:
                    last = day == len(days) - 1
                    self._states[key] = self._planned(party, key, days[day], day, last=last)

    def everyone(
        self, said: Sequence[Statement]
    ) -> tuple[tuple[PartyValues, ...], Method, str | None]:
        """Return what each party that decides may want, how it was drawn, or why not.

        Of days that were not planned for, draws are reweighted or there are none.
        """
        refusal = self._refusal(said)
        method: Method = "sampled"
        found, why = [], refusal
        for party in self._case.deciders:
            key = self._key(party, said)
            if refusal is not None:
                found.append(party_values(self._case, party, said, self._seed, None, refusal))
                continue
            if key not in self._states:
                self._states[key] = self._planned(party, key, said, None, last=False)
            state = self._states[key]
            if party.id not in self._current or self._current[party.id][0] != key:
                self._current[party.id] = (key, self._values(party, state))
            if state.serving is not None:
                method = "reweighted"
            elif state.wants.posterior is None:
                why = why or state.wants.cannot_tell
            found.append(self._current[party.id][1])
        return tuple(found), method, why

    def _key(self, party: Party, said: Sequence[Statement]) -> _Key:
        own = tuple(s.id for s in said if s.party == party.id and s.id in self._speaking)
        if not self._points.isdisjoint(own):
            # As in `party_values`: nothing is read from the demands of a party that gave points.
            own = tuple(id for id in own if id not in self._demands)
        return party.id, own

    def _refusal(self, said: Sequence[Statement]) -> str | None:
        """Return why everybody's values are not drawn on a day, if so."""
        total = 0
        for party in self._case.deciders:
            key = self._key(party, said)
            if key not in self._sizes:
                own = set(key[1])
                told = [s for s in said if s.id in own]
                self._sizes[key] = work_of(self._case, party, told)
            total += self._sizes[key]
        return refusal_of(total)

    def _planned(
        self, party: Party, key: _Key, said: Sequence[Statement], day: int | None, *, last: bool
    ) -> _State:
        """Return a state with draws of its own, or with those that serve it."""
        if not key[1]:
            return _State(self._silent(party), None)
        wants = party_values(self._case, party, said, self._seed, None, _LATER, explained=False)
        if wants.problem is None:
            return _State(wants, None)
        self._weighed += wants.problem.layout.size * len(wants.problem.sayings)
        if not last and self._weighed > _MOST_WEIGHED:
            return _State(replace(wants, cannot_tell=_SPENT), None)
        problem = self._softened(wants.problem)
        found = None if last else self._serving(party, problem, day or 0)
        if found is not None:
            return _State(wants, problem, *found)
        cost = wants.problem.layout.size**2
        if day is None or (not last and cost > self._budget):
            return _State(replace(wants, cannot_tell=_SPENT), None)
        if not last:
            self._budget -= cost
        state = _State(self._drawn_afresh(party, said), problem, day=day)
        if state.wants.posterior is not None:
            self._drawn[party.id].append(state)
        return state

    def _drawn_afresh(self, party: Party, said: Sequence[Statement]) -> PartyValues:
        return party_values(self._case, party, said, self._seed, explained=False)

    def _silent(self, party: Party) -> PartyValues:
        found = party_values(self._case, party, (), self._seed, self._prior)
        if found.shared:
            self._prior = self._prior or found.posterior
        return found

    def _serving(
        self, party: Party, problem: ValueProblem | None, day: int
    ) -> tuple[_State, tuple[int, ...]] | None:
        """Return whose draws serve best, and which shapes are drawn anew; None if too few."""
        silent = self._states.get((party.id, ()))
        drawn = sorted(self._drawn[party.id], key=lambda state: state.day)
        before = [state for state in drawn if state.day <= day][-1:]
        after = [state for state in drawn if state.day > day][:1]
        best: tuple[_State, tuple[int, ...]] | None = None
        most = _ENOUGH
        for state in [*before, *after, *([silent] if silent else [])]:
            for issues in self._ways(state, problem):
                assert problem is not None  # noqa: S101 (there are no ways to none)
                assert state.anchor is not None  # noqa: S101 (made when ways were asked for)
                left = state.anchor.left(problem, self._shapes_of(problem, issues), _GLANCE)
                if left > most:
                    best, most = (state, issues), left
                if left >= _ENOUGH:
                    break
            if best is not None and most >= _PLENTY:
                break
        return best

    def _values(self, party: Party, state: _State) -> PartyValues:
        """Return the values of a party in some state, its draws reweighted where they serve."""
        if state.serving is None:
            return state.wants
        assert state.problem is not None  # noqa: S101 (something serves)
        assert state.serving.anchor is not None  # noqa: S101 (it was chosen for it)
        moved = state.serving.anchor.serving(
            state.problem, self._shapes_of(state.problem, state.issues)
        )
        if moved.effective >= _LEAST:
            return replace(state.wants, posterior=moved, cannot_tell=None)
        state.serving = None
        state.wants = self._drawn_afresh(party, state.wants.statements)
        return state.wants

    def _ways(self, state: _State, problem: ValueProblem | None) -> list[tuple[int, ...]]:
        """Return of which issues shapes may be drawn anew to make draws serve a problem."""
        posterior, before = state.wants.posterior, state.problem or state.wants.problem
        if problem is None or before is None or posterior is None:
            return []
        if any(isinstance(s, Points) for s in (*before.sayings, *problem.sayings)):
            return []
        if state.anchor is None:
            state.anchor = Anchor(posterior, before)
        must = changed_issues(before, problem)
        # Shapes that statements come or gone were about may do better drawn anew as well.
        may = tuple(sorted({*must, *_touched(before.sayings, problem.sayings)}))
        return [
            issues
            for issues in ((must, may) if len(may) > len(must) else (must,))
            if all(self._fresh(problem, issue) is not None for issue in issues)
        ]

    def _shapes_of(
        self, problem: ValueProblem, issues: Sequence[int]
    ) -> dict[int, NDArray[np.float64]]:
        drawn = {issue: self._fresh(problem, issue) for issue in issues}
        return {issue: shapes for issue, shapes in drawn.items() if shapes is not None}

    def _fresh(self, problem: ValueProblem, issue: int) -> NDArray[np.float64] | None:
        """Draw shapes of one issue from their prior; None when they exclude one another."""
        scale = problem.layout.scales[issue]
        alone = [
            replace(saying, source=str(k), issue=0)
            for k, saying in enumerate(_shaping(problem.sayings, issue))
        ]
        key = (scale.kind, scale.options, scale.breaks.tobytes(), tuple(alone))
        if key not in self._shapes:
            try:
                drawn = sample(translate((scale,), alone), seed=self._seed)
                self._shapes[key] = drawn.draws[:, drawn.layout.block(0)]
            except ValuesError:
                self._shapes[key] = None
        return self._shapes[key]

    def _softened(self, problem: ValueProblem) -> ValueProblem | None:
        """Return what draws are made from, where a party contradicts itself.

        As :func:`~lastyard.answers.packages.parties.party_values` does it: statements
        that exclude one another's shapes count half. None when that is not enough.
        """
        if self._has_shapes(problem):
            return problem
        found = find_contradiction(problem)
        softer = problem if found is None else doubting(problem, found)
        return softer if self._has_shapes(softer) else None

    def _has_shapes(self, problem: ValueProblem) -> bool:
        crowded = [
            issue
            for issue in range(len(problem.layout.scales))
            if len(_shaping(problem.sayings, issue)) > 1
        ]
        return all(self._fresh(problem, issue) is not None for issue in crowded)


def _touched(before: Sequence[Saying], after: Sequence[Saying]) -> set[int]:
    """Return the issues named by offers that only one of two lists has."""
    one, other = ([s for s in said if isinstance(s, Takes)] for said in (before, after))
    changed = [s for s in one if s not in other] + [s for s in other if s not in one]
    return {issue for s in changed for issue, _ in s.package}


def _shaping(sayings: Sequence[Saying], issue: int) -> list[Peak | Direction | Bound]:
    """Return the sure statements that shape an issue: about its best, or what is allowed."""
    return [
        s
        for s in sayings
        if isinstance(s, Peak | Direction | Bound) and s.issue == issue and s.confidence >= 1.0
    ]


def in_even_order(count: int) -> Iterator[int]:
    """Yield the places 0 to count - 1: last, first, then the middles of what lies between.

    Example:
        >>> list(in_even_order(6))
        [5, 0, 2, 1, 3, 4]
    """
    if count:
        yield count - 1
    if count > 1:
        yield 0
    waiting = deque([(0, count - 1)])
    while waiting:
        low, high = waiting.popleft()
        if high - low < 2:
            continue
        middle = (low + high) // 2
        yield middle
        waiting.extend([(low, middle), (middle, high)])
