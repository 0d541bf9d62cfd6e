"""Deals within reach side by side: what each contains, and what every party gives and gets."""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.answers.packages.result import package_letter
from lastyard.answers.within_reach import Deal, Side
from lastyard.case.model import Case, Issue
from lastyard.show.blocks import Paragraph, Part, Table
from lastyard.show.marks import meter, name, strong
from lastyard.show.packages import figure_in_words
from lastyard.show.words import (
    chance_in_words,
    count_of,
    joined_some,
    options_in_words,
    package_by_names,
    party_in_words,
)

__all__ = ["deals_table"]

_NAMED = 4
_NOTHING = "nothing it asks for"


def deals_table(case: Case, deals: Sequence[Deal]) -> list[Part]:
    """Return deals as columns; what they have in common is told once."""
    letters = [package_letter(k) for k in range(len(deals))]
    vary = [
        issue
        for issue in case.issues
        if len({deal.package[issue.id] for deal in deals}) > 1 or _as_good(deals, issue)
    ]
    rows = [[name(issue.name), *(_option(deal, issue) for deal in deals)] for issue in vary]
    for k in range(len(deals[0].sides)):
        sides = [deal.sides[k] for deal in deals]
        party = party_in_words(case, sides[0].party)
        rows.append([strong(f"{party} gives"), *(_gives(case, side) for side in sides)])
        if any(side.gets for side in sides):
            rows.append([f"{party} gets", *(_gets(case, side) for side in sides)])
        rows.append(["worth no deal or more", *map(_figure, sides)])
    chances = [chance_in_words(deal.chance) + _shared(deal) for deal in deals]
    rows.append([strong("Chance that these give way"), *chances])
    table = Table(["", *map(strong, letters)], rows, "Deals, and what each party gives and gets")
    return [table, *_common(case, deals, vary)]


def _as_good(deals: Sequence[Deal], issue: Issue) -> bool:
    return any(each.issue == issue.id for deal in deals for each in deal.as_good)


def _option(deal: Deal, issue: Issue) -> str:
    option = name(issue.describe(deal.package.positions[issue.id]))
    good = [each.options for each in deal.as_good if each.issue == issue.id]
    return f"{option} (as good: {options_in_words(issue, good[0])})" if good else option


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


def _figure(side: Side) -> str:
    """Draw how likely a deal is to be worth no deal or more; what rests on a prior is not known."""
    index = side.acceptability.index
    if not side.is_known or index is None:
        return "not known"
    return meter(figure_in_words(side.acceptability), index)


def _shared(deal: Deal) -> str:
    return ", meeting half-way" if any(way.kind == "shared" for way in deal.ways) else ""


def _common(case: Case, deals: Sequence[Deal], vary: Sequence[Issue]) -> list[Part]:
    """Name what all deals have alike."""
    same = [issue.id for issue in case.issues if issue not in vary]
    if not same:
        return []
    package = package_by_names(case, {id: deals[0].package.positions[id] for id in same})
    all_of_them = "In each" if len(deals) > 1 else "It has"
    return [Paragraph(f"{all_of_them}: {package}.")]
