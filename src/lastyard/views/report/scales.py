"""Where the parties stand on one issue, drawn on the issue's scale, with the gap.

A lane a party: the scale with its options, thick where the party's commitments and the rules
leave options open, a dot at what it asks for. Parties that stand alike share a lane. Below,
the widest gap between two positions, and the names of the options. Options without an order
are drawn as separate places, without a line between them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lastyard.analyses.standing import Gap, HeldPosition, IssueStanding
from lastyard.case.conditions.tree import bits
from lastyard.case.issues import Issue
from lastyard.case.model import Case, Party, Values
from lastyard.views.escaping import shortened
from lastyard.views.report.svg import Anchor, circle, drawing, label, line
from lastyard.views.wording import day_in_words, joined, joined_some, options_in_words, percent

__all__ = ["Lane", "has_long_unit", "lanes_of", "scale_svg", "widest_gap"]

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
    return drawing(drawn, bottom + _FOOT, _described(case, found, lanes))


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
    runs: list[tuple[int, int]] = []
    for k in bits(mask):
        if ordered and runs and runs[-1][1] == k - 1:
            runs[-1] = (runs[-1][0], k)
        else:
            runs.append((k, k))
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


def _described(case: Case, found: IssueStanding, lanes: Sequence[Lane]) -> str:
    told = "; ".join(f"{joined([p.name for p in lane.parties])}: {lane.told}" for lane in lanes)
    gap = widest_gap(found)
    if gap is None or not gap.by_position:
        return f"{found.issue.name}. {told}."
    names = joined([case.party(id).name for id in gap.between])
    return f"{found.issue.name}. {told}. Widest gap {percent(gap.by_position)}, between {names}."
