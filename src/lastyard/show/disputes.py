"""How disputes look: what each is about, who stands against whom, and what would settle it.

Example of what it writes:

    1. Access to military sites: Iran against France
       iran-sites (Iran, 23 Jun 2015, firmness 0.85)
       against france-sites (France, 27 May 2015, firmness 0.85)
       settled if Iran moves from none to managed (1 step): 15 in 100
       settled if France moves from managed to none (1 step): 15 in 100
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from lastyard.answers.apart import Apart
from lastyard.answers.impasse import BlockingSet, Change, Dispute, Impasse, Opening
from lastyard.case.model import Case, Party, Rule, Statement
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.marks import cite_all
from lastyard.show.words import (
    chance_in_words,
    count_in_words,
    count_of,
    joined,
    joined_some,
    number_in_words,
    party_in_words,
    statement_in_words,
)

__all__ = [
    "about_in_words",
    "apart_blocks",
    "chance_of_opening",
    "changes_in_words",
    "dispute_blocks",
    "far_apart",
    "opening_in_words",
    "sides_in_words",
    "trade_off_lines",
]

_SETS, _WAYS, _NAMED, _APART = 4, 6, 3, 5

# Where somebody gives way in every dispute with less than this chance, the parties are far
# apart. On nine recorded negotiations, coded by others, it was .14 to .75 for six that ended in
# a deal, and .02 to .04 for three that broke down.
_FAR = 0.10


def dispute_blocks(
    result: Impasse, shown: int | None = None, *, judged: bool = True
) -> list[Block]:
    """Describe the disputes of talks that are blocked, and whether they could open.

    Args:
        result: What blocks.
        shown: How many disputes to describe; None for all.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    disputes = result.disputes
    many = len(disputes) > 1
    remark = (
        "they share no statement, and each has to be settled"
        if many and all(each.complete for each in disputes)
        else ""
    )
    blocks: list[Block] = [
        Heading(f"What stands in the way: {count_in_words(len(disputes), 'dispute')}", remark),
        Items([_lines(result.case, each, judged) for each in disputes[:shown]], numbered=True),
    ]
    if shown is not None and len(disputes) > shown:
        rest = number_in_words(len(disputes) - shown)
        blocks.append(Paragraph(f"and {rest} more; `lastyard impasse` shows them."))
    if not judged:
        return blocks
    if many:
        blocks.append(Paragraph(_all_together(result)))
    chance = chance_of_opening(result)
    return [*blocks, Paragraph(chance)] if chance else blocks


def _lines(case: Case, dispute: Dispute, judged: bool) -> list[str]:
    lines = [f"{about_in_words(dispute)}: {sides_in_words(case, dispute)}"]
    if len(dispute.sets) > 1:
        number = count_of(len(dispute.sets), "blocking set")
        lines[0] += f" ({number}{'' if dispute.complete else ', not all'})"
    for each in dispute.sets[:_SETS]:
        lines += _blocking_lines(case, each, judged)
    if len(dispute.sets) > _SETS:
        lines.append(f"and {number_in_words(len(dispute.sets) - _SETS)} more blocking sets")
    lines += [
        f"settled if {opening_in_words(case, each, dispute)}"
        + (f": {chance_in_words(each.chance)}" if judged else "")
        for each in dispute.openings[:_WAYS]
    ]
    if len(dispute.openings) > _WAYS:
        lines.append(f"and {number_in_words(len(dispute.openings) - _WAYS)} more ways to settle it")
    if len(dispute.sets) == 1:
        lines += trade_off_lines(case, dispute.sets[0], _only_issue(dispute), judged=judged)
    if judged and dispute.openings and dispute.openings[0].chance == 0:
        lines.append(
            "as coded it cannot be settled: each way needs a statement to give way whose "
            "firmness is 1; only other options, or more issues, would help"
        )
    alone = [
        each.statements[0]
        for each in dispute.openings
        if len(each.statements) == 1 and each.statements[0].firmness == 1
    ]
    if alone:
        one = len(alone) == 1
        lines.append(
            f"{joined(cite_all(alone))} {'stands' if one else 'each stand'} alone against settling it, "
            f"and with firmness 1 never {'gives' if one else 'give'} way: is that meant?"
        )
    return lines


def _only_issue(dispute: Dispute) -> str | None:
    return dispute.issues[0].id if len(dispute.issues) == 1 else None


def about_in_words(dispute: Dispute) -> str:
    """Name what a dispute is about."""
    return joined_some([issue.name for issue in dispute.issues], _NAMED) or "everything"


def sides_in_words(case: Case, dispute: Dispute) -> str:
    """Name the parties of a dispute: ``Iran against France``."""
    sides = {statement.party for each in dispute.sets for statement in each.statements}
    names = [party_in_words(case, party) for party in case.parties if party.id in sides]
    if len(names) == 2:
        return " against ".join(names)
    return joined_some(names, _NAMED)


def _blocking_lines(case: Case, found: BlockingSet, judged: bool) -> list[str]:
    lines = [
        ("against " if k else "") + statement_in_words(case, statement, judged=judged)
        for k, statement in enumerate(found.statements)
    ]
    if found.rules:
        lines.append(f"under {_rules_in_words(found.rules)}")
    elif len(found.statements) == 1:
        which = "" if found.rules is not None else " allowed by the rules"
        lines.append(f"no package{which} satisfies it")
    return lines


def _rules_in_words(rules: Sequence[Rule]) -> str:
    told = joined_some([f"{r.id} ({' '.join(r.condition.text.split())})" for r in rules], 3)
    return f"the {'rule' if len(rules) == 1 else 'rules'} {told}"


