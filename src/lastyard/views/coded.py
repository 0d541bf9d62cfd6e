"""How :class:`~lastyard.drafting.adding.Coded` looks."""

from __future__ import annotations

from typing import Any

from lastyard.drafting.adding import Coded
from lastyard.views.blocks import Block, Heading, Items, Paragraph, Table
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
    nothing = not (result.added or result.already or result.dropped or result.undecided)
    told = "No proposal was judged in this case yet." if not result.rules else ""
    text = told if nothing else ", ".join(parts) + "."
    blocks: list[Block] = [title_of(result.case, result.day)]
    if text:
        blocks.append(Paragraph(text))
    if result.added:
        names = (result.case.statement(name) for name in result.added)
        blocks.append(
            Items(
                [(statement_in_words(result.case, s), says_in_words(result.case, s)) for s in names]
            )
        )
    if result.rules:
        rows = [
            (
                rule.rule,
                str(rule.proposed),
                str(rule.accepted),
                str(rule.corrected),
                str(rule.dropped),
                f"{rule.accepted / rule.proposed:.2f}, {rule.low:.2f} to {rule.high:.2f}",
            )
            for rule in result.rules
        ]
        blocks.append(Heading("Which rules to trust"))
        header = ("rule", "proposed", "taken", "corrected", "dropped", "share, 95 % interval")
        blocks.append(Table(header, rows, "What became of each rule's proposals"))
    return blocks


def coded_json(result: Coded) -> dict[str, Any]:
    """Return the machine-readable form."""
    return {
        **whole_json(result.case, result.day),
        "added": list(result.added),
        "already": list(result.already),
        "dropped": list(result.dropped),
        "undecided": list(result.undecided),
        "rules": [rule.as_json() for rule in result.rules],
    }
