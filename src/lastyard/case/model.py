"""The case: what a person wrote down about a dispute, and nothing computed.

Everything here is frozen and compares by content (places in the file are ignored), so
a case that is saved and loaded again is equal to the first. The types of the fields declare the keys
of the case file (:mod:`lastyard.case.shapes`): what they hold and mean is said once, here.

Example:
    >>> from lastyard.case.model import Issue
    >>> case = Case(
    ...     title="A small dispute",
    ...     parties=(Party("union", "Union"), Party("firm", "Firm")),
    ...     issues=(Issue("wage", "Wage", ("frozen", "raised"), ordered=True),),
    ... )
    >>> case.party("union").name, case.issue("wage").size, case.package_space
    ('Union', 2, 2)
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from dataclasses import field
from math import prod
from typing import TYPE_CHECKING, Annotated, Any, Literal, NoReturn, TypeVar, get_args

from lastyard.case.agreement import AGREEMENT, Agreement
from lastyard.case.diagnostics import Place
from lastyard.case.issue import (
    ISSUE,
    MOST_STEPS,
    OTHER_WORDS,
    PACKAGE,
    Issue,
    NumericRange,
    Package,
)
from lastyard.case.parse import CONDITION, WrittenCondition
from lastyard.case.shapes import (
    DATE,
    NOTE,
    SOURCE_NAMED,
    TEXT,
    Fields,
    Kind,
    Reading,
    Shape,
    by_name,
    given_name,
    listed,
    one_of,
    ref,
)
from lastyard.case.statement import (
    DEFAULT_FIRMNESS,
    FIRMNESS_WORDS,
    STATEMENT,
    STRESS_WORDS,
    Accepts,
    Offers,
    Position,
    Prefers,
    Quote,
    Ranks,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Stresses,
    Together,
    Values,
    Verb,
    Wants,
    Withdraws,
)
from lastyard.case.yaml import Entry, TextNode, format_number, parse_date, parse_number
from lastyard.conditions.language import AGREEMENT_WORDS, KEYWORDS
from lastyard.conditions.tree import holds
from lastyard.records import record

if TYPE_CHECKING:
    from lastyard.case.moves import Moves
    from lastyard.case.votes import Vote

__all__ = [
    "CASE",
    "DEFAULT_FIRMNESS",
    "FIRMNESS_WORDS",
    "MOST_STEPS",
    "OUTCOME",
    "PARTY",
    "RULE",
    "SOURCE",
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
    "Role",
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

    def only(self, issues: Collection[str]) -> "Terms":
        """Return the part on some of the issues."""
        positions = {id: option for id, option in self.positions.items() if id in issues}
        return Terms(((id, self[id]) for id in self if id in issues), positions)


Role = Literal["party", "ratifier", "mediator", "observer"]

_ROLE = one_of(get_args(Role), "no role is called {!r}", "roles", code="unknown-role")
_PARTY_NAMED = Kind(TEXT.schema, TEXT.read, names=(("", "parties"),))


@record(frozen=True, slots=True)
class Party:
    """Somebody at the table."""

    id: str
    name: Annotated[str, TEXT("Name shown to people.", like="id")]
    role: Annotated[
        Role,
        _ROLE(
            "A ratifier approves later what a party has agreed to; a mediator proposes and "
            "hosts, an observer only speaks; neither of these accepts."
        ),
    ] = "party"
    words: Annotated[tuple[str, ...], OTHER_WORDS] = ()
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)
    of: Annotated[
        str | None, _PARTY_NAMED("The party for which a ratifier ratifies.", before="words")
    ] = None

    def __repr__(self) -> str:
        return f"<Party {self.id!r}>"

    @property
    def decides(self) -> bool:
        """Whether it accepts or refuses, at the table or at ratification."""
        return self.role in ("party", "ratifier")


def _check_party(fields: Fields, found: dict[str, Any]) -> bool:
    id, of = found["id"], found.get("of")
    if (found.get("role") == "ratifier") != (of is not None):
        fields.error(
            "bad-ratifier",
            f"{id[:60]!r} has the role of a ratifier and names no party"
            if of is None
            else f"{id[:60]!r} ratifies for {of[:60]!r} and is no ratifier",
            "role" if of is None else "of",
            "write `role: ratifier` and `of: PARTY`, the party whose agreement it approves",
        )
    return True


PARTY = Shape("party", "a party", Party, check=_check_party)


@record(frozen=True, slots=True)
class Rule:
    """A condition that no package may break, whoever proposes it."""

    id: Annotated[str, given_name("a rule", "rules")("Name by which conclusions refer to it.")]
    condition: Annotated[
        WrittenCondition, CONDITION("A condition that every package satisfies.", "require")
    ]
    source: Annotated[str | None, SOURCE_NAMED("Where it comes from.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)


RULE = Shape("rule", "a rule", Rule)


@record(frozen=True, slots=True)
class Source:
    """Where something was said."""

    id: str
    title: Annotated[str | None, TEXT("Title of the report or document.")] = None
    publisher: Annotated[str | None, TEXT("Who published it.")] = None
    date: Annotated[datetime.date | None, DATE("When it was published.")] = None
    url: Annotated[str | None, TEXT("Where it can be found; never opened by the program.")] = None
    file: Annotated[str | None, TEXT("Its text, as a path relative to the case file.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)


SOURCE = Shape("source", "a source", Source)


def _read_agreed(entry: Entry, reading: Reading) -> Package | Literal["none"]:
    if isinstance(entry.value, TextNode) and entry.value.text == "none":
        return "none"
    # Where it cannot be read, that was told; the rest can be.
    return PACKAGE.read(entry, reading) or "none"


_AGREED = Kind(
    {"anyOf": [PACKAGE.schema, {"const": "none"}]}, _read_agreed, PACKAGE.write, PACKAGE.names
)


@record(frozen=True, slots=True)
class Outcome:
    """How the talks ended, for those who study them: no answer reads it."""

    package: Annotated[
        Package | None,
        _AGREED("The package that was agreed, whole or in part, or `none`.", "agreed"),
    ]
    on: Annotated[datetime.date | None, DATE("The day it was agreed, or the talks ended.")] = None
    source: Annotated[str | None, SOURCE_NAMED("Where that is reported.")] = None
    note: Annotated[str | None, NOTE] = None
    place: Place | None = field(default=None, compare=False, repr=False)


def _check_outcome(_: Fields, found: dict[str, Any]) -> bool:
    if found.get("package") == "none":
        found["package"] = None
    return True


OUTCOME = Shape("outcome", "an outcome", Outcome, check=_check_outcome)


def _write_outcome(outcome: Outcome, case: Any) -> dict[str, Any]:
    said = OUTCOME.write(outcome, case)
    return said if outcome.package is not None else {"agreed": "none", **said}


# Few cases have votes or moves, and every start would pay for reading them.
def _vote() -> Shape[Any]:
    from lastyard.case.votes import VOTE  # noqa: PLC0415

    return VOTE


def _moves() -> Shape[Any]:
    from lastyard.case.moves import MOVES  # noqa: PLC0415

    return MOVES


_OUTCOME = Kind(
    ref("outcome"),
    lambda entry, reading: OUTCOME.read(entry.value, reading, place=entry.key.place),
    _write_outcome,
    names=(("", OUTCOME),),
)
_MOVES = Kind(
    ref("moves"),
    lambda entry, reading: _moves().read(entry.value, reading),
    lambda moves, case: _moves().write(moves, case),
    names=lambda: (("", _moves()),),
)


@record(frozen=True, slots=True)
class Case:
    """A dispute as written down.

    Attributes:
        file: Name of the file it was loaded from.
    """

    title: Annotated[str, TEXT("What the case is called.")]
    parties: Annotated[
        tuple[Party, ...], by_name(PARTY, "parties", words=AGREEMENT_WORDS)("Who is at the table.")
    ]
    issues: Annotated[
        tuple[Issue, ...], by_name(ISSUE, "issues", words=KEYWORDS)("What is negotiated.")
    ]
    rules: Annotated[
        tuple[Rule, ...],
        listed("rule", lambda: RULE)("What no package may break, whoever proposes it."),
    ] = ()
    agreement: Annotated[
        Agreement | None,
        AGREEMENT(
            "Who must accept: `all` (default), a formula over parties "
            "(`a and (b or c)`, `at least 2 of (a, b, c)`), or a body."
        ),
    ] = None
    sources: Annotated[
        tuple[Source, ...], by_name(SOURCE, "sources")("Where things were said.")
    ] = ()
    statements: Annotated[
        tuple[Statement, ...],
        listed("statement", lambda: STATEMENT)("What was said, by whom, when."),
    ] = ()
    votes: Annotated[tuple["Vote", ...], listed("vote", _vote)("Drafts put to a vote.")] = ()
    moves: Annotated["Moves | None", _MOVES("What each party can do alone.")] = None
    as_of: Annotated[
        datetime.date | None,
        DATE("The day the case is looked at; default: its last statement's.", before="parties"),
    ] = None
    status_quo: Annotated[
        Package | None, PACKAGE("The package that holds without an agreement.", before="sources")
    ] = None
    outcome: Annotated[
        Outcome | None, _OUTCOME("How the talks ended; no answer reads it.", before="sources")
    ] = None
    note: Annotated[str | None, TEXT("Free text.", before="parties")] = None
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

    def agrees(self, accepting: Collection[str]) -> bool:
        """Return whether a package is agreed that just these parties accept."""
        if self.agreement is None:
            return all(party.id in accepting for party in self.deciders)
        return holds(self.agreement.tree, {p.id: int(p.id in accepting) for p in self.deciders})

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

    def cited(self) -> list[tuple[str, Place | None]]:
        """Return every source that something names, and where that stands."""
        citing: list[Any] = [*self.statements, *self.rules, *self.votes]
        citing += [ballot for vote in self.votes for ballot in vote.ballots]
        citing += [thing for thing in (self.moves, self.outcome) if thing is not None]
        return [(thing.source, thing.place) for thing in citing if thing.source is not None]


CASE = Shape("case", "a case", Case)


_Named = TypeVar("_Named", Party, Issue, Statement, Source)


def _named(things: tuple[_Named, ...], id: str) -> _Named:
    for thing in things:
        if thing.id == id:
            return thing
    raise KeyError(id)
