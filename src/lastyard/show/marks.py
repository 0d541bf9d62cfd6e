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
from collections.abc import Callable, Iterable
from typing import Literal

from lastyard.case.model import Statement

__all__ = [
    "Kind", "cite", "cite_all", "cite_finding", "cite_source", "isolated", "link", "meter", "name", "pieces", "plain", "reworded",
    "strong",
]  # fmt: skip

Kind = Literal["words", "statement", "source", "finding", "name", "strong", "link", "meter"]
"""What a piece of a sentence is; a meter's text is the share that its bar shows, a space and its words."""

_MARKS: dict[str, Kind] = {
    "\ufdd0": "statement",
    "\ufdd1": "name",
    "\ufdd3": "source",
    "\ufdd4": "finding",
    "\ufdd5": "strong",
    "\ufdd6": "link",
    "\ufdd7": "meter",
}
_OF = {kind: mark for mark, kind in _MARKS.items()}
_END = "\ufdd2"
_EVERY = "".join([*_MARKS, _END])
_REMOVED = dict.fromkeys(map(ord, _EVERY))
_MARKED = re.compile(f"([{''.join(_MARKS)}])([^{_EVERY}]*){_END}")
# Compiled when they are first needed, as few answers do.
_SHARE = f"{_OF['meter']}[^ ]* "
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = f"[{_RIGHT_TO_LEFT}](?:[^a-zA-Z0-9]*[{_RIGHT_TO_LEFT}])*"


def _marked(kind: Kind, text: str) -> str:
    return f"{_OF[kind]}{plain(text)}{_END}"


def cite(statement: Statement | str) -> str:
    """Name a statement within a sentence, marked as a reference to it."""
    return _marked("statement", statement if isinstance(statement, str) else statement.id)


def cite_all(statements: Iterable[Statement | str]) -> list[str]:
    """Name statements, each marked as a reference."""
    return [cite(statement) for statement in statements]


def cite_source(id: str) -> str:
    """Name a source, marked as a reference to it."""
    return _marked("source", id)


def cite_finding(id: str) -> str:
    """Name a finding (``blocking-1``), marked as a reference to what it rests on."""
    return _marked("finding", id)


def name(words: str) -> str:
    """Put words of the case into a sentence, to be shown in their own direction."""
    return _marked("name", words)


def strong(words: str) -> str:
    """Mark words of ours that carry the sentence."""
    return _marked("strong", words)


def link(url: str) -> str:
    """Put an address into a sentence as the case gives it; a link where it is one of the web."""
    return _marked("link", url)


def meter(words: str, share: float) -> str:
    """Write a figure that may be drawn with a bar, from 0 to 1."""
    return _marked("meter", f"{float(share)!r} {words}")


def plain(text: str) -> str:
    """Return the words of a sentence, without marks."""
    if text.isascii():
        return text
    if _OF["meter"] in text:
        text = re.sub(_SHARE, "", text)
    return text.translate(_REMOVED)


def pieces(text: str) -> list[tuple[Kind, str]]:
    """Return a sentence in parts, each with what it is."""
    parts: list[tuple[Kind, str]] = []
    at = 0
    for found in _MARKED.finditer(text):
        parts += [("words", plain(text[at : found.start()])), (_MARKS[found[1]], found[2])]
        at = found.end()
    parts.append(("words", plain(text[at:])))
    return [part for part in parts if part[1]]


def isolated(text: str) -> list[tuple[Kind, str]]:
    """Return a sentence in parts, right-to-left words as names too, so that they do not turn what stands around them."""
    parts: list[tuple[Kind, str]] = []
    for kind, words in pieces(text):
        if kind != "words" or words.isascii():
            parts.append((kind, words))
            continue
        at = 0
        for found in re.finditer(_RUN, words):
            parts += [("words", words[at : found.start()]), ("name", found[0])]
            at = found.end()
        parts.append(("words", words[at:]))
    return [part for part in parts if part[1]]


def reworded(text: str, change: Callable[[str], str]) -> str:
    """Return a sentence with its words changed; what it names stays as it is."""
    at, parts = 0, []
    for found in _MARKED.finditer(text):
        parts += [change(text[at : found.start()]), found[0]]
        at = found.end()
    return "".join([*parts, change(text[at:])])
