"""How many questions it would take, by several ways of asking, if the beliefs were right.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [low, middle, high], ordered: true}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: high}}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage == 'high'", firmness: 0.9}
    ... ''')
    >>> found = simulate(case, runs=20, seed=7)
    >>> [way.name for way in found.ways][:2], len(found.ways[0].found)
    (['propose the best', 'fewest questions left'], 31)
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from numpy.typing import NDArray

from lastyard.answers.next_step import beliefs_of
from lastyard.asking import DrawnTruth, search
from lastyard.asking.gains import draw_worlds, outcomes
from lastyard.asking.simulate import Way, ahead, best_first, in_order, random_question
from lastyard.budget import budgeted, current
from lastyard.case.model import Case, Party, Statement
from lastyard.case.said import Day, as_date
from lastyard.errors import need_number, need_seed
from lastyard.records import record
from lastyard.results import Amount, AsOf, Chance, Count, Key, Result
from lastyard.values import share_error

__all__ = ["FoundAfter", "Simulation", "WayOfAsking", "simulate"]

_WAYS: Mapping[str, Way] = {
    "propose the best": best_first,
    "fewest questions left": ahead,
    "no learning": in_order,
    "random question": random_question,
}

_DRAWS = 256

_PACKAGES = 256

_MOST_RUNS = 10_000

_MOST_QUESTIONS = 200


@record(frozen=True, slots=True)
class FoundAfter:
    """How often a package was found after some questions.

    Attributes:
        questions: How many questions.
        share: Share of runs in which it was found after these, or fewer.
        error: Its standard error; of none and of all runs the distance within which the true share lies with
            probability 0.95, never 0.
    """

    questions: Count
    share: Chance
    error: Amount


@record(frozen=True, slots=True)
class WayOfAsking:
    """How one way of asking did.

    Attributes:
        name: What it is called.
        found: Share of runs in which a package was found after 0, 1, 2, ... questions.
        mean: Mean number of questions to a package; one not found counts as one more than
            the most.
        error: Its standard error.
        more: Mean number of questions more than the first way on the same runs.
        more_error: Its standard error.
    """

    name: str
    found: tuple[FoundAfter, ...]
    mean: Amount
    error: Amount
    more: float
    more_error: Amount


@record(frozen=True, slots=True)
class Simulation(Result):
    """How many questions it takes until all have said that they would take one package.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        ways: Per way of asking, how it did; empty when no run had anything to find.
        runs: How many hidden truths were tried.
        feasible: In how many of them some package considered would be agreed; only these
            count, there is nothing to find in the others.
        questions: Most questions.
        packages: How many packages, the best, were considered.
        draws: Draws a party that the beliefs consist of.
        used: The statements it rests on.
        silent: Parties that said nothing of what they want.
        cannot_tell: Per party whose values cannot be told, why.
        seed: The seed.
    """

    case: Case
    day: AsOf
    ways: tuple[WayOfAsking, ...]
    runs: Count
    feasible: Count
    questions: Annotated[Count, Key("most_questions")]
    packages: Annotated[Count, Key("candidates")]
    draws: Count
    used: Annotated[tuple[Statement, ...], Key("statements")]
    silent: Annotated[tuple[Party, ...], Key("silent_parties")]
    cannot_tell: Mapping[str, str]
    seed: Count


@budgeted
def simulate(
    case: Case, day: Day = None, *, runs: int = 24, questions: int = 30, seed: int = 0
) -> Simulation:
    """Try ways of asking on truths drawn from what is believed.

    So the beliefs are right by construction: how far they are right of real people, this
    cannot tell. Answers are true.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        runs: How many hidden truths to try.
        questions: Most questions a run.
        seed: Same seed, same answer.

    Raises:
        RequestError: If runs, questions or seed is out of range.
        RequestError: If the rules are too entangled to find any package.
    """
    day = as_date(day)
    need_number("runs", runs, 2, _MOST_RUNS)
    need_number("questions", questions, 1, _MOST_QUESTIONS)
    need_seed(seed)
    with current().part("what to believe of the parties", 0.6):
        beliefs = beliefs_of(case, day, seed=seed, most_draws=_DRAWS, most_packages=_PACKAGES)
    talks, count = beliefs.talks, len(beliefs.options)
    truths = draw_worlds(talks.beliefs, runs, seed)
    agreed = outcomes(talks.beliefs, truths, range(count), talks.agrees) < count
    counts: list[list[int]] = []
    tried = 0

    def try_out() -> None:
        nonlocal tried
        for run in range(runs):
            budget.progress(run, runs, "runs")
            if agreed[run]:
                truth = DrawnTruth(
                    talks,
                    tuple(truths.draws[:, run].tolist()),
                    tuple(truths.patterns[:, run].tolist()),
                )
                row = []
                for way in _WAYS.values():
                    found = search(talks, truth, way, limit=questions, seed=seed + run)
                    row.append(len(found.asked) if found.package is not None else questions + 1)
                counts.append(row)
            tried = run + 1

    budget = current()
    budget.attempt("the runs (figures are of those finished)", try_out, share=0.95)
    runs = tried
    return Simulation(
        case=case,
        day=beliefs.day,
        ways=_ways(np.array(counts), questions) if counts else (),
        runs=runs,
        feasible=len(counts),
        questions=questions,
        packages=count,
        draws=beliefs.draws,
        used=beliefs.used,
        silent=beliefs.silent,
        cannot_tell=beliefs.cannot_tell,
        seed=seed,
    )


def _ways(counts: NDArray[np.intp], questions: int) -> tuple[WayOfAsking, ...]:
    found = []
    for column, name in enumerate(_WAYS):
        own, more = counts[:, column], counts[:, column] - counts[:, 0]
        curve = np.array([np.mean(own <= n) for n in range(questions + 1)])
        errors, _ = share_error(curve, np.array(float(len(own))))
        found.append(
            WayOfAsking(
                name=name,
                found=tuple(
                    FoundAfter(count, share, error)
                    for count, (share, error) in enumerate(
                        zip(curve.tolist(), errors.tolist(), strict=True)
                    )
                ),
                mean=float(own.mean()),
                error=float(own.std() / np.sqrt(len(own))),
                more=float(more.mean()),
                more_error=float(more.std() / np.sqrt(len(own))),
            )
        )
    return tuple(found)
