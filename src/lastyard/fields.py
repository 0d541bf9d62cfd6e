"""What the fields of an answer are: types that say how a value is written for programs.

An answer is a tree of frozen records. What ``--json`` prints, its JSON Schema and its tables in
docs/json.md follow from these records alone (:mod:`lastyard.show.published`): the name of a
field is its key, its type says how it is written, and its text under ``Attributes:`` is what it
means. The types of this module are for what plain types do not say. To type checkers they are
the types that they stand for.

A name that Python keeps for itself is written with a line below, as ``from_``; its key is
``from``. A thing of a case (party, issue, statement, rule) is written as its id.

Example:
    >>> from dataclasses import dataclass
    >>> @dataclass(frozen=True, slots=True)
    ... class Reading:
    ...     index: Chance | None
    ...     draws: Count
    ...     weights: Unpublished[tuple[float, ...]]
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from fractions import Fraction
from typing import Annotated, Any, TypeVar

from lastyard.case.model import Terms
from lastyard.records import record

__all__ = [
    "Amount",
    "As",
    "AsOf",
    "ByKey",
    "Chance",
    "Choice",
    "Choices",
    "Count",
    "ExactAmount",
    "ExactChance",
    "Head",
    "Inline",
    "Key",
    "Number",
    "OnRequest",
    "Only",
    "Options",
    "Pairs",
    "Part",
    "Plain",
    "Unpublished",
    "Written",
]

T = TypeVar("T")


@record(frozen=True, slots=True)
class Key:
    """The field is published under another name than its own.

    Attributes:
        name: The key.
    """

    name: str


@record(frozen=True, slots=True)
class Number:
    """The number lies in a range.

    Attributes:
        least: The least that it can be; None: any.
        most: The most that it can be; None: any.
    """

    least: int | None = None
    most: int | None = None


@record(frozen=True, slots=True)
class ByKey:
    """A sequence of records is published as a mapping from one of their fields.

    Attributes:
        field: The field, which is left out of the records themselves.
    """

    field: str


class Only:
    """Of a record only some keys are published.

    Attributes:
        keys: These, each with those of the records in it; None: all of them.
    """

    __slots__ = ("keys",)

    def __init__(self, keys: Mapping[str, Only | None]) -> None:
        self.keys = keys


class Written:
    """The value is written in a way of its own.

    Attributes:
        write: Returns the value as plain data.
        schema: JSON Schema of that.
        words: What it is, in words.
    """

    __slots__ = ("schema", "words", "write")

    def __init__(self, write: Callable[[Any], Any], schema: Mapping[str, Any], words: str) -> None:
        self.write, self.schema, self.words = write, schema, words


@record(frozen=True, slots=True)
class Plain:
    """The value is plain data already, in the form that a record describes.

    Attributes:
        record: The record's class.
    """

    record: type


@record(frozen=True, slots=True)
class As:
    """The value is published as what a function makes of it.

    Attributes:
        make: Returns it; its annotation says as what.
    """

    make: Callable[[Any], Any]


# Numbers: how many; from 0 to 1; not below 0. As a Python float or exact, as a fraction.
Count = Annotated[int, Number(0)]
Chance = Annotated[float, Number(0, 1)]
ExactChance = Annotated[Fraction, Number(0, 1)]
Amount = Annotated[float, Number(0)]
ExactAmount = Annotated[Fraction, Number(0)]

# A package, or a part of one.
Options = Annotated[Terms, "package"]
Pairs = Annotated[tuple[tuple[str, int], ...], "package"]

# The index of an option, and a mask of options, of the issue that the record names in a field
# `issue`, or the record around it does.
Choice = Annotated[int, "option"]
Choices = Annotated[int, "options"]

# The day of a whole answer; not repeated where one answer stands in another.
AsOf = Annotated[date | None, Key("as_of"), "head"]
Head = Annotated[T, "head"]

# An answer within an answer, with what of it was not finished.
Part = Annotated[T, "part"]

# Not for programs; with the keys of the record around it; missing where there is nothing.
Unpublished = Annotated[T, "unpublished"]
Inline = Annotated[T, "inline"]
OnRequest = Annotated[T, "on request"]
