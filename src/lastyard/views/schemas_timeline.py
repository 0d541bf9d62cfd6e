"""JSON Schema of what ``lastyard timeline --json`` prints.

Example:
    >>> sorted(TIMELINE)[:2]
    ['codings', 'effects']
"""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.views.schema_parts import (
    CHANCE,
    CHANCE_OR_NULL,
    COUNT,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    map_of,
    object_of,
    or_null,
)

__all__ = ["TIMELINE"]

_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
_COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
_FLAG: Schema = {"type": "boolean"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_MEASURE: Schema = {"enum": ["by_position", "by_commitment", "agreement"]}

_FIGURE = object_of({"index": CHANCE_OR_NULL, "error": CHANCE_OR_NULL})

_POINT = object_of(
    {
        "on": _DAY,
        "changes": list_of(
            object_of(
                {
                    "statement": TEXT,
                    "how": {"enum": ["made", "replaced", "withdrew", "lapsed"]},
                    "by": _TEXT_OR_NULL,
                }
            )
        ),
        "in_force": COUNT,
        "issues": map_of(
            object_of(
                {
                    "state": {"enum": ["agreed", "near", "open", "silent"]},
                    "heard": _FLAG,
                    "gaps": list_of(
                        object_of(
                            {
                                "between": {**TEXTS, "minItems": 2, "maxItems": 2},
                                "by_position": CHANCE_OR_NULL,
                                "by_commitment": CHANCE_OR_NULL,
                            }
                        )
                    ),
                }
            )
        ),
        "cause": {"enum": ["nothing", "demands", "agreement", "rules", None]},
        "packages": _COUNT_OR_NULL,
        "opening": or_null(object_of({"statements": TEXTS, "chance": CHANCE, "proved": _FLAG})),
        "blocking_sets": list_of(TEXTS),
        "appeared": list_of(TEXTS),
        "went": list_of(TEXTS),
        "blocking_sets_complete": _FLAG,
        "agreement": _FIGURE,
        "package": or_null(map_of(TEXT)),
        "drawn": {"enum": ["sampled", "reweighted", "not computed"]},
        "why_not": _TEXT_OR_NULL,
    }
)

_TREND = object_of(
    {
        "measure": _MEASURE,
        "issue": _TEXT_OR_NULL,
        "verdict": {"enum": ["narrowing", "widening", "stalled", "closed", "cannot tell"]},
        "first": CHANCE_OR_NULL,
        "last": CHANCE_OR_NULL,
        "net": {"type": "number"},
        "closer": COUNT,
        "apart": COUNT,
        "readings": COUNT,
        "still": COUNT,
        "last_move": _DAY_OR_NULL,
        "chance": CHANCE_OR_NULL,
        "adjusted": CHANCE_OR_NULL,
        "same_direction": or_null(_FIGURE),
    }
)

TIMELINE: Mapping[str, Schema] = {
    "from": _DAY_OR_NULL,
    "points": list_of(_POINT),
    "trends": list_of(_TREND),
    "effects": list_of(
        object_of(
            {
                "on": _DAY,
                "statements": TEXTS,
                "measure": _MEASURE,
                "issue": _TEXT_OR_NULL,
                "amount": {"type": "number"},
            }
        )
    ),
    "searched": _FLAG,
    "codings": COUNT,
    "seed": COUNT,
}
