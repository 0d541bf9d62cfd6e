"""JSON Schemas of what ``next`` and ``simulate`` print, without the common keys."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["SIMULATE", "next_answer"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_AMOUNT: Schema = {"type": "number", "minimum": 0}
_OPTIONS: Schema = {"type": "object", "additionalProperties": _TEXT}
_REASONS: Schema = {"type": "object", "additionalProperties": _TEXT}


def _object(properties: Mapping[str, Schema]) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties)}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


_BEST = _object({"package": _OPTIONS, "index": _CHANCE})
_INFORMATION = _object({"bits": _AMOUNT, "error": _AMOUNT})
_FIGURE = _object({"index": _CHANCE, "error": _AMOUNT})
_QUESTION = _object(
    {
        "id": _TEXT,
        "kind": {"enum": ["hold", "take", "compare"]},
        "to": _TEXT,
        "statement": {"type": ["string", "null"]},
        "package": _or_null(_OPTIONS),
        "other": _or_null(_OPTIONS),
        "chance": _FIGURE,
        "information": _INFORMATION,
        "rise": _CHANCE,
        "questions_left": {"type": ["number", "null"], "minimum": 0},
        "if_yes": _BEST,
        "if_no": _BEST,
        "statements": _TEXTS,
    }
)
_PROPOSAL = _object(
    {
        "id": _TEXT,
        "package": _OPTIONS,
        "agreement": _FIGURE,
        "breaks": _TEXTS,
        "refusal": _or_null(_INFORMATION),
    }
)


def next_answer(unsampled: Schema) -> Mapping[str, Schema]:
    """Return the keys of ``next``.

    Args:
        unsampled: The questions that ``analyse`` gives, which are repeated here.
    """
    return {
        "best": _BEST,
        "questions": _list_of(_QUESTION),
        "open_questions": _COUNT,
        "proposals": _list_of(_PROPOSAL),
        "by_refusal": _TEXTS,
        "apart": _CHANCE,
        "next": unsampled,
        "silent_parties": _TEXTS,
        "cannot_tell": _REASONS,
        "statements": _TEXTS,
        "considered": _COUNT,
        "candidates": _COUNT,
        "draws": _COUNT,
        "worlds": _COUNT,
        "seed": _COUNT,
    }


SIMULATE: Mapping[str, Schema] = {
    "ways": _list_of(
        _object(
            {
                "name": _TEXT,
                "found": _list_of(
                    _object({"questions": _COUNT, "share": _CHANCE, "error": _AMOUNT})
                ),
                "mean": _AMOUNT,
                "error": _AMOUNT,
                "more": {"type": "number"},
                "more_error": _AMOUNT,
            }
        )
    ),
    "runs": _COUNT,
    "feasible": _COUNT,
    "most_questions": _COUNT,
    "candidates": _COUNT,
    "draws": _COUNT,
    "statements": _TEXTS,
    "silent_parties": _TEXTS,
    "cannot_tell": _REASONS,
    "seed": _COUNT,
}
