"""Phrases that sections share, and the blocks of other views with their references.

Example:
    >>> from lastyard.views.report.content import words
    >>> words(listed([["one"], ["two"], ["three"]]))
    'one, two and three'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lastyard.case.model import Case, Package, Statement
from lastyard.views import blocks as plain
from lastyard.views.marks import pieces
from lastyard.views.report.content import (
    Block,
    Cite,
    Heading,
    Items,
    Name,
    Paragraph,
    Piece,
    Table,
    Text,
)

__all__ = ["adopted", "cited", "listed", "package_text", "rests_on", "told"]

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN = re.compile(f"[{_RIGHT_TO_LEFT}](?:[^a-zA-Z0-9]*[{_RIGHT_TO_LEFT}])*")


def listed(parts: Iterable[Text], last: str = " and ", between: str = ", ") -> list[Piece]:
    """Join texts as ``a, b and c``, or with other words between."""
    texts = list(parts)
    joined: list[Piece] = []
    for k, text in enumerate(texts):
        if k:
            joined.append(last if k == len(texts) - 1 else between)
        joined += text
    return joined


def cited(statements: Iterable[Statement]) -> list[Piece]:
    """Name statements, each leading to its entry."""
    return listed([[Cite(statement.id)] for statement in statements])


def package_text(case: Case, package: Mapping[str, int] | Package) -> list[Piece]:
    """Write a package by the names of its issues."""
    chosen = dict(package)
    return listed(
        (
            [Name(issue.name), ": ", Name(issue.describe(chosen[issue.id]))]
            for issue in case.issues
            if issue.id in chosen
        ),
        "; ",
        "; ",
    )


def rests_on(statements: Iterable[Statement]) -> list[Block]:
    """Name the statements that a section rests on, each once."""
    once = {statement.id: statement for statement in statements}
    return [Paragraph(["Rests on ", *cited(once.values()), "."])] if once else []


def told(case: Case, text: str) -> list[Piece]:
    """Return the pieces of a sentence of another view: its references, and right-to-left names."""
    known = {statement.id for statement in case.statements}
    found: list[Piece] = []
    for kind, words in pieces(text):
        if kind == "statement" and words in known:
            found.append(Cite(words))
        elif kind == "name":
            found.append(Name(words))
        else:
            found += _isolated(words)
    return found


def _isolated(text: str) -> list[Piece]:
    """Keep right-to-left names from turning the sentence around them."""
    parts: list[Piece] = []
    at = 0
    for found in _RUN.finditer(text):
        parts += [text[at : found.start()], Name(found[0])]
        at = found.end()
    return [part for part in (*parts, text[at:]) if part]


def adopted(case: Case, blocks: Iterable[plain.Block]) -> list[Block]:
    """Turn the blocks of another view into those of a report; its title is left out.

    This is how a result that has a view becomes a section without more work.
    """
    drawn: list[Block] = []
    for block in blocks:
        match block:
            case plain.Heading(text, remark):
                drawn.append(Heading(told(case, text), remark))
            case plain.Paragraph(text):
                drawn.append(Paragraph(told(case, text)))
            case plain.Items(items, numbered):
                drawn.append(Items(_lines(case, items), numbered))
            case plain.Table(header, rows, caption):
                heads, *cells = _lines(case, [header, *rows])
                drawn.append(Table(heads, cells, caption))
            case plain.Title():
                pass
    return drawn


def _lines(case: Case, items: Sequence[Sequence[str]]) -> list[list[list[Piece]]]:
    return [[told(case, line) for line in item] for item in items]
