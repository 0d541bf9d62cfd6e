"""The JSON Schema of what ``lastyard packages --json`` prints, without the common keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lastyard.views.schemas_votes import AGAINST_NO_DEAL

__all__ = ["BEST", "PACKAGES"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_CHANCE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_NUMBER: Schema = {"type": ["number", "null"], "minimum": 0}
_OPTIONS: Schema = {"type": "object", "additionalProperties": _TEXT}
_STATUS: Schema = {"enum": ["certain", "possible", "impossible"]}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


_INDICES: Schema = {
    "type": "object",
    "additionalProperties": _object({"index": _CHANCE, "error": _NUMBER, "status": _STATUS}),
}

_RANK: Schema = {"anyOf": [{**_list_of(_COUNT), "minItems": 2, "maxItems": 2}, {"type": "null"}]}
_AGREED = _object({"index": _CHANCE, "error": _NUMBER})
_SIGNED: Schema = {"type": ["number", "null"]}
_LEFT_OUT = _object(
    {
        "statements": _TEXTS,
        "method": {"enum": ["draws weighed anew", "drawn again"]},
        "changes": {"type": "boolean"},
        "best": _OPTIONS,
        "agreement": _AGREED,
    }
)
_CONCESSION = _object(
    {
        "issue": _TEXT,
        "asked": _TEXT,
        "got": _TEXT,
        "statement": _TEXT,
        "distance": _CHANCE,
        "cost": _SIGNED,
        "error": _NUMBER,
    }
)
_DEMAND = _object(
    {
        "party": _TEXT,
        "gives": _list_of(_CONCESSION),
        "gets": _TEXTS,
        "gains": _list_of(_CONCESSION),
        "cost": _SIGNED,
        "error": _NUMBER,
    }
)

_PACKAGE = _object(
    {
        "package": _OPTIONS,
        "acceptability": _INDICES,
        "agreement": _AGREED,
        "breaks": _TEXTS,
        "rank": _RANK,
        "fair": _TEXTS,
        "compared": _list_of(
            _object(
                {
                    "against": {"enum": ["status quo", "runner-up"]},
                    "package": _OPTIONS,
                    "gains": _INDICES,
                }
            )
        ),
        "demands": _list_of(_DEMAND),
    }
)
_ROBUST = _object(
    {
        "package": _PACKAGE,
        "worst": {"type": "object", "additionalProperties": {"type": "number"}},
        "bound": {"type": "number"},
        "exact": {"type": "boolean"},
        "left_out": {"type": "object", "additionalProperties": _TEXT},
    }
)

PACKAGES: Mapping[str, Schema] = {
    "seed": _COUNT,
    "method": {"enum": ["list", "search"]},
    "draws": _COUNT,
    "effective_draws": _NUMBER,
    "considered": _COUNT,
    "bound": _CHANCE,
    "gap": _CHANCE,
    "coarse_issues": _TEXTS,
    "packages": _list_of(_PACKAGE),
    "fair": {"type": "object", "additionalProperties": _PACKAGE},
    "why_not_fair": {"type": ["string", "null"]},
    "fair_gaps": {"type": "object", "additionalProperties": {"type": "number"}},
    "robust": {"anyOf": [_ROBUST, {"type": "null"}]},
    "why_not_robust": {"type": ["string", "null"]},
    "silent_parties": _TEXTS,
    "cannot_tell": {"type": "object", "additionalProperties": _TEXT},
    "contradictions": _list_of(
        _object(
            {
                "party": _TEXT,
                "statements": _TEXTS,
                "repairs": _list_of(
                    _object(
                        {
                            "statements": _TEXTS,
                            "statuses": _list_of(_STATUS),
                            "then": {"anyOf": [_LEFT_OUT, {"type": "null"}]},
                        }
                    )
                ),
            }
        )
    ),
    "hinges": _list_of(
        _object({"statement": _TEXT, "low": _CHANCE, "high": _CHANCE, "without": _OPTIONS})
    ),
    "against_no_deal": AGAINST_NO_DEAL,
    "left_out": _list_of(_LEFT_OUT),
    "not_left_out": _TEXTS,
}

BEST = _object(
    {
        "seed": _COUNT,
        "draws": _COUNT,
        "effective_draws": _NUMBER,
        "packages": _list_of(
            _object(
                {
                    "package": _OPTIONS,
                    "acceptability": _INDICES,
                    "agreement": _AGREED,
                    "breaks": _TEXTS,
                    "rank": _RANK,
                }
            )
        ),
        "silent_parties": _TEXTS,
        "cannot_tell": {"type": "object", "additionalProperties": _TEXT},
    }
)
"""The best packages at the end of ``lastyard analyse --json``."""
