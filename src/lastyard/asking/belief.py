"""What is believed of each party: which packages it would take, and how answers change that.

A party takes a package when it is worth the reservation value to it and it gives way on
every commitment that the package breaks (docs/model.md, sections 2 and 4). A belief is a table of
weights over draws of its value function (rows) and patterns of which commitments it really
holds to (columns), so that any answer changes the weights by Bayes' rule, exactly on the
draws: no further sampling, and answers can follow one another.

Example, a party with two draws and one commitment of firmness 0.8 that the first package
breaks:
    >>> import numpy as np
    >>> worth = np.array([[0.9, 0.4], [0.9, 0.6]])
    >>> belief = believe(worth, np.array([0.5, 0.5]), np.array([[True, False]]), each_alone([0.8]))
    >>> belief.acceptance().round(3).tolist()
    [0.2, 0.5]
    >>> belief.given(belief.takes(1), yes=True).acceptance().round(3).tolist()
    [0.2, 1.0]
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import combinations
from math import prod
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.budget import current, spend
from lastyard.portable import quantised

__all__ = [
    "MOST_PATTERNS",
    "AcceptanceQuestion",
    "FirmnessQuestion",
    "GivingWay",
    "Mask",
    "PartyBelief",
    "PreferenceQuestion",
    "Question",
    "Shares",
    "Talks",
    "Where",
    "Worth",
    "believe",
    "each_alone",
    "is_open",
    "questions",
    "where_yes",
]

MOST_PATTERNS = 256

_ROUNDING = 1e-12

_DIGITS = 12

# Packages looked at together.
_BLOCK = 256


Shares = NDArray[np.float64]

Mask = NDArray[np.bool_]


class GivingWay(NamedTuple):
    """The ways in which a party may give way on some commitments that hang together.

    Attributes:
        commitments: Their numbers.
        ways: On which of them it gives way, with the probability of just these; what gives
            most first.
    """

    commitments: tuple[int, ...]
    ways: tuple[tuple[frozenset[int], float], ...]


def each_alone(firmness: Sequence[float]) -> list[GivingWay]:
    """Return the ways of giving way on commitments that are independent of one another.

    Args:
        firmness: Probability that the party holds to each.
    """
    return [
        GivingWay((k,), tuple(w for w in ((frozenset({k}), 1 - f), (frozenset(), f)) if w[1] > 0))
        for k, f in enumerate(firmness)
    ]


class Where(NamedTuple):
    """The draws and patterns under which something is true: where both are.

    Attributes:
        draws: Shape (draws,).
        patterns: Shape (patterns,).
    """

    draws: Mask
    patterns: Mask

    def table(self) -> Mask:
        """Return it as a table, shape (draws, patterns)."""
        return self.draws[:, None] & self.patterns[None, :]


Worth = Callable[["slice | Sequence[int]"], Shares]
"""The value of some packages under each draw, shape (draws, packages); of all it would be large."""


@dataclass(frozen=True, eq=False)
class PartyBelief:
    """Weights over draws of values and patterns of commitments.

    Attributes:
        worth: Returns the value of packages under each draw.
        enough: Where that is at least the reservation value, shape (draws, packages).
        free: Where no commitment held to excludes the package, shape (patterns, packages).
        holds: Which commitments each pattern holds to, shape (patterns, commitments).
        weights: Probability of each draw and pattern, shape (draws, patterns), sum 1.
        told: Whether its values can be told; if not, only its commitments count.
        askable: How many commitments, from the first, can be asked about; the others are parts of
            the way from one of them. All when left out.
    """

    worth: Worth
    enough: Mask
    free: Mask
    holds: Mask
    weights: Shares
    told: bool = True
    askable: int | None = None

    def acceptance(self) -> Shares:
        """Return the probability that the party takes each package."""
        return self._acceptance

    @cached_property
    def _acceptance(self) -> Shares:
        draws, patterns = self.weights.shape
        everywhere = Where(np.ones(draws, np.bool_), np.ones(patterns, np.bool_))
        return self.acceptance_if([everywhere])[1][:, 0]

    def acceptance_if(self, wheres: Sequence[Where]) -> tuple[Shares, Shares]:
        """Return what would be thought after a yes to each of some questions.

        Args:
            wheres: Where the answer to each is yes.

        Returns:
            The probability of each yes, and the probability, both at once, of that yes and of
            taking each package: shapes (questions,) and (packages, questions).
        """
        asked, (count, packages) = len(wheres), self.enough.shape
        spend(200 + (self.enough.size + self.weights.size) * (2 + asked // 4) // 250)
        current().room(count * _BLOCK * 9 + asked * (count + packages) * 16)
        draws = np.column_stack([where.draws for where in wheres]).astype(np.float64)
        patterns = np.column_stack([where.patterns for where in wheres]).astype(np.float64)
        chances = np.zeros(asked)
        both = np.zeros((packages, asked))
        # What is added is quantised, so that a fast product of matrices is exact on any processor.
        free = self.free.astype(np.float64)
        for values, commitments in _independent_parts(self.weights):
            chances += (values @ draws) * (commitments @ patterns)
            weighed = values[:, None] * draws
            for block in _blocks(packages):
                enough_and = self.enough[:, block].T.astype(np.float64) @ weighed
                both[block] += enough_and * (free[:, block].T @ (commitments[:, None] * patterns))
        return np.clip(chances, 0.0, 1.0), np.clip(both, 0.0, 1.0)

    def takes(self, package: int) -> Where:
        """Return where the party would take a package."""
        return Where(self.enough[:, package], self.free[:, package])

    def holds_to(self, commitment: int) -> Where:
        """Return where the party holds to a commitment."""
        return Where(np.ones(len(self.enough), np.bool_), self.holds[:, commitment])

    def prefers(self, package: int, other: int) -> Where:
        """Return where the party likes a package better than another."""
        one, two = self.worth([package, other]).T
        better = one > two + _ROUNDING
        return Where(better, np.ones(len(self.holds), np.bool_))

    def chance(self, where: Where) -> float:
        """Return the probability of what is true there."""
        there = self.weights[where.draws][:, where.patterns]
        return float(np.clip(there.sum(), 0.0, 1.0))

    def given(self, where: Where, *, yes: bool, trust: float = 1.0) -> PartyBelief:
        """Return the belief after an answer [Bayes' rule].

        Args:
            where: Where the answer is yes.
            yes: The answer.
            trust: Probability that the answer is right.

        Raises:
            ValueError: If the answer was thought impossible.
        """
        spend(1 + self.weights.size // 100)
        kept = self.weights * np.where(where.table() == yes, trust, 1.0 - trust)
        total = kept.sum()
        if total <= 0.0:
            raise ValueError("an answer that was thought impossible teaches nothing")
        return replace(self, weights=kept / total)


def _blocks(packages: int) -> Iterator[slice]:
    """Go through packages, so many at a time that what is worked out of them is small."""
    return (slice(first, first + _BLOCK) for first in range(0, packages, _BLOCK))


def believe(
    worth: Shares | Worth,
    reservation: Shares,
    broken: Mask,
    giving: Sequence[GivingWay],
    *,
    askable: int | None = None,
    certain: NDArray[np.int8] | None = None,
    told: bool = True,
    seed: int = 0,
) -> PartyBelief:
    """Start from draws that are all as likely, and groups of commitments that are independent.

    Args:
        worth: Value of each package under each draw, shape (draws, packages); or what returns it of
            some packages.
        reservation: Reservation value under each draw.
        broken: Which packages break each commitment, shape (commitments, packages).
        giving: Its commitments in groups, in rising order of the first of each, with the ways in which it may
            give way on each; groups are independent.
        askable: How many of them, from the first, can be asked about; all when left out.
        certain: Per package 1 where its worth is certainly enough, 2 where it certainly is
            not, 0 elsewhere; nothing certain when left out.
        told: Whether its values can be told; if not, every package is taken to be worth
            enough unless it certainly is not.
        seed: Seed of the patterns, where there are too many commitments for all of them:
            beyond 256 patterns that many are drawn.
    """
    look = worth if callable(worth) else partial(_of_table, worth)
    count, packages = len(reservation), broken.shape[1]
    # Package by package, as they are asked for.
    enough = np.ones((packages, count), np.bool_)
    for block in _blocks(packages) if told else ():
        np.greater_equal(look(block).T, reservation - _ROUNDING, out=enough[block])
    if certain is not None:
        enough[certain == 1], enough[certain == 2] = True, False
    holds, chances = _patterns(giving, len(broken), seed)
    free = ~(holds.astype(np.intp) @ broken.astype(np.intp)).astype(np.bool_)
    weights = np.broadcast_to(chances / count, (count, len(chances))).copy()
    return PartyBelief(look, enough.T, free, holds, weights, told, askable)


def _of_table(table: Shares, packages: slice | Sequence[int]) -> Shares:
    return table[:, packages]


def _patterns(giving: Sequence[GivingWay], commitments: int, seed: int) -> tuple[Mask, Shares]:
    """Return patterns of commitments held to, and their probabilities."""
    doubtful = [group for group in giving if len(group.ways) > 1]
    count = prod(len(group.ways) for group in doubtful)
    if count <= MOST_PATTERNS:
        chosen = np.zeros((count, len(doubtful)), dtype=np.intp)
        before = 1
        for column, group in enumerate(doubtful):
            chosen[:, column] = np.arange(count) // before % len(group.ways)
            before *= len(group.ways)
        factors = [np.array([w[1] for w in g.ways])[chosen[:, k]] for k, g in enumerate(doubtful)]
        likely = np.prod(np.column_stack(factors), axis=1) if factors else np.ones(1)
    else:
        # Stratified: every way has its share of the patterns, to one pattern.
        rng = np.random.default_rng(seed)
        count = MOST_PATTERNS
        even = (np.arange(count) + 0.5) / count
        columns = []
        for group in doubtful:
            # From the end, so that what is given least comes first.
            upto = np.cumsum([chance for _, chance in reversed(group.ways)])
            place = np.searchsorted(upto[:-1], rng.permutation(even), side="right")
            columns.append(len(group.ways) - 1 - place)
        chosen = np.column_stack(columns)
        likely = np.full(count, 1.0 / count)
    holds = np.ones((count, commitments), dtype=np.bool_)
    for group in giving:
        if len(group.ways) == 1:
            holds[:, list(group.ways[0][0])] = False
    for column, group in enumerate(doubtful):
        for number, (given, _) in enumerate(group.ways):
            rows = np.flatnonzero(chosen[:, column] == number)
            holds[rows[:, None], sorted(given)] = False
    return holds, likely


def _independent_parts(weights: Shares) -> Iterator[tuple[Shares, Shares]]:
    """Write a table of weights as a sum of products of draws and patterns, few where it can be.

    Before any answer values and commitments are independent, and one product is enough; then
    two thousand draws of two thousand packages take no longer for 256 patterns than for one.
    """
    totals = weights.sum(axis=0)
    some = np.flatnonzero(totals > 0.0)
    spend(300 + weights.size // 40)
    shapes = (weights[:, some] / totals[some]).round(_DIGITS)
    # Equal columns are found by their bytes: to sort them all takes far longer.
    kinds: dict[bytes, int] = {}
    rows = np.ascontiguousarray(shapes.T)
    group = np.array([kinds.setdefault(row.tobytes(), len(kinds)) for row in rows], np.intp)
    first = np.full(len(kinds), len(group))
    np.minimum.at(first, group, np.arange(len(group)))
    for number in sorted(kinds.values(), key=lambda k: rows[first[k]].tolist()):
        column = first[number]
        spend(1 + weights.size // 100)
        patterns = np.zeros(len(totals))
        members = some[group == number]
        patterns[members] = totals[members]
        yield quantised(weights[:, some[column]] / totals[some[column]]), quantised(patterns)


_CERTAIN = 1e-9


@dataclass(frozen=True, slots=True, order=True)
class FirmnessQuestion:
    """Would you really walk away rather than leave this demand?

    Attributes:
        party: Place of the party.
        commitment: Place of the commitment among those of the party.
    """

    party: int
    commitment: int


@dataclass(frozen=True, slots=True, order=True)
class AcceptanceQuestion:
    """Would you take this package?

    Attributes:
        party: Place of the party.
        package: Place of the package.
    """

    party: int
    package: int


@dataclass(frozen=True, slots=True, order=True)
class PreferenceQuestion:
    """Which of these two would you rather have?

    Attributes:
        party: Place of the party.
        package: The first.
        other: The second.
    """

    party: int
    package: int
    other: int


Question = FirmnessQuestion | AcceptanceQuestion | PreferenceQuestion


def where_yes(belief: PartyBelief, question: Question) -> Where:
    """Return where the answer is yes (for two packages: the first)."""
    match question:
        case FirmnessQuestion(_, commitment):
            return belief.holds_to(commitment)
        case AcceptanceQuestion(_, package):
            return belief.takes(package)
        case PreferenceQuestion(_, package, other):
            return belief.prefers(package, other)


def is_open(belief: PartyBelief, question: Question) -> bool:
    """Return whether both answers are thought possible."""
    return _CERTAIN < belief.chance(where_yes(belief, question)) < 1.0 - _CERTAIN


def questions(
    beliefs: Sequence[PartyBelief], takable: Sequence[int], comparable: Sequence[int]
) -> Iterator[Question]:
    """Go through the questions whose answer is not certain.

    A party whose values cannot be told is asked about its commitments alone.

    Args:
        beliefs: What is believed of each party.
        takable: Packages to ask about one by one.
        comparable: Packages to ask about two by two.

    Example:
        >>> import numpy as np
        >>> from lastyard.asking.belief import believe
        >>> belief = believe(np.array([[0.9, 0.4], [0.9, 0.6]]), np.array([0.5, 0.5]),
        ...                  np.zeros((0, 2), dtype=bool), [])
        >>> [question for question in questions([belief], [0, 1], [0, 1])]
        [AcceptanceQuestion(party=0, package=1)]
    """
    for party, belief in enumerate(beliefs):
        every: list[Question] = [
            FirmnessQuestion(party, k) for k in range(belief.holds.shape[1])[: belief.askable]
        ]
        if belief.told:
            every += [AcceptanceQuestion(party, k) for k in takable]
            every += [PreferenceQuestion(party, *pair) for pair in combinations(comparable, 2)]
        yield from (question for question in every if is_open(belief, question))


@dataclass(frozen=True, slots=True, eq=False)
class Talks:
    """The parties that decide.

    Attributes:
        beliefs: Per party; all over the same packages.
        probability: From acceptance, shape (packages, parties), to the probability of
            agreement, shape (packages,), parties being independent.
        agrees: From who accepts, shape (cases, parties), to whether it is agreed.
        said: Where a party itself said of a package that it would take it, 1, or not, -1;
            shape (packages, parties); nothing said when left out.

    Example:
        >>> from lastyard.asking.belief import believe
        >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
        >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
        >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
        >>> talks.after(AcceptanceQuestion(0, 0), yes=False, trust=0.75).index().tolist()
        [0.0, 0.75]
    """

    beliefs: tuple[PartyBelief, ...]
    probability: Callable[[Shares], Shares]
    agrees: Callable[[Mask], Mask]
    said: NDArray[np.int8] | None = None

    def acceptance(self) -> Shares:
        """Return the probability that each party takes each package: (packages, parties)."""
        found = np.column_stack([belief.acceptance() for belief in self.beliefs])
        return found if self.said is None else _heard(found, self.said)

    def index(self) -> Shares:
        """Return the probability of agreement of each package."""
        return self.probability(self.acceptance())

    def after(self, question: Question, *, yes: bool, trust: float = 1.0) -> Talks:
        """Return the talks after an answer.

        Args:
            question: The question.
            yes: The answer.
            trust: Probability that the answer is right for all that it says of other
                packages; of the package asked about it is believed.
        """
        belief = self.beliefs[question.party]
        told = belief.given(where_yes(belief, question), yes=yes, trust=trust)
        beliefs = list(self.beliefs)
        beliefs[question.party] = told
        said = self.said
        if isinstance(question, AcceptanceQuestion):
            shape = (belief.enough.shape[1], len(self.beliefs))
            said = np.zeros(shape, dtype=np.int8) if said is None else said.copy()
            said[question.package, question.party] = 1 if yes else -1
        return replace(self, beliefs=tuple(beliefs), said=said)

    def after_each(self, questions: list[Question]) -> tuple[Shares, Shares]:
        """Return what would be thought after each answer to each of some questions.

        Args:
            questions: Questions whose answer is not certain, those of a party side by side.

        Returns:
            The probability of each yes, and acceptance after yes and after no; shapes
            (questions,) and (questions, 2, packages, parties).
        """
        now = np.column_stack([belief.acceptance() for belief in self.beliefs])
        spend(1 + 2 * len(questions) * now.size // 250)
        current().room(2 * len(questions) * now.size * 12)
        chances = np.empty(len(questions))
        tables = np.broadcast_to(now, (len(questions), 2, *now.shape)).copy()
        for party, belief in enumerate(self.beliefs):
            own = [k for k, each in enumerate(questions) if each.party == party]
            if not own:
                continue
            yes, both = belief.acceptance_if([where_yes(belief, questions[k]) for k in own])
            chances[own] = yes
            tables[own, 0, :, party] = np.clip(both / yes, 0.0, 1.0).T
            no = (now[:, [party]] - both) / (1.0 - yes)
            tables[own, 1, :, party] = np.clip(no, 0.0, 1.0).T
        if self.said is not None:
            tables = _heard(tables, self.said)
        for k, each in enumerate(questions):
            if isinstance(each, AcceptanceQuestion):
                tables[k, :, each.package, each.party] = 1.0, 0.0
        return chances, tables


def _heard(acceptance: Shares, said: NDArray[np.int8]) -> Shares:
    return np.where(said > 0, 1.0, np.where(said < 0, 0.0, acceptance))
