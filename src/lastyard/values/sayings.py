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

from dataclasses import dataclass, field

Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class _Said:
    """What all have in common.

    Attributes:
        source: Id of the statement.
        confidence: How sure we are that it was said and coded right.
    """

    source: str
    confidence: float = field(default=1.0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Takes(_Said):
    """``offers`` and ``accepts``: the party would take this package.

    Attributes:
        package: The issues it names, each with its option.
        proposed: The party put it forward itself (``offers``).
    """

    package: Pairs
    proposed: bool = False


@dataclass(frozen=True, slots=True)
class Refuses(_Said):
    """``refuses``: the party would not take this package."""

    package: Pairs


@dataclass(frozen=True, slots=True)
class Peak(_Said):
    """``position``: the option that the party asks for on an issue, its best there."""

    issue: int
    option: int


@dataclass(frozen=True, slots=True)
class Direction(_Said):
    """``wants``: more or less of an ordered or numeric issue."""

    issue: int
    more: bool


@dataclass(frozen=True, slots=True)
class Prefers(_Said):
    """``prefers ... to``: one partial package over another, all else equal."""

    better: Pairs
    worse: Pairs


@dataclass(frozen=True, slots=True)
class Ranks(_Said):
    """``ranks``: the issues that matter most, first to last."""

    issues: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Stresses(_Said):
    """How much a party's words make of an issue (``words.stress`` reads them).

    It bears on what is likely and on nothing that is certain: such words are true
    often, not always (docs/evidence.md).

    Attributes:
        issue: The issue spoken of.
        amount: Log-odds for each standard deviation by which the issue's stake is
            above what was to be expected; negative for words that play it down.
    """

    issue: int
    amount: float


@dataclass(frozen=True, slots=True)
class Points(_Said):
    """``values``: full points; a package is worth their sum.

    Attributes:
        points: For each issue, the points of each of its options, on any one scale.
        reservation: On the same scale; ``None`` when unknown, minus infinity for
            "none" (below everything).
    """

    points: tuple[tuple[float, ...], ...]
    reservation: float | None = None


Saying = Takes | Refuses | Peak | Direction | Prefers | Ranks | Stresses | Points
