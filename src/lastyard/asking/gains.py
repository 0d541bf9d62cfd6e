"""What each question and each proposal is expected to teach, and to change.

Example:
    >>> import numpy as np
    >>> from lastyard.asking.belief import believe
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
    >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> [(each.effect.question, round(each.information.bits, 2)) for each in gains(talks, [0], [])]
    [(AcceptanceQuestion(party=0, package=0), 1.0)]
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.belief import (
    Mask,
    PartyBelief,
    Question,
    Shares,
    Talks,
    Where,
    questions,
    where_yes,
)
from lastyard.budget import current, spend
from lastyard.portable import log2

__all__ = [
    "OUTCOMES",
    "WORLDS",
    "Best",
    "Effect",
    "Gain",
    "Information",
    "ProposalGain",
    "Worlds",
    "best_of",
    "cost_of_asking",
    "draw_worlds",
    "effects",
    "entropy",
    "expected_questions",
    "gains",
    "information",
    "outcomes",
    "proposal_gains",
    "proposal_information",
    "true_in",
]

_SURE = 1e-9


def cost_of_asking(acceptance: Shares) -> Shares:
    """Return the expected number of questions to hear of each package whether all take it.

    Args:
        acceptance: Probability that each party takes it, shape (..., parties); one of 0 or 1
            need not be asked.
    """
    spend(1 + acceptance.size // 40)
    doubtful = (acceptance > _SURE) & (acceptance < 1.0 - _SURE)
    sure = np.where(doubtful, acceptance, 1.0)
    order = np.sort(sure, axis=-1)
    reached = np.cumprod(order, axis=-1) / order
    cost: Shares = np.sum(np.where(order < 1.0, reached, 0.0), axis=-1)
    return cost


def expected_questions(acceptance: Shares, index: Shares) -> float:
    """Return about how many questions it takes until one package is found.

    To hear of one package whether all would take it, they are asked in turn, the most doubtful
    first, until one says no: with acceptance p1 <= p2 <= ... that takes 1 + p1 + p1 p2 + ...
    questions. Of several such tests that succeed independently, the best order is by chance
    over expected cost [Mitten 1960, "An analytic solution to the least cost testing sequence
    problem"], and going on until one succeeds costs about the least cost over chance.
    Answers teach about other packages too, so this is an estimate.

    Args:
        acceptance: Shape (packages, parties).
        index: Probability of agreement of each package.

    Example:
        >>> cost_of_asking(np.array([[0.5, 0.5], [1.0, 0.2]])).tolist()
        [1.5, 1.0]
        >>> expected_questions(np.array([[0.5, 0.5]]), np.array([0.25]))
        6.0
    """
    possible = index > _SURE
    if not possible.any():
        return float("inf")
    return float(np.min(cost_of_asking(acceptance[possible]) / index[possible]))


_DIGITS = 12

# Questions whose answers are looked at together.
_QUESTIONS = 16


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
    is taken to cost as much as it would now.

    Args:
        talks: What is believed.
        asked: Questions whose answer is not certain.

    Example:
        >>> import numpy as np
        >>> from lastyard.asking.belief import believe
        >>> from lastyard.asking.belief import AcceptanceQuestion
        >>> worth = np.array([[0.9, 0.4], [0.3, 0.6]])
        >>> one = believe(worth, np.array([0.5, 0.5]), np.zeros((0, 2), dtype=bool), [])
        >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
        >>> [(each.question, each.if_no, each.left) for each in effects(talks, [AcceptanceQuestion(0, 0)])]
        [(AcceptanceQuestion(party=0, package=0), Best(package=1, index=1.0), 0.0)]
    """
    if not asked:
        return []
    acceptance = talks.acceptance()
    now = talks.probability(acceptance)
    onward = expected_questions(acceptance, now)
    chances, tables = talks.after_each(list(asked))
    left = np.full((len(asked), 2), np.inf)
    after = np.empty(tables.shape[:3])
    for first in range(0, len(asked), _QUESTIONS):
        block = slice(first, first + _QUESTIONS)
        flat = tables[block].reshape(-1, tables.shape[-1])
        index = talks.probability(flat)
        after[block] = index.reshape(after[block].shape)
        if np.isfinite(onward):
            rest = cost_of_asking(flat) + (1.0 - index) * onward
            left[block] = rest.reshape(after[block].shape).min(axis=2)
    best_now = float(now.max())
    found = []
    for k, question in enumerate(asked):
        yes, no, chance = best_of(after[k, 0]), best_of(after[k, 1]), float(chances[k])
        expected = chance * yes.index + (1.0 - chance) * no.index
        more = float(chance * left[k, 0] + (1.0 - chance) * left[k, 1])
        found.append(Effect(question, chance, max(0.0, expected - best_now), more, yes, no))
    return found


def best_of(index: NDArray[np.float64] | Shares) -> Best:
    """Return the package with the largest index, the first of equal ones."""
    place = int(np.argmax(index.round(_DIGITS)))
    return Best(place, float(index[place]))


_PARTS = 8

_LN2 = 0.6931471805599453

Agrees = Callable[[Mask], Mask]
"""From who accepts, shape (cases, parties), to whether it is agreed, shape (cases,)."""


class Worlds(NamedTuple):
    """Joint samples.

    Attributes:
        draws: Per party, the draw of each world, shape (parties, worlds).
        patterns: Per party, the pattern of each world, same shape.
    """

    draws: NDArray[np.intp]
    patterns: NDArray[np.intp]


class Information(NamedTuple):
    """An amount of information.

    Attributes:
        bits: The estimate.
        error: Its Monte-Carlo standard error.
    """

    bits: float
    error: float


def draw_worlds(beliefs: Sequence[PartyBelief], count: int, seed: int) -> Worlds:
    """Draw joint worlds: parties are independent of one another, given what is believed.

    Each party's weights are sampled systematically, pattern by pattern and over its draws in
    random order within each, and the worlds are then put in random order: so the chances of
    its commitments are right to one world in ``count``. (Going draw by draw would not do:
    with a whole number of worlds a draw, each would always meet the same pattern.)
    """
    draws, patterns = [], []
    for party, belief in enumerate(beliefs):
        spend(20 + belief.weights.size // 30 + count // 5)
        rng = np.random.default_rng([seed, party])
        order = rng.permutation(len(belief.weights))
        ladder = np.cumsum(belief.weights[order].T.ravel())
        steps = (np.arange(count) + rng.random()) / count * ladder[-1]
        flat = np.minimum(np.searchsorted(ladder, steps, side="right"), ladder.size - 1)
        flat = rng.permutation(flat)
        draws.append(order[flat % len(order)])
        patterns.append(flat // len(order))
    return Worlds(np.array(draws, dtype=np.intp), np.array(patterns, dtype=np.intp))


def true_in(where: Where, worlds: Worlds, party: int) -> Mask:
    """Return in which worlds something is true of a party."""
    found: Mask = where.draws[worlds.draws[party]] & where.patterns[worlds.patterns[party]]
    return found


def outcomes(
    beliefs: Sequence[PartyBelief], worlds: Worlds, order: Sequence[int], agrees: Agrees
) -> NDArray[np.intp]:
    """Return per world the place in ``order`` of the first package agreed, or its length."""
    packages = np.array(order, dtype=np.intp)
    count = worlds.draws.shape[1]
    spend(count * len(packages) * len(beliefs) // 60)
    current().room(count * len(packages) * len(beliefs) * 4)
    accepts = np.empty((count, len(packages), len(beliefs)), dtype=np.bool_)
    for party, belief in enumerate(beliefs):
        enough = belief.enough[:, packages][worlds.draws[party]]
        accepts[:, :, party] = enough & belief.free[:, packages][worlds.patterns[party]]
    agreed = agrees(accepts.reshape(-1, len(beliefs))).reshape(count, len(packages))
    first = np.argmax(agreed, axis=1)
    return np.where(agreed.any(axis=1), first, len(packages)).astype(np.intp)


def entropy(counts: NDArray[np.integer]) -> float:
    """Return the entropy in bits of what was counted so often (Miller & Madow)."""
    seen = counts[counts > 0]
    shares = seen / seen.sum()
    plain = -np.sum(shares * log2(shares))
    return float(plain + (len(seen) - 1) / (2 * seen.sum() * _LN2))


def information(outcome: NDArray[np.intp], answer: Mask) -> Information:
    """Return what an answer says about the outcome.

    The *outcome* of a world is the first package, in a given order, that would be agreed in it,
    or none. Information is measured in bits: the mutual information between an answer and the
    outcome, which is the expected fall of the outcome's entropy [Lindley 1956, "On a measure of
    the information provided by an experiment"]. Entropies are estimated from counts with the
    correction of Miller and Madow [Miller 1955, "Note on the bias of information estimates"].

    Args:
        outcome: Outcome of each world, whole numbers from 0.
        answer: Answer in each world.

    Returns:
        The estimate, with the error of its terms (delta method) and that of an answer which
        says nothing, which the terms alone would put at 0 (its estimate, times 2 n ln 2,
        is then distributed as chi-squared).

    Example:
        >>> import numpy as np
        >>> outcome = np.repeat([0, 1], 500)
        >>> round(information(outcome, outcome == 0).bits, 2)
        1.0
        >>> round(information(outcome, np.tile([True, False], 500)).bits, 2)
        0.0
    """
    spend(100 + len(outcome) // 50)
    size, kinds = len(outcome), int(outcome.max()) + 1
    joint = np.bincount(outcome * 2 + answer, minlength=2 * kinds).reshape(-1, 2)
    by_outcome, by_answer = joint.sum(axis=1), joint.sum(axis=0)
    bits = entropy(by_outcome) + entropy(by_answer) - entropy(joint.ravel())
    with np.errstate(divide="ignore", invalid="ignore"):
        point = log2(joint * size / (by_outcome[:, None] * by_answer[None, :]))
    point = np.where(joint > 0, point, 0.0)
    mean = np.sum(joint * point) / size
    spread = np.sum(joint * (point - mean) ** 2) / size
    freedom = (np.count_nonzero(by_outcome) - 1) * (np.count_nonzero(by_answer) - 1)
    by_chance = np.sqrt(2.0 * freedom) / (2.0 * size * _LN2)
    return Information(max(0.0, bits), float(np.hypot(np.sqrt(spread / size), by_chance)))


def proposal_information(
    outcome: NDArray[np.intp], accepts: Mask, refused: Mask
) -> Information | None:
    """Return what seeing who refuses a proposal says about the outcome, if it is refused.

    That is the Kullback-Leibler divergence from what was thought of the outcome to what is
    thought once it is known who refused, on average over who may.

    Args:
        outcome: Outcome of each world.
        accepts: Who accepts in each world, shape (worlds, parties).
        refused: In which worlds it is refused.

    Returns:
        The estimate, with its error from eight parts of the worlds; None if it is refused in
        none.
    """
    if not refused.any():
        return None
    parts = []
    for part in np.array_split(np.arange(len(outcome)), _PARTS):
        if refused[part].any():
            parts.append(_divergence(outcome[part], accepts[part], refused[part]))
    error = np.std(parts, ddof=1) / np.sqrt(len(parts)) if len(parts) > 1 else np.inf
    return Information(max(0.0, _divergence(outcome, accepts, refused)), float(error))


def _divergence(outcome: NDArray[np.intp], accepts: Mask, refused: Mask) -> float:
    spend(100 + accepts.size)
    kinds = int(outcome.max()) + 1
    counts, left = np.bincount(outcome, minlength=kinds), outcome[refused]
    after = np.bincount(left, minlength=kinds)
    seen = after > 0
    shares, then = counts[seen] / counts.sum(), after[seen] / len(left)
    cross = -float(np.sum(then * log2(shares)))
    # Both are counted in the same worlds, so the logarithm errs on average: with Var(shares) and
    # Cov(then, shares), its second-order terms are these [Miller 1955 has the case of equal ones].
    erring = np.sum(then / shares * ((1.0 - then) - (1.0 - shares) / 2.0))
    cross += float(erring) / (len(outcome) * _LN2)
    # Who refused, as a number, and the outcome then: the entropy of the outcomes within each.
    who = np.zeros(len(left), dtype=np.intp)
    for party in range(accepts.shape[1]):
        _, who = np.unique(who * 2 + accepts[refused, party], return_inverse=True)
    both, counted = np.unique(who * kinds + left, return_counts=True)
    alike = np.bincount(who)
    plain = -float(np.sum(counted * log2(counted / alike[both // kinds])))
    inside = plain + (len(both) - len(alike)) / (2 * _LN2)
    return cross - inside / len(left)


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
class ProposalGain:
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


def proposal_gains(
    talks: Talks, packages: Sequence[int], *, worlds: int = WORLDS, seed: int = 0
) -> list[ProposalGain]:
    """Return what proposing each package would give, the most likely to be agreed first."""
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
        found.append(
            ProposalGain(
                package, float(now[package]), proposal_information(outcome, accepts, refused)
            )
        )
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
