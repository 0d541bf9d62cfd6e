"""What to ask next, and of whom."""

from __future__ import annotations

from lastyard.analyses.questions import Question
from lastyard.analyses.report import Report
from lastyard.case.model import Case
from lastyard.views.next_step import sampled_blocks
from lastyard.views.report.content import (
    Block,
    Cite,
    Heading,
    Items,
    Name,
    Paragraph,
    Piece,
    Section,
)
from lastyard.views.report.phrases import adopted, cited, listed, package_text

__all__ = ["question_text", "questions_section"]


def questions_section(report: Report) -> Section:
    """Return the questions that follow from the openings and the silences."""
    asked, blocks = report.analysis.questions, list[Block]()
    if asked:
        blocks = [
            Paragraph(
                [
                    "In confidence, to each party alone. They follow from the openings and from "
                    "what nobody has spoken of; no value is claimed for an answer."
                ]
            ),
            Items([[question_text(report.case, each)] for each in asked]),
        ]
    if report.next_step is not None:
        blocks.append(Heading(["Ranked by how few more it takes, as inferred"]))
        blocks += adopted(report.case, sampled_blocks(report.next_step))
    return Section("next", "What to ask next", blocks)


def question_text(case: Case, question: Question) -> list[Piece]:
    """Write one question as a sentence."""
    names = listed([[Name(party.name)] for party in question.parties])
    if not question.about:
        issues = listed([[Name(case.issue(id).name)] for id in question.issues])
        its = "its position" if len(question.parties) == 1 else "their positions"
        return ["Ask ", *names, f" for {its} on ", *issues, "."]
    text: list[Piece] = ["Ask ", *names, " whether it would take "]
    text += package_text(case, question.would_take)
    given: list[list[Piece]] = []
    own = {party.id for party in question.parties}
    for each in question.if_given:
        statement = each.statement
        why: list[Piece] = (
            [" (which it asks for or likes in ", Cite(statement.id), ")"]
            if statement.party in own
            else [" (offered by ", Name(case.party(statement.party).name), " in ",
                  Cite(statement.id), ")"]
        )  # fmt: skip
        given.append([*package_text(case, ((each.issue, each.option),)), *why])
    if given:
        text += [", if it came with ", *listed(given)]
    return [*text, ", in place of ", *cited(question.about), "."]
