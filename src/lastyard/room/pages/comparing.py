"""This-or-that questions of private entry: chosen to decide, from what the party itself entered and nothing else.

The others are taken to want the opposite, with weights that nobody knows, so that no question can depend on their answers. A
question is worth what its answer is expected to raise the best product of gains by
(:func:`lastyard.asking.finding.worth_of_questions`).

Example:
    >>> import lastyard as ly
    >>> case = ly.load_text('{title: T, parties: {a: {}, b: {}}, issues: {i: {options: [x, y]}, k: {options: [u, v, w]}}}')
    >>> pairs(case, {"order": ["i", "k"], "issue:i": [2, 1], "issue:k": [0, 1, 2]}, 2, 1, 0)
    [((0, 1), (1, 2))]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lastyard.asking.finding import Compare, worth_of_questions
from lastyard.asking.finding import told as after
from lastyard.asking.improving import Side
from lastyard.case.model import Case

__all__ = ["MOST_PAIRS", "pairs"]

MOST_PAIRS = 3
_DRAWS, _POOL, _FLOOR = 128, 60, 0.3
Options = tuple[int, ...]


def pairs(
    case: Case, told: Mapping[str, Any], parties: int, most: int, seed: int
) -> list[tuple[Options, Options]]:
    """Return pairs of packages to be compared, each chosen after the answers to those before it.

    Args:
        case: The issues.
        told: What the party entered, by question; answers to ``compare:0`` and so on stand in it.
        parties: How many take part.
        most: How many pairs at most; fewer where nothing is worth asking.
        seed: The same seed and answers, the same pairs.

    Returns:
        Packages as the places of options, in the order of the issues.
    """
    draw = np.random.default_rng(seed)
    pool = _pool(case, told, draw)
    if len(pool) < 2:
        return []
    sides: Sequence[Side] = [
        _own(case, told, pool, draw),
        *(_opposed(case, told, pool, draw) for _ in range(max(1, parties - 1))),
    ]
    found: list[tuple[Options, Options]] = []
    for number in range(most):
        asked = next(
            (
                each.question
                for each in worth_of_questions(sides)
                if isinstance(each.question, Compare) and each.question.party == 0
            ),
            None,
        )
        if asked is None:
            break
        found.append((pool[asked.package], pool[asked.other]))
        answer = told.get(f"compare:{number}")
        if answer is None:
            break
        sides = after(sides, asked, int(answer["rather"]))
    return found


def _pool(case: Case, told: Mapping[str, Any], draw: np.random.Generator) -> list[Options]:
    """Return packages of options that are never refused, all or some drawn."""
    menus = [
        [k for k in range(issue.size) if _marks(told, issue.id, issue.size)[k] > 0]
        or list(range(issue.size))
        for issue in case.issues
    ]
    found = {tuple(menu[0] for menu in menus)}
    for _ in range(_POOL * 4):
        if len(found) >= _POOL:
            break
        found.add(tuple(int(menu[draw.integers(len(menu))]) for menu in menus))
    return sorted(found)


def _marks(told: Mapping[str, Any], issue: str, size: int) -> list[int]:
    given = told.get(f"issue:{issue}")
    return given if given is not None and len(given) == size else [1] * size


def _own(
    case: Case, told: Mapping[str, Any], pool: Sequence[Options], draw: np.random.Generator
) -> Side:
    """Return what the party may want: weights in its order, values of options by its marks."""
    count = len(case.issues)
    weights = np.sort(draw.dirichlet(np.ones(count), _DRAWS), axis=1)[:, ::-1]
    places = {id: k for k, id in enumerate(told.get("order", []))}
    rank = [places.get(issue.id, k) for k, issue in enumerate(case.issues)]
    stakes = weights[:, rank]
    values = []
    for issue in case.issues:
        marks = np.array(_marks(told, issue.id, issue.size))
        drawn = draw.uniform(0.2, 0.9, (_DRAWS, issue.size))
        values.append(np.where(marks == 2, 1.0, np.where(marks == 0, 0.0, drawn)))
    # Not from what it said of no deal: that is asked after, and the pairs must not change by it.
    return Side.even(_worth(stakes, values, pool), np.full(_DRAWS, _FLOOR), stakes)


def _opposed(
    case: Case, told: Mapping[str, Any], pool: Sequence[Options], draw: np.random.Generator
) -> Side:
    """Return somebody who would rather have what this party would not: of others nothing else is taken to be known."""
    stakes = draw.dirichlet([1.0] * len(case.issues), _DRAWS)
    values = []
    for issue in case.issues:
        away = 2 - np.array(_marks(told, issue.id, issue.size))
        values.append(draw.uniform(0.3 * away, 0.3 * away + 0.4, (_DRAWS, issue.size)))
    return Side.even(_worth(stakes, values, pool), draw.uniform(0.0, 0.3, _DRAWS), stakes)


def _worth(
    stakes: NDArray[np.float64], values: Sequence[NDArray[np.float64]], pool: Sequence[Options]
) -> NDArray[np.float64]:
    total: NDArray[np.float64] = np.zeros((_DRAWS, len(pool)))
    for k, value in enumerate(values):
        total += stakes[:, k : k + 1] * value[:, [each[k] for each in pool]]
    return total
