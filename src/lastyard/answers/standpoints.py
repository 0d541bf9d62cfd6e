"""What is known of how each member of a body votes on a draft, and what is not.

A ballot comes from the case's `ballots`, else from what a member that is a party has said
about a draft that is a package, else it is unknown. What is unknown is never guessed: it
stays a range, from the ballot that helps the draft least to the one that helps it most.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations
from typing import Literal

from lastyard.blocking import Demand, Talks, blockage
from lastyard.blocking.giving_way import levels_of
from lastyard.bodies import Body, Member
from lastyard.bodies.kinds import Ballot as Kind
from lastyard.bodies.kinds import Middle
from lastyard.case.model import Accepts, Case, Offers, Package, Statement
from lastyard.case.said import Commitment, commitments, having, in_force, rules_of, sizes_of
from lastyard.case.votes import Ballot, Vote
from lastyard.conditions.tree import All, Condition, bits
from lastyard.records import record
from lastyard.space import Space

__all__ = ["Standpoint", "standpoints"]

Chances = tuple[Fraction, Fraction, Fraction]

Basis = Literal["ballot", "statements", "unknown"]

_NO, _ABSTAIN, _YES = (
    (Fraction(0), Fraction(0), Fraction(1)),
    (Fraction(0), Fraction(1), Fraction(0)),
    (Fraction(1), Fraction(0), Fraction(0)),
)

_PURE: dict[str, Chances] = {
    "yes": _YES, "abstain": _ABSTAIN, "present": _ABSTAIN, "absent": _ABSTAIN, "no": _NO
}  # fmt: skip

_MIDDLES: dict[str, Middle] = {"present": "present", "absent": "absent"}

_KINDS: tuple[Kind, ...] = ("yes", "abstain", "no", "present", "absent")

_MOST_CHANGED = 3

_MOST_JOINED = 10


@record(frozen=True, slots=True)
class Standpoint:
    """How a member (or so many of a class) votes, as far as it is known.

    Attributes:
        member: Its name in the body that is worked with; a class of which parts vote
            differently has one standpoint a part.
        label: Name for people.
        count: How many members it stands for.
        ballot: The ballot, where one is known; None when unknown or known by chances only.
        confidence: Probability of that ballot.
        basis: Where it is from: a ``ballot`` in the case, the party's ``statements``, or
            ``unknown``.
        low: Probabilities of yes, ``middle``, no that help the draft least, where a no is always
            the ballot that helps least.
        high: Those that help it most.
        statements: The statements it rests on.
        changes: Where its statements exclude the draft: least changes of the draft that would
            satisfy them, as the issues that change with their new options.
        middle: The ballot besides yes and no that it may cast, as far as it matters here.
    """

    member: str
    label: str
    count: int
    ballot: Kind | None
    confidence: Fraction
    basis: Basis
    low: Chances
    high: Chances
    statements: tuple[Statement, ...] = ()
    changes: tuple[Package, ...] = ()
    middle: Middle = "abstain"

    @property
    def known(self) -> Chances:
        """The part of its chances that is known; what is missing to 1 may be any ballot."""
        yes, middle, no = (min(pair) for pair in zip(self.low, self.high, strict=True))
        return yes, middle, no

    @property
    def possible(self) -> tuple[Kind, ...]:
        """The ballots that it may cast, of all kinds."""
        if sum(self.known) < 1:
            return _KINDS
        kinds: tuple[Kind, ...] = ("yes", self.middle, "no")
        return tuple(kind for kind, chance in zip(kinds, self.known, strict=True) if chance)

    @property
    def is_unknown(self) -> bool:
        """Whether nothing at all is known."""
        return self.basis == "unknown"


def standpoints(case: Case, vote: Vote, day: date | None) -> tuple[Body, tuple[Standpoint, ...]]:
    """Return the body, with classes split where parts of them vote differently, and its ballots.

    Ballots dated after the day are not yet known.
    """
    given = {b.member: b for b in vote.ballots if _is_known(case, vote, b, day)}
    said = {s.id: s for s in case.statements}
    found: list[Standpoint] = []
    parts: dict[str, tuple[str, ...]] = {}
    members: list[Member] = []
    for member in vote.body.members:
        ballot = given.get(member.name)
        if ballot is None:
            own = [_from_statements(case, vote, member, day)]
        else:
            rests_on = tuple(
                s
                for s in [said.get(ballot.statement or "")]
                if s is not None and (day is None or s.on <= day)
            )
            own = _from_ballot(member, ballot, rests_on)
            if len(own) == 1 and own[0].ballot in ("no", "abstain"):
                own = [_with_changes(case, vote, member, own[0], day)]
        found += own
        members += [
            Member(each.member, member.weights, each.count, each.label, each.middle) for each in own
        ]
        if [each.member for each in own] != [member.name]:
            parts[member.name] = tuple(each.member for each in own)
    return _split(vote.body, members, parts), tuple(found)


def _is_known(case: Case, vote: Vote, ballot: Ballot, day: date | None) -> bool:
    """Whether a ballot was known on a day; one on record counts from the day of the vote."""
    known = ballot.on
    if known is None and ballot.statement is not None:
        known = case.statement(ballot.statement).on
    if known is None and vote.outcome is not None:
        known = vote.on
    return day is None or known is None or known <= day


def _split(body: Body, members: Sequence[Member], parts: dict[str, tuple[str, ...]]) -> Body:
    """Return the body with some members replaced by their parts; rules name them as groups."""
    if not parts and tuple(members) == body.members:
        return body
    groups = {
        name: tuple(part for member in names for part in parts.get(member, (member,)))
        for name, names in body.groups.items()
    }
    return Body(body.name, tuple(members), body.rule, {**groups, **parts}, body.totals)


def _from_ballot(
    member: Member, ballot: Ballot, statements: tuple[Statement, ...]
) -> list[Standpoint]:
    label = member.label or member.name
    if ballot.counts is None:
        exact = _PURE[ballot.ballot] if ballot.ballot else ballot.chances
        assert exact is not None  # noqa: S101  (a ballot has one of the three)
        low, high = _bounds(exact, ballot.confidence)
        kind = ballot.ballot
        middle = _MIDDLES.get(kind or "", ballot.middle)
        return [
            Standpoint(
                member.name, label, member.count, kind, ballot.confidence, "ballot", low, high,
                statements, middle=middle,
            )
        ]  # fmt: skip
    found = []
    for each, count in zip(_KINDS, ballot.counts, strict=True):
        if count:
            low, high = _bounds(_PURE[each], ballot.confidence)
            found.append(
                Standpoint(
                    f"{member.name}: {each}", label, count, each, ballot.confidence, "ballot",
                    low, high, statements, middle=_MIDDLES.get(each, "abstain"),
                )
            )  # fmt: skip
    rest = member.count - sum(ballot.counts)
    if rest:
        name = f"{member.name}: unknown" if found else member.name
        found.append(_unknown(name, label, rest))
    return found


def _with_changes(
    case: Case, vote: Vote, member: Member, found: Standpoint, day: date | None
) -> Standpoint:
    """Add what the draft would have to change, where the member's statements exclude it."""
    said = _from_statements(case, vote, member, day)
    if said.ballot != "no":
        return found
    return replace(found, statements=said.statements, changes=said.changes)


