"""How :class:`~lastyard.answers.impasse.Impasse` looks: whether a deal exists, and why not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from lastyard.answers.impasse import Impasse
from lastyard.case.model import Case, Terms
from lastyard.case.readings import issues_about
from lastyard.case.said import rules_of
from lastyard.conditions.tree import holds, issues_of
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.disputes import apart_blocks, dispute_blocks
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import (
    count_of,
    joined_some,
    number_in_words,
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
    "is_unanimous",
    "left_open_in_words",
    "verdict_blocks",
]

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
    *,
    headed: bool = False,
    judged: bool = True,
) -> list[Block]:
    """Describe whether there is a package, and what blocks or what is tight.

    Args:
        result: The result.
        shown: How many blocking sets and openings to show.
        package: How a package is written.
        headed: Whether a headline has said whether there is a deal.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    if result.agreement_exists:
        named = "" if result.package is None else _one_that_fits(result, result.package, package)
        blocks = _agreement(
            result, shown, named, headed=headed and is_unanimous(result), judged=judged
        )
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
        first = [Paragraph(f"No package {left_open_in_words(result, one=True)}.")]
        known = headed and is_unanimous(result)
        blocks = [*([] if known else first), *dispute_blocks(result, shown, judged=judged)]
    return [*blocks, *apart_blocks(result.case, result.apart), *_silent(result)]


def _one_that_fits(
    result: Impasse, fits: Terms, write: Callable[[Case, Mapping[str, int]], str]
) -> str:
    """Write a package that fits, and the issues on which any option does."""
    about = issues_of(rules_of(result.case)).union(*map(issues_about, result.binding))
    free = [issue.name for issue in result.case.issues if issue.id not in about]
    text = write(result.case, fits.only(about).positions)
    return f"{text}, with any option on {joined_some(free, 6)}" if free else text


def _agreement(
    result: Impasse, shown: int, package: str, *, headed: bool, judged: bool
) -> list[Block]:
    if not result.binding and headed:
        return []
    if not result.binding:
        return [
            Paragraph(
                "Nothing that was said binds a party: no statement in force requires or rejects "
                "anything, so every package allowed by the rules is still open. Whether a deal "
                "exists cannot be told from what was said."
            )
        ]
    if result.packages is None:
        left_open = left_open_in_words(result, one=False)
        how_many = f"There are packages, too many to count, that {left_open}."
    else:
        counted = [n for n in (result.packages, result.packages_allowed) if n is not None]
        left_open = left_open_in_words(result, one=result.packages == 1)
        how_many = f"{' of '.join(map(number_in_words, counted))} packages {left_open}."
    excluded = (
        "Nothing said excludes them;" if is_unanimous(result) else "Others may stand against them;"
    )
    blocks: list[Block] = [
        Paragraph(
            f"{'' if headed else how_many + ' '}{excluded} that the parties would accept them "
            "does not follow."
        )
    ]
    if package:
        one_of_them = "It is" if result.packages == 1 else "One of them:"
        blocks.append(Paragraph(f"{one_of_them} {package}."))
    if result.packages == 1 and result.package == result.case.terms(
        dict(result.case.status_quo or ())
    ):
        blocks.append(Paragraph("That is the status quo: nothing else satisfies what was said."))
    tight = [
        (
            statement_in_words(result.case, each.statement, judged=judged),
            f"{says_in_words(result.case, each.statement)}; without it "
            f"{count_of(each.packages_without, 'package')}",
        )
        for each in result.tightest[:shown]
        if each.packages_with_opposite
    ]
    if tight:
        blocks += [Heading("The tightest statements", "which take most room"), Items(tight)]
    return blocks


def left_open_in_words(result: Impasse, *, one: bool) -> str:
    """Return what it is that packages do or do not satisfy, after "packages"."""
    if is_unanimous(result):
        return f"{'satisfies' if one else 'satisfy'} all that has been said"
    rule = result.case.agreement.text if result.case.agreement else "all"
    return f"{'is' if one else 'are'} left open by enough parties for the agreement rule ({rule})"


def is_unanimous(result: Impasse) -> bool:
    """Whether every party must accept, so that the rule need not be told."""
    rule = result.case.agreement
    if rule is None:
        return True
    everyone = [party.id for party in result.case.deciders]
    # A rule is monotone: nobody can be done without if none can be when all others accept.
    return not any(
        holds(rule.tree, {party: int(party != missing) for party in everyone})
        for missing in everyone
    )


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
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.binding, METHOD)
