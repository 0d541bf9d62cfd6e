"""Statements about options, such as ``attack and not "release water"``.

Used to say which combinations are infeasible and what a decision maker cares about.
Words: ``and``, ``or``, ``not``, ``implies`` (``a implies b``: not a, or b), ``iff``,
parentheses; names of options, quoted when they have spaces, or their numbers from 1. A
pattern such as ``"Y-N-"`` (one letter an option: taken, not taken, either) is another
way to write a conjunction. The truth of a statement is worked out for all states at once.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.conflict.errors import StatementError

if TYPE_CHECKING:
    from collections.abc import Sequence

_TOKEN = re.compile(r"(?P<space>\s+)|(?P<sign>[()])|(?P<quoted>'[^']*'|\"[^\"]*\")|(?P<name>\w+)")
_MAX_LENGTH = 5_000
_MAX_DEPTH = 50
_WORDS = frozenset({"and", "or", "not", "implies", "iff"})


def truth(statement: str, options: Sequence[str], chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
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
    text = statement.strip()
    if is_pattern(text, len(options)):
        return matches(text, chosen)
    if len(text) > _MAX_LENGTH:
        raise StatementError(f"it has {len(text)} characters", column=1, help="make it shorter")
    return _Reader(statement, options, chosen).read()


def is_pattern(text: str, options: int) -> bool:
    """Whether a text is a pattern for so many options."""
    return len(text) == options and set(text.upper()) <= set("YN-")


def matches(pattern: str, chosen: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where the options taken fit a pattern of Y, N and -."""
    result = np.ones(chosen.shape[0], bool)
    for k, letter in enumerate(pattern.upper()):
        if letter != "-":
            result &= chosen[:, k] if letter == "Y" else ~chosen[:, k]
    return result


class _Reader:
    """Recursive descent that computes while it reads; loosest binding first."""

    def __init__(self, text: str, options: Sequence[str], chosen: NDArray[np.bool_]) -> None:
        self._options = list(options)
        self._chosen = chosen
        self._tokens: list[tuple[str, str, int]] = []
        position = 0
        while position < len(text):
            match = _TOKEN.match(text, position)
            if match is None:
                raise StatementError(
                    f"unexpected character {text[position]!r}", column=position + 1
                )
            kind = str(match.lastgroup)
            if kind == "quoted":
                self._tokens.append(("name", match.group()[1:-1], position + 1))
            elif kind == "name" and match.group() in _WORDS:
                self._tokens.append(("word", match.group(), position + 1))
            elif kind != "space":
                self._tokens.append((kind, match.group(), position + 1))
            position = match.end()
        self._tokens.append(("end", "the end", len(text) + 1))
        self._position = 0
        self._depth = 0

    def read(self) -> NDArray[np.bool_]:
        result = self._implies()
        if self._tokens[self._position][0] != "end":
            raise self._expected("and, or, implies, iff or the end")
        return result

    def _accept(self, word: str) -> bool:
        kind, text, _ = self._tokens[self._position]
        if kind in {"word", "sign"} and text == word:
            self._position += 1
            return True
        return False

    def _expected(self, what: str) -> StatementError:
        _, text, column = self._tokens[self._position]
        return StatementError(f"expected {what}, found '{text}'", column=column)

    def _implies(self) -> NDArray[np.bool_]:
        left = self._any()
        if self._accept("implies"):
            return ~left | self._implies()
        if self._accept("iff"):
            return np.asarray(left == self._implies())
        return left

    def _any(self) -> NDArray[np.bool_]:
        result = self._all()
        while self._accept("or"):
            result = result | self._all()
        return result

    def _all(self) -> NDArray[np.bool_]:
        result = self._not()
        while self._accept("and"):
            result = result & self._not()
        return result

    def _not(self) -> NDArray[np.bool_]:
        self._depth += 1
        if self._depth > _MAX_DEPTH:
            raise StatementError("it is nested too deeply", column=self._tokens[self._position][2])
        try:
            if self._accept("not"):
                return ~self._not()
            if self._accept("("):
                inside = self._implies()
                if not self._accept(")"):
                    raise self._expected("')'")
                return inside
            return self._option()
        finally:
            self._depth -= 1

    def _option(self) -> NDArray[np.bool_]:
        kind, text, column = self._tokens[self._position]
        if kind != "name":
            raise self._expected("an option")
        if text in self._options:
            if self._options.count(text) > 1:
                raise StatementError(
                    f"several options are called '{text}'", column=column, help="use its number"
                )
            number = self._options.index(text)
        elif text.isdigit() and 1 <= int(text) <= len(self._options):
            number = int(text) - 1
        else:
            close = difflib.get_close_matches(text, self._options, n=1)
            hint = f"did you mean '{close[0]}'?" if close else f"there are {len(self._options)}"
            raise StatementError(f"there is no option '{text}'", column=column, help=hint)
        self._position += 1
        return self._chosen[:, number]
