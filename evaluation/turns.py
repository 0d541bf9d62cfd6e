"""Tasks 4 and 5, on three goods: how early is the other's order known?

*Turn level*: before every utterance of one side, the distribution over the other's six orders;
``brier6`` is the mean over the six of the squared difference to the true one, ``likeliest`` the
share of turns whose most probable order is right. *k-penalty*: after the other's k-th
utterance, k = 1 to 5: whole order, top issue and NDCG of the most probable order (gains 5, 4
and 3, scaled from the worst order to the best), weighted 5, 4, 3, 2 and 1; ties are split.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evaluation.inference import Array, allowed, infer
from evaluation.preferences import truth
from evaluation.records import Division, interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.values.likelihood import Rationality

    Figures = dict[str, tuple[float, float, float]]
    Weights = Mapping[str, float] | Callable[[str], Mapping[str, float]]

PENALTIES = (5, 4, 3, 2, 1)
_EQUAL = 1e-9


def score(
    records: Sequence[Division], rationality: Rationality, weights: Weights
) -> dict[str, Figures]:
    """Figures at turns, and after each of the first utterances.

    Args:
        records: Of CaSiNo.
        rationality: Figures of the likelihood.
        weights: Weights of words; a function of the record's id where they are held out.
    """
    turns: list[tuple[float, float]] = []
    early: list[tuple[float, float, float]] = []
    of_turn, of_early, counts = [], [], []
    for record in records:
        own = weights(record.id) if callable(weights) else weights
        for party in record.parties:
            true = truth(record, party)
            other = record.other(party)
            for place, event in enumerate(record.events):
                if event["who"] == other and "text" in event:
                    chances = infer(record, party, record.events[:place], rationality, own)
                    right = np.zeros(len(chances))
                    right[true] = 1.0
                    guess = chances >= chances.max() - _EQUAL
                    turns.append(
                        (float(np.mean((chances - right) ** 2)), float(right[guess].mean()))
                    )
                    of_turn.append(record.id)
            said = [k for k, e in enumerate(record.events) if e["who"] == party and "text" in e]
            for count, place in zip(PENALTIES, said, strict=False):
                chances = infer(record, party, record.events[: place + 1], rationality, own)
                early.append(_order_figures(record, chances, true))
                of_early.append(record.id)
                counts.append(count)
    table = np.array(turns)
    every = np.array(early)
    weigh = np.array(counts, dtype=np.float64)
    weigh *= len(weigh) / weigh.sum()
    return {
        "turn level": {
            "brier6": interval(table[:, 0], of_turn),
            "likeliest": interval(table[:, 1], of_turn),
        },
        "k-penalty": {
            name: interval(weigh * every[:, k], of_early)
            for k, name in enumerate(("exact", "top", "ndcg"))
        },
    }


def _order_figures(record: Division, chances: Array, true: int) -> tuple[float, float, float]:
    """Whole order, top issue and NDCG of the most probable order."""
    worths = allowed(record.dataset, record.units).worths
    guess = np.flatnonzero(chances >= chances.max() - _EQUAL)
    gains = worths[true]
    exact = float(np.mean(guess == true))
    top = float(np.mean(worths[guess].argmax(axis=1) == gains.argmax()))
    discount = 1.0 / np.log2(np.arange(2, 2 + len(gains)))
    best = float(np.sort(gains)[::-1] @ discount)
    worst = float(np.sort(gains) @ discount)
    found = [float(gains[np.argsort(-worths[k], kind="stable")] @ discount) for k in guess]
    return exact, top, (float(np.mean(found)) - worst) / (best - worst)
