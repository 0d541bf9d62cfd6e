"""What conditions, agreement rules, pass rules and statements of moves have in common.

All are split into the same words, numbers, quoted names and signs, and joined by ``and``, ``or``, ``not``,
``implies``, ``iff`` and parentheses in the same way; each says what stands below ``not``.

Example:
    >>> [token.text for token in tokenize("30 <= truce and ground == 'none'")]
    ['30', '<=', 'truce', 'and', 'ground', '==', 'none', '']
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any as Opaque
from typing import NamedTuple

from lastyard.conditions.tree import All, Any, Condition, Not, Same

__all__ = [
    "AGREEMENT_WORDS",
    "KEYWORDS",
    "LOGICAL_WORDS",
    "BooleanParser",
    "Choice",
    "LanguageError",
    "Number",
    "Option",
    "Placed",
    "Token",
    "Truth",
    "Value",
    "over",
    "tokenize",
]

MOST_CHARACTERS = 10_000

LOGICAL_WORDS = frozenset({"and", "or", "not", "implies", "iff"})

KEYWORDS = LOGICAL_WORDS | {"in", "at", "least", "of"}

AGREEMENT_WORDS = KEYWORDS | {"all"}
"""What no party can be called: agreement rules have words of their own."""

_SIGNS = ("==", "!=", "<=", ">=", "<", ">", "+", "-", "*", "(", ")", "[", "]", ",")

_CURLY_QUOTES = "\u2018\u2019\u201c\u201d\u201e"

# What people coming from other notations type, and what the language calls it.
_FOREIGN = {
    "=": "==",
    "&": "and",
    "&&": "and",
    "|": "or",
    "||": "or",
    "!": "not",
    "=>": "implies",
    "=<": "<=",
    "->": "implies",
    "<=>": "iff",
    "<>": "!=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}

# "wage => 100" is no implication.
_NUMBER_NEXT = re.compile(r"\s*[-+]?[\d.]")


class LanguageError(ValueError):
    """A condition that cannot be understood.

    Attributes:
        code: Code of the diagnostic.
        message: What is wrong.
        start: Offset of the first offending character in the condition.
        length: How many characters are concerned.
        help: What to do.
    """

    def __init__(
        self, code: str, message: str, start: int, length: int = 1, help: str | None = None
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.start = start
        self.length = max(1, length)
        self.help = help


class Token(NamedTuple):
    """A piece of a condition.

    Attributes:
        kind: ``name`` (not a keyword), ``keyword``, ``number``, ``text`` (quoted, quotes
            removed), ``sign`` or ``end``.
        text: Its text.
        start: Offset of its first character in the condition.
        length: Characters it takes there, quotes included; 1 at the end.
        mark: Its text for a keyword or sign, else nothing, so that a quoted ``'or'`` is not
            taken for the word.
    """

    kind: str
    text: str
    start: int
    length: int
    mark: str


@cache
def _pattern(signs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"""\s*(?:
            (?P<name>[^\W\d]\w*)
          | (?P<sign>{"|".join(map(re.escape, signs))})
          | (?P<text>'[^']*'|"[^"]*")
          | (?P<number>\d+(?:_\d+)*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
          | (?P<end>\Z)
        )""",
        re.VERBOSE,
    )


def tokenize(
    text: str, words: frozenset[str] = KEYWORDS, signs: tuple[str, ...] = ()
) -> list[Token]:
    """Split a condition into tokens; the last has the kind ``end``.

    Args:
        text: The condition.
        words: The names that are words of the language.
        signs: Signs that the language has besides those of conditions.

    Raises:
        LanguageError: On a character that the language does not know, an open quote, or
            more than 10,000 characters.
    """
    if len(text) > MOST_CHARACTERS:
        raise LanguageError(
            "condition-too-large",
            f"the condition has {len(text)} characters, more than {MOST_CHARACTERS}",
            0,
            help="split it into several statements or rules",
        )
    tokens: list[Token] = []
    at = 0
    pattern = _pattern((*_SIGNS, *signs))
    while True:
        match = pattern.match(text, at)
        if match is None or text.startswith("<>", match.start("sign")):
            raise _unknown_character(text, len(text) - len(text[at:].lstrip()))
        kind = match.lastgroup or ""
        found, start, at = match[kind], match.start(kind), match.end()
        length, mark = at - start, ""
        if kind == "sign" or (kind == "name" and found in words):
            kind, mark = ("sign" if kind == "sign" else "keyword"), found
        elif kind == "text":
            found = found[1:-1]
        elif kind == "end":
            tokens.append(Token("end", "", start, 1, ""))
            return tokens
        tokens.append(Token(kind, found, start, length, mark))


def _unknown_character(text: str, at: int) -> LanguageError:
    if text[at] in "'\"":
        return LanguageError(
            "condition-syntax", "this quote is never closed", at, help="close the quoted option"
        )
    if text[at] in _CURLY_QUOTES:
        return LanguageError(
            "condition-syntax", "curly quotes are not quotes here", at, help="use ' or \""
        )
    before = text[:at].rstrip()
    if text[at] == "=" and before != text[:at] and before[-1:] in ("<", ">", "!", "="):
        return LanguageError(
            "condition-syntax",
            f"'{before[-1]}' and '=' stand apart",
            len(before) - 1,
            at - len(before) + 2,
            f"write {before[-1] + '='!r} without a space",
        )
    if text[at] in "%€$£":
        return LanguageError(
            "condition-syntax",
            f"{text[at]!r} is not part of the condition language",
            at,
            help="write numbers without a unit",
        )
    for foreign in sorted(_FOREIGN, key=len, reverse=True):
        if text.startswith(foreign, at):
            written = repr(_FOREIGN[foreign])
            if foreign == "=>" and _NUMBER_NEXT.match(text, at + 2):
                written = "'>=' (or 'implies', between two conditions)"
            return LanguageError(
                "condition-syntax",
                f"{foreign!r} is not a sign of the condition language",
                at,
                len(foreign),
                f"write {written}",
            )
    return LanguageError(
        "condition-syntax", f"{text[at]!r} is not part of the condition language", at
    )


WORDS_MEANT = {
    "if": "write `A if B` as `B implies A`, and `if A then B` as `A implies B`",
    "then": "write `if A then B` as `A implies B`",
    "unless": "write `A unless B` as `not B implies A`",
    "when": "write `A when B` as `B implies A`",
    "else": "write each case on its own: `A implies B` and `not A implies C`",
    "xor": "write `A xor B` as `not (A iff B)`",
    "is": "write `==` for is, and `!=` for is not",
    "equals": "write `==`",
    "but": "write `and`",
    "nor": "write `not A and not B`",
    "between": "write `10 <= wage <= 20`",
    "true": "a condition compares an issue with an option or a number",
    "false": "a condition compares an issue with an option or a number",
}
"""For a word that the condition language does not have: what to write."""

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

    # An issue of the case; the language itself knows of none.
    issue: Opaque


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
    """The part of the grammar above comparisons.

    Subclasses say what stands below ``not``: :meth:`_below_not`.

    Args:
        text: The text to parse.
        what: What it is called in error messages.
        words: The names that are words of the language.
        signs: Signs that the language has besides those of conditions.
    """

    def __init__(
        self,
        text: str,
        what: str = "condition",
        words: frozenset[str] = KEYWORDS,
        signs: tuple[str, ...] = (),
    ) -> None:
        self._tokens = tokenize(text, words, signs)
        self._words = words
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
        """Return what was probably meant by the next token, where that is known."""
        token, before = self._next, self._tokens[self._at - 1] if self._at else None
        if token.kind == "name":
            if token.text.lower() in self._words:
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
        first = self._either()
        if self._next.mark != "implies":
            return first
        parts = [first]
        while self._take("implies"):
            parts.append(self._either())
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
