"""From the statements of a case to what the kernels of values take.

Only preference statements are here; what a party demands or rejects is a commitment
(:mod:`lastyard.case.commitments`) and says what it would do, not what it likes.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements: [{id: bid, party: union, on: 2024-01-05, offers: {wage: 6}}]
    ... ''')
    >>> sayings_of(case, case.statements)
    (Takes(source='bid', confidence=1.0, package=((0, 6),), proposed=True),)
    >>> scales_of(case, case.statements)[0].breaks.tolist()
    [0, 2, 5, 6, 7, 10]
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import pairwise

from lastyard.budget import spend
from lastyard.case.issues import NumericRange
from lastyard.case.model import (
    Accepts,
    Case,
    Offers,
    Package,
    Position,
    Prefers,
    Ranks,
    Refuses,
    Statement,
    Stresses,
    Values,
    Wants,
)
from lastyard.values import (
    Direction,
    Peak,
    Points,
    Saying,
    Scale,
    Takes,
    clue_weights,
    stress,
)
from lastyard.values import Prefers as Prefer
from lastyard.values import Ranks as Rank
from lastyard.values import Refuses as Refuse
from lastyard.values import Stresses as Stress
from lastyard.values.sayings import Pairs

__all__ = ["sayings_of", "scales_of"]

# A word of importance counts what these words counted in recorded negotiations.
_PHRASES = {
    "most important": "it is the most important to us",
    "badly needed": "we really need it",
    "needed": "we need it",
    "not needed": "we don't need it",
}


def scales_of(case: Case, statements: Iterable[Statement]) -> tuple[Scale, ...]:
    """Return the issues as one party's value function sees them.

    A numeric issue bends at its ends, at the numbers that the party's own statements name,
    and at enough others to make at least five.

    Args:
        case: The case.
        statements: What the party said.
    """
    named: dict[str, set[int]] = {issue.id: set() for issue in case.issues}
    for statement in statements:
        for id, option in _named(statement):
            named[id].add(option)
    scales = []
    for issue in case.issues:
        if isinstance(issue.scale, NumericRange):
            numbers = _numbers(issue.scale, issue.size)
            scales.append(Scale.numeric(issue.id, numbers, sorted(named[issue.id])))
        elif issue.ordered:
            scales.append(Scale.ordered(issue.id, issue.size))
        else:
            scales.append(Scale.choice(issue.id, issue.size))
    return tuple(scales)


def _numbers(scale: NumericRange, size: int) -> list[float]:
    """Return the numbers of an issue, as whole numbers over one denominator: quicker."""
    spend(1 + size // 3)
    below = math.lcm(scale.low.denominator, scale.step.denominator)
    first, step = int(scale.low * below), int(scale.step * below)
    return [(first + k * step) / below for k in range(size)]


def _named(statement: Statement) -> Iterator[tuple[str, int]]:
    match statement.says:
        case Offers(package) | Accepts(package) | Refuses(package) | Position(package):
            yield from package
        case Prefers(better, worse):
            yield from (*better, *worse)
        case Values(points):
            for issue, values in points:
                rises = [b - a for a, b in pairwise(values)]
                bends = (k for k in range(1, len(rises)) if rises[k] != rises[k - 1])
                yield from ((issue, k) for k in bends)
        case _:
            return


def sayings_of(case: Case, statements: Iterable[Statement]) -> tuple[Saying, ...]:
    """Return what preference statements say of values, in the order of the statements."""
    place = {issue.id: k for k, issue in enumerate(case.issues)}
    return tuple(saying for s in statements for saying in _sayings(case, s, place))


def _sayings(case: Case, statement: Statement, place: dict[str, int]) -> list[Saying]:
    id, sure = statement.id, float(statement.confidence)

    def pairs(package: Package) -> Pairs:
        return tuple((place[issue], option) for issue, option in package)

    match statement.says:
        case Offers(package):
            return [Takes(id, pairs(package), True, confidence=sure)]
        case Accepts(package):
            return [Takes(id, pairs(package), False, confidence=sure)]
        case Refuses(package):
            return [Refuse(id, pairs(package), confidence=sure)]
        case Position(package):
            return [Peak(id, issue, option, confidence=sure) for issue, option in pairs(package)]
        case Wants(directions):
            return [
                Direction(id, place[issue], way == "more", confidence=sure)
                for issue, way in directions
            ]
        case Prefers(better, worse):
            return [Prefer(id, pairs(better), pairs(worse), confidence=sure)]
        case Ranks(issues):
            return [Rank(id, tuple(place[issue] for issue in issues), confidence=sure)]
        case Stresses(words):
            weights = clue_weights()
            return [
                Stress(
                    id, place[issue], stress(_PHRASES[word], {0: "it"}, weights)[0], confidence=sure
                )
                for issue, word in words
            ]
        case Values(points, reservation):
            given = dict(points)
            table = tuple(tuple(map(float, given[issue.id])) for issue in case.issues)
            return [Points(id, table, _level(reservation), confidence=sure)]
        case _:
            return []


def _level(reservation: Fraction | str | None) -> float | None:
    if reservation is None:
        return None
    return float(reservation) if isinstance(reservation, Fraction) else -math.inf
