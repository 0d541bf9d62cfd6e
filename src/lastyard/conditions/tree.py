"""Conditions as trees: each denotes a set of packages (docs/model.md, section 1).

A *package* gives every issue the index of one of its options. The nodes:

=============  ==============================================================
``OneOf``      the option chosen on one issue is in a set
``Total``      a sum, over issues, of a whole number per option lies in a range
``All``        every part holds (holds when empty)
``Any``        at least one part holds (fails when empty)
``Not``        the part fails
``Same``       both parts hold or both fail
``AtLeast``    the weights of the parts that hold add up to a quota
=============  ==============================================================

Everything the language can say compiles to these, and so do quotas among parties
and full points given by a party, so that counting, search and the logic of
impasse need to know seven nodes and no more. Nodes are immutable and compare by
content.

Example, "a cease-fire of at least 30 days, or no inspection" over two issues:
    >>> condition = Any((OneOf("truce", 0b1100), OneOf("inspection", 0b01)))
    >>> holds(condition, {"truce": 2, "inspection": 1})
    True
    >>> state(condition, {"truce": 0b0011, "inspection": 0b11}) is None
    True
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import reduce
from operator import and_, or_

from lastyard.records import record

__all__ = [
    "FALSE",
    "TRUE",
    "All",
    "Any",
    "AtLeast",
    "Condition",
    "Not",
    "OneOf",
    "Same",
    "Total",
    "bits",
    "cut",
    "fitting",
    "holds",
    "issues_of",
    "nodes_of",
    "runs",
    "state",
    "table",
    "where",
]


@record(frozen=True, slots=True)
class OneOf:
    """The option chosen on ``issue`` is in a set.

    Attributes:
        issue: Identifier of the issue.
        options: Bit k is set when option k is in the set.
    """

    issue: str
    options: int


@record(frozen=True, slots=True)
class Total:
    """``low <= sum of weights[chosen option] <= high``, all whole numbers.

    Attributes:
        terms: Per issue, its identifier and one weight per option. No issue twice.
        low: Least allowed total, or None for no lower bound.
        high: Greatest allowed total, or None for no upper bound.
    """

    terms: tuple[tuple[str, tuple[int, ...]], ...]
    low: int | None
    high: int | None


@record(frozen=True, slots=True)
class All:
    """Every part holds."""

    parts: tuple[Condition, ...]


@record(frozen=True, slots=True)
class Any:
    """At least one part holds."""

    parts: tuple[Condition, ...]


@record(frozen=True, slots=True)
class Not:
    """The part fails."""

    part: Condition


@record(frozen=True, slots=True)
class Same:
    """Both parts hold, or both fail (``iff``)."""

    left: Condition
    right: Condition


@record(frozen=True, slots=True)
class AtLeast:
    """The weights of the parts that hold add up to at least ``quota``.

    Attributes:
        quota: Whole number to be reached.
        weights: One positive whole number per part.
        parts: The parts.
    """

    quota: int
    weights: tuple[int, ...]
    parts: tuple[Condition, ...]


Condition = OneOf | Total | All | Any | Not | Same | AtLeast

TRUE = All(())

FALSE = Any(())

# From this many bits on a mask is read as text.
_LONG = 512


def bits(mask: int) -> Iterator[int]:
    """Yield the positions of the set bits, lowest first."""
    if mask.bit_length() > _LONG:
        # On text: with a long mask every step of the loop below would copy all of it.
        text = bin(mask)[:1:-1]
        place = text.find("1")
        while place >= 0:
            yield place
            place = text.find("1", place + 1)
        return
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def runs(mask: int) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of every run of neighbouring options in a mask."""
    starts, ends = bits(mask & ~(mask << 1)), bits(mask & ~(mask >> 1))
    return zip(starts, ends, strict=True)


