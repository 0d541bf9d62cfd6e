"""How :class:`~lastyard.drafting.drafts.Drafting` looks.

How :class:`~lastyard.drafting.adding.Coded` looks.
"""

from __future__ import annotations

from typing import Any

from lastyard.drafting.adding import Coded
from lastyard.drafting.drafts import Draft, Drafting
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Table, Title
from lastyard.show.why import title_of, whole_json
from lastyard.show.words import count_of, day_in_words, says_in_words, statement_in_words
from lastyard.version import VERSION

__all__ = ["coded_blocks", "coded_json", "drafting_blocks", "drafting_json"]

_LONGEST_QUOTE = 70


def drafting_blocks(result: Drafting) -> list[Block]:
    """Describe what was found."""
    name = result.reading.document.name
    blocks: list[Block] = [
        Title(name, day_in_words(result.day)),
        Paragraph(
            f"{count_of(len(result.drafts), 'statement')} found; drafts, nothing is decided."
        ),
    ]
    if result.drafts:
        rows = [_row(draft) for draft in result.drafts]
        blocks.append(Table(("draft", "by", "party", "said", "proposed"), rows, "The drafts"))
    if result.notes:
        blocks.append(Items([[note] for note in result.notes]))
    return blocks


def _row(draft: Draft) -> tuple[str, ...]:
    said = " ".join(draft.statement.quote.exact.split())
    short = said if len(said) <= _LONGEST_QUOTE else said[: _LONGEST_QUOTE - 3] + "..."
    proposed = draft.proposals[0].as_yaml() if draft.proposals else "-"
    return draft.id, draft.statement.speaker, draft.party or "-", short, proposed


def drafting_json(result: Drafting) -> dict[str, Any]:
    """Return the machine-readable form; ``date`` of a statement is what the reader found."""
    content = result.reading.to_json()
    statements = [
        {
            **statement,
            "draft": draft.id,
            "party": draft.party,
            "on": draft.on.isoformat() if draft.on else None,
            "proposals": [coding.as_json() for coding in draft.proposals],
            "same_as": draft.repeats,
        }
        for statement, draft in zip(content.pop("statements"), result.drafts, strict=True)
    ]
    return {
        "lastyard": VERSION,
        "case": result.case.title if result.case else None,
        "as_of": result.day.isoformat() if result.day else None,
        "statements": statements,
        **content,
        "source": {"id": result.source.id, "file": result.source.file},
        "notes": list(result.notes),
    }


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
