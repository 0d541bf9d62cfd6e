"""What is believed of all parties that decide, how they decide, and what they have answered.

Example:
    >>> from lastyard.asking.belief import believe
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> talks.after(Take(0, 0), yes=False, trust=0.75).index().tolist()
    [0.0, 0.75]
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.belief import Mask, PartyBelief, Shares
from lastyard.asking.questions import Question, Take, where_yes
from lastyard.budget import current, spend

__all__ = ["Talks"]


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
        if isinstance(question, Take):
            shape = (belief.worth.shape[1], len(self.beliefs))
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
            if isinstance(each, Take):
                tables[k, :, each.package, each.party] = 1.0, 0.0
        return chances, tables


def _heard(acceptance: Shares, said: NDArray[np.int8]) -> Shares:
    return np.where(said > 0, 1.0, np.where(said < 0, 0.0, acceptance))
