"""What of a record is published: as plain data, as JSON Schema and as rows of documentation.

All three follow from the record's class: a field's name is its key, its type says how it is
written (:mod:`lastyard.results`), and its text under ``Attributes:`` is what it means. A record
that works with numbers of its own (of states, say) is published as another, which its method
``published`` returns. A schema allows no other keys, so that what is printed cannot say more than
is described. Sampled figures are published to two digits of their Monte-Carlo error: what follows is noise.

Example:
    >>> from lastyard.answers.impasse import Tightness
    >>> schema_of(Tightness)["properties"]["packages_without"]
    {'type': 'integer', 'minimum': 0, 'description': 'How many packages would satisfy everything if it were dropped.'}
    >>> [(row.key, row.kind) for row in rows_of(Tightness)][0]
    ('statement', 'id of a statement')
    >>> ANSWERS["standing"]["required"]
    ['lastyard', 'case', 'as_of', 'issues', 'parties_without_package', 'broken_commitments']
    >>> to_two_digits({"index": 0.583984375, "error": 0.022138885902104, "status": "possible"})
    {'index': 0.584, 'error': 0.022, 'status': 'possible'}
    >>> to_two_digits({"index": 0.2, "error": 0.0})
    {'index': 0.2, 'error': 0.0}
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from importlib import import_module
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin, get_type_hints

from lastyard.budget import Stopped
from lastyard.case.model import Case, Issue, Party, Rule, Source, Statement, Terms
from lastyard.conditions.tree import bits
from lastyard.results import As, ByKey, Key, Number, Only, Plain, Written

__all__ = [
    "ANSWERS",
    "Row",
    "Schema",
    "content_of",
    "errors_schema",
    "or_stopped",
    "record_of",
    "rows_of",
    "schema_of",
    "to_two_digits",
    "with_stopped",
]

Schema = dict[str, Any]
_NAMED = {Party: "party", Statement: "statement", Rule: "rule", Issue: "issue", Source: "source"}
_TEXT: Schema = {"type": "string"}

# Types in the fields of a module's records that it does not import itself, for what they bring.
_LATER = {"lastyard.answers.packages.result": {"Alternative": "lastyard.answers.no_deal"}}


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a value stands: the case and the issue whose labels it is written with."""

    case: Case | None = None
    issue: Issue | str | None = None

    def within(self, record: Any) -> _Place:
        case = getattr(record, "case", None)
        issue = getattr(record, "issue", None)
        if case is None and issue is None:
            return self
        return _Place(case or self.case, issue or self.issue)

    def _own(self) -> Issue:
        issue = self.issue
        if isinstance(issue, str):
            assert self.case is not None  # noqa: S101  (options are those of a case)
            issue = self.case.issue(issue)
        assert issue is not None  # noqa: S101  (named by the record or one around it)
        return issue

    def label(self, option: int) -> str:
        return self._own().label(option)

    def labels(self, mask: int) -> list[str]:
        every = self._own().labels()
        return [every[k] for k in bits(mask)]


class _Kind(NamedTuple):
    """How the values of a type are written.

    Attributes:
        write: Returns a value as plain data.
        schema: Returns the schema of that; worked out only when asked for.
        words: What it is, in words.
        inner: The keys of the record in it.
        record: The class of that.
    """

    write: Callable[[Any, _Place], Any]
    schema: Callable[[], Schema]
    words: str
    inner: tuple[_Field, ...] = ()
    record: Any = None


class _Field(NamedTuple):
    """One key of a record.

    Attributes:
        key: The key; empty where its keys stand among those around it.
        name: The field.
        kind: How its values are written.
        is_head: Whether it stands at the head of a whole answer only.
        on_request: Whether it is missing where there is nothing.
        meaning: What it means.
    """

    key: str
    name: str
    kind: _Kind
    is_head: bool
    on_request: bool
    meaning: str


class Row(NamedTuple):
    """One line of a table of keys.

    Attributes:
        key: The key, with those that it stands in: ``openings[].chance``.
        kind: What its values are, in words.
        meaning: What it means.
    """

    key: str
    kind: str
    meaning: str


