"""What one party said on one day: the verbs that a statement can have, each with its keys.

Example:
    >>> Position((("wage", 1),)), Withdraws(("ask",))
    (Position(package=(('wage', 1),)), Withdraws(statements=('ask',)))
"""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import field
from fractions import Fraction
from itertools import pairwise
from typing import Annotated, Any, Literal

from lastyard.case.diagnostics import Diagnostics, Place
from lastyard.case.issue import PACKAGE, Issue, Package, known_issue, option_from
from lastyard.case.parse import CONDITION, WrittenCondition
from lastyard.case.shapes import (
    DATE,
    FLAG,
    IDS,
    NOTE,
    NUMBER,
    PARTY,
    POINTS,
    PROBABILITY,
    SOME_IDS,
    SOURCE_NAMED,
    TEXT,
    TEXTS,
    EscapedText,
    Fields,
    Key,
    Kind,
    OneLine,
    Reading,
    Several,
    Shape,
    given_name,
    map_of,
    probability,
    ref,
    texts_from,
)
from lastyard.case.yaml import Entry, ListNode, MapNode, Node, TextNode, kind_of
from lastyard.errors import did_you_mean
from lastyard.records import record

__all__ = [
    "BINDING_VERBS",
    "DEFAULT_FIRMNESS",
    "FIRMNESS_WORDS",
    "GOES_WITH",
    "MOST_TOGETHER",
    "STATEMENT",
    "STRESS_WORDS",
    "VERBS",
    "Accepts",
    "Offers",
    "Position",
    "Prefers",
    "Quote",
    "Ranks",
    "Refuses",
    "Rejects",
    "Requires",
    "Statement",
    "Stresses",
    "Together",
    "Values",
    "Verb",
    "Wants",
    "Withdraws",
]

DEFAULT_FIRMNESS = Fraction(4, 5)

# No word means 1: words of rhetoric were given up within weeks in recorded talks.
FIRMNESS_WORDS: Mapping[str, Fraction] = {
    "tentative": Fraction(3, 10),
    "stated": Fraction(3, 5),
    "firm": Fraction(17, 20),
    "absolute": Fraction(97, 100),
}

STRESS_WORDS = ("most important", "badly needed", "needed", "not needed")
"""What `stresses` takes, from the most to the least."""

MOST_TOGETHER = 8

BINDING_VERBS = ("requires", "rejects", "refuses")
"""The verbs for which firmness means something."""

_STATEMENTS = Kind(IDS.schema, IDS.read, IDS.write, names=(("", "statements"), ("*", "statements")))
_ENDED = Kind(SOME_IDS, IDS.read, IDS.write, names=_STATEMENTS.names)


# ---- demands, red lines, packages ---------------------------------------------------------------


@record(frozen=True, slots=True)
class Requires:
    """A demand: the party says it will take only packages that satisfy the condition."""

    condition: Annotated[
        WrittenCondition,
        CONDITION("A demand: a condition that every package it would take satisfies.", "requires"),
    ]


@record(frozen=True, slots=True)
class Rejects:
    """A red line: the party says it will take no package that satisfies the condition."""

    condition: Annotated[
        WrittenCondition,
        CONDITION("A red line: a condition that no package it would take satisfies.", "rejects"),
    ]


@record(frozen=True, slots=True)
class Offers:
    """The party would take this package, with its own best on what is left open."""

    package: Annotated[
        Package,
        PACKAGE("A package it would take; with its own best on what is left open.", "offers"),
    ]


@record(frozen=True, slots=True)
class Accepts:
    """The party would take this package of another's, with its own best on the rest."""

    package: Annotated[
        Package,
        PACKAGE("A package of another's it would take; its own best on what is open.", "accepts"),
    ]


@record(frozen=True, slots=True)
class Refuses:
    """The party would not take this package, at least with its own worst on the rest."""

    package: Annotated[
        Package,
        PACKAGE("A package it would not take; its own worst on what is left open.", "refuses"),
    ]


