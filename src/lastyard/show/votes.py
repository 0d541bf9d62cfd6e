"""How :class:`~lastyard.answers.votes.VotingPower` and :class:`~lastyard.answers.votes.Votes` look.

A vote as a picture has a bar for each comparison of the rule, with its line, and the vetoes. A bar is as long as everyone together; what
counts towards the comparison for sure stands first, what is unknown next, what does not count last. Ballots differ by colour and pattern,
and every member has a title. A comparison between ballots (``yes > no``) has one bar to each side.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from lastyard.answers.standpoints import Standpoint
from lastyard.answers.votes import VoteAnswer, Votes, VotingPower
from lastyard.bodies import CatalogEntry, Replay
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
from lastyard.case.model import Case
from lastyard.case.votes import AGREEMENT, Vote
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.html import xml_text
from lastyard.show.marks import cite_all
from lastyard.show.shared import method_blocks, title_of, why_blocks
from lastyard.show.svg import frame, label
from lastyard.show.words import (
    count_of,
    day_in_words,
    joined,
    joined_some,
    package_in_words,
    shortened,
    statement_in_words,
)

__all__ = [
    "METHOD",
    "METHOD_OF_POWER",
    "outcome_in_words",
    "power_table",
    "verdict_in_words",
    "vote_blocks",
    "vote_svg",
    "votes_blocks",
    "votes_why",
    "votingpower_blocks",
    "why_power",
]

METHOD_OF_POWER = (
    "Shapley-Shubik: the share of all orders of joining in which the member turns a losing "
    "coalition into a winning one; the shares of all members add up to one.",
    "Penrose-Banzhaf: the share of the coalitions of the others that the member turns.",
    "Members vote yes or no here; an abstention counts as a no. The indices describe the rule, "
    "not what anyone wants, and are no forecast.",
)

_LONGEST_FRACTION = 24


def votingpower_blocks(result: VotingPower) -> Iterator[Block]:
    """Describe the power of every member."""
    yield Title(result.body.name)
    rule = " ".join(result.body.rule.split())
    yield Paragraph(f"{count_of(result.body.size, 'member')}; adopted if {rule}.")
    yield power_table(result)
    if result.adopting is not None:
        yield Paragraph(f"{float(result.adopting):.4%} of all yes-or-no votes adopt a draft.")
    if result.method == "quadrature":
        yield Paragraph(
            "Too large for exact fractions: worked out by quadrature over the chance that the "
            f"others vote yes; figures are likely off by less than {result.error_bound:.1g} "
            "(the change when half the points are used; an estimate, no bound)."
        )
    if result.method == "sampled":
        yield Paragraph(
            f"Too large for exact figures: sampled from {result.samples:,} orders (seed "
            f"{result.seed}); no figure is off by more than {result.error_bound:.2g}, with "
            "95 % confidence for each."
        )


def power_table(result: VotingPower) -> Table:
    """Return the table of the indices."""
    rows = [
        (
            f"each of {m.count:,}: {m.label}" if m.count > 1 else m.label,
            *_cells(m.shapley_shubik),
            *_cells(m.penrose_banzhaf),
        )
        for m in result.members
    ]
    header = ("member", "Shapley-Shubik", "", "Penrose-Banzhaf", "")
    return Table(header, rows, caption="Power indices")


def _cells(index: Fraction | float) -> tuple[str, str]:
    text = str(index) if isinstance(index, Fraction) else ""
    figure = f"{float(index):.6f}" if not 0 < index < 0.001 else f"{float(index):.4g}"
    return figure, text if len(text) <= _LONGEST_FRACTION else ""


def why_power(entry: CatalogEntry) -> Iterator[Block]:
    """Describe what the answer rests on: the sources of the body, and the method."""
    days = " to ".join(str(day) if day else "..." for day in (entry.valid_from, entry.valid_to))
    yield Heading(
        "What this rests on", "no dates given" if days == "... to ..." else f"valid {days}"
    )
    told = ((source.title, source.says, source.url) for source in entry.sources)
    yield Items([tuple(text for text in each if text) for each in told])
    if entry.notes:
        yield Paragraph(entry.notes)
    yield from method_blocks(METHOD_OF_POWER)


METHOD = (
    "The probability of adoption is exact (dynamic programming over counts and weight sums), "
    "with ballots independent of one another; where it is sampled instead, its standard error "
    "is told.",
    "A ballot that is unknown is not guessed: the least probability takes it as no (under a quorum, "
    "as whatever ballot helps the draft least), the "
    "greatest as yes. What a confidence below 1 leaves open is treated in the same way.",
    "A party without a ballot in the case votes no where its statements exclude every package "
    "with the draft in it (as surely as the firmest of them holds), and yes where it offers or "
    "accepts just that package.",
    "A set to win over or to lose is one from which nobody can be left out; to be sure, every "
    "ballot that is unknown or not certain is taken against the aim.",
)

_SHOWN_SETS = 3
_SHOWN_NAMES = 5


def votes_blocks(result: Votes) -> list[Block]:
    """Describe every vote."""
    blocks: list[Block] = [title_of(result.case, result.day)]
    if result.assumed is not None:
        told = f"votes yes with probability {float(result.assumed):g}, else no"
        blocks.append(Paragraph(f"Assumed: whoever is unknown {told}."))
    return blocks + [b for answer in result.votes for b in vote_blocks(result.case, answer)]


def vote_blocks(case: Case, answer: VoteAnswer) -> Iterator[Block]:
    """Describe one vote: the draft, how it goes, who decides."""
    vote = answer.vote
    yield Heading(vote.title, f"vote of {day_in_words(vote.on)}" if vote.on else "")
    if vote.draft is not None:
        draft = vote.draft if isinstance(vote.draft, str) else package_in_words(case, vote.draft)
        yield Paragraph(f"Draft: {draft}.")
    yield Paragraph(f"{count_of(answer.body.size, 'member')} vote; adopted {_rule(case, vote)}.")
    yield Paragraph(verdict_in_words(answer))
    yield from _record(answer)
    yield _table(answer)
    if answer.unknown:
        names = joined_some([_name(each) for each in answer.unknown], _SHOWN_NAMES)
        yield Paragraph(f"How these would vote is not known: {names}.")
    yield from _sets(answer)
    yield from _changes(case, answer)
    if answer.power is not None:
        yield Heading("Power", "of the rule alone")
        yield power_table(answer.power)


def _rule(case: Case, vote: Vote) -> str:
    """Return when a draft is adopted: the agreement rule as the case has it, not as compiled."""
    if vote.reference == AGREEMENT:
        text = "all" if case.agreement is None else " ".join(case.agreement.text.split())
        return f"by the agreement rule: {text}"
    return f"if {' '.join(vote.body.rule.split())}"


def verdict_in_words(answer: VoteAnswer) -> str:
    """Return whether the draft is adopted, or how likely that is."""
    if answer.certain is not None:
        held = "is" if answer.certain == "adopted" else "is not"
        to_come = "would be" if answer.certain == "adopted" else "would not be"
        return f"The draft {outcome_in_words(answer, f'{held} adopted', f'{to_come} adopted')}."
    low, high = answer.low, answer.high
    if answer.probability is not None:
        return f"Probability of adoption: {_figure(low.probability)}{_sampled(low)}."
    return (
        f"Probability of adoption: from {_figure(low.probability)}{_sampled(low)}, if all that is "
        f"unknown goes against the draft, to {_figure(high.probability)}{_sampled(high)}, if all "
        "of it goes for the draft. Where between cannot be told from what is known."
    )


def outcome_in_words(answer: VoteAnswer, held: str, to_come: str) -> str:
    """Return how a vote goes that is certain, and what that takes.

    Args:
        answer: The answer.
        held: Its outcome, as of a vote whose ballots are known.
        to_come: The same of one that rests on ballots which nobody has cast, but parties have said.
    """
    count = sum(each.count for each in answer.unknown)
    who = "the one unknown member does" if count == 1 else f"the {count:,} unknown members do"
    whatever = f", whatever {who}" if count else ""
    ballot = "yes" if answer.certain == "adopted" else "no"
    said = [
        each.standpoint.label
        for each in answer.members
        if each.standpoint.basis == "statements"
        and each.standpoint.ballot == ballot
        and each.standpoint.confidence == 1
    ]
    if not said or answer.recorded is not None:
        return f"{held}{whatever}"
    as_said = "votes as it has said" if len(said) == 1 else "vote as they have said"
    return f"{to_come}{whatever}, if {joined_some(said, _SHOWN_NAMES)} {as_said}"


def _sampled(chance: Any) -> str:
    return "" if chance.method == "exact" else f" (sampled, +/- {chance.standard_error:.4f})"


def _figure(chance: float) -> str:
    if 0 < chance < 0.0005:
        return "below 0.0005"
    return "above 0.9995" if 0.9995 < chance < 1 else f"{chance:.3f}"


def _away(found: Replay) -> str:
    told = [(found.present, "present and not voting"), (found.absent, "absent")]
    return "".join(f", {number:,} {what}" for number, what in told if number)


def _record(answer: VoteAnswer) -> list[Block]:
    lines = []
    if answer.agrees is not None:
        verb = "the same as" if answer.agrees else "NOT the same as"
        lines.append(f"On record: {answer.recorded}, {verb} what the rule makes of these ballots.")
    elif answer.recorded is not None and answer.certain is None:
        lines.append(f"On record: {answer.recorded}; the ballots that are known do not settle it.")
    if answer.replay is not None:
        found = answer.replay
        labels = {m.standpoint.member: _label(answer, m.standpoint) for m in answer.members}
        alone = joined_some([labels[d.name] for d in found.deciders], _SHOWN_NAMES) or "nobody"
        lines.append(
            f"{found.yes:,} yes, {found.abstain:,} abstaining, {found.no:,} no{_away(found)}. "
            f"Whose ballot alone decided: {alone}."
        )
    return [Paragraph(" ".join(lines))] if lines else []


def _table(answer: VoteAnswer) -> Table:
    """Tell the ballots that are known and, where all is not settled, what each would make."""
    settled = answer.certain is not None
    rows = [
        (
            _name(member.standpoint),
            _ballot(member.standpoint),
            _basis(member.standpoint),
            *(() if settled else (_range(member.if_yes), _range(member.if_no))),
        )
        for member in answer.members
        if not (settled and member.standpoint.is_unknown)
    ]
    header = ("member", "ballot", "known from")
    if settled:
        return Table(header, rows, "Ballots that are known")
    caption = "Ballots, and the probability of adoption by each"
    return Table((*header, "adopted if yes", "if no"), rows, caption)


def _name(standpoint: Standpoint) -> str:
    return standpoint.label + (f" x {standpoint.count:,}" if standpoint.count > 1 else "")


def _ballot(standpoint: Standpoint) -> str:
    if standpoint.ballot is not None:
        sure = standpoint.confidence
        return standpoint.ballot + (f" ({float(sure):.2f})" if sure != 1 else "")
    if standpoint.is_unknown:
        return "unknown"
    return " / ".join(f"{float(chance):.2f}" for chance in standpoint.low)


def _basis(standpoint: Standpoint) -> str:
    if standpoint.statements:
        return joined_some(cite_all(standpoint.statements), 2)
    return {"ballot": "ballot", "statements": "statements", "unknown": "-"}[standpoint.basis]


def _range(pair: tuple[float, float]) -> str:
    low, high = (_figure(chance) for chance in pair)
    return low if low == high else f"{low} to {high}"


def _sets(answer: VoteAnswer) -> Iterator[Block]:
    for found in answer.cheapest:
        if found.reached:
            continue
        adopt = found.goal == "adopt"
        items = [
            (
                joined(_pick(answer, pick) for pick in each.picks)
                + (f"   chance {_figure(each.chance)}" if each.chance is not None else ""),
            )
            for each in found.sets[:_SHOWN_SETS]
        ]
        if items:
            yield _heading_of_sets(answer, found, adopt=adopt)
            yield Items(items)
            if len(found.sets) > len(items):
                which = f"{len(items)} of {len(found.sets)} sets that were found"
                yield Paragraph(f"{which}; --json has them all.")
        elif found.by == "number":
            end = "" if answer.ordered or adopt else f", if all turn to {found.turn_to}"
            yield Paragraph(f"No set of members can bring about that it is {found.goal}ed{end}.")
    for why in answer.left_out:
        yield Paragraph(f"Sets to win over or to lose are left out: {why}")


def _heading_of_sets(answer: VoteAnswer, found: Any, *, adopt: bool) -> Heading:
    head = "To be sure of adoption, win over" if adopt else "To be sure of rejection, turn"
    if not answer.ordered and not adopt:
        to = "no" if found.turn_to == "no" else "staying away"
        head = f"To be sure of rejection by {to}, turn"
    if answer.ordered and not adopt and answer.certain == "adopted":
        head = "It would be rejected for sure if these turned"
    remark = "fewest members" if found.by == "number" else "likeliest sets"
    if any(_is_open(member.standpoint) for member in answer.members):
        against = f"counts as {'no' if adopt else 'yes'}"
        told = against if answer.ordered else "may cast any ballot, or none"
        remark += f"; whoever is unknown or not sure {told}"
    return Heading(head, remark)


def _is_open(standpoint: Standpoint) -> bool:
    """Whether more than one ballot of its is possible."""
    return standpoint.low != standpoint.high or max(standpoint.low) != 1


def _pick(answer: VoteAnswer, pick: Any) -> str:
    labels = {m.standpoint.member: _label(answer, m.standpoint) for m in answer.members}
    names = [labels[name] for name, _ in pick.members]
    available = sum(count for _, count in pick.members)
    if pick.count == available == 1:
        return names[0]
    if pick.count == 1 and available == len(names) == 2:
        return " or ".join(names)
    many = "all" if pick.count == available else f"any {pick.count:,}"
    return f"{many} of {available:,} ({joined_some(names, _SHOWN_NAMES)})"


def _label(answer: VoteAnswer, standpoint: Standpoint) -> str:
    """Tell parts of a class apart by how they vote."""
    same = [m for m in answer.members if m.standpoint.label == standpoint.label]
    part = standpoint.member.rpartition(": ")[2]
    return f"{standpoint.label}, {part}" if len(same) > 1 else standpoint.label


def _changes(case: Case, answer: VoteAnswer) -> list[Block]:
    items = []
    for member in answer.members:
        found = member.standpoint
        if found.changes and found.ballot not in (None, "yes"):
            excluded = joined(statement_in_words(case, s) for s in found.statements)
            excludes = "excludes" if len(found.statements) == 1 else "exclude"
            changes = (package_in_words(case, each) for each in found.changes[:_SHOWN_SETS])
            items.append(
                (
                    f"{found.label}: {excluded} {excludes} the draft",
                    *(f"would no longer exclude it with {changed}" for changed in changes),
                )
            )
    return [Heading("What the draft would have to change"), Items(items)] if items else []


def votes_why(result: Votes) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.statements, METHOD)


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
    right, left = [], []
    at = middle
    for seat in (*ahead, *either):
        wide = float(seat.high) * scale
        right.append(_box(seat.name, seat.kind, at, top, wide))
        at += wide
    at = middle
    for seat in against:
        wide = float(-seat.low) * scale
        at -= wide
        left.append(_box(seat.name, seat.kind, at, top, wide))
    return [
        *right[: len(ahead)],
        *left,
        *right[len(ahead) :],
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
        yield _Seat(_name(held), _kind(held), low, high, max(adds.values()))


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
