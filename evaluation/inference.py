"""From a record to Last Yard's own inference about one person's values.

The public rules of the two games allow finitely many value functions (CaSiNo: an
order of 5, 4 and 3 points; DealOrNoDeal: whole values that sum to 10 over all
items), so the likelihood is taken at each of them, with the released defaults;
nothing else differs from what users get.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.records import SYNONYMS, Division
from lastyard.values.likelihood import Outlook, evidence
from lastyard.values.problem import Direction, Saying, Scale, Stresses, Takes, translate
from lastyard.values.words import heard

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from lastyard.values.likelihood import Rationality

Array = np.ndarray[Any, np.dtype[np.float64]]
_LEVELS = np.linspace(0.05, 0.95, 10)


@dataclass(frozen=True, slots=True, eq=False)
class Allowed:
    """The value functions that the rules of a game allow.

    Attributes:
        worths: Worth of a unit of each good, shape (functions, goods).
        stakes: Stake of each good, shape (functions, goods), summing to 1.
        outlook: Mean and spread of the stakes, the other side unknown.
        points: Unknowns of each function at each reservation level.
        scales: The goods.
    """

    worths: Array
    stakes: Array
    outlook: Outlook
    points: Array
    scales: tuple[Scale, ...]


@cache
def allowed(dataset: str, units: tuple[int, ...]) -> Allowed:
    """The value functions of a game with these units."""
    if dataset == "casino":
        worths = np.array(list(itertools.permutations((5.0, 4.0, 3.0))))
    else:
        every = itertools.product(range(11), repeat=len(units))
        worths = np.array([v for v in every if np.dot(v, units) == 10], dtype=np.float64)
    stakes = worths * np.array(units)
    stakes /= stakes.sum(axis=1, keepdims=True)
    spread = np.maximum(stakes.std(axis=0), 1e-9)
    outlook = Outlook(stakes.mean(axis=0), spread, np.zeros(len(units)))
    scales = tuple(Scale.ordered(str(i), n + 1) for i, n in enumerate(units))
    blocks = [stakes[:, [i]] * np.arange(n + 1) / n for i, n in enumerate(units)]
    body = np.hstack([*blocks, stakes])
    points = np.hstack(
        [np.repeat(body, len(_LEVELS), axis=0), np.tile(_LEVELS, len(body))[:, None]]
    )
    return Allowed(worths, stakes, outlook, points, scales)


def sayings(
    record: Division, party: str, events: Sequence[dict[str, Any]], weights: Mapping[str, float]
) -> list[Saying]:
    """What a person said in these events, as statements."""
    found: list[Saying] = [
        Direction(f"more-{good}", i, more=True) for i, good in enumerate(record.goods)
    ]
    for place, event in enumerate(events):
        if event["who"] == party and event["act"] == "offer" and event["stated"]:
            package = record.share(party, event["stated"])
            found.append(Takes(f"offer-{place}", package, proposed=True))
    if weights:
        names = {i: SYNONYMS[good] for i, good in enumerate(record.goods)}
        found += [
            Stresses(f"words-{part.text}-{part.issue}", part.issue, part.amount)
            for part in heard(spoken(party, events), names, weights)
        ]
    return found


def spoken(party: str, events: Sequence[dict[str, Any]]) -> list[str]:
    """What a person said, in order, with offers and without."""
    return [event["text"] for event in events if event["who"] == party and "text" in event]


def infer(
    record: Division,
    party: str,
    events: Sequence[dict[str, Any]],
    rationality: Rationality,
    weights: Mapping[str, float],
) -> Array:
    """Probability of each allowed value function of one person, both sides inferred."""
    other = record.other(party)
    game = allowed(record.dataset, record.units)
    first = _infer(record, other, events, rationality, weights, game.outlook).sum(axis=1)
    made = (first @ game.stakes - game.outlook.mean) / game.outlook.spread
    outlook = Outlook(game.outlook.mean, game.outlook.spread, made)
    return _infer(record, party, events, rationality, weights, outlook).sum(axis=1)


def acceptability(
    record: Division,
    party: str,
    events: Sequence[dict[str, Any]],
    rationality: Rationality,
    weights: Mapping[str, float],
    share: Array,
) -> float:
    """The acceptability index of a package: probability that it is worth the reservation value.

    Args:
        record: The negotiation.
        party: Whose index.
        events: What came before.
        rationality: Figures of the likelihood.
        weights: Weights of the clues in words.
        share: Of each good, the share of it that the person would get.
    """
    game = allowed(record.dataset, record.units)
    chances = _infer(record, party, events, rationality, weights, game.outlook)
    enough = (game.stakes @ share)[:, None] >= _LEVELS[None, :]
    return float((chances * enough).sum())


def _infer(
    record: Division,
    party: str,
    events: Sequence[dict[str, Any]],
    rationality: Rationality,
    weights: Mapping[str, float],
    outlook: Outlook,
) -> Array:
    """Probability of each function at each reservation level, shape (functions, levels)."""
    game = allowed(record.dataset, record.units)
    problem = translate(game.scales, sayings(record, party, events, weights))
    logs = evidence(problem, rationality, outlook).log_likelihood(game.points)
    chance = np.exp(logs - logs.max()).reshape(-1, len(_LEVELS))
    result: Array = chance / chance.sum()
    return result


def until(events: Sequence[dict[str, Any]], counts: Mapping[str, int | None]) -> int | None:
    """How many events it takes until each party has made so many offers.

    Args:
        events: What happened.
        counts: Offers of each party; ``None`` for all it made.

    Returns:
        The number of events, or ``None`` when one made fewer (or none).
    """
    last = 0
    for party, count in counts.items():
        places = [p for p, e in enumerate(events) if e["who"] == party and e["act"] == "offer"]
        if len(places) < (count or 1):
            return None
        last = max(last, places[(count or len(places)) - 1] + 1)
    return last
