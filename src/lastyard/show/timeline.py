"""The machine-readable form of :class:`~lastyard.answers.timeline.Timeline`.

How :class:`~lastyard.answers.timeline.Timeline` looks.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from lastyard.answers.packages.result import Figure
from lastyard.answers.timeline import Effect, Point, Timeline, Trend
from lastyard.answers.timeline.measures import mean_gap
from lastyard.answers.timeline.result import LEVEL, STILL, least_chance
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.marks import cite, cite_all
from lastyard.show.why import why_blocks
from lastyard.show.words import (
    chance_in_words,
    count_of,
    day_in_words,
    estimate_in_words,
    joined,
    joined_some,
    number_in_words,
    package_in_words,
    says_in_words,
    share_in_words,
)

__all__ = ["METHOD", "timeline_blocks", "timeline_why"]

METHOD = (
    "Gaps and states are those of `lastyard standing` on each day. A move is a change on one "
    "day of the mean gap over the pairs of parties that can be compared before and after; a "
    "party's first position moves nothing.",
    "Trend: p is how often moves of these sizes would bring the parties as far, either way, if each "
    "were as likely to go closer as further apart (exact sign-flip test, two-sided; across issues "
    "raised after Holm 1979). Below 5 % it is called narrowing or widening. It tests moves, not "
    "levels: a gap that stays where it is says nothing new each day. It cannot say why, nor that "
    "it will go on.",
    "Stalled: five days or more in a row on which something was said about the issue left the "
    "gap where it was (chance 1/32 if every second such day moved it).",
    "Packages left and blocking sets are exact. Chances of openings rest on the firmness coded.",
    "The agreement index is sampled. The last day is drawn as `lastyard packages` draws it; other "
    "days reuse draws by importance weights while at least 300 effective draws are left. A "
    "change below two standard errors counts as no move.",
    "Effects: each statement's Shapley share of its day's change.",
)

_UNSEEN = 0.005  # half of what a whole percentage shows

_MOST_DAYS, _MOST_EFFECTS, _MOST_SETS = 20, 8, 10


def timeline_blocks(result: Timeline) -> list[Block]:
    """Describe how the talks went."""
    case = result.case
    if not result.points or result.start is None or result.end is None:
        return [Title(case.title, "nothing said yet"), Paragraph(
            "Nothing was said by then: there is nothing to follow over time."
        )]  # fmt: skip
    days = f"{day_in_words(result.start)} to {day_in_words(result.end)}"
    if result.start == result.end:
        days = day_in_words(result.end)
    return [
        Title(case.title, days),
        *_trend_blocks(result),
        *_day_blocks(result),
        *_effect_blocks(result),
        *_blocking_blocks(result),
        *_remarks(result),
    ]


def timeline_why(result: Timeline) -> tuple[Block, ...]:
    """Return what it rests on."""
    told = {c.statement.id: c.statement for p in result.points for c in p.changes}
    return why_blocks(result.case, result.day, told.values(), METHOD)


def _trend_blocks(result: Timeline) -> list[Block]:
    heading = Heading("Are the parties coming closer?")
    if len(result.points) == 1:
        told = (
            "Only one day is looked at: whether the gaps narrow cannot be told from what was said."
        )
        return [heading, Paragraph(told)]
    rows = [_row(result, trend) for trend in _shown(result)]
    if not rows:
        told = (
            "No two parties have asked for anything on the same issue: whether gaps narrow "
            "cannot be told from what was said."
        )
        return [heading, Paragraph(told)]
    table = Table(
        ("", "first", "now", "closer", "apart", "p, sign test", "verdict"),
        rows,
        caption="Gaps at first and now, moves, p of the sign-flip test, and the verdict",
    )
    return [heading, table, Items(_in_words(result)), *_compared_anew(result)]


def _compared_anew(result: Timeline) -> list[Block]:
    """Return why a gap differs from the first by more than the moves."""
    names = [
        _name(result, trend)
        for trend in _shown(result)
        if trend.measure != "agreement"
        and trend.first is not None
        and trend.last is not None
        and abs(trend.last - trend.first - trend.net) > _UNSEEN
    ]
    if not names:
        return []
    text = (
        f"First and now differ by more than the moves on {joined_some(names, 4)}: parties have come to "
        "be compared, or no longer can be, and that is no move."
    )
    return [Paragraph(text)]


def _shown(result: Timeline) -> list[Trend]:
    """Return the trends worth a row: that of all issues only where it holds several."""
    shown = [trend for trend in result.trends if _is_shown(trend)]
    issues = [trend.measure for trend in shown if trend.issue is not None]
    return [
        trend
        for trend in shown
        if trend.issue is not None
        or trend.measure == "agreement"
        or issues.count(trend.measure) > 1
    ]


def _is_shown(trend: Trend) -> bool:
    if trend.measure == "by_commitment":
        return bool(trend.moves or trend.last)
    return trend.first is not None


def _row(result: Timeline, trend: Trend) -> tuple[str, ...]:
    percent = trend.measure != "agreement"
    return (
        _name(result, trend),
        _level(trend.first, percent),
        _level(trend.last, percent),
        str(trend.closer),
        str(trend.apart),
        "-" if trend.adjusted is None else share_in_words(Fraction(trend.adjusted)),
        trend.verdict if percent else _rising(trend.verdict),
    )


def _name(result: Timeline, trend: Trend) -> str:
    if trend.measure == "agreement":
        return "agreement index of the best package"
    name = result.case.issue(trend.issue).name if trend.issue else "all issues"
    return f"{name}, by commitment" if trend.measure == "by_commitment" else name


def _level(level: float | None, percent: bool) -> str:
    if level is None:
        return "-"
    return f"{level:.0%}" if percent else f"{level:.2f}"


def _rising(verdict: str) -> str:
    return {"narrowing": "rising", "widening": "falling"}.get(verdict, verdict)


def _in_words(result: Timeline) -> list[tuple[str, ...]]:
    """Return in a sentence what the moves show, for all issues and where issues stand out."""
    shown = [t for t in _shown(result) if t.measure == "by_position" and t.readings]
    overall = [t for t in shown if t.issue is None] or shown
    found: list[tuple[str, ...]] = [(_sentence(result, trend),) for trend in overall]
    found += [
        (_sentence(result, trend),)
        for trend in shown
        if trend not in overall and trend.verdict in ("narrowing", "widening", "stalled")
    ]
    index = result.trend("agreement")
    if index.readings:
        found.append((_sentence(result, index),))
    return found


def _sentence(result: Timeline, trend: Trend) -> str:
    index = trend.measure == "agreement"
    name = _name(result, trend)
    name = name[:1].upper() + name[1:]
    if not trend.moves:
        said = f"{name}: no move"
        if index:
            said += f" that can be told on {count_of(trend.readings, 'day')}"
        return f"{said}; {_why(trend, index)}."
    way = "closer" if (trend.net < 0) != index else "further apart"
    if not trend.net:
        way = "back where they were"
    amount = f"{abs(trend.net):.2f}" if index else f"{abs(trend.net) * 100:.0f} points"
    did = "raised it" if index else "brought the parties closer"
    fact = f"{name}: {trend.closer} of {count_of(trend.moves, 'move')} {did}"
    net = f"net {amount} {'up' if trend.net > 0 else 'down'}" if index else f"net {amount} {way}"
    if not trend.net:
        net = "net nothing"
    sure = _coding(trend)
    return f"{fact}, {net}{sure}; {_why(trend, index)}."


def _why(trend: Trend, index: bool) -> str:
    """Return what follows, and why not more."""
    if trend.verdict == "closed":
        return "no gap is left"
    if trend.verdict == "stalled":
        since = f" since {day_in_words(trend.last_move)}" if trend.last_move else ""
        return f"stalled: {count_of(trend.still, 'day')}{since} on which something was said moved nothing"
    if trend.verdict != "cannot tell":
        word = _rising(trend.verdict) if index else trend.verdict
        return f"{word}: {_test(trend)}"
    if trend.moves and least_chance(trend.moves) > LEVEL:
        least = next(n for n in range(1, 99) if least_chance(n) <= LEVEL)
        return (
            f"whether that is a trend cannot be told from {count_of(trend.moves, 'move')} "
            f"(at least {least} are needed)"
        )
    if trend.moves:
        return f"whether that is a trend cannot be told: {_test(trend)}"
    return f"too few days to call it stalled ({STILL} are needed)"


def _test(trend: Trend) -> str:
    """Return what the test found, in words that need no table."""
    often = share_in_words(Fraction(trend.adjusted or 0))
    return f"moves as likely one way as the other would bring as much in {often} of cases"


def _coding(trend: Trend) -> str:
    same = trend.same_direction
    if same is None or same.index is None:
        return ""
    return f" (the same way in {same.index:.0%} of ways to count doubtful statements)"


def _day_blocks(result: Timeline) -> list[Block]:
    points = result.points
    shown = points if len(points) <= _MOST_DAYS else (points[0], *points[-(_MOST_DAYS - 1) :])
    remark = (
        "" if len(shown) == len(points) else f"{len(shown)} of {len(points)} days; --json has all"
    )
    rows = [
        (
            day_in_words(point.day),
            str(point.in_force),
            _mean_of_all(result, point),
            _packages(point),
            _opening(point),
            _figure(point.agreement),
            _changed(point),
        )
        for point in shown
    ]
    header = ("day", "in force", "gap", "packages", "opening", "best", "what changed")
    return [
        Heading("Day by day", remark),
        Table(header, rows, caption="What was in force and what followed, day by day"),
        Paragraph(
            "gap: mean over issues and pairs by position; packages: that satisfy everything; opening: "
            "chance of the likeliest way out where there is none; best: agreement index of the best "
            "package (acceptability, not the chance of a yes); + came into force, - ended."
        ),
    ]


def _mean_of_all(result: Timeline, point: Point) -> str:
    levels = [mean_gap(found.gaps, "by_position") for found in point.issues.values()]
    known = [level for level in levels if level is not None]
    return f"{float(sum(known, start=Fraction(0)) / len(known)):.0%}" if known else "-"


def _packages(point: Point) -> str:
    if point.packages is not None:
        return number_in_words(point.packages)
    return "some" if point.cause == "nothing" else "not told"


def _opening(point: Point) -> str:
    return "-" if point.opening is None else chance_in_words(point.opening.chance)


def _figure(figure: Figure) -> str:
    if figure.index is None:
        return "not told"
    return estimate_in_words(figure.index, figure.error or 0.0)


def _changed(point: Point) -> str:
    """Name what came and what went, the first few of each."""
    came = [f"+{cite(c.statement)}" for c in point.changes if c.how == "made"]
    went = [f"-{cite(c.statement)}" for c in point.changes if c.how != "made"]
    named = [*came, *went]
    more = [f"{len(named) - 3} more"] if len(named) > 4 else []
    return (
        ", ".join([*(named if not more else named[:3]), *more]) or "(start of the days asked for)"
    )


def _effect_blocks(result: Timeline) -> list[Block]:
    if not result.effects:
        return []
    gaps = [e for e in result.effects if e.measure != "agreement"]
    index = [e for e in result.effects if e.measure == "agreement"]
    blocks: list[Block] = [Heading("What moved it most")]
    for effects in (gaps, index):
        top = sorted(effects, key=lambda e: (-round(abs(e.amount), 9), e.day))[: _MOST_EFFECTS // 2]
        if top:
            blocks.append(Items([_effect_lines(result.case, effect) for effect in top]))
    return blocks


def _effect_lines(case: Case, effect: Effect) -> tuple[str, ...]:
    names = joined_some(cite_all(effect.statements), 4)
    if effect.measure == "agreement":
        way = "raised" if effect.amount > 0 else "lowered"
        what = f"{way} the agreement index of the best package by {abs(effect.amount):.2f}"
    else:
        issue = case.issue(effect.issue or "")
        way = "closed" if effect.amount < 0 else "widened"
        by = " by commitment" if effect.measure == "by_commitment" else ""
        what = f"{way} the gap{by} on {issue.name} by {abs(effect.amount) * 100:.0f} points"
    head = f"{day_in_words(effect.day)}: {names} {what}"
    if len(effect.statements) > 1:
        return (head + " (together)",)
    (statement,) = effect.statements
    return (head, f"{case.party(statement.party).name}: {says_in_words(case, statement)}")


def _excludes(ids: Sequence[str]) -> str:
    alone = "came to leave no package, by itself"
    return alone if len(ids) == 1 else "came to exclude one another"


def _blocking_blocks(result: Timeline) -> list[Block]:
    lines: list[tuple[str, ...]] = []
    for point in result.points:
        lines += [
            (f"{day_in_words(point.day)}: {joined(cite_all(ids))} {_excludes(ids)}",)
            for ids in point.appeared
        ]
        lines += [
            (f"{day_in_words(point.day)}: {joined(cite_all(ids))} no longer do",)
            for ids in point.went
        ]
    if not lines:
        return []
    complete = all(point.blocking_complete for point in result.points)
    shown = lines[-_MOST_SETS:]
    remark = "" if complete else "the likeliest of them"
    if len(shown) < len(lines):
        remark = f"the last {len(shown)} of {len(lines)}" + (f"; {remark}" if remark else "")
    return [Heading("Statements that exclude one another", remark), Items(shown)]


def _remarks(result: Timeline) -> list[Block]:
    found: list[Block] = []
    last = result.points[-1]
    if last.package is not None and last.agreement.index is not None:
        told = package_in_words(result.case, last.package)
        found.append(Paragraph(f"Best package on {day_in_words(last.day)}: {told}."))
    missing = [point for point in result.points if point.agreement.index is None]
    if missing:
        reason = missing[0].why_not or "the values of a party cannot be told"
        found.append(
            Paragraph(
                f"The agreement index of the best package is not told on {count_of(len(missing), 'day')}: "
                f"{reason}."
            )
        )
    reused = sum(point.method == "reweighted" for point in result.points)
    if reused:
        found.append(
            Paragraph(
                f"On {count_of(reused, 'day')} the agreement index rests on draws of another day, reweighted; "
                "its error says how far it can be off."
            )
        )
    if result.searched:
        found.append(
            Paragraph(
                "There are too many packages to list: on all days but the last, the best is the best "
                "found nearby, and a better one may exist."
            )
        )
    return found
