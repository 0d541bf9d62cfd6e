"""Sampled figures are published to two digits of their Monte-Carlo error: what follows is noise.

Example:
    >>> to_two_digits({"index": 0.583984375, "error": 0.022138885902104, "status": "possible"})
    {'index': 0.584, 'error': 0.022, 'status': 'possible'}
    >>> to_two_digits({"index": 0.2, "error": 0.0})
    {'index': 0.2, 'error': 0.0}
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

__all__ = ["to_two_digits"]

# What a key `error` beside it is the error of.
_FIGURES = frozenset(["index", "bits", "mean", "share", "cost"])


# What may hold or be such a figure; most of an answer is text.
_LOOKED_INTO = (dict, list, tuple, float)


def to_two_digits(content: Any) -> Any:
    """Return an answer in its machine-readable form with every sampled figure as exact as it is.

    A figure is sampled where a key ``error`` above zero stands beside it; exact ones stay whole.
    """
    if isinstance(content, dict):
        error = content.get("error")
        figures: frozenset[str] = frozenset()
        places = 0
        if isinstance(error, float) and error > 0.0:
            figures, places = _FIGURES | {"error"}, 1 - Decimal(error).adjusted()
        changed = {
            key: new
            for key, value in content.items()
            if isinstance(value, _LOOKED_INTO)
            and (
                new := round(value, places)
                if key in figures and isinstance(value, float)
                else to_two_digits(value)
            )
            is not value
        }
        # What stays as it is, as most does, is not copied: answers can be large.
        return content | changed if changed else content
    if isinstance(content, list | tuple):
        exact = [
            to_two_digits(each) if isinstance(each, _LOOKED_INTO) else each for each in content
        ]
        same = all(new is each for new, each in zip(exact, content, strict=True))
        return content if same and isinstance(content, list) else exact
    return content
