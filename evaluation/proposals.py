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
    ours, seats, theirs, names = [], [], [], []
    for record in records:
        length = until(record.events, dict.fromkeys(record.parties, offers))
        if length is None or record.deal is None:
            continue
        own = weights(record.id) if callable(weights) else weights
        packages = packages_of(record)
        worths = {
            party: infer(record, party, record.events[:length], rationality, own)
            @ allowed(record.dataset, record.units).worths
            for party in record.parties
        }
        gains = true_gains(record, packages)
        first = record.parties[0]
        deal = int(np.flatnonzero((packages == np.array(record.deal[first])).all(axis=1))[0])
        ours.append(figures_of(gains, _propose(record, packages, worths), record))
        known = [
            _propose(record, packages, {**worths, party: np.array(record.worth[party])})
            for party in record.parties
        ]
        each = [figures_of(gains, package, record) for package in known]
        seats.append([float(np.mean(pair)) for pair in zip(*each, strict=True)])
        theirs.append(figures_of(gains, deal, record))
        names.append(record.id)
    return {
        who: {name: interval(np.array(rows)[:, i], names) for i, name in enumerate(FIGURES)}
        for who, rows in (
            ("proposal", ours),
            ("proposal, one side's values known", seats),
            ("people", theirs),
        )
    }


def _propose(record: Division, packages: Array, worths: Mapping[str, Array]) -> int:
    product = np.ones(len(packages))
    for party in record.parties:
        mine = packages if party == record.parties[0] else np.array(record.units) - packages
        product = product * np.maximum(mine @ worths[party] - record.no_deal[party], 0.0)
    return int(np.argmax(product))


def packages_of(record: Division) -> Array:
    """Every package, as units to the first party, shape (packages, goods)."""
    return np.array(list(itertools.product(*(range(n + 1) for n in record.units))))


def true_gains(record: Division, packages: Array) -> Array:
    """Points over no deal of both parties, shape (packages, 2)."""
    first, second = record.parties
    rest = np.array(record.units) - packages
    return np.column_stack(
        [
            packages @ np.array(record.worth[first]) - record.no_deal[first],
            rest @ np.array(record.worth[second]) - record.no_deal[second],
        ]
    )


def figures_of(gains: Array, chosen: int, record: Division) -> list[float]:
    """Share of the best Nash product and joint value, and whether the package is efficient."""
    product = np.prod(np.maximum(gains, 0.0), axis=1)
    joint = gains.sum(axis=1) + sum(record.no_deal.values())
    mine = gains[chosen]
    better = np.all(gains >= mine - _EQUAL, axis=1) & np.any(gains > mine + _EQUAL, axis=1)
    return [
        float(product[chosen] / product.max()) if product.max() > 0 else 1.0,
        float(joint[chosen] / joint.max()),
        float(not better.any()),
    ]
