"""JSON Schemas of what ``next`` and ``simulate`` print, without the common keys."""

from __future__ import annotations

from collections.abc import Mapping

from lastyard.views.schema_parts import (
    CHANCE,
    COUNT,
    OPTIONS,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    object_of,
    or_null,
)

__all__ = ["SIMULATE", "next_answer"]

_AMOUNT: Schema = {"type": "number", "minimum": 0}

_BEST = object_of({"package": OPTIONS, "index": CHANCE})
_INFORMATION = object_of({"bits": _AMOUNT, "error": _AMOUNT})
_FIGURE = object_of({"index": CHANCE, "error": _AMOUNT})
_QUESTION = object_of(
    {
        "id": TEXT,
        "kind": {"enum": ["hold", "take", "compare"]},
        "to": TEXT,
        "statement": {"type": ["string", "null"]},
        "package": or_null(OPTIONS),
        "other": or_null(OPTIONS),
        "chance": _FIGURE,
        "information": _INFORMATION,
        "rise": CHANCE,
        "questions_left": {"type": ["number", "null"], "minimum": 0},
        "if_yes": _BEST,
        "if_no": _BEST,
        "statements": TEXTS,
    }
)
_PROPOSAL = object_of(
    {
        "id": TEXT,
        "package": OPTIONS,
        "agreement": _FIGURE,
        "breaks": TEXTS,
        "refusal": or_null(_INFORMATION),
    }
)


def next_answer(unsampled: Schema) -> Mapping[str, Schema]:
    """Return the keys of ``next``.

    Args:
        unsampled: The questions that ``analyse`` gives, which are repeated here.
    """
    return {
        "best": _BEST,
        "questions": list_of(_QUESTION),
        "open_questions": COUNT,
        "proposals": list_of(_PROPOSAL),
        "by_refusal": TEXTS,
        "apart": CHANCE,
        "next": unsampled,
        "silent_parties": TEXTS,
        "cannot_tell": OPTIONS,
        "statements": TEXTS,
        "considered": COUNT,
        "candidates": COUNT,
        "draws": COUNT,
        "worlds": COUNT,
        "seed": COUNT,
    }


SIMULATE: Mapping[str, Schema] = {
    "ways": list_of(
        object_of(
            {
                "name": TEXT,
                "found": list_of(
                    object_of({"questions": COUNT, "share": CHANCE, "error": _AMOUNT})
                ),
                "mean": _AMOUNT,
                "error": _AMOUNT,
                "more": {"type": "number"},
                "more_error": _AMOUNT,
            }
        )
    ),
    "runs": COUNT,
    "feasible": COUNT,
    "most_questions": COUNT,
    "candidates": COUNT,
    "draws": COUNT,
    "statements": TEXTS,
    "silent_parties": TEXTS,
    "cannot_tell": OPTIONS,
    "seed": COUNT,
}
