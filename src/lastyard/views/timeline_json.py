"""The machine-readable form of :class:`~lastyard.analyses.timeline.Timeline`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from lastyard.analyses.packages.result import Figure
from lastyard.analyses.timeline import Point, Timeline, Trend
from lastyard.case.model import Case
from lastyard.views.common import whole_json
from lastyard.views.standing import gap_json

__all__ = ["timeline_json"]


def timeline_json(result: Timeline) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.end),
        "from": result.start.isoformat() if result.start else None,
        "points": [_point_json(result.case, point) for point in result.points],
        "trends": [_trend_json(trend) for trend in result.trends],
        "effects": [
            {
                "on": effect.day.isoformat(),
                "statements": [s.id for s in effect.statements],
                "measure": effect.measure,
                "issue": effect.issue,
                "amount": round(effect.amount, 9),
            }
            for effect in result.effects
        ],
        "searched": result.searched,
        "codings": result.codings,
        "seed": result.seed,
    }


def _point_json(case: Case, point: Point) -> dict[str, Any]:
    opening = point.opening
    return {
        "on": point.day.isoformat(),
        "changes": [
            {"statement": c.statement.id, "how": c.how, "by": c.by.id if c.by else None}
            for c in point.changes
        ],
        "in_force": point.in_force,
        "issues": {
            id: {
                "state": found.state,
                "heard": found.heard,
                "gaps": [
                    gap_json(gap)
                    for gap in found.gaps
                    if gap.by_position is not None or gap.by_commitment is not None
                ],
            }
            for id, found in point.issues.items()
        },
        "cause": point.cause,
        "packages": point.packages,
        "opening": None
        if opening is None
        else {
            "statements": [s.id for s in opening.statements],
            "chance": float(opening.chance),
            "proved": opening.proved,
        },
        "blocking_sets": _sets(point.blocking_sets),
        "appeared": _sets(point.appeared),
        "went": _sets(point.went),
        "blocking_sets_complete": point.blocking_complete,
        "agreement": _figure_json(point.agreement),
        "package": None
        if point.package is None
        else {issue.id: issue.label(point.package[issue.id]) for issue in case.issues},
        "drawn": point.method,
        "why_not": point.why_not,
    }


def _sets(sets: Sequence[tuple[str, ...]]) -> list[list[str]]:
    return [list(ids) for ids in sets]


def _figure_json(figure: Figure) -> dict[str, float | None]:
    return {"index": figure.index, "error": figure.error}


def _trend_json(trend: Trend) -> dict[str, Any]:
    same = trend.same_direction
    return {
        "measure": trend.measure,
        "issue": trend.issue,
        "verdict": trend.verdict,
        "first": trend.first,
        "last": trend.last,
        "net": trend.net,
        "closer": trend.closer,
        "apart": trend.apart,
        "readings": trend.readings,
        "still": trend.still,
        "last_move": trend.last_move.isoformat() if trend.last_move else None,
        "chance": trend.chance,
        "adjusted": trend.adjusted,
        "same_direction": None if same is None else _figure_json(same),
    }