@record(frozen=True, slots=True)
class Position:
    """What the party asks for on some issues now: its best option there."""

    package: Annotated[
        Package, PACKAGE("What it asks for on some issues now: its best option there.", "position")
    ]


# ---- what it likes ------------------------------------------------------------------------------


def _wrong_type(entry: Entry, reading: Reading, help: str) -> None:
    message = f"`{entry.key.text}` cannot be {kind_of(entry.value)}"
    reading.problems.error("wrong-type", message, entry.value.place, f"write {help}")


def _words_by_issue(
    entry: Entry, reading: Reading, fits: Callable[[Entry, str, Issue | None, Diagnostics], bool]
) -> tuple[tuple[str, str], ...] | None:
    """Return words by issue, in the order of the case; None where one is not usable."""
    assert isinstance(entry.value, MapNode)  # noqa: S101  (narrows the type)
    found: dict[str, str] = {}
    for each in entry.value.entries:
        issue = known_issue(each.key, reading.issues, reading.problems)
        text = each.value.text if isinstance(each.value, TextNode) else ""
        if fits(each, text, issue, reading.problems) and issue is not None:
            found[issue.id] = text
    if len(found) != len(entry.value.entries):
        return None
    return tuple((id, found[id]) for id in reading.issues if id in found)


def _is_direction(entry: Entry, text: str, issue: Issue | None, problems: Diagnostics) -> bool:
    if issue is not None and not issue.has_order:
        message = f"the options of {issue.id!r} have no order"
        help = "give the issue `ordered: true`, or use `position` or `prefers`"
        problems.error("no-order", message, entry.key.place, help)
        return False
    if text not in ("more", "less"):
        message = f"a direction is more or less, not {text[:40]!r}"
        help = "more: later options or greater numbers; less: the other way"
        problems.error("bad-direction", message, entry.value.place, help)
        return False
    return True


def _read_wants(entry: Entry, reading: Reading) -> tuple[tuple[str, str], ...] | None:
    if isinstance(entry.value, MapNode):
        return _words_by_issue(entry, reading, _is_direction)
    _wrong_type(entry, reading, "{issue: more} or {issue: less}")
    return None


_DIRECTIONS = Kind(
    map_of({"enum": ["more", "less"]}, minProperties=1),
    _read_wants,
    lambda directions, _: OneLine(directions),
    names=(("#", "issues"),),
)


@record(frozen=True, slots=True)
class Wants:
    """Directions on ordered or numeric issues: (issue, ``more`` or ``less``)."""

    directions: Annotated[
        tuple[tuple[str, Literal["more", "less"]], ...],
        _DIRECTIONS("A direction on ordered or numeric issues: more or less.", "wants"),
    ]


@record(frozen=True, slots=True)
class Prefers:
    """The party likes ``better`` more than ``worse``, all else equal; same issues in both."""

    better: Annotated[
        Package, PACKAGE("Likes this better than what `to` says, all else equal.", "prefers")
    ]
    worse: Annotated[Package, PACKAGE("With `prefers`: what it likes less.", "to")]


def _check_prefers(fields: Fields, found: dict[str, Any]) -> bool:
    if fields.node("to") is None:
        help = "say what it likes less: `to: {issue: option}`"
        return fields.error("missing-key", "`prefers` needs `to`", "prefers", help)
    better, worse = found.get("better"), found.get("worse")
    if better is None or worse is None:
        return False
    if {id for id, _ in better} != {id for id, _ in worse}:
        message = "`prefers` and `to` must name the same issues"
        return fields.error("prefers-other-issues", message, "to", "all else is taken to be equal")
    if better == worse:
        return fields.error("prefers-itself", "both sides are the same", "to")
    return True


