"""From a case in which the parties gave points to the deal engine's outcome space.

The engine (:mod:`lastyard.deals`) knows positions and numbers; a case knows names,
statements and conditions. What stands between them is here: the points in force, the
reservation values, and the rules as the engine steps through them.

Example:
    >>> from lastyard.case.loading.case import load_text
    >>> case = load_text('''
    ... title: A swap
    ... parties: {bill: {}, jack: {}}
    ... issues: {pen: {options: [bill, jack]}, hat: {options: [bill, jack]}}
    ... rules: [{id: one-each, require: "(pen == 'bill') iff (hat == 'jack')"}]
    ... statements:
    ...   - {id: b, party: bill, on: 2024-01-01, reservation: 2,
    ...      values: {pen: {bill: 10, jack: 0}, hat: {bill: 2, jack: 0}}}
    ...   - {id: j, party: jack, on: 2024-01-01, reservation: none,
    ...      values: {pen: {bill: 0, jack: 1}, hat: {bill: 0, jack: 2}}}
    ... ''')
    >>> known = known_points(case)
    >>> domain = known.domain()
    >>> [party.id for party in known.parties], domain.reservation
    (['bill', 'jack'], (Fraction(2, 1), None))
    >>> domain.allowed((0, 1)), domain.allowed((0, 0))
    (True, False)
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import prod

import numpy as np
from numpy.typing import NDArray

from lastyard.case.commitments import sizes_of
from lastyard.case.conditions.arrays import holds_on
from lastyard.case.conditions.tree import TRUE, Condition, bits, issues_of
from lastyard.case.diagnostics import RequestError
from lastyard.case.history import day_of, in_force
from lastyard.case.model import Case, Party, Statement, Values
from lastyard.deals import Domain, DomainError, Rule, TableRule
from lastyard.space.pool import CERTAIN, NEVER, Pool

__all__ = [
    "ConditionRule",
    "KnownPoints",
    "all_gave_points",
    "deciding_parties",
    "known_points",
    "rule_from",
]

_STEPS = 2_000_000


@dataclass(frozen=True, slots=True, eq=False)
class ConditionRule:
    """A condition of a case as the deal engine steps through it.

    Its states are what remains of the condition once some issues are settled, each stored
    once (:class:`lastyard.space.pool.Pool`), so that equal remains are one state.

    Attributes:
        condition: The condition.
        issues: Positions of the issues on which it depends.
        pool: Stores what remains of it.
        node: The whole condition in the pool.
    """

    condition: Condition
    issues: tuple[int, ...]
    pool: Pool
    node: int

    def holds(self, options: Sequence[NDArray[np.int64]]) -> NDArray[np.bool_]:
        """Say which combinations of options satisfy the condition."""
        arrays = [np.asarray(own) for own in options]
        chosen = {
            self.pool.issues[i]: own.ravel() for i, own in zip(self.issues, arrays, strict=True)
        }
        # Issues that are named but make no difference get any option.
        nothing = np.zeros(arrays[0].size, dtype=np.int64)
        chosen |= {id: nothing for id in issues_of(self.condition) if id not in chosen}
        return holds_on(self.condition, chosen).reshape(arrays[0].shape)

    def start(self) -> Hashable:
        """Return the state before any option is known."""
        return self.node

    def step(self, state: Hashable, issue: int, option: int) -> Hashable:
        """Return what remains once an issue has an option; True or False once that is settled."""
        assert isinstance(state, int)  # noqa: S101 - the engine hands back our own states
        cells = self.pool.cells[issue]
        cell = next(k for k, mask in enumerate(cells) if mask >> option & 1)
        after = self.pool.assign(state, issue, cell)
        return after if after not in (CERTAIN, NEVER) else after == CERTAIN


def rule_from(case: Case, condition: Condition) -> Rule | None:
    """Return a condition as a rule of the deal engine, or None when it always holds.

    Raises:
        SearchTooLargeError: The condition is too entangled.
    """
    sizes = sizes_of(case)
    pool = Pool(sizes, [condition], _STEPS)
    node = pool.add(condition)
    if node == CERTAIN:
        return None
    if node == NEVER:
        return TableRule((0,), np.zeros(next(iter(sizes.values())), dtype=np.bool_))
    return ConditionRule(condition, tuple(bits(pool.scope[node])), pool, node)


@dataclass(frozen=True, slots=True)
class KnownPoints:
    """The points in force of every party that decides.

    Attributes:
        case: The case.
        day: The day.
        parties: The parties that decide, in the order of the case.
        statements: Per party, the statement with its points.
    """

    case: Case
    day: date | None
    parties: tuple[Party, ...]
    statements: tuple[Statement, ...]

    @property
    def given(self) -> tuple[Values, ...]:
        """Per party, its points."""
        return tuple(s.says for s in self.statements if isinstance(s.says, Values))

    @property
    def reservation(self) -> tuple[Fraction | None, ...]:
        """Per party, the least it accepts; None for everything, or where it did not say."""
        return tuple(
            v.reservation if isinstance(v.reservation, Fraction) else None for v in self.given
        )

    def domain(self, require: Condition = TRUE) -> Domain:
        """Return the outcome space: points, reservation values and the rules of the case.

        Args:
            require: A further condition on packages.

        Raises:
            RequestError: The points cannot be used, or the rules are too entangled.
        """
        conditions = [*(rule.condition.tree for rule in self.case.rules), require]
        rules = [rule for c in conditions if (rule := rule_from(self.case, c)) is not None]
        try:
            return Domain.of(
                [[own for _, own in values.points] for values in self.given],
                pairs=self._pairs(),
                reservation=self.reservation,
                rules=rules,
            )
        except DomainError as problem:
            raise RequestError(f"the points cannot be used: {problem}") from problem

    def worth(self, party: int, package: Sequence[tuple[str, int]]) -> Fraction:
        """Return what a complete package is worth to a party."""
        given, chosen = self.given[party], dict(package)
        points = dict(given.points)
        added = (t.points for t in given.together if all(chosen[i] == k for i, k in t.when))
        return sum((points[issue][option] for issue, option in package), sum(added, Fraction(0)))

    def _pairs(self) -> dict[tuple[int, int], list[list[list[Fraction]]]]:
        """Return what pairs of options add, per pair of issues a table a party."""
        place = {issue.id: k for k, issue in enumerate(self.case.issues)}
        sizes = [issue.size for issue in self.case.issues]
        found: dict[tuple[int, int], list[list[list[Fraction]]]] = {}
        for party, values in enumerate(self.given):
            for each in values.together:
                (i, first), (j, second) = sorted((place[id], k) for id, k in each.when)
                if (i, j) not in found:
                    found[i, j] = [
                        [[Fraction(0)] * sizes[j] for _ in range(sizes[i])] for _ in self.given
                    ]
                found[i, j][party][first][second] += each.points
        return found

    @property
    def combinations(self) -> int:
        """How many packages there are before any rule."""
        return prod(issue.size for issue in self.case.issues)


def deciding_parties(case: Case) -> tuple[Party, ...]:
    """Return the parties whose acceptance counts, in the order of the case."""
    if case.agreement is None:
        return case.deciders
    return tuple(party for party in case.parties if party.id in case.agreement.parties)


def all_gave_points(case: Case, day: date | None = None) -> bool:
    """Say whether points of every party that decides are in force."""
    gave = {s.party for s in in_force(case, day) if isinstance(s.says, Values)}
    parties = deciding_parties(case)
    return bool(parties) and gave.issuperset(party.id for party in parties)


def known_points(case: Case, day: date | None = None) -> KnownPoints:
    """Return the points in force of all deciding parties; of several, a party's newest.

    Raises:
        RequestError: A party gave none, or two on the same day.
    """
    parties = deciding_parties(case)
    found: dict[str, list[Statement]] = {party.id: [] for party in parties}
    for statement in in_force(case, day):
        if isinstance(statement.says, Values) and statement.party in found:
            found[statement.party].append(statement)
    silent = [party.name for party in parties if not found[party.id]]
    if silent or not parties:
        when = day_of(case, day)
        who = ", ".join(silent) or "nobody"
        raise RequestError(
            "frontier and solutions need points for every option from every party that decides; "
            f"no points are in force from: {who}{f' (on {when})' if when else ''}; "
            "add a statement with `values:` for each of them"
        )
    return KnownPoints(
        case, day_of(case, day), parties, tuple(_newest(found[party.id]) for party in parties)
    )


def _newest(statements: Sequence[Statement]) -> Statement:
    last = max(statement.on for statement in statements)
    newest = [statement for statement in statements if statement.on == last]
    if len(newest) > 1:
        names = " and ".join(repr(statement.id) for statement in newest)
        raise RequestError(
            f"{names} give points of the same party on the same day: let one say `replaces:`"
        )
    return newest[0]
