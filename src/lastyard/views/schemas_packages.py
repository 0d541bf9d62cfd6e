"""The JSON Schema of what ``lastyard packages --json`` prints, without the common keys."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.views.schema_parts import (
    CHANCE_OR_NULL,
    COUNT,
    OPTIONS,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    object_of,
)
from lastyard.views.schemas_votes import AGAINST_NO_DEAL

__all__ = ["BEST", "PACKAGES"]

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
