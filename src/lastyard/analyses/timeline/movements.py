"""From the gaps of every day to moves, trends, and what limited confidence does to them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from math import sqrt
from random import Random

from lastyard.analyses.packages.result import Figure
from lastyard.analyses.timeline.effects import KINDS
from lastyard.analyses.timeline.result import Measure, Trend
from lastyard.analyses.timeline.steps import Step, steps_of
from lastyard.analyses.timeline.talks import IssueGaps, Kind, Talks, mean_gap, move_between
from lastyard.analyses.timeline.trend import adjusted, chance_of_as_far, verdict_of
from lastyard.budget import spend
from lastyard.case.model import Case

__all__ = ["Series", "codings_of", "directions", "gap_series", "trends_of"]

_CODINGS = 200
_LEAST_CODINGS = 40
_WORK = 40_000


@dataclass(frozen=True, slots=True)
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
    """Return the gaps of every issue, and of all together, by both measures.

    Args:
        steps: The days.
        days: Per day, per issue, its gaps.
        talks: Says what statements are about.
    """
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
    """Say whether no issue has a gap left; on one without demands none keep anybody apart."""
    if kind == "by_commitment":
        own = [each for each in own if each.levels and each.levels[-1] is not None]
    return bool(own) and all(each.closed for each in own)


def _mean(numbers: Sequence[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return sum(known, start=Fraction(0)) / len(known) if known else None


def trends_of(
    series: Sequence[Series], same: Mapping[tuple[Measure, str | None], Figure]
) -> tuple[Trend, ...]:
    """Say where each series went and what that shows.

    Args:
        series: The series.
        same: Per measure and issue, how often the direction stays the same when statements
            count with their confidence only.
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

    Args:
        case: The case.
        steps: The days.
        series: The series with all statements counted.
        talks: Works out gaps.
        seed: Seed.
        count: How many draws.
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
