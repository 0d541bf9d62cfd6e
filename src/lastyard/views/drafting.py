"""How :class:`~lastyard.drafting.drafts.Drafting` looks."""

from __future__ import annotations

from typing import Any

from lastyard.drafting.drafts import Draft, Drafting
from lastyard.version import VERSION
from lastyard.views.blocks import Block, Items, Paragraph, Table, Title
from lastyard.views.wording import count_of, day_in_words

__all__ = ["drafting_blocks", "drafting_json"]

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
