"""Task 7: the people's own deals, improved in confidence.

From the deal that two people made, packages are offered one after the other by
:func:`lastyard.asking.improving.improved`, from what the whole record tells; each person marks them by
its true values. One is adopted only if neither loses and one gains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evaluation.inference import allowed, infer
from evaluation.proposals import FIGURES, figures_of, packages_of, true_gains
from evaluation.records import Division, interval
from lastyard.asking.improving import Side, improved

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.values.likelihood import Rationality

OFFERS = 3


def score(
    records: Sequence[Division],
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Figures of the deals as they were, and after one offer, two and three.

    Only negotiations that ended in a deal count.
    """
    rows, names = [], []
    for record in records:
        if record.deal is None:
            continue
        own = weights(record.id) if callable(weights) else weights
        packages = packages_of(record)
        gains = true_gains(record, packages)
        first = record.parties[0]
        deal = int(np.flatnonzero((packages == np.array(record.deal[first])).all(axis=1))[0])
        sides = [side(record, party, packages, rationality, own) for party in record.parties]

        def mark(party: int, package: int, stands: int, gains: np.ndarray = gains) -> int:
            return int(np.sign(np.round(gains[package, party] - gains[stands, party], 9)))

        stands = improved(sides, deal, mark, OFFERS)
        rows.append([figures_of(gains, each, record) for each in stands])
        names.append(record.id)
    table = np.array(rows)
    return {
        "the people's deal" if count == 0 else f"after {count} offered": {
            name: interval(table[:, count, k], names) for k, name in enumerate(FIGURES)
        }
        for count in range(OFFERS + 1)
    }


def side(
    record: Division,
    party: str,
    packages: np.ndarray,
    rationality: Rationality,
    weights: Mapping[str, float],
    events: Sequence[dict[str, object]] | None = None,
) -> Side:
    """What a person may want of packages, after some of the record; all of it when left out."""
    game = allowed(record.dataset, record.units)
    held = packages if party == record.parties[0] else np.array(record.units) - packages
    chances = infer(
        record, party, record.events if events is None else events, rationality, weights
    )
    worth = game.worths @ held.T
    return Side(worth, np.full(len(worth), record.no_deal[party]), chances, game.stakes)
