"""What many answers show alike: the title, what they rest on, how they were worked out, what was not finished."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

from lastyard.budget import Stopped
from lastyard.case.model import Agreement, Case, Source, Statement
from lastyard.conditions.tree import holds
from lastyard.results import Unfinished
from lastyard.show.blocks import Block, Heading, Items, Paragraph, Title
from lastyard.show.marks import cite, cite_all
from lastyard.show.words import (
    day_in_words,
    joined,
    joined_some,
    says_in_words,
    statement_in_words,
    statements_in_words,
)

if TYPE_CHECKING:
    from lastyard.answers.contradictions import BrokenCommitment

__all__ = [
    "broken_in_words",
    "counts_until_replaced",
    "method_blocks",
    "needs_all",
    "source_lines",
    "statement_lines",
    "stopped_blocks",
    "stopped_in_words",
    "title_of",
    "unfinished_blocks",
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


def needs_all(rule: Agreement | None, parties: Sequence[str]) -> bool:
    """Whether an agreement rule needs each of some parties."""
    # A rule is monotone: nobody can be done without if none can be when all others accept.
    return rule is None or not any(
        holds(rule.tree, {party: int(party != missing) for party in parties}) for missing in parties
    )


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


_NAMED = 4


def broken_in_words(found: BrokenCommitment, more_in: str = "lastyard check") -> str:
    """Write one finding in a sentence.

    Args:
        found: The finding.
        more_in: Where it is told whole.
    """
    demands = joined(cite_all(found.commitments))
    offers = joined_some(cite_all(found.statements), _NAMED)
    alone, one = len(found.commitments) == 1, len(found.statements) == 1
    together = "" if alone else " taken together"
    if found.when == "earlier":
        leave = "leaves" if alone else "leave"
        return (
            f"{found.party.name}: its {demands}{together} {leave} no room for its own earlier "
            f"{offers}, still in force (see {more_in})."
        )
    when = "later " if found.when == "later" else ""
    day = " of the same day" if found.when == "same day" else ""
    breaks = "breaks" if one else "break"
    if found.how == "asks for less":
        breaks = "asks for less than" if one else "ask for less than"
    return (
        f"{found.party.name}: its own {when}{offers} {breaks} its {demands}{together}{day}, which "
        f"{counts_until_replaced(found.commitments, found.statements)} (see {more_in})."
    )


def counts_until_replaced(demands: Sequence[Statement], since: Sequence[Statement]) -> str:
    """Write ``counts in full until bid says `replaces: line` ``.

    Args:
        demands: Demands of one party.
        since: What it has said since, which may have taken their place; the first of it ends them.
    """
    ids, alone = ", ".join(s.id for s in demands), len(demands) == 1
    key = f"replaces: {ids}" if alone else f"replaces: [{ids}]"
    return f"{'counts' if alone else 'count'} in full until {cite(since[0])} says `{key}`"
