"""What the answers of ``vote``, ``power`` and ``moves`` hold, as JSON Schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["MOVES", "POWER", "VOTES"]

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
    "method": {"enum": ["exact", "sampled"]},
    "seed": _SEED,
    "shapley_shubik": _map_of(_INDEX),
    "penrose_banzhaf": _map_of(_INDEX),
    "counts": _map_of(_COUNT),
    "errors": {"anyOf": [_map_of(_list_of({"type": "number"})), {"type": "null"}]},
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
_CONCEPTS = _object(dict.fromkeys(("nash", "gmr", "smr", "seq"), _TEXTS))

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
}
