"""Phrases that sections share, and plain blocks of other views with their references found.

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
# What follows a name: neither a letter nor a mark that would go on with the name.
_NO_NAME = r"(?!-?\w|\.\w)"
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
    """Find the statements, and the right-to-left names, that a line of another view holds.

    An identifier that could be a word of English is taken for one, unless its party follows.
    """
    present = sorted((s for s in case.statements if s.id in text), key=lambda s: -len(s.id))
    if not present:
        return _isolated(text)
    patterns = []
    for statement in present:
        is_word = statement.id.isalpha()
        party = re.escape(case.party(statement.party).name)
        follows = rf"(?= \({party}, )" if is_word else _NO_NAME
        patterns.append(f"{re.escape(statement.id)}{follows}")
    pieces: list[Piece] = []
    for k, part in enumerate(re.split(rf"(?<![\w.\-])({'|'.join(patterns)})", text)):
        pieces += [Cite(part)] if k % 2 else _isolated(part)
    return pieces


def _isolated(text: str) -> list[Piece]:
    """Keep right-to-left names from turning the sentence around them."""
    pieces: list[Piece] = []
    at = 0
    for found in _RUN.finditer(text):
        pieces += [text[at : found.start()], Name(found[0])]
        at = found.end()
    return [piece for piece in (*pieces, text[at:]) if piece]


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
