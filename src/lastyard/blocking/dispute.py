"""A dispute: what each party demands, what no package may break, who must accept.

A party *accepts* a package when none of its demands in the considered subset excludes
it. A subset of demands is *satisfiable* when some package keeps the rules and is
accepted by enough parties for the agreement rule (docs/model.md, sections 5 and 7).

Example:
    >>> from lastyard.case.conditions.tree import OneOf
    >>> full = Demand("full-operation", "israel", OneOf("ground", 0b100), 0.6)
    >>> none = Demand("no-major", "us", OneOf("ground", 0b011), 0.8)
    >>> Dispute({"ground": 3}, TRUE, (full, none)).parties
    ('israel', 'us')
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from lastyard.budget import spend
from lastyard.case.conditions.tree import (
    TRUE,
    All,
    Any,
    AtLeast,
    Condition,
    Not,
    OneOf,
    Same,
    Total,
    holds,
    issues_of,
)

__all__ = ["Demand", "Dispute"]

_REFUSES, _ACCEPTS = 0b01, 0b10


@dataclass(frozen=True, slots=True)
class Demand:
    """One statement that excludes packages.

    Attributes:
        id: Identifier of the statement, unique in the dispute.
        party: Who holds it.
        condition: The packages it allows.
        firmness: Probability, from 0 to 1, that the party would walk away rather than
            leave the condition.
    """

    id: str
    party: str
    condition: Condition
    firmness: float


@dataclass(frozen=True)
class Dispute:
    """Demands under rules and an agreement rule.

    Attributes:
        sizes: Number of options per issue.
        rules: What every package must satisfy.
        demands: The demands, in any order.
        agreement: Monotone condition over parties as issues of two options, option 1
            being "accepts"; None for every party that demands something. A party that
            the rule does not mention cannot block.

    Raises:
        ValueError: On repeated ids, firmness outside [0, 1], or a condition that mentions
            an issue that is not there.
    """

    sizes: Mapping[str, int]
    rules: Condition
    demands: tuple[Demand, ...]
    agreement: Condition | None = None

    def __post_init__(self) -> None:
        ids = [demand.id for demand in self.demands]
        repeated = sorted({name for name in ids if ids.count(name) > 1})
        if repeated:
            raise ValueError(f"two demands are called {repeated[0]!r}; give each its own id")
        for demand in self.demands:
            if not 0 <= demand.firmness <= 1:
                raise ValueError(
                    f"demand {demand.id!r} has firmness {demand.firmness}; it must lie in [0, 1]"
                )
        conditions = [self.rules, *(demand.condition for demand in self.demands)]
        unknown = frozenset[str]().union(*map(issues_of, conditions)) - frozenset(self.sizes)
        if unknown:
            raise ValueError(f"conditions mention issues without options: {sorted(unknown)}")
        self.satisfied_by(())

    @cached_property
    def parties(self) -> tuple[str, ...]:
        """The parties that demand something or are named by the agreement rule, sorted."""
        named = issues_of(self.agreement) if self.agreement is not None else frozenset[str]()
        return tuple(sorted(named | {demand.party for demand in self.demands}))

    @cached_property
    def agreement_rule(self) -> Condition:
        """The agreement rule, with the default made explicit."""
        if self.agreement is not None:
            return self.agreement
        return All(tuple(OneOf(party, _ACCEPTS) for party in self.parties))

    @cached_property
    def unanimous(self) -> bool:
        """Whether none of the parties that demand something can be left out."""
        return not any(
            holds(self.agreement_rule, {p: int(p != demand.party) for p in self.parties})
            for demand in self.demands
        )

    def satisfied_by(self, kept: Iterable[int]) -> Condition:
        """Return the packages that can be agreed while these demands are kept.

        Args:
            kept: Positions of demands.
        """
        spend(5 + len(self.demands) // 4)
        own: dict[str, list[Condition]] = {party: [] for party in self.parties}
        for k in kept:
            own[self.demands[k].party].append(self.demands[k].condition)
        accepts = {party: All(tuple(conditions)) for party, conditions in own.items()}
        return All((self.rules, _with_acceptance(self.agreement_rule, accepts)))


def _with_acceptance(rule: Condition, accepts: Mapping[str, Condition]) -> Condition:
    """Replace "party p accepts" by the packages that p accepts."""
    match rule:
        case OneOf(party, options):
            ways = (accepts[party],) if options & _ACCEPTS else ()
            return TRUE if options & _REFUSES and ways else Any(ways)
        case All(parts):
            return All(tuple(_with_acceptance(part, accepts) for part in parts))
        case Any(parts):
            return Any(tuple(_with_acceptance(part, accepts) for part in parts))
        case AtLeast(quota, weights, parts):
            inside = tuple(_with_acceptance(part, accepts) for part in parts)
            return AtLeast(quota, weights, inside)
        case Not() | Same() | Total():
            raise ValueError(
                "the agreement rule must be built of 'accepts', and, or and quotas only: "
                "anything else might count a refusal in favour"
            )
