"""Which packages the parties would agree to, from all that was said.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {options: [low, middle, high], ordered: true}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: high}}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage == 'high'", firmness: 0.9}
    ...   - {id: less, party: firm, on: 2024-01-09, wants: {wage: less}}
    ... ''')
    >>> found = packages(case, seed=7)
    >>> case.issues[0].label(found.best.package["wage"]), found.packages[1].breaks[0].id
    ('middle', 'bid')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from lastyard.analyses.packages.asked import evaluated_package, required_condition
from lastyard.analyses.packages.efficient import Asked
from lastyard.analyses.packages.party_values import QUICK
from lastyard.analyses.packages.result import Packages
from lastyard.analyses.packages.work import Work
from lastyard.budget import budgeted, current
from lastyard.case.commitments import rules_of
from lastyard.case.conditions.tree import All
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Accepts, Case, Offers, Position, Statement

__all__ = ["best_in_brief", "packages"]

_MOST_TOP = 1_000


@budgeted
def packages(  # noqa: PLR0913  (what a user may ask)
    case: Case,
    day: date | None = None,
    *,
    top: int = 5,
    seed: int = 0,
    require: str | None = None,
    evaluate: str | Mapping[str, object] | None = None,
    frontier: bool = False,
    solutions: bool = False,
    listed: int = 1_000,
) -> Packages:
    """Find the packages most likely to be agreed.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        top: How many different packages to name.
        seed: Same seed, same answer.
        require: A condition that the packages must satisfy besides the rules.
        evaluate: A package to evaluate, as text or as a mapping from issues to options;
            where it leaves issues open, its best completions are named.
        frontier: Whether to find the efficient packages as well.
        solutions: Whether to say what the bargaining solutions maximise, with the bound.
        listed: Give at most this many points of the frontier.

    Raises:
        ValueError: If top, seed or listed is out of range.
        RequestError: If the condition or the package is not one, or leaves nothing.
    """
    if not 1 <= top <= _MOST_TOP:
        raise ValueError(f"top must be from 1 to {_MOST_TOP}, not {top}")
    if seed < 0:
        raise ValueError("the seed must not be negative")
    if listed < 1:
        raise ValueError(f"listed must be at least 1, not {listed}")
    wanted = evaluated_package(case, evaluate) if evaluate is not None else {}
    required = All(tuple(required_condition(case, require, wanted)))
    condition = All((rules_of(case), required))
    said = in_force(case, day)
    budget = current()
    with budget.part("the values of the parties", 0.7):
        work = Work(case, day_of(case, day), said, condition, seed)
    named = [wanted, dict(case.status_quo or ()), *_put_forward(said)]
    found = work.candidates([package for package in named if package], wanted)
    answer = work.answer(found, top)
    both: dict[Asked, bool] = {"frontier": frontier, "solutions": solutions}
    asked = tuple(name for name, wanted in both.items() if wanted)
    if not asked:
        return answer
    efficient = budget.attempt(
        "the efficient packages", lambda: work.efficient(answer, found, required, listed)
    )
    if efficient is None:
        return answer
    return replace(answer, efficient=replace(efficient, asked=asked))


def best_in_brief(case: Case, day: date | None, *, top: int, seed: int = 0) -> Packages:
    """Find the packages most likely to be agreed, from fewer draws and no more than that.

    Fair and robust packages, and what the answer hangs on, are left out.

    Raises:
        RequestError: If no package satisfies the rules, or they are too entangled.
    """
    said = in_force(case, day)
    condition = All((rules_of(case),))
    with current().part("the values of the parties", 0.7):
        work = Work(case, day_of(case, day), said, condition, seed, QUICK, brief=True)
    named = [package for package in [dict(case.status_quo or ()), *_put_forward(said)] if package]
    return work.answer(work.candidates(named, {}), top)


def _put_forward(said: Sequence[Statement]) -> list[dict[str, int]]:
    """Return the packages, complete or partial, that somebody put forward."""
    return [
        dict(package)
        for statement in said
        for package in [getattr(statement.says, "package", None)]
        if package and isinstance(statement.says, Offers | Accepts | Position)
    ]
