"""What the schemas of answers are put together from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "CHANCE",
    "CHANCE_OR_NULL",
    "COUNT",
    "MOVES",
    "OPTIONS",
    "POWER",
    "TEXT",
    "TEXTS",
    "TIMELINE",
    "VOTES",
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


_RANGE: Schema = {"type": "array", "items": CHANCE, "minItems": 2, "maxItems": 2}


_OUTCOME: Schema = {"enum": ["adopted", "rejected", None]}


_SEED: Schema = {"type": ["integer", "null"]}


_INDEX: Schema = {
    "anyOf": [{"type": "string", "pattern": r"^\d+(/\d+)?$"}, {"type": "number", "minimum": 0}]
}


POWER: dict[str, Schema] = {
    "method": {"enum": ["exact", "quadrature", "sampled"]},
    "seed": _SEED,
    "shapley_shubik": map_of(_INDEX),
    "penrose_banzhaf": map_of(_INDEX),
    "counts": map_of(COUNT),
    "errors": {"anyOf": [map_of(list_of({"type": "number"})), {"type": "null"}]},
    "error_bound": {"type": ["number", "null"], "minimum": 0},
    "adopting": {"type": ["string", "null"]},
}


_BALLOT = object_of(
    {
        "member": TEXT,
        "count": COUNT,
        "ballot": {"enum": ["yes", "abstain", "no", "present", "absent", None]},
        "confidence": CHANCE_OR_NULL,
        "basis": {"enum": ["ballot", "statements", "unknown"]},
        "statements": TEXTS,
        "changes": list_of(map_of(TEXT)),
    }
)


_VOTE = object_of(
    {
        "id": TEXT,
        "probability": CHANCE_OR_NULL,
        "range": _RANGE,
        "standard_error": {"type": "number", "minimum": 0},
        "certain": _OUTCOME,
        "outcome": _OUTCOME,
        "agrees": {"type": ["boolean", "null"]},
        "ballots": list_of(_BALLOT),
        "pivotal": list_of(
            object_of(
                {"member": TEXT, "decides": CHANCE_OR_NULL, "if_yes": _RANGE, "if_no": _RANGE}
            )
        ),
        "cheapest": list_of(
            object_of(
                {
                    "goal": {"enum": ["adopt", "reject"]},
                    "turn_to": {"enum": ["yes", "no", "absent"]},
                    "by": {"enum": ["number", "chance"]},
                    "picks": list_of(object_of({"count": COUNT, "of": map_of(COUNT)})),
                    "size": COUNT,
                    "chance": CHANCE_OR_NULL,
                }
            )
        ),
    },
    {"power": object_of(POWER)},
)


VOTES: dict[str, Schema] = {
    "seed": _SEED,
    "unknown_taken_as": CHANCE_OR_NULL,
    "votes": list_of(_VOTE),
}


_PATH = list_of(object_of({"by": TEXT, "to": TEXT}))


_CONCEPT: Schema = {"enum": ["nash", "gmr", "smr", "seq"]}


_CONCEPTS = object_of(dict.fromkeys(("nash", "gmr", "smr", "seq"), TEXTS))


_TEXTS_OR_NULL: Schema = {"anyOf": [TEXTS, {"type": "null"}]}


_TRUTH_OR_NULL: Schema = {"type": ["boolean", "null"]}


_COALITIONS = object_of(
    {
        "equilibria": _CONCEPTS,
        "broken": list_of(
            object_of(
                {
                    "state": TEXT,
                    "concept": _CONCEPT,
                    "coalition": TEXTS,
                    "to": TEXT,
                    "path": _PATH,
                }
            )
        ),
    }
)


_NEED = object_of(
    {
        "decision_maker": TEXT,
        "stable": {"type": "boolean"},
        "leaves_for": TEXTS,
        "past": _TEXTS_OR_NULL,
        "can": _TRUTH_OR_NULL,
        "others_stay": _TRUTH_OR_NULL,
        "rankings": or_null(
            object_of(
                {
                    "stabilising": COUNT,
                    "tried": COUNT,
                    "exact": {"type": "boolean"},
                    "standard_error": {"type": "number", "minimum": 0},
                    "always": list_of(TEXTS),
                }
            )
        ),
    }
)


_WANTED = object_of(
    {
        "state": TEXT,
        "seed": _SEED,
        "needs": object_of(dict.fromkeys(("nash", "gmr", "smr", "seq"), list_of(_NEED))),
    }
)


_NO_DEAL_KEYS: dict[str, Schema] = {
    "states": list_of(
        object_of(
            {
                "state": TEXT,
                "outcome": map_of(TEXT),
                "open_issues": TEXTS,
                "stable": list_of(_CONCEPT),
                "certain": {"type": "boolean"},
                "worth": map_of(or_null(_RANGE)),
            }
        )
    ),
    "out_of_reach": TEXTS,
}


MOVES: dict[str, Schema] = {
    "decision_makers": TEXTS,
    "options": TEXTS,
    "reading": {"enum": ["legal sequences", "each once", "single move"]},
    "states": map_of(TEXT),
    "states_complete": {"type": "boolean"},
    "equilibria": _CONCEPTS,
    "possible": _CONCEPTS,
    "unknown_preferences": TEXTS,
    "accounts": list_of(
        object_of(
            {
                "state": TEXT,
                "concept": {"enum": ["nash", "gmr", "smr", "seq"]},
                "temptations": list_of(
                    object_of(
                        {
                            "decision_maker": TEXT,
                            "to": TEXT,
                            "sanction": {"type": ["string", "null"]},
                            "path": _PATH,
                        }
                    )
                ),
            }
        )
    ),
    "status_quo": {
        "anyOf": [
            object_of(
                {
                    "state": TEXT,
                    "by_improvements": map_of(_PATH),
                    "by_moves": map_of(_PATH),
                    "unreachable": TEXTS,
                }
            ),
            {"type": "null"},
        ]
    },
    "coalitions": or_null(_COALITIONS),
    "notes": list_of(TEXT),
    "wanted": or_null(_WANTED),
    "no_deal": or_null(object_of(_NO_DEAL_KEYS)),
}


_DAY: Schema = {"type": "string", "format": "date"}


_DAY_OR_NULL: Schema = {"type": ["string", "null"], "format": "date"}


_COUNT_OR_NULL: Schema = {"type": ["integer", "null"], "minimum": 0}


_FLAG: Schema = {"type": "boolean"}


_TEXT_OR_NULL: Schema = {"type": ["string", "null"]}


_MEASURE: Schema = {"enum": ["by_position", "by_commitment", "agreement"]}


_FIGURE = object_of({"index": CHANCE_OR_NULL, "error": CHANCE_OR_NULL})


_POINT_SCHEMAS_TIMELINE = object_of(
    {
        "on": _DAY,
        "changes": list_of(
            object_of(
                {
                    "statement": TEXT,
                    "how": {"enum": ["made", "replaced", "withdrew", "lapsed"]},
                    "by": _TEXT_OR_NULL,
                }
            )
        ),
        "in_force": COUNT,
        "issues": map_of(
            object_of(
                {
                    "state": {"enum": ["agreed", "near", "open", "silent"]},
                    "heard": _FLAG,
                    "gaps": list_of(
                        object_of(
                            {
                                "between": {**TEXTS, "minItems": 2, "maxItems": 2},
                                "by_position": CHANCE_OR_NULL,
                                "by_commitment": CHANCE_OR_NULL,
                            }
                        )
                    ),
                }
            )
        ),
        "cause": {"enum": ["nothing", "demands", "agreement", "rules", None]},
        "packages": _COUNT_OR_NULL,
        "opening": or_null(object_of({"statements": TEXTS, "chance": CHANCE, "proved": _FLAG})),
        "blocking_sets": list_of(TEXTS),
        "appeared": list_of(TEXTS),
        "went": list_of(TEXTS),
        "blocking_sets_complete": _FLAG,
        "agreement": _FIGURE,
        "package": or_null(map_of(TEXT)),
        "drawn": {"enum": ["sampled", "reweighted", "not computed"]},
        "why_not": _TEXT_OR_NULL,
    }
)


_TREND = object_of(
    {
        "measure": _MEASURE,
        "issue": _TEXT_OR_NULL,
        "verdict": {"enum": ["narrowing", "widening", "stalled", "closed", "cannot tell"]},
        "first": CHANCE_OR_NULL,
        "last": CHANCE_OR_NULL,
        "net": {"type": "number"},
        "closer": COUNT,
        "apart": COUNT,
        "readings": COUNT,
        "still": COUNT,
        "last_move": _DAY_OR_NULL,
        "chance": CHANCE_OR_NULL,
        "adjusted": CHANCE_OR_NULL,
        "same_direction": or_null(_FIGURE),
    }
)


TIMELINE: Mapping[str, Schema] = {
    "from": _DAY_OR_NULL,
    "points": list_of(_POINT_SCHEMAS_TIMELINE),
    "trends": list_of(_TREND),
    "effects": list_of(
        object_of(
            {
                "on": _DAY,
                "statements": TEXTS,
                "measure": _MEASURE,
                "issue": _TEXT_OR_NULL,
                "amount": {"type": "number"},
            }
        )
    ),
    "searched": _FLAG,
    "codings": COUNT,
    "seed": COUNT,
}
