"""From reviewed drafts to statements of the case: checked together, then added whole.

Every problem is placed in the file of drafts, and nothing is written unless all is right.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from lastyard.case.diagnostics import Diagnostics
from lastyard.case.editing import add_statements
from lastyard.case.load import check_references, load_with_warnings
from lastyard.case.model import Case, Quote, Source, Statement
from lastyard.case.quotes import locate_quotes
from lastyard.case.said import day_of
from lastyard.case.shapes import Reading
from lastyard.case.statement import STATEMENT
from lastyard.case.yaml import MapNode, read_text
from lastyard.drafting.proposals import proposals_for
from lastyard.drafting.record import Decision, add_to_record, alone_with, decision_on, record_path
from lastyard.drafting.reviewed import DraftFile, ReviewedDraft
from lastyard.drafting.trust import RuleTrust, known_trust
from lastyard.errors import RequestError
from lastyard.fields import AsOf
from lastyard.files import real_path
from lastyard.results import Result

__all__ = ["Coded", "add_checked", "code_batch", "decide", "together", "trust_in"]


@dataclass(frozen=True, slots=True)
class Coded(Result):
    """What became of a file of drafts.

    Attributes:
        case: The case, with what was added.
        day: The day it is looked at.
        added: Statements added now.
        already: Drafts that the case has already.
        dropped: Drafts that were not wanted.
        undecided: Drafts that wait for a decision.
        rules: What became of each rule's proposals, in this case so far.
    """

    case: Case
    day: AsOf
    added: tuple[str, ...]
    already: tuple[str, ...]
    dropped: tuple[str, ...]
    undecided: tuple[str, ...]
    rules: tuple[RuleTrust, ...] = ()


def code_batch(case_path: str, file: DraftFile) -> Coded:
    """Add every draft marked ``accept: true`` to the case, or none.

    Raises:
        CaseError: With every problem and its place, if anything cannot be added.
        RequestError: If a file cannot be written.
    """
    if case_path == "-":
        raise RequestError("standard input cannot be edited; give the path of a case file")
    read_text(case_path)  # without the case there is nothing to lock
    with alone_with(case_path):
        return _code_batch(case_path, file)


def _code_batch(case_path: str, file: DraftFile) -> Coded:
    wanted = [(draft, draft.node) for draft in file.drafts if draft.accept]
    dropped = [draft for draft in file.drafts if draft.drop]
    trust = known_trust(case_path)
    added, already = add_checked(case_path, file, wanted)
    case = load_with_warnings(case_path)[0]
    ids = {*(s.id for s in added), *already}
    decisions = [decide(draft, file, case, trust) for draft, _ in wanted if draft.id in ids]
    decisions += [decide(draft, file, case, trust, dropped=True) for draft in dropped]
    add_to_record(record_path(case_path), decisions, [case_path, file.path])
    return Coded(
        case,
        day_of(case),
        tuple(statement.id for statement in added),
        already,
        tuple(draft.id for draft in dropped),
        tuple(draft.id for draft in file.drafts if not draft.accept and not draft.drop),
        tuple(known_trust(case_path).values()),
    )


def together(results: Sequence[Coded]) -> Coded:
    """Return what became of several files of drafts, one after the other."""
    last = results[-1]
    return Coded(
        last.case,
        last.day,
        tuple(name for result in results for name in result.added),
        tuple(name for result in results for name in result.already),
        tuple(name for result in results for name in result.dropped),
        tuple(name for result in results for name in result.undecided),
        last.rules,
    )


def trust_in(case_path: str) -> Coded:
    """Return what became of each rule's proposals in a case; nothing is added.

    Raises:
        CaseError: If the case cannot be used.
        RequestError: If the record beside it cannot be read.
    """
    case = load_with_warnings(case_path)[0]
    rules = tuple(known_trust(case_path).values())
    return Coded(case, day_of(case), (), (), (), (), rules)


def decide(
    draft: ReviewedDraft,
    file: DraftFile,
    case: Case,
    trust: Mapping[str, RuleTrust],
    *,
    dropped: bool = False,
) -> Decision:
    """Return what became of a draft: of the case's statement with its name, if not dropped."""
    proposed = () if draft.found is None else proposals_for(draft.found, case, trust)
    statement = None if dropped else case.statement(draft.id)
    return decision_on(draft.id, file.fingerprint, proposed, case, statement)


def add_checked(
    case_path: str, file: DraftFile, wanted: Sequence[tuple[ReviewedDraft, MapNode]]
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Add drafts to the case, after everything about them was checked.

    Args:
        case_path: The case file.
        file: The drafts' file.
        wanted: The drafts, each with what the case is to hold for it.

    Returns:
        The statements added, and the names of those that the case had already.

    Raises:
        CaseError: With every problem and its place in the file of drafts.
        RequestError: If the case cannot be written.
    """
    case = load_with_warnings(case_path)[0]
    problems = Diagnostics(file.path, file.content)
    source = _source_beside(file.source, case)
    reading = Reading(problems, case.parties, case.issues)
    read = []
    for draft, node in wanted:
        statement = STATEMENT.read(node, reading)
        if statement is not None:
            read.append(_anchored(statement, draft, source))
    known = {statement.id: statement for statement in case.statements}
    already = tuple(s.id for s in read if known.get(s.id) == s)
    new = tuple(s for s in read if known.get(s.id) != s)
    known_sources = {known_source.id for known_source in case.sources}
    named = any(s.source == source.id for s in new)
    sources = (source,) if named and source.id not in known_sources else ()
    _check(case, new, sources, problems, complete=len(read) == len(wanted))
    add_statements(case_path, new, sources)
    return new, already


def _check(
    case: Case,
    new: Sequence[Statement],
    sources: Sequence[Source],
    problems: Diagnostics,
    *,
    complete: bool,
) -> None:
    extended = replace(case, statements=(*case.statements, *new), sources=(*case.sources, *sources))
    check_references(extended, problems, complete=complete)
    locate_quotes(extended, problems)
    problems.raise_errors()


def _anchored(statement: Statement, draft: ReviewedDraft, source: Source) -> Statement:
    """Keep the place of a quote, unless its words were changed or there is no text to look in."""
    quote, found = statement.quote, draft.found
    if quote is None or found is None or source.file is None or statement.source != source.id:
        return statement
    anchor = found.quote
    if quote.at is not None or quote.exact != anchor.exact:
        return statement
    if anchor.end - anchor.start != len(quote.exact):
        return statement
    kept = Quote(quote.exact, anchor.prefix or None, anchor.suffix or None, anchor.start)
    return replace(statement, quote=kept)


def _source_beside(source: Source, case: Case) -> Source:
    """Name the source's file relative to the case, where the drafts name it absolutely."""
    if source.file is None or not Path(source.file).is_absolute() or case.file is None:
        return source
    try:
        path = Path(os.path.relpath(source.file, Path(real_path(case.file)).parent))
    except ValueError:  # another drive
        return source
    return replace(source, file=path.as_posix())
