"""What a party said that bears on its values: one small class a verb.

Issues and options are given by their index. A package may be partial: pairs of
issue and option for the issues that it names. These are what an adapter makes of
the preference statements of a case; commitments (demands and red lines) are not
among them, for they say what a party will do, not what it likes.

Example:
    >>> took = Takes("alternative", ((0, 1), (2, 1)), proposed=True)
    >>> wants = Direction("more-truce", issue=3, more=True)
"""

from __future__ import annotations

from dataclasses import dataclass

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Takes:
    """``offers`` and ``accepts``: the party would take this package.

    Attributes:
        source: Id of the statement.
        package: The issues it names, each with its option.
        proposed: The party put it forward itself (``offers``).
        confidence: How sure we are that it was said and coded right.
    """

    source: str
    package: Pairs
    proposed: bool = False
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Refuses:
    """``refuses``: the party would not take this package."""

    source: str
    package: Pairs
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Peak:
    """``position``: the option that the party asks for on an issue, its best there."""

    source: str
    issue: int
    option: int
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Direction:
    """``wants``: more or less of an ordered or numeric issue."""

    source: str
    issue: int
    more: bool
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Prefers:
    """``prefers ... to``: one partial package over another, all else equal."""

    source: str
    better: Pairs
    worse: Pairs
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Ranks:
    """``ranks``: the issues that matter most, first to last."""

    source: str
    issues: tuple[int, ...]
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Stresses:
    """How much a party's words make of an issue (``words.stress`` reads them).

    It bears on what is likely and on nothing that is certain: such words are true
    often, not always (docs/evidence.md).

    Attributes:
        source: Id of the statement.
        issue: The issue spoken of.
        amount: Log-odds for each standard deviation by which the issue's stake is
            above what was to be expected; negative for words that play it down.
        confidence: How sure we are that it was said and coded right.
    """

    source: str
    issue: int
    amount: float
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Points:
    """``values``: full points; a package is worth their sum.

    Attributes:
        source: Id of the statement.
        points: For each issue, the points of each of its options, on any one scale.
        reservation: On the same scale; ``None`` when unknown, minus infinity for
            "none" (below everything).
        confidence: How sure we are that it was said and coded right.
    """

    source: str
    points: tuple[tuple[float, ...], ...]
    reservation: float | None = None
    confidence: float = 1.0


Saying = Takes | Refuses | Peak | Direction | Prefers | Ranks | Stresses | Points
