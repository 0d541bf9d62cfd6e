"""The JSON Schemas of ``lastyard trace --json`` and ``--why ID --json``."""

from __future__ import annotations

from lastyard.views.schema_parts import TEXT, TEXTS, Schema, list_of, object_of

__all__ = ["PROVENANCE", "REASONS"]

_USE = object_of({"role": TEXT, "id": TEXT})
_THING = object_of({"id": TEXT, "kind": TEXT})
_FINDING = object_of(
    {"id": TEXT, "kind": TEXT, "run": TEXT, "values": {"type": "object"}, "uses": list_of(_USE)}
)

REASONS: dict[str, Schema] = {
    "id": TEXT,
    "about": _THING,
    "uses": list_of(_USE),
    "chain": list_of(_THING),
    "used_by": TEXTS,
}

PROVENANCE: dict[str, Schema] = {
    "runs": list_of(object_of({"id": TEXT, "exactness": TEXT, "parameters": {"type": "object"}})),
    "findings": list_of(_FINDING),
    "things": list_of(_THING),
}
