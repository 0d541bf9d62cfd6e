"""Runs all tasks of PROTOCOL.md with the released defaults and prints the figures as Markdown.

Usage: ``python -m evaluation`` (with LASTYARD_ORACLES if the records are elsewhere).
On CaSiNo's development half, on which the weights of words were fitted, each record is scored
with weights fitted without its fold; ``--as-released`` scores with the released ones,
which is right for records that were not fitted on. On any other talk words count half.
"""

from __future__ import annotations

import argparse
import sys
from typing import TYPE_CHECKING

from evaluation import (
    answers,
    batches,
    finding,
    improving,
    interviews,
    preferences,
    proposals,
    turns,
)
from evaluation.fitting import held_out_weights
from evaluation.records import OraclesError, divisions
from lastyard.values.likelihood import released
from lastyard.values.words import ELSEWHERE, word_weights, words_fitted

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from evaluation.calibration import Calibration

    Figures = dict[str, tuple[float, float, float]]
    Weights = Mapping[str, float] | Callable[[str], Mapping[str, float]]

SETS = ("casino", "dealornodeal")


def main() -> int:
    """Print all figures; 2 when the records are not there."""
    parser = argparse.ArgumentParser(prog="python -m evaluation", description=__doc__)
    parser.add_argument("--as-released", action="store_true", help="never refit the words")
    parser.add_argument("--interviews", action="store_true", help="JobInterview too (slow)")
    options = parser.parse_args()
    try:
        for dataset in SETS:
            _data_set(dataset, options.as_released)
        if options.interviews:
            _table(
                "JobInterview, Spearman over packages", {"sampler": interviews.score(released())}
            )
    except OraclesError as error:
        sys.stderr.write(f"error: {error}\n")
        return 2
    return 0


def _data_set(dataset: str, as_released: bool) -> None:
    records, how = divisions(dataset), released()
    weights: Weights = word_weights()
    if dataset == "casino" and not as_released:
        weights = held_out_weights(float(words_fitted()["ridge"]))
    tempered = _tempered(weights)
    if dataset != "casino":
        weights = tempered
    rows = {"offers alone, all": preferences.score(records, None, how, {}).summary()}
    for count in (1, 2, 3, None):
        name = f"offers and words, {'all' if count is None else f'first {count}'}"
        scores = preferences.score(records, count, how, weights)
        rows[name] = scores.summary()
    if dataset == "casino":
        rows["words counting half, all"] = preferences.score(records, None, how, tempered).summary()
    _table(f"{dataset}: preferences", rows)
    _reliability(f"{dataset}: probability of being the top issue, all", scores.calibration())
    if dataset == "casino":
        for name, found in turns.score(records, how, weights).items():
            _table(f"{dataset}: {name}", {"offers and words": found})
    figures, forecasts, bare, yes = answers.score(records, how, weights)
    _table(f"{dataset}: next answer", figures)
    _reliability(f"{dataset}: next answer, with inferred", forecasts)
    _reliability(f"{dataset}: the acceptability index read as a forecast", bare)
    _reliability(f"{dataset}: the chance of a yes as released", yes)
    shares, said = answers.offers_of(records, how, weights)
    for known in (20, 80):
        shifted, plain = answers.recalibrated(shares, said, known)
        sys.stdout.write(
            f"\nLog-loss shifted by {known} answers {shifted:.4f}, not shifted {plain:.4f}\n"
        )
    for count in (1, 2):
        found = proposals.score(records, count, how, weights)
        _table(f"{dataset}: proposal after {count} offers each", found)
    for wrong in (0.0, 0.05, 0.1):
        _table(
            f"{dataset}: after questions in confidence, {wrong:.0%} of answers wrong",
            finding.score(records, how, weights, wrong),
        )
    _table(f"{dataset}: batches from private orders (no deal counts 0)", batches.score(records))
    _table(
        f"{dataset}: the people's deals, improved in confidence",
        improving.score(records, how, weights),
    )


def _tempered(weights: Weights) -> Weights:
    """Weights of words as they count on talk that they were not fitted on."""

    def half(given: Mapping[str, float]) -> dict[str, float]:
        return {name: ELSEWHERE * weight for name, weight in given.items()}

    if callable(weights):
        return lambda record: half(weights(record))
    return half(weights)


def _reliability(title: str, found: Calibration) -> None:
    lines = [f"\n### {title}\n", "| forecast | came true | cases |", "|---|---|---|"]
    for row in found.rows:
        mean, low, high = row.observed
        lines.append(f"| {row.forecast:.3f} | {mean:.3f} ({low:.3f} to {high:.3f}) | {row.count} |")
    error, low, high = found.error
    lines.append(
        f"\nCalibration error {error:.3f}; a perfect forecaster would show {low:.3f} to {high:.3f}."
    )
    sys.stdout.write("\n".join(lines) + "\n")


def _table(title: str, rows: Mapping[str, Figures]) -> None:
    names = list(next(iter(rows.values())))
    lines = [f"\n### {title}\n", f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
    for name, figures in rows.items():
        cells = [f"{m:.3f} ({low:.3f} to {high:.3f})" for m, low, high in figures.values()]
        lines.append(f"| {name} | {' | '.join(cells)} |")
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
