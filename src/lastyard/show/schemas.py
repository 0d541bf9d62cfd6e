"""JSON Schemas of what ``next`` and ``simulate`` print, without the common keys.

The JSON Schemas of ``lastyard trace --json`` and ``--why ID --json``.

The JSON Schemas of ``lastyard diff --json`` and ``lastyard merge --json``.

JSON Schemas of the answers that ``--json`` prints. More keys may come; these stay.

Example:
    >>> ANSWERS["standing"]["required"]
    ['lastyard', 'case', 'as_of', 'issues', 'parties_without_package', 'broken_commitments']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from lastyard.show.published import schema_of
from lastyard.show.schemas_deals import (
    CHANCE,
    COUNT,
    TEXT,
    TEXTS,
    Schema,
    list_of,
    map_of,
    object_of,
    or_null,
)

__all__ = [
    "ANSWERS",
    "DESCRIBED",
    "DIFF",
    "ERRORS",
    "MERGE",
    "PROVENANCE",
    "REASONS",
    "record_of",
]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_AMOUNT: Schema = {"type": "number", "minimum": 0}


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


# The record that answers a command, by its module and name.
_RECORDS = {
    "analyse": ("lastyard.answers.analyse", "Analysis"),
    "check": ("lastyard.answers.check", "Check"),
    "impasse": ("lastyard.answers.impasse", "Impasse"),
    "moves": ("lastyard.answers.moves", "Moves"),
    "next": ("lastyard.answers.next_step", "NextStep"),
    "packages": ("lastyard.answers.packages", "Packages"),
    "power": ("lastyard.answers.votes", "VotingPower"),
    "simulate": ("lastyard.answers.next_step", "Simulation"),
    "solutions": ("lastyard.answers.solutions", "Solutions"),
    "standing": ("lastyard.answers.standing", "Standing"),
    "what-if": ("lastyard.answers.what_if", "WhatIf"),
    "timeline": ("lastyard.answers.timeline", "Timeline"),
    "vote": ("lastyard.answers.votes", "Votes"),
}


DESCRIBED = tuple(_RECORDS)


def record_of(name: str) -> type:
    """Return the record that answers a command; ``why`` is what ``--why ID`` answers.

    Args:
        name: The command.

    Raises:
        KeyError: If there is none such.
    """
    home, record = _RECORDS[name]
    found: type = getattr(import_module(home), record)
    return found


def _nested(name: str) -> Schema:
    return schema_of(record_of(name), is_whole=False)


class _Answers(Mapping[str, Schema]):
    """The schemas by command, each worked out when it is asked for."""

    def __getitem__(self, name: str) -> Schema:
        if name in _WRITTEN:
            return _WRITTEN[name]
        found = schema_of(record_of(name))
        return {
            "$schema": _DIALECT,
            "title": f"lastyard {name} --json",
            **found,
            "properties": {"lastyard": TEXT, **found["properties"], "stopped": _STOPPED},
            "required": ["lastyard", *found["required"]],
        }

    def __iter__(self) -> Iterator[str]:
        return iter(sorted({*_RECORDS, *_WRITTEN}))

    def __len__(self) -> int:
        return len({*_RECORDS, *_WRITTEN})


def _errors() -> Schema:
    """Return the schema of problems: why there is no answer."""
    from lastyard.answers.check import Problems  # noqa: PLC0415  (it brings the case)

    found = schema_of(Problems)
    return {
        "$schema": _DIALECT,
        "title": "Why there is no answer (exit code 2)",
        **found,
        "properties": {"lastyard": TEXT, **found["properties"]},
        "required": ["lastyard", *found["required"]],
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
        "$schema": _DIALECT,
        "title": title,
        **whole,
        "properties": {**whole["properties"], **(on_request or {}), "stopped": _STOPPED},
    }


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


_WRITTEN: Mapping[str, Schema] = {
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
    "merge": _answer("lastyard merge --json", MERGE),
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
            "analyse": _nested("analyse"),
            "packages": or_null(_nested("packages")),
            "solutions": or_null(_nested("solutions")),
            "vote": or_null(_nested("vote")),
            "moves": or_null(_nested("moves")),
            "timeline": or_null(_nested("timeline")),
            "next": or_null(_nested("next")),
            "provenance": object_of(PROVENANCE),
            "left_out": map_of(TEXT),
        },
    ),
    "trace": _answer("lastyard trace --json", PROVENANCE),
    "why": _answer("--why ID --json, of any answer", REASONS),
}

ANSWERS: Mapping[str, Schema] = _Answers()
ERRORS = _errors()
