"""JSON Schema of what ``lastyard timeline --json`` prints.

Example:
    >>> sorted(TIMELINE)[:2]
    ['codings', 'effects']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["TIMELINE"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}
_CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_CHANCE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_FLAG: Schema = {"type": "boolean"}
_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}
_MEASURE: Schema = {"enum": ["by_position", "by_commitment", "agreement"]}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_FIGURE = _object({"index": _CHANCE_OR_NULL, "error": _CHANCE_OR_NULL})

_POINT = _object(
    {
        "on": _DAY,
        "changes": _list_of(
            _object(
                {
                    "statement": _TEXT,
                    "how": {"enum": ["made", "replaced", "withdrew", "lapsed"]},
                    "by": _TEXT_OR_NULL,
                }
            )
        ),
        "in_force": _COUNT,
        "issues": _map_of(
            _object(
                {
                    "state": {"enum": ["agreed", "near", "open", "silent"]},
                    "heard": _FLAG,
                    "gaps": _list_of(
                        _object(
                            {
                                "between": {**_TEXTS, "minItems": 2, "maxItems": 2},
                                "by_position": _CHANCE_OR_NULL,
                                "by_commitment": _CHANCE_OR_NULL,
                            }
                        )
                    ),
                }
            )
        ),
        "cause": {"enum": ["nothing", "demands", "agreement", "rules", None]},
        "packages": _COUNT_OR_NULL,
        "opening": _or_null(_object({"statements": _TEXTS, "chance": _CHANCE, "proved": _FLAG})),
        "blocking_sets": _list_of(_TEXTS),
        "appeared": _list_of(_TEXTS),
        "went": _list_of(_TEXTS),
        "blocking_sets_complete": _FLAG,
        "agreement": _FIGURE,
        "package": _or_null(_map_of(_TEXT)),
        "drawn": {"enum": ["sampled", "reweighted", "not computed"]},
        "why_not": _TEXT_OR_NULL,
    }
)

_TREND = _object(
    {
        "measure": _MEASURE,
        "issue": _TEXT_OR_NULL,
        "verdict": {"enum": ["narrowing", "widening", "stalled", "closed", "cannot tell"]},
        "first": _CHANCE_OR_NULL,
        "last": _CHANCE_OR_NULL,
        "net": {"type": "number"},
        "closer": _COUNT,
        "apart": _COUNT,
        "readings": _COUNT,
        "still": _COUNT,
        "last_move": _DAY_OR_NULL,
        "chance": _CHANCE_OR_NULL,
        "adjusted": _CHANCE_OR_NULL,
        "same_direction": _or_null(_FIGURE),
    }
)

TIMELINE: Mapping[str, Schema] = {
    "from": _DAY_OR_NULL,
    "points": _list_of(_POINT),
    "trends": _list_of(_TREND),
    "effects": _list_of(
        _object(
            {
                "on": _DAY,
                "statements": _TEXTS,
                "measure": _MEASURE,
                "issue": _TEXT_OR_NULL,
                "amount": {"type": "number"},
            }
        )
    ),
    "searched": _FLAG,
    "codings": _COUNT,
    "seed": _COUNT,
}
