"""How far it is from what a demand allows to what the others leave open (docs/model.md, section 2).

A demand on one ordered or numeric issue is broken by so many steps. The *whole way* is the number
of steps to the nearest option that the conflicting commitments of another party leave open, or to
what that party last asked for, where that is further; where no other party conflicts on that side,
to the far end of the range. Where several conflict, it is the longest of their ways. The *share of
the way* is the steps over the whole way; it may be above 1.

Example, a floor of 6 against a ceiling of 3, on a scale from 0 to 10:
    >>> way = Way("wage", (Side(0, 5, True, 3),))
    >>> [str(way.share(option)) for option in (6, 5, 4, 3, 0)]
    ['0', '1/3', '2/3', '1', '2']
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction

from lastyard.conditions.tree import All, Any, Condition, Not, fitting, issues_of, runs
from lastyard.records import record

__all__ = ["Side", "Way", "left_open", "together", "way_between"]


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

    Attributes:
        issue: The issue.
        sides: From the lowest options to the highest.
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
) -> Way | None:
    """Return how far it is from a demand to what the others leave open.

    `others` has for each other party the options that each of its commitments leaves open;
    `asked` returns what another party last asked for on the issue, if anything.

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
    return Way(issue, tuple(_sides(allowed, size, against, asked)))


def together(masks: Sequence[int]) -> Sequence[int]:
    """Return what several commitments of a party leave open; each by itself if that is nothing."""
    if not masks:
        return ()
    kept = masks[0]
    for mask in masks[1:]:
        kept &= mask
    return (kept,) if kept else tuple(dict.fromkeys(masks))


def _sides(
    allowed: int,
    size: int,
    against: Sequence[tuple[str, int]],
    asked: Callable[[str], int | None],
) -> Iterator[Side]:
    for first, last in runs(~allowed & (1 << size) - 1):
        side = Side(first, last, last + 1 < size, 1, first > 0)
        ends: list[tuple[int, int, str | None]] = []
        for party, mask in against:
            inside = mask >> first & (1 << last - first + 1) - 1
            if not inside:
                continue
            low, high = first + (inside & -inside).bit_length() - 1, first + inside.bit_length() - 1
            near = min((low, high), key=lambda option: (side.steps(option), option))
            ends.append((side.steps(near), near, party))
            position = asked(party)
            if position is not None and first <= position <= last:
                ends.append((side.steps(position), position, party))
        if not ends:
            far = last if not side.above else first
            if side.above and side.below:
                far = (first + last) // 2
            ends.append((side.steps(far), far, None))
        whole, to, decided = min(ends, key=lambda end: (-end[0], end[1], end[2] or ""))
        yield Side(first, last, side.above, whole, side.below, to, decided)
