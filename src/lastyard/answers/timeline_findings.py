"""What the findings about talks over time rest on: trends, effects of statements, and what held on each day."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from lastyard.answers.evidence import Finding, Parameter, Run, Use, linked
from lastyard.answers.findings import (
    SEED,
    Found,
    agreement_rule,
    every_rule,
    firmness,
    named_issues,
    said,
)
from lastyard.case.model import Accepts, Case, Offers, Position, Statement
from lastyard.conditions.tree import issues_of

if TYPE_CHECKING:
    from lastyard.answers.timeline import Point, Timeline
    from lastyard.answers.trends import Trend

__all__ = ["timeline_findings"]


def timeline_findings(result: Timeline) -> Found:
    """Return the findings about the talks over time: ``trend:``, ``effect-`` and ``day:``."""
    seed = (Parameter("seed", result.seed),)
    how = (
        "gaps, counts and sets exact; agreement index, and what confidence does to trends, sampled"
    )
    found = [
        *_trend_findings(result),
        *_effect_findings(result),
        *(finding for point in result.points for finding in _day_findings(result, point)),
    ]
    return (Run("timeline", seed, how),), tuple(found)


def _trend_findings(result: Timeline) -> Iterable[Finding]:
    heard = tuple(change.statement for point in result.points for change in point.changes)
    for trend in result.trends:
        index = trend.measure == "agreement"
        if trend.first is None and not trend.moves:
            continue
        name = "agreement" if index else f"{trend.issue or 'all'}:{trend.measure}"
        moved = [
            statement
            for effect in result.effects
            if effect.measure == trend.measure and trend.issue in (effect.issue, None)
            for statement in effect.statements
        ]
        yield Finding(
            f"trend:{name}",
            "trend",
            "timeline",
            {
                "measure": trend.measure,
                "issue": trend.issue,
                "verdict": trend.verdict,
                "closer": trend.closer,
                "apart": trend.apart,
                "adjusted": trend.adjusted,
            },
            (
                *said("concerns", moved),
                *said(
                    "said", (s for s in _about(result.case, trend.issue, heard) if s not in moved)
                ),
                *_seed(trend),
            ),
        )


def _about(case: Case, issue: str | None, heard: Sequence[Statement]) -> tuple[Statement, ...]:
    """Return what was said that bears on an issue, through rules as well; on None, everything."""
    if issue is None:
        return tuple(heard)
    rules = {f"rule:{rule.id}": issues_of(rule.condition.tree) for rule in case.rules}
    binding = linked({issue}, {**named_issues(case, heard), **rules})
    return tuple(s for s in heard if s.id in binding or _puts_forward(s, issue))


def _puts_forward(statement: Statement, issue: str) -> bool:
    says = statement.says
    return isinstance(says, Position | Offers | Accepts) and issue in dict(says.package)


def _seed(trend: Trend) -> tuple[Use, ...]:
    drawn = trend.measure == "agreement" or trend.same_direction is not None
    return SEED if drawn else ()


def _effect_findings(result: Timeline) -> Iterable[Finding]:
    for k, effect in enumerate(result.effects, 1):
        name = effect.issue and f"{effect.issue}:{effect.measure}"
        yield Finding(
            f"effect-{k}",
            "effect",
            "timeline",
            {
                "on": effect.day.isoformat(),
                "statements": [s.id for s in effect.statements],
                "measure": effect.measure,
                "issue": effect.issue,
                "amount": effect.amount,
            },
            (
                *said("concerns", effect.statements),
                Use("found from", f"trend:{name or 'agreement'}"),
            ),
        )


def _day_findings(result: Timeline, point: Point) -> Iterable[Finding]:
    case, day = result.case, point.day.isoformat()
    rules = every_rule(case)
    changed = [change.statement for change in point.changes]
    blocking = [case.statement(id) for ids in point.blocking_sets for id in ids]
    opened = point.opening.statements if point.opening else ()
    drawn = point.agreement.index is not None
    yield Finding(
        f"day:{day}",
        "day",
        "timeline",
        {
            "on": day,
            "packages": point.packages,
            "index": point.agreement.index,
            "error": point.agreement.error,
            "blocking_sets": len(point.blocking_sets),
            "chance": float(point.opening.chance) if point.opening else None,
        },
        (
            *said("said", changed),
            *said("blocks", blocking),
            *said("gives way", opened),
            *rules,
            *agreement_rule(case),
            *firmness(opened),
            *(SEED if drawn else ()),
        ),
    )
