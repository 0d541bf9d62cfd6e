"""Talks: what each party demands, what no package may break, who must accept.

A party *accepts* a package when none of its demands in the considered subset excludes
it. A subset of demands is *satisfiable* when some package keeps the rules and is
accepted by enough parties for the agreement rule (docs/model.md, sections 5 and 7).

Example:
    >>> from lastyard.conditions.tree import OneOf
    >>> full = Demand("full-operation", "israel", OneOf("ground", 0b100), 0.6)
    >>> none = Demand("no-major", "us", OneOf("ground", 0b011), 0.8)
    >>> Talks({"ground": 3}, TRUE, (full, none)).parties
    ('israel', 'us')
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Generic, TypeVar

from lastyard.budget import spend
from lastyard.case.said import Way
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
    holds,
    issues_of,
)
from lastyard.records import record
from lastyard.space import SearchTooLargeError, Space

__all__ = ["Demand", "Picks", "Talks", "Tightness", "conjuncts", "rules_needed", "tightness"]

_REFUSES, _ACCEPTS = 0b01, 0b10

_Thing = TypeVar("_Thing")


class Picks(Generic[_Thing]):
    """What masks pick of some things, four at a time: for masks that are read again and again.

    Args:
        things: The things; bit k picks the one in place k.

    Example:
        >>> Picks("abcdefg").of(0b1100110)
        ['b', 'c', 'f', 'g']
    """

    def __init__(self, things: Sequence[_Thing]) -> None:
        fours = [things[first : first + 4] for first in range(0, len(things), 4)]
        self._tables = [
            {
                f"{mask:x}": [each for k, each in enumerate(four) if mask >> k & 1]
                for mask in range(16)
            }
            for four in fours
        ]

    def of(self, mask: int) -> list[_Thing]:
        """Return the things that a mask picks, in their order."""
        found: list[_Thing] = []
        for table, digit in zip(self._tables, f"{mask:x}"[::-1], strict=False):
            found += table[digit]
        return found


@record(frozen=True, slots=True)
class Demand:
    """One statement that excludes packages.

    Attributes:
        id: Identifier of the statement, unique in the talks.
        party: Who holds it.
        condition: The packages it allows.
        firmness: Probability, from 0 to 1, that the party would walk away rather than
            leave the condition, or go all of the way.
        way: How far it is to what the others leave open; None where it gives way as a whole.
    """

    id: str
    party: str
    condition: Condition
    firmness: float
    way: Way | None = None


@dataclass(frozen=True)
class Talks:
    """Demands under rules and an agreement rule.

    Attributes:
        sizes: Number of options per issue.
        rules: What every package must satisfy.
        demands: The demands, in any order.
        agreement: Monotone condition over parties as issues of two options, option 1
            being "accepts"; None for every party that demands something. A party that
            the rule does not mention cannot block.
        order: The parties in their order, so that what comes first among equals does not hang on what
            they are called; those left out follow by name.

    Raises:
        ValueError: On repeated ids, firmness outside [0, 1], or a condition that mentions
            an issue that is not there.
    """

    sizes: Mapping[str, int]
    rules: Condition
    demands: tuple[Demand, ...]
    agreement: Condition | None = None
    order: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        ids = [demand.id for demand in self.demands]
        if len(set(ids)) < len(ids):
            repeated = min(name for name in ids if ids.count(name) > 1)
            raise ValueError(f"two demands are called {repeated!r}; give each its own id")
        for demand in self.demands:
            if not 0 <= demand.firmness <= 1:
                raise ValueError(
                    f"demand {demand.id!r} has firmness {demand.firmness}; it must lie in [0, 1]"
                )
        conditions = [self.rules, *(demand.condition for demand in self.demands)]
        unknown = frozenset[str]().union(*map(issues_of, conditions)) - frozenset(self.sizes)
        if unknown:
            raise ValueError(f"conditions mention issues without options: {sorted(unknown)}")
        self.satisfied_by(())

    @cached_property
    def ids(self) -> Picks[str]:
        """The ids of the demands, by masks."""
        return Picks([demand.id for demand in self.demands])

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The parties that demand something or are named by the agreement rule, in their order."""
        named = issues_of(self.agreement) if self.agreement is not None else frozenset[str]()
        every = named | {demand.party for demand in self.demands}
        first = [party for party in self.order if party in every]
        return (*first, *sorted(every.difference(first)))

    def holding(self, demands: Collection[str]) -> list[str]:
        """Return the parties that hold some demands, by their ids, in the order of parties."""
        held = {demand.party for demand in self.demands if demand.id in demands}
        return [party for party in self.parties if party in held]

    @cached_property
    def agreement_rule(self) -> Condition:
        """The agreement rule, with the default made explicit."""
        if self.agreement is not None:
            return self.agreement
        return All(tuple(OneOf(party, _ACCEPTS) for party in self.parties))

    @cached_property
    def unanimous(self) -> bool:
        """Whether none of the parties that demand something can be left out."""
        return not any(
            holds(self.agreement_rule, {p: int(p != demand.party) for p in self.parties})
            for demand in self.demands
        )

    @cached_property
    def parts(self) -> tuple[Talks, ...]:
        """Talks that no rule and no demand links, in the order of their first issue.

        Each with its issues, rules and demands; the talks themselves where a party that demands
        something can be left out, for then demands on different issues are linked by the agreement
        rule. Where nothing demanded leaves a package, one of the whole satisfies some demands if
        its options on the issues of each part satisfy those in it, and the other way round.
        """
        return _separate(self)

    def satisfied_by(self, kept: Iterable[int]) -> Condition:
        """Return the packages that can be agreed while these demands are kept.

        Args:
            kept: Positions of demands.
        """
        spend(5 + len(self.demands) // 4)
        own: dict[str, list[Condition]] = {party: [] for party in self.parties}
        for k in kept:
            own[self.demands[k].party].append(self.demands[k].condition)
        accepts = {party: All(tuple(conditions)) for party, conditions in own.items()}
        return All((self.rules, _with_acceptance(self.agreement_rule, accepts)))


def _separate(talks: Talks) -> tuple[Talks, ...]:
    if not talks.unanimous:
        return (talks,)
    rules = list(conjuncts(talks.rules))
    leader = {issue: issue for issue in talks.sizes}

    def root(issue: str) -> str:
        while leader[issue] != issue:
            leader[issue] = leader[leader[issue]]
            issue = leader[issue]
        return issue

    place = {issue: k for k, issue in enumerate(talks.sizes)}
    for condition in [*rules, *(demand.condition for demand in talks.demands)]:
        linked = sorted(issues_of(condition), key=place.__getitem__)
        for issue in linked[1:]:
            one, other = sorted((root(linked[0]), root(issue)), key=place.__getitem__)
            leader[other] = one
    roots = [issue for issue in talks.sizes if root(issue) == issue]
    if len(roots) < 2:
        return (talks,)

    def home(condition: Condition) -> str:
        # A condition on no issue holds always or never; it goes with the first part.
        issue = next(iter(issues_of(condition)), None)
        return roots[0] if issue is None else root(issue)

    sizes: dict[str, dict[str, int]] = {each: {} for each in roots}
    own_rules: dict[str, list[Condition]] = {each: [] for each in roots}
    demands: dict[str, list[Demand]] = {each: [] for each in roots}
    for issue, size in talks.sizes.items():
        sizes[root(issue)][issue] = size
    for rule in rules:
        own_rules[home(rule)].append(rule)
    for demand in talks.demands:
        demands[home(demand.condition)].append(demand)
    return tuple(
        Talks(sizes[each], All(tuple(own_rules[each])), tuple(demands[each]), order=talks.order)
        for each in roots
    )


def conjuncts(condition: Condition) -> Iterable[Condition]:
    """Yield the conditions that hold together where one does."""
    if isinstance(condition, All):
        for part in condition.parts:
            yield from conjuncts(part)
    else:
        yield condition


def _with_acceptance(rule: Condition, accepts: Mapping[str, Condition]) -> Condition:
    """Replace "party p accepts" by the packages that p accepts."""
    match rule:
        case OneOf(party, options):
            ways = (accepts[party],) if options & _ACCEPTS else ()
            return TRUE if options & _REFUSES and ways else Any(ways)
        case All(parts):
            return All(tuple(_with_acceptance(part, accepts) for part in parts))
        case Any(parts):
            return Any(tuple(_with_acceptance(part, accepts) for part in parts))
        case AtLeast(quota, weights, parts):
            inside = tuple(_with_acceptance(part, accepts) for part in parts)
            return AtLeast(quota, weights, inside)
        case Not() | Same() | Total():
            raise ValueError(
                "the agreement rule must be built of 'accepts', and, or and quotas only: "
                "anything else might count a refusal in favour"
            )


_STEPS = 50_000


def rules_needed(
    talks: Talks, demands: Collection[str], rules: Sequence[Condition]
) -> tuple[int, ...] | None:
    """Return a minimal set of rules under which these demands exclude one another.

    Rules are taken away one at a time, the last first, and left out when the demands still
    exclude one another without them [deletion-based extraction: Chinneck & Dravnieks 1991,
    "Locating minimal infeasible constraint sets in linear programs", ORSA J. Computing 3].
    Where several minimal sets of rules would do, this is one of them.

    Args:
        talks: The talks.
        demands: Ids of demands that no package satisfies together.
        rules: The rules one by one; together they are the rules of the talks.

    Returns:
        Positions of rules, ascending; empty when the demands need none. None when this is
        too entangled to be searched.

    Example, two demands that only a rule sets against one another:
        >>> from lastyard.blocking.talks import Demand, Talks
        >>> from lastyard.conditions.tree import TRUE, Any, OneOf
        >>> wage = Demand("wage", "union", OneOf("wage", 0b10), 0.9)
        >>> hours = Demand("hours", "firm", OneOf("hours", 0b01), 0.9)
        >>> talks = Talks({"wage": 2, "hours": 2}, TRUE, (wage, hours))
        >>> costs = Any((OneOf("wage", 0b01), OneOf("hours", 0b10)))
        >>> rules_needed(talks, ["wage", "hours"], [costs, OneOf("wage", 0b11)])
        (0,)
    """
    kept = [k for k, demand in enumerate(talks.demands) if demand.id in demands]
    together = replace(talks, rules=TRUE).satisfied_by(kept)
    try:
        space = Space(talks.sizes, together, also=rules, budget=_STEPS)
        if not space.exists():
            return ()
        needed = list(range(len(rules)))
        for k in reversed(range(len(rules))):
            without = [rules[j] for j in needed if j != k]
            if not space.where(*without).exists():
                needed.remove(k)
    except SearchTooLargeError:
        return None
    return tuple(needed)


@record(frozen=True, slots=True)
class Tightness:
    """What one demand costs the others in freedom.

    Attributes:
        demand: Its id.
        if_dropped: How many packages could be agreed if this demand alone were dropped.
        gained: ``if_dropped`` less the packages that can be agreed now: those that this
            demand alone stands against. Where every party must accept, it is also the
            number of packages that satisfy everything else and its *opposite*.
    """

    demand: str
    if_dropped: int
    gained: int


def tightness(talks: Talks) -> Sequence[Tightness]:
    """Count what each demand leaves and takes, exactly.

    Returns:
        One entry a demand; those whose opposite would leave the fewest packages first
        (then by id). Read from the other end, it is the demands whose dropping gains most.

    Raises:
        SearchTooLargeError: If counting exactly exceeds the search budget.

    Example:
        >>> from lastyard.conditions.tree import TRUE, OneOf
        >>> from lastyard.blocking.talks import Demand, Talks
        >>> soon = Demand("soon", "north", OneOf("days", 0b00111), 0.9)
        >>> long = Demand("long", "south", OneOf("days", 0b11110), 0.9)
        >>> [(t.demand, t.if_dropped, t.gained) for t in tightness(Talks({"days": 5}, TRUE, (soon, long)))]
        [('long', 3, 1), ('soon', 4, 2)]
    """
    everything = range(len(talks.demands))
    space = Space(talks.sizes, also=(talks.satisfied_by(everything),))
    now = space.where(talks.satisfied_by(everything)).count()
    result = []
    for k, demand in enumerate(talks.demands):
        others = talks.satisfied_by(other for other in everything if other != k)
        left = space.where(others).count()
        result.append(Tightness(demand.id, left, left - now))
    return tuple(sorted(result, key=lambda each: (each.gained, each.demand)))
