"""The JSON Schemas of ``lastyard trace --json`` and ``--why ID --json``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["PROVENANCE", "REASONS"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def _object(properties: Mapping[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties), **more}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_USE = _object({"role": _TEXT, "id": _TEXT})
_THING = _object({"id": _TEXT, "kind": _TEXT})
_FINDING = _object(
    {"id": _TEXT, "kind": _TEXT, "run": _TEXT, "values": {"type": "object"}, "uses": _list_of(_USE)}
)

REASONS: dict[str, Schema] = {
    "id": _TEXT,
    "about": _THING,
    "uses": _list_of(_USE),
    "chain": _list_of(_THING),
    "used_by": _TEXTS,
}

PROVENANCE: dict[str, Schema] = {
    "runs": _list_of(_object({"id": _TEXT, "exactness": _TEXT, "parameters": {"type": "object"}})),
    "findings": _list_of(_FINDING),
    "things": _list_of(_THING),
}
