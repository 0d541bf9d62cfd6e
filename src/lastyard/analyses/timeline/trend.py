"""Whether steps have a direction: an exact test that random moves would give as much.

A gap is a step function: it stays until somebody moves it. Its levels are therefore not
independent readings, and a test of trend on levels (Mann 1945; Kendall 1948) finds trends in
aimless walks. What can be tested are the *moves*: if narrowing and widening moves were
equally likely, each move's sign would be a coin; the test asks how often coins would bring
the talks as far as they came (sign-flip test on the sum of moves: Fisher 1935, "The design of
experiments", section 21), both ways counted. With n moves no result is rarer than 2 / 2**n,
so fewer than six moves can never be told from chance at 5 %, whatever they look like.

*Stalled* is tested apart: if every second date on which something was said on an issue
moved it, n dates in a row would leave it where it was with chance 1 / 2**n, so five are
needed.

Example:
    >>> chance_of_as_far([Fraction(-1, 10)] * 6)
    0.03125
    >>> adjusted({"wage": 0.01, "hours": 0.04})
    {'wage': 0.02, 'hours': 0.04}
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

import numpy as np

__all__ = [
    "LEVEL",
    "STILL",
    "Verdict",
    "adjusted",
    "chance_of_as_far",
    "least_chance",
    "verdict_of",
]

Verdict = Literal["narrowing", "widening", "stalled", "closed", "cannot tell"]
LEVEL = 0.05
STILL = 5
_MOST_LISTED = 14
_GRAIN = 1_000


def chance_of_as_far(moves: Sequence[Fraction]) -> float:
    """Return the chance that moves of random sign add up to as much, either way.

    Args:
        moves: The moves. Up to 14 that differ from 0 the answer is exact; beyond, moves are
            rounded to thousandths of the range first.
    """
    sizes = [abs(move) for move in moves if move]
    total = abs(sum(moves, start=Fraction(0)))
    if not sizes:
        return 1.0
    if len(sizes) <= _MOST_LISTED:
        ways: dict[Fraction, int] = {Fraction(0): 1}
        for size in sizes:
            after: dict[Fraction, int] = {}
            for reached, count in ways.items():
                for end in (reached - size, reached + size):
                    after[end] = after.get(end, 0) + count
            ways = after
        far = sum(count for reached, count in ways.items() if abs(reached) >= total)
        return float(Fraction(far, 2 ** len(sizes)))
    steps = [max(1, round(size * _GRAIN)) for size in sizes]
    signed = [
        step if move > 0 else -step for step, move in zip(steps, filter(None, moves), strict=True)
    ]
    middle = sum(steps)
    chances = np.zeros(2 * middle + 1)
    chances[middle] = 1.0
    for step in steps:
        chances = (np.roll(chances, step) + np.roll(chances, -step)) / 2
    reach = np.abs(np.arange(-middle, middle + 1)) >= abs(sum(signed))
    return float(min(1.0, chances[reach].sum()))


def least_chance(moves: int) -> float:
    """Return the smallest chance that the test can give for so many moves."""
    return min(1.0, 2.0 / 2.0**moves)


def adjusted(chances: Mapping[str, float]) -> dict[str, float]:
    """Return chances raised for being several (Holm 1979).

    An issue that stands out among many may do so by chance; after this, the probability that
    any is called a trend wrongly stays at the level.

    Args:
        chances: Per issue, the chance of its own test.
    """
    found: dict[str, float] = {}
    highest = 0.0
    for place, (name, chance) in enumerate(sorted(chances.items(), key=lambda item: item[1])):
        highest = max(highest, min(1.0, (len(chances) - place) * chance))
        found[name] = highest
    return {name: found[name] for name in chances}


def verdict_of(net: Fraction, chance: float | None, still: int, *, closed: bool) -> Verdict:
    """Say in a word what the moves show.

    Args:
        net: Sum of the moves; below 0 the gap is smaller than it was.
        chance: Adjusted chance that moves of random sign bring as much; None when nothing could be compared.
        still: Dates since the last move on which something was said.
        closed: Whether no gap is left.
    """
    if closed:
        return "closed"
    if still >= STILL:
        return "stalled"
    if chance is None or chance > LEVEL or not net:
        return "cannot tell"
    return "narrowing" if net < 0 else "widening"
