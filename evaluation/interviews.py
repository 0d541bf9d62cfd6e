"""JobInterview: five issues, numeric and named, inferred by the sampler itself.

After all formal offers of a person: Spearman correlation, over all packages, of the
posterior's expected value with the true one. Known in public: the worker wants more
salary and days off, the recruiter less.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from evaluation.records import interval, raw_records
from lastyard.values.posterior import sample
from lastyard.values.problem import Direction, Saying, Scale, Takes, translate

if TYPE_CHECKING:
    from evaluation.inference import Array
    from lastyard.values.likelihood import Rationality

Places = np.ndarray[Any, np.dtype[np.intp]]
_NUMERIC = ("Salary", "Weekly holiday")


def score(
    rationality: Rationality, most: int | None = None
) -> dict[str, tuple[float, float, float]]:
    """Mean Spearman correlation with the truth: inferred, and from directions alone.

    Args:
        rationality: Figures of the likelihood.
        most: Only so many of the records, for it takes seconds a person.
    """
    inferred: list[float] = []
    directions: list[float] = []
    names: list[str] = []
    for raw in raw_records("jobinterview")[:most]:
        packages = _packages(raw)
        for party in raw["parties"]:
            offers = [
                e["package"] for e in raw["events"] if e["who"] == party and e["act"] == "offer"
            ]
            if not offers:
                continue
            true = _true_worth(raw, party, packages)
            for found, said in ((inferred, offers), (directions, [])):
                expected = _expected(raw, party, said, packages, rationality)
                found.append(_spearman(expected, true))
            names.append(raw["id"])
    return {
        "persons": (float(len(names)),) * 3,
        "inferred": interval(np.array(inferred), names),
        "directions alone": interval(np.array(directions), names),
    }


def _packages(raw: dict[str, Any]) -> Places:
    sizes = [len(issue["options"]) for issue in raw["issues"]]
    return np.stack(np.meshgrid(*map(np.arange, sizes), indexing="ij"), -1).reshape(-1, len(sizes))


def _expected(
    raw: dict[str, Any],
    party: str,
    offers: list[dict[str, Any]],
    packages: Places,
    rationality: Rationality,
) -> Array:
    options = [issue["options"] for issue in raw["issues"]]
    said: list[Saying] = []
    for place, issue in enumerate(raw["issues"]):
        if issue["name"] in _NUMERIC:
            said.append(Direction(issue["name"], place, more=party == "worker"))
    for number, offer in enumerate(offers):
        pairs = tuple(
            (i, options[i].index(offer[issue["name"]])) for i, issue in enumerate(raw["issues"])
        )
        said.append(Takes(f"offer-{number}", pairs, proposed=True))
    named = {option for s in said if isinstance(s, Takes) for i, option in s.package if i == 0}
    scales = [
        Scale.numeric("Salary", options[0], named),
        Scale.ordered("Weekly holiday", len(options[1])),
        *(Scale.choice(issue["name"], len(issue["options"])) for issue in raw["issues"][2:]),
    ]
    posterior = sample(translate(scales, said), rationality=rationality, chains=64, draws=16)
    total: Array = np.sum(
        [table.mean(axis=0)[packages[:, i]] for i, table in enumerate(posterior.tables())], axis=0
    )
    return total


def _true_worth(raw: dict[str, Any], party: str, packages: Places) -> Array:
    values = raw["values"][party]
    names = [issue["name"] for issue in raw["issues"]]
    options = {issue["name"]: issue["options"] for issue in raw["issues"]}
    total = np.zeros(len(packages))
    for place, name in enumerate(names):
        rule, picked = values["value"][name], packages[:, place]
        if rule["kind"] in ("increasing", "decreasing"):
            numbers = np.array(options[name], dtype=np.float64)[picked]
            part = (numbers - rule["min"]) / (rule["max"] - rule["min"])
            worth = part if rule["kind"] == "increasing" else 1.0 - part
        elif rule["kind"] == "table":
            worth = np.array([rule["table"][o] for o in options[name]])[picked]
        else:
            by = names.index(rule["by"])
            table = np.array(
                [[rule["table"][b][o] for o in options[name]] for b in options[rule["by"]]]
            )
            worth = table[packages[:, by], picked]
        total += values["weights"][name] * worth
    return total


def _spearman(one: Array, two: Array) -> float:
    return float(np.corrcoef(_ranks(one), _ranks(two))[0, 1])


def _ranks(numbers: Array) -> Array:
    _, place, count = np.unique(np.round(numbers, 12), return_inverse=True, return_counts=True)
    ranks: Array = (np.cumsum(count) - (count - 1) / 2.0)[place]
    return ranks
