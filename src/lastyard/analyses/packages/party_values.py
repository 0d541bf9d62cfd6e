"""What one party may want: certain from its sure statements, likely from all of them.

*Certain* rests on the statements coded with confidence 1, taken at their word. *Likely* is a
posterior over value functions, in which every statement counts with its confidence and
people may be inconsistent. A party whose statements contradict one another gets nothing
certain; its likely values still stand. Where the sampler cannot answer, there are none, and
the reason is kept.

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('''
    ... title: Talks
    ... parties: {us: {}}
    ... issues: {x: {options: [a, b]}}
    ... statements: [{id: bid, party: us, on: 2024-01-05, position: {x: a}}]
    ... ''')
    >>> wants = party_values(case, case.party("us"), case.statements, seed=7)
    >>> wants.silent, wants.posterior.effective > 400
    (False, True)
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lastyard.analyses.packages.pairs import PairedPoints
from lastyard.analyses.packages.sayings import sayings_of, scales_of
from lastyard.budget import OutOfBudget
from lastyard.case.model import Case, Party, Statement, Values
from lastyard.values import (
    Contradiction,
    Layout,
    Points,
    Posterior,
    ValueProblem,
    ValuesError,
    contradicts,
    find_contradiction,
    sample,
    translate,
)
from lastyard.values.region import EmptyRegionError

__all__ = [
    "FULL",
    "QUICK",
    "Budget",
    "PartyValues",
    "doubting",
    "party_values",
    "refusal_of",
    "seed_of",
    "too_much",
    "work_of",
]

# A statement that the party contradicts itself counts half where the shapes it asks for
# exclude one another; softer contradictions need no such help, the likelihood weighs them.
_HALF = 0.5
_MANY_UNKNOWNS = 120
_FEW_CHAINS = 24


@dataclass(frozen=True, slots=True)
class Budget:
    """How many draws of a party's values are made.

    Attributes:
        chains: Chains side by side.
        draws: Draws kept of each.
        most_work: Unknowns squared, over the parties that spoke, beyond which none are made.
    """

    chains: int
    draws: int
    most_work: int

    def of(self, problem: ValueProblem) -> tuple[int, int]:
        """Return chains and draws for one party.

        Many unknowns mix better in few chains of more draws, for the same work.
        """
        if problem.layout.size > _MANY_UNKNOWNS:
            return _FEW_CHAINS, max(1, self.chains * self.draws * 15 // (32 * _FEW_CHAINS))
        return self.chains, self.draws


FULL, QUICK = Budget(128, 16, 400_000), Budget(64, 8, 40_000)
"""For figures that are asked for as such (a few minutes at most), and for those shown beside
others (a few seconds)."""


@dataclass(frozen=True, slots=True, eq=False)
class PartyValues:
    """What is known of one party's values.

    Attributes:
        party: The party.
        statements: Its preference statements in force.
        problem: All that it said of its values; None when it cannot be used.
        sure: What its sure statements leave possible; None when they contradict.
        contradiction: A minimal set of its statements that no value function fits.
        posterior: What is likely; None when it cannot be told.
        joint: Points with pairs worth more or less together; such a value function is known
            and not additive, so nothing is drawn and nothing is left to linear programs.
        likely: What that was drawn from: ``problem``, unless statements that exclude one
            another had to be doubted; None as it is.
        cannot_tell: Why not; None when it can.
        silent: It said nothing that bears on its values, so this is the prior.
    """

    party: Party
    statements: tuple[Statement, ...]
    problem: ValueProblem | None
    sure: ValueProblem | None
    contradiction: Contradiction | None
    posterior: Posterior | None
    cannot_tell: str | None
    silent: bool
    likely: ValueProblem | None = None
    joint: PairedPoints | None = None

    @property
    def shared(self) -> bool:
        """Whether its draws are those of every silent party."""
        return self.silent and self.posterior is not None

    @property
    def fixed(self) -> bool:
        """Whether its sure statements leave one value function and one reservation value."""
        if self.sure is None or self.posterior is None:
            return False
        points = any(isinstance(s, Points) for s in self.sure.sayings)
        known = points and self.posterior.known
        return known and not np.ptp(self.posterior.reservations())


def seed_of(seed: int, party: str) -> int:
    """Return a seed of a party's own that does not depend on the order of the parties."""
    mixed = np.random.SeedSequence([seed, zlib.crc32(party.encode("utf-8"))])
    return int(mixed.generate_state(1)[0])


