"""Everything that can be answered about a case, in one result to hand over.

Nothing is worked out here: each answer is that of its own analysis, asked on one day and,
where it draws, with one seed. What a case has nothing for (votes, moves, points of every
party) is None; what could not be worked out is None too, and ``left_out`` says why.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [low, middle, high], ordered: true}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage == 'high'"}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage == 'high'"}
    ... ''')
    >>> found = report(case)
    >>> found.analysis.impasse.agreement_exists, found.votes, found.solutions is None
    (False, None, True)
    >>> sorted(found.left_out), found.packages.best.package
    (['solutions'], {'wage': 'middle'})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeVar

from lastyard.answers.analyse import Analysis, analyse
from lastyard.answers.evidence import Provenance, trace
from lastyard.answers.moves import Moves, moves
from lastyard.answers.next_step import NextStep, next_step
from lastyard.answers.packages.find import packages
from lastyard.answers.packages.result import Packages
from lastyard.answers.solutions import Solutions, solutions
from lastyard.answers.timeline import Timeline, timeline
from lastyard.answers.trends import steps_of
from lastyard.answers.votes import Votes, vote
from lastyard.budget import Budget, OutOfBudget, budgeted, current
from lastyard.case.model import Case
from lastyard.case.said import Day, as_date, day_of
from lastyard.case.variants import MEDIATOR, Audience, audience_of, cut
from lastyard.errors import RequestError, need_number, need_seed
from lastyard.records import record
from lastyard.results import Result

__all__ = ["MOST_TOP", "Report", "report"]

_Answer = TypeVar("_Answer")

# Points of the frontier kept: enough for the picture, few enough for a page.
_LISTED = 300

# Days times options of all issues, up to which chances over time take about a second.
_QUICK = 1_000

_ASKED = 3

# Columns of a table of packages, each called by a letter.
MOST_TOP = 26


@record(frozen=True, slots=True)
class Report(Result):
    """All that can be answered about a case on one day.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        seed: The seed of what is drawn.
        analysis: Where the talks stand, what blocks a deal, what would open one, what to ask.
        packages: The packages most likely to be agreed; None where they could not be found.
        solutions: Frontier and fair packages; None where a party gave no points.
        votes: The votes; None where the case has none.
        moves: What each can do alone; None where the case says nothing of it.
        timeline: How the talks went, without chances where they take long; None where all was
            said on one day.
        next_step: What to ask and propose next; None where nobody said what they want, where
            it takes long, or where the questions of ``analysis`` are enough.
        left_out: Per answer that could not be given (``packages``, ``solutions``, ``votes``,
            ``moves``, ``timeline``, ``next``), why.
        provenance: What all of these rest on.
        audience: Who reads it. For others than the mediator the case is what they may know of it,
            and only where the talks stand and what blocks a deal are worked out.
    """

    case: Case
    day: date | None
    seed: int
    analysis: Analysis
    packages: Packages | None
    solutions: Solutions | None
    votes: Votes | None
    moves: Moves | None
    timeline: Timeline | None
    next_step: NextStep | None
    left_out: Mapping[str, str]
    provenance: Provenance
    audience: Audience = MEDIATOR


@budgeted
def report(
    case: Case, day: Day = None, *, top: int = 4, seed: int = 0, audience: str = "mediator"
) -> Report:
    """Answer everything about a case, or what somebody else than the mediator may know of it.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many packages to compare.
        seed: Same seed, same answer.
        audience: ``mediator``, ``party:ID`` or ``public``. For others than the mediator the case
            is cut (:func:`lastyard.case.variants.cut`) before anything is worked out.

    Raises:
        RequestError: If there is no such audience, or top or seed is out of range.
    """
    # Here, and not by the packages: what these cannot answer is left out of a report.
    need_number("top", top, 1, MOST_TOP)
    need_seed(seed)
    day = as_date(day)
    reader = audience_of(audience, case)
    if not reader.is_mediator:
        return _for_others(cut(case, reader), day, seed, reader)
    left_out: dict[str, str] = {}
    budget = current()

    def asked(name: str, find: Callable[[], _Answer]) -> _Answer | None:
        try:
            with budget.part(name, 0.7):
                return find()
        except (RequestError, OutOfBudget) as problem:
            left_out[name] = str(problem)
            return None

    days = len(steps_of(case, None, day))
    sampled = days * sum(issue.size for issue in case.issues) <= _QUICK
    likely = asked("packages", lambda: packages(case, day, top=top, seed=seed))
    found = analyse(case, day, seed=seed)
    fair = asked("solutions", lambda: solutions(case, day, listed=_LISTED))
    votes = asked("votes", lambda: vote(case, day, seed=seed)) if case.votes else None
    possible = asked("moves", lambda: moves(case, day)) if case.moves else None
    course = None
    if days > 1:
        course = asked("timeline", lambda: timeline(case, None, day, seed=seed, sampled=sampled))
    return Report(
        case=case,
        day=day_of(case, day),
        seed=seed,
        analysis=found,
        packages=likely,
        solutions=fair,
        votes=votes,
        moves=possible,
        timeline=course,
        next_step=asked("next", lambda: _next_step(found, likely, day, seed)),
        left_out=left_out,
        provenance=_traced(found, course, likely, fair, votes, possible),
    )


def _traced(*answers: Result | None) -> Provenance:
    """Return what all answers rest on, by a budget of its own: it is worked out last."""
    outer = current()
    with Budget() as own:
        own.allow(outer.times)
        found = trace(*(answer for answer in answers if answer is not None))
    for each in own.stopped:
        outer.note(each.why, each.what, each.done)
    return found


def _for_others(case: Case, day: date | None, seed: int, reader: Audience) -> Report:
    found = analyse(case, day, seed=seed, packages=False)
    votes = vote(case, day, seed=seed) if case.votes else None
    return Report(
        case=case,
        day=day_of(case, day),
        seed=seed,
        analysis=found,
        packages=None,
        solutions=None,
        votes=votes,
        moves=None,
        timeline=None,
        next_step=None,
        left_out={},
        provenance=_traced(found, votes),
        audience=reader,
    )


def _next_step(
    first: Analysis, found: Packages | None, day: date | None, seed: int
) -> NextStep | None:
    if found is None or len(found.silent) == len(first.case.deciders):
        return None
    if first.impasse.disputes and len(first.questions) >= _ASKED:
        return None  # what would settle the disputes is asked first, and these are enough
    if found.searched:
        raise RequestError("there are too many packages for a page; `lastyard next` works it out")
    return next_step(first.case, day, top=_ASKED, seed=seed)
