"""What would block a deal if some things had been said otherwise.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
    ...   - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 5"}
    ... ''')
    >>> [each.what for each in what_if(case, without=["ask"]).assumed]
    ['without']
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from lastyard.answers.impasse import Dispute, Impasse, impasse
from lastyard.budget import budgeted, current
from lastyard.case.model import Case, Statement
from lastyard.case.said import Day, as_date
from lastyard.case.variants import supposing
from lastyard.records import record
from lastyard.results import AsOf, ExactChance, Result, Unpublished

__all__ = ["Assumption", "WhatIf", "what_if"]


@record(frozen=True, slots=True)
class Assumption:
    """One thing that is taken to be otherwise.

    Attributes:
        what: Whether a statement is left out, added, or has another firmness.
        statement: The statement.
        firmness: Its firmness in the scenario; None where it is left out.
        made: The statement itself, as it is in the scenario or was.
    """

    what: Literal["without", "supposed", "firmness"]
    statement: str
    firmness: ExactChance | None
    made: Unpublished[Statement]


@record(frozen=True, slots=True)
class WhatIf(Result):
    """What blocks as things are, and as they would be.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        assumed: What is taken to be otherwise.
        settled: The disputes that would be gone: none is left that has one of their statements.
        changed: The disputes that would go on with other statements, as they would be.
        appeared: The disputes that would be new.
        base: What blocks a deal as things are.
        scenario: What would block it.
    """

    case: Case
    day: AsOf
    assumed: tuple[Assumption, ...]
    settled: tuple[Dispute, ...]
    changed: tuple[Dispute, ...]
    appeared: tuple[Dispute, ...]
    base: Impasse
    scenario: Impasse


@budgeted
def what_if(
    case: Case,
    day: Day = None,
    *,
    without: Iterable[str] = (),
    suppose: Iterable[str] = (),
    firmness: Mapping[str, object] | None = None,
    limit: int = 5_000,
    first: int = 10,
) -> WhatIf:
    """Find what would block a deal if some things were otherwise.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        without: Ids of statements that no longer count; what they replaced stays replaced.
        suppose: Statements taken to be made on the day, such as ``union requires wage >= 5``.
        firmness: Per id of a statement, another firmness: a number from 0 to 1, or a word.
        limit: As for :func:`~lastyard.answers.impasse.impasse`.
        first: Likewise.

    Raises:
        RequestError: If a statement is not there or cannot be understood, or nothing is changed.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Wage talks
        ... parties: {union: {}, firm: {}}
        ... issues: {wage: {range: [0, 10], step: 1}}
        ... statements:
        ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
        ...   - {id: bid, party: firm, on: 2024-01-05, rejects: "wage > 5"}
        ... ''')
        >>> found = what_if(case, without=["ask"], suppose=["union requires wage >= 5"])
        >>> found.base.agreement_exists, found.scenario.agreement_exists, found.scenario.packages
        (False, True, 1)
        >>> [each.id for each in found.settled], found.appeared
        (['dispute-1'], ())
    """
    day = as_date(day)
    changed = supposing(case, without=without, suppose=suppose, firmness=firmness, day=day)
    budget = current()
    with budget.part("what blocks a deal as things are", 0.5):
        base = impasse(case, day, limit=limit, first=first)
    with budget.part("what would block it"):
        scenario = impasse(changed, day, limit=limit, first=first)
    old = {_statements(each): each for each in base.disputes}
    new = {_statements(each): each for each in scenario.disputes}
    return WhatIf(
        case=case,
        day=base.day,
        assumed=_assumed(case, changed),
        settled=tuple(each for key, each in old.items() if not any(key & other for other in new)),
        changed=tuple(
            each
            for key, each in new.items()
            if key not in old and any(key & other for other in old)
        ),
        appeared=tuple(each for key, each in new.items() if not any(key & other for other in old)),
        base=base,
        scenario=scenario,
    )


def _statements(dispute: Dispute) -> frozenset[str]:
    return frozenset(statement.id for statement in dispute.statements)


def _assumed(case: Case, changed: Case) -> tuple[Assumption, ...]:
    """Return what differs between the statements of two cases."""
    before = {s.id: s for s in case.statements}
    after = {s.id: s for s in changed.statements}
    ended = {id for s in before.values() if s.id not in after for id in s.ends}
    gone = [
        Assumption("without", id, None, s)
        for id, s in before.items()
        if id not in after and id not in ended
    ]
    other = [
        Assumption("firmness", id, after[id].firmness, after[id])
        for id, s in before.items()
        if id in after and after[id].firmness != s.firmness
    ]
    added = [
        Assumption("supposed", id, s.firmness, s) for id, s in after.items() if id not in before
    ]
    return (*gone, *other, *added)
