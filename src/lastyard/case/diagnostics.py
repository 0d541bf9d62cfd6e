"""What is wrong with an input, where it is, and what to do about it.

Exceptions of this package:

    LastYardError                 everything a user can cause; commands turn it into exit code 2
    ├── CaseError                 a case file cannot be used; carries every problem found
    └── RequestError              a question that cannot be answered as asked (bad option, bad date)

A problem is a :class:`Diagnostic`. Its ``code`` is stable and explained by
``lastyard explain CODE`` (texts in :mod:`lastyard.case.codes`).

Example:
    >>> place = Place("rafah.yaml", 3, 7)
    >>> print(Diagnostic("unknown-issue", "no issue is called 'grond'", place, help="did you mean 'ground'?"))
    rafah.yaml:3:7: error[unknown-issue]: no issue is called 'grond'
      help: did you mean 'ground'?
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, NamedTuple

from lastyard.records import record
from lastyard.showing import one_line, shown

__all__ = [
    "CaseError",
    "Diagnostic",
    "Diagnostics",
    "LastYardError",
    "Place",
    "RequestError",
    "did_you_mean",
    "fault_of",
    "nearest",
]

_LONGEST_LINE_SHOWN = 160


class Place(NamedTuple):
    """Where something stands in a file.

    A named tuple, not a dataclass: every value of a case file has one, and these are made
    three times faster.

    Attributes:
        file: Name of the file as the user gave it; ``-`` is standard input.
        line: Line, from 1.
        column: Column in characters, from 1.
        length: How many characters the caret line underlines, at least 1.
    """

    file: str
    line: int
    column: int
    length: int = 1

    def shifted(self, characters: int, length: int = 1) -> Place:
        """Return the place ``characters`` further right on the same line."""
        return Place(self.file, self.line, self.column + characters, length)

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@record(frozen=True, slots=True)
class Diagnostic:
    """One problem found in an input.

    Attributes:
        code: Stable short name of the kind of problem.
        message: What is wrong, in one sentence.
        place: Where, when it can be said.
        help: What to do, when it can be said.
        severity: An ``error`` makes the case unusable, a ``warning`` does not.
        source_line: The text of the line at ``place``.
    """

    code: str
    message: str
    place: Place | None = None
    help: str | None = None
    severity: Literal["error", "warning"] = "error"
    source_line: str | None = None

    def __str__(self) -> str:
        head = f"{self.place}: " if self.place else ""
        lines = [one_line(f"{head}{self.severity}[{self.code}]: {self.message}")]
        if self.place and self.source_line is not None:
            lines += _caret_lines(self.place, self.source_line)
        if self.help:
            lines.append(one_line(f"  help: {self.help}"))
        return "\n".join(lines)


def _caret_lines(place: Place, source_line: str) -> list[str]:
    """Show the source line with a caret; a very long line is cut around the place."""
    start = place.column - 1
    text = source_line.rstrip("\n").replace("\t", " ")
    if len(text) > _LONGEST_LINE_SHOWN:
        first = max(0, start - _LONGEST_LINE_SHOWN // 2)
        text, start = text[first : first + _LONGEST_LINE_SHOWN], start - first
    if start > len(text):
        return []
    gutter = f"{place.line:>5} | "
    end = start + max(1, min(place.length, len(text) - start))
    before, marked, after = map(one_line, (text[:start], text[start:end], text[end:]))
    carets = " " * len(before) + "^" * max(1, len(marked))
    return [gutter + before + marked + after, " " * (len(gutter) - 2) + "| " + carets]


class LastYardError(Exception):
    """A problem that the user can mend; never a fault of the program."""

    def __str__(self) -> str:
        # Messages hold words of cases and names of files, and end on terminals.
        return shown(super().__str__())


class RequestError(LastYardError):
    """A question that cannot be answered as it was asked."""


class CaseError(LastYardError):
    """A case file that cannot be used.

    Attributes:
        diagnostics: Every problem found, errors and warnings, in the order of the file.
    """

    def __init__(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.diagnostics = tuple(diagnostics)
        super().__init__("\n".join(str(d) for d in self.diagnostics))


class Diagnostics:
    """Collects problems while a file is read, so that all are told at once.

    Args:
        file: Name of the file, used for problems that have no place of their own.
        text: Its text, for showing the source line.
        limit: At the problem after this many, reading stops with :class:`CaseError`.
    """

    def __init__(self, file: str, text: str = "", limit: int = 200) -> None:
        self.file = file
        self._lines = text.splitlines()
        self._limit = limit
        self._found: list[Diagnostic] = []

    def error(self, code: str, message: str, place: Place | None, help: str | None = None) -> None:
        """Note an error: the case cannot be used."""
        self._note(code, message, place, help, "error")

    def warning(
        self, code: str, message: str, place: Place | None, help: str | None = None
    ) -> None:
        """Note a warning: the case can be used, but the user should know."""
        self._note(code, message, place, help, "warning")

    def _note(
        self,
        code: str,
        message: str,
        place: Place | None,
        help: str | None,
        severity: Literal["error", "warning"],
    ) -> None:
        if len(self._found) >= self._limit:
            # Telling more would help nobody, and a hostile file could make it take for ever.
            more = f"more than {self._limit} problems: mend these first"
            raise CaseError((*self.all(), Diagnostic("more-problems", more)))
        line = None
        if place and place.file == self.file and 1 <= place.line <= len(self._lines):
            line = self._lines[place.line - 1]
        self._found.append(Diagnostic(code, message, place, help, severity, line))

    def forget(self, follow_ups: Iterable[tuple[str, str]]) -> None:
        """Drop what only follows from something else that was noted.

        Args:
            follow_ups: Codes, with the ends of the messages.
        """
        gone = tuple(follow_ups)
        self._found = [
            found
            for found in self._found
            if not any(found.code == code and found.message.endswith(end) for code, end in gone)
        ]

    @property
    def has_errors(self) -> bool:
        """Whether any error was noted."""
        return any(d.severity == "error" for d in self._found)

    def all(self) -> tuple[Diagnostic, ...]:
        """Return the problems in the order of the file."""
        far = Place(self.file, 10**9, 1)
        return tuple(sorted(self._found, key=lambda d: d.place or far))

    def raise_errors(self) -> None:
        """Raise :class:`CaseError` with everything noted, if there is any error."""
        if self.has_errors:
            raise CaseError(self.all())


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
