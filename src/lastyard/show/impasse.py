"""How :class:`~lastyard.answers.impasse.Impasse` looks: what blocks, what opens, who moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from lastyard.answers.impasse import BlockingSet, Change, Impasse, Opening, PartyMovement
from lastyard.case.model import Case, Rule
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.marks import cite, cite_all
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import (
    chance_in_words,
    count_of,
    joined,
    joined_some,
    number_in_words,
    options_in_words,
    package_in_words,
    parties_in_words,
    says_in_words,
    statement_in_words,
    statements_in_words,
)

__all__ = [
    "METHOD",
    "counts_in_words",
    "impasse_blocks",
    "impasse_why",
    "movement_lines",
    "trade_off_lines",
    "verdict_blocks",
]


def movement_lines(case: Case, found: Opening) -> list[str]:
    """Describe the least movement of an opening, a line a party."""
    return [
        f"{case.party(each.party).name} moves on {_changes_in_words(case, each)}"
        for each in found.movements or ()
        if each.changes
    ]


def trade_off_lines(case: Case, found: BlockingSet) -> list[str]:
    """Describe the most even way to share the movement; nothing where it cannot be shared."""
    shared = [way for way in found.trade_off or () if all(each.changes for each in way.movements)]
    if not shared:
        return []
    even = min(shared, key=lambda way: (max(each.size for each in way.movements), way.size))
    ways = joined(
        f"{case.party(each.party).name} moves on {_changes_in_words(case, each)}"
        for each in even.movements
    )
    number = number_in_words(found.ways)
    most = f" (the most even of {number} ways to divide it)" if found.ways > 1 else ""
    return [f"shared: {ways}, chance {chance_in_words(even.chance)}{most}"]


def _changes_in_words(case: Case, movement: PartyMovement) -> str:
    return "; ".join(_change_in_words(case, each) for each in movement.changes)


def _change_in_words(case: Case, change: Change) -> str:
    issue = case.issue(change.issue)
    text = f"{change.issue}: {issue.describe(change.from_)} -> {issue.describe(change.to)}"
    return text if change.steps is None else f"{text} ({count_of(change.steps, 'step')})"


METHOD = (
    "A blocking set is a minimal set of binding statements that no package allowed by the rules "
    "satisfies together, under the agreement rule (minimal unsatisfiable subset). An opening is a "
    "minimal set of statements whose giving way leaves a package (minimal correction set).",
    "Each set was proved again, with its minimality, apart from the search that found it; `--json` "
    "says by what. Which sets there are does not depend on any firmness.",
    "The chance of an opening is the product of the chances that its statements give way: "
    "1 - firmness each. A statement on one ordered or numeric issue that moves a share d of the way "
    "to what the others leave open gives way with chance (1 - firmness)^d, which is an assumption. "
    "Levels of one demand (of one party, equal or nested) count once, at the firmest. All else is "
    "taken to be independent, and rests on the firmness that was coded, not on anything observed.",
    "Movement counts steps on ordered and numeric issues between what a party's commitments "
    "allow and a package that all the others allow; the least that does it is shown. Where two "
    "parties block each other, `shared` shows the most even of the ways in which neither could "
    "move less unless the other moved more.",
    "That no statement excludes a package does not mean that the parties would accept it.",
)


_SHOWN = 5


def impasse_blocks(result: Impasse) -> list[Block]:
    """Describe what blocks a deal and what would open one."""
    return [
        title_of(result.case, result.day),
        Paragraph(counts_in_words(result)),
        *verdict_blocks(result, shown=max(len(result.openings), len(result.blocking_sets))),
    ]


def counts_in_words(result: Impasse) -> str:
    """Write ``2 parties, 4 issues, 20 packages allowed by the rules, ...``."""
    case = result.case
    sources = {s.source for s in result.in_force if s.source is not None}
    said = statements_in_words(case, result.day, result.in_force)
    parts = [
        parties_in_words(case),
        count_of(len(case.issues), "issue"),
        "packages allowed by the rules not counted"
        if result.packages_allowed is None
        else f"{count_of(result.packages_allowed, 'package')} allowed by the rules",
        said + (f" from {count_of(len(sources), 'source')}" if sources else ""),
    ]
    return ", ".join(parts) + "."


def verdict_blocks(
    result: Impasse,
    shown: int = _SHOWN,
    package: Callable[[Case, Mapping[str, int]], str] = package_in_words,
) -> list[Block]:
    """Describe whether there is a package, and what blocks or what is tight.

    Args:
        result: The result.
        shown: How many blocking sets and openings to show.
        package: How a package is written.
    """
    if result.agreement_exists:
        named = "" if result.package is None else package(result.case, result.package)
        blocks = _agreement(result, shown, named)
    elif result.cause == "undecided":
        blocks = [
            Paragraph(
                "Whether a package satisfies all that was said could not be decided within the "
                "budget."
            )
        ]
    elif result.cause == "unexplained":
        blocks = [
            Paragraph(
                "No package satisfies all that was said; why not was not found within the budget."
            )
        ]
    elif result.cause == "rules":
        blocks = [Paragraph("The rules contradict one another: they leave no package at all.")]
    elif result.cause == "agreement":
        blocks = [Paragraph("The agreement rule cannot be met by any package.")]
    else:
        blocks = [
            Paragraph(f"No package {_left_open(result, one=True)}."),
            *_blocking(result, shown),
            *_openings(result, shown),
        ]
    return [*blocks, *_silent(result)]


def _agreement(result: Impasse, shown: int, package: str) -> list[Block]:
    if not result.binding:
        return [
            Paragraph(
                "Nothing that was said binds a party: no statement in force requires or rejects "
                "anything, so every package allowed by the rules is still open. Whether a deal "
                "exists cannot be told from what was said."
            )
        ]
    if result.packages is None:
        left_open = _left_open(result, one=False)
        how_many = f"There are packages, too many to count, that {left_open}."
    else:
        counted = [n for n in (result.packages, result.packages_allowed) if n is not None]
        left_open = _left_open(result, one=result.packages == 1)
        how_many = f"{' of '.join(map(number_in_words, counted))} packages {left_open}."
    excluded = (
        "Nothing said excludes them;" if _is_unanimous(result) else "Others may stand against them;"
    )
    blocks: list[Block] = [
        Paragraph(f"{how_many} {excluded} that the parties would accept them does not follow.")
    ]
    if package:
        one_of_them = "It is" if result.packages == 1 else "One of them:"
        blocks.append(Paragraph(f"{one_of_them} {package}."))
    if result.packages == 1 and result.package == dict(result.case.status_quo or ()):
        blocks.append(Paragraph("That is the status quo: nothing else satisfies what was said."))
    tight = [
        (
            statement_in_words(result.case, each.statement),
            f"{says_in_words(result.case, each.statement)}; without it "
            f"{count_of(each.packages_without, 'package')}",
        )
        for each in result.tightest[:shown]
        if each.packages_with_opposite
    ]
    if tight:
        blocks += [Heading("The tightest statements", "which take most room"), Items(tight)]
    return blocks


def _left_open(result: Impasse, *, one: bool) -> str:
    """Say what it is that packages do or do not satisfy, after "packages"."""
    if _is_unanimous(result):
        return f"{'satisfies' if one else 'satisfy'} all that has been said"
    rule = result.case.agreement.text if result.case.agreement else "all"
    return f"{'is' if one else 'are'} left open by enough parties for the agreement rule ({rule})"


def _is_unanimous(result: Impasse) -> bool:
    """Whether every party must accept, so that the rule need not be told."""
    rule = result.case.agreement
    everyone = {party.id for party in result.case.deciders}
    return rule is None or rule.text.strip() == "all" or everyone == set(rule.veto)


def _blocking(result: Impasse, shown: int) -> list[Block]:
    remark = _how_many(
        len(result.blocking_sets),
        "blocking set",
        complete=result.blocking_sets_complete,
        likeliest=result.blocking_sets_likeliest,
    )
    items = [_blocking_lines(result, each) for each in result.blocking_sets[:shown]]
    blocks: list[Block] = [Heading("What blocks it", remark), Items(items, numbered=True)]
    return blocks + _left_out(len(result.blocking_sets), shown)


def _blocking_lines(result: Impasse, found: BlockingSet) -> tuple[str, ...]:
    lines = []
    for k, statement in enumerate(found.statements):
        against = "against " if k else ""
        lines.append(against + statement_in_words(result.case, statement))
    if found.rules:
        lines.append(f"under {_rules_in_words(found.rules)}")
    elif len(found.statements) == 1:
        which = "" if found.rules is not None else " allowed by the rules"
        lines.append(f"no package{which} satisfies it")
    return (*lines, *trade_off_lines(result.case, found))


def _rules_in_words(rules: Sequence[Rule]) -> str:
    told = joined_some([f"{r.id} ({' '.join(r.condition.text.split())})" for r in rules], 3)
    return f"the {'rule' if len(rules) == 1 else 'rules'} {told}"


def _openings(result: Impasse, shown: int) -> list[Block]:
    remark = _how_many(
        len(result.openings),
        "opening",
        complete=result.openings_complete,
        likeliest=result.openings_likeliest,
    )
    items = [_opening_lines(result, each) for each in result.openings[:shown]]
    blocks: list[Block] = [
        Heading("What would open it, likeliest first", remark),
        Items(items, numbered=True),
        *_left_out(len(result.openings), shown),
    ]
    alone = [
        each.statements[0]
        for each in result.openings
        if len(each.statements) == 1 and each.statements[0].firmness == 1
    ]
    if result.openings[0].chance == 0:
        blocks.append(
            Paragraph(
                "Each opening needs a commitment to give way that was coded with firmness 1. As coded, "
                "only another package could be agreed: one with other options, or more issues."
            )
        )
    if alone:
        named = joined(cite_all(alone))
        blocks.append(
            Paragraph(
                f"{named} alone stands against a deal: everything else could be kept, and with "
                "firmness 1 it never gives way. Is that number meant?"
                if len(alone) == 1
                else f"{named} each stand alone against a deal: without any one of them everything "
                "else could be kept, and with firmness 1 none ever gives way. Are those numbers meant?"
            )
        )
    return blocks


def _opening_lines(result: Impasse, found: Opening) -> tuple[str, ...]:
    case = result.case
    by_party: dict[str, list[str]] = {}
    for statement in found.statements:
        by_party.setdefault(statement.party, []).append(cite(statement))
    who = joined(
        f"{case.party(party).name} gives way on {joined(ids)}" for party, ids in by_party.items()
    )
    return (
        f"{who}   chance {chance_in_words(found.chance)}",
        *movement_lines(case, found),
        _left_in_words(case, found),
    )


def _left_in_words(case: Case, found: Opening) -> str:
    """Say what packages an opening leaves: only the issues on which not everything is left."""
    if found.left is None or found.packages is None:
        return f"leaves, for one: {package_in_words(case, found.package)}"
    limits = [
        f"{issue.id}: {options_in_words(issue, found.left[issue.id])}"
        for issue in case.issues
        if found.left[issue.id] != issue.everything
    ]
    text = f"leaves {count_of(found.packages, 'package')}"
    return f"{text}, with {'; '.join(limits)}" if limits else text


def _how_many(number: int, one: str, *, complete: bool, likeliest: bool) -> str:
    if complete:
        return count_of(number, one)
    if likeliest:
        return f"the {number} likeliest, not all"
    return f"{number}, not all: the likeliest found so far, not proved to be the likeliest"


def _left_out(number: int, shown: int) -> list[Block]:
    if number <= shown:
        return []
    return [
        Paragraph(f"and {number_in_words(number - shown)} more; `lastyard impasse` shows them.")
    ]


def _silent(result: Impasse) -> list[Block]:
    if not result.silent_parties or not result.binding:
        return []
    names = joined_some([party.name for party in result.silent_parties], 4)
    one = len(result.silent_parties) == 1
    return [
        Paragraph(
            f"Nothing that {names} said binds {'it' if one else 'them'}: that "
            f"{'it' if one else 'they'} would accept is assumed here, not known."
        )
    ]


def impasse_why(result: Impasse) -> tuple[Block, ...]:
    """Say what it rests on."""
    return why_blocks(result.case, result.day, result.binding, METHOD)
