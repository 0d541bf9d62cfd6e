"""Quotes in the texts of their sources, and opening the files that a case names."""

# Not pathlib: importing it takes as long as reading hundreds of statements.
from __future__ import annotations

import contextlib
import os
import re
import stat
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from contextvars import ContextVar
from dataclasses import replace
from functools import lru_cache
from itertools import takewhile
from typing import Literal, NamedTuple

from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.model import Case, Quote, Statement
from lastyard.case.yaml import MOST_BYTES, decoded
from lastyard.errors import LastYardError
from lastyard.files import note_input

__all__ = [
    "NamedFileError",
    "QuotePlace",
    "find_quote",
    "find_quotes",
    "folder_of",
    "is_within_reach",
    "locate_quotes",
    "nearest_line",
    "places_of",
    "reaching",
    "read_named",
    "refind_quote",
]


class _Reach(NamedTuple):
    roots: tuple[str, ...] = ()
    anywhere: bool = False


_reach: ContextVar[_Reach] = ContextVar("reach", default=_Reach())  # noqa: B039  (a tuple)


class NamedFileError(LastYardError):
    """A file that a case names cannot be had.

    Attributes:
        reason: ``outside`` when it is not to be opened; else ``unreadable``.
        help: What to do.
    """

    def __init__(self, message: str, reason: Literal["outside", "unreadable"], help: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.help = help


@contextlib.contextmanager
def reaching(roots: Sequence[str] = (), *, anywhere: bool = False) -> Iterator[None]:
    """Let cases that are loaded inside name more files than those below their own folders.

    A case may come from anybody, and what its reader's machine holds is no business of its author:
    a report that tells whether words stand in a file would carry them away. So only regular files
    below the folder of the case are opened, links followed first, unless its reader allows more.

    Args:
        roots: Further folders; what lies below them may be opened.
        anywhere: Whether every regular file may be opened.

    Example, for as long as the block lasts:
        with reaching(roots=["reports"]):
            case = load_with_warnings("cases/talks.yaml")
    """
    now = _reach.get()
    token = _reach.set(_Reach((*now.roots, *roots), now.anywhere or anywhere))
    try:
        yield
    finally:
        _reach.reset(token)


def folder_of(case_file: str | None) -> str:
    """Return the folder at which the paths in a case start."""
    return os.path.dirname(case_file) if case_file and case_file != "-" else ""


def is_within_reach(name: str, case_file: str | None) -> bool:
    """Whether a file that a case names may be opened; the file itself need not be there."""
    return _within_reach(name, case_file) is not None


def read_named(name: str, case_file: str | None, most_bytes: int) -> bytes:
    """Read a file that a case names.

    The name is its path, as the case has it. Of a case without a file, or from standard input,
    paths start at the working folder.

    Raises:
        NamedFileError: If it lies out of reach, is no regular file, too large or unreadable.
            Out of reach nothing is looked at, so that not even its being there is told.
    """
    path = _within_reach(name, case_file)
    if path is None:
        raise NamedFileError(
            f"{name!r} lies outside the folder of the case and was not opened",
            "outside",
            "put it below that folder; or allow it, if you trust the case: --files-root DIR for "
            "what lies below another folder, --allow-files-outside for everything",
        )
    what = f"cannot read {name!r}"
    try:
        # Looked at first: opening a FIFO waits, and opening a device can do anything.
        if not stat.S_ISREG(os.stat(path).st_mode):
            raise NamedFileError(f"{what}: it is no regular file", "unreadable", _BESIDE)
        never = ("O_NOFOLLOW", "O_NONBLOCK", "O_NOCTTY")  # in case it was changed in between
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0)
        for flag in never:
            flags |= getattr(os, flag, 0)
        place = os.open(path, flags)
        with os.fdopen(place, "rb") as file:
            if not stat.S_ISREG(os.fstat(place).st_mode):
                raise NamedFileError(f"{what}: it is no regular file", "unreadable", _BESIDE)
            note_input(place)
            data = file.read(most_bytes + 1)
    except (OSError, ValueError) as problem:
        reason = (getattr(problem, "strerror", None) or "it is no path").lower()
        raise NamedFileError(f"{what}: {reason}", "unreadable", _BESIDE) from None
    if len(data) > most_bytes:
        raise NamedFileError(
            f"{name!r} is larger than {most_bytes // 1_000_000} MB", "unreadable", _BESIDE
        )
    return data


