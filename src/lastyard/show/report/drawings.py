"""Small SVG elements that take the page's colours and fit any width.

Places across are shares of the width (written as percentages) and places down are pixels, so
that a figure fills a phone or a sheet of paper while its letters keep their size. Elements
carry classes only: the page says how they look, in light, dark and print.

Example:
    >>> circle(0.5, 10, 4, "mark")
    '<circle class="mark" cx="50%" cy="10" r="4"/>'

A set of statements drawn with lines to the issues that each of them is about.

On the left the statements, with who made them; on the right the issues, and with an issue
what would change there. What belongs together in a blocking set or an opening is seen at once.

Where the parties stand on one issue, drawn on the issue's scale, with the gap.

A lane a party: the scale with its options, thick where the party's commitments and the rules
leave options open, a dot at what it asks for. Parties that stand alike share a lane. Below,
the widest gap between two positions, and the names of the options. Options without an order
are drawn as separate places, without a line between them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from lastyard.answers.standing import Gap, HeldPosition, IssueStanding, Standing
from lastyard.case.model import Case, Issue, Party, Refuses, Rejects, Requires, Statement, Values
from lastyard.conditions.tree import bits
from lastyard.show.escaping import shortened, xml_text
from lastyard.show.words import day_in_words, joined, joined_some, options_in_words, percent

__all__ = [
    "Anchor",
    "Lane",
    "circle",
    "drawing",
    "has_long_unit",
    "issues_about",
    "label",
    "lanes_of",
    "line",
    "rectangle",
    "scale_svg",
    "set_svg",
    "widest_gap",
]

Anchor = Literal["start", "middle", "end"]


def drawing(elements: Sequence[str], height: float, described: str) -> str:
    """Return an ``<svg>`` as wide as its place, with a description for those who cannot see it.

    Args:
        elements: What is drawn.
        height: Its height in pixels.
        described: What it shows.
    """
    inside = "".join(elements)
    return (
        f'<svg class="drawing" width="100%" height="{_number(height)}" role="img" '
        f'aria-label="{xml_text(described)}">{inside}</svg>'
    )


def line(start: tuple[float, float], end: tuple[float, float], style: str, title: str = "") -> str:
    """Return a line between two places (share of the width, pixels down)."""
    (x1, y1), (x2, y2) = start, end
    body = f"<title>{xml_text(title)}</title>" if title else ""
    return (
        f'<line class="{style}" x1="{_share(x1)}" y1="{_number(y1)}" x2="{_share(x2)}" '
        f'y2="{_number(y2)}"' + (f">{body}</line>" if body else "/>")
    )


def circle(x: float, y: float, radius: float, style: str, title: str = "") -> str:
    """Return a circle with a tooltip."""
    body = f"<title>{xml_text(title)}</title>" if title else ""
    return f'<circle class="{style}" cx="{_share(x)}" cy="{_number(y)}" r="{_number(radius)}"' + (
        f">{body}</circle>" if body else "/>"
    )


def rectangle(x: float, y: float, width: float, height: float, style: str) -> str:
    """Return a rectangle with round corners; x and width are shares of the width."""
    return (
        f'<rect class="{style}" x="{_share(x)}" y="{_number(y)}" width="{_share(width)}" '
        f'height="{_number(height)}" rx="3"/>'
    )


def label(
    x: float, y: float, text: str, style: str = "", anchor: Anchor = "start", indent: float = 0
) -> str:
    """Return a text; ``indent`` moves it by pixels to the right."""
    shift = f' dx="{_number(indent)}"' if indent else ""
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    look = f' class="{style}"' if style else ""
    return f'<text{look} x="{_share(x)}" y="{_number(y)}"{shift}{where}>{xml_text(text)}</text>'


def _share(share: float) -> str:
    return f"{_number(round(share * 100, 2))}%"


def _number(number: float) -> str:
    return f"{number:.6g}"


_LINE, _MARGIN, _BETWEEN, _INDENT = 18, 7, 10, 9


_LEFT_WIDTH, _RIGHT_START = 0.46, 0.58


# As many letters as fit the boxes on a telephone.
_LEFT_LETTERS, _RIGHT_LETTERS = 19, 17


_MOST_ISSUES = 12


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with lines of text, each with its style."""

    lines: tuple[tuple[str, str], ...]
    style: str

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 2 * _MARGIN