def _read_ranks(entry: Entry, reading: Reading) -> tuple[str, ...] | None:
    problems = reading.problems
    nodes = texts_from(entry.value, problems)
    found: list[str] = []
    for node in nodes:
        issue = known_issue(node, reading.issues, problems)
        if issue is not None and issue.id in found:
            message = f"{issue.id!r} is ranked twice"
            problems.error("duplicate-name", message, node.place, "rank it once")
        elif issue is not None:
            found.append(issue.id)
    if len(nodes) == 1:
        message = "`ranks` needs at least two issues"
        problems.error("wrong-type", message, entry.key.place, "first what matters most")
    return tuple(found) if len(found) == len(nodes) >= 2 else None


_RANKED = Kind({**TEXTS.schema, "minItems": 2}, _read_ranks, TEXTS.write, names=(("*", "issues"),))


@record(frozen=True, slots=True)
class Ranks:
    """Issues from the one that matters most to the party to the one that matters least."""

    issues: Annotated[
        tuple[str, ...],
        _RANKED("Issues from what matters most to it to what matters least.", "ranks"),
    ]


def _is_stress(entry: Entry, text: str, _: Issue | None, problems: Diagnostics) -> bool:
    if text not in STRESS_WORDS:
        message = f"{text[:40]!r} is no word of importance"
        help = did_you_mean(text, STRESS_WORDS, "words")
        problems.error("bad-stress", message, entry.value.place, help)
    return text in STRESS_WORDS


def _read_stresses(entry: Entry, reading: Reading) -> tuple[tuple[str, str], ...] | None:
    if isinstance(entry.value, MapNode):
        return _words_by_issue(entry, reading, _is_stress)
    message = "`stresses` takes issues, each with a word of importance"
    reading.problems.error("wrong-type", message, entry.value.place, "write {issue: needed}")
    return None


_STRESSED = Kind(
    map_of({"enum": list(STRESS_WORDS)}, minProperties=1),
    _read_stresses,
    lambda words, _: OneLine(words),
    names=(("#", "issues"),),
)


@record(frozen=True, slots=True)
class Stresses:
    """How much a party's words make of issues: (issue, one of ``STRESS_WORDS``)."""

    words: Annotated[
        tuple[tuple[str, str], ...], _STRESSED("How much its words make of issues.", "stresses")
    ]


# ---- full points --------------------------------------------------------------------------------


def _read_when(entry: Entry, reading: Reading) -> Package | None:
    when: Package | None = PACKAGE.read(entry, reading)
    if when is not None and len(when) != 2:
        message = f"`when` names {len(when)} issues; a pair has two"
        help = "points of one option stand under `values`"
        reading.problems.error("bad-together", message, entry.key.place, help)
        return None
    return when


_TWO_OPTIONS = Kind(PACKAGE.schema, _read_when, PACKAGE.write, PACKAGE.names)


@record(frozen=True, slots=True)
class Together:
    """Points that two options of two issues add when a package holds both."""

    when: Annotated[Package, _TWO_OPTIONS("Two options, of two issues.")]
    points: Annotated[Fraction, POINTS("What they add; less than 0 if need be.")]


TOGETHER = Shape("together", "a pair of options", Together, in_line=True)


def _read_together(entry: Entry, reading: Reading) -> tuple[Together, ...] | None:
    """Read the pairs of options worth more, or less, together; None when one is not usable."""
    node, problems = entry.value, reading.problems
    if not isinstance(node, ListNode):
        message = "`together` is a list of pairs with points"
        help = "write [{when: {issue: option, issue: option}, points: 3}]"
        problems.error("wrong-type", message, node.place, help)
        return None
    if len(node.items) > MOST_TOGETHER:
        message = f"{len(node.items)} pairs; at most {MOST_TOGETHER} can be reasoned about exactly"
        problems.error("bad-together", message, node.place, "keep those with the most points")
        return None
    found = [TOGETHER.read(item, reading) for item in node.items]
    pairs = [pair for pair in found if pair is not None]
    if len({pair.when for pair in pairs}) != len(pairs):
        message = "a pair of options stands twice"
        problems.error("bad-together", message, node.place, "add its points up")
        return None
    return tuple(pairs) if len(pairs) == len(found) else None


