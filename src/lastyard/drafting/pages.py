"""The text of a page as trafilatura finds it (the extra ``lastyard[trafilatura]``).

Trafilatura leaves out what is not the article (menus, notices, lists of other articles)
better than the reader's own extraction, but does not say where in the page its text came
from. Each of its lines is looked for in the page; where the page holds it just as often, the
way back is known, else (rows of tables, lines put together, lines also found in menus) it is
said to be unknown. Quotes refer to trafilatura's text in any case.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

from lastyard.case.diagnostics import RequestError
from lastyard.reading.text import UNKNOWN, decoded, whole_text

__all__ = ["PageText", "text_of_page"]


class PageText(NamedTuple):
    """The text of a page, its title and its day, where it states them, and the way back."""

    text: str
    title: str | None
    day: date | None
    pieces: tuple[tuple[int, int], ...]


def text_of_page(data: bytes, name: str) -> PageText:
    """Return what trafilatura takes for the article of a page.

    Raises:
        RequestError: If trafilatura is missing, or finds no article.
    """
    try:
        import trafilatura  # noqa: PLC0415  (an extra)
    except ImportError:
        raise RequestError(
            f"{name}: `--page trafilatura` needs trafilatura; "
            "`pip install 'lastyard[trafilatura]'`, or leave the option out"
        ) from None
    try:
        found: Any = trafilatura.bare_extraction(
            data, with_metadata=True, include_comments=False, deduplicate=False
        )
    except Exception as problem:  # broken pages are met with many kinds of exception
        raise RequestError(
            f"{name}: trafilatura cannot read the page ({type(problem).__name__}); "
            "leave `--page trafilatura` out"
        ) from None
    text = "" if found is None else (found.text or "").strip()
    if not text:
        raise RequestError(
            f"{name}: trafilatura finds no article in the page; leave `--page trafilatura` out, "
            "or save the article as .txt"
        )
    # One line a paragraph, as trafilatura writes it, would be taken for wrapped lines.
    lines = text.split("\n")
    return PageText(
        "\n\n".join(lines), found.title, _day(found.date), _pieces(lines, decoded(data, name))
    )


def _pieces(lines: Sequence[str], page: str) -> tuple[tuple[int, int], ...]:
    """Give for each line where it came from, piece by piece, as in a document."""
    whole, origins = whole_text(page)
    starts = [here for here, _ in origins]
    bare = [line.removeprefix("- ").strip() for line in lines]
    often, seen = Counter(bare), Counter[str]()
    places = {line: list(_places(line, whole)) for line in often if line}
    found: list[tuple[int, int]] = []
    at = 0
    for line, words in zip(lines, bare, strict=True):
        number = seen[words]
        seen[words] += 1
        if len(places.get(words, ())) != often[words]:
            found.append((at, UNKNOWN))
        else:
            begin = places[words][number]
            shift = at + line.index(words) - begin
            if shift + begin > at:
                found.append((at, UNKNOWN))  # the mark of a list item is not the page's
            for k in range(max(0, bisect_right(starts, begin) - 1), len(origins)):
                here, there = origins[k]
                if here >= begin + len(words):
                    break
                skipped = max(0, begin - here)
                found.append((here + skipped + shift, there + skipped))
        at += len(line) + 2
    return tuple(found)


def _places(line: str, whole: str) -> Iterator[int]:
    at = whole.find(line)
    while at >= 0:
        yield at
        at = whole.find(line, at + len(line))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
