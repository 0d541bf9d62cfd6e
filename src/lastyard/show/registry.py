"""Which view shows which result; a view is imported only when it is needed."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module
from typing import Any

from lastyard.budget import unlimited
from lastyard.results import Result
from lastyard.show.blocks import Block
from lastyard.show.text import WIDTH, draw_text
from lastyard.version import VERSION

__all__ = ["as_html", "as_json", "as_text", "blocks_of", "why_of"]

# The name of a result's class, and the module of its view; there, `standing_blocks` and, if its
# command has `--why`, `standing_why` belong to `Standing`.
_VIEWS = {
    "Analysis": "lastyard.show.analyse",
    "Changes": "lastyard.show.versions",
    "Check": "lastyard.show.check",
    "Coded": "lastyard.show.drafting",
    "Drafting": "lastyard.show.drafting",
    "Forecasts": "lastyard.show.forecast",
    "Improvements": "lastyard.show.improve",
    "Impasse": "lastyard.show.impasse",
    "Merged": "lastyard.show.versions",
    "Moves": "lastyard.show.moves",
    "NextStep": "lastyard.show.next_step",
    "Simulation": "lastyard.show.next_step",
    "Solutions": "lastyard.show.solutions",
    "Packages": "lastyard.show.packages",
    "Provenance": "lastyard.show.evidence",
    "Reasons": "lastyard.show.evidence",
    "Report": "lastyard.show.report",
    "Standing": "lastyard.show.standing",
    "Timeline": "lastyard.show.timeline",
    "Unfinished": "lastyard.show.shared",
    "Votes": "lastyard.show.votes",
    "VotingPower": "lastyard.show.votes",
    "WhatIf": "lastyard.show.impasse",
}


def _view(result: Result, what: str) -> Callable[[Result], Any]:
    name = type(result).__name__
    function: Callable[[Result], Any] = getattr(
        import_module(_VIEWS[name]), f"{name.lower()}_{what}"
    )
    return function


@unlimited()
def blocks_of(result: Result) -> Iterable[Block]:
    """Return the blocks that describe a result."""
    blocks: list[Block] = list(_view(result, "blocks")(result))
    if not result.stopped:
        return blocks
    from lastyard.show.shared import stopped_blocks  # noqa: PLC0415  (seldom needed)

    return [*blocks, *stopped_blocks(result.stopped)]


@unlimited()
def why_of(result: Result) -> Iterable[Block]:
    """Return the blocks that say what a result rests on: statements, sources and the method."""
    blocks: list[Block] = list(_view(result, "why")(result))
    return blocks


def as_text(result: Result, width: int = WIDTH) -> str:
    """Return a result as plain text."""
    return draw_text(blocks_of(result), width)


@unlimited()
def as_html(result: Result) -> str:
    """Return a result as an HTML fragment."""
    from lastyard.show.html import draw_html  # noqa: PLC0415  (terminals do without it)

    name = type(result).__name__
    # Some views have a picture as well: `solutions_picture` belongs to `Solutions`.
    picture = getattr(import_module(_VIEWS[name]), f"{name.lower()}_picture", None)
    return draw_html(blocks_of(result), picture(result) if picture else "")


@unlimited()
def as_json(result: Result) -> dict[str, Any]:
    """Return a result in its machine-readable form."""
    from lastyard.show.published import (  # noqa: PLC0415
        content_of,
        to_two_digits,
        with_stopped,
    )

    name = type(result).__name__
    # What of some answers is published, their view makes of them.
    published = getattr(import_module(_VIEWS[name]), f"{name.lower()}_published", None)
    found = content_of(result if published is None else published(result))
    content: dict[str, Any] = to_two_digits({"lastyard": VERSION, **found})
    return with_stopped(content, result.stopped)
