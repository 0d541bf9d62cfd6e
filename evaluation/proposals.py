"""Task 3: a mediator's proposal after k offers of each side.

The package with the largest product of expected gains over no deal, each side's
values inferred from the public record; scored on the true values.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np

from evaluation.inference import Array, allowed, infer, until
from evaluation.records import Division, interval

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.values.likelihood import Rationality

FIGURES = ("nash", "joint", "efficient")
_EQUAL = 1e-9


def score(
    records: Sequence[Division],
    offers: int,
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Proposals after so many offers each, beside the people's own agreements.

    Only negotiations that ended in a deal count, for both, so that like is compared
    with like.
    """
    ours, theirs, names = [], [], []
    for record in records:
        length = until(record.events, dict.fromkeys(record.parties, offers))
        if length is None or record.deal is None:
            continue
        own = weights(record.id) if callable(weights) else weights
        packages = np.array(list(itertools.product(*(range(n + 1) for n in record.units))))
        proposal = _propose(record, record.events[:length], packages, rationality, own)
        gains = _true_gains(record, packages)
        first = record.parties[0]
        deal = int(np.flatnonzero((packages == np.array(record.deal[first])).all(axis=1))[0])
        ours.append(_figures(gains, proposal, record))
        theirs.append(_figures(gains, deal, record))
        names.append(record.id)
    return {
        who: {name: interval(np.array(rows)[:, i], names) for i, name in enumerate(FIGURES)}
        for who, rows in (("proposal", ours), ("people", theirs))
    }


def _propose(
    record: Division,
    events: Sequence[dict[str, object]],
    packages: Array,
    rationality: Rationality,
    weights: Mapping[str, float],
) -> int:
    game = allowed(record.dataset, record.units)
    product = np.ones(len(packages))
    for party in record.parties:
        chances = infer(record, party, events, rationality, weights)
        worth = chances @ game.worths
        mine = packages if party == record.parties[0] else np.array(record.units) - packages
        product = product * np.maximum(mine @ worth - record.no_deal[party], 0.0)
    return int(np.argmax(product))


def _true_gains(record: Division, packages: Array) -> Array:
    """Points over no deal of both parties, shape (packages, 2)."""
    first, second = record.parties
    rest = np.array(record.units) - packages
    return np.column_stack(
        [
            packages @ np.array(record.worth[first]) - record.no_deal[first],
            rest @ np.array(record.worth[second]) - record.no_deal[second],
        ]
    )


def _figures(gains: Array, chosen: int, record: Division) -> list[float]:
    product = np.prod(np.maximum(gains, 0.0), axis=1)
    joint = gains.sum(axis=1) + sum(record.no_deal.values())
    mine = gains[chosen]
    better = np.all(gains >= mine - _EQUAL, axis=1) & np.any(gains > mine + _EQUAL, axis=1)
    return [
        float(product[chosen] / product.max()) if product.max() > 0 else 1.0,
        float(joint[chosen] / joint.max()),
        float(not better.any()),
    ]
