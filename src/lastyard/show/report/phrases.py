"""Phrases that sections of a report share, and what a statement says by names in place of the case's language.

Example:
    >>> from lastyard.show.report.content import words
    >>> words(listed([["one"], ["two"], ["three"]]))
    'one, two and three'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    Offers,
    Package,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Terms,
    Wants,
)
from lastyard.conditions.tree import All, Any, Condition, Not, OneOf
from lastyard.show import blocks as plain
from lastyard.show.marks import pieces
from lastyard.show.report.content import (
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
from lastyard.show.words import options_in_words, says_in_words

__all__ = [
    "adopted",
    "cited",
    "is_as_written",
    "isolated",
    "listed",
    "package_text",
    "rests_on",
    "says_text",
    "told",
]

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


def package_text(case: Case, package: Terms | Mapping[str, int] | Package) -> list[Piece]:
    """Write a package by the names of its issues."""
    chosen = package.positions if isinstance(package, Terms) else dict(package)
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
            found += isolated(words)
    return found


def isolated(text: str) -> list[Piece]:
    """Return a text in pieces, so that right-to-left names do not turn the sentence around them."""
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


_MOST_PARTS = 4

_MOST_NOT = 2


def says_text(case: Case, statement: Statement) -> list[Piece]:
    """Write what a statement says, beginning with its verb.

    A condition that is short enough is told in words; a longer one as it is written, so that
    nothing is lost.

    Example:
        >>> import lastyard as ly
        >>> from lastyard.show.report.content import words
        >>> case = ly.load_text('''
        ... title: T
        ... parties: {us: {}}
        ... issues:
        ...   ground: {name: Operation, options: [none, targeted, major], ordered: true}
        ...   plan: {name: Plan, options: [none, credible]}
        ... statements:
        ...   - {id: s, party: us, on: 2024-01-01, rejects: "ground == 'major' and plan == 'none'"}
        ... ''')
        >>> words(says_text(case, case.statement("s")))
        'rejects Operation: major with Plan: none'
    """
    verb = f"{statement.verb} "
    match statement.says:
        case Requires(condition) | Rejects(condition):
            told = _condition(case, condition.tree)
            return [verb, *(told or [Name(" ".join(condition.text.split()))])]
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            word = "asks for " if isinstance(statement.says, Position) else verb
            return [word, *package_text(case, package)]
        case Wants(directions):
            return [verb, *listed([f"{way} ", Name(case.issue(id).name)] for id, way in directions)]
        case Prefers(better, worse):
            return [verb, *package_text(case, better), " to ", *package_text(case, worse)]
        case Ranks(issues):
            names = [[Name(case.issue(id).name)] for id in issues]
            return [verb, *listed(names, ", then ", ", then ")]
        case _:
            return [says_in_words(case, statement)]


def is_as_written(case: Case, statement: Statement) -> bool:
    """Whether the condition of a statement is told as it is written, if it has one."""
    says = statement.says
    if not isinstance(says, Requires | Rejects):
        return True
    return _condition(case, says.condition.tree) is None


def _condition(case: Case, tree: Condition) -> list[Piece] | None:
    """Tell a condition of at most four comparisons on one level; None for any other."""
    match tree:
        case OneOf() | Not(OneOf()):
            return _comparison(case, tree)
        case All(parts) | Any(parts) if 1 <= len(parts) <= _MOST_PARTS:
            told = [_comparison(case, part) for part in parts]
            joint = " with " if isinstance(tree, All) else " or "
            return listed([each for each in told if each], joint, joint) if all(told) else None
        case _:
            return None


def _comparison(case: Case, tree: Condition) -> list[Piece] | None:
    match tree:
        case OneOf(id, mask):
            issue = case.issue(id)
        case Not(OneOf(id, without)):
            issue = case.issue(id)
            mask = issue.everything & ~without
        case _:
            return None
    return (
        None if mask in (0, issue.everything) else [Name(issue.name), ": ", *_options(issue, mask)]
    )


def _options(issue: Issue, mask: int) -> list[Piece]:
    rest = issue.everything & ~mask
    if not issue.has_order and rest.bit_count() <= _MOST_NOT < mask.bit_count():
        return ["not ", Name(options_in_words(issue, rest))]
    return [Name(options_in_words(issue, mask))]
