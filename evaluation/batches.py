"""Batches for a room, tried on the recorded negotiations' true values.

Each person tells its true order of the goods; five packages are made from the two orders; each
marks those that it could live with, in its true order, and fallback bargaining takes one or none. How
much a person holds out for is assumed: no deal, or a share of its own best. All
negotiations count, and no deal counts 0, for the people too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from evaluation.proposals import packages_of, true_gains
from evaluation.records import Division, interval
from lastyard.deals.batch import Told, batch, fallback

if TYPE_CHECKING:
    from collections.abc import Sequence

HOLDING_OUT = (0.0, 0.4, 0.5, 0.6)
FIGURES = ("nash", "deals")


def score(records: Sequence[Division]) -> dict[str, dict[str, tuple[float, float, float]]]:
    """Share of the best Nash product, and of negotiations that end in a deal."""
    rows: dict[str, list[tuple[float, float]]] = {}
    names = []
    made: dict[object, list[int]] = {}
    for record in records:
        packages = packages_of(record)
        gains = true_gains(record, packages)
        product = np.prod(np.maximum(gains, 0.0), axis=1)
        share = product / product.max() if product.max() > 0 else np.ones(len(product))
        first = record.parties[0]
        told = [_told(record, party) for party in record.parties]
        key = (record.units, told[0].order, told[1].order)
        if key not in made:
            place = {tuple(row): k for k, row in enumerate(packages.astype(int).tolist())}
            made[key] = [place[package] for package in batch(told)]
        offered = made[key]
        points = gains + np.array([record.no_deal[party] for party in record.parties])
        best = points.max(axis=0)
        for held in HOLDING_OUT:
            least = np.maximum(held * best, [record.no_deal[p] for p in record.parties])
            orders = [
                [
                    k
                    for k in np.argsort(-points[offered, side], kind="stable").tolist()
                    if points[offered[k], side] >= least[side] - 1e-9
                ]
                for side in (0, 1)
            ]
            taken = fallback(orders, len(offered))
            row = (0.0, 0.0) if taken is None else (float(share[offered[taken]]), 1.0)
            name = (
                f"batch, holding out for {held:.1f} of the best"
                if held
                else "batch, better than no deal"
            )
            rows.setdefault(name, []).append(row)
        deal = (0.0, 0.0)
        if record.deal is not None:
            k = int(np.flatnonzero((packages == np.array(record.deal[first])).all(axis=1))[0])
            deal = (float(share[k]), 1.0)
        rows.setdefault("the people", []).append(deal)
        names.append(record.id)
    return {
        who: {name: interval(np.array(found)[:, k], names) for k, name in enumerate(FIGURES)}
        for who, found in rows.items()
    }


def _told(record: Division, party: str) -> Told:
    units = np.array(record.units)
    order = np.argsort(-np.array(record.worth[party]) * units, kind="stable")
    likes = [np.arange(n + 1) / n for n in record.units]
    if party != record.parties[0]:
        likes = [each[::-1] for each in likes]
    return Told(tuple(order.tolist()), tuple(likes))
