"""What to ask next, as far as it follows from the openings and the silences alone.

Two kinds of question, in this order of use:

* to a party whose giving way would open a deal: would it take what is then left, if it were
  given what others have offered and what it has said it likes?
* to parties of whom nothing is known on issues: what is their position there?

No expected value is claimed; the likeliest opening comes first.

The main job: where the talks stand, whether a deal exists, the best packages, what next.

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

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from lastyard.answers.contradictory_preferences import (
    ContradictoryPreferences,
    contradictory_preferences,
)
from lastyard.answers.headline import Headline, headline
from lastyard.answers.impasse import Impasse, Opening, impasse
from lastyard.answers.moves import Moves, moves
from lastyard.answers.packages import Packages, best_in_brief
from lastyard.answers.standing import Standing, standing
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Case, Offers, Package, Party, Position, Prefers, Statement, Values
from lastyard.case.said import day_of, in_force
from lastyard.errors import RequestError
from lastyard.fields import AsOf, Choice, Key, Only, Pairs, Unpublished
from lastyard.results import Result

__all__ = ["Analysis", "Given", "Question", "analyse", "questions"]

_MOST_OPENINGS = 2


@dataclass(frozen=True, slots=True)
class Given:
    """Something that would make it easier for a party to give way.

    Attributes:
        issue: Identifier of the issue.
        option: The option.
        statement: The statement of another party that offers it, or of the party itself
            that likes it.
    """

    issue: str
    option: Choice
    statement: Statement


@dataclass(frozen=True, slots=True)
class Question:
    """A question to one party, or the same to several.

    Attributes:
        parties: Whom to ask, each in confidence.
        about: Statements that it would have to give way on; empty when it is asked for its
            position.
        would_take: What it would have to take instead.
        if_given: What others have offered or it has said it likes, within what is left.
        issues: Issues on which it is asked for its position.
    """

    parties: Annotated[tuple[Party, ...], Key("to")]
    about: tuple[Statement, ...]
    would_take: Pairs
    if_given: tuple[Given, ...]
    issues: tuple[str, ...]


def questions(
    case: Case, talks: Standing, blocked: Impasse, statements: Sequence[Statement]
) -> tuple[Question, ...]:
    """Return what to ask next.

    Args:
        case: The case.
        talks: Where the talks stand.
        blocked: What blocks a deal.
        statements: The statements in force.
    """
    found: list[Question] = []
    if blocked.openings and not blocked.openings[0].chance:
        return ()  # each needs what was called absolute to give way: no question would help
    in_time = sorted(statements, key=lambda s: s.on)
    for opening in blocked.openings[:_MOST_OPENINGS]:
        found += _about_an_opening(case, talks, opening, in_time)
    return tuple(found) or _about_silences(case, talks, statements)


def _about_an_opening(
    case: Case, talks: Standing, opening: Opening, statements: Sequence[Statement]
) -> list[Question]:
    if opening.movements is None or opening.left is None:
        return []
    asked = []
    for party in case.deciders:
        about = tuple(s for s in opening.statements if s.party == party.id)
        moves = {
            change.issue: change.to
            for moved in opening.movements
            if moved.party == party.id
            for change in moved.changes
        }
        if not about or not moves:
            continue
        taken = tuple((i.id, moves[i.id]) for i in case.issues if i.id in moves)
        given = _given(case, talks, party, opening, statements, set(moves))
        asked.append(Question((party,), about, taken, given, ()))
    return asked


def _given(
    case: Case,
    talks: Standing,
    party: Party,
    opening: Opening,
    statements: Sequence[Statement],
    moved: set[str],
) -> tuple[Given, ...]:
    """What is left that others offer or the party likes, on issues it does not move on."""
    assert opening.left is not None  # noqa: S101  (checked by the caller)
    left = opening.left
    found: dict[str, Given] = {}
    for statement in statements:
        for issue, option in _speaks_for(statement, party):
            is_open = left[issue].bit_count() > 1
            past = _is_past(talks, statement, issue, option)
            if issue not in moved and is_open and not past and left[issue] >> option & 1:
                found[issue] = Given(issue, option, statement)
    return tuple(found[issue.id] for issue in case.issues if issue.id in found)


def _is_past(talks: Standing, statement: Statement, issue: str, option: int) -> bool:
    """Whether who offered or asked for an option has since asked for another."""
    held = talks.issue(issue).position(statement.party)
    asked = isinstance(statement.says, Offers | Position)
    return asked and held is not None and held.option != option


def _speaks_for(statement: Statement, party: Party) -> Package:
    """The options that a statement offers to a party, or that the party says it likes."""
    match statement.says:
        case Offers(package):
            return package
        case Position(package) if statement.party == party.id:
            return package
        case Prefers(better, _) if statement.party == party.id:
            return better
        case _:
            return ()


def _about_silences(
    case: Case, talks: Standing, statements: Sequence[Statement]
) -> tuple[Question, ...]:
    """Ask each party for the positions it has not told; the same of several, once."""
    gave_points = {s.party for s in statements if isinstance(s.says, Values)}
    asked: dict[tuple[str, ...], list[Party]] = {}
    for party in case.deciders:
        unknown = tuple(
            found.issue.id for found in talks.issues if found.position(party.id) is None
        )
        if unknown and party.id not in gave_points:
            asked.setdefault(unknown, []).append(party)
    return tuple(Question(tuple(parties), (), (), (), issues) for issues, parties in asked.items())


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


@dataclass(frozen=True, slots=True)
class Analysis(Result):
    """The answer to the main question about a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        headline: What matters first.
        standing: Where the talks stand.
        impasse: Whether a deal exists, what blocks it and what would open it.
        contradictions: Parties whose statements of what they like contradict each other.
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
    best: Annotated[Packages | None, _IN_BRIEF]
    why_not_best: str | None
    moves: Unpublished[Moves | None]
    questions: Annotated[tuple[Question, ...], Key("next")]


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
    first = headline(case, talks, blocked)
    asked = questions(case, talks, blocked, said)
    best, why_not = None, None if packages else "they were not asked for here"
    if packages and first.kind not in _WITHOUT_PACKAGES:
        try:
            with budget.part("the best packages", 0.7):
                best = best_in_brief(case, day, top=_SHOWN, seed=seed)
        except (RequestError, OutOfBudget) as problem:
            why_not = str(problem)
    liked = contradictory_preferences(case, said)
    rest = None
    if case.moves is not None:
        rest = budget.attempt(
            "what each party does with no deal", lambda: moves(case, day), share=0.3
        )
    return Analysis(
        case, day_of(case, day), first, talks, blocked, liked, best, why_not, rest, asked
    )
