"""What the schemas of answers are put together from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "CHANCE",
    "CHANCE_OR_NULL",
    "COUNT",
    "OPTIONS",
    "TEXT",
    "TEXTS",
    "Schema",
    "list_of",
    "map_of",
    "object_of",
    "or_null",
]

Schema = dict[str, Any]


def object_of(
    properties: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None, **more: Any
) -> Schema:
    """Return the schema of a mapping with these keys, of which the optional may be missing."""
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
        **more,
    }


def list_of(items: Schema) -> Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def map_of(values: Schema) -> Schema:
    """Return the schema of a mapping from any key."""
    return {"type": "object", "additionalProperties": values}


def or_null(schema: Schema) -> Schema:
    """Return the schema of something that may be missing."""
    return {"anyOf": [schema, {"type": "null"}]}


TEXT: Schema = {"type": "string"}


TEXTS = list_of(TEXT)


COUNT: Schema = {"type": "integer", "minimum": 0}


CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}


CHANCE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}


OPTIONS = map_of(TEXT)
