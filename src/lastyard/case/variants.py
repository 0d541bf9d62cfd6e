"""Cases made of a case: cut to what somebody may know, or as it would be if some things were otherwise."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from lastyard.case.diagnostics import CaseError, Diagnostics
from lastyard.case.model import (
    DEFAULT_FIRMNESS,
    FIRMNESS_WORDS,
    Case,
    Party,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Withdraws,
)
from lastyard.case.said import day_of
from lastyard.case.shapes import Reading
from lastyard.case.statement import STATEMENT
from lastyard.case.votes import Vote
from lastyard.case.yaml import parse_document
from lastyard.errors import RequestError, did_you_mean
from lastyard.records import record

__all__ = ["MEDIATOR", "Audience", "audience_of", "cut", "supposing"]


@record(frozen=True, slots=True)
class Audience:
    """Who reads.

    Attributes:
        is_mediator: Whether it is the mediator, who knows all.
        party: The identifier of the party that reads; None for the mediator and for the public.
    """

    is_mediator: bool = True
    party: str | None = None


MEDIATOR = Audience()


def audience_of(text: str, case: Case) -> Audience:
    """Return who ``mediator``, ``party:ID`` or ``public`` stands for.

    Raises:
        RequestError: It is none of these, or the case has no such party.
    """
    if text == "mediator":
        return MEDIATOR
    if text == "public":
        return Audience(is_mediator=False)
    kind, colon, id = text.partition(":")
    known = [party.id for party in case.parties]
    if kind == "party" and colon and id in known:
        return Audience(is_mediator=False, party=id)
    forms = ", ".join(["mediator", "public", *(f"party:{each}" for each in known)])
    raise RequestError(f"nobody is called {text[:60]!r} here: a report is for one of {forms}")


def cut(case: Case, audience: Audience) -> Case:
    """Return a case as somebody may know it; for the mediator it is the same.

    What is left out here is not in the case that is looked at: no figure, order or word of a report for
    others can depend on it. A filter over what was computed on the whole case could not promise that.

    Left out for everybody but the mediator:

    * what was said to the mediator alone (``confidential``), for a party except what it said itself;
    * what the mediator judged: firmness and confidence (all count alike), ballots without a source, and
      what parties prefer among moves;
    * whose own issue something is taken to be;
    * notes of every kind, and sources that nothing cites that is left.

    Example:
        >>> import lastyard as ly
        >>> case = ly.load_text('''
        ... title: Wage talks
        ... parties: {union: {}, firm: {}}
        ... issues: {wage: {range: [0, 10], step: 1}}
        ... statements:
        ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
        ...   - {id: floor, party: union, on: 2024-01-05, requires: "wage >= 6", confidential: true}
        ... ''')
        >>> [s.id for s in cut(case, audience_of("party:firm", case)).statements]
        ['ask']
        >>> [s.id for s in cut(case, audience_of("party:union", case)).statements]
        ['ask', 'floor']
    """
    if audience.is_mediator:
        return case
    hidden = {s.id for s in case.statements if s.confidential and s.party != audience.party}
    kept = [_judged_alike(s, hidden) for s in case.statements if s.id not in hidden]
    statements = tuple(s for s in kept if not _ends_nothing(s))
    known = {s.id for s in statements}
    less = replace(
        case,
        note=None,
        parties=tuple(replace(each, note=None) for each in case.parties),
        issues=tuple(replace(each, of=(), note=None) for each in case.issues),
        rules=tuple(replace(each, note=None) for each in case.rules),
        statements=statements,
        votes=tuple(_vote(each, known) for each in case.votes),
        moves=None,
        outcome=None,
    )
    cited = {source for source, _ in less.cited()}
    sources = tuple(replace(s, note=None) for s in case.sources if s.id in cited)
    return replace(less, sources=sources)


def _judged_alike(statement: Statement, hidden: Collection[str]) -> Statement:
    says = statement.says
    if isinstance(says, Withdraws):
        says = Withdraws(tuple(id for id in says.statements if id not in hidden))
    return replace(
        statement,
        says=says,
        firmness=DEFAULT_FIRMNESS,
        confidence=Fraction(1),
        replaces=tuple(id for id in statement.replaces if id not in hidden),
        confidential=False,
        note=None,
    )


def _ends_nothing(statement: Statement) -> bool:
    """Whether a statement withdraws what is not there."""
    return isinstance(statement.says, Withdraws) and not statement.says.statements


def _vote(vote: Vote, known: Collection[str]) -> Vote:
    """Return a vote with the ballots that are on record, as certain as the record."""
    ballots = tuple(
        replace(ballot, confidence=Fraction(1), note=None)
        for ballot in vote.ballots
        if ballot.source is not None
        and ballot.chances is None
        and (ballot.statement is None or ballot.statement in known)
    )
    return replace(vote, ballots=ballots, note=None)


_BY_CONDITION = ("requires", "rejects")
_BY_PACKAGE = ("offers", "accepts", "refuses", "position")
_ASKS_FOR = "asks for"


def supposing(
    case: Case,
    *,
    without: Iterable[str] = (),
    suppose: Iterable[str] = (),
    firmness: Mapping[str, object] | None = None,
    day: date | None = None,
) -> Case:
    """Return the case as it would be.

    Args:
        case: The case.
        without: Ids of statements that no longer count; what they replaced stays replaced.
        suppose: Statements that are taken to be made on the day: who, a verb, and what, such
            as ``union requires wage >= 5`` or ``firm offers wage: 4, leave: two weeks``. They
            are called ``supposed-1`` and so on.
        firmness: Per id of a statement, another firmness: a number from 0 to 1, or a word.
        day: The day; default the case's ``as_of`` or its last statement.

    Raises:
        RequestError: If there is no such statement, or one cannot be understood.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: Wage talks
        ... parties: {union: {name: Metal Union}, firm: {}}
        ... issues: {wage: {range: [0, 10], step: 1}}
        ... statements:
        ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 8"}
        ... ''')
        >>> other = supposing(case, suppose=["Metal Union requires wage >= 5"], without=["ask"])
        >>> [(s.id, s.party, s.says.condition.text) for s in other.statements]
        [('supposed-1', 'union', 'wage >= 5')]
    """
    statements = {statement.id: statement for statement in case.statements}
    for id in without:
        _known(id, statements)
        _drop(id, statements)
    for id, level in (firmness or {}).items():
        _known(id, statements)
        if not isinstance(statements[id].says, Requires | Rejects | Refuses):
            raise RequestError(
                f"{id!r} is no demand, red line or refusal: how firm it is changes nothing"
            )
        statements[id] = replace(statements[id], firmness=_level(level))
    when = day_of(case, day)
    for number, text in enumerate(suppose, 1):
        id = _free(f"supposed-{number}", statements)
        statements[id] = _statement(case, text, id, when)
    # Nothing may end what is gone.
    kept = [
        replace(each, replaces=tuple(id for id in each.replaces if id in statements))
        for each in statements.values()
    ]
    return replace(case, statements=tuple(kept), as_of=case.as_of or when)


def _drop(id: str, statements: dict[str, Statement]) -> None:
    """Take out a statement, and what it has ended: that must not come back."""
    gone = statements.pop(id, None)
    for ended in () if gone is None else gone.ends:
        _drop(ended, statements)


def _known(id: str, statements: Mapping[str, Statement]) -> None:
    if id not in statements:
        raise RequestError(f"no statement is called {id[:60]!r}: {did_you_mean(id, statements)}")


def _free(id: str, taken: Mapping[str, Statement]) -> str:
    while id in taken:
        id += "-"
    return id


def _level(level: object) -> Fraction:
    text = str(level).strip()
    if text in FIRMNESS_WORDS:
        return FIRMNESS_WORDS[text]
    try:
        found = Fraction(text)
    except (ValueError, ZeroDivisionError):
        found = Fraction(-1)
    if not 0 <= found <= 1:
        words = ", ".join(FIRMNESS_WORDS)
        raise RequestError(f"{text[:40]!r} is no firmness; give a number from 0 to 1, or {words}")
    return found


def _statement(case: Case, text: str, id: str, when: date | None) -> Statement:
    """Read one supposed statement."""
    party, rest = _speaker(case, text.strip())
    verb, _, what = rest.partition(" ")
    if rest.startswith(_ASKS_FOR):
        verb, what = "position", rest.removeprefix(_ASKS_FOR)
    if verb not in (*_BY_CONDITION, *_BY_PACKAGE) or not what.strip():
        verbs = ", ".join((*_BY_CONDITION, *_BY_PACKAGE))
        raise RequestError(
            f"cannot understand {text[:80]!r}: after the party comes a verb ({verbs}) and what it "
            "is about, such as `requires wage >= 5` or `offers wage: 4`"
        )
    what = what.strip()
    said = json.dumps(what) if verb in _BY_CONDITION else what if what[0] == "{" else f"{{{what}}}"
    day = (when or date.today()).isoformat()
    source = f"{{id: {id}, party: {json.dumps(party.id)}, on: {day}, {verb}: {said}}}"
    problems = Diagnostics("suppose", source)
    node = parse_document(source, "suppose", problems)
    reading = Reading(problems, case.parties, case.issues)
    found = None if node is None else STATEMENT.read(node, reading)
    try:
        problems.raise_errors()
    except CaseError as problem:
        first = problem.diagnostics[0]
        help = f"; {first.help}" if first.help else ""
        raise RequestError(f"cannot understand {text[:80]!r}: {first.message}{help}") from None
    if found is None:
        raise RequestError(f"cannot understand {text[:80]!r}")
    return replace(found, place=None)


def _speaker(case: Case, text: str) -> tuple[Party, str]:
    """Return the party that a text begins with, by id, name or one of its words, and the rest."""
    named = sorted(
        ((name, party) for party in case.deciders for name in (party.id, party.name, *party.words)),
        key=lambda each: -len(each[0]),
    )
    for name, party in named:
        if f"{text.casefold()} ".startswith(name.casefold() + " "):
            return party, text[len(name) :].strip()
    first = text.partition(" ")[0]
    if not first:
        raise RequestError(
            "nothing is supposed; say who says what, as in `union requires wage >= 5`"
        )
    ids = [name for party in case.deciders for name in dict.fromkeys((party.id, party.name))]
    raise RequestError(
        f"no party that decides is called {first[:60]!r}: {did_you_mean(first, ids)}"
    )
