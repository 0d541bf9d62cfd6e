"""Where the parties stand, an issue at a time: lanes on the issue's own scale, and a verdict.

A lane a party that spoke. A bar is what its commitments and the rules leave open, a dot what it
asks for or offers, a dotted line beyond a stop what it refuses. Over all lanes, a band is the gap
between two parties whose commitments exclude one another, or the ground that all leave open. A
hollow circle is what holds if the talks fail. Parties that said nothing are named in words.

Places across are shares of the width, so that a drawing fits any width while its letters keep
their size. Options that are many, or have long names, do not fit a
telephone: there the lanes are told in words alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from textwrap import wrap

from lastyard.answers.standing import IssueStanding, Standing, distance_between
from lastyard.case.model import Case, Issue, Party, Statement, Values
from lastyard.case.statement import BINDING_VERBS
from lastyard.conditions.tree import runs
from lastyard.show.blocks import IssueMap, Map
from lastyard.show.html import xml_text
from lastyard.show.words import count_of, joined_some, options_in_words, shortened

__all__ = ["Lane", "is_drawn", "issue_map", "lanes_of", "position_map"]

# Letters of all options together that fit the axis on a telephone, two lines of them.
_LETTERS, _MOST_OPTIONS = 40, 5
_FIRM, _TOGETHER, _NAMED = 0.85, 5, 4
_INSET, _LEAST = 0.01, 0.012
_LONGEST_UNIT = 8


@dataclass(frozen=True, slots=True)
class Lane:
    """Parties that stand alike on an issue.

    Attributes:
        parties: The parties.
        asked: What they ask for or offer; None where they have no position of their own words.
        open: Mask of the options that their commitments and the rules leave open; None where
            nothing limits it.
        firm: Whether the firmest of the statements behind the limits is firm.
        told: Where they stand, in words.
    """

    parties: tuple[Party, ...]
    asked: int | None
    open: int | None
    firm: bool
    told: str


def position_map(case: Case, talks: Standing, *, judged: bool = True) -> Map:
    """Return the map of all issues that somebody spoke of: disputed first, agreed last.

    Args:
        case: The case.
        talks: Where the talks stand.
        judged: Whether to show how firm a refusal is.
    """
    spoken = [found for found in talks.issues if found.state != "silent"]
    maps = [issue_map(case, found, judged=judged) for found in spoken]
    order = ("bad", "ask", "", "good")
    return Map(tuple(sorted(maps, key=lambda each: order.index(each.tone))), judged)


def issue_map(case: Case, found: IssueStanding, *, judged: bool = True) -> IssueMap:
    """Return where the parties stand on one issue."""
    lanes = lanes_of(case, found)
    if not judged:
        lanes = [replace(lane, firm=True) for lane in lanes]
    issue, drawn = found.issue, is_drawn(found.issue)
    verdict, tone = _verdict(case, found, lanes)
    spoke = {party.id for lane in lanes for party in lane.parties}
    silent = [party.name for party in case.deciders if party.id in found.silent]
    rest = [p.name for p in case.deciders if p.id not in spoke and p.id not in found.silent]
    unsaid = [
        f"{joined_some(names, _NAMED)}: {what}"
        for names, what in ((silent, "nothing said"), (rest, "no position"))
        if names
    ]
    held = dict(case.status_quo or ()).get(issue.id)
    return IssueMap(
        name=_headed(issue),
        verdict=verdict,
        tone=tone,
        lanes=tuple(
            (
                joined_some(_names(lane), _NAMED),
                lane.told,
                _lane_svg(found, lane, lanes) if drawn else "",
            )
            for lane in lanes
        ),
        silent="; ".join(unsaid),
        held="" if held is None else f"if the talks fail: {issue.describe(held)}",
        scale=_scale_svg(found, lanes, held) if drawn else "",
        options="" if drawn else _scale_in_words(issue),
        id=issue.id,
    )


def _headed(issue: Issue) -> str:
    """Name an issue, with its unit where that is too long to stand at every place."""
    long = issue.is_numeric and len(issue.unit or "") > _LONGEST_UNIT
    return f"{issue.name} ({issue.unit})" if long else issue.name


def _scale_in_words(issue: Issue) -> str:
    names = joined_some([issue.describe(k) for k in range(issue.size)], 7)
    return f"{'In order' if issue.has_order else 'In no order'}: {names}."


def is_drawn(issue: Issue) -> bool:
    """Whether the scale of an issue fits a telephone."""
    return issue.is_numeric or (
        issue.size <= _MOST_OPTIONS
        and all(len(_wrapped(issue, k)) <= 2 and _fits(issue, k) for k in range(issue.size))
    )


def _wrapped(issue: Issue, option: int) -> list[str]:
    return wrap(issue.describe(option), _LETTERS // issue.size, break_long_words=False) or [""]


def _fits(issue: Issue, option: int) -> bool:
    return all(len(line) <= _LETTERS // issue.size for line in _wrapped(issue, option))


def lanes_of(case: Case, found: IssueStanding) -> list[Lane]:
    """Return a lane a party that spoke; with more than five parties, those alike share one."""
    lanes = [lane for party in case.deciders if (lane := _lane(found, party)) is not None]
    if len(case.deciders) <= _TOGETHER:
        return lanes
    alike: dict[tuple[object, ...], list[Lane]] = {}
    for lane in lanes:
        alike.setdefault((lane.asked, lane.open, lane.told), []).append(lane)
    return [
        Lane(
            tuple(party for lane in group for party in lane.parties),
            group[0].asked,
            group[0].open,
            any(lane.firm for lane in group),
            group[0].told,
        )
        for group in alike.values()
    ]


def _lane(found: IssueStanding, party: Party) -> Lane | None:
    issue, held = found.issue, found.position(party.id)
    mask = found.open_to(party.id)
    limits = None if mask == _free(found) else mask
    own = [s for s in found.statements if s.party == party.id]
    firm = any(_is_firm(s) for s in own)
    offered = held is not None and held.basis == "offer"
    if held is not None and held.basis != "commitment":
        word = f"{'offers' if offered else 'asks for'} {issue.describe(held.option)}"
        more = limits is not None and limits != 1 << held.option
        told = f"{word}; {_open_in_words(issue, limits)}" if more and limits is not None else word
        return Lane((party,), held.option, limits, firm, told)
    if limits is not None:
        return Lane((party,), None, limits, firm, _open_in_words(issue, limits))
    if any(isinstance(s.says, Values) for s in own):
        return Lane((party,), None, None, False, "gave points for every option")
    return None


def _is_firm(statement: Statement) -> bool:
    return statement.verb in BINDING_VERBS and statement.firmness >= _FIRM


def _open_in_words(issue: Issue, mask: int) -> str:
    if not mask:
        return "leaves nothing open"
    told = options_in_words(issue, mask)
    return f"{told} only" if mask.bit_count() == 1 else f"open: {told}"


def _free(found: IssueStanding) -> int:
    return found.issue.everything & ~found.ruled_out


def _common(found: IssueStanding) -> int:
    common = _free(found)
    for mask in found.open.values():
        common &= mask
    return common


def _names(lane: Lane) -> list[str]:
    return [f"{p.name} (ratifier)" if p.of else p.name for p in lane.parties]


def _verdict(case: Case, found: IssueStanding, lanes: Sequence[Lane]) -> tuple[str, str]:
    """Return what an issue comes to, and whether that is bad, good, or asked for."""
    issue, common = found.issue, _common(found)
    names = {party.id: party.name for party in case.deciders}
    if found.state == "agreed":
        return f"Agreed: {issue.describe(found.positions[0].option)}", "good"
    if not common and _free(found):
        pair = _widest_pair(found)
        if pair is None:
            return "No overlap", "bad"
        steps = pair[2]
        far = "apart" if steps is None else f"{count_of(steps, 'step')} apart"
        return f"No overlap: {names[pair[0]]} and {names[pair[1]]} are {far}", "bad"
    if found.refusals:
        asking = joined_some(list(dict.fromkeys(names[r.asked_by] for r in found.refusals)), 3)
        ask = "asks for" if len({r.asked_by for r in found.refusals}) == 1 else "ask for"
        return f"Room, but not for what {asking} {ask}", "ask"
    asked = [held.option for held in found.positions]
    if len(set(asked)) > 1:
        if not issue.has_order:
            return "They ask for different things", "ask"
        return f"They ask for options {count_of(max(asked) - min(asked), 'step')} apart", "ask"
    if not lanes:
        return "Nobody asks for an option or rules one out", ""
    spoke = [party for lane in lanes for party in _names(lane)]
    if len(spoke) < 2:
        return f"Only {spoke[0]} asks for an option or rules one out", ""
    if common != _free(found):
        return f"Common ground: {options_in_words(issue, common)}", "good"
    if asked and len(asked) > 1:
        return f"Common ground: {issue.describe(asked[0])}", "good"
    return "Open", ""


def _widest_pair(found: IssueStanding) -> tuple[str, str, int | None] | None:
    """Return the two parties whose commitments are furthest apart, and by how many steps."""
    issue = found.issue
    far = [
        (gap, one, other)
        for one, other in combinations(found.open, 2)
        if (gap := distance_between(issue, found.open[one], found.open[other]))
    ]
    if not far:
        return None
    gap, one, other = max(far, key=lambda each: each[0])
    return one, other, int(gap * (issue.size - 1)) if issue.has_order else None


# The drawing: places across are shares of the width; a lane is as high as the words beside it.


def _lane_svg(found: IssueStanding, lane: Lane, lanes: Sequence[Lane]) -> str:
    issue = found.issue
    drawn = [*_bands(found, lanes), _line("h", 0, "50%", 1, "50%")]
    if lane.open is not None:
        for first, last in runs(issue.everything & ~lane.open):
            low, high = _refused(issue, first, last)
            drawn.append(_line("r", low, "50%", high, "50%"))
        for first, last in runs(lane.open):
            low, high = _ends(issue, first, last)
            drawn.append(_line("a", low, "50%", high, "50%"))
        look, top, foot = ("s", "14%", "86%") if lane.firm else ("s soft", "27%", "73%")
        drawn += [_line(look, x, top, x, foot) for x in _stops(issue, lane.open)]
    if lane.asked is not None:
        drawn.append(_circle("d", _middle(issue, lane.asked), "50%", 6.5))
    return _svg("lane", drawn)


def _scale_svg(found: IssueStanding, lanes: Sequence[Lane], held: int | None) -> str:
    """Draw the axis with the names of its options, the common ground, and what holds if talks fail."""
    issue = found.issue
    drawn = [*_axis(issue), *_labels(issue)]
    drawn += [
        _line("cb", x1, "0", x2, "0")
        for x1, x2 in (_ends(issue, *run) for run in _ground(found, lanes))
    ]
    if held is not None:
        drawn.append(_circle("q", _middle(issue, held), "0", 4))
    two = not issue.is_numeric and any(len(_wrapped(issue, k)) > 1 for k in range(issue.size))
    return _svg("axis two" if two else "axis", drawn)


def _svg(look: str, drawn: Sequence[str]) -> str:
    # The words beside it say the same to those who cannot see it.
    return f'<svg class="{look}" aria-hidden="true">{"".join(drawn)}</svg>'


def _bands(found: IssueStanding, lanes: Sequence[Lane]) -> list[str]:
    """Draw the gap, or the common ground, behind a lane."""
    gap = _gap(found)
    if gap is not None:
        low, high = gap
        width = max(high - low, _LEAST)
        return [_rectangle("f", (low + high - width) / 2, width)]
    return [
        _rectangle("c", x1, x2 - x1)
        for x1, x2 in (_ends(found.issue, *run) for run in _ground(found, lanes))
    ]


def _ground(found: IssueStanding, lanes: Sequence[Lane]) -> list[tuple[int, int]]:
    """Return the runs of options that all leave open, where that says something."""
    asked = {lane.asked for lane in lanes if lane.asked is not None}
    spoke = [party for lane in lanes for party in lane.parties]
    common = _common(found)
    if found.state == "agreed":
        common = 1 << found.positions[0].option
    elif common == _free(found):
        same = len(asked) == 1 and all(lane.asked is not None for lane in lanes)
        common = 1 << next(iter(asked)) if same else 0
    return list(runs(common)) if len(spoke) > 1 else []


def _gap(found: IssueStanding) -> tuple[float, float] | None:
    """Return where the gap between two parties begins and ends on the axis."""
    issue = found.issue
    pair = None if _common(found) or not issue.has_order else _widest_pair(found)
    if pair is None:
        return None
    one, other = found.open[pair[0]], found.open[pair[1]]
    near = min(
        ((a, b) for a in _edges(one) for b in _edges(other)),
        key=lambda each: (abs(each[0] - each[1]), each),
    )
    low, high = min(near), max(near)
    if issue.is_numeric:
        return _middle(issue, low), _middle(issue, high)
    return (low + 1) / issue.size, high / issue.size


def _edges(mask: int) -> list[int]:
    return [end for run in runs(mask) for end in run]


def _stops(issue: Issue, mask: int) -> list[float]:
    """Return where what is open ends and what is refused begins."""
    stops: list[float] = []
    for first, last in runs(mask):
        if first > 0:
            stops.append(_middle(issue, first) if issue.is_numeric else first / issue.size)
        if last < issue.size - 1:
            stops.append(_middle(issue, last) if issue.is_numeric else (last + 1) / issue.size)
    return stops


def _axis(issue: Issue) -> list[str]:
    if not issue.has_order:
        # Options without order are places of their own: no line leads from one to the next.
        return [
            _line("k", k / issue.size + 0.02, "0", (k + 1) / issue.size - 0.02, "0")
            for k in range(issue.size)
        ]
    if issue.is_numeric:
        ticks = [_middle(issue, k) for k in _ticks(issue)]
    else:
        ticks = [k / issue.size for k in range(1, issue.size)]
    return [_line("k", 0, "0", 1, "0"), *(_line("k", x, "0", x, ".3em") for x in ticks)]


def _labels(issue: Issue) -> list[str]:
    """Draw the names of the options."""
    if not issue.is_numeric:
        return [
            _text(_middle(issue, k), 1.45 + 1.15 * row, line, "middle")
            for k in range(issue.size)
            for row, line in enumerate(_wrapped(issue, k))
        ]
    drawn = []
    for k in _ticks(issue):
        last = k == issue.size - 1
        short = issue.unit if issue.unit and len(issue.unit) <= _LONGEST_UNIT else ""
        told = f"{issue.label(k)} {short}" if last and short else issue.label(k)
        anchor = "start" if k == 0 else "end" if last else "middle"
        drawn.append(_text(_middle(issue, k), 1.45, shortened(told, 18), anchor))
    return drawn


def _ticks(issue: Issue) -> list[int]:
    last = issue.size - 1
    longest = max(len(issue.label(k)) for k in (0, last))
    room = max(1, (_LETTERS - 12) // max(1, longest) - 1)
    parts = next((n for n in (3, 4, 2, 5) if n <= room and last % n == 0 and last >= n), 1)
    return [last * k // parts for k in range(parts + 1)] if last else [0]


def _middle(issue: Issue, option: int) -> float:
    if issue.is_numeric:
        return option / max(1, issue.size - 1)
    return (option + 0.5) / issue.size


def _ends(issue: Issue, first: int, last: int) -> tuple[float, float]:
    """Return where a run of options begins and ends, at least as wide as can be seen."""
    if not issue.is_numeric:
        return first / issue.size + _INSET, (last + 1) / issue.size - _INSET
    low, high = _middle(issue, first), _middle(issue, last)
    if high - low < _LEAST:
        low = min(max(0.0, low - _LEAST / 2), 1 - _LEAST)
        high = low + _LEAST
    return low, high


def _refused(issue: Issue, first: int, last: int) -> tuple[float, float]:
    """Return the line of a refusal: on a numeric scale it begins where what is open ends."""
    if not issue.is_numeric:
        return first / issue.size, (last + 1) / issue.size
    return _middle(issue, max(0, first - 1)), _middle(issue, min(issue.size - 1, last + 1))


def _line(look: str, x1: float, y1: str, x2: float, y2: str) -> str:
    return f'<line class="{look}" x1="{_share(x1)}" x2="{_share(x2)}" y1="{y1}" y2="{y2}"/>'


def _circle(look: str, x: float, y: str, radius: float) -> str:
    return f'<circle class="{look}" cx="{_share(x)}" cy="{y}" r="{radius:g}"/>'


def _rectangle(look: str, x: float, width: float) -> str:
    return f'<rect class="{look}" x="{_share(x)}" width="{_share(width)}" y="0" height="100%"/>'


def _text(x: float, y: float, text: str, anchor: str) -> str:
    where = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{_share(x)}" y="{y:g}em"{where}>{xml_text(text)}</text>'


def _share(share: float) -> str:
    return f"{round(share * 100, 2):.6g}%"