def content_of(record: Any, *, is_whole: bool = True) -> dict[str, Any]:
    """Return what is published of a record, as plain data.

    Args:
        record: The record.
        is_whole: Whether it is a whole answer: then it begins with the case and the day.
    """
    if hasattr(record, "published"):
        record = record.published()
    kind: Any = type(record)
    return _write(_fields_of(kind), record, _Place(), is_whole=is_whole)


def schema_of(record: type, *, is_whole: bool = True) -> Schema:
    """Return the JSON Schema of that."""
    return _schema(_fields_of(_as_published(record)), is_whole=is_whole)


def rows_of(record: type, known: Mapping[type, str] | None = None) -> Iterator[Row]:
    """Yield the keys of a record with their meaning, each before those in it.

    Args:
        record: The class of the record.
        known: Records that are described elsewhere, each with a word for where.
    """
    own = _as_published(record)
    elsewhere = {_as_published(other): where for other, where in (known or {}).items()}
    yield from _rows(_fields_of(own), "", elsewhere)


def _rows(found: Iterable[_Field], path: str, known: dict[type, str]) -> Iterator[Row]:
    for field in found:
        kind, words = field.kind, field.kind.words
        if field.is_head:
            continue
        if not field.key:
            yield from _rows(kind.inner, path, known)
            continue
        elsewhere = known.get(kind.record)
        if elsewhere:
            words = f"{words}, {elsewhere}"
        yield Row(
            path + field.key, f"{words}, on request" if field.on_request else words, field.meaning
        )
        inside = "[]" if words.startswith("list") else ".*" if words.startswith("per ") else ""
        if not elsewhere and kind.inner:
            if kind.record is not None:
                known[kind.record] = f"as `{path}{field.key}`"
            yield from _rows(kind.inner, f"{path}{field.key}{inside}.", known)


def _write(
    found: Iterable[_Field], record: Any, place: _Place, *, is_whole: bool = False
) -> dict[str, Any]:
    inside = place.within(record)
    content: dict[str, Any] = {}
    for field in found:
        value = getattr(record, field.name)
        if (field.is_head and not is_whole) or (field.on_request and value is None):
            continue
        written = field.kind.write(value, inside)
        if field.key:
            content[field.key] = written
        else:
            content |= written or {}
    return content


