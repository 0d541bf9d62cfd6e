"""Ways of asking, to be compared in simulation: each says which question comes next.

Example:
    >>> from lastyard.asking.belief import believe
    >>> from lastyard.asking.talks import Talks
    >>> worth = np.array([[0.9, 0.4], [0.3, 0.6], [0.9, 0.6]])
    >>> one = believe(worth, np.full(3, 0.5), np.zeros((0, 2), dtype=bool), [])
    >>> talks = Talks((one,), lambda accepts: accepts[:, 0] * 1.0, lambda accepts: accepts[:, 0])
    >>> at = Position(talks, talks.acceptance(), talks.index(), frozenset(), 0)
    >>> best_first(at), lookahead(at)
    (Take(party=0, package=0), Take(party=0, package=0))
"""

from __future__ import annotations

import numpy as np

from lastyard.asking.effort import cost_of_asking, rate
from lastyard.asking.gains import gains
from lastyard.asking.questions import Question, Take, is_open, questions
from lastyard.asking.search import Position

__all__ = ["best_first", "by_rate", "informed", "lookahead", "random_question"]

_TAKABLE = 12
_COMPARABLE = 6


def best_first(position: Position) -> Question:
    """Ask about the package most likely to be agreed, the most doubtful party first."""
    return _confirm(position, int(np.argmax(position.index.round(12))))


def by_rate(position: Position) -> Question:
    """Ask about the package with the largest chance for the questions that it would take."""
    rates = rate(position.acceptance, position.index)
    return _confirm(position, int(np.argmax(rates.round(12))))


def _confirm(position: Position, package: int) -> Question:
    said = position.talks.said
    unknown = np.arange(position.acceptance.shape[1])
    if said is not None:
        unknown = np.flatnonzero(said[package] == 0)
    accepted = position.acceptance[package, unknown].round(12)
    return Take(int(unknown[int(np.argmin(accepted))]), package)


def random_question(position: Position) -> Question:
    """Ask any question whose answer is not certain."""
    rng = np.random.default_rng([position.seed, len(position.asked)])
    every = _open(position, position.index)
    return every[int(rng.integers(len(every)))] if every else best_first(position)


def informed(position: Position) -> Question:
    """Ask what teaches most about which package would be agreed."""
    likely = np.argsort(-position.index.round(12), kind="stable").tolist()
    found = gains(
        position.talks, likely[:_TAKABLE], likely[:_COMPARABLE], worlds=1_024, seed=position.seed
    )
    new = (each.question for each in found if each.question not in position.asked)
    return next(new, None) or best_first(position)


def _open(position: Position, by: np.ndarray) -> list[Question]:
    likely = np.argsort(-by.round(12), kind="stable").tolist()
    every = questions(position.talks.beliefs, likely[:_TAKABLE], likely[:_COMPARABLE])
    return [each for each in every if each not in position.asked]


def lookahead(position: Position, *, hold=True, prefer=True, by="rate") -> Question:
    """Ask what is expected to leave the fewest questions to be asked."""
    rates = rate(position.acceptance, position.index)
    best = float(rates.max())
    start = _confirm(position, int(np.argmax(rates.round(12))))
    every = _open(position, rates)
    if not hold:
        every=[e for e in every if type(e).__name__!="Hold"]
    if not prefer:
        every=[e for e in every if type(e).__name__!="Prefer"]
    every = [each for each in every if each != start]
    if is_open(position.talks.beliefs[start.party], start):
        every.insert(0, start)
    if not every or not np.isfinite(best):
        return start
    chances, tables = position.talks.after_each(every)
    flat = tables.reshape(-1, tables.shape[-1])
    index = position.talks.probability(flat)
    if by == "rate":
        left = (cost_of_asking(flat) - index / best).reshape(len(every), 2, -1).min(axis=2)
        score = chances * left[:, 0] + (1 - chances) * left[:, 1]
    else:
        r = np.minimum(rate(flat, index), 4.0).reshape(len(every), 2, -1).max(axis=2)
        score = chances / np.maximum(r[:,0],1e-3) + (1-chances)/np.maximum(r[:,1],1e-3)
    return every[int(np.argmin(score.round(9)))]
