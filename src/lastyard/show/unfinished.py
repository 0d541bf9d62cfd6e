"""How it is told that a part of an answer was not finished within the budget."""

from __future__ import annotations

from collections.abc import Sequence

from lastyard.budget import Stopped
from lastyard.results import Unfinished
from lastyard.show.blocks import Block, Heading, Items, Paragraph

__all__ = ["stopped_blocks", "stopped_in_words", "unfinished_blocks"]

_WHY = {
    "work": "the budget of work was used up",
    "memory": "the budget of memory was used up",
    "size": "it is too large for an exact search",
    "cancelled": "stopped on request",
}

REMEDY = (
    "The rest of the answer stands; what is listed here is missing from it or is only a part. "
    "`--budget 10` allows ten times as much."
)


def stopped_in_words(stopped: Stopped) -> str:
    """Write ``the blocking sets: the budget of work was used up (after 12 of 400)``."""
    done = f" (after {stopped.done})" if stopped.done else ""
    return f"{stopped.what}: {_WHY[stopped.why]}{done}"


def stopped_blocks(stopped: Sequence[Stopped]) -> list[Block]:
    """Describe what was not finished; nothing when the answer is whole."""
    if not stopped:
        return []
    return [
        Heading("Not finished"),
        Items([[stopped_in_words(each)] for each in stopped]),
        Paragraph(REMEDY),
    ]


def unfinished_blocks(_: Unfinished) -> list[Block]:
    """Describe an answer of which nothing was finished: what stopped is added to every answer."""
    return [Paragraph("Nothing can be told of this question within the budget.")]
