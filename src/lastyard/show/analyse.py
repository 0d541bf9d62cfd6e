"""How :class:`~lastyard.answers.analyse.Analysis` looks: one screen."""

from __future__ import annotations

from dataclasses import replace

from lastyard.answers.analyse import Analysis
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.headline import headline_in_words
from lastyard.show.impasse import METHOD as IMPASSE
from lastyard.show.impasse import counts_in_words, verdict_blocks
from lastyard.show.marks import cite_all
from lastyard.show.moves import CONCEPT_NAMES, taken_in_words
from lastyard.show.packages import brief_blocks
from lastyard.show.questions import question_lines
from lastyard.show.standing import METHOD as STANDING
from lastyard.show.standing import standing_published, standing_summary
from lastyard.show.votes import vote_blocks
from lastyard.show.why import title_of, why_blocks
from lastyard.show.within_reach import METHOD as DEALS
from lastyard.show.within_reach import deal_blocks
from lastyard.show.words import joined, joined_some, own_issues_in_words

__all__ = [
    "analysis_blocks",
    "analysis_published",
    "analysis_why",
    "barrier_blocks",
    "best_blocks",
    "contradiction_blocks",
    "no_deal_blocks",
    "question_blocks",
]

_NAMED = 4


def analysis_blocks(result: Analysis) -> list[Block]:
    """Describe the whole answer."""
    case = result.case
    return [
        title_of(case, result.day),
        Paragraph(headline_in_words(case, result.headline, result.impasse)),
        Paragraph(counts_in_words(result.impasse)),
        *_standing(result),
        *barrier_blocks(result),
        *contradiction_blocks(result),
        *best_blocks(result),
        *question_blocks(case, result),
        *no_deal_blocks(result),
    ]


def _standing(result: Analysis) -> list[Block]:
    """Describe where the talks stand, where anything was said."""
    silent = result.headline.kind in ("moves", "silent")
    return [] if silent else standing_summary(result.standing)


def barrier_blocks(result: Analysis, *, judged: bool = True) -> list[Block]:
    """Describe what stands in the way, or how the vote goes that decides.

    Args:
        result: The answer.
        judged: Whether to tell firmness, and chances that rest on it.
    """
    match result.headline.kind:
        case "agreed":
            return [Paragraph("Nothing that was said stands against it.")]
        case "moves" | "silent":
            return []
        case "vote":
            return vote_blocks(result.case, result.headline.vote) if result.headline.vote else []
    # Where the headline does not say how many packages fit, the verdict does.
    headed = result.headline.kind not in ("excluded", "unratified")
    return verdict_blocks(result.impasse, headed=headed, judged=judged)


def contradiction_blocks(result: Analysis) -> list[Block]:
    """Name the parties whose words on what they like cannot all be true."""
    return [
        Paragraph(
            f"{found.party.name} contradicts itself in {joined(cite_all(found.statements))}: "
            "no value function fits these together (see check). What it would accept is told "
            "from all of them, none taken as sure."
        )
        for found in result.contradictions
    ]


def best_blocks(result: Analysis) -> list[Block]:
    """Describe the deals within reach; where nothing blocks, the best packages."""
    if result.deals:
        return deal_blocks(result.case, result.deals)
    if result.best is None and result.why_not_best is None:
        return []
    if result.best is None:
        return [Paragraph(f"Best packages cannot be told: {result.why_not_best}.")]
    return brief_blocks(result.best)


def question_blocks(case: Case, result: Analysis) -> list[Block]:
    """Describe what to ask next, or what else there is where no question would help."""
    disputes = result.impasse.disputes
    asked = [question_lines(case, question, len(disputes)) for question in result.questions]
    openings = result.impasse.openings
    if not asked and disputes and openings and not openings[0].chance:
        return [Heading("Next"), Paragraph(_other_routes(result))]
    return [Heading("What to ask next", "in confidence"), Items(asked)] if asked else []


def no_deal_blocks(result: Analysis) -> list[Block]:
    """Name where things could come to rest with no deal."""
    found = result.moves
    if found is None or not found.accounts:
        return []
    rests = [
        (f"{taken_in_words(found, each.state)} ({CONCEPT_NAMES[each.concept]})",)
        for each in found.accounts[:_NAMED]
    ]
    remark = "where things could come to rest; `lastyard moves` says why"
    return [Heading("With no deal", remark), Items(rests)]


def _other_routes(result: Analysis) -> str:
    """Return what else there is where no question to one party would help."""
    names = joined_some(
        list(dict.fromkeys(i.name for each in result.impasse.disputes for i in each.issues)), _NAMED
    )
    return (
        "As coded, no question to a party would open a deal: each way needs a statement to give way "
        f"whose firmness is 1. What is left: finer options on {names}, a deal on a part of the "
        "issues or for a time, another agreement rule, or what each does with no deal."
    )


def analysis_why(result: Analysis) -> tuple[Block, ...]:
    """Return what it rests on."""
    from lastyard.show.packages import METHOD as PACKAGES  # noqa: PLC0415  (a large view)

    involved = [s for found in result.standing.issues for s in found.statements]
    used = result.best.used if result.best else ()
    statements = (*result.impasse.binding, *involved, *used)
    return why_blocks(
        result.case,
        result.day,
        statements,
        (*STANDING, *IMPASSE, *DEALS, *PACKAGES[:4], *own_issues_in_words(result.case, used)),
    )


def analysis_published(result: Analysis) -> Analysis:
    """Return what is published: of where the talks stand, what :func:`standing_published` does."""
    talks = standing_published(result.standing)
    if talks is result.standing:
        return result
    result.add_stopped(result.standing.stopped)
    return replace(result, standing=talks)
