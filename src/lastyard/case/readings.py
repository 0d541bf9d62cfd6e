"""What a demand says of what its party likes (docs/model.md, section 3).

A step on one issue that turns a broken demand into a kept one, whatever the rest, is no loss to
the party that made it. Over one issue that is: every allowed option is worth at least as much as
every other. Over several issues it is read only where the options that the others leave on each
issue form a chain, each set within the next: a condition that rises, or falls, in the order of each
of its issues does. Else the inequalities would say that options are equal which nobody called
equal, and nothing is read.

Example, a floor that hangs on the term, and two demands of which one favours no direction:
    >>> from lastyard.conditions.tree import Any, OneOf, Same
    >>> sizes = {"wage": 4, "term": 2}
    >>> floor = Any((OneOf("wage", 0b1000), OneOf("term", 0b10)))
    >>> bounds_in(floor, sizes), bounds_in(Same(OneOf("wage", 0b1100), OneOf("term", 0b10)), sizes)
    ((Bound(issue='wage', allowed=8), Bound(issue='term', allowed=2)), None)
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from itertools import pairwise, product
from math import prod
from typing import Literal

from lastyard.budget import spend
from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Statement,
    Stresses,
    Values,
    Wants,
)
from lastyard.case.said import demanded, sizes_of
from lastyard.conditions.tree import Condition, fitting, issues_of, nodes_of
from lastyard.records import record

__all__ = [
    "Bound",
    "Leaning",
    "bounds_in",
    "bounds_of",
    "issues_about",
    "leaning",
    "leanings",
    "no_better",
    "unread",
]

# Packages of the other issues beyond which a condition is not gone through.
_MOST_RESTS = 2_000
_CACHED = 1 << 12
# With two options a demand says all there is.
_LEAST_OPTIONS = 3


@record(frozen=True, slots=True)
class Bound:
    """Options of an issue that are worth at least as much to a party as all others.

    Attributes:
        issue: The issue.
        allowed: The options, as a mask; neither none nor all.
    """

    issue: str
    allowed: int


def issues_about(statement: Statement) -> frozenset[str]:
    """Return the issues that a statement is about, whatever it says of them."""
    condition = demanded(statement)
    if condition is not None:
        return issues_of(condition)
    match statement.says:
        case Wants(directions):
            return frozenset(issue for issue, _ in directions)
        case Prefers(better, _):
            return frozenset(issue for issue, _ in better)
        case Ranks(issues):
            return frozenset(issues)
        case Stresses(words):
            return frozenset(issue for issue, _ in words)
        case Values(points):
            return frozenset(issue for issue, _ in points)
        case Offers(package) | Accepts(package) | Position(package) | Refuses(package):
            return frozenset(issue for issue, _ in package)
        case _:
            return frozenset()


def bounds_of(case: Case, statement: Statement) -> tuple[Bound, ...]:
    """Return what a demand says of what its party likes; nothing for any other statement."""
    condition = demanded(statement)
    if condition is None:
        return ()
    return bounds_in(condition, sizes_of(case, issues_of(condition))) or ()


def unread(case: Case, statement: Statement) -> bool:
    """Return whether a statement is a demand that says nothing of what its party likes."""
    condition = demanded(statement)
    return (
        condition is not None and bounds_in(condition, sizes_of(case, issues_of(condition))) is None
    )


@record(frozen=True, slots=True)
class Leaning:
    """That a party likely leans its demands' way on an issue: nothing sure says more there.

    Attributes:
        party: The party.
        issue: The issue, ordered or numeric.
        wants: Whether it leans to more of it, or less.
        statements: The demands.
    """

    party: str
    issue: str
    wants: Literal["more", "less"]
    statements: tuple[Statement, ...]


def leanings(case: Case, statements: Iterable[Statement]) -> tuple[Leaning, ...]:
    """Return where parties likely lean their demands' way, by party and issue.

    Nothing is read of a party that gave points, nor on an issue of which it said for certain what it
    asks for or wants.
    """
    sure = [s for s in statements if s.confidence >= 1]
    found = []
    for party in case.deciders:
        own = [s for s in sure if s.party == party.id]
        if any(isinstance(s.says, Values) for s in statements if s.party == party.id):
            continue
        told = {id for s in own if isinstance(s.says, Position) for id, _ in s.says.package}
        told |= {id for s in own if isinstance(s.says, Wants) for id, _ in s.says.directions}
        within: dict[str, list[tuple[Statement, int]]] = {}
        for statement in own:
            for bound in bounds_of(case, statement):
                within.setdefault(bound.issue, []).append((statement, bound.allowed))
        for issue in case.issues:
            if not issue.has_order or issue.size < _LEAST_OPTIONS or issue.id in told:
                continue
            bounds = within.get(issue.id, [])
            way = leaning(issue.size, (mask for _, mask in bounds))
            if way:
                demands = tuple({s.id: s for s, _ in bounds}.values())
                found.append(Leaning(party.id, issue.id, "more" if way > 0 else "less", demands))
    return tuple(found)


def no_better(case: Case, statements: Iterable[Statement], refused: Statement) -> dict[str, int]:
    """Return which options are for certain no better for a party than those of a package it refused.

    A package of such options alone is worth no more to it than the one refused, so it would not take
    that either.

    Returns:
        Per issue the options, as a mask. By sure directions, and by the sure position where there is one.
    """
    assert isinstance(refused.says, Refuses)  # noqa: S101 (what is asked about)
    own = [s.says for s in statements if s.party == refused.party and s.confidence >= 1]
    ways = {id: way for says in own if isinstance(says, Wants) for id, way in says.directions}
    asked: dict[str, set[int]] = {}
    for says in own:
        for id, option in says.package if isinstance(says, Position) else ():
            asked.setdefault(id, set()).add(option)
    found = {}
    for id, option in refused.says.package:
        issue = case.issue(id)
        best, way = asked.get(id, set()), ways.get(id)
        if best == {option}:
            found[id] = issue.everything
            continue
        if len(best) == 1 and issue.has_order:
            way = "more" if option < min(best) else "less"
        below, above = (1 << option + 1) - 1, issue.everything & ~((1 << option) - 1)
        found[id] = below if way == "more" else above if way == "less" else 1 << option
    return found


def bounds_in(condition: Condition, sizes: Mapping[str, int]) -> tuple[Bound, ...] | None:
    """Return what a condition says of single issues, in the order of the issues.

    Returns:
        Per issue, what the condition leaves where it leaves neither all nor nothing, the widest
        set first. None where the sets on some issue form no chain, so that nothing is read, or where
        there are too many packages to go through.
    """
    named = issues_of(condition)
    own = tuple((id, size) for id, size in sizes.items() if id in named)
    # Paid for outside what is kept: what runs out must not depend on what was asked before.
    for issue, _ in own:
        rests = prod(size for id, size in own if id != issue)
        if rests > _MOST_RESTS:
            break
        spend(1 + rests * nodes_of(condition) // 4)
    return _bounds(condition, own)


@lru_cache(_CACHED)
def _bounds(condition: Condition, named: tuple[tuple[str, int], ...]) -> tuple[Bound, ...] | None:
    sizes = dict(named)
    issues = list(sizes)
    found: list[Bound] = []
    for issue in issues:
        others = {id: sizes[id] for id in issues if id != issue}
        if prod(others.values()) > _MOST_RESTS:
            return None
        masks = set()
        for rest in product(*map(range, others.values())):
            package = dict(zip(others, rest, strict=True))
            masks.add(fitting(condition, issue, {issue: sizes[issue]}, package))
        chain = sorted(masks - {0, (1 << sizes[issue]) - 1}, key=int.bit_count, reverse=True)
        if any(small & ~large for large, small in pairwise(chain)):
            return None
        found += [Bound(issue, mask) for mask in chain]
    return tuple(found)


def leaning(size: int, allowed: Iterable[int]) -> int:
    """Return which way a party leans within bounds on an issue with an order: 1 up, -1 down.

    The direction of the bounds themselves: up within a floor, down within a ceiling; 0 where they
    bound both sides, leave a gap or a single option, or exclude one another.
    """
    kept = (1 << size) - 1
    for mask in allowed:
        kept &= mask
    if not kept or kept == (1 << size) - 1:
        return 0
    low, high = (kept & -kept).bit_length() - 1, kept.bit_length() - 1
    if low == high or kept != (1 << high + 1) - (1 << low) or (low > 0) == (high < size - 1):
        return 0
    return 1 if low > 0 else -1
