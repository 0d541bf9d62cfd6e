"""What a statement says, by the names of issues and options instead of the case's language.

A condition that is short enough is told in words; a longer one as it is written, so that
nothing is lost.

Example:
    >>> import lastyard as ly
    >>> from lastyard.views.report.content import words
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

from __future__ import annotations

from lastyard.case.conditions.tree import All, Any, Condition, Not, OneOf
from lastyard.case.issues import Issue
from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Wants,
)
from lastyard.views.report.content import Name, Piece
from lastyard.views.report.phrases import listed, package_text
from lastyard.views.wording import options_in_words, says_in_words

__all__ = ["is_as_written", "says_text"]

_MOST_PARTS = 4
_MOST_NOT = 2


def says_text(case: Case, statement: Statement) -> list[Piece]:
    """Write what a statement says, beginning with its verb."""
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
