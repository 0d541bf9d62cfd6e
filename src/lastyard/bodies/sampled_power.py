"""Voting power where exact counting is out of reach: sampled, with an error bound.

Random orders of joining are drawn and the member that turns each from losing to winning
is noted (Shapley-Shubik); its share of the orders estimates the index. For
Penrose-Banzhaf, random coalitions are drawn and every member tried in each. The error
bound holds for each figure with 95 % confidence whatever the rule [Hoeffding 1963, J.
American Statistical Association 58, theorem 2].
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from lastyard.bodies.forms import CompiledRule, yes_or_no

if TYPE_CHECKING:
    from lastyard.bodies.body import Body

_CONFIDENCE = 0.95
_BATCH_CELLS = 4_000_000


@dataclass(frozen=True, slots=True)
class SampledMemberPower:
    """Sampled power of each member of a line.

    Attributes:
        name: The member.
        count: How many members the line has.
        shapley_shubik: Estimate of the Shapley-Shubik index of each.
        shapley_error: Its Monte-Carlo standard error.
        penrose_banzhaf: Estimate of the share of coalitions each turns.
        banzhaf_error: Its Monte-Carlo standard error.
    """

    name: str
    count: int
    shapley_shubik: float
    shapley_error: float
    penrose_banzhaf: float
    banzhaf_error: float


@dataclass(frozen=True, slots=True)
class SampledPower:
    """Sampled power indices.

    Attributes:
        members: One entry a member line.
        error_bound: No index of a single member (of a whole line, for Shapley-Shubik) is
            further off than this, with 95 % confidence for each.
        samples: Orders, and coalitions, drawn.
        seed: Of the draw.
        method: Always ``sampled``.
    """

    members: tuple[SampledMemberPower, ...]
    error_bound: float
    samples: int
    seed: int
    method: str = "sampled"


def sample_power(body: Body, *, samples: int = 20_000, seed: int = 0) -> SampledPower:
    """Estimate power indices by drawing orders and coalitions.

    Args:
        body: The body, with a monotone rule.
        samples: How many to draw of each.
        seed: Of the draw.
    """
    rule = yes_or_no(body.compiled)
    rng = np.random.default_rng(seed)
    pivots = _pivots(rule, rng, samples)
    swings = _swings(rule, rng, samples)
    members = []
    for i, member in enumerate(body.members):
        share = pivots[i] / samples
        turned = swings[i] / samples
        members.append(
            SampledMemberPower(
                member.name,
                member.count,
                share / member.count,
                _error(share, samples) / member.count,
                turned,
                _error(turned, samples),
            )
        )
    bound = math.sqrt(math.log(2 / (1 - _CONFIDENCE)) / (2 * samples))
    return SampledPower(tuple(members), bound, samples, seed)


def _error(share: float, samples: int) -> float:
    # At least the error of one observation, so that it never looks certain.
    return math.sqrt(max(share * (1 - share), 1 / samples) / samples)


def _pivots(rule: CompiledRule, rng: np.random.Generator, samples: int) -> NDArray[np.int64]:
    """How often the turning member belongs to each line."""
    line_of = np.repeat(np.arange(len(rule.counts)), rule.counts)
    gains = np.array([form.yes for form in rule.forms], dtype=np.int64)
    result = np.zeros(len(rule.counts), np.int64)
    batch = max(1, _BATCH_CELLS // line_of.size)
    for start in range(0, samples, batch):
        rows = min(batch, samples - start)
        order = rng.permuted(np.tile(line_of, (rows, 1)), axis=1)
        sums = np.cumsum(gains[:, order], axis=2)
        won = rule.passes_array(sums)
        result += np.bincount(
            order[np.arange(rows), won.argmax(axis=1)], minlength=len(rule.counts)
        )
    return result


def _swings(rule: CompiledRule, rng: np.random.Generator, samples: int) -> NDArray[np.int64]:
    """How many drawn coalitions of the others one member of each line turns."""
    gains = np.array([form.yes for form in rule.forms], dtype=np.int64)
    result = np.zeros(len(rule.counts), np.int64)
    batch = max(1, _BATCH_CELLS // len(rule.counts))
    for start in range(0, samples, batch):
        rows = min(batch, samples - start)
        counts = np.array(rule.counts)
        own = rng.integers(0, 2, size=(rows, counts.size))
        others = rng.binomial(counts - 1, 0.5, size=(rows, counts.size))
        sums = gains @ (own + others).T
        for i in range(counts.size):
            without = sums - gains[:, i, None] * own[:, i]
            turned = rule.passes_array(without + gains[:, i, None]) & ~rule.passes_array(without)
            result[i] += int(turned.sum())
    return result
