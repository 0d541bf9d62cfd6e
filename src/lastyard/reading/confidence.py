"""The confidence of a statement as a measured share: how often such statements are right.

The rules state a confidence; a table (``[confidences]`` in ``words.txt``) says for each kind of statement which share of
those with that confidence was right on labelled text that no rule was written on. It never falls: what the rules
are surer of stays surer. ``benchmarks/reading/calibration.py`` fits it.

Example:
    >>> key_of("speech", "direct"), key_of("act", "act")
    ('speech direct', 'act')
    >>> along([(0.5, 0.4), (1.0, 0.8)], 0.75), along([(0.5, 0.4)], 0.25), along([(0.5, 0.4)], 0.9)
    (0.6000000000000001, 0.2, 0.4)
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from lastyard.reading.wordlists import word_table

__all__ = ["along", "calibrated", "key_of"]


def key_of(group: str, kind: str) -> str:
    """Return the row of the table for a statement: its group, and the kind of speech."""
    return f"{group} {kind}" if group == "speech" else group


def calibrated(group: str, kind: str, stated: float) -> float:
    """Return the share of statements that is right among those of a group, kind and stated confidence."""
    knots = _table().get(key_of(group, kind))
    return stated if knots is None else round(along(knots, stated), 3)


def along(knots: Sequence[tuple[float, float]], stated: float) -> float:
    """Return the value of a line through 0 and the knots; it goes on level after the last."""
    for (first, low), (last, high) in pairwise([(0.0, 0.0), *knots]):
        if stated <= last:
            return low + (high - low) * (stated - first) / (last - first)
    return knots[-1][1] if knots else stated


@cache
def _table() -> dict[str, list[tuple[float, float]]]:
    return {
        key: [(float(x), float(y)) for x, _, y in (knot.partition("=") for knot in knots)]
        for key, knots in word_table("confidences").items()
    }
