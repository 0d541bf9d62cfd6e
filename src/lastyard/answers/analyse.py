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

from typing import Annotated

from lastyard.answers.contradictory_preferences import (
    ContradictoryPreferences,
    contradictory_preferences,
)
from lastyard.answers.headline import Headline, headline
from lastyard.answers.impasse import Impasse, impasse_beside
from lastyard.answers.moves import Moves, moves
from lastyard.answers.packages import Packages, brief_work, compared
from lastyard.answers.questions import Question, questions
from lastyard.answers.standing import Standing, standing
from lastyard.answers.within_reach import Deal, deals_within_reach
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case
from lastyard.case.said import Day, as_date, day_of, in_force
from lastyard.errors import RequestError
from lastyard.fields import AsOf, Key, Only, Unpublished
from lastyard.records import record
from lastyard.results import Result

__all__ = ["Analysis", "analyse"]

_SHOWN = 3

# Where all is agreed, nothing was said, or a vote is held, the best packages are no answer.
_WITHOUT_PACKAGES = ("agreed", "rules", "moves", "silent", "vote")

# Of packages from few draws, what is worked out.
_PACKAGE = ("package", "acceptability", "agreement", "breaks", "rank")
_IN_BRIEF = Only(
    {
        "seed": None,
        "draws": None,
        "effective_draws": None,
        "packages": Only(dict.fromkeys(_PACKAGE)),
        "silent_parties": None,
        "cannot_tell": None,
    }
)


@record(frozen=True, slots=True)
class Analysis(Result):
    """The answer to the main question about a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        headline: What matters first.
        standing: Where the talks stand.
        impasse: Whether a deal exists, what blocks it and what would open it.
        contradictions: Parties whose statements of what they like contradict each other.
        deals: Where disputes block: the deals that follow from the likeliest ways to settle them
            all; empty where none was worked out.
        best: The packages most likely to be agreed, from few draws; None when they could not
            be worked out.
        why_not_best: Why not; None when they were, or where they would say nothing: all is
            agreed, or nothing was said.
        moves: What each party does with no deal; None where the case does not tell it.
        questions: What to ask next.
    """

    case: Case
    day: AsOf
    headline: Headline
    standing: Standing
    impasse: Impasse
    contradictions: Annotated[
        tuple[ContradictoryPreferences, ...],
        Key("contradictory_preferences"),
        Only({"party": None, "statements": None}),
    ]
    deals: tuple[Deal, ...]
    best: Annotated[Packages | None, _IN_BRIEF]
    why_not_best: str | None
    moves: Unpublished[Moves | None]
    questions: Annotated[tuple[Question, ...], Key("next")]


@budgeted
def analyse(case: Case, day: Day = None, *, seed: int = 0, packages: bool = True) -> Analysis:
    """Answer the main question about a case.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        seed: Same seed, same figures of the best packages.
        packages: Whether to find the best packages.
    """
    day = as_date(day)
    budget = current()
    with budget.part("where the talks stand", 0.3):
        talks = standing(case, day)
    with budget.part("what blocks a deal", 0.5):
        blocked = impasse_beside(case, day, lambda: talks, first=5)
    said = in_force(case, day)
    first = headline(case, talks, blocked)
    settled = first.kind == "agreed" or (first.vote is not None and first.vote.certain == "adopted")
    asked = () if settled else questions(case, talks, blocked, said)
    deals: tuple[Deal, ...] = ()
    best, why_not = None, None if packages else "they were not asked for here"
    if packages and first.kind not in _WITHOUT_PACKAGES:
        try:
            with budget.part("the best packages", 0.7):
                work = brief_work(case, day, seed=seed)
                found = compared(work)
                deals = budget.attempt(
                    "the deals within reach",
                    lambda: deals_within_reach(blocked, work, found),
                    (),
                    0.4,
                )
                best = work.answer(found, _SHOWN)
        except (RequestError, OutOfBudget) as problem:
            why_not = str(problem)
    liked = contradictory_preferences(case, said)
    rest = None
    if case.moves is not None:
        rest = budget.attempt(
            "what each party does with no deal", lambda: moves(case, day), share=0.3
        )
    return Analysis(
        case, day_of(case, day), first, talks, blocked, liked, deals, best, why_not, rest, asked
    )
