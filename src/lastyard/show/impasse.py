"""How :class:`~lastyard.answers.impasse.Impasse` looks: whether a deal exists, which disputes block it, and what to ask.

A dispute is told by what it is about, who stands against whom, and what would settle it; a question by what a yes would change.
Of :class:`~lastyard.answers.what_if.WhatIf`, what would change comes first, then both sides.

Examples of what it writes:

    1. Access to military sites: Iran against France
       iran-sites (Iran, 23 Jun 2015, firmness 0.85)
       against france-sites (France, 27 May 2015, firmness 0.85)
       settled if Iran moves from none to managed (1 step): 15 in 100
       settled if France moves from managed to none (1 step): 15 in 100

    Ask Iran whether it would take Length of the limits: 10 years, if it came with Operating
    centrifuges: 5000, which United States has offered.
    A yes would settle one of three disputes; Iran would give way on iran-years.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import groupby
from typing import TYPE_CHECKING

from lastyard.answers.impasse import BlockingSet, Change, Dispute, Impasse, Opening
from lastyard.answers.questions import Given, Question
from lastyard.answers.standing import Apart
from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Party,
    Position,
    Rejects,
    Rule,
    Statement,
    Terms,
)
from lastyard.case.readings import issues_about
from lastyard.case.said import rules_of
from lastyard.conditions.tree import issues_of
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.marks import cite, cite_all
from lastyard.show.shared import (
    broken_in_words,
    counts_until_replaced,
    needs_all,
    title_of,
    why_blocks,
)
from lastyard.show.words import (
    chance_in_words,
    count_in_words,
    count_of,
    joined,
    joined_some,
    number_in_words,
    package_by_names,
    package_in_words,
    parties_in_words,
    party_in_words,
    says_by_names,
    says_in_words,
    statement_in_words,
    statements_in_words,
)

if TYPE_CHECKING:
    from lastyard.answers.what_if import Assumption, WhatIf

__all__ = [
    "METHOD",
    "about_in_words",
    "apart_blocks",
    "chance_of_opening",
    "changes_in_words",
    "counts_in_words",
    "dispute_blocks",
    "far_apart",
    "impasse_blocks",
    "impasse_why",
    "is_unanimous",
    "left_open_in_words",
    "opening_in_words",
    "question_in_words",
    "question_lines",
    "sides_in_words",
    "trade_off_lines",
    "verdict_blocks",
    "whatif_blocks",
    "whatif_why",
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
        *(Paragraph(broken_in_words(each)) for each in result.broken_commitments),
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
    *,
    headed: bool = False,
    judged: bool = True,
) -> list[Block]:
    """Describe whether there is a package, and what blocks or what is tight.

    Args:
        result: The result.
        shown: How many blocking sets and openings to show.
        headed: Whether a headline has said whether there is a deal.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    if result.agreement_exists:
        named = "" if result.package is None else _one_that_fits(result, result.package)
        headed = headed and is_unanimous(result)
        blocks = list(_agreement(result, shown, named, headed=headed, judged=judged))
    elif result.cause in _CAUSES:
        blocks = [Paragraph(_CAUSES[result.cause])]
    else:
        first = [Paragraph(f"No package {left_open_in_words(result, one=True)}.")]
        known = headed and is_unanimous(result)
        blocks = [*([] if known else first), *dispute_blocks(result, shown, judged=judged)]
    return [*blocks, *apart_blocks(result), *_silent(result)]


_CAUSES = {
    "undecided": "Whether a package satisfies all that was said could not be decided within the budget.",
    "unexplained": "No package satisfies all that was said; why not was not found within the budget.",
    "rules": "The rules contradict one another: they leave no package at all.",
    "agreement": "The agreement rule cannot be met by any package.",
}


