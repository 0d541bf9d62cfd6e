"""What words make of an issue: clues in the clauses that name it.

A clause that names an issue is looked through for some clues: words of need,
of rank, of plenty, of giving away, each also under a negation. Every clue found adds
its weight to the *stress* of the issue, the log-odds for each standard deviation by
which its stake is above what was to be expected. The weights were fitted on
recorded negotiations (``defaults.json``); English only.

Example:
    >>> stress("I really need the water, but no food", {0: "food", 1: "water"},
    ...        {"message:need": 0.4, "message:spare": -0.5})
    {1: 0.4}
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Setting = Literal["message", "offer"]

_CLAUSE = re.compile(
    r"[.!?;,\n]| but | because | while | so (?=i |we |you )| if | and (?=i |you |we )"
)
_NEGATION = re.compile(r"n't|\bnot\b|\bno\b|\bnever\b|without")
_CLUES = {
    "rank": r"\bmost\b|\btop\b|highest|number one|#1|main(?:ly)?\b|first (?:priority|choice)"
    r"|high priority|favou?rite|above all|more important|biggest|ideally",
    "importance": r"importan\w*|priorit\w*|essential|crucial|critical|vital|key\b|valuable|value",
    "emphasis": r"\breally\b|\bdefinitely\b|\bespecially\b|\bdesperate\w*|\bbadly\b|\bmust\b"
    r"|\bvery\b|\balways\b|\bsure\b|\ba lot\b|\blots\b|\bplenty\b|\bso much\b",
    "no need": r"(?:don't|doesn't|didn't|not|no|won't|never)\b[^.]{0,18}"
    r"\b(?:need|want|care|require|use|interested)|\bno need\b|\bno use\b|useless|worthless"
    r"|worth nothing|zero|\bnothing\b",
    "need": r"\bneed\w*|\brequire\w*|\bhave to\b|\bhas to\b|\bgotta\b|\bmust\b",
    "wish": r"\bwant\w*|\blike\b|\blove\b|\bprefer\w*|\bhop(?:e|ing)\b|\bwish\b|interested"
    r"|\blooking\b",
    "more": r"\bextra\b|\bmore\b|\badditional\b|\bas much\b|\ball\b|\benough\b",
    "less": r"\bleast\b|\blow(?:est)?\b|\blast\b|not (?:as|that|so|very|too|really) "
    r"(?:important|much|worried)|less\b|don't really|without|could do without|spare",
    "plenty": r"\b(?:already|have plenty|have enough|brought|bringing|near a|nearby|have some"
    r"|packed|got plenty|have lots|have a lot|stream|river|lake)\b",
    "giving": r"\byou (?:can|could|may|get|take|have|keep)\b|\bgive you\b|\boffer you\b"
    r"|\bfor you\b|\byours\b|trade|willing to|let you|give up|part with|exchange",
    "self": r"\bi\b|\bi'[a-z]+|\bmy\b|\bme\b|\bwe\b|\bour\b|\bus\b",
    "other": r"\byou\b|\byour\b",
    "question": r"\bdo you\b|\bwhat\b|\bwould you\b|\bare you\b|\bhow\b|\bcan you\b",
    "number": r"\b(?:one|two|three|four|[1-4])\b",
    "only": r"\bonly\b|\bjust\b",
    "second": r"\balso\b|\btoo\b|\bas well\b|second|next\b|then\b",
    "reason": r"\bkids?\b|child\w*|baby|family|daughter|son\b|wife|husband|elder\w*|pregnant"
    r"|medic\w*|health|sick|diabet\w*|doctor|thirst\w*|dehydrat\w*|hungry|cold|freez\w*"
    r"|hik\w*|dog",
}


def clue_names() -> tuple[str, ...]:
    """Every clue a weight can be given to, as ``setting:clue``."""
    each = [*_CLUES, *(f"not {name}" for name in _CLUES), "named", "not named"]
    return tuple(f"{setting}:{name}" for setting in ("message", "offer") for name in each)


def clues(
    text: str, issues: Mapping[int, str], setting: Setting = "message"
) -> Iterator[tuple[int, str, float]]:
    """The clues in a text: issue, clue and how much it counts.

    A clause that names several issues counts for each by its share.

    Args:
        text: What was said.
        issues: For each issue, a regular expression of the words that name it.
        setting: Whether the words came with an offer.
    """
    plain = text.lower().replace("\u2019", "'").replace("do not", "don't").replace("dont", "don't")
    for clause in _CLAUSE.split(plain):
        named = [issue for issue, words in issues.items() if _words(words).search(clause)]
        if not named:
            continue
        found = ["named", *(name for name in _CLUES if _clue(name).search(clause))]
        if _NEGATION.search(clause):
            found += [f"not {name}" for name in found]
        for issue in named:
            for name in found:
                yield issue, f"{setting}:{name}", 1.0 / len(named)


def stress(
    text: str,
    issues: Mapping[int, str],
    weights: Mapping[str, float],
    setting: Setting = "message",
) -> dict[int, float]:
    """What a text makes of each issue that it names.

    Args:
        text: What was said.
        issues: For each issue, a regular expression of the words that name it.
        weights: Weight of each clue, ``defaults.clue_weights()``.
        setting: Whether the words came with an offer.
    """
    total: dict[int, float] = {}
    for issue, clue, share in clues(text, issues, setting):
        if clue in weights:
            total[issue] = total.get(issue, 0.0) + share * weights[clue]
    return total


@cache
def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


@cache
def _clue(name: str) -> re.Pattern[str]:
    return re.compile(_CLUES[name])
