"""What a package gives each party of what it asks for itself, and what it gives up.

What a party asks for on an issue is its position there (:mod:`lastyard.analyses.standing`):
what it last asked for or offered, or the one option that its commitments leave; for a party
that gave points, the option with the most.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1}, term: {options: [one, two]}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8, term: one}}
    ... ''')
    >>> asked = demands(case, None, case.statements)["union"]
    >>> found = against_demand(case, case.party("union"), asked, {"wage": 6, "term": 0}, None)
    >>> [(c.issue, c.asked, c.got, float(c.distance)) for c in found.gives], found.gets
    ([('wage', 8, 6, 0.2)], ('term',))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from lastyard.analyses.packages.pairs import carried_by_values
from lastyard.analyses.packages.party_values import PartyValues
from lastyard.analyses.packages.result import AgainstDemand, Concession
from lastyard.analyses.standing import standing
from lastyard.analyses.standing.positions import requested_position
from lastyard.case.model import Case, Party, Statement, Values
from lastyard.space import SearchTooLargeError

__all__ = ["Demand", "against_demand", "demands"]

_SURE = 2.0

Demand = Mapping[str, tuple[int, Statement]]
"""What a party asks for: per issue that it asks on, the option and the statement behind it."""


def demands(
    case: Case, day: date | None, statements: Sequence[Statement]
) -> dict[str, dict[str, tuple[int, Statement]]]:
    """Return what each party that decides asks for.

    Args:
        case: The case.
        day: The day to look at.
        statements: The statements in force on it.
    """
    found: dict[str, dict[str, tuple[int, Statement]]] = {p.id: {} for p in case.deciders}
    for statement in statements:
        if carried_by_values(statement) and statement.party in found:
            assert isinstance(statement.says, Values)  # noqa: S101 (that is what carries)
            for id, points in statement.says.points:
                if points.count(max(points)) == 1:
                    found[statement.party][id] = (points.index(max(points)), statement)
    try:
        for talks in standing(case, day).issues:
            for held in talks.positions:
                found[held.party][talks.issue.id] = (held.option, held.statement)
    except SearchTooLargeError:
        # What commitments leave open cannot be told then; what was asked for still can.
        for issue in case.issues:
            for party in case.deciders:
                asked = requested_position(issue.id, party.id, statements)
                if asked is not None:
                    found[party.id][issue.id] = (asked.option, asked.statement)
    return found


def against_demand(
    case: Case,
    party: Party,
    demand: Demand,
    package: Mapping[str, int],
    wants: PartyValues | None,
) -> AgainstDemand:
    """Say what of a party's demand a package meets and what it does not.

    Args:
        case: The case.
        party: The party.
        demand: What it asks for.
        package: Index of the option per issue.
        wants: What it may want; None, or when it is not known, leaves the costs out.
    """
    gives, gets, gains, steps = [], [], [], []
    for place, issue in enumerate(case.issues):
        if issue.id not in demand:
            continue
        (asked, statement), got = demand[issue.id], package[issue.id]
        if asked == got:
            gets.append(issue.id)
            continue
        step = (place, asked, got)
        cost, error = _cost(wants, [step])
        distance = issue.distance(asked, got)
        found = Concession(issue.id, asked, got, statement, distance, cost, error)
        if cost is not None and error is not None and cost < -_SURE * error:
            gains.append(found)
        else:
            gives.append(found)
            steps.append(step)
    return AgainstDemand(party, tuple(gives), tuple(gets), tuple(gains), *_cost(wants, steps))


def _cost(
    wants: PartyValues | None, steps: Sequence[tuple[int, int, int]]
) -> tuple[float | None, float | None]:
    """Return what steps (issue, asked, got) cost together, and the error of that.

    The unit is the value between its worst and its best of all.
    """
    if wants is None or wants.posterior is None or wants.silent:
        return None, None
    if not steps:
        return 0.0, 0.0
    posterior = wants.posterior
    rows = sum(
        posterior.layout.value(issue, asked) - posterior.layout.value(issue, got)
        for issue, asked, got in steps
    )
    lost = np.einsum("du,u->d", posterior.draws, rows, optimize=False)
    if posterior.known:
        return float(lost[0]), 0.0
    error = float(lost.std(ddof=1)) / max(posterior.effective, 1.0) ** 0.5
    return float(lost.mean()), error
