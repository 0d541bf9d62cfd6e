"""A voting body: who its members are, what they weigh, and when a draft is adopted.

::

    board = Body(
        name="Board",
        members=(Member("chair"), Member("anna"), Member("ben")),
        rule="yes > no and no veto of chair",
    )
    board.adopts({"chair": "abstain", "anna": "yes", "ben": "abstain"})   # True

A `Member` may stand for a class of interchangeable members (``count``), each of whom
has one ballot and the weights given; so a body of a million has two lines when it has
two classes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TypeAlias

from lastyard.bodies.compile import (
    CompiledRule,
    Seat,
    as_fraction,
    compile_rule,
    require_monotone,
)
from lastyard.bodies.errors import (
    MemberError,
    UnknownNameError,
    VoteError,
    WeightError,
    did_you_mean,
)
from lastyard.bodies.kinds import Ballot, Middle, OpenBallots
from lastyard.bodies.rule import parse_rule

BALLOTS: tuple[Ballot, Ballot, Ballot] = ("yes", "abstain", "no")
MIDDLES: tuple[Middle, Middle, Middle] = ("abstain", "present", "absent")
Split: TypeAlias = tuple[int, int, int]
Votes: TypeAlias = Mapping[str, Ballot | Split]


@dataclass(frozen=True, slots=True)
class Member:
    """One member, or a class of interchangeable ones.

    Attributes:
        name: How rules and votes name it.
        weights: What *each* of them weighs, by the name of the weight.
        count: How many there are of it, at least one.
        label: The name for people; the name itself when empty.
        middle: The ballot besides yes and no that figures about it are about: to ``abstain``,
            to be ``present`` and not vote, or to be ``absent``.
    """

    name: str
    weights: Mapping[str, Fraction | float] = field(default_factory=dict)
    count: int = 1
    label: str = ""
    middle: Middle = "abstain"


@dataclass(frozen=True, slots=True)
class Body:
    """A voting body with its pass rule, checked when it is made.

    Attributes:
        name: What the body is called.
        members: Its members, in the order of every result.
        rule: The text of the pass rule (`lastyard.bodies.rule`).
        groups: Names of sets of members, for rules.
        totals: What each weight is meant to add up to over all members, if known.
        must_be_monotone: Reject a rule under which a yes can hurt. Turn this off
            only to study such a rule.

    Raises:
        BodyError: One of its subclasses, for whatever is wrong.
    """

    name: str
    members: tuple[Member, ...]
    rule: str
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    totals: Mapping[str, Fraction | float] = field(default_factory=dict)
    must_be_monotone: bool = True
    compiled: CompiledRule = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _check_members(self)
        _check_totals(self)
        object.__setattr__(self, "compiled", self._compiled(None))
        if self.must_be_monotone:
            names = [member.name for member in self.members]
            rules: dict[str, CompiledRule] = {kind: self._compiled(kind) for kind in MIDDLES}
            require_monotone(rules, names, self.open_ballots.yes_never_hurts)

    def _compiled(self, middle: Middle | None) -> CompiledRule:
        seats = tuple(
            Seat(m.name, m.count, dict(m.weights), middle or m.middle) for m in self.members
        )
        return compile_rule(parse_rule(self.rule), seats, self.groups)

    @property
    def ordered(self) -> bool:
        """Whether a no never helps: whether it is always the ballot that helps a draft least.

        Under a quorum of those who vote or are present a no can help, where staying away
        would have left too few; then ballots other than yes have no order.
        """
        return self.open_ballots.ordered

    @property
    def open_ballots(self) -> OpenBallots:
        """The rule over all five kinds of ballots, for votes of which some are open."""
        seats = [Seat(m.name, m.count, dict(m.weights)) for m in self.members]
        return OpenBallots(parse_rule(self.rule), seats, self.groups)

    def fitted(self, votes: Votes) -> Body:
        """Return the body with the ballot besides yes and no that each member casts."""
        cast = {name: b for name, b in votes.items() if b in MIDDLES}
        members = tuple(
            replace(m, middle=cast[m.name]) if m.name in cast else m for m in self.members
        )
        if members == self.members:
            return self
        return replace(self, members=members, must_be_monotone=False)

    @property
    def size(self) -> int:
        """How many ballots there are."""
        return sum(member.count for member in self.members)

    def tally(self, votes: Votes) -> tuple[Split, ...]:
        """Counts of yes, abstain and no for each member line.

        Args:
            votes: For each member its ballot; for a class of several, one ballot for all
                of them or a split ``(yes, abstain, no)``. Everyone must be named.

        Raises:
            UnknownNameError: A vote of someone who is not a member.
            VoteError: A member without a vote, or a split that does not add up.
        """
        known = {member.name for member in self.members}
        for name in votes:
            if name not in known:
                raise UnknownNameError(
                    f"'{name}' is no member of {self.name}", help=did_you_mean(name, known)
                )
        return tuple(self._split(member, votes) for member in self.members)

    def adopts(self, votes: Votes) -> bool:
        """Whether these ballots adopt the draft (arguments and errors of `tally`)."""
        body = self.fitted(votes)
        return body.compiled.passes(body.tally(votes))

    def _split(self, member: Member, votes: Votes) -> Split:
        if member.name not in votes:
            raise VoteError(
                f"no ballot of '{member.name}'", help="give yes, abstain or no for every member"
            )
        ballot = votes[member.name]
        if isinstance(ballot, str):
            if ballot not in ("yes", member.middle, "no"):
                raise VoteError(
                    f"'{member.name}' votes {ballot!r}",
                    help="a ballot is yes, abstain, no, present or absent",
                )
            yes, middle, no = (
                member.count if ballot == b else 0 for b in ("yes", member.middle, "no")
            )
            return yes, middle, no
        counts: Sequence[int] = ballot
        if len(counts) != 3 or min(counts) < 0 or sum(counts) != member.count:
            raise VoteError(
                f"the ballots of '{member.name}' are {tuple(counts)}",
                help=f"yes, abstain and no must add up to {member.count}",
            )
        return ballot


def abstaining(votes: Votes, names: Iterable[str]) -> dict[str, Ballot | Split]:
    """The same votes with some members abstaining, as parties to a dispute must.

    Under article 27(3) of the United Nations Charter a party to a dispute abstains from
    decisions of the Security Council under Chapter VI and article 52(3).

    Args:
        votes: Ballots by member.
        names: Who abstains.
    """
    return {**votes, **dict.fromkeys(names, "abstain")}


def _check_members(body: Body) -> None:
    if not body.members:
        raise MemberError(f"{body.name} has no members")
    seen: set[str] = set()
    for member in body.members:
        if member.name in seen:
            raise MemberError(
                f"'{member.name}' is named twice as a member", help="remove one of them"
            )
        seen.add(member.name)
        if member.count < 1:
            raise MemberError(
                f"'{member.name}' stands for {member.count} members", help="at least 1"
            )
        for weight, value in member.weights.items():
            if value < 0:
                raise WeightError(f"'{member.name}' has a negative {weight}: {value}")
    for group, names in body.groups.items():
        if group in seen:
            raise MemberError(f"'{group}' is both a group and a member", help="rename the group")
        for place, name in enumerate(names):
            if name not in seen:
                raise UnknownNameError(
                    f"group '{group}' names '{name}', who is no member",
                    help=did_you_mean(name, seen),
                )
            if name in names[:place]:
                raise MemberError(f"group '{group}' names '{name}' twice")


def _check_totals(body: Body) -> None:
    for weight, stated in body.totals.items():
        total = sum(as_fraction(m.weights.get(weight, 0)) * m.count for m in body.members)
        if total != as_fraction(stated):
            raise WeightError(
                f"{weight} adds up to {total} over the members of {body.name}, not to {stated}",
                help="correct a member's weight or the stated total",
            )
