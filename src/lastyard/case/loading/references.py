"""What in a case refers to what: names given twice, sources, replacements, dates, quotes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from lastyard.case.diagnostics import Diagnostics, Place, did_you_mean
from lastyard.case.model import Case, Statement

__all__ = ["check_references"]


def check_references(case: Case, problems: Diagnostics, *, complete: bool) -> None:
    """Note every reference that leads nowhere or cannot be meant.

    Args:
        case: The case as read.
        problems: Receives what is wrong.
        complete: Whether every statement of the file was readable. If not, a reference
            may be to an unreadable one, and references that lead nowhere are passed over.
    """
    _check_twice("statement", ((s.id, s.place) for s in case.statements), problems)
    _check_twice("rule", ((rule.id, rule.place) for rule in case.rules), problems)
    _check_twice("vote", ((vote.id, vote.place) for vote in case.votes), problems)
    sources = [source.id for source in case.sources]  # in their order, for the list in the help
    for source_id, place in _sources_used(case):
        if source_id not in sources:
            problems.error(
                "unknown-source",
                f"no source is called {source_id[:60]!r}",
                place,
                did_you_mean(source_id, sources, "sources"),
            )
    statements = {statement.id: statement for statement in case.statements}
    _check_ends(statements, problems, complete=complete)
    if complete:
        _check_ballots(case, statements, problems)
    _check_circles(statements, problems)
    _check_dates(case, problems)
    unsourced = [s for s in case.statements if s.source is None]
    if unsourced and case.sources:
        some = ", ".join(s.id for s in unsourced[:3]) + (", ..." if len(unsourced) > 3 else "")
        problems.warning(
            "no-source",
            f"{len(unsourced)} of {len(case.statements)} statements name no source: {some}",
            unsourced[0].place,
            "add `source:`, so that every conclusion can be followed to where it was said",
        )


def _check_twice(
    what: str, named: Iterable[tuple[str, Place | None]], problems: Diagnostics
) -> None:
    first: dict[str, Place | None] = {}
    for id, place in named:
        if id in first:
            earlier = first[id]
            where = f" (first on line {earlier.line})" if earlier else ""
            problems.error(
                "duplicate-name", f"two {what}s are called {id!r}{where}", place, "rename one"
            )
        first.setdefault(id, place)


def _sources_used(case: Case) -> Iterable[tuple[str, Place | None]]:
    used = [(statement.source, statement.place) for statement in case.statements]
    used += [(rule.source, rule.place) for rule in case.rules]
    used += [(vote.source, vote.place) for vote in case.votes]
    used += [(ballot.source, ballot.place) for vote in case.votes for ballot in vote.ballots]
    if case.moves is not None:
        used.append((case.moves.source, case.moves.place))
    return [(source, place) for source, place in used if source is not None]


def _check_ends(
    statements: Mapping[str, Statement], problems: Diagnostics, *, complete: bool
) -> None:
    for statement in statements.values():
        for id in statement.ends:
            earlier = statements.get(id)
            if earlier is None and complete:
                problems.error(
                    "unknown-statement",
                    f"{statement.id!r} ends {id[:60]!r}, and no statement is called so",
                    statement.place,
                    did_you_mean(id, statements, "statements"),
                )
            if earlier is None:
                continue
            if earlier.party != statement.party:
                problems.error(
                    "ends-anothers",
                    f"{statement.id!r} of {statement.party!r} ends {id!r} of {earlier.party!r}",
                    statement.place,
                    "a party can replace or withdraw its own statements only",
                )
            if earlier.on > statement.on:
                problems.error(
                    "ends-later",
                    f"{statement.id!r} of {statement.on} ends {id!r} of {earlier.on}, "
                    "which was made after it",
                    statement.place,
                    "check the dates",
                )


def _check_ballots(case: Case, statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    for vote in case.votes:
        for ballot in vote.ballots:
            if ballot.statement is not None and ballot.statement not in statements:
                problems.error(
                    "unknown-statement",
                    f"the ballot rests on {ballot.statement[:60]!r}, and no statement is called so",
                    ballot.place,
                    did_you_mean(ballot.statement, statements, "statements"),
                )


def _check_circles(statements: Mapping[str, Statement], problems: Diagnostics) -> None:
    """Note each circle of replacements once, at its first statement in the file."""
    settled: set[str] = set()
    for start in statements:
        path: list[str] = []
        on_path: set[str] = set()
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            id, leaving = stack.pop()
            if leaving:
                path.pop()
                on_path.discard(id)
                settled.add(id)
            elif id in on_path:
                circle = path[path.index(id) :]
                problems.error(
                    "ends-in-circle",
                    "these statements replace one another in a circle: "
                    + " -> ".join((*circle, id)),
                    statements[circle[0]].place,
                    "the first statement of a chain replaces nothing",
                )
            elif id in statements and id not in settled:
                path.append(id)
                on_path.add(id)
                stack.append((id, True))
                stack.extend((other, False) for other in statements[id].ends)


def _check_dates(case: Case, problems: Diagnostics) -> None:
    if case.as_of is None:
        return
    for statement in case.statements:
        if statement.on > case.as_of:
            problems.warning(
                "after-as-of",
                f"{statement.id!r} is of {statement.on}, after the case's day {case.as_of}: "
                "it is not in force",
                statement.place,
                "correct the date, or move `as_of`",
            )
