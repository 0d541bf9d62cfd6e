"""Task 2: will the next offer be accepted?

A logistic regression with a small ridge, five-fold over records, on what came before
the answer: turn and form; then also the amounts; then how far the package is from what
the receiver last asked for; then also what Last Yard infers it to be worth to both. The
same with the true values shows what could be had. Each row's gain over the row above
is paired: the same offers, so its interval is narrower than those of the two rows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.calibration import Calibration, calibration
from evaluation.inference import Array, acceptability, allowed, infer
from evaluation.proposals import packages_of
from evaluation.records import Division, interval
from lastyard.values import chance_of_yes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from lastyard.values.likelihood import Rationality

MODELS = (
    "base rate",
    "turn and form",
    "with amounts",
    "with last asks",
    "with inferred",
    "with true values",
    "share of the best product, as released",
)
_FOLDS = 5
_RIDGE = 1.0
_SUREST = 0.01  # an index of 0 or 1 that is wrong would cost without end


def score(
    records: Sequence[Division],
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
) -> tuple[dict[str, dict[str, tuple[float, float, float]]], Calibration, Calibration, Calibration]:
    """Score the forecasts of each model.

    Returns:
        By model, log-loss and Brier score with intervals, and the area under the curve;
        the calibration of the forecasts that use what was inferred; that of the
        acceptability index read as a forecast, with nothing fitted; and that of the chance of a yes
        as released, by the share of the best product. Its figures were fitted on this half of CaSiNo, two
        of them on 1,640 offers; its gain is over the base rate.
    """
    context, amounts, asks, inferred, true, answers, names = [], [], [], [], [], [], []
    index = []
    for record in records:
        own = weights(record.id) if callable(weights) else weights
        count = 0
        for place, event in enumerate(record.events):
            if event["act"] != "offer":
                continue
            count += 1
            if not _open(record, place):
                continue
            proposer = event["who"]
            receiver = record.other(proposer)
            package = dict(record.share(receiver, event["package"]))
            mine = np.array([package[i] for i in range(len(record.units))])
            units = np.array(record.units)
            context.append(_context(event, place, count))
            amounts.append(_amounts(mine, units))
            asks.append(_last_move(record, place, receiver, mine))
            before = record.events[:place]
            index.append(acceptability(record, receiver, before, rationality, own, mine / units))
            game = allowed(record.dataset, record.units)
            row = []
            for party, held in ((receiver, mine), (proposer, units - mine)):
                chances = infer(record, party, record.events[: place + 1], rationality, own)
                row += _worths(game.worths @ held / (game.worths @ units), chances)
            inferred.append(row)
            scale = [float(np.dot(record.worth[p], units)) for p in (receiver, proposer)]
            worth = [
                float(np.dot(record.worth[receiver], mine)) / scale[0],
                float(np.dot(record.worth[proposer], units - mine)) / scale[1],
            ]
            true.append([worth[0], worth[0] ** 2, worth[1], worth[0] * worth[1]])
            answers.append(float(event["answer"] == "accepted"))
            names.append(record.id)
    target = np.array(answers)
    blocks = [np.zeros((len(target), 0))]
    for more in (context, amounts, asks, inferred):
        blocks.append(np.hstack([blocks[-1], np.array(more, dtype=np.float64)]))
    blocks.append(np.hstack([blocks[3], np.array(true)]))
    result, above, forecasts = {}, None, np.zeros(0)
    for name, block in zip(MODELS[:-1], blocks, strict=True):
        predicted = _predict(block, target, names)
        result[name] = _figures(predicted, target, names)
        loss = _loss(predicted, target)
        if name == "with inferred":
            forecasts = predicted
        result[name]["gain"] = interval(loss * 0.0 if above is None else above - loss, names)
        above = loss
    bare = np.clip(np.array(index), _SUREST, 1.0 - _SUREST)
    result["the index as it is"] = _figures(bare, target, names)
    result["the index as it is"]["gain"] = interval(_loss(bare, target) * 0.0, names)
    shares, _ = offers_of(records, rationality, weights)
    yes = np.array([chance_of_yes(share) for share in shares.tolist()])
    base = _loss(_predict(blocks[0], target, names), target)
    result[MODELS[-1]] = _figures(yes, target, names)
    result[MODELS[-1]]["gain"] = interval(base - _loss(yes, target), names)
    return (
        result,
        calibration(forecasts, target, names),
        calibration(bare, target, names),
        calibration(yes, target, names),
    )


def _share_of_best(
    record: Division, place: int, rationality: Rationality, weights: Mapping[str, float]
) -> float:
    """Share of the best product of expected gains that an offer has, as inferred with it."""
    event = record.events[place]
    packages = packages_of(record)
    product = np.ones(len(packages))
    for party in record.parties:
        chances = infer(record, party, record.events[: place + 1], rationality, weights)
        worth = chances @ allowed(record.dataset, record.units).worths
        held = packages if party == record.parties[0] else np.array(record.units) - packages
        product = product * np.maximum(held @ worth - record.no_deal[party], 0.0)
    offered = np.array([event["package"][good] for good in record.goods])
    own = product[int(np.flatnonzero((packages == offered).all(axis=1))[0])]
    return float(own / product.max()) if product.max() > 0 else 0.0


def _open(record: Division, place: int) -> bool:
    """Whether an offer is complete, was answered, and is not only entered for the record.

    In CaSiNo a deal made in talk is then entered in a form; that entry is no new offer.
    """
    event = record.events[place]
    if event.get("package") is None or event.get("answer") is None:
        return False
    made = [e["package"] for e in record.events[:place] if e.get("answer") == "accepted"]
    return event["package"] not in made


def _context(event: Mapping[str, Any], place: int, count: int) -> list[float]:
    formal = float(event["source"] == "formal")
    return [
        formal,
        float(bool(event.get("implied"))),
        float(np.log1p(place)),
        float(np.log1p(count)),
        float(count == 1),
        formal * float(np.log1p(place)),
    ]


def _amounts(mine: Array, units: Array) -> list[float]:
    share = float(mine.sum() / units.sum())
    fraction = mine / units
    return [share, share**2, float(fraction.min()), float(fraction.max()), float((mine > 0).mean())]


def _last_move(record: Division, place: int, receiver: str, mine: Array) -> list[float]:
    """How far it is from what the receiver last asked for, and whether it was said before."""
    asked, before = None, 0.0
    for event in record.events[:place]:
        if event["act"] not in ("offer", "repeat", "confirm") or not event.get("package"):
            continue
        held = dict(record.share(receiver, event["package"]))
        shares = np.array([held[i] for i in range(len(record.units))])
        if event["who"] == receiver:
            asked = shares
        before = max(before, float(np.array_equal(shares, mine)))
    if asked is None:
        return [1.0, 0.0, 0.0, before]
    gap = (mine - asked) / np.array(record.units)
    return [0.0, float(np.abs(gap).mean()), float(gap.mean()), before]


def _worths(values: Array, chances: Array) -> list[float]:
    mean = float(chances @ values)
    spread = float(np.sqrt(np.maximum(chances @ values**2 - mean**2, 0.0)))
    return [mean, mean**2, spread, float(chances @ (values >= 0.5))]


def _predict(features: Array, target: Array, names: list[str]) -> Array:
    order = {name: i for i, name in enumerate(dict.fromkeys(names))}
    fold_of = np.random.default_rng(0).permutation(len(order)) % _FOLDS
    fold = np.array([fold_of[order[name]] for name in names])
    predicted = np.empty(len(target))
    for left in range(_FOLDS):
        inside, outside = fold != left, fold == left
        middle = features[inside].mean(axis=0)
        scale = np.maximum(features[inside].std(axis=0), 1e-9)
        design = np.column_stack([np.ones(len(target)), (features - middle) / scale])
        weights = logistic(design[inside], target[inside])
        predicted[outside] = 1.0 / (1.0 + np.exp(-design[outside] @ weights))
    return predicted


def offers_of(
    records: Sequence[Division],
    rationality: Rationality,
    weights: Mapping[str, float] | Callable[[str], Mapping[str, float]],
) -> tuple[Array, Array]:
    """Of every open offer, the share of the best product that it has, and whether it was accepted."""
    shares, answers = [], []
    for record in records:
        own = weights(record.id) if callable(weights) else weights
        for place, event in enumerate(record.events):
            if event["act"] == "offer" and _open(record, place):
                shares.append(_share_of_best(record, place, rationality, own))
                answers.append(float(event["answer"] == "accepted"))
    return np.array(shares), np.array(answers)


def recalibrated(
    shares: Array, answers: Array, count: int, *, spread: float = 0.5
) -> tuple[float, float]:
    """Score the released chance of a yes on answers, shifted by some of them drawn at random.

    Args:
        shares: Share of the best product of every offer.
        answers: Whether it was accepted.
        count: How many answers are known; the others are scored.
        spread: Standard deviation of the shift of the logit before any answer is known.

    Returns:
        Log-loss with the shift and without it, the mean over 400 draws.
    """
    chances = np.array([chance_of_yes(share) for share in shares.tolist()])
    logits = np.log(chances / (1.0 - chances))
    rng, found = np.random.default_rng(0), []
    for _ in range(400):
        order = rng.permutation(len(answers))
        known, rest = order[:count], order[count:]
        shift = 0.0
        for _ in range(30):
            now = 1.0 / (1.0 + np.exp(-(logits[known] + shift)))
            slope = (answers[known] - now).sum() - shift / spread**2
            shift += slope / ((now * (1.0 - now)).sum() + 1.0 / spread**2)
        shifted = 1.0 / (1.0 + np.exp(-(logits[rest] + shift)))
        found.append(
            (_loss(shifted, answers[rest]).mean(), _loss(chances[rest], answers[rest]).mean())
        )
    one, other = np.array(found).mean(axis=0)
    return float(one), float(other)


def logistic(design: Array, target: Array) -> Array:
    """Weights of a logistic regression with a small ridge, none on the first column of ones."""
    weights = np.zeros(design.shape[1])
    ridge = _RIDGE * np.eye(len(weights))
    ridge[0, 0] = 0.0
    for _ in range(25):
        chance = 1.0 / (1.0 + np.exp(-design @ weights))
        slope = design.T @ (target - chance) - ridge @ weights
        curve = (design * (chance * (1.0 - chance))[:, None]).T @ design + ridge
        weights = weights + np.linalg.solve(curve, slope)
    return weights


def _loss(predicted: Array, target: Array) -> Array:
    loss: Array = -np.log(np.where(target > 0, predicted, 1.0 - predicted))
    return loss


def _figures(
    predicted: Array, target: Array, names: list[str]
) -> dict[str, tuple[float, float, float]]:
    ranks = np.empty(len(target))
    _, place, count = np.unique(predicted, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(count) - (count - 1) / 2.0)[place]
    yes = target > 0
    area = (ranks[yes].sum() - yes.sum() * (yes.sum() + 1) / 2.0) / (yes.sum() * (~yes).sum())
    return {
        "log-loss": interval(_loss(predicted, target), names),
        "brier": interval((predicted - target) ** 2, names),
        "auc": (float(area), float(area), float(area)),
    }
