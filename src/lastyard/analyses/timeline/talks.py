"""States and gaps for many sets of statements in force, each party's part worked out once.

What a party asks for and leaves open depends on its own statements in force alone, and a
gap on two parties. So a day on which one party speaks costs that party's part only. The
definitions are those of :mod:`lastyard.analyses.standing`.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Wage talks
    ... parties: {union: {}, firm: {}}
    ... issues: {wage: {range: [0, 10], step: 1, unit: "%"}}
    ... statements:
    ...   - {id: ask, party: union, on: 2024-01-05, position: {wage: 8}}
    ...   - {id: bid, party: firm, on: 2024-01-09, position: {wage: 2}}
    ... ''')
    >>> Talks(case).issues(case.statements)["wage"].gaps[0].by_position
    Fraction(3, 5)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations
from typing import Literal

from lastyard.analyses.standing import Gap
from lastyard.analyses.standing.positions import Ask, committed_position, requested_position
from lastyard.analyses.standing.standing import (
    State,
    bound_by_rules,
    gap_between,
    issues_named_in,
    state_of,
)
from lastyard.budget import spend
from lastyard.case.commitments import Commitment, commitments, rules_of, sizes_of
from lastyard.case.conditions.tree import issues_of
from lastyard.case.issues import Issue
from lastyard.case.model import Case, Statement
from lastyard.space import SearchTooLargeError, Space

__all__ = ["IssueGaps", "Kind", "Talks", "mean_gap", "move_between"]

Kind = Literal["by_position", "by_commitment"]


@dataclass(frozen=True, slots=True)
class IssueGaps:
    """The state of an issue, and its gaps, one per pair of parties."""

    state: State
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True)
class _Part:
    """What one party's statements in force come to, per issue."""

    positions: Mapping[str, Ask | None]
    open: Mapping[str, int]
    committed: frozenset[str]
    heard: frozenset[str]


class Talks:
    """Answers for sets of statements of one case."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._binding = {c.statement.id: c for c in commitments(case, case.statements)}
        self.about = {
            s.id: issues_named_in(s)
            | (issues_of(self._binding[s.id].condition) if s.id in self._binding else frozenset())
            for s in case.statements
        }
        self._rules = self._space()
        self._parts: dict[tuple[str, tuple[str, ...]], _Part] = {}
        self._known: dict[tuple[str, ...], Mapping[str, int]] = {}
        self._gaps: dict[tuple[object, ...], Gap] = {}

    def _space(self) -> Space:
        also = [commitment.condition for commitment in self._binding.values()]
        return Space(sizes_of(self.case), rules_of(self.case), also=also)

    def _open_under(self, binding: Sequence[Commitment]) -> Mapping[str, int]:
        key = tuple(commitment.statement.id for commitment in binding)
        if key not in self._known:
            conditions = [commitment.condition for commitment in binding]
            try:
                found = self._rules.where(*conditions).open_options()
            except SearchTooLargeError:
                # The budget is for all questions together; one alone may well be answered.
                self._rules = self._space()
                found = self._rules.where(*conditions).open_options()
            self._known[key] = found
        return self._known[key]

    def _part(self, party: str, own: tuple[Statement, ...]) -> _Part:
        key = (party, tuple(s.id for s in own))
        if key not in self._parts:
            binding = [self._binding[s.id] for s in own if s.id in self._binding]
            positions = {
                issue.id: requested_position(issue.id, party, own)
                or self._only_one_left(issue.id, party, binding)
                for issue in self.case.issues
            }
            self._parts[key] = _Part(
                positions,
                self._open_under(binding),
                frozenset[str]().union(*(self.about[c.statement.id] for c in binding)),
                frozenset[str]().union(*(self.about[s.id] for s in own)),
            )
        return self._parts[key]

    def _only_one_left(self, issue: str, party: str, binding: Sequence[Commitment]) -> Ask | None:
        return committed_position(issue, party, binding, lambda kept: self._open_under(kept)[issue])

    def issues(self, said: Sequence[Statement]) -> dict[str, IssueGaps]:
        """Return per issue its state and gaps.

        Args:
            said: The statements in force, in the order of the file.

        Raises:
            SearchTooLargeError: If rules and commitments are too entangled to be searched.
        """
        own: dict[str, list[Statement]] = {party.id: [] for party in self.case.deciders}
        for statement in said:
            if statement.party in own:
                own[statement.party].append(statement)
        parts = {party: self._part(party, tuple(spoken)) for party, spoken in own.items()}
        return {issue.id: self._issue(issue, parts) for issue in self.case.issues}

    def _issue(self, issue: Issue, parts: Mapping[str, _Part]) -> IssueGaps:
        spend(2 + len(parts) ** 2)
        held = [part.positions[issue.id] for part in parts.values()]
        positions = [position for position in held if position is not None]
        open_to = {party: part.open[issue.id] for party, part in parts.items()}
        further = bound_by_rules(open_to, self._open_under(())[issue.id])
        committed = further | {p for p, part in parts.items() if issue.id in part.committed}
        gaps = tuple(
            gap_between(issue, one, other, positions, open_to, committed)
            for one, other in combinations(self.case.deciders, 2)
        )
        heard = bool(further) or any(issue.id in part.heard for part in parts.values())
        return IssueGaps(state_of(self.case, issue, positions, open_to, gaps, heard=heard), gaps)


def move_between(before: Sequence[Gap], after: Sequence[Gap], kind: Kind) -> Fraction | None:
    """Return the change of the mean gap over the pairs that have one before and after.

    Returns:
        Below 0 when they came closer; None when no pair can be compared.
    """
    pairs = [
        (earlier, later)
        for one, other in zip(before, after, strict=True)
        if (earlier := getattr(one, kind)) is not None
        and (later := getattr(other, kind)) is not None
    ]
    if not pairs:
        return None
    return sum((later - earlier for earlier, later in pairs), start=Fraction(0)) / len(pairs)


def mean_gap(gaps: Sequence[Gap], kind: Kind) -> Fraction | None:
    """Return the mean gap over the pairs that have one; None when none has."""
    known = [gap for each in gaps if (gap := getattr(each, kind)) is not None]
    return sum(known, start=Fraction(0)) / len(known) if known else None
