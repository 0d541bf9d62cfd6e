"""Choosing among the candidates for a quotation's speaker.

A linear score over the candidates' features: the candidate with the highest sum of
weights is taken, and a softmax over the scores gives the confidence. The weights are
data (``ranker.json``), fitted by ``benchmarks/reading/train_ranker.py`` as a conditional
logit [McFadden 1974] with a normal prior around weights set by hand; without the file's
learned part the hand-set weights alone are used.

Example:
    >>> chosen, confidence = best([("nobody",), ("after", "after:touching")], HAND_SET)
    >>> chosen, confidence > 0.9
    (1, True)
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

HAND_SET: dict[str, float] = {
    "nobody": 1.0,
    "nobody:short": 1.0,
    "nobody:middling": 0.3,
    "nobody:long": -1.5,
    "nobody:stopped": -0.7,
    "nobody:comma": -1.5,
    "nobody:titled": 0.8,
    "nobody:single": 0.8,
    "nobody:headline": 0.8,
    "nobody:naming": 2.0,
    "nobody:determined": 0.5,
    "nobody:modifying": 1.0,
    "nobody:topic": 1.0,
    "nobody:cited": 6.0,
    "nobody:no-cue": 0.5,
    "before": 2.0,
    "before:touching": 2.5,
    "before:near": 1.2,
    "before:far": -0.8,
    "before:verbs": -0.3,
    "before:cues": -0.9,
    "before:quotes": -0.3,
    "before:colon": 1.0,
    "before:semicolon": -1.5,
    "after": 1.5,
    "after:touching": 3.0,
    "after:near": 0.5,
    "after:far": -1.5,
    "after:verbs": -1.5,
    "after:cues": -1.5,
    "after:quotes": -0.5,
    "after:semicolon": -2.0,
    "after:comma": 1.5,
    "after:subject-before": -1.0,
    "after:new-clause": -2.5,
    "order:inverted": 0.8,
    "order:according": 0.3,
    "order:shared": -0.3,
    "order:relative": -0.5,
    "group:attitude": -1.5,
    "group:act": -0.8,
    "core": 0.7,
    "negated": -1.0,
    "colon": 2.5,
    "colon:label": 1.0,
    "previous": -0.2,
    "previous:same": 1.0,
    "previous:alone": 1.0,
    "previous:cue": 0.7,
    "previous:inside": -1.5,
    "next": 1.6,
    "next:quoted": 0.8,
    "next:attitude": -1.0,
    "continued": 1.5,
    "continued:same": 0.8,
    "continued:next": 0.6,
    "continued:alone": 1.2,
    "continued:long": 0.5,
    "continued:other": -2.5,
    "continued:short": -0.4,
    "carried": 6.0,
    "carried-over": -0.2,
    "carried-over:gap1": 0.4,
    "carried-over:alone": 1.8,
    "carried-over:inside": -1.0,
    "dash": 3.5,
    "subject": -0.2,
    "subject:as": 2.0,
    "subject:reason": 2.0,
    "subject:of": 0.3,
    "subject:quoted": -1.0,
    "subject:determined": -0.5,
    "subject:embedded": -0.5,
    "subject:modifying": -0.5,
    "subject:naming": -2.0,
    "who:other": -0.6,
    "who:it": -0.2,
    "who:i": -1.0,
    "who:name": 0.3,
    "who:role": 0.2,
    "who:pronoun": 0.2,
}
"""Weights set by hand: the centre of the prior, and the reader without a trained ranker."""


@cache
def learned_weights() -> Mapping[str, float]:
    """Load the weights shipped with the package."""
    text = files("lastyard.reading").joinpath("ranker.json").read_text(encoding="utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return HAND_SET | weights


def scores(candidates: Sequence[Sequence[str]], weights: Mapping[str, float]) -> list[float]:
    """Sum the weights of each candidate's features."""
    return [sum(weights.get(name, 0.0) for name in features) for features in candidates]


def best(candidates: Sequence[Sequence[str]], weights: Mapping[str, float]) -> tuple[int, float]:
    """Choose a candidate.

    Args:
        candidates: The features of each candidate, at least one.
        weights: Weight of each feature; features without one count nothing.

    Returns:
        The number of the best candidate (the first of equals) and its softmax probability.
    """
    summed = scores(candidates, weights)
    top = max(range(len(summed)), key=summed.__getitem__)
    return top, 1.0 / sum(math.exp(score - summed[top]) for score in summed)
