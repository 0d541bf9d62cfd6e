"""What a statement can say: one verb each, frozen and compared by content.

Example:
    >>> Position((("wage", 1),)), Withdraws(("ask",))
    (Position(package=(('wage', 1),)), Withdraws(statements=('ask',)))
"""

from __future__ import annotations

from dataclasses import field
from fractions import Fraction
from typing import Literal

from lastyard.case.conditions.tree import Condition
from lastyard.records import record

__all__ = [
    "STRESS_WORDS",
    "Accepts",
    "Offers",
    "Package",
    "Position",
    "Prefers",
    "Ranks",
    "Refuses",
    "Rejects",
    "Requires",
    "Stresses",
    "Together",
    "Values",
    "Verb",
    "Wants",
    "Withdraws",
    "WrittenCondition",
]

STRESS_WORDS = ("most important", "badly needed", "needed", "not needed")
"""What `stresses` takes, from the most to the least."""

Package = tuple[tuple[str, int], ...]
"""A complete or partial package: (issue, option index), in the order of the issues."""


@record(frozen=True, slots=True)
class WrittenCondition:
    """A condition as written and as understood; two are equal when written alike."""

    text: str
    tree: Condition = field(compare=False, repr=False)


@record(frozen=True, slots=True)
class Requires:
    """A demand: the party says it will take only packages that satisfy the condition."""

    condition: WrittenCondition


@record(frozen=True, slots=True)
class Rejects:
    """A red line: the party says it will take no package that satisfies the condition."""

    condition: WrittenCondition


@record(frozen=True, slots=True)
class Offers:
    """The party would take this package, with its own best on what is left open."""

    package: Package


@record(frozen=True, slots=True)
class Accepts:
    """The party would take this package of another's, with its own best on the rest."""

    package: Package


@record(frozen=True, slots=True)
class Refuses:
    """The party would not take this package, at least with its own worst on the rest."""

    package: Package


@record(frozen=True, slots=True)
class Position:
    """What the party asks for on some issues now: its best option there."""

    package: Package


@record(frozen=True, slots=True)
class Wants:
    """Directions on ordered or numeric issues: (issue, ``more`` or ``less``)."""

    directions: tuple[tuple[str, Literal["more", "less"]], ...]


@record(frozen=True, slots=True)
class Prefers:
    """The party likes ``better`` more than ``worse``, all else equal; same issues in both."""

    better: Package
    worse: Package


@record(frozen=True, slots=True)
class Ranks:
    """Issues from the one that matters most to the party to the one that matters least."""

    issues: tuple[str, ...]


@record(frozen=True, slots=True)
class Stresses:
    """How much a party's words make of issues: (issue, one of ``STRESS_WORDS``)."""

    words: tuple[tuple[str, str], ...]


@record(frozen=True, slots=True)
class Together:
    """Points that two options of two issues add when a package holds both.

    Attributes:
        when: The two options.
        points: What they add; negative when they are worth less together.
    """

    when: Package
    points: Fraction


@record(frozen=True, slots=True)
class Values:
    """Full points that a party gave, on a scale of its own.

    Attributes:
        points: Per issue of the case, in its order, the points of each option.
        reservation: Points of its best alternative to agreement on the same scale; None
            when unknown; ``"none"`` when any package is better than no deal.
        together: What pairs of options add besides.
    """

    points: tuple[tuple[str, tuple[Fraction, ...]], ...]
    reservation: Fraction | Literal["none"] | None = None
    together: tuple[Together, ...] = ()


@record(frozen=True, slots=True)
class Withdraws:
    """Ends earlier statements and says nothing else."""

    statements: tuple[str, ...]


Verb = (
    Requires
    | Rejects
    | Offers
    | Accepts
    | Refuses
    | Position
    | Wants
    | Prefers
    | Ranks
    | Stresses
    | Values
    | Withdraws
)
