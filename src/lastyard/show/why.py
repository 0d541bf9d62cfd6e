"""The statements behind an answer, with their sources: what ``--why`` prints."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from lastyard.case.model import Case, Source, Statement
from lastyard.show.blocks import Block, Heading, Items, Title
from lastyard.show.words import day_in_words, says_in_words, statement_in_words, statements_in_words

__all__ = [
    "method_blocks",
    "source_lines",
    "statement_lines",
    "title_of",
    "why_blocks",
]


def why_blocks(
    case: Case, day: date | None, statements: Iterable[Statement], method: Iterable[str]
) -> tuple[Block, ...]:
    """Describe what an answer rests on.

    Args:
        case: The case.
        day: The day looked at; None for all.
        statements: The statements it rests on; each is told once.
        method: How it was worked out, a sentence an item.
    """
    told = {statement.id: statement for statement in statements}
    rules = [
        (f"{rule.id}: {' '.join(rule.condition.text.split())}", *_where(case, rule.source))
        for rule in case.rules
    ]
    blocks: list[Block] = [
        Heading("What this rests on", f"{len(told)} of {statements_in_words(case, day)}"),
        Items([statement_lines(case, statement) for statement in told.values()]),
    ]
    if rules:
        blocks += [Heading("Rules that every package must satisfy"), Items(rules)]
    return (*blocks, *method_blocks(method))


def method_blocks(method: Iterable[str]) -> tuple[Block, ...]:
    """Describe how an answer was worked out, a sentence an item."""
    return (Heading("How it was worked out"), Items([(sentence,) for sentence in method]))


def statement_lines(case: Case, statement: Statement) -> tuple[str, ...]:
    """Describe a statement: what it says first, then its words, source and place."""
    lines = [statement_in_words(case, statement), says_in_words(case, statement)]
    if statement.by:
        lines.append(f"said by {statement.by}")
    quote = statement.quote
    if quote:
        place = f" (line {quote.line} of the text)" if quote.line else ""
        lines.append(f'"{quote.exact}"{place}')
    lines += _where(case, statement.source)
    if statement.place:
        lines.append(f"{statement.place.file}, line {statement.place.line}")
    return tuple(lines)


def source_lines(case: Case, id: str) -> tuple[str, ...]:
    """Describe a source."""
    source = case.source(id)
    return (_source_in_words(source), *([source.note] if source.note else []))


def _where(case: Case, id: str | None) -> list[str]:
    return [_source_in_words(case.source(id))] if id is not None else ["no source given"]


def _source_in_words(source: Source) -> str:
    day = day_in_words(source.date) if source.date else None
    parts = [source.title, source.publisher, day, source.url]
    return f"source {source.id}: " + ", ".join(part for part in parts if part)


def title_of(case: Case, day: date | None) -> Title:
    """Return the first line of an answer."""
    return Title(case.title, f"as of {day_in_words(day)}" if day else "nothing said yet")