def _unknown(name: str, label: str, count: int) -> Standpoint:
    return Standpoint(name, label, count, None, Fraction(0), "unknown", _NO, _YES)


def _bounds(exact: Chances, confidence: Fraction) -> tuple[Chances, Chances]:
    """Spread what confidence leaves open over the ballots that help least, and most.

    That a ballot was coded wrongly means that it is another one.
    """
    rest = 1 - confidence
    worst = _ABSTAIN if exact == _NO else _NO
    best = _ABSTAIN if exact == _YES else _YES
    return _mixed(exact, worst, rest), _mixed(exact, best, rest)


def _mixed(first: Chances, second: Chances, share: Fraction) -> Chances:
    yes, abstain, no = ((1 - share) * a + share * b for a, b in zip(first, second, strict=True))
    return yes, abstain, no


def _from_statements(case: Case, vote: Vote, member: Member, day: date | None) -> Standpoint:
    """Read a ballot off what a party said about the packages with the draft in them."""
    label = member.label or member.name
    unknown = _unknown(member.name, label, member.count)
    draft = vote.draft
    if not isinstance(draft, tuple) or member.count > 1:
        return unknown
    if member.name not in {party.id for party in case.deciders}:
        return unknown
    said = in_force(case, day)
    own = [s for s in said if s.party == member.name]
    allowed = Space(sizes_of(case), rules_of(case)).where(having(draft))
    binding = tuple(c for c in commitments(case, said) if c.statement.party == member.name)
    together = [c.condition for c in binding]
    if allowed.exists() and not allowed.where(*together).exists():
        against, sure = _against(case, member.name, draft, binding)
        low, high = _bounds(_NO, sure)
        return Standpoint(
            member.name, label, 1, "no", sure, "statements", low, high, against,
            _changes(case, draft, together),
        )  # fmt: skip
    for statement in own:
        if isinstance(statement.says, Offers | Accepts) and statement.says.package == draft:
            low, high = _bounds(_YES, statement.confidence)
            return Standpoint(
                member.name, label, 1, "yes", statement.confidence, "statements", low, high,
                (statement,),
            )  # fmt: skip
    return unknown


