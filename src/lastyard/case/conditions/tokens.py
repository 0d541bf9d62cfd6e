"""Splitting a condition into words, numbers, quoted options and signs.

Example:
    >>> [token.text for token in tokenize("30 <= truce and ground == 'none'")]
    ['30', '<=', 'truce', 'and', 'ground', '==', 'none', '']
"""

from __future__ import annotations

import re
from typing import NamedTuple

__all__ = ["KEYWORDS", "LOGICAL_WORDS", "LanguageError", "Token", "tokenize"]

MOST_CHARACTERS = 10_000

LOGICAL_WORDS = frozenset({"and", "or", "not", "implies", "iff"})
KEYWORDS = LOGICAL_WORDS | {"in", "at", "least", "of"}

_PATTERN = re.compile(
    r"""\s*(?:
        (?P<name>[^\W\d]\w*)
      | (?P<sign>==|!=|<=|>=|<|>|\+|-|\*|\(|\)|\[|\]|,)
      | (?P<text>'[^']*'|"[^"]*")
      | (?P<number>\d+(?:_\d+)*(?:\.\d+)?(?:[eE][+-]?\d+)?|\.\d+)
      | (?P<end>\Z)
    )""",
    re.VERBOSE,
)

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
    "->": "implies",
    "<=>": "iff",
    "<>": "!=",
    "≤": "<=",
    "≥": ">=",
    "≠": "!=",
}


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


def tokenize(text: str, words: frozenset[str] = KEYWORDS) -> list[Token]:
    """Split a condition into tokens; the last has the kind ``end``.

    Args:
        text: The condition.
        words: The names that are words of the language.

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
    while True:
        match = _PATTERN.match(text, at)
        if match is None:
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
            return LanguageError(
                "condition-syntax",
                f"{foreign!r} is not a sign of the condition language",
                at,
                len(foreign),
                f"write {_FOREIGN[foreign]!r}",
            )
    return LanguageError(
        "condition-syntax", f"{text[at]!r} is not part of the condition language", at
    )