def _one_that_fits(result: Impasse, fits: Terms) -> str:
    """Write a package that fits, and the issues on which any option does."""
    about = issues_of(rules_of(result.case)).union(*map(issues_about, result.binding))
    free = [issue.name for issue in result.case.issues if issue.id not in about]
    text = package_in_words(result.case, fits.only(about))
    return f"{text}, with any option on {joined_some(free, 6)}" if free else text


def _agreement(
    result: Impasse, shown: int, package: str, *, headed: bool, judged: bool
) -> Iterator[Block]:
    if not result.binding:
        if not headed:
            yield Paragraph(
                "Nothing that was said binds a party: no statement in force requires or rejects "
                "anything, so every package allowed by the rules is still open. Whether a deal "
                "exists cannot be told from what was said."
            )
        return
    left_open = left_open_in_words(result, one=result.packages == 1)
    how_many = f"There are packages, too many to count, that {left_open}. "
    if result.packages is not None:
        counted = [n for n in (result.packages, result.packages_allowed) if n is not None]
        how_many = f"{' of '.join(map(number_in_words, counted))} packages {left_open}. "
    excluded = (
        "Nothing said excludes them" if is_unanimous(result) else "Others may stand against them"
    )
    yield Paragraph(
        f"{'' if headed else how_many}{excluded}; that the parties would accept them "
        "does not follow."
    )
    if package:
        one_of_them = "It is" if result.packages == 1 else "One of them:"
        yield Paragraph(f"{one_of_them} {package}.")
    status_quo = result.case.terms(dict(result.case.status_quo or ()))
    if result.packages == 1 and result.package == status_quo:
        yield Paragraph("That is the status quo: nothing else satisfies what was said.")
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
        yield Heading("The tightest statements", "which take most room")
        yield Items(tight)


def left_open_in_words(result: Impasse, *, one: bool) -> str:
    """Return what it is that packages do or do not satisfy, after "packages"."""
    if is_unanimous(result):
        return f"{'satisfies' if one else 'satisfy'} all that has been said"
    rule = result.case.agreement.text if result.case.agreement else "all"
    return f"{'is' if one else 'are'} left open by enough parties for the agreement rule ({rule})"


def is_unanimous(result: Impasse) -> bool:
    """Whether every party must accept, so that the rule need not be told."""
    return needs_all(result.case.agreement, [party.id for party in result.case.deciders])


def _silent(result: Impasse) -> list[Block]:
    if not result.silent_parties or not result.binding:
        return []
    names = joined_some([party.name for party in result.silent_parties], 4)
    them, they = ("it", "it") if len(result.silent_parties) == 1 else ("them", "they")
    told = f"Nothing that {names} said binds {them}: that {they} would accept is assumed here, not known."
    return [Paragraph(told)]


def impasse_why(result: Impasse) -> tuple[Block, ...]:
    """Return what it rests on."""
    return why_blocks(result.case, result.day, result.binding, METHOD)


_SETS, _WAYS, _NAMED, _APART, _MOST_NAMED = 4, 6, 3, 5, 4

# Where somebody gives way in every dispute with less than this chance, the parties are far
# apart. On nine recorded negotiations, coded by others, it was .14 to .75 for six that ended in
# a deal, and .02 to .04 for three that broke down.
_FAR = 0.10


