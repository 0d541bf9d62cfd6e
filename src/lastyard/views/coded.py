"""How :class:`~lastyard.drafting.adding.Coded` looks."""

from __future__ import annotations

from typing import Any

from lastyard.drafting.adding import Coded
from lastyard.views.blocks import Block, Items, Paragraph
from lastyard.views.common import title_of, whole_json
from lastyard.views.wording import count_of, says_in_words, statement_in_words

__all__ = ["coded_blocks", "coded_json"]


def coded_blocks(result: Coded) -> list[Block]:
    """Describe what was added, and what is left."""
    parts = [f"{count_of(len(result.added), 'statement')} added"]
    for number, what in (
        (len(result.already), "there already"),
        (len(result.dropped), "dropped"),
        (len(result.undecided), "undecided"),
    ):
        if number:
            parts.append(f"{number} {what}")
    blocks: list[Block] = [title_of(result.case, result.day), Paragraph(", ".join(parts) + ".")]
    if result.added:
        told = (result.case.statement(name) for name in result.added)
        blocks.append(
            Items(
                [(statement_in_words(result.case, s), says_in_words(result.case, s)) for s in told]
            )
        )
    return blocks


def coded_json(result: Coded) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.day),
        "added": list(result.added),
        "already": list(result.already),
        "dropped": list(result.dropped),
        "undecided": list(result.undecided),
    }
