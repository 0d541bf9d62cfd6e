"""How :class:`~lastyard.answers.next_step.NextStep` and :class:`~lastyard.answers.simulate.Simulation` look."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lastyard.answers.next_step import (
    BestDeal,
    BestDealQuestion,
    NextQuestion,
    NextStep,
)
from lastyard.answers.packages.result import package_letter
from lastyard.answers.simulate import Simulation, WayOfAsking
from lastyard.case.model import Case, Statement, Terms
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table
from lastyard.show.impasse import question_lines
from lastyard.show.marks import cite
from lastyard.show.shared import title_of, why_blocks
from lastyard.show.words import (
    count_of,
    joined,
    joined_some,
    own_issues_in_words,
    package_in_words,
    silent_in_words,
)

__all__ = [
    "METHOD",
    "METHOD_SIMULATION",
    "advice_blocks",
    "asked_blocks",
    "nextstep_blocks",
    "nextstep_why",
    "simulation_blocks",
    "simulation_why",
]

METHOD = (
    "Answers are taken as true. A yes or a no then changes, by Bayes' rule on the draws of "
    "`packages`, how likely the party is to take every other package; nobody's answer changes "
    "what is thought of another party.",
    "First comes the question about the package with the best index to the party whose answer decides "
    "most whether it would be agreed: where all must accept, the most doubtful one. In simulation "
    "on made-up cases where all must accept nothing that was tried found a package in fewer "
    "questions (docs/evidence.md); of quotas `simulate` tells. The others are ranked by an estimate, one question ahead, of how few "
    "more it takes until all have said that they would take one package; the first of each kind "
    "to each party comes before others like it.",
    "Information is in bits: by how much the answer is expected to lower the uncertainty about "
    "which package would be agreed, if any (the first, by index, of the 64 best that all needed "
    "would take), from joint samples of what the parties want, taken as independent. Questions "
    "whose answer is certain, or says no more than chance would show, are left out.",
    "Packages to propose: the best, then always the one with the largest index that differs from "
    "every one listed by a third of all issues' ranges together or more (a sixth or a twelfth "
    "where fewer than three do); none below a fifth of the best index. An issue without order counts "
    "whole where the options differ, any other by the share of its range between them.",
    "What a refusal teaches is the information in seeing who refuses, if the package is refused.",
    "The agreement index is the probability that the agreement rule is met if the model and what "
    "was coded are right. It is no forecast that a proposal would be accepted tomorrow: as one it "
    "does badly (docs/evidence.md).",
)

_NAMED, _ASKED, _PROPOSED = 4, 3, 2


def nextstep_blocks(result: NextStep) -> list[Block]:
    """Describe at most three things to ask, and two to propose."""
    blocks = [title_of(result.case, result.day), *advice_blocks(result)]
    return [*blocks, *_for_best(result.case, result.best_deal)] if result.best_deal else blocks


def advice_blocks(result: NextStep) -> list[Block]:
    """Describe what to ask and to propose, each so that a mediator could read it out."""
    lettered = [package for package, _ in _packages(result)]
    return [*asked_blocks(result, lettered), *_proposed(result)]


def asked_blocks(result: NextStep, lettered: Sequence[Terms]) -> list[Block]:
    """Describe what to ask, at most three things.

    Args:
        result: The answer.
        lettered: The packages that the letters A, B and so on stand for where this is shown.
    """
    return [*_doubts(result), *_asked(result, lettered)]


def _doubts(result: NextStep) -> Iterator[Block]:
    if result.silent:
        names = joined_some([party.name for party in result.silent], _NAMED)
        they = "it" if len(result.silent) == 1 else "they"
        yield Paragraph(
            f"{names} said nothing of what {they} would like: what would suit is a guess."
        )
    for id, why in result.cannot_tell.items():
        name = result.case.party(id).name
        yield Paragraph(
            f"What {name} wants cannot be told ({why}): it is asked about its demands alone."
        )


def _asked(result: NextStep, lettered: Sequence[Terms]) -> list[Block]:
    """What follows from disputes comes first; what the draws say fills up."""
    unsampled = [
        (each, question_lines(result.case, each, result.disputes)) for each in result.unsampled
    ]
    certain = [lines for each, lines in unsampled if not each.issues]
    sampled = [
        (_asked_in_words(result.case, q), _change(result.case, q, lettered))
        for q in result.questions
    ]
    silences = [lines for each, lines in unsampled if each.issues]
    asked = [*certain, *sampled, *silences][:_ASKED]
    if not asked and all(not each.agreement.error for each in result.proposals):
        return [Paragraph("What every party wants is known: there is nothing to ask.")]
    if not asked:
        told = (
            "No single question to one party would help. What is left: finer options, a deal on "
            "a part of the issues or for a time, another agreement rule, or what each does with "
            "no deal."
        )
        return [Paragraph(told)]
    return [Heading("What to ask", "in confidence"), Items(asked, numbered=True)]


def _asked_in_words(case: Case, each: NextQuestion) -> str:
    name = each.party.name
    if each.kind == "hold" and each.statement is not None:
        given = ""
        if each.package is not None:
            given = f" if it were offered {package_in_words(case, each.package)}"
        return f"Ask {name} whether it would really hold to {cite(each.statement)}{given}."
    package = package_in_words(case, each.package or {})
    if each.kind == "take":
        return f"Ask {name} whether it would take this: {package}."
    return (
        f"Ask {name} which it would rather have: {package} (yes), or "
        f"{package_in_words(case, each.other or {})} (no)."
    )


def _change(case: Case, each: NextQuestion, lettered: Sequence[Terms]) -> str:
    """Return what each answer would change about the package to propose."""
    yes, no = (_named(case, after.package, lettered) for after in (each.if_yes, each.if_no))
    if each.if_yes.package == each.if_no.package:
        return f"Whatever the answer, the package to propose stays {yes}; it would be surer."
    return f"After a yes the package to propose would be {yes}; after a no, {no}."


def _named(case: Case, best: Terms, lettered: Sequence[Terms]) -> str:
    if best in lettered:
        return package_letter(lettered.index(best))
    first = lettered[0].positions if lettered else {}
    changed = {i: o for i, o in best.positions.items() if first.get(i) != o}
    if first and len(changed) < len(first):
        return f"A with {package_in_words(case, changed)}"
    return package_in_words(case, best)


def _settles(result: NextStep) -> bool:
    """Whether what is proposed are deals that settle the disputes."""
    return bool(result.deals) and bool(result.deals[0].chance)


def _packages(result: NextStep) -> list[tuple[Terms, tuple[Statement, ...]]]:
    """Return the packages that are proposed, in the order of their letters, each with what it breaks."""
    if _settles(result):
        return [(deal.package, deal.breaks) for deal in result.deals]
    return [(each.package, each.breaks) for each in result.proposals[:_PROPOSED]]


def _proposed(result: NextStep) -> list[Block]:
    case = result.case
    if _settles(result):
        remark = "each settles every dispute; who has to give way is no forecast of a yes"
    elif not result.proposals:
        return []
    elif not result.best.index:
        text = (
            "As coded, no package could be agreed: each needs a statement to give way whose "
            "firmness is 1. Nothing is proposed."
        )
        return [Paragraph(text)]
    else:
        remark = "no forecast of a yes; what speaks for each is in packages"
    items = [
        (f"{package_letter(k)}: {package_in_words(case, package)}", _asks(case, breaks))
        for k, (package, breaks) in enumerate(_packages(result))
    ]
    return [Heading("What to propose", remark), Items(items)]


def _asks(case: Case, breaks: Sequence[Statement]) -> str:
    """Return who would have to give way on what, or who stands against it and need not agree."""
    asked: dict[str, list[str]] = {}
    for statement in breaks:
        asked.setdefault(statement.party, []).append(cite(statement))
    if not asked:
        return "It breaks nothing that was said."
    if case.agrees([party.id for party in case.deciders if party.id not in asked]):
        against = joined(
            f"{case.party(party).name} with {joined(ids)}" for party, ids in asked.items()
        )
        return f"Against it: {against}; the agreement rule can do without."
    gives = joined(
        f"{case.party(party).name} to give way on {joined(ids)}" for party, ids in asked.items()
    )
    return f"It asks {gives}."


def _for_best(case: Case, found: BestDeal) -> list[Block]:
    """Describe the questions that would find a better deal, or why none is worth asking."""
    if found.package is None:
        return [Paragraph("No package is expected to be worth more than no deal to everybody.")]
    best = Paragraph(f"Best as things are: {package_in_words(case, found.package)}.")
    if not found.questions:
        told = (
            f"No question is worth asking to find a better deal: the best is expected to raise the product of all "
            f"gains over no deal by {found.next_best:.1%}, less than {found.worth_asking:.0%}."
        )
        return [Paragraph(told), best]
    lines = [
        (_best_in_words(case, each), f"Expected to raise it by {each.rise:.0%}.")
        for each in found.questions
    ]
    remark = "in confidence; the product of all gains over no deal"
    heading = Heading("What to ask to find the best deal", remark)
    return [heading, Items(lines, numbered=True), best]


def _best_in_words(case: Case, each: BestDealQuestion) -> str:
    name = each.party.name
    if each.kind == "matters":
        issues = joined([issue.name for issue in case.issues], last="or")
        return f"Ask {name} which matters most to it: {issues}. Code the answer as ranks."
    return (
        f"Ask {name} which it would rather have: {package_in_words(case, each.package or {})}, or "
        f"{package_in_words(case, each.other or {})}. Code the answer as prefers."
    )


def nextstep_why(result: NextStep) -> tuple[Block, ...]:
    """Return what it rests on."""
    method = (*METHOD, METHOD_FOR_BEST) if result.best_deal else METHOD
    method = (*method, *own_issues_in_words(result.case, result.used))
    return why_blocks(result.case, result.day, result.used, method)


METHOD_FOR_BEST = (
    "To find the best deal: a question is worth what its answer is expected to raise the product of expected "
    "gains over no deal of the best package by (Nash 1950; the expected value of sample information, Raiffa and Schlaifer "
    "1961), an answer being right with a probability of 0.95. On recorded negotiations two such "
    "answers found better packages than the people themselves agreed on (docs/evidence.md)."
)

METHOD_SIMULATION = (
    "What every party wants, and whether it really holds to each demand, is drawn from what is "
    "believed of it; then questions are asked and answered truly until enough parties have "
    "themselves said that they would take one and the same package.",
    "The truth is as believed, by construction. How far beliefs are right of real people, and how "
    "the ways of asking do where they are not, is another matter: docs/evidence.md.",
    "An answer counts as right with probability 0.9 for what it says of other packages, so that "
    "few draws do not rule too much out; of the package asked about it is believed.",
    "A package not found within the most questions counts as one question more than that.",
    "The error is the standard error over runs; all ways are tried on the same hidden truths.",
)

_MARKS = (1, 2, 3, 5, 8, 12, 20, 30, 50, 100, 200)
_COLUMNS = 5
_FEW_RUNS = 10

_WAYS = {
    "propose the best": "ask what `next` puts first: about the best package, whom it hangs on most",
    "fewest questions left": "ask what is estimated to leave the fewest questions, demands and "
    "comparisons too",
    "no learning": "the same in the order of the indices at the start, whatever is answered",
    "random question": "any question whose answer is not certain",
}


def simulation_blocks(result: Simulation) -> Iterator[Block]:
    """Describe how far each way of asking got."""
    yield title_of(result.case, result.day)
    yield Paragraph(
        f"{count_of(result.runs, 'hidden truth')} drawn from what is believed; in "
        f"{result.feasible:,} some of the {count_of(result.packages, 'package')} considered would be "
        "agreed, and only these count. It is assumed that the truth is as believed and that "
        "answers are true."
    )
    if 0 < result.feasible < _FEW_RUNS:
        few = count_of(result.feasible, "run")
        yield Paragraph(
            f"What follows rests on {few} alone and says little; --runs {10 * result.runs} tries more."
        )
    if result.silent:
        yield Paragraph(f"{silent_in_words(result.silent)}: only a prior is known.")
    for id, why in result.cannot_tell.items():
        name = result.case.party(id).name
        yield Paragraph(f"What {name} wants cannot be told ({why}): only its demands count.")
    if not result.ways:
        told = "In no run was there a package that would be agreed, so there was nothing to find."
        yield Paragraph(told)
        return
    marks = [mark for mark in _MARKS if mark <= result.questions]
    shown = sorted({*marks[-_COLUMNS:], result.questions})[-_COLUMNS:]
    shares = [
        (way.name, *(_share(way.found[mark].share, way.found[mark].error) for mark in shown))
        for way in result.ways
    ]
    caption = "Share of runs in which a package was found, by number of questions"
    yield Heading("Share of runs in which a package was found", "after so many questions")
    yield Table(("way of asking", *map(str, shown)), shares, caption)
    means = [(way.name, _figure(way.mean, way.error), _more(way)) for way in result.ways]
    yield Heading("Questions to a package", "mean, and how many more than the first way")
    yield Table(("way of asking", "questions", "more"), means, "Mean number of questions")
    yield Items([(f"{way.name}: {_WAYS[way.name]}",) for way in result.ways])


def _share(share: float, error: float) -> str:
    """Write a share with its error; of none or all of few runs only how far it may be."""
    if share in (0.0, 1.0):
        return f"below {error:.2f}" if share == 0.0 else f"above {1.0 - error:.2f}"
    return _figure(share, error)


def _figure(value: float, error: float) -> str:
    return f"{value:.2f} ± {max(error, 0.005):.2f}" if error else f"{value:.2f}"


def _more(way: WayOfAsking) -> str:
    return f"{way.more:+.2f} ± {max(way.more_error, 0.005):.2f}" if way.more_error else "-"


def simulation_why(result: Simulation) -> tuple[Block, ...]:
    """Return what it rests on."""
    method = (*METHOD_SIMULATION, *own_issues_in_words(result.case, result.used))
    return why_blocks(result.case, result.day, result.used, method)
