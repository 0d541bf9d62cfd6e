"""What each question and each proposal is expected to teach, and to change.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> [(each.question, each.if_yes.index) for each in gains(talks, [0, 1], [], worlds=512)]
    [(Take(party=0, package=0), 1.0), (Take(party=0, package=1), 1.0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.belief import Mask, Shares
from lastyard.asking.questions import Question, questions, where_yes
from lastyard.asking.talks import Talks
from lastyard.asking.worlds import (
    Information,
    Worlds,
    draw_worlds,
    entropy,
    information,
    outcomes,
    true_in,
)

__all__ = ["Best", "Gain", "Lesson", "gains", "lessons"]

WORLDS = 4_096
OUTCOMES = 64


class Best(NamedTuple):
    """The package most likely to be agreed.

    Attributes:
        package: Its place.
        index: Its probability of agreement.
    """

    package: int
    index: float


@dataclass(frozen=True, slots=True)
class Gain:
    """What a question is expected to give.

    Attributes:
        question: The question.
        chance: Probability of yes.
        information: About which package would be agreed, if any, in bits.
        value: Expected rise of the agreement index of the best package [expected value of
            sample information: Raiffa & Schlaifer 1961].
        if_yes: The best package after a yes.
        if_no: The best package after a no.
    """

    question: Question
    chance: float
    information: Information
    value: float
    if_yes: Best
    if_no: Best


@dataclass(frozen=True, slots=True)
class Lesson:
    """What proposing a package to all would give.

    Attributes:
        package: The package.
        index: Probability that it is agreed.
        refusal: If it is refused: the expected fall, in bits, of the uncertainty about which
            package would be agreed, who refuses being seen; None when it would not be.
    """

    package: int
    index: float
    refusal: Information | None


def gains(
    talks: Talks,
    takable: Sequence[int],
    comparable: Sequence[int],
    *,
    outcomes_of: int = OUTCOMES,
    worlds: int = WORLDS,
    seed: int = 0,
) -> list[Gain]:
    """Rank the questions whose answer is not certain by what they are expected to teach.

    Args:
        talks: What is believed.
        takable: Packages to ask about one by one.
        comparable: Packages to ask about two by two.
        outcomes_of: How many packages, the likeliest to be agreed, make up the outcome.
        worlds: How many joint worlds to draw for the information.
        seed: Same seed, same answer.

    Returns:
        The most information first; of equal ones that which raises the best index most.
    """
    every = list(questions(talks.beliefs, takable, comparable))
    if not every:
        return []
    now = talks.index()
    order = np.argsort(-now.round(12), kind="stable")[:outcomes_of].tolist()
    drawn = draw_worlds(talks.beliefs, worlds, seed)
    outcome = outcomes(talks.beliefs, drawn, order, talks.agrees)
    chances, tables = talks.after_each(every)
    after = talks.probability(tables.reshape(-1, len(talks.beliefs))).reshape(len(every), 2, -1)
    found = []
    for place, question in enumerate(every):
        yes, no = (_best(row) for row in after[place])
        expected = chances[place] * yes.index + (1.0 - chances[place]) * no.index
        told = information(outcome, _answers(talks, drawn, question))
        value = max(0.0, expected - float(now.max()))
        found.append(Gain(question, float(chances[place]), told, value, yes, no))
    found.sort(key=lambda each: (-round(each.information.bits, 9), -each.value, _key(each)))
    return found


def lessons(
    talks: Talks, packages: Sequence[int], *, worlds: int = WORLDS, seed: int = 0
) -> list[Lesson]:
    """Say what proposing each package would give, the most likely to be agreed first."""
    now = talks.index()
    order = np.argsort(-now.round(12), kind="stable")[:OUTCOMES].tolist()
    drawn = draw_worlds(talks.beliefs, worlds, seed)
    outcome = outcomes(talks.beliefs, drawn, order, talks.agrees)
    found = []
    for package in packages:
        accepts = np.column_stack(
            [
                true_in(belief.takes(package), drawn, party)
                for party, belief in enumerate(talks.beliefs)
            ]
        )
        refused = ~talks.agrees(accepts)
        found.append(Lesson(package, float(now[package]), _fall(outcome, accepts, refused)))
    return sorted(found, key=lambda each: (-each.index, each.package))


def _fall(outcome: NDArray[np.intp], accepts: Mask, refused: Mask) -> Information | None:
    """Return how much less uncertain the outcome is after a refusal, on average."""
    if not refused.any():
        return None
    before = entropy(np.bincount(outcome))
    _, who = np.unique(accepts[refused], axis=0, return_inverse=True)
    left, kinds = outcome[refused], int(who.max()) + 1
    falls = np.empty(kinds)
    counts = np.bincount(who.ravel(), minlength=kinds)
    for kind in range(kinds):
        falls[kind] = before - entropy(np.bincount(left[who.ravel() == kind]))
    mean = float(counts @ falls / counts.sum())
    spread = float(counts @ (falls - mean) ** 2 / counts.sum())
    return Information(mean, float(np.sqrt(spread / counts.sum())))


def _answers(talks: Talks, drawn: Worlds, question: Question) -> Mask:
    party = question.party
    return true_in(where_yes(talks.beliefs[party], question), drawn, party)


def _best(agreed: Shares) -> Best:
    place = int(np.argmax(agreed.round(12)))
    return Best(place, float(agreed[place]))


def _key(gain: Gain) -> tuple[str, Question]:
    return type(gain.question).__name__, gain.question
