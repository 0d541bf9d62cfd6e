"""Which rules to trust: how often each one's proposals were taken, and what follows for the next.

The record beside the case (:mod:`lastyard.drafting.record`) says what became of every draft.
For a rule, the first proposal of each draft counts: taken as proposed, corrected, or dropped
with its draft. The share taken has Wilson's 95 % interval [Wilson 1927]. A proposal's own
confidence is the mean of a Beta prior worth ``PRIOR_WEIGHT`` decisions; with the decisions on
its rule added, the mean of the posterior takes its place.

Example:
    >>> taken = Decision("a-1", "", "accepted", ({"rule": "verb: insist"},), {"requires": "x"})
    >>> dropped = Decision("a-2", "", "dropped", ({"rule": "verb: insist"},), None)
    >>> rule = trust_from([taken, dropped])["verb: insist"]
    >>> rule.accepted, rule.proposed, round(rule.low, 2), round(rule.high, 2)
    (1, 2, 0.09, 0.91)
    >>> rule.confidence(0.9)
    0.767
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from math import sqrt

from lastyard.drafting.proposals import rule_of
from lastyard.drafting.record import Decision, read_record, record_path
from lastyard.fields import Chance, Count

__all__ = ["PRIOR_WEIGHT", "RuleRecord", "RuleTrust", "known_trust", "trust_from"]

PRIOR_WEIGHT = 4
"""How many decisions a proposal's own confidence is worth."""

_Z = 1.959964


@dataclass(frozen=True, slots=True)
class RuleTrust:
    """What became of one rule's proposals.

    Attributes:
        rule: The rule.
        accepted: How many were taken as proposed.
        corrected: How many were written otherwise.
        dropped: How many fell with their draft.
    """

    rule: str
    accepted: int
    corrected: int
    dropped: int

    @property
    def proposed(self) -> int:
        """How many were judged."""
        return self.accepted + self.corrected + self.dropped

    @property
    def low(self) -> float:
        """Lower end of Wilson's 95 % interval of the share taken."""
        return self._wilson(-1)

    @property
    def high(self) -> float:
        """Upper end of Wilson's 95 % interval of the share taken."""
        return self._wilson(1)

    def _wilson(self, side: int) -> float:
        n, share = self.proposed, self.accepted / self.proposed
        middle = share + _Z * _Z / (2 * n)
        half = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
        return min(1.0, max(0.0, (middle + side * half) / (1 + _Z * _Z / n)))

    def confidence(self, own: float) -> float:
        """Re-estimate a proposal's confidence by the decisions on its rule."""
        return round((PRIOR_WEIGHT * own + self.accepted) / (PRIOR_WEIGHT + self.proposed), 3)

    def published(self) -> RuleRecord:
        """Return what became of the rule's proposals, as programs get it."""
        return RuleRecord(
            rule=self.rule,
            proposed=self.proposed,
            accepted=self.accepted,
            corrected=self.corrected,
            dropped=self.dropped,
            share=round(self.accepted / self.proposed, 3),
            low=round(self.low, 3),
            high=round(self.high, 3),
        )


@dataclass(frozen=True, slots=True)
class RuleRecord:
    """What became of a rule's proposals.

    Attributes:
        rule: The rule.
        proposed: How many were judged.
        accepted: How many were taken as they were.
        corrected: How many were taken otherwise.
        dropped: How many were not taken.
        share: Share taken as they were.
        low: Lower end of its 95 % interval.
        high: Upper end.
    """

    rule: str
    proposed: Count
    accepted: Count
    corrected: Count
    dropped: Count
    share: Chance
    low: Chance
    high: Chance


def known_trust(case_path: str | None) -> dict[str, RuleTrust]:
    """Sum up what is recorded beside a case; nothing without a case file.

    Raises:
        RequestError: If the record cannot be read.
    """
    if case_path is None or case_path == "-":
        return {}
    return trust_from(read_record(record_path(case_path)))


def trust_from(decisions: Iterable[Decision]) -> dict[str, RuleTrust]:
    """Sum up the decisions by the rule of the first proposal, most judged first."""
    counts: dict[str, Counter[str]] = {}
    for decision in decisions:
        if decision.proposed and "rule" in decision.proposed[0]:
            rule = rule_of(str(decision.proposed[0]["rule"]))
            counts.setdefault(rule, Counter())[decision.outcome] += 1
    rules = [
        RuleTrust(rule, count["accepted"], count["corrected"], count["dropped"])
        for rule, count in counts.items()
    ]
    rules.sort(key=lambda rule: (-rule.proposed, rule.rule))
    return {rule.rule: rule for rule in rules if rule.proposed}
