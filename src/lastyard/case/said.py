"""Which statements are in force on a day, and what they rule out (docs/model.md, section 2).

Four kinds of statement bind a party to a set of packages:

* ``requires`` and ``rejects``, to the packages that do or do not satisfy the condition;
* ``refuses`` of a *complete* package, to every other one. A partial refusal holds only
  with the party's own worst on what is left open, which nobody knows: it binds to nothing;
* ``values`` with a reservation value, to the packages worth at least as much. Points
  are taken as given, so this binds absolutely.

Everything else says what a party likes, not what it would walk away from.

Example:
    >>> from lastyard.case.load import load_text
    >>> case = load_text('''
    ... title: A small dispute
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements: [{id: raise, party: union, on: 2024-01-05, rejects: "wage == 'frozen'"}]
    ... ''')
    >>> commitment_of(case, case.statements[0]).condition
    Not(part=OneOf(issue='wage', options=1))
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, partial
from itertools import product
from typing import TypeAlias

from lastyard.budget import Findings, spend
from lastyard.case.model import (
    Case,
    Offers,
    Position,
    Refuses,
    Rejects,
    Requires,
    Statement,
    Together,
    Values,
    Withdraws,
    parse_date,
)
from lastyard.conditions.tree import (
    All,
    Any,
    Condition,
    Not,
    OneOf,
    Total,
    fitting,
    issues_of,
    runs,
    state,
)
from lastyard.errors import RequestError
from lastyard.records import record

__all__ = [
    "Commitment",
    "Day",
    "Side",
    "Way",
    "all_last_asked",
    "as_date",
    "asked_for",
    "commitment_of",
    "commitments",
    "dates_of_change",
    "day_of",
    "demanded",
    "ended_by",
    "having",
    "in_force",
    "last_asked",
    "left_open",
    "made_by",
    "rules_of",
    "said_again",
    "sizes_of",
    "together",
    "way_between",
    "why_not_in_force",
]

# Of an issue with more options it is not looked at what demands over several issues leave open on it.
_MOST_OPTIONS = 1_000
# Nor on further issues, once so many options have been looked at.
_MOST_LOOKS = 50_000


@record(frozen=True, slots=True)
class Side:
    """A run of neighbouring options that a demand excludes.

    Attributes:
        first: Its lowest option.
        last: Its highest option.
        above: Whether the option after it is allowed; if not, the run ends the range.
        whole: Steps that count as the whole way.
        below: Whether the option before it is allowed.
        to: The option that the whole way leads to, the lowest where there are two.
        party: The party whose commitments or position decide how long it is; None where no other
            party conflicts on this side.
    """

    first: int
    last: int
    above: bool
    whole: int
    below: bool = False
    to: int = 0
    party: str | None = None

    def steps(self, option: int) -> int:
        """Return how many steps an option of the run is from what is allowed."""
        up, down = self.last - option + 1, option - self.first + 1
        if self.above and self.below:
            return min(up, down)
        return up if self.above else down


@record(frozen=True, slots=True)
class Way:
    """The sides on which a demand over one issue with an order can be broken.

    A demand on one ordered or numeric issue is broken by so many steps. The *whole way* is the number
    of steps to the nearest option that the conflicting commitments of another party leave open, or to
    what that party last asked for, where that is further. Where no other party conflicts on that side
    by what it says of the issue alone, what it says of several issues counts, and rules do, with what all
    demand on the others; where nothing conflicts so either, it goes to the far end of the range. Where several conflict, it is the longest of their ways. The *share of
    the way* is the steps over the whole way; it may be above 1.

    Attributes:
        issue: The issue.
        sides: From the lowest options to the highest.

    Example, a floor of 6 against a ceiling of 3, on a scale from 0 to 10:
        >>> way = Way("wage", (Side(0, 5, True, 3),))
        >>> [str(way.share(option)) for option in (6, 5, 4, 3, 0)]
        ['0', '1/3', '2/3', '1', '2']
    """

    issue: str
    sides: tuple[Side, ...]

    def share(self, option: int) -> Fraction:
        """Return the share of the whole way at an option; 0 where it is allowed."""
        for side in self.sides:
            if side.first <= option <= side.last:
                return Fraction(side.steps(option), side.whole)
        return Fraction(0)

    def shares(self, size: int) -> list[Fraction]:
        """Return the share at every option of an issue of so many options."""
        found = [Fraction(0)] * size
        for side in self.sides:
            for option in range(side.first, side.last + 1):
                found[option] = Fraction(side.steps(option), side.whole)
        return found


def left_open(condition: Condition, issue: str, size: int) -> int:
    """Return the options of an issue that a condition leaves open, as far as its parts tell.

    Where parts of a conjunction share other issues, more may be returned than is open.
    """
    everything = (1 << size) - 1
    named = issues_of(condition)
    if issue not in named:
        return everything
    if named == {issue}:
        return fitting(condition, issue, {issue: size}, {})
    match condition:
        case All(parts):
            kept = everything
            for part in parts:
                kept &= left_open(part, issue, size)
            return kept
        case Any(parts):
            found = 0
            for part in parts:
                found |= left_open(part, issue, size)
            return found
        case Not(Not(part)):
            return left_open(part, issue, size)
        case Not(All(parts)):
            return left_open(Any(tuple(map(Not, parts))), issue, size)
        case Not(Any(parts)):
            return left_open(All(tuple(map(Not, parts))), issue, size)
        case _:
            return everything


def way_between(
    issue: str,
    size: int,
    allowed: int,
    others: Mapping[str, Sequence[int]],
    asked: Callable[[str], int | None],
    joint: Callable[[], Sequence[tuple[str, int]]] = tuple,
) -> Way | None:
    """Return how far it is from a demand to what the others leave open.

    `others` has for each other party the options that each of its commitments leaves open;
    `asked` returns what another party last asked for on the issue, if anything; `joint` what others, or
    rules (``""``), leave open given all that is demanded on other issues, where others conflict by nothing else.

    Returns:
        None where the demand allows everything or nothing: there is no way then.
    """
    if not allowed or allowed == (1 << size) - 1:
        return None
    against = [
        (party, mask)
        for party, masks in others.items()
        for mask in together(masks)
        if mask and not mask & allowed
    ]

    def jointly() -> list[tuple[str, int]]:
        return [(party, mask) for party, mask in joint() if mask and not mask & allowed]

    return Way(issue, tuple(_sides(allowed, size, against, asked, jointly)))


def together(masks: Sequence[int]) -> Sequence[int]:
    """Return what several commitments of a party leave open; each by itself if that is nothing."""
    if not masks:
        return ()
    kept = masks[0]
    for mask in masks[1:]:
        kept &= mask
    return (kept,) if kept else tuple(dict.fromkeys(masks))


def _ends(
    side: Side, against: Sequence[tuple[str, int]], asked: Callable[[str], int | None]
) -> list[tuple[int, int, str | None]]:
    """Return how far it is, to which option, by whose word, for each of those that conflict on a side."""
    first, last = side.first, side.last
    ends: list[tuple[int, int, str | None]] = []
    for party, mask in against:
        inside = mask >> first & (1 << last - first + 1) - 1
        if not inside:
            continue
        low, high = first + (inside & -inside).bit_length() - 1, first + inside.bit_length() - 1
        near = min((low, high), key=lambda option: (side.steps(option), option))
        ends.append((side.steps(near), near, party or None))
        position = asked(party) if party else None
        if position is not None and first <= position <= last:
            ends.append((side.steps(position), position, party))
    return ends


def _sides(
    allowed: int,
    size: int,
    against: Sequence[tuple[str, int]],
    asked: Callable[[str], int | None],
    jointly: Callable[[], Sequence[tuple[str, int]]],
) -> Iterator[Side]:
    for first, last in runs(~allowed & (1 << size) - 1):
        side = Side(first, last, last + 1 < size, 1, first > 0)
        ends = _ends(side, against, asked) or _ends(side, jointly(), asked)
        if not ends:
            far = last if not side.above else first
            if side.above and side.below:
                far = (first + last) // 2
            ends.append((side.steps(far), far, None))
        whole, to, decided = min(ends, key=lambda end: (-end[0], end[1], end[2] or ""))
        yield Side(first, last, side.above, whole, side.below, to, decided)


Day: TypeAlias = "date | str | None"
"""A day that is asked for: a date, text such as ``2024-03-22``, or None for that of the case."""


@record(frozen=True, slots=True)
class Commitment:
    """A set of packages that a party says it will keep to.

    Attributes:
        statement: The statement that binds it.
        condition: The packages.
        firmness: Probability that it would walk away rather than leave them; where there is a
            way, rather than go all of it.
        way: How far it is from these packages to what the others leave open, where they are
            told by one ordered or numeric issue; None elsewhere: a step is then the whole.
    """

    statement: Statement
    condition: Condition
    firmness: Fraction
    way: Way | None = None


def demanded(statement: Statement) -> Condition | None:
    """Return the packages that a demand or red line allows; None for any other statement."""
    match statement.says:
        case Requires(condition):
            return condition.tree
        case Rejects(condition):
            return Not(condition.tree)
        case _:
            return None


def having(package: Iterable[tuple[str, int]]) -> Condition:
    """Return the condition that a package has some options."""
    return All(tuple(OneOf(issue, 1 << option) for issue, option in package))


def commitment_of(case: Case, statement: Statement) -> Commitment | None:
    """Return what a statement binds its party to, or None when it does not bind."""
    condition = demanded(statement)
    if condition is not None:
        return Commitment(statement, condition, statement.firmness)
    match statement.says:
        case Refuses(package) if len(package) == len(case.issues):
            return Commitment(statement, Not(having(package)), statement.firmness)
        case Values(points, Fraction() as reservation, together):
            worth = _worth_with_pairs(points, reservation, together)
            return Commitment(statement, worth, Fraction(1))
        case _:
            return None


def commitments(case: Case, statements: Iterable[Statement]) -> tuple[Commitment, ...]:
    """Return the commitments of the parties that decide, in the order of the statements.

    All statements in force are needed: how far it is from one demand to another depends on what
    the others demand and ask for.
    """
    deciders = {party.id for party in case.deciders}
    said = tuple(statements)
    found = (commitment_of(case, s) for s in said if s.party in deciders)
    return _with_ways(case, [each for each in found if each is not None], said)


def said_again(
    binding: Iterable[Commitment], statements: Iterable[Statement]
) -> tuple[Commitment, ...]:
    """Return the commitments of statements that differ in firmness alone."""
    now = {statement.id: statement for statement in statements}
    return tuple(
        Commitment(
            now[each.statement.id],
            each.condition,
            # Points bind absolutely.
            each.firmness
            if isinstance(each.statement.says, Values)
            else now[each.statement.id].firmness,
            each.way,
        )
        for each in binding
    )


def _with_ways(
    case: Case, binding: Sequence[Commitment], said: Sequence[Statement]
) -> tuple[Commitment, ...]:
    """Add to each commitment on one issue with an order how far it is to what others leave."""
    sizes = {issue.id: issue.size for issue in case.issues if issue.has_order}
    named = [sizes.keys() & issues_of(each.condition) for each in binding]
    spend(len(binding) + sum(map(len, named)))
    # Per issue and party, what each of its commitments leaves open there.
    left: dict[str, dict[str, list[int]]] = {issue: {} for issue in sizes}
    for each, issues in zip(binding, named, strict=True):
        for issue in issues:
            mask = left_open(each.condition, issue, sizes[issue])
            if mask != (1 << sizes[issue]) - 1:
                left[issue].setdefault(each.statement.party, []).append(mask)
    kept = {
        issue: {party: together(masks) for party, masks in by_party.items()}
        for issue, by_party in left.items()
    }
    positions: dict[tuple[str, str], Statement] | None = None
    given_the_rest = _GivenTheRest(case, binding)
    known: dict[tuple[str, str, int], Way | None] = {}

    def asked(issue: str, party: str) -> int | None:
        nonlocal positions
        if positions is None:
            positions = all_last_asked(said)
        statement = positions.get((issue, party))
        return None if statement is None else asked_for(statement, issue)

    def with_way(each: Commitment) -> Commitment:
        issues = issues_of(each.condition)
        issue = next(iter(issues)) if len(issues) == 1 else ""
        if issue not in sizes:
            return each
        party = each.statement.party
        allowed = left_open(each.condition, issue, sizes[issue])
        # A party that says the same again is as far from the others as before.
        if (issue, party, allowed) not in known:
            others = {p: masks for p, masks in kept[issue].items() if p != party}
            spend(1 + sum(map(len, others.values())))
            joint = partial(given_the_rest.left_by_others, issue, party)
            way = way_between(issue, sizes[issue], allowed, others, partial(asked, issue), joint)
            known[issue, party, allowed] = way
        return replace(each, way=known[issue, party, allowed])

    return tuple(map(with_way, binding))


class _GivenTheRest:
    """What demands and rules over several issues leave open on one, given what all demand on the others.

    A carrier that wants 24,000 pallets below a rate of 25 leaves every volume open, and every rate; beside a cap on
    the rate it leaves no less than 24,000. Where parties collide on an issue, nothing is known of it.
    """

    def __init__(self, case: Case, binding: Sequence[Commitment]) -> None:
        self._case, self._binding = case, binding
        self._found: dict[str, list[tuple[str, int]]] = {}
        self._looks = 0

    @cached_property
    def _still(self) -> dict[str, int]:
        """The options that what is said of each issue alone leaves open."""
        still = {issue.id: issue.everything for issue in self._case.issues}
        rules = (rule.condition.tree for rule in self._case.rules)
        for condition in (*rules, *(each.condition for each in self._binding)):
            named = issues_of(condition)
            if len(named) == 1:
                (issue,) = named
                still[issue] &= left_open(condition, issue, self._case.issue(issue).size)
        return {id: mask or self._case.issue(id).everything for id, mask in still.items()}

    @cached_property
    def _several(self) -> list[tuple[str, Condition]]:
        """The demands over several issues, each with its party, and such rules."""
        said = [(each.statement.party, each.condition) for each in self._binding]
        said += [("", rule.condition.tree) for rule in self._case.rules]
        return [(party, condition) for party, condition in said if len(issues_of(condition)) > 1]

    def left_by_others(self, issue: str, party: str) -> list[tuple[str, int]]:
        """Return what each of these that another party said, or a rule, leaves open on an issue."""
        if issue not in self._found:
            self._found[issue] = [
                (own, self._left(issue, condition))
                for own, condition in self._several
                if issue in issues_of(condition)
            ]
        return [(own, mask) for own, mask in self._found[issue] if own != party]

    def _left(self, issue: str, condition: Condition) -> int:
        size = self._case.issue(issue).size
        still = {id: self._still[id] for id in issues_of(condition)}
        still[issue] = (1 << size) - 1
        if size > _MOST_OPTIONS or self._looks > _MOST_LOOKS or state(condition, still):
            return (1 << size) - 1
        self._looks += size
        key = condition, issue, tuple(sorted(still.items()))
        return _LEFT.find(key, lambda: _left(condition, issue, size, still))


# What a condition leaves open on an issue is the same on other days, and in other answers.
_LEFT: Findings[int] = Findings(1 << 12)


def _left(condition: Condition, issue: str, size: int, still: Mapping[str, int]) -> int:
    spend(size)
    return sum(
        1 << option
        for option in range(size)
        if state(condition, {**still, issue: 1 << option}) is not False
    )


def last_asked(issue: str, party: str, statements: Sequence[Statement]) -> Statement | None:
    """Return the statement in which a party last asked for an option of an issue, if any.

    The newest ``position`` or ``offers`` that names the issue; on the same day a ``position``
    comes before an offer, a later line before an earlier one.
    """
    asked = [
        (statement.on, isinstance(statement.says, Position), k)
        for k, statement in enumerate(statements)
        if statement.party == party and asked_for(statement, issue) is not None
    ]
    return statements[max(asked)[2]] if asked else None


def all_last_asked(statements: Sequence[Statement]) -> dict[tuple[str, str], Statement]:
    """Return :func:`last_asked` by issue and party, of all for which there is one."""
    newest: dict[tuple[str, str], tuple[date, bool, int]] = {}
    for k, statement in enumerate(statements):
        if isinstance(statement.says, Position | Offers):
            place = (statement.on, isinstance(statement.says, Position), k)
            spend(len(statement.says.package))
            for issue, _ in statement.says.package:
                key = issue, statement.party
                newest[key] = max(place, newest.get(key, place))
    return {key: statements[k] for key, (_, _, k) in newest.items()}


def asked_for(statement: Statement, issue: str) -> int | None:
    """Return the option of an issue that a statement asks for, or None."""
    if isinstance(statement.says, Position | Offers):
        return dict(statement.says.package).get(issue)
    return None


def rules_of(case: Case) -> All:
    """Return the condition that every package must satisfy."""
    return All(tuple(rule.condition.tree for rule in case.rules))


def sizes_of(case: Case, among: Collection[str] | None = None) -> dict[str, int]:
    """Return the number of options of every issue, or of some, in the order of the case."""
    return {issue.id: issue.size for issue in case.issues if among is None or issue.id in among}


def _worth_with_pairs(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...],
    reservation: Fraction,
    together: tuple[Together, ...],
) -> Condition:
    """Return the packages worth enough: for each set of pairs held, what the rest must add."""
    if not together:
        return _worth_at_least(points, reservation)
    pairs = [having(pair.when) for pair in together]
    cases = []
    for held in product((False, True), repeat=len(pairs)):
        added = sum((t.points for t, on in zip(together, held, strict=True) if on), Fraction(0))
        just_these = tuple(p if on else Not(p) for p, on in zip(pairs, held, strict=True))
        cases.append(All((*just_these, _worth_at_least(points, reservation - added))))
    return Any(tuple(cases))


def _worth_at_least(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...], reservation: Fraction
) -> Condition:
    numbers = [reservation, *(value for _, values in points for value in values)]
    scale = math.lcm(*(number.denominator for number in numbers))
    terms = tuple((issue, tuple(int(v * scale) for v in values)) for issue, values in points)
    return Total(terms, int(reservation * scale), None)


def day_of(case: Case, day: Day = None) -> date | None:
    """Return the day a case is looked at.

    Args:
        case: The case.
        day: The day asked for, if any: a date, or text such as ``2024-03-22``.

    Returns:
        That day, else the case's ``as_of``, else the day of its last statement; None when
        nothing was said.

    Raises:
        RequestError: If the text is not a day.
    """
    day = as_date(day)
    if day is not None or case.as_of is not None:
        return day or case.as_of
    return max((statement.on for statement in case.statements), default=None)


def as_date(day: Day) -> date | None:
    """Return a day that is asked for as a date; None for that of the case.

    Args:
        day: A date, or text such as ``2024-03-22``.

    Raises:
        RequestError: If the text is not a day.
    """
    if not isinstance(day, str):
        return day
    text = day
    found = parse_date(text.strip())
    if found is None:
        from lastyard.case.hints import help_for_day  # noqa: PLC0415  (only errors need it)

        raise RequestError(f"{text[:40]!r} is not a date; {help_for_day(text)}")
    return found


def made_by(case: Case, day: date | None) -> tuple[Statement, ...]:
    """Return the statements made up to a day, whether in force on it or not."""
    return tuple(s for s in case.statements if day is None or s.on <= day)


def in_force(case: Case, day: Day = None) -> tuple[Statement, ...]:
    """Return the statements in force on a day, in the order of their days; of one day, as in the file.

    A statement is in force on day t if it was made on or before t and was not replaced,
    withdrawn or lapsed by then. What ended a statement stays an end: withdrawing a
    replacement does not bring the replaced statement back.

    Args:
        case: The case.
        day: The day; see :func:`day_of` for the default.

    Example:
        >>> from lastyard.case.load import load_text
        >>> case = load_text('''
        ... title: A small dispute
        ... parties: {union: {}}
        ... issues: {wage: {options: [frozen, raised]}}
        ... statements:
        ...   - {id: first, party: union, on: 2024-01-05, position: {wage: raised}}
        ...   - {id: second, party: union, on: 2024-02-01, position: {wage: frozen}, replaces: first}
        ... ''')
        >>> [s.id for s in in_force(case, date(2024, 1, 31))], [s.id for s in in_force(case)]
        (['first'], ['second'])
    """
    spend(1 + len(case.statements) // 6)
    when = day_of(case, day)
    if when is None:
        return ()
    made = sorted((s for s in case.statements if s.on <= when), key=lambda s: s.on)
    ended = {id for statement in made for id in statement.ends}
    return tuple(
        statement
        for statement in made
        if statement.id not in ended
        and (statement.until is None or when <= statement.until)
        and not isinstance(statement.says, Withdraws)
    )


def ended_by(case: Case, id: str) -> Statement | None:
    """Return the earliest statement that replaces or withdraws another, if any."""
    enders = [statement for statement in case.statements if id in statement.ends]
    return min(enders, key=lambda statement: statement.on, default=None)


def why_not_in_force(case: Case, statement: Statement, day: date | None) -> str:
    """Return in a few words why a statement is not in force on a day."""
    if day is not None and statement.on > day:
        return "made later"
    ender = ended_by(case, statement.id)
    if ender is not None and (day is None or ender.on <= day):
        verb = "withdrawn" if ender.verb == "withdraws" else "replaced"
        return f"{verb} by {ender.id}"
    return "a withdrawal" if isinstance(statement.says, Withdraws) else "lapsed"


def dates_of_change(statements: Iterable[Statement], last: date) -> list[date]:
    """Return every day up to the last on which a statement came into force or ended, in order."""
    days = {day for s in statements for day in (s.on, s.until and s.until + timedelta(days=1))}
    return sorted(day for day in days if day is not None and day <= last)
