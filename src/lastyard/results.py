"""What every result has in common: it prints well, and shows as HTML in notebooks.

A result is frozen and holds what was found, never how it looks: views are found by its
type (:mod:`lastyard.show`), so that text, HTML and JSON always say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from textwrap import shorten
from typing import Any

from lastyard.budget import Stopped

__all__ = ["Result", "Unfinished", "in_short"]


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
