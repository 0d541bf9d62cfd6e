"""The case: what a person wrote down about a dispute, and nothing computed.

Everything here is frozen and compares by content (places in the file are ignored), so
a case that is saved and loaded again is equal to the first.

Example:
    >>> from lastyard.case.model import Issue
    >>> case = Case(
    ...     title="A small dispute",
    ...     parties=(Party("union", "Union"), Party("firm", "Firm")),
    ...     issues=(Issue("wage", "Wage", ("frozen", "raised"), ordered=True),),
    ... )
    >>> case.party("union").name, case.issue("wage").size, case.package_space
    ('Union', 2, 2)
    >>> Position((("wage", 1),)), Withdraws(("ask",))
    (Position(package=(('wage', 1),)), Withdraws(statements=('ask',)))
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import lru_cache
from math import prod
from typing import TYPE_CHECKING, Any, Literal, NoReturn, TypeVar

from lastyard.case.diagnostics import Place
from lastyard.conditions.tree import Condition
from lastyard.records import record

if TYPE_CHECKING:
    from lastyard.case.moves import Moves
    from lastyard.case.votes import Vote

__all__ = [
    "DEFAULT_FIRMNESS",
    "FIRMNESS_WORDS",
    "MOST_STEPS",
    "STRESS_WORDS",
    "Accepts",
    "Agreement",
    "Case",
    "Issue",
    "NumericRange",
    "Offers",
    "Outcome",
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
    "Terms",
    "Together",
    "Values",
    "Verb",
    "Wants",
    "Withdraws",
    "WrittenCondition",
    "format_number",
    "parse_date",
    "parse_number",
]

MOST_STEPS = 10_000

_LONGEST_NUMBER = 100

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def parse_date(text: str) -> date | None:
    """Read a day written as ``2024-03-22``; None when it is not one."""
    try:
        return date.fromisoformat(text) if _DATE.fullmatch(text) else None
    except ValueError:
        return None


def parse_number(text: str) -> Fraction | None:
    """Read a number (``12``, ``-0.5``, ``1e6``, ``1/3``) exactly; None when it is not one.

    Longer than 100 characters, or an exponent beyond 30, is not taken for a number: it
    could only be there to exhaust memory.
    """
    text = text.strip()
    if not text or len(text) > _LONGEST_NUMBER or not text.isascii():
        return None
    return _number_from(text)


@lru_cache(maxsize=1_000)  # the same few probabilities and steps are written again and again
def _number_from(text: str) -> Fraction | None:
    _, _, exponent = text.lower().partition("e")
    if exponent and not (exponent.lstrip("+-").isdigit() and abs(int(exponent)) <= 30):
        return None
    try:
        return Fraction(text)
    except (ValueError, ZeroDivisionError):
        return None


def format_number(number: Fraction | int) -> str:
    """Write an exact number as a decimal where that is exact, else as a fraction."""
    number = Fraction(number)
    if number.denominator == 1:
        return str(number.numerator)
    twos_and_fives = number.denominator
    for prime in (2, 5):
        while twos_and_fives % prime == 0:
            twos_and_fives //= prime
    if twos_and_fives != 1:
        return f"{number.numerator}/{number.denominator}"
    places = 0
    scaled = number
    while scaled.denominator != 1:
        scaled *= 10
        places += 1
    digits = f"{abs(scaled.numerator):0{places + 1}d}"
    sign = "-" if number < 0 else ""
    return f"{sign}{digits[:-places]}.{digits[-places:]}"


@record(frozen=True, slots=True)
class NumericRange:
    """The numbers ``low, low + step, ..., high``.

    Attributes:
        low: First number.
        high: Last number; ``high - low`` is a whole number of steps.
        step: Distance between neighbours, above zero.
    """

    low: Fraction
    high: Fraction
    step: Fraction

    @classmethod
    def parse(cls, low: str, high: str, step: str) -> NumericRange:
        """Build a range from decimal texts.

        Raises:
            ValueError: If a text is not a number or the three do not make a range.
        """
        numbers = [parse_number(text) for text in (low, high, step)]
        if any(number is None for number in numbers):
            raise ValueError("a range needs three numbers")
        first, last, width = (number for number in numbers if number is not None)
        if width <= 0 or last <= first or (last - first) % width:
            raise ValueError("the step must be above zero and divide the range")
        return cls(first, last, width)

    @property
    def steps(self) -> int:
        """How many numbers there are."""
        # In whole numbers: this is asked millions of times of cases with many issues.
        low, high, step = self.low, self.high, self.step
        span = high.numerator * low.denominator - low.numerator * high.denominator
        return span * step.denominator // (high.denominator * low.denominator * step.numerator) + 1

    def number(self, index: int) -> Fraction:
        """Return the number at an index from 0."""
        return self.low + index * self.step

    def index(self, number: Fraction) -> int | None:
        """Return the index of a number, or None when it is not one of the steps."""
        if not self.low <= number <= self.high or (number - self.low) % self.step:
            return None
        return int((number - self.low) / self.step)


@record(frozen=True, slots=True)
class Issue:
    """One thing that the parties negotiate about.

    A numeric issue is the list of its steps. Numbers are kept as exact fractions, so that
    ``0.1 + 0.2`` in a case file is ``0.3``.

    Attributes:
        id: Name used in conditions and packages.
        name: Name shown to people.
        scale: The options: labels, or a numeric range.
        ordered: Whether the order of the options means something (always for numbers).
        unit: Unit of a numeric issue, as ``days``.
        words: Other words for the issue, for the reader of documents.
        option_words: Options with other words for them, likewise.
        of: Parties whose own issue it is: about what they themselves get, give or asked for. It is
            likely to weigh more with them.
        note: Free text.
        place: Where the case file defines it.

    Example:
        >>> truce = Issue("truce", "Length of the cease-fire", NumericRange.parse("0", "180", "30"), unit="days")
        >>> truce.size, truce.label(2), truce.find("90"), truce.describe(2)
        (7, '60', 3, '60 days')
    """

    id: str
    name: str
    scale: tuple[str, ...] | NumericRange
    ordered: bool = False
    unit: str | None = None
    words: tuple[str, ...] = ()
    option_words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"<Issue {self.id!r}: {self.size} options>"

    @property
    def is_numeric(self) -> bool:
        """Whether the options are numbers."""
        return isinstance(self.scale, NumericRange)

    @property
    def has_order(self) -> bool:
        """Whether ``<`` means something between its options."""
        return self.ordered or self.is_numeric

    @property
    def size(self) -> int:
        """How many options there are."""
        return self.scale.steps if isinstance(self.scale, NumericRange) else len(self.scale)

    @property
    def everything(self) -> int:
        """Bit mask of all options."""
        return (1 << self.size) - 1

    def label(self, index: int) -> str:
        """Return the option at an index as the case file writes it."""
        if isinstance(self.scale, NumericRange):
            return format_number(self.scale.number(index))
        return self.scale[index]

    def labels(self) -> list[str]:
        """Return all options as the case file writes them."""
        if not isinstance(self.scale, NumericRange):
            return list(self.scale)
        low, high, step = self.scale.low, self.scale.high, self.scale.step
        if low.denominator == step.denominator == 1:
            return [str(k) for k in range(int(low), int(high) + 1, int(step))]
        return [self.label(k) for k in range(self.size)]

    def describe(self, index: int) -> str:
        """Return the option with its unit."""
        return f"{self.label(index)} {self.unit}" if self.unit else self.label(index)

    def find(self, text: str) -> int | None:
        """Return the index of an option as written, or None when there is none such."""
        if isinstance(self.scale, NumericRange):
            number = parse_number(text)
            return None if number is None else self.scale.index(number)
        return self.scale.index(text) if text in self.scale else None

    def distance(self, one: int, other: int) -> Fraction:
        """Return how far apart two options are, as a share of the issue's range.

        Steps over the number of steps on an ordered or numeric issue; 0 or 1 otherwise
        (docs/model.md, section 7, *gap*).
        """
        if one == other:
            return Fraction(0)
        if not self.has_order:
            return Fraction(1)
        return Fraction(abs(one - other), self.size - 1)


_Kind = TypeVar("_Kind")


def _refuse(*_: object, **__: object) -> NoReturn:
    raise TypeError("a result stays as it is; dict(...) gives a copy that can be changed")


def _unchanging(kind: type[_Kind]) -> type[_Kind]:
    """Make a kind of dictionary refuse every change, as results are remembered and shared."""
    for name in (
        "__setitem__", "__delitem__", "__ior__", "clear", "pop", "popitem", "setdefault", "update",
    ):  # fmt: skip
        setattr(kind, name, _refuse)
    return kind


@_unchanging
class _Positions(dict[str, int]):
    __slots__ = ()

    def __reduce__(self) -> tuple[Any, ...]:
        return _Positions, (dict(self),)


@_unchanging
class Terms(dict[str, str]):
    """A package, or a part of one: per issue its option, as the case file writes it.

    It stays as it is; ``dict(terms)`` can be changed.

    Attributes:
        positions: Per issue the index of its option, for those who compute on.

    Args:
        options: Per issue its option.
        positions: Per issue its index.

    Example:
        >>> years = Issue("years", "Length", NumericRange.parse("5", "15", "1"))
        >>> case = Case("Limits", (Party("a", "A"),), (years,))
        >>> terms = case.terms({"years": 5})
        >>> terms["years"], terms.positions["years"]
        ('10', 5)
    """

    __slots__ = ("positions",)

    def __init__(
        self,
        options: Mapping[str, str] | Iterable[tuple[str, str]] = (),
        positions: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(options)
        self.positions: Mapping[str, int] = _Positions(positions or {})

    def __reduce__(self) -> tuple[Any, ...]:
        return Terms, (dict(self), dict(self.positions))

    def only(self, issues: Collection[str]) -> Terms:
        """Return the part on some of the issues."""
        positions = {id: option for id, option in self.positions.items() if id in issues}
        return Terms(((id, self[id]) for id in self if id in issues), positions)


STRESS_WORDS = ("most important", "badly needed", "needed", "not needed")
"""What `stresses` takes, from the most to the least."""

Package = tuple[tuple[str, int], ...]
"""A complete or partial package: (issue, option index), in the order of the issues."""


@record(frozen=True, slots=True)
class WrittenCondition:
    """A condition as written and as understood; two are equal when written alike."""

    text: str
    tree: Condition = field(compare=False, repr=False)


@record(frozen=True, slots=True)
class Requires:
    """A demand: the party says it will take only packages that satisfy the condition."""

    condition: WrittenCondition


@record(frozen=True, slots=True)
class Rejects:
    """A red line: the party says it will take no package that satisfies the condition."""

    condition: WrittenCondition


@record(frozen=True, slots=True)
class Offers:
    """The party would take this package, with its own best on what is left open."""

    package: Package


@record(frozen=True, slots=True)
class Accepts:
    """The party would take this package of another's, with its own best on the rest."""

    package: Package


