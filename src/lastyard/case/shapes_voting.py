"""The shapes of votes, their bodies and ballots, and of moves."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.case.shape import (
    DATE,
    IDS,
    NOTE,
    PACKAGE,
    POINTS,
    PROBABILITY,
    TEXT,
    TEXTS,
    Field,
    JsonSchema,
    Shape,
    map_of,
)

__all__ = ["MOVING_SHAPES", "VOTING_SHAPES"]

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