def issues_about(talks: Standing, statement: Statement) -> list[str]:
    """Return the identifiers of the issues that a statement in force is about."""
    return [
        found.issue.id
        for found in talks.issues
        if any(each.id == statement.id for each in found.statements)
    ]


def set_svg(
    case: Case,
    talks: Standing,
    statements: Sequence[Statement],
    *,
    style: str,
    changes: Mapping[str, str] | None = None,
) -> str:
    """Draw a set of statements and the issues that they are about.

    Args:
        case: The case.
        talks: Where the talks stand, which knows the issues of each statement.
        statements: The set.
        style: ``blocks`` or ``opens``.
        changes: Per issue, what would change there, where that is known.
    """
    about = {statement.id: issues_about(talks, statement) for statement in statements}
    touched = [
        issue.id
        for issue in case.issues
        if issue.id in (changes or {}) or any(issue.id in ids for ids in about.values())
    ][:_MOST_ISSUES]
    left = [_statement_box(case, statement, style) for statement in statements]
    right = [_issue_box(case, id, (changes or {}).get(id)) for id in touched]
    height = max(_height(left), _height(right))
    tops = dict(zip(about, _tops(left, height), strict=True))
    places = dict(zip(touched, _tops(right, height), strict=True))
    boxes, issues = dict(zip(about, left, strict=True)), dict(zip(touched, right, strict=True))
    drawn = [
        line(
            (_LEFT_WIDTH, tops[id] + boxes[id].height / 2),
            (_RIGHT_START, places[issue] + issues[issue].height / 2),
            f"edge {style}",
        )
        for id, ids in about.items()
        for issue in ids
        if issue in places
    ]
    for id, box in boxes.items():
        drawn += _drawn(box, 0, tops[id], _LEFT_WIDTH)
    for id, box in issues.items():
        drawn += _drawn(box, _RIGHT_START, places[id], 1 - _RIGHT_START)
    return drawing(drawn, height, _described(case, statements, about))


def _height(boxes: Sequence[_Box]) -> float:
    return sum(box.height + _BETWEEN for box in boxes) - _BETWEEN + 2 if boxes else 0


def _tops(boxes: Sequence[_Box], height: float) -> list[float]:
    """Return where the boxes of a column begin, in the middle of a height."""
    at = 1 + (height - _height(boxes)) / 2
    tops = []
    for box in boxes:
        tops.append(at)
        at += box.height + _BETWEEN
    return tops


def _drawn(box: _Box, x: float, top: float, width: float) -> list[str]:
    return [
        rectangle(x, top, width, box.height, f"box {box.style}"),
        *(
            label(x, top + _MARGIN + k * _LINE + 13, text, style, indent=_INDENT)
            for k, (text, style) in enumerate(box.lines)
        ),
    ]


def _statement_box(case: Case, statement: Statement, style: str) -> _Box:
    who = shortened(case.party(statement.party).name, _LEFT_LETTERS)
    if isinstance(statement.says, Requires | Rejects | Refuses):
        who = f"{shortened(who, _LEFT_LETTERS - 6)}, {float(statement.firmness):.2f}"
    names = _wrapped(statement.id, _LEFT_LETTERS)
    return _Box((*((name, "name") for name in names), (who, "muted")), style)


def _issue_box(case: Case, id: str, change: str | None) -> _Box:
    lines = [(name, "") for name in _wrapped(case.issue(id).name, _RIGHT_LETTERS)]
    if change is not None:
        lines += [(text, "value") for text in _wrapped(change, _RIGHT_LETTERS)]
    return _Box(tuple(lines), "issue")


def _wrapped(text: str, letters: int) -> list[str]:
    """Return at most two lines."""
    return wrap(" ".join(text.split()), letters, max_lines=2, placeholder="\u2026") or [""]