def too_much(case: Case, statements: Sequence[Statement], budget: Budget = FULL) -> str | None:
    """Say why the values of so many parties on so many options are not drawn, if so."""
    total = 0
    for party in case.deciders:
        own = [s for s in statements if s.party == party.id and sayings_of(case, [s])]
        total += work_of(case, own)
    return refusal_of(total, budget)


def work_of(case: Case, own: Sequence[Statement]) -> int:
    """Return the unknowns squared of a party, 0 where nothing need be drawn.

    Args:
        case: The case.
        own: The party's preference statements in force.
    """
    if not own or any(isinstance(s.says, Values) for s in own):
        return 0
    return Layout(scales_of(case, own)).size ** 2


def refusal_of(work: int, budget: Budget = FULL) -> str | None:
    """Say why so much is not drawn, if so; the work of all parties added."""
    if work <= budget.most_work:
        return None
    return (
        "there are too many parties that spoke, and options, to draw everybody's values in "
        "reasonable time; use fewer parties or coarser steps"
    )


def party_values(
    case: Case,
    party: Party,
    statements: Iterable[Statement],
    seed: int,
    prior: Posterior | None = None,
    refusal: str | None = None,
    budget: Budget = FULL,
    *,
    explained: bool = True,
) -> PartyValues:
    """Find out what a party may want.

    Args:
        case: The case.
        party: The party.
        statements: All statements in force.
        seed: Seed of the analysis.
        prior: The posterior of a party that said nothing, when it was drawn already.
        refusal: Why likely values are not to be drawn; None when they are.
        budget: How many draws.
        explained: Whether a contradiction is looked for where it changes no figure; it takes
            many linear programs.
    """
    own = tuple(s for s in statements if s.party == party.id and sayings_of(case, [s]))
    joint = [s.says for s in own if isinstance(s.says, Values) and s.says.together]
    if joint:
        return _with_pairs(party, own, PairedPoints.of(case, joint[-1]))
    scales, said = scales_of(case, own), sayings_of(case, own)
    problem, contradiction, sure, posterior, reason = None, None, None, None, None
    likely: ValueProblem | None = None
    try:
        problem = translate(scales, said)
        contradiction = find_contradiction(problem) if said and explained else None
        certain = translate(scales, [s for s in said if s.confidence >= 1.0])
        fits = explained and contradiction is None
        if fits or not certain.sayings or not contradicts(certain):
            sure = certain
        if said and refusal is not None:
            reason = refusal
        elif not said and prior is not None:
            posterior, likely = prior, problem
        else:
            drawn = seed_of(seed, party.id) if said else seed
            likely, posterior = _likely(problem, contradiction, drawn, budget)
    except ValuesError as found:
        reason = str(found)
    except OutOfBudget as found:
        reason = f"not finished: {found}"
    return PartyValues(
        party, own, problem, sure, contradiction, posterior, reason, not said, likely
    )


def _with_pairs(party: Party, own: tuple[Statement, ...], points: PairedPoints) -> PartyValues:
    """Return a party whose points have pairs, known by its commitment to its reservation value."""
    reason = "its points have pairs of options (`together`) but no `reservation`"
    why = None if points.known else reason
    return PartyValues(party, own, None, None, None, None, why, silent=False, joint=points)


def _likely(
    problem: ValueProblem,
    found: Contradiction | None,
    seed: int,
    budget: Budget,
) -> tuple[ValueProblem, Posterior]:
    """Draw what is likely; return it with what it was drawn from."""
    chains, draws = budget.of(problem)
    try:
        return problem, sample(problem, chains=chains, draws=draws, seed=seed)
    except EmptyRegionError:
        found = found or find_contradiction(problem)
        if found is None:
            raise
        problem = doubting(problem, found)
        return problem, sample(problem, chains=chains, draws=draws, seed=seed)


def doubting(problem: ValueProblem, found: Contradiction) -> ValueProblem:
    """Return a problem in which the statements of a contradiction count half.

    Args:
        problem: What a party said.
        found: Its statements that exclude one another.
    """
    doubted = [
        replace(s, confidence=min(s.confidence, _HALF)) if s.source in found.statements else s
        for s in problem.sayings
    ]
    return translate(problem.layout.scales, doubted)
