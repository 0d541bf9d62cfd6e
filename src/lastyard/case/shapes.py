"""The shape of a case file: which keys stand where, what they mean, what they hold.

One table, read by the loader (unknown and missing keys), by the JSON Schema for editors
and by the documentation, so that the three cannot disagree.

Example:
    >>> SHAPES["source"].field("publisher").meaning
    'Who published it.'
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

__all__ = [
    "DATE",
    "IDS",
    "MOVING_SHAPES",
    "NOTE",
    "PACKAGE",
    "POINTS",
    "PROBABILITY",
    "SCALAR",
    "SHAPES",
    "TEXT",
    "TEXTS",
    "VERBS",
    "VOTING_SHAPES",
    "Field",
    "JsonSchema",
    "Shape",
    "case_schema",
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

_BALLOT: JsonSchema = {"enum": ["yes", "abstain", "no", "present", "absent"]}

_NUMBERS: JsonSchema = {"type": "object", "additionalProperties": POINTS}

_THREE: JsonSchema = {
    "type": "object",
    "properties": dict.fromkeys(("yes", "abstain", "no", "present", "absent"), POINTS),
    "additionalProperties": False,
}

VOTING_SHAPES: Mapping[str, Shape] = {
    "vote": Shape(
        "a vote",
        (
            Field("id", "Name by which answers refer to it.", TEXT, required=True),
            Field("name", "Name shown to people.", TEXT),
            Field(
                "draft",
                "What would be adopted: a package, or words.",
                {"anyOf": [TEXT, PACKAGE]},
            ),
            Field("on", "The day of the vote.", DATE),
            Field(
                "body",
                "Who votes by which rule: `agreement`, the name or file of a body, or members "
                "and a rule.",
                {"anyOf": [TEXT, {"$ref": "#/$defs/voting_body"}]},
                required=True,
            ),
            Field(
                "ballots",
                "What is known of the ballots; leave out members of whom nothing is known.",
                {
                    "type": "object",
                    "additionalProperties": {"anyOf": [_BALLOT, {"$ref": "#/$defs/ballot"}]},
                },
            ),
            Field("outcome", "The outcome on record.", {"enum": ["adopted", "rejected"]}),
            Field("source", "Where the vote is reported.", TEXT),
            NOTE,
        ),
    ),
    "voting_body": Shape(
        "a voting body",
        (
            Field("name", "What it is called.", TEXT),
            Field(
                "members",
                "Who votes: names, or members with weights or a count.",
                {"type": "array", "items": {"anyOf": [TEXT, {"$ref": "#/$defs/member"}]}},
                required=True,
            ),
            Field("rule", "When a draft is adopted, as `yes > no`.", TEXT, required=True),
            Field(
                "groups",
                "Names of sets of members, for the rule.",
                {"type": "object", "additionalProperties": IDS},
            ),
            Field("totals", "What each weight adds up to, to be checked.", _NUMBERS),
        ),
    ),
    "member": Shape(
        "a member",
        (
            Field("name", "Name used in the rule and in ballots.", TEXT, required=True),
            Field("label", "Name shown to people.", TEXT),
            Field("weights", "What it weighs, by the name of the weight.", _NUMBERS),
            Field(
                "count",
                "How many members like it there are; each has the weights given.",
                {"type": "integer", "minimum": 1},
            ),
        ),
    ),
    "ballot": Shape(
        "a ballot",
        (
            Field("ballot", "How the member votes.", _BALLOT),
            Field(
                "chances",
                "Probabilities of yes, of no, and of one of abstain, present and absent.",
                _THREE,
            ),
            Field(
                "counts",
                "Of a class: how many vote yes, abstain, no, are present or absent.",
                _THREE,
            ),
            Field("confidence", "Probability that it votes so, 0 to 1. Default 1.", PROBABILITY),
            Field("on", "The day it was cast or announced.", DATE),
            Field("statement", "The statement it rests on.", TEXT),
            Field("source", "Where it is reported.", TEXT),
            NOTE,
        ),
    ),
}

_STATE_PAIRS: JsonSchema = {
    "type": "array",
    "items": {"type": "array", "items": TEXT, "minItems": 2, "maxItems": 2},
    "minItems": 1,
}

MOVING_SHAPES: Mapping[str, Shape] = {
    "moves": Shape(
        "`moves`",
        (
            Field("options", "What can be done alone.", map_of("move_option"), required=True),
            Field("infeasible", "Combinations that cannot occur.", TEXTS),
            Field("same", "Combinations that cannot be told apart: one state each.", TEXTS),
            Field(
                "states",
                "Names of states: a pattern such as `YN-`, or a statement, for each.",
                {"type": "object", "additionalProperties": TEXT},
            ),
            Field(
                "preferences",
                "What each party prefers; of those left out nothing is known.",
                map_of("move_preference"),
            ),
            Field("status_quo", "The state that holds now.", TEXT),
            Field(
                "outcomes",
                "What states without a deal mean on the issues of the case: for a name, pattern "
                "or statement a package, whole or in part.",
                {"type": "object", "additionalProperties": PACKAGE, "minProperties": 1},
            ),
            Field("source", "Where this is from.", TEXT),
            NOTE,
        ),
    ),
    "move_option": Shape(
        "an option",
        (
            Field("owner", "The party that decides on it.", TEXT, required=True),
            Field("name", "Name shown to people.", TEXT),
            Field(
                "irreversible",
                "`taken`: once taken it cannot be undone; `left`: once given up it cannot be "
                "taken again.",
                {"enum": ["taken", "left"]},
            ),
            NOTE,
        ),
    ),
    "move_preference": Shape(
        "a preference",
        (
            Field("priorities", "Statements about options, most important first.", IDS),
            Field(
                "ranking",
                "States, best first; those in one inner list are equally good.",
                {"type": "array", "items": IDS, "minItems": 1},
            ),
            Field(
                "payoffs",
                "Points per state; only their order counts.",
                {"type": "object", "additionalProperties": POINTS, "minProperties": 1},
            ),
            Field("prefers", "Pairs [better, worse]; the rest stays unknown.", _STATE_PAIRS),
            Field(
                "from",
                "`statements`: what follows for certain from what the party said of the issues, "
                "through `outcomes`; the rest stays unknown.",
                {"enum": ["statements"]},
            ),
            NOTE,
        ),
    ),
}

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
        Field(
            "of",
            "Parties whose own issue it is: about what they themselves get, give or asked for. "
            "It is taken to weigh more with them, as likely and not certain.",
            IDS,
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
            "Probability that it would really walk away rather than move all "
            "the way, 0 to 1, or tentative (0.3), stated (0.6), firm (0.85), absolute (0.97); 1 only as a number. Default 0.8.",
            _FIRMNESS,
        ),
        Field(
            "confidence",
            "Probability that it was said and coded right, 0 to 1. Default 1.",
            PROBABILITY,
        ),
        Field("until", "The last day it is in force.", DATE),
        Field("replaces", "Earlier statements that it ends on its own date.", IDS),
        Field(
            "confidential",
            "Whether it was said to the mediator alone: reports for others do without it. "
            "Default false.",
            {"type": "boolean"},
        ),
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
            Field(
                "outcome", "How the talks ended; no answer reads it.", {"$ref": "#/$defs/outcome"}
            ),
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
                "A ratifier approves later what a party has agreed to; a mediator proposes and "
                "hosts, an observer only speaks; neither of these accepts.",
                {"enum": ["party", "ratifier", "mediator", "observer"]},
            ),
            Field("of", "The party for which a ratifier ratifies.", TEXT),
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
    "outcome": Shape(
        "an outcome",
        (
            Field(
                "agreed",
                "The package that was agreed, whole or in part, or `none`.",
                {"anyOf": [PACKAGE, {"const": "none"}]},
                required=True,
            ),
            Field("on", "The day it was agreed, or the talks ended.", DATE),
            Field("source", "Where that is reported.", TEXT),
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

_ONE_OF = {
    "ballot": ("ballot", "chances", "counts"),
    "move_preference": ("priorities", "ranking", "payoffs", "prefers"),
}


def case_schema() -> dict[str, Any]:
    """Return the schema (JSON Schema 2020-12) as a new dictionary.

    Example:
        >>> case_schema()["$defs"]["party"]["properties"]["role"]["enum"]
        ['party', 'ratifier', 'mediator', 'observer']
    """
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
