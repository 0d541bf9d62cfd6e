"""Finding the words of a statement in the text of its source.

Differences of white space and of typographic quotes and dashes do not count; nothing
else is forgiven.

Example:
    >>> find_quote("hard  issues", "he said: “hard issues” remain")
    Found(start=10, end=21, line=1)
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from lastyard.case.diagnostics import CaseError, Diagnostics, Place
from lastyard.case.loading.document import read_text
from lastyard.case.model import Case, Statement

__all__ = ["Found", "find_quote", "locate_quotes", "nearest_line"]

_ALIKE = str.maketrans(
    {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"', "\u2013": "-", "\u2014": "-"}
)
_WORD = re.compile(r"\w+")


class Found(NamedTuple):
    """Where a quote stands: offsets into the text, and the line of its first character."""

    start: int
    end: int
    line: int


def find_quote(quote: str, text: str) -> Found | None:
    """Return where a quote first stands in a text, or None."""
    start = text.find(quote)
    if start >= 0:
        return Found(start, start + len(quote), text.count("\n", 0, start) + 1)
    words = [re.escape(word) for word in quote.translate(_ALIKE).split()]
    if not words:
        return None
    # translate maps one character to one, so offsets in the two texts agree.
    match = re.search(r"\s+".join(words), text.translate(_ALIKE))
    if match is None:
        return None
    return Found(match.start(), match.end(), text.count("\n", 0, match.start()) + 1)


def nearest_line(quote: str, text: str) -> tuple[int, float] | None:
    """Return the line from which most of a quote's words follow, and their share.

    Looks at windows as long as the quote, counted in words; None when no word occurs.
    """
    wanted = Counter(_WORD.findall(quote.lower()))
    length = sum(wanted.values())
    words = [(match.group().lower(), match.start()) for match in _WORD.finditer(text)]
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


def locate_quotes(case: Case, problems: Diagnostics) -> Case:
    """Give every quote its place in its source's file.

    Quotes whose source has no file are left as they are. A quote that is not found is an
    error (it is not what was said); a file that cannot be read is a warning.

    Args:
        case: The case; files are looked for beside its own file.
        problems: Receives what is wrong.
    """
    if not any(s.quote and s.source for s in case.statements):
        return case
    base = Path(case.file).parent if case.file and case.file != "-" else Path()
    files = {source.id: source.file for source in case.sources if source.file}
    texts: dict[str, str | None] = {}
    statements = []
    for statement in case.statements:
        source = statement.source
        if statement.quote is None or source is None or source not in files:
            statements.append(statement)
            continue
        if source not in texts:
            texts[source] = _text_of(str(base / files[source]), case.source(source).place, problems)
        statements.append(_located(statement, files[source], texts[source], problems))
    return replace(case, statements=tuple(statements))


def _text_of(path: str, place: Place | None, problems: Diagnostics) -> str | None:
    try:
        return read_text(path)
    except CaseError as problem:
        problems.warning(
            "source-file-unreadable",
            f"{problem.diagnostics[0].message}: its quotes are not checked",
            place,
            "give the path relative to the case file, or leave `file` out",
        )
        return None


def _located(statement: Statement, file: str, text: str | None, problems: Diagnostics) -> Statement:
    quote = statement.quote
    if text is None or quote is None:
        return statement
    found = find_quote(quote.exact, text)
    if found is None:
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
    return replace(
        statement, quote=replace(quote, start=found.start, end=found.end, line=found.line)
    )
