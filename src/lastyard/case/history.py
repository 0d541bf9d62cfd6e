"""Which statements are in force on a day (docs/model.md, section 2).

A statement is in force on day t if it was made on or before t and was not replaced,
withdrawn or lapsed by then. What ended a statement stays an end: withdrawing a
replacement does not bring the replaced statement back.

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
    >>> [s.id for s in in_force(case, date(2024, 1, 31))], [s.id for s in in_force(case)]
    (['first'], ['second'])
"""

from __future__ import annotations

from datetime import date, timedelta

from lastyard.budget import spend
from lastyard.case.model import Case, Statement, Withdraws

__all__ = ["dates_of_change", "day_of", "ended_by", "in_force", "made_by", "why_not_in_force"]


def day_of(case: Case, day: date | None = None) -> date | None:
    """Return the day a case is looked at.

    Args:
        case: The case.
        day: The day asked for, if any.

    Returns:
        That day, else the case's ``as_of``, else the day of its last statement; None when
        nothing was said.
    """
    if day is not None or case.as_of is not None:
        return day or case.as_of
    return max((statement.on for statement in case.statements), default=None)


def made_by(case: Case, day: date | None) -> tuple[Statement, ...]:
    """Return the statements made up to a day, whether in force on it or not.

    Args:
        case: The case.
        day: The day; None for all.
    """
    return tuple(s for s in case.statements if day is None or s.on <= day)


def in_force(case: Case, day: date | None = None) -> tuple[Statement, ...]:
    """Return the statements in force on a day, in the order of the file.

    Args:
        case: The case.
        day: The day; see :func:`day_of` for the default.
    """
    spend(1 + len(case.statements) // 6)
    when = day_of(case, day)
    if when is None:
        return ()
    made = [statement for statement in case.statements if statement.on <= when]
    ended = {id for statement in made for id in statement.ends}
    return tuple(
        statement
        for statement in made
        if statement.id not in ended
        and (statement.until is None or when <= statement.until)
        and not isinstance(statement.says, Withdraws)
    )


def ended_by(case: Case, id: str) -> Statement | None:
    """Return the earliest statement that replaces or withdraws another, if any."""
    enders = [statement for statement in case.statements if id in statement.ends]
    return min(enders, key=lambda statement: statement.on, default=None)


def why_not_in_force(case: Case, statement: Statement, day: date | None) -> str:
    """Say in a few words why a statement is not in force on a day.

    Args:
        case: The case.
        statement: A statement that is not in force.
        day: The day; None when nothing was said.
    """
    if day is not None and statement.on > day:
        return "made later"
    ender = ended_by(case, statement.id)
    if ender is not None and (day is None or ender.on <= day):
        verb = "withdrawn" if ender.verb == "withdraws" else "replaced"
        return f"{verb} by {ender.id}"
    return "a withdrawal" if isinstance(statement.says, Withdraws) else "lapsed"


def dates_of_change(case: Case) -> tuple[date, ...]:
    """Return every day on which a statement came into force or ended, in order."""
    days = {statement.on for statement in case.statements}
    days |= {s.until + timedelta(days=1) for s in case.statements if s.until is not None}
    return tuple(sorted(days))