def opening_in_words(case: Case, opening: Opening, dispute: Dispute) -> str:
    """Return who would have to move, how far: ``Iran moves from none to managed (1 step)``.

    Args:
        case: The case.
        opening: What would settle the dispute.
        dispute: The dispute.
    """
    moved = {each.party: each.changes for each in opening.movements or () if each.changes}
    only = _only_issue(dispute)
    several = len(dispute.openings) > 1 and _same_movers(dispute)
    parts = []
    for party, statements in _by_party(case, opening.statements):
        ids = joined(cite_all(statements))
        if party.id in moved:
            given = f", giving way on {ids}," if several else ""
            parts.append(
                f"{party.name}{given} moves {changes_in_words(case, moved[party.id], only)}"
            )
        else:
            parts.append(f"{party.name} gives way on {ids}")
    return joined(parts)


def _same_movers(dispute: Dispute) -> bool:
    """Whether two ways to settle a dispute have the same parties moving."""
    movers = [frozenset(s.party for s in each.statements) for each in dispute.openings]
    return len(set(movers)) < len(movers)


def _by_party(case: Case, statements: Iterable[Statement]) -> list[tuple[Party, list[Statement]]]:
    own: dict[str, list[Statement]] = {}
    for statement in statements:
        own.setdefault(statement.party, []).append(statement)
    return [(party, own[party.id]) for party in case.parties if party.id in own]


def changes_in_words(case: Case, changes: Sequence[Change], about: str | None = None) -> str:
    """Write what a party changes when it moves: ``from none to managed (1 step)``.

    Args:
        case: The case.
        changes: At least one.
        about: The issue that need not be named.
    """
    named = len(changes) > 1
    return joined(_change_in_words(case, each, named or each.issue != about) for each in changes)


def _change_in_words(case: Case, change: Change, named: bool) -> str:
    issue = case.issue(change.issue)
    on = f"on {issue.name} " if named else ""
    text = f"{on}from {issue.describe(change.from_)} to {issue.describe(change.to)}"
    return text if change.steps is None else f"{text} ({count_of(change.steps, 'step')})"


def trade_off_lines(
    case: Case, found: BlockingSet, about: str | None = None, *, judged: bool = True
) -> list[str]:
    """Describe the most even way to share the movement; nothing where it cannot be shared."""
    shared = [way for way in found.trade_off or () if all(each.changes for each in way.movements)]
    if not shared:
        return []
    even = min(shared, key=lambda way: (max(each.size for each in way.movements), way.size))
    ways = joined(
        f"{case.party(each.party).name} moves {changes_in_words(case, each.changes, about)}"
        for each in even.movements
    )
    number = number_in_words(found.ways)
    most = f" (the most even of {number} ways to divide it)" if found.ways > 1 else ""
    chance = f": {chance_in_words(even.chance)}" if judged else ""
    return [f"or shared: {ways}{most}{chance}"]


def _all_together(result: Impasse) -> str:
    """Return how many openings there are of the whole, and which is the likeliest."""
    if not result.openings:
        return "No opening of the whole was found within the budget."
    first = result.openings[0]
    who = joined(
        f"{party.name} gives way at least on {joined(cite_all(own))}"
        for party, own in _by_party(result.case, first.statements)
    )
    number = result.openings_number
    of = "" if number is None else f" of {number_in_words(number)}"
    way = "The only way" if number == 1 else f"The likeliest{of} ways"
    return (
        f"A deal needs every one of them settled. {way}: {who}; chance "
        f"{chance_in_words(first.chance)}."
    )


def far_apart(result: Impasse) -> bool | None:
    """Return whether the parties are far apart; None where that is not known."""
    return None if result.chance_open is None else result.chance_open < _FAR


def chance_of_opening(result: Impasse) -> str:
    """Return how likely it is that somebody gives way in every dispute, and on what that rests.

    Nothing where it was not worked out, or where no way is possible as coded.
    """
    far = far_apart(result)
    if far is None or not result.chance_open:
        return ""
    about = "the dispute opens" if len(result.disputes) == 1 else "all of them open"
    word = "The parties are far apart" if far else "The parties are one or two concessions apart"
    statements = count_of(
        len({s for each in result.disputes for s in each.statements}), "statement"
    )
    chance = chance_in_words(Fraction(result.chance_open))
    return (
        f"{word}: the chance that {about} is {chance}, by the firmness coded for "
        f"{statements} and the agreement rule. It is a reading of words, no forecast."
    )


def apart_blocks(case: Case, found: Sequence[Apart]) -> list[Block]:
    """Describe where parties are apart although nothing blocks there."""
    if not found:
        return []
    items = [(_apart_in_words(case, each),) for each in found[:_APART]]
    remark = "no demand of one excludes what all others demand"
    return [Heading("Apart as well, though nothing blocks there", remark), Items(items)]


def _apart_in_words(case: Case, found: Apart) -> str:
    issue = found.issue
    asked = joined(
        f"{issue.describe(each.option)} asked by "
        f"{joined_some([case.party(p).name for p in each.parties], _NAMED)}"
        for each in found.asks
    )
    refusing = dict.fromkeys(refusal.refused_by for refusal in found.refusals)
    names = joined_some([case.party(party).name for party in refusing], _NAMED)
    refused = f"; refused by {names}" if names else "; no demand stands between them"
    far = "" if found.steps is None else f" ({count_of(found.steps, 'step')} apart)"
    return f"{issue.name}: {asked}{refused}{far}"
