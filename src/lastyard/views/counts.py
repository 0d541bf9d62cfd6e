"""How many parties, statements and the like a case has, in the words that every answer uses.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text("title: T\\nparties: {a: {}, b: {}, un: {role: mediator}}\\n"
    ...                     "issues: {i: {options: [x, y]}}")
    >>> parties_in_words(case), statements_in_words(case, None)
    ('2 parties and 1 mediator', '0 statements')
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from lastyard.case.history import made_by
from lastyard.case.model import Case, Statement
from lastyard.views.wording import count_of, joined

__all__ = ["parties_in_words", "statements_in_words"]


def parties_in_words(case: Case) -> str:
    """Count the parties that decide, and mediators and observers apart from them."""
    told = [count_of(len(case.deciders), "party", "parties")]
    for role in ("mediator", "observer"):
        count = sum(party.role == role for party in case.parties)
        told += [count_of(count, role)] if count else []
    return joined(told)


def statements_in_words(
    case: Case,
    day: date | None,
    in_force: Sequence[Statement] | None = None,
    *,
    with_later: bool = False,
) -> str:
    """Count the statements made up to a day, and how many of them are in force.

    Args:
        case: The case.
        day: The day looked at; None when nothing was said.
        in_force: Those in force on it, where they are to be counted.
        with_later: Whether to count those made later, too.
    """
    made = len(made_by(case, day))
    told = count_of(made, "statement")
    if in_force is not None and len(in_force) < made:
        told = f"{len(in_force)} of {told} in force"
    later = len(case.statements) - made
    return f"{told}, {later} made later" if later and with_later else told
