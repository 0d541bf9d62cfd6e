# ruff: noqa: RUF001 - typographic marks are what this code is about
"""Interviews without names before the turns: paragraphs that ask, and paragraphs that answer.

Pages often print the questions bold, and their text has lost that. A document is read so
only when its beginning calls it an interview, at least three short paragraphs of their own
end in a question mark, and the paragraphs after them mostly speak as *I* or *we*. What
addresses *you* without saying *I* is the interviewer's too.

Example:
    >>> text = "Interview with Ada Moor\\n\\nWhy?\\n\\nI had to.\\n\\nAnd then?\\n\\nWe left.\\n\\nAlone?\\n\\nI did."
    >>> [label.asks for label in find_unmarked(text, paragraphs_of(text))]
    [True, False, True, False, True, False]
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from lastyard.reading.turn_labels import Label

_CALLED_SO = re.compile(r"\binterview|\bQ ?& ?A\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|[Mm]e|[Uu]s)\b")
_HEARER = re.compile(r"\b[Yy]ou(?:r|rs)?\b")
_BEGINNING = 1500
_LONGEST_QUESTION = 500
_FEWEST = 3


def paragraphs_of(text: str) -> list[tuple[int, int]]:
    """Give the paragraphs between blank lines (for examples)."""
    return [match.span() for match in re.finditer(r"[^\n]+", text)]


def find_unmarked(text: str, paragraphs: Sequence[tuple[int, int]]) -> tuple[Label, ...]:
    """Find where questions and answers begin; nothing if the text is no interview.

    Args:
        text: The text.
        paragraphs: Its paragraphs as pairs of offsets, in order.
    """
    if _CALLED_SO.search(text, 0, _BEGINNING) is None:
        return ()
    asked = [_is_question(text, start, end) for start, end in paragraphs]
    if sum(asked) < _FEWEST:
        return ()
    found: list[Label] = []
    answers = spoken = 0
    for number in range(asked.index(True), len(paragraphs)):
        start, end = paragraphs[number]
        own = _OWN.search(text, start, end) is not None
        asks = asked[number] or (not own and _HEARER.search(text, start, end) is not None)
        if not found or found[-1].asks != asks:
            found.append(Label(start, start, start, "", None, asks, not asks))
            answers += not asks
            spoken += own and not asks
    return tuple(found) if answers >= _FEWEST and spoken * 5 >= answers * 3 else ()


def _is_question(text: str, start: int, end: int) -> bool:
    """Say whether a paragraph is a question of the interviewer's."""
    if text[end - 1] != "?" or end - start > _LONGEST_QUESTION or text[start] in '"“«„‘':
        return False
    return _OWN.search(text, start, end) is None or _HEARER.search(text, start, end) is not None