def issues_of(condition: Condition) -> frozenset[str]:
    """Return the issues that the condition mentions."""
    # Asked so often that `match`, four times slower, would be noticed.
    if isinstance(condition, OneOf):
        return frozenset((condition.issue,))
    if isinstance(condition, Not):
        return issues_of(condition.part)
    if isinstance(condition, All | Any | AtLeast):
        return frozenset[str]().union(*map(issues_of, condition.parts))
    if isinstance(condition, Total):
        return frozenset(issue for issue, _ in condition.terms)
    return issues_of(condition.left) | issues_of(condition.right)


def nodes_of(condition: Condition) -> int:
    """Return how many conditions this one is made of, itself included."""
    match condition:
        case All(parts) | Any(parts) | AtLeast(_, _, parts):
            return 1 + sum(map(nodes_of, parts))
        case Not(part):
            return 1 + nodes_of(part)
        case Same(left, right):
            return 1 + nodes_of(left) + nodes_of(right)
        case _:
            return 1


def holds(condition: Condition, package: Mapping[str, int]) -> bool:
    """Return whether one complete package satisfies the condition.

    Args:
        condition: The condition.
        package: Index of the chosen option, for every issue mentioned.
    """
    # As in :func:`issues_of`, without `match`.
    if isinstance(condition, OneOf):
        return bool(condition.options >> package[condition.issue] & 1)
    if isinstance(condition, All):
        return all(holds(part, package) for part in condition.parts)
    if isinstance(condition, Any):
        return any(holds(part, package) for part in condition.parts)
    if isinstance(condition, Not):
        return not holds(condition.part, package)
    if isinstance(condition, Total):
        total = sum(weights[package[issue]] for issue, weights in condition.terms)
        low, high = condition.low, condition.high
        return (low is None or total >= low) and (high is None or total <= high)
    if isinstance(condition, Same):
        return holds(condition.left, package) == holds(condition.right, package)
    told = zip(condition.weights, condition.parts, strict=True)
    return sum(weight for weight, part in told if holds(part, package)) >= condition.quota


def cut(condition: Condition, options: Mapping[str, Sequence[int]], prefix: str = "") -> Condition:
    """Return a condition on issues cut to some of their options, the k-th of those being option k.

    Args:
        condition: The condition.
        options: Per issue that it mentions, the options kept, ascending.
        prefix: What the names of issues begin with in what is returned.

    Example:
        >>> cut(OneOf("wage", 0b110), {"wage": (0, 2, 3)})
        OneOf(issue='wage', options=2)
    """
    match condition:
        case OneOf(issue, mask):
            kept = enumerate(options[issue])
            return OneOf(prefix + issue, sum(1 << k for k, o in kept if mask >> o & 1))
        case Total(terms, low, high):
            rows = tuple(
                (prefix + issue, tuple(weights[o] for o in options[issue]))
                for issue, weights in terms
            )
            return Total(rows, low, high)
        case All(parts):
            return All(tuple(cut(part, options, prefix) for part in parts))
        case Any(parts):
            return Any(tuple(cut(part, options, prefix) for part in parts))
        case AtLeast(quota, weights, parts):
            return AtLeast(quota, weights, tuple(cut(part, options, prefix) for part in parts))
        case Not(part):
            return Not(cut(part, options, prefix))
        case Same(left, right):
            return Same(cut(left, options, prefix), cut(right, options, prefix))


def fitting(
    condition: Condition, issue: str, sizes: Mapping[str, int], package: Mapping[str, int]
) -> int:
    """Return the options of one issue with which a package satisfies the condition.

    One look at the condition answers for all options at once.

    Args:
        condition: The condition.
        issue: The issue whose option is changed.
        sizes: Number of options, of that issue at least.
        package: Index of the chosen option, for every other issue mentioned.

    Returns:
        Bit k is set when the condition holds with option k.
    """
    everything = (1 << sizes[issue]) - 1
    match condition:
        case OneOf(name, options):
            if name == issue:
                return options & everything
            return everything if options >> package[name] & 1 else 0
        case All(parts):
            kept = everything
            for part in parts:
                kept &= fitting(part, issue, sizes, package)
            return kept
        case Any(parts):
            found = 0
            for part in parts:
                found |= fitting(part, issue, sizes, package)
            return found
        case Not(part):
            return everything & ~fitting(part, issue, sizes, package)
        case Same(left, right):
            one = fitting(left, issue, sizes, package)
            return everything & ~(one ^ fitting(right, issue, sizes, package))
        case _:
            # Sums: option by option, which is what they cost anyway.
            return sum(
                1 << option
                for option in range(sizes[issue])
                if holds(condition, {**package, issue: option})
            )


