"""The main job: where the talks stand, whether a deal exists, the best packages, what next.

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

from lastyard.analyses.contradictory_preferences import (
    ContradictoryPreferences,
    contradictory_preferences,
)
from lastyard.analyses.impasse import Impasse, impasse
from lastyard.analyses.packages import Packages, best_in_brief
from lastyard.analyses.questions import Question, questions
from lastyard.analyses.standing import Standing, standing
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.diagnostics import RequestError
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Case
from lastyard.results import Result

__all__ = ["Analysis", "analyse"]

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Analysis(Result):
    """The answer to the main question about a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        standing: Where the talks stand.
        impasse: Whether a deal exists, what blocks it and what would open it.
        contradictions: Parties whose statements of what they like contradict each other.
        best: The packages most likely to be agreed, from few draws; None when they could not
            be worked out.
        why_not_best: Why not; None when they were.
        questions: What to ask next.
    """

    case: Case
    day: date | None
    standing: Standing
    impasse: Impasse
    contradictions: tuple[ContradictoryPreferences, ...]
    best: Packages | None
    why_not_best: str | None
    questions: tuple[Question, ...]


@budgeted
def analyse(
    case: Case, day: date | None = None, *, seed: int = 0, packages: bool = True
) -> Analysis:
    """Answer the main question about a case.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        seed: Same seed, same figures of the best packages.
        packages: Whether to find the best packages.
    """
    budget = current()
    with budget.part("where the talks stand", 0.3):
        talks = standing(case, day)
    with budget.part("what blocks a deal", 0.5):
        blocked = impasse(case, day, first=5)
    said = in_force(case, day)
    asked = questions(case, talks, blocked, said)
    best, why_not = None, None if packages else "they were not asked for here"
    try:
        with budget.part("the best packages", 0.7):
            best = best_in_brief(case, day, top=_SHOWN, seed=seed) if packages else None
    except (RequestError, OutOfBudget) as problem:
        why_not = str(problem)
    liked = contradictory_preferences(case, said)
    return Analysis(case, day_of(case, day), talks, blocked, liked, best, why_not, asked)
