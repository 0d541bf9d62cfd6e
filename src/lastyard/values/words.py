"""What a party's own words make of the issues: a linear reader of talk.

People tell what matters to them by the words around an issue, and by which they name first.
Each mention of an issue is seen through the words before and after it in its sentence; each
such word has a weight, and an issue's amount is the sum of weight times ``1 + ln(n) / 2`` for
a word that came n times, and of what naming it first or second says. The amounts are log-odds for each
standard deviation by which the issue's stake is above what was to be expected
(:class:`~lastyard.values.problem.Stresses`).

The weights (``words.json``) were fitted on talk of campers who shared food, water and firewood
(CaSiNo, Chawla et al. 2021, CC BY 4.0) by ``evaluation/fitting.py``, given what the offers said,
so that nothing counts twice there. Elsewhere they count half (:func:`heard`, ``strength``): on
another game that found the top issue more often and left the log-probability as it was
(docs/evidence.md). English only, and nothing is understood.

Example:
    >>> said = ["We really need water.", "You can have the food."]
    >>> found = heard(said, {0: "food", 1: "water"})
    >>> sums = {issue: sum(h.amount for h in found if h.issue == issue) for issue in (0, 1)}
    >>> sums[1] > 0 > sums[0]
    True
"""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache, lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from lastyard.budget import spend
from lastyard.portable import log
from lastyard.records import record

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

__all__ = ["ELSEWHERE", "Heard", "features", "heard", "word_weights", "words_fitted"]

ELSEWHERE = 0.5
"""What the weights count on talk other than that which they were fitted on."""

FIRST, SECOND = "first named", "second named"
_BEFORE, _AFTER = 6, 5
_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+|[.!?;:\n]")
_ENDS = frozenset(".!?;:\n")
_TURNS = frozenset({"but", "because", "while"})
_DIGITS = {
    word: str(number)
    for number, word in enumerate(
        "zero one two three four five six seven eight nine ten".split()  # noqa: SIM905  (a list)
    )
}


@record(frozen=True, slots=True)
class Heard:
    """What one text of a party makes of one issue.

    Attributes:
        text: Which of the texts.
        issue: The issue.
        amount: Its part of the issue's amount, as :class:`~lastyard.values.problem.Stresses`
            takes it; the parts of all texts add up to the whole.
    """

    text: int
    issue: int
    amount: float


def heard(
    texts: Sequence[str],
    issues: Mapping[int, str],
    weights: Mapping[str, float] | None = None,
    strength: float = 1.0,
) -> tuple[Heard, ...]:
    """Return what a party's own words make of the issues.

    Args:
        texts: What it said, in order.
        issues: For each issue, a regular expression of the words that name it, lower case.
        weights: Weight of each feature; the released ones when left out.
        strength: What they count.

    Returns:
        By text and issue, where anything is heard.
    """
    known = word_weights() if weights is None else weights
    counted, named = [], []
    for text in texts:
        counts, order = features(text, issues)
        counted.append(counts)
        named.append(order)
    total: Counter[tuple[int, str]] = Counter()
    for counts in counted:
        total.update(counts)
    places = list(dict.fromkeys(issue for order in named for issue in order))
    found = []
    for place, counts in enumerate(counted):
        sums: dict[int, float] = {}
        for key in sorted(counts):
            weight = known.get(key[1], 0.0)
            if weight:
                whole = weight * _grown(total[key])
                sums[key[0]] = sums.get(key[0], 0.0) + whole * counts[key] / total[key]
        for rank, issue in zip((FIRST, SECOND), places, strict=False):
            if issue in named[place] and not any(issue in order for order in named[:place]):
                sums[issue] = sums.get(issue, 0.0) + known.get(rank, 0.0)
        found += [Heard(place, k, strength * sums[k]) for k in sorted(sums) if sums[k]]
    return tuple(found)


def features(
    text: str, issues: Mapping[int, str]
) -> tuple[Counter[tuple[int, str]], tuple[int, ...]]:
    """Return the words around each mention of an issue, and the issues as they are named.

    Args:
        text: What was said.
        issues: As :func:`heard` takes them.

    Returns:
        How often each issue has each feature: ``< word`` before a mention, ``> word`` after it,
        ``@`` the mention; another issue is ``^``, the same again ``@``, numbers are digits.
    """
    # Charged whether it is known already or not, so that the same work always ends alike.
    spend(1 + len(text) // 50)
    return _features(text, tuple(sorted(issues.items())))


@lru_cache(maxsize=4096)
def _features(
    text: str, issues: tuple[tuple[int, str], ...]
) -> tuple[Counter[tuple[int, str]], tuple[int, ...]]:
    """Return the features of a text; nobody changes them."""
    counts: Counter[tuple[int, str]] = Counter()
    order: list[int] = []
    for clause in _clauses(text, issues):
        for place, (_, issue) in enumerate(clause):
            if issue is None:
                continue
            order.append(issue)
            counts[issue, "@"] += 1
            for side, part in (
                ("<", clause[max(0, place - _BEFORE) : place]),
                (">", clause[place + 1 : place + 1 + _AFTER]),
            ):
                for word, other in part:
                    seen = word if other is None else "@" if other == issue else "^"
                    counts[issue, f"{side} {seen}"] += 1
    return counts, tuple(order)


def _clauses(text: str, issues: Sequence[tuple[int, str]]) -> list[list[tuple[str, int | None]]]:
    """Return the words of each clause, those that name an issue with it."""
    plain = text.lower().replace("\u2019", "'").replace("do not", "don't")
    plain = re.sub(r"\bdont\b", "don't", plain)
    spans = sorted(
        (match.start(), match.end(), issue)
        for issue, words in issues
        for match in _names(words).finditer(plain)
        if match.end() > match.start()
    )
    words: list[tuple[str, int | None]] = []
    at = 0
    for start, end, issue in spans:
        if start < at:
            continue
        words += [(word, None) for word in _TOKEN.findall(plain[at:start])]
        words.append(("@", issue))
        at = end
    words += [(word, None) for word in _TOKEN.findall(plain[at:])]
    clauses: list[list[tuple[str, int | None]]] = [[]]
    for word, found in words:
        if word in _ENDS:
            clauses.append([])
        elif word in _TURNS:
            clauses.append([(word, found)])
        else:
            clauses[-1].append((_DIGITS.get(word, word), found))
    return clauses


@cache
def _grown(count: int) -> float:
    return 1.0 + 0.5 * float(log(float(count)))


@cache
def _names(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b")


@cache
def _document() -> dict[str, Any]:
    text = resources.files("lastyard.values").joinpath("words.json").read_text("utf-8")
    document: dict[str, Any] = json.loads(text)
    return document


def word_weights() -> dict[str, float]:
    """Return the weight of each feature, as released."""
    return dict(_document()["weights"])


def words_fitted() -> dict[str, Any]:
    """Return on what, and how, the weights were fitted."""
    return dict(_document()["fitted"])
