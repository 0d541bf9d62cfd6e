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
    node: Node | None,
    issues: Mapping[str, Issue],
    problems: Diagnostics,
    known: dict[str, WrittenCondition] | None = None,
) -> WrittenCondition | None:
    """Read a condition; note what is wrong with it and return None.

    Args:
        node: The condition.
        issues: The issues by identifier.
        problems: Receives what is wrong.
        known: The conditions on these issues read so far, by their texts. Records repeat
            themselves: a text that occurs again is not parsed again.
    """
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
    text = node.text
    if known is not None and text in known:
        return known[text]
    try:
        condition = WrittenCondition(text, parse_condition(text, issues))
    except LanguageError as problem:
        note_language_error(problem, node, problems)
        return None
    if known is not None:
        known[text] = condition
    return condition


def note_language_error(problem: LanguageError, node: TextNode, problems: Diagnostics) -> None:
    """Note a problem inside a text at its own column, or say the character where it has none."""
    if node.offset >= 0:
        place = node.place.shifted(node.offset + problem.start, problem.length)
        problems.error(problem.code, problem.message, place, problem.help)
    else:
        message = f"{problem.message} (character {problem.start + 1} of this text)"
        problems.error(problem.code, message, node.place, problem.help)
