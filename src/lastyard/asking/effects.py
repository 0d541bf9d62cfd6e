"""What each answer to a question would change.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> from lastyard.asking.questions import Take
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> [(each.question, each.if_no, each.left) for each in effects(talks, [Take(0, 0)])]
    [(Take(party=0, package=0), Best(package=1, index=1.0), 0.0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.belief import Shares
from lastyard.asking.effort import cost_of_asking, effort
from lastyard.asking.questions import Question
from lastyard.asking.talks import Talks

__all__ = ["Best", "Effect", "best_of", "effects"]

_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Best:
    """The package most likely to be agreed.

    Attributes:
        package: Its place.
        index: Its probability of agreement.
    """

    package: int
    index: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a question would change.

    Attributes:
        question: The question.
        chance: Probability of yes.
        value: Expected rise of the agreement index of the best package [expected value of
            sample information: Raiffa & Schlaifer 1961].
        left: About how many questions are left after it until one package is found that all
            say they would take; infinite where no package is possible.
        if_yes: The best package after a yes.
        if_no: The best package after a no.
    """

    question: Question
    chance: float
    value: float
    left: float
    if_yes: Best
    if_no: Best


def effects(talks: Talks, asked: Sequence[Question]) -> list[Effect]:
    """Work out what the answers to questions would change.

    What is left is looked for one question ahead: after an answer, the package is gone for
    whose cost of asking, plus what going on would cost if it is refused, is least; going on
    is taken to cost as much as it would now (:mod:`lastyard.asking.effort`).

    Args:
        talks: What is believed.
        asked: Questions whose answer is not certain.
    """
    if not asked:
        return []
    acceptance = talks.acceptance()
    now = talks.probability(acceptance)
    onward = effort(acceptance, now)
    chances, tables = talks.after_each(list(asked))
    flat = tables.reshape(-1, tables.shape[-1])
    index = talks.probability(flat)
    shape = (len(asked), 2, len(now))
    left = np.full((len(asked), 2), np.inf)
    if np.isfinite(onward):
        left = (cost_of_asking(flat) + (1.0 - index) * onward).reshape(shape).min(axis=2)
    after = index.reshape(shape)
    best_now = float(now.max())
    found = []
    for k, question in enumerate(asked):
        yes, no, chance = best_of(after[k, 0]), best_of(after[k, 1]), float(chances[k])
        expected = chance * yes.index + (1.0 - chance) * no.index
        rest = float(chance * left[k, 0] + (1.0 - chance) * left[k, 1])
        found.append(Effect(question, chance, max(0.0, expected - best_now), rest, yes, no))
    return found


def best_of(index: NDArray[np.float64] | Shares) -> Best:
    """Return the package with the largest index, the first of equal ones."""
    place = int(np.argmax(index.round(_DIGITS)))
    return Best(place, float(index[place]))