def table(condition: Condition, sizes: Sequence[tuple[str, int]]) -> int | None:
    """Return which packages satisfy a condition, a bit each; None where it weighs or counts.

    Args:
        condition: The condition.
        sizes: Issues with their number of options, all that are mentioned; the first one's options
            are the places of the lowest bits.
    """
    steps, count = {}, 1
    for issue, size in sizes:
        steps[issue] = count, count * size
        count *= size
    everything = (1 << count) - 1

    def named(issue: str, options: int) -> int:
        run, period = steps[issue]
        block = sum(((1 << run) - 1) << k * run for k in bits(options))
        return block * (everything // ((1 << period) - 1))

    return where(condition, everything, named)


def where(condition: Condition, everything: int, named: Callable[[str, int], int]) -> int | None:
    """Return which of some packages satisfy a condition, a bit each; None where it weighs or counts.

    Args:
        condition: The condition.
        everything: A bit for each package.
        named: From an issue and a mask of its options to the packages with one of these.
    """

    def kept(part: Condition) -> int | None:
        match part:
            case OneOf(issue, options):
                return named(issue, options)
            case All(parts) | Any(parts):
                tables = [kept(each) for each in parts]
                known = [each for each in tables if each is not None]
                if len(known) < len(tables):
                    return None
                if isinstance(part, All):
                    return reduce(and_, known, everything)
                return reduce(or_, known, 0)
            case Not(other):
                opposite = kept(other)
                return None if opposite is None else everything ^ opposite
            case Same(left, right):
                one, two = kept(left), kept(right)
                return None if one is None or two is None else everything ^ one ^ two
            case _:
                return None

    return kept(condition)


def state(condition: Condition, open_options: Mapping[str, int]) -> bool | None:
    """Return what is known of the condition on a partial package.

    Args:
        condition: The condition.
        open_options: Bit mask of the options still open, for every issue mentioned;
            none of them empty.

    Returns:
        True or False where every completion agrees *as far as each node can tell on its
        own*; None where it is open. The answer is never wrong, but may be None although
        all completions agree (``ground == 'none' or ground != 'none'``).
    """
    # Asked of box after box by searches: `match` would be three times slower.
    if isinstance(condition, OneOf):
        still = open_options[condition.issue]
        if not still & condition.options:
            return False
        return True if not still & ~condition.options else None
    if isinstance(condition, All | Any):
        settles = isinstance(condition, Any)
        result: bool | None = not settles
        for part in condition.parts:
            known = state(part, open_options)
            if known is settles:
                return settles
            if known is None:
                result = None
        return result
    if isinstance(condition, Not):
        known = state(condition.part, open_options)
        return None if known is None else not known
    if isinstance(condition, Total):
        return _state_of_total(condition, open_options)
    if isinstance(condition, Same):
        one, other = state(condition.left, open_options), state(condition.right, open_options)
        return None if one is None or other is None else one == other
    states = [state(part, open_options) for part in condition.parts]
    told = list(zip(condition.weights, states, strict=True))
    if sum(weight for weight, known in told if known) >= condition.quota:
        return True
    most = sum(weight for weight, known in told if known is not False)
    return False if most < condition.quota else None


def _state_of_total(total: Total, open_options: Mapping[str, int]) -> bool | None:
    least = most = 0
    for issue, weights in total.terms:
        still = open_options[issue]
        values = [weights[k] for k in bits(still)]
        least += min(values)
        most += max(values)
    if (total.low is not None and most < total.low) or (
        total.high is not None and least > total.high
    ):
        return False
    enough = total.low is None or least >= total.low
    return True if enough and (total.high is None or most <= total.high) else None
