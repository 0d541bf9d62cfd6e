"""A case as somebody else than the mediator may know it: cut before anything is worked out.

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

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction

from lastyard.case.model import DEFAULT_FIRMNESS, Case, Statement, Withdraws
from lastyard.case.votes import Vote
from lastyard.errors import RequestError
from lastyard.records import record

__all__ = ["MEDIATOR", "Audience", "audience_of", "cut"]


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
    """Return a case as somebody may know it; for the mediator it is the same."""
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
