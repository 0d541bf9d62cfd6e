"""References inside sentences: what a sentence names is marked where it is named.

A sentence is written once, for the terminal and for the report. Where it names a statement it says so, by
`cite`, and where it holds words of the case, by `name`; what draws the sentence asks for its
`pieces`, or for its `plain` words. So nobody has to find a statement again in finished text, where
an option may have the same name.

The marks are characters that Unicode reserves for use inside programs and that no text may hold
(noncharacters, The Unicode Standard 23.7). Where a case holds them all the same, loading replaces them.

Example:
    >>> sentence = f"Israel gives way on {cite('full-operation')}"
    >>> plain(sentence)
    'Israel gives way on full-operation'
    >>> pieces(sentence)
    [('words', 'Israel gives way on '), ('statement', 'full-operation')]
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal

from lastyard.case.model import Statement

__all__ = ["Kind", "cite", "cite_all", "name", "pieces", "plain"]

Kind = Literal["words", "statement", "name"]

_STATEMENT, _NAME, _END = "\ufdd0", "\ufdd1", "\ufdd2"

_REMOVED = dict.fromkeys(map(ord, (_STATEMENT, _NAME, _END)))

_MARKED = re.compile(f"([{_STATEMENT}{_NAME}])([^{_STATEMENT}{_NAME}{_END}]*){_END}")


def cite(statement: Statement | str) -> str:
    """Name a statement within a sentence, marked as a reference to it."""
    id = statement if isinstance(statement, str) else statement.id
    return f"{_STATEMENT}{plain(id)}{_END}"


def cite_all(statements: Iterable[Statement | str]) -> list[str]:
    """Name statements, each marked as a reference."""
    return [cite(statement) for statement in statements]


def name(words: str) -> str:
    """Put words of the case into a sentence, marked as such."""
    return f"{_NAME}{plain(words)}{_END}"


def plain(text: str) -> str:
    """Return the words of a sentence, without marks."""
    return text if text.isascii() else text.translate(_REMOVED)


def pieces(text: str) -> list[tuple[Kind, str]]:
    """Return a sentence in parts, each with what it is."""
    parts: list[tuple[Kind, str]] = []
    at = 0
    for found in _MARKED.finditer(text):
        parts.append(("words", plain(text[at : found.start()])))
        parts.append(("statement" if found[1] == _STATEMENT else "name", found[2]))
        at = found.end()
    parts.append(("words", plain(text[at:])))
    return [part for part in parts if part[1]]
