"""Lists of words written as plain text.

Example:
    >>> sorted(word_set("bank firm"))
    ['bank', 'firm']
"""

from __future__ import annotations


def word_set(words: str) -> frozenset[str]:
    """Take the words between white space as a set."""
    return frozenset(words.split())
