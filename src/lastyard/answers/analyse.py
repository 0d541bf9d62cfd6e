"""The main job: where the talks stand, whether a deal exists, the best packages, what next.

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
    >>> found = analyse(case)
    >>> found.impasse.agreement_exists, found.questions[0].parties[0].name
    (False, 'Firm')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Annotated, Literal

from lastyard.answers.contradictions import ContradictoryPreferences, contradictory_preferences
from lastyard.answers.impasse import Impasse, impasse_beside
from lastyard.answers.moves import Moves, moves
from lastyard.answers.packages.find import brief_work, compared
from lastyard.answers.packages.result import Packages
from lastyard.answers.questions import Question, questions
from lastyard.answers.standing import IssueStanding, Standing, standing
from lastyard.answers.votes import VoteAnswer, vote
from lastyard.answers.within_reach import Deal, deals_within_reach
from lastyard.budget import OutOfBudget, budgeted, current
from lastyard.case.model import Accepts, Case, Issue, Offers, Package, Position, Statement
from lastyard.case.said import Day, as_date, commitments, day_of, in_force
from lastyard.conditions.tree import holds
from lastyard.errors import RequestError
from lastyard.records import record
from lastyard.results import AsOf, Key, Only, Options, Result, Unpublished

__all__ = ["Analysis", "Headline", "Kind", "analyse", "headline"]

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
    known = [
        a
        for a in answers
        if a.certain is not None or a.recorded is not None or len(a.unknown) < len(a.members)
    ]
    return known[0] if known else None


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


_SHOWN = 3

# Where all is agreed, nothing was said, or a vote is held, the best packages are no answer.
_WITHOUT_PACKAGES = ("agreed", "rules", "moves", "silent", "vote")

# Of packages from few draws, what is worked out.
_PACKAGE = ("package", "acceptability", "agreement", "breaks", "rank")
_IN_BRIEF = Only(
    {
        "seed": None,
        "draws": None,
        "effective_draws": None,
        "packages": Only(dict.fromkeys(_PACKAGE)),
        "silent_parties": None,
        "cannot_tell": None,
    }
)


@record(frozen=True, slots=True)
class Analysis(Result):
    """The answer to the main question about a case.

    Attributes:
        case: The case.
        day: The day; None when nothing was said.
        headline: What matters first.
        standing: Where the talks stand.
        impasse: Whether a deal exists, what blocks it and what would open it.
        contradictions: Parties whose statements of what they like contradict each other.
        deals: Where disputes block: the deals that follow from the likeliest ways to settle them
            all; empty where none was worked out.
        best: The packages most likely to be agreed, from few draws; None when they could not
            be worked out.
        why_not_best: Why not; None when they were, or where they would say nothing: all is
            agreed, or nothing was said.
        moves: What each party does with no deal; None where the case does not tell it.
        questions: What to ask next.
    """

    case: Case
    day: AsOf
    headline: Headline
    standing: Standing
    impasse: Impasse
    contradictions: Annotated[
        tuple[ContradictoryPreferences, ...],
        Key("contradictory_preferences"),
        Only({"party": None, "statements": None}),
    ]
    deals: tuple[Deal, ...]
    best: Annotated[Packages | None, _IN_BRIEF]
    why_not_best: str | None
    moves: Unpublished[Moves | None]
    questions: Annotated[tuple[Question, ...], Key("next")]


@budgeted
def analyse(case: Case, day: Day = None, *, seed: int = 0, packages: bool = True) -> Analysis:
    """Answer the main question about a case.

    Args:
        case: The case.
        day: The day to look at; default the case's ``as_of`` or its last statement.
        seed: Same seed, same figures of the best packages.
        packages: Whether to find the best packages.
    """
    day = as_date(day)
    budget = current()
    with budget.part("where the talks stand", 0.3):
        talks = standing(case, day)
    with budget.part("what blocks a deal", 0.5):
        blocked = impasse_beside(case, day, lambda: talks, first=5)
    said = in_force(case, day)
    first = headline(case, talks, blocked)
    settled = first.kind == "agreed" or (first.vote is not None and first.vote.certain == "adopted")
    asked = () if settled else questions(case, talks, blocked, said)
    deals: tuple[Deal, ...] = ()
    best, why_not = None, None if packages else "they were not asked for here"
    if packages and first.kind not in _WITHOUT_PACKAGES:
        try:
            with budget.part("the best packages", 0.7):
                work = brief_work(case, day, seed=seed)
                found = compared(work)
                deals = budget.attempt(
                    "the deals within reach",
                    lambda: deals_within_reach(blocked, work, found),
                    (),
                    0.4,
                )
                best = work.answer(found, _SHOWN)
        except (RequestError, OutOfBudget) as problem:
            why_not = str(problem)
    liked = contradictory_preferences(case, said)
    rest = None
    if case.moves is not None:
        rest = budget.attempt(
            "what each party does with no deal", lambda: moves(case, day), share=0.3
        )
    return Analysis(
        case, day_of(case, day), first, talks, blocked, liked, deals, best, why_not, rest, asked
    )