def _read_values(entry: Entry, reading: Reading) -> tuple[Any, ...] | None:
    """Read the points of every option of every issue."""
    node, problems = entry.value, reading.problems
    if not isinstance(node, MapNode):
        _wrong_type(entry, reading, "{issue: {option: points, ...}, ...}")
        return None
    given: dict[str, tuple[Fraction, ...]] = {}
    for each in node.entries:
        issue = known_issue(each.key, reading.issues, problems)
        points = _points_of(each.value, issue, entry, reading) if issue else None
        if issue and points is not None:
            given[issue.id] = points
    missing = [id for id in reading.issues if id not in given]
    named = {each.key.text for each in node.entries}
    for id in missing:
        if id not in named:
            message = f"no points for the issue {id!r}"
            help = "give points for every option of every issue"
            problems.error("values-incomplete", message, entry.key.place, help)
    return None if missing else tuple((id, given[id]) for id in reading.issues)


def _points_of(
    node: Node, issue: Issue, entry: Entry, reading: Reading
) -> tuple[Fraction, ...] | None:
    if not isinstance(node, MapNode):
        _wrong_type(Entry(entry.key, node), reading, "{option: points, ...}")
        return None
    points: dict[int, Fraction] = {}
    usable = True
    for each in node.entries:
        index = option_from(each.key, issue, reading.problems)
        number = POINTS.read(each, reading)
        if index is None or number is None:
            usable = False
        else:
            points[index] = number
    if usable and issue.is_numeric and 0 in points and issue.size - 1 in points:
        return _interpolated(points)
    missing = [k for k in range(issue.size) if k not in points]
    if usable and missing:
        shown = ", ".join(repr(issue.label(k)) for k in missing[:5])
        more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
        reading.problems.error(
            "values-incomplete",
            f"no points for {shown}{more} of {issue.id!r}",
            node.place,
            "a numeric issue needs at least its first and last number"
            if issue.is_numeric
            else "give points for every option",
        )
    return tuple(points[k] for k in range(issue.size)) if usable and not missing else None


def _interpolated(points: Mapping[int, Fraction]) -> tuple[Fraction, ...]:
    """Fill in the steps between the numbers that have points, along straight lines."""
    known = sorted(points)
    filled: list[Fraction] = []
    for left, right in pairwise(known):
        rise = (points[right] - points[left]) / (right - left)
        filled += [points[left] + rise * (k - left) for k in range(left, right)]
    return (*filled, points[known[-1]])


def _points_written(issue: Issue, points: tuple[Fraction, ...]) -> OneLine:
    """Write points; of a numeric issue only where the slope changes."""
    last = len(points) - 1
    kept = [
        k
        for k in range(len(points))
        if not issue.is_numeric
        or k in (0, last)
        or points[k] - points[k - 1] != points[k + 1] - points[k]
    ]
    return OneLine({issue.label(k): points[k] for k in kept})


def _read_reservation(entry: Entry, reading: Reading) -> Fraction | str | None:
    if isinstance(entry.value, TextNode) and entry.value.text == "none":
        return "none"
    number: Fraction | None = POINTS.read(entry, reading)
    return number


_VALUES = Kind(
    map_of(map_of(POINTS.schema), minProperties=1),
    _read_values,
    lambda points, case: {id: _points_written(case.issue(id), each) for id, each in points},
    names=(("#", "issues"), ("* #", "options")),
)
_RESERVATION = Kind({"anyOf": [POINTS.schema, {"const": "none"}]}, _read_reservation)
_PAIRS = Kind(
    {"type": "array", "items": ref("together")},
    _read_together,
    lambda pairs, case: [TOGETHER.write(pair, case) for pair in pairs],
    names=(("*", TOGETHER),),
)


