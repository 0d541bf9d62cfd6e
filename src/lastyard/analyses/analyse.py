"""The main job: where the talks stand, whether a deal exists, what blocks it, what next.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 5", firmness: firm}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 4", firmness: tentative}
    ... ''')
    >>> found = analyse(case)
    >>> found.impasse.agreement_exists, found.questions[0].parties[0].name
    (False, 'Firm')
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from lastyard.analyses.impasse import Impasse, impasse
from lastyard.analyses.questions import Question, questions
from lastyard.analyses.standing import Standing, standing
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Case
from lastyard.results import Result

__all__ = ["Analysis", "analyse"]


@dataclass(frozen=True, slots=True)
class Analysis(Result):
    """The answer to the main question about a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        standing: Where the talks stand.
        impasse: Whether a deal exists, what blocks it and what would open it.
        questions: What to ask next.
    """

    case: Case
    day: date | None
    standing: Standing
    impasse: Impasse
    questions: tuple[Question, ...]


def analyse(case: Case, day: date | None = None) -> Analysis:
    """Answer the main question about a case.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.

    Raises:
        SearchTooLargeError: If the conditions are too entangled to be searched exactly.
    """
    talks = standing(case, day)
    blocked = impasse(case, day, first=5)
    asked = questions(case, talks, blocked, in_force(case, day))
    return Analysis(case, day_of(case, day), talks, blocked, asked)
