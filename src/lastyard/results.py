"""What every result has in common, and the types that say how the fields of answers are written.

A result is frozen and holds what was found, never how it looks: views are found by its
type (:mod:`lastyard.show`), so that text, HTML and JSON always say the same.

An answer is a tree of frozen records. It prints well, and shows as HTML in notebooks. What
``--json`` prints, its JSON Schema and its tables in docs/json.md follow from these records alone
(:mod:`lastyard.show.published`): the name of a field is its key, its type says how it is written, and its text under ``Attributes:`` is what it
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

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from fractions import Fraction
from importlib import import_module
from textwrap import shorten
from typing import Annotated, Any, TypeVar

from lastyard.budget import Stopped
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
    "Result",
    "Unfinished",
    "Unpublished",
    "Written",
    "in_short",
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


class Result:
    """Base of all results."""

    __slots__ = ("_stopped",)

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # A dataclass writes one that shows all it holds, case and statements too, unless there is one.
        if "__repr__" not in cls.__dict__:
            cls.__repr__ = Result.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        case, day = getattr(self, "case", None), getattr(self, "day", None)
        about = "" if case is None else f" of {case.title!r}"
        when = "" if day is None else f" as of {day.isoformat()}"
        return f"<{type(self).__name__}{about}{when}; print() shows it>"

    @property
    def stopped(self) -> tuple[Stopped, ...]:
        """What was not finished within the budget; empty when the answer is whole.

        The rest of the answer stands. See :mod:`lastyard.budget`.
        """
        return getattr(self, "_stopped", ())

    def add_stopped(self, stopped: Iterable[Stopped]) -> None:
        """Note what else was not finished; for those who make the answer, before it is shown."""
        every = dict.fromkeys((*self.stopped, *stopped))
        # Results are frozen; what ran out is known only when they are made.
        object.__setattr__(self, "_stopped", tuple(every))

    def __str__(self) -> str:
        # Views import the results, so results find views only when asked to be shown.
        from lastyard.show import as_text  # noqa: PLC0415

        return as_text(self)

    def _repr_html_(self) -> str:
        from lastyard.show import as_html  # noqa: PLC0415

        return as_html(self)

    def as_json(self) -> dict[str, Any]:
        """Return the machine-readable form, with the keys that ``--json`` prints."""
        from lastyard.show import as_json  # noqa: PLC0415

        return as_json(self)

    def frames(self) -> dict[str, list[dict[str, Any]]]:
        """Return the answer as tables: per name its rows, each a mapping from column to value.

        The columns are the keys of ``--json``; :mod:`lastyard.show.frames` says how.
        """
        from lastyard.show.frames import tables_of  # noqa: PLC0415

        return tables_of(self.as_json())

    def to_pandas(self, name: str) -> Any:
        """Return one of :meth:`frames` as a ``pandas.DataFrame``.

        Args:
            name: The table, such as ``openings``.

        Raises:
            RequestError: If there is no such table; it names those there are.
            ModuleNotFoundError: If pandas is not installed.
        """
        rows = _table(self, name)
        return _library("pandas").DataFrame(rows)

    def to_polars(self, name: str) -> Any:
        """Return one of :meth:`frames` as a ``polars.DataFrame``.

        Args:
            name: The table, such as ``openings``.

        Raises:
            RequestError: If there is no such table; it names those there are.
            ModuleNotFoundError: If polars is not installed.
        """
        rows = _table(self, name)
        return _library("polars").DataFrame(rows, infer_schema_length=None)


_LONGEST = 90


def in_short(record: Any, words: Iterable[str]) -> str:
    """Return what a record shows of itself in a notebook: its class, its id and one line."""
    told = shorten(", ".join(words), _LONGEST, placeholder=" ...")
    return f"<{type(record).__name__} {record.id!r}: {told}>"


class Unfinished(Result):
    """In place of an answer of which nothing was finished within the budget."""

    __slots__ = ()

    def __init__(self, stopped: tuple[Stopped, ...]) -> None:
        self.add_stopped(stopped)


def _table(result: Result, name: str) -> list[dict[str, Any]]:
    from lastyard.errors import RequestError, did_you_mean  # noqa: PLC0415

    tables = result.frames()
    if name not in tables:
        what = f"{type(result).__name__} has no table called {name[:60]!r}"
        raise RequestError(f"{what}: {did_you_mean(name, tables, 'tables')}")
    return tables[name]


def _library(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as problem:
        if problem.name != name:
            raise
        raise ModuleNotFoundError(
            f"{name} is not installed: `pip install {name}`, or use frames(), which needs nothing",
            name=name,
        ) from None
