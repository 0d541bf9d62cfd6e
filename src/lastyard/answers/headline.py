"""What matters first: agreed, nearly agreed, a vote decides, blocked, open, or nothing known.

Which answers a reader needs, and in which order, depends on where the talks are. The kinds, of
which the first that fits is taken:

``vote``
    a vote of the case is held on the day or was held before it, nothing was said since, and
    something is known of how it goes;
``undecided``
    whether a deal exists was not found out;
``rules``
    the rules, or the agreement rule, leave no package whatever is said;
``agreed``
    those who must agree have all offered or accepted one complete package, or ask for the same on every
    issue, and neither what binds them nor a rule excludes it;
``excluded``
    on every issue all parties that decide ask for the same, but a rule, or what one of them has
    bound itself to, excludes that package;
``unratified``
    so it is of the parties at the table, and a body that ratifies has said nothing of it;
``nearly``
    so on every issue but one;
``blocked``
    no package satisfies everything that was said;
``open``
    some packages do;
``unbound``
    some things were said, but nothing that binds anybody;
``moves``
    nothing was said, but the case says what each party can do with no deal;
``silent``
    nothing was said.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 4}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 4}}
    ... ''')
    >>> found = headline(case, ly.standing(case), ly.impasse(case))
    >>> found.kind, dict(found.package)
    ('agreed', {'wage': '4'})
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

from lastyard.answers.impasse import Impasse
from lastyard.answers.standing import IssueStanding, Standing
from lastyard.answers.votes import VoteAnswer, vote
from lastyard.budget import current
from lastyard.case.model import Accepts, Case, Issue, Offers, Package, Position, Statement
from lastyard.case.said import commitments
from lastyard.conditions.tree import holds
from lastyard.fields import Options, Unpublished
from lastyard.records import record

__all__ = ["Headline", "Kind", "headline"]

# A confidence from which something is as likely to have been said as not.
_LIKELY = Fraction(1, 2)

Kind = Literal[
    "vote",
    "undecided",
    "rules",
    "agreed",
    "excluded",
    "unratified",
    "nearly",
    "blocked",
    "open",
    "unbound",
    "moves",
    "silent",
]


@record(frozen=True, slots=True)
class Headline:
    """What matters first about a case on a day.

    Attributes:
        kind: Where the talks are.
        package: What is agreed so far.
        case: The case.
        against: The statements that exclude a package that all ask for.
        rules: The rules that exclude it.
        ratifiers: Who has still to ratify it.
        issue: The one issue that is left, where all others are agreed.
        vetoes: Members of the body that decides without whom the draft fails, and who vote no.
        left: Where that issue stands.
        vote: The vote that decides.
    """

    kind: Kind
    package: Options
    case: Unpublished[Case]
    against: tuple[Statement, ...] = ()
    rules: tuple[str, ...] = ()
    ratifiers: tuple[str, ...] = ()
    issue: Issue | None = None
    vetoes: tuple[str, ...] = ()
    left: Unpublished[IssueStanding | None] = None
    vote: Unpublished[VoteAnswer | None] = None


def headline(case: Case, talks: Standing, blocked: Impasse) -> Headline:
    """Return what matters first.

    Args:
        case: The case.
        talks: Where the talks stand.
        blocked: What blocks a deal, on the same day.
    """
    agreed = {
        each.issue.id: each.positions[0].option for each in talks.issues if each.state == "agreed"
    }
    apart = [each for each in talks.issues if each.issue.id not in agreed]
    decides = _deciding_vote(case, blocked)
    if decides is not None:
        return Headline("vote", case.terms(agreed), case, vetoes=_vetoes(decides), vote=decides)
    if blocked.cause not in ("undecided", "unexplained", "rules", "agreement"):
        whole = _accepted(case, blocked.in_force) or ({} if apart else agreed)
        if whole and blocked.agreement_exists:
            against, rules = _excluding(case, blocked, whole)
            kind: Kind = "excluded" if against or rules else "agreed"
            return Headline(kind, case.terms(whole), case, against=against, rules=rules)
        at_table, ratifiers = _at_the_table(case, talks)
        if at_table and not any(_excluding(case, blocked, at_table)):
            return Headline("unratified", case.terms(at_table), case, ratifiers=ratifiers)
    left = _only(agreed, apart)
    kind = _kind(case, blocked, agreed, apart)
    issue = None if left is None else left.issue
    return Headline(kind, case.terms(agreed), case, issue=issue, left=left)


def _accepted(case: Case, said: Sequence[Statement]) -> dict[str, int]:
    """Return the newest complete package that those who must agree have all offered or accepted.

    An offer or acceptance does not count of which it is doubtful that it was made, nor one after which its
    party has asked for something else, offered or accepted it.
    """
    asks = [(s, s.says.package) for s in said if isinstance(s.says, Offers | Accepts | Position)]
    takers: dict[Package, list[Statement]] = {}
    for taken, package in asks:
        if isinstance(taken.says, Position) or len(package) < len(case.issues):
            continue
        later = (own for s, own in asks if s.party == taken.party and s.on > taken.on)
        if taken.confidence >= _LIKELY and all(set(own) <= set(package) for own in later):
            takers.setdefault(package, []).append(taken)
    agreed = [
        (max(s.on for s in own), package)
        for package, own in takers.items()
        if case.agrees({s.party for s in own})
    ]
    return dict(max(agreed)[1]) if agreed else {}


def _excluding(
    case: Case, blocked: Impasse, package: Mapping[str, int]
) -> tuple[tuple[Statement, ...], tuple[str, ...]]:
    """Return the statements and the rules that exclude a package; none where enough parties are left."""
    rules = tuple(each.id for each in case.rules if not holds(each.condition.tree, package))
    broken = [
        each.statement
        for each in commitments(case, blocked.in_force)
        if not holds(each.condition, package)
    ]
    free = {party.id for party in case.deciders} - {each.party for each in broken}
    return (() if case.agrees(free) else tuple(broken)), rules


def _at_the_table(case: Case, talks: Standing) -> tuple[dict[str, int], tuple[str, ...]]:
    """Return what all parties but those that ratify ask for, where these ask for nothing, and who they are."""
    ratifiers = {party.id: party.name for party in case.deciders if party.role == "ratifier"}
    if not ratifiers:
        return {}, ()
    package = {}
    for each in talks.issues:
        asked = {held.option for held in each.positions if held.party not in ratifiers}
        who = {held.party for held in each.positions}
        if (
            len(asked) != 1
            or who & set(ratifiers)
            or len(who) + len(ratifiers) < len(case.deciders)
        ):
            return {}, ()
        package[each.issue.id] = asked.pop()
    return package, tuple(ratifiers.values())


def _only(agreed: Mapping[str, int], apart: list[IssueStanding]) -> IssueStanding | None:
    return apart[0] if agreed and len(apart) == 1 else None


def _kind(
    case: Case, blocked: Impasse, agreed: Mapping[str, int], apart: list[IssueStanding]
) -> Kind:
    if blocked.cause in ("undecided", "unexplained"):
        return "undecided"
    if blocked.cause in ("rules", "agreement"):
        return "rules"
    if not blocked.in_force:
        return "moves" if case.moves is not None else "silent"
    if _only(agreed, apart) is not None:
        return "nearly"
    if blocked.cause == "demands":
        return "blocked"
    return "open" if blocked.binding else "unbound"


def _deciding_vote(case: Case, blocked: Impasse) -> VoteAnswer | None:
    """Return the last vote held by the day, when nothing was said since."""
    day = blocked.day
    held = [v for v in case.votes if v.on is None or (day is not None and v.on <= day)]
    if not held:
        return None
    last = max(held, key=lambda v: (v.on is not None, v.on or day))
    if last.on is not None and any(s.on > last.on for s in blocked.in_force):
        return None
    found = current().attempt("the vote that decides", lambda: vote(case, day), share=0.3)
    answers = [] if found is None else [a for a in found.votes if a.vote.id == last.id]
    known = [a for a in answers if a.certain is not None or a.recorded is not None or _told(a)]
    return known[0] if known else None


def _told(answer: VoteAnswer) -> bool:
    """Whether anything is known of how anybody votes."""
    return len(answer.unknown) < len(answer.members)


def _vetoes(answer: VoteAnswer) -> tuple[str, ...]:
    """Return who is sure to vote no, and without whom all others cannot adopt the draft."""
    names = [member.standpoint.member for member in answer.members]
    against = [
        m.standpoint
        for m in answer.members
        if m.standpoint.ballot == "no" and m.standpoint.confidence == 1
    ]
    return tuple(
        each.label
        for each in against
        if each.count == 1
        and not answer.body.adopts({name: "no" if name == each.member else "yes" for name in names})
    )
