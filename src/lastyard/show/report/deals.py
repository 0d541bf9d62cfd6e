"""Deals within reach side by side: what each contains, and what every party gives and gets."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from lastyard.answers.packages.result import package_letter
from lastyard.answers.within_reach import Deal, Side
from lastyard.case.model import Case, Issue
from lastyard.show.packages import figure_in_words
from lastyard.show.report.content import Block, Meter, Name, Paragraph, Strong, Table, Text
from lastyard.show.report.phrases import listed, told
from lastyard.show.words import (
    chance_in_words,
    count_of,
    joined_some,
    options_in_words,
    party_in_words,
    unspoken_in_words,
)

__all__ = ["deals_table"]

_NAMED = 4
_NOTHING = "nothing it asks for"


def deals_table(case: Case, deals: Sequence[Deal]) -> list[Block]:
    """Return deals as columns; what they have in common is told once."""
    letters = [package_letter(k) for k in range(len(deals))]
    settled = [issue for issue in case.issues if issue.id in deals[0].package]
    vary = [
        issue
        for issue in settled
        if len({deal.package[issue.id] for deal in deals}) > 1 or _as_good(deals, issue)
    ]
    rows: list[list[Text]] = [
        [[Name(issue.name)], *(_option(deal, issue) for deal in deals)] for issue in vary
    ]
    for k in range(len(deals[0].sides)):
        sides = [deal.sides[k] for deal in deals]
        rows.append(
            [
                [Strong(f"{party_in_words(case, sides[0].party)} gives")],
                *_cells(case, sides, _gives),
            ]
        )
        if any(side.gets for side in sides):
            rows.append(
                [[f"{party_in_words(case, sides[0].party)} gets"], *_cells(case, sides, _gets)]
            )
        rows.append([["worth no deal or more"], *map(_figure, sides)])
    chances: list[Text] = [[chance_in_words(deal.chance) + _shared(deal)] for deal in deals]
    rows.append([[Strong("Chance that these give way")], *chances])
    head: list[Text] = [[""], *([Strong(letter)] for letter in letters)]
    blocks: list[Block] = [Table(head, rows, "Deals, and what each party gives and gets")]
    return [*blocks, *_common(case, deals, [issue for issue in settled if issue not in vary])]


def _as_good(deals: Sequence[Deal], issue: Issue) -> bool:
    return any(each.issue == issue.id for deal in deals for each in deal.as_good)


def _option(deal: Deal, issue: Issue) -> Text:
    option = Name(issue.describe(deal.package.positions[issue.id]))
    good = [each.options for each in deal.as_good if each.issue == issue.id]
    return [option, f" (as good: {options_in_words(issue, good[0])})"] if good else [option]


def _cells(case: Case, sides: Sequence[Side], tell: Callable[[Case, Side], str]) -> list[Text]:
    return [told(case, tell(case, side)) for side in sides]


def _gives(case: Case, side: Side) -> str:
    moved = [
        case.issue(each.issue).name
        + ("" if each.steps is None else f" ({count_of(each.steps, 'step')})")
        for each in side.changes
    ]
    short = [
        case.issue(id).name for id in side.short if id not in {each.issue for each in side.changes}
    ]
    parts = [joined_some(moved, _NAMED)] if moved else []
    if side.gives and not moved:
        parts.append(joined_some([statement.id for statement in side.gives], _NAMED))
    if short:
        parts.append(f"what it asks for on {joined_some(short, _NAMED)}")
    return "; ".join(parts) or "nothing"


def _gets(case: Case, side: Side) -> str:
    got = [case.issue(each.issue).name for each in side.gets]
    return joined_some(got, _NAMED) or _NOTHING


def _figure(side: Side) -> Text:
    """Draw how likely a deal is to be worth no deal or more; what rests on a prior is not known."""
    index = side.acceptability.index
    if not side.is_known or index is None:
        return ["not known"]
    return [Meter(figure_in_words(side.acceptability), index)]


def _shared(deal: Deal) -> str:
    return ", meeting half-way" if any(way.kind == "shared" for way in deal.ways) else ""


def _common(case: Case, deals: Sequence[Deal], same: Sequence[Issue]) -> list[Block]:
    """Name what all deals have alike, and whose likes are not known."""
    blocks: list[Block] = []
    if same:
        package = listed(
            (
                [Name(issue.name), ": ", Name(issue.describe(deals[0].package.positions[issue.id]))]
                for issue in same
            ),
            "; ",
            "; ",
        )
        all_of_them = "In each" if len(deals) > 1 else "It has"
        blocks.append(Paragraph([f"{all_of_them}: ", *package, "."]))
    left_open = unspoken_in_words(case, deals[0].package).strip()
    return [*blocks, Paragraph([left_open])] if left_open else blocks
