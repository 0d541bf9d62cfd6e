"""Votes in a case: a draft, the body that decides on it, and the ballots that are known.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: A board
    ... parties: {anna: {}, ben: {}, cora: {}}
    ... issues: {site: {options: [old, new]}}
    ... votes:
    ...   - id: move
    ...     draft: {site: new}
    ...     body: {members: [anna, ben, cora], rule: "yes > no and no veto of cora"}
    ...     ballots: {anna: yes, ben: {ballot: no, confidence: 0.9}}
    ... ''')
    >>> [(ballot.member, ballot.ballot) for ballot in case.votes[0].ballots]
    [('anna', 'yes'), ('ben', 'no')]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal

from lastyard.case.diagnostics import Place
from lastyard.conditions.tree import All, Any, AtLeast, Condition, OneOf
from lastyard.errors import RequestError
from lastyard.records import record

if TYPE_CHECKING:  # importing bodies costs numpy, which a case without votes does not need
    from lastyard.bodies.body import Body
    from lastyard.case.model import Agreement, Package

__all__ = ["AGREEMENT", "BALLOT_KINDS", "Ballot", "Vote", "agreement_rule"]

BALLOT_KINDS = ("yes", "abstain", "no", "present", "absent")
"""The kinds of ballots: ``present`` is there and does not vote."""

AGREEMENT = "agreement"
"""What `body:` says for the body (or formula) by which the case is agreed."""


@record(frozen=True, slots=True)
class Ballot:
    """What is known of how a member votes; exactly one of the first three after its name.

    Attributes:
        member: The member, as the body names it.
        ballot: How it votes.
        chances: Probabilities of yes, of ``middle`` and of no.
        counts: For a class of members: how many of them vote yes, abstain, vote no, are present
            and do not vote, and are absent; of the rest nothing is known.
        confidence: Probability that it votes so.
        on: The day it was cast or announced, when known.
        statement: The statement it rests on.
        source: Where it is reported.
        note: Free text.
        place: Where the case file has it.
        middle: What the second of ``chances`` is of.
    """

    member: str
    ballot: Literal["yes", "abstain", "no", "present", "absent"] | None = None
    chances: tuple[Fraction, Fraction, Fraction] | None = None
    counts: tuple[int, int, int, int, int] | None = None
    confidence: Fraction = Fraction(1)
    on: date | None = None
    statement: str | None = None
    source: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)
    middle: Literal["abstain", "present", "absent"] = "abstain"


@record(frozen=True, slots=True)
class Vote:
    """A draft put to a vote.

    Attributes:
        id: Name by which answers refer to it.
        body: Who votes and when the draft is adopted.
        reference: What the case file has for the body: ``agreement``, or the name or path
            of a file; None when the body is written out in the case.
        name: Name shown to people.
        draft: What would be adopted: a package, or words.
        on: The day of the vote, when known.
        ballots: What is known of the ballots.
        outcome: The outcome on record.
        source: Where the vote is reported.
        note: Free text.
        place: Where the case file has it.
    """

    id: str
    body: Body
    reference: str | None = None
    name: str | None = None
    draft: Package | str | None = None
    on: date | None = None
    ballots: tuple[Ballot, ...] = ()
    outcome: Literal["adopted", "rejected"] | None = None
    source: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def title(self) -> str:
        """Its name for people."""
        return self.name or self.id


def agreement_rule(agreement: Agreement | None, deciders: Sequence[str]) -> str:
    """Write the rule by which a case is agreed as the pass rule of a body.

    To accept is to vote yes; to abstain is not to accept.

    Args:
        agreement: The agreement of the case; None stands for every party.
        deciders: The parties that decide.

    Raises:
        RequestError: If it says ``not``, ``implies`` or ``iff``.

    Example:
        >>> agreement_rule(None, ["a", "b"])
        'yes >= 2'
    """
    if agreement is None:
        return f"yes >= {len(deciders)}"
    return _rule(agreement.tree)


def _rule(tree: Condition) -> str:
    match tree:
        case OneOf(party):
            return f"yes in '{party}' >= 1"
        case All(parts) if parts:
            return "(" + " and ".join(map(_rule, parts)) + ")"
        case Any(parts) if parts:
            return "(" + " or ".join(map(_rule, parts)) + ")"
        case AtLeast(quota, weights, parts) if all(isinstance(p, OneOf) for p in parts):
            named = [part.issue for part in parts if isinstance(part, OneOf)]
            terms = zip(weights, named, strict=True)
            return " + ".join(f"{w} of yes in '{name}'" for w, name in terms) + f" >= {quota}"
        case _:
            raise RequestError(
                "the agreement rule cannot be taken as the pass rule of a body: it says more "
                "than and, or, at least; write the body out"
            )