@record(frozen=True, slots=True)
class Values:
    """Full points that a party gave, on a scale of its own.

    Attributes:
        points: Per issue of the case, in its order, the points of each option.
        reservation: Points of its best alternative to agreement on the same scale; None
            when unknown; ``"none"`` when any package is better than no deal.
        together: What pairs of options add besides.
    """

    points: Annotated[
        tuple[tuple[str, tuple[Fraction, ...]], ...],
        _VALUES(
            "Full points per issue and option, on any scale; a package is worth their sum.",
            "values",
        ),
    ]
    reservation: Annotated[
        Fraction | Literal["none"] | None,
        _RESERVATION("With `values`: the points of no deal, or `none` for below everything."),
    ] = None
    together: Annotated[
        tuple[Together, ...],
        _PAIRS("With `values`: points that two options add when a package holds both.", vital=True),
    ] = ()


@record(frozen=True, slots=True)
class Withdraws:
    """Ends earlier statements and says nothing else."""

    statements: Annotated[
        tuple[str, ...],
        _ENDED("Ends these earlier statements and says nothing else.", "withdraws"),
    ]


# ---- statements ---------------------------------------------------------------------------------

Verb = (
    Requires | Rejects | Offers | Accepts | Refuses | Position | Wants | Prefers | Ranks | Stresses
    | Values | Withdraws
)  # fmt: skip

_SAYING: dict[str, Shape[Any]] = {
    kind.__name__.lower(): Shape(
        kind.__name__, "a statement", kind, check=_check_prefers if kind is Prefers else None
    )
    for kind in Verb.__args__
}

VERBS = tuple(_SAYING)

GOES_WITH = {name: verb for verb, shape in _SAYING.items() for name in shape.names[1:]}
"""The keys that go with one verb alone, and which."""


def _offset(entry: Entry, reading: Reading) -> int | None:
    number = NUMBER.read(entry, reading)
    if number is not None and (number < 0 or number.denominator != 1):
        message = f"`{entry.key.text}` is a whole number from 0"
        reading.problems.error("bad-number", message, entry.key.place)
        return None
    return None if number is None else int(number)


_AROUND = Kind(TEXT.schema, TEXT.read, lambda text, _: EscapedText(text))
_OFFSET = Kind({"type": "integer", "minimum": 0}, _offset)


@record(frozen=True, slots=True)
class Quote:
    """Words of the source that a statement rests on, and where they stand.

    Attributes:
        start: Offset of the first character in the source file, when it was found there.
        end: Offset after the last character.
        line: Line in the source file, from 1.
    """

    exact: Annotated[str, TEXT("The words.")]
    prefix: Annotated[str | None, _AROUND("The text before them.")] = None
    suffix: Annotated[str | None, _AROUND("The text after them.")] = None
    at: Annotated[
        int | None,
        _OFFSET("Offset of their first character when they were coded.", "start", vital=True),
    ] = None
    start: int | None = field(default=None, compare=False)
    end: int | None = field(default=None, compare=False)
    line: int | None = field(default=None, compare=False)

    @property
    def has_moved(self) -> bool:
        """Whether the words stand elsewhere now than when they were coded."""
        return self.at is not None and self.start is not None and self.at != self.start


QUOTE = Shape("quote", "a quote", Quote)


def _read_quote(entry: Entry, reading: Reading) -> Quote | None:
    if isinstance(entry.value, MapNode):
        return QUOTE.read(entry.value, reading)
    text = TEXT.read(entry, reading)
    return None if text is None else Quote(text)


def _write_quote(quote: Quote, case: Any) -> Any:
    written = QUOTE.write(quote, case)
    return written if len(written) > 1 else quote.exact


_QUOTE = Kind({"anyOf": [TEXT.schema, ref("quote")]}, _read_quote, _write_quote)


