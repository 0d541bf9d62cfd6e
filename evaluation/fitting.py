"""Fits the released defaults on the development half of CaSiNo (CC BY 4.0).

``python -m evaluation.fitting words`` fits the reader of words: a log-linear model of the
order of the goods, on what each person had said after 1 to 5 utterances and in all, given
what the offers by then say; ridge by cross-validation over records, weights of the features
that came often enough. ``python -m evaluation.fitting claims`` fits how sharply claims follow
worth: pattern search on the log-loss of the true value function, given the words.
``python -m evaluation.fitting yes`` fits the chance of a yes to the next offer. Nothing of
DealOrNoDeal (CC BY-NC) goes into a fitted figure; it is the check. The powers ``spread`` and
``count`` cannot be told apart on CaSiNo, where every good has three units: they were set once,
by comparing the data sets' optima.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.answers import logistic, offers_of
from evaluation.inference import Array, allowed, infer, spoken, until
from evaluation.preferences import truth
from evaluation.records import SYNONYMS, Division, divisions
from lastyard.values.likelihood import Rationality, released
from lastyard.values.words import FIRST, SECOND, features, word_weights, words_fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FOLDS = 5
RIDGES = (50.0, 150.0, 450.0)
COMMON = 60
"""How many persons must show a feature for it to have a weight."""

SEARCHED = ("claim", "spare", "habit", "later", "repeat", "acceptance")
LIMITS = {"acceptance": (0.0, 8.0), "repeat": (0.0, 1.0), "later": (0.0, 1.0)}
Places = np.ndarray[Any, np.dtype[np.intp]]
VALUES = Path(__file__).resolve().parents[1] / "src/lastyard/values"


@dataclass(frozen=True, slots=True, eq=False)
class Talk:
    """What people had said at several points of their talks.

    Attributes:
        names: The features, those of the model.
        told: How much each feature says of each good, shape (points, features, goods).
        offered: Log-chances of the value functions from offers alone, shape (points, functions).
        lift: Stakes of each function in standard deviations, shape (functions, goods).
        true: The true function at each point.
        records: The record of each point.
    """

    names: tuple[str, ...]
    told: Array
    offered: Array
    lift: Array
    true: Places
    records: tuple[str, ...]

    def fit(self, ridge: float, which: Places) -> Array:
        """Weights: ridge-penalised maximum likelihood by Newton's method."""
        weights = np.zeros(len(self.names))
        lift = np.einsum("pci,fi->pcf", self.told[which], self.lift)
        at_true = np.take_along_axis(lift, self.true[which][:, None, None], axis=2)[:, :, 0]
        for _ in range(12):
            found = self.offered[which] + np.einsum("c,pcf->pf", weights, lift)
            chance = np.exp(found - found.max(axis=1, keepdims=True))
            chance /= chance.sum(axis=1, keepdims=True)
            mean = np.einsum("pcf,pf->pc", lift, chance)
            slope = (at_true - mean).sum(axis=0) - ridge * weights
            root = (lift - mean[:, :, None]) * np.sqrt(chance)[:, None, :]
            flat = root.transpose(1, 0, 2).reshape(len(weights), -1)
            curve = flat @ flat.T + ridge * np.eye(len(weights))
            weights = weights + np.linalg.solve(curve, slope)
        return weights

    def loss(self, weights: Array, which: Places) -> float:
        """Mean log-loss of the true value function."""
        amounts = np.einsum("c,pci->pi", weights, self.told[which])
        found = self.offered[which] + amounts @ self.lift.T
        top = found.max(axis=1, keepdims=True)
        norms = np.log(np.exp(found - top).sum(axis=1)) + top[:, 0]
        return float(np.mean(norms - found[np.arange(len(which)), self.true[which]]))

    def without(self, left: int) -> tuple[Places, Places]:
        """The points outside a fold, and those inside."""
        fold = np.array([_fold_of()[name] for name in self.records])
        return np.flatnonzero(fold != left), np.flatnonzero(fold == left)

    def held_out(self, ridge: float) -> float:
        """Mean log-loss with weights fitted without each record's fold."""
        total = 0.0
        for left in range(FOLDS):
            inside, outside = self.without(left)
            total += self.loss(self.fit(ridge, inside), outside) * len(outside)
        return total / len(self.records)


@cache
def talk() -> Talk:
    """CaSiNo's development half after each person's 1 to 5 utterances, and all of it."""
    points = [
        (record, party, length)
        for record in divisions("casino")
        for party in record.parties
        for length in _cuts(record, party)
    ]
    told = [_told(record, party, length) for record, party, length in points]
    people: dict[str, set[tuple[str, str]]] = {}
    for (record, party, _), counts in zip(points, told, strict=True):
        for _, name in counts:
            people.setdefault(name, set()).add((record.id, party))
    names = tuple(sorted(name for name, who in people.items() if len(who) >= COMMON))
    place = {name: k for k, name in enumerate(names)}
    table = np.zeros((len(points), len(names), 3))
    for line, counts in enumerate(told):
        for (issue, name), count in counts.items():
            if name in place:
                table[line, place[name], issue] = 1.0 + 0.5 * np.log(count)
    how = released()
    offered = np.log(np.stack([infer(r, p, r.events[:n], how, {}) for r, p, n in points]))
    game = allowed("casino", points[0][0].units)
    return Talk(
        names,
        table,
        offered,
        (game.stakes - game.outlook.mean) / game.outlook.spread,
        np.array([truth(r, p) for r, p, _ in points]),
        tuple(r.id for r, _, _ in points),
    )