def dispute_blocks(
    result: Impasse, shown: int | None = None, *, judged: bool = True
) -> Iterator[Block]:
    """Describe the disputes of talks that are blocked, and whether they could open.

    Args:
        result: What blocks.
        shown: How many disputes to describe; None for all.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    disputes = result.disputes
    many = len(disputes) > 1
    whole = many and all(each.complete for each in disputes)
    remark = "they share no statement, and each has to be settled" if whole else ""
    yield Heading(f"What stands in the way: {count_in_words(len(disputes), 'dispute')}", remark)
    yield Items([_lines(result.case, each, judged) for each in disputes[:shown]], numbered=True)
    if shown is not None and len(disputes) > shown:
        rest = number_in_words(len(disputes) - shown)
        yield Paragraph(f"and {rest} more; `lastyard impasse` shows them.")
    if judged and many:
        yield Paragraph(_all_together(result))
    if judged and (chance := chance_of_opening(result)):
        yield Paragraph(chance)


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
    """Return who would have to move, how far: ``Iran moves from none to managed (1 step)``."""
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
    # Of several options without an order that a party leaves open, it stands at none.
    is_one = change.steps is not None or issue.size == 2
    start = f"from {issue.describe(change.from_)} " if is_one else ""
    text = f"{on}{start}to {issue.describe(change.to)}"
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


def apart_blocks(result: Impasse) -> list[Block]:
    """Describe where parties are apart although nothing blocks there."""
    if not result.apart:
        return []
    items = [(_apart_in_words(result.case, each),) for each in result.apart[:_APART]]
    # A rule that can do without some may leave demands that exclude one another.
    remark = "no demand of one excludes what all others demand" if is_unanimous(result) else ""
    also = (
        "Apart as well, though nothing blocks there" if result.disputes else "Where they are apart"
    )
    return [Heading(also, remark), Items(items)]


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


def question_lines(case: Case, question: Question, disputes: int) -> tuple[str, ...]:
    """Write a question, and below it what a yes would change."""
    first = question_in_words(case, question)
    if not question.about:
        return (first,)
    return (first, _yes(question, disputes))


def question_in_words(case: Case, question: Question) -> str:
    """Write a question as a mediator could read it out."""
    names = joined_some([party.name for party in question.parties], _MOST_NAMED)
    one = len(question.parties) == 1
    if question.since:
        about = joined(cite_all(question.about))
        still = "still stands" if len(question.about) == 1 else "still stand"
        return f"Ask {names} whether {about} {still}: {_since(case, question.since)}."
    if question.issues:
        issues = joined_some([case.issue(id).name for id in question.issues], _MOST_NAMED)
        return f"Ask {names} for {'its position' if one else 'their positions'} on {issues}."
    taken = package_in_words(case, question.would_take)
    given = joined(_given(case, question, list(own)) for _, own in groupby(question.if_given, _by))
    condition = f", if it came with {given}" if given else ""
    refused = joined_some([party.name for party in question.refused_by], _MOST_NAMED)
    they = "it" if one else "they"
    because = f" {refused} would not take what {names} asked for." if refused else ""
    return f"Ask {names} whether {they} would take {taken}{condition}.{because}"


_SINCE = {"offers": "offered", "accepts": "accepted", "position": "asked for"}


def _since(case: Case, said: Sequence[Statement]) -> str:
    """Write what a party has said since, the last of it in full."""
    last = said[-1]
    match last.says:
        case Offers(package) | Accepts(package) | Position(package):
            told = f"{_SINCE[last.verb]} {package_by_names(case, package)}"
        case Rejects():
            told = says_by_names(case, last).replace("rejects", "rejected", 1)
        case _:
            told = says_by_names(case, last).replace("requires", "demanded", 1)
    return f"it has since {told} ({joined_some(cite_all([last, *said[:-1]]), _NAMED)})"


def _by(each: Given) -> str:
    return each.statement.id


def _given(case: Case, question: Question, some: Sequence[Given]) -> str:
    """Write what one statement offers or likes, several issues together."""
    what = joined(package_in_words(case, ((each.issue, each.option),)) for each in some)
    statement = some[0].statement
    if statement.party in {party.id for party in question.parties}:
        return f"{what} (which it asks for or likes, {cite(statement)})"
    return f"{what} (which {case.party(statement.party).name} has offered, {cite(statement)})"


def _yes(question: Question, disputes: int) -> str:
    """Return what a yes would change, and what it would cost the party."""
    if question.since:
        them = "it" if len(question.about) == 1 else "they"
        return f"Here {them} {counts_until_replaced(question.about, question.since)}."
    way = f"It would give way on {joined(cite_all(question.about))}."
    settled = len(question.settles)
    if not settled:
        return f"A yes would be a part of what settles a dispute. {way}"
    number = count_in_words(disputes, "dispute")
    if settled == disputes:
        all_of_them = {1: "the dispute", 2: "both disputes"}.get(disputes, f"all {number}")
        return f"A yes would settle {all_of_them}. {way}"
    return f"A yes would settle {count_in_words(settled, 'one').split()[0]} of {number}. {way}"


_UNKNOWN = "not known"


def whatif_blocks(result: WhatIf) -> list[Block]:
    """Describe what would change, both sides, and then the scenario."""
    case = result.case
    supposed = [(_assumption(case, each),) for each in result.assumed]
    blocks: list[Block] = [title_of(case, result.day), Heading("Supposing"), Items(supposed)]
    blocks += [Heading("What would change"), Items([(line,) for line in _differences(result)])]
    rows = [
        ("a package fits all that was said", *_both(result, _verdict)),
        ("packages that do", *_both(result, _packages)),
        ("disputes", *_both(result, lambda found: number_in_words(len(found.disputes)))),
        ("chance that all of them open", *_both(result, _opens)),
        ("likeliest way through", *_both(result, _likeliest)),
    ]
    blocks += [Table(("", "as it is", "then"), rows, caption="As it is, and as it would be")]
    return [*blocks, Heading("Then"), *verdict_blocks(result.scenario)]


def _assumption(case: Case, each: Assumption) -> str:
    told = says_in_words(case, each.made)
    if each.what == "without":
        return f"without {statement_in_words(case, each.made)}: {told}"
    if each.what == "firmness":
        before = next(s for s in case.statements if s.id == each.statement)
        return (
            f"firmness of {cite(each.statement)} {float(each.made.firmness):.2f} instead of "
            f"{float(before.firmness):.2f}"
        )
    return f"{case.party(each.made.party).name} {told}"


def _differences(result: WhatIf) -> list[str]:
    case, base, then = result.case, result.base, result.scenario
    lines = []
    if base.agreement_exists is False and then.agreement_exists:
        lines.append("A deal would be possible.")
    if base.agreement_exists and then.agreement_exists is False:
        lines.append("No deal would be possible any more.")
    for what, disputes in (
        ("settled", result.settled),
        ("still a dispute, with other statements", result.changed),
        ("new dispute", result.appeared),
    ):
        lines += [f"{what}: {about_in_words(d)} ({sides_in_words(case, d)})" for d in disputes]
    before, after = base.chance_open, then.chance_open
    if before is not None and after is not None and before != after:
        lines.append(
            f"that all disputes open has a chance of {chance_in_words(Fraction(after))} instead of "
            f"{chance_in_words(Fraction(before))}"
        )
    if base.packages and then.packages and base.packages != then.packages:
        lines.append(
            f"{number_in_words(then.packages)} packages would fit all that was said instead of "
            f"{number_in_words(base.packages)}"
        )
    return lines or ["nothing that blocks or opens a deal"]


def _both(result: WhatIf, tell: Callable[[Impasse], str]) -> tuple[str, str]:
    return tell(result.base), tell(result.scenario)


def _verdict(found: Impasse) -> str:
    return {True: "yes", False: "no", None: _UNKNOWN}[found.agreement_exists]


def _packages(found: Impasse) -> str:
    return "too many to count" if found.packages is None else number_in_words(found.packages)


def _opens(found: Impasse) -> str:
    if found.agreement_exists:
        return "-"
    return _UNKNOWN if found.chance_open is None else chance_in_words(Fraction(found.chance_open))


def _likeliest(found: Impasse) -> str:
    return chance_in_words(found.openings[0].chance) if found.openings else "-"


def whatif_why(result: WhatIf) -> tuple[Block, ...]:
    """Return what it rests on."""
    binding = dict.fromkeys((*result.base.binding, *result.scenario.binding))
    return why_blocks(result.case, result.day, tuple(binding), METHOD)
