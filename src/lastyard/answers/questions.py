"""What to ask next, as far as it follows from the disputes and the silences alone.

Four kinds of question, in this order of use, at most three in all:

* to a party that has said since what breaks its own demand, or asks for less: does the demand still stand?
  Nobody else is then asked to give way to that demand;
* to a party whose giving way would settle disputes: would it take what is then left, if it were
  given what others offer and it has asked for or likes?
* to parties that ask for what another refuses, where nothing blocks a deal: would they take the
  nearest option that it leaves open, and that they have not ruled out themselves?
* to parties of whom nothing is known on issues: what is their position there?

No expected value is claimed; the likeliest opening comes first. A party is offered only what it
has asked for, said it likes, or demanded, never what others would merely be glad to give.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {name: Union}, firm: {name: Firm}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, requires: "wage >= 5", firmness: firm}
    ...   - {id: bid, party: firm, on: 2024-01-09, rejects: "wage > 4", firmness: tentative}
    ... ''')
    >>> first = ly.analyse(case).questions[0]
    >>> first.parties[0].name, first.would_take, first.settles
    ('Firm', (('wage', 5),), ('dispute-1',))
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated

from lastyard.answers.impasse import Impasse, Opening
from lastyard.answers.standing import Apart, Standing
from lastyard.case.model import (
    Accepts,
    Case,
    Issue,
    Offers,
    Package,
    Party,
    Position,
    Prefers,
    Refuses,
    Statement,
    Values,
)
from lastyard.case.readings import bounds_of
from lastyard.conditions.tree import bits
from lastyard.records import record
from lastyard.results import Choice, Key, Pairs

__all__ = ["Given", "Question", "questions"]

_MOST = 3
_MOST_OPENINGS = 2
_MOST_OUTBID = 2


@record(frozen=True, slots=True)
class Given:
    """Something that would make it easier for a party to give way.

    Attributes:
        issue: Identifier of the issue.
        option: The option.
        statement: The statement of another party that offers it, or of the party itself
            that likes it.
    """

    issue: str
    option: Choice
    statement: Statement


@record(frozen=True, slots=True)
class Question:
    """A question to one party, or the same to several.

    Attributes:
        parties: Whom to ask, each in confidence.
        about: Statements that it would have to give way on; empty where none stands against it.
        would_take: What it would have to take instead.
        if_given: What others have offered or it has said it likes, within what is left.
        issues: Issues on which it is asked for its position.
        settles: The disputes that a yes would settle.
        refused_by: Where nothing blocks: who refuses what the parties ask for now.
        since: What the party has said since against ``about``, its own demands: whether these still stand is
            asked.
    """

    parties: Annotated[tuple[Party, ...], Key("to")]
    about: tuple[Statement, ...] = ()
    would_take: Pairs = ()
    if_given: tuple[Given, ...] = ()
    issues: tuple[str, ...] = ()
    settles: tuple[str, ...] = ()
    refused_by: tuple[Party, ...] = ()
    since: tuple[Statement, ...] = ()


def questions(
    case: Case, talks: Standing, blocked: Impasse, statements: Sequence[Statement]
) -> tuple[Question, ...]:
    """Return what to ask next."""
    found = _about_outbid(blocked)
    if blocked.openings and not blocked.openings[0].chance:
        return tuple(found)  # each needs what was called absolute to give way: no other would help
    in_time = sorted(statements, key=lambda s: s.on)
    for opening in blocked.openings[:_MOST_OPENINGS]:
        found += _about_an_opening(case, talks, blocked, opening, in_time)
    if not blocked.disputes:
        more = _about_refusals(case, talks, blocked.apart, in_time)
        found += more or _about_silences(case, talks, statements)
    elif not found:
        found = _about_silences(case, talks, statements)
    once = {(each.parties, each.about, each.would_take, each.issues): each for each in found}
    return tuple(once.values())[:_MOST]


def _about_outbid(blocked: Impasse) -> list[Question]:
    """Ask parties that have said since what does not go with their own demands whether these still stand."""
    asked: dict[tuple[str, ...], Question] = {}
    for each in blocked.broken_commitments:
        ids = tuple(s.id for s in each.commitments)
        before = asked[ids].since if ids in asked else ()
        asked[ids] = Question((each.party,), each.commitments, since=(*before, *each.statements))
    return list(asked.values())[:_MOST_OUTBID]


def _about_an_opening(
    case: Case, talks: Standing, blocked: Impasse, opening: Opening, statements: Sequence[Statement]
) -> list[Question]:
    if opening.movements is None or opening.left is None:
        return []
    asked = []
    for party in case.deciders:
        about = tuple(s for s in opening.statements if s.party == party.id)
        moves = {
            change.issue: change.to
            for moved in opening.movements
            if moved.party == party.id
            for change in moved.changes
        }
        if not about or not moves or _gives_way_to_outbid(blocked, party, opening, about):
            continue
        taken = tuple((i.id, moves[i.id]) for i in case.issues if i.id in moves)
        given = _given(case, talks, party, opening, statements, set(moves))
        settles = tuple(
            dispute.id
            for dispute in blocked.disputes
            if any(set(way.statements) <= set(about) for way in dispute.openings)
        )
        asked.append(Question((party,), about, taken, given, settles=settles))
    return asked


def _gives_way_to_outbid(
    blocked: Impasse, party: Party, opening: Opening, about: Sequence[Statement]
) -> bool:
    """Whether a party would give way to what another has itself outbid since, and keeps in an opening."""
    outbid = {
        statement
        for each in blocked.broken_commitments
        if each.party.id != party.id
        for statement in each.commitments
    }.difference(opening.statements)
    return any(
        outbid.intersection(each.statements) and not set(about).isdisjoint(each.statements)
        for each in blocked.blocking_sets
    )


def _given(
    case: Case,
    talks: Standing,
    party: Party,
    opening: Opening,
    statements: Sequence[Statement],
    moved: set[str],
) -> tuple[Given, ...]:
    """What is left that others offer or the party likes, on issues it does not move on."""
    assert opening.left is not None  # noqa: S101  (checked by the caller)
    left = opening.left
    found: dict[str, Given] = {}
    # What another has refused is not another's to be promised.
    refused = {
        (each.issue.id, refusal.option) for each in talks.issues for refusal in each.refusals
    }
    refused |= {
        s.says.package[0]
        for s in statements
        if isinstance(s.says, Refuses) and len(s.says.package) == 1 and s.party != party.id
    }
    for statement in statements:
        for issue, option in _speaks_for(talks, statement, party):
            if (issue, option) in refused:
                continue
            is_open = left[issue].bit_count() > 1
            past = _is_past(talks, statement, issue, option)
            if issue not in moved and is_open and not past and left[issue] >> option & 1:
                found[issue] = Given(issue, option, statement)
    return tuple(found[issue.id] for issue in case.issues if issue.id in found)


def _is_past(talks: Standing, statement: Statement, issue: str, option: int) -> bool:
    """Whether who offered or asked for an option has since asked for another."""
    held = talks.issue(issue).position(statement.party)
    asked = isinstance(statement.says, Offers | Position)
    return asked and held is not None and held.option != option


def _speaks_for(talks: Standing, statement: Statement, party: Party) -> Package:
    """The options that a party has asked for or likes, and those offered that meet its demands."""
    match statement.says:
        case Offers(package) if statement.party == party.id:
            return package
        case Offers(package):
            return tuple(
                (issue, option)
                for issue, option in package
                if _welcome(talks, party, issue, option)
            )
        case Position(package) if statement.party == party.id:
            return package
        case Prefers(better, _) if statement.party == party.id:
            return better
        case _:
            return ()


def _welcome(talks: Standing, party: Party, issue: str, option: int) -> bool:
    """Whether a party has asked for an option, or demanded something that it satisfies."""
    found = talks.issue(issue)
    held = found.position(party.id)
    mask = found.open_to(party.id)
    demanded = mask != found.issue.everything & ~found.ruled_out
    return (held is not None and held.option == option) or (demanded and bool(mask >> option & 1))


def _about_refusals(
    case: Case, talks: Standing, found: Sequence[Apart], statements: Sequence[Statement]
) -> list[Question]:
    """Ask those who ask for what others refuse whether they would take what these leave open."""
    asked: list[Question] = []
    bounds = [(s.party, bound) for s in statements for bound in bounds_of(case, s)]
    accepted = {(s.party, s.says.package) for s in statements if isinstance(s.says, Accepts)}
    for each in found:
        issue, open_to = each.issue, talks.issue(each.issue.id).open_to
        for ask in each.asks:
            by = {r.refused_by for r in each.refusals if r.option == ask.option}
            refusing = [p for p in case.deciders if p.id in by and _counts(case, p)]
            left = [(open_to(party.id), _is_needed(case, party)) for party in refusing]
            liked = [b.allowed for party, b in bounds if party in by and b.issue == issue.id]
            takers: dict[int, list[Party]] = {}
            for party in map(case.party, ask.parties):
                option = _nearest_open(issue, ask.option, open_to(party.id), left, liked)
                if option is None or not _counts(case, party):
                    continue
                if (party.id, ((issue.id, option),)) not in accepted:
                    takers.setdefault(option, []).append(party)
            for option, parties in takers.items():
                against = (p for p in refusing if open_to(p.id) >> option & 1)
                take = ((issue.id, option),)
                asked.append(Question(tuple(parties), would_take=take, refused_by=tuple(against)))
    return asked


def _nearest_open(
    issue: Issue, asked: int, own: int, left: Sequence[tuple[int, bool]], liked: Sequence[int]
) -> int | None:
    """Return what to ask a party to take in place of what others refuse; None where nothing would do.

    Only what it leaves open itself: nothing blocks, so no demand need give way. Of that, what most of the others
    leave open whom the agreement needs, then most of all; then the nearest; of two as near, that which more
    of their demands allow.

    Args:
        issue: The issue.
        asked: What the party asks for.
        own: Mask of the options that it leaves open itself.
        left: The same of each of those who refuse, and whether the agreement needs it.
        liked: Masks of the options that their demands allow.
    """

    def by_worth(option: int) -> tuple[int, int, Fraction, int, int]:
        taking = [needed for mask, needed in left if mask >> option & 1]
        allowing = sum(mask >> option & 1 for mask in liked)
        return -sum(taking), -len(taking), issue.distance(option, asked), -allowing, option

    would_do = [k for k in bits(own) if any(mask >> k & 1 for mask, _ in left)]
    return min(would_do, key=by_worth, default=None)


def _is_needed(case: Case, party: Party) -> bool:
    """Whether nothing is agreed without a party."""
    return not case.agrees({each.id for each in case.deciders} - {party.id})


def _counts(case: Case, party: Party) -> bool:
    """Whether a party has a part in the agreement rule."""
    return case.agreement is None or party.id in case.agreement.parties


def _about_silences(case: Case, talks: Standing, statements: Sequence[Statement]) -> list[Question]:
    """Ask each party for the positions it has not told; the same of several, once."""
    gave_points = {s.party for s in statements if isinstance(s.says, Values)}
    asked: dict[tuple[str, ...], list[Party]] = {}
    for party in case.deciders:
        unknown = tuple(
            found.issue.id for found in talks.issues if found.position(party.id) is None
        )
        if unknown and _counts(case, party) and party.id not in gave_points:
            asked.setdefault(unknown, []).append(party)
    return [Question(tuple(parties), issues=issues) for issues, parties in asked.items()]
