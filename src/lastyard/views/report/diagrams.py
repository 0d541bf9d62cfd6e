"""A set of statements drawn with lines to the issues that each of them is about.

On the left the statements, with who made them; on the right the issues, and beside an issue
what would change there. What belongs together in a blocking set or an opening is seen at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lastyard.analyses.standing import Standing
from lastyard.case.model import Case, Refuses, Rejects, Requires, Statement
from lastyard.views.escaping import shortened
from lastyard.views.report.svg import drawing, label, line, rectangle
from lastyard.views.wording import joined

__all__ = ["issues_about", "set_svg"]

_ROW, _BOX = 54, 44
_STATEMENTS, _ISSUES = 0.47, 0.62
_MOST_ISSUES = 12


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
    touched = [i.id for i in case.issues if any(i.id in ids for ids in about.values())]
    touched += [id for id in changes or {} if id not in touched]
    shown = touched[:_MOST_ISSUES]
    height = max(len(statements), len(shown), 1) * _ROW
    left = _places(len(statements), height)
    right = dict(zip(shown, _places(len(shown), height), strict=True))
    drawn = [
        line((_STATEMENTS, y + _BOX / 2), (_ISSUES, right[id] + _BOX / 2), f"edge {style}")
        for statement, y in zip(statements, left, strict=True)
        for id in about[statement.id]
        if id in right
    ]
    for statement, y in zip(statements, left, strict=True):
        drawn += _statement_box(case, statement, y, style)
    for id, y in right.items():
        drawn += _issue_box(case, id, y, (changes or {}).get(id))
    described = "; ".join(
        f"{s.id} of {case.party(s.party).name} is about "
        f"{joined([case.issue(id).name for id in about[s.id]]) or 'no issue'}"
        for s in statements
    )
    return drawing(drawn, height, described)


def _places(number: int, height: float) -> list[float]:
    step = height / max(1, number)
    return [k * step + (step - _BOX) / 2 for k in range(number)]


def _statement_box(case: Case, statement: Statement, y: float, style: str) -> list[str]:
    who = shortened(case.party(statement.party).name, 20)
    if isinstance(statement.says, Requires | Rejects | Refuses):
        # The firmness stands on the line of the name, so that both can be read on a phone.
        who = f"{shortened(who, 15)}, {float(statement.firmness):.2f}"
    return [
        rectangle(0, y, _STATEMENTS, _BOX, f"box {style}"),
        label(0, y + 18, shortened(statement.id, 20), "name", indent=9),
        label(0, y + 35, who, "muted", indent=9),
    ]


def _issue_box(case: Case, id: str, y: float, change: str | None) -> list[str]:
    name = shortened(case.issue(id).name, 17)
    drawn = [rectangle(_ISSUES, y, 1 - _ISSUES, _BOX, "box issue")]
    if change is None:
        return [*drawn, label(_ISSUES, y + 27, name, "", indent=9)]
    return [
        *drawn,
        label(_ISSUES, y + 18, name, "", indent=9),
        label(_ISSUES, y + 35, shortened(change, 19), "value", indent=9),
    ]
