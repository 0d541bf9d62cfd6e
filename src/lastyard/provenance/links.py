"""Which statements and rules can bear on which issues.

Two conditions bear on each other when they share an issue, directly or through others; of
all the rest a conclusion about these issues is independent.

Example:
    >>> linked({"a"}, {"r1": {"a", "b"}, "r2": {"b", "c"}, "r3": {"d"}})
    ('r1', 'r2')
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from lastyard.case.conditions.tree import issues_of
from lastyard.case.model import Case
from lastyard.provenance.graph import Use

__all__ = ["linked", "rules_on"]


def linked(issues: Collection[str], conditions: Mapping[str, Collection[str]]) -> tuple[str, ...]:
    """Return the conditions that bear on some issues, in their order.

    Args:
        issues: Identifiers of the issues.
        conditions: Per condition, the issues that it names.
    """
    reached = set(issues)
    found: set[str] = set()
    while True:
        new = {id for id, named in conditions.items() if id not in found and reached & set(named)}
        if not new:
            return tuple(id for id in conditions if id in found)
        found |= new
        for id in new:
            reached |= set(conditions[id])


def rules_on(case: Case, issues: Collection[str]) -> tuple[Use, ...]:
    """Return the rules that bear on some issues, as things that a finding rests on."""
    named = {rule.id: issues_of(rule.condition.tree) for rule in case.rules}
    return tuple(Use("rule", f"rule:{id}") for id in linked(issues, named))
