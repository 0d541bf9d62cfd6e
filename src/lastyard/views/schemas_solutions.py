"""JSON Schema of what ``lastyard solutions --json`` prints, and of the same in the packages.

Example:
    >>> sorted(SOLUTIONS["solutions"]["properties"])[:2]
    ['egalitarian', 'kalai_smorodinsky']
"""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.views.schema_parts import COUNT, OPTIONS, TEXT, Schema, object_of

__all__ = ["EFFICIENT", "SOLUTIONS"]

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

_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}
_VALUES: Schema = {"type": "object", "additionalProperties": {"type": "number"}}

_FAIR = object_of(
    {
        "package": {"anyOf": [OPTIONS, {"type": "null"}]},
        "values": _VALUES,
        "objective": _NUMBER_OR_NULL,
        "bound": _NUMBER_OR_NULL,
        "exact": {"type": "boolean"},
        "method": TEXT,
        "note": TEXT,
        "breaks": {"type": "array", "items": TEXT},
    }
)
_POINT = object_of({"package": OPTIONS, "values": _VALUES, "packages": COUNT})
_DISAGREEMENT = object_of(
    {
        "value": _NUMBER_OR_NULL,
        "basis": {"enum": ["reservation", "status quo", "asked", "below everything", "unknown"]},
    }
)

SOLUTIONS: Mapping[str, Schema] = {
    "packages_allowed": COUNT,
    "statements": {"type": "object", "additionalProperties": TEXT},
    "frontier": {"type": "array", "items": _POINT},
    "points": COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": TEXT,
    "solutions": object_of(dict.fromkeys(_NAMES, _FAIR)),
    "disagreement": {"type": "object", "additionalProperties": _DISAGREEMENT},
}
"""``lastyard solutions``."""

EFFICIENT: Mapping[str, Schema] = {
    "measure": {"enum": ["points", "acceptability"]},
    "frontier": SOLUTIONS["frontier"],
    "points": COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": TEXT,
    "solutions": {
        "type": "object",
        "properties": dict.fromkeys(_NAMES, _FAIR),
        "additionalProperties": False,
    },
    "disagreement": SOLUTIONS["disagreement"],
    "why_no_solutions": TEXT,
}
"""What ``lastyard packages --frontier --solutions`` adds; each key only where it was asked for."""
