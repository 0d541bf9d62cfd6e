"""The JSON Schema of each answer that ``--json`` prints, as its records say.

Example:
    >>> ANSWERS["standing"]["required"]
    ['lastyard', 'case', 'as_of', 'issues', 'parties_without_package', 'broken_commitments']
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module

from lastyard.show.published import Schema, or_stopped, schema_of

__all__ = ["ANSWERS", "errors_schema", "record_of"]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

_VERSION: Schema = {"type": "string", "description": "Version of Last Yard."}

# The record that answers a command, by its module and name; `why` is what `--why ID` answers.
_RECORDS = {
    "analyse": ("lastyard.answers.analyse", "Analysis"),
    "check": ("lastyard.answers.check", "Check"),
    "code": ("lastyard.drafting.adding", "Coded"),
    "diff": ("lastyard.answers.versions", "Changes"),
    "forecast": ("lastyard.answers.forecast", "Forecasts"),
    "impasse": ("lastyard.answers.impasse", "Impasse"),
    "improve": ("lastyard.answers.improve", "Improvements"),
    "merge": ("lastyard.answers.versions", "Merged"),
    "moves": ("lastyard.answers.moves", "Moves"),
    "next": ("lastyard.answers.next_step", "NextStep"),
    "packages": ("lastyard.answers.packages", "Packages"),
    "power": ("lastyard.answers.votes", "VotingPower"),
    "read": ("lastyard.show.drafting", "Read"),
    "report": ("lastyard.show.report.page", "ReportAnswers"),
    "simulate": ("lastyard.answers.next_step", "Simulation"),
    "solutions": ("lastyard.answers.solutions", "Solutions"),
    "standing": ("lastyard.answers.standing", "Standing"),
    "what-if": ("lastyard.answers.what_if", "WhatIf"),
    "timeline": ("lastyard.answers.timeline", "Timeline"),
    "trace": ("lastyard.show.evidence", "Traced"),
    "vote": ("lastyard.answers.votes", "Votes"),
    "why": ("lastyard.show.evidence", "Behind"),
}


def record_of(name: str) -> type:
    """Return the record that answers a command; importing it may bring engines.

    Args:
        name: The command, or ``why``: what ``--why ID`` answers.

    Raises:
        KeyError: If there is none such.
    """
    home, record = _RECORDS[name]
    found: type = getattr(import_module(home), record)
    return found


class _Answers(Mapping[str, Schema]):
    """The schemas by command, each worked out when it is asked for."""

    def __getitem__(self, name: str) -> Schema:
        title = "--why ID --json, of any answer" if name == "why" else f"lastyard {name} --json"
        return or_stopped(_whole(title, record_of(name)))

    def __iter__(self) -> Iterator[str]:
        return iter(_RECORDS)

    def __len__(self) -> int:
        return len(_RECORDS)


ANSWERS: Mapping[str, Schema] = _Answers()


def errors_schema() -> Schema:
    """Return the schema of what is printed when there is no answer."""
    from lastyard.answers.check import Problems  # noqa: PLC0415  (seldom needed)

    return _whole("Why there is no answer (exit code 2)", Problems)


def _whole(title: str, record: type) -> Schema:
    """Return the schema of all that is printed: with the version first."""
    found = schema_of(record)
    return {
        "$schema": _DIALECT,
        "title": title,
        **found,
        "properties": {"lastyard": _VERSION, **found["properties"]},
        "required": ["lastyard", *found["required"]],
    }