def _described(
    case: Case, statements: Sequence[Statement], about: Mapping[str, Sequence[str]]
) -> str:
    return "; ".join(
        f"{s.id} of {case.party(s.party).name} is about "
        f"{joined([case.issue(id).name for id in about[s.id]]) or 'no issue'}"
        for s in statements
    )


_LANE, _GAP, _FOOT = 42, 34, 20


_LEFT, _RIGHT = 0.025, 0.975


_MOST_TICKS = 24


_MOST_LETTERS = 36


_ALONE = 6


_LONGEST_UNIT = 6


@dataclass(frozen=True, slots=True)
class Lane:
    """Parties that stand alike on an issue.

    Attributes:
        parties: The parties.
        position: What they ask for; None when they have no position.
        open: Mask of options open to them, or None where nothing limits it.
        told: Where they stand, in words.
    """

    parties: tuple[Party, ...]
    position: HeldPosition | None
    open: int | None
    told: str


def lanes_of(case: Case, found: IssueStanding) -> list[Lane]:
    """Return the lanes of an issue; with more than six parties those alike are drawn together."""
    grouped: dict[tuple[object, ...], list[Lane]] = {}
    together = len(case.deciders) > _ALONE
    for party in case.deciders:
        lane = _lane(found, party)
        option = lane.position.option if lane.position else None
        key = (option, lane.open, lane.told) if together else (party.id,)
        grouped.setdefault(key, []).append(lane)
    return [
        Lane(tuple(p for lane in alike for p in lane.parties), *_rest(alike[0]))
        for alike in grouped.values()
    ]


def _rest(lane: Lane) -> tuple[HeldPosition | None, int | None, str]:
    return lane.position, lane.open, lane.told


def _lane(found: IssueStanding, party: Party) -> Lane:
    held, mask = found.position(party.id), found.open_to(party.id)
    free = found.issue.everything & ~found.ruled_out
    limits = None if mask == free else mask
    if held is not None:
        asked = found.issue.describe(held.option)
        return Lane((party,), held, limits, asked)
    if limits is not None:
        return Lane((party,), None, limits, f"open: {options_in_words(found.issue, mask)}")
    gave = any(s.party == party.id and isinstance(s.says, Values) for s in found.statements)
    silent = "nothing said" if party.id in found.silent else "no position"
    return Lane((party,), None, None, "points given" if gave else silent)


def widest_gap(found: IssueStanding) -> Gap | None:
    """Return the widest gap between two positions; None when fewer than two have one."""
    known = [gap for gap in found.gaps if gap.by_position is not None]
    return max(known, key=lambda gap: gap.by_position or 0, default=None)


def scale_svg(case: Case, found: IssueStanding) -> str:
    """Draw an issue as the text of an ``<svg>`` element."""
    issue = found.issue
    lanes = lanes_of(case, found)
    bottom = len(lanes) * _LANE
    gap = widest_gap(found)
    drawn: list[str] = []
    if gap is not None and gap.by_position:
        # First, so that names stand over the lines that lead down to the gap.
        drawn += _drawn_gap(found, lanes, gap, bottom)
        bottom += _GAP
    for k, lane in enumerate(lanes):
        drawn += _drawn_lane(issue, lane, k * _LANE)
    drawn += _foot(issue, bottom + 12)
    return drawing(drawn, bottom + _FOOT, _described_scales(case, found, lanes))


def _x(issue: Issue, option: int) -> float:
    return _LEFT + (_RIGHT - _LEFT) * option / max(1, issue.size - 1)


