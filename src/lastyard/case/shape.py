"""What a shape is: a mapping of the case file with its keys, and the values they hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = [
    "DATE",
    "IDS",
    "NOTE",
    "PACKAGE",
    "POINTS",
    "PROBABILITY",
    "SCALAR",
    "TEXT",
    "TEXTS",
    "Field",
    "JsonSchema",
    "Shape",
    "list_of",
    "map_of",
]

JsonSchema = Mapping[str, Any]

TEXT: JsonSchema = {"type": "string"}
SCALAR: JsonSchema = {"type": ["string", "number", "boolean"]}
DATE: JsonSchema = {"type": "string", "format": "date"}
PROBABILITY: JsonSchema = {"type": "number", "minimum": 0, "maximum": 1}
POINTS: JsonSchema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+/\d+$"}]}
TEXTS: JsonSchema = {"type": "array", "items": SCALAR}
IDS: JsonSchema = {"anyOf": [TEXT, {"type": "array", "items": TEXT, "minItems": 1}]}
PACKAGE: JsonSchema = {"type": "object", "additionalProperties": SCALAR, "minProperties": 1}


class Field(NamedTuple):
    """A key of the file.

    Attributes:
        name: The key.
        meaning: What it says, for people.
        schema: JSON Schema of its value.
        required: Whether it must be there.
    """

    name: str
    meaning: str
    schema: JsonSchema
    required: bool = False


class Shape:
    """A mapping of the file.

    Attributes:
        what: What it is called in messages, with its article.
        fields: Its keys.
        names: The keys it may have, in the order to tell them.
        known: The same, to ask whether a key is one of them.
        required: Those that must be there.
    """

    __slots__ = ("fields", "known", "names", "required", "what")

    def __init__(self, what: str, fields: tuple[Field, ...]) -> None:
        self.what = what
        self.fields = fields
        # Worked out once: a long case has thousands of mappings of the same shape.
        self.names = tuple(field.name for field in fields)
        self.known = frozenset(self.names)
        self.required = tuple(field for field in fields if field.required)

    def field(self, name: str) -> Field:
        """Return one of its fields; KeyError when there is none such."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def map_of(shape: str) -> JsonSchema:
    """Return the schema of a mapping of names to things of a shape."""
    return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{shape}"}}


def list_of(shape: str) -> JsonSchema:
    """Return the schema of a list of things of a shape."""
    return {"type": "array", "items": {"$ref": f"#/$defs/{shape}"}}


NOTE = Field("note", "Free text.", TEXT)