@record(frozen=True, slots=True)
class Refuses:
    """The party would not take this package, at least with its own worst on the rest."""

    package: Package


@record(frozen=True, slots=True)
class Position:
    """What the party asks for on some issues now: its best option there."""

    package: Package


@record(frozen=True, slots=True)
class Wants:
    """Directions on ordered or numeric issues: (issue, ``more`` or ``less``)."""

    directions: tuple[tuple[str, Literal["more", "less"]], ...]


@record(frozen=True, slots=True)
class Prefers:
    """The party likes ``better`` more than ``worse``, all else equal; same issues in both."""

    better: Package
    worse: Package


@record(frozen=True, slots=True)
class Ranks:
    """Issues from the one that matters most to the party to the one that matters least."""

    issues: tuple[str, ...]


@record(frozen=True, slots=True)
class Stresses:
    """How much a party's words make of issues: (issue, one of ``STRESS_WORDS``)."""

    words: tuple[tuple[str, str], ...]


@record(frozen=True, slots=True)
class Together:
    """Points that two options of two issues add when a package holds both.

    Attributes:
        when: The two options.
        points: What they add; negative when they are worth less together.
    """

    when: Package
    points: Fraction


@record(frozen=True, slots=True)
class Values:
    """Full points that a party gave, on a scale of its own.

    Attributes:
        points: Per issue of the case, in its order, the points of each option.
        reservation: Points of its best alternative to agreement on the same scale; None
            when unknown; ``"none"`` when any package is better than no deal.
        together: What pairs of options add besides.
    """

    points: tuple[tuple[str, tuple[Fraction, ...]], ...]
    reservation: Fraction | Literal["none"] | None = None
    together: tuple[Together, ...] = ()


