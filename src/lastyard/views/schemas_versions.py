"""The JSON Schemas of ``lastyard diff --json`` and ``lastyard merge --json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["DIFF", "MERGE"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_LINE: Schema = {"type": ["integer", "null"], "minimum": 1}
_ANYTHING: Schema = {}
_FINDING: Schema = {"type": ["object", "null"]}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_KEY = _object({"section": _TEXT, "id": _TEXT})

DIFF: dict[str, Schema] = {
    "old_as_of": {"type": ["string", "null"], "format": "date"},
    "written": _list_of(
        _object(
            {
                "section": _TEXT,
                "id": _TEXT,
                "what": {"enum": ["added", "removed", "changed"]},
                "fields": _list_of(_object({"name": _TEXT, "old": _ANYTHING, "new": _ANYTHING})),
            }
        )
    ),
    "concluded": _list_of(
        _object({"kind": _TEXT, "name": _TEXT, "old": _FINDING, "new": _FINDING})
    ),
    "complete": {"type": "boolean"},
}

MERGE: dict[str, Schema] = {
    "written": {"type": "boolean"},
    "from_b": _list_of(_KEY),
    "removed": _list_of(_KEY),
    "conflicts": _list_of(
        _object(
            {
                "section": _TEXT,
                "id": _TEXT,
                "base": _ANYTHING,
                "a": _ANYTHING,
                "b": _ANYTHING,
                "line_a": _LINE,
                "line_b": _LINE,
                "problem": {"type": ["string", "null"]},
            }
        )
    ),
    "settled_by": {"enum": ["a", "b", None]},
    "comments_lost": _list_of(_object({"file": _TEXT, "line": _LINE, "text": _TEXT})),
}
