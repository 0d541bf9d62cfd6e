"""The days looked at, what changed on each, and what a part of the changes would have left.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> case = load_text('''
    ... title: A small dispute
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements:
    ...   - {id: first, party: union, on: 2024-01-05, position: {wage: raised}}
    ...   - {id: second, party: union, on: 2024-02-01, position: {wage: frozen}, replaces: first}
    ... ''')
    >>> [(step.day.month, [s.id for s in step.said]) for step in steps_of(case, None, None)]
    [(1, ['first']), (2, ['second'])]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from lastyard.analyses.timeline.result import Change
from lastyard.case.diagnostics import RequestError
from lastyard.case.history import dates_of_change, day_of, in_force
from lastyard.case.model import Case, Statement, Withdraws

__all__ = ["Step", "groups_of", "said_after", "steps_of"]

_MOST_GROUPS = 4


@dataclass(frozen=True, slots=True)
class Step:
    """A day, the statements then in force, and what had changed that day."""

    day: date
    said: tuple[Statement, ...]
    changes: tuple[Change, ...]


def steps_of(case: Case, start: date | None, end: date | None) -> tuple[Step, ...]:
    """Return the days on which something changed, with a first one for ``start``.

    Args:
        case: The case.
        start: First day; None for the first on which something was said.
        end: Last day; None for the case's ``as_of`` or its last statement's day.

    Raises:
        RequestError: If the first day comes after the last.
    """
    last = day_of(case, end)
    if last is None:
        return ()
    if start is not None and start > last:
        told = "" if end is not None else ", the last day looked at; give --to as well"
        raise RequestError(f"--from {start} is after {last}{told}")
    every = [day for day in dates_of_change(case) if day <= last]
    days = [day for day in every if start is None or day >= start]
    if start is not None and any(day < start for day in every) and start not in days:
        days.insert(0, start)
    changing = set(every)
    return tuple(
        Step(day, in_force(case, day), _changes(case, day) if day in changing else ())
        for day in days
    )


def _changes(case: Case, day: date) -> tuple[Change, ...]:
    before = in_force(case, day - timedelta(days=1))
    after = {s.id for s in in_force(case, day)}
    made = [s for s in case.statements if s.on == day]
    ended = []
    for statement in (*before, *made):
        if statement.id in after or isinstance(statement.says, Withdraws):
            continue
        by = next((s for s in made if statement.id in s.ends), None)
        if by is not None:
            withdrawn = isinstance(by.says, Withdraws)
            ended.append(Change(statement, "withdrew" if withdrawn else "replaced", by))
        elif statement.on < day:
            ended.append(Change(statement, "lapsed"))
    return (*(Change(s, "made") for s in made), *ended)


def groups_of(step: Step) -> list[tuple[Statement, ...]]:
    """Return what changed on a day, in groups whose effects are told apart.

    A statement comes with what it ends. With more than four changes those of a party are
    one group, with more than four parties everything is.
    """
    own = [c.statement for c in step.changes if c.how in ("made", "lapsed")]
    alone: list[tuple[Statement, ...]] = [(statement,) for statement in own]
    if len(alone) <= _MOST_GROUPS:
        return alone
    parties = list(dict.fromkeys(statement.party for statement in own))
    if len(parties) <= _MOST_GROUPS:
        return [tuple(s for s in own if s.party == party) for party in parties]
    return [tuple(own)]


def said_after(
    case: Case, before: Sequence[Statement], step: Step, chosen: Iterable[Statement]
) -> tuple[Statement, ...]:
    """Return what would be in force if only some of a day's changes had come.

    Args:
        case: The case.
        before: What was in force before the day.
        step: The day.
        chosen: Statements made or lapsed that day.
    """
    ids = {statement.id for statement in chosen}
    lapsed = {c.statement.id for c in step.changes if c.how == "lapsed"} & ids
    made = [s for s in case.statements if s.on == step.day and s.id in ids]
    ended = {id for statement in made for id in statement.ends} | lapsed
    kept = {s.id for s in (*before, *made) if not isinstance(s.says, Withdraws)} - ended
    kept -= {s.id for s in made if s.until is not None and s.until < step.day}
    return tuple(s for s in case.statements if s.id in kept)