def _against(
    case: Case, party: str, draft: Package, binding: Sequence[Commitment]
) -> tuple[tuple[Statement, ...], Fraction]:
    """Return what a party said against a draft, and how sure it is that it votes against it.

    It is, unless it gives way on one of the openings that its own commitments leave: for a
    whole package that is all that the package breaks.
    """
    demands = tuple(
        Demand(c.statement.id, party, c.condition, float(c.firmness), c.way) for c in binding
    )
    rules = All((rules_of(case), having(draft)))
    openings = blockage(Talks(sizes_of(case), rules, demands)).openings
    levels = levels_of(binding, sizes_of(case))
    number = {c.statement.id: k for k, c in enumerate(binding)}
    sets = [frozenset(number[id] for id in each.demands) for each in openings]
    named = frozenset[int]().union(*sets)
    # The chance that it gives way on one at least, by inclusion and exclusion.
    ways = Fraction(0)
    if len(sets) <= _MOST_JOINED:
        for count in range(1, len(sets) + 1):
            for some in combinations(sets, count):
                ways += (-1) ** (count + 1) * Fraction(
                    levels.chance(frozenset().union(*some), dict(draft))
                )
    else:
        ways = sum((Fraction(levels.chance(each, dict(draft))) for each in sets), start=Fraction(0))
    statements = tuple(c.statement for k, c in enumerate(binding) if k in named)
    return statements, 1 - max(Fraction(0), min(ways, Fraction(1)))


def _changes(case: Case, draft: Package, demands: Sequence[Condition]) -> tuple[Package, ...]:
    """Find the fewest issues of a draft whose change satisfies the demands and the rules."""
    space = Space(sizes_of(case), rules_of(case)).where(*demands)
    for size in range(1, min(_MOST_CHANGED, len(draft)) + 1):
        found = []
        for freed in combinations(range(len(draft)), size):
            kept = [item for k, item in enumerate(draft) if k not in freed]
            changed = _nearest(case, space.where(having(kept)), [draft[k] for k in freed])
            # To turn every yes of a draft into a no is to drop it, not to change it.
            if changed and (size < len(draft) or any(case.issue(id).size > 2 for id, _ in changed)):
                found.append(changed)
        if found:
            return tuple(found)
    return ()


def _nearest(case: Case, space: Space, freed: Sequence[tuple[str, int]]) -> Package:
    """Choose for one issue after another the option next to the draft's that is left open."""
    found: list[tuple[str, int]] = []
    for id, wanted in freed:
        issue = case.issue(id)
        in_order = issue.ordered or issue.is_numeric
        options = list(bits(space.open_options()[id]))
        if not options:
            return ()
        best = min(options, key=lambda k: (abs(k - wanted) if in_order else 0, k))
        found.append((id, best))
        space = space.where(having([(id, best)]))
    return tuple(found)