@record(frozen=True, slots=True)
class Withdraws:
    """Ends earlier statements and says nothing else."""

    statements: tuple[str, ...]


Verb = (
    Requires
    | Rejects
    | Offers
    | Accepts
    | Refuses
    | Position
    | Wants
    | Prefers
    | Ranks
    | Stresses
    | Values
    | Withdraws
)

DEFAULT_FIRMNESS = Fraction(4, 5)

# No word means 1: words of rhetoric were given up within weeks in recorded talks.
FIRMNESS_WORDS: Mapping[str, Fraction] = {
    "tentative": Fraction(3, 10),
    "stated": Fraction(3, 5),
    "firm": Fraction(17, 20),
    "absolute": Fraction(97, 100),
}

Role = Literal["party", "ratifier", "mediator", "observer"]


@record(frozen=True, slots=True)
class Party:
    """Somebody at the table.

    Attributes:
        id: Name used in statements and in the agreement rule.
        name: Name shown to people.
        role: A ``party`` accepts or refuses; so does a ``ratifier``, a body that has to approve
            later what a party has agreed to (a senate, members' ballot, a coalition partner); a
            ``mediator`` proposes and hosts but does neither; an ``observer`` only speaks.
        words: Other words for the party, for the reader of documents.
        note: Free text.
        place: Where the case file defines it.
        of: The party for which a ratifier ratifies.
    """

    id: str
    name: str
    role: Role = "party"
    words: tuple[str, ...] = ()
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)
    of: str | None = None

    def __repr__(self) -> str:
        return f"<Party {self.id!r}>"

    @property
    def decides(self) -> bool:
        """Whether it accepts or refuses, at the table or at ratification."""
        return self.role in ("party", "ratifier")


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
        firmness: Probability that the party would really walk away rather than give all of the way
            (docs/model.md, section 2); matters for ``requires``, ``rejects`` and ``refuses``.
        confidence: Probability that it was said and coded right.
        until: Last day it is in force.
        replaces: Statements that it ends on its own date.
        note: Free text.
        confidential: Whether it was said to the mediator alone: no report for others, nor
            anything computed for it, rests on it (:mod:`lastyard.case.cut`).
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
    confidential: bool = False
    place: Place | None = field(default=None, compare=False, repr=False)

    def __repr__(self) -> str:
        return f"<Statement {self.id!r}: {self.party} {self.verb}, {self.on.isoformat()}>"

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
class Outcome:
    """How the talks ended, for those who study them: no answer reads it.

    Attributes:
        package: What was agreed, whole or in part; None where there was no deal.
        on: The day on which it was agreed, or the talks ended.
        source: Where that is reported.
        note: Free text.
    """

    package: Package | None
    on: date | None = None
    source: str | None = None
    note: str | None = None
    place: Place | None = field(default=None, compare=False, repr=False)


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
        outcome: How the talks ended, where that is known and written down.
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
    outcome: Outcome | None = None
    note: str | None = None
    file: str | None = field(default=None, compare=False)

    def __repr__(self) -> str:
        told = (("party", "parties", self.parties), ("issue", "issues", self.issues),
                ("statement", "statements", self.statements))  # fmt: skip
        counts = ", ".join(
            f"{len(each)} {one if len(each) == 1 else many}" for one, many, each in told
        )
        return f"<Case {self.title!r}: {counts}>"

    @property
    def package_space(self) -> int:
        """How many packages there are before any rule."""
        return prod(issue.size for issue in self.issues)

    def terms(self, options: Mapping[str, int] | Iterable[int]) -> Terms:
        """Return a package, or a part of one, by the options of the case.

        Args:
            options: The index of the option per issue: by the issue's id, or one for every
                issue in their order.
        """
        if not isinstance(options, Mapping):
            ids = (issue.id for issue in self.issues)
            options = dict(zip(ids, map(int, options), strict=True))
        chosen = (issue for issue in self.issues if issue.id in options)
        return Terms(((each.id, each.label(options[each.id])) for each in chosen), options)

    @property
    def deciders(self) -> tuple[Party, ...]:
        """The parties that accept or refuse, ratifiers among them: no mediators or observers."""
        return tuple(party for party in self.parties if party.decides)

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
