"""The JSON Schema of what ``lastyard packages --json`` prints, without the common keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lastyard.views.schemas_votes import AGAINST_NO_DEAL

__all__ = ["PACKAGES"]

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

_PACKAGE = _object(
    {
        "package": _OPTIONS,
        "acceptability": _INDICES,
        "agreement": _object({"index": _CHANCE, "error": _NUMBER}),
        "breaks": _TEXTS,
        "rank": {"anyOf": [{**_list_of(_COUNT), "minItems": 2, "maxItems": 2}, {"type": "null"}]},
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
    "silent_parties": _TEXTS,
    "cannot_tell": {"type": "object", "additionalProperties": _TEXT},
    "contradictions": _list_of(
        _object(
            {
                "party": _TEXT,
                "statements": _TEXTS,
                "repairs": _list_of(_object({"statements": _TEXTS, "statuses": _list_of(_STATUS)})),
            }
        )
    ),
    "hinges": _list_of(
        _object({"statement": _TEXT, "low": _CHANCE, "high": _CHANCE, "without": _OPTIONS})
    ),
    "against_no_deal": AGAINST_NO_DEAL,
}
