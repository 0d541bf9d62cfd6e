"""Where the talks stand: a drawing an issue, and on whose word each position is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from lastyard.analyses.report import Report
from lastyard.analyses.standing import HeldPosition, IssueStanding
from lastyard.case.model import Case, Statement, Values
from lastyard.views.report.content import (
    Block,
    Cite,
    Drawing,
    Heading,
    Items,
    Name,
    Paragraph,
    Piece,
    Section,
    Text,
    words,
)
from lastyard.views.report.phrases import adopted, listed
from lastyard.views.report.scales import has_long_unit, lanes_of, scale_svg, widest_gap
from lastyard.views.standing import standing_remarks
from lastyard.views.wording import day_in_words, percent

__all__ = ["standing_section"]

_BASIS = {
    "position": "said in ",
    "offer": "offered in ",
    "commitment": "the only option that its commitments leave, by ",
}


def standing_section(report: Report) -> Section:
    """Return positions and gaps, issue by issue."""
    case, talks = report.case, report.analysis.standing
    spoken = [found for found in talks.issues if found.state != "silent"]
    drawn = [found for found in spoken if _has_places(case, found)]
    blocks: list[Block] = [Drawing(*_drawn(case, found)) for found in drawn]
    if len(drawn) < len(spoken):
        blocks.append(_undrawn(case, [found for found in spoken if found not in drawn]))
    silent = [found for found in talks.issues if found.state == "silent"]
    if silent:
        names = listed([[Name(found.issue.name)] for found in silent])
        blocks.append(
            Paragraph(["No party that decides has said anything in force on ", *names, "."])
        )
    if spoken:
        blocks += adopted(case, standing_remarks(talks, brackets=False))
    if drawn:
        blocks.append(
            Paragraph(
                [
                    "A dot is what a party asks for; a thick line is what its commitments and the "
                    "rules leave open, where they leave out something. A gap is a share of the "
                    "issue's range."
                ]
            )
        )
    blocks += _on_whose_word(case, spoken)
    return Section("standing", "Where the talks stand", blocks)


def _has_places(case: Case, found: IssueStanding) -> bool:
    """Whether anybody's place on the scale is known."""
    return any(lane.position or lane.open is not None for lane in lanes_of(case, found))


def _undrawn(case: Case, issues: Sequence[IssueStanding]) -> Items:
    """Tell of issues on which nobody has a place; those that stand alike together."""
    alike: dict[str, list[IssueStanding]] = {}
    for found in issues:
        alike.setdefault(f"{found.state} {words(_lanes_text(case, found))}", []).append(found)
    return Items(
        [
            [
                listed([Name(found.issue.name)] for found in group),
                [f"{group[0].state.capitalize()}. ", *_lanes_text(case, group[0]), "."],
            ]
            for group in alike.values()
        ]
    )


def _drawn(case: Case, found: IssueStanding) -> tuple[str, list[Piece], list[Piece]]:
    caption: list[Piece] = [Name(found.issue.name)]
    if has_long_unit(found.issue):
        caption += [" (", Name(found.issue.unit or ""), ")"]
    caption.append(f": {found.state}")
    gap = widest_gap(found)
    committed = [g.by_commitment for g in found.gaps if g.by_commitment]
    if gap is not None and gap.by_position:
        caption.append(f", widest gap {percent(gap.by_position)}")
    if committed:
        caption.append(f", {percent(max(committed))} by commitment")
    return scale_svg(case, found), caption, [*_lanes_text(case, found), "."]


def _lanes_text(case: Case, found: IssueStanding) -> list[Piece]:
    lanes = [
        [*listed([[Name(party.name)] for party in lane.parties]), ": ", Name(lane.told)]
        for lane in lanes_of(case, found)
    ]
    return listed(lanes, "; ", "; ")


def _on_whose_word(case: Case, spoken: list[IssueStanding]) -> list[Block]:
    """Name the statement behind each position, and what else was said on each issue."""
    items: list[list[Text]] = []
    points: dict[str, Statement] = {}
    for found in spoken:
        used = {held.statement.id for held in found.positions}
        rest = [s for s in found.statements if s.id not in used]
        points |= {s.id: s for s in rest if isinstance(s.says, Values)}
        lines: list[Text] = [_position(case, found, held) for held in found.positions]
        others = [s for s in rest if not isinstance(s.says, Values)]
        if others:
            lines.append(["Also spoken of by ", *_by_whom(case, others), "."])
        if lines:
            items.append([[Name(found.issue.name)], *lines])
    if points:
        items.append([["Points for the options of every issue"],
                      ["Given by ", *_by_whom(case, points.values()), "."]])  # fmt: skip
    return [Heading(["On whose word"]), Items(items)] if items else []


def _position(case: Case, found: IssueStanding, held: HeldPosition) -> list[Piece]:
    return [
        Name(case.party(held.party).name),
        " asks for ",
        Name(found.issue.describe(held.option)),
        f" since {day_in_words(held.since)}, {_BASIS[held.basis]}",
        Cite(held.statement.id),
        ".",
    ]


def _by_whom(case: Case, statements: Iterable[Statement]) -> list[Piece]:
    return listed([Name(case.party(s.party).name), " in ", Cite(s.id)] for s in statements)
