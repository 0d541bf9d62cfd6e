"""What can be wrong with a body, its rule or a vote.

::

    ValueError
    └── BodyError            anything wrong with a body; carries ``help``
        ├── RuleSyntaxError  the text of a rule cannot be read (line, column)
        ├── UnknownNameError a rule or a vote names what the body does not have (line, column)
        ├── MemberError      members, groups or their counts are wrong
        ├── WeightError      weights are missing or do not add up to what the body says
        ├── QuotaError       a quota that no vote can reach (line, column)
        ├── MonotoneError    more support can hurt (carries the counterexample)
        └── VoteError        ballots or probabilities that do not fit the body
"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class BodyError(ValueError):
    """Something is wrong with a body, its rule or a vote.

    Attributes:
        problem: What is wrong, in one sentence.
        line: Line in the rule's text, from 1; ``None`` when there is no text.
        column: Column in the rule's text, from 1; ``None`` when there is no text.
        help: What to do about it, or an empty string.
    """

    def __init__(
        self, problem: str, *, line: int | None = None, column: int | None = None, help: str = ""
    ) -> None:
        self.problem = problem
        self.line = line
        self.column = column
        self.help = help
        where = f"rule:{line}:{column}: " if line is not None else ""
        super().__init__(f"{where}{problem}" + (f"; {help}" if help else ""))


class RuleSyntaxError(BodyError):
    """The text of a rule cannot be read."""


class UnknownNameError(BodyError):
    """A rule or a vote names a member, group or weight that the body does not have."""


class MemberError(BodyError):
    """Members or groups of a body are wrong: named twice, empty, or counted below one."""


class WeightError(BodyError):
    """Weights are missing or do not add up to the total that the body states."""


class QuotaError(BodyError):
    """A quota that no vote can reach."""


class MonotoneError(BodyError):
    """More support can turn adoption into rejection."""


class VoteError(BodyError):
    """Ballots or probabilities that do not fit the body."""


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """Suggest the known name closest to a mistyped one.

    Args:
        name: The name as written.
        known: The names that would have been right.

    Returns:
        ``"did you mean 'x'?"``, or the list of known names when none is close.
    """
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1, cutoff=0.6)
    if close:
        return f"did you mean '{close[0]}'?"
    if not names:
        return "the body has none"
    shown = ", ".join(names[:8]) + (", ..." if len(names) > 8 else "")
    return f"known: {shown}"
