"""What the schemas of answers are put together from.

What the answers of ``vote``, ``power`` and ``moves`` hold, as JSON Schema.

The JSON Schema of what ``lastyard packages --json`` prints, without the common keys.

JSON Schema of what ``lastyard solutions --json`` prints, and of the same in the packages.

Example:
    >>> sorted(SOLUTIONS["solutions"]["properties"])[:2]
    ['egalitarian', 'kalai_smorodinsky']

JSON Schema of what ``lastyard timeline --json`` prints.

Example:
    >>> sorted(TIMELINE)[:2]
    ['codings', 'effects']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = [
    "AGAINST_NO_DEAL",
    "BEST",
    "CHANCE",
    "CHANCE_OR_NULL",
    "COUNT",
    "EFFICIENT",
    "LEANINGS",
    "MOVES",
    "OPTIONS",
    "PACKAGES",
    "POWER",
    "SOLUTIONS",
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


_NUMBER: Schema = {"type": ["number", "null"], "minimum": 0}


_STATUS: Schema = {"enum": ["certain", "possible", "impossible"]}


_INDICES: Schema = {
    "type": "object",
    "additionalProperties": object_of(
        {"index": CHANCE_OR_NULL, "error": _NUMBER, "status": _STATUS}
    ),
}


_RANK: Schema = {"anyOf": [{**list_of(COUNT), "minItems": 2, "maxItems": 2}, {"type": "null"}]}


_AGREED = object_of({"index": CHANCE_OR_NULL, "error": _NUMBER})


_SIGNED: Schema = {"type": ["number", "null"]}


_LEFT_OUT = object_of(
    {
        "statements": TEXTS,
        "method": {"enum": ["draws weighed anew", "drawn again"]},
        "changes": {"type": "boolean"},
        "best": OPTIONS,
        "agreement": _AGREED,
    }
)


_CONCESSION = object_of(
    {
        "issue": TEXT,
        "asked": TEXT,
        "got": TEXT,
        "statement": TEXT,
        "distance": CHANCE_OR_NULL,
        "cost": _SIGNED,
        "error": _NUMBER,
    }
)


_DEMAND = object_of(
    {
        "party": TEXT,
        "gives": list_of(_CONCESSION),
        "gets": TEXTS,
        "gains": list_of(_CONCESSION),
        "cost": _SIGNED,
        "error": _NUMBER,
    }
)


LEANINGS = list_of(
    object_of(
        {"party": TEXT, "issue": TEXT, "wants": {"enum": ["more", "less"]}, "statements": TEXTS}
    )
)


_PACKAGE = object_of(
    {
        "package": OPTIONS,
        "acceptability": _INDICES,
        "agreement": _AGREED,
        "breaks": TEXTS,
        "rank": _RANK,
        "fair": TEXTS,
        "compared": list_of(
            object_of(
                {
                    "against": {"enum": ["status quo", "runner-up"]},
                    "package": OPTIONS,
                    "gains": _INDICES,
                }
            )
        ),
        "demands": list_of(_DEMAND),
    }
)


_ROBUST = object_of(
    {
        "package": _PACKAGE,
        "worst": {"type": "object", "additionalProperties": {"type": "number"}},
        "bound": {"type": "number"},
        "exact": {"type": "boolean"},
        "left_out": {"type": "object", "additionalProperties": TEXT},
    }
)


PACKAGES: Mapping[str, Schema] = {
    "seed": COUNT,
    "method": {"enum": ["list", "search"]},
    "draws": COUNT,
    "effective_draws": _NUMBER,
    "considered": COUNT,
    "by_demands": TEXTS,
    "leanings": LEANINGS,
    "if_level": {"anyOf": [OPTIONS, {"type": "null"}]},
    "by_form": {
        "type": "object",
        "properties": {"step": OPTIONS, "capped": OPTIONS},
        "additionalProperties": False,
    },
    "bound": CHANCE_OR_NULL,
    "gap": CHANCE_OR_NULL,
    "coarse_issues": TEXTS,
    "packages": list_of(_PACKAGE),
    "fair": {"type": "object", "additionalProperties": _PACKAGE},
    "why_not_fair": {"type": ["string", "null"]},
    "fair_gaps": {"type": "object", "additionalProperties": {"type": "number"}},
    "robust": {"anyOf": [_ROBUST, {"type": "null"}]},
    "why_not_robust": {"type": ["string", "null"]},
    "silent_parties": TEXTS,
    "cannot_tell": {"type": "object", "additionalProperties": TEXT},
    "contradictions": list_of(
        object_of(
            {
                "party": TEXT,
                "statements": TEXTS,
                "repairs": list_of(
                    object_of(
                        {
                            "statements": TEXTS,
                            "statuses": list_of(_STATUS),
                            "then": {"anyOf": [_LEFT_OUT, {"type": "null"}]},
                        }
                    )
                ),
            }
        )
    ),
    "hinges": list_of(
        object_of(
            {"statement": TEXT, "low": CHANCE_OR_NULL, "high": CHANCE_OR_NULL, "without": OPTIONS}
        )
    ),
    "against_no_deal": AGAINST_NO_DEAL,
    "left_out": list_of(_LEFT_OUT),
    "not_left_out": TEXTS,
}


BEST = object_of(
    {
        "seed": COUNT,
        "draws": COUNT,
        "effective_draws": _NUMBER,
        "packages": list_of(
            object_of(
                {
                    "package": OPTIONS,
                    "acceptability": _INDICES,
                    "agreement": _AGREED,
                    "breaks": TEXTS,
                    "rank": _RANK,
                }
            )
        ),
        "silent_parties": TEXTS,
        "cannot_tell": {"type": "object", "additionalProperties": TEXT},
    }
)


"""The best packages at the end of ``lastyard analyse --json``."""


# The promise to programs, so that printing a schema needs no engine; a test compares it with
# what the analysis gives.
_NAMES = (
    "nash",
    "kalai_smorodinsky",
    "egalitarian",
    "leximin",
    "utilitarian",
    "relative_welfare",
    "most_equal",
)


_NUMBER_OR_NULL: Schema = {"type": ["number", "null"]}


_VALUES: Schema = {"type": "object", "additionalProperties": {"type": "number"}}


_FAIR = object_of(
    {
        "package": {"anyOf": [OPTIONS, {"type": "null"}]},
        "values": _VALUES,
        "objective": _NUMBER_OR_NULL,
        "bound": _NUMBER_OR_NULL,
        "exact": {"type": "boolean"},
        "method": TEXT,
        "note": TEXT,
        "breaks": {"type": "array", "items": TEXT},
    }
)


_POINT = object_of({"package": OPTIONS, "values": _VALUES, "packages": COUNT})


_DISAGREEMENT = object_of(
    {
        "value": _NUMBER_OR_NULL,
        "basis": {"enum": ["reservation", "status quo", "asked", "below everything", "unknown"]},
    }
)


SOLUTIONS: Mapping[str, Schema] = {
    "packages_allowed": COUNT,
    "statements": {"type": "object", "additionalProperties": TEXT},
    "frontier": {"type": "array", "items": _POINT},
    "points": COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": TEXT,
    "solutions": object_of(dict.fromkeys(_NAMES, _FAIR)),
    "disagreement": {"type": "object", "additionalProperties": _DISAGREEMENT},
}


"""``lastyard solutions``."""


EFFICIENT: Mapping[str, Schema] = {
    "measure": {"enum": ["points", "acceptability"]},
    "frontier": SOLUTIONS["frontier"],
    "points": COUNT,
    "exact": {"type": "boolean"},
    "epsilon": _VALUES,
    "reason": TEXT,
    "solutions": {
        "type": "object",
        "properties": dict.fromkeys(_NAMES, _FAIR),
        "additionalProperties": False,
    },
    "disagreement": SOLUTIONS["disagreement"],
    "why_no_solutions": TEXT,
}


"""What ``lastyard packages --frontier --solutions`` adds; each key only where it was asked for."""


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
