"""What each question and each proposal is expected to teach, and to change.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> [(each.effect.question, round(each.information.bits, 2)) for each in gains(talks, [0], [])]
    [(Take(party=0, package=0), 1.0)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from lastyard.asking.belief import Mask, Shares
from lastyard.asking.effects import Effect, effects
from lastyard.asking.questions import Question, questions, where_yes
from lastyard.asking.talks import Talks
from lastyard.asking.worlds import (
    Information,
    Worlds,
    draw_worlds,
    information,
    lesson_of,
    outcomes,
    true_in,
)

__all__ = ["OUTCOMES", "WORLDS", "Gain", "Lesson", "gains", "lessons"]

WORLDS = 4_096
OUTCOMES = 64


@dataclass(frozen=True, slots=True)
class Gain:
    """What a question is expected to give.

    Attributes:
        effect: What its answers would change.
        information: What it says about which package would be agreed, if any, in bits.
    """

    effect: Effect
    information: Information


@dataclass(frozen=True, slots=True)
class Lesson:
    """What proposing a package to all would give.

    Attributes:
        package: The package.
        index: Probability that it is agreed.
        refusal: If it is refused: what seeing who refuses says about which package would be
            agreed, if any, in bits; None when it would not be refused.
    """

    package: int
    index: float
    refusal: Information | None


def gains(
    talks: Talks,
    takable: Sequence[int],
    comparable: Sequence[int],
    *,
    worlds: int = WORLDS,
    seed: int = 0,
) -> list[Gain]:
    """Rank the questions whose answer is not certain.

    Args:
        talks: What is believed.
        takable: Packages to ask about one by one.
        comparable: Packages to ask about two by two.
        worlds: How many joint worlds to draw for the information.
        seed: Same seed, same answer.

    Returns:
        That which leaves the fewest questions first; of equal ones that which says most.
    """
    every = list(questions(talks.beliefs, takable, comparable))
    if not every:
        return []
    drawn = draw_worlds(talks.beliefs, worlds, seed)
    outcome = outcomes(talks.beliefs, drawn, _likeliest(talks.index()), talks.agrees)
    found = [
        Gain(effect, information(outcome, _answers(talks, drawn, effect.question)))
        for effect in effects(talks, every)
    ]
    found.sort(key=_rank)
    return found


def lessons(
    talks: Talks, packages: Sequence[int], *, worlds: int = WORLDS, seed: int = 0
) -> list[Lesson]:
    """Say what proposing each package would give, the most likely to be agreed first."""
    now = talks.index()
    drawn = draw_worlds(talks.beliefs, worlds, seed)
    outcome = outcomes(talks.beliefs, drawn, _likeliest(now), talks.agrees)
    found = []
    for package in packages:
        accepts = np.column_stack(
            [
                true_in(belief.takes(package), drawn, party)
                for party, belief in enumerate(talks.beliefs)
            ]
        )
        refused = ~talks.agrees(accepts)
        found.append(Lesson(package, float(now[package]), lesson_of(outcome, accepts, refused)))
    return sorted(found, key=lambda each: (-round(each.index, 12), each.package))


def _likeliest(index: Shares) -> list[int]:
    """Return the packages that make up the outcome."""
    order: list[int] = np.argsort(-index.round(12), kind="stable")[:OUTCOMES].tolist()
    return order


def _answers(talks: Talks, drawn: Worlds, question: Question) -> Mask:
    party = question.party
    return true_in(where_yes(talks.beliefs[party], question), drawn, party)


def _rank(gain: Gain) -> tuple[float, float, str, Question]:
    effect = gain.effect
    kind = type(effect.question).__name__
    return round(effect.left, 9), -round(gain.information.bits, 9), kind, effect.question
