"""What the answers of ``vote``, ``power`` and ``moves`` hold, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["AGAINST_NO_DEAL", "MOVES", "POWER", "VOTES"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_CHANCE_OR_NULL: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_RANGE: Schema = {"type": "array", "items": _CHANCE, "minItems": 2, "maxItems": 2}
_OUTCOME: Schema = {"enum": ["adopted", "rejected", None]}
_SEED: Schema = {"type": ["integer", "null"]}


def _object(
    properties: Mapping[str, Schema], optional: Mapping[str, Schema] | None = None
) -> Schema:
    return {
        "type": "object",
        "properties": {**properties, **(optional or {})},
        "required": list(properties),
    }


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


_INDEX: Schema = {
    "anyOf": [{"type": "string", "pattern": r"^\d+(/\d+)?$"}, {"type": "number", "minimum": 0}]
}

POWER: dict[str, Schema] = {
    "method": {"enum": ["exact", "quadrature", "sampled"]},
    "seed": _SEED,
    "shapley_shubik": _map_of(_INDEX),
    "penrose_banzhaf": _map_of(_INDEX),
    "counts": _map_of(_COUNT),
    "errors": {"anyOf": [_map_of(_list_of({"type": "number"})), {"type": "null"}]},
    "error_bound": {"type": ["number", "null"], "minimum": 0},
    "adopting": {"type": ["string", "null"]},
}

_BALLOT = _object(
    {
        "member": _TEXT,
        "count": _COUNT,
        "ballot": {"enum": ["yes", "abstain", "no", None]},
        "confidence": _CHANCE_OR_NULL,
        "basis": {"enum": ["ballot", "statements", "unknown"]},
        "statements": _TEXTS,
        "changes": _list_of(_map_of(_TEXT)),
    }
)

_VOTE = _object(
    {
        "id": _TEXT,
        "probability": _CHANCE_OR_NULL,
        "range": _RANGE,
        "standard_error": {"type": "number", "minimum": 0},
        "certain": _OUTCOME,
        "outcome": _OUTCOME,
        "agrees": {"type": ["boolean", "null"]},
        "ballots": _list_of(_BALLOT),
        "pivotal": _list_of(
            _object(
                {"member": _TEXT, "decides": _CHANCE_OR_NULL, "if_yes": _RANGE, "if_no": _RANGE}
            )
        ),
        "cheapest": _list_of(
            _object(
                {
                    "goal": {"enum": ["adopt", "reject"]},
                    "by": {"enum": ["number", "chance"]},
                    "picks": _list_of(_object({"count": _COUNT, "of": _map_of(_COUNT)})),
                    "size": _COUNT,
                    "chance": _CHANCE_OR_NULL,
                }
            )
        ),
    },
    {"power": _object(POWER)},
)

VOTES: dict[str, Schema] = {
    "seed": _SEED,
    "unknown_taken_as": _CHANCE_OR_NULL,
    "votes": _list_of(_VOTE),
}

_PATH = _list_of(_object({"by": _TEXT, "to": _TEXT}))
_CONCEPT: Schema = {"enum": ["nash", "gmr", "smr", "seq"]}
_CONCEPTS = _object(dict.fromkeys(("nash", "gmr", "smr", "seq"), _TEXTS))
_TEXTS_OR_NULL: Schema = {"anyOf": [_TEXTS, {"type": "null"}]}
_TRUTH_OR_NULL: Schema = {"type": ["boolean", "null"]}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_COALITIONS = _object(
    {
        "equilibria": _CONCEPTS,
        "broken": _list_of(
            _object(
                {
                    "state": _TEXT,
                    "concept": _CONCEPT,
                    "coalition": _TEXTS,
                    "to": _TEXT,
                    "path": _PATH,
                }
            )
        ),
    }
)
_NEED = _object(
    {
        "decision_maker": _TEXT,
        "stable": {"type": "boolean"},
        "leaves_for": _TEXTS,
        "past": _TEXTS_OR_NULL,
        "can": _TRUTH_OR_NULL,
        "others_stay": _TRUTH_OR_NULL,
        "rankings": _or_null(
            _object(
                {
                    "stabilising": _COUNT,
                    "tried": _COUNT,
                    "exact": {"type": "boolean"},
                    "standard_error": {"type": "number", "minimum": 0},
                    "always": _list_of(_TEXTS),
                }
            )
        ),
    }
)
_WANTED = _object(
    {
        "state": _TEXT,
        "seed": _SEED,
        "needs": _object(dict.fromkeys(("nash", "gmr", "smr", "seq"), _list_of(_NEED))),
    }
)
_NO_DEAL_KEYS: dict[str, Schema] = {
    "states": _list_of(
        _object(
            {
                "state": _TEXT,
                "outcome": _map_of(_TEXT),
                "open_issues": _TEXTS,
                "stable": _list_of(_CONCEPT),
                "certain": {"type": "boolean"},
                "worth": _map_of(_or_null(_RANGE)),
            }
        )
    ),
    "out_of_reach": _TEXTS,
}
_HELD = _object(
    {
        "status": {"enum": ["certain", "possible", "impossible"]},
        "least": _CHANCE_OR_NULL,
        "most": _CHANCE_OR_NULL,
        "error": {"type": ["number", "null"], "minimum": 0},
    }
)
AGAINST_NO_DEAL: Schema = _or_null(_object({**_NO_DEAL_KEYS, "packages": _list_of(_map_of(_HELD))}))

MOVES: dict[str, Schema] = {
    "decision_makers": _TEXTS,
    "options": _TEXTS,
    "reading": {"enum": ["legal sequences", "each once", "single move"]},
    "states": _map_of(_TEXT),
    "states_complete": {"type": "boolean"},
    "equilibria": _CONCEPTS,
    "possible": _CONCEPTS,
    "unknown_preferences": _TEXTS,
    "accounts": _list_of(
        _object(
            {
                "state": _TEXT,
                "concept": {"enum": ["nash", "gmr", "smr", "seq"]},
                "temptations": _list_of(
                    _object(
                        {
                            "decision_maker": _TEXT,
                            "to": _TEXT,
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
            _object(
                {
                    "state": _TEXT,
                    "by_improvements": _map_of(_PATH),
                    "by_moves": _map_of(_PATH),
                    "unreachable": _TEXTS,
                }
            ),
            {"type": "null"},
        ]
    },
    "coalitions": _or_null(_COALITIONS),
    "wanted": _or_null(_WANTED),
    "no_deal": _or_null(_object(_NO_DEAL_KEYS)),
}
