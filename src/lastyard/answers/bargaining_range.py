"""The bargaining range of an issue: from the least to the most that anybody asked for, offered or demanded.

A package beyond it goes further against somebody than anybody has asked for, and whatever a value
model thinks of it, nobody at the table would propose it. So packages are sought within it: on issues with
an order, where somebody named an option. What counts as named:

* what somebody asks for, offers or accepts, and both sides of a preference; but no longer what a party asked
  for or offered before it named another option of the issue, on a later day;
* where a demand begins to be kept: 6 of ``wage >= 6``, 3 of ``not wage > 3``. Whatever package keeps
  demands, moving it into the range on every issue keeps them too, so none is lost by it;
* where a sum that somebody demands can be reached though the other issues of it stay at the least that
  was named: 70 of ``north + south >= 100`` where for the south nothing below 30 is named. On that side
  only, and no further;
* where what was asked of the packages begins to hold (``--require``): whoever asks for more gets it.

An end stays open where nothing said bounds it:

* where all that have spoken want more, nobody has spoken for less, so the range has no least; and the
  other way round. What a party wants is known by its words, its demands, or as it asks for the last option
  there is; where one party alone has spoken and that is not known, both ends are open;
* where a party wants more, or less, and has named nothing there: how far it would go is not known. So for
  one that refused an option and named none: on both sides of it where nobody has named an option there, but not
  further the way that all who named one want to go;
* where a party gave points, which name every option.

An issue of which nobody has spoken, and no rule, has one option in it: what holds today, if the case says
it, else the middle. Packages leave it open; what they are figured with there is not shown.

Example:
    >>> import lastyard as ly
    >>> from lastyard.conditions.tree import TRUE
    >>> case = ly.load_text('''
    ... title: Pay talks
    ... parties: {union: {}, firm: {}}
    ... issues: {pay: {range: [0, 20], step: 1}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {pay: 8}}
    ...   - {id: more, party: union, on: 2024-01-05, wants: {pay: more}}
    ...   - {id: bid, party: firm, on: 2024-01-09, offers: {pay: 4}}
    ... ''')
    >>> (found,) = bargaining_ranges(case, case.statements, TRUE)
    >>> (found.low, found.high), [s.id for s in found.highest]
    ((4, 8), ['ask'])
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import accumulate
from typing import Literal

from lastyard.budget import spend
from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Position,
    Prefers,
    Refuses,
    Statement,
    Values,
    Wants,
)
from lastyard.case.readings import issues_about, leanings
from lastyard.case.said import commitments, demanded, rules_of, sizes_of
from lastyard.conditions.tree import (
    TRUE,
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
    bits,
    issues_of,
)
from lastyard.records import record
from lastyard.results import Choice
from lastyard.space import SearchTooLargeError, Space

__all__ = ["BargainingRange", "bargaining_ranges", "inside", "spoken_issues"]

_STEPS = 200_000

Named = tuple[str, int]
"""An issue and one of its options."""

Way = Literal["more", "less"]
_WAYS: tuple[Way, ...] = ("more", "less")


@record(frozen=True, slots=True)
class BargainingRange:
    """The options of an issue within which packages are sought.

    Attributes:
        issue: Identifier of the issue.
        low: The first option.
        high: The last option.
        lowest: The statements that name the first; empty where it is the rules or what was asked for.
        highest: The statements that name the last, likewise.
        unspoken: Whether nobody has spoken of the issue: packages leave it open.
    """

    issue: str
    low: Choice
    high: Choice
    lowest: tuple[Statement, ...]
    highest: tuple[Statement, ...]
    unspoken: bool = False


def bargaining_ranges(
    case: Case, said: Sequence[Statement], required: Condition
) -> tuple[BargainingRange, ...]:
    """Return the ranges within which packages are sought, where they are narrower than the issue.

    Where rules forbid every package within them, or every one that keeps all demands though one
    elsewhere would, they are widened to where rules begin to hold; where that does not help, there
    are none.

    Args:
        case: The case.
        said: The statements in force.
        required: What packages must satisfy besides the rules.
    """
    return (*_spoken_ranges(case, said, required), *_unspoken_ranges(case, said, required))


def spoken_issues(
    case: Case, said: Sequence[Statement], required: Condition = TRUE
) -> frozenset[str]:
    """Return the issues that packages settle: of which somebody has spoken, or a rule; all, where nobody has."""
    about = frozenset[str]().union(*map(issues_about, said))
    if not about:
        return frozenset(issue.id for issue in case.issues)
    return about | issues_of(rules_of(case)) | issues_of(required)


def _unspoken_ranges(
    case: Case, said: Sequence[Statement], required: Condition
) -> Iterator[BargainingRange]:
    """Yield one for each issue that packages leave open."""
    spoken = spoken_issues(case, said, required)
    status_quo = dict(case.status_quo or ())
    for issue in case.issues:
        if issue.id not in spoken:
            middle = (issue.size - 1) // 2 if issue.has_order else 0
            option = status_quo.get(issue.id, middle)
            yield BargainingRange(issue.id, option, option, (), (), unspoken=True)


def _spoken_ranges(
    case: Case, said: Sequence[Statement], required: Condition
) -> tuple[BargainingRange, ...]:
    sizes = sizes_of(case)
    asked = set(_beginnings(required, sizes))
    found = _ranges(case, said, asked)
    if not found or (required == TRUE and not case.rules):
        return found
    if _suffice(case, said, required, found):
        return found
    found = _ranges(case, said, asked.union(_beginnings(rules_of(case), sizes)))
    return found if _suffice(case, said, required, found) else ()


def _ranges(
    case: Case, said: Sequence[Statement], besides: Collection[Named]
) -> tuple[BargainingRange, ...]:
    """Return the ranges of what statements name, and of some options besides."""
    sizes = sizes_of(case)
    named: dict[str, dict[int, list[Statement]]] = {issue.id: {} for issue in case.issues}
    newest = _newest(said)
    for statement in said:
        if isinstance(statement.says, Values):
            return ()
        asks = isinstance(statement.says, Offers | Position)
        for id, option in _named(statement, sizes):
            if not asks or newest[statement.party, id] == statement.on:
                named[id].setdefault(option, []).append(statement)
    ways = _ways(case, said)
    ends: dict[str, tuple[int, int]] = {}
    for issue in case.issues:
        own = named[issue.id]
        if not own or not issue.has_order:
            continue
        parties = {s.party for statements in own.values() for s in statements}
        further = {way for s in said for id, way in _beyond(s, parties) if id == issue.id}
        wanted = {ways.get((party, issue.id)) for party in parties}
        for refused in (_refused(s, issue.id) for s in said if s.party not in parties):
            # Where somebody named more than what was refused, that tells how much more.
            if refused is not None and max(own) <= refused and wanted != {"more"}:
                further.add("more")
            if refused is not None and min(own) >= refused and wanted != {"less"}:
                further.add("less")
        speak = parties | {party for party, id in ways if id == issue.id}
        further |= _unspoken([ways.get((party, issue.id)) for party in sorted(speak)])
        every = {*own, *(option for id, option in besides if id == issue.id)}
        low = 0 if "less" in further else min(every)
        high = issue.size - 1 if "more" in further else max(every)
        ends[issue.id] = low, high
    for statement, id, option in _reach_sums(said, ends):
        named[id].setdefault(option, []).append(statement)
    found = []
    for id, (low, high) in ends.items():
        if low > 0 or high < sizes[id] - 1:
            lowest, highest = (tuple(dict.fromkeys(named[id].get(end, ()))) for end in (low, high))
            found.append(BargainingRange(id, low, high, lowest, highest))
    return tuple(found)


def _reach_sums(
    said: Sequence[Statement], ends: dict[str, tuple[int, int]]
) -> list[tuple[Statement, str, int]]:
    """Widen ranges until a package that keeps a demanded sum keeps it, too, when moved into them.

    Args:
        said: The statements in force.
        ends: Per issue the first and the last option of its range; widened here.

    Returns:
        The statement, the issue and the option of each end that was set.
    """
    sums = [
        (statement, terms, least)
        for statement in said
        for terms, least in _sums(demanded(statement) or TRUE)
    ]
    found: list[tuple[Statement, str, int]] = []
    before: dict[str, tuple[int, int]] = {}
    while before != ends:
        before = dict(ends)
        for statement, terms, least in sums:
            every = {
                id: weights[slice(ends[id][0], ends[id][1] + 1)] if id in ends else weights
                for id, weights in terms
            }
            spend(len(terms))
            missing = least - sum(map(min, every.values()))
            for id, weights in terms:
                if id in ends:
                    wide = _wide_enough(weights, missing + min(every[id]), *ends[id])
                    for old, new in zip(ends[id], wide, strict=True):
                        if old != new:
                            found.append((statement, id, new))
                    ends[id] = wide
    return found


def _sums(
    condition: Condition, wanted: bool = True
) -> Iterator[tuple[tuple[tuple[str, tuple[int, ...]], ...], int]]:
    """Yield the sums that would keep a condition: their terms, and the least that they must reach.

    A sum that must not exceed something is given with its weights turned round.
    """
    match condition:
        case Total(terms, low, high):
            turned = tuple((id, tuple(-weight for weight in weights)) for id, weights in terms)
            # To break a sum that must lie between two bounds is to go beyond one of them.
            least, most = (low, high) if wanted else (_plus(high, 1), _plus(low, -1))
            if least is not None:
                yield terms, least
            if most is not None:
                yield turned, -most
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            for part in parts:
                yield from _sums(part, wanted)
        case Not(part):
            yield from _sums(part, not wanted)
        case Same(left, right):
            for part in (left, right):
                yield from _sums(part, True)
                yield from _sums(part, False)
        case OneOf():
            return


def _plus(bound: int | None, more: int) -> int | None:
    return None if bound is None else bound + more


def _wide_enough(weights: Sequence[int], enough: int, low: int, high: int) -> tuple[int, int]:
    """Return a range widened until moving into it costs a sum nothing, or leaves it enough.

    Args:
        weights: What each option adds to the sum.
        enough: What has to be added where the rest is the least that it can be.
        low: First option of the range.
        high: Last option of the range.
    """
    above = [*accumulate(reversed(weights), max)][::-1]
    below = [*accumulate(weights, max)]
    last = len(weights) - 1
    while high < last and weights[high] < min(enough, above[high + 1]):
        high += 1
    while low > 0 and weights[low] < min(enough, below[low - 1]):
        low -= 1
    return low, high


def _newest(said: Sequence[Statement]) -> dict[tuple[str, str], date]:
    """Return by party and issue the day on which it last asked for or offered an option of it."""
    days: dict[tuple[str, str], date] = {}
    for statement in said:
        match statement.says:
            case Offers(package) | Position(package):
                for id, _ in package:
                    key = statement.party, id
                    days[key] = max(days.get(key, statement.on), statement.on)
    return days


def _ways(case: Case, said: Sequence[Statement]) -> dict[tuple[str, str], Way]:
    """Return by party and issue which way the party wants to go, where that is known."""
    found: dict[tuple[str, str], Way] = {
        (each.party, each.issue): each.wants for each in leanings(case, said)
    }
    last = {issue.id: issue.size - 1 for issue in case.issues}
    for statement in said:
        match statement.says:
            case Position(package):
                ends = ((id, option) for id, option in package if option in (0, last[id]))
                found |= {
                    (statement.party, id): "more" if option else "less" for id, option in ends
                }
    for statement in said:
        match statement.says:
            case Wants(directions):
                found |= {(statement.party, id): way for id, way in directions}
    return found


def _unspoken(ways: Sequence[Way | None]) -> set[Way]:
    """Return which ways nobody has spoken for.

    Of each party that has spoken it is given which way it wants to go, None where that is not
    known.
    """
    if len(ways) == 1 and ways[0] is None:
        return {"more", "less"}
    return {"less"} if set(ways) == {"more"} else {"more"} if set(ways) == {"less"} else set()


def _named(statement: Statement, sizes: Mapping[str, int]) -> Iterator[Named]:
    """Yield the options that a statement asks for, offers, accepts, compares or demands."""
    match statement.says:
        case Offers(package) | Accepts(package) | Position(package):
            yield from package
        case Prefers(better, worse):
            yield from better
            yield from worse
        case _:
            condition = demanded(statement)
            if condition is not None:
                yield from _beginnings(condition, sizes)


def _beyond(statement: Statement, named: Collection[str]) -> Iterator[tuple[str, Way]]:
    """Yield the issues on which a statement speaks for further than anybody has named, and which way.

    `named` are the parties that have named an option.
    """
    match statement.says:
        case Wants(directions) if statement.party not in named:
            yield from directions
        case _:
            return


def _refused(statement: Statement, issue: str) -> int | None:
    """Return the option of an issue in a package that a statement refuses."""
    match statement.says:
        case Refuses(package):
            return dict(package).get(issue)
        case _:
            return None


def _beginnings(
    condition: Condition, sizes: Mapping[str, int], wanted: bool = True
) -> Iterator[Named]:
    """Yield the options at which a condition begins to hold on single issues; not the ends of an issue."""
    spend(1)
    match condition:
        case OneOf(issue, options):
            every = (1 << sizes[issue]) - 1
            inside = options if wanted else every & ~options
            ends = inside & ~(inside << 1) & ~1 | inside & ~(inside >> 1) & every >> 1
            yield from ((issue, k) for k in bits(ends))
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            for part in parts:
                yield from _beginnings(part, sizes, wanted)
        case Not(part):
            yield from _beginnings(part, sizes, not wanted)
        case Same(left, right):
            for part in (left, right):
                yield from _beginnings(part, sizes, True)
                yield from _beginnings(part, sizes, False)
        case Total():
            return


def _suffice(
    case: Case, said: Sequence[Statement], required: Condition, ranges: Sequence[BargainingRange]
) -> bool:
    """Return whether the ranges hold a package, and one that keeps all demands if there is any."""
    within = inside(ranges)
    demands = All(tuple(each.condition for each in commitments(case, said)))
    try:
        allowed = Space(
            sizes_of(case), All((rules_of(case), required)), also=(within, demands), budget=_STEPS
        )
        kept = allowed.where(demands)
        return (kept if kept.exists() else allowed).where(within).exists()
    except SearchTooLargeError:
        return False


def inside(ranges: Iterable[BargainingRange]) -> Condition:
    """Return the condition that a package lies within ranges."""
    return All(tuple(OneOf(each.issue, (1 << each.high + 1) - (1 << each.low)) for each in ranges))
