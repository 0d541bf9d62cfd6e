"""How deals within reach look: what each contains, and what every party gives and gets; one after another, or side by side.

Example of what it writes:

    A: Operating centrifuges: 5000, Length of the limits: 10 years, ...
       needs Iran to give way on iran-years, and France on france-sites: 1 in 74
       Iran moves on Length of the limits from 9 years to 10 years (1 step); it gets Access to
         military sites: none
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from lastyard.answers.packages.result import package_letter
from lastyard.answers.within_reach import Deal, Side
from lastyard.case.model import Case, Issue
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Part, Table
from lastyard.show.impasse import changes_in_words
from lastyard.show.marks import cite_all, meter, name, strong
from lastyard.show.packages import figure_in_words
from lastyard.show.words import (
    chance_in_words,
    count_of,
    joined,
    joined_some,
    options_by_issue,
    options_in_words,
    package_by_names,
    package_in_words,
    party_in_words,
    unspoken_in_words,
)

__all__ = ["METHOD", "deal_blocks", "deals_table"]

METHOD = (
    "Deals within reach: each dispute is settled by one of its openings, or half-way where two "
    "parties can share the movement. For the likeliest choices, nobody goes further than what "
    "settles the dispute, all else that was said is kept, and what is still open is filled by the "
    "largest agreement index; then as long as a change on one issue alone is better for a party and "
    "worse for none, it is made. Their order is that of the chance that the demands give way, "
    "from the firmness that was coded.",
)

_NAMED = 4


def deal_blocks(case: Case, deals: Sequence[Deal]) -> list[Block]:
    """Describe deals, the likeliest choice of ways first."""
    if not deals:
        return []
    items = [_lines(case, deal, k) for k, deal in enumerate(deals)]
    blocks: list[Block] = [
        Heading("Deals within reach", "one for each of the likeliest ways to settle every dispute"),
        Items(items),
    ]
    unknown = [side.party.name for side in deals[0].sides if not side.is_known]
    if unknown:
        names = joined_some(unknown, _NAMED)
        text = f"What {names} would like, besides what was demanded, is not known."
        blocks.append(Paragraph(text))
    left_open = unspoken_in_words(case, deals[0].package).strip()
    return [*blocks, Paragraph(left_open)] if left_open else blocks


def _lines(case: Case, deal: Deal, place: int) -> list[str]:
    lines = [f"{package_letter(place)}: {package_in_words(case, deal.package)}"]
    if deal.as_good:
        lines.append(
            f"as good, as far as can be told: {options_by_issue(case, deal.as_good, deal.package)}"
        )
    shared = any(way.kind == "shared" for way in deal.ways)
    needed = {statement.id for way in deal.ways for statement in way.gives}
    lines.append(
        f"{'meets half-way; ' if shared else ''}chance that those who must give way do: "
        f"{chance_in_words(deal.chance)}"
    )
    return [*lines, *(_side_in_words(case, side, needed) for side in deal.sides)]


def _side_in_words(case: Case, side: Side, needed: Set[str]) -> str:
    """Write what a party gives and gets.

    Args:
        case: The case.
        side: What the deal is to the party.
        needed: The statements that have to give way; where another is broken, the agreement rule
            can do without its party.
    """
    parts = []
    if side.changes:
        parts.append(f"moves {changes_in_words(case, side.changes)}")
    elif side.gives and not any(statement.id in needed for statement in side.gives):
        parts.append(f"need not agree; not kept: {joined(cite_all(side.gives))}")
    elif side.gives:
        parts.append(f"gives way on {joined(cite_all(side.gives))}")
    moved = {change.issue for change in side.changes}
    short = [case.issue(id).name for id in side.short if id not in moved]
    if short:
        parts.append(f"does not get what it asks for on {joined_some(short, _NAMED)}")
    if side.gets:
        got = joined_some(
            [package_in_words(case, ((each.issue, each.option),)) for each in side.gets], _NAMED
        )
        parts.append(f"gets {got}")
    if not parts:
        parts.append("gives up nothing that it has demanded or asked for")
    return f"{party_in_words(case, side.party)} {'; it '.join(parts)}"


_NOTHING = "nothing it asks for"


def deals_table(case: Case, deals: Sequence[Deal]) -> list[Part]:
    """Return deals as columns; what they have in common is told once."""
    letters = [package_letter(k) for k in range(len(deals))]
    settled = [issue for issue in case.issues if issue.id in deals[0].package]
    vary = [
        issue
        for issue in settled
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
    return [table, *_common(case, deals, [issue.id for issue in settled if issue not in vary])]


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


def _common(case: Case, deals: Sequence[Deal], same: Sequence[str]) -> list[Part]:
    """Name what all deals have alike, and what they leave open."""
    told = unspoken_in_words(case, deals[0].package)
    if same:
        package = package_by_names(case, {id: deals[0].package.positions[id] for id in same})
        told = f"{'In each' if len(deals) > 1 else 'It has'}: {package}.{told}"
    return [Paragraph(told.strip())] if told else []
