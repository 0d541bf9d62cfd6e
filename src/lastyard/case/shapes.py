"""The shape of a case file: which keys stand where, what they mean, what they hold.

One table, read by the loader (unknown and missing keys), by the JSON Schema for editors
and by the documentation, so that the three cannot disagree.

Example:
    >>> SHAPES["source"].field("publisher").meaning
    'Who published it.'
"""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.case.shape import (
    DATE,
    IDS,
    NOTE,
    PACKAGE,
    POINTS,
    PROBABILITY,
    SCALAR,
    TEXT,
    TEXTS,
    Field,
    JsonSchema,
    Shape,
    list_of,
    map_of,
)
from lastyard.case.shapes_voting import MOVING_SHAPES, VOTING_SHAPES

__all__ = ["SHAPES", "VERBS", "Field", "Shape"]

_WORDS = Field("words", "Other words for it, for the reader of documents.", TEXTS)

_VERB_FIELDS = (
    Field("requires", "A demand: a condition that every package it would take satisfies.", TEXT),
    Field("rejects", "A red line: a condition that no package it would take satisfies.", TEXT),
    Field("offers", "A package it would take; with its own best on what is left open.", PACKAGE),
    Field(
        "accepts", "A package of another's it would take; its own best on what is open.", PACKAGE
    ),
    Field("refuses", "A package it would not take; its own worst on what is left open.", PACKAGE),
    Field("position", "What it asks for on some issues now: its best option there.", PACKAGE),
    Field(
        "wants",
        "A direction on ordered or numeric issues: more or less.",
        {"type": "object", "additionalProperties": {"enum": ["more", "less"]}, "minProperties": 1},
    ),
    Field("prefers", "Likes this better than what `to` says, all else equal.", PACKAGE),
    Field("ranks", "Issues from what matters most to it to what matters least.", TEXTS),
    Field(
        "stresses",
        "How much its words make of issues.",
        {
            "type": "object",
            "additionalProperties": {
                "enum": ["most important", "badly needed", "needed", "not needed"]
            },
            "minProperties": 1,
        },
    ),
    Field(
        "values",
        "Full points per issue and option, on any scale; a package is worth their sum.",
        {
            "type": "object",
            "additionalProperties": {
                "type": "object",
                "additionalProperties": POINTS,
            },
        },
    ),
    Field("withdraws", "Ends these earlier statements and says nothing else.", IDS),
)
VERBS = tuple(field.name for field in _VERB_FIELDS)

_OPTIONS = Field(
    "options", "The options, in their order.", {"type": "array", "items": SCALAR, "minItems": 1}
)
_RANGE = Field(
    "range",
    "First and last number of a numeric issue.",
    {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2},
)
_ISSUE = Shape(
    "an issue",
    (
        Field("name", "Name shown to people.", TEXT),
        _OPTIONS,
        Field("ordered", "Whether the order of the options means something.", {"type": "boolean"}),
        _RANGE,
        Field(
            "step",
            "Distance between neighbouring numbers; it must divide the range.",
            {"type": "number", "exclusiveMinimum": 0},
        ),
        Field("unit", "Unit of the numbers, as `days`.", TEXT),
        _WORDS,
        Field(
            "option_words",
            "Other words for options, for the reader of documents.",
            {"type": "object", "additionalProperties": TEXTS, "minProperties": 1},
        ),
        NOTE,
    ),
)