_BESIDE = "give the path relative to the case file, or leave it out"


def _within_reach(name: str, case_file: str | None) -> str | None:
    """Return the real path of a file that may be opened; None of one that may not."""
    reach = _reach.get()
    base = os.path.abspath(folder_of(case_file) or ".")
    path = os.path.normpath(os.path.join(base, name))
    try:
        if reach.anywhere:
            return os.path.realpath(path)
        roots = [base, *map(os.path.abspath, reach.roots)]
        real_roots = [os.path.realpath(root) for root in roots]
        # By its name first: to ask where a path on another machine leads would tell that machine.
        if not any(_lies_below(path, root) for root in (*roots, *real_roots)):
            return None
        real = os.path.realpath(path)
        return real if any(_lies_below(real, root) for root in real_roots) else None
    except (OSError, ValueError):  # another drive, or no path at all
        return None


def _lies_below(path: str, root: str) -> bool:
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(root), ""))


_ALIKE = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)

_NO_SPACE = re.compile(r"\S+")

_WORD = re.compile(r"\w+")

_SURROUNDINGS = 32


class QuotePlace(NamedTuple):
    """Where a quote stands: offsets into the text, and the line of its first character."""

    start: int
    end: int
    line: int


def find_quote(quote: str, text: str) -> QuotePlace | None:
    """Return where a quote first stands in a text, or None.

    Differences of white space and of typographic quotes and dashes do not count; nothing
    else is forgiven.

    Example:
        >>> find_quote("hard  issues", "he said: “hard issues” remain")
        QuotePlace(start=10, end=21, line=1)
    """
    return next(find_quotes(quote, text), None)


def find_quotes(quote: str, text: str) -> Iterator[QuotePlace]:
    """Yield every place where a quote stands: letter by letter, or else forgivingly."""
    words = quote.translate(_ALIKE).split()
    if not words:
        return
    line, counted = 1, 0
    for start, end in _places(quote, words, text):
        line += text.count("\n", counted, start)
        counted = start
        yield QuotePlace(start, end, line)


def places_of(words: str, text: str) -> Iterator[int]:
    """Yield where words stand in a text, each place after the end of the one before.

    By plain search, which takes time in proportion to the text, whatever repeats itself in it.
    """
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + len(words))


def _places(quote: str, words: list[str], text: str) -> Iterator[tuple[int, int]]:
    """Yield start and end of every place, each after the end of the one before."""
    if quote in text:
        yield from ((place, place + len(quote)) for place in places_of(quote, text))
        return
    squeezed = _squeeze(text)
    wanted = " ".join(words)
    for place in places_of(wanted, squeezed.text):
        yield squeezed.offset(place), squeezed.offset(place + len(wanted) - 1) + 1


class _Squeezed(NamedTuple):
    """A text with one blank for all white space in a row, and where its words came from."""

    text: str
    starts: list[int]
    origins: list[int]

    def offset(self, place: int) -> int:
        """Return where a letter of a word stood before."""
        word = bisect_right(self.starts, place) - 1
        return self.origins[word] + place - self.starts[word]


@lru_cache(maxsize=4)
def _squeeze(text: str) -> _Squeezed:
    starts, origins, words, reached = [], [], [], 0
    # translate maps one character to one, so offsets in the two texts agree.
    for match in _NO_SPACE.finditer(text.translate(_ALIKE)):
        starts.append(reached)
        origins.append(match.start())
        words.append(match.group())
        reached += len(words[-1]) + 1
    return _Squeezed(" ".join(words), starts, origins)


def refind_quote(quote: Quote, text: str) -> tuple[QuotePlace, bool] | None:
    """Find a quote in a text that may have been saved anew since it was coded.

    Of several places the one whose surroundings agree best with those kept in the case is
    taken, and of equal ones the nearest to the old place.

    Returns:
        The place, and whether it is the only one that fits so well; None when the words
        do not stand in the text.
    """
    if quote.at is not None and text.startswith(quote.exact, quote.at):
        line = text.count("\n", 0, quote.at) + 1
        return QuotePlace(quote.at, quote.at + len(quote.exact), line), True
    places = list(find_quotes(quote.exact, text))
    if len(places) < 2 or (quote.at is None and not quote.prefix and not quote.suffix):
        return (places[0], True) if places else None
    fits = [_agreement(quote, place, text) for place in places]
    best = [place for place, fit in zip(places, fits, strict=True) if fit == max(fits)]
    near = min(best, key=lambda place: abs(place.start - (quote.at or 0)))
    return near, len(best) == 1


