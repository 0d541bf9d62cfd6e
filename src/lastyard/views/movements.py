"""How movement looks: who goes from which option to which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.blocking.movement import Move, Movement
from lastyard.case.model import Case
from lastyard.views.wording import count_of

__all__ = ["movement_json", "movement_lines"]


def movement_lines(case: Case, movement: Movement | None) -> list[str]:
    """Describe the least movement of an opening, a line a party."""
    if movement is None:
        return []
    return [
        f"{case.party(each.party).name} moves on {_moves_in_words(case, each.moves)}"
        for each in movement.parties
        if each.moves
    ]


def _moves_in_words(case: Case, moves: Sequence[Move]) -> str:
    return "; ".join(_move_in_words(case, move) for move in moves)


def _move_in_words(case: Case, move: Move) -> str:
    issue = case.issue(move.issue)
    text = f"{move.issue}: {issue.describe(move.start)} -> {issue.describe(move.end)}"
    return f"{text} ({count_of(move.steps, 'step')})" if issue.has_order else text


def movement_json(case: Case, movement: Movement | None) -> list[dict[str, Any]] | None:
    """Return the movement of each party in machine-readable form; None when not worked out."""
    if movement is None:
        return None
    return [
        {
            "party": each.party,
            "size": float(each.size),
            "changes": [
                {
                    "issue": move.issue,
                    "from": case.issue(move.issue).label(move.start),
                    "to": case.issue(move.issue).label(move.end),
                    "steps": move.steps if case.issue(move.issue).has_order else None,
                    "unit": case.issue(move.issue).unit,
                }
                for move in each.moves
            ],
        }
        for each in movement.parties
    ]
