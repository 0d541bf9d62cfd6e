"""JSON Schemas of the answers that ``--json`` prints. More keys may come; these stay.

Example:
    >>> ANSWERS["standing"]["required"]
    ['lastyard', 'case', 'as_of', 'issues', 'parties_without_package', 'broken_commitments']
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lastyard.views.schemas_next import SIMULATE, next_answer
from lastyard.views.schemas_packages import BEST, PACKAGES
from lastyard.views.schemas_provenance import PROVENANCE, REASONS
from lastyard.views.schemas_solutions import EFFICIENT, SOLUTIONS
from lastyard.views.schemas_timeline import TIMELINE
from lastyard.views.schemas_versions import DIFF, MERGE
from lastyard.views.schemas_votes import MOVES, POWER, VOTES

__all__ = ["ANSWERS", "ERRORS"]

Schema = dict[str, Any]

_TEXT: Schema = {"type": "string"}
_TEXTS: Schema = {"type": "array", "items": _TEXT}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_SHARE: Schema = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_CHANCE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
_DAY: Schema = {"type": ["string", "null"], "format": "date"}
_PACKAGE: Schema = {"type": "object", "additionalProperties": _TEXT}


def _object(properties: Mapping[str, Schema], **more: Any) -> Schema:
    return {"type": "object", "properties": dict(properties), "required": list(properties), **more}


def _list_of(items: Schema) -> Schema:
    return {"type": "array", "items": items}


def _map_of(values: Schema) -> Schema:
    return {"type": "object", "additionalProperties": values}


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


def _answer(
    title: str, properties: Mapping[str, Schema], on_request: Mapping[str, Schema] | None = None
) -> Schema:
    whole = _object({"lastyard": _TEXT, "case": _TEXT, "as_of": _DAY, **properties})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **whole,
        "properties": {**whole["properties"], **(on_request or {})},
    }


_BROKEN = _list_of(
    _object(
        {
            "party": _TEXT,
            "commitments": _TEXTS,
            "statements": _TEXTS,
            "when": {"enum": ["later", "same day", "earlier"]},
        }
    )
)

_PROBLEM = _object(
    {
        "code": _TEXT,
        "severity": {"enum": ["error", "warning"]},
        "message": _TEXT,
        "location": _or_null(_object({"file": _TEXT, "line": _COUNT, "column": _COUNT})),
        "help": {"type": ["string", "null"]},
    }
)

ERRORS: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": "Why there is no answer (exit code 2)",
    **_object({"lastyard": _TEXT, "errors": _list_of(_PROBLEM)}),
}

_ISSUE_STANDING = _object(
    {
        "state": {"enum": ["agreed", "near", "open", "silent"]},
        "positions": _map_of(
            _object(
                {
                    "option": _TEXT,
                    "statement": _TEXT,
                    "since": _DAY,
                    "basis": {"enum": ["position", "offer", "commitment"]},
                }
            )
        ),
        "open": _map_of(_TEXTS),
        "gaps": _list_of(
            _object(
                {
                    "between": {**_TEXTS, "minItems": 2, "maxItems": 2},
                    "by_position": _SHARE,
                    "by_commitment": _SHARE,
                }
            )
        ),
        "statements": _TEXTS,
        "silent": _TEXTS,
    }
)

_STANDING: dict[str, Schema] = {
    "issues": _map_of(_ISSUE_STANDING),
    "parties_without_package": _TEXTS,
    "broken_commitments": _BROKEN,
}

_MOVEMENT = _object(
    {
        "party": _TEXT,
        "size": {"type": "number", "minimum": 0},
        "changes": _list_of(
            _object(
                {
                    "issue": _TEXT,
                    "from": _TEXT,
                    "to": _TEXT,
                    "steps": _or_null(_COUNT),
                    "unit": {"type": ["string", "null"]},
                }
            )
        ),
    }
)

_IMPASSE: dict[str, Schema] = {
    "agreement_exists": {"type": "boolean"},
    "cause": {"enum": ["nothing", "demands", "agreement", "rules"]},
    "packages": _or_null(_COUNT),
    "packages_allowed": _COUNT,
    "package": _or_null(_PACKAGE),
    "blocking_sets": _list_of(
        _object(
            {
                "id": _TEXT,
                "statements": _TEXTS,
                "chance_all_hold": _CHANCE,
                "rules": _or_null(_TEXTS),
                "trade_off": _or_null(
                    _list_of(_object({"package": _PACKAGE, "movements": _list_of(_MOVEMENT)}))
                ),
                "trade_off_complete": {"type": ["boolean", "null"]},
            }
        )
    ),
    "openings": _list_of(
        _object(
            {
                "id": _TEXT,
                "statements": _TEXTS,
                "chance": _CHANCE,
                "package": _PACKAGE,
                "packages": _or_null(_COUNT),
                "movements": _or_null(_list_of(_MOVEMENT)),
            }
        )
    ),
    "complete": {"type": "boolean"},
    "blocking_sets_complete": {"type": "boolean"},
    "openings_complete": {"type": "boolean"},
    "blocking_sets_likeliest": {"type": "boolean"},
    "proved_by": {"enum": ["nothing", "search", "second solver", "search and second solver"]},
    "openings_likeliest": {"type": "boolean"},
    "tightest": _list_of(
        _object({"statement": _TEXT, "packages_without": _COUNT, "packages_with_opposite": _COUNT})
    ),
    "silent_parties": _TEXTS,
}

_QUESTION = _object(
    {
        "to": _TEXTS,
        "about": _TEXTS,
        "would_take": _PACKAGE,
        "if_given": _list_of(_object({"issue": _TEXT, "option": _TEXT, "statement": _TEXT})),
        "issues": _TEXTS,
    }
)

_PLACE = _object({"start": _COUNT, "end": _COUNT})
_PROPOSAL = _object(
    {
        "verb": _TEXT,
        "issue": _TEXT,
        "option": {"type": ["string", "null"]},
        "says": {"type": ["object", "null"]},
        "confidence": _CHANCE,
        "rule": _TEXT,
        "words": _TEXTS,
    }
)
_FOUND = _object(
    {
        "id": _TEXT,
        "draft": _TEXT,
        "kind": {"enum": ["direct", "mixed", "indirect", "act"]},
        "speaker": _TEXT,
        "party": {"type": ["string", "null"]},
        "date": {"type": ["string", "null"]},
        "on": _DAY,
        "quote": _object(
            {"exact": _TEXT, "prefix": _TEXT, "suffix": _TEXT, "start": _COUNT, "end": _COUNT}
        ),
        "source": _or_null(_PLACE),
        "confidence": _CHANCE,
        "proposals": _list_of(_PROPOSAL),
        "same_as": {"type": ["string", "null"]},
    }
)
_EVENT = _object(
    {
        "id": _TEXT,
        "type": _TEXT,
        "anchor": _PLACE,
        "participants": _TEXTS,
        "date": {"type": ["string", "null"]},
    }
)

_ANALYSIS: Mapping[str, Schema] = {
    "standing": _object(_STANDING),
    "impasse": _object(_IMPASSE),
    "contradictory_preferences": _list_of(_object({"party": _TEXT, "statements": _TEXTS})),
    "best": _or_null(BEST),
    "why_not_best": _or_null(_TEXT),
    "next": _list_of(_QUESTION),
}

ANSWERS: Mapping[str, Schema] = {
    "analyse": _answer("lastyard analyse --json", _ANALYSIS),
    "check": _answer(
        "lastyard check --json",
        {
            "contradictions": _list_of(
                _object({"party": _TEXT, "statements": _TEXTS, "absolute": {"type": "boolean"}})
            ),
            "preferences": _list_of(
                _object({"party": _TEXT, "statements": _TEXTS, "repairs": _list_of(_TEXTS)})
            ),
            "broken_commitments": _BROKEN,
            "quotes": _list_of(
                _object(
                    {
                        "statement": _TEXT,
                        "file": {"type": ["string", "null"]},
                        "line": _COUNT,
                        "start": _COUNT,
                        "moved": {"type": "boolean"},
                    }
                )
            ),
            "warnings": _list_of(_PROBLEM),
        },
    ),
    "code": _answer(
        "lastyard code --batch --json",
        {
            "added": _TEXTS,
            "already": _TEXTS,
            "dropped": _TEXTS,
            "undecided": _TEXTS,
            "rules": _list_of(
                _object(
                    {
                        "rule": _TEXT,
                        "proposed": _COUNT,
                        "accepted": _COUNT,
                        "corrected": _COUNT,
                        "dropped": _COUNT,
                        "share": _CHANCE,
                        "low": _CHANCE,
                        "high": _CHANCE,
                    }
                )
            ),
        },
    ),
    "diff": _answer("lastyard diff --json", DIFF),
    "impasse": _answer("lastyard impasse --json", _IMPASSE),
    "merge": _answer("lastyard merge --json", MERGE),
    "moves": _answer("lastyard moves --json", MOVES),
    "next": _answer("lastyard next --json", next_answer(_list_of(_QUESTION))),
    "power": {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "lastyard power --json",
        **_object({"lastyard": _TEXT, "body": _TEXT, **POWER}),
    },
    "simulate": _answer("lastyard simulate --json", SIMULATE),
    "solutions": _answer("lastyard solutions --json", SOLUTIONS),
    "packages": _answer("lastyard packages --json", PACKAGES, EFFICIENT),
    "read": _answer(
        "lastyard read --json",
        {
            "case": {"type": ["string", "null"]},
            "statements": _list_of(_FOUND),
            "events": _list_of(_EVENT),
            "document": _object({"name": _TEXT, "sha256": _TEXT, "characters": _COUNT}),
            "source": _object({"id": _TEXT, "file": {"type": ["string", "null"]}}),
            "notes": _TEXTS,
        },
    ),
    "report": _answer(
        "lastyard report --json",
        {
            "seed": _COUNT,
            "analyse": _object(_ANALYSIS),
            "packages": _or_null(_object(PACKAGES)),
            "solutions": _or_null(_object(SOLUTIONS)),
            "vote": _or_null(_object(VOTES)),
            "moves": _or_null(_object(MOVES)),
            "timeline": _or_null(_object(TIMELINE)),
            "next": _or_null(_object(next_answer(_list_of(_QUESTION)))),
            "provenance": _object(PROVENANCE),
            "left_out": _map_of(_TEXT),
        },
    ),
    "standing": _answer("lastyard standing --json", _STANDING),
    "trace": _answer("lastyard trace --json", PROVENANCE),
    "timeline": _answer("lastyard timeline --json", TIMELINE),
    "vote": _answer("lastyard vote --json", VOTES),
    "why": _answer("--why ID --json, of any answer", REASONS),
}
