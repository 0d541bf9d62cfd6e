"""The part of a condition above comparisons: and, or, not, implies, iff, parentheses.

Conditions and agreement rules share it; each says what stands below ``not``.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from lastyard.case.conditions.tokens import KEYWORDS, LanguageError, Token, tokenize
from lastyard.case.conditions.tree import All, Any, Condition, Not, Same
from lastyard.case.issues import Issue

__all__ = ["BooleanParser", "Choice", "Number", "Option", "Placed", "Truth", "Value", "over"]

DEEPEST = 50

# Chains of more parts than this are not nested as they are written, but flat or in halves.
_LONG_CHAIN = 8


@dataclass(slots=True, eq=False, repr=False)
class Number:
    """A sum of multiples of numeric issues and a constant."""

    multiples: Mapping[str, Fraction]
    constant: Fraction


@dataclass(slots=True, eq=False, repr=False)
class Choice:
    """The option chosen on an issue whose options are not numbers."""

    issue: Issue


@dataclass(slots=True, eq=False, repr=False)
class Option:
    """A quoted option, not yet known of which issue."""

    text: str


@dataclass(slots=True, eq=False, repr=False)
class Truth:
    """Something that holds or fails."""

    tree: Condition


Value = Number | Choice | Option | Truth


@dataclass(slots=True, eq=False, repr=False)
class Placed:
    """A value and the stretch of text it was read from."""

    value: Value
    start: int
    end: int


class BooleanParser(ABC):
    """The part of the grammar above comparisons, shared with agreement rules.

    Subclasses say what stands below ``not``: :meth:`_below_not`.

    Args:
        text: The text to parse.
        what: What it is called in error messages.
        words: The names that are words of the language.
    """

    def __init__(
        self, text: str, what: str = "condition", words: frozenset[str] = KEYWORDS
    ) -> None:
        self._tokens = tokenize(text, words)
        self._at = 0
        self._next = self._tokens[0]
        self._depth = 0
        self._what = what

    def parse(self) -> Condition:
        """Parse the whole text.

        Raises:
            LanguageError: With the place, when it cannot be understood.
        """
        if self._next.kind == "end":
            raise LanguageError("condition-syntax", f"the {self._what} is empty", 0)
        found = self._iff()
        if self._next.kind != "end":
            raise self._unexpected("and, or, implies or the end")
        return self._truth(found)

    def _step(self) -> Token:
        """Take the next token, which is not the end."""
        token = self._next
        self._at += 1
        self._next = self._tokens[self._at]
        return token

    def _take(self, *marks: str) -> Token | None:
        """Take the next token if it is one of these words or signs."""
        return self._step() if self._next.mark in marks else None

    def _expect(self, text: str) -> Token:
        token = self._take(text)
        if token is None:
            raise self._unexpected(f"{text!r}")
        return token

    def _unexpected(self, wanted: str) -> LanguageError:
        token = self._next
        if token.kind == "end":
            message = f"the {self._what} breaks off here"
        else:
            message = f"unexpected {token.text[:40]!r}"
        help = self._meant() or f"expected {wanted}"
        return LanguageError("condition-syntax", message, token.start, token.length, help)

    def _meant(self) -> str | None:
        """Say what was probably meant by the next token, where that is known."""
        from lastyard.case.hints import WORDS_MEANT  # noqa: PLC0415  (only errors need it)

        token, before = self._next, self._tokens[self._at - 1] if self._at else None
        if token.kind == "name":
            if token.text.lower() in KEYWORDS:
                return f"write it in small letters: {token.text.lower()}"
            if token.text.lower() in WORDS_MEANT:
                return WORDS_MEANT[token.text.lower()]
            if before is not None and before.kind == "number":
                return "write numbers in full and without a unit"
        after = self._tokens[min(self._at + 1, len(self._tokens) - 1)]
        number = after if token.text == "," else token
        if before is not None and before.kind == "number" and number.kind == "number":
            return f"write the number without separators: {before.text}{number.text}"
        return None

    def _truth(self, placed: Placed) -> Condition:
        if isinstance(placed.value, Truth):
            return placed.value.tree
        raise LanguageError(
            "condition-type",
            "this is a value, not something that holds or fails",
            placed.start,
            placed.end - placed.start,
            _comparison_help(placed.value),
        )

    def _descend(self) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise LanguageError(
                "condition-too-large",
                f"the {self._what} is nested more than {DEEPEST} levels",
                self._next.start,
                help="split it into several statements or rules",
            )

    def _iff(self) -> Placed:
        self._descend()
        first = self._implies()
        if self._next.mark != "iff":
            self._depth -= 1
            return first
        parts = [first]
        while self._take("iff"):
            parts.append(self._implies())
        self._depth -= 1
        return over(parts[0], parts[-1], _all_same([self._truth(part) for part in parts]))

    def _implies(self) -> Placed:
        self._descend()
        first = self._either()
        if self._next.mark != "implies":
            self._depth -= 1
            return first
        parts = [first]
        while self._take("implies"):
            parts.append(self._either())
        self._depth -= 1
        trees = [self._truth(part) for part in parts]
        tree = trees.pop()
        if len(trees) > _LONG_CHAIN:
            # Grouped to the right: one that fails is enough, or the last one holds.
            tree = Any((*map(Not, trees), tree))
        else:
            for before in reversed(trees):
                tree = Any((Not(before), tree))
        return over(parts[0], parts[-1], tree)

    def _either(self) -> Placed:
        first = self._both()
        # Asked here rather than in _take: most of what is read has no such word.
        if self._next.mark != "or":
            return first
        parts = [first]
        while self._take("or"):
            parts.append(self._both())
        return over(parts[0], parts[-1], Any(tuple(map(self._truth, parts))))

    def _both(self) -> Placed:
        first = self._opposite()
        if self._next.mark != "and":
            return first
        parts = [first]
        while self._take("and"):
            parts.append(self._opposite())
        return over(parts[0], parts[-1], All(tuple(map(self._truth, parts))))

    def _opposite(self) -> Placed:
        if self._next.mark != "not":
            return self._below_not()
        token = self._step()
        self._descend()
        part = self._opposite()
        self._depth -= 1
        return Placed(Truth(Not(self._truth(part))), token.start, part.end)

    @abstractmethod
    def _below_not(self) -> Placed:
        """Parse what stands below ``not``."""


def _all_same(parts: list[Condition]) -> Condition:
    """Join the parts of a chain of ``iff``; how they are grouped makes no difference.

    A long chain is grouped into halves, so that it is not as deep as it is long.
    """
    if len(parts) > _LONG_CHAIN:
        half = len(parts) // 2
        return Same(_all_same(parts[:half]), _all_same(parts[half:]))
    tree = parts[0]
    for part in parts[1:]:
        tree = Same(tree, part)
    return tree


def over(left: Placed, right: Placed, tree: Condition) -> Placed:
    """Place a tree on the stretch of text from ``left`` to ``right``."""
    return Placed(Truth(tree), left.start, right.end)


def _comparison_help(value: Value) -> str:
    if isinstance(value, Choice):
        return f"compare it with an option: {value.issue.id} == {value.issue.label(0)!r}"
    if isinstance(value, Option):
        return "say of which issue, as in: ground == 'none'"
    return "compare it with a number, as in: truce >= 30"
