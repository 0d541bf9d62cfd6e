"""Adjusted Winner: divide items between two parties, splitting at most one.

Each party spreads the same number of points over the items. Every item first goes to the
party that gives it more points; then items move from the party that is ahead, those on
which the two differ least (as a ratio) first, the last one in part, until both hold
equally many of their own points. The result is efficient, equitable and envy-free [Brams
& Taylor 1996, "Fair Division", theorem 4.1].

Example:
    >>> division = adjusted_winner([30, 15, 20, 30, 5], [20, 25, 15, 15, 25])
    >>> division.points, division.first_gets[2]
    ((Fraction(440, 7), Fraction(440, 7)), Fraction(1, 7))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from lastyard.deals.domain import DomainError
from lastyard.deals.exact import Number, whole_multiples

__all__ = ["Division", "adjusted_winner"]


@dataclass(frozen=True, slots=True)
class Division:
    """Who gets what.

    Attributes:
        first_gets: Per item, the share that goes to the first party; the second gets
            the rest.
        points: What each party holds, in its own points, exactly.
        split: Position of the one item that is divided; None if none is.
        method: How it was found.
    """

    first_gets: tuple[Fraction, ...]
    points: tuple[Fraction, Fraction]
    split: int | None
    method: str = "Adjusted Winner (Brams & Taylor 1996)"


def adjusted_winner(first: Sequence[Number], second: Sequence[Number]) -> Division:
    """Divide items by the Adjusted Winner procedure.

    Args:
        first: Points of the first party, one number per item.
        second: Points of the second party.

    Raises:
        DomainError: The lists differ in length or total, are empty, or hold a negative
            number.
    """
    try:
        unit, (ones, twos) = whole_multiples([list(first), list(second)])
    except (ValueError, TypeError, OverflowError) as error:
        raise DomainError(f"points: {error}") from error
    if len(ones) != len(twos) or not ones:
        raise DomainError(f"both parties must rate the same items, not {len(ones)} and {len(twos)}")
    if min(*ones, *twos) < 0:
        raise DomainError("points must not be negative")
    if sum(ones) != sum(twos) or not sum(ones):
        raise DomainError(
            f"both parties must spread the same number of points, not {sum(ones) * unit} "
            f"and {sum(twos) * unit}"
        )
    shares = [Fraction(int(a >= b)) for a, b in zip(ones, twos, strict=True)]
    held_first = sum(a for a, share in zip(ones, shares, strict=True) if share)
    held_second = sum(b for b, share in zip(twos, shares, strict=True) if not share)
    ahead = held_first >= held_second
    giver, taker = (ones, twos) if ahead else (twos, ones)
    lead = Fraction(abs(held_first - held_second))
    split = None
    for item in _in_order_of_transfer(giver, taker, [bool(share) == ahead for share in shares]):
        if not lead:
            break
        moved = min(Fraction(1), lead / (giver[item] + taker[item]))
        shares[item] += -moved if ahead else moved
        lead -= moved * (giver[item] + taker[item])
        split = item if moved < 1 else split
    points_first = sum((a * share for a, share in zip(ones, shares, strict=True)), Fraction(0))
    points_second = sum((b * (1 - s) for b, s in zip(twos, shares, strict=True)), Fraction(0))
    return Division(tuple(shares), (points_first * unit, points_second * unit), split)


def _in_order_of_transfer(
    giver: Sequence[int], taker: Sequence[int], held: Sequence[bool]
) -> list[int]:
    """Order what the giver holds by how little more it values it; what both value at 0 stays."""
    items = [i for i in range(len(giver)) if held[i] and taker[i] > 0]
    return sorted(items, key=lambda i: (Fraction(giver[i], taker[i]), i))
