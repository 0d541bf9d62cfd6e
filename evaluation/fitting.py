"""Fits the released defaults on the development half of CaSiNo (CC BY 4.0).

Claims: pattern search on the log-loss of the true value function. Words: a
log-linear model with a ridge, by Newton's method, the ridge chosen by
cross-validation over records. The two take turns twice, for an offer in words is
both. Nothing of DealOrNoDeal (CC BY-NC) goes into a fitted figure; it is the check.
The powers ``spread`` and ``count`` cannot be told apart on CaSiNo, where every good
has three units: they were set once, by comparing the data sets' optima.
"""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.inference import Array, allowed, infer, until
from evaluation.preferences import truth
from evaluation.records import SYNONYMS, Division, divisions
from lastyard.values.likelihood import Rationality, released
from lastyard.values.problem import clue_names, clues

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FOLDS = 5
RIDGES = (4.0, 8.0, 16.0, 32.0)
SEARCHED = ("claim", "spare", "habit", "later", "repeat", "acceptance")
LIMITS = {"acceptance": (0.0, 8.0), "repeat": (0.0, 1.0), "later": (0.0, 1.0)}
Places = np.ndarray[Any, np.dtype[np.intp]]
TARGET = Path(__file__).resolve().parents[1] / "src/lastyard/values/defaults.json"


class _People:
    """Everyone's words and value functions, ready for fitting."""

    def __init__(self, records: Sequence[Division]) -> None:
        self.records = records
        self.who = [
            (record, party, length)
            for record in records
            for party in record.parties
            if (length := until(record.events, {party: None})) is not None
        ]
        self.groups = np.array([r.id for r, _, _ in self.who])
        names = {name: place for place, name in enumerate(clue_names())}
        self.words = np.zeros((len(self.who), len(names), 3))
        self.stakes = np.stack([allowed(r.dataset, r.units).stakes for r, _, _ in self.who])
        self.true = np.array([truth(r, p) for r, p, _ in self.who])
        for line, (record, party, length) in enumerate(self.who):
            issues = {i: SYNONYMS[good] for i, good in enumerate(record.goods)}
            spread = allowed(record.dataset, record.units).outlook.spread
            for event in record.events[:length]:
                if event["who"] != party or "text" not in event:
                    continue
                setting = "message" if event["act"] == "message" else "offer"
                for issue, clue, share in clues(
                    event["text"], issues, "message" if setting == "message" else "offer"
                ):
                    self.words[line, names[clue], issue] += share / spread[issue]

    def claims(self, rationality: Rationality) -> Array:
        """Log-chances from offers alone, shape (persons, value functions)."""
        return np.log(
            np.stack([infer(r, p, r.events[:n], rationality, {}) for r, p, n in self.who])
        )

    def loss(self, logs: Array, weights: Array, which: Places) -> float:
        """Mean log-loss of the true value function."""
        found = logs[which] + self._tilt(weights, which)
        top = found.max(axis=1, keepdims=True)
        norms = np.log(np.exp(found - top).sum(axis=1)) + top[:, 0]
        return float(np.mean(norms - found[np.arange(len(which)), self.true[which]]))

    def _tilt(self, weights: Array, which: Places) -> Array:
        amounts = np.einsum("c,pci->pi", weights, self.words[which])
        result: Array = np.einsum("pi,pfi->pf", amounts, self.stakes[which])
        return result

    def fit_words(self, logs: Array, ridge: float, which: Places) -> Array:
        """Weights of the clues: ridge-penalised maximum likelihood by Newton's method."""
        weights = np.zeros(self.words.shape[1])
        # What a unit of each clue adds to each value function: persons, clues, functions.
        lift = np.einsum("pci,pfi->pcf", self.words[which], self.stakes[which])
        at_true = np.take_along_axis(lift, self.true[which][:, None, None], axis=2)[:, :, 0]
        for _ in range(12):
            found = logs[which] + np.einsum("c,pcf->pf", weights, lift)
            chance = np.exp(found - found.max(axis=1, keepdims=True))
            chance /= chance.sum(axis=1, keepdims=True)
            mean = np.einsum("pcf,pf->pc", lift, chance)
            slope = (at_true - mean).sum(axis=0) - 2.0 * ridge * weights
            root = (lift - mean[:, :, None]) * np.sqrt(chance)[:, None, :]
            flat = root.transpose(1, 0, 2).reshape(len(weights), -1)
            curve = flat @ flat.T + 2.0 * ridge * np.eye(len(weights))
            weights = weights + np.linalg.solve(curve, slope)
        return weights


