"""A pass rule as a tree.

A rule says which votes adopt a draft. Its leaves compare counts or weight sums of
ballots; ``and``, ``or`` and ``not`` join them::

    yes >= 9 and no veto of permanent

is ``AllOf((Comparison(Total((Term(1, Quantity("yes")),)), ">=", Total((Term(9, None),))),
NoVeto(("permanent",))))``. `lastyard.bodies.parse.parse_rule` reads the text;
`lastyard.bodies.compile.compile_rule` turns the tree into integers for computing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from fractions import Fraction

Comparator: TypeAlias = Literal[">=", ">", "<=", "<", "=="]
Counted: TypeAlias = Literal["yes", "no", "abstain", "voting", "present", "absent", "members"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part of a rule stands in its text (line and column from 1)."""

    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Quantity:
    """How many ballots of a kind there are, or what they weigh.

    Attributes:
        counted: ``yes``, ``no``, ``abstain``, ``absent``; ``voting`` is yes and no together;
            ``present`` is everyone who is not absent; ``members`` is everyone.
        group: Only members of this group, or this one member; ``None`` is everyone.
        weight: Sum this weight instead of counting heads; ``None`` counts heads.
        place: Where the quantity stands in the rule's text.
    """

    counted: Counted
    group: str | None = None
    weight: str | None = None
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Term:
    """A number times a quantity, or a plain number when ``quantity`` is ``None``."""

    factor: Fraction
    quantity: Quantity | None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of terms."""

    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """One total compared with another, such as ``yes >= 2/3 of voting``."""

    left: Total
    comparator: Comparator
    right: Total
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class NoVeto:
    """None of the named members (or members of the named groups) votes no."""

    names: tuple[str, ...]
    places: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class AllOf:
    """Every part holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one part holds."""

    parts: tuple[Rule, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Rule


Rule: TypeAlias = Comparison | NoVeto | AllOf | AnyOf | Not
