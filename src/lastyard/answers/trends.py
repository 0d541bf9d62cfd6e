"""How far apart the parties were on each day, and which statements brought them there.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
    ... ''')
    >>> Talks(case).issues(case.statements)["wage"].gaps[0].by_position
    Fraction(3, 5)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from math import comb, sqrt
from random import Random
from typing import Annotated, Literal

import numpy as np

from lastyard.answers.packages.result import Figure
from lastyard.answers.standing import (
    Ask,
    Gap,
    State,
    bound_by_rules,
    committed_position,
    gap_between,
    requested_position,
    state_of,
)
from lastyard.budget import spend
from lastyard.case.model import Case, Issue, Statement, Withdraws
from lastyard.case.readings import issues_about
from lastyard.case.said import (
    Commitment,
    commitments,
    dates_of_change,
    day_of,
    in_force,
    rules_of,
    sizes_of,
)
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import As, Chance, Count, Key
from lastyard.space import SearchTooLargeError, Space

__all__ = [
    "KINDS",
    "LEVEL",
    "STILL",
    "Change",
    "Effect",
    "IssueGaps",
    "Kind",
    "Measure",
    "Series",
    "Step",
    "Talks",
    "Trend",
    "Verdict",
    "adjusted",
    "chance_of_as_far",
    "codings_of",
    "directions",
    "gap_effects",
    "gap_series",
    "groups_of",
    "index_effects",
    "least_chance",
    "mean_gap",
    "move_between",
    "said_after",
    "shares",
    "steps_of",
    "trends_of",
    "verdict_of",
]

Verdict = Literal["narrowing", "widening", "stalled", "closed", "cannot tell"]


LEVEL = 0.05


STILL = 5


_MOST_LISTED = 14


_GRAIN = 1_000


def chance_of_as_far(moves: Sequence[Fraction]) -> float:
    """Return the chance that moves of random sign add up to as much, either way.

    A gap is a step function: it stays until somebody moves it. Its levels are therefore not
    independent readings, and a test of trend on levels (Mann 1945; Kendall 1948) finds trends in
    aimless walks. What can be tested are the *moves*: if narrowing and widening moves were
    equally likely, each move's sign would be a coin; the test asks how often coins would bring
    the talks as far as they came (sign-flip test on the sum of moves: Fisher 1935, "The design of
    experiments", section 21), both ways counted. With n moves no result is rarer than 2 / 2**n,
    so fewer than six moves can never be told from chance at 5 %, whatever they look like.

    *Stalled* is tested apart: if every second date on which something was said on an issue
    moved it, n dates in a row would leave it where it was with chance 1 / 2**n, so five are
    needed.

    Args:
        moves: The moves. Up to 14 that differ from 0 the answer is exact; beyond, moves are
            rounded to thousandths of the range first.

    Example:
        >>> chance_of_as_far([Fraction(-1, 10)] * 6)
        0.03125
    """
    sizes = [abs(move) for move in moves if move]
    total = abs(sum(moves, start=Fraction(0)))
    if not sizes:
        return 1.0
    if len(sizes) <= _MOST_LISTED:
        ways: dict[Fraction, int] = {Fraction(0): 1}
        for size in sizes:
            after: dict[Fraction, int] = {}
            for reached, count in ways.items():
                for end in (reached - size, reached + size):
                    after[end] = after.get(end, 0) + count
            ways = after
        far = sum(count for reached, count in ways.items() if abs(reached) >= total)
        return float(Fraction(far, 2 ** len(sizes)))
    steps = [max(1, round(size * _GRAIN)) for size in sizes]
    signed = [
        step if move > 0 else -step for step, move in zip(steps, filter(None, moves), strict=True)
    ]
    middle = sum(steps)
    chances = np.zeros(2 * middle + 1)
    chances[middle] = 1.0
    for step in steps:
        chances = (np.roll(chances, step) + np.roll(chances, -step)) / 2
    reach = np.abs(np.arange(-middle, middle + 1)) >= abs(sum(signed))
    return float(min(1.0, chances[reach].sum()))


def least_chance(moves: int) -> float:
    """Return the smallest chance that the test can give for so many moves."""
    return min(1.0, 2.0 / 2.0**moves)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Return chances raised for being several (Holm 1979).

    An issue that stands out among many may do so by chance; after this, the probability that
    any is called a trend wrongly stays at the level.

    Example:
        >>> adjusted({"wage": 0.01, "hours": 0.04})
        {'wage': 0.02, 'hours': 0.04}
    """
    found: dict[str, float] = {}
    highest = 0.0
    for place, (name, chance) in enumerate(sorted(chances.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, (len(chances) - place) * chance))
        found[name] = highest
    return {name: found[name] for name in chances}


def verdict_of(net: Fraction, chance: float | None, still: int, *, closed: bool) -> Verdict:
    """Return in a word what the moves show.

    The sum of the moves is below 0 where the gap is smaller than it was. The chance is
    adjusted, and None when nothing could be compared; `still` counts the dates since the last
    move on which something was said.
    """
    if closed:
        return "closed"
    if still >= STILL:
        return "stalled"
    if chance is None or chance > LEVEL or not net:
        return "cannot tell"
    return "narrowing" if net < 0 else "widening"


Measure = Literal["by_position", "by_commitment", "agreement"]


@record(frozen=True, slots=True)
class Change:
    """A statement that came into force or ended on a day.

    Attributes:
        statement: The statement.
        how: Whether it was ``made``, or ended because another ``replaced`` or
            ``withdrew`` it, or because its last day had passed (``lapsed``).
        by: The statement that ended it; None unless one did.
    """

    statement: Statement
    how: Literal["made", "replaced", "withdrew", "lapsed"]
    by: Statement | None = None


def _to_nine_places(amount: float) -> float:
    return round(amount, 9)


@record(frozen=True, slots=True)
class Effect:
    """What statements did to a measure on the day they came into force or ended.

    Where several changed on one day, each gets its Shapley (1953) share: its effect
    averaged over all orders in which they could have come.

    Attributes:
        day: The day.
        statements: One statement, or several whose effects were not told apart.
        measure: The measure.
        issue: The issue; None for the agreement index.
        amount: The change: of the mean gap over pairs of parties, or of the index.
    """

    day: Annotated[date, Key("on")]
    statements: tuple[Statement, ...]
    measure: Measure
    issue: str | None
    amount: Annotated[float, As(_to_nine_places)]


@record(frozen=True, slots=True)
class Trend:
    """Where a measure went, and what that shows.

    A move is a change on one day of the mean gap over the pairs of parties that can be
    compared before and after. A party's first position moves nothing: there was no gap.

    Attributes:
        measure: The measure.
        issue: The issue; None for all together.
        verdict: What the moves show.
        first: Mean gap, or index, when it could first be told; None when it never could.
        last: The same at the end.
        net: Sum of the moves; below 0 parties came closer (for the index: above 0).
        closer: Moves that brought them closer.
        apart: Moves that took them apart.
        readings: Days on which something said could have moved it.
        still: Such days since the last move.
        last_move: Day of the last move.
        chance: How often moves as likely one way as the other bring as much; None without moves.
        adjusted: The same, raised for the number of issues tested (Holm 1979).
        same_direction: When statements are counted only with the confidence they were coded
            with: how often the net change has the same direction. None when every
            statement is certain or it was not worked out.
    """

    measure: Measure
    issue: str | None
    verdict: Verdict
    first: Chance | None
    last: Chance | None
    net: float
    closer: Count
    apart: Count
    readings: Count
    still: Count
    last_move: date | None
    chance: Chance | None
    adjusted: Chance | None
    same_direction: Figure | None

    @property
    def moves(self) -> int:
        """How many moves there were."""
        return self.closer + self.apart


_MOST_GROUPS = 4


@record(frozen=True, slots=True)
class Step:
    """A day, the statements then in force, and what had changed that day."""

    day: date
    said: tuple[Statement, ...]
    changes: tuple[Change, ...]


def steps_of(case: Case, start: date | None, end: date | None) -> tuple[Step, ...]:
    """Return the days on which something changed, with a first one for ``start``.

    Args:
        case: The case.
        start: First day; None for the first on which something was said.
        end: Last day; None for the case's ``as_of`` or its last statement's day.

    Raises:
        RequestError: If the first day comes after the last.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: A small dispute
        ... parties: {union: {}}
        ... issues: {wage: {options: [frozen, raised]}}
        ... statements:
        ...   - {id: first, party: union, on: 2024-01-05, position: {wage: raised}}
        ...   - {id: second, party: union, on: 2024-02-01, position: {wage: frozen}, replaces: first}
        ... ''')
        >>> [(step.day.month, [s.id for s in step.said]) for step in steps_of(case, None, None)]
        [(1, ['first']), (2, ['second'])]
    """
    last = day_of(case, end)
    if last is None:
        return ()
    if start is not None and start > last:
        told = "" if end is not None else ", the last day looked at; give --to as well"
        raise RequestError(f"--from {start} is after {last}{told}")
    every = dates_of_change(case.statements, last)
    days = [day for day in every if start is None or day >= start]
    if start is not None and any(day < start for day in every) and start not in days:
        days.insert(0, start)
    changing = set(every)
    return tuple(
        Step(day, in_force(case, day), _changes(case, day) if day in changing else ())
        for day in days
    )


def _changes(case: Case, day: date) -> tuple[Change, ...]:
    before = in_force(case, day - timedelta(days=1))
    after = {s.id for s in in_force(case, day)}
    made = [s for s in case.statements if s.on == day]
    ended = []
    for statement in (*before, *made):
        if statement.id in after or isinstance(statement.says, Withdraws):
            continue
        by = next((s for s in made if statement.id in s.ends), None)
        if by is not None:
            withdrawn = isinstance(by.says, Withdraws)
            ended.append(Change(statement, "withdrew" if withdrawn else "replaced", by))
        elif statement.on < day:
            ended.append(Change(statement, "lapsed"))
    return (*(Change(s, "made") for s in made), *ended)


def groups_of(step: Step) -> list[tuple[Statement, ...]]:
    """Return what changed on a day, in groups whose effects are told apart.

    A statement comes with what it ends. With more than four changes those of a party are
    one group, with more than four parties everything is.
    """
    own = [c.statement for c in step.changes if c.how in ("made", "lapsed")]
    alone: list[tuple[Statement, ...]] = [(statement,) for statement in own]
    if len(alone) <= _MOST_GROUPS:
        return alone
    parties = list(dict.fromkeys(statement.party for statement in own))
    if len(parties) <= _MOST_GROUPS:
        return [tuple(s for s in own if s.party == party) for party in parties]
    return [tuple(own)]


def said_after(
    case: Case, before: Sequence[Statement], step: Step, chosen: Iterable[Statement]
) -> tuple[Statement, ...]:
    """Return what would be in force if only some of a day's changes had come."""
    ids = {statement.id for statement in chosen}
    lapsed = {c.statement.id for c in step.changes if c.how == "lapsed"} & ids
    made = [s for s in case.statements if s.on == step.day and s.id in ids]
    ended = {id for statement in made for id in statement.ends} | lapsed
    kept = {s.id for s in (*before, *made) if not isinstance(s.says, Withdraws)} - ended
    kept -= {s.id for s in made if s.until is not None and s.until < step.day}
    return tuple(s for s in case.statements if s.id in kept)


Kind = Literal["by_position", "by_commitment"]


@record(frozen=True, slots=True)
class IssueGaps:
    """The state of an issue, and its gaps, one per pair of parties."""

    state: State
    gaps: tuple[Gap, ...]


@record(frozen=True, slots=True)
class _Part:
    """What one party's statements in force come to, per issue."""

    positions: Mapping[str, Ask | None]
    open: Mapping[str, int]
    committed: frozenset[str]
    heard: frozenset[str]


class Talks:
    """Answers for sets of statements of one case.

    What a party asks for and leaves open depends on its own statements in force alone, and a
    gap on two parties. So a day on which one party speaks costs that party's part only. The
    definitions are those of :mod:`lastyard.answers.standing`.
    """

    def __init__(self, case: Case) -> None:
        self.case = case
        self._binding = {c.statement.id: c for c in commitments(case, case.statements)}
        self.about = {s.id: issues_about(s) for s in case.statements}
        self._rules = self._space()
        self._parts: dict[tuple[str, tuple[str, ...]], _Part] = {}
        self._known: dict[tuple[str, ...], Mapping[str, int]] = {}
        self._gaps: dict[tuple[object, ...], IssueGaps] = {}

    def _space(self) -> Space:
        also = [commitment.condition for commitment in self._binding.values()]
        return Space(sizes_of(self.case), rules_of(self.case), also=also)

    def _open_under(self, binding: Sequence[Commitment]) -> Mapping[str, int]:
        key = tuple(commitment.statement.id for commitment in binding)
        if key not in self._known:
            conditions = [commitment.condition for commitment in binding]
            try:
                found = self._rules.where(*conditions).open_options()
            except SearchTooLargeError:
                # The budget is for all questions together; one alone may well be answered.
                self._rules = self._space()
                found = self._rules.where(*conditions).open_options()
            self._known[key] = found
        return self._known[key]

    def _part(self, party: str, own: tuple[Statement, ...]) -> _Part:
        key = (party, tuple(s.id for s in own))
        if key not in self._parts:
            binding = [self._binding[s.id] for s in own if s.id in self._binding]
            positions = {
                issue.id: requested_position(issue.id, party, own)
                or self._only_one_left(issue.id, party, binding)
                for issue in self.case.issues
            }
            self._parts[key] = _Part(
                positions,
                self._open_under(binding),
                frozenset[str]().union(*(self.about[c.statement.id] for c in binding)),
                frozenset[str]().union(*(self.about[s.id] for s in own)),
            )
        return self._parts[key]

    def _only_one_left(self, issue: str, party: str, binding: Sequence[Commitment]) -> Ask | None:
        return committed_position(issue, party, binding, lambda kept: self._open_under(kept)[issue])

    def issues(self, said: Sequence[Statement]) -> dict[str, IssueGaps]:
        """Return per issue its state and gaps.

        Raises:
            SearchTooLargeError: If rules and commitments are too entangled to be searched.
        """
        own: dict[str, list[Statement]] = {party.id: [] for party in self.case.deciders}
        for statement in said:
            if statement.party in own:
                own[statement.party].append(statement)
        parts = {party: self._part(party, tuple(spoken)) for party, spoken in own.items()}
        return {issue.id: self._issue(issue, parts) for issue in self.case.issues}

    def _issue(self, issue: Issue, parts: Mapping[str, _Part]) -> IssueGaps:
        spend(2 + len(parts) ** 2)
        held = [part.positions[issue.id] for part in parts.values()]
        positions = [position for position in held if position is not None]
        open_to = {party: part.open[issue.id] for party, part in parts.items()}
        further = bound_by_rules(open_to, self._open_under(())[issue.id])
        committed = further | {p for p, part in parts.items() if issue.id in part.committed}
        heard = bool(further) or any(issue.id in part.heard for part in parts.values())
        # Most days leave most issues as they were.
        asked = tuple((position.party, position.option) for position in positions)
        key = issue.id, asked, tuple(open_to.values()), frozenset(committed), heard
        if key not in self._gaps:
            gaps = tuple(
                gap_between(issue, one, other, positions, open_to, committed)
                for one, other in combinations(self.case.deciders, 2)
            )
            state = state_of(self.case, issue, positions, open_to, gaps, heard=heard)
            self._gaps[key] = IssueGaps(state, gaps)
        return self._gaps[key]


def move_between(before: Sequence[Gap], after: Sequence[Gap], kind: Kind) -> Fraction | None:
    """Return the change of the mean gap over the pairs that have one before and after.

    Returns:
        Below 0 when they came closer; None when no pair can be compared.
    """
    pairs = [
        (earlier, later)
        for one, other in zip(before, after, strict=True)
        if (earlier := getattr(one, kind)) is not None
        and (later := getattr(other, kind)) is not None
    ]
    if not pairs:
        return None
    return sum((later - earlier for earlier, later in pairs), start=Fraction(0)) / len(pairs)


def mean_gap(gaps: Sequence[Gap], kind: Kind) -> Fraction | None:
    """Return the mean gap over the pairs that have one; None when none has."""
    return _mean([getattr(each, kind) for each in gaps])


KINDS: tuple[Kind, ...] = ("by_position", "by_commitment")

_MOST_OF_INDEX = 3


def shares(count: int, worth: Callable[[frozenset[int]], float]) -> list[float]:
    """Return each player's Shapley value.

    Shapley (1953, "A value for n-person games"): the effect of a statement averaged over all
    orders in which the day's statements could have come. The shares add up to the change.

    What a set of players comes to is asked once for each.

    Example:
        >>> shares(2, {frozenset(): 0.0, frozenset({0}): 1.0, frozenset({1}): 0.0,
        ...            frozenset({0, 1}): 3.0}.get)
        [2.0, 1.0]
    """
    known = {
        frozenset(chosen): worth(frozenset(chosen))
        for size in range(count + 1)
        for chosen in combinations(range(count), size)
    }
    found = []
    for player in range(count):
        total = 0.0
        for chosen, without in known.items():
            if player not in chosen:
                weight = 1.0 / (count * comb(count - 1, len(chosen)))
                total += weight * (known[chosen | {player}] - without)
        found.append(total)
    return found


def gap_effects(
    talks: Talks, before: Sequence[Statement], step: Step, moved: Sequence[tuple[str, Kind]]
) -> list[Effect]:
    """Share the moves of gaps on a day among what changed."""
    case, groups = talks.case, groups_of(step)
    if not moved or not groups:
        return []
    spend(len(moved) * len(groups) ** 2 * (5 + len(case.deciders) ** 2))
    start, end = talks.issues(before), talks.issues(step.said)
    found = []
    between = {
        chosen: talks.issues(_after(case, before, step, groups, chosen))
        for size in range(len(groups) + 1)
        for chosen in map(frozenset, combinations(range(len(groups)), size))
    }
    for issue, kind in moved:

        def worth(chosen: frozenset[int], issue: str = issue, kind: Kind = kind) -> float:
            return float(
                _moved(start[issue].gaps, end[issue].gaps, between[chosen][issue].gaps, kind)
            )

        for group, amount in zip(groups, shares(len(groups), worth), strict=True):
            if abs(amount) > 1e-12:
                found.append(Effect(step.day, group, kind, issue, amount))
    return found


def _moved(
    start: Sequence[Gap], end: Sequence[Gap], between: Sequence[Gap], kind: Measure
) -> Fraction:
    """Return the mean change on the way, over the pairs that compare at both ends."""
    total, pairs = Fraction(0), 0
    for first, last, now in zip(start, end, between, strict=True):
        earlier, later = getattr(first, kind), getattr(now, kind)
        if earlier is None or getattr(last, kind) is None:
            continue
        pairs += 1
        total += (later if later is not None else earlier) - earlier
    return total / pairs


def index_effects(
    case: Case,
    before: Sequence[Statement],
    step: Step,
    ends: tuple[float, float],
    index: Callable[[Sequence[Statement]], float | None],
) -> list[Effect]:
    """Share the change of the agreement index on a day among what changed.

    `ends` are the index before and after; `index` returns it while some statements are in
    force, or None when it cannot be told.
    """
    groups = groups_of(step)
    together = tuple(s for group in groups for s in group)
    if len(groups) > _MOST_OF_INDEX:
        groups = [together]
    known: dict[frozenset[int], float | None] = {
        frozenset(): ends[0],
        frozenset(range(len(groups))): ends[1],
    }
    for size in range(1, len(groups)):
        for chosen in map(frozenset, combinations(range(len(groups)), size)):
            known[chosen] = index(_after(case, before, step, groups, chosen))
    told = {chosen: worth for chosen, worth in known.items() if worth is not None}
    if len(told) < len(known):
        return [Effect(step.day, together, "agreement", None, ends[1] - ends[0])]
    amounts = shares(len(groups), told.__getitem__)
    return [
        Effect(step.day, group, "agreement", None, amount)
        for group, amount in zip(groups, amounts, strict=True)
        if abs(amount) > 1e-12
    ]


def _after(
    case: Case,
    before: Sequence[Statement],
    step: Step,
    groups: Sequence[Sequence[Statement]],
    chosen: frozenset[int],
) -> tuple[Statement, ...]:
    if len(chosen) == len(groups):
        return step.said
    return said_after(case, before, step, [s for k in chosen for s in groups[k]])


_CODINGS = 200

_LEAST_CODINGS = 40

_WORK = 40_000


@record(frozen=True, slots=True)
class Series:
    """One measure over the days.

    Attributes:
        measure: The measure.
        issue: The issue; None for all.
        days: The days.
        levels: Per day the mean gap, or the index; None where it cannot be told.
        moves: Per day after the first, the move; None where nothing can be compared.
        heard: Per day after the first, whether something said could have moved it.
        closed: Whether no gap is left at the end.
    """

    measure: Measure
    issue: str | None
    days: tuple[date, ...]
    levels: tuple[Fraction | None, ...]
    moves: tuple[Fraction | None, ...]
    heard: tuple[bool, ...]
    closed: bool = False


def gap_series(
    steps: Sequence[Step], days: Sequence[Mapping[str, IssueGaps]], talks: Talks
) -> list[Series]:
    """Return the gaps of every issue, and of all together, by both measures."""
    deciders = {party.id for party in talks.case.deciders}
    spend(len(steps) * len(talks.case.issues) * (2 + len(deciders) ** 2 // 2))
    when = tuple(step.day for step in steps)
    found: list[Series] = []
    for kind in KINDS:
        own = []
        for issue in talks.case.issues:
            gaps = [day[issue.id].gaps for day in days]
            heard = [
                any(
                    issue.id in talks.about[c.statement.id]
                    for c in step.changes
                    if c.statement.party in deciders
                )
                for step in steps
            ]
            levels = tuple(mean_gap(each, kind) for each in gaps)
            moves = tuple(move_between(gaps[k], gaps[k + 1], kind) for k in range(len(gaps) - 1))
            closed = bool(days) and (
                days[-1][issue.id].state == "agreed" if kind == "by_position" else levels[-1] == 0
            )
            own.append(Series(kind, issue.id, when, levels, moves, tuple(heard[1:]), closed))
        found += own
        found.append(_together(kind, when, own))
    return found


def _together(kind: Kind, when: tuple[date, ...], own: Sequence[Series]) -> Series:
    """Return the mean over the issues that can be compared."""
    return Series(
        kind,
        None,
        when,
        tuple(_mean([each.levels[k] for each in own]) for k in range(len(when))),
        tuple(_mean([each.moves[k] for each in own]) for k in range(len(when) - 1)),
        # What was said about an issue without such a gap could not have moved this one.
        tuple(
            any(each.heard[k] and each.moves[k] is not None for each in own)
            for k in range(len(when) - 1)
        ),
        _all_closed(kind, own),
    )


def _all_closed(kind: Kind, own: Sequence[Series]) -> bool:
    """Return whether no issue has a gap left; on one without demands none keep anybody apart."""
    if kind == "by_commitment":
        own = [each for each in own if each.levels and each.levels[-1] is not None]
    return bool(own) and all(each.closed for each in own)


def _mean(numbers: Sequence[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, start=Fraction(0)) / len(known) if known else None


def trends_of(
    series: Sequence[Series], same: Mapping[tuple[Measure, str | None], Figure]
) -> tuple[Trend, ...]:
    """Return where each series went and what that shows.

    `same` tells how often each direction stays the same when statements count with their
    confidence only.
    """
    chances = {
        (each.measure, each.issue): chance_of_as_far([m for m in each.moves if m])
        for each in series
        if any(each.moves)
    }
    raised: dict[tuple[Measure, str | None], float] = dict(chances)
    for measure in KINDS:
        own = {
            issue: chance
            for (kind, issue), chance in chances.items()
            if kind == measure and issue is not None
        }
        raised.update({(measure, issue): chance for issue, chance in adjusted(own).items()})
    return tuple(
        _trend(each, chances.get(key), raised.get(key), same.get(key))
        for each in series
        for key in [(each.measure, each.issue)]
    )


def _trend(
    series: Series, chance: float | None, raised: float | None, same: Figure | None
) -> Trend:
    sign = -1 if series.measure == "agreement" else 1
    moves = [(day, move) for day, move in zip(series.days[1:], series.moves, strict=True) if move]
    net = sum((move for _, move in moves), start=Fraction(0))
    # A day counts as a reading when the measure could be compared, and was said to or did move.
    readings = [
        bool(move)
        for move, heard in zip(series.moves, series.heard, strict=True)
        if move is not None and (heard or move)
    ]
    still = next((k for k, moved in enumerate(reversed(readings)) if moved), len(readings))
    known = [float(level) for level in series.levels if level is not None]
    return Trend(
        measure=series.measure,
        issue=series.issue,
        first=known[0] if known else None,
        last=None if not series.levels or series.levels[-1] is None else float(series.levels[-1]),
        net=float(net),
        closer=sum(sign * move < 0 for _, move in moves),
        apart=sum(sign * move > 0 for _, move in moves),
        readings=len(readings),
        still=still,
        last_move=moves[-1][0] if moves else None,
        chance=chance,
        adjusted=raised,
        verdict=verdict_of(sign * net, raised, still, closed=series.closed),
        same_direction=same,
    )


def codings_of(case: Case, steps: Sequence[Step]) -> int:
    """Return how many ways of counting statements are drawn; 0 when there is only one.

    Also 0 where each would take too long: the work grows with changes and issues.
    """
    if not steps or all(s.confidence == 1 for s in case.statements if s.on <= steps[-1].day):
        return 0
    changes = sum(len(step.changes) for step in steps)
    work = (changes + 1) * len(case.issues) * max(1, len(case.deciders) // 2)
    found = min(_CODINGS, _WORK // work)
    return found if found >= _LEAST_CODINGS else 0


def directions(
    case: Case, steps: Sequence[Step], series: Sequence[Series], talks: Talks, seed: int, count: int
) -> dict[tuple[Measure, str | None], Figure]:
    """Count how often net changes keep their direction when statements count by confidence.

    Each draw counts every statement with the probability with which it was coded right,
    and leaves out the others with all that they ended.
    """
    nets = {(each.measure, each.issue): _net(each) for each in series if any(each.moves)}
    if not count or not nets:
        return {}
    random = Random(seed)  # noqa: S311 - a fixed sequence of draws, no secret
    kept = dict.fromkeys(nets, 0)
    for _ in range(count):
        chosen = tuple(s for s in case.statements if random.random() < s.confidence)
        fewer = replace(case, statements=chosen, as_of=steps[-1].day)
        said = steps_of(fewer, steps[0].day, None)
        days = [talks.issues(step.said) for step in said]
        drawn = {(each.measure, each.issue): _net(each) for each in gap_series(said, days, talks)}
        for key, net in nets.items():
            kept[key] += _sign(drawn.get(key, Fraction(0))) == _sign(net)
    return {key: _share(number, count) for key, number in kept.items()}


def _net(series: Series) -> Fraction:
    return sum((move for move in series.moves if move is not None), start=Fraction(0))


def _sign(number: Fraction) -> int:
    return (number > 0) - (number < 0)


def _share(number: int, count: int) -> Figure:
    share = number / count
    if number in (0, count):
        return Figure(share, 1.0 - 0.05 ** (1.0 / count))
    return Figure(share, sqrt(share * (1.0 - share) / count))
