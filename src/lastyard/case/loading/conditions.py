"""Conditions in a case file: parsed, with problems placed inside the text."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.case.conditions.parser import parse_condition
from lastyard.case.conditions.tokens import LanguageError
from lastyard.case.diagnostics import Diagnostics
from lastyard.case.issues import Issue
from lastyard.case.loading.document import Node, TextNode
from lastyard.case.loading.fields import kind_of
from lastyard.case.model import WrittenCondition

__all__ = ["condition_from", "note_language_error"]


def condition_from(
    node: Node | None, issues: Mapping[str, Issue], problems: Diagnostics
) -> WrittenCondition | None:
    """Read a condition; note what is wrong with it and return None."""
    if node is None:
        return None
    if not isinstance(node, TextNode):
        problems.error(
            "wrong-type",
            f"a condition is text, found {kind_of(node)}",
            node.place,
            "put the condition in quotes",
        )
        return None
    try:
        return WrittenCondition(node.text, parse_condition(node.text, issues))
    except LanguageError as problem:
        note_language_error(problem, node, problems)
        return None


def note_language_error(problem: LanguageError, node: TextNode, problems: Diagnostics) -> None:
    """Note a problem inside a text at its own column, or say the character where it has none."""
    if node.offset >= 0:
        place = node.place.shifted(node.offset + problem.start, problem.length)
        problems.error(problem.code, problem.message, place, problem.help)
    else:
        message = f"{problem.message} (character {problem.start + 1} of this text)"
        problems.error(problem.code, message, node.place, problem.help)
