"""Whether a party's own issue weighs more with it, on designed values of negotiation games.

A case may say whose own issue something is (``of:``). Here each of five games says so, by labels
made from its public description. What is scored is the log-probability that the tilted prior of the
stakes gives to what a party really has at stake in its own issues, less that of the prior without
it: above 0 the assumption helps. The amount is fitted on some games and scored on others.

Usage: ``python -m evaluation.own_issues``

Example:
    >>> own = [(share, 1, 5) for share in (0.5, 0.4)]  # of five issues, one its own
    >>> gain(own, 1.0) > 0 == gain(own, 0.0)
    True
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from math import log
from pathlib import Path
from statistics import mean
from typing import Any

from lastyard.values.likelihood import own_issue, released

Own = tuple[float, int, int]  # the share at stake in own issues, how many of these, of how many

HALVES = {"base": ("base", "base_7players"), "games 1 to 3": ("game1", "game2", "game3")}


def main() -> int:
    """Print what the assumption gains on each half, with the amount fitted on the other."""
    document = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))
    own = {name: _own(document["games"], games) for name, games in HALVES.items()}
    lines = [
        "| fitted on | amount | scored on | parties | share of an equal part | gain |",
        "|" + "---|" * 6,
    ]
    for fitted, other in (tuple(HALVES), tuple(HALVES)[::-1]):
        best = max((k / 10 for k in range(31)), key=lambda amount: gain(own[fitted], amount))
        lines.append(_row(fitted, best, other, own[other]))
    lines += [_row("released", own_issue(), name, found) for name, found in own.items()]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def gain(own: Sequence[Own], amount: float) -> float:
    """Return the mean log-probability that the tilt adds, a party.

    Stakes are from a symmetric Dirichlet distribution, so the share of ``k`` of ``n`` issues is
    from a beta distribution; tilted by ``exp(amount * share / spread)`` it is divided by Kummer's
    function (DLMF 13.4.1).

    Args:
        own: Per party, what it has at stake.
        amount: Log-odds for each standard deviation of a stake.
    """
    each = released().stakes
    gains = []
    for share, issues, of in own:
        spread = ((1 / of) * (1 - 1 / of) / (of * each + 1)) ** 0.5
        slope = amount / spread
        gains.append(slope * share - log(_kummer(each * issues, each * of, slope)))
    return mean(gains)


def _kummer(a: float, b: float, z: float) -> float:
    """Return Kummer's function M(a, b, z) for z from 0 on, by its series (DLMF 13.2.2)."""
    total, term, k = 1.0, 1.0, 0
    while term > total * 1e-16:
        term *= (a + k) / (b + k) * z / (k + 1)
        total, k = total + term, k + 1
    return total


def _own(games: Sequence[dict[str, Any]], names: Sequence[str]) -> list[Own]:
    found = []
    for game in games:
        if game["game"] not in names:
            continue
        for party, stakes in game["stakes"].items():
            mine = [k for k, of in enumerate(game["of"]) if party in of]
            if mine:
                found.append((sum(stakes[k] for k in mine) / sum(stakes), len(mine), len(stakes)))
    return found


def _row(fitted: str, amount: float, scored: str, own: Sequence[Own]) -> str:
    equal = mean(share * of / issues for share, issues, of in own)
    return f"| {fitted} | {amount:.1f} | {scored} | {len(own)} | {equal:.2f} | {gain(own, amount):+.2f} |"


if __name__ == "__main__":
    sys.exit(main())
