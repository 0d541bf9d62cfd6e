"""The text of a page as trafilatura finds it (the extra ``lastyard[trafilatura]``).

Trafilatura leaves out what is not the article (menus, notices, lists of other articles)
better than the reader's own extraction, and gives no way back into the page: offsets and
quotes refer to its text, never to the page.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from lastyard.case.diagnostics import RequestError

__all__ = ["PageText", "text_of_page"]


class PageText(NamedTuple):
    """The text of a page, its title and its day, where it states them."""

    text: str
    title: str | None
    day: date | None


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
    return PageText("\n\n".join(text.split("\n")), found.title, _day(found.date))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None
