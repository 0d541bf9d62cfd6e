"""The shape of a case file: which keys stand where, what they mean, what they hold.

One table, read by the loader (unknown and missing keys), by the JSON Schema for editors
and by the documentation, so that the three cannot disagree.

Example:
    >>> SHAPES["source"].field("publisher").meaning
    'Who published it.'
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

__all__ = ["SHAPES", "VERBS", "Field", "Shape"]

JsonSchema = Mapping[str, Any]

_TEXT: JsonSchema = {"type": "string"}
_SCALAR: JsonSchema = {"type": ["string", "number", "boolean"]}
_DATE: JsonSchema = {"type": "string", "format": "date"}
_PROBABILITY: JsonSchema = {"type": "number", "minimum": 0, "maximum": 1}
_POINTS: JsonSchema = {"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+/\d+$"}]}
_TEXTS: JsonSchema = {"type": "array", "items": _SCALAR}
_IDS: JsonSchema = {"anyOf": [_TEXT, {"type": "array", "items": _TEXT, "minItems": 1}]}
_PACKAGE: JsonSchema = {"type": "object", "additionalProperties": _SCALAR, "minProperties": 1}


@dataclass(frozen=True, slots=True)
class Field:
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


@dataclass(frozen=True, slots=True)
class Shape:
    """A mapping of the file.

    Attributes:
        what: What it is called in messages, with its article.
        fields: Its keys.
    """

    what: str
    fields: tuple[Field, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The keys it may have."""
        return tuple(field.name for field in self.fields)

    def field(self, name: str) -> Field:
        """Return one of its fields; KeyError when there is none such."""
        for field in self.fields:
            if field.name == name:
                return field
        raise KeyError(name)


def _map_of(shape: str) -> JsonSchema:
    return {"type": "object", "additionalProperties": {"$ref": f"#/$defs/{shape}"}}


def _list_of(shape: str) -> JsonSchema:
    return {"type": "array", "items": {"$ref": f"#/$defs/{shape}"}}


_WORDS = Field("words", "Other words for it, for the reader of documents.", _TEXTS)
_NOTE = Field("note", "Free text.", _TEXT)

_VERB_FIELDS = (
    Field("requires", "A demand: a condition that every package it would take satisfies.", _TEXT),
    Field("rejects", "A red line: a condition that no package it would take satisfies.", _TEXT),
    Field("offers", "A package it would take; with its own best on what is left open.", _PACKAGE),
    Field(
        "accepts", "A package of another's it would take; its own best on what is open.", _PACKAGE
    ),
    Field("refuses", "A package it would not take; its own worst on what is left open.", _PACKAGE),
    Field("position", "What it asks for on some issues now: its best option there.", _PACKAGE),
    Field(
        "wants",
        "A direction on ordered or numeric issues: more or less.",
        {"type": "object", "additionalProperties": {"enum": ["more", "less"]}, "minProperties": 1},
    ),
    Field("prefers", "Likes this better than what `to` says, all else equal.", _PACKAGE),
    Field("ranks", "Issues from what matters most to it to what matters least.", _TEXTS),
    Field(
        "values",
        "Full points per issue and option, on any scale; a package is worth their sum.",
        {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": _POINTS,
            },
        },
    ),
    Field("withdraws", "Ends these earlier statements and says nothing else.", _IDS),
)
VERBS = tuple(field.name for field in _VERB_FIELDS)

