"""The case: what a person wrote down about a dispute, and nothing computed.

Everything here is frozen and compares by content (places in the file are ignored), so
a case that is saved and loaded again is equal to the first.

Example:
    >>> from lastyard.case.issues import Issue
    >>> case = Case(
    ...     title="A small dispute",
    ...     parties=(Party("union", "Union"), Party("firm", "Firm")),
    ...     issues=(Issue("wage", "Wage", ("frozen", "raised"), ordered=True),),
    ... )
    >>> case.party("union").name, case.issue("wage").size, case.package_space
    ('Union', 2, 2)
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from math import prod
from typing import TYPE_CHECKING, Literal, TypeVar

from lastyard.case.conditions.tree import Condition
from lastyard.case.diagnostics import Place
from lastyard.case.issues import Issue
from lastyard.case.verbs import (
    STRESS_WORDS,
    Accepts,
    Offers,
    Package,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Stresses,
    Together,
    Values,
    Verb,
    Wants,
    Withdraws,
    WrittenCondition,
)
from lastyard.records import record

if TYPE_CHECKING:  # few cases have these, and every start would pay for them
    from lastyard.case.moves import Moves
    from lastyard.case.votes import Vote

__all__ = [
    "DEFAULT_FIRMNESS",
    "FIRMNESS_WORDS",
    "STRESS_WORDS",
    "Accepts",
    "Agreement",
    "Case",
    "Offers",
    "Package",
    "Party",
    "Position",
    "Prefers",
    "Quote",
    "Ranks",
    "Refuses",
    "Rejects",
    "Requires",
    "Rule",
    "Source",
    "Statement",
    "Stresses",
    "Together",
    "Values",
    "Verb",
    "Wants",
    "Withdraws",
    "WrittenCondition",
]

DEFAULT_FIRMNESS = Fraction(4, 5)
FIRMNESS_WORDS: Mapping[str, Fraction] = {
    "tentative": Fraction(3, 10),
    "stated": Fraction(3, 5),
    "firm": Fraction(17, 20),
    "absolute": Fraction(1),
}


@record(frozen=True, slots=True)
class Party:
    """Somebody at the table.

    Attributes:
        id: Name used in statements and in the agreement rule.
        name: Name shown to people.
        role: A ``party`` accepts or refuses; a ``mediator`` proposes and hosts but does
            neither; an ``observer`` only speaks.
        words: Other words for the party, for the reader of documents.
        note: Free text.
        place: Where the case file defines it.
    """

    id: str
    name: str
    role: Literal["party", "mediator", "observer"] = "party"
    words: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@record(frozen=True, slots=True)
class Rule:
    """A condition that no package may break, whoever proposes it."""

    id: str
    condition: WrittenCondition
    source: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@record(frozen=True, slots=True)
class Source:
    """Where something was said.

    Attributes:
        id: Name used in statements.
        title: Title of the report or document.
        publisher: Who published it.
        date: When.
        url: Where it can be found; never opened by the program.
        file: The text beside the case file, relative to it.
        note: Free text.
        place: Where the case file defines it.
    """

    id: str
    title: str | None = None
    publisher: str | None = None
    date: date | None = None
    url: str | None = None
    file: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


@record(frozen=True, slots=True)
class Quote:
    """Words of the source that a statement rests on, and where they stand.

    Attributes:
        exact: The words as the case file gives them.
        prefix: Text before them, when the case file keeps it, to tell like quotes apart.
        suffix: Text after them, likewise.
        at: Offset of their first character when they were coded, likewise.
        start: Offset of the first character in the source file, when it was found there.
        end: Offset after the last character.
        line: Line in the source file, from 1.
    """

    exact: str
    prefix: str | None = None
    suffix: str | None = None
    at: int | None = None
    start: int | None = field(default=None, compare=False)
    end: int | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def has_moved(self) -> bool:
        """Whether the words stand elsewhere now than when they were coded."""
        return self.at is not None and self.start is not None and self.at != self.start


@record(frozen=True, slots=True)
class Statement:
    """One thing that one party said on one day.

    Attributes:
        id: Name by which conclusions refer to it.
        party: Identifier of the party.
        says: What it says.
        on: Day it was made.
        by: The person who said it, when known.
        source: Identifier of the source, when known.
        quote: The words it rests on.
        firmness: Probability that the party would really walk away rather than give way
            (docs/model.md, section 2); matters for ``requires``, ``rejects`` and ``refuses``.
        confidence: Probability that it was said and coded right.
        until: Last day it is in force.
        replaces: Statements that it ends on its own date.
        note: Free text.
        place: Where the case file has it.
    """

    id: str
    party: str
    says: Verb
    on: date
    by: str | None = None
    source: str | None = None
    quote: Quote | None = None
    firmness: Fraction = DEFAULT_FIRMNESS
    confidence: Fraction = Fraction(1)
    until: date | None = None
    replaces: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    @property
    def verb(self) -> str:
        """The word the case file uses for what it says."""
        return type(self.says).__name__.lower()

    @property
    def ends(self) -> tuple[str, ...]:
        """The statements that this one ends, by replacing or withdrawing them."""
        return self.says.statements if isinstance(self.says, Withdraws) else self.replaces


@record(frozen=True, slots=True)
class Agreement:
    """Who must accept for a package to be agreed.

    Attributes:
        text: The rule as written: ``all``, a formula over parties, or a body as text.
        tree: Condition over the parties, each an issue with the options 0 (does not
            accept) and 1 (accepts); monotone.
        parties: The parties it mentions, in the order of the case.
        members: For a body: its members. Empty for a formula.
        quota: For a body: the weight to be reached.
        veto: For a body: the members without whose acceptance nothing passes.
        weights: For a body: the weight of each member that differs from 1.
    """

    text: str
    tree: Condition = field(compare=False, repr=False)
    parties: tuple[str, ...]
    members: tuple[str, ...] = ()
    quota: int | None = None
    veto: tuple[str, ...] = ()
    weights: tuple[tuple[str, int], ...] = ()


@record(frozen=True, slots=True)
class Case:
    """A dispute as written down.

    Attributes:
        title: What it is called.
        parties: Who is at the table, in the order of the file.
        issues: What is negotiated, in the order of the file.
        rules: What no package may break.
        agreement: Who must accept; None stands for every party.
        sources: Where things were said.
        statements: What was said, in the order of the file.
        votes: Drafts put to a vote, in the order of the file.
        moves: What each party can do alone, where that was written down.
        as_of: The day the case is looked at; None stands for its last statement's day.
        status_quo: What holds without an agreement, where it can be said.
        note: Free text.
        file: Name of the file it was loaded from.
    """

    title: str
    parties: tuple[Party, ...]
    issues: tuple[Issue, ...]
    rules: tuple[Rule, ...] = ()
    agreement: Agreement | None = None
    sources: tuple[Source, ...] = ()
    statements: tuple[Statement, ...] = ()
    votes: tuple[Vote, ...] = ()
    moves: Moves | None = None
    as_of: date | None = None
    status_quo: Package | None = None
    note: str | None = None
    file: str | None = field(default=None, compare=False)

    @property
    def package_space(self) -> int:
        """How many packages there are before any rule."""
        return prod(issue.size for issue in self.issues)

    @property
    def deciders(self) -> tuple[Party, ...]:
        """The parties that accept or refuse: neither mediators nor observers."""
        return tuple(party for party in self.parties if party.role == "party")

    def party(self, id: str) -> Party:
        """Return a party by its identifier; KeyError when there is none such."""
        return _named(self.parties, id)

    def issue(self, id: str) -> Issue:
        """Return an issue by its identifier; KeyError when there is none such."""
        return _named(self.issues, id)

    def statement(self, id: str) -> Statement:
        """Return a statement by its identifier; KeyError when there is none such."""
        return _named(self.statements, id)

    def source(self, id: str) -> Source:
        """Return a source by its identifier; KeyError when there is none such."""
        return _named(self.sources, id)


_Named = TypeVar("_Named", Party, Issue, Statement, Source)


def _named(things: tuple[_Named, ...], id: str) -> _Named:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
