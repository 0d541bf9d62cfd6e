"""JSON Schemas of what ``next`` and ``simulate`` print, without the common keys.

The JSON Schemas of ``lastyard trace --json`` and ``--why ID --json``.

The JSON Schemas of ``lastyard diff --json`` and ``lastyard merge --json``.

JSON Schemas of the answers that ``--json`` prints. More keys may come; these stay.

Example:
    >>> ANSWERS["standing"]["required"]
    ['lastyard', 'case', 'as_of', 'issues', 'parties_without_package', 'broken_commitments']
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from lastyard.show.published import schema_of
from lastyard.show.schemas_deals import (
    BEST,
    CHANCE,
    CHANCE_OR_NULL,
    COUNT,
    EFFICIENT,
    LEANINGS,
    MOVES,
    OPTIONS,
    PACKAGES,
    POWER,
    SOLUTIONS,
    TEXT,
    TEXTS,
    TIMELINE,
    VOTES,
    Schema,
    list_of,
    map_of,
    object_of,
    or_null,
)

__all__ = ["ANSWERS", "DIFF", "ERRORS", "MERGE", "PROVENANCE", "REASONS", "SIMULATE", "next_answer"]

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


_USE = object_of({"role": TEXT, "id": TEXT})


_THING = object_of({"id": TEXT, "kind": TEXT})


_FINDING = object_of(
    {"id": TEXT, "kind": TEXT, "run": TEXT, "values": {"type": "object"}, "uses": list_of(_USE)}
)


REASONS: dict[str, Schema] = {
    "id": TEXT,
    "about": _THING,
    "uses": list_of(_USE),
    "chain": list_of(_THING),
    "used_by": TEXTS,
}


PROVENANCE: dict[str, Schema] = {
    "runs": list_of(object_of({"id": TEXT, "exactness": TEXT, "parameters": {"type": "object"}})),
    "findings": list_of(_FINDING),
    "things": list_of(_THING),
}


_LINE: Schema = {"type": ["integer", "null"], "minimum": 1}


_ANYTHING: Schema = {}


_FINDING_SCHEMAS_VERSIONS: Schema = {"type": ["object", "null"]}


_KEY = object_of({"section": TEXT, "id": TEXT})


DIFF: dict[str, Schema] = {
    "old_as_of": {"type": ["string", "null"], "format": "date"},
    "written": list_of(
        object_of(
            {
                "section": TEXT,
                "id": TEXT,
                "what": {"enum": ["added", "removed", "changed"]},
                "fields": list_of(object_of({"name": TEXT, "old": _ANYTHING, "new": _ANYTHING})),
            }
        )
    ),
    "concluded": list_of(
        object_of(
            {
                "kind": TEXT,
                "name": TEXT,
                "old": _FINDING_SCHEMAS_VERSIONS,
                "new": _FINDING_SCHEMAS_VERSIONS,
            }
        )
    ),
    "compared": list_of(TEXT),
    "not_compared": list_of({"enum": ["package", "vote", "moves"]}),
    "complete": {"type": "boolean"},
}


MERGE: dict[str, Schema] = {
    "written": {"type": "boolean"},
    "from_b": list_of(_KEY),
    "removed": list_of(_KEY),
    "conflicts": list_of(
        object_of(
            {
                "section": TEXT,
                "id": TEXT,
                "base": _ANYTHING,
                "a": _ANYTHING,
                "b": _ANYTHING,
                "line_a": _LINE,
                "line_b": _LINE,
                "problem": {"type": ["string", "null"]},
            }
        )
    ),
    "settled_by": {"enum": ["a", "b", None]},
    "comments_lost": list_of(object_of({"file": TEXT, "line": _LINE, "text": TEXT})),
}


_DAY: Schema = {"type": ["string", "null"], "format": "date"}


# What was not finished within the budget; the key is there only where something was not.
_STOPPED = list_of(
    object_of(
        {
            "what": TEXT,
            "why": {"enum": ["work", "memory", "size", "cancelled"]},
            "done": or_null(TEXT),
        }
    )
)


def _answer(
    title: str, properties: Mapping[str, Schema], on_request: Mapping[str, Schema] | None = None
) -> Schema:
    whole = object_of({"lastyard": TEXT, "case": TEXT, "as_of": _DAY, **properties})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole,
        "properties": {**whole["properties"], **(on_request or {}), "stopped": _STOPPED},
    }


_BROKEN = list_of(
    object_of(
        {
            "party": TEXT,
            "commitments": TEXTS,
            "statements": TEXTS,
            "when": {"enum": ["later", "same day", "earlier"]},
        }
    )
)


_PROBLEM = object_of(
    {
        "code": TEXT,
        "severity": {"enum": ["error", "warning"]},
        "message": TEXT,
        "location": or_null(object_of({"file": TEXT, "line": COUNT, "column": COUNT})),
        "help": {"type": ["string", "null"]},
    }
)


ERRORS: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Why there is no answer (exit code 2)",
    **object_of({"lastyard": TEXT, "errors": list_of(_PROBLEM)}),
}


_ISSUE_STANDING = object_of(
    {
        "state": {"enum": ["agreed", "near", "open", "silent"]},
        "positions": map_of(
            object_of(
                {
                    "option": TEXT,
                    "statement": TEXT,
                    "since": _DAY,
                    "basis": {"enum": ["position", "offer", "commitment"]},
                }
            )
        ),
        "open": map_of(TEXTS),
        "gaps": list_of(
            object_of(
                {
                    "between": {**TEXTS, "minItems": 2, "maxItems": 2},
                    "by_position": CHANCE_OR_NULL,
                    "by_commitment": CHANCE_OR_NULL,
                }
            )
        ),
        "statements": TEXTS,
        "silent": TEXTS,
    }
)


_STANDING: dict[str, Schema] = {
    "issues": map_of(_ISSUE_STANDING),
    "parties_without_package": TEXTS,
    "broken_commitments": _BROKEN,
}


def _derived(home: str, name: str) -> dict[str, Schema]:
    """Return the keys of an answer, without the head."""
    found: dict[str, Schema] = schema_of(getattr(import_module(home), name), is_whole=False)
    return found["properties"]


_IMPASSE = _derived("lastyard.answers.impasse", "Impasse")


_QUESTION_SCHEMAS = object_of(
    {
        "to": TEXTS,
        "about": TEXTS,
        "would_take": OPTIONS,
        "if_given": list_of(object_of({"issue": TEXT, "option": TEXT, "statement": TEXT})),
        "issues": TEXTS,
    }
)


_PLACE = object_of({"start": COUNT, "end": COUNT})


_PROPOSAL_SCHEMAS = object_of(
    {
        "verb": TEXT,
        "issue": TEXT,
        "option": {"type": ["string", "null"]},
        "says": {"type": ["object", "null"]},
        "confidence": CHANCE,
        "rule": TEXT,
        "words": TEXTS,
    }
)


_FOUND = object_of(
    {
        "id": TEXT,
        "draft": TEXT,
        "kind": {"enum": ["direct", "mixed", "indirect", "act"]},
        "speaker": TEXT,
        "party": {"type": ["string", "null"]},
        "date": {"type": ["string", "null"]},
        "on": _DAY,
        "quote": object_of(
            {"exact": TEXT, "prefix": TEXT, "suffix": TEXT, "start": COUNT, "end": COUNT}
        ),
        "source": or_null(_PLACE),
        "confidence": CHANCE,
        "proposals": list_of(_PROPOSAL_SCHEMAS),
        "same_as": {"type": ["string", "null"]},
    }
)


_EVENT = object_of(
    {
        "id": TEXT,
        "type": TEXT,
        "anchor": _PLACE,
        "participants": TEXTS,
        "date": {"type": ["string", "null"]},
    }
)


_ANALYSIS: Mapping[str, Schema] = {
    "standing": object_of(_STANDING),
    "impasse": object_of(_IMPASSE),
    "contradictory_preferences": list_of(object_of({"party": TEXT, "statements": TEXTS})),
    "best": or_null(BEST),
    "why_not_best": or_null(TEXT),
    "next": list_of(_QUESTION_SCHEMAS),
}


ANSWERS: Mapping[str, Schema] = {
    "analyse": _answer("lastyard analyse --json", _ANALYSIS),
    "check": _answer(
        "lastyard check --json",
        {
            "contradictions": list_of(
                object_of({"party": TEXT, "statements": TEXTS, "absolute": {"type": "boolean"}})
            ),
            "preferences": list_of(
                object_of({"party": TEXT, "statements": TEXTS, "repairs": list_of(TEXTS)})
            ),
            "broken_commitments": _BROKEN,
            "leanings": LEANINGS,
            "unread": TEXTS,
            "quotes": list_of(
                object_of(
                    {
                        "statement": TEXT,
                        "file": {"type": ["string", "null"]},
                        "line": COUNT,
                        "start": COUNT,
                        "moved": {"type": "boolean"},
                    }
                )
            ),
            "warnings": list_of(_PROBLEM),
        },
    ),
    "code": _answer(
        "lastyard code --batch --json",
        {
            "added": TEXTS,
            "already": TEXTS,
            "dropped": TEXTS,
            "undecided": TEXTS,
            "rules": list_of(
                object_of(
                    {
                        "rule": TEXT,
                        "proposed": COUNT,
                        "accepted": COUNT,
                        "corrected": COUNT,
                        "dropped": COUNT,
                        "share": CHANCE,
                        "low": CHANCE,
                        "high": CHANCE,
                    }
                )
            ),
        },
    ),
    "diff": _answer("lastyard diff --json", DIFF),
    "impasse": _answer("lastyard impasse --json", _IMPASSE),
    "merge": _answer("lastyard merge --json", MERGE),
    "moves": _answer("lastyard moves --json", MOVES),
    "next": _answer("lastyard next --json", next_answer(list_of(_QUESTION_SCHEMAS))),
    "power": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lastyard power --json",
        **object_of({"lastyard": TEXT, "body": TEXT, **POWER}),
    },
    "simulate": _answer("lastyard simulate --json", SIMULATE),
    "solutions": _answer("lastyard solutions --json", SOLUTIONS),
    "packages": _answer("lastyard packages --json", PACKAGES, EFFICIENT),
    "read": _answer(
        "lastyard read --json",
        {
            "case": {"type": ["string", "null"]},
            "statements": list_of(_FOUND),
            "events": list_of(_EVENT),
            "document": object_of({"name": TEXT, "sha256": TEXT, "characters": COUNT}),
            "source": object_of({"id": TEXT, "file": {"type": ["string", "null"]}}),
            "notes": TEXTS,
        },
    ),
    "report": _answer(
        "lastyard report --json",
        {
            "seed": COUNT,
            "analyse": object_of(_ANALYSIS),
            "packages": or_null(object_of(PACKAGES)),
            "solutions": or_null(object_of(SOLUTIONS)),
            "vote": or_null(object_of(VOTES)),
            "moves": or_null(object_of(MOVES)),
            "timeline": or_null(object_of(TIMELINE)),
            "next": or_null(object_of(next_answer(list_of(_QUESTION_SCHEMAS)))),
            "provenance": object_of(PROVENANCE),
            "left_out": map_of(TEXT),
        },
    ),
    "standing": _answer("lastyard standing --json", _STANDING),
    "trace": _answer("lastyard trace --json", PROVENANCE),
    "timeline": _answer("lastyard timeline --json", TIMELINE),
    "vote": _answer("lastyard vote --json", VOTES),
    "why": _answer("--why ID --json, of any answer", REASONS),
}