def _schema(found: Iterable[_Field], *, is_whole: bool = False) -> Schema:
    properties: dict[str, Schema] = {}
    required: list[str] = []
    for field in found:
        if field.is_head and not is_whole:
            continue
        if not field.key:
            inside = _schema(field.kind.inner)
            properties |= inside["properties"]
            required += inside["required"]
            continue
        schema = field.kind.schema()
        properties[field.key] = (
            {**schema, "description": field.meaning} if field.meaning else schema
        )
        required += () if field.on_request else [field.key]
    return {
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


@cache
def _fields_of(record: Any, only: Only | None = None) -> tuple[_Field, ...]:
    """Return the published fields of a record, or only some of them."""
    hints = get_type_hints(record, localns=_types_for(record), include_extras=True)
    meanings = _meanings(record)
    found = []
    names = (
        [field.name for field in fields(record)]
        if is_dataclass(record)
        else getattr(record, "_fields", ())
    )
    for name in names:
        kind, marks = _parted(hints[name])
        key = next((mark.name for mark in marks if isinstance(mark, Key)), name.rstrip("_"))
        if "unpublished" in marks or (only is not None and key not in only.keys):
            continue
        inside = only.keys[key] if only is not None else None
        found.append(
            _Field(
                "" if "inline" in marks else key,
                name,
                _kind_of(kind, marks if inside is None else (*marks, inside)),
                "head" in marks or kind is Case,
                "on request" in marks,
                meanings.get(name, ""),
            )
        )
    return tuple(found)


def _types_for(record: Any) -> dict[str, Any] | None:
    later = _LATER.get(record.__module__)
    return later and {name: getattr(import_module(home), name) for name, home in later.items()}


def _as_published(record: Any) -> Any:
    """Return the class of what stands for a record, where it has a method ``published``."""
    if not hasattr(record, "published"):
        return record
    return get_type_hints(record.published, include_extras=True)["return"]


def with_stopped(content: dict[str, Any], stopped: Iterable[Stopped]) -> dict[str, Any]:
    """Add what of an answer was not finished, if anything."""
    told = [content_of(each) for each in stopped]
    return {**content, "stopped": told} if told else content


def or_stopped(schema: Schema) -> Schema:
    """Return the schema of an answer that may tell what was not finished."""
    stopped = {
        "type": "array",
        "items": schema_of(Stopped, is_whole=False),
        "description": "What was not finished within the budget; missing when the answer is whole.",
    }
    return {**schema, "properties": {**schema["properties"], "stopped": stopped}}


def _is_record(hint: Any) -> bool:
    return hint is not Case and (is_dataclass(hint) or hasattr(hint, "_fields"))


def _parted(hint: Any) -> tuple[Any, tuple[Any, ...]]:
    """Part a type from what is noted of it."""
    if get_origin(hint) is Annotated:
        kind, *marks = get_args(hint)
        return kind, tuple(marks)
    return hint, ()


def _kind_of(hint: Any, marks: tuple[Any, ...] = ()) -> _Kind:
    """Return how the values of a type are written."""
    if get_origin(hint) is Annotated:
        kind, more = _parted(hint)
        return _kind_of(kind, (*more, *marks))
    for mark in marks:
        if isinstance(mark, Written | As | Plain):
            return _own(mark)
    if get_origin(hint) in (Union, UnionType):
        return _either(get_args(hint), marks)
    for name, kind in _OF_CASES.items():
        if name in marks:
            return kind
    return _of_type(hint, marks)


def _own(mark: Written | As | Plain) -> _Kind:
    """Return how values are written that have a way of their own."""
    if isinstance(mark, Plain):
        return _record(mark.record, ())._replace(write=lambda value, _: value)
    if isinstance(mark, Written):
        return _Kind(lambda value, _: mark.write(value), lambda: dict(mark.schema), mark.words)
    kind = _kind_of(get_type_hints(mark.make, include_extras=True)["return"])
    return kind._replace(write=lambda value, place: kind.write(mark.make(value), place))


def _of_type(hint: Any, marks: tuple[Any, ...]) -> _Kind:
    origin = get_origin(hint)
    if origin is Literal:
        return _literal(get_args(hint))
    if origin is tuple:
        return _tuple(get_args(hint), marks)
    if origin is not None and issubclass(origin, Mapping):
        return _mapping(get_args(hint), marks)
    if hint in _NAMED:
        return _Kind(lambda thing, _: thing.id, lambda: _TEXT, f"id of {_one(_NAMED[hint])}")
    if _is_record(hint):
        return _record(hint, marks)
    return _plain(hint, marks)


def _plain(hint: Any, marks: tuple[Any, ...]) -> _Kind:
    """Return how texts, numbers, truths and days are written."""
    if hint is Any:
        return _Kind(lambda value, _: value, dict, "anything")
    if hint is Case:
        return _Kind(lambda case, _: case.title, lambda: _TEXT, "text")
    if hint is date:
        day: Schema = {"type": "string", "format": "date"}
        return _Kind(lambda value, _: value.isoformat(), lambda: day, "day")
    if hint in (float, int, Fraction):
        return _number(hint, next((mark for mark in marks if isinstance(mark, Number)), Number()))
    names = {str: ("string", "text"), bool: ("boolean", "true or false"), dict: ("object", "")}
    name, words = names[hint]
    return _Kind(lambda value, _: value, lambda: {"type": name}, words)


def _number(hint: Any, limits: Number) -> _Kind:
    schema: Schema = {"type": "integer" if hint is int else "number"}
    if limits.least is not None:
        schema["minimum"] = limits.least
    if limits.most is not None:
        schema["maximum"] = limits.most
    words = {"integer": "whole number", "number": "number"}[schema["type"]]
    if limits.most is not None:
        words = f"number from {limits.least} to {limits.most}"
    if hint is Fraction:
        return _Kind(lambda value, _: float(value), lambda: schema, words)
    return _Kind(lambda value, _: value, lambda: schema, words)


def _literal(values: tuple[Any, ...]) -> _Kind:
    words = ", ".join("null" if value is None else f"`{value}`" for value in values)
    return _Kind(lambda value, _: value, lambda: {"enum": list(values)}, words)


def _either(hints: tuple[Any, ...], marks: tuple[Any, ...]) -> _Kind:
    """Return how a value is written that may be missing; no other choice of types is needed."""
    given = [hint for hint in hints if hint is not type(None)]
    if len(given) != 1:
        raise TypeError(f"{hints}: published is one type, or one or None")
    kind = _kind_of(given[0], marks)

    def schema() -> Schema:
        found = kind.schema()
        if "enum" in found:
            return {**found, "enum": [*found["enum"], None]}
        if isinstance(found.get("type"), str) and found["type"] not in ("array", "object"):
            return {**found, "type": [found["type"], "null"]}
        return {"anyOf": [found, {"type": "null"}]}

    return kind._replace(
        write=lambda value, place: None if value is None else kind.write(value, place),
        schema=schema,
        words=f"{kind.words}, or null",
    )


def _tuple(hints: tuple[Any, ...], marks: tuple[Any, ...]) -> _Kind:
    by = next((mark.field for mark in marks if isinstance(mark, ByKey)), None)
    if by is not None:
        return _by_key(hints[0], by)
    rest = tuple(mark for mark in marks if isinstance(mark, Only))
    kind = _kind_of(hints[0], rest)
    if hints[-1] is Ellipsis:
        limits, words = {}, f"list of {_many(kind.words)}"
    else:
        limits = {"minItems": len(hints), "maxItems": len(hints)}
        words = f"{len(hints)} {_many(kind.words)}"
    return kind._replace(
        write=lambda values, place: [kind.write(value, place) for value in values],
        schema=lambda: {"type": "array", "items": kind.schema(), **limits},
        words=words,
    )


def _by_key(hint: Any, name: str) -> _Kind:
    """Return how records are written as a mapping from one of their fields."""
    every = _fields_of(hint)
    rest = tuple(field for field in every if field.name != name)
    key = next(field for field in every if field.name == name)
    return _Kind(
        lambda values, place: {
            key.kind.write(getattr(value, name), place): _write(rest, value, place)
            for value in values
        },
        lambda: _named(key.kind.schema().get("enum", ()), _schema(rest)),
        f"per {name.replace('_', ' ')}",
        rest,
        hint,
    )


def _mapping(hints: tuple[Any, ...], marks: tuple[Any, ...]) -> _Kind:
    kind = _kind_of(hints[1], tuple(mark for mark in marks if isinstance(mark, Only)))
    keys = get_args(hints[0]) if get_origin(hints[0]) is Literal else ()

    return kind._replace(
        write=lambda values, place: {
            key: kind.write(value, place) for key, value in values.items()
        },
        schema=lambda: _named(keys, kind.schema()),
        words=f"per name: {kind.words}",
    )


def _named(keys: Iterable[str], values: Schema) -> Schema:
    """Return the schema of a mapping, from any name where none are given."""
    properties = dict.fromkeys(keys, values)
    if not properties:
        return {"type": "object", "additionalProperties": values}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _record(hint: Any, marks: tuple[Any, ...]) -> _Kind:
    if "part" in marks:
        whole = _record(hint, tuple(mark for mark in marks if mark != "part"))
        return whole._replace(
            write=lambda value, place: with_stopped(whole.write(value, place), value.stopped),
            schema=lambda: or_stopped(whole.schema()),
        )
    if hasattr(hint, "published"):
        other = _record(_as_published(hint), marks)
        return other._replace(write=lambda value, place: other.write(value.published(), place))
    only = next((mark for mark in marks if isinstance(mark, Only)), None)
    found = _fields_of(hint, only)
    return _Kind(
        lambda value, place: _write(found, value, place),
        lambda: _schema(found),
        "object",
        found,
        hint if only is None else None,
    )


def _write_package(package: Any, place: _Place) -> dict[str, str]:
    assert place.case is not None  # noqa: S101  (packages are those of a case)
    return dict(package if isinstance(package, Terms) else place.case.terms(dict(package)))


_OF_CASES = {
    "package": _Kind(
        _write_package,
        lambda: {"type": "object", "additionalProperties": _TEXT},
        "package",
    ),
    "option": _Kind(lambda value, place: place.label(value), lambda: _TEXT, "option"),
    "options": _Kind(
        lambda mask, place: place.labels(mask),
        lambda: {"type": "array", "items": _TEXT},
        "list of options",
    ),
}


def _one(noun: str) -> str:
    return f"{'an' if noun[0] in 'aeiou' else 'a'} {noun}"


def _many(words: str) -> str:
    words = re.sub(r"^id of an? (\w+)", r"ids of \1s", words).replace("partys", "parties")
    return re.sub(r"^(package|object|list|whole number|number|text|day)\b", r"\1s", words)


_ENTRY = re.compile(r"(\w+): (.*)")


def _meanings(record: type) -> dict[str, str]:
    """Return what stands under ``Attributes:`` in the docstrings of a class and its bases."""
    found: dict[str, str] = {}
    for cls in reversed(record.__mro__):
        if _is_record(cls) and cls.__doc__:
            found |= _attributes(cls.__doc__)
    return found


def _attributes(text: str) -> dict[str, str]:
    _, _, section = text.partition("Attributes:\n")
    found: dict[str, str] = {}
    name, depth = "", 0
    for line in section.splitlines():
        indent = len(line) - len(line.lstrip())
        entry = _ENTRY.match(line.strip())
        if not line.strip():
            if found:
                break
            continue
        depth = depth or indent
        if indent == depth and entry:
            name = entry[1]
            found[name] = entry[2]
        elif name:
            found[name] += f" {line.strip()}"
    return {name: _for_programs(text) for name, text in found.items()}


def _for_programs(text: str) -> str:
    """Write a text of a docstring in the terms of JSON."""
    text = re.sub(r":\w+:`~?(?:[\w.]*\.)?(\w+)`", r"\1", text)
    text = text.replace("``", "`")
    for ours, theirs in (("None", "null"), ("True", "true"), ("False", "false")):
        text = re.sub(rf"\b{ours}\b", theirs, text)
    return text


# What a key `error` beside it is the error of.
_FIGURES = frozenset(["index", "bits", "mean", "share", "cost"])


# What may hold or be such a figure; most of an answer is text.
_LOOKED_INTO = (dict, list, tuple, float)


def to_two_digits(content: Any) -> Any:
    """Return an answer in its machine-readable form with every sampled figure as exact as it is.

    A figure is sampled where a key ``error`` above zero stands beside it; exact ones stay whole.
    """
    if isinstance(content, dict):
        error = content.get("error")
        figures: frozenset[str] = frozenset()
        places = 0
        if isinstance(error, float) and error > 0.0:
            figures, places = _FIGURES | {"error"}, 1 - Decimal(error).adjusted()
        changed = {
            key: new
            for key, value in content.items()
            if isinstance(value, _LOOKED_INTO)
            and (
                new := round(value, places)
                if key in figures and isinstance(value, float)
                else to_two_digits(value)
            )
            is not value
        }
        # What stays as it is, as most does, is not copied: answers can be large.
        return content | changed if changed else content
    if isinstance(content, list | tuple):
        exact = [
            to_two_digits(each) if isinstance(each, _LOOKED_INTO) else each for each in content
        ]
        same = all(new is each for new, each in zip(exact, content, strict=True))
        return content if same and isinstance(content, list) else exact
    return content


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
    "packages": ("lastyard.answers.packages.result", "Packages"),
    "power": ("lastyard.answers.votes", "VotingPower"),
    "read": ("lastyard.show.drafting", "Read"),
    "report": ("lastyard.show.report.page", "ReportAnswers"),
    "simulate": ("lastyard.answers.simulate", "Simulation"),
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
