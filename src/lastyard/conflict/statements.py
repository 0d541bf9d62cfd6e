"""Statements about options, such as ``attack and not "release water"``.

Used to say which combinations are infeasible and what a decision maker cares about. They
are conditions (docs/conditions.md: the same words, binding in the same order) over options
that are taken or left: names of options, quoted when they have spaces, or their numbers
from 1. A pattern in capitals such as ``"Y-N-"`` (one letter an option: taken, not taken,
either) is another way to write a conjunction; a text that is the name of an option is that
option, whatever it looks like. The truth of a statement is worked out for all states at once.
"""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.case.conditions.grammar import BooleanParser, Placed, Truth
from lastyard.case.conditions.tokens import LOGICAL_WORDS, LanguageError
from lastyard.case.conditions.tree import All, Any, Condition, Not, OneOf, Same
from lastyard.conflict.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Sequence

_LONGEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Pattern:
    """A combination of options as letters, where it must not be taken for a name.

    Attributes:
        letters: One an option: ``Y`` taken, ``N`` not taken, ``-`` either.
    """

    letters: str


def truth(
    statement: str | Pattern, options: Sequence[str], chosen: NDArray[np.bool_]
) -> NDArray[np.bool_]:
    """Where a statement holds.

    Args:
        statement: A pattern or a statement as above.
        options: The names of the options.
        chosen: Which options each state takes. Shape (states, options).

    Returns:
        One truth value a state.

    Raises:
        StatementError: With the column and what was expected.

    Example:
        >>> truth("1 and not 2", ["a", "b"], np.array([[True, False], [True, True]]))
        array([ True, False])
    """
    if isinstance(statement, Pattern):
        return matches(statement.letters, chosen)
    text = statement.strip()
    if looks_like_pattern(text, len(options)) and text not in options:
        return matches(text, chosen)
    try:
        tree = _StatementParser(statement, options).parse()
    except LanguageError as problem:
        raise StatementError(
            problem.message, column=problem.start + 1, help=problem.help or ""
        ) from None
    return _holds(tree, chosen)


def looks_like_pattern(text: str, options: int) -> bool:
    """Whether a text could be a pattern for so many options; it may yet be the name of one."""
    return len(text) == options and set(text) <= set("YN-")


def matches(pattern: str, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the options taken fit a pattern of Y, N and -."""
    result = np.ones(chosen.shape[0], bool)
    for k, letter in enumerate(pattern):
        if letter != "-":
            result &= chosen[:, k] if letter == "Y" else ~chosen[:, k]
    return result


class _StatementParser(BooleanParser):
    """Statements as conditions: option number k, from 0, is the issue ``str(k)``."""

    def __init__(self, text: str, options: Sequence[str]) -> None:
        super().__init__(text, "statement", LOGICAL_WORDS)
        self._options = list(options)

    def _below_not(self) -> Placed:
        token = self._next
        if self._take("("):
            inner = self._iff()
            end = self._expect(")")
            return Placed(inner.value, token.start, end.start + 1)
        if token.kind not in ("name", "number", "text"):
            raise self._unexpected("an option")
        self._step()
        tree = OneOf(str(self._option(token.text, token.start, token.length)), 0b10)
        return Placed(Truth(tree), token.start, token.start + token.length)

    def _option(self, text: str, start: int, length: int) -> int:
        if text in self._options:
            if self._options.count(text) > 1:
                raise LanguageError(
                    "bad-moves",
                    f"several options are called '{text}'",
                    start,
                    length,
                    "use its number",
                )
            return self._options.index(text)
        # Only 0 to 9: a superscript two is a digit to Python, and yet no number.
        if text.isascii() and text.isdigit() and len(text) <= _LONGEST_NUMBER:
            number = int(text)
            if 1 <= number <= len(self._options):
                return number - 1
        close = difflib.get_close_matches(text, self._options, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are {len(self._options)}"
        raise LanguageError("bad-moves", f"there is no option '{text}'", start, length, hint)


def _holds(tree: Condition, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where a tree over options holds; without the tables that larger issues need."""
    match tree:
        case OneOf(option, _):
            return chosen[:, int(option)]
        case Not(part):
            return ~_holds(part, chosen)
        case Same(left, right):
            return np.asarray(_holds(left, chosen) == _holds(right, chosen))
        case All(parts):
            return reduce(np.logical_and, (_holds(part, chosen) for part in parts))
        case Any(parts):
            return reduce(np.logical_or, (_holds(part, chosen) for part in parts))
    raise AssertionError(f"no statement has a {type(tree).__name__}")
