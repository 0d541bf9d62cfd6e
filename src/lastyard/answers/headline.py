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
    on every issue all parties that decide ask for the same, and nothing stands against it;
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

from collections.abc import Mapping
from typing import Literal

from lastyard.answers.impasse import Impasse
from lastyard.answers.standing import IssueStanding, Standing
from lastyard.answers.votes import VoteAnswer, vote
from lastyard.budget import current
from lastyard.case.model import Case, Issue
from lastyard.fields import Options, Unpublished
from lastyard.records import record

__all__ = ["Headline", "Kind", "headline"]

Kind = Literal[
    "vote",
    "undecided",
    "rules",
    "agreed",
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
        issue: The one issue that is left, where all others are agreed.
        vetoes: Members of the body that decides without whom the draft fails, and who vote no.
        left: Where that issue stands.
        vote: The vote that decides.
        case: The case.
    """

    kind: Kind
    package: Options
    issue: Issue | None
    vetoes: tuple[str, ...]
    left: Unpublished[IssueStanding | None]
    vote: Unpublished[VoteAnswer | None]
    case: Unpublished[Case]


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
        return Headline("vote", case.terms(agreed), None, _vetoes(decides), None, decides, case)
    left = _only(agreed, apart)
    issue = None if left is None else left.issue
    kind = _kind(case, blocked, agreed, apart)
    return Headline(kind, case.terms(agreed), issue, (), left, None, case)


def _only(agreed: Mapping[str, int], apart: list[IssueStanding]) -> IssueStanding | None:
    return apart[0] if agreed and len(apart) == 1 else None


def _kind(
    case: Case, blocked: Impasse, agreed: Mapping[str, int], apart: list[IssueStanding]
) -> Kind:
    if blocked.cause in ("undecided", "unexplained"):
        return "undecided"
    if blocked.cause in ("rules", "agreement"):
        return "rules"
    if not apart and blocked.agreement_exists:
        return "agreed"
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
