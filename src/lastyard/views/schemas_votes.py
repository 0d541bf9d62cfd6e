"""What the answers of ``vote``, ``power`` and ``moves`` hold, as JSON Schema."""

from __future__ import annotations

from lastyard.views.schema_parts import (
    CHANCE,
    CHANCE_OR_NULL,
    COUNT,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    map_of,
    object_of,
    or_null,
)

__all__ = ["AGAINST_NO_DEAL", "MOVES", "POWER", "VOTES"]

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
_HELD = object_of(
    {
        "status": {"enum": ["certain", "possible", "impossible"]},
        "least": CHANCE_OR_NULL,
        "most": CHANCE_OR_NULL,
        "error": {"type": ["number", "null"], "minimum": 0},
    }
)
AGAINST_NO_DEAL: Schema = or_null(object_of({**_NO_DEAL_KEYS, "packages": list_of(map_of(_HELD))}))

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
