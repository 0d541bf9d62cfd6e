"""How :class:`~lastyard.answers.analyse.Analysis` looks: one screen."""

from __future__ import annotations

from lastyard.answers.analyse import Analysis, Given, Question
from lastyard.case.model import Case
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.headline import headline_in_words
from lastyard.show.impasse import METHOD as IMPASSE
from lastyard.show.impasse import counts_in_words, verdict_blocks
from lastyard.show.marks import cite, cite_all
from lastyard.show.moves import CONCEPT_NAMES, taken_in_words
from lastyard.show.packages import brief_blocks
from lastyard.show.standing import METHOD as STANDING
from lastyard.show.standing import standing_summary
from lastyard.show.votes import vote_blocks
from lastyard.show.why import title_of, why_blocks
from lastyard.show.words import joined, joined_some, package_in_words

__all__ = ["analysis_blocks", "analysis_why", "question_in_words"]

_NAMED = 4


def analysis_blocks(result: Analysis) -> list[Block]:
    """Describe the whole answer."""
    case = result.case
    return [
        title_of(case, result.day),
        Paragraph(headline_in_words(case, result.headline, result.impasse)),
        Paragraph(counts_in_words(result.impasse)),
        *_standing(result),
        *_verdict(result),
        *_contradictions(result),
        *_best(result),
        *_next(case, result),
        *_without_a_deal(result),
    ]


def _standing(result: Analysis) -> list[Block]:
    """Describe where the talks stand, where anything was said."""
    silent = result.headline.kind in ("moves", "silent")
    return [] if silent else standing_summary(result.standing)


def _verdict(result: Analysis) -> list[Block]:
    match result.headline.kind:
        case "agreed":
            return [Paragraph("Nothing that was said stands against what all parties ask for.")]
        case "moves" | "silent":
            return []
        case "vote":
            return vote_blocks(result.case, result.headline.vote) if result.headline.vote else []
    return verdict_blocks(result.impasse, headed=True)


def _contradictions(result: Analysis) -> list[Block]:
    return [
        Paragraph(
            f"{found.party.name} contradicts itself in {joined(cite_all(found.statements))}: "
            "no value function fits these together (see check). What it would accept is told "
            "from all of them, none taken as sure."
        )
        for found in result.contradictions
    ]


def _best(result: Analysis) -> list[Block]:
    if result.best is None and result.why_not_best is None:
        return []
    if result.best is None:
        return [Paragraph(f"Best packages cannot be told: {result.why_not_best}.")]
    return brief_blocks(result.best)


def _next(case: Case, result: Analysis) -> list[Block]:
    asked = [question_in_words(case, question) for question in result.questions]
    if not asked:
        return []
    return [Heading("Next"), Items([(line,) for line in asked])]


def _without_a_deal(result: Analysis) -> list[Block]:
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


def question_in_words(case: Case, question: Question) -> str:
    """Write a question that follows from openings or silences alone."""
    names = joined_some([party.name for party in question.parties], _NAMED)
    if not question.about:
        issues = joined_some([case.issue(id).name for id in question.issues], _NAMED)
        its = "its position" if len(question.parties) == 1 else "their positions"
        return f"Ask {names} for {its} on {issues}."
    given = joined(
        f"{package_in_words(case, ((each.issue, each.option),))} ({_why_given(case, question, each)})"
        for each in question.if_given
    )
    condition = f" if it came with {given}" if given else ""
    taken = package_in_words(case, question.would_take)
    doubted = joined(cite_all(question.about))
    return f"Ask {names} whether it would take {taken}{condition}, in place of {doubted}."


def _why_given(case: Case, question: Question, each: Given) -> str:
    statement = each.statement
    if statement.party in {party.id for party in question.parties}:
        return f"which it asks for or likes in {cite(statement)}"
    return f"offered by {case.party(statement.party).name} in {cite(statement)}"


def analysis_why(result: Analysis) -> tuple[Block, ...]:
    """Say what it rests on."""
    from lastyard.show.packages import METHOD as PACKAGES  # noqa: PLC0415  (a large view)

    involved = [s for found in result.standing.issues for s in found.statements]
    used = result.best.used if result.best else ()
    statements = (*result.impasse.binding, *involved, *used)
    return why_blocks(result.case, result.day, statements, (*STANDING, *IMPASSE, *PACKAGES[:4]))
