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
    (['solutions'], {'wage': 1})
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from lastyard.answers.analyse import Analysis, analyse
from lastyard.answers.moves import Moves, moves
from lastyard.answers.next_step import NextStep, next_step
from lastyard.answers.packages import Packages, packages
from lastyard.answers.solutions import Solutions, solutions
from lastyard.answers.timeline import Timeline, timeline
from lastyard.answers.timeline.measures import steps_of
from lastyard.answers.votes import Votes, vote
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case
from lastyard.case.said import Day, as_date, day_of
from lastyard.errors import RequestError
from lastyard.results import Result

__all__ = ["Report", "report"]

_Answer = TypeVar("_Answer")


# Points of the frontier kept: enough for the picture, few enough for a page.
_LISTED = 300


# Days times options of all issues, up to which chances over time take about a second.
_QUICK = 1_000


_ASKED = 3


@dataclass(frozen=True, slots=True)
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
        next_step: What to ask and propose next; None where nobody said what they want, or
            where it takes long.
        left_out: Per answer that could not be given (``packages``, ``solutions``, ``votes``,
            ``moves``, ``timeline``, ``next``), why.
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


@budgeted
def report(case: Case, day: Day = None, *, top: int = 4, seed: int = 0) -> Report:
    """Answer everything about a case.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many packages to compare.
        seed: Same seed, same answer.

    Raises:
        ValueError: If top or seed is out of range.
    """
    day = as_date(day)
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
    return Report(
        case=case,
        day=day_of(case, day),
        seed=seed,
        # The packages follow in full: those in brief would be found twice.
        analysis=analyse(case, day, seed=seed, packages=False),
        packages=likely,
        solutions=asked("solutions", lambda: solutions(case, day, listed=_LISTED)),
        votes=asked("votes", lambda: vote(case, day, seed=seed)) if case.votes else None,
        moves=asked("moves", lambda: moves(case, day)) if case.moves else None,
        timeline=asked("timeline", lambda: timeline(case, None, day, seed=seed, sampled=sampled))
        if days > 1
        else None,
        next_step=asked("next", lambda: _next_step(case, day, likely, seed)),
        left_out=left_out,
    )


def _next_step(case: Case, day: date | None, found: Packages | None, seed: int) -> NextStep | None:
    if found is None or len(found.silent) == len(case.deciders):
        return None
    if found.searched:
        raise RequestError("there are too many packages for a page; `lastyard next` works it out")
    return next_step(case, day, top=_ASKED, seed=seed)
