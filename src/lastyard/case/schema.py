"""The JSON Schema of a case file, for editors: as the records declare its keys.

Example:
    >>> SHAPES["source"].by_name["publisher"].meaning
    'Who published it.'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lastyard.case.agreement import BODY
from lastyard.case.issue import ISSUE
from lastyard.case.model import CASE, OUTCOME, PARTY, RULE, SOURCE
from lastyard.case.moves import MOVE_OPTION, MOVE_PREFERENCE, MOVES
from lastyard.case.shapes import SCALAR, Shape
from lastyard.case.statement import GOES_WITH, QUOTE, STATEMENT, TOGETHER
from lastyard.case.votes import BALLOT, MEMBER, VOTE, VOTING_BODY

__all__ = ["SHAPES", "case_schema"]

SHAPES: Mapping[str, Shape[Any]] = {
    shape.name: shape
    for shape in (
        CASE, PARTY, ISSUE, RULE, OUTCOME, BODY, SOURCE, STATEMENT, VOTE, VOTING_BODY, MEMBER,
        BALLOT, MOVES, MOVE_OPTION, MOVE_PREFERENCE, TOGETHER, QUOTE,
    )
}  # fmt: skip
"""Every mapping that a case file may hold, by its name in the schema."""


def case_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) as a new dictionary.

    Example:
        >>> case_schema()["$defs"]["party"]["properties"]["role"]["anyOf"][0]
        {'enum': ['party', 'ratifier', 'mediator', 'observer']}
    """
    definitions = {name: _object(shape) for name, shape in SHAPES.items()}
    goes_with = {name: [verb] for name, verb in GOES_WITH.items()}
    definitions["statement"]["dependentRequired"] = {"prefers": ["to"], **goes_with}
    root = definitions.pop("case")
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Last Yard case",
        **root,
        "$defs": definitions,
    }


def _object(shape: Shape[Any]) -> dict[str, Any]:
    """Describe a mapping; keys that start with ``x-`` are free for the user's own use."""
    needed = [key.name for key in shape.required]
    properties: dict[str, Any] = {}
    for key in shape.keys:
        written = _as_written(key.kind.schema)
        if key.name not in needed:
            written = _or(written, {"type": "null"})
        properties[key.name] = {"description": key.meaning, **written}
    described = {
        "type": "object",
        "properties": properties,
        "required": needed,
        "patternProperties": {"^x-": {}},
        "additionalProperties": False,
    }
    if shape.one_of:
        described["oneOf"] = [{"required": list(ways)} for ways in shape.one_of]
    return described


_FRACTION = {"type": "string", "pattern": r"^-?\d+/\d+$"}


def _as_written(schema: Mapping[str, Any]) -> dict[str, Any]:
    """Return what may be written for a value: a bare 5 is a text too, one text a list, 1/3 a number."""
    written = {key: _part(part) for key, part in schema.items()}
    match schema:
        case {"type": "string", **more} if not more:
            return dict(SCALAR)
        case {"type": "number"}:
            return _or(written, _FRACTION)
        case {"type": "array", "items": {"type": ["string", "number", "boolean"]}} if (
            "minItems" not in schema
        ):
            return _or(written, SCALAR)
        case {"type": "object", "additionalProperties": {"$ref": _}}:
            # Of what has no key that is needed, the name alone will do.
            return {
                **written,
                "additionalProperties": _or(written["additionalProperties"], {"type": "null"}),
            }
        case _:
            return written


def _part(part: Any) -> Any:
    if isinstance(part, Mapping):
        return _as_written(part)
    return [_part(each) for each in part] if isinstance(part, list) else part


def _or(one: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    both = [*one["anyOf"]] if set(one) == {"anyOf"} else [dict(one)]
    return {"anyOf": [*both, dict(other)]}
