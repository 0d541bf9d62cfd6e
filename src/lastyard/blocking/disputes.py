"""What blocks a deal and what would open one: the whole answer for talks, dispute by dispute.

A *dispute* is a part of what blocks a deal: blocking sets that are linked by statements which
they share. Sets of different disputes share none. Openings are the minimal sets of demands
that meet every blocking set, so each opening of the whole is one opening of every dispute put
together, and any such choice is an opening of the whole. So disputes are answered each by
itself, and the openings of the whole are counted, not listed, when there are many.

Where every party that demands something must accept, talks fall apart before any search: into
groups of issues that no rule and no demand links. Each group is searched on its own, which
makes cheap what would be a product of possibilities.

Example, one report in two demands:
    >>> from lastyard.conditions.tree import TRUE, OneOf
    >>> from lastyard.blocking.talks import Demand, Talks, conjuncts
    >>> full = Demand("full-operation", "israel", OneOf("ground", 0b100), 0.6)
    >>> none = Demand("no-major", "us", OneOf("ground", 0b011), 0.8)
    >>> answer = blockage(Talks({"ground": 3}, TRUE, (full, none)))
    >>> [each.demands for each in answer.blocking_sets]
    [('full-operation', 'no-major')]
    >>> [(each.demands, round(each.chance, 2), each.package) for each in answer.openings]
    [(('full-operation',), 0.4, {'ground': 0}), (('no-major',), 0.2, {'ground': 2})]
    >>> [each.demands for each in answer.disputes]
    [('full-operation', 'no-major')]
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from heapq import heappop, heappush
from math import prod
from typing import Any, Literal

from lastyard.blocking.giving_way import Levels
from lastyard.blocking.sets import (
    BlockingSet,
    Opening,
    Sets,
    levels_between,
    order_of,
    sets_of,
)
from lastyard.blocking.solver import Kept, Oracle, Used, oracle_for
from lastyard.blocking.talks import Talks, conjuncts
from lastyard.budget import Findings, OutOfBudget, current, spend
from lastyard.records import record
from lastyard.space import Space

__all__ = ["Blockage", "Dispute", "blockage", "chance_of_opening"]

Cause = Literal["nothing", "demands", "agreement", "rules", "unexplained", "undecided"]

# Partial choices of who gives way, beyond which the chance that a dispute opens is not known.
_MOST_CHOICES = 20_000


@record(frozen=True, slots=True)
class Dispute:
    """Blocking sets that are linked by shared demands, and what would settle them.

    Attributes:
        demands: The ids of the demands in its blocking sets, sorted.
        blocking_sets: Likeliest to hold first, then smallest, then by ids.
        openings: Minimal sets of its demands whose giving way settles it; likeliest first,
            then smallest, then by ids. The package of each settles this dispute alone.
        complete: Whether these are all blocking sets and all openings of it. Where not, it
            may fall apart into several disputes.
        talks: The talks with the demands of the other disputes left out.
    """

    demands: tuple[str, ...]
    blocking_sets: tuple[BlockingSet, ...]
    openings: tuple[Opening, ...]
    complete: bool
    talks: Talks


@record(frozen=True, slots=True)
class Blockage:
    """Whether a package satisfies everything and, if none does, why.

    Attributes:
        cause: ``nothing`` when an agreement exists; ``demands`` when the demands exclude
            each other; ``agreement`` when the agreement rule cannot be met even without
            any demand; ``rules`` when the rules alone leave no package; ``unexplained`` when
            there is none, and ``undecided`` when not even that was found out within the budget.
        packages: How many packages satisfy everything; None when counting them exactly
            exceeds the search budget (there are some).
        package: One of them, or None.
        blocking_sets: Likeliest to hold first, then smallest, then by ids.
        openings: Likeliest first, then smallest, then by ids.
        disputes: What blocks, in parts that share no demand; in the order of their first
            blocking set.
        openings_number: How many openings there are; None when not all are known.
        blocking_complete: Whether these are all blocking sets.
        openings_complete: Whether these are all openings.
        blocking_likeliest: Whether no blocking set left out is likelier; False when the
            search for the likeliest ended at its budget.
        openings_likeliest: Whether no opening left out is likelier; likewise.
        referee: What proved each set again, with its minimality, apart from the search that
            found it (a failed proof raises an error): the search of :mod:`lastyard.space`,
            or a second solver on the same clauses where that would take too long. An opening
            put together from those of several disputes rests on their proofs.
        method: How the sets were found.
    """

    cause: Cause
    packages: int | None
    package: Mapping[str, int] | None
    blocking_sets: tuple[BlockingSet, ...] = ()
    openings: tuple[Opening, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    openings_number: int | None = 0
    blocking_complete: bool = True
    openings_complete: bool = True
    blocking_likeliest: bool = True
    openings_likeliest: bool = True
    referee: Used = "nothing"
    method: str = "minimal correction sets on a SAT solver; their minimal hitting sets"

    @property
    def agreement_exists(self) -> bool | None:
        """Whether some package satisfies everything that has been said; None: undecided."""
        return None if self.cause == "undecided" else self.cause == "nothing"


def blockage(
    talks: Talks, *, limit: int = 5_000, first: int = 10, alike: Findings[Any] | None = None
) -> Blockage:
    """Find the blocking sets and openings of talks, and the disputes that they form.

    Args:
        talks: The talks.
        limit: All sets of a kind are given when there are at most this many.
        first: How many of the likeliest are given otherwise.
        alike: What was found for talks that differ from these in firmness alone.

    Returns:
        The answer; every set in it is proved. The order of the demands does not matter. Where
        the budget of the program runs out, what was found by then is given, as not complete.

    Raises:
        ValueError: If limit or first is not positive.
    """
    if limit < 1 or first < 1:
        raise ValueError("limit and first must be at least 1")
    talks = replace(talks, demands=tuple(sorted(talks.demands, key=lambda d: d.id)))
    if alike is None:
        found = _found(talks, limit, first)
    else:
        found = alike.find(
            ("sets", limit, first),
            lambda: _found(talks, limit, first),
            lambda it: isinstance(it, Blockage) or it.is_complete,
        )
    return found if isinstance(found, Blockage) else _joined(talks, found, limit, first)


def _found(talks: Talks, limit: int, first: int) -> Blockage | _Parts:
    """Return the answer where no demands exclude each other, else what blocks in each part."""
    everything = (1 << len(talks.demands)) - 1
    budget = current()

    def exists() -> tuple[Oracle, Kept | None]:
        oracle = oracle_for(talks)
        return oracle, oracle.keep(everything)

    found = budget.attempt("whether a package satisfies all that was said", exists, share=0.5)
    if found is None:
        return _unfinished("undecided")
    oracle, agreed = found
    if agreed is not None:
        return Blockage("nothing", _count(talks), agreed.package)
    unexplained: Cause = "unexplained"
    cause: Cause = budget.attempt(
        "why no package satisfies all that was said",
        lambda: _cause(talks, oracle),
        unexplained,
        share=0.5,
    )
    if cause == "unexplained":
        return _unfinished(cause)
    if cause != "demands":
        return Blockage(cause, 0, None)
    return _blocked(talks, oracle, limit, first)


def _unfinished(cause: Cause) -> Blockage:
    return Blockage(
        cause,
        None if cause == "undecided" else 0,
        None,
        openings_number=None,
        blocking_complete=False,
        openings_complete=False,
        blocking_likeliest=False,
        openings_likeliest=False,
    )


def _cause(talks: Talks, oracle: Oracle) -> Cause:
    """Return why no package satisfies everything."""
    if oracle.keep(0) is not None:
        return "demands"
    return "agreement" if Space(talks.sizes, talks.rules).exists() else "rules"


def _count(talks: Talks) -> int | None:
    try:
        return Space(talks.sizes, talks.satisfied_by(range(len(talks.demands)))).count()
    except OutOfBudget:
        return None


# ---- the parts put together -------------------------------------------------------------


@record(frozen=True, slots=True)
class _Parts:
    """What blocks talks whose demands exclude each other, part by part.

    Attributes:
        blocked: Each part that is blocked by itself, or the whole, with its sets.
        package: Options on the issues of the other parts.
        levels: How the demands of the whole stand to one another.
    """

    blocked: tuple[tuple[Talks, Sets], ...]
    package: Mapping[str, int]
    levels: Levels

    @property
    def is_complete(self) -> bool:
        """Whether these are all sets, so that which they are does not hang on firmness."""
        return all(found.blocking_complete and found.openings_complete for _, found in self.blocked)


def _blocked(talks: Talks, oracle: Oracle, limit: int, first: int) -> _Parts:
    """Return what blocks talks whose demands exclude each other."""
    levels = levels_between(talks)
    parts = talks.parts
    if len(parts) == 1:
        return _Parts(((talks, sets_of(talks, oracle, limit, first)),), {}, levels)
    package: dict[str, int] = {}
    blocked: list[tuple[Talks, Sets]] = []
    for part in parts:
        free = _agreed(part)
        if free is not None:
            package.update(free)
            continue
        own = _of_part(part, limit, first)
        if isinstance(own, Sets):
            blocked.append((part, own))
        else:
            package.update(own)
    without_a_way = [not found.openings or found.openings[0].chance == 0 for _, found in blocked]
    partial = [not found.openings_complete for _, found in blocked]
    if any(without_a_way) and any(partial) and len(blocked) > 1:
        # All chances of the whole are 0 then, and the smallest come first: no matter of parts.
        blocked = [(talks, sets_of(talks, oracle, limit, first))]
        package = {}
    return _Parts(tuple(blocked), package, levels)


# What blocks parts of talks: the same on many days of a timeline, and when a case is asked again.
_IN_PARTS: Findings[Sets | Mapping[str, int]] = Findings(2_000)


def _of_part(part: Talks, limit: int, first: int) -> Sets | Mapping[str, int]:
    """Return what blocks a part of talks, or a package where nothing does."""

    def find() -> Sets | Mapping[str, int]:
        oracle = oracle_for(part)
        kept = oracle.keep((1 << len(part.demands)) - 1)
        return sets_of(part, oracle, limit, first) if kept is None else kept.package

    key = tuple(part.sizes.items()), part.rules, part.demands, limit, first
    return _IN_PARTS.find(key, find)


def _agreed(part: Talks) -> Mapping[str, int] | None:
    """Return a package for a part where nothing is ruled or demanded, else None."""
    if part.demands or any(conjuncts(part.rules)):
        return None
    return dict.fromkeys(part.sizes, 0)


def _joined(talks: Talks, parts: _Parts, limit: int, first: int) -> Blockage:
    """Put together the sets of parts that are blocked each by itself.

    Args:
        talks: The talks.
        parts: What blocks them, or talks that differ from them in firmness alone.
        limit: As in :func:`blockage`.
        first: Likewise.
    """
    package = parts.package
    levels = parts.levels.with_firmness({k: d.firmness for k, d in enumerate(talks.demands)})
    number = {demand.id: k for k, demand in enumerate(talks.demands)}

    @cache
    def chance(demands: tuple[str, ...]) -> float:
        return float(levels.chance(sum(1 << number[id] for id in demands)))

    def all_hold(demands: Iterable[str]) -> float:
        return prod(talks.demands[number[id]].firmness for id in demands)

    def priced(sets: Sets) -> Sets:
        # Demands of different parts may be nested where one of them allows nothing.
        again = [Opening(o.demands, chance(o.demands), o.package) for o in sets.openings]
        again.sort(key=lambda each: order_of(each.chance, each.demands))
        blocking = [BlockingSet(b.demands, all_hold(b.demands)) for b in sets.blocking_sets]
        blocking.sort(key=lambda each: order_of(each.chance, each.demands))
        return replace(sets, openings=tuple(again), blocking_sets=tuple(blocking))

    def now(part: Talks) -> Talks:
        return replace(part, demands=tuple(talks.demands[number[d.id]] for d in part.demands))

    blocked = [(now(part), priced(found)) for part, found in parts.blocked]
    complete = all(found.openings_complete for _, found in blocked)
    total = prod(len(found.openings) for _, found in blocked) if complete else None
    every = total is not None and total <= limit
    most = total if total is not None and every else first
    openings = current().attempt(
        "the likeliest openings of all disputes together",
        lambda: _products([found.openings for _, found in blocked], most),
        share=0.5,
    )
    put_together = openings is not None
    every = every and put_together
    whole = []
    for chosen in openings or ():
        joined = dict(package)
        for each in chosen:
            joined.update(each.package)
        demands = tuple(sorted(id for each in chosen for id in each.demands))
        whole.append(Opening(demands, chance(demands), {i: joined[i] for i in talks.sizes}))
    whole.sort(key=lambda each: order_of(each.chance, each.demands))
    sets = sorted(
        (each for _, found in blocked for each in found.blocking_sets),
        key=lambda each: order_of(each.chance, each.demands),
    )
    all_sets = every and all(found.blocking_complete for _, found in blocked)
    disputes = sorted(
        (dispute for part, found in blocked for dispute in _disputes(part, found, chance)),
        key=lambda dispute: order_of(
            dispute.blocking_sets[0].chance if dispute.blocking_sets else 0.0, dispute.demands
        ),
    )
    return Blockage(
        "demands",
        0,
        None,
        tuple(sets if all_sets else sets[:first]),
        tuple(whole),
        tuple(disputes),
        total,
        blocking_complete=all_sets,
        openings_complete=every,
        blocking_likeliest=all(found.blocking_likeliest for _, found in blocked),
        openings_likeliest=put_together and all(found.openings_likeliest for _, found in blocked),
        referee=_referees([found.referee for _, found in blocked]),
    )


def _products(lists: Sequence[Sequence[Opening]], most: int) -> list[tuple[Opening, ...]]:
    """Return choices of one opening from each list, the likeliest first.

    Those of chance 0 come last, the smallest first.
    """
    possible = [[each for each in own if each.chance > 0] for own in lists]
    found = _first_products(possible, most, lambda chance: chance)
    if len(found) < most:
        by_size = [sorted(own, key=lambda each: order_of(0.0, each.demands)) for own in lists]
        # Choices that are possible are found again among these: there are few, or none were left.
        every = _first_products(by_size, most + len(found), lambda _: 0.0)
        found += [each for each in every if not all(one.chance > 0 for one in each)]
    return found[:most]


def _first_products(
    lists: Sequence[Sequence[Opening]], most: int, count: Callable[[float], float]
) -> list[tuple[Opening, ...]]:
    """Return the first choices of one opening from each list, best first over their places.

    Args:
        lists: Each in the order that counts.
        most: How many.
        count: What a chance counts in the order.
    """
    if not lists or not all(lists):
        return []
    if len(lists) == 1:
        spend(3 * min(most, len(lists[0])))
        return [(each,) for each in lists[0][:most]]

    def entry(
        places: tuple[int, ...],
    ) -> tuple[tuple[float, int, tuple[str, ...]], tuple[int, ...]]:
        chosen = [own[k] for own, k in zip(lists, places, strict=True)]
        demands = tuple(sorted(id for each in chosen for id in each.demands))
        return order_of(count(prod(each.chance for each in chosen)), demands), places

    start = (0,) * len(lists)
    waiting, seen = [entry(start)], {start}
    found: list[tuple[Opening, ...]] = []
    while waiting and len(found) < most:
        spend(2 + len(lists) + len(lists) ** 2 // 8)
        _, places = heappop(waiting)
        found.append(tuple(own[k] for own, k in zip(lists, places, strict=True)))
        for k, own in enumerate(lists):
            further = (*places[:k], places[k] + 1, *places[k + 1 :])
            if further[k] < len(own) and further not in seen:
                seen.add(further)
                heappush(waiting, entry(further))
    return found


def _referees(used: Sequence[Used]) -> Used:
    proofs = {word for each in used for word in each.split(" and ")}
    if {"search", "second solver"} <= proofs:
        return "search and second solver"
    if "second solver" in proofs:
        return "second solver"
    return "search" if "search" in proofs else "nothing"


# ---- disputes ---------------------------------------------------------------------------


def _disputes(
    part: Talks, found: Sets, chance: Callable[[tuple[str, ...]], float]
) -> list[Dispute]:
    """Return the disputes within a part: one where its sets are not all known."""
    complete = found.blocking_complete and found.openings_complete
    groups = _linked(found.blocking_sets) if complete else [list(found.blocking_sets)]
    told = [tuple(sorted({id for each in group for id in each.demands})) for group in groups]
    result = []
    for group, demands in zip(groups, told, strict=True):
        own, others = set(demands), {id for other in told for id in other if other != demands}
        openings = {
            inside: Opening(inside, chance(inside), one.package)
            for one in reversed(found.openings)
            for inside in [tuple(id for id in one.demands if not complete or id in own)]
        }
        kept = tuple(demand for demand in part.demands if demand.id not in others)
        result.append(
            Dispute(
                demands if complete else tuple(sorted(own.union(*map(set, openings)))),
                tuple(group),
                tuple(sorted(openings.values(), key=lambda o: order_of(o.chance, o.demands))),
                complete,
                replace(part, demands=kept),
            )
        )
    return result


def _linked(sets: Sequence[BlockingSet]) -> list[list[BlockingSet]]:
    """Return the sets in groups that are linked by shared demands, in their order."""
    groups: list[tuple[set[str], list[BlockingSet]]] = []
    for each in sets:
        spend(1 + len(groups) // 4)
        demands = set(each.demands)
        linked = [group for group in groups if group[0] & demands]
        members = [one for group in linked for one in group[1]]
        groups = [group for group in groups if not group[0] & demands]
        groups.append((demands.union(*(group[0] for group in linked)), [*members, each]))
    place = {each.demands: k for k, each in enumerate(sets)}
    ordered = [sorted(own, key=lambda each: place[each.demands]) for _, own in groups]
    return sorted(ordered, key=lambda own: place[own[0].demands])


def chance_of_opening(
    disputes: Sequence[Dispute], levels: Levels, number: Mapping[str, int]
) -> tuple[list[float | None], float | None]:
    """Return how likely it is that disputes open: each, and all of them.

    A dispute opens when at least one demand gives way in each of its blocking sets.

    Args:
        disputes: The disputes.
        levels: How likely the demands are to give way.
        number: The number of each demand in these.

    Returns:
        The chance of each, and of all together; None where not all blocking sets are known, or
        it takes too long.
    """
    each = [
        _chance_of(dispute.blocking_sets, levels, number) if dispute.complete else None
        for dispute in disputes
    ]
    known = [chance for chance in each if chance is not None]
    if not disputes or len(known) < len(disputes):
        return each, None
    homes = [{levels.group_of(number[id]) for id in dispute.demands} for dispute in disputes]
    if sum(map(len, homes)) == len(set[int]().union(*homes)):
        return each, prod(known)
    # A party's demands in different disputes may be nested: then they do not give way apart.
    sets = [one for dispute in disputes for one in dispute.blocking_sets]
    return each, _chance_of(sets, levels, number)


def _chance_of(
    sets: Sequence[BlockingSet], levels: Levels, number: Mapping[str, int]
) -> float | None:
    """Return the chance that a demand gives way in each of some blocking sets, exactly.

    Group after group of demands that are linked by nesting, over what each may give way on;
    what is left to be met is remembered, so that no such state is worked out twice.
    """
    family = [{number[id] for id in each.demands} for each in sets]
    groups = sorted({levels.group_of(k) for demands in family for k in demands})
    ways = [levels.states(levels.components[group]) for group in groups]
    steps = [current().steps(_MOST_CHOICES)]
    known: dict[tuple[int, frozenset[int]], float] = {}

    def met(place: int, left: frozenset[int]) -> float:
        if not left:
            return 1.0
        if place == len(groups):
            return 0.0
        if (place, left) not in known:
            steps[0] -= 1
            if steps[0] < 0:
                raise _TooManyChoicesError
            spend(5 + len(left) * len(ways[place]) // 4)
            known[place, left] = sum(
                chance * met(place + 1, frozenset(k for k in left if not family[k] & given))
                for given, chance in ways[place]
            )
        return known[place, left]

    try:
        return met(0, frozenset(range(len(family))))
    except (_TooManyChoicesError, OutOfBudget, RecursionError):
        return None


class _TooManyChoicesError(Exception):
    """Too many partial choices of who gives way."""