_FIRMNESS: JsonSchema = {
    "anyOf": [PROBABILITY, {"enum": ["tentative", "stated", "firm", "absolute"]}]
}
_STATEMENT = Shape(
    "a statement",
    (
        Field("id", "Name by which conclusions refer to it.", TEXT, required=True),
        Field("party", "Who it binds.", TEXT, required=True),
        Field("by", "The person who said it, when known.", TEXT),
        Field("on", "The day it was made.", DATE, required=True),
        Field("source", "Where it is reported.", TEXT),
        Field(
            "quote",
            "The words it rests on, as they stand in the source's file.",
            {"anyOf": [TEXT, {"$ref": "#/$defs/quote"}]},
        ),
        *_VERB_FIELDS,
        Field("to", "With `prefers`: what it likes less.", PACKAGE),
        Field(
            "reservation",
            "With `values`: the points of no deal, or `none` for below everything.",
            {"anyOf": [POINTS, {"const": "none"}]},
        ),
        Field(
            "together",
            "With `values`: points that two options add when a package holds both.",
            list_of("together"),
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
            PROBABILITY,
        ),
        Field("until", "The last day it is in force.", DATE),
        Field("replaces", "Earlier statements that it ends on its own date.", IDS),
        NOTE,
    ),
)

_AGREEMENT: JsonSchema = {"anyOf": [TEXT, {"$ref": "#/$defs/body"}]}

SHAPES: Mapping[str, Shape] = {
    "case": Shape(
        "a case",
        (
            Field("title", "What the case is called.", TEXT, required=True),
            Field("as_of", "The day the case is looked at; default: its last statement's.", DATE),
            Field("note", "Free text.", TEXT),
            Field("parties", "Who is at the table.", map_of("party"), required=True),
            Field("issues", "What is negotiated.", map_of("issue"), required=True),
            Field("rules", "What no package may break, whoever proposes it.", list_of("rule")),
            Field(
                "agreement",
                "Who must accept: `all` (default), a formula over parties "
                "(`a and (b or c)`, `at least 2 of (a, b, c)`), or a body.",
                _AGREEMENT,
            ),
            Field("status_quo", "The package that holds without an agreement.", PACKAGE),
            Field("sources", "Where things were said.", map_of("source")),
            Field("statements", "What was said, by whom, when.", list_of("statement")),
            Field("votes", "Drafts put to a vote.", list_of("vote")),
            Field("moves", "What each party can do alone.", {"$ref": "#/$defs/moves"}),
        ),
    ),
    "party": Shape(
        "a party",
        (
            Field("name", "Name shown to people.", TEXT),
            Field(
                "role",
                "A mediator proposes and hosts, an observer only speaks; neither accepts.",
                {"enum": ["party", "mediator", "observer"]},
            ),
            _WORDS,
            NOTE,
        ),
    ),
    "issue": _ISSUE,
    "rule": Shape(
        "a rule",
        (
            Field("id", "Name by which conclusions refer to it.", TEXT, required=True),
            Field("require", "A condition that every package satisfies.", TEXT, required=True),
            Field("source", "Where it comes from.", TEXT),
            NOTE,
        ),
    ),
    "body": Shape(
        "a body",
        (
            Field("members", "The parties that vote.", TEXTS, required=True),
            Field(
                "quota",
                "How many members, or how much weight, must accept.",
                {"type": "integer", "minimum": 1},
                required=True,
            ),
            Field("veto", "Members without whose acceptance nothing passes.", TEXTS),
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
            Field("title", "Title of the report or document.", TEXT),
            Field("publisher", "Who published it.", TEXT),
            Field("date", "When it was published.", DATE),
            Field("url", "Where it can be found; never opened by the program.", TEXT),
            Field("file", "Its text, as a path relative to the case file.", TEXT),
            NOTE,
        ),
    ),
    "statement": _STATEMENT,
    **VOTING_SHAPES,
    **MOVING_SHAPES,
    "together": Shape(
        "a pair of options",
        (
            Field("when", "Two options, of two issues.", PACKAGE, required=True),
            Field("points", "What they add; less than 0 if need be.", POINTS, required=True),
        ),
    ),
    "quote": Shape(
        "a quote",
        (
            Field("exact", "The words.", TEXT, required=True),
            Field("prefix", "The text before them.", TEXT),
            Field("suffix", "The text after them.", TEXT),
            Field(
                "start",
                "Offset of their first character when they were coded.",
                {"type": "integer", "minimum": 0},
            ),
        ),
    ),
}
