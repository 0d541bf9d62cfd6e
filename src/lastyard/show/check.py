"""How :class:`~lastyard.answers.check.Check` looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from lastyard.answers.check import Check, Contradiction
from lastyard.answers.contradictions import ContradictoryPreferences
from lastyard.case.model import Case, Statement
from lastyard.show.blocks import Block, Heading, Items, Paragraph
from lastyard.show.marks import cite, cite_all
from lastyard.show.shared import broken_in_words, title_of, why_blocks
from lastyard.show.words import (
    count_of,
    joined,
    joined_some,
    parties_in_words,
    says_in_words,
    statement_in_words,
    statements_in_words,
    way_in_words,
)

__all__ = ["METHOD", "check_blocks", "check_why"]

_MOST_READ = 6

METHOD = (
    "A contradiction is a set of one party's commitments in force (requires, rejects, complete "
    "refusals, points with a reservation value) that no package allowed by the rules satisfies "
    "together, although it satisfies them with any one left out.",
    "What a party likes (offers, accepts, refuses, position, wants, prefers, ranks, values) "
    "contradicts itself when no additive value function fits all of it at its word, although one "
    "does with any one of the statements named left out: by linear programs.",
    "An offer, acceptance or position breaks a commitment (requires, rejects) of the same party, "
    "both in force, when no package that the rules allow holds what was offered and satisfies the "
    "commitment; what a partial one leaves open is taken as the party likes.",
    "Every package is covered; nothing here is estimated.",
)


def check_blocks(result: Check) -> Iterator[Block]:
    """Describe what was found."""
    case = result.case
    parts = [
        parties_in_words(case),
        count_of(len(case.issues), "issue"),
        count_of(len(case.rules), "rule"),
        statements_in_words(case, result.day, with_later=True),
        count_of(len(case.sources), "source"),
    ]
    yield title_of(case, result.day)
    yield Paragraph(", ".join(parts) + ".")
    for found in result.contradictions:
        yield from _contradiction(case, found)
    for liked in result.preferences:
        yield from _contradictory(case, liked)
    for broken in result.broken_commitments:
        yield Paragraph(broken_in_words(broken, "the warning"))
    if result.is_consistent and result.stopped:
        yield Paragraph("No contradiction was found, but not everything was checked.")
    elif result.is_consistent:
        but = " in what it said last" if result.broken_commitments else ""
        yield Paragraph(f"The file is right, and no party contradicts itself{but}.")
    yield from _readings(result)
    yield from _quotes(result)
    if result.warnings:
        yield Paragraph(f"{count_of(len(result.warnings), 'warning')}, on standard error.")


def _readings(result: Check) -> Iterator[Block]:
    """Return what is and what is not read from demands of what their parties like."""
    if result.leanings:
        lines = [
            (
                f"{result.case.party(each.party).name}: {way_in_words(result.case.issue(each.issue), each.wants)} "
                f"({joined(cite_all(each.statements))})",
            )
            for each in result.leanings[:_MOST_READ]
        ]
        yield Paragraph(
            "Where neither `position` nor `wants` says more than a demand, its party is taken to "
            "lean the demand's way, as likely and not certain. If it does, say so with "
            "`wants: {issue: more}` or `less`; if not, say with `position` what it asks for:"
        )
        yield Items(lines)
        more = len(result.leanings) - _MOST_READ
        if more > 0:
            yield Paragraph(f"and {count_of(more, 'issue')} more.")
    if result.unread:
        which = joined_some(cite_all(result.unread), _MOST_READ)
        favour = "it favours" if len(result.unread) == 1 else "they favour"
        yield Paragraph(
            f"Nothing of what a party likes is read from {which}: over several issues "
            f"{favour} no direction."
        )


def _quotes(result: Check) -> Iterator[Block]:
    """Return how many quotes stand in their sources, and where those are that have moved."""
    if not result.quotes:
        return
    moved = [
        (
            f"{cite(each.statement)}: now on line {each.line} of {each.file}, "
            f"character {each.start} (was {each.statement.quote and each.statement.quote.at})",
        )
        for each in result.quotes
        if each.moved
    ]
    told = f"{count_of(len(result.quotes), 'quote')} found in the sources' files"
    yield Paragraph(told + (f", {len(moved)} elsewhere than before:" if moved else "."))
    if moved:
        yield Items(moved)


def _contradiction(case: Case, found: Contradiction) -> list[Block]:
    how = "absolute commitments contradict" if found.absolute else "own commitments contradict"
    heading = f"{found.party.name}: its {how} one another"
    blocks: list[Block] = [
        Heading(heading, "no package satisfies all of"),
        _told(case, found.statements),
    ]
    last = max(found.statements, key=lambda s: s.on)
    before = [s for s in found.statements if s.on < last.on]
    if not before:
        return blocks
    ids = joined_some(cite_all(before), _MOST_READ)
    took = "" if len(before) == 1 else "one of "
    told = (
        f"All of them count in full. If {cite(last)}, the newest, took the place of {took}{ids}, let it say so by "
        "`replaces`."
    )
    return [*blocks, Paragraph(told)]


def _told(case: Case, statements: Iterable[Statement]) -> Items:
    return Items([(statement_in_words(case, s), says_in_words(case, s)) for s in statements])


def _contradictory(case: Case, found: ContradictoryPreferences) -> list[Block]:
    """Show statements of what a party likes that contradict each other, and the repairs."""
    ways = joined((joined(cite_all(repair)) for repair in found.repairs), "or")
    heading = f"{found.party.name}: what it says it likes contradicts itself"
    return [
        Heading(heading, "no value function fits all of"),
        _told(case, found.statements),
        Paragraph(f"Everything else that it said fits together without {ways}."),
    ]


def check_why(result: Check) -> tuple[Block, ...]:
    """Return what it rests on."""
    involved = [s for found in result.contradictions for s in found.statements]
    involved += [s for found in result.preferences for s in found.statements]
    involved += [
        s for found in result.broken_commitments for s in (*found.commitments, *found.statements)
    ]
    return why_blocks(result.case, result.day, involved, METHOD)
