"""What a statement rules out: commitments (docs/model.md, section 2).

Four kinds of statement bind a party to a set of packages:

* ``requires`` and ``rejects``, to the packages that do or do not satisfy the condition;
* ``refuses`` of a *complete* package, to every other one. A partial refusal holds only
  with the party's own worst on what is left open, which nobody knows: it binds to nothing;
* ``values`` with a reservation value, to the packages worth at least as much. Points
  are taken as given, so this binds absolutely.

Everything else says what a party likes, not what it would walk away from.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> case = load_text('''
    ... title: A small dispute
    ... parties: {union: {}}
    ... issues: {wage: {options: [frozen, raised]}}
    ... statements: [{id: raise, party: union, on: 2024-01-05, rejects: "wage == 'frozen'"}]
    ... ''')
    >>> commitment_of(case, case.statements[0]).condition
    Not(part=OneOf(issue='wage', options=1))
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from fractions import Fraction
from itertools import product

from lastyard.case.conditions.tree import All, Any, Condition, Not, OneOf, Total
from lastyard.case.model import Case, Refuses, Rejects, Requires, Statement, Together, Values
from lastyard.records import record

__all__ = ["Commitment", "commitment_of", "commitments", "rules_of", "sizes_of"]


@record(frozen=True, slots=True)
class Commitment:
    """A set of packages that a party says it will keep to.

    Attributes:
        statement: The statement that binds it.
        condition: The packages.
        firmness: Probability that it would walk away rather than leave them.
    """

    statement: Statement
    condition: Condition
    firmness: Fraction


def commitment_of(case: Case, statement: Statement) -> Commitment | None:
    """Return what a statement binds its party to, or None when it does not bind."""
    match statement.says:
        case Requires(condition):
            return Commitment(statement, condition.tree, statement.firmness)
        case Rejects(condition):
            return Commitment(statement, Not(condition.tree), statement.firmness)
        case Refuses(package) if len(package) == len(case.issues):
            refused = All(tuple(OneOf(issue, 1 << option) for issue, option in package))
            return Commitment(statement, Not(refused), statement.firmness)
        case Values(points, Fraction() as reservation, together):
            worth = _worth_with_pairs(points, reservation, together)
            return Commitment(statement, worth, Fraction(1))
        case _:
            return None


def commitments(case: Case, statements: Iterable[Statement]) -> tuple[Commitment, ...]:
    """Return the commitments of the parties that decide, in the order of the statements."""
    deciders = {party.id for party in case.deciders}
    found = (commitment_of(case, s) for s in statements if s.party in deciders)
    return tuple(commitment for commitment in found if commitment is not None)


def rules_of(case: Case) -> Condition:
    """Return the condition that every package must satisfy."""
    return All(tuple(rule.condition.tree for rule in case.rules))


def sizes_of(case: Case) -> dict[str, int]:
    """Return the number of options of every issue, in the order of the case."""
    return {issue.id: issue.size for issue in case.issues}


def _worth_with_pairs(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...],
    reservation: Fraction,
    together: tuple[Together, ...],
) -> Condition:
    """Return the packages worth enough: for each set of pairs held, what the rest must add."""
    if not together:
        return _worth_at_least(points, reservation)
    pairs = [All(tuple(OneOf(issue, 1 << k) for issue, k in pair.when)) for pair in together]
    cases = []
    for held in product((False, True), repeat=len(pairs)):
        added = sum((t.points for t, on in zip(together, held, strict=True) if on), Fraction(0))
        just_these = tuple(p if on else Not(p) for p, on in zip(pairs, held, strict=True))
        cases.append(All((*just_these, _worth_at_least(points, reservation - added))))
    return Any(tuple(cases))


def _worth_at_least(
    points: tuple[tuple[str, tuple[Fraction, ...]], ...], reservation: Fraction
) -> Condition:
    numbers = [reservation, *(value for _, values in points for value in values)]
    scale = math.lcm(*(number.denominator for number in numbers))
    terms = tuple((issue, tuple(int(v * scale) for v in values)) for issue, values in points)
    return Total(terms, int(reservation * scale), None)
