"""The records: who said and offered what, in order, with the true private values.

They lie outside the repository, in ``people/`` under ``$LASTYARD_ORACLES`` or
``../shared/oracles``; their licences are in SOURCES.txt there, and nothing of them
but figures comes back.
"""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

# The words that name an issue, where its own name is not enough.
SYNONYMS = {
    "Food": r"foods?|eat|hungry|meals?|snacks?",
    "Water": r"waters?|thirsty|hydrat\w*|drink\w*",
    "Firewood": r"fire ?woods?|woods?|fire|warm|cold",
    "book": r"books?",
    "hat": r"hats?",
    "ball": r"(?:basket)?balls?",
}


class OraclesError(FileNotFoundError):
    """The records are not where they were looked for."""


def people() -> Path:
    """The folder with the records.

    Raises:
        OraclesError: It is not there.
    """
    root = Path(__file__).resolve().parents[1]
    named = os.environ.get("LASTYARD_ORACLES")
    places = [Path(named)] if named else [root / "../shared/oracles", root / "../../shared/oracles"]
    for place in places:
        if (place / "people").is_dir():
            return (place / "people").resolve()
    raise OraclesError(
        f"no people/ under {', '.join(map(str, places))}; set LASTYARD_ORACLES to the oracles"
    )


@dataclass(frozen=True, slots=True)
class Division:
    """One negotiation over units of goods between two people.

    Attributes:
        id: Its name.
        dataset: Where it is from.
        parties: The two.
        goods: Names of the goods.
        units: How many units of each there are.
        worth: For each party, its true worth of a unit of each good.
        no_deal: For each party, its points without a deal.
        events: What happened, in order.
        deal: Units to each party in the end; ``None`` without a deal.
    """

    id: str
    dataset: str
    parties: tuple[str, str]
    goods: tuple[str, ...]
    units: tuple[int, ...]
    worth: dict[str, tuple[float, ...]]
    no_deal: dict[str, float]
    events: tuple[dict[str, Any], ...]
    deal: dict[str, tuple[int, ...]] | None

    def share(self, party: str, stated: dict[str, int]) -> tuple[tuple[int, int], ...]:
        """The goods that a stated package names, with the units that go to a party."""
        first = party == self.parties[0]
        return tuple(
            (i, int(stated[g] if first else n - stated[g]))
            for i, (g, n) in enumerate(zip(self.goods, self.units, strict=True))
            if g in stated
        )

    def other(self, party: str) -> str:
        """The other one."""
        return self.parties[1] if party == self.parties[0] else self.parties[0]


def divisions(dataset: str) -> list[Division]:
    """All records of ``casino`` or ``dealornodeal``."""
    return [_division(raw) for raw in raw_records(dataset)]


def raw_records(dataset: str) -> list[dict[str, Any]]:
    """The records of any data set as they are."""
    with (people() / f"{dataset}.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _division(raw: dict[str, Any]) -> Division:
    goods = tuple(issue["name"] for issue in raw["issues"])
    units = tuple(len(issue["options"]) - 1 for issue in raw["issues"])
    first, second = raw["parties"]
    worth = {
        p: tuple(float(raw["values"][p]["per_unit"][g]) for g in goods) for p in raw["parties"]
    }
    package = raw["outcome"].get("package") if raw["outcome"]["type"] == "agreement" else None
    deal = None
    if package is not None:
        given = tuple(int(package[g]) for g in goods)
        rest = tuple(n - k for n, k in zip(units, given, strict=True))
        deal = {first: given, second: rest}
    return Division(
        raw["id"],
        raw["dataset"],
        (first, second),
        goods,
        units,
        worth,
        {p: float(raw["no_deal"][p]) for p in raw["parties"]},
        tuple(raw["events"]),
        deal,
    )


def interval(
    figures: np.ndarray[Any, np.dtype[np.float64]], groups: list[str], seed: int = 0
) -> tuple[float, float, float]:
    """Mean of figures with its 95 % bootstrap interval over groups (records)."""
    names, place = np.unique(np.array(groups), return_inverse=True)
    sums = np.bincount(place, figures, minlength=len(names))
    counts = np.bincount(place, minlength=len(names))
    rng = np.random.default_rng(seed)
    picks = rng.integers(len(names), size=(1000, len(names)))
    means = sums[picks].sum(axis=1) / counts[picks].sum(axis=1)
    low, high = np.quantile(means, [0.025, 0.975])
    return float(sums.sum() / counts.sum()), float(low), float(high)
