"""What a user can cause, and how it is told.

::

    LastYardError                 everything a user can cause; commands turn it into exit code 2
    ├── CaseError                 a case file cannot be used (lastyard.case.diagnostics)
    └── RequestError              a question that cannot be answered as asked (bad option, bad date)

Example:
    >>> did_you_mean("grond", ["ground", "border"], "issues")
    "did you mean 'ground'?"
"""

from __future__ import annotations

from collections.abc import Iterable

from lastyard.showing import shown

__all__ = [
    "LastYardError",
    "RequestError",
    "did_you_mean",
    "fault_of",
    "nearest",
    "need",
    "need_number",
    "need_seed",
]


class LastYardError(Exception):
    """A problem that the user can mend; never a fault of the program."""

    def __str__(self) -> str:
        # Messages hold words of cases and names of files, and end on terminals.
        return shown(super().__str__())


class RequestError(LastYardError, ValueError):
    """A question that cannot be answered as it was asked."""


def need(given: object, kind: str, where: str, what: str) -> None:
    """Refuse what is not of the kind that a function takes.

    The kind is the name of the class, which need not have been imported; `where` is the
    function and its argument.

    Raises:
        RequestError: If it is something else.
    """
    if kind not in (each.__name__ for each in type(given).__mro__):
        raise RequestError(f"{where} has to be {what}; this is of type {type(given).__name__}")


def need_number(what: str, given: int, least: int, most: int | None = None) -> None:
    """Refuse a number that is too small or too large; RequestError tells what it is of."""
    if most is None and given < least:
        raise RequestError(f"{what} must be at least {least}, not {given}")
    if most is not None and not least <= given <= most:
        raise RequestError(f"{what} must be from {least} to {most}, not {given}")


def need_seed(seed: int) -> None:
    """Refuse a seed below 0."""
    if seed < 0:
        raise RequestError("the seed must not be negative")


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word that is most like another, or None when none is."""
    # Imported here because difflib is slow to import and only errors need it.
    from difflib import get_close_matches  # noqa: PLC0415

    if len(word) > 100:
        return None
    lower = {name.lower(): name for name in known if len(name) <= 100}
    near = get_close_matches(word.lower(), list(lower), n=1, cutoff=0.6)
    return lower[near[0]] if near else None


def fault_of(problem: BaseException) -> str:
    """Name a fault of the program by its kind and place; its message may hold words of a case."""
    trace = problem.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return type(problem).__name__
    name = trace.tb_frame.f_code.co_filename.replace("\\", "/").rpartition("/")[2]
    return f"{type(problem).__name__} at {name}:{trace.tb_lineno}"


def did_you_mean(word: str, known: Iterable[str], what: str = "known") -> str:
    """Suggest the nearest known word, or list the known ones when they are few.

    Args:
        word: What the user wrote.
        known: The words that would have been right.
        what: What they are called, in the plural, for the list.
    """
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f"did you mean {near!r}?"
    if not names:
        return f"there are no {what}"
    shown = ", ".join(repr(name) for name in names[:8])
    return f"{what}: {shown}" + (f" and {len(names) - 8} more" if len(names) > 8 else "")
