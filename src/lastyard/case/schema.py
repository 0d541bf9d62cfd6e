"""JSON Schema of the case file, for completion and diagnostics in editors.

Example:
    >>> case_schema()["$defs"]["party"]["properties"]["role"]["enum"]
    ['party', 'mediator', 'observer']
"""

from __future__ import annotations

from typing import Any

from lastyard.case.shapes import SHAPES, VERBS, Shape

__all__ = ["case_schema"]

_ONE_OF = {
    "ballot": ("ballot", "chances", "counts"),
    "move_preference": ("priorities", "ranking", "payoffs", "prefers"),
}


def case_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) as a new dictionary."""
    definitions = {name: _object(shape) for name, shape in SHAPES.items()}
    definitions["statement"]["oneOf"] = [{"required": [verb]} for verb in VERBS]
    definitions["statement"]["dependentRequired"] = {
        "prefers": ["to"],
        "to": ["prefers"],
        "reservation": ["values"],
    }
    definitions["issue"]["oneOf"] = [{"required": ["options"]}, {"required": ["range", "step"]}]
    for name, ways in _ONE_OF.items():
        definitions[name]["oneOf"] = [{"required": [way]} for way in ways]
    root = definitions.pop("case")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Last Yard case",
        **root,
        "$defs": definitions,
    }


def _object(shape: Shape) -> dict[str, Any]:
    """Describe a mapping; keys that start with ``x-`` are free for the user's own use."""
    return {
        "type": "object",
        "properties": {
            field.name: {"description": field.meaning, **field.schema} for field in shape.fields
        },
        "required": [field.name for field in shape.fields if field.required],
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