def _agreement(quote: Quote, place: QuotePlace, text: str) -> int:
    """Count the characters around a place that agree with those kept, white space aside."""
    reach = 2 * _SURROUNDINGS
    before = _squeezed(text[max(0, place.start - reach) : place.start])
    after = _squeezed(text[place.end : place.end + reach])
    kept = _squeezed(quote.prefix or "")
    return _common(before[::-1], kept[::-1]) + _common(after, _squeezed(quote.suffix or ""))


def _squeezed(text: str) -> str:
    return "".join(text.translate(_ALIKE).split())


def _common(one: str, other: str) -> int:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False))
    return sum(1 for _ in same)


def nearest_line(quote: str, text: str) -> tuple[int, float] | None:
    """Return the line from which most of a quote's words follow, and their share.

    Looks at windows as long as the quote, counted in words; None when no word occurs.
    """
    wanted = Counter(_WORD.findall(quote.lower()))
    length = sum(wanted.values())
    words = _words_of(text)
    missing = Counter(wanted)
    hits = best = best_at = 0
    for i, (word, _) in enumerate(words):
        if missing[word] > 0:
            hits += 1
        missing[word] -= 1
        if i >= length:
            left = words[i - length][0]
            missing[left] += 1
            if missing[left] > 0:
                hits -= 1
        if hits > best:
            best, best_at = hits, max(0, i - length + 1)
    if not best:
        return None
    return text.count("\n", 0, words[best_at][1]) + 1, best / length


@lru_cache(maxsize=4)
def _words_of(text: str) -> list[tuple[str, int]]:
    return [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]


def locate_quotes(case: Case, problems: Diagnostics) -> Case:
    """Return the case with the place of every quote in its source's file.

    Quotes whose source has no file are left as they are. A quote that is not found is an
    error (it is not what was said); a file that cannot be read, or lies out of reach
    (:mod:`lastyard.case.quotes`), is a warning: the case can be used without it.
    """
    if not any(s.quote and s.source for s in case.statements):
        return case
    files = {source.id: source.file for source in case.sources if source.file}
    texts: dict[str, str | None] = {}
    statements = []
    for statement in case.statements:
        source = statement.source
        if statement.quote is None or source is None or source not in files:
            statements.append(statement)
            continue
        if source not in texts:
            place = case.source(source).place
            texts[source] = _text_of(files[source], case.file, place, problems)
        statements.append(_located(statement, files[source], texts[source], problems))
    return replace(case, statements=tuple(statements))


def _text_of(
    file: str, case_file: str | None, place: Place | None, problems: Diagnostics
) -> str | None:
    code = "source-file-unreadable"
    try:
        return decoded(read_named(file, case_file, MOST_BYTES), file)
    except NamedFileError as problem:
        if problem.reason == "outside":
            code = "file-outside"
        message, help = str(problem), problem.help
    except CaseError as problem:
        message, help = problem.diagnostics[0].message, None
    problems.warning(code, f"{message}: its quotes are not checked", place, help)
    return None


def _located(statement: Statement, file: str, text: str | None, problems: Diagnostics) -> Statement:
    quote = statement.quote
    if text is None or quote is None:
        return statement
    again = refind_quote(quote, text)
    if again is None:
        near = nearest_line(quote.exact, text)
        where = (
            f"nearest: {file} line {near[0]}, where {near[1]:.0%} of its words stand together"
            if near
            else f"none of its words stands in {file}"
        )
        problems.error(
            "quote-not-found",
            f"the quote of {statement.id!r} does not stand in {file}",
            statement.place,
            where,
        )
        return statement
    found, is_only = again
    if not is_only:
        problems.warning(
            "quote-not-unique",
            f"the quote of {statement.id!r} stands at several places of {file} that fit equally; "
            f"line {found.line} is taken",
            statement.place,
            "quote more words, or correct `start`",
        )
    return replace(
        statement, quote=replace(quote, start=found.start, end=found.end, line=found.line)
    )
