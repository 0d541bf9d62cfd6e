"""How :class:`~lastyard.answers.improve.Improvements` looks."""

from __future__ import annotations

from collections.abc import Iterator

from lastyard.answers.improve import Improvements, Offer
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.packages import figure_in_words
from lastyard.show.shared import title_of, why_blocks
from lastyard.show.words import (
    estimate_in_words,
    joined,
    joined_some,
    own_issues_in_words,
    package_in_words,
)

__all__ = ["METHOD", "improvements_blocks", "improvements_why"]

METHOD = (
    "Each party says in confidence of a package whether it is better, as good or worse for it than the "
    "deal; it is adopted only if nobody says worse and somebody says better (post-settlement "
    "settlement, Raiffa 1982). So the deal can only get better, whatever is believed.",
    "Offered first is what is expected to raise the product of gains over no deal most (Nash 1950), where "
    "it is adopted so; the next, what raises it most if those before were worse for somebody. From the "
    "draws of what each party may want that `packages` rests on; parties are independent, and "
    "each is taken to like the deal at least as well as no deal.",
    "Compared are packages that differ from the deal on one issue or two, and the best by agreement "
    "index; none that breaks a demand in force which the deal keeps.",
    "On recorded negotiations between people one, two and three such offers raised the share of the best "
    "product of gains that their deals reached (docs/evidence.md).",
)

_NAMED = 4


def improvements_blocks(result: Improvements) -> Iterator[Block]:
    """Describe what to offer in the place of the deal."""
    case = result.case
    yield title_of(case, result.day)
    yield Paragraph(f"The deal: {package_in_words(case, result.deal)}.")
    for id, why in result.cannot_tell.items():
        name = case.party(id).name
        yield Paragraph(f"What {name} wants cannot be told ({why}), so nothing is offered.")
    if result.silent and not result.cannot_tell:
        names = joined_some([party.name for party in result.silent], _NAMED)
        yield Paragraph(f"{names} said nothing of what would suit: that is a guess.")
    if not result.offers:
        yield Paragraph("No package is likely better for somebody and worse for nobody.")
        return
    yield Heading(
        "What to offer in its place", "to each in confidence; if one is refused, the next"
    )
    yield Items([_lines(result, each) for each in result.offers], numbered=True)
    yield Paragraph(
        "Ask each: is it better for you than the deal, as good, or worse? Adopt it only if nobody says worse, "
        "so that nobody can lose. Then ask again with it as --deal; code what was said as `prefers`."
    )


def _lines(result: Improvements, each: Offer) -> tuple[str, ...]:
    changes = joined(
        f"{issue.name}: {issue.describe(each.package.positions[issue.id])} for {issue.describe(result.deal.positions[issue.id])}"
        for issue in result.case.issues
        if each.package[issue.id] != result.deal[issue.id]
    )
    told = joined(
        f"{result.case.party(id).name} {estimate_in_words(marks.worse, marks.error)}"
        for id, marks in list(each.marks.items())[:_NAMED]
    )
    return (
        f"{changes[:1].upper()}{changes[1:]}.",
        f"Worse for nobody and better for somebody: {figure_in_words(each.adopted)}. "
        f"Chance that it is worse for {told}.",
    )


def improvements_why(result: Improvements) -> tuple[Block, ...]:
    """Return what it rests on."""
    method = (*METHOD, *own_issues_in_words(result.case, result.used))
    return why_blocks(result.case, result.day, result.used, method)