def _cuts(record: Division, party: str) -> list[int]:
    own = [k + 1 for k, e in enumerate(record.events) if e["who"] == party and "text" in e]
    return sorted({*own[:5], len(record.events)})


def _told(record: Division, party: str, length: int) -> Counter[tuple[int, str]]:
    """How often each feature came for each good, by then."""
    names = {i: SYNONYMS[good] for i, good in enumerate(record.goods)}
    total: Counter[tuple[int, str]] = Counter()
    order: list[int] = []
    for text in spoken(party, record.events[:length]):
        counts, named = features(text, names)
        total.update(counts)
        order += named
    for rank, issue in zip((FIRST, SECOND), dict.fromkeys(order), strict=False):
        total[issue, rank] = 1
    return total


@cache
def _fold_of() -> dict[str, int]:
    return folds(divisions("casino"))


def folds(records: Sequence[Division], seed: int = 0) -> dict[str, int]:
    """A fold for each record."""
    rng = np.random.default_rng(seed)
    return {
        r.id: int(f) for r, f in zip(records, rng.permutation(len(records)) % FOLDS, strict=True)
    }


def fit_words() -> dict[str, object]:
    """Fit the reader of words and return the document that ``words.json`` holds."""
    found = talk()
    everyone = np.arange(len(found.records))
    ridge = min(RIDGES, key=found.held_out)
    weights = found.fit(ridge, everyone)
    return {
        "fitted": {
            "on": "CaSiNo, development half (Kushal Chawla and others, 2021, CC BY 4.0, "
            f"https://github.com/kushalchawla/CaSiNo), {len(set(found.records))} negotiations: "
            "only these weights are kept, no text",
            "how": f"evaluation/fitting.py: {len(everyone)} points of talks; features that "
            f"{COMMON} persons or more showed; ridge {ridge:g} by {FOLDS}-fold cross-validation",
            "ridge": ridge,
            "log-loss in sample": round(found.loss(weights, everyone), 4),
            "log-loss held out": round(found.held_out(ridge), 4),
        },
        "weights": {n: round(float(w), 3) for n, w in zip(found.names, weights, strict=True)},
    }


@cache
def _weights_without(left: int, ridge: float) -> dict[str, float]:
    found = talk()
    weights = found.fit(ridge, found.without(left)[0])
    return dict(zip(found.names, map(float, weights), strict=True))


def held_out_weights(ridge: float) -> Callable[[str], Mapping[str, float]]:
    """Weights of words for each record of CaSiNo, fitted without the record's fold."""
    return lambda name: _weights_without(_fold_of()[name], ridge)


def fit_claims() -> dict[str, object]:
    """Fit the figures of claims and return the document that ``defaults.json`` holds."""
    people = [
        (record, party, length)
        for record in divisions("casino")
        for party in record.parties
        if (length := until(record.events, {party: None})) is not None
    ]
    weights = word_weights()

    def loss(how: Rationality) -> float:
        chances = [infer(r, p, r.events[:n], how, weights)[truth(r, p)] for r, p, n in people]
        return float(-np.mean(np.log(chances)))

    best = _search(released(), loss)
    document: dict[str, Any] = json.loads((VALUES / "defaults.json").read_text("utf-8"))
    document["rationality"] = _rounded(best)
    document["fitted"]["how"] = (
        "evaluation/fitting.py: log-loss of the true value function after all offers, given the words"
    )
    return document


def _rounded(how: Rationality) -> dict[str, float]:
    return {name: round(value, 3) for name, value in asdict(how).items()}


def _search(start: Rationality, loss: Callable[[Rationality], float]) -> Rationality:
    """Pattern search, one figure at a time, with shrinking steps."""
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


def fit_yes() -> dict[str, object]:
    """Fit the chance of a yes, with weights of words held out; the rest of ``defaults.json`` as it is."""
    shares, answers = offers_of(
        divisions("casino"), released(), held_out_weights(float(words_fitted()["ridge"]))
    )
    weights = logistic(np.column_stack([np.ones(len(shares)), shares]), answers)
    document: dict[str, object] = json.loads((VALUES / "defaults.json").read_text("utf-8"))
    document["yes"] = {
        "on": f"CaSiNo, development half: {len(answers)} answered offers",
        "intercept": round(float(weights[0]), 3),
        "slope": round(float(weights[1]), 3),
    }
    return document


FITS: Mapping[str, tuple[str, Callable[[], dict[str, object]]]] = {
    "words": ("words.json", fit_words),
    "claims": ("defaults.json", fit_claims),
    "yes": ("defaults.json", fit_yes),
}


def main() -> int:
    """Fit what is named and put it in its place."""
    if len(sys.argv) != 2 or sys.argv[1] not in FITS:
        sys.stderr.write(f"usage: python -m evaluation.fitting {'|'.join(FITS)}\n")
        return 2
    target, fit = FITS[sys.argv[1]]
    (VALUES / target).write_text(json.dumps(fit(), indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
