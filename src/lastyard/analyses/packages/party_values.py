"""What one party may want: certain from its sure statements, likely from all of them.

*Certain* rests on the statements coded with confidence 1, taken at their word. *Likely* is a
posterior over value functions, in which every statement counts with its confidence and
people may be inconsistent. A party whose statements contradict one another gets nothing
certain; its likely values still stand. Where the sampler cannot answer, there are none, and
the reason is kept.

Example:
    >>> wants = party_values(case, case.party("us"), in_force(case), seed=7)
    >>> wants.silent, wants.posterior.effective > 400
    (False, True)
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from lastyard.analyses.packages.sayings import sayings_of, scales_of
from lastyard.case.model import Case, Party, Statement
from lastyard.values import (
    Contradiction,
    Posterior,
    Saying,
    Scale,
    ValueProblem,
    ValuesError,
    find_contradiction,
    sample,
    translate,
)

__all__ = ["PartyValues", "party_values", "seed_of"]

# A statement that the party contradicts itself counts half where the shapes it asks for
# exclude one another; softer contradictions need no such help, the likelihood weighs them.
_HALF = 0.5


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

    @property
    def shared(self) -> bool:
        """Whether its draws are those of every silent party."""
        return self.silent and self.posterior is not None


def seed_of(seed: int, party: str) -> int:
    """Return a seed of a party's own that does not depend on the order of the parties."""
    mixed = np.random.SeedSequence([seed, zlib.crc32(party.encode("utf-8"))])
    return int(mixed.generate_state(1)[0])


def party_values(
    case: Case,
    party: Party,
    statements: Iterable[Statement],
    seed: int,
    prior: Posterior | None = None,
) -> PartyValues:
    """Find out what a party may want.

    Args:
        case: The case.
        party: The party.
        statements: All statements in force.
        seed: Seed of the analysis.
        prior: The posterior of a party that said nothing, when it was drawn already.
    """
    own = tuple(s for s in statements if s.party == party.id and sayings_of(case, [s]))
    scales, said = scales_of(case, own), sayings_of(case, own)
    problem, contradiction, sure, posterior, reason = None, None, None, None, None
    try:
        problem = translate(scales, said)
        contradiction = find_contradiction(problem) if said else None
        certain = translate(scales, [s for s in said if s.confidence >= 1.0])
        if contradiction is None or find_contradiction(certain) is None:
            sure = certain
        if not said and prior is not None:
            posterior = prior
        else:
            drawn = seed_of(seed, party.id) if said else seed
            posterior = _likely(scales, said, contradiction, drawn)
    except ValuesError as refusal:
        reason = str(refusal)
    return PartyValues(party, own, problem, sure, contradiction, posterior, reason, not said)


def _likely(
    scales: Sequence[Scale], said: Sequence[Saying], found: Contradiction | None, seed: int
) -> Posterior:
    try:
        return sample(translate(scales, said), seed=seed)
    except ValuesError:
        if found is None:
            raise
        doubted = [
            replace(s, confidence=min(s.confidence, _HALF)) if s.source in found.statements else s
            for s in said
        ]
        return sample(translate(scales, doubted), seed=seed)