def _read_says(fields: Fields, found: dict[str, Any]) -> bool:
    """Read what the one verb says, and how firmly."""
    if not fields.is_mapping:
        return False
    names = fields.names
    given = [verb for verb in VERBS if verb in names]
    # Only of a statement that says something else: what it lacks is told already.
    if "firmness" in fields:
        if given and not any(verb in BINDING_VERBS for verb in given):
            message = "firmness says how sure a demand, red line or refusal is to hold"
            help = "remove it; `confidence` says how sure we are that it was said"
            fields.error("firmness-without-demand", message, "firmness", help)
        firmness = fields.read("firmness")
        found["firmness"] = DEFAULT_FIRMNESS if firmness is None else firmness
    if not given and not fields.mistaken.isdisjoint(VERBS):
        return False  # what is written for the verb was told
    if len(given) != 1:
        what = "says nothing" if not given else f"has {len(given)} verbs: {', '.join(given)}"
        place = fields.key_place(given[1]) if given else fields.place
        help = "give each statement one of " + ", ".join(VERBS)
        fields.problems.error("one-verb", f"the statement {what}", place, help)
        return False
    verb = given[0]
    for name, wanted in GOES_WITH.items():
        if name in names and wanted != verb:
            message = f"`{name}` goes with `{wanted}`, not with `{verb}`"
            fields.error("stray-key", message, name, "remove it")
    node = fields.node(verb)
    empty = (isinstance(node, ListNode) and not node.items) or (
        isinstance(node, MapNode) and not node.entries
    )
    if node is None or empty:
        return fields.error("wrong-type", f"`{verb}` is empty", verb, "say what")
    found["says"] = _SAYING[verb].made(fields)
    return found["says"] is not None


def _write_says(statement: Any, case: Any) -> dict[str, Any]:
    said = _SAYING[statement.verb].write(statement.says, case)
    if statement.verb in BINDING_VERBS and statement.firmness != DEFAULT_FIRMNESS:
        said["firmness"] = statement.firmness
    return said


_FIRMNESS = probability(
    {"anyOf": [PROBABILITY.schema, {"enum": list(FIRMNESS_WORDS)}]}, FIRMNESS_WORDS
)
_OF_VERBS: tuple[Key, ...] = (
    *(shape.keys[0] for shape in _SAYING.values()),
    *(key for shape in _SAYING.values() for key in shape.keys[1:]),
    _FIRMNESS(
        "Probability that it would really walk away rather than move all "
        "the way, 0 to 1, or tentative (0.3), stated (0.6), firm (0.85), absolute (0.97); 1 only as a number. Default 0.8.",
        "firmness",
    ),
)


@record(frozen=True, slots=True)
class Statement:
    """One thing that one party said on one day."""

    id: Annotated[
        str, given_name("a statement", "statements")("Name by which conclusions refer to it.")
    ]
    party: Annotated[str, PARTY("Who it binds.")]
    says: Annotated[Verb, Several(_OF_VERBS, _read_says, _write_says, before="confidence")]
    on: Annotated[datetime.date, DATE("The day it was made.")]
    by: Annotated[str | None, TEXT("The person who said it, when known.", before="on")] = None
    source: Annotated[str | None, SOURCE_NAMED("Where it is reported.")] = None
    quote: Annotated[
        Quote | None, _QUOTE("The words it rests on, as they stand in the source's file.")
    ] = None
    firmness: Fraction = DEFAULT_FIRMNESS
    confidence: Annotated[
        Fraction, PROBABILITY("Probability that it was said and coded right, 0 to 1. Default 1.")
    ] = Fraction(1)
    until: Annotated[datetime.date | None, DATE("The last day it is in force.")] = None
    replaces: Annotated[
        tuple[str, ...], _STATEMENTS("Earlier statements that it ends on its own date.")
    ] = ()
    note: Annotated[str | None, NOTE] = None
    confidential: Annotated[
        bool,
        FLAG(
            "Whether it was said to the mediator alone: reports for others do without it. "
            "Default false.",
            before="note",
        ),
    ] = False
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


def _check(fields: Fields, found: dict[str, Any]) -> bool:
    on, until = found.get("on"), found.get("until")
    if on and until and until < on:
        fields.error("until-before-on", "it ends before it was made", "until")
    return True


STATEMENT = Shape(
    "statement", "a statement", Statement, check=_check, one_of=tuple((verb,) for verb in VERBS)
)
