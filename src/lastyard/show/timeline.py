"""How :class:`~lastyard.answers.timeline.Timeline` looks: in words, and as charts of gaps by issue, agreement and packages left.

Each chart stands alone and needs nothing else; :func:`timeline_svg` puts the three below one
another. Every mark has a ``<title>`` that browsers show and screen readers read; lines differ
by more than colour; in the dark the colours change with the reader's setting.

Example:
    >>> Scale((0.0, 10.0), (100.0, 200.0)).at(2.5)
    125.0
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import log10

from lastyard.answers.packages.result import Figure
from lastyard.answers.timeline import Point, Timeline
from lastyard.answers.trends import LEVEL, STILL, Effect, Kind, Trend, least_chance, mean_gap
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.html import xml_text
from lastyard.show.marks import cite, cite_all
from lastyard.show.shared import why_blocks
from lastyard.show.svg import COLOURS, frame, label
from lastyard.show.words import (
    chance_in_words,
    count_of,
    day_in_words,
    estimate_in_words,
    joined,
    joined_some,
    number_in_words,
    package_in_words,
    power_in_words,
    says_in_words,
    share_in_words,
    shortened,
)

__all__ = [
    "METHOD",
    "Scale",
    "agreement_svg",
    "gaps_svg",
    "packages_svg",
    "timeline_blocks",
    "timeline_svg",
    "timeline_why",
]

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
    title = result.case.title
    if not result.points or result.start is None or result.end is None:
        told = "Nothing was said by then: there is nothing to follow over time."
        return [Title(title, "nothing said yet"), Paragraph(told)]
    days = f"{day_in_words(result.start)} to {day_in_words(result.end)}"
    return [
        Title(title, days if result.start != result.end else day_in_words(result.end)),
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
    rows = [_row(result, trend) for trend in _shown(result)]
    told = ""
    if len(result.points) == 1:
        told = (
            "Only one day is looked at: whether the gaps narrow cannot be told from what was said."
        )
    elif not rows:
        told = (
            "No two parties have asked for anything on the same issue: whether gaps narrow "
            "cannot be told from what was said."
        )
    if told:
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
        _level_in_words(trend.first, percent),
        _level_in_words(trend.last, percent),
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


def _level_in_words(level: float | None, percent: bool) -> str:
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
        days = f" that can be told on {count_of(trend.readings, 'day')}" if index else ""
        return f"{name}: no move{days}; {_why(trend, index)}."
    if not trend.net:
        net = "net nothing"
    elif index:
        net = f"net {abs(trend.net):.2f} {'up' if trend.net > 0 else 'down'}"
    else:
        way = "closer" if trend.net < 0 else "further apart"
        net = f"net {abs(trend.net) * 100:.0f} points {way}"
    did = "raised it" if index else "brought the parties closer"
    fact = f"{name}: {trend.closer} of {count_of(trend.moves, 'move')} {did}"
    return f"{fact}, {net}{_coding(trend)}; {_why(trend, index)}."


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
            _mean_of_all(point),
            _packages_left(point),
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


def _mean_of_all(point: Point) -> str:
    levels = [mean_gap(found.gaps, "by_position") for found in point.issues.values()]
    known = [level for level in levels if level is not None]
    return f"{float(sum(known, start=Fraction(0)) / len(known)):.0%}" if known else "-"


def _packages_left(point: Point) -> str:
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
    named = came + [f"-{cite(c.statement)}" for c in point.changes if c.how != "made"]
    if len(named) > 4:
        named = [*named[:3], f"{len(named) - 3} more"]
    return ", ".join(named) or "(start of the days asked for)"


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


def _blocking_blocks(result: Timeline) -> list[Block]:
    lines: list[tuple[str, ...]] = []
    for point in result.points:
        day = day_in_words(point.day)
        for ids in point.appeared:
            alone = "leave no package, by itself" if len(ids) == 1 else "exclude one another"
            lines.append((f"{day}: {joined(cite_all(ids))} came to {alone}",))
        lines += [(f"{day}: {joined(cite_all(ids))} no longer do",) for ids in point.went]
    if not lines:
        return []
    complete = all(point.blocking_complete for point in result.points)
    shown = lines[-_MOST_SETS:]
    remark = "" if complete else "the likeliest of them"
    if len(shown) < len(lines):
        remark = f"the last {len(shown)} of {len(lines)}" + (f"; {remark}" if remark else "")
    return [Heading("Statements that exclude one another", remark), Items(shown)]


def _remarks(result: Timeline) -> Iterator[Block]:
    last = result.points[-1]
    if last.package is not None and last.agreement.index is not None:
        told = package_in_words(result.case, last.package)
        yield Paragraph(f"Best package on {day_in_words(last.day)}: {told}.")
    missing = [point for point in result.points if point.agreement.index is None]
    if missing:
        reason = missing[0].why_not or "the values of a party cannot be told"
        days = count_of(len(missing), "day")
        yield Paragraph(f"The agreement index of the best package is not told on {days}: {reason}.")
    reused = sum(point.method == "reweighted" for point in result.points)
    if reused:
        yield Paragraph(
            f"On {count_of(reused, 'day')} the agreement index rests on draws of another day, reweighted; "
            "its error says how far it can be off."
        )
    if result.searched:
        yield Paragraph(
            "There are too many packages to list: on all days but the last, the best is the best "
            "found nearby, and a better one may exist."
        )


_WIDTH, _LEFT, _RIGHT = 760, 70, 130
_ROW, _TALL, _TOP, _BOTTOM = 76, 190, 40, 30

_STYLE = (
    ".ly-timeline .axis{stroke:var(--line);fill:none}.ly-timeline .grid{stroke:var(--grid)}"
    f".ly-timeline .line{{fill:none;stroke:{COLOURS[0]};stroke-width:2}}"
    f".ly-timeline .second{{stroke:{COLOURS[1]};stroke-dasharray:6 4}}"
    f".ly-timeline .mark{{fill:{COLOURS[0]}}}.ly-timeline .mark2{{fill:{COLOURS[1]}}}"
    f".ly-timeline .hollow{{fill:var(--paper);stroke:{COLOURS[0]};stroke-width:1.5}}"
    f".ly-timeline .band{{fill:{COLOURS[0]};opacity:.25}}"
)

_ERRORS = 2.0


@dataclass(frozen=True, slots=True)
class Scale:
    """A straight line from numbers to places.

    Attributes:
        numbers: Two numbers.
        places: Where they lie.
    """

    numbers: tuple[float, float]
    places: tuple[float, float]

    def at(self, number: float) -> float:
        """Return the place of a number; the middle where the two numbers are one."""
        low, high = self.numbers
        share = (number - low) / (high - low) if high > low else 0.5
        return self.places[0] + share * (self.places[1] - self.places[0])


def gaps_svg(result: Timeline) -> str:
    """Draw the mean gap of every issue over time, a row an issue."""
    return _page(result, "gaps between the parties, by issue", *_gaps(result))


def agreement_svg(result: Timeline) -> str:
    """Draw the agreement index of the best package, with two standard errors."""
    return _page(result, "agreement index of the best package", *_agreement(result))


def packages_svg(result: Timeline) -> str:
    """Draw how many packages satisfy everything."""
    return _page(result, "packages that satisfy everything", *_packages(result))


def timeline_svg(result: Timeline) -> str:
    """Draw all three charts, one below the other."""
    drawn: list[str] = []
    height = 0.0
    for part, tall in (_gaps(result), _agreement(result), _packages(result)):
        drawn += [f'<g transform="translate(0 {height:.0f})">', *part, "</g>"]
        height += tall + 14
    return _page(result, "the talks over time", drawn, height)


def _page(result: Timeline, what: str, drawn: Sequence[str], height: float) -> str:
    days = len(result.points)
    told = f"{count_of(days, 'day')} on which something changed"
    if result.start and result.end:
        told += f", {day_in_words(result.start)} to {day_in_words(result.end)}"
    return frame("timeline", (_WIDTH, height), f"{result.case.title}: {what}", told, _STYLE, drawn)


def _time(result: Timeline) -> Scale:
    days = [point.day.toordinal() for point in result.points] or [0]
    return Scale((days[0], days[-1]), (_LEFT + 8, _WIDTH - _RIGHT - 8))


def _axis(result: Timeline, time: Scale, y: float) -> list[str]:
    """Draw the axis of time with a few days named, none over another."""
    drawn = [f'<path class="axis" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>']
    if not result.points:
        return drawn
    first, last = result.points[0].day, result.points[-1].day
    span = (last - first).days
    named = sorted({first + timedelta(days=round(span * k / 3)) for k in range(4)})
    if span < 6:
        named = sorted({first, last})
    for day in named:
        x = time.at(day.toordinal())
        drawn += [
            f'<path class="axis" d="M{x:.1f} {y:.1f}v5"/>',
            label(x, y + 18, day_in_words(day), 'class="small" text-anchor="middle"'),
        ]
    return drawn


@dataclass(frozen=True, slots=True)
class _Mark:
    """A value on a day; None where there is none."""

    day: date
    value: float | None
    title: str
    hollow: bool = False


def _steps(marks: Sequence[_Mark], time: Scale, height: Scale, second: bool = False) -> list[str]:
    """Draw a step line, level until the next day, and a mark a day."""
    path, before = [], None
    for mark in marks:
        x = time.at(mark.day.toordinal())
        if mark.value is None:
            if before is not None:
                path.append(f"H{x:.1f}")
            before = None
            continue
        y = height.at(mark.value)
        path.append(f"M{x:.1f} {y:.1f}" if before is None else f"H{x:.1f}V{y:.1f}")
        before = y
    more, fill = (" second", "mark2") if second else ("", "mark")
    drawn = [f'<path class="line{more}" d="{"".join(path)}"/>'] if path else []
    for mark in marks:
        if mark.value is not None:
            x, y = time.at(mark.day.toordinal()), height.at(mark.value)
            kind = "hollow" if mark.hollow else fill
            shape, end = f'circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"', "circle"
            if second:
                where = f'x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6"'
                shape, end = f'rect class="{kind}" {where}', "rect"
            drawn.append(f"<{shape}><title>{xml_text(mark.title)}</title></{end}>")
    return drawn


def _gaps(result: Timeline) -> tuple[list[str], float]:
    time, case = _time(result), result.case
    drawn = [
        label(16, 22, "Mean gap by issue (share of its range)"),
        '<path class="line" d="M400 18h24"/><circle class="mark" cx="412" cy="18" r="3.5"/>',
        label(430, 22, "by position", 'class="small"'),
        '<path class="line second" d="M510 18h24"/>'
        '<rect class="mark2" x="519" y="15" width="6" height="6"/>',
        label(540, 22, "by commitment", 'class="small"'),
    ]
    for k, issue in enumerate(case.issues):
        top = _TOP + k * _ROW
        height = Scale((0.0, 1.0), (top + _ROW - 10, top + 26))
        drawn += [
            label(16, top + 14, shortened(issue.name, 100)),
            f'<path class="grid" d="M{_LEFT} {height.at(1):.1f}H{_WIDTH - _RIGHT}"/>',
            f'<path class="axis" d="M{_LEFT} {height.at(0):.1f}H{_WIDTH - _RIGHT}"/>',
            label(_LEFT - 6, height.at(1) + 8, "100 %", 'class="small" text-anchor="end"'),
            label(_LEFT - 6, height.at(0), "0", 'class="small" text-anchor="end"'),
        ]
        for kind, second in (("by_commitment", True), ("by_position", False)):
            marks = [_gap_mark(result, point, issue.id, kind) for point in result.points]  # type: ignore[arg-type]
            drawn += _steps(marks, time, height, second)
        shown = result.trend("by_position", issue.id) if result.trends else None
        if shown is not None and shown.last is not None:
            drawn.append(
                label(_WIDTH - _RIGHT + 10, height.at(shown.last) + 4, f"{shown.last:.0%}")
            )
        if shown is not None:
            middle = height.at(0.5) + 4
            verdict = "no gap to follow" if shown.first is None else shown.verdict
            drawn.append(label(_WIDTH - _RIGHT + 52, middle, verdict, 'class="small"'))
    end = _TOP + len(case.issues) * _ROW
    return [*drawn, *_axis(result, time, end)], end + _BOTTOM


def _gap_mark(result: Timeline, point: Point, issue: str, kind: Kind) -> _Mark:
    gap = mean_gap(point.issues[issue].gaps, kind)
    words = kind.replace("_", " ")
    share = "none to compare" if gap is None else f"{float(gap):.0%}"
    name = result.case.issue(issue).name
    return _Mark(
        point.day,
        None if gap is None else float(gap),
        f"{day_in_words(point.day)}: gap on {name} {words} {share}{_of_changes(point)}",
    )


def _of_changes(point: Point) -> str:
    named = [change.statement.id for change in point.changes if change.how in ("made", "lapsed")]
    more = f" and {len(named) - 4} more" if len(named) > 4 else ""
    return f" ({', '.join(named[:4])}{more})" if named else ""


def _agreement(result: Timeline) -> tuple[list[str], float]:
    time = _time(result)
    height = Scale((0.0, 1.0), (_TOP + _TALL, _TOP + 10))
    drawn = [
        label(16, 22, "Agreement index of the best package"),
        label(400, 22, "band: two standard errors of sampling", 'class="small"'),
        *_grid(height, [(0.0, "0"), (0.5, "0.5"), (1.0, "1")]),
    ]
    for point, later in zip(result.points, [*result.points[1:], *result.points[-1:]], strict=True):
        figure = point.agreement
        if figure.index is None:
            continue
        error = _ERRORS * (figure.error or 0.0)
        top = height.at(min(1.0, figure.index + error))
        bottom = height.at(max(0.0, figure.index - error))
        x = time.at(point.day.toordinal())
        wide = max(4.0, time.at(later.day.toordinal()) - x)
        drawn.append(
            f'<rect class="band" x="{x:.1f}" y="{top:.1f}" width="{wide:.1f}" '
            f'height="{max(1.0, bottom - top):.1f}"/>'
        )
    marks = [_index_mark(point) for point in result.points]
    drawn += _steps(marks, time, height)
    missing = sum(mark.value is None for mark in marks)
    if missing:
        told = f"not computed on {count_of(missing, 'day')}"
        drawn.append(label(_LEFT + 10, height.at(0) - 8, told, 'class="small"'))
    end = _TOP + _TALL
    return [*drawn, *_axis(result, time, end)], end + _BOTTOM


def _index_mark(point: Point) -> _Mark:
    index = point.agreement.index
    if index is None:
        return _Mark(point.day, None, "")
    told = (
        f"{day_in_words(point.day)}: {index:.2f}, standard error {point.agreement.error or 0:.3f}"
    )
    return _Mark(point.day, index, told + _of_changes(point))


def _packages(result: Timeline) -> tuple[list[str], float]:
    time = _time(result)
    counts = [point.packages for point in result.points if point.packages is not None]
    top = max([1.0, *map(_level, counts)])
    height = Scale((0.0, top), (_TOP + _TALL - 50, _TOP + 10))
    levels = [(0.0, "none")]
    step = max(1, round(top / 4))
    levels += [(1.0 + k, power_in_words(k)) for k in range(0, int(top), step)]
    drawn = [
        label(16, 22, "Packages left that satisfy everything said"),
        label(400, 22, "scale in powers of ten", 'class="small"'),
        *_grid(height, [level for level in levels if level[0] <= top]),
    ]
    marks = [
        _Mark(
            point.day,
            None if point.packages is None else _level(point.packages),
            f"{day_in_words(point.day)}: {_left(point)}{_of_changes(point)}",
            point.packages == 0,
        )
        for point in result.points
    ]
    drawn += _steps(marks, time, height)
    end = _TOP + _TALL - 50
    return [*drawn, *_axis(result, time, end)], end + _BOTTOM


def _level(count: int) -> float:
    """Return where a count stands: 0 for none, then one more than its logarithm."""
    return 1.0 + log10(count) if count else 0.0


def _left(point: Point) -> str:
    if point.packages is None:
        return "not counted"
    return f"{number_in_words(point.packages)} left" if point.packages else "no package left"


def _grid(height: Scale, levels: Sequence[tuple[float, str]]) -> list[str]:
    drawn = []
    for level, word in levels:
        y = height.at(level)
        drawn += [
            f'<path class="grid" d="M{_LEFT} {y:.1f}H{_WIDTH - _RIGHT}"/>',
            label(_LEFT - 6, y + 4, word, 'class="small" text-anchor="end"'),
        ]
    return drawn
