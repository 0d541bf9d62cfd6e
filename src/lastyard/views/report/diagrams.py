"""A set of statements drawn with lines to the issues that each of them is about.

On the left the statements, with who made them; on the right the issues, and with an issue
what would change there. What belongs together in a blocking set or an opening is seen at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from textwrap import wrap

from lastyard.analyses.standing import Standing
from lastyard.case.model import Case, Refuses, Rejects, Requires, Statement
from lastyard.views.escaping import shortened
from lastyard.views.report.svg import drawing, label, line, rectangle
from lastyard.views.wording import joined

__all__ = ["issues_about", "set_svg"]

_LINE, _MARGIN, _BETWEEN, _INDENT = 18, 7, 10, 9
_LEFT_WIDTH, _RIGHT_START = 0.46, 0.58
# As many letters as fit the boxes on a telephone.
_LEFT_LETTERS, _RIGHT_LETTERS = 19, 17
_MOST_ISSUES = 12


@dataclass(frozen=True, slots=True)
class _Box:
    """A box with lines of text, each with its style."""

    lines: tuple[tuple[str, str], ...]
    style: str

    @property
    def height(self) -> int:
        return len(self.lines) * _LINE + 2 * _MARGIN


def issues_about(talks: Standing, statement: Statement) -> list[str]:
    """Return the identifiers of the issues that a statement in force is about."""
    return [
        found.issue.id
        for found in talks.issues
        if any(each.id == statement.id for each in found.statements)
    ]


def set_svg(
    case: Case,
    talks: Standing,
    statements: Sequence[Statement],
    *,
    style: str,
    changes: Mapping[str, str] | None = None,
) -> str:
    """Draw a set of statements and the issues that they are about.

    Args:
        case: The case.
        talks: Where the talks stand, which knows the issues of each statement.
        statements: The set.
        style: ``blocks`` or ``opens``.
        changes: Per issue, what would change there, where that is known.
    """
    about = {statement.id: issues_about(talks, statement) for statement in statements}
    touched = [
        issue.id
        for issue in case.issues
        if issue.id in (changes or {}) or any(issue.id in ids for ids in about.values())
    ][:_MOST_ISSUES]
    left = [_statement_box(case, statement, style) for statement in statements]
    right = [_issue_box(case, id, (changes or {}).get(id)) for id in touched]
    height = max(_height(left), _height(right))
    tops = dict(zip(about, _tops(left, height), strict=True))
    places = dict(zip(touched, _tops(right, height), strict=True))
    boxes, issues = dict(zip(about, left, strict=True)), dict(zip(touched, right, strict=True))
    drawn = [
        line(
            (_LEFT_WIDTH, tops[id] + boxes[id].height / 2),
            (_RIGHT_START, places[issue] + issues[issue].height / 2),
            f"edge {style}",
        )
        for id, ids in about.items()
        for issue in ids
        if issue in places
    ]
    for id, box in boxes.items():
        drawn += _drawn(box, 0, tops[id], _LEFT_WIDTH)
    for id, box in issues.items():
        drawn += _drawn(box, _RIGHT_START, places[id], 1 - _RIGHT_START)
    return drawing(drawn, height, _described(case, statements, about))


def _height(boxes: Sequence[_Box]) -> float:
    return sum(box.height + _BETWEEN for box in boxes) - _BETWEEN + 2 if boxes else 0


def _tops(boxes: Sequence[_Box], height: float) -> list[float]:
    """Return where the boxes of a column begin, in the middle of a height."""
    at = 1 + (height - _height(boxes)) / 2
    tops = []
    for box in boxes:
        tops.append(at)
        at += box.height + _BETWEEN
    return tops


def _drawn(box: _Box, x: float, top: float, width: float) -> list[str]:
    return [
        rectangle(x, top, width, box.height, f"box {box.style}"),
        *(
            label(x, top + _MARGIN + k * _LINE + 13, text, style, indent=_INDENT)
            for k, (text, style) in enumerate(box.lines)
        ),
    ]


def _statement_box(case: Case, statement: Statement, style: str) -> _Box:
    who = shortened(case.party(statement.party).name, _LEFT_LETTERS)
    if isinstance(statement.says, Requires | Rejects | Refuses):
        who = f"{shortened(who, _LEFT_LETTERS - 6)}, {float(statement.firmness):.2f}"
    names = _wrapped(statement.id, _LEFT_LETTERS)
    return _Box((*((name, "name") for name in names), (who, "muted")), style)


def _issue_box(case: Case, id: str, change: str | None) -> _Box:
    lines = [(name, "") for name in _wrapped(case.issue(id).name, _RIGHT_LETTERS)]
    if change is not None:
        lines += [(text, "value") for text in _wrapped(change, _RIGHT_LETTERS)]
    return _Box(tuple(lines), "issue")


def _wrapped(text: str, letters: int) -> list[str]:
    """Return at most two lines."""
    return wrap(" ".join(text.split()), letters, max_lines=2, placeholder="\u2026") or [""]


def _described(
    case: Case, statements: Sequence[Statement], about: Mapping[str, Sequence[str]]
) -> str:
    return "; ".join(
        f"{s.id} of {case.party(s.party).name} is about "
        f"{joined([case.issue(id).name for id in about[s.id]]) or 'no issue'}"
        for s in statements
    )
