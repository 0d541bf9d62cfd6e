"""How the questions look that follow from disputes and silences alone.

Example of what it writes:

    Ask Iran whether it would take Length of the limits: 10 years, if it came with Operating
    centrifuges: 5000, which United States has offered.
    A yes would settle one of three disputes; Iran would give way on iran-years.
"""

from __future__ import annotations

from lastyard.answers.questions import Given, Question
from lastyard.case.model import Case
from lastyard.show.marks import cite, cite_all
from lastyard.show.words import count_in_words, joined, joined_some, package_in_words

__all__ = ["question_in_words", "question_lines"]

_NAMED = 4


def question_lines(case: Case, question: Question, disputes: int) -> tuple[str, ...]:
    """Write a question, and below it what a yes would change.

    Args:
        case: The case.
        question: The question.
        disputes: How many disputes there are.
    """
    first = question_in_words(case, question)
    if not question.about:
        return (first,)
    return (first, _yes(question, disputes))


def question_in_words(case: Case, question: Question) -> str:
    """Write a question as a mediator could read it out."""
    names = joined_some([party.name for party in question.parties], _NAMED)
    one = len(question.parties) == 1
    if question.issues:
        issues = joined_some([case.issue(id).name for id in question.issues], _NAMED)
        return f"Ask {names} for {'its position' if one else 'their positions'} on {issues}."
    taken = package_in_words(case, question.would_take)
    given = joined(_given(case, question, each) for each in question.if_given)
    condition = f", if it came with {given}" if given else ""
    refused = joined_some([party.name for party in question.refused_by], _NAMED)
    they = "it" if one else "they"
    asks = "asks" if one else "ask"
    because = f" {refused} would not take what {they} {asks} for." if refused else ""
    return f"Ask {names} whether {they} would take {taken}{condition}.{because}"


def _given(case: Case, question: Question, each: Given) -> str:
    what = package_in_words(case, ((each.issue, each.option),))
    statement = each.statement
    if statement.party in {party.id for party in question.parties}:
        return f"{what} (which it asks for or likes, {cite(statement)})"
    return f"{what} (which {case.party(statement.party).name} has offered, {cite(statement)})"


def _yes(question: Question, disputes: int) -> str:
    """Return what a yes would change, and what it would cost the party."""
    way = f"It would give way on {joined(cite_all(question.about))}."
    settled = len(question.settles)
    if not settled:
        return f"A yes would be a part of what settles a dispute. {way}"
    number = count_in_words(disputes, "dispute")
    if settled == disputes:
        all_of_them = {1: "the dispute", 2: "both disputes"}.get(disputes, f"all {number}")
        return f"A yes would settle {all_of_them}. {way}"
    return f"A yes would settle {count_in_words(settled, 'one').split()[0]} of {number}. {way}"