def folds(records: Sequence[Division], seed: int = 0) -> dict[str, int]:
    """A fold for each record."""
    rng = np.random.default_rng(seed)
    return {
        r.id: int(f) for r, f in zip(records, rng.permutation(len(records)) % FOLDS, strict=True)
    }


def fit() -> dict[str, object]:
    """Fit everything and return the document that ``defaults.json`` holds."""
    records = divisions("casino")
    people = _People(records)
    everyone = np.arange(len(people.who))
    rationality, weights, ridge = released(), np.zeros(people.words.shape[1]), RIDGES[0]
    for _ in range(2):
        rationality = _search(rationality, people, weights)
        logs = people.claims(rationality)
        ridge = min(RIDGES, key=lambda r: _held_out(people, logs, r))
        weights = people.fit_words(logs, ridge, everyone)
    return {
        "fitted": {
            "on": "CaSiNo, development half (Chawla et al. 2021, CC BY 4.0), "
            f"{len(records)} negotiations, {len(people.who)} persons",
            "how": "evaluation/fitting.py: log-loss of the true value function after all "
            f"offers; ridge {ridge:g} on the clues by {FOLDS}-fold cross-validation",
            "log-loss in sample": round(people.loss(logs, weights, everyone), 4),
            "log-loss, clues held out": round(_held_out(people, logs, ridge), 4),
            "set, not fitted": "stakes (prior trials), spread and count (one comparison of "
            "the optima on CaSiNo and DealOrNoDeal), refusal (carried nothing), ranking "
            "(a stated top issue is the top one nine times in ten)",
            "ridge": ridge,
        },
        "rationality": {k: round(v, 3) for k, v in asdict(rationality).items()},
        "clues": {n: round(float(w), 3) for n, w in zip(clue_names(), weights, strict=True) if w},
    }


def held_out_weights(
    records: Sequence[Division], ridge: float
) -> Callable[[str], Mapping[str, float]]:
    """Clue weights for each record of CaSiNo, fitted without the record's fold."""
    people, fold_of = _People(records), folds(records)
    logs = people.claims(released())
    place = np.array([fold_of[name] for name in people.groups])
    found = [
        dict(
            zip(
                clue_names(),
                map(float, people.fit_words(logs, ridge, np.flatnonzero(place != fold))),
                strict=True,
            )
        )
        for fold in range(FOLDS)
    ]
    return lambda name: found[fold_of[name]]


def _held_out(people: _People, logs: Array, ridge: float) -> float:
    fold_of = folds(people.records)
    place = np.array([fold_of[name] for name in people.groups])
    total = 0.0
    for fold in range(FOLDS):
        inside, outside = np.flatnonzero(place != fold), np.flatnonzero(place == fold)
        weights = people.fit_words(logs, ridge, inside)
        total += people.loss(logs, weights, outside) * len(outside)
    return total / len(place)


def _search(start: Rationality, people: _People, weights: Array) -> Rationality:
    """Pattern search, one figure at a time, with shrinking steps."""
    everyone = np.arange(len(people.who))

    def loss(rationality: Rationality) -> float:
        return people.loss(people.claims(rationality), weights, everyone)

    best, least = start, loss(start)
    for step in (0.4, 0.2, 0.1):
        for name in SEARCHED:
            low, high = LIMITS.get(name, (-np.inf, np.inf))
            for sign in (1.0, -1.0):
                while True:
                    now = getattr(best, name)
                    move = sign * step * max(abs(now), 0.2)
                    trial = replace(best, **{name: float(np.clip(now + move, low, high))})
                    value = loss(trial)
                    if value >= least - 1e-5:
                        break
                    best, least = trial, value
    return best


def write(document: dict[str, object]) -> None:
    """Put the document in its place."""
    TARGET.write_text(json.dumps(document, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(fit())
