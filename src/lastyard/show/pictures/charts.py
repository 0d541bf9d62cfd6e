"""Timelines as SVG: gaps by issue, best agreement with its error, packages left.

Each chart stands alone and needs nothing else; :func:`timeline_svg` puts the three below one
another. Every mark has a ``<title>`` that browsers show and screen readers read; lines differ
by more than colour; in the dark the colours change with the reader's setting.

Example:
    >>> Scale((0.0, 10.0), (100.0, 200.0)).at(2.5)
    125.0
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from math import log10

from lastyard.answers.timeline import Point, Timeline
from lastyard.answers.timeline.measures import Kind, mean_gap
from lastyard.show.escaping import shortened, xml_text
from lastyard.show.pictures.svg import COLOURS, frame, label
from lastyard.show.words import count_of, day_in_words, number_in_words, power_in_words

__all__ = ["Scale", "agreement_svg", "gaps_svg", "packages_svg", "timeline_svg"]

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
        anchor = "middle"
        drawn += [
            f'<path class="axis" d="M{x:.1f} {y:.1f}v5"/>',
            label(x, y + 18, day_in_words(day), f'class="small" text-anchor="{anchor}"'),
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
            shape = (
                f'<rect class="{kind}" x="{x - 3:.1f}" y="{y - 3:.1f}" width="6" height="6">'
                if second
                else f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="3.5">'
            )
            end = "rect" if second else "circle"
            drawn.append(f"{shape}<title>{xml_text(mark.title)}</title></{end}>")
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
    figures = [(point, point.agreement) for point in result.points]
    for (point, figure), (later, _) in zip(
        figures, [*figures[1:], figures[-1]] if figures else [], strict=True
    ):
        if figure.index is None:
            continue
        error = _ERRORS * (figure.error or 0.0)
        top, bottom = (
            height.at(min(1.0, figure.index + error)),
            height.at(max(0.0, figure.index - error)),
        )
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
    counts = [point.packages for point in result.points]
    top = max([_level(count) for count in counts if count is not None], default=1.0)
    top = max(1.0, top)
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