def _drawn_lane(issue: Issue, lane: Lane, top: float) -> list[str]:
    y = top + 29
    style = "muted" if lane.position is None else "value"
    names = joined_some([party.name for party in lane.parties], 2)
    drawn = [
        label(0, top + 16, shortened(names, 26), "name"),
        label(1, top + 16, shortened(_place_in_words(issue, lane), 24), style, "end"),
    ]
    if issue.has_order:
        drawn.append(line((_LEFT, y), (_RIGHT, y), "axis"))
    if issue.size <= _MOST_TICKS:
        size, look = (2, "tick") if issue.has_order else (5, "choice")
        drawn += [circle(_x(issue, k), y, size, look) for k in range(issue.size)]
    if lane.open is not None:
        told = f"{names}: open {options_in_words(issue, lane.open)}"
        for first, last in _runs(lane.open, issue.has_order):
            drawn.append(line((_x(issue, first), y), (_x(issue, last), y), "open", told))
    if lane.position is not None:
        told = f"{names}: {lane.told}, since {day_in_words(lane.position.since)}"
        drawn.append(circle(_x(issue, lane.position.option), y, 6, "mark", told))
    return drawn


def _place_in_words(issue: Issue, lane: Lane) -> str:
    """Say where parties stand; a long unit is told above the drawing, not in it."""
    if not has_long_unit(issue):
        return lane.told
    if lane.position is not None:
        return issue.label(lane.position.option)
    return lane.told.removesuffix(f" {issue.unit}")


def has_long_unit(issue: Issue) -> bool:
    """Whether the unit of an issue is too long to be told at every place."""
    return len(issue.unit or "") > _LONGEST_UNIT


def _runs(mask: int, ordered: bool) -> list[tuple[int, int]]:
    if not ordered:
        return [(k, k) for k in bits(mask)]
    # A run at a time, not a bit: thousands of steps are mostly one run.
    runs: list[tuple[int, int]] = []
    start = 0
    while mask:
        gap = (mask & -mask).bit_length() - 1
        mask >>= gap
        long = (~mask & (mask + 1)).bit_length() - 1
        runs.append((start + gap, start + gap + long - 1))
        mask >>= long
        start += gap + long
    return runs


def _drawn_gap(found: IssueStanding, lanes: Sequence[Lane], gap: Gap, top: float) -> list[str]:
    places = {
        party.id: (_x(found.issue, lane.position.option), k * _LANE + 29)
        for k, lane in enumerate(lanes)
        for party in lane.parties
        if lane.position is not None
    }
    ends = sorted(places[party] for party in gap.between)
    y = top + 20
    (low, _), (high, _) = ends
    middle = (low + high) / 2
    anchor: Anchor = "middle" if 0.2 <= middle <= 0.8 else "start" if middle < 0.2 else "end"
    return [
        # Where the two positions stand on the lanes below them, without crossing a name.
        *(
            line((x, lane - 5), (x, lane + 5), "guide")
            for x, at in ends
            for lane in range(at + _LANE, int(top), _LANE)
        ),
        *(line((x, y - 4), (x, y + 4), "gap") for x, _ in ends),
        line((low, y), (high, y), "gap"),
        label(middle, y - 6, f"gap {percent(gap.by_position)}", "gaptext", anchor),
    ]


def _foot(issue: Issue, y: float) -> list[str]:
    names = [issue.describe(k) for k in range(min(issue.size, 5))]
    if issue.size <= 4 and sum(map(len, names)) <= _MOST_LETTERS:
        shown = list(range(issue.size))
    else:
        shown = [0, issue.size - 1]
    drawn = []
    for k in shown:
        last = k == issue.size - 1
        anchor: Anchor = "start" if k == 0 else "end" if last else "middle"
        x = 0.0 if k == 0 else 1.0 if last else _x(issue, k)
        name = issue.label(k) if has_long_unit(issue) else issue.describe(k)
        drawn.append(label(x, y, shortened(name, 20), "muted", anchor))
    return drawn


def _described_scales(case: Case, found: IssueStanding, lanes: Sequence[Lane]) -> str:
    told = "; ".join(f"{joined([p.name for p in lane.parties])}: {lane.told}" for lane in lanes)
    gap = widest_gap(found)
    if gap is None or not gap.by_position:
        return f"{found.issue.name}. {told}."
    names = joined([case.party(id).name for id in gap.between])
    return f"{found.issue.name}. {told}. Widest gap {percent(gap.by_position)}, between {names}."
