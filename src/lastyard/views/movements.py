"""How movement looks: who goes from which option to which."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.blocking.moves import Move, Movement
from lastyard.blocking.trade_off import TradeOff
from lastyard.case.model import Case
from lastyard.views.wording import count_of, joined, number_in_words

__all__ = ["movement_json", "movement_lines", "trade_off_json", "trade_off_lines"]


def movement_lines(case: Case, movement: Movement | None) -> list[str]:
    """Describe the least movement of an opening, a line a party."""
    if movement is None:
        return []
    return [
        f"{case.party(each.party).name} moves on {_moves_in_words(case, each.moves)}"
        for each in movement.parties
        if each.moves
    ]


def trade_off_lines(case: Case, found: TradeOff | None) -> list[str]:
    """Describe the most even way to share the movement; nothing where it cannot be shared."""
    points = found.points if found is not None else ()
    shared = [p for p in points if all(each.moves for each in p.parties)]
    if found is None or not shared:
        return []
    even = min(shared, key=lambda point: (max(each.size for each in point.parties), point.size))
    ways = joined(
        f"{case.party(each.party).name} moves on {_moves_in_words(case, each.moves)}"
        for each in even.parties
    )
    number = number_in_words(found.pairs)
    most = f" (the most even of {number} ways to divide it)" if found.pairs > 1 else ""
    return [f"shared: {ways}{most}"]


def _moves_in_words(case: Case, moves: Sequence[Move]) -> str:
    return "; ".join(_move_in_words(case, move) for move in moves)


def _move_in_words(case: Case, move: Move) -> str:
    issue = case.issue(move.issue)
    text = f"{move.issue}: {issue.describe(move.start)} -> {issue.describe(move.end)}"
    return f"{text} ({count_of(move.steps, 'step')})" if issue.has_order else text


def trade_off_json(case: Case, found: TradeOff | None) -> list[dict[str, Any]] | None:
    """Return the ways to share the movement; None when not worked out."""
    if found is None:
        return None
    return [
        {
            "package": {i.id: i.label(point.package[i.id]) for i in case.issues},
            "movements": movement_json(case, point),
        }
        for point in found.points
    ]


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