_OPTIONS = Field(
    "options", "The options, in their order.", {"type": "array", "items": _SCALAR, "minItems": 1}
)
_RANGE = Field(
    "range",
    "First and last number of a numeric issue.",
    {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
)
_ISSUE = Shape(
    "an issue",
    (
        Field("name", "Name shown to people.", _TEXT),
        _OPTIONS,
        Field("ordered", "Whether the order of the options means something.", {"type": "boolean"}),
        _RANGE,
        Field(
            "step",
            "Distance between neighbouring numbers; it must divide the range.",
            {"type": "number", "exclusiveMinimum": 0},
        ),
        Field("unit", "Unit of the numbers, as `days`.", _TEXT),
        _WORDS,
        _NOTE,
    ),
)

_FIRMNESS: JsonSchema = {
    "anyOf": [_PROBABILITY, {"enum": ["tentative", "stated", "firm", "absolute"]}]
}
_STATEMENT = Shape(
    "a statement",
    (
        Field("id", "Name by which conclusions refer to it.", _TEXT, required=True),
        Field("party", "Who it binds.", _TEXT, required=True),
        Field("by", "The person who said it, when known.", _TEXT),
        Field("on", "The day it was made.", _DATE, required=True),
        Field("source", "Where it is reported.", _TEXT),
        Field(
            "quote",
            "The words it rests on, as they stand in the source's file.",
            {"anyOf": [_TEXT, {"$ref": "#/$defs/quote"}]},
        ),
        *_VERB_FIELDS,
        Field("to", "With `prefers`: what it likes less.", _PACKAGE),
        Field(
            "reservation",
            "With `values`: the points of no deal, or `none` for below everything.",
            {"anyOf": [_POINTS, {"const": "none"}]},
        ),
        Field(
            "firmness",
            "Probability that it would really walk away rather than give way, 0 to 1, or "
            "tentative (0.3), stated (0.6), firm (0.85), absolute (1). Default 0.8.",
            _FIRMNESS,
        ),
        Field(
            "confidence",
            "Probability that it was said and coded right, 0 to 1. Default 1.",
            _PROBABILITY,
        ),
        Field("until", "The last day it is in force.", _DATE),
        Field("replaces", "Earlier statements that it ends on its own date.", _IDS),
        _NOTE,
    ),
)

_AGREEMENT: JsonSchema = {"anyOf": [_TEXT, {"$ref": "#/$defs/body"}]}

SHAPES: Mapping[str, Shape] = {
    "case": Shape(
        "a case",
        (
            Field("title", "What the case is called.", _TEXT, required=True),
            Field("as_of", "The day the case is looked at; default: its last statement's.", _DATE),
            Field("note", "Free text.", _TEXT),
            Field("parties", "Who is at the table.", _map_of("party"), required=True),
            Field("issues", "What is negotiated.", _map_of("issue"), required=True),
            Field("rules", "What no package may break, whoever proposes it.", _list_of("rule")),
            Field(
                "agreement",
                "Who must accept: `all` (default), a formula over parties "
                "(`a and (b or c)`, `at least 2 of (a, b, c)`), or a body.",
                _AGREEMENT,
            ),
            Field("status_quo", "The package that holds without an agreement.", _PACKAGE),
            Field("sources", "Where things were said.", _map_of("source")),
            Field("statements", "What was said, by whom, when.", _list_of("statement")),
        ),
    ),
    "party": Shape(
        "a party",
        (
            Field("name", "Name shown to people.", _TEXT),
            Field(
                "role",
                "A mediator proposes and hosts, an observer only speaks; neither accepts.",
                {"enum": ["party", "mediator", "observer"]},
            ),
            _WORDS,
            _NOTE,
        ),
    ),
    "issue": _ISSUE,
    "rule": Shape(
        "a rule",
        (
            Field("id", "Name by which conclusions refer to it.", _TEXT, required=True),
            Field("require", "A condition that every package satisfies.", _TEXT, required=True),
            Field("source", "Where it comes from.", _TEXT),
            _NOTE,
        ),
    ),
    "body": Shape(
        "a body",
        (
            Field("members", "The parties that vote.", _TEXTS, required=True),
            Field(
                "quota",
                "How many members, or how much weight, must accept.",
                {"type": "integer", "minimum": 1},
                required=True,
            ),
            Field("veto", "Members without whose acceptance nothing passes.", _TEXTS),
            Field(
                "weights",
                "Weights of members that differ from 1.",
                {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}},
            ),
        ),
    ),
    "source": Shape(
        "a source",
        (
            Field("title", "Title of the report or document.", _TEXT),
            Field("publisher", "Who published it.", _TEXT),
            Field("date", "When it was published.", _DATE),
            Field("url", "Where it can be found; never opened by the program.", _TEXT),
            Field("file", "Its text, as a path relative to the case file.", _TEXT),
            _NOTE,
        ),
    ),
    "statement": _STATEMENT,
    "quote": Shape(
        "a quote",
        (
            Field("exact", "The words.", _TEXT, required=True),
            Field("prefix", "The text before them.", _TEXT),
            Field("suffix", "The text after them.", _TEXT),
            Field(
                "start",
                "Offset of their first character when they were coded.",
                {"type": "integer", "minimum": 0},
            ),
        ),
    ),
}
