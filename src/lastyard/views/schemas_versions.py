"""The JSON Schemas of ``lastyard diff --json`` and ``lastyard merge --json``."""

from __future__ import annotations

from lastyard.views.schema_parts import TEXT, Schema, list_of, object_of

__all__ = ["DIFF", "MERGE"]

_LINE: Schema = {"type": ["integer", "null"], "minimum": 1}
_ANYTHING: Schema = {}
_FINDING: Schema = {"type": ["object", "null"]}

_KEY = object_of({"section": TEXT, "id": TEXT})

DIFF: dict[str, Schema] = {
    "old_as_of": {"type": ["string", "null"], "format": "date"},
    "written": list_of(
        object_of(
            {
                "section": TEXT,
                "id": TEXT,
                "what": {"enum": ["added", "removed", "changed"]},
                "fields": list_of(object_of({"name": TEXT, "old": _ANYTHING, "new": _ANYTHING})),
            }
        )
    ),
    "concluded": list_of(object_of({"kind": TEXT, "name": TEXT, "old": _FINDING, "new": _FINDING})),
    "compared": list_of(TEXT),
    "not_compared": list_of({"enum": ["package", "vote", "moves"]}),
    "complete": {"type": "boolean"},
}

MERGE: dict[str, Schema] = {
    "written": {"type": "boolean"},
    "from_b": list_of(_KEY),
    "removed": list_of(_KEY),
    "conflicts": list_of(
        object_of(
            {
                "section": TEXT,
                "id": TEXT,
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
    "comments_lost": list_of(object_of({"file": TEXT, "line": _LINE, "text": TEXT})),
}
