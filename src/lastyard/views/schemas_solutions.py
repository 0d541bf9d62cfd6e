"""JSON Schema of what ``lastyard solutions --json`` prints, and of the same in the packages.

Example:
    >>> sorted(SOLUTIONS["solutions"]["properties"])[:2]
    ['egalitarian', 'kalai_smorodinsky']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["EFFICIENT", "SOLUTIONS"]

Schema = dict[str, Any]

# The promise to programs, so that printing a schema needs no engine; a test compares it with
# what the analysis gives.
_NAMES = (
    "nash",
    "kalai_smorodinsky",
    "egalitarian",
    "leximin",
    "utilitarian",
    "relative_welfare",
    "most_equal",
)

_TEXT: Schema = {"type": "string"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_PACKAGE: Schema = {"type": "object", "additionalProperties": _TEXT}
_VALUES: Schema = {"type": "object", "additionalProperties": {"type": "number"}}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


_FAIR = _object(
    {
        "package": {"anyOf": [_PACKAGE, {"type": "null"}]},
        "values": _VALUES,
        "objective": _NUMBER_OR_NULL,
        "bound": _NUMBER_OR_NULL,
        "exact": {"type": "boolean"},
        "method": _TEXT,
        "note": _TEXT,
        "breaks": {"type": "array", "items": _TEXT},
    }
)
_POINT = _object({"package": _PACKAGE, "values": _VALUES, "packages": _COUNT})
_DISAGREEMENT = _object(
    {
        "value": _NUMBER_OR_NULL,
        "basis": {"enum": ["reservation", "status quo", "asked", "below everything", "unknown"]},
    }
)

SOLUTIONS: Mapping[str, Schema] = {
    "packages_allowed": _COUNT,
    "statements": {"type": "object", "additionalProperties": _TEXT},
    "frontier": {"type": "array", "items": _POINT},
    "points": _COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": _TEXT,
    "solutions": _object(dict.fromkeys(_NAMES, _FAIR)),
    "disagreement": {"type": "object", "additionalProperties": _DISAGREEMENT},
}
"""``lastyard solutions``."""

EFFICIENT: Mapping[str, Schema] = {
    "measure": {"enum": ["points", "acceptability"]},
    "frontier": SOLUTIONS["frontier"],
    "points": _COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": _TEXT,
    "solutions": {
        "type": "object",
        "properties": dict.fromkeys(_NAMES, _FAIR),
        "additionalProperties": False,
    },
    "disagreement": SOLUTIONS["disagreement"],
    "why_no_solutions": _TEXT,
}
"""What ``lastyard packages --frontier --solutions`` adds; each key only where it was asked for."""
