"""A vote as a picture: a bar for each comparison of the rule, with its line, and the vetoes.

A bar is as long as everyone together; what counts towards the comparison for sure stands
first, what is unknown next, what does not count last. Ballots differ by colour and pattern,
and every member has a title. A comparison between ballots (``yes > no``) has one bar to each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from lastyard.answers.standpoints import Standpoint
from lastyard.answers.votes import VoteAnswer, Votes
from lastyard.bodies.body import Body
from lastyard.bodies.rule import (
    AllOf,
    AnyOf,
    Comparison,
    Not,
    NoVeto,
    Quantity,
    Rule,
    Total,
    parse_rule,
)
from lastyard.show.escaping import shortened, xml_text
from lastyard.show.pictures.svg import frame, label
from lastyard.show.words import count_of, joined_some

__all__ = ["vote_svg"]

_WIDTH, _LEFT, _LONG = 760.0, 24.0, 712.0

_HIGH, _STEP = 26.0, 74.0

_KINDS = ("yes", "unknown", "abstain", "present", "absent", "no")

_COLOURS = {
    "yes": "#2b7bba",
    "unknown": "none",
    "abstain": "#8a8a8a",
    "present": "#b0b0b0",
    "absent": "#d8d8d8",
    "no": "#d55e00",
}

_STYLE = (
    ".ly-vote .seat{stroke:var(--paper);stroke-width:1}.ly-vote .open{stroke:var(--line)}"
    ".ly-vote .quota{stroke:var(--ink);stroke-width:2.5;fill:none}"
    ".ly-vote .all{fill:none;stroke:var(--line)}"
)

_MOST_SEATS = 400

_PATTERN = (
    '<defs><pattern id="ly-no" width="6" height="6" patternUnits="userSpaceOnUse" '
    'patternTransform="rotate(45)"><rect width="6" height="6" fill="#d55e00"/>'
    '<rect width="2" height="6" fill="#fff" opacity=".45"/></pattern>'
    '<pattern id="ly-unknown" width="6" height="6" patternUnits="userSpaceOnUse">'
    '<circle cx="3" cy="3" r="1.1" style="fill:var(--soft)"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class _Seat:
    """Members that voted alike, or may have: what they add to a comparison, least and most."""

    name: str
    kind: str
    low: Fraction
    high: Fraction
    most: Fraction


def vote_svg(result: Votes) -> str:
    """Draw every vote of a result, one below the other, as the text of an SVG file."""
    parts: list[str] = [_PATTERN]
    top, told = 34.0, []
    for answer in result.votes:
        drawn, top = _vote(answer, top)
        parts += drawn
        told.append(f"{answer.vote.title}: {_verdict(answer)}")
    title = f"{result.case.title}: the vote" + ("s" if len(result.votes) > 1 else "")
    return frame("vote", (_WIDTH, top), title, ". ".join(told) + ".", _STYLE, parts)


def _vote(answer: VoteAnswer, top: float) -> tuple[list[str], float]:
    parts = [
        label(_LEFT, top, shortened(answer.vote.title, 80), 'class="head"'),
        label(_LEFT, top + 20, _verdict(answer), 'class="small"'),
    ]
    top += 58
    rows = {m.standpoint.member: m.standpoint for m in answer.members}
    for leaf in _leaves(parse_rule(answer.body.rule)):
        if isinstance(leaf, NoVeto):
            drawn = _vetoes(answer.body, leaf, rows, top)
        else:
            drawn = _comparison(answer.body, leaf, rows, top)
        parts += drawn
        top += _STEP
    return [*parts, *_legend(top - 12)], top + 40


def _verdict(answer: VoteAnswer) -> str:
    unknown = sum(each.count for each in answer.unknown)
    more = f", {count_of(unknown, 'ballot')} unknown" if unknown else ""
    if answer.certain is not None:
        return f"{answer.certain} for certain{more}"
    low, high = answer.low.probability, answer.high.probability
    chance = f"{low:.3f}" if answer.probability is not None else f"from {low:.3f} to {high:.3f}"
    return f"probability of adoption {chance}{more}"


def _leaves(rule: Rule) -> Iterator[Comparison | NoVeto]:
    match rule:
        case AllOf(parts) | AnyOf(parts):
            for part in parts:
                yield from _leaves(part)
        case Not(part):
            yield from _leaves(part)
        case _:
            yield rule


def _comparison(
    body: Body, leaf: Comparison, rows: Mapping[str, Standpoint], top: float
) -> list[str]:
    line = _fixed(body, leaf.right)
    words = f"{_in_words(leaf.left)} {leaf.comparator} {_in_words(leaf.right)}"
    if line is None:
        seats = list(_seats(body, rows, (leaf.left, 1), (leaf.right, -1)))
        return [label(_LEFT, top - 8, words), *_two_sided(seats, top)]
    seats = list(_seats(body, rows, (leaf.left, 1)))
    low, high = sum(s.low for s in seats), sum(s.high for s in seats)
    whole = max(sum((s.most for s in seats), Fraction(0)), line, Fraction(1))
    reached = _number(low) if low == high else f"{_number(low)} to {_number(high)}"
    at = _LEFT + float(line / whole) * _LONG
    told = f"{words}: {reached} of {_number(whole)}, line at {_number(line)}"
    anchor = "end" if at > _WIDTH - 120 else "start" if at < 120 else "middle"
    return [
        label(_LEFT, top - 8, f"{shortened(words, 70)}   ({reached})"),
        f"<g><title>{xml_text(told)}</title>",
        *_bar(_arranged(seats), _LEFT, _LONG / float(whole), top),
        f'<rect class="all" x="{_LEFT}" y="{top:.1f}" width="{_LONG}" height="{_HIGH}"/>',
        f'<path class="quota" d="M{at:.1f} {top - 4:.1f}v{_HIGH + 8}"/></g>',
        label(at, top + _HIGH + 18, _number(line), f'class="small" text-anchor="{anchor}"'),
    ]


def _arranged(seats: Sequence[_Seat]) -> list[_Seat]:
    """Put first what counts for sure, then what may, then what does not."""
    return sorted(seats, key=lambda s: (s.low < s.most, s.high < s.most, _KINDS.index(s.kind)))


def _bar(seats: Sequence[_Seat], left: float, scale: float, top: float) -> list[str]:
    shown = [seat for seat in seats if seat.most > 0]
    if len(shown) > _MOST_SEATS:
        shown = [_together(shown, kind) for kind in _KINDS if any(s.kind == kind for s in shown)]
    parts = []
    for seat in shown:
        wide = float(seat.most) * scale
        parts.append(_box(seat.name, seat.kind, left, top, wide))
        left += wide
    return parts


def _together(seats: Sequence[_Seat], kind: str) -> _Seat:
    alike = [seat for seat in seats if seat.kind == kind]
    low, high, most = (
        sum((getattr(seat, key) for seat in alike), Fraction(0)) for key in ("low", "high", "most")
    )
    return _Seat(f"{len(alike):,} members", kind, low, high, most)


def _box(name: str, kind: str, left: float, top: float, wide: float) -> str:
    fill = f"url(#ly-{kind})" if kind in ("no", "unknown") else _COLOURS[kind]
    return (
        f'<rect class="seat{" open" if kind == "unknown" else ""}" x="{left:.2f}" y="{top:.1f}" '
        f'width="{max(wide, 0.2):.2f}" height="{_HIGH}" fill="{fill}">'
        f"<title>{xml_text(f'{name}: {kind}')}</title></rect>"
    )


def _two_sided(seats: Sequence[_Seat], top: float) -> list[str]:
    """Draw what adds to the left of a comparison to the right of a line, the rest before it."""
    ahead = [s for s in seats if s.low >= 0 and s.high > 0]
    against = [s for s in seats if s.high <= 0 and s.low < 0]
    either = [s for s in seats if s.low < 0 < s.high]
    whole = max(sum(max(s.most, abs(s.low)) for s in seats), Fraction(1))
    middle, scale = _LEFT + _LONG / 2, _LONG / 2 / float(whole)
    parts, right, left = [], middle, middle
    for seat in ahead:
        wide = float(seat.high) * scale
        parts.append(_box(seat.name, seat.kind, right, top, wide))
        right += wide
    for seat in against:
        wide = float(-seat.low) * scale
        left -= wide
        parts.append(_box(seat.name, seat.kind, left, top, wide))
    for seat in either:
        wide = float(seat.high) * scale
        parts.append(_box(seat.name, seat.kind, right, top, wide))
        right += wide
    return [
        *parts,
        f'<rect class="all" x="{_LEFT}" y="{top:.1f}" width="{_LONG}" height="{_HIGH}"/>',
        f'<path class="quota" d="M{middle:.1f} {top - 4:.1f}v{_HIGH + 8}"/>',
        label(middle - 8, top + _HIGH + 18, "against", 'class="small" text-anchor="end"'),
        label(middle + 8, top + _HIGH + 18, "for, then unknown", 'class="small"'),
    ]


def _vetoes(body: Body, leaf: NoVeto, rows: Mapping[str, Standpoint], top: float) -> list[str]:
    members = [name for each in leaf.names for name in body.groups.get(each, (each,))]
    wide = min(120.0, _LONG / max(len(members), 1))
    parts = [label(_LEFT, top - 8, f"no veto of {joined_some(list(leaf.names), 4)}")]
    for k, name in enumerate(members):
        held, x = rows.get(name), _LEFT + k * wide
        kind = _kind(held) if held else "unknown"
        shown = held.label if held else name
        parts.append(_box(shown, kind, x, top, wide - 3))
        told = f"{shortened(shown, int(wide / 8))}{' vetoes' if kind == 'no' else ''}"
        parts.append(label(x + 2, top + _HIGH + 16, told, 'class="small"'))
    return parts


def _kind(held: Standpoint) -> str:
    return held.ballot or "unknown"


def _seats(
    body: Body, rows: Mapping[str, Standpoint], *sides: tuple[Total, int]
) -> Iterator[_Seat]:
    for member in body.members:
        held = rows[member.name]
        adds = {
            ballot: sum((sign * _adds(body, side, member.name, ballot) for side, sign in sides),
                        Fraction(0)) * member.count
            for ballot in dict.fromkeys(("yes", "abstain", "no", held.ballot or "no"))
        }  # fmt: skip
        if not any(adds.values()):
            continue
        own = adds[held.ballot] if held.ballot else None
        low, high = (own, own) if own is not None else (min(adds.values()), max(adds.values()))
        name = held.label + (f" x {held.count:,}" if held.count > 1 else "")
        yield _Seat(name, _kind(held), low, high, max(adds.values()))


def _adds(body: Body, total: Total, name: str, ballot: str) -> Fraction:
    """Return what one ballot of a member adds to a total."""
    return sum(
        (
            term.factor * _worth(body, term.quantity, name)
            for term in total.terms
            if term.quantity is not None and _counts(term.quantity, ballot)
        ),
        Fraction(0),
    )


def _counts(quantity: Quantity, ballot: str) -> bool:
    counted = quantity.counted
    if counted in (ballot, "members"):
        return True
    return ballot in {"voting": ("yes", "no"), "present": ("yes", "abstain", "no")}.get(counted, ())


def _worth(body: Body, quantity: Quantity, name: str) -> Fraction:
    if quantity.group is not None and name not in body.groups.get(
        quantity.group, (quantity.group,)
    ):
        # Parts of a class that was split belong where the class does.
        whole = name.rpartition(": ")[0]
        if not whole or whole not in body.groups.get(quantity.group, (quantity.group,)):
            return Fraction(0)
    if quantity.weight is None:
        return Fraction(1)
    member = next(each for each in body.members if each.name == name)
    return Fraction(str(member.weights.get(quantity.weight, 0)))


def _fixed(body: Body, total: Total) -> Fraction | None:
    """Return the value of a total that does not hang on the ballots; None for another."""
    value = Fraction(0)
    for term in total.terms:
        if term.quantity is None:
            value += term.factor
        elif term.quantity.counted == "members":
            value += term.factor * sum(
                _worth(body, term.quantity, member.name) * member.count for member in body.members
            )
        else:
            return None
    return value


def _in_words(total: Total) -> str:
    told = []
    for term in total.terms:
        if term.quantity is None:
            told.append(_number(term.factor))
            continue
        quantity = term.quantity
        words = quantity.counted + (f" in {quantity.group}" if quantity.group else "")
        words += f" by {quantity.weight}" if quantity.weight else ""
        told.append(words if term.factor == 1 else f"{_share(term.factor)} of {words}")
    return " + ".join(told)


def _share(factor: Fraction) -> str:
    percent = 100 * factor
    return f"{int(percent)} %" if percent.denominator == 1 else str(factor)


def _number(value: Fraction | int) -> str:
    exact = Fraction(value)
    return f"{int(exact):,}" if exact.denominator == 1 else f"{float(exact):,.4g}"


def _legend(top: float) -> list[str]:
    parts, x = [], _LEFT
    for kind in _KINDS:
        parts.append(_box(kind, kind, x, top, 22).replace(f'height="{_HIGH}"', 'height="14"'))
        parts.append(label(x + 28, top + 12, kind, 'class="small"'))
        x += 110
    return parts
