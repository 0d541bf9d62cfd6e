"""The chance that parties give way on demands: how far counts, levels of one demand count once.

A demand of firmness f on one ordered or numeric issue gives way by a share d of the way to what
the others leave open (:mod:`lastyard.case.said`) with chance (1 - f)^d: a constant hazard, so
that a part of the way costs a part, and all ways to divide a gap between equally firm parties
cost the same. That is an assumption (docs/model.md, section 2). Any other demand gives way as a
whole or not at all.

Demands of different parties are independent, and so are those of one party that are not
nested. Demands of one party that are equal or nested (one implies the other: a repeat, or a
floor of 6 beside a floor of 5) are levels of one demand: giving way on several counts once, at
the firmest. Where one demand is nested with several that are independent of one another, the
independent ones that are the hardest to give way on together count. So saying more never
makes giving way likelier, nor does giving way on more.

Every chance of giving way is worked out here: of openings, packages, votes and questions. A
demand that gives way by parts is a chain of levels, one a share of its way, so that the same rule
holds for a floor of 6 of which 2 are given as for a floor of 6 beside one of 5.

Example, two floors of one party, and a demand on something else:
    >>> from lastyard.conditions.tree import OneOf
    >>> floors = (OneOf("wage", 0b1100), OneOf("wage", 0b1000), OneOf("leave", 0b10))
    >>> levels = Levels(("union",) * 3, floors, (0.5, 0.75, 0.5), {"wage": 4, "leave": 2})
    >>> levels.chance(0b011), levels.chance(0b111)
    (0.25, 0.125)

A third of the way:
    >>> round(chance_of_giving(0.8, Fraction(1, 3)), 4)
    0.5848
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Context, Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from math import inf, log, prod
from typing import Literal, NamedTuple

from lastyard.budget import Findings, current, spend
from lastyard.case.said import Commitment, Way
from lastyard.conditions.tree import (
    All,
    Condition,
    Not,
    OneOf,
    bits,
    fitting,
    holds,
    issues_of,
    nodes_of,
    table,
)
from lastyard.space import SearchTooLargeError, Space

__all__ = ["FORMS", "Form", "Graded", "Levels", "chance_of_giving", "levels_of"]

# Steps of a search for a package that tells two demands apart; beyond, they are taken not to
# be nested. Steps of the choice among demands that are nested in a tangle; beyond, the firmest
# are chosen first. States of such a tangle; beyond, one is taken to give way by firmness.
_STEPS_TO_NEST = 20_000
_STEPS_TO_CHOOSE = 20_000
_MOST_STATES = 256
_TRIALS = 32
_STEP_BYTES = 400
_MOST_TABLE = 2_000
_CACHED = 1 << 16

Number = Fraction | float

Form = Literal["hazard", "step", "capped"]

FORMS: tuple[Form, ...] = ("hazard", "step", "capped")
"""How chances grow with the share of the way: a constant hazard; any step costs the whole; a
constant hazard up to the whole way, beyond which nothing more is lost."""

_WHOLE = Fraction(1)
# Rounded to 40 digits each, logarithms and powers are the same on every processor, and so is
# the float next to them.
_DIGITS = Context(prec=40)


def chance_of_giving(firmness: Number, share: Fraction, form: Form = "hazard") -> Number:
    """Return the chance that a demand gives way by a share of its way: (1 - firmness)^share.

    Args:
        firmness: The probability that it holds rather than give all of the way.
        share: The share of the way; 0 where nothing is given.
        form: How the chance falls with it; a constant hazard, unless others are compared.

    Returns:
        Exact where the share is 0 or 1; else the nearest float, the same on every processor.
    """
    if form != "hazard" and share:
        share = _WHOLE if form == "step" else min(share, _WHOLE)
    if not share:
        return Fraction(1)
    gives = 1 - firmness
    if share == 1 or not gives or gives == 1:
        return gives
    return _power(Fraction(gives), share)


@lru_cache(_CACHED)
def _power(base: Fraction, share: Fraction) -> float:
    exponent = _DIGITS.multiply(_log(base), Decimal(share.numerator))
    return float(_DIGITS.exp(_DIGITS.divide(exponent, Decimal(share.denominator))))


@lru_cache(_CACHED)
def _log(number: Fraction) -> Decimal:
    return _DIGITS.ln(_DIGITS.divide(Decimal(number.numerator), Decimal(number.denominator)))


class Levels:
    """How the demands of each party stand to one another.

    Args:
        parties: The party of each demand.
        conditions: The packages that each allows.
        firmness: The probability that each holds, from 0 to 1.
        sizes: Number of options per issue.
        ways: How far it is from each to what the others leave open; None for one that gives way as
            a whole. None at all where they are left out.

    Attributes:
        ways: The same.
        components: The demands in groups that are linked by nesting, each group of one party;
            groups are independent. Numbers from 0, each group and all groups in rising order.
    """

    def __init__(
        self,
        parties: Sequence[str],
        conditions: Sequence[Condition],
        firmness: Sequence[Number],
        sizes: Mapping[str, int],
        ways: Sequence[Way | None] | None = None,
    ) -> None:
        self._parties, self._sizes = tuple(parties), sizes
        self._conditions = tuple(conditions)
        self._firmness: list[Number] = [*firmness]
        self._gives: list[Number] = [1 - each for each in firmness]
        self.ways: tuple[Way | None, ...] = tuple(ways or [None] * len(conditions))
        # For each demand the others that imply it: wherever it is broken, they are, too.
        self._stricter = _stricter(parties, conditions, sizes)
        self._link(_nested(self._stricter))
        self._known: dict[tuple[int, Form, tuple[tuple[int, Fraction], ...]], Number] = {}
        # Of demands that give way as a whole: the same sets are asked about again and again.
        self._whole: dict[tuple[int, Form], Number] = {}

    def _link(self, nested: list[int]) -> None:
        """Take in which demands are nested with which, and group them."""
        self._nested = nested
        everything = (1 << len(nested)) - 1
        self.components = tuple(tuple(bits(part)) for part in self._split(everything))
        self._masks = tuple(sum(1 << k for k in each) for each in self.components)
        self._group = {k: place for place, each in enumerate(self.components) for k in each}

    def chance(
        self,
        demands: int | Iterable[int],
        at: Mapping[str, int] | None = None,
        form: Form = "hazard",
    ) -> Number:
        """Return the chance that all of some demands give way; exact where firmness is.

        Args:
            demands: Their numbers, or a mask of them.
            at: Where to: options by issue. A demand that can give way by parts gives as much as
                its issue's option takes; all of its way where that is left out.
            form: How chances fall with the share of the way.
        """
        mask = demands if isinstance(demands, int) else sum(1 << k for k in set(demands))
        shares = {}
        for k in bits(mask) if at else ():
            way = self.ways[k]
            if way is not None and at and way.issue in at:
                shares[k] = way.share(at[way.issue])
        return self.chance_by(mask, shares, form)

    def chance_by(
        self, demands: int, shares: Mapping[int, Fraction], form: Form = "hazard"
    ) -> Number:
        """Return the chance that all of some demands give way by shares of their ways.

        Args:
            demands: A mask of them.
            shares: The shares, of those that do not give all of it.
            form: How chances fall with the share of the way.
        """
        if not shares and (demands, form) in self._whole:
            return self._whole[demands, form]
        result: Number = 1
        for component in self._masks:
            if component & demands:
                result *= self._least(component & demands, shares, form)
        if not shares:
            self._whole[demands, form] = result
        return result

    def group_of(self, demand: int) -> int:
        """Return the place among :attr:`components` of the group that a demand is in."""
        return self._group[demand]

    def with_firmness(self, firmness: Mapping[int, Number]) -> Levels:
        """Return the same, with another firmness of some demands, by their numbers."""
        changed = Levels.__new__(Levels)
        changed.__dict__.update(self.__dict__)
        changed._firmness = [*self._firmness]
        changed._gives = [*self._gives]
        for demand, own in firmness.items():
            changed._firmness[demand] = own
            changed._gives[demand] = 1 - own
        changed._known, changed._whole = {}, {}
        return changed

    def graded(self, options: Mapping[str, Iterable[int]]) -> Graded:
        """Return the same demands as chains of levels, one a share of the way that may be given.

        Args:
            options: Per issue, the options that may be chosen.
        """
        levels = [(k, _WHOLE) for k in range(len(self._conditions))]
        for k, way in enumerate(self.ways):
            if way is not None:
                shares = {way.share(option) for option in options[way.issue]}
                levels += [(k, share) for share in sorted(shares - {0, 1})]
        conditions = [
            self._conditions[k]
            if (way := self.ways[k]) is None
            else _below(way, share, self._sizes)
            for k, share in levels
        ]
        chances = [chance_of_giving(self._firmness[k], share) for k, share in levels]
        found = Levels(
            [self._parties[k] for k, _ in levels],
            conditions,
            [1 - chance for chance in chances],
            self._sizes,
        )
        found._gives = chances
        # Levels are nested where their demands are, and those of one demand are.
        of_demand = [0] * len(self._conditions)
        for number, (k, _) in enumerate(levels):
            of_demand[k] |= 1 << number
        with_own = [
            of_demand[k] | sum(of_demand[j] for j in bits(self._nested[k]))
            for k in range(len(of_demand))
        ]
        found._stricter = [
            mask & with_own[k] for mask, (k, _) in zip(found._stricter, levels, strict=True)
        ]
        found._link([with_own[k] & ~(1 << number) for number, (k, _) in enumerate(levels)])
        return Graded(found, tuple(levels), tuple(conditions))

    def costs(self) -> list[float]:
        """Return a share per demand of what it costs to give way on several.

        The cost of several demands is -ln of the chance. Wherever a demand is broken, those
        that imply it are, too; over sets that are closed so, the shares add up to the cost
        where the nested demands of each party form chains, and to less at most elsewhere.

        Returns:
            Per demand a number from 0; infinite where it cannot give way.
        """
        own = [-log(chance) if chance > 0 else inf for chance in self._gives]
        shares = [0.0] * len(own)
        order = sorted(range(len(own)), key=lambda k: (self._stricter[k].bit_count(), k))
        before = 0
        for k in order:
            # Of equal demands the first in order counts as the stricter one.
            paid = sum(shares[j] for j in bits(self._stricter[k] & before))
            shares[k] = inf if own[k] == inf else max(0.0, own[k] - paid)
            before |= 1 << k
        return shares

    def states(self, component: Sequence[int]) -> list[tuple[frozenset[int], float]]:
        """Return on which demands of a group a party may give way, and how likely it is to.

        Args:
            component: One of the groups.

        Returns:
            Sets of demands with their probabilities, which add up to 1, without those of
            probability 0; those in which most is given first. The chance that all of some
            demands that imply one another's are among them is :meth:`chance`, but for
            tangles for which there is no such distribution, or which are too large.
        """
        if len(component) == 1:
            firm = float(1 - self._gives[component[0]])
            ways = [(frozenset(component), 1.0 - firm), (frozenset[int](), firm)]
            return [way for way in ways if way[1] > 0.0]
        closed = self._closed(component)
        if closed is None:
            return self._by_firmness(component)
        exactly: dict[int, float] = {}
        for mask in sorted(closed, key=lambda mask: (-mask.bit_count(), mask)):
            more = sum(chance for other, chance in exactly.items() if other & mask == mask)
            exactly[mask] = max(0.0, float(self.chance(mask)) - more)
        total = sum(exactly.values())
        return [
            (frozenset(bits(mask)), chance / total)
            for mask, chance in exactly.items()
            if chance > 0.0
        ]

    def _closed(self, component: Sequence[int]) -> list[int] | None:
        """Return the sets of a group that hold, with a demand, all that imply it."""
        found = {0}
        for k in component:
            needed = 1 << k | self._stricter[k]
            found |= {mask | needed for mask in found}
            if len(found) > _MOST_STATES:
                return None
        return sorted(found)

    def _by_firmness(self, component: Sequence[int]) -> list[tuple[frozenset[int], float]]:
        """Return the states of one whose demands give way together, the least firm first."""
        levels = sorted({float(self._gives[k]) for k in component} | {0.0, 1.0})
        return [
            (frozenset(k for k in component if self._gives[k] >= high), high - low)
            for low, high in pairwise(levels)
        ]

    def _least(self, mask: int, shares: Mapping[int, Fraction], form: Form) -> Number:
        """Return the least chance over sets of the demands that are not nested, within a group."""
        own = [(k, shares[k]) for k in bits(mask) if k in shares] if shares else []
        key = mask, form, tuple(own)
        if key not in self._known:
            gives = self._gives
            if own:
                gives = [*gives]
                for k, share in own:
                    gives[k] = chance_of_giving(self._firmness[k], share, form)
            self._known[key] = self._least_within(mask, gives, [_STEPS_TO_CHOOSE], {})
        return self._known[key]

    def _least_within(
        self, mask: int, gives: Sequence[Number], steps: list[int], known: dict[int, Number]
    ) -> Number:
        if mask in known:
            return known[mask]
        steps[0] -= 1
        spend(4 + mask.bit_count())
        result: Number = 1
        for part in self._split(mask):
            inside = list(bits(part))
            most = max(inside, key=lambda k: (self._nested[k] & part).bit_count())
            if all((self._nested[k] | 1 << k) & part == part for k in inside):
                result *= min(gives[k] for k in inside)
            elif steps[0] < 0:
                result *= self._firmest_first(inside, gives)
            else:
                rest = part & ~(1 << most)
                without = self._least_within(rest, gives, steps, known)
                apart = self._least_within(rest & ~self._nested[most], gives, steps, known)
                result *= min(without, gives[most] * apart)
        known[mask] = result
        return result

    def _firmest_first(self, demands: Iterable[int], gives: Sequence[Number]) -> Number:
        result: Number = 1
        chosen = 0
        for k in sorted(demands, key=lambda k: (gives[k], k)):
            if not self._nested[k] & chosen:
                chosen |= 1 << k
                result *= gives[k]
        return result

    def _split(self, mask: int) -> list[int]:
        """Return the parts of a set of demands that are linked by nesting, by least member."""
        parts = []
        while mask:
            part = new = mask & -mask
            while new:
                reached = 0
                for k in bits(new):
                    reached |= self._nested[k]
                new = reached & mask & ~part
                part |= new
            parts.append(part)
            mask &= ~part
        return parts


class Graded(NamedTuple):
    """Demands as chains of levels.

    Attributes:
        levels: Their levels, which give way as a whole: first all of each demand, in their order.
        steps: Per level, its demand and the share of the way.
        conditions: The packages that do not go so far.
    """

    levels: Levels
    steps: tuple[tuple[int, Fraction], ...]
    conditions: tuple[Condition, ...]


def _below(way: Way, share: Fraction, sizes: Mapping[str, int]) -> Condition:
    """Return the packages that go less than a share of a way."""
    options = enumerate(way.shares(sizes[way.issue]))
    return OneOf(way.issue, sum(1 << option for option, here in options if here < share))


def levels_of(binding: Sequence[Commitment], sizes: Mapping[str, int]) -> Levels:
    """Return how some commitments stand to one another, numbered in their order.

    Args:
        binding: The commitments.
        sizes: Number of options per issue.
    """
    return Levels(
        [each.statement.party for each in binding],
        [each.condition for each in binding],
        [each.firmness for each in binding],
        sizes,
        [each.way for each in binding],
    )


def _nested(stricter: Sequence[int]) -> list[int]:
    """Return for each demand a mask of those that imply it or that it implies."""
    found = [*stricter]
    for k, mask in enumerate(stricter):
        for other in bits(mask):
            found[other] |= 1 << k
    return found


def _stricter(
    parties: Sequence[str], conditions: Sequence[Condition], sizes: Mapping[str, int]
) -> list[int]:
    """Return for each demand a mask of the others of its party that imply it."""
    spend(len(conditions))
    # A party often says the same again: what is the same is compared once.
    own: dict[str, dict[Condition, list[int]]] = {}
    for k, party in enumerate(parties):
        own.setdefault(party, {}).setdefault(conditions[k], []).append(k)
    found = [0] * len(conditions)
    for alike in own.values():
        masks = [sum(1 << k for k in numbers) for numbers in alike.values()]
        for numbers, same, stricter in zip(
            alike.values(), masks, _implying(list(alike), sizes), strict=True
        ):
            spend(len(stricter) // 8)
            mask = same
            for other in stricter:
                mask |= masks[other]
            for k in numbers:
                found[k] = mask & ~(1 << k)
    return found


# How the conditions of one party stand to one another: the same until it speaks again.
_IMPLYING: Findings[list[list[int]]] = Findings(1 << 12)


def _implying(conditions: Sequence[Condition], sizes: Mapping[str, int]) -> list[list[int]]:
    """Return for each of some conditions, all different, the numbers of the others that imply it."""
    if len(conditions) == 1:
        return [[]]
    named = frozenset[str]().union(*map(issues_of, conditions))
    key = tuple(conditions), _relevant(named, sizes)
    return _IMPLYING.find(key, lambda: _found_implying(conditions, sizes))


def _found_implying(conditions: Sequence[Condition], sizes: Mapping[str, int]) -> list[list[int]]:
    allowed = [_Allowed(condition, sizes) for condition in conditions]
    told_apart = _told_apart(conditions, sizes)
    naming: dict[str, int] = {}
    for k, each in enumerate(allowed):
        for issue in each.issues:
            naming[issue] = naming.get(issue, 0) | 1 << k
    asked = never = 0  # of which it is known whether they allow any package; which allow none
    found: list[list[int]] = []
    for k, candidates in enumerate(told_apart):
        spend(1 + candidates.bit_count() // 2)
        others = candidates & ~(1 << k)
        near = 0
        for issue in allowed[k].issues:
            near |= naming[issue]
        stricter = [j for j in bits(others & near) if allowed[j].implies(allowed[k], sizes)]
        # Conditions that share no issue: one implies the other only if it allows nothing, or
        # the other everything.
        apart = others & ~near
        if apart and not allowed[k].always(sizes):
            for j in bits(apart & ~asked):
                never |= allowed[j].never(sizes) << j
            asked |= apart
            apart &= never
        found.append(sorted([*stricter, *bits(apart)]))
    return found


def _told_apart(conditions: Sequence[Condition], sizes: Mapping[str, int]) -> list[int]:
    """Return for each condition a mask of those that may imply it: some packages tell others apart."""
    relevant = _relevant(frozenset[str]().union(*map(issues_of, conditions)), sizes)
    left = [(1 << len(conditions)) - 1] * len(conditions)
    for trial in range(_TRIALS):
        spend(len(conditions))
        package = _tried(trial, relevant)
        kept = [holds(condition, package) for condition in conditions]
        allowing = sum(1 << k for k, here in enumerate(kept) if here)
        for k, here in enumerate(kept):
            if not here:
                left[k] &= ~allowing
    return left


class _Allowed:
    """The packages that a demand allows, as far as it is quickly told."""

    def __init__(self, condition: Condition, sizes: Mapping[str, int]) -> None:
        self.condition = condition
        self.issues = issues_of(condition)
        self.mask: int | None = None
        if len(self.issues) == 1:
            (issue,) = self.issues
            self.mask = fitting(condition, issue, sizes, {})

    def never(self, sizes: Mapping[str, int]) -> bool:
        """Return whether no package is allowed."""
        if self.mask is not None:
            return not self.mask
        return _implies(self.condition, Not(All(())), _relevant(self.issues, sizes))

    def always(self, sizes: Mapping[str, int]) -> bool:
        """Return whether every package is allowed."""
        if self.mask is not None:
            (issue,) = self.issues
            return self.mask == (1 << sizes[issue]) - 1
        return _implies(All(()), self.condition, _relevant(self.issues, sizes))

    def implies(self, other: _Allowed, sizes: Mapping[str, int]) -> bool:
        """Return whether every package that this allows is allowed by another on some same issue."""
        if self.mask is not None and other.mask is not None and self.issues == other.issues:
            return not self.mask & ~other.mask
        relevant = _relevant(self.issues | other.issues, sizes)
        return _implies(self.condition, other.condition, relevant)


def _relevant(issues: Iterable[str], sizes: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    return tuple((issue, sizes[issue]) for issue in sorted(issues))


# Pairs of conditions, and whether the one implies the other.
_PAIRS: Findings[bool] = Findings(_CACHED)


def _implies(one: Condition, other: Condition, sizes: tuple[tuple[str, int], ...]) -> bool:
    """Return whether one condition implies another; not, where it would take too long to tell."""
    if one == other:
        return True
    # Enough for the whole search, whether or not there has to be one.
    current().room(current().steps(_STEPS_TO_NEST) * _STEP_BYTES)
    return _PAIRS.find((one, other, sizes), lambda: _implies_by_search(one, other, sizes))


def _tried(trial: int, sizes: Iterable[tuple[str, int]]) -> dict[str, int]:
    """Return one of some packages that differ in all issues."""
    return {
        issue: (trial * (2 * k + 1) + trial * trial * k) % size
        for k, (issue, size) in enumerate(sizes)
    }


def _implies_by_search(
    one: Condition, other: Condition, sizes: tuple[tuple[str, int], ...]
) -> bool:
    if prod(size for _, size in sizes) <= _MOST_TABLE:
        # Few packages: all of them at once, a bit each.
        spend(20 + nodes_of(one) + nodes_of(other))
        kept, allowed = table(one, sizes), table(other, sizes)
        if kept is not None and allowed is not None:
            return not kept & ~allowed
    # Some packages tried first: most pairs are told apart by one of them.
    for trial in range(_TRIALS):
        spend(1)
        package = _tried(trial, sizes)
        if holds(one, package) and not holds(other, package):
            return False
    try:
        return not Space(dict(sizes), one, budget=_STEPS_TO_NEST).where(Not(other)).exists()
    except SearchTooLargeError:
        spend(1)  # raised again where it was not the search that ended, but the budget
        return False
